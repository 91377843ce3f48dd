package csaf

import (
	"os"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// Products with a package URL or a CPE name become advisories on them, with their versions; others have names only.
func TestAdvisories(t *testing.T) {
	name := func(category BranchCategory, text string, h *Helper) Branch {
		return Branch{Category: category, Name: text, Product: &FullProductName{Name: text, ProductID: ProductID(text), ProductIdentificationHelper: h}}
	}
	d := &Document{
		ProductTree: &Tree{Branches: []Branch{
			name(ProductVersionRange, "vers:npm/>=1.0.0|<2.1.0", &Helper{PURL: "pkg:npm/acme"}),
			name(ProductVersion, "5", &Helper{CPE: "cpe:2.3:a:acme:station:5:*:*:*:*:*:*:*"}),
			name(ProductVersionRange, "<3.1", &Helper{CPE: "cpe:/o:acme:firmware"}),
			name(ProductVersionRange, "3 and prior", nil),
			name(ProductVersionRange, "4 and prior", &Helper{CPE: "cpe:/o:acme:odd"}),
		}},
		Vulnerabilities: []Vulnerability{
			{
				CVE: "CVE-2026-1", Title: "A flaw", CWE: &CWE{ID: "CWE-79"},
				Scores:        []Score{{CVSS3: CVSS{"vectorString": "CVSS:3.1/AV:N"}}},
				ProductStatus: &ProductStatus{KnownAffected: []ProductID{"vers:npm/>=1.0.0|<2.1.0", "5", "<3.1", "3 and prior"}},
			},
			{
				ProductStatus: &ProductStatus{KnownAffected: []ProductID{"4 and prior"}, Fixed: []ProductID{"5"}},
				Metrics: []Metric{{Source: "https://acme.example", Content: Content{
					EPSS:  &EPSS{Probability: "0.5", Percentile: "0.9", Timestamp: "2026-01-02T00:00:00Z"},
					SSVC2: SSVC{"timestamp": "2026-01-03T00:00:00Z", "selections": []any{map[string]any{"name": "Exploitation", "values": []any{map[string]any{"name": "Public PoC"}}}}},
				}}},
				FirstKnownExploitationDates: []Exploitation{{ExploitationDate: "2026-01-04T00:00:00Z"}},
			},
		},
	}
	d.Document.Tracking.ID, d.Document.Publisher.Name = "A-1", "Acme"
	var ds diag.List
	all, scores := d.Advisories(&ds)
	if list := ds.Sorted(); len(list) != 1 || list[0].Code != diag.FeedVersions {
		t.Errorf("said %v", list)
	}
	a, b := all[0], all[1]
	if a.ID != "CVE-2026-1" || a.Source != "CSAF A-1" || a.Summary != "A flaw" || a.CWEs[0] != "CWE-79" || a.Severity[0] != (postmarket.Severity{Type: "CVSS_V3", Score: "CVSS:3.1/AV:N", Source: "Acme"}) {
		t.Errorf("%+v", a)
	}
	if len(a.Affected) != 1 || a.Affected[0].Range.String() != "vers:npm/>=1.0.0|<2.1.0" || len(a.Configurations) != 2 {
		t.Errorf("%+v", a)
	}
	if got := a.Configurations[1].Products[0].Versions.String(); got != "vers:generic/<3.1" {
		t.Errorf("firmware: %s", got)
	}
	if b.ID != "A-1#2" || len(b.Configurations) != 0 || b.Exploited[0] != (postmarket.Exploited{Source: "CSAF A-1", Since: "2026-01-04"}) || b.SSVC[0].Exploitation != "poc" {
		t.Errorf("%+v", b)
	}
	if len(scores) != 1 || scores[0] != (postmarket.Score{ID: "A-1#2", EPSS: postmarket.EPSS{Probability: 0.5, Percentile: 0.9, Day: "2026-01-02"}}) {
		t.Errorf("%+v", scores)
	}
}

// All published advisories become advisories on vulnerabilities without a word; they name no package and no CPE.
func TestAdvisoriesOfPublishedDocuments(t *testing.T) {
	vulnerabilities, rated := 0, 0
	for _, file := range feeds(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		all, _ := Read(file, src, &ds).Advisories(&ds)
		if ds.Len() > 0 {
			t.Errorf("%v", ds.Sorted())
		}
		for _, a := range all {
			if vulnerabilities++; len(a.Severity) > 0 {
				rated++
			}
		}
	}
	t.Logf("%d vulnerabilities, %d of them rated", vulnerabilities, rated)
	if vulnerabilities == 0 || rated == 0 {
		t.Error("there are none")
	}
}
