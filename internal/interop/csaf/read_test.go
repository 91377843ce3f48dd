package csaf

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

const (
	head20 = `{"document": {"category": "csaf_base", "csaf_version": "2.0", "title": "T",
"publisher": {"category": "vendor", "name": "N", "namespace": "https://example.com"},
"tracking": {"id": "I", "status": "final", "version": "1", "current_release_date": "2026-03-04T09:00:00Z", "initial_release_date": "2026-03-04T09:00:00Z",
"revision_history": [{"date": "2026-03-04T09:00:00Z", "number": "1", "summary": "S"}]}}`
	head21 = `{"$schema": "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json",
"document": {"category": "csaf_base", "csaf_version": "2.1", "title": "T", "distribution": {"tlp": {"label": "CLEAR"}},
"publisher": {"category": "vendor", "name": "N", "namespace": "https://example.com"},
"tracking": {"id": "I", "status": "final", "version": "1", "current_release_date": "2026-03-04T09:00:00Z", "initial_release_date": "2026-03-04T09:00:00Z",
"revision_history": [{"date": "2026-03-04T09:00:00Z", "number": "1", "summary": "S"}]}}`
)

const version = "\n    hint: CSAF is what says 2.0 or 2.1 in /document/csaf_version"

var badDocuments = []struct {
	name, src string
	want      []string
}{
	// C104, C740, C741
	{"nothing", " \n", []string{"f:1:1: C740: the file is empty\n    hint: download the document again"}},
	{"a page", "<html/>", []string{"f:1:1: C740: the file does not begin as a JSON object\n    hint: advisories are published as web pages as well; look for the JSON file"}},
	{"half a file", "{\n\"document\": {", []string{"f:2:14: C740: the file breaks off here\n    hint: download the document again"}},
	{"no JSON", "{\n \"a\": tru}", []string{"f:2:7: C740: the file is not JSON: invalid character '}' in literal true (expecting 'e')\n    hint: the cause is here or just before"}},
	{"a key twice", `{"é": 1, "é": 2}`, []string{"f:1:10: C740: the member \"é\" stands twice in one object\n    hint: remove one of them"}},
	{"two documents", "{} {}", []string{"f:1:4: C740: more text follows the document\n    hint: a file holds one document"}},
	{"another encoding", "{\"a\": \"\xe9\"}", []string{"f:1:8: C104: the file is not UTF-8 text\n    hint: save the file as UTF-8"}},
	{"too deep", strings.Repeat(`{"a":`, maxDepth+2), []string{fmt.Sprintf("f:1:%d: C741: values are nested more than 128 levels deep\n    hint: branches of products may stand thirty deep", 5*(maxDepth+1)+1)}},
	{"too many values", "[" + strings.Repeat("1,", jsontext.TreeValues) + "1]", []string{fmt.Sprintf("f:1:%d: C741: the file has more than 2000000 values\n    hint: ask its author for several documents", 2*(jsontext.TreeValues-1)+2)}},
	{"too large", strings.Repeat(" ", jsontext.TreeBytes+1), []string{"f: C741: the file is larger than 64 MiB\n    hint: ask its author for several documents"}},

	// C742
	{"a list", "[]", []string{"f:1:1: C742: the file holds a list, not an advisory" + version}},
	{"an empty object", "{}", []string{"f:1:1: C742: the file does not say which version of CSAF it is" + version}},
	{"no version", `{"document": {"title": "T"}}`, []string{"f:1:14: C742: the file does not say which version of CSAF it is" + version}},
	{"a version to come", `{"document": {"csaf_version": "3.0"}}`, []string{`f:1:31: C742: the document is of version "3.0", which is not read` + version}},
	{"a number as version", `{"document": {"csaf_version": 2.0}}`, []string{`f:1:31: C742: the document is of version a number, which is not read` + version}},

	// C743
	{"a head without members", `{"document": {"csaf_version": "2.0"}}`, []string{
		"f:1:14: C743: /document has no \"category\"\n    hint: the standard requires it",
		"f:1:14: C743: /document has no \"publisher\"\n    hint: the standard requires it",
		"f:1:14: C743: /document has no \"title\"\n    hint: the standard requires it",
		"f:1:14: C743: /document has no \"tracking\"\n    hint: the standard requires it",
	}},
	{"what 2.1 needs", strings.Replace(strings.Replace(head21, `"distribution": {"tlp": {"label": "CLEAR"}},`, "", 1), `"$schema": "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json",`, "", 1) + "}", []string{
		"f:1:1: C743: the document has no \"$schema\"\n    hint: the standard requires it",
		"f:2:13: C743: /document has no \"distribution\"\n    hint: the standard requires it",
	}},
	{"values of other sorts", head20 + `,
"product_tree": [], "vulnerabilities": [{"cve": 1, "notes": {}, "title": null}, true]}`, []string{
		"f:5:17: C743: /product_tree is a list, not an object",
		"f:5:49: C743: /vulnerabilities/0/cve is a number, not a text",
		"f:5:61: C743: /vulnerabilities/0/notes is an object, not a list",
		"f:5:74: C743: /vulnerabilities/0/title is null, not a text",
		"f:5:81: C743: /vulnerabilities/1 is true or false, not an object",
	}},
	{"what is empty", head20 + `,
"product_tree": {}, "vulnerabilities": [{"title": "", "notes": []}, {}]}`, []string{
		"f:5:17: C743: /product_tree has 0 of the 1 members that it needs",
		"f:5:51: C743: /vulnerabilities/0/title is empty\n    hint: leave it out, or say what it is",
		"f:5:64: C743: /vulnerabilities/0/notes has 0 of the 1 items that it needs",
		"f:5:69: C743: /vulnerabilities/1 has 0 of the 1 members that it needs",
	}},
	{"branches", head20 + `,
"product_tree": {"branches": [{"category": "vendor", "name": "V"}, {"category": "vendr", "name": "V", "branches": [], "product": {"name": "P", "product_id": "P"}}]}}`, []string{
		"f:5:31: C743: /product_tree/branches/0 has 2 of the 3 members that it needs",
		"f:5:68: C743: /product_tree/branches/1 has 4 members, which are more than 3\n    hint: a branch has branches or a product, not both",
		"f:5:81: C743: /product_tree/branches/1/category is \"vendr\", which is no word of CSAF 2.0 for it\n    hint: did you mean \"vendor\"?",
		"f:5:115: C743: /product_tree/branches/1/branches has 0 of the 1 items that it needs",
	}},
	{"forms", strings.Replace(strings.Replace(head20, `"version": "1"`, `"version": "1.0"`, 1), "2026-03-04T09:00:00Z", "2026-03-04", 1) + `,
"vulnerabilities": [{"cve": "CVE-1-2", "cwe": {"id": "79", "name": "N"}, "references": [{"summary": "S", "url": "example.com"}]}]}`, []string{
		"f:3:55: C743: /document/tracking/version is \"1.0\", which has a wrong form\n    hint: expected: an integer such as 4, or a semantic version such as 1.4.0",
		"f:3:86: C743: /document/tracking/current_release_date is \"2026-03-04\", which has a wrong form\n    hint: expected: a date with time and zone such as 2026-11-26T12:00:00Z",
		"f:5:29: C743: /vulnerabilities/0/cve is \"CVE-1-2\", which has a wrong form\n    hint: expected: CVE, year and number, such as CVE-2024-12345",
		"f:5:54: C743: /vulnerabilities/0/cwe/id is \"79\", which has a wrong form\n    hint: expected: CWE and a number, such as CWE-79",
		"f:5:113: C743: /vulnerabilities/0/references/0/url is \"example.com\", which has a wrong form\n    hint: expected: a URI such as https://www.example.com/a",
	}},
	{"items twice, and too few", head20 + `,
"product_tree": {"product_groups": [{"group_id": "G", "product_ids": ["A"]}, {"group_id": "H", "product_ids": ["A", "A"]}]},
"vulnerabilities": [{"ids": [{"system_name": "S", "text": "T"}, {"text": "T", "system_name": "S"}]}]}`, []string{
		"f:5:70: C743: /product_tree/product_groups/0/product_ids has 1 of the 2 items that it needs",
		"f:5:117: C743: /product_tree/product_groups/1/product_ids/1 stands in the list already\n    hint: remove one of them",
		"f:6:65: C743: /vulnerabilities/0/ids/1 stands in the list already\n    hint: remove one of them",
	}},
	{"members of later drafts, and of 2.0", head21 + `,
"vulnerabilities": [{"scores": [], "actions": [], "threads": []}], "product_tree": {"product_paths": []}}`, []string{
		"f:6:32: C743: /vulnerabilities/0 has the member \"scores\", which CSAF 2.1 does not have\n    hint: see which version the document says it is of",
		"f:6:47: C743: /vulnerabilities/0 has the member \"actions\", which the standard does not know; it is not read",
		"f:6:62: C743: /vulnerabilities/0 has the member \"threads\", which the standard does not know; it is not read\n    hint: did you mean \"threats\"?",
		"f:6:102: C743: /product_tree has the member \"product_paths\", which the standard does not know; it is not read",
	}},
	{"words of another version", head21 + `,
"vulnerabilities": [{"remediations": [{"category": "fix_planed", "details": "D"}], "involvements": [{"party": "Vendor", "status": "open"}]}]}`, []string{
		"f:6:52: C743: /vulnerabilities/0/remediations/0/category is \"fix_planed\", which is no word of CSAF 2.1 for it\n    hint: did you mean \"fix_planned\"?",
		"f:6:111: C743: /vulnerabilities/0/involvements/0/party is \"Vendor\", which is no word of CSAF 2.1 for it\n    hint: did you mean \"vendor\"?",
	}},

	// C744
	{"more than 2.0 has", head20 + `,
"x_ours": 1, "vulnerabilities": [{"cve": "CVE-2026-10001", "metrics": [], "note": []}]}`, []string{
		"f:5:11: C744: the document has the member \"x_ours\", which the standard does not know; it is not read",
		"f:5:71: C744: /vulnerabilities/0 has the member \"metrics\", which CSAF 2.0 does not have\n    hint: see which version the document says it is of",
		"f:5:83: C744: /vulnerabilities/0 has the member \"note\", which the standard does not know; it is not read\n    hint: did you mean \"notes\"?",
	}},
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
		d := Read("f", []byte(tt.src), &ds)
		if diff := cmp.Diff(tt.want, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if d == nil && !ds.HasErrors() {
			t.Errorf("%s: nothing is read, and nothing is said", tt.name)
		}
	}
}

