package options

import (
	"context"
	"fmt"
	"slices"

	"cordon/internal/engine/satisfy"
)

// Axis is one direction in which sets are compared: a cost, or the level that is left.
type Axis struct {
	Cost     int   // a cost axis of the problem, where Residual is empty
	Residual []int // nodes; the highest of their levels counts, because levels do not add up
}

// Point is a set that no other one beats: none is as good on every axis and better on one.
type Point struct {
	On     []int // controls that are on, rising
	Values []int // by axis of the front
	Costs  []int // by cost axis of the problem
	Levels []uint8
	Needs  []Need // of the limits; a control that is there for a lower residual level alone has Limit -1
}

// FrontAnswer is the result of Front.
type FrontAnswer struct {
	Outcome  Outcome
	Points   []Point // in rising order of the first axis, then the second, and so on
	Complete bool    // proved: every set is beaten or equalled by a point
	Reason   *Reason // where Impossible
}

// MaxAxes bounds the axes of a front. More make nearly every set a point, and nobody reads that.
const MaxAxes = 5

// Front finds the sets that meet all limits and budgets and that no other one beats, one for each combination of values: of several the
// one without control 0 rather than with it, then 1 and so on. Each point is the lowest on axis 0, then 1 and so on, of those that no point before it equals or beats; so
// the search asks for less than the neighbours on some axis (the epsilon-constraint method), with all that it learnt before. When it
// is ended early, the points found are part of the front. Weights do not count.
func Front(ctx context.Context, p *Problem, axes []Axis, o Options) (*FrontAnswer, error) {
	goals, err := goalsOf(p, axes)
	if err != nil {
		return nil, err
	}
	progress := o.Progress
	o.Progress = nil // sets on the way to a point are nothing to report
	s, err := newSearch(ctx, p, o, goals)
	if err != nil {
		return nil, err
	}
	switch s.feasible() {
	case satisfy.Unknown:
		return &FrontAnswer{}, nil
	case satisfy.Unsatisfiable:
		return &FrontAnswer{Outcome: Impossible, Reason: s.impossible()}, nil
	}
	f := &front{search: s, axes: axes, progress: progress, held: map[[2]int]satisfy.Lit{}, bottom: map[int]*cores{}}
	complete := f.all()
	if s.failed != nil {
		return nil, s.failed
	}
	return &FrontAnswer{Outcome: Found, Points: f.points, Complete: complete}, nil
}

// goalsOf lists what the residual axes speak of.
func goalsOf(p *Problem, axes []Axis) ([]goal, error) {
	if len(axes) == 0 || len(axes) > MaxAxes {
		return nil, fmt.Errorf("a front has 1 to %d axes, not %d", MaxAxes, len(axes))
	}
	var goals []goal
	for i, a := range axes {
		if len(a.Residual) == 0 && (a.Cost < 0 || a.Cost >= p.Axes) {
			return nil, fmt.Errorf("axis %d of the front: no cost axis %d", i, a.Cost)
		}
		for _, n := range a.Residual {
			if n < 0 || n >= len(p.Given) {
				return nil, fmt.Errorf("axis %d of the front: no node %d", i, n)
			}
			for l := uint8(1); l <= Top; l++ {
				goals = append(goals, goal{n, l})
			}
		}
	}
	return goals, nil
}

type front struct {
	*search
	axes   []Axis
	held   map[[2]int]satisfy.Lit // "axis a is at most v", by a and v
	lead   *cores                 // of the first axis, where it is a cost
	bottom map[int]*cores         // of the other axes that are costs: how low they can be at all
	points []Point

	progress func(Progress)
}

// all finds points until there are no more, and tells whether it came to that.
func (f *front) all() bool {
	for f.failed == nil {
		switch f.ask(unlimited) {
		case satisfy.Unsatisfiable:
			return true
		case satisfy.Unknown:
			return false
		}
		f.best = f.e.set()
		if !f.descend() {
			return false
		}
		if !f.graph.holds(f.best) {
			f.failed = fmt.Errorf("set %v does not hold by the fixed point: the clauses are wrong", numbers(f.best))
			return false
		}
		f.keep()
	}
	return false
}

