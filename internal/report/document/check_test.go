package document

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	one := func(b Block) *Document { return &Document{Blocks: []Block{b}} }
	table := func(t Table) *Document { return one(Block{Table: &t}) }
	two := []Column{{Head: "a"}, {Head: "b"}}
	for _, c := range []struct {
		d    *Document
		want string
	}{
		{&Document{}, ""},
		{sample(), ""},
		{&Document{Date: "25.11.2026"}, `check document: date "25.11.2026" is not like 2026-11-25`},
		{&Document{Language: `en"`}, `check document: language "en\"" is not a language tag`},
		{&Document{Blocks: make([]Block, MaxBlocks+1)}, "check document: 20001 blocks, more than 20000"},
		{one(Block{}), "check document: block 1: 0 kinds are set, want 1"},
		{one(Block{PageBreak: true, Note: &Note{}}), "check document: block 1: 2 kinds are set, want 1"},
		{one(Block{From: []string{"a"}}), "check document: block 1: 0 kinds are set, want 1"},
		{one(Block{From: []string{"a", ""}, PageBreak: true}), `check document: block 1: from "": want an id without spaces`},
		{one(Block{From: []string{"a b"}, PageBreak: true}), `check document: block 1: from "a b": want an id without spaces`},
		{one(Block{From: []string{"a\u202e"}, PageBreak: true}), `check document: block 1: from "a\u202e": want an id without spaces`},
		{one(Block{From: []string{strings.Repeat("x", MaxText+1)}, PageBreak: true}), "check document: 16777217 bytes of text, more than 16777216"},
		{one(Block{Heading: &Heading{Level: 2}}), "check document: block 1: heading of level 2 after level 0"},
		{one(Block{Heading: &Heading{Level: 1, ID: "_a"}}), `check document: block 1: id "_a": want a letter, then no spaces`},
		{one(Block{Heading: &Heading{Level: 1, ID: "a b"}}), `check document: block 1: id "a b": want a letter, then no spaces`},
		{one(Block{Heading: &Heading{Level: 1, ID: strings.Repeat("a", 201)}}), "check document: block 1: id of 201 bytes, more than 200"},
		{&Document{Blocks: []Block{{Heading: &Heading{Level: 1, ID: "a"}}, {Heading: &Heading{Level: 1, ID: "a"}}}}, `check document: block 2: id "a" stands twice`},
		{one(Block{Paragraph: &Paragraph{[]Span{{Style: "blink"}}}}), `check document: block 1: unknown style "blink"`},
		{one(Block{Paragraph: &Paragraph{[]Span{{To: "a", URL: "b"}}}}), "check document: block 1: a span leads to two places"},
		{one(Block{Paragraph: &Paragraph{[]Span{{To: "a"}}}}), `check document: a link leads to "a", which is not there`},
		{one(Block{Paragraph: &Paragraph{Text(strings.Repeat("x", MaxText+1))}}), "check document: 16777217 bytes of text, more than 16777216"},
		{table(Table{}), "check document: block 1: table of 0 columns, want 1 to 40"},
		{table(Table{Columns: []Column{{Align: "up"}}}), `check document: block 1: unknown alignment "up"`},
		{table(Table{Columns: []Column{{Head: "a", Share: 1}, {Head: "b"}}}), `check document: block 1: share 0 of column "b": want 1 to 1000 for all columns, or none for all`},
		{table(Table{Columns: two, Rows: [][]Cell{{{}}}}), "check document: block 1: row 1 of the table has 1 cells, want 2"},
		{table(Table{Columns: two, Rows: [][]Cell{{{}, NumberCell(math.Inf(1))}}}), "check document: block 1: row 1 of the table: +Inf is no number"},
		{table(Table{Columns: two, Rows: make([][]Cell, MaxCells/2+1)}), "check document: block 1: more than 200000 cells"},
		{one(Block{Figure: &Figure{SVG: sampleSVG, Alt: " \x00"}}), "check document: block 1: figure without alternative text"},
		{one(Block{Figure: &Figure{SVG: "", Alt: "a"}}), "check document: block 1: picture: it is empty"},
		{one(Block{Figure: &Figure{SVG: "<svg/>", Alt: "a"}}), "check document: block 1: picture: it begins with svg, not with an svg element"},
		{one(Block{Figure: &Figure{SVG: `<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>`, Alt: "a"}}), "check document: block 1: picture: it has a document type"},
		{one(Block{Figure: &Figure{SVG: strings.Repeat(" ", MaxSVG+1), Alt: "a"}}), "check document: block 1: picture of 4194305 bytes, more than 4194304"},
	} {
		got := ""
		if err := c.d.Check(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc\u2028d":                      "a|b|c|d",
		"a\tb":                                  "a b",
		"\x00\x1b[1m\x7f\u009b":                 "[1m",
		"user\u202Etxt.exe\u202C \u2066x\u2069": "usertxt.exe x",
		"\uFEFFa\uFFFE\uFDD0\U0001FFFF":         "a",
		"bad \xff byte":                         "bad \uFFFD byte",
		"Größe 患者 🩺 e\u0301":                    "Größe 患者 🩺 e\u0301",
	} {
		if got := clean(in, '|'); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOnlySafeAddressesAreLinks(t *testing.T) {
	for in, want := range map[string]Span{
		"https://a.example/x?y=1#z": {Text: "t", URL: "https://a.example/x?y=1#z"},
		"mailto:a@b.example":        {Text: "t", URL: "mailto:a@b.example"},
		"javascript:alert(1)":       {Text: "t (javascript:alert(1))"},
		"JaVaScRiPt:alert(1)":       {Text: "t (JaVaScRiPt:alert(1))"},
		"data:text/html,x":          {Text: "t (data:text/html,x)"},
		"file:///etc/passwd":        {Text: "t (file:///etc/passwd)"},
		"//host/x":                  {Text: "t (//host/x)"},
		"docs/evidence.pdf":         {Text: "t (docs/evidence.pdf)"},
		"https:\n//x":               {Text: "t (https: //x)"},
	} {
		if diff := cmp.Diff([]Span{want}, cleanSpans([]Span{{Text: "t", URL: in}})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestJSONIsReadBackEqual(t *testing.T) {
	got, err := Decode(bytes.NewReader(render(t, sample(), JSON)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample().cleaned(), got); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for in, want := range map[string]string{
		``:                                     "read document: EOF",
		`{"title":"a","colour":1,"blocks":[]}`: `read document: json: unknown field "colour"`,
		`{"title":"a","blocks":[]} {}`:         "read document: something follows it",
		`{"title":"a","blocks":[{}]}`:          "check document: block 1: 0 kinds are set, want 1",
	} {
		if _, err := Decode(strings.NewReader(in)); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", in, err, want)
		}
	}
}

// The numbers were counted by hand in sample.
func TestNumbers(t *testing.T) {
	s, err := prepare(sample())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range s.number {
		if n != "" {
			got = append(got, n)
		}
	}
	want := []string{"1", "1.1", "1.1.1", "1.1.1.1", "Figure 1", "2", "Table 1", "Table 2", "3", "Table 3", "3.1", "Table 4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNoContentsWithoutHeadings(t *testing.T) {
	d := &Document{Title: "t", Contents: true, Blocks: []Block{{Paragraph: &Paragraph{Text("p")}}}}
	for name, got := range map[string]string{"html": string(render(t, d, HTML)), "docx": find(files(t, render(t, d, DOCX)), "word/document.xml").data, "pdf": pagesAsText(layout(t, d))} {
		if strings.Contains(got, ">Contents<") || strings.Contains(got, `"Contents"`) && name == "pdf" {
			t.Errorf("%s has contents: %s", name, got)
		}
	}
}

func TestWhatLeadsToAWideTableIsTurnedWithIt(t *testing.T) {
	h := Block{Heading: &Heading{Level: 1, Text: "a"}}
	p := Block{Paragraph: &Paragraph{Text("b")}}
	wide := Block{Table: longTable(1)}
	picture := func(w, h int) Block {
		return Block{Figure: &Figure{Alt: "a", SVG: fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"/>`, w, h)}}
	}
	for _, c := range []struct {
		blocks []Block
		want   []bool
	}{
		{[]Block{p, h, h, p, wide, p}, []bool{false, true, true, true, true, false}},
		{[]Block{p, h, wide}, []bool{false, true, true}},
		{[]Block{h, p, p, wide}, []bool{false, false, false, true}},
		{[]Block{h, picture(1000, 500), h, picture(1000, 900), picture(800, 400)}, []bool{true, true, false, false, false}},
		{[]Block{wide, h, {Table: &Table{Columns: []Column{{Head: "x"}}}}}, []bool{true, false, false}},
	} {
		if got := turned(&Document{Blocks: c.blocks}); !cmp.Equal(got, c.want) {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}
