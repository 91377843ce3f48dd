package spyderisk

import (
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestResultQuads writes the results of each model from its objects, and finds the very statements they were read from.
func TestResultQuads(t *testing.T) {
	needRealData(t)
	for _, tt := range realModels {
		t.Run(path.Base(tt.file), func(t *testing.T) {
			checkResultQuads(t, realModel(t, tt.file, tt.base))
		})
	}
}

func checkResultQuads(t *testing.T, m *Model) {
	t.Helper()
	results := IRITerm(m.URI + "/inf")
	var want []Quad
	for _, q := range m.Quads {
		if q.Graph == results {
			want = append(want, q)
		}
	}
	got := m.ResultQuads()
	if len(want) == 0 {
		t.Fatal("the model has no results")
	}
	slices.SortFunc(want, compareQuads)
	slices.SortFunc(got, compareQuads)
	if diff := cmp.Diff(slices.Compact(want), slices.Compact(got)); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}

// TestResultQuadsWithoutCardinality takes the cardinalities of an asserted link away: none is given, which is not 0.
func TestResultQuadsWithoutCardinality(t *testing.T) {
	m := wardModel(t)
	at := slices.IndexFunc(m.Links, func(l *AssetLink) bool { return l.Asserted })
	said := func() (n int) {
		for _, q := range m.ResultQuads() {
			if q.Subject == IRITerm(m.Links[at].URI) {
				n++
			}
		}
		return n
	}
	if n := said(); n != 2 {
		t.Fatalf("%d statements about %s, want its two cardinalities", n, m.Links[at].URI)
	}
	m.Links[at].SourceCardinality, m.Links[at].TargetCardinality = 0, 0
	if n := said(); n != 0 {
		t.Errorf("%d statements about a link without cardinalities", n)
	}
}
