package options

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cordon/internal/engine/satisfy"
)

// Best finds the set with the lowest weighted cost that meets all limits and budgets. Of several it takes the one that costs least on
// axis 0, then 1 and so on, then the one without control 0 rather than with it, then 1 and so on: so the answer to a problem is one
// set, whatever the seed. When the context or the effort ends the search, the answer is the best set so far, with a bound.
func Best(ctx context.Context, p *Problem, o Options) (*Answer, error) {
	s, err := newSearch(ctx, p, o, nil)
	if err != nil {
		return nil, err
	}
	switch s.feasible() {
	case satisfy.Unknown:
		return &Answer{Outcome: Stopped, Cut: true, Bound: s.lower}, nil
	case satisfy.Unsatisfiable:
		r := s.impossible()
		return &Answer{Outcome: Impossible, Reason: r, Cut: !r.Smallest}, nil
	}
	s.minimise()
	a := &Answer{Outcome: Found, Optimal: s.lower == s.value}
	if a.Optimal {
		a.Unique = s.first()
	}
	a.Cut = !a.Unique
	return s.finish(a)
}

var errContradiction = errors.New("the clauses contradict a set that holds")

// search is one call of Best or Front.
type search struct {
	ctx     context.Context
	p       *Problem
	o       Options
	weights []int // by axis
	graph   *graph
	e       *encoding
	terms   []satisfy.Term // the objective, over controls that matter
	fixed   int            // the objective of what is forced

	best   []bool // the best set so far; nil before there is one
	value  int    // its objective
	lower  int    // no set has a lower objective
	random uint64
	failed error
}

func newSearch(ctx context.Context, p *Problem, o Options, goals []goal) (*search, error) {
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("check the problem: %w", err)
	}
	s := &search{ctx: ctx, p: p, o: o, weights: o.Weights, graph: newGraph(p), random: o.Seed}
	if s.weights == nil {
		s.weights = slices.Repeat([]int{1}, p.Axes)
	}
	if err := s.checkWeights(); err != nil {
		return nil, err
	}
	s.e = encode(p, goals)
	s.terms = s.e.terms(s.cost)
	for c, v := range s.e.control {
		if v == fixedOn {
			s.fixed += s.cost(c)
		}
	}
	s.lower = s.fixed
	return s, nil
}

func (s *search) checkWeights() error {
	if len(s.weights) != s.p.Axes {
		return fmt.Errorf("%d weights for %d axes", len(s.weights), s.p.Axes)
	}
	sum := 0.0
	for axis, w := range s.weights {
		if w < 0 {
			return fmt.Errorf("weight %d of axis %d is below 0", w, axis)
		}
		for c := range s.p.Controls {
			sum += float64(w) * float64(s.p.Controls[c].Costs[axis])
		}
	}
	if sum > maxSum {
		return errors.New("weights times costs are too large to add up")
	}
	return nil
}

// cost is what a control adds to the objective.
func (s *search) cost(c int) int {
	sum := 0
	for axis, cost := range s.p.Controls[c].Costs {
		sum += s.weights[axis] * cost
	}
	return sum
}

func (s *search) objective(on []bool) int {
	sum := 0
	for c, is := range on {
		if is {
			sum += s.cost(c)
		}
	}
	return sum
}

// left is how many conflicts the search may still use, at most so many; 0 where it has to end.
func (s *search) left(most int) int {
	if s.ctx.Err() != nil {
		return 0
	}
	if s.o.Effort > 0 {
		most = min(most, s.o.Effort-s.e.solver.Conflicts())
	}
	return max(0, most)
}

// unlimited stands for "as many conflicts as it takes".
const unlimited = 1 << 60

// ask puts a question to the solver.
func (s *search) ask(conflicts int, assume ...satisfy.Lit) satisfy.Status {
	n := s.left(conflicts)
	if n == 0 {
		return satisfy.Unknown
	}
	return s.e.solver.Solve(s.ctx, n, assume...)
}

// feasible finds a first set: greedily, or by the solver where that fails. From then on limits and budgets are demanded.
func (s *search) feasible() satisfy.Status {
	if on := s.greedy(); on != nil {
		s.offer(on)
	}
	if s.best == nil {
		if got := s.ask(unlimited, s.demands()...); got != satisfy.Satisfiable {
			return got
		}
		s.offer(s.trim(s.e.set()))
	}
	if s.failed != nil {
		return satisfy.Satisfiable
	}
	for _, d := range s.demands() {
		s.e.solver.Clause(d)
	}
	return satisfy.Satisfiable
}

func (s *search) demands() []satisfy.Lit { return slices.Concat(s.e.limits, s.e.budgets) }

// offer takes a set that claims to hold if it is the best so far. A set that does not hold is an error of this package.
func (s *search) offer(on []bool) {
	if !s.graph.holds(on) {
		s.failed = fmt.Errorf("set %v does not hold by the fixed point: the clauses are wrong", numbers(on))
		return
	}
	if v := s.objective(on); s.best == nil || v < s.value {
		s.best, s.value = slices.Clone(on), v
		s.report()
	}
}

func (s *search) report() {
	if s.o.Progress != nil {
		s.o.Progress(Progress{Found: s.best != nil, Best: s.value, Bound: s.lower})
	}
}

func (s *search) raise(lower int) {
	if lower > s.lower {
		s.lower = lower
		s.report()
	}
}

// finish fills in what the set means.
func (s *search) finish(a *Answer) (*Answer, error) {
	if s.best != nil && s.failed == nil && !s.graph.holds(s.best) {
		s.failed = errors.New("the best set does not hold by the fixed point")
	}
	if s.failed != nil {
		return nil, s.failed
	}
	a.On, a.Costs, a.Value, a.Bound = numbers(s.best), s.p.costs(s.best), s.value, s.lower
	a.Levels = slices.Clone(s.graph.run(s.best))
	a.Needs = s.graph.needs(s.best)
	return a, nil
}
