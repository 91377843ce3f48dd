package document

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	htmlrenderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// goldmark, a parser of CommonMark and GFM, serves the tests alone: it says what a reader's program would make of our files, which our
// own knowledge of the grammar could get wrong twice. It shows raw HTML, as the worst of readers would.
var reader = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(htmlrenderer.WithUnsafe()))

// read is what a reader makes of a document.
func read(t testing.TB, d *Document) *html.Node {
	t.Helper()
	var b bytes.Buffer
	if err := reader.Convert(render(t, d, Markdown), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// outline lists the elements of a page, with their attributes, and the texts between them. Line breaks are spaces.
func outline(root *html.Node) []string {
	var out []string
	var text strings.Builder
	end := func() {
		if s := strings.Join(strings.Fields(text.String()), " "); s != "" {
			out = append(out, "text "+s)
		}
		text.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
			return
		case n.Type == html.CommentNode && n.Data == " ":
			return
		case n.Data == "br":
			text.WriteString(" ")
			return
		}
		end()
		name := n.Data
		for _, a := range n.Attr {
			name += " " + a.Key + "=" + a.Val
		}
		out = append(out, "begin "+name)
		for c := range n.ChildNodes() {
			walk(c)
		}
		end()
		out = append(out, "end "+n.Data)
	}
	walk(root)
	return out
}

func TestMarkdownLinksLeadSomewhere(t *testing.T) {
	ids, links, count := map[string]bool{}, []string{}, map[string]int{}
	for n := range read(t, sample()).Descendants() {
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
		switch href := attr(n, "href"); {
		case strings.HasPrefix(href, "#"):
			links = append(links, href[1:])
		case href != "" && href != "https://www.iso.org/standard/72704.html":
			t.Errorf("a link to %q", href)
		}
		if src := attr(n, "src"); src != "" && !strings.HasPrefix(src, "data:image/svg+xml;base64,") {
			t.Errorf("an image from %q", src)
		}
	}
	for _, l := range links {
		if !ids[l] {
			t.Errorf("nothing has the id %q", l)
		}
	}
	// Worked out from sample; a table more than in HTML for what stands below the title, lists for contents and definitions.
	got := map[string]int{}
	for _, name := range []string{"h1", "h2", "h3", "h4", "h5", "table", "tr", "img", "blockquote", "ol", "ul", "a"} {
		got[name] = count[name]
	}
	want := map[string]int{"h1": 1, "h2": 3, "h3": 2, "h4": 1, "h5": 1, "table": 5, "tr": 6 + 4 + 2 + 501 + 4, "img": 1, "blockquote": 1, "ol": 1, "ul": 4 + 1 + 1, "a": 12 + 6 + 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("elements (-want +got):\n%s", diff)
	}
}

// everywhere puts a text in every place of a document that takes one, first, last and between other looks.
func everywhere(s string) *Document {
	spans := []Span{
		{Text: s}, {Text: s, Style: Strong}, {Text: s}, {Text: s, Style: Code}, {Text: s}, {Text: s, To: "here"}, {Text: s}, {Text: s, Style: Strong, URL: "https://a.example/"},
		{Text: s, Style: Code, To: "here"}, {Text: s, Style: Strong}, {Text: s, Style: Code}, {Text: s, Style: Strong},
	}
	return &Document{
		Title: s, Subtitle: s, System: s, Version: s, Digests: []Digest{{s, s}}, Contents: true,
		Blocks: []Block{
			{Heading: &Heading{Level: 1, ID: "here", Text: s}},
			{Paragraph: &Paragraph{Text(s)}},
			{Paragraph: &Paragraph{Text(s)}},
			{Paragraph: &Paragraph{spans}},
			{Paragraph: &Paragraph{[]Span{{Text: s, Style: Code}}}},
			{Paragraph: &Paragraph{[]Span{{Text: s, Style: Strong}}}},
			{List: &List{Items: [][]Span{Text(s), spans}}},
			{List: &List{Items: [][]Span{spans, Text(s)}}},
			{List: &List{Ordered: true, Items: [][]Span{Text(s), Text(s)}}},
			{List: &List{Ordered: true, Items: [][]Span{Text(s)}}},
			{Definitions: []Definition{{s, Text(s)}, {s, spans}}},
			{Table: &Table{Caption: s, Columns: []Column{{Head: s}, {Head: s, Align: Right}}, Rows: [][]Cell{{TextCell(s), TextCell(s)}, {{Spans: spans}, {Spans: spans}}}}},
			{Table: &Table{Caption: s, Columns: []Column{{Head: s}}}},
			{Figure: &Figure{Caption: s, Alt: s, SVG: `<svg xmlns="http://www.w3.org/2000/svg"/>`}},
			{Note: &Note{Label: s, Spans: Text(s)}},
			{Note: &Note{Spans: spans}},
		},
	}
}

// checkHostile fails if a text becomes anything but itself: the page has to be the one of a harmless word, with the text in its place.
func checkHostile(t *testing.T, s string) {
	t.Helper()
	shown := strings.Join(strings.Fields(clean(s, ' ')), " ")
	if shown == "" { // then blocks are left out
		render(t, everywhere("a"+s), Markdown)
		return
	}
	const word = "Harmless"
	want := outline(read(t, everywhere(word)))
	for i, x := range want {
		if strings.HasPrefix(x, "text ") {
			want[i] = strings.ReplaceAll(x, word, shown)
		}
	}
	if diff := cmp.Diff(want, outline(read(t, everywhere(s)))); diff != "" {
		t.Errorf("%q (-want +got):\n%s", s, diff)
	}
}

var hostile = []string{
	"# Heading", "## Heading ##", "Heading #", "Heading\n===", "Heading\n---", "---", "***", "___", "- item", "* item", "+ item", "1. item", "12345) item", "1.", "-", "+", "2)",
	" - item", "  1. item", "  > quote", " # Heading", "\n- item", "\n \n# Heading", "- [ ] task", "> quote", "    code", "\tcode", "  \n    code", "```\ncode", "~~~\ncode", "`code`", "``", "`", "a`b", "`a", "a ` b \\` c", "\\", "a\\", "\\\\|", "\\|", "a|b", "|", "| a |\n| --- |", "a | b\n--- | ---", "|\\`|`", "`|`", "`\\|`",
	"*em*", "**strong**", "_em_", "__strong__", "a_b_c", "_a", "a_", "~~gone~~", "~x~", "*", "**", "a*", "*a", "\"quoted\"", "(a)", "a.", ".a", "é", "€5", "$x^2$ costs $5",
	"[link](http://evil.example)", "[link][1]", "[1]: http://evil.example", "[^1]", "[^1]: note", "![image](http://evil.example/x.png)", "!", "a!", "![", "](http://evil.example)", "]", "[", "(http://evil.example)",
	"<script>alert(1)</script>", "<b>", "</td></tr></table>", "<!-- comment", "-->", "<http://evil.example>", "<a@evil.example>", "<br>", "<", ">", "<?php", "<![CDATA[x]]>", "</strong>", "</code>",
	"http://evil.example", "https://evil.example/a_b_", "see http://evil.example/.", "(http://evil.example)", "ftp://evil.example", "www.evil.example", "WWW.evil.example", "*www.evil.example", "javascript://evil.example/%0aalert(1)",
	"a@evil.example", "mailto:a@evil.example", "xmpp:a@evil.example/x", "a.b+c@evil-x.example.com", "@user", "a@@evil.example", "@@@a.b", "CTL-0001@deliver.",
	"&lt;script&gt;", "&#60;b&#62;", "&amp;", "&", "AT&T;", "&copy", ":smile:", "{{ template }}", "{#id .class}", "---\ntitle: front matter\n---", "a\n\nb", "\na\n", "a  \nb", "\\\n", "a\\\nb",
	"\x00\x1b[31m", "user\u202Etxt.exe\u202C", "\u2066x\u2069", "bad \xff byte", "\u00a0- item", "\u00a0", "\u200b# heading", "\u3000", "Σ_Σ", "患者**の**安全", "=1+1", "a:b", "://", "a\u2028# b", "http:\n//evil.example",
}

func TestMarkdownTextsStayTexts(t *testing.T) {
	for _, s := range hostile {
		checkHostile(t, s)
	}
}

// Signs of a text may be divided among spans of any look, where none of them is dangerous alone.
func TestMarkdownSpansStayApart(t *testing.T) {
	signs := append(strings.Split(`a 1 . ) ( * ** _ __ \ < > / ! [ ] # - + = ~ ~~ @ & ; : :// http www www. c.d x@y.example é 患 “ € " ' $ <b> </b> <!-- --> lt amp &lt mailto:`, " "), "`", "``", "|", " ", "\n", "    ")
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.Custom(func(r *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 1, 4).Draw(r, "signs"), "")
		})
		spans := joined(rapid.SliceOfN(rapid.Custom(func(r *rapid.T) Span {
			s := Span{Text: text.Draw(r, "text"), Style: rapid.SampledFrom([]Style{Plain, Strong, Code}).Draw(r, "style")}
			switch rapid.IntRange(0, 5).Draw(r, "link") {
			case 0:
				s.To = "here"
			case 1:
				s.URL = "https://a.example/"
			}
			return s
		}), 1, 6).Draw(r, "spans"))
		words := slices.Clone(spans)
		var shown []string
		for i, s := range spans {
			words[i].Text = fmt.Sprintf("Word%dend", i)
			shown = append(shown, words[i].Text, strings.Join(strings.Fields(s.Text), " "))
		}
		build := func(spans []Span) *Document {
			return &Document{Blocks: []Block{
				{Heading: &Heading{Level: 1, ID: "here"}}, {Paragraph: &Paragraph{spans}}, {List: &List{Items: [][]Span{spans, spans}}}, {Note: &Note{Spans: spans}},
				{Table: &Table{Columns: []Column{{Head: "a"}, {Head: "b"}}, Rows: [][]Cell{{{Spans: spans}, {Spans: spans}}}}},
			}}
		}
		if strings.TrimSpace(spans[0].Text) == "" {
			return // left out where it opens a block
		}
		var want []string
		for _, x := range outline(read(t, build(words))) {
			if strings.HasPrefix(x, "text ") {
				x = strings.TrimRight(strings.NewReplacer(shown...).Replace(x), " ")
			}
			if x != "text" {
				want = append(want, x)
			}
		}
		if diff := cmp.Diff(want, outline(read(t, build(spans)))); diff != "" {
			r.Errorf("%q (-want +got):\n%s", spans, diff)
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkHostile(t, s)
		checkPlaces(t, s)
	})
}

