package cyclonedx

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

var update = flag.Bool("update", false, "write the golden files")

// The documents of others are not part of the project; see ../shared/data/README.md.
const realData = "../../../../shared/data/feeds"

// read reads a document in the format that its name ends with.
func read(name string, data []byte, ds *diag.List) *postmarket.BOM {
	if strings.HasSuffix(name, ".xml") {
		return ReadXML(name, bytes.NewReader(data), ds)
	}
	return ReadJSON(name, bytes.NewReader(data), ds)
}

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

// The same document is the same in both formats.
func TestGolden(t *testing.T) {
	golden := filepath.Join("testdata", "pump.golden.json")
	for name, lines := range map[string][4]string{"pump.cdx.json": {"26:5", "59:5", "75:5", "81:5"}, "pump.cdx.xml": {"36:5", "73:5", "90:5", "99:5"}} {
		diags := []string{
			name + ":" + lines[0] + `: C736: 2 of 8 components have neither package URL nor CPE; the first is "Pump firmware 4.2.0"` + "\n    hint: advisories are found by their names only",
			name + ":" + lines[1] + `: C736: 1 of 8 components has no version; the first is "old-lib"` + "\n    hint: without a version it is not known which vulnerabilities a component has",
			name + ":" + lines[2] + `: C739: services are not read, from this one on (2 in all)`,
			name + ":" + lines[3] + `: C735: 1 dependency leads to components that the document does not have; the first is "lost"`,
		}
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		got, err := json.MarshalIndent(read(name, data, &ds), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		if *update && name == "pump.cdx.json" {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(diags, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestRealDocuments reads all documents of others, and counts their components by other means.
func TestRealDocuments(t *testing.T) {
	if _, err := os.Stat(realData); err != nil {
		t.Skipf("needs ../shared/data/feeds beside the project: %v", err)
	}
	files, total := 0, 0
	for _, dir := range []string{"cyclonedx", "vex"} {
		err := filepath.WalkDir(filepath.Join(realData, dir), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(file) != ".json" && filepath.Ext(file) != ".xml" {
				return err
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			want, err := counted(file, data)
			if err != nil {
				return err
			}
			var ds diag.List
			b := read(file, data, &ds)
			switch {
			case b == nil || ds.HasErrors():
				t.Errorf("%s is not read: %v", file, ds.Sorted())
				return nil
			case len(b.Components) != want:
				t.Errorf("%s has %d components, want %d", file, len(b.Components), want)
			}
			t.Logf("%s: CycloneDX %s, %d components, %d dependencies, %d notes", strings.TrimPrefix(file, realData), b.Version, len(b.Components), len(b.Depends), ds.Len())
			for _, d := range ds.Sorted() {
				t.Logf("\t%s %s", d.Code, d.Message)
			}
			files++
			total += want
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 48 || total < 16_000 {
		t.Errorf("only %d files with %d components were found", files, total)
	}
	t.Logf("%d files, %d components", files, total)
}

// counted is the number of components without the root, as encoding/json and encoding/xml see it.
func counted(file string, data []byte) (int, error) {
	if filepath.Ext(file) == ".json" {
		var doc struct {
			Metadata struct{ Component nested }
			nested
		}
		err := json.Unmarshal(data, &doc)
		return doc.Metadata.Component.count() + doc.nested.count(), err
	}
	n := 0
	dec := xml.NewDecoder(bytes.NewReader(data))
	var within []string
	for {
		switch tok, err := dec.Token(); tok := tok.(type) {
		case xml.StartElement:
			if path := strings.Join(within, "/"); tok.Name.Local == "component" && strings.HasSuffix(path, "components") && !strings.Contains(path, "tools") && !strings.Contains(path, "pedigree") {
				n++
			}
			within = append(within, tok.Name.Local)
		case xml.EndElement:
			within = within[:len(within)-1]
		case nil:
			if errors.Is(err, io.EOF) {
				return n, nil
			}
			return n, err
		}
	}
}

type nested struct{ Components []nested }

func (n nested) count() int {
	sum := len(n.Components)
	for _, c := range n.Components {
		sum += c.count()
	}
	return sum
}

// The one document that is there in both formats says the same in both.
func TestFormatsAgree(t *testing.T) {
	var boms []*postmarket.BOM
	for _, name := range []string{"proton-bridge.cdx12.json", "proton-bridge.cdx12.xml"} {
		data, err := os.ReadFile(filepath.Join(realData, "cyclonedx", name))
		if err != nil {
			t.Skipf("needs ../shared/data/feeds beside the project: %v", err)
		}
		var ds diag.List
		b := read(name, data, &ds)
		b.Serial, b.Created = "", "" // it was made twice
		boms = append(boms, b)
	}
	if diff := cmp.Diff(boms[0], boms[1]); diff != "" {
		t.Errorf("(-json +xml):\n%s", diff)
	}
}

func seeds(f *testing.F, ext string) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.cdx."+ext))
	if err != nil || len(files) == 0 {
		f.Fatal("there are no documents to begin with")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// FuzzReadJSON: nothing makes it fail, something is read or said, and JSON text is read whole.
func FuzzReadJSON(f *testing.F) {
	seeds(f, "json")
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		b := ReadJSON("f", bytes.NewReader(data), &ds)
		check(t, b, &ds)
		if b != nil && !ds.HasErrors() && !json.Valid(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) {
			t.Fatalf("%q is read, and is no JSON", data)
		}
	})
}

// FuzzReadXML: nothing makes it fail, and something is read or said.
func FuzzReadXML(f *testing.F) {
	seeds(f, "xml")
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		check(t, ReadXML("f", bytes.NewReader(data), &ds), &ds)
	})
}

// check checks what holds of everything that is read.
func check(t *testing.T, b *postmarket.BOM, ds *diag.List) {
	t.Helper()
	if b == nil {
		if !ds.HasErrors() {
			t.Fatal("nothing is read, and nothing is said")
		}
		return
	}
	refs := b.Refs()
	for c := range b.All() {
		if c.Ref == "" {
			t.Fatalf("%v has no name", c)
		}
		steps := 0
		for p := c; p.Parent != ""; p = refs[p.Parent] {
			if steps++; refs[p.Parent] == nil || steps > postmarket.MaxDepth {
				t.Fatalf("%v is part of %q", c, p.Parent)
			}
		}
	}
	postmarket.Quality(b)
}

func BenchmarkReadJSON10k(b *testing.B) { benchmark(b, "large-10k-mixed.cdx15.json", 10_000) }

func BenchmarkReadJSONJuiceShop(b *testing.B) { benchmark(b, "juice-shop.cdx14.json", 1115) }

func BenchmarkReadXML(b *testing.B) { benchmark(b, "proton-bridge.cdx12.xml", 201) }

func benchmark(b *testing.B, name string, want int) {
	data, err := os.ReadFile(filepath.Join(realData, "cyclonedx", name))
	if err != nil {
		b.Skipf("needs ../shared/data/feeds beside the project: %v", err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var ds diag.List
		if bom := read(name, data, &ds); len(bom.Components) != want {
			b.Fatal(len(bom.Components), ds.Sorted())
		}
	}
}
