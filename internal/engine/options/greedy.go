package options

import "slices"

// greedy finds a set fast: it blocks one attack after the other by what costs least for each attack of the same limit it has
// met, then leaves out what is not needed. It gives up with nil where that fails; side effects and budgets can make it fail.
func (s *search) greedy() []bool {
	on := make([]bool, len(s.p.Controls))
	for c, v := range s.e.control {
		on[c] = v == fixedOn
	}
	for s.ctx.Err() == nil {
		s.graph.run(on)
		limit := s.graph.broken()
		if limit < 0 {
			if on = s.trim(on); s.graph.holds(on) {
				return on
			}
			return nil
		}
		set := s.cheapest(s.p.Limits[limit], on)
		if set == nil {
			return nil
		}
		for _, c := range set {
			on[c] = true
		}
	}
	return nil
}

// cheapest is the set of controls with the lowest cost that blocks the attack of the last run on a limit.
func (s *search) cheapest(l Limit, on []bool) []int {
	var best []int
	cost := 0
	for _, a := range s.graph.attack(l.Node) {
		for _, b := range s.p.Arcs[a].Blocks {
			if b.Cap > l.Most {
				continue
			}
			if price, ok := s.price(b.Controls, on); ok && (best == nil || price < cost) {
				best, cost = b.Controls, price
			}
		}
	}
	return best
}

// price is what the controls of a set that are off would cost, unless one of them has to stay off.
func (s *search) price(set []int, on []bool) (int, bool) {
	sum := 0
	for _, c := range set {
		if on[c] {
			continue
		}
		if s.e.control[c] < 0 {
			return 0, false
		}
		sum += s.cost(c)
	}
	return sum, true
}

// trim leaves out controls that no limit needs, dear ones first.
func (s *search) trim(on []bool) []bool {
	order := slices.Clone(s.e.matters)
	slices.SortStableFunc(order, func(a, b int) int { return s.cost(b) - s.cost(a) })
	for _, c := range order {
		if !on[c] {
			continue
		}
		on[c] = false
		s.graph.run(on)
		if s.graph.broken() >= 0 {
			on[c] = true
		}
	}
	return on
}
