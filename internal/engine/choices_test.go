package engine

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/engine/options"
)

// The problem must mean what the engine means: whatever controls are placed, in both all levels are the same.
func TestChoicesHaveTheLevelsOfTheRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		c := r.Choices()
		on := make([]bool, len(c.Places))
		for i := range on {
			on[i] = c.Problem.Controls[i].Use == options.Forced
			if !on[i] && rapid.Bool().Draw(t, "on") {
				on[i] = true
				if !r.SetControl(c.Places[i].Control, c.Places[i].Element, ControlPresent, Top) {
					t.Fatalf("%v cannot be placed", c.Places[i])
				}
			}
		}
		levels := make([]uint8, r.an.causal.Nodes())
		for n := range levels {
			levels[n] = r.Level(n)
		}
		if d := cmp.Diff(levels, c.Problem.Levels(on)); d != "" {
			t.Errorf("levels of the run, and of the problem:\n%s", d)
		}
	})
}

func (c *Choices) placesOf(on []int) (places []Place) {
	for _, i := range on {
		places = append(places, c.Places[i])
	}
	return places
}

// A hub that anybody on its network can take does harm. A lock on the hub would harm by itself (THR-0009, medium); the gate on the network
// does not, and with the filter on the hub nothing is left.
func TestChoicesOfASystem(t *testing.T) {
	const text = open + `
		h: harm
		hub feeds h
	`
	gate, filter := Place{"CTL-0004", "lan"}, Place{"CTL-0002", "hub"}
	for _, tt := range []struct {
		name string
		text string
		most uint8
		want []Place
		cost []int // one-off, yearly, burden; each control of the base costs class 1 once
	}{
		{"high is acceptable", text, 4, nil, []int{0, 0, 0}},
		{"low is acceptable", text, 2, []Place{gate}, []int{100, 0, 0}},
		{"nothing is acceptable", text, 0, []Place{filter, gate}, []int{200, 0, 0}},
		{"what is there stays and counts", text + "CTL-0002@hub present", 0, []Place{filter, gate}, []int{200, 0, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := run(t, Future, tt.text).Choices()
			if err := c.Limit("h#occurs", tt.most); err != nil {
				t.Fatal(err)
			}
			a, err := options.Best(context.Background(), c.Problem, options.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, c.placesOf(a.On)); d != "" || !a.Unique {
				t.Errorf("unique %t, controls (-want +got):\n%s", a.Unique, d)
			}
			if d := cmp.Diff(tt.cost, a.Costs); d != "" {
				t.Errorf("costs (-want +got):\n%s", d)
			}
		})
	}
}

// The lock is there and harms: no choice of other controls changes that, and the reason says by which threat.
func TestChoicesWithoutAWay(t *testing.T) {
	c := run(t, Future, shut+`
		h: harm
		hub feeds h
		CTL-0001@hub present`).Choices()
	if err := c.Limit("h#occurs", 2); err != nil {
		t.Fatal(err)
	}
	a, err := options.Best(context.Background(), c.Problem, options.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Outcome != options.Impossible || len(a.Reason.Limits) != 1 || !a.Reason.Limits[0].Always {
		t.Fatalf("the answer is %+v", a)
	}
	want := []string{ThreatID("THR-0009", 1, []string{"hub", "h"})}
	if d := cmp.Diff(want, c.Threats(a.Reason.Limits[0].Attack)); d != "" {
		t.Errorf("threats of the attack (-want +got):\n%s", d)
	}
	if err := c.Limit("h#taken", 2); err == nil || err.Error() != `limit "h#taken": no such consequence` {
		t.Errorf("a limit on a consequence that is not there: %v", err)
	}
}

// What an obligation asks for is in the set though no harm asks for it, and by the cheapest way that the limits leave: the lock alone, or, where
// the harm that it does is too much, the filter and the gate.
func TestChoicesMeetObligations(t *testing.T) {
	lock, filter, gate := Place{"CTL-0001", "hub"}, Place{"CTL-0002", "hub"}, Place{"CTL-0004", "lan"}
	for _, tt := range []struct {
		most uint8
		want []Place
	}{{4, []Place{lock}}, {2, []Place{filter, gate}}} {
		c := run(t, Future, open+`
			h: harm
			hub feeds h
		`).Choices()
		at := func(p Place) int { return slices.Index(c.Places, p) }
		if err := c.Limit("h#occurs", tt.most); err != nil {
			t.Fatal(err)
		}
		c.Oblige([][]int{{at(filter), at(gate)}, {at(lock)}})
		a, err := options.Best(context.Background(), c.Problem, options.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tt.want, c.placesOf(a.On)); d != "" || a.Outcome != options.Found {
			t.Errorf("at most %d: outcome %d, controls (-want +got):\n%s", tt.most, a.Outcome, d)
		}
	}
	c := run(t, Future, open+"h: harm\nhub feeds h").Choices()
	c.Oblige(nil)
	a, err := options.Best(context.Background(), c.Problem, options.Options{})
	if err != nil || a.Outcome != options.Impossible || len(c.Threats(a.Reason.Limits[0].Attack)) != 0 {
		t.Errorf("an obligation that nothing meets: %+v, %v", a, err)
	}
}

// The node of a side effect has the likelihood of its threat, whatever controls are placed; and threats that need no control, that one in
// place opens, or that do not bear upon what is asked have none.
func TestSideEffectsHaveTheLevelsOfTheirThreats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		c := r.Choices()
		opened := map[string]bool{}
		for _, x := range r.Result().Threats {
			opened[x.ID] = x.Opened
		}
		var ids []string
		for n := range r.an.g.nodes {
			for _, q := range r.an.base.conseqs.list {
				ids = append(ids, ConsequenceID(r.an.g.nodes[n].id, q))
			}
		}
		effects := c.SideEffects(ids)
		on := make([]bool, len(c.Places))
		for i := range on {
			on[i] = c.Problem.Controls[i].Use == options.Forced
			if !on[i] && rapid.Bool().Draw(t, "on") {
				on[i] = true
				r.SetControl(c.Places[i].Control, c.Places[i].Element, ControlPresent, Top)
			}
		}
		levels, got := c.Problem.Levels(on), map[string]uint8{}
		for _, e := range effects {
			if opened[e.Threat] {
				t.Errorf("%s is open already", e.Threat)
			}
			got[e.Threat] = max(got[e.Threat], levels[e.Node])
		}
		want := map[string]uint8{}
		for _, x := range r.Result().Threats {
			if _, known := got[x.ID]; known {
				want[x.ID] = x.likelihood
			} else if x.Opened && !opened[x.ID] && len(x.Effects) > 0 {
				t.Errorf("%s is opened, and no side effect", x.ID)
			}
		}
		for id, l := range got {
			if want[id] != l {
				t.Errorf("side effect %s has level %d, its threat %d", id, l, want[id])
			}
		}
		if more := r.Choices().SideEffects(nil); len(more) > 0 {
			t.Errorf("%d side effects bear upon nothing", len(more))
		}
	})
}
