package options

const (
	firstWork  = 4_000 // conflicts for the first attempt at a proof; each later one has half as many again
	windowWork = 1_500 // conflicts for one neighbourhood
)

// minimise lowers the best set and raises the bound until they meet, or the search has to end. The two take turns: easy problems end
// with the first attempt at a proof; large ones get their sets from the neighbourhoods.
func (s *search) minimise() {
	c := newCores(s, s.terms, nil, s.value-s.fixed, func() int {
		s.offer(s.trim(s.e.set()))
		return s.value - s.fixed
	})
	c.forever = true
	c.raised = func() { s.raise(s.fixed + c.lower) }
	n := newNeighbourhoods(s)
	for work := firstWork; s.lower < s.value && s.left(1) > 0 && s.failed == nil; work += work / 2 {
		c.upper = s.value - s.fixed
		c.run(work)
		n.run(work / 4)
	}
	if c.lower == c.upper {
		c.harden() // what is left are the sets with the lowest objective
	} else if s.lower == s.value {
		s.e.solver.Clause(s.e.atMost(s.terms, s.value-s.fixed))
	}
}
