package options

import "cordon/internal/engine/satisfy"

// neighbourhoods lowers the best set: a window of controls near each other is free, the others stay as they are, and the solver
// finds a cheaper set in the window or proves that there is none.
type neighbourhoods struct {
	s      *search
	arcs   [][]int32 // by control that matters: the arcs it blocks
	at     [][]int32 // by node: the arcs it is an end of
	window int       // controls that are free; follows how hard the windows are
}

func newNeighbourhoods(s *search) *neighbourhoods {
	n := &neighbourhoods{s: s, window: 40, arcs: make([][]int32, len(s.p.Controls)), at: make([][]int32, len(s.p.Given))}
	for i := range s.p.Arcs {
		a := &s.p.Arcs[i]
		for _, list := range [][]int{a.Tails, a.Heads} {
			for _, v := range list {
				n.at[v] = append(n.at[v], int32(i))
			}
		}
		for _, c := range n.controlsOf(a) {
			n.arcs[c] = append(n.arcs[c], int32(i))
		}
	}
	return n
}

// controlsOf lists the controls of an arc that matter, some more than once.
func (n *neighbourhoods) controlsOf(a *Arc) []int {
	var list []int
	for _, b := range a.Blocks {
		list = append(list, b.Controls...)
	}
	for _, set := range a.Opens {
		list = append(list, set...)
	}
	kept := list[:0]
	for _, c := range list {
		if n.s.e.control[c] >= 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// run works for so many conflicts.
func (n *neighbourhoods) run(work int) {
	s := n.s
	for end := s.e.solver.Conflicts() + work; s.lower < s.value && s.failed == nil; {
		left := end - s.e.solver.Conflicts()
		if left <= 0 || s.left(1) == 0 {
			return
		}
		before, whole := s.e.solver.Conflicts(), n.window >= len(s.e.matters)
		cheaper := s.e.atMost(s.terms, s.value-1-s.fixed)
		got := s.ask(min(left, windowWork), append(n.outside(), cheaper)...)
		s.e.solver.Retire(cheaper)
		switch got {
		case satisfy.Satisfiable:
			s.offer(s.trim(s.e.set()))
		case satisfy.Unsatisfiable:
			if whole {
				s.raise(s.value)
				return
			}
			n.window += 1 + n.window/16
			end -= 20 // an answer without conflicts is work too
		case satisfy.Unknown:
			if s.e.solver.Conflicts()-before >= windowWork {
				n.window -= n.window / 8
			}
		}
	}
}

// outside fixes all controls that matter but those of a window around some control that is on.
func (n *neighbourhoods) outside() []satisfy.Lit {
	s := n.s
	free := make([]bool, len(s.p.Controls))
	left := n.window
	seen := make([]bool, len(s.p.Given))
	queue := []int{n.pick()}
	free[queue[0]] = true
	for left > 0 && len(queue) > 0 {
		// A queue from which any element may be next reaches further than one in order.
		i := s.below(len(queue))
		c := queue[i]
		queue[i] = queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, a := range n.arcs[c] {
			for _, list := range [][]int{s.p.Arcs[a].Tails, s.p.Arcs[a].Heads} {
				for _, v := range list {
					if seen[v] {
						continue
					}
					seen[v] = true
					for _, b := range n.at[v] {
						for _, k := range n.controlsOf(&s.p.Arcs[b]) {
							if !free[k] {
								free[k] = true
								left--
								queue = append(queue, k)
							}
						}
					}
				}
			}
		}
	}
	var fixed []satisfy.Lit
	for _, c := range s.e.matters {
		if !free[c] {
			fixed = append(fixed, s.e.is(c, s.best))
		}
	}
	return fixed
}

// pick chooses a control that is on and costs something.
func (n *neighbourhoods) pick() int {
	var on []int
	for _, c := range n.s.e.matters {
		if n.s.best[c] && n.s.cost(c) > 0 {
			on = append(on, c)
		}
	}
	return on[n.s.below(len(on))]
}

// below is the next number of the search's own sequence (SplitMix64), from 0 to n-1. The same seed gives the same sequence for ever.
func (s *search) below(n int) int {
	s.random += 0x9e3779b97f4a7c15
	z := s.random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}
