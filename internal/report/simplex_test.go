package report

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestTension(t *testing.T) {
	var p tension
	for range 4 {
		p.node()
	}
	// 1 and 2 stand behind the origin, 3 behind both; 2 pulls 3 more than 1 does.
	p.keep(0, 1, 0, 0)
	p.keep(0, 2, 50, 0)
	p.keep(1, 3, 10, 1)
	p.keep(2, 3, 10, 5)
	got, err := p.solve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got[3]-got[2] != 10 || got[3]-got[1] != 10 || got[2]-got[0] != 50 {
		t.Errorf("got %v, want 0, 50, 50, 60", got)
	}
}

func TestTensionInACircle(t *testing.T) {
	var p tension
	p.node()
	p.node()
	p.keep(0, 1, 1, 1)
	p.keep(1, 0, 1, 1)
	if _, err := p.solve(context.Background()); !errors.Is(err, errCircle) {
		t.Errorf("got %v, want %v", err, errCircle)
	}
}

// The answer keeps all lengths and costs no more than any answer of a search through all places of a small problem.
func TestTensionIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "nodes")
		var p tension
		for range n {
			p.node()
		}
		for i := 1; i < n; i++ {
			p.keep(0, i, 0, 0)
		}
		for range rapid.IntRange(1, 6).Draw(t, "arcs") {
			a := rapid.IntRange(0, n-2).Draw(t, "from")
			p.keep(a, rapid.IntRange(a+1, n-1).Draw(t, "to"), rapid.IntRange(0, 2).Draw(t, "length"), rapid.IntRange(0, 3).Draw(t, "weight"))
		}
		got, err := p.solve(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		cost, ok := p.cost(got)
		if !ok {
			t.Fatalf("%v breaks a length of %v", got, p.arcs)
		}
		if best := p.search(make([]int, n), 1, 2*n); cost > best {
			t.Fatalf("%v costs %d, possible is %d: %v", got, cost, best, p.arcs)
		}
	})
}

func (t *tension) cost(at []int) (sum int, ok bool) {
	for _, a := range t.arcs {
		more := at[a.to] - at[a.from] - a.length
		if more < 0 {
			return 0, false
		}
		sum += a.weight * more
	}
	return sum, true
}

// search tries all places up to a bound.
func (t *tension) search(at []int, i, bound int) int {
	if i == len(at) {
		if sum, ok := t.cost(at); ok {
			return sum
		}
		return 1 << 30
	}
	best := 1 << 30
	for at[i] = 0; at[i] <= bound; at[i]++ {
		best = min(best, t.search(at, i+1, bound))
	}
	return best
}
