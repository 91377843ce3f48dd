package spdx

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

var update = flag.Bool("update", false, "write the golden files")

// The documents of others are not part of the project; see ../shared/data/README.md.
const realData = "../../../../shared/data/feeds/spdx"

// read reads a document in the format that its name ends with.
func read(name string, r io.Reader, ds *diag.List) *postmarket.BOM {
	switch {
	case strings.HasSuffix(name, ".spdx3.json"):
		return ReadJSON3(name, r, ds)
	case strings.HasSuffix(name, ".json"):
		return ReadJSON2(name, r, ds)
	}
	return ReadTags(name, r, ds)
}

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

// The same document is the same in both formats of version 2; that of version 3 says more.
func TestGolden(t *testing.T) {
	const version, id = "\n    hint: without a version it is not known which vulnerabilities a component has", "\n    hint: advisories are found by their names only"
	for _, tt := range []struct {
		name, golden string
		diags        []string
	}{
		{"pump.spdx.json", "pump.golden.json", []string{
			`pump.spdx.json:22:5: C735: 1 dependency leads to components that the document does not have; the first is "SPDXRef-lost"`,
			`pump.spdx.json:27:5: C736: 2 of 6 components have neither package URL nor CPE; the first is "Pump firmware 4.2.0"` + id,
			`pump.spdx.json:41:5: C736: 1 of 6 components has no version; the first is "old-lib"` + version,
		}},
		{"pump.spdx", "pump.golden.json", []string{
			`pump.spdx:26:1: C736: 2 of 6 components have neither package URL nor CPE; the first is "Pump firmware 4.2.0"` + id,
			`pump.spdx:56:1: C736: 1 of 6 components has no version; the first is "old-lib"` + version,
			`pump.spdx:77:1: C735: 1 dependency leads to components that the document does not have; the first is "SPDXRef-lost"`,
		}},
		{"pump.spdx3.json", "pump3.golden.json", []string{
			`pump.spdx3.json:13:5: C735: 1 dependency leads to components that the document does not have; the first is "lost"`,
			`pump.spdx3.json:31:5: C736: 2 of 8 components have neither package URL nor CPE; the first is "Pump firmware 4.2.0"` + id,
			`pump.spdx3.json:50:5: C736: 1 of 8 components has no version; the first is "old-lib"` + version,
		}},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", tt.name))
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		got, err := json.MarshalIndent(read(tt.name, bytes.NewReader(data), &ds), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		golden := filepath.Join("testdata", tt.golden)
		if *update && tt.name != "pump.spdx" {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.diags, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestRealDocuments reads all documents of others, and counts their packages by other means.
func TestRealDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(realData, "*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("needs ../shared/data/feeds/spdx beside the project: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Packages []any
			Graph    []struct{ Type string } `json:"@graph"`
		}
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		want := len(doc.Packages)
		for _, e := range doc.Graph {
			if e.Type == "software_Package" {
				want++
			}
		}
		var ds diag.List
		b := read(file, bytes.NewReader(data), &ds)
		if b == nil || ds.HasErrors() {
			t.Errorf("%s is not read: %v", file, ds.Sorted())
			continue
		}
		got := len(b.Components)
		if b.Root != nil {
			got++
		}
		if got != want || want != 7 || b.Root == nil || b.Root.Name != "App-BOM-ination" {
			t.Errorf("%s has %d packages, want %d, and the root is %v", file, got, want, b.Root)
		}
		t.Logf("%s: SPDX %s, root %s, %d components, %d with dependencies, %d notes", filepath.Base(file), b.Version, b.Root.Label(), len(b.Components), len(b.Depends), ds.Len())
		for _, d := range ds.Sorted() {
			t.Logf("\t%s %s", d.Code, d.Message)
		}
	}
}

// The document that is there in versions 2 and 3 says the same in both, as far as the newer one, which was made from the older, kept it.
func TestVersionsAgree(t *testing.T) {
	var all [2][]string
	for i, name := range []string{"software_example9_spdx2.2_appbomination.spdx.json", "software_example9_spdx3.0_appbomination.spdx3.json"} {
		f, err := os.Open(filepath.Join(realData, name))
		if err != nil {
			t.Skipf("needs ../shared/data/feeds/spdx beside the project: %v", err)
		}
		defer f.Close()
		var ds diag.List
		b := read(name, f, &ds)
		names := map[string]string{}
		for c := range b.All() {
			names[c.Ref] = c.Name
		}
		lines := map[string]bool{}
		for c := range b.All() {
			for i := range c.Licenses { // the converter sorts them
				c.Licenses[i] = strings.Replace(c.Licenses[i], "LicenseRef-1 AND Apache-2.0", "Apache-2.0 AND LicenseRef-1", 1)
			}
			lines[fmt.Sprintf("%s: %s, supplied by %q, made by %q, under %v, in scope %q, part of %q", c.Label(), c.PURL, c.Supplier, c.Maker, c.Licenses, c.Scope, names[c.Parent])] = true
		}
		for _, d := range b.Depends {
			for _, on := range d.On {
				lines[names[d.Ref]+" depends on "+names[on]] = true
			}
		}
		lines[fmt.Sprint(b.Name, b.Created, b.Authors)] = true
		for l := range lines {
			all[i] = append(all[i], l)
		}
	}
	slices.Sort(all[0])
	slices.Sort(all[1])
	if diff := cmp.Diff(all[0], all[1]); diff != "" {
		t.Errorf("(-2 +3):\n%s", diff)
	}
}

// Very much that is said of one thing takes no time that grows with its square.
func TestManyStatements(t *testing.T) {
	const n = 30_000
	var b strings.Builder
	b.WriteString(`{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "software_Package", "spdxId": "p", "name": "p"}`)
	for i := range n {
		fmt.Fprintf(&b, `,
{"type": "simplelicensing_LicenseExpression", "spdxId": "l%d", "simplelicensing_licenseExpression": "LicenseRef-%[1]d"},
{"type": "Relationship", "from": "p", "relationshipType": "hasConcludedLicense", "to": ["l%[1]d"]},
{"type": "Relationship", "from": "p", "relationshipType": "dependsOn", "to": ["p"]},
{"type": "Relationship", "from": "p", "relationshipType": "contains", "to": ["p"]},
{"type": "Tool", "spdxId": "t%[1]d", "name": "t%[1]d"},
{"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "createdUsing": ["t%[1]d"]},
{"type": "software_Sbom", "spdxId": "s", "rootElement": ["p"]},
{"type": "SpdxDocument", "spdxId": "d", "creationInfo": "_:c", "rootElement": ["s"]}`, i)
	}
	b.WriteString("]}")
	var ds diag.List
	bom := ReadJSON3("f", strings.NewReader(b.String()), &ds)
	if bom.Root == nil || len(bom.Root.Licenses) != 100 || len(bom.Depends[0].On) != n || len(bom.Components) != 0 {
		t.Errorf("the root is %v", bom.Root)
	}
}

func seeds(f *testing.F, name string) {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
}

// FuzzReadJSON2: nothing makes it fail, something is read or said, and JSON text is read whole.
func FuzzReadJSON2(f *testing.F) {
	seeds(f, "pump.spdx.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		checkJSON(t, data, ReadJSON2("f", bytes.NewReader(data), &ds), &ds)
	})
}

// FuzzReadJSON3: as FuzzReadJSON2.
func FuzzReadJSON3(f *testing.F) {
	seeds(f, "pump.spdx3.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		checkJSON(t, data, ReadJSON3("f", bytes.NewReader(data), &ds), &ds)
	})
}

