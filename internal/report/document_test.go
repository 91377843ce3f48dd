package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

var update = flag.Bool("update", false, "write the goldens anew")

func TestGoldens(t *testing.T) {
	x := small(t)
	dir := t.TempDir()
	names, err := Write(context.Background(), dir, x.subject())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"assessment.json", "harm-hurt.svg", "report.html", "system.svg", "zone-away.svg", "zone-home.svg", "zone-shelf.svg"}
	if !slices.Equal(names, want) {
		t.Errorf("files:\n got %q\nwant %q", names, want)
	}
	for _, name := range names {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "assessment.json" {
			continue // its form is tested where it is made
		}
		golden := filepath.Join("testdata", "golden", name)
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		old, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, old) {
			t.Errorf("%s differs; look at it, then run with -update\n%s", name, firstDifference(string(old), string(got)))
		}
	}
}

func firstDifference(old, got string) string {
	a, b := strings.Split(old, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n-%.400s\n+%.400s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines instead of %d", len(b), len(a))
}

func TestSameBytesEachTime(t *testing.T) {
	x := small(t)
	make := func(procs int) map[string][]byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		out, err := Pictures(context.Background(), x.m, x.a)
		if err != nil {
			t.Fatal(err)
		}
		var page bytes.Buffer
		if err := HTML(&page, x.subject(), out); err != nil {
			t.Fatal(err)
		}
		out["page"] = page.Bytes()
		return out
	}
	first := make(1)
	for _, procs := range []int{1, 2} {
		if diff := cmp.Diff(first, make(procs)); diff != "" {
			t.Errorf("with GOMAXPROCS %d (-first +now):\n%s", procs, diff)
		}
	}
}

func TestSVG(t *testing.T) {
	for _, s := range small(t).scenes() {
		t.Run(s.ID, func(t *testing.T) { checkSVG(t, Draw(context.Background(), s)) })
	}
}

// checkSVG reads a picture as XML and looks for a title of each shape, for anything outside of the view box, and for anything
// that a viewer would load or run.
func checkSVG(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	d.Strict = true
	var view Rect
	var path []string
	titled := []bool{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			at := map[string]string{}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
				if a.Name.Local == "href" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s has %s=%q", e.Name.Local, a.Name.Local, a.Value)
				}
			}
			switch e.Name.Local {
			case "svg":
				view = viewBox(t, at["viewBox"])
				if at["role"] != "img" || at["aria-labelledby"] == "" {
					t.Errorf("svg has role %q and aria-labelledby %q", at["role"], at["aria-labelledby"])
				}
			case "title":
				if len(titled) > 0 {
					titled[len(titled)-1] = true
				}
			case "rect":
				if r := (Rect{number(at["x"]), number(at["y"]), number(at["width"]), number(at["height"])}); at["class"] == "paper" && r != view {
					t.Errorf("paper is %v, view box %v", r, view)
				} else if r.W > view.W || r.H > view.H {
					t.Errorf("shape %v is larger than the view box %v", r, view)
				}
			case "g", "desc", "style", "polygon", "path", "text":
			default:
				t.Errorf("unexpected element %s", e.Name.Local)
			}
			path = append(path, e.Name.Local)
			titled = append(titled, e.Name.Local != "g" || at["transform"] != "")
		case xml.EndElement:
			if !titled[len(titled)-1] {
				t.Errorf("a shape has no title")
			}
			path, titled = path[:len(path)-1], titled[:len(titled)-1]
		}
	}
	if s := regexp.MustCompile(`(url\(|@import|https?:)`).FindAll(bytes.ReplaceAll(svg, []byte(`xmlns="http://www.w3.org/2000/svg"`), nil), -1); s != nil {
		t.Errorf("loads something: %q", s)
	}
}

func number(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64) // absent is 0
	return v
}

func viewBox(t *testing.T, s string) Rect {
	f := strings.Fields(s)
	if len(f) != 4 {
		t.Fatalf("viewBox %q", s)
	}
	return Rect{number(f[0]), number(f[1]), number(f[2]), number(f[3])}
}

func TestLabelsAreEscaped(t *testing.T) {
	x := small(t)
	pictures, err := Pictures(context.Background(), x.m, x.a)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := HTML(&page, x.subject(), pictures); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"system.svg": string(pictures["system"]), "report.html": page.String()} {
		if strings.Contains(text, "<b>") || strings.Contains(text, "<system>") {
			t.Errorf("%s has a name from the model as an element", name)
		}
		if !strings.Contains(text, "&lt;b&gt;&amp;&#34;") {
			t.Errorf("%s does not show the name <b>&\"", name)
		}
	}
}

