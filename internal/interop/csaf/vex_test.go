package csaf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/vextest"
)

// held is a document as the standard holds it, in the order in which it is read back.
func held(v *postmarket.VEX, version Version) *postmarket.VEX {
	out := *v
	out.Author, out.Role = v.Publisher.Name, ""
	if v.Title == "" {
		out.Title = "Vulnerabilities in " + subjects(v)
	}
	if v.TLP == "" {
		out.TLP = postmarket.TLPClear
	}
	if len(v.History) == 0 {
		out.Version, out.History = 1, []postmarket.Edition{{Version: 1, Date: v.Issued, Summary: "First version."}}
		if v.Version > 1 {
			out.History[0].Date = v.Updated
		}
		if v.Version == 2 {
			out.Version, out.History = 2, []postmarket.Edition{{Version: 1, Date: v.Issued, Summary: "First version."}, {Version: 2, Date: v.Updated, Summary: "Changed."}}
		}
	}
	out.Issued, out.Updated = out.History[0].Date, out.History[len(out.History)-1].Date
	if out.Version == 1 {
		out.Updated = ""
	}
	out.Statements = nil
	lossy := &fromVEX{version: version, at: map[saying]int{}}
	for _, s := range v.Statements {
		s.Issued, s.Updated, s.ActionDate = "", "", ""
		if _, exact := s.Coarse(); exact && s.Justification != "" {
			s.Reason, _ = s.Coarse()
			s.Justification = ""
		}
		if version == V20 {
			s.Vulnerability.CWEs = s.Vulnerability.CWEs[:min(1, len(s.Vulnerability.CWEs))]
		}
		var vectors []string
		for _, x := range s.Vulnerability.Vectors {
			if version == V21 || !strings.HasPrefix(x, "CVSS:4") {
				vectors = append(vectors, x)
			}
		}
		s.Vulnerability.Vectors = vectors
		var e Entry
		lossy.remedies(&e, "", &s)
		s.Action, s.Response, s.Remedies = "", nil, nil
		for _, r := range e.Remediations {
			if old := in20[r.Category]; old != "" && version == V20 {
				r.Category = old
			}
			x := postmarket.Remedy{Category: postmarket.RemedyCategory(r.Category), Details: r.Details, URL: r.URL, Date: string(r.Date)}
			if details, ok := strings.CutSuffix(x.Details, " (fixed in version 2.1)"); ok {
				x.Details, x.Fixed = details, "2.1"
			}
			s.Remedies = append(s.Remedies, x)
		}
		s.Product.ID = s.Product.Key()
		out.Statements = append(out.Statements, s)
	}
	return &out
}

var sameVEX = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreFields(postmarket.Statement{}, "At"),
	cmpopts.SortSlices(func(a, b postmarket.Statement) bool { return a.Label() < b.Label() }),
	cmpopts.SortSlices(func(a, b postmarket.Remedy) bool { return a.Details < b.Details }),
}

// What is written passes all mandatory tests, is read back as what the standard holds of it, and is written again in the same bytes.
func TestVEXRoundTrip(t *testing.T) {
	for _, version := range []Version{V20, V21} {
		rapid.Check(t, func(t *rapid.T) {
			v := vextest.Draw(t)
			out := layOut(t, v, version, FromVEX)
			var ds diag.List
			back := ToVEX(Read("f", out, &ds), &ds)
			for _, d := range ds.Sorted() {
				t.Fatal(d)
			}
			if diff := cmp.Diff(held(v, version), back, sameVEX); diff != "" {
				t.Fatalf("%s -want +got:\n%s\n%s", version, diff, out)
			}
			if p := back.Problems(); len(p) > 0 {
				t.Fatal(p)
			}
			again := layOut(t, back, version, FromVEX)
			third := layOut(t, ToVEX(Read("f", again, &ds), &ds), version, FromVEX)
			if !bytes.Equal(again, third) {
				t.Fatalf("-first +again:\n%s", cmp.Diff(string(again), string(third)))
			}
		})
	}
}

func layOut(t interface{ Fatalf(string, ...any) }, v *postmarket.VEX, version Version, lay func(*postmarket.VEX, Version) (*Document, []string, error)) []byte {
	d, _, err := lay(v, version)
	if err != nil {
		t.Fatalf("%v", err)
	}
	out, err := Write(d)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var ds diag.List
	back := Read("f", out, &ds)
	if failures := Validate(back); ds.Len() > 0 || len(failures) > 0 {
		t.Fatalf("%s: %v %v\n%s", version, ds.Sorted(), failures, out)
	}
	return out
}

