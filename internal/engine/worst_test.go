package engine

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestWorstSaysTheSameAsTheResult builds from the whole result what Worst computes without it.
func TestWorstSaysTheSameAsTheResult(t *testing.T) {
	acted := false
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		got, counts := r.Worst(2)
		res := r.Result()
		if d := gocmp.Diff(res.Counts, counts); d != "" {
			t.Fatalf("counts (-result +worst):\n%s", d)
		}
		want := worstOf(res, r.an)
		for i := range got {
			// Threats that are alike stand in the order of rules here and of ids there: the levels in order are the same.
			if g, w := levels(got[i].First), levels(want[i].First[:min(2, len(want[i].First))]); !slices.Equal(g, w) {
				t.Fatalf("%s: levels of first threats %v, want %v", got[i].Element, g, w)
			}
			for _, b := range got[i].First {
				if !slices.Contains(want[i].First, b) {
					t.Fatalf("%s: threat %+v is not in %+v", got[i].Element, b, want[i].First)
				}
				acted = true
			}
		}
		if d := gocmp.Diff(want, got, cmpopts.IgnoreFields(Worst{}, "First"), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("(-result +worst):\n%s", d)
		}
		if d := gocmp.Diff(res.Questions, r.Questions()); d != "" {
			t.Fatalf("questions:\n%s", d)
		}
	})
	if !acted {
		t.Error("no system had a threat that acts on an element: the test shows nothing")
	}
}

func levels(list []Brief) (out [][2]uint8) {
	for _, b := range list {
		out = append(out, [2]uint8{b.Risk, b.Likelihood})
	}
	return out
}

func worstOf(res *Result, an *Analysis) []Worst {
	by := map[string]*Worst{}
	scales := an.base.set.Scales
	for _, c := range res.Consequences {
		if int(an.g.byID[c.Element]) >= an.asserted {
			continue
		}
		w := by[c.Element]
		if w == nil {
			w = &Worst{Element: c.Element}
			by[c.Element] = w
		}
		w.Likelihood, w.Risk, w.LeadsTo = max(w.Likelihood, c.likelihood), max(w.Risk, c.risk), max(w.LeadsTo, c.leads)
		w.Impact = max(w.Impact, uint8(slices.Index(scales.Impact[:], c.Impact)))
	}
	for _, t := range res.Threats {
		seen := map[string]bool{}
		for _, e := range t.Effects {
			if w := by[e.Element]; w != nil && t.likelihood > 0 && !seen[e.Element] {
				seen[e.Element] = true
				w.Threats++
				w.First = append(w.First, Brief{t.ID, t.Title, t.likelihood, t.risk})
			}
		}
	}
	var out []Worst
	for _, w := range by {
		slices.SortStableFunc(w.First, func(a, b Brief) int {
			return cmp.Or(cmp.Compare(b.Risk, a.Risk), cmp.Compare(b.Likelihood, a.Likelihood))
		})
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Worst) int { return strings.Compare(a.Element, b.Element) })
	return out
}