func TestEveryCodeIsShown(t *testing.T) {
	var all strings.Builder
	for _, tt := range badDocuments {
		all.WriteString(strings.Join(tt.want, "\n"))
	}
	checked := 0
	for _, e := range diag.Codes {
		if e.Code < diag.CsafJSON || e.Code > diag.CsafUnknown {
			continue
		}
		checked++
		if !strings.Contains(all.String(), ": "+string(e.Code)+": ") {
			t.Errorf("no test shows %s (%s)", e.Code, e.Title)
		}
	}
	if checked == 0 {
		t.Error("there are no codes")
	}
}

func TestSmallestDocuments(t *testing.T) {
	for v, src := range map[Version]string{V20: head20 + "}", V21: "\xef\xbb\xbf" + head21 + "}"} {
		var ds diag.List
		d := Read("f", []byte(src), &ds)
		if ds.Len() > 0 || d.Version() != v || len(Validate(d)) > 0 || d.Products() != nil {
			t.Errorf("%s: %v %v", v, ds.Sorted(), Validate(d))
		}
	}
}

// A file of another kind is no reason for thousands of diagnostics.
func TestReportsEnd(t *testing.T) {
	var ds diag.List
	Read("f", []byte(head20+`, "vulnerabilities": [`+strings.Repeat("1, ", 1000)+`1]}`), &ds)
	if ds.Len() != maxReports {
		t.Errorf("%d diagnostics, want %d", ds.Len(), maxReports)
	}
}

