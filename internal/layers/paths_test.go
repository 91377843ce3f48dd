package layers

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cordon/internal/assessment"
	"cordon/internal/engine"
)

// packCases give the layers of measures and how many of them are independent.
var packCases = []struct {
	name string
	sets [][]string
	want int
}{
	{"none", nil, 0},
	{"one layer twice", [][]string{{"host"}, {"host"}}, 1},
	{"three layers", [][]string{{"host"}, {"site"}, {"person"}}, 3},
	{"a pair and one of its layers", [][]string{{"host", "network"}, {"host"}}, 1},
	{"a chain of pairs: the outer two", [][]string{{"host", "network"}, {"network", "site"}, {"site", "cloud"}}, 2},
	{"a pair in the way of two", [][]string{{"device", "person"}, {"device"}, {"person"}}, 2},
}

func TestIndependent(t *testing.T) {
	for _, c := range packCases {
		var sets []uint16
		for _, s := range c.sets {
			sets = append(sets, bits(s))
		}
		if got := independent(sets); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// The number equals that of the largest choice of measures without a common layer, found by trying all choices.
func TestIndependentIsTheLargestChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sets := rapid.SliceOfN(rapid.Uint16Range(1, 255), 0, 9).Draw(t, "sets")
		best := 0
		for choice := range 1 << len(sets) {
			taken, n, fits := uint16(0), 0, true
			for i, s := range sets {
				if choice>>i&1 == 1 {
					fits = fits && taken&s == 0
					taken |= s
					n++
				}
			}
			if fits {
				best = max(best, n)
			}
		}
		if got := independent(sets); got != best {
			t.Fatalf("%d, want %d", got, best)
		}
	})
}

func TestPathsOfManyHarmsAreThoseOfTheWorst(t *testing.T) {
	text := strings.Replace(overNet, "harms: {h:", "harms: {h: {kind: harm, from: [pump], severity: {adult: 1}}, worst:", 1)
	text = strings.TrimSuffix(text, "}\n")
	for i := range assessment.HarmsWithPaths - 1 {
		text += fmt.Sprintf(", h%d: {kind: harm, from: [pump], severity: {adult: 3}}", i)
	}
	harms := open(t, engine.Future, text+"}\n").layers(t).Harms
	first, last := harms[0], harms[len(harms)-1]
	if len(harms) != assessment.HarmsWithPaths+1 || first.ID != "worst" || len(first.Paths) != 1 || first.MorePaths {
		t.Errorf("%d harms; first %s with %d paths, more %t", len(harms), first.ID, len(first.Paths), first.MorePaths)
	}
	if last.ID != "h" || len(last.Paths) != 0 || !last.MorePaths || len(last.Gaps) != 0 || last.WithoutSurroundings.All.Likelihood != "very-high" {
		t.Errorf("last %s with %d paths, more %t, %d gaps; rated %v", last.ID, len(last.Paths), last.MorePaths, len(last.Gaps), last.WithoutSurroundings.All)
	}
}
