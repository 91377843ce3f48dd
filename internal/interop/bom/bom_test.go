package bom

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const xmlHead = `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">`

// cdx is a document of CycloneDX with some members.
func cdx(members string) string {
	return `{"bomFormat": "CycloneDX", "specVersion": "1.5",` + "\n" + members + "}"
}

// spdx2 is a document of SPDX 2 with some members.
func spdx2(members string) string {
	return `{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT",` + "\n" + members + "}"
}

// graph is a document of SPDX 3 with some elements.
func graph(elements string) string {
	return `{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [{"type": "CreationInfo", "specVersion": "3.0.1"},` + "\n" + elements + "]}"
}

const (
	noVersion = "\n    hint: without a version it is not known which vulnerabilities a component has"
	noID      = "\n    hint: advisories are found by their names only"
	broken    = "\n    hint: copy or export the file again"
	here      = "\n    hint: the cause is here or just before"
	none1     = "\n    hint: what can be read: CycloneDX in JSON and XML, SPDX 2 in JSON and as tags and values, SPDX 3 in JSON"
)

// badDocuments are documents with mistakes, with how many components are read of them (-1 where it is no document), and what is said.
var badDocuments = []struct {
	name, src string
	read      int
	want      []string
}{
	// C730
	{"nothing", " \n", -1, []string{"f: C730: the file is empty\n    hint: export the document again"}},
	{"something else", `{"document": {"category": "csaf_vex"}, "vulnerabilities": []}`, -1, []string{"f: C730: the file is no bill of materials that can be read here" + none1}},
	{"a list", `[{"bomFormat": "CycloneDX"}]`, -1, []string{"f: C730: the file is no bill of materials that can be read here" + none1}},
	{"HTML", `<html><body>Log in</body></html>`, -1, []string{"f: C730: the file is no bill of materials that can be read here" + none1}},
	{"RDF", `<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#"/>`, -1, []string{"f: C730: the file is SPDX in RDF, which is not read\n    hint: export the document in JSON"}},
	{"YAML", "SPDXID: SPDXRef-DOCUMENT\nspdxVersion: SPDX-2.3\n", -1, []string{"f: C730: the file is SPDX in YAML, which is not read\n    hint: export the document in JSON"}},
	{"an archive", "\x1f\x8b\x08", -1, []string{"f: C730: the file is an archive\n    hint: unpack it"}},
	{"another root", `<x xmlns:b="http://cyclonedx.org/schema/bom/1.5"/>`, -1, []string{"f: C730: the file is no document of CycloneDX\n    hint: a document of CycloneDX begins with <bom>, in a name space that begins with http://cyclonedx.org/schema/bom/"}},
	{"a number for a format", `{"serialNumber": 1}`, -1, []string{
		"f: C730: the file is no document of CycloneDX\n    hint: a document of CycloneDX has \"bomFormat\": \"CycloneDX\"",
		`f:1:18: C733: "serialNumber" is a number, not a text`,
	}},
	{"only a licence", `{"dataLicense": "CC0-1.0"}`, -1, []string{"f: C730: the file is no document of SPDX 2\n    hint: a document of SPDX 2 has \"spdxVersion\": \"SPDX-2.3\""}},

	// C731
	{"half a file", strings.TrimSuffix(cdx(`"components": [{"type": "data", "name": "a"}, {"type": "data", "name": "b`), "}"), 2, []string{
		`f:2:47: C736: 1 of 2 components has no name; the first is "#/components/1"`,
		"f:2:74: C731: the file breaks off here" + broken,
	}},
	{"no JSON", spdx2(`"packages": [{"SPDXID": "a", "name": "a", "versionInfo": "1", "primaryPackagePurpose": "FILE"}, {]`), 2, []string{
		`f:2:97: C736: 1 of 2 components has neither package URL nor CPE; the first is "#/packages/1"` + noID,
		`f:2:97: C736: 1 of 2 components has no name; the first is "#/packages/1"`,
		`f:2:97: C736: 1 of 2 components has no version; the first is "#/packages/1"` + noVersion,
		"f:2:98: C731: the file is not JSON: ']' does not belong here" + here,
	}},
	{"half a graph", strings.TrimSuffix(graph(`{"type": "software_Package", "name": `), "]}"), 1, []string{
		`f:2:1: C736: 1 of 1 component has neither package URL nor CPE; the first is "#/element/2"` + noID,
		`f:2:1: C736: 1 of 1 component has no name; the first is "#/element/2"`,
		`f:2:1: C736: 1 of 1 component has no version; the first is "#/element/2"` + noVersion,
		"f:2:38: C731: the file breaks off here" + broken,
	}},
	{"half of XML", xmlHead + "\n<components><component type=\"data\"><name>a</name>", 1, []string{"f:2:50: C731: the file breaks off here" + broken}},
	{"no XML", xmlHead + "\n<components></bom>", 0, []string{"f:2:19: C731: the file is not XML: element <components> closed by </bom>" + here}},
	{"an entity", "<!DOCTYPE bom [<!ENTITY x SYSTEM \"/etc/passwd\">]>" + xmlHead + "<components><component type=\"data\"><name>&x;</name>", 1, []string{
		`f:1:111: C736: 1 of 1 component has no name; the first is "#/components/0"`,
		"f:1:143: C731: the file is not XML: invalid character entity &x;" + here,
	}},
	{"a text without end", "SPDXVersion: SPDX-2.3\nPackageName: a\nPrimaryPackagePurpose: FILE\nPackageComment: <text>b\nPackageName: c\n", 1, []string{"f:4:1: C731: the value of \"PackageComment\" has no end" + broken}},
	{"another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?>` + xmlHead + `</bom>`, -1, []string{"f:1:44: C104: the file is not UTF-8 text\n    hint: save the file as UTF-8"}},

	// C732
	{"too deep", cdx(`"components": ` + strings.Repeat(`[{"components": `, 130)), 128, []string{
		`f:2:16: C736: 128 of 128 components have neither package URL nor CPE; the first is "#/components/0"` + noID,
		`f:2:16: C736: 128 of 128 components have no name; the first is "#/components/0"`,
		`f:2:16: C736: 128 of 128 components have no version; the first is "#/components/0"` + noVersion,
		"f:2:2048: C732: values are nested more than 256 levels deep",
	}},
	{"too deep in XML", xmlHead + strings.Repeat("<components>", 300), 0, []string{"f:1:3110: C732: elements are nested more than 256 levels deep"}},
	{"a long line", "SPDXVersion: SPDX-2.3\nPackageName: " + strings.Repeat("a", 17<<20), 0, []string{"f:1:1: C732: a line is longer than 16 MiB"}},

	// C733
	{"values of other kinds", cdx(`"serialNumber": ["x"], "metadata": {"timestamp": {}, "tools": ["x"], "component": "pump"},
"components": [7, {"type": "data", "name": 8, "version": 1.10, "licenses": {"id": "MIT"}, "hashes": [null, "x"], "properties": [{"name": "cdx:lifecycle:milestone:endOfSupport", "value": "soon"}]}]`), 1, []string{
		`f:2:17: C733: "serialNumber" is a list, not a text`,
		`f:2:50: C733: "timestamp" is an object, not a text`,
		`f:2:64: C733: an item of a list is a text, not an object`,
		`f:2:83: C733: "component" is a text, not an object`,
		`f:3:16: C733: an item of a list is a number, not an object`,
		`f:3:44: C733: "name" is a number, not a text`,
		`f:3:58: C733: "version" is a number, not a text`,
		`f:3:76: C733: "licenses" is an object, not a list`,
		`f:3:108: C733: an item of a list is a text, not an object`,
		`f:3:129: C733: the property "cdx:lifecycle:milestone:endOfSupport" is no date: "soon"` + "\n    hint: write 2028-12-31",
	}},
	{"components that are none", cdx(`"components": {"a": 1}, "dependencies": [1]`), 0, []string{
		`f:2:15: C733: "components" is an object, not a list`, `f:2:42: C733: an item of a list is a number, not an object`,
	}},
	{"text in another encoding", cdx("\"components\": [{\"type\": \"data\", \"name\": \"caf\xe9\"}]"), 1, []string{"f:2:47: C733: a text is not UTF-8; what cannot be read of it is replaced\n    hint: save the file as UTF-8"}},
	{"dates that are none", spdx2(`"packages": [{"SPDXID": "a", "name": "a", "primaryPackagePurpose": "FILE", "validUntilDate": "31.12.2028"}]`), 1, []string{`f:2:94: C733: "validUntilDate" is no date: "31.12.2028"` + "\n    hint: write 2028-12-31T00:00:00Z"}},
	{"lines that are none", "SPDXVersion: SPDX-2.3\nnothing\nRelationship: A\nPackageName: a\nSPDXID: a\nPrimaryPackagePurpose: FILE\nExternalRef: purl\nValidUntilDate: x\n", 1, []string{
		`f:2:1: C733: the line is no tag with a value: "nothing"` + "\n    hint: write the name of a tag, a colon and a value",
		`f:3:1: C733: the line is no relationship: "A"` + "\n    hint: write SPDXRef-A DEPENDS_ON SPDXRef-B",
		`f:7:1: C733: the line is no reference: "purl"` + "\n    hint: write PACKAGE-MANAGER purl pkg:type/name@version",
		`f:8:1: C733: "ValidUntilDate" is no date: "x"` + "\n    hint: write 2028-12-31T00:00:00Z",
	}},

	// C734, C735, C736, C738
	{"components without anything", cdx(`"components": [{}, {"bom-ref": "a", "type": "library", "name": "a", "version": "1", "purl": "npm/a"}, {"bom-ref": "a", "type": "file", "name": "b"}],
"dependencies": [{"ref": "a", "dependsOn": ["b", "c"]}, {"ref": "d"}]`), 3, []string{
		`f:2:16: C736: 1 of 3 components has neither package URL nor CPE; the first is "#/components/0"` + noID,
		`f:2:16: C736: 1 of 3 components has no name; the first is "#/components/0"`,
		`f:2:16: C736: 1 of 3 components has no version; the first is "#/components/0"` + noVersion,
		`f:2:20: C738: 1 of 3 components has a package URL that is not well formed; the first is "a 1": package URL "npm/a": it does not begin with "pkg:"`,
		`f:2:103: C734: 1 of 3 components has an id that another one has as well; the first is "b"` + "\n    hint: what refers to it means the first of them",
		`f:3:18: C735: 3 dependencies lead to components that the document does not have; the first is "b"`,
	}},
	{"a circle", graph(`{"type": "software_Package", "spdxId": "a", "name": "a", "software_primaryPurpose": "file"}, {"type": "software_Package", "spdxId": "b", "name": "b", "software_primaryPurpose": "file"},
{"type": "Relationship", "from": "a", "relationshipType": "contains", "to": ["b"]}, {"type": "Relationship", "from": "b", "relationshipType": "contains", "to": ["a"]}`), 2, []string{`f:2:94: C735: "b" is part of itself`}},

	// C737
	{"a version to come", strings.Replace(cdx(`"components": []`), "1.5", "2.0", 1), 0, []string{`f:1:43: C737: the document is of version "2.0" of CycloneDX` + "\n    hint: known are 1.0 to 1.7"}},
	{"a version of SPDX to come", strings.Replace(graph("{}"), `: "3.0.1"`, `: "3.2"`, 1), 0, []string{`f:1:75: C737: the document is of version "3.2" of SPDX` + "\n    hint: known are 3.0.0 to 3.1"}},
	{"a version that is none", "SPDXVersion: 2.4\n", 0, []string{`f:1:1: C737: the document is of version "2.4" of SPDX` + "\n    hint: known are 2.0 to 2.3"}},

	// C739
	{"services", cdx(`"services": [{"name": "a"}, {"name": "b"}]`), 0, []string{"f:2:14: C739: services are not read, from this one on (2 in all)"}},
}

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

func TestBadDocuments(t *testing.T) {
	for _, tt := range badDocuments {
		var ds diag.List
		b := Read("f", strings.NewReader(tt.src), &ds)
		if diff := cmp.Diff(tt.want, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		got := -1
		if b != nil {
			got = len(b.Components)
		}
		if got != tt.read {
			t.Errorf("%s: %d components, want %d", tt.name, got, tt.read)
		}
	}
}

func TestEveryCodeIsShown(t *testing.T) {
	all := ""
	for _, tt := range badDocuments {
		all += strings.Join(tt.want, "\n")
	}
	checked := 0
	for _, e := range diag.Codes {
		if e.Code < diag.BomUnknown || e.Code > diag.BomLeftOut {
			continue
		}
		checked++
		if !strings.Contains(all, ": "+string(e.Code)+": ") {
			t.Errorf("no test shows %s (%s)", e.Code, e.Title)
		}
	}
	if checked == 0 {
		t.Error("there are no codes")
	}
}

func TestUnreadableFiles(t *testing.T) {
	gone := iotest.ErrReader(errors.New("the disk is gone"))
	for name, tt := range map[string]struct{ src, want string }{
		"at once":   {"", "f: C101: the file cannot be read: the disk is gone"},
		"in JSON":   {strings.TrimSuffix(cdx(`"x": [`), "}") + strings.Repeat(" ", Head), "f:2:65543: C101: the file cannot be read to its end: the disk is gone"},
		"in XML":    {xmlHead + strings.Repeat(" ", Head), "C101: the file cannot be read to its end: the disk is gone"},
		"in tags":   {"SPDXVersion: SPDX-2.3\n" + strings.Repeat("#\n", Head), "C101: the file cannot be read to its end: the disk is gone"},
		"in a list": {strings.TrimSuffix(graph(`{}`), "]}") + strings.Repeat(" ", Head), "C101: the file cannot be read to its end: the disk is gone"},
	} {
		var ds diag.List
		Read("f", io.MultiReader(strings.NewReader(tt.src), gone), &ds)
		if got := printed(&ds); len(got) != 1 || !strings.HasSuffix(got[0], tt.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// endless is a file without end.
type endless struct {
	begin, again string
	at           int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.begin != "" {
		n := copy(p, e.begin)
		e.begin = e.begin[n:]
		return n, nil
	}
	n := copy(p, e.again[e.at:])
	e.at = (e.at + n) % len(e.again)
	return n, nil
}

// Files that are larger than may be are not read to their end.
func TestLargeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 3 times 256 MiB; run without -short")
	}
	blanks := strings.Repeat(" ", 4096)
	for name, tt := range map[string]struct{ begin, again string }{
		"JSON": {`{"bomFormat": "CycloneDX", "components": [{"type": "data", "name": "a"}],`, blanks},
		"XML":  {xmlHead + `<components><component type="data"><name>a</name></component></components>`, strings.Repeat("<!-- -->", 500)},
		"tags": {"SPDXVersion: SPDX-2.3\nPackageName: a\nPrimaryPackagePurpose: FILE\n", strings.Repeat(blanks[:99]+"\n", 40)},
	} {
		var ds diag.List
		b := Read("f", &endless{begin: tt.begin, again: tt.again}, &ds)
		got := printed(&ds)
		if len(got) != 1 || !strings.HasSuffix(got[0], "C732: the file is larger than 256 MiB") || b == nil || len(b.Components) != 1 {
			t.Errorf("%s: %v, %q", name, b, got)
		}
	}
}

func TestManyComponents(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a million components in all; run without -short")
	}
	for name, tt := range map[string][3]string{
		"JSON": {`{"bomFormat": "CycloneDX", "components": [{"name":"a"}`, `,{}`, `]}`},
		"tags": {"SPDXVersion: SPDX-2.3\n", "PackageName:a\n", "SPDXID: a\n"},
	} {
		src := tt[0] + strings.Repeat(tt[1], postmarket.MaxComponents+10) + tt[2]
		var ds diag.List
		b := Read("f", strings.NewReader(src), &ds)
		if got := strings.Join(printed(&ds), "\n"); len(b.Components) != postmarket.MaxComponents || strings.Count(got, fmt.Sprintf("C732: the document has more than %d components", postmarket.MaxComponents)) != 1 {
			t.Errorf("%s: %d components, %s", name, len(b.Components), got)
		}
	}
}

func TestSniff(t *testing.T) {
	long := strings.Repeat("x", 2*Head)
	for src, want := range map[string]Format{
		cdx(""): CycloneDXJSON, "\xef\xbb\xbf\n" + cdx(""): CycloneDXJSON,
		`{"$schema": "x", "components": [{"name": "` + long: CycloneDXJSON,
		`{"serialNumber": "x", "spdxVersion": "SPDX-2.3"}`:  SPDX2JSON,
		spdx2(""): SPDX2JSON,
		`{"SPDXID": "SPDXRef-DOCUMENT", "packages": [{"name": "` + long: SPDX2JSON,
		`{"spdxVersion": "SPDX-3.0"}`:                                   Unknown,
		graph(""):                                                       SPDX3JSON,
		`{"@context": "https://openvex.dev/ns/v0.2.0"}`:                 Unknown,
		`{"@context": [{"a": 1}, "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"]`: SPDX3JSON,
		`{"@context": ["x"], "@graph": []}`:                                         Unknown,
		`{"bomFormat": "other"}`:                                                    Unknown,
		"<?xml version=\"1.0\"?>\n<!-- x -->\n" + xmlHead:                           CycloneDXXML,
		"# a comment\r\nSPDXVersion: SPDX-2.2\r\n":                                  SPDX2Tags,
		"the SPDXVersion: x":                                                        Unknown,
		"":                                                                          Unknown,
		"{":                                                                         Unknown,
	} {
		if got := Sniff([]byte(src)[:min(len(src), Head)]); got != want {
			t.Errorf("%.80q is %q, want %q", src, got, want)
		}
	}
}

// The documents of others are not part of the project; see ../shared/data/README.md.
const realData = "../../../../shared/data/feeds"

// Every document of others is told apart by what it holds, and read.
func TestRealDocuments(t *testing.T) {
	if _, err := os.Stat(realData); err != nil {
		t.Skipf("needs ../shared/data/feeds beside the project: %v", err)
	}
	files, components := map[postmarket.Format]int{}, 0
	for _, dir := range []string{"cyclonedx", "spdx", "vex"} {
		err := filepath.WalkDir(filepath.Join(realData, dir), func(file string, d fs.DirEntry, err error) error {
			if ext := filepath.Ext(file); err != nil || d.IsDir() || ext != ".json" && ext != ".xml" {
				return err
			}
			f, err := os.Open(file)
			if err != nil {
				return err
			}
			defer f.Close()
			var ds diag.List
			b := Read(file, f, &ds)
			if b == nil || ds.HasErrors() {
				t.Errorf("%s is not read: %v", file, ds.Sorted())
				return nil
			}
			files[b.Format]++
			components += len(b.Components)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files[postmarket.CycloneDX] < 48 || files[postmarket.SPDX] < 2 {
		t.Errorf("only %v documents were found", files)
	}
	t.Logf("%v documents, %d components", files, components)
}

// FuzzRead: nothing makes it fail, and something is read or said.
func FuzzRead(f *testing.F) {
	for _, tt := range badDocuments {
		if len(tt.src) < 1000 {
			f.Add([]byte(tt.src))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		if b := Read("f", bytes.NewReader(data), &ds); b == nil && !ds.HasErrors() {
			t.Fatal("nothing is read, and nothing is said")
		}
	})
}

func BenchmarkRead10k(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(realData, "cyclonedx", "large-10k-mixed.cdx15.json"))
	if err != nil {
		b.Skipf("needs ../shared/data/feeds beside the project: %v", err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var ds diag.List
		if bom := Read("f", bytes.NewReader(data), &ds); len(bom.Components) != 10_000 {
			b.Fatal(len(bom.Components))
		}
	}
}

func ExampleRead() {
	var ds diag.List
	b := Read("pump.json", strings.NewReader(`{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "zlib", "version": "1.2.11", "purl": "pkg:generic/zlib@1.2.11"}]}`), &ds)
	fmt.Println(b.Format, b.Version, b.Components[0].Label(), ds.Len())
	// Output: CycloneDX 1.6 zlib 1.2.11 0
}