// keep records the best set as a point, and demands that later ones are better on some axis.
func (f *front) keep() {
	values := f.values(f.best)
	f.points = append(f.points, Point{
		On: numbers(f.best), Values: values, Costs: f.p.costs(f.best),
		Levels: slices.Clone(f.graph.run(f.best)), Needs: f.graph.needs(f.best),
	})
	var better []satisfy.Lit
	for axis, v := range values[1:] { // on the first axis none is better than this one
		better = append(better, f.hold(axis+1, v-1))
	}
	f.e.solver.Clause(better...)
	if f.progress != nil {
		f.progress(Progress{Found: true, Points: len(f.points)})
	}
}

// values are those of a set on each axis.
func (f *front) values(on []bool) []int {
	values := make([]int, len(f.axes))
	costs, level := f.p.costs(on), f.graph.run(on)
	for i, a := range f.axes {
		if len(a.Residual) == 0 {
			values[i] = costs[a.Cost]
		}
		for _, n := range a.Residual {
			values[i] = max(values[i], int(level[n]))
		}
	}
	return values
}

// hold is a literal that holds an axis at a value or below.
func (f *front) hold(axis, value int) satisfy.Lit {
	key := [2]int{axis, value}
	if l, known := f.held[key]; known {
		return l
	}
	var l satisfy.Lit
	switch a := f.axes[axis]; {
	case len(a.Residual) == 0:
		most := value - f.e.fixedCost(a.Cost)
		l = f.e.atMost(f.e.terms(func(c int) int { return f.p.Controls[c].Costs[a.Cost] }), most)
		// The same sum over what its cores left of it is nearly used up, so that more follows from it.
		terms, spent := f.atBottom(axis).rest()
		f.e.solver.Clause(l.Not(), f.e.atMost(terms, most-spent))
	case value < 0:
		l = f.e.atMost(nil, value)
	default:
		l = satisfy.Yes(f.e.solver.Var())
		for _, n := range a.Residual {
			f.e.solver.Clause(l.Not(), f.e.below(goal{n, uint8(value + 1)}))
		}
	}
	f.held[key] = l
	return l
}

// atBottom has found out how low a cost axis can be at all, as far as there was time.
func (f *front) atBottom(axis int) *cores {
	c := f.bottom[axis]
	if c == nil {
		best := f.best
		c = f.lowest(f.axes[axis].Cost, nil)
		c.run(unlimited)
		f.bottom[axis], f.best = c, best
	}
	return c
}

// descend takes the best set down axis by axis. It tells whether it came to the bottom.
func (f *front) descend() bool {
	var fixed []satisfy.Lit
	for axis, a := range f.axes {
		if len(a.Residual) > 0 {
			if !f.descendLevel(axis, fixed) {
				return false
			}
			fixed = append(fixed, f.hold(axis, f.values(f.best)[axis]))
			continue
		}
		c := f.costs(axis, fixed)
		if c.run(unlimited); c.lower < c.upper {
			return false
		}
		fixed = append(fixed, c.granted()...)
	}
	return f.lexical(fixed)
}

// costs prepares to lower a cost axis. On the first axis each point costs as much as the one before or more, so that one search for
// its lower bound serves all points; on the others each point begins with what holds for all.
func (f *front) costs(axis int, fixed []satisfy.Lit) *cores {
	cost := f.axes[axis].Cost
	if axis > 0 {
		c := f.lowest(cost, fixed)
		c.begin(f.atBottom(axis))
		return c
	}
	if f.lead == nil {
		f.lead = f.lowest(cost, nil)
	}
	f.lead.upper = f.p.costs(f.best)[cost] - f.e.fixedCost(cost)
	return f.lead
}

func (f *front) descendLevel(axis int, fixed []satisfy.Lit) bool {
	for {
		lower := f.hold(axis, f.values(f.best)[axis]-1)
		switch f.ask(unlimited, append(fixed[:len(fixed):len(fixed)], lower)...) {
		case satisfy.Unknown:
			return false
		case satisfy.Unsatisfiable:
			return true
		}
		f.best = f.e.set()
	}
}
