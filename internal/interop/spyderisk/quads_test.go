package spyderisk

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestReadQuads shows each form of a term, and the canonical form it gets.
func TestReadQuads(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []Quad
	}{
		{"nothing", "", nil},
		{"comments and empty lines", "# one\n\n  \t# two\r\n\r\n", nil},
		{"a quad", "<a:s> <a:p> <a:o> <a:g> .\n", []Quad{{"<a:s>", "<a:p>", "<a:o>", "<a:g>"}}},
		{"the default graph", "<a:s> <a:p> <a:o> .\n", []Quad{{"<a:s>", "<a:p>", "<a:o>", ""}}},
		{"no line end", "<a:s> <a:p> <a:o> <a:g> .", []Quad{{"<a:s>", "<a:p>", "<a:o>", "<a:g>"}}},
		{"no spaces", "<a:s><a:p><a:o><a:g>.# end", []Quad{{"<a:s>", "<a:p>", "<a:o>", "<a:g>"}}},
		{"many spaces", "\t<a:s>  <a:p>\t<a:o> \t <a:g>\t.\t \n", []Quad{{"<a:s>", "<a:p>", "<a:o>", "<a:g>"}}},
		{"carriage returns as line ends", "<a:s> <a:p> <a:o> .\r<a:s> <a:p> <a:q> .\r\n# x\r<a:s> <a:p> <a:r> .", []Quad{{"<a:s>", "<a:p>", "<a:o>", ""}, {"<a:s>", "<a:p>", "<a:q>", ""}, {"<a:s>", "<a:p>", "<a:r>", ""}}},
		{"blank nodes", "_:b1 <a:p> _:b.2 _:3.\n", []Quad{{"_:b1", "<a:p>", "_:b.2", "_:3"}}},
		{"blank nodes with letters", "_:ä:_·-x <a:p> _:漢 .\n", []Quad{{"_:ä:_·-x", "<a:p>", "_:漢", ""}}},
		{"a text", `<a:s> <a:p> "o" .`, []Quad{{"<a:s>", "<a:p>", `"o"`, ""}}},
		{"an empty text", `<a:s> <a:p> "" <a:g> .`, []Quad{{"<a:s>", "<a:p>", `""`, "<a:g>"}}},
		{"a text with a language", `<a:s> <a:p> "o"@en-GB .`, []Quad{{"<a:s>", "<a:p>", `"o"@en-GB`, ""}}},
		{"a text with a datatype", `<a:s> <a:p> "1"^^<a:int> .`, []Quad{{"<a:s>", "<a:p>", `"1"^^<a:int>`, ""}}},
		{"the datatype of a plain text is left out", `<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#string> .`, []Quad{{"<a:s>", "<a:p>", `"1"`, ""}}},
		{"escapes", `<a:s> <a:p> "\t\b\n\r\f\"\'\\" .`, []Quad{{"<a:s>", "<a:p>", `"\t\b\n\r\f\"'\\"`, ""}}},
		{"numeric escapes", `<a:s> <a:p> "\u0041\U0001F600\u00e9\u0007\u007F" .`, []Quad{{"<a:s>", "<a:p>", `"A😀é\u0007\u007F"`, ""}}},
		{"a raw tab", "<a:s> <a:p> \"a\tb\" .", []Quad{{"<a:s>", "<a:p>", `"a\tb"`, ""}}},
		{"an escape in an IRI", `<a:\u00e9> <a:p> "x"^^<a:\u0041> .`, []Quad{{"<a:é>", "<a:p>", `"x"^^<a:A>`, ""}}},
		{"a full stop after a text", `<a:s> <a:p> "o". `, []Quad{{"<a:s>", "<a:p>", `"o"`, ""}}},
		{"the same beginning", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o2> .\n<a:s2> <a:p> <a:o> .\n", []Quad{{"<a:s>", "<a:p>", "<a:o>", ""}, {"<a:s>", "<a:p>", "<a:o2>", ""}, {"<a:s2>", "<a:p>", "<a:o>", ""}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, in := range []string{tt.in, gzipped(t, tt.in)} {
				var ds diag.List
				got := ReadQuads(strings.NewReader(in), "m.nq", 0, &ds)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("quads (-want +got):\n%s", diff)
				}
				if ds.Len() > 0 {
					t.Errorf("diagnostics: %v", texts(&ds))
				}
			}
		})
	}
}

