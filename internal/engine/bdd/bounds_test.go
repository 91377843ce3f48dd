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

// Two of three, 0.1, 0.2 and 0.3: the sets have 0.02, 0.03 and 0.06, together 0.098 exactly and 1-0.98*0.97*0.94 as if independent.
func TestBoundsOfTwoOfThree(t *testing.T) {
	s := bdd.NewFormulas(3)
	f := s.AtLeast(2, s.Event(0), s.Event(1), s.Event(2))
	got, err := s.Bounds(context.Background(), f, []float64{0.1, 0.2, 0.3}, bdd.BoundOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := bdd.Bounds{Low: 0.098, High: 0.106436, Best: 0.06, Sum: 0.11, Sets: [][]int{{1, 2}, {0, 2}, {0, 1}}, Complete: true}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Event 0 is found; left are the pairs of 3 with 1 and with 2, of which the search knows only that they need 3. So High is
// 1-0.5*0.9*0.9. The truth is 0.5+0.5*0.1*0.19.
func TestBoundsThatStopEarlySaySo(t *testing.T) {
	s := bdd.NewFormulas(4)
	f := s.Or(s.Event(0), s.And(s.Or(s.Event(1), s.Event(2)), s.Event(3)))
	got, err := s.Bounds(context.Background(), f, []float64{0.5, 0.1, 0.1, 0.1}, bdd.BoundOptions{Steps: 7})
	if err != nil {
		t.Fatal(err)
	}
	want := bdd.Bounds{Low: 0.5, High: 0.595, Best: 0.5, Sum: 0.7, Sets: [][]int{{0}}}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Event 1 is sure, so that the way with 0 and 1 is as likely as the longer way with 0 alone, and is found first.
func TestBoundsGiveMinimalSets(t *testing.T) {
	sys := bdd.System{Nodes: 3, Events: 2, Rules: []bdd.Rule{
		{Event: 1, Tails: []int{1}, Heads: []int{0}},
		{Event: bdd.Certain, Tails: []int{2}, Heads: []int{0}},
		{Event: 0, Heads: []int{1}},
		{Event: 0, Heads: []int{2}},
	}}
	got, err := sys.Bounds(context.Background(), 0, []float64{0.5, 1}, bdd.BoundOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bdd.Bounds{Low: 0.5, High: 0.5, Best: 0.5, Sum: 0.5, Sets: [][]int{{0}}, Complete: true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Ten sets of one event each do not fit into three nodes, two do: 1-0.9*0.9.
func TestLowerBoundTakesAsManySetsAsFit(t *testing.T) {
	s := bdd.NewFormulas(10)
	var events []bdd.Formula
	for e := range 10 {
		events = append(events, s.Event(e))
	}
	got, err := s.Bounds(context.Background(), s.Or(events...), slices.Repeat([]float64{0.1}, 10), bdd.BoundOptions{Nodes: 3})
	if err != nil {
		t.Fatal(err)
	}
	if !near(got.Low, 0.19) || got.Best != 0.1 || len(got.Sets) != 10 {
		t.Errorf("low %v, best %v, %d sets; want 0.19, 0.1, 10", got.Low, got.Best, len(got.Sets))
	}
}

func TestBoundsRefuse(t *testing.T) {
	s := bdd.NewFormulas(2)
	f := s.And(s.Event(0), s.Not(s.Event(1)))
	if _, err := s.Bounds(context.Background(), f, []float64{0.5, 0.5}, bdd.BoundOptions{}); !errors.Is(err, bdd.ErrNotMonotone) {
		t.Errorf("negation: got %v, want ErrNotMonotone", err)
	}
	for _, c := range []struct {
		p    []float64
		o    bdd.BoundOptions
		want string
	}{
		{[]float64{0.5}, bdd.BoundOptions{}, "1 probabilities for 2 events"},
		{[]float64{0.5, -1}, bdd.BoundOptions{}, "the probability of event 1 is -1: it must be 0 to 1"},
		{[]float64{0.5, 0.5}, bdd.BoundOptions{Steps: -1}, "a limit of -1 steps: it must be 1 to 1000000"},
		{[]float64{0.5, 0.5}, bdd.BoundOptions{Nodes: -1}, "a limit of -1 nodes: it must be 1 to 100000000"},
	} {
		if _, err := s.Bounds(context.Background(), s.Event(0), c.p, c.o); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// checkBounds wants bounds around the truth after any number of steps, and all minimal sets that can happen when the search is complete.
func checkBounds(t *rapid.T, sys bdd.System, node int, p []float64, mass float64, sets [][]int) {
	steps := rapid.IntRange(0, 30).Draw(t, "steps")
	nodes := rapid.IntRange(0, 10).Draw(t, "nodes of the diagram")
	b, err := sys.Bounds(context.Background(), node, p, bdd.BoundOptions{Steps: steps, Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	const rounding = 1e-12
	if b.Low > mass*(1+rounding) || b.High < mass*(1-rounding) || b.Best > b.Low || b.Low > b.High || b.Sum < b.High*(1-rounding) {
		t.Errorf("node %d: %v outside of %+v", node, mass, b)
	}
	can := slices.DeleteFunc(slices.Clone(sets), func(set []int) bool {
		return slices.ContainsFunc(set, func(e int) bool { return p[e] == 0 })
	})
	for _, set := range b.Sets {
		if !slices.ContainsFunc(can, func(s []int) bool { return slices.Equal(s, set) }) {
			t.Errorf("node %d: %v is not a minimal set; they are %v", node, set, can)
		}
	}
	if b.Complete && len(b.Sets) != len(can) || !b.Complete && steps == 0 {
		t.Errorf("node %d: complete %t with %d sets of %d", node, b.Complete, len(b.Sets), len(can))
	}
}
