package bdd_test

import (
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cordon/internal/engine/bdd"
)

// solveCases have answers that were worked out by hand.
var solveCases = []struct {
	name string
	f    func(s *bdd.Formulas) bdd.Formula
	p    []float64
	want float64
	sets [][]int
}{
	{
		name: "true: nothing has to happen",
		f:    func(s *bdd.Formulas) bdd.Formula { return s.And() },
		want: 1, sets: [][]int{{}},
	},
	{
		name: "false: nothing suffices",
		f:    func(s *bdd.Formulas) bdd.Formula { return s.Or() },
		want: 0,
	},
	{
		name: "one event",
		f:    func(s *bdd.Formulas) bdd.Formula { return s.Event(1) },
		p:    []float64{0.5, 0.25},
		want: 0.25, sets: [][]int{{1}},
	},
	{
		name: "two of three: 0.02+0.03+0.06-2*0.006",
		f:    func(s *bdd.Formulas) bdd.Formula { return s.AtLeast(2, s.Event(0), s.Event(1), s.Event(2)) },
		p:    []float64{0.1, 0.2, 0.3},
		want: 0.098, sets: [][]int{{0, 1}, {0, 2}, {1, 2}},
	},
	{
		name: "absorption: a or (a and b) is a",
		f: func(s *bdd.Formulas) bdd.Formula {
			return s.Or(s.Event(0), s.And(s.Event(0), s.Event(1)))
		},
		p:    []float64{0.3, 0.9},
		want: 0.3, sets: [][]int{{0}},
	},
	{
		// Arcs 0 and 1 leave the source, 2 joins the two ways, 3 and 4 enter the target: 2p^2+2p^3-5p^4+2p^5.
		name: "bridge network",
		f: func(s *bdd.Formulas) bdd.Formula {
			e := func(events ...int) bdd.Formula {
				var parts []bdd.Formula
				for _, n := range events {
					parts = append(parts, s.Event(n))
				}
				return s.And(parts...)
			}
			return s.Or(e(0, 3), e(1, 4), e(0, 2, 4), e(1, 2, 3))
		},
		p:    []float64{0.9, 0.9, 0.9, 0.9, 0.9},
		want: 0.97848, sets: [][]int{{0, 3}, {1, 4}, {0, 2, 4}, {1, 2, 3}},
	},
	{
		// 0.1*0.8 + 0.2*0.3. Both 1 and 2 are needed where 0 does not happen.
		name: "negation: the sets suffice while nothing else happens",
		f: func(s *bdd.Formulas) bdd.Formula {
			return s.Or(s.And(s.Event(0), s.Not(s.Event(1))), s.And(s.Event(1), s.Event(2)))
		},
		p:    []float64{0.1, 0.2, 0.3},
		want: 0.14, sets: [][]int{{0}, {1, 2}},
	},
	{
		name: "a formula and its negation",
		f: func(s *bdd.Formulas) bdd.Formula {
			both := s.And(s.Event(0), s.Event(1))
			return s.And(both, s.Not(s.Not(s.Not(both))))
		},
		p: []float64{0.5, 0.5},
	},
}

