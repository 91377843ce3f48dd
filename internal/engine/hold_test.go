package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// guarded is a hub that a stranger takes over a network (THR-0001, high), which harms (THR-0004, high).
const guarded = `
	hub: device.hub hardened:very-low
	lan: network clean:very-low
	h: harm !4
	hub on lan
	hub feeds h
`

// wayCases list the ways to the harm: steps, likelihood bare and now (0-5), what stands with the likelihood by itself, what is missing
// with the likelihood once it is added. Gate (CTL-0004, high) and lock (CTL-0001, high) leave 2 of 5, filter and gate together 0.
var wayCases = []struct {
	name       string
	system     string
	open, held []string
}{
	{
		name: "nothing stands", system: guarded,
		open: []string{"THR-0001 > THR-0004: bare 4, now 4; missing CTL-0001@hub 2, CTL-0002@hub CTL-0004@lan 0, CTL-0004@lan 2"},
	},
	{
		name: "one control holds it, and the way stays open on a lower level", system: guarded + "CTL-0004@lan present",
		open: []string{"THR-0001 > THR-0004: bare 4, now 2; stands CTL-0004@lan 2; missing CTL-0002@hub 0"},
	},
	{
		name: "a set holds it to nothing; the gate alone would do half", system: guarded + `
			CTL-0002@hub present
			CTL-0004@lan planned`,
		held: []string{"THR-0001 > THR-0004: bare 4, now 0; stands CTL-0002@hub CTL-0004@lan 0, CTL-0004@lan 2"},
	},
	{
		name: "what covers little blocks without holding, and spoils the set", system: guarded + "CTL-0004@lan present low",
		open: []string{"THR-0001 > THR-0004: bare 4, now 4; stands CTL-0004@lan 4; missing CTL-0001@hub 2"},
	},
	{
		name: "a low assumption limits the way, so that no control need hold it", system: `
			hub: device.hub hardened:high
			lan: network clean:very-low
			h: harm !4
			hub on lan
			hub feeds h
			CTL-0004@lan present`,
		open: []string{"THR-0001 > THR-0004: bare 2, now 2; stands CTL-0004@lan 2; missing CTL-0002@hub 0"},
	},
}

func (w Way) says() string {
	var steps []string
	for _, s := range w.Steps {
		steps = append(steps, s.Rule)
	}
	out := fmt.Sprintf("%s: bare %d, now %d", strings.Join(steps, " > "), w.Bare, w.Now)
	for _, part := range []struct {
		name string
		list []Measure
	}{{"stands", w.Standing}, {"missing", w.Missing}} {
		var list []string
		for _, m := range part.list {
			list = append(list, fmt.Sprintf("%s %d", strings.Join(m.Controls, " "), m.Likelihood))
		}
		if len(list) > 0 {
			out += "; " + part.name + " " + strings.Join(list, ", ")
		}
	}
	return out
}

func never() error { return nil }

func TestWays(t *testing.T) {
	for _, c := range wayCases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, Future, c.system)
			before := r.levels()
			ways, err := r.Ways([]string{"h#occurs"}, 3, never)
			if err != nil {
				t.Fatal(err)
			}
			var open, held []string
			for _, w := range ways[0].Open {
				open = append(open, w.says())
			}
			for _, w := range ways[0].Held {
				held = append(held, w.says())
			}
			if diff := cmp.Diff([][]string{c.open, c.held}, [][]string{open, held}); diff != "" {
				t.Errorf("open and held (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, r.levels()); diff != "" {
				t.Errorf("the run has changed:\n%s", diff)
			}
		})
	}
}

func (r *Run) levels() []uint8 {
	out := make([]uint8, r.an.causal.Nodes())
	for n := range out {
		out[n] = r.state.Level(n)
	}
	return out
}