// Every tag is understood: a slip in one would switch a check off.
func TestTags(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range []any{Document{}, Meta{}, Helper{}, Vulnerability{}, Branch{}, Note{}, CWE{}, ProductGroup{}, Tracking{}, Exploitation{}, EPSS{}, SharingGroup{}, FileHash{}, Reference{}} {
		for _, r := range shapeOf(reflect.TypeOf(tt)).members {
			if r.form == "" {
				continue
			}
			seen[r.form] = true
			if _, ok := forms[r.form]; !ok {
				t.Errorf("%T names the form %q, which there is not", tt, r.form)
			}
		}
	}
	seen["moment"] = true // of the type Moment
	for name := range forms {
		if !seen[name] {
			t.Errorf("nothing has the form %q", name)
		}
	}
}

// A large advisory with 20,000 products is read and checked in seconds.
func TestLargeDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some megabytes; run without -short")
	}
	a := pump()
	e := &a.Vulnerabilities[0]
	for i := range 20_000 {
		id := ProductID(fmt.Sprintf("P-%05d", i))
		a.Products = append(a.Products, Item{ID: id, Vendor: "V", Product: fmt.Sprintf("Product %d", i%500), Version: fmt.Sprintf("1.%d", i)})
		a.Products = append(a.Products, Item{ID: id + "-ON-HW", Part: id, Whole: "HW"})
		e.Statements[0].Products = append(e.Statements[0].Products, id, id+"-ON-HW")
	}
	d, _ := compose(t, a, V21)
	src := written(t, d)
	start := time.Now()
	var ds diag.List
	got := Read("f", src, &ds)
	read := time.Since(start)
	if failures := Validate(got); ds.Len() > 0 || len(failures) > 0 || len(got.Products()) != 40_006 {
		t.Fatal(ds.Sorted(), failures)
	}
	t.Logf("%d KB: read in %v, checked in %v", len(src)>>10, read, time.Since(start)-read)
}
