package csaf

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// feeds finds published advisories.
func feeds(t testing.TB) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "..", "shared", "data", "feeds")
	var out []string
	for _, folder := range []string{"csaf-icsma", "csaf-icsa-sample"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "ics*.json"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, files...)
	}
	if len(out) == 0 {
		t.Skipf("no advisories under %s; get the feeds csaf-icsma and csaf-icsa-sample of cisagov/CSAF and put them there (CORDON has them in shared/data)", root)
	}
	return out
}

// TestPublishedAdvisories reads the medical advisories of CISA and a sample of its others. All of them have the form of the schema, and pass all
// mandatory tests. What would not pass for a stricter reader is counted as well.
func TestPublishedAdvisories(t *testing.T) {
	count := map[string]int{}
	failed := map[string]int{}
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		d := Read(filepath.Base(file), src, &ds)
		if ds.Len() > 0 || d == nil {
			t.Errorf("%v", ds.Sorted())
			continue
		}
		tally(d, count)
		if FileName(d.Document.Tracking.ID) != filepath.Base(file) {
			count["files with another name than by the rule"]++
		}
		tests := map[string]bool{}
		for _, f := range Validate(d) {
			t.Errorf("%v: %v", d.Place(f.Path), f)
			tests[f.Test] = true
		}
		for id := range tests {
			failed[id]++
		}
		roundTrip(t, d, src)
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%-50s %5d", name, count[name])
	}
	t.Logf("%-50s %5d", "advisories that do not pass a mandatory test", len(failed))
	for _, m := range MandatoryTests() {
		if slices.Contains(m.Of, V20) {
			t.Logf("%-9s %-75s %4d", m.ID, m.Title, failed[m.ID])
		}
	}
	want := map[string]int{
		"documents": 158, "of category csaf_security_advisory": 158, "products": 784, "products with a version": 210, "products with a range": 574,
		"ranges of the form of 2.1": 340, "ranges called product_version": 209, "documents with ranges called product_version": 25, "products with model numbers": 35, "vulnerabilities": 454, "product_status known_affected": 1891, "scores": 455, "remediations": 2164,
		"notes": 2100, "references": 1834, "revisions": 223,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// roundTrip writes a document and compares what it says with what it was read from.
func roundTrip(t *testing.T, d *Document, src []byte) {
	t.Helper()
	var want, got any
	if err := json.Unmarshal(src, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(written(t, d), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: what is written differs (-want +got):\n%s", d.Document.Tracking.ID, diff)
	}
}

func tally(d *Document, count map[string]int) {
	count["documents"]++
	count["of category "+d.Document.Category]++
	count["revisions"] += len(d.Document.Tracking.RevisionHistory)
	count["notes"] += len(d.Document.Notes)
	count["references"] += len(d.Document.References)
	for _, p := range d.Products() {
		count["products"]++
		if p.Range != "" {
			count["products with a range"]++
		}
		if p.Version != "" {
			count["products with a version"]++
		}
		if p.Range != "" && checkRange(p.Range) == nil {
			count["ranges of the form of 2.1"]++
		}
		if p.Helper != nil && len(p.Helper.ModelNumbers) > 0 {
			count["products with model numbers"]++
		}
		if p.Vendor == "" || p.Product == "" {
			count["products without vendor or name"]++
		}
	}
	// The text of 6.1.31 forbids what the check that it holds for sufficient does not see.
	before := count["ranges called product_version"]
	for _, l := range d.leaves() {
		if b := l.steps[len(l.steps)-1]; b.Category == ProductVersion && b.Name == "vers:all/*" {
			count["ranges called product_version"]++
		}
	}
	if count["ranges called product_version"] > before {
		count["documents with ranges called product_version"]++
	}
	for i := range d.Vulnerabilities {
		v := &d.Vulnerabilities[i]
		count["vulnerabilities"]++
		for status, ids := range v.ProductStatus.All() {
			count["product_status "+string(status)] += len(ids)
		}
		count["notes"] += len(v.Notes)
		count["references"] += len(v.References)
		count["remediations"] += len(v.Remediations)
		count["scores"] += len(v.Scores)
	}
}
