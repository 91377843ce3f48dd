package options

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine/satisfy"
)

const seeds = 1000

func TestBestAgreesWithAllSets(t *testing.T) {
	outcomes := map[Outcome]int{}
	for seed := range uint64(seeds) {
		p := randomProblem(seed)
		r := rand.New(rand.NewPCG(seed, 8))
		weights := make([]int, p.Axes)
		for axis := range weights {
			weights[axis] = r.IntN(4)
		}
		a, err := Best(context.Background(), p, Options{Weights: weights, Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		outcomes[a.Outcome]++
		sets := allAllowed(p, p.Limits, p.Budgets)
		if len(sets) == 0 {
			checkReason(t, seed, p, a)
			continue
		}
		objective := func(on []bool) int {
			sum := 0
			for axis, w := range weights {
				sum += w * costOf(p, on, axis)
			}
			return sum
		}
		best := slices.MinFunc(sets, func(a, b []bool) int {
			if d := objective(a) - objective(b); d != 0 {
				return d
			}
			return earlier(p, a, b)
		})
		type result struct {
			Outcome                Outcome
			On                     []int
			Value, Bound           int
			Optimal, Unique, NoCut bool
			Levels                 []uint8
		}
		want := result{Found, numbers(best), objective(best), objective(best), true, true, true, levelsOf(p, best)}
		got := result{a.Outcome, a.On, a.Value, a.Bound, a.Optimal, a.Unique, !a.Cut, a.Levels}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, d)
		}
		checkNeeds(t, seed, p, best, a.Needs)
	}
	if outcomes[Found] < 300 || outcomes[Impossible] < 100 {
		t.Errorf("the problems are one-sided: %v", outcomes)
	}
}

// checkNeeds demands that each attack breaks its limit without the control, and not with it.
func checkNeeds(t *testing.T, seed uint64, p *Problem, on []bool, needs []Need) {
	t.Helper()
	for _, n := range needs {
		without := slices.Clone(on)
		without[n.Control] = false
		if n.Limit < 0 {
			if p.Controls[n.Control].Use != Forced || breaks(p, without) {
				t.Errorf("seed %d: control %d is said to be of no need", seed, n.Control)
			}
			continue
		}
		l := p.Limits[n.Limit]
		if level := follow(p, n.Attack, without); level[l.Node] <= l.Most {
			t.Errorf("seed %d: without control %d the attack %v does not break limit %d", seed, n.Control, n.Attack, n.Limit)
		}
		if level := follow(p, n.Attack, on); level[l.Node] > l.Most {
			t.Errorf("seed %d: control %d does not block the attack %v", seed, n.Control, n.Attack)
		}
	}
}

func breaks(p *Problem, on []bool) bool {
	level := levelsOf(p, on)
	return slices.ContainsFunc(p.Limits, func(l Limit) bool { return level[l.Node] > l.Most })
}

// follow finds the levels that the arcs of an attack give when each is followed once, in order.
func follow(p *Problem, attack []int, on []bool) []uint8 {
	level := slices.Clone(p.Given)
	for _, i := range attack {
		one := &Problem{Given: level, Arcs: []Arc{p.Arcs[i]}}
		level = levelsOf(one, on)
	}
	return level
}

// checkReason demands that what is blamed cannot be met together, that all but one of it can, and that each attack is as told.
func checkReason(t *testing.T, seed uint64, p *Problem, a *Answer) {
	t.Helper()
	if a.Outcome != Impossible || a.Reason == nil || !a.Reason.Smallest || a.Cut {
		t.Fatalf("seed %d: no set holds, and the answer is %+v", seed, a)
	}
	var limits []Limit
	for _, b := range a.Reason.Limits {
		limits = append(limits, p.Limits[b.Limit])
	}
	var budgets []Budget
	for _, b := range a.Reason.Budgets {
		budgets = append(budgets, p.Budgets[b])
	}
	if len(allAllowed(p, limits, budgets)) > 0 {
		t.Errorf("seed %d: %+v can be met together", seed, a.Reason)
	}
	for i := range limits {
		rest := slices.Delete(slices.Clone(limits), i, i+1)
		if len(allAllowed(p, rest, budgets)) == 0 {
			t.Errorf("seed %d: %+v does not need limit %d", seed, a.Reason, i)
		}
		b := a.Reason.Limits[i]
		on := make([]bool, len(p.Controls))
		for c := range on {
			on[c] = p.Controls[c].Use == Forced || b.Always && p.Controls[c].Use == Free
		}
		for _, c := range b.With {
			on[c] = true
		}
		if !b.Always && !allowed(p, on, rest, budgets) {
			t.Errorf("seed %d: controls %v do not meet the rest of %+v", seed, b.With, a.Reason)
		}
		if b.Always && len(b.With) > 0 {
			t.Errorf("seed %d: %+v always breaks, with certain controls", seed, b)
		}
		if level := follow(p, b.Attack, on); level[limits[i].Node] <= limits[i].Most {
			t.Errorf("seed %d: the attack of %+v does not break limit %+v", seed, b, limits[i])
		}
	}
	for i := range budgets {
		if len(allAllowed(p, limits, slices.Delete(slices.Clone(budgets), i, i+1))) == 0 {
			t.Errorf("seed %d: %+v does not need budget %d", seed, a.Reason, i)
		}
	}
}

// Where there are too many sets to try, going down from above step by step has to end where the cores come to from below.
func TestBestAgreesWithDescent(t *testing.T) {
	found := 0
	for seed := range uint64(200) {
		p := randomOf(rand.New(rand.NewPCG(seed, 12)), 60, 50)
		loosen(p, seed)
		p.Limits = []Limit{{int(seed) % 60, 1}, {int(seed) * 7 % 60, 0}, {int(seed) * 11 % 60, 2}}
		s, err := newSearch(context.Background(), p, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		a := best(t, p, Options{})
		if s.feasible() == satisfy.Unsatisfiable {
			if a.Outcome != Impossible {
				t.Errorf("seed %d: %+v, but no set holds", seed, a)
			}
			continue
		}
		for s.failed == nil {
			if s.ask(unlimited, s.e.atMost(s.terms, s.value-1-s.fixed)) == satisfy.Unsatisfiable {
				break
			}
			s.offer(s.e.set())
		}
		if s.failed != nil || !a.Unique || a.Value != s.value {
			t.Errorf("seed %d: %d from below, %d from above, %v", seed, a.Value, s.value, s.failed)
		}
		if a.Value > 0 {
			found++
		}
	}
	if found < 50 {
		t.Errorf("only %d problems need a control", found)
	}
}

// The seed and an unfinished search change how an answer is found, not what it is.
func TestSeedDoesNotChangeTheAnswer(t *testing.T) {
	for seed := range uint64(50) {
		p := randomProblem(seed)
		one, err := Best(context.Background(), p, Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		two, err := Best(context.Background(), p, Options{Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(one, two); d != "" {
			t.Errorf("problem %d: another seed gives another answer:\n%s", seed, d)
		}
	}
}
