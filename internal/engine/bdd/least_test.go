package bdd_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cordon/internal/engine/bdd"
)

// leastCases have answers that were worked out by hand.
var leastCases = []struct {
	name  string
	nodes int
	rules []bdd.Rule
	p     []float64
	want  []float64 // by node
	sets  [][][]int // by node
}{
	{
		// Iterating noisy-or gives 0.369 here.
		name:  "two nodes that raise each other, one entry: the entry decides",
		nodes: 2,
		rules: []bdd.Rule{
			{Event: 0, Heads: []int{0}},
			{Event: 1, Tails: []int{0}, Heads: []int{1}},
			{Event: 2, Tails: []int{1}, Heads: []int{0}},
		},
		p:    []float64{0.1, 0.9, 0.9},
		want: []float64{0.1, 0.09},
		sets: [][][]int{{{0}}, {{0, 1}}},
	},
	{
		name:  "a cycle that nothing enters never holds",
		nodes: 2,
		rules: []bdd.Rule{
			{Event: 0, Tails: []int{0}, Heads: []int{1}},
			{Event: bdd.Certain, Tails: []int{1}, Heads: []int{0}},
		},
		p:    []float64{0.9},
		want: []float64{0, 0},
		sets: [][][]int{nil, nil},
	},
	{
		name:  "a rule without event and tails always works",
		nodes: 2,
		rules: []bdd.Rule{
			{Event: bdd.Certain, Heads: []int{0}},
			{Event: 0, Tails: []int{0}, Heads: []int{1}},
		},
		p:    []float64{0.25},
		want: []float64{1, 0.25},
		sets: [][][]int{{{}}, {{0}}},
	},
	{
		// One event for both entries: the two tails hold together, 0.5 and not 0.25.
		name:  "an event that several rules share, and all tails needed",
		nodes: 3,
		rules: []bdd.Rule{
			{Event: 0, Heads: []int{0}},
			{Event: 0, Heads: []int{1}},
			{Event: bdd.Certain, Tails: []int{0, 1}, Heads: []int{2}},
		},
		p:    []float64{0.5},
		want: []float64{0.5, 0.5, 0.5},
		sets: [][][]int{{{0}}, {{0}}, {{0}}},
	},
	{
		// Undirected bridge: source 0, target 3, each arc both ways with one event. 2p^2+2p^3-5p^4+2p^5.
		name:  "bridge network with arcs both ways",
		nodes: 4,
		rules: []bdd.Rule{
			{Event: bdd.Certain, Heads: []int{0}},
			{Event: 0, Tails: []int{0}, Heads: []int{1}},
			{Event: 1, Tails: []int{0}, Heads: []int{2}},
			{Event: 2, Tails: []int{1}, Heads: []int{2}},
			{Event: 2, Tails: []int{2}, Heads: []int{1}},
			{Event: 3, Tails: []int{1}, Heads: []int{3}},
			{Event: 4, Tails: []int{2}, Heads: []int{3}},
		},
		p:    []float64{0.5, 0.5, 0.5, 0.5, 0.5},
		want: []float64{1, 0.625, 0.625, 0.5},
		sets: [][][]int{{{}}, {{0}, {1, 2}}, {{1}, {0, 2}}, {{0, 3}, {1, 4}, {0, 2, 4}, {1, 2, 3}}},
	},
}

func TestLeast(t *testing.T) {
	for _, c := range leastCases {
		t.Run(c.name, func(t *testing.T) {
			sys := bdd.System{Nodes: c.nodes, Events: len(c.p), Rules: c.rules}
			d, err := sys.Least(context.Background(), allNodes(c.nodes), bdd.Options{})
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.Probabilities(c.p)
			if err != nil {
				t.Fatal(err)
			}
			for n := range c.nodes {
				if !near(p[n], c.want[n]) {
					t.Errorf("node %d: probability %v, want %v", n, p[n], c.want[n])
				}
				if diff := cmp.Diff(c.sets[n], minimal(t, d, n), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("node %d: minimal sets (-want +got):\n%s", n, diff)
				}
			}
		})
	}
}

func allNodes(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i)
	}
	return all
}

