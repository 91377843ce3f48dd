package postmarket

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// feedsOfOne are feeds that speak of the same vulnerability under several names.
func feedsOfOne(t testing.TB) *Feeds {
	in := &Feeds{Advisories: sample(t)}
	for i := range in.Advisories {
		in.Advisories[i].Source = "OSV"
	}
	in.Advisories[0].CWEs = []string{"CWE-100", "CWE-79"}
	in.Advisories[0].Published, in.Advisories[0].Modified = "2026-02-03", "2026-02-04T00:00:00Z"
	in.Advisories[1].Severity = []Severity{{"CVSS_V3", "CVSS:3.1/AV:N", "GHSA-b"}}
	in.Advisories = append(in.Advisories, Advisory{
		ID: "CVE-2026-2", Source: "CVE", Summary: "A long description.", Published: "2026-01-01", Modified: "2026-01-02", CWEs: []string{"CWE-79"},
		SSVC: []SSVCPoints{{"CISA-ADP", "2026-01-05", "poc", "yes", "total"}},
	}, Advisory{ID: "CVE-2026-9", Source: "CVE", Withdrawn: "2026-03-01"})
	in.Facts = []Facts{{ID: "CVE-2026-2", Summary: "Acme Flaw", Exploited: []Exploited{{"CISA KEV", "2026-01-09", "2026-01-30", true}}, Sources: []string{"CISA KEV"}}}
	in.Scores = []Score{{"CVE-2026-2", EPSS{0.5, 0.97, "2026-01-01"}}, {"CVE-2026-2", EPSS{0.6, 0.98, "2026-01-02"}}, {"CVE-2026-7", EPSS{0.1, 0.2, "2026-01-02"}}}
	return in
}

// Facts are found by each name of a vulnerability, and what several feeds say is kept with its source.
func TestFacts(t *testing.T) {
	ix, err := OpenIndex(feedsOfOne(t).Index())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]*Facts{
		"CVE-2026-2": {
			ID: "CVE-2026-2", Aliases: []string{"GHSA-b", "GO-2"}, CWEs: []string{"CWE-79", "CWE-100"}, Summary: "A long description.",
			Published: "2026-01-01", Modified: "2026-02-04T00:00:00Z", Severity: []Severity{{"CVSS_V3", "CVSS:3.1/AV:N", "GHSA-b"}},
			EPSS: &EPSS{0.6, 0.98, "2026-01-02"}, Exploited: []Exploited{{"CISA KEV", "2026-01-09", "2026-01-30", true}},
			SSVC:    []SSVCPoints{{"CISA-ADP", "2026-01-05", "poc", "yes", "total"}},
			Sources: []string{"CISA KEV", "CVE", "EPSS", "OSV GHSA-b", "OSV GO-2"},
		},
		"GO-1":       {ID: "GO-1", Summary: "All of it.", Sources: []string{"OSV"}},
		"GO-3":       {ID: "GO-3", Withdrawn: "2026-01-01", Sources: []string{"OSV"}},
		"CVE-2026-9": {ID: "CVE-2026-9", Withdrawn: "2026-03-01", Sources: []string{"CVE"}},
		"CVE-2026-7": {ID: "CVE-2026-7", EPSS: &EPSS{0.1, 0.2, "2026-01-02"}, Sources: []string{"EPSS"}},
		"CVE-2026-8": nil,
	}
	want["GO-2"], want["GHSA-b"] = want["CVE-2026-2"], want["CVE-2026-2"]
	for id, w := range want {
		got, err := ix.Facts(id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
		if d := cmp.Diff(w, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", id, d)
		}
	}
}

// An advisory that its author withdrew does not take the vulnerability away, as long as others publish it.
func TestWithdrawnElsewhere(t *testing.T) {
	in := feedsOfOne(t)
	in.Advisories[1].Withdrawn = "2026-05-01"
	ix, err := OpenIndex(in.Index())
	if err != nil {
		t.Fatal(err)
	}
	if f, err := ix.Facts("CVE-2026-2"); err != nil || f.Withdrawn != "" || len(f.Severity) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	if f, err := ix.Facts("GHSA-b"); err != nil || f.Withdrawn != "2026-05-01" {
		t.Errorf("%+v, %v", f, err)
	}
}

// The same feeds give the same bytes, in whatever order they come.
func TestIndexOfFeedsIsTheSame(t *testing.T) {
	a, b := feedsOfOne(t), feedsOfOne(t)
	slices.Reverse(b.Advisories)
	slices.Reverse(b.Scores)
	if !slices.Equal(a.Index(), b.Index()) {
		t.Error("another order gives other bytes")
	}
}
