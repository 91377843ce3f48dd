package options

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// priced makes free controls with one cost each.
func priced(costs ...int) []Control {
	var list []Control
	for _, c := range costs {
		list = append(list, Control{Costs: []int{c}})
	}
	return list
}

func single(c int, cap uint8) Block { return Block{[]int{c}, cap} }

func best(t *testing.T, p *Problem, o Options) *Answer {
	t.Helper()
	a, err := Best(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Two ways in. Each has a measure of its own that costs 3; one measure for 5 blocks both.
func twoWaysIn() *Problem {
	return &Problem{
		Given: []uint8{4, 0, 0}, Axes: 1, Controls: priced(3, 3, 5),
		Arcs: []Arc{
			{Tails: []int{0}, Heads: []int{1}, Cap: 5, Blocks: []Block{single(0, 0), single(2, 0)}},
			{Tails: []int{0}, Heads: []int{2}, Cap: 5, Blocks: []Block{single(1, 0), single(2, 0)}},
		},
		Limits: []Limit{{1, 0}, {2, 0}},
	}
}

func TestBestWhereGreedyIsWrong(t *testing.T) {
	p := twoWaysIn()
	s, err := newSearch(context.Background(), p, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if on := s.greedy(); s.objective(on) != 6 {
		t.Errorf("greedy: cost %d, want 6: the example shows nothing", s.objective(on))
	}
	want := &Answer{
		Outcome: Found, On: []int{2}, Costs: []int{5}, Value: 5, Levels: []uint8{4, 0, 0},
		Needs: []Need{{Control: 2, Limit: 0, Attack: []int{0}}}, Bound: 5, Optimal: true, Unique: true,
	}
	if d := cmp.Diff(want, best(t, p, Options{})); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// A pump is reached from the network (node 0) and over its service port (1); wrong dose is node 2. Passwords and automatic locking of
// the screen hold intruders off, but both together keep a nurse out in an emergency (4, as nurses are at work, 3).
func lockedPump() *Problem {
	const network, port, dose, nurse, lockedOut = 0, 1, 2, 3, 4
	const filter, password, lock, seal = 0, 1, 2, 3 // by cost: 9, 1, 1, 4
	return &Problem{
		Given: []uint8{network: 4, port: 3, dose: 0, nurse: 5, lockedOut: 0}, Axes: 1,
		Controls: priced(9, 1, 1, 4),
		Arcs: []Arc{
			{Tails: []int{network}, Heads: []int{dose}, Cap: 5, Blocks: []Block{single(filter, 0), single(password, 1)}},
			{Tails: []int{port}, Heads: []int{dose}, Cap: 5, Blocks: []Block{single(lock, 1), single(seal, 0)}},
			{Tails: []int{nurse}, Heads: []int{lockedOut}, Cap: 4, Opens: [][]int{{password, lock}}},
		},
		Limits: []Limit{{dose, 1}, {lockedOut, 1}},
	}
}

func TestBlockingEverythingHarms(t *testing.T) {
	p := lockedPump()
	if g := newGraph(p); g.holds([]bool{true, true, true, true}) || g.level[4] != 4 {
		t.Errorf("with all controls on, the level of being locked out is %d, want 4", g.level[4])
	}
	a := best(t, p, Options{})
	if d := cmp.Diff([]int{1, 3}, a.On); d != "" || a.Value != 5 || !a.Unique {
		t.Errorf("password and seal for 5 are best, the answer is %+v", a)
	}
}

func TestReasonOfSideEffects(t *testing.T) {
	p := lockedPump()
	p.Controls[0].Use, p.Controls[3].Use = Forbidden, Forbidden // no filter, no seal
	want := &Answer{Outcome: Impossible, Reason: &Reason{Smallest: true, Limits: []Breach{
		{Limit: 0, With: []int{1}, Attack: []int{1}}, // the password alone locks nobody out and leaves the port
		{Limit: 1, With: []int{1, 2}, Attack: []int{2}},
	}}}
	got := best(t, p, Options{})
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestReasonThatNothingBlocks(t *testing.T) {
	p := twoWaysIn()
	p.Arcs = append(p.Arcs, Arc{Tails: []int{1}, Heads: []int{2}, Cap: 3}, Arc{Tails: []int{0}, Heads: []int{1}, Cap: 2})
	p.Limits = []Limit{{1, 2}, {2, 1}}
	want := &Answer{Outcome: Impossible, Reason: &Reason{Smallest: true, Limits: []Breach{{Limit: 1, Always: true, Attack: []int{3, 2}}}}}
	if d := cmp.Diff(want, best(t, p, Options{})); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestReasonOfBudget(t *testing.T) {
	p := twoWaysIn()
	p.Budgets = []Budget{{0, 100}, {0, 4}}
	a := best(t, p, Options{})
	if a.Outcome != Impossible || len(a.Reason.Limits) != 2 || len(a.Reason.Budgets) != 1 || a.Reason.Budgets[0] != 1 {
		t.Errorf("5 is needed and 4 allowed, the answer is %+v with reason %+v", a, a.Reason)
	}
}

// The worked example of the NEMECYS facts, section 2.4: a wearable monitor whose reports a clinician adjusts medication by. Harm comes
// of wrong data (remote exploit, 3), of stale data (2) and by a way left over (1). Suspending a vulnerable gateway stops the exploit
// too, and makes data unavailable (3).
func wearable() *Problem {
	const exploit, altered, stale, leftOver, vulnerable, unavailable, inappropriate, absent = 0, 1, 2, 3, 4, 5, 6, 7
	const patch, sign, suspend, notRealTime = 0, 1, 2, 3
	return &Problem{
		Given:    []uint8{exploit: 3, stale: 2, leftOver: 1, vulnerable: 3, absent: 0},
		Axes:     1,
		Controls: priced(3, 2, 1, 0),
		Arcs: []Arc{
			{Tails: []int{exploit}, Heads: []int{altered}, Cap: 5, Blocks: []Block{{[]int{patch, sign}, 0}, single(suspend, 0)}},
			{Tails: []int{altered}, Heads: []int{inappropriate}, Cap: 5},
			{Tails: []int{stale}, Heads: []int{inappropriate}, Cap: 5, Blocks: []Block{single(notRealTime, 0)}},
			{Tails: []int{leftOver}, Heads: []int{inappropriate}, Cap: 5},
			{Tails: []int{vulnerable}, Heads: []int{unavailable}, Cap: 3, Opens: [][]int{{suspend}}},
			{Tails: []int{unavailable}, Heads: []int{absent}, Cap: 5},
		},
	}
}

func TestNemecysOptions(t *testing.T) {
	const inappropriate, absent = 6, 7
	riskOfImpact4 := []int{0, 1, 2, 3, 4, 4} // row 4 of the risk table, by likelihood
	p := wearable()
	for _, option := range []struct {
		name string
		on   []bool
		risk int
	}{
		{"nothing", []bool{false, false, false, false}, 3},
		{"A: patching and signing", []bool{true, true, false, false}, 2},
		{"B: A and suspension", []bool{true, true, true, false}, 3},
		{"C: A and real time not needed", []bool{true, true, false, true}, 1},
	} {
		level := newGraph(p).run(option.on)
		if got := riskOfImpact4[max(level[inappropriate], level[absent])]; got != option.risk {
			t.Errorf("%s: risk %d, want %d", option.name, got, option.risk)
		}
	}

	p.Limits = []Limit{{inappropriate, 1}, {absent, 1}}
	want := []Need{{0, 0, []int{0, 1}}, {1, 0, []int{0, 1}}, {3, 0, []int{2}}}
	if d := cmp.Diff(want, best(t, p, Options{}).Needs); d != "" {
		t.Errorf("option C is best, and each of its measures holds an attack off (-want +got):\n%s", d)
	}

	p.Limits = nil
	front, err := Front(context.Background(), p, []Axis{{Cost: 0}, {Residual: []int{inappropriate, absent}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var points [][]int
	for _, q := range front.Points {
		points = append(points, q.On, q.Values)
	}
	// To do nothing and C; A costs as much as C and leaves more. B is nowhere.
	if d := cmp.Diff([][]int{nil, {0, 3}, {0, 1, 3}, {5, 1}}, points); d != "" || !front.Complete {
		t.Errorf("front, as controls and values in turn (-want +got):\n%s", d)
	}
}

func TestProblemIsChecked(t *testing.T) {
	for _, tt := range []struct {
		spoil func(*Problem)
		want  string
	}{
		{func(p *Problem) { p.Given[1] = 6 }, "check the problem: node 1: level 6 is above 5"},
		{func(p *Problem) { p.Arcs[1].Tails = nil }, "check the problem: arc 1: an arc needs a tail"},
		{func(p *Problem) { p.Arcs[1].Heads = []int{3} }, "check the problem: arc 1: no node 3"},
		{func(p *Problem) { p.Arcs[0].Cap = 9 }, "check the problem: arc 0: cap 9 is above 5"},
		{func(p *Problem) { p.Arcs[0].Blocks[1].Cap = 9 }, "check the problem: arc 0: cap 9 of a block is above 5"},
		{func(p *Problem) { p.Arcs[0].Blocks[1].Controls = nil }, "check the problem: arc 0: a set of controls is empty"},
		{func(p *Problem) { p.Arcs[0].Opens = [][]int{{-1}} }, "check the problem: arc 0: no control -1"},
		{func(p *Problem) { p.Controls[2].Costs = nil }, "check the problem: control 2: 0 costs for 1 axes"},
		{func(p *Problem) { p.Controls[2].Costs[0] = -1 }, "check the problem: control 2: cost -1 on axis 0 is not in 0 to 1000000000"},
		{func(p *Problem) { p.Controls[2].Use = 7 }, "check the problem: control 2: use 7 is out of range"},
		{func(p *Problem) { p.Limits[0].Node = 3 }, "check the problem: limit 0: node 3 at most 0 is out of range"},
		{func(p *Problem) { p.Budgets = []Budget{{1, 5}} }, "check the problem: budget 0: axis 1 at most 5 is out of range"},
	} {
		p := twoWaysIn()
		tt.spoil(p)
		if _, err := Best(context.Background(), p, Options{}); err == nil || err.Error() != tt.want {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
	for _, weights := range [][]int{{1, 1}, {-1}, {1 << 50}} {
		if _, err := Best(context.Background(), twoWaysIn(), Options{Weights: weights}); err == nil {
			t.Errorf("weights %v are accepted", weights)
		}
	}
	for _, axes := range [][]Axis{nil, make([]Axis, MaxAxes+1), {{Cost: 1}}, {{Residual: []int{3}}}} {
		if _, err := Front(context.Background(), twoWaysIn(), axes, Options{}); err == nil || !strings.Contains(err.Error(), "front") {
			t.Errorf("axes %v are accepted: %v", axes, err)
		}
	}
}

// rings has a cycle of attacks for each of so many pairs of controls, and needs at least one of each pair.
func rings(controls int) *Problem {
	p := &Problem{Given: []uint8{5, 0}, Axes: 1, Limits: []Limit{{1, 0}}}
	for c := range controls {
		p.Controls = append(p.Controls, priced(7+c*c%11)...)
		for _, step := range []int{1, 2, 5} {
			p.Arcs = append(p.Arcs, Arc{Tails: []int{0}, Heads: []int{1}, Cap: 5, Blocks: []Block{single(c, 0), single((c+step)%controls, 0)}})
		}
	}
	return p
}

func TestCancelledSearchGivesTheBestSoFar(t *testing.T) {
	p := rings(60)
	whole := best(t, p, Options{})
	if !whole.Optimal || whole.Cut {
		t.Fatalf("not cancelled: %+v", whole)
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := Best(ctx, p, Options{Progress: func(p Progress) {
		if p.Bound > 0 {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if a.Outcome != Found || !a.Cut || a.Optimal || a.Unique || a.Bound < 1 || a.Bound > whole.Value || a.Value < whole.Value || a.Gap() < 1 {
		t.Errorf("cancelled: outcome %d, value %d, bound %d, optimal %t, cut %t; the optimum is %d", a.Outcome, a.Value, a.Bound, a.Optimal, a.Cut, whole.Value)
	}
	if !newGraph(p).holds(setOf(p, a.On)) {
		t.Error("cancelled: the set does not hold")
	}

	ended, err := Best(ctx, p, Options{})
	if err != nil || ended.Outcome != Stopped || !ended.Cut {
		t.Errorf("cancelled before the start: %+v, %v", ended, err)
	}
	front, err := Front(ctx, p, []Axis{{Cost: 0}}, Options{})
	if err != nil || front.Complete || front.Outcome != Stopped {
		t.Errorf("front, cancelled before the start: %+v, %v", front, err)
	}
}

func TestEffortEndsTheSearchAtTheSamePlace(t *testing.T) {
	p := rings(60)
	one, two := best(t, p, Options{Effort: 40}), best(t, p, Options{Effort: 40})
	if !one.Cut || one.Optimal {
		t.Errorf("40 conflicts were enough: %+v", one)
	}
	if d := cmp.Diff(one, two); d != "" {
		t.Errorf("the same effort gives another answer:\n%s", d)
	}
}

func setOf(p *Problem, list []int) []bool {
	on := make([]bool, len(p.Controls))
	for _, c := range list {
		on[c] = true
	}
	return on
}
