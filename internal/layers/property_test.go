package layers

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/engine"
)

// placing draws some of the places where controls can stand, with how much each covers.
func placing(t *rapid.T, places ...string) map[string]string {
	out := map[string]string{}
	for _, p := range places {
		if c := rapid.SampledFrom([]string{"", "low", "high", "safe"}).Draw(t, p); c != "" {
			out[p] = c
		}
	}
	return out
}

// with writes a model with the controls of a placing that are kept.
func with(text string, placed map[string]string, kept func(place string) bool) string {
	for i, p := range slices.Sorted(maps.Keys(placed)) {
		if i == 0 {
			text += "controls:\n"
		}
		state := "present"
		if !kept(p) {
			state = "absent"
		}
		control, on, _ := strings.Cut(p, "@")
		text += fmt.Sprintf("  - {control: %s, on: [%s], state: %s, coverage: %s}\n", control, on, state, placed[p])
	}
	return text
}

// What a loss leads to is what a model without the lost controls gives from the start.
func TestLossesEqualModelsWithoutThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		placed := placing(t, "CTL-0001@pump", "CTL-0002@pump", "CTL-0003@lan", "CTL-0004@room", "CTL-0006@pump", "CTL-0007@pump")
		x := open(t, engine.Future, with(twoWays, placed, func(string) bool { return true }))
		h := x.layers(t).Harms[0]
		got := map[string]string{}
		for _, l := range slices.Concat(h.Single, h.Relief) {
			name, then, _ := strings.Cut(l.says(), ": ")
			got[name] = then
		}
		want := map[string]string{}
		lose := func(name string, gone func(place string) bool) {
			then := open(t, engine.Future, with(twoWays, placed, func(p string) bool { return !gone(p) })).a.Harms[0]
			if then.Rank.Likelihood != int(h.Now.level) {
				want[name] = then.Likelihood + ", " + then.Acceptability
			}
		}
		layer := func(place string) string { return string(x.ix.Controls[bare(place)].Layer) }
		for p := range placed {
			lose(p, func(other string) bool { return other == p })
			lose("layer "+layer(p), func(other string) bool { return layer(other) == layer(p) })
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("placed %v (-fresh +tried):\n%s", placed, diff)
		}
	})
}

// Where there is one path, its likelihoods are those of the harm in models that have only the controls in question.
func TestLikelihoodsOfThePathEqualThoseOfModels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		placed := placing(t, "CTL-0002@pump", "CTL-0003@lan", "CTL-0006@pump", "CTL-0007@pump")
		only := func(controls ...string) string {
			return open(t, engine.Future, with(overNet, placed, func(p string) bool { return slices.Contains(controls, p) })).a.Harms[0].Likelihood
		}
		h := open(t, engine.Future, with(overNet, placed, func(string) bool { return true })).layers(t).Harms[0]
		if len(h.Paths) != 1 {
			t.Fatalf("%d paths", len(h.Paths))
		}
		p := h.Paths[0]
		if p.Bare != only() || p.Likelihood != h.Now.Likelihood {
			t.Fatalf("path %s of %s; models %s of %s", p.Likelihood, p.Bare, h.Now.Likelihood, only())
		}
		for _, m := range p.Measures {
			if want := only(m.Controls...); m.Alone != want || m.Holds != (want != p.Bare) {
				t.Fatalf("placed %v: %v alone leaves %s, holds %t; model %s", placed, m.Controls, m.Alone, m.Holds, want)
			}
		}
	})
}
