package document

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// kinds is a document with one block of each kind, each of which says from which facts it is.
func kinds(from ...string) *Document {
	d := &Document{Blocks: []Block{
		{Heading: &Heading{Level: 1}}, {Heading: &Heading{Level: 2}}, {Heading: &Heading{Level: 3}}, {Heading: &Heading{Level: 4}},
		{Paragraph: &Paragraph{Text("a")}},
		{List: &List{Items: [][]Span{Text("a"), Text("b")}}}, {List: &List{Ordered: true, Items: [][]Span{Text("a")}}},
		{Definitions: []Definition{{"a", Text("b")}}},
		{Table: &Table{Columns: []Column{{Head: "a"}}, Rows: [][]Cell{{TextCell("b")}}}},
		{Figure: &Figure{Alt: "a", SVG: sampleSVG}},
		{Note: &Note{Spans: Text("a")}},
		{PageBreak: true},
	}}
	for i := range d.Blocks {
		d.Blocks[i].From = from
	}
	return d
}

func TestHTMLSaysFromWhichFactsABlockIs(t *testing.T) {
	root, err := html.Parse(bytes.NewReader(render(t, kinds("phone/app", `"><script>&`), HTML)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "data-from" {
				got = append(got, n.Data+" "+a.Val)
			}
		}
		if n.Data == "script" {
			t.Error("an id became a script")
		}
	}
	var want []string
	for _, tag := range strings.Fields("h2 h3 h4 h5 p ul ol dl div figure p div") {
		want = append(want, tag+` phone/app "><script>&`)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if bytes.Contains(render(t, kinds(), HTML), []byte("data-from")) {
		t.Error("blocks without facts have data-from")
	}
}

func TestJSONSaysFromWhichFactsABlockIs(t *testing.T) {
	d, err := Decode(bytes.NewReader(render(t, kinds("phone/app", "THR-0001"), JSON)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kinds("phone/app", "THR-0001").cleaned(), d); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

func TestOtherFormatsLeaveFactsOut(t *testing.T) {
	for _, f := range Formats {
		if same := bytes.Equal(render(t, kinds(), f.Render), render(t, kinds("phone/app"), f.Render)); same != (f.Name != "html" && f.Name != "json") {
			t.Errorf("%s: the same with and without facts: %v", f.Name, same)
		}
	}
}
