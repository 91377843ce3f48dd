package csaf

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

func TestPublishedAdvisories(t *testing.T) {
	files := feeds(t)
	count := map[string]int{}
	failed := map[string]int{}
	for _, file := range files {
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
		if got := FileName(d.Document.Tracking.ID); got != filepath.Base(file) {
			count["file names that are not by the rule"]++
		}
		seen := map[string]bool{}
		for _, f := range Validate(d) {
			if !seen[f.Test] {
				failed[f.Test]++
				seen[f.Test] = true
			}
			t.Logf("%s:%d: %s", filepath.Base(file), d.Place(f.Path).Line, f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%-40s %5d", name, count[name])
	}
	t.Logf("tests that advisories do not pass, by number of advisories: %v", failed)
	_ = cmp.Diff
	_ = strings.ToLower
}

func tally(d *Document, count map[string]int) {
	count["documents"]++
	count["of category "+d.Document.Category]++
	for _, p := range d.Products() {
		count["products"]++
		switch {
		case p.Range != "":
			count["products with a range"]++
		case p.Version != "":
			count["products with a version"]++
		}
		if p.Helper != nil {
			count["products with a helper"]++
			count["model numbers"] += len(p.Helper.ModelNumbers)
		}
		if p.Vendor == "" || p.Product == "" {
			count["products without vendor or name"]++
		}
	}
	for i := range d.Vulnerabilities {
		v := &d.Vulnerabilities[i]
		count["vulnerabilities"]++
		for status, ids := range v.ProductStatus.All() {
			count["product_status "+string(status)] += len(ids)
		}
		count["remediations"] += len(v.Remediations)
		count["scores"] += len(v.Scores)
	}
}