func TestWaysStop(t *testing.T) {
	r := run(t, Future, guarded+"CTL-0004@lan present")
	before := r.levels()
	for after := range 2 {
		calls := 0
		_, err := r.Ways([]string{"h#occurs"}, 3, func() error {
			if calls++; calls > after {
				return context.Canceled
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at call %d: error %v", after+1, err)
		}
		if diff := cmp.Diff(before, r.levels()); diff != "" {
			t.Errorf("stopped at call %d, the run has changed:\n%s", after+1, diff)
		}
	}
	if _, err := r.Ways([]string{"h#happy"}, 3, never); err == nil || err.Error() != "no consequence h#happy" {
		t.Errorf("no such consequence: error %v", err)
	}
}

// The likelihood along an open way is that of the consequence, whatever the system: the likeliest way is as likely as its end.
func TestLikeliestWayIsAsLikelyAsItsEnd(t *testing.T) {
	for _, c := range wayCases {
		r := run(t, Future, c.system)
		ways, err := r.Ways([]string{"h#occurs"}, 1, never)
		if err != nil {
			t.Fatal(err)
		}
		level, _ := r.Likelihood("h#occurs")
		if len(ways[0].Open) > 0 && ways[0].Open[0].Now != level {
			t.Errorf("%s: way %d, consequence %d", c.name, ways[0].Open[0].Now, level)
		}
		undo := r.unblock()
		bare, _ := r.Likelihood("h#occurs")
		undo()
		if len(ways[0].Held) > 0 && ways[0].Held[0].Bare != bare {
			t.Errorf("%s: held way %d, consequence without controls %d", c.name, ways[0].Held[0].Bare, bare)
		}
	}
}

var tryCases = []struct {
	name  string
	trial Trial
	want  string // likelihood of the harm, or the error
}{
	{"nothing changes", Trial{}, "2"},
	{"a control goes", Trial{Without: []string{"CTL-0004@lan"}}, "4"},
	{"a control goes and others come", Trial{Without: []string{"CTL-0004@lan"}, With: []string{"CTL-0001@hub"}}, "3"}, // the lock's side effect, medium
	{"a control makes a set whole", Trial{With: []string{"CTL-0002@hub"}}, "0"},
	{"trust falls and rises", Trial{Trust: []TrustAt{{"lan", "clean", 0}, {"hub", "hardened", 4}}}, "1"},
	{"one of two changes of the same trust counts, the later", Trial{Trust: []TrustAt{{"hub", "hardened", 5}, {"hub", "hardened", 4}}}, "1"},
	{"no such control", Trial{Without: []string{"CTL-0001"}}, "CTL-0001 is not a control on an element"},
	{"no such trust, and nothing is changed", Trial{Trust: []TrustAt{{"hub", "hardened", 5}, {"lan", "hardened", 0}}}, "lan has no trust attribute hardened, or no level 0 of it"},
}

func TestTry(t *testing.T) {
	for _, c := range tryCases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, Future, guarded+"CTL-0004@lan present")
			before := r.levels()
			undo, err := r.Try(c.trial)
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				l, _ := r.Likelihood("h#occurs")
				got = fmt.Sprint(l)
				undo()
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			r.state.Update() // shows what an undo left waiting
			if diff := cmp.Diff(before, r.levels()); diff != "" {
				t.Errorf("the run has changed:\n%s", diff)
			}
		})
	}
}

// Trials of several changes give what a run with these inputs gives from the start, and leave nothing behind.
func TestTryEqualsAFreshRun(t *testing.T) {
	const text = twoWays + "CTL-0001@near present\nCTL-0004@lan planned\n"
	all := []string{"CTL-0001@near", "CTL-0002@near", "CTL-0001@far", "CTL-0002@far", "CTL-0004@lan"}
	rapid.Check(t, func(rt *rapid.T) {
		r := run(t, Future, text)
		before := r.levels()
		var trial Trial
		changed := text
		for _, id := range all {
			switch rapid.IntRange(0, 2).Draw(rt, id) {
			case 1:
				trial.Without = append(trial.Without, id)
				changed = strings.ReplaceAll(strings.ReplaceAll(changed, id+" present\n", ""), id+" planned\n", "")
			case 2:
				trial.With = append(trial.With, id)
				changed += id + " present\n"
			}
		}
		undo, err := r.Try(trial)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(run(t, Future, changed).levels(), r.levels()); diff != "" {
			rt.Fatalf("levels (-fresh +tried):\n%s", diff)
		}
		undo()
		if diff := cmp.Diff(before, r.levels()); diff != "" {
			rt.Fatalf("the run has changed:\n%s", diff)
		}
	})
}

func TestAssumptions(t *testing.T) {
	r := run(t, Future, "hub: device.hub hardened:very-low")
	var got []string
	for _, a := range r.Assumptions("hub") {
		got = append(got, fmt.Sprintf("%s %d, by default %d", a.Attribute, a.Level, a.Default))
	}
	if len(got) == 0 || got[0] == "" || r.Assumptions("nobody") != nil {
		t.Fatalf("assumptions %v", got)
	}
	if !strings.Contains(strings.Join(got, "; "), "hardened 0, by default ") {
		t.Errorf("assumptions %v", got)
	}
}
