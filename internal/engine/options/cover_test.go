package options

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cover is a problem in which each of so many attacks is blocked by one of some controls, with a cost and a burden each. Larger than
// what all sets are tried for elsewhere: here a set is judged by one mask per attack.
func cover(seed uint64, controls, attacks, choice int) (p *Problem, masks []int) {
	r := rand.New(rand.NewPCG(seed, 11))
	p = &Problem{Given: []uint8{5, 0}, Axes: 2, Limits: []Limit{{1, 0}}}
	for range controls {
		p.Controls = append(p.Controls, Control{Costs: []int{1 + r.IntN(20), r.IntN(20)}})
	}
	for len(masks) < attacks {
		mask := 0
		arc := Arc{Tails: []int{0}, Heads: []int{1}, Cap: 3}
		for range choice {
			c := r.IntN(controls)
			mask |= 1 << c
			arc.Blocks = append(arc.Blocks, single(c, 0))
		}
		masks, p.Arcs = append(masks, mask), append(p.Arcs, arc)
	}
	return p, masks
}

// coverFront is the front of cost and burden by trying all sets: the lowest burden for each cost.
func coverFront(p *Problem, masks []int) [][]int {
	lowest := map[int]int{}
	dearest := 0
	for set := range 1 << len(p.Controls) {
		ok := true
		for _, mask := range masks {
			ok = ok && set&mask != 0
		}
		if !ok {
			continue
		}
		cost, burden := 0, 0
		for c := range p.Controls {
			cost += p.Controls[c].Costs[0] * (set >> c & 1)
			burden += p.Controls[c].Costs[1] * (set >> c & 1)
		}
		if old, known := lowest[cost]; !known || burden < old {
			lowest[cost] = burden
		}
		dearest = max(dearest, cost)
	}
	var front [][]int
	for cost := range dearest + 1 {
		if burden, known := lowest[cost]; known && (len(front) == 0 || burden < front[len(front)-1][1]) {
			front = append(front, []int{cost, burden})
		}
	}
	return front
}

func TestCoversAgreeWithAllSets(t *testing.T) {
	for seed := range uint64(60) {
		choice := 2 + int(seed%4) // more of it makes larger cores, of which more than one control is needed
		p, masks := cover(seed, 16, 36*choice, choice)
		want := coverFront(p, masks)
		a, err := Front(context.Background(), p, []Axis{{Cost: 0}, {Cost: 1}}, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var got [][]int
		for _, q := range a.Points {
			got = append(got, q.Values)
		}
		if d := cmp.Diff(want, got); d != "" || !a.Complete {
			t.Errorf("seed %d (-want +got):\n%s", seed, d)
		}
		b := best(t, p, Options{Weights: []int{1, 0}})
		if d := cmp.Diff(want[0], b.Costs); d != "" || !b.Unique {
			t.Errorf("seed %d: the cheapest set (-want +got):\n%s", seed, d)
		}
	}
}

func TestCancelledFrontIsTheBeginningOfTheWhole(t *testing.T) {
	p, masks := cover(13, 16, 36, 2)
	want := coverFront(p, masks)
	if len(want) < 4 {
		t.Fatalf("the front has %d points: nothing to cancel", len(want))
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := Front(ctx, p, []Axis{{Cost: 0}, {Cost: 1}}, Options{Progress: func(p Progress) {
		if p.Points == 2 {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got [][]int
	for _, q := range a.Points {
		got = append(got, q.Values)
	}
	if d := cmp.Diff(want[:2], got); d != "" || a.Outcome != Found || a.Complete {
		t.Errorf("complete %t, outcome %d, points (-want +got):\n%s", a.Complete, a.Outcome, d)
	}
}
