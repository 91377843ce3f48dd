package document

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestHTMLIsAccessibleAndLoadsNothing(t *testing.T) {
	src := render(t, sample(), HTML)
	root, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, count, level := map[string]bool{}, []string{}, map[string]int{}, 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s has %s", n.Data, a.Key)
			case a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/svg+xml;base64,"):
				t.Errorf("%s has src %q", n.Data, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case a.Key == "href" && a.Val != "https://www.iso.org/standard/72704.html":
				t.Errorf("a link to %q", a.Val)
			}
		}
		switch n.Data {
		case "script", "link", "iframe", "object", "svg":
			t.Errorf("the page has a %s", n.Data)
		case "img":
			if attr(n, "alt") != "A pump that sends data to the cloud." {
				t.Errorf("a picture has the alternative text %q", attr(n, "alt"))
			}
		case "table":
			if first := n.FirstChild; first == nil || first.Data != "caption" || first.FirstChild == nil {
				t.Error("a table has no caption")
			}
		case "th":
			if attr(n, "scope") != "col" {
				t.Error("a head cell without scope")
			}
		case "h1", "h2", "h3", "h4", "h5":
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("%s comes after h%d", n.Data, level)
			}
			level = now
		}
	}
	for _, l := range links {
		if !ids[l] {
			t.Errorf("nothing has the id %q", l)
		}
	}
	if count["h1"] != 1 || count["main"] != 1 || count["nav"] != 1 || count["table"] != 4 || count["img"] != 1 || count["tr"] != 4+3+1+500+3 {
		t.Errorf("elements: %v", count)
	}
	for _, want := range []string{"&lt;script&gt;alert(1)&lt;/script&gt;", "Wearable monitor &lt;b&gt;&amp;&#34;&#39;", `<html lang="en-GB">`, "2.1"} {
		if want != "2.1" && !bytes.Contains(src, []byte(want)) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if bytes.ContainsRune(src, '\u202E') || bytes.ContainsRune(src, '\x1b') {
		t.Error("the page has control characters")
	}
}