// checkPlaces: what a text makes of an id or an address, a link leads there or is none.
func checkPlaces(t *testing.T, s string) {
	t.Helper()
	d := &Document{Blocks: []Block{{Heading: &Heading{Level: 1, ID: "a" + s, Text: "h"}}, {Paragraph: &Paragraph{[]Span{{Text: "t", To: "a" + s}}}}}}
	if d.Check() == nil {
		want := []string{"begin h2", "begin a id=a" + s, "end a", "text 1 h", "end h2", "begin p", "begin a href=#a" + s, "text t", "end a", "end p"}
		got := outline(read(t, d))
		for i, x := range got {
			if raw, ok := strings.CutPrefix(x, "begin a href=#"); ok {
				to, err := url.PathUnescape(raw)
				if err != nil {
					t.Error(err)
				}
				got[i] = "begin a href=#" + to
			}
		}
		if diff := cmp.Diff(want, inBody(got)); diff != "" {
			t.Errorf("id %q (-want +got):\n%s", s, diff)
		}
	}
	d = &Document{Blocks: []Block{{Table: &Table{Columns: []Column{{Head: "h"}}, Rows: [][]Cell{{{Spans: []Span{{Text: "t", URL: "https://a.example/" + s}}}}}}}}}
	got := outline(read(t, d))
	cell := slices.Index(got, "begin td")
	if d.cleaned().Blocks[0].Table.Rows[0][0].Spans[0].URL == "" {
		if !strings.HasPrefix(got[cell+1], "text t (https://a.example/") || got[cell+2] != "end td" {
			t.Errorf("address with %q: %q", s, got[cell:])
		}
		return
	}
	if !strings.HasPrefix(got[cell+1], "begin a href=https://a.example/") || !slices.Equal(got[cell+2:cell+5], []string{"text t", "end a", "end td"}) {
		t.Errorf("address with %q: %q", s, got[cell:])
	}
}