// Advisories made from any statements pass all mandatory tests, or there is nothing to advise.
func TestAdvisoryFromVEXIsValid(t *testing.T) {
	for _, version := range []Version{V20, V21} {
		rapid.Check(t, func(t *rapid.T) {
			v := vextest.Draw(t)
			affected := slices.ContainsFunc(v.Statements, func(s postmarket.Statement) bool { return s.Status == postmarket.StatusAffected })
			if _, _, err := AdvisoryFromVEX(v, version); err != nil && !affected && version == V21 {
				return
			}
			layOut(t, v, version, AdvisoryFromVEX)
		})
	}
}

func TestVEXCannotBeLaidOut(t *testing.T) {
	for _, x := range []struct {
		change func(*postmarket.VEX)
		want   string
	}{
		{func(v *postmarket.VEX) { v.ID = "" }, "VEX document  as CSAF: it has no id"},
		{func(v *postmarket.VEX) { v.Publisher.Namespace = "" }, `VEX document V as CSAF: the standard needs the name of the publisher and a URL that is its own; "P" and "" are given`},
		{func(v *postmarket.VEX) { v.Statements = nil }, "VEX document V as CSAF: it has no statements"},
		{func(v *postmarket.VEX) { v.Issued = "today" }, `VEX document V as CSAF: version 1 has no date: "today"`},
		{func(v *postmarket.VEX) {
			v.History = []postmarket.Edition{{Version: 1, Date: "2026-03-02T09:00:00Z"}, {Version: 2, Date: "2026-03-01T09:00:00Z"}}
		}, "VEX document V as CSAF: version 2 is older than the version before it"},
		{func(v *postmarket.VEX) {}, "VEX document V as CSAF: a security advisory of version 2.1 is about affected products, and no product is affected"},
	} {
		v := &postmarket.VEX{
			ID: "V", Version: 1, Issued: "2026-03-01T09:00:00Z", Publisher: postmarket.Publisher{Name: "P", Namespace: "https://example.com"},
			Statements: []postmarket.Statement{{Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1000"}, Product: postmarket.ProductRef{ID: "X"}, Status: postmarket.StatusFixed}},
		}
		x.change(v)
		if _, _, err := AdvisoryFromVEX(v, V21); err == nil || err.Error() != x.want {
			t.Errorf("got %v\nwant %s", err, x.want)
		}
	}
}

func TestVEXLosses(t *testing.T) {
	v := &postmarket.VEX{
		ID: "V", Version: 5, Author: "A", Role: "R", Issued: "2026-03-01T09:00:00Z", Updated: "2026-03-05T09:00:00Z", Publisher: postmarket.Publisher{Name: "P", Namespace: "https://example.com", Category: postmarket.MultiplierParty},
		Statements: []postmarket.Statement{
			{
				Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1000", CWEs: []string{"CWE-999999"}, Vectors: []string{"AV:?"}, References: []string{"here"}, Published: "2026-04-01T09:00:00Z"},
				Product:       postmarket.ProductRef{ID: "X", Name: "Pump", Supplier: "P", Version: "all before 2", CPE: "cpe", PURL: "purl", BOM: "here", Serials: []string{"*7*"}}, Component: &postmarket.ProductRef{ID: "Y", Name: "part", Version: "1"},
				Status: postmarket.StatusAffected, Issued: "2026-03-01T09:00:00Z", Response: []postmarket.Response{postmarket.Update}, Remedies: []postmarket.Remedy{{Category: postmarket.VendorFix, Details: "d", URL: "here"}, {Category: postmarket.NoneAvailable, Details: "e"}},
			},
			{Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1001"}, Product: postmarket.ProductRef{ID: "Z"}, Status: postmarket.StatusFixed},
			{Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1000"}, Product: postmarket.ProductRef{ID: "Z", Name: "Z", Supplier: "P"}, Status: postmarket.StatusFixed, Harm: "None."},
			{Product: postmarket.ProductRef{ID: "Z"}},
		},
	}
	_, losses, err := AdvisoryFromVEX(v, V21)
	if err != nil {
		t.Fatal(err)
	}
	const label = "CVE-2026-1000 in P Pump all before 2, part part 1: "
	want := []string{
		"the author A, who is not the publisher", "the role of the author", "version 5 becomes version 1, for the history is not known", "CVE-2026-1000: CWE-999999, which is no weakness",
		"CVE-2026-1000: the vector AV:?, which gives no score, or is the second of its version", "CVE-2026-1000: the reference here, which is no URL", "CVE-2026-1000: its publication on 2026-04-01T09:00:00Z, which is no date, or lies after this document",
		`P Pump all before 2: the serial number "*7*"`, "P Pump all before 2: purl, which is no package URL", "P Pump all before 2: cpe, which is no CPE", "P Pump all before 2: its bill of materials here, which is no URI",
		"P Pump all before 2: its version, other than in the name, for it is no version or range of the standard", label + "here, which is no URL",
		label + "the remedy none_available, which says nothing, or contradicts the status or another remedy", "responses, other than as remediations where nothing else says what to do", "the dates of statements and actions", "CVE-2026-1000: what a later statement says otherwise of the vulnerability",
		" in Z: the statement has no status, vulnerability or product", "CVE-2026-1000: the product Z is fixed, for no other version of it is affected", "CVE-2026-1001, for no product is affected by it",
	}
	if diff := cmp.Diff(want, losses); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The medical advisories of CISA are read as VEX; each status of each product is a statement, and most can be laid out again in 2.1.
func TestPublishedAdvisoriesAsVEX(t *testing.T) {
	documents, statements, advised := 0, 0, 0
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		d := Read(filepath.Base(file), src, &ds)
		v := ToVEX(d, &ds)
		documents++
		statements += len(v.Statements)
		for _, version := range []Version{V20, V21} {
			again, _, err := AdvisoryFromVEX(v, version)
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(file), err)
				continue
			}
			advised++
			for _, f := range Validate(again) {
				t.Errorf("%s as %s: %v", filepath.Base(file), version, f)
			}
		}
	}
	if documents != 158 || statements != 1891 || advised != 316 {
		t.Errorf("%d documents with %d statements, %d laid out again", documents, statements, advised)
	}
}

func TestToVEXReportsWhatItLeavesOut(t *testing.T) {
	a := pump()
	a.Category = Base
	a.Acknowledgments = []Acknowledgment{{Organization: "X"}}
	d, _ := compose(t, a, V21)
	var ds diag.List
	ToVEX(Read("f", written(t, d), &ds), &ds)
	var got []string
	for _, x := range ds.Sorted() {
		got = append(got, x.Message)
	}
	slices.Sort(got)
	want := []string{
		"/document/acknowledgments: not carried over: who is thanked",
		"/document/category: not carried over: that the document is of category csaf_base",
		"/document/references: not carried over: a reference of the document",
		"/product_tree/branches/0/branches/0/branches/1/branches/1/product: not carried over: a further package URL of a product",
		"/product_tree/branches/0/branches/0/branches/1/branches/1/product: not carried over: families, and branches other than vendor, product and version",
		"/product_tree/branches/0/branches/0/branches/1/branches/1/product: not carried over: hashes and stock numbers of products",
		"/vulnerabilities/0/discovery_date: not carried over: when the vulnerability was discovered",
		"/vulnerabilities/0/first_known_exploitation_dates: not carried over: when exploitation was first known",
		"/vulnerabilities/0/metrics/2: not carried over: who rated a vulnerability",
		"/vulnerabilities/0/product_status/first_fixed: not carried over: which version is the first or the last one",
		"/vulnerabilities/0/product_status/recommended: not carried over: the status recommended",
		"/vulnerabilities/0/remediations/0: not carried over: what a remediation needs (entitlements, restart)",
		"/vulnerabilities/0/threats/0: not carried over: the date of a threat",
		"/vulnerabilities/1/product_status/unknown: not carried over: the status unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzToVEX(f *testing.F) {
	for _, name := range []string{"pump-2.0.json", "pump-2.1.json"} {
		src, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		d := Read("f", src, &ds)
		if d == nil {
			return
		}
		v := ToVEX(d, &ds)
		v.Problems()
		for _, version := range []Version{V20, V21} {
			if d, _, err := FromVEX(v, version); err == nil {
				Validate(d)
			}
		}
	})
}

// Documents about very many products are laid out, each thing said once.
func TestVEXOfManyProducts(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads some megabytes; run without -short")
	}
	const n = 20_000
	v := &postmarket.VEX{ID: "V", Version: 1, Issued: "2026-03-01T09:00:00Z", Publisher: postmarket.Publisher{Name: "P", Namespace: "https://example.com"}}
	for i := range n {
		v.Statements = append(v.Statements, postmarket.Statement{
			Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1000"}, Product: postmarket.ProductRef{ID: fmt.Sprint(i), Name: "Pump", Supplier: "P", Version: fmt.Sprint(i)},
			Status: postmarket.StatusAffected, Action: "Update.", Harm: "It stops.", Notes: fmt.Sprint("Note ", i), Exploited: "No.",
		}, postmarket.Statement{
			Vulnerability: postmarket.VulnerabilityRef{ID: "CVE-2026-1000"}, Product: postmarket.ProductRef{ID: fmt.Sprint("not ", i), Name: "Pump", Supplier: "P", Version: fmt.Sprint("not ", i)},
			Status: postmarket.StatusNotAffected, Impact: fmt.Sprint("Reason ", i),
		})
	}
	var ds diag.List
	back := ToVEX(Read("f", layOut(t, v, V21, AdvisoryFromVEX), &ds), &ds)
	if len(back.Statements) != 2*n || len(back.Problems()) > 0 {
		t.Errorf("%d statements, %v", len(back.Statements), ds.Sorted())
	}
}
