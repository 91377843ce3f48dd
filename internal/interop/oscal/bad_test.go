package oscal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

const (
	meta     = `"metadata": {"title": "T", "last-modified": "2026-11-26T00:00:00Z", "version": "1", "oscal-version": "1.1.3"}`
	metaOurs = `"metadata": {"title": "T", "oscal-version": "1.2.2", "props": [{"name": "format", "ns": "urn:cordon:oscal", "value": "1"},
%s]}`
	control1 = `{"id": "a", "title": "A"}`
)

// ours1 is metadata of ours with some properties.
func ours1(props ...string) string {
	var out []string
	for _, p := range props {
		name, value, _ := strings.Cut(p, "=")
		out = append(out, fmt.Sprintf(`{"name": %q, "ns": "urn:cordon:oscal", "value": %q}`, name, value))
	}
	return fmt.Sprintf(metaOurs, strings.Join(out, ",\n"))
}

const notSaid = `:1:13: C725: the catalog does not say form, standing, certainty, who and stages
    hint: add them to the entry`

var badDocuments = []struct {
	name, src string
	want      []string
}{
	// C104, C720, C721
	{"nothing", " \n", []string{"f:1:1: C720: the file is empty\n    hint: export the document again"}},
	{"XML", "<catalog/>", []string{"f:1:1: C720: the file does not begin as a JSON object\n    hint: OSCAL is also written as XML and YAML; convert the document to JSON first"}},
	{"half a file", "{\n\"catalog\": {", []string{"f:2:13: C720: the file breaks off here\n    hint: copy or export the file again"}},
	{"no JSON", "{\n \"catalog\": {\"a\": tru}}", []string{"f:2:19: C720: the file is not JSON: invalid character '}' in literal true (expecting 'e')\n    hint: the cause is here or just before"}},
	{"no key", "{1: 2}", []string{"f:1:2: C720: the file is not JSON: invalid character '1'\n    hint: the cause is here or just before"}},
	{"no end", "{\"a\": [1}}", []string{"f:1:9: C720: the file is not JSON: invalid character '}' after array element\n    hint: the cause is here or just before"}},
	{"a key twice", `{"é": 1, "é": 2}`, []string{"f:1:10: C720: the member \"é\" stands twice in one object\n    hint: remove one of them"}},
	{"a document and a colon", "{}\n:", []string{"f:2:1: C720: more text follows the document\n    hint: a file holds one document"}},
	{"two documents", "{} {}", []string{"f:1:4: C720: more text follows the document\n    hint: a file holds one document"}},
	{"another encoding", "{\"a\": \"\xe9\"}", []string{"f:1:8: C104: the file is not UTF-8 text\n    hint: save the file as UTF-8"}},
	{"too deep", strings.Repeat(`{"a":`, maxDepth+2), []string{fmt.Sprintf("f:1:%d: C721: values are nested more than 64 levels deep\n    hint: OSCAL needs some twenty levels", 5*(maxDepth+1)+1)}},
	{"too many values", "[" + strings.Repeat("1,", jsontext.TreeValues) + "1]", []string{fmt.Sprintf("f:1:%d: C721: the file has more than 2000000 values\n    hint: export the document in parts", 2*(jsontext.TreeValues-1)+2)}},
	{"too large", strings.Repeat(" ", jsontext.TreeBytes+1), []string{"f: C721: the file is larger than 64 MiB\n    hint: export the document in parts"}},

	// C722
	{"a list", "[]", []string{"f:1:1: C722: the file holds a list, not a document of OSCAL\n    hint: OSCAL begins with { and the name of the model"}},
	{"an empty object", "{}", []string{"f:1:1: C722: the file holds no document\n    hint: what can be read: catalog, profile, component-definition, assessment-results, plan-of-action-and-milestones, mapping-collection"}},
	{"another model", `{"system-security-plan": {}}`, []string{"f:1:1: C722: \"system-security-plan\" is no document of OSCAL that can be read here\n    hint: what can be read: catalog, profile, component-definition, assessment-results, plan-of-action-and-milestones, mapping-collection"}},
	{"another version", `{"profile": {"metadata": {"title": "T", "oscal-version": "2.0.0"}, "imports": []}}`, []string{"f:1:58: C722: the document is of OSCAL 2.0.0, not 1\n    hint: convert it to OSCAL 1"}},

	// C723
	{"a model that is none", `{"catalog": 1}`, []string{`f:1:13: C723: "catalog" is a number, not an object`}},
	{"no metadata", `{"profile": {"imports": [null]}}`, []string{
		`f:1:13: C723: the profile has no "metadata"` + "\n    hint: OSCAL requires it",
		`f:1:26: C723: an item of "imports" of the profile is null, not an object`,
	}},
	{"metadata without members", `{"profile": {"metadata": {}, "imports": true}}`, []string{
		`f:1:26: C723: the metadata has no "oscal-version"` + "\n    hint: OSCAL requires it",
		`f:1:26: C723: the metadata has no "title"` + "\n    hint: OSCAL requires it",
		`f:1:41: C723: "imports" of the profile is true or false, not a list`,
	}},
	{"an import of nothing", `{"profile": {` + meta + `,
"imports": [{"href": " "}]}}`, []string{`f:2:22: C723: "href" of an import is empty`}},
	{"an empty catalog", `{"catalog": {` + meta + `}}`, []string{"f:1:13: C723: the catalog has no controls", "f" + notSaid}},
	{"a control without a name", `{"catalog": {` + meta + `,
"controls": [{"id": "a"}, {"title": "B"}]}}`, []string{
		"f" + notSaid,
		`f:2:14: C723: control a has no "title"` + "\n    hint: OSCAL requires it",
		`f:2:27: C723: a control has no "id"` + "\n    hint: OSCAL requires it",
	}},
	{"a link to nothing", `{"catalog": {"metadata": {"title": "T", "version": "1", "oscal-version": "1.0.0", "links": [{"href": "#a", "rel": "reference"}]}, "controls": [` + control1 + `]}}`, []string{
		"f" + notSaid,
		"f:1:93: C723: a link leads to #a, which is no resource of the document",
	}},
	{"words of no list", `{"catalog": {` + ours1("entry=d-1", "document=d", "edition=1", "form=lore", "entry-version=x") + `,
"controls": [{"id": "d_.1_-1", "title": "A",
"props": [{"name": "who", "ns": "urn:cordon:oscal", "value": "operater"}]}]}}`, []string{
		`f:1:26: C723: "x" is no number of a version`,
		`f:5:53: C723: "lore" is no word for form` + "\n    hint: allowed: law, guidance, standard, proposal",
		`f:8:62: C723: "operater" is no word for who` + "\n    hint: did you mean \"operator\"?",
	}},
	{"properties that are missing", `{"catalog": {` + ours1("entry=d-1") + `,
"controls": [{"id": "d_.1_-1", "title": "A"}]}}`, []string{
		`f:1:26: C723: the metadata has no property "document"` + "\n    hint: export the catalog again",
		`f:1:26: C723: the metadata has no property "edition"` + "\n    hint: export the catalog again",
	}},
	{"a clause of another document", `{"catalog": {` + ours1("entry=d-1", "document=d", "edition=1") + `,
"controls": [{"id": "e_.1_-1", "title": "A"}]}}`, []string{
		"f:1:13: C723: the catalog has no controls",
		`f:5:14: C723: control e_.1_-1 is clause "e:1/1", which is not of d:1`,
	}},
	{"no component", `{"component-definition": {` + meta + `}}`, []string{"f:1:26: C723: the component definition holds no component"}},
	{"a component of no form", `{"component-definition": {` + meta + `,
"components": [{"uuid": "x", "title": " ", "control-implementations": [
{"implemented-requirements": [{"control-id": "a", "statements": [{}]}]}, {"source": "s"}]}]}}`, []string{
		`f:2:16: C723: a component has no "description"` + "\n    hint: OSCAL requires it",
		`f:2:16: C723: a component has no "type"` + "\n    hint: OSCAL requires it",
		`f:2:39: C723: "title" of a component is empty`,
		`f:3:1: C723: a set of implementations has no "source"` + "\n    hint: OSCAL requires it",
		`f:3:31: C723: an implementation has no "description"` + "\n    hint: OSCAL requires it",
		`f:3:66: C723: a statement has no "description"` + "\n    hint: OSCAL requires it",
		`f:3:66: C723: a statement has no "statement-id"` + "\n    hint: OSCAL requires it",
		`f:3:74: C723: a set of implementations has no "implemented-requirements"` + "\n    hint: OSCAL requires it",
	}},
	{"a component for no clause", `{"component-definition": {` + ours1("system=pump") + `,
"components": [{"uuid": "x", "title": "A", "type": "software", "description": "", "control-implementations": [{"source": "s",
"implemented-requirements": [{"control-id": "ac-1", "description": ""}, {"control-id": " ", "description": ""}]}]}]}}`, []string{
		`f:4:30: C723: "ac-1" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7` + "\n    hint: export the document again",
		`f:4:88: C723: "control-id" of an implementation is empty`,
	}},
	{"no map", `{"mapping-collection": {` + meta + `, "mappings": []}}`, []string{
		`f:1:24: C723: the mapping has no "provenance"` + "\n    hint: OSCAL requires it",
		"f:1:24: C723: the mapping relates no controls",
	}},
	{"a map of no form", `{"mapping-collection": {` + meta + `,
"provenance": {"status": "draft"},
"mappings": [{"source-resource": {"href": "#x"}, "target-resource": {"href": 1},
"maps": [{"relationship": "equal-to", "sources": [{"id-ref": "a"}, {}]}, {"sources": [], "targets": [2]},
{"relationship": "equal", "ns": "urn:cordon:oscal", "sources": [], "targets": []}]}]}}`, []string{
		"f:1:24: C723: the mapping relates no controls",
		`f:2:15: C723: the provenance has no "mapping-description"` + "\n    hint: OSCAL requires it",
		"f:3:34: C723: a source-resource leads to #x, which is no resource of the document",
		`f:3:78: C723: "href" of a target-resource is a number, not a text`,
		`f:4:10: C723: a map has no "targets"` + "\n    hint: OSCAL requires it",
		"f:4:10: C725: maps do not say why their controls are related, from this one on (2 in all)\n    hint: add to the links what they share",
		"f:4:10: C725: maps of several controls are kept as what they say of each pair, from this one on (1 in all)",
		`f:4:51: C725: documents and editions in ids of clauses are made of the addresses of catalogs, from this one on (1 in all)` + "\n    hint: write those of the entries of your pack",
		`f:4:68: C723: an item of a map has no "id-ref"` + "\n    hint: OSCAL requires it",
		`f:4:74: C723: a map has no "relationship"` + "\n    hint: OSCAL requires it",
		`f:4:102: C723: an item of "targets" of a map is a number, not an object`,
	}},
	{"a map of no clauses", `{"mapping-collection": {` + ours1("entry=w") + `,
"provenance": {"status": "draft", "mapping-description": ""}, "mappings": {"source-resource": {"href": "s.json"}, "target-resource": {"href": "t.json"},
"maps": [{"relationship": "equals", "ns": "urn:cordon:oscal", "sources": [{"id-ref": "ac-1"}], "targets": [{"id-ref": "law_.2026_-1"}]}]}}}`, []string{
		"f:1:24: C723: the mapping relates no controls",
		`f:4:27: C723: "equals" is no word for a relation` + "\n    hint: did you mean \"equal\"?",
		`f:4:75: C723: "ac-1" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7` + "\n    hint: export the document again",
	}},
	{"no result", `{"assessment-results": {` + meta + `, "results": []}}`, []string{"f:1:24: C723: the assessment results hold no result"}},
	{"a finding of no form", `{"assessment-results": {` + meta + `,
"results": [{"start": "today",
"findings": [{"title": "F",
"target": {"target-id": "a", "status": {"state": "good"}},
"related-observations": [{"observation-uuid": "x"}]}]}]}}`, []string{
		`f:2:23: C723: "start" of a result is no date with time and zone` + "\n    hint: write 2026-11-26T12:00:00Z",
		`f:3:14: C723: a finding has no "description"` + "\n    hint: OSCAL requires it",
		`f:4:50: C723: "good" is no state of a finding` + "\n    hint: satisfied or not-satisfied",
		`f:5:47: C723: a finding refers to the observation x, which is not in the document`,
	}},
	{"a status of no list", `{"plan-of-action-and-milestones": {` + meta + `,
"poam-items": [{"title": "A", "description": "B",
"props": [{"name": "status", "ns": "urn:cordon:oscal", "value": "opened"}, {"name": "clause", "ns": "urn:cordon:oscal", "value": "d:1/1"}]}]}}`, []string{
		`f:3:65: C723: "opened" is no word for status` + "\n    hint: did you mean \"open\"?",
	}},

	{"a form to come", `{"profile": {` + strings.Replace(ours1("system=pump"), `"value": "1"`, `"value": "2"`, 1) + `, "imports": [{"href": "a.json", "include-controls": [{"with-ids": ["d_.1_-1"]}]}]}}`, []string{
		"f:1:26: C725: the document was written here in the form 2, and is read as one of others\n    hint: read it with a newer version of the program",
	}},

	// C724
	{"a control twice", `{"catalog": {` + meta + `,
"controls": [` + control1 + `,
` + control1 + `]}}`, []string{
		"f" + notSaid,
		"f:3:1: C724: control a stands twice; first at f:2:14\n    hint: remove one of them",
	}},
	{"a component twice", `{"component-definition": {` + meta + `,
"components": [{"uuid": "x", "type": "software", "title": "A", "description": ""},
{"uuid": "x", "type": "policy", "title": "B", "description": ""}]}}`, []string{`f:3:1: C724: component x stands twice` + "\n    hint: remove one of them"}},
	{"an observation twice", `{"plan-of-action-and-milestones": {` + meta + `,
"observations": [{"uuid": "x", "description": ""},
{"uuid": "x"}], "poam-items": []}}`, []string{
		`f:3:1: C723: an observation has no "description"` + "\n    hint: OSCAL requires it",
		`f:3:10: C724: the observation x stands twice` + "\n    hint: remove one of them",
	}},
}