func TestHTMLIsAccessible(t *testing.T) {
	x := small(t)
	pictures, err := Pictures(context.Background(), x.m, x.a)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := HTML(&page, x.subject(), pictures); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, count := map[string]bool{}, []string{}, map[string]int{}
	level := 0
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
			case a.Key == "src" || a.Key == "srcset" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("%s leads to %q", n.Data, a.Val)
			case a.Key == "href":
				links = append(links, a.Val[1:])
			case a.Key == "aria-labelledby":
				links = append(links, strings.Fields(a.Val)...)
			}
		}
		switch n.Data {
		case "script", "link", "iframe", "object", "img":
			t.Errorf("the page has a %s", n.Data)
		case "table":
			if first := n.FirstChild; first == nil || first.Data != "caption" || first.FirstChild == nil {
				t.Error("a table has no caption")
			}
		case "th":
			if s := attr(n, "scope"); s != "row" && s != "col" {
				t.Errorf("a head cell has scope %q", s)
			}
		case "svg":
			if n.FirstChild == nil || n.FirstChild.NextSibling == nil || n.FirstChild.NextSibling.Data != "title" {
				t.Error("a picture has no title")
			}
		case "h1", "h2", "h3", "h4":
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
	if count["h1"] != 1 || count["main"] != 1 || count["svg"] != len(pictures) {
		t.Errorf("%d h1, %d main, %d of %d pictures", count["h1"], count["main"], count["svg"], len(pictures))
	}
	style := page.String()[:strings.Index(page.String(), "</head>")]
	if s := regexp.MustCompile(`url\(|@import|https?:`).FindString(style); s != "" {
		t.Errorf("the style sheet has %q", s)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestHTMLOfAnEmptyAssessment(t *testing.T) {
	x := small(t)
	var page bytes.Buffer
	if err := HTML(&page, &Subject{Model: &model.Model{}, Index: x.ix, Assessment: &assessment.Assessment{}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"No harms are described", "not verified", "No primary threat is likely", "None: every fact"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Contrast is computed as in WCAG 2.2: text needs 4.5 to 1 to what is behind it, shapes 3 to 1.
func TestContrast(t *testing.T) {
	by := map[string]paint{}
	for _, p := range paints {
		by[p.name] = p
	}
	check := func(front, back string, least float64) {
		for _, c := range [][2]string{{by[front].light, by[back].light}, {by[front].dark, by[back].dark}} {
			if got := contrast(c[0], c[1]); got < least {
				t.Errorf("%s on %s: %s on %s has %.2f, want %.1f", front, back, c[0], c[1], got, least)
			}
		}
	}
	for _, back := range []string{"paper", "zone", "holder", "box", "stub", "net", "who", "data", "fact", "good", "fair", "bad"} {
		check("ink", back, 4.5)
		check("muted", back, 4.5)
	}
	for front, back := range map[string]string{
		"line": "zone", "zone-line": "paper", "net-line": "zone", "who-line": "zone", "data-line": "zone", "flow": "zone", "link": "paper",
		"fact-line": "paper", "good-line": "paper", "fair-line": "paper", "bad-line": "paper",
		"risk0": "box", "risk1": "box", "risk2": "box", "risk3": "box", "risk4": "box",
	} {
		check(front, back, 3)
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestFileNames(t *testing.T) {
	got := fileNames(map[string][]byte{"system": nil, "zone-a/b": nil, "zone-a-b": nil, "zone-A-b": nil, "harm-x": nil})
	want := map[string]string{
		"system": "system.svg", "harm-x": "harm-x.svg", "zone-A-b": "zone-A-b.svg", "zone-a-b": "zone-a-b-2.svg", "zone-a/b": "zone-a-b-3.svg",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteLeavesNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	stop := errors.New("stop")
	err := ReplaceFile(filepath.Join(dir, "x"), Shared, func(w io.Writer) error {
		fmt.Fprint(w, "half")
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v, want %v", err, stop)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWriteStopsWhenCancelled(t *testing.T) {
	x := small(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if _, err := Write(ctx, dir, x.subject()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func luminance(hex string) float64 {
	v, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return -1
	}
	part := func(shift uint) float64 {
		c := float64(v>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