func TestSolve(t *testing.T) {
	for _, c := range solveCases {
		t.Run(c.name, func(t *testing.T) {
			s := bdd.NewFormulas(len(c.p))
			d := solve(t, s, c.f(s))
			p, err := d.Probabilities(c.p)
			if err != nil {
				t.Fatal(err)
			}
			if !near(p[0], c.want) {
				t.Errorf("probability %v, want %v", p[0], c.want)
			}
			if diff := cmp.Diff(c.sets, minimal(t, d, 0), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("minimal sets (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSolveSharesAndKeepsTheOrderOfAsking(t *testing.T) {
	s := bdd.NewFormulas(2)
	a, b := s.Event(0), s.Event(1)
	d, err := s.Solve(context.Background(), []bdd.Formula{s.Or(a, b), a, bdd.False, s.And(a, b)}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Probabilities([]float64{0.5, 0.25})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{0.625, 0.5, 0, 0.125}, p); diff != "" || d.Functions() != 4 {
		t.Errorf("%d functions (-want +got):\n%s", d.Functions(), diff)
	}
	if d.Nodes() != 4 { // a; b below "or" and "and" alike; "or"; "and"
		t.Errorf("%d nodes, want 4", d.Nodes())
	}
}

func TestBySizeEndsAtItsLimit(t *testing.T) {
	s := bdd.NewFormulas(40)
	var events []bdd.Formula
	for e := range 40 {
		events = append(events, s.Event(e))
	}
	d := solve(t, s, s.AtLeast(20, events...))
	sets, err := d.MinimalSets(context.Background(), 0, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := new(big.Int).Binomial(40, 20); sets.Count().Cmp(want) != 0 {
		t.Errorf("%v sets, want %v", sets.Count(), want)
	}
	n := 0
	for set := range sets.BySize(1000) {
		if n++; len(set) != 20 {
			t.Fatalf("set %d has %d events", n, len(set))
		}
	}
	if n != 1000 {
		t.Errorf("%d sets, want 1000", n)
	}
}

func TestSolveRefuses(t *testing.T) {
	s := bdd.NewFormulas(30)
	var pairs []bdd.Formula
	for e := range 15 {
		pairs = append(pairs, s.Or(s.Event(e), s.Event(e+15)))
	}
	f := s.And(pairs...)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		o    bdd.Options
		want string
	}{
		{"too few nodes", context.Background(), bdd.Options{Nodes: 20}, "build a diagram in 4 orders of its events: the diagram does not fit into the limit of nodes (20)"},
		{"a limit below 0", context.Background(), bdd.Options{Nodes: -1}, "a limit of -1 nodes: it must be 1 to 100000000"},
		{"cancelled", cancelled, bdd.Options{}, "build a diagram: context canceled"},
	} {
		if _, err := s.Solve(c.ctx, []bdd.Formula{f}, c.o); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := s.Solve(context.Background(), []bdd.Formula{f}, bdd.Options{Nodes: 20}); !errors.Is(err, bdd.ErrNodes) {
		t.Errorf("%v is not ErrNodes", err)
	}

	d := solve(t, s, f)
	if _, err := d.MinimalSets(context.Background(), 0, bdd.Options{Nodes: 20}); !errors.Is(err, bdd.ErrNodes) {
		t.Errorf("minimal sets: %v is not ErrNodes", err)
	}
	for _, p := range [][]float64{make([]float64, 29), slices.Repeat([]float64{1.5}, 30), slices.Repeat([]float64{math.NaN()}, 30)} {
		if _, err := d.Probabilities(p); err == nil {
			t.Errorf("accepts %d probabilities of %v", len(p), p[0])
		}
	}
}

// The context is asked in the middle of the work, not only before it.
func TestWorkStopsWhenCancelled(t *testing.T) {
	s := bdd.NewFormulas(200)
	var events []bdd.Formula
	for e := range 200 {
		events = append(events, s.Event(e))
	}
	half := s.AtLeast(100, events...)
	if _, err := s.Solve(&countdown{Context: context.Background(), calls: 3}, []bdd.Formula{half}, bdd.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Solve: got %v, want that of the context", err)
	}
	if _, err := solve(t, s, half).MinimalSets(&countdown{Context: context.Background(), calls: 1}, 0, bdd.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("MinimalSets: got %v, want that of the context", err)
	}
	p := slices.Repeat([]float64{0.5}, 200)
	if _, err := s.Bounds(&countdown{Context: context.Background(), calls: 3}, half, p, bdd.BoundOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Bounds: got %v, want that of the context", err)
	}
}

// countdown is a context that is cancelled when it has been asked so often.
type countdown struct {
	context.Context
	calls int
}

func (c *countdown) Err() error {
	if c.calls--; c.calls < 0 {
		return context.Canceled
	}
	return nil
}

// expr is a formula that is evaluated as it is written, to compare with.
type expr struct {
	op    string // "event", "and", "or", "atleast", "not"
	n     int    // the event, or k
	parts []*expr
}

func (e *expr) holds(world int) bool {
	if e.op == "event" {
		return world>>e.n&1 == 1
	}
	n := 0
	for _, p := range e.parts {
		if p.holds(world) {
			n++
		}
	}
	switch e.op {
	case "and":
		return n == len(e.parts)
	case "or":
		return n > 0
	case "not":
		return n == 0
	}
	return n >= e.n
}

func (e *expr) formula(s *bdd.Formulas) bdd.Formula {
	parts := make([]bdd.Formula, len(e.parts))
	for i, p := range e.parts {
		parts[i] = p.formula(s)
	}
	switch e.op {
	case "event":
		return s.Event(e.n)
	case "and":
		return s.And(parts...)
	case "or":
		return s.Or(parts...)
	case "not":
		return s.Not(parts[0])
	}
	return s.AtLeast(e.n, parts...)
}

// drawExpr makes a formula of gates over events; later gates use earlier ones, so that parts are shared.
func drawExpr(t *rapid.T, events int, ops []string) *expr {
	var pool []*expr
	for e := range events {
		pool = append(pool, &expr{op: "event", n: e})
	}
	for range rapid.IntRange(0, 12).Draw(t, "gates") {
		e := &expr{op: rapid.SampledFrom(ops).Draw(t, "op")}
		parts := rapid.IntRange(1, 4).Draw(t, "parts")
		if e.op == "not" {
			parts = 1
		}
		for range parts {
			e.parts = append(e.parts, rapid.SampledFrom(pool).Draw(t, "part"))
		}
		e.n = rapid.IntRange(0, parts+1).Draw(t, "k")
		pool = append(pool, e)
	}
	return pool[len(pool)-1]
}

// probability draws ends and rare values more often than a uniform draw would. Products of 14 stay far from the smallest number.
var probability = rapid.OneOf(rapid.SampledFrom([]float64{0, 1, 0.5, 1e-6}), rapid.Float64Range(1e-9, 1))

// truth is what a function of worlds amounts to: the mass of the worlds where it holds, and the smallest of them.
func truth(events int, p []float64, holds func(world int) bool) (mass float64, sets [][]int) {
	within := make([]bool, 1<<events) // a world of fewer events holds
	for world := range 1 << events {
		m := 1.0
		var set []int
		for e := range events {
			if world>>e&1 == 1 {
				m *= p[e]
				set = append(set, e)
				within[world] = within[world] || within[world^1<<e]
			} else {
				m *= 1 - p[e]
			}
		}
		if holds(world) {
			mass += m
			if !within[world] {
				sets = append(sets, set)
			}
			within[world] = true
		}
	}
	slices.SortFunc(sets, bySize)
	return mass, sets
}

func bySize(a, b []int) int {
	if d := len(a) - len(b); d != 0 {
		return d
	}
	return slices.Compare(a, b)
}

func TestRandomMonotoneFormulasAgreeWithAllWorlds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { agrees(t, 14, []string{"and", "or", "atleast"}) })
}

func TestRandomFormulasWithNegationAgreeWithAllWorlds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { agrees(t, 10, []string{"and", "or", "atleast", "not"}) })
}

func agrees(t *rapid.T, most int, ops []string) {
	events := rapid.IntRange(1, most).Draw(t, "events")
	e := drawExpr(t, events, ops)
	p := rapid.SliceOfN(probability, events, events).Draw(t, "p")
	s := bdd.NewFormulas(events)
	d := solve(t, s, e.formula(s))
	got, err := d.Probabilities(p)
	if err != nil {
		t.Fatal(err)
	}
	mass, sets := truth(events, p, e.holds)
	if !near(got[0], mass) {
		t.Errorf("probability %v, want %v", got[0], mass)
	}
	if diff := cmp.Diff(sets, minimal(t, d, 0), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("minimal sets (-want +got):\n%s", diff)
	}
	world := rapid.IntRange(0, 1<<events-1).Draw(t, "world")
	happens := make([]bool, events)
	for i := range happens {
		happens[i] = world>>i&1 == 1
	}
	if d.Holds(0, happens) != e.holds(world) {
		t.Errorf("in world %b it holds: %t", world, d.Holds(0, happens))
	}
}

// fataler is a test or a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func solve(t fataler, s *bdd.Formulas, f bdd.Formula) *bdd.Diagram {
	t.Helper()
	d, err := s.Solve(context.Background(), []bdd.Formula{f}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// minimal lists the sets of a function, sorted by size and then by event. It fails if they do not come by rising size or in another number
// than they are counted.
func minimal(t fataler, d *bdd.Diagram, function int) [][]int {
	t.Helper()
	sets, err := d.MinimalSets(context.Background(), function, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list := slices.Collect(sets.BySize(0))
	if !slices.IsSortedFunc(list, func(a, b []int) int { return len(a) - len(b) }) {
		t.Fatal("not by rising size: ", list)
	}
	if sets.Count().Cmp(big.NewInt(int64(len(list)))) != 0 {
		t.Fatal("counts ", sets.Count(), ", lists ", len(list))
	}
	slices.SortFunc(list, bySize)
	return list
}

// near allows for rounding: sums of positive terms, so what counts is the relative error.
func near(got, want float64) bool { return math.Abs(got-want) <= 1e-12*math.Max(want, 1e-300) }
