package csaf

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"cordon/internal/diag"
)

// advisory draws an advisory that has no mistake.
func advisory(t *rapid.T) Advisory {
	a := Advisory{
		Category: rapid.SampledFrom([]string{SecurityAdvisory, VEX}).Draw(t, "category"), ID: fmt.Sprintf("EXD-%d", rapid.IntRange(0, 99999).Draw(t, "id")), Title: "T",
		Label: rapid.SampledFrom([]Label{"", Clear, White, Green, Amber, AmberStrict, Red}).Draw(t, "label"), Licence: rapid.SampledFrom([]string{"", "CC0-1.0", "MIT OR Apache-2.0"}).Draw(t, "licence"),
		Publisher: Publisher{Category: Vendor, Name: "N", Namespace: "https://www.example.com"}, Status: rapid.SampledFrom([]DocumentStatus{"", Final, Interim, Draft}).Draw(t, "status"),
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "revisions") {
		a.Revisions = append(a.Revisions, Issue{Number: fmt.Sprint(i + 1), When: day(i + 10), Summary: "S"})
	}
	n := rapid.IntRange(2, 6).Draw(t, "products")
	var ids []ProductID
	for i := range n {
		x := Item{ID: ProductID(fmt.Sprintf("P%d", i))}
		switch rapid.IntRange(0, 4).Draw(t, "sort") {
		case 0:
			x.Name = "Plain name"
		case 1:
			x.Vendor, x.Product, x.Range = "V", rapid.SampledFrom([]string{"A", "B"}).Draw(t, "product"), "vers:generic/<2.0"
		case 2:
			if i > 1 {
				x.Part, x.Whole = ids[0], ids[1]
				break
			}
			fallthrough
		default:
			x.Vendor, x.Family, x.Product = rapid.SampledFrom([]string{"V", "W"}).Draw(t, "vendor"), rapid.SampledFrom([]string{"", "F"}).Draw(t, "family"), "A"
			x.Version = rapid.SampledFrom([]string{"", "1.0", "2.0"}).Draw(t, "version")
		}
		if rapid.Bool().Draw(t, "helper") {
			x.Helper = &Helper{PURLs: []string{fmt.Sprintf("pkg:generic/p%d@1", i)}, SerialNumbers: []string{"1*"}}
		}
		a.Products = append(a.Products, x)
		ids = append(ids, x.ID)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "vulnerabilities") {
		e := Entry{CVE: fmt.Sprintf("CVE-2026-%d", 10000+i), Weaknesses: []string{"CWE-787", "CWE-20"}[:rapid.IntRange(0, 2).Draw(t, "weaknesses")], Published: day(9), Notes: []Note{{Category: Description, Text: "N"}}}
		affected := Statement{Products: ids[:1], Status: KnownAffected}
		e.Statements = []Statement{affected}
		for _, id := range ids[1:] {
			s := Statement{Products: []ProductID{id}, Status: rapid.SampledFrom([]Status{KnownAffected, KnownNotAffected, UnderInvestigation, Unknown}).Draw(t, "status of a product")}
			if s.Status == KnownNotAffected {
				s.Justification = rapid.SampledFrom([]Justification{"", ComponentNotPresent, CannotBeControlled}).Draw(t, "justification")
				s.Impact = "I"
			}
			e.Statements = append(e.Statements, s)
		}
		for _, v := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"AV:N/AC:L/Au:N/C:C/I:C/A:C", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H/E:P", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A"}), 0, 4, rapid.ID).Draw(t, "vectors") {
			e.Ratings = append(e.Ratings, Rated{Vector: v})
		}
		e.Remediations = []Remediation{{Category: rapid.SampledFrom([]RemediationCategory{VendorFix, Mitigation, Workaround, FixPlanned, NoFixPlanned, NoneAvailable}).Draw(t, "remediation"), Details: "D"}}
		if rapid.Bool().Draw(t, "exploited") {
			e.Exploited = []Exploited{{When: day(8), Reported: day(9)}}
		}
		a.Vulnerabilities = append(a.Vulnerabilities, e)
	}
	return a
}

// An advisory without mistakes gives documents of both versions that are read without a remark, pass all mandatory tests, and are written the same again.
func TestComposedIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := advisory(t)
		for _, v := range []Version{V20, V21} {
			d, _, err := Compose(a, v)
			if err != nil {
				t.Fatal(err)
			}
			out, err := Write(d)
			if err != nil {
				t.Fatal(err)
			}
			var ds diag.List
			back := Read("f", out, &ds)
			if failures := Validate(back); ds.Len() > 0 || len(failures) > 0 {
				t.Fatalf("%s: %v %v\n%s", v, ds.Sorted(), failures, out)
			}
			again, err := Write(back)
			if err != nil || !bytes.Equal(out, again) {
				t.Fatalf("%s: written again it differs: %v", v, err)
			}
			if len(back.Products()) != len(a.Products) {
				t.Fatalf("%d products of %d", len(back.Products()), len(a.Products))
			}
		}
	})
}