// FuzzReadTags: nothing makes it fail, and something is read or said.
func FuzzReadTags(f *testing.F) {
	seeds(f, "pump.spdx")
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		check(t, ReadTags("f", bytes.NewReader(data), &ds), &ds)
	})
}

func checkJSON(t *testing.T, data []byte, b *postmarket.BOM, ds *diag.List) {
	t.Helper()
	check(t, b, ds)
	if b != nil && !ds.HasErrors() && !json.Valid(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) {
		t.Fatalf("%q is read, and is no JSON", data)
	}
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
			if steps++; refs[p.Parent] == nil || steps > len(refs) {
				t.Fatalf("%v is part of %q", c, p.Parent)
			}
		}
	}
	for _, d := range b.Depends {
		for _, ref := range append([]string{d.Ref}, d.On...) {
			if refs[ref] == nil {
				t.Fatalf("%q is no component", ref)
			}
		}
	}
	postmarket.Quality(b)
}

// large is a document with 10,000 packages and as many relationships.
func large(name string) []byte {
	var b bytes.Buffer
	switch name {
	case "large.spdx.json":
		b.WriteString(`{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "large", "packages": [`)
		for i := range 10_000 {
			fmt.Fprintf(&b, `{"SPDXID": "SPDXRef-%d", "name": "package-%[1]d", "versionInfo": "1.%[1]d", "supplier": "Organization: Example", "downloadLocation": "NOASSERTION",
"externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/package-%[1]d@1.%[1]d"}]},`, i)
		}
		b.WriteString(`{"SPDXID": "SPDXRef-root", "name": "root"}], "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-root"}`)
		for i := range 10_000 {
			fmt.Fprintf(&b, `,{"spdxElementId": "SPDXRef-root", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-%d"}`, i)
		}
	case "large.spdx3.json":
		b.WriteString(`{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "SpdxDocument", "spdxId": "doc", "rootElement": ["root"]}, {"type": "software_Package", "spdxId": "root", "name": "root"}`)
		for i := range 10_000 {
			fmt.Fprintf(&b, `,{"type": "software_Package", "spdxId": "https://example.org/%d", "name": "package-%[1]d", "software_packageVersion": "1.%[1]d", "software_packageUrl": "pkg:npm/package-%[1]d@1.%[1]d", "creationInfo": "_:how"},
{"type": "Relationship", "spdxId": "https://example.org/r%[1]d", "from": "root", "relationshipType": "dependsOn", "to": ["https://example.org/%[1]d"], "creationInfo": "_:how"}`, i)
		}
	default:
		b.WriteString("SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nPackageName: root\nSPDXID: SPDXRef-root\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root\n")
		for i := range 10_000 {
			fmt.Fprintf(&b, "\nPackageName: package-%d\nSPDXID: SPDXRef-%[1]d\nPackageVersion: 1.%[1]d\nPackageSupplier: Organization: Example\nExternalRef: PACKAGE-MANAGER purl pkg:npm/package-%[1]d@1.%[1]d\nRelationship: SPDXRef-root DEPENDS_ON SPDXRef-%[1]d\n", i)
		}
		return b.Bytes()
	}
	b.WriteString("]}")
	return b.Bytes()
}

func BenchmarkReadJSON2(b *testing.B) { benchmark(b, "large.spdx.json") }

func BenchmarkReadJSON3(b *testing.B) { benchmark(b, "large.spdx3.json") }

func BenchmarkReadTags(b *testing.B) { benchmark(b, "large.spdx") }

func benchmark(b *testing.B, name string) {
	data := large(name)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var ds diag.List
		if bom := read(name, bytes.NewReader(data), &ds); len(bom.Components) != 10_000 || bom.Root == nil || len(bom.Depends[0].On) != 10_000 {
			b.Fatal(len(bom.Components), ds.Sorted())
		}
	}
}