// inBody leaves out what every page has, and the empty title.
func inBody(outline []string) []string {
	from, to := slices.Index(outline, "end h1")+1, slices.Index(outline, "end body")
	return outline[from:to]
}

func TestMarkdownLinksToStrangePlaces(t *testing.T) {
	for _, s := range append([]string{`"><b>`, `a(b)c`, `a"b`, "é/ü|x", "%41", "+a", "&lt;", "?a=1&lt=2&copy;=3", "[::1]", "a b", ")", "(", "<>", "\\", "|"}, hostile...) {
		checkPlaces(t, s)
	}
}

// What would do no harm is left as it is: the file is read without a program too.
func TestMarkdownReadsWell(t *testing.T) {
	for in, want := range map[string]string{
		"CTL-0001@deliver, mdcg-2019-16:r1/3.6#7":  "CTL-0001@deliver, mdcg-2019-16:r1/3.6#7",
		"a & b; P1 > 1e-05 (medium), half-life +3": "a & b; P1 > 1e-05 (medium), half-life +3",
		"insulin_pump.drive: 3. Wait!":             "insulin_pump.drive: 3. Wait!",
		"-3 degrees":                               `\-3 degrees`,
		"3. Wait":                                  `3\. Wait`,
		"_private, a*b, x<y, [1]":                  `\_private, a\*b, x\<y, \[1\]`,
		"AT&T;":                                    `AT\&T;`,
		"two\nlines":                               "two<br>lines",
		"see http://a.example and www.b.example":   `see http\://a.example and www\.b.example`,
		"write to a@b.example":                     "write to a@<!-- -->b.example",
	} {
		if got := inMarkdown(Text(in), true); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", in, got, want)
		}
	}
	for _, c := range []struct {
		spans []Span
		want  string
	}{
		{[]Span{{Text: "a", Style: Strong}, {Text: "b", Style: Strong}}, "**ab**"},
		{[]Span{{Text: "so "}, {Text: "(really)", Style: Strong}, {Text: "."}}, "so **(really)**."},
		{[]Span{{Text: "so"}, {Text: "(really)", Style: Strong}}, "so<strong>(really)</strong>"},
		{[]Span{{Text: "a|b", Style: Code}, {Text: "a_b", Style: Code, To: "x"}}, "<code>a\\|b</code>[`a_b`](#x)"},
		{[]Span{{Text: "look!"}, {Text: "there", URL: "https://a.example/(b)?c=1&d=2"}}, `look\![there](https://a.example/%28b%29?c=1&amp;d=2)`},
	} {
		if got := inMarkdown(c.spans, true); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// Lists that follow each other stay as many as they are, also where the end of a page or an empty paragraph stands between them.
func TestMarkdownListsStayApart(t *testing.T) {
	bullets := Block{List: &List{Items: [][]Span{Text("a"), nil}}}
	numbers := Block{List: &List{Ordered: true, Items: [][]Span{Text("b"), nil}}}
	terms := Block{Definitions: []Definition{{"c", Text("d")}, {"", Text("e")}}}
	d := &Document{Title: "t", Blocks: []Block{bullets, bullets, {PageBreak: true}, bullets, terms, terms, numbers, {Paragraph: &Paragraph{Text(" ")}}, numbers, {List: &List{}}, numbers}}
	want := "# t\n\n- a\n-\n\n* a\n*\n\n- a\n-\n\n* **c**: d\n* e\n\n- **c**: d\n- e\n\n1. b\n2.\n\n1) b\n2)\n\n1. b\n2.\n"
	if diff := cmp.Diff(want, string(render(t, d, Markdown))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	count := map[string]int{}
	for n := range read(t, d).Descendants() {
		count[n.Data]++
	}
	if count["ul"] != 5 || count["ol"] != 3 || count["li"] != 16 || count["p"] != 0 {
		t.Errorf("elements: %v", count)
	}
}

func TestMarkdownPictures(t *testing.T) {
	figure := func(bytes int) *Document {
		svg := `<svg xmlns="http://www.w3.org/2000/svg"/>`
		return &Document{Title: "t", Blocks: []Block{{Figure: &Figure{ID: "f", Caption: "Boxes", Alt: "Two boxes.", SVG: strings.Repeat(" ", bytes-len(svg)) + svg}}}}
	}
	front := "# t\n\n<a id=\"f\"></a>**Figure 1: Boxes**\n\nTwo boxes.\n\n"
	if got := string(render(t, figure(maxInline), Markdown)); !strings.HasPrefix(got, front+"![Figure 1](data:image/svg+xml;base64,") {
		t.Errorf("a small picture: %.200s", got)
	}
	want := front + "> **Note**: The picture is too large for this file. It is in the HTML edition of this document.\n"
	if got := string(render(t, figure(maxInline+1), Markdown)); got != want {
		t.Errorf("a large picture: %.200s", got)
	}
}
