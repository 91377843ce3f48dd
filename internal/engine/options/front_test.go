package options

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFrontAgreesWithAllSets(t *testing.T) {
	points, many := 0, 0
	for seed := range uint64(seeds) {
		p := randomProblem(seed)
		if seed%2 == 0 {
			loosen(p, seed)
		}
		axes := randomAxes(p, seed)
		a, err := Front(context.Background(), p, axes, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		type point struct{ On, Values []int }
		var want, got []point
		for _, q := range allPoints(p, axes) {
			want = append(want, point{numbers(q.on), q.values})
		}
		for _, q := range a.Points {
			got = append(got, point{q.On, q.Values})
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d, axes %v (-want +got):\n%s", seed, axes, d)
		}
		if len(want) == 0 {
			if a.Outcome != Impossible || a.Reason == nil {
				t.Errorf("seed %d: no set holds, and the answer is %+v", seed, a)
			}
			continue
		}
		if a.Outcome != Found || !a.Complete {
			t.Errorf("seed %d: the front is not said to be complete", seed)
		}
		points += len(want)
		if len(want) >= 4 {
			many++
		}
	}
	if points < seeds || many < 30 {
		t.Errorf("only %d points, and %d fronts of four or more: too easy", points, many)
	}
}

// loosen takes demands away and lets every arc be blocked, so that there is more to choose between.
func loosen(p *Problem, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 10))
	p.Limits, p.Budgets = nil, nil
	for c := range p.Controls {
		p.Controls[c].Use = Free
	}
	for i := range p.Arcs {
		if len(p.Arcs[i].Blocks) == 0 {
			p.Arcs[i].Blocks = []Block{{[]int{r.IntN(len(p.Controls))}, uint8(r.IntN(3))}}
		}
	}
}

func randomAxes(p *Problem, seed uint64) []Axis {
	r := rand.New(rand.NewPCG(seed, 9))
	// Nodes whose level depends on the controls make larger fronts.
	all := make([]bool, len(p.Controls))
	off := levelsOf(p, all)
	for c := range all {
		all[c] = true
	}
	on := levelsOf(p, all)
	var nodes []int
	for n := range off {
		if off[n] != on[n] || r.IntN(8) == 0 {
			nodes = append(nodes, n)
		}
	}
	axes := []Axis{{Cost: r.IntN(p.Axes)}}
	for range r.IntN(MaxAxes) {
		if len(nodes) == 0 || r.IntN(3) == 0 {
			axes = append(axes, Axis{Cost: r.IntN(p.Axes)})
			continue
		}
		a := Axis{}
		for range 1 + r.IntN(3) {
			a.Residual = append(a.Residual, nodes[r.IntN(len(nodes))])
		}
		axes = append(axes, a)
	}
	r.Shuffle(len(axes), func(i, j int) { axes[i], axes[j] = axes[j], axes[i] })
	return axes
}

type judged struct {
	on     []bool
	values []int
}

// allPoints is the front by comparing all allowed sets with each other.
func allPoints(p *Problem, axes []Axis) []judged {
	byValues := map[string]judged{}
	for _, on := range allAllowed(p, p.Limits, p.Budgets) {
		j := judged{on, make([]int, len(axes))}
		level := levelsOf(p, on)
		key := ""
		for i, a := range axes {
			if len(a.Residual) == 0 {
				j.values[i] = costOf(p, on, a.Cost)
			}
			for _, n := range a.Residual {
				j.values[i] = max(j.values[i], int(level[n]))
			}
			key += string(rune(j.values[i])) + ","
		}
		if old, known := byValues[key]; !known || lexical(on, old.on) < 0 {
			byValues[key] = j
		}
	}
	var front []judged
	for _, j := range byValues {
		beaten := false
		for _, k := range byValues {
			beaten = beaten || !slices.Equal(j.values, k.values) && covers(k.values, j.values)
		}
		if !beaten {
			front = append(front, j)
		}
	}
	slices.SortFunc(front, func(a, b judged) int { return slices.Compare(a.values, b.values) })
	return front
}

func covers(a, b []int) bool {
	for i := range a {
		if a[i] > b[i] {
			return false
		}
	}
	return true
}