// TestQuadDiagnostics shows what the user reads of a wrong file.
func TestQuadDiagnostics(t *testing.T) {
	const form = "\n    hint: a statement is subject, predicate, object, graph and a full stop"
	const again = "\n    hint: copy or export the file again"
	const ok = "<a:s> <a:p> <a:o> <a:g> .\n"
	whole := gzipped(t, strings.Repeat(ok, 1000))
	for _, tt := range []struct {
		name, in string
		limit    int64
		want     []string
	}{
		{"no subject", ok + "hello\n", 0, []string{"m.nq:2:1: C708: the subject has a form that is not allowed here" + form}},
		{"a text as subject", `"s" <a:p> <a:o> .` + "\n", 0, []string{"m.nq:1:1: C708: the subject has a form that is not allowed here" + form}},
		{"a blank predicate", "<a:s> _:p <a:o> .\n", 0, []string{"m.nq:1:7: C708: the predicate has a form that is not allowed here" + form}},
		{"a text as graph", `<a:s> <a:p> <a:o> "g" .` + "\n", 0, []string{"m.nq:1:19: C708: the graph has a form that is not allowed here" + form}},
		{"no object", "<a:s> <a:p>\n", 0, []string{"m.nq:1:12: C708: the object is missing" + form}},
		{"no full stop", "<a:s> <a:p> <a:o>\n" + ok, 0, []string{"m.nq:1:18: C708: the graph is missing" + form}},
		{"no full stop after the graph", "<a:s> <a:p> <a:o> <a:g>\n" + ok, 0, []string{"m.nq:1:24: C708: a full stop is missing at the end of the statement" + form}},
		{"text after the full stop", "<a:s> <a:p> <a:ö> . x\n", 0, []string{"m.nq:1:21: C708: there is text after the full stop" + form}},
		{"an IRI with a space", "<a:s b> <a:p> <a:o> .\n", 0, []string{"m.nq:1:1: C708: an IRI holds the character ' '" + form}},
		{"a relative IRI", "<s> <a:p> <a:o> .\n", 0, []string{"m.nq:1:1: C708: an IRI has no scheme" + form}},
		{"an IRI that is not closed", "<a:s <a:p <a:o .\n", 0, []string{"m.nq:1:18: C708: an IRI is not closed" + form}},
		{"an escaped bracket in an IRI", `<a:\u003E> <a:p> <a:o> .` + "\n", 0, []string{"m.nq:1:1: C708: an IRI holds the character '>'" + form}},
		{"a text escape in an IRI", `<a:\n> <a:p> <a:o> .` + "\n", 0, []string{"m.nq:1:1: C708: an IRI holds an escape that is not allowed" + form}},
		{"an IRI that is not UTF-8", "<a:\xff> <a:p> <a:o> .\n", 0, []string{"m.nq:1:1: C708: an IRI is not UTF-8 text" + form}},
		{"a blank node without label", "_: <a:p> <a:o> .\n", 0, []string{"m.nq:1:1: C708: a blank node has no label" + form}},
		{"a text that is not closed", `<a:s> <a:p> "o .` + "\n", 0, []string{"m.nq:1:13: C708: a text is not closed" + form}},
		{"an unknown escape", `<a:s> <a:p> "\x" .` + "\n", 0, []string{"m.nq:1:13: C708: a text holds an escape that is not allowed" + form}},
		{"half of a surrogate pair", `<a:s> <a:p> "\uD800" .` + "\n", 0, []string{"m.nq:1:13: C708: a text holds an escape that is not allowed" + form}},
		{"a short numeric escape", `<a:s> <a:p> "\u12" .` + "\n", 0, []string{"m.nq:1:13: C708: a text holds an escape that is not allowed" + form}},
		{"a text that is not UTF-8", "<a:s> <a:p> \"\xff\" .\n", 0, []string{"m.nq:1:13: C708: a text is not UTF-8 text" + form}},
		{"a language without a tag", `<a:s> <a:p> "o"@ .` + "\n", 0, []string{"m.nq:1:16: C708: a language tag has a wrong form" + form}},
		{"a datatype that is no IRI", `<a:s> <a:p> "o"^^x .` + "\n", 0, []string{"m.nq:1:16: C708: a datatype has a wrong form" + form}},
		{"two lines", "x\n" + ok + "y\n", 0, []string{"m.nq:1:1: C708: the subject has a form that is not allowed here" + form, "m.nq:3:1: C708: the subject has a form that is not allowed here" + form}},

		{"cut off in an IRI", ok + "<a:s> <a:p", 0, []string{"m.nq:2:11: C709: the file breaks off in the middle of a statement" + again}},
		{"cut off between terms", ok + "<a:s> <a:p> ", 0, []string{"m.nq:2:13: C709: the file breaks off in the middle of a statement" + again}},
		{"cut off before the full stop", ok + "<a:s> <a:p> <a:o> <a:g> ", 0, []string{"m.nq:2:25: C709: the file breaks off in the middle of a statement" + again}},
		{"cut off in a text", ok + `<a:s> <a:p> "hel`, 0, []string{"m.nq:2:17: C709: the file breaks off in the middle of a statement" + again}},
		{"cut off in a blank node", ok + "_:", 0, []string{"m.nq:2:3: C709: the file breaks off in the middle of a statement" + again}},
		{"a packed file that is cut off", whole[:len(whole)-12], 0, []string{"m.nq:1001:1: C709: the packed file breaks off here" + again}},
		{"a packed file of two bytes", "\x1f\x8b", 0, []string{"m.nq:1:1: C709: the packed file breaks off here" + again}},
		{"a packed file with a wrong checksum", whole[:len(whole)-8] + "12345678", 0, []string{"m.nq:1001:1: C709: the packed file is damaged: gzip: invalid checksum" + again}},
		{"a packed file with a wrong header", "\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 0, []string{"m.nq:1:1: C709: the packed file is damaged: gzip: invalid header" + again}},

		{"too large", strings.Repeat(ok, 100), 1000, []string{"m.nq:39:1: C710: the file is larger than 1000 bytes after unpacking\n    hint: export a smaller model"}},
		{"too large after unpacking", whole, 1000, []string{"m.nq:39:1: C710: the file is larger than 1000 bytes after unpacking\n    hint: export a smaller model"}},
		{"a line that is too long", "# " + strings.Repeat("x", maxLine), 0, []string{"m.nq:1:1: C710: the line is longer than 1048576 bytes\n    hint: a line holds one statement"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ds diag.List
			if got := ReadQuads(strings.NewReader(tt.in), "m.nq", tt.limit, &ds); got != nil {
				t.Errorf("%d quads in spite of errors", len(got))
			}
			if diff := cmp.Diff(tt.want, texts(&ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// endless gives the same bytes again and again: a packed gigabyte is a megabyte on disk.
type endless struct {
	text string
	left int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n+len(e.text) <= len(p) {
		n += copy(p[n:], e.text)
	}
	e.left -= int64(n)
	return n, nil
}

// TestQuadLimits reads what would fill the memory.
func TestQuadLimits(t *testing.T) {
	var ds diag.List
	if q := ReadQuads(&endless{text: "#" + strings.Repeat(" ", 1<<15-2) + "\n", left: MaxModelBytes + 1<<20}, "m.nq", 0, &ds); q != nil {
		t.Error("quads from a gigabyte of comments")
	}
	want := []string{"m.nq:32769:1: C710: the file is larger than 1073741824 bytes after unpacking\n    hint: export a smaller model"}
	if diff := cmp.Diff(want, texts(&ds)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		quads, terms int
		text, want   string
	}{
		{3, 1000, strings.Repeat("<a:s> <a:p> <a:o> .\n", 9), "m.nq:4:1: C710: the file has more than 3 statements\n    hint: export a smaller model"},
		{1000, 350, "<a:s> <a:p> <a:o1> .\n<a:s> <a:p> <a:o2> .\n<a:s> <a:p> <a:o3> .\n<a:s> <a:p> <a:o4> .\n", "m.nq:4:1: C710: the file has more than 350 bytes of distinct text\n    hint: export a smaller model"},
	} {
		ds := diag.List{}
		p := &quadReader{shown: "m.nq", limit: 1 << 20, maxQuads: tt.quads, maxTerms: tt.terms, ds: &ds, terms: make(map[string]Term)}
		p.read(strings.NewReader(tt.text))
		if diff := cmp.Diff([]string{tt.want}, texts(&ds)); diff != "" {
			t.Errorf("diagnostics (-want +got):\n%s", diff)
		}
	}
}

// TestWriteQuads shows the order, and that repeated statements are written once.
func TestWriteQuads(t *testing.T) {
	in := []Quad{{"<a:s2>", "<a:p>", "<a:o>", "<a:g>"}, {"<a:s>", "<a:p>", `"x"`, "<a:g>"}, {"<a:s>", "<a:p>", `"x"@en`, ""}, {"<a:s>", "<a:p>", `"x"`, ""}, {"<a:s2>", "<a:p>", "<a:o>", "<a:g>"}, {"_:b", "<a:p>", "<a:o>", ""}}
	var out bytes.Buffer
	if err := WriteQuads(&out, in); err != nil {
		t.Fatal(err)
	}
	want := "<a:s2> <a:p> <a:o> <a:g> .\n<a:s> <a:p> \"x\" .\n<a:s> <a:p> \"x\" <a:g> .\n<a:s> <a:p> \"x\"@en .\n_:b <a:p> <a:o> .\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	if in[0].Subject != "<a:s2>" {
		t.Error("the argument was changed")
	}
	if err := WriteQuads(brokenWriter{}, in); err == nil || err.Error() != "write N-Quads: disk full" {
		t.Errorf("error %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, fmt.Errorf("disk full") }

func TestTerms(t *testing.T) {
	got := [][2]string{
		{IRITerm("a:b").IRI(), "a:b"},
		{Term(`"x"`).IRI(), ""},
		{string(TextTerm("a\"\n\x01", "")), `"a\"\n\u0001"`},
		{string(TextTerm("1", "a:int")), `"1"^^<a:int>`},
		{string(TextTerm("1", xsdString)), `"1"`},
	}
	for _, g := range got {
		if g[0] != g[1] {
			t.Errorf("got %q, want %q", g[0], g[1])
		}
	}
	for in, want := range map[Term]string{`"x"@en`: "x", `"a\"b\u0001"^^<a:c>`: "a\"b\x01", `"`: "", "": "", "<a:b>": ""} {
		if got, ok := in.Text(); got != want || ok != (len(in) > 2 && in[0] == '"') {
			t.Errorf("text of %q is %q, %v; want %q", in, got, ok, want)
		}
	}
}

// roundTrip reads, writes and reads again; the second writing must give the same bytes.
func roundTrip(t *testing.T, data []byte) {
	t.Helper()
	var ds diag.List
	quads := ReadQuads(bytes.NewReader(data), "m.nq", 0, &ds)
	if ds.Len() > 0 {
		if quads != nil {
			t.Errorf("%d quads in spite of errors", len(quads))
		}
		return
	}
	var first, second bytes.Buffer
	if err := WriteQuads(&first, quads); err != nil {
		t.Fatal(err)
	}
	again := ReadQuads(bytes.NewReader(first.Bytes()), "m.nq", 0, &ds)
	if ds.Len() > 0 {
		t.Fatalf("what was written cannot be read: %v\n%s", texts(&ds), first.Bytes())
	}
	if err := WriteQuads(&second, again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("written twice:\n%s\n%s", first.Bytes(), second.Bytes())
	}
	set := make(map[Quad]bool, len(quads))
	for _, q := range quads {
		set[q] = true
	}
	for _, q := range again {
		if !set[q] {
			t.Fatalf("%v came up in writing", q)
		}
	}
	if len(again) != len(set) {
		t.Errorf("%d statements became %d", len(set), len(again))
	}
}

func TestRoundTripSmall(t *testing.T) {
	for _, name := range []string{"testdata/small.nq", "testdata/small-out.nq"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, data)
		var ds diag.List
		var out bytes.Buffer
		if err := WriteQuads(&out, ReadQuads(bytes.NewReader(data), name, 0, &ds)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.Bytes(), data) {
			t.Errorf("%s is not in canonical form", name)
		}
	}
}

func FuzzReadQuads(f *testing.F) {
	for _, s := range []string{
		"<a:s> <a:p> <a:o> <a:g> .\n", "_:b1 <a:p> _:b.2 .\n", `<a:s> <a:p> "\t\u0041\U0001F600\"\\"@en-GB <a:g> .`, `<a:\u00e9> <a:p> "x"^^<a:A> .`, "# c\r<a:s><a:p>\"a\tb\".\r\n",
		gzipped(f, "<a:s> <a:p> <a:o> .\n"), "\x1f\x8b", `<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#string> .`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(roundTrip)
}