// A long way in and a long cycle: nothing may recurse or iterate more than it must.
func TestLeastOfALongChainIntoALongCycle(t *testing.T) {
	const n = 5_000
	sys := bdd.System{Nodes: 2 * n, Events: 1, Rules: []bdd.Rule{{Event: 0, Heads: []int{0}}}}
	for i := 1; i < 2*n; i++ {
		sys.Rules = append(sys.Rules, bdd.Rule{Event: bdd.Certain, Tails: []int{i - 1}, Heads: []int{i}})
	}
	sys.Rules = append(sys.Rules, bdd.Rule{Event: bdd.Certain, Tails: []int{2*n - 1}, Heads: []int{n}})
	d, err := sys.Least(context.Background(), []int{2*n - 1}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := d.Probabilities([]float64{0.25}); err != nil || p[0] != 0.25 {
		t.Errorf("probability %v (%v), want 0.25", p, err)
	}
}

func TestLeastRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		sys   bdd.System
		asked int
		want  string
	}{
		{"a node below 0 that is asked for", bdd.System{Nodes: 2}, -1, "node -1 is asked for; there are 2 nodes"},
		{"a node too high that is asked for", bdd.System{Nodes: 2}, 2, "node 2 is asked for; there are 2 nodes"},
		{"an unknown tail", bdd.System{Nodes: 1, Rules: []bdd.Rule{{Event: bdd.Certain, Tails: []int{1}}}}, 0, "rule 0 names node 1 of 1"},
		{"an unknown head", bdd.System{Nodes: 1, Rules: []bdd.Rule{{Event: bdd.Certain, Heads: []int{-1}}}}, 0, "rule 0 names node -1 of 1"},
		{"an unknown event", bdd.System{Nodes: 1, Events: 2, Rules: []bdd.Rule{{Event: 2, Heads: []int{0}}}}, 0, "rule 0 has event 2 of 2"},
		{"fewer than no nodes", bdd.System{Nodes: -1}, 0, "a system of -1 nodes and 0 events"},
	} {
		if _, err := c.sys.Least(context.Background(), []int{c.asked}, bdd.Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	sys := bdd.System{Nodes: 1, Events: 2, Rules: []bdd.Rule{{Event: 0, Heads: []int{0}}, {Event: 1, Heads: []int{0}}}}
	if _, err := sys.Least(context.Background(), []int{0}, bdd.Options{Nodes: 1}); !errors.Is(err, bdd.ErrNodes) {
		t.Errorf("one node for two events: got %v, want ErrNodes", err)
	}
}

// drawSystem makes a system of up to 8 nodes and 12 uncertain rules, mostly with cycles, some with shared events, and some certain rules.
func drawSystem(t *rapid.T) bdd.System {
	n := rapid.IntRange(1, 8).Draw(t, "nodes")
	events := rapid.IntRange(1, 12).Draw(t, "events")
	sys := bdd.System{Nodes: n, Events: events}
	nodes := func(label string, least, most int) []int {
		return rapid.SliceOfN(rapid.IntRange(0, n-1), least, most).Draw(t, label)
	}
	rule := func(event int) {
		tails := nodes("tails", 1, 3)
		if rapid.IntRange(0, 3).Draw(t, "source") == 0 {
			tails = nil
		}
		sys.Rules = append(sys.Rules, bdd.Rule{Event: event, Tails: tails, Heads: nodes("heads", 0, 3)})
	}
	for e := range events {
		rule(e)
	}
	for range rapid.IntRange(0, 4).Draw(t, "more rules") {
		rule(rapid.IntRange(bdd.Certain, events-1).Draw(t, "event"))
	}
	return sys
}

// holdsIn is the meaning of a least fixed point as it is said: start from nothing and repeat until nothing is added.
func holdsIn(sys bdd.System, world int) []bool {
	holds := make([]bool, sys.Nodes)
	for again := true; again; {
		again = false
		for _, r := range sys.Rules {
			if r.Event != bdd.Certain && world>>r.Event&1 == 0 || slices.ContainsFunc(r.Tails, func(n int) bool { return !holds[n] }) {
				continue
			}
			for _, h := range r.Heads {
				again = again || !holds[h]
				holds[h] = true
			}
		}
	}
	return holds
}

func TestRandomSystemsAgreeWithAllWorlds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := drawSystem(t)
		p := rapid.SliceOfN(probability, sys.Events, sys.Events).Draw(t, "p")
		d, err := sys.Least(context.Background(), allNodes(sys.Nodes), bdd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Probabilities(p)
		if err != nil {
			t.Fatal(err)
		}
		worlds := make([][]bool, 1<<sys.Events)
		for world := range worlds {
			worlds[world] = holdsIn(sys, world)
		}
		for n := range sys.Nodes {
			mass, sets := truth(sys.Events, p, func(world int) bool { return worlds[world][n] })
			if !near(got[n], mass) {
				t.Errorf("node %d: probability %v, want %v", n, got[n], mass)
			}
			if diff := cmp.Diff(sets, minimal(t, d, n), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("node %d: minimal sets (-want +got):\n%s", n, diff)
			}
			checkBounds(t, sys, n, p, mass, sets)
		}
	})
}
