package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the goldens anew")

// short is the sample with fewer rows, for goldens that a person can read.
func short() *Document {
	d := sample()
	for i, b := range d.Blocks {
		if b.Table != nil && b.Table.ID == "risks" {
			d.Blocks[i].Table = longTable(12)
		}
	}
	return d
}

func render(t testing.TB, d *Document, f func(io.Writer, *Document) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Archives are compared by what is in them, a PDF by what is laid out on its pages: compression may change with the version of Go.
func TestGoldens(t *testing.T) {
	for name, get := range map[string]func() string{
		"sample.html":     func() string { return string(render(t, short(), HTML)) },
		"sample.json":     func() string { return string(render(t, short(), JSON)) },
		"sample.md":       func() string { return string(render(t, short(), Markdown)) },
		"sample.docx.txt": func() string { return unpack(t, render(t, short(), DOCX)) },
		"sample.xlsx.txt": func() string { return unpack(t, render(t, short(), XLSX)) },
		"sample.csv.txt":  func() string { return unpack(t, render(t, short(), CSV)) },
		"sample.pdf.txt":  func() string { return pagesAsText(layout(t, short())) },
	} {
		t.Run(name, func(t *testing.T) {
			golden, got := filepath.Join("testdata", "golden", name), get()
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("look at it, then run with -update (-want +got):\n%s", diff)
			}
		})
	}
}

// unpack is an archive as text; pictures by the types of their records.
func unpack(t *testing.T, archive []byte) string {
	var b strings.Builder
	for _, f := range files(t, archive) {
		data := f.data
		if strings.HasSuffix(f.name, ".emf") {
			data = fmt.Sprintf("%v", emfKinds(t, data))
		}
		fmt.Fprintf(&b, "-- %s --\n%s\n", f.name, strings.ReplaceAll(strings.ReplaceAll(data, "</w:p>", "</w:p>\n"), "</row>", "</row>\n"))
	}
	return b.String()
}

func files(t testing.TB, archive []byte) []part {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var out []part
	for _, f := range z.File {
		if !f.Modified.Equal(zipTime) {
			t.Errorf("%s has the time %v, want %v", f.Name, f.Modified, zipTime)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, part{f.Name, string(data)})
	}
	return out
}

func TestSameBytesEachTime(t *testing.T) {
	for _, f := range Formats {
		first := render(t, sample(), f.Render)
		for range 3 {
			if !bytes.Equal(first, render(t, sample(), f.Render)) {
				t.Errorf("%s differs from run to run", f.Name)
			}
		}
	}
}

func TestEmptyDocument(t *testing.T) {
	for _, f := range Formats {
		if out := render(t, &Document{}, f.Render); len(out) == 0 {
			t.Errorf("%s wrote nothing", f.Name)
		}
		render(t, &Document{Contents: true, Blocks: []Block{{PageBreak: true}, {PageBreak: true}}}, f.Render)
	}
}

func TestNoFormatTakesAWrongDocument(t *testing.T) {
	for _, f := range Formats {
		if err := f.Render(io.Discard, &Document{Blocks: []Block{{}}}); err == nil {
			t.Errorf("%s rendered an empty block", f.Name)
		}
	}
}

// Every part of an Office document is well-formed, of a stated type, and every relation leads to a part.
func TestOfficeArchivesHoldTogether(t *testing.T) {
	type relation struct {
		ID     string `xml:"Id,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	}
	for name, f := range map[string]func(io.Writer, *Document) error{"docx": DOCX, "xlsx": XLSX} {
		for _, d := range []*Document{sample(), {}} {
			parts := files(t, render(t, d, f))
			have := map[string]bool{}
			for _, p := range parts {
				if have[p.name] {
					t.Errorf("%s: %s stands twice", name, p.name)
				}
				have[p.name] = true
			}
			var types struct {
				Default []struct {
					Extension string `xml:"Extension,attr"`
				}
				Override []struct {
					PartName string `xml:"PartName,attr"`
				}
			}
			if err := xml.Unmarshal([]byte(parts[0].data), &types); err != nil || parts[0].name != "[Content_Types].xml" {
				t.Fatalf("%s: %s: %v", name, parts[0].name, err)
			}
			typed := map[string]bool{}
			for _, x := range types.Override {
				typed[x.PartName] = true
				if !have[strings.TrimPrefix(x.PartName, "/")] {
					t.Errorf("%s: a type for %s, which is not there", name, x.PartName)
				}
			}
			for _, x := range types.Default {
				typed["."+x.Extension] = true
			}
			for _, p := range parts[1:] {
				ext := path.Ext(p.name)
				if !typed["/"+p.name] && (ext == ".xml" || !typed[ext]) {
					t.Errorf("%s: %s has no type", name, p.name)
				}
				if ext != ".emf" {
					wellFormed(t, p)
				}
				if ext != ".rels" {
					continue
				}
				var rels struct{ Relationship []relation }
				if err := xml.Unmarshal([]byte(p.data), &rels); err != nil {
					t.Fatal(err)
				}
				ids := map[string]bool{}
				for _, r := range rels.Relationship {
					if ids[r.ID] {
						t.Errorf("%s: %s has %s twice", name, p.name, r.ID)
					}
					ids[r.ID] = true
					base := path.Dir(path.Dir(p.name)) // word/_rels/document.xml.rels speaks of word
					if r.Mode != "External" && !have[path.Join(base, r.Target)] {
						t.Errorf("%s: %s leads to %s, which is not there", name, p.name, r.Target)
					}
				}
				if source := path.Join(path.Dir(path.Dir(p.name)), strings.TrimSuffix(path.Base(p.name), ".rels")); source != "." && have[source] {
					for _, used := range relationsUsed(t, find(parts, source)) {
						if !ids[used] {
							t.Errorf("%s: %s uses the relation %s, which is not there", name, source, used)
						}
					}
				}
			}
		}
	}
}

func find(parts []part, name string) part {
	for _, p := range parts {
		if p.name == name {
			return p
		}
	}
	return part{}
}

func wellFormed(t *testing.T, p part) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(p.data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", p.name, err)
			return
		}
	}
}

func relationsUsed(t *testing.T, p part) []string {
	var out []string
	d := xml.NewDecoder(strings.NewReader(p.data))
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Space == relationSpace {
					out = append(out, a.Value)
				}
			}
		}
	}
}

// FuzzRender: whatever can be decoded is either refused by Check or rendered by every format.
func FuzzRender(f *testing.F) {
	var b bytes.Buffer
	if err := JSON(&b, short()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"title":"\u202e\ud800","blocks":[{"definitions":[{"term":"","spans":[{"text":"a\nb","url":"http://[::1"}]}]}]}`))
	f.Add([]byte(`{"title":"","blocks":[{"table":{"caption":"","columns":[{"head":"\n"}],"rows":[[{"number":-1e308}],[{"spans":[]}]]}},{"page-break":true}]}`))
	f.Add([]byte(`{"title":"","contents":true,"blocks":[{"heading":{"level":1,"text":""}},{"figure":{"caption":"","alt":"x","svg":"<svg xmlns='http://www.w3.org/2000/svg' width='1e9'/>"}}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := Decode(bytes.NewReader(src))
		if err != nil {
			return
		}
		for _, x := range Formats {
			if err := x.Render(io.Discard, d); err != nil {
				t.Errorf("%s: %v", x.Name, err)
			}
		}
		again, err := Decode(bytes.NewReader(render(t, d, JSON)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d.cleaned(), again); diff != "" {
			t.Errorf("not read back equal (-written +read):\n%s", diff)
		}
	})
}
