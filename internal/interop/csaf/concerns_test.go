package csaf

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// Each state of each product in each vulnerability is one concern; what a product is found by comes with it.
func TestConcerns(t *testing.T) {
	hw := &Product{ID: "HW", Helper: &Helper{ModelNumbers: []string{"P1-100*"}, SerialNumbers: []string{"7700*"}, CPE: "cpe:2.3:h:a:b:-:*:*:*:*:*:*:*", PURL: "pkg:generic/b"}}
	tree := &Tree{FullProductNames: []FullProductName{{Name: "B", ProductID: "HW", ProductIdentificationHelper: hw.Helper}, {Name: "C", ProductID: "C"}}}
	d := &Document{ProductTree: tree, Vulnerabilities: []Vulnerability{
		{CVE: "CVE-2026-1", ProductStatus: &ProductStatus{KnownAffected: []ProductID{"HW", "nowhere"}, LastAffected: []ProductID{"C"}}},
		{IDs: []ID{{SystemName: "us", Text: "BUG-1"}}, ProductStatus: &ProductStatus{Fixed: []ProductID{"C"}}},
		{ProductStatus: &ProductStatus{KnownNotAffected: []ProductID{"HW"}}},
	}}
	d.Document.Tracking.ID = "A-1"
	type row struct {
		Vulnerability string
		Number        int
		Status        Status
		Product       ProductID
		Affected      bool
	}
	var got []row
	for _, c := range d.Concerns() {
		got = append(got, row{c.Vulnerability, c.Number, c.Status, c.Product.ID, c.Status.Affected()})
	}
	want := []row{
		{"CVE-2026-1", 0, KnownAffected, "HW", true}, {"CVE-2026-1", 0, LastAffected, "C", true},
		{"BUG-1", 1, Fixed, "C", false}, {"A-1#3", 2, KnownNotAffected, "HW", false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	first, second := d.Concerns()[0], d.Concerns()[1]
	if first.CPE() == "" || len(first.ModelNumbers()) != 1 || len(first.SerialNumbers()) != 1 || len(first.PURLs()) != 1 {
		t.Errorf("%+v", first.Product.Helper)
	}
	if second.CPE() != "" || second.ModelNumbers() != nil || second.SerialNumbers() != nil || second.PURLs() != nil {
		t.Error("a product without other names has some")
	}
}

// Every product of the published advisories that has a state is found with vendor and name.
func TestConcernsOfPublishedAdvisories(t *testing.T) {
	all, affected, models := 0, 0, 0
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		for _, c := range Read(file, src, &ds).Concerns() {
			all++
			if c.Status.Affected() {
				affected++
			}
			if c.Product.Vendor == "" || c.Product.Product == "" || c.Product.Version == "" && c.Product.Range == "" {
				t.Errorf("%s: %+v", file, c.Product)
			}
			if len(c.ModelNumbers()) > 0 {
				models++
			}
		}
	}
	t.Logf("%d concerns, %d of affected products, %d with model numbers", all, affected, models)
	if all == 0 || affected == 0 || models == 0 {
		t.Error("there are none")
	}
}
