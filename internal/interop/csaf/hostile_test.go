package csaf

import (
	"fmt"
	"strings"
	"testing"

	"cordon/internal/diag"
)

// Documents that are made to take long, or much memory, end in time: chains and circles of relationships, groups that are used very often, long versions and names.
// Nothing is timed: one that took its full time would run into the limit of the test run.
func TestHostileDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some megabytes; run without -short")
	}
	relationships := func(n int, part, whole func(i int) int) *Tree {
		tree := &Tree{FullProductNames: []FullProductName{{Name: "N", ProductID: "P0"}}}
		for i := 1; i <= n; i++ {
			id := func(i int) ProductID { return ProductID(fmt.Sprintf("P%d", i)) }
			tree.Relationships = append(tree.Relationships, Relationship{
				Category: InstalledWith, FullProductName: FullProductName{Name: "N", ProductID: id(i)}, ProductReference: id(part(i)), RelatesToProductReference: id(whole(i)),
			})
		}
		return tree
	}
	const many = 20_000
	before := func(i int) int { return i - 1 }
	round := func(i int) int { return i%many + 1 }
	fixed := func(tree *Tree) *Document {
		d := &Document{ProductTree: tree, Vulnerabilities: []Vulnerability{{ProductStatus: &ProductStatus{}}}}
		for _, r := range tree.Relationships {
			d.Vulnerabilities[0].ProductStatus.Fixed = append(d.Vulnerabilities[0].ProductStatus.Fixed, r.FullProductName.ProductID)
		}
		d.Document.Category = SecurityAdvisory
		return d
	}
	group := &Document{ProductTree: &Tree{ProductGroups: []ProductGroup{{GroupID: "G"}}}, Vulnerabilities: []Vulnerability{{}}}
	for i := range many {
		group.ProductTree.ProductGroups[0].ProductIDs = append(group.ProductTree.ProductGroups[0].ProductIDs, ProductID(fmt.Sprintf("P%d", i)))
		group.Vulnerabilities[0].Remediations = append(group.Vulnerabilities[0].Remediations, Remediation{Category: VendorFix, Details: "D", GroupIDs: []GroupID{"G"}})
	}
	long := &Document{}
	long.Document.Lang = strings.Repeat("a", 1<<20)
	long.Document.LicenseExpression = strings.Repeat("(", 1<<20)
	long.Document.Tracking.Version = strings.Repeat("9", 1<<20)
	long.Document.Tracking.RevisionHistory = []Revision{{Date: "2026-03-04T09:00:00Z", Number: "1"}, {Date: "2026-03-05T09:00:00Z", Number: strings.Repeat("9", 1<<20)}}
	for name, tt := range map[string]struct {
		doc  *Document
		want string // a failure that there is
	}{
		"a chain":                      {fixed(relationships(many, before, before)), "6.1.27.13"},
		"a circle":                     {fixed(relationships(many, round, round)), "6.1.3"},
		"a group that is used often":   {group, "6.1 /product_tree/product_groups"},
		"long texts":                   {long, "6.1.21"},
		"very many failures of a test": {fixed(&Tree{Relationships: relationships(many, before, before).Relationships}), "6.1.1"},
	} {
		for _, v := range []Version{V20, V21} {
			tt.doc.Document.CSAFVersion = v
			tt.doc.Products()
			failures := Validate(tt.doc)
			found, size := false, 0
			for _, f := range failures {
				found = found || strings.HasPrefix(f.String(), tt.want)
				size += len(f.String())
			}
			// 2.0 has no test of affected versions, and looks into groups in VEX documents only.
			if !found && (v == V21 || tt.want != "6.1.27.13" && tt.doc != group) || len(failures) > maxFailures+1 || size > 10<<20 {
				t.Errorf("%s, %s: %d failures in %d bytes, and %s is among them: %v", name, v, len(failures), size, tt.want, found)
			}
		}
	}
}

// A name of a megabyte does not fill messages.
func TestLongNames(t *testing.T) {
	name := strings.Repeat("é", 1<<19)
	src := strings.Replace(head20, `"title": "T"`, `"title": "T", "lang": "`+name+`", "`+name+`": 1`, 1) + "}"
	var ds diag.List
	Read("f", []byte(src), &ds)
	if len(ds.Sorted()) != 2 {
		t.Fatalf("%d diagnostics", ds.Len())
	}
	for _, d := range ds.Sorted() {
		if len(d.Message) > 500 {
			t.Errorf("%d bytes: %s", len(d.Message), d.Message[:200])
		}
	}
}
