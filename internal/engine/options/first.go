package options

import "cordon/internal/engine/satisfy"

// first makes the best set the first one of those with the same objective; dearer ones are ruled out by
// now. It tells whether it came to an end.
func (s *search) first() bool {
	var fixed []satisfy.Lit
	weighted := 0
	for _, w := range s.weights {
		if w > 0 {
			weighted++
		}
	}
	for axis, w := range s.weights {
		if weighted == 1 && w > 0 {
			continue // the objective fixes it
		}
		c := s.lowest(axis, fixed)
		if c.run(unlimited); c.lower < c.upper {
			return false
		}
		fixed = append(fixed, c.granted()...)
	}
	return s.lexical(fixed)
}

// lowest prepares to take the best set to the lowest cost on an axis, under demands that it meets.
func (s *search) lowest(axis int, fixed []satisfy.Lit) *cores {
	terms := s.e.terms(func(c int) int { return s.p.Controls[c].Costs[axis] })
	cost := func() int { return s.p.costs(s.best)[axis] - s.e.fixedCost(axis) }
	return newCores(s, terms, fixed, cost(), func() int {
		if on := s.e.set(); s.p.costs(on)[axis] < s.p.costs(s.best)[axis] {
			s.best = on
		}
		return cost()
	})
}

// lexical leaves each control out in turn where a set without it is as good.
func (s *search) lexical(fixed []satisfy.Lit) bool {
	for _, c := range s.e.matters {
		if s.best[c] {
			switch s.ask(unlimited, append(fixed, satisfy.No(s.e.control[c]))...) {
			case satisfy.Unknown:
				return false
			case satisfy.Satisfiable:
				s.best = s.e.set()
			}
		}
		fixed = append(fixed, s.e.is(c, s.best))
	}
	return true
}