func TestBadDocuments(t *testing.T) {
	for _, tt := range badDocuments {
		var ds diag.List
		c := Read("f", []byte(tt.src), &ds)
		if diff := cmp.Diff(tt.want, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if c == nil && !ds.HasErrors() {
			t.Errorf("%s: nothing is read, and nothing is said", tt.name)
		}
	}
}

// A file of another kind is no reason for thousands of diagnostics.
func TestReportsEnd(t *testing.T) {
	var ds diag.List
	Read("f", []byte(`{"catalog": {`+meta+`, "controls": [`+strings.Repeat("1, ", 1000)+`1]}}`), &ds)
	if want := maxReports + 1; ds.Len() != want { // with the warning that each catalog of others gets
		t.Errorf("%d diagnostics, want %d", ds.Len(), want)
	}
}

// An error after many warnings is said, for what was read would be used otherwise.
func TestWarningsDoNotHideErrors(t *testing.T) {
	var ds diag.List
	Read("f", []byte(`{"plan-of-action-and-milestones": {`+meta+`, "poam-items": [`+strings.Repeat(`{"title": "A", "description": "B"}, `, 1000)+`{"title": "A"}]}}`), &ds)
	if ds.Len() != maxReports+1 || !ds.HasErrors() {
		t.Errorf("%d diagnostics, errors: %v", ds.Len(), ds.HasErrors())
	}
}

func TestEveryCodeIsShown(t *testing.T) {
	all := notSaid
	for _, tt := range badDocuments {
		all += strings.Join(tt.want, "\n")
	}
	checked := 0
	for _, e := range diag.Codes {
		if e.Code < diag.OscalJSON || e.Code > diag.OscalLeftOut {
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

// Parameters that name each other, and long ones, stay small.
func TestParametersAreBounded(t *testing.T) {
	long := strings.Repeat("x", 1000)
	insert := strings.Repeat("{{ insert: param, p }}", 50)
	src := fmt.Sprintf(`{"catalog": {%s, "controls": [{"id": "a", "title": "A", "params": [{"id": "p", "label": %q}, {"id": "q", "label": %q}], "parts": [{"name": "statement", "prose": "{{q}} {{p}}"}]}]}}`, meta, insert, long)
	var ds diag.List
	c := Read("f", []byte(src), &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	says := c.Catalog.Clauses[0].Says
	if len(says) > 2*maxInserted+20 || !strings.HasPrefix(says, "[xxx") || !strings.Contains(says, "…") {
		t.Errorf("%d bytes: %s", len(says), says)
	}
}

// One map may relate thousands of controls to thousands of others, and thousands of catalogs may have one name.
func TestMappingsAreBounded(t *testing.T) {
	ids := make([]string, 400)
	for i := range ids {
		ids[i] = fmt.Sprint("a", i)
	}
	var ds diag.List
	Read("f", []byte(mapping1("equal-to", ids, ids)), &ds)
	want := []string{
		"f:3:10: C721: the mapping relates more than 100000 pairs of controls\n    hint: export the document in parts",
		"f:3:51: C725: documents and editions in ids of clauses are made of the addresses of catalogs, from this one on (2 in all)\n    hint: write those of the entries of your pack",
	}
	if diff := cmp.Diff(want, printed(&ds)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	const many = 40_000
	var b strings.Builder
	b.WriteString(`{"mapping-collection": {` + meta + `, "provenance": {"status": "draft", "mapping-description": ""}, "mappings": [`)
	for i := range many {
		fmt.Fprintf(&b, `{"mapping-description": "%d", "source-resource": {"href": "%d/c.json"}, "target-resource": {"href": "t"}, "maps": [{"relationship": "equal-to", "sources": [{"id-ref": "a"}], "targets": [{"id-ref": "b"}]}]},`, i, i)
	}
	ds = diag.List{}
	c := Read("f", []byte(strings.TrimSuffix(b.String(), ",")+"]}}"), &ds)
	if ds.HasErrors() || len(c.Crosswalk.Links) != many {
		t.Fatalf("%d links, %v", len(c.Crosswalk.Links), ds.Sorted())
	}
	if got, want := c.Crosswalk.Links[many-1].From, fmt.Sprintf("c-%d:1/a", many); got != want {
		t.Errorf("the last is %s, want %s", got, want)
	}
}

// A catalog with 40,000 controls in one line of 20 MB is read in seconds.
func TestLargeCatalog(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 20 MB; run without -short")
	}
	var b strings.Builder
	b.WriteString(`{"catalog": {` + strings.ReplaceAll(meta, "\n", "") + `, "controls": [`)
	for i := range 40_000 {
		fmt.Fprintf(&b, `{"id": "a-%d", "title": "A", "parts": [{"name": "statement", "prose": %q}]},`, i, strings.Repeat("word ", 90))
	}
	b.WriteString(control1 + "]}}")
	var ds diag.List
	start := time.Now()
	c := Read("f", []byte(b.String()), &ds)
	if ds.HasErrors() || len(c.Catalog.Clauses) != 40_001 {
		t.Fatalf("%d clauses, %v", len(c.Catalog.Clauses), ds.Sorted())
	}
	t.Logf("%d MB in %v", b.Len()>>20, time.Since(start))
}
