package csaf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProducts(t *testing.T) {
	d, _ := compose(t, pump(), V21)
	hw := &Product{
		ID: "HW", Name: "Example Devices Pump One A", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One", Version: "A",
		Helper: &Helper{ModelNumbers: []string{"P1-100*"}, SerialNumbers: []string{"7700*"}}, Pointer: "/product_tree/branches/0/branches/0/branches/0/branches/0/product",
	}
	old := &Product{
		ID: "FW-OLD", Name: "Example Devices Pump One Firmware vers:generic/>=1.0|<2.1", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One Firmware",
		Range: "vers:generic/>=1.0|<2.1", Pointer: "/product_tree/branches/0/branches/0/branches/1/branches/0/product",
	}
	got := d.Products()
	byID := map[ProductID]*Product{}
	for _, p := range got {
		byID[p.ID] = p
	}
	for _, want := range []*Product{
		hw, old,
		{ID: "STATION", Name: "Example Devices Central Station 5.0", Pointer: "/product_tree/full_product_names/0"},
		{
			ID: "OLD-ON-HW", Name: "Pump One with firmware before 2.1", Vendor: "Example Devices", Family: "Infusion", Product: "Pump One Firmware", Range: "vers:generic/>=1.0|<2.1",
			Relation: &Relation{Category: InstalledOn, Part: old, Whole: hw}, Pointer: "/product_tree/relationships/1/full_product_name",
		},
	} {
		if diff := cmp.Diff(want, byID[want.ID], sameDocument); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.ID, diff)
		}
	}
	if len(got) != 6 || byID["FW-NEW"].Helper.CPE == "" || len(byID["FW-NEW"].Helper.AllPURLs()) != 2 {
		t.Errorf("%d products, %+v", len(got), byID["FW-NEW"].Helper)
	}
}

// Trees that are wrong give what can be told, and end.
func TestProductsOfWrongTrees(t *testing.T) {
	name := func(id ProductID) FullProductName { return FullProductName{Name: string(id), ProductID: id} }
	d := &Document{ProductTree: &Tree{
		Branches: []Branch{{Category: VendorName, Name: "V", Branches: []Branch{
			{Category: ProductName, Name: "P", Branches: []Branch{{Category: Architecture, Name: "arm", Branches: []Branch{{Category: ProductVersion, Name: "vers:all/*", Product: &FullProductName{Name: "P", ProductID: "P"}}}}}},
			{Category: ProductName, Name: "without anything"},
		}}},
		FullProductNames: []FullProductName{name("P")},
		Relationships: []Relationship{
			{Category: InstalledWith, FullProductName: name("A"), ProductReference: "B", RelatesToProductReference: "P"},
			{Category: InstalledWith, FullProductName: name("B"), ProductReference: "A", RelatesToProductReference: "NONE"},
			{Category: InstalledWith, FullProductName: name("C"), ProductReference: "D", RelatesToProductReference: "P"},
			{Category: InstalledWith, FullProductName: name("D"), ProductReference: "P", RelatesToProductReference: "A"},
		},
	}}
	got := d.Products()
	if len(got) != 6 {
		t.Fatalf("%d products", len(got))
	}
	p, a, b, c := got[0], got[2], got[3], got[4]
	if p.Range != "vers:all/*" || p.Version != "" || p.Other[Architecture] != "arm" {
		t.Errorf("%+v", p)
	}
	if a.Relation.Part != b || b.Relation.Part != a || a.Relation.Whole != p || b.Relation.Whole != nil || a.Vendor != "" {
		t.Errorf("%+v %+v", a, b)
	}
	if c.Vendor != "V" || c.Range != "vers:all/*" {
		t.Errorf("what stands on a relationship is of its innermost part: %+v", c)
	}
}

func TestAccessors(t *testing.T) {
	cvss := CVSS{"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.8}
	old := &Vulnerability{CWE: &CWE{ID: "CWE-79"}, ReleaseDate: "2026-03-04T09:00:00Z", Scores: []Score{{CVSS3: cvss, Products: []ProductID{"A"}}}}
	now := &Vulnerability{CWEs: []CWE{{ID: "CWE-79"}}, DisclosureDate: "2026-03-04T09:00:00Z", Metrics: []Metric{{Content: Content{CVSS3: cvss}, Products: []ProductID{"A"}}}}
	if diff := cmp.Diff(now.AllMetrics(), old.AllMetrics(), sameDocument); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(now.AllCWEs(), old.AllCWEs()); diff != "" || old.Published() != now.Published() {
		t.Error(diff)
	}
	if score, ok := cvss.BaseScore(); !ok || score != 9.8 || cvss.Version() != "3.1" || cvss.Vector() == "" {
		t.Error(cvss)
	}
	if _, ok := (CVSS{}).BaseScore(); ok {
		t.Error("a score is where none is")
	}
}

func TestScoreOf(t *testing.T) {
	for vector, want := range map[string]struct {
		member string
		x      CVSS
	}{
		"AV:N/AC:L/Au:N/C:C/I:C/A:C":                                      {"cvss_v2", CVSS{"version": "2.0", "baseScore": 10.0}},
		"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N":                    {"cvss_v3", CVSS{"version": "3.0", "baseScore": 0.0, "baseSeverity": "NONE"}},
		"CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H":                    {"cvss_v3", CVSS{"version": "3.1", "baseScore": 6.5, "baseSeverity": "MEDIUM"}},
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H":                    {"cvss_v3", CVSS{"version": "3.1", "baseScore": 10.0, "baseSeverity": "CRITICAL"}},
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H": {"cvss_v4", CVSS{"version": "4.0", "baseScore": 10.0, "baseSeverity": "CRITICAL"}},
	} {
		want.x["vectorString"] = vector
		member, x, err := ScoreOf(vector)
		if diff := cmp.Diff(want.x, x); diff != "" || member != want.member || err != nil {
			t.Errorf("%s: %s %v\n%s", vector, member, err, diff)
		}
	}
}
