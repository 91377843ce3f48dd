package satisfy

import (
	"cmp"
	"slices"
)

// Term is a literal and what it adds to a sum where it is true: 1 or more.
type Term struct {
	Lit    Lit
	Weight int
}

// bound holds a sum down while its literal on is true.
type bound struct {
	terms []Term // heaviest first
	most  int
	sum   int // of the terms that are true and propagated
	on    Lit
}

// occurrence is a bound that counts a literal.
type occurrence struct {
	bound  *bound
	weight int
}

// AtMost returns a new literal; while it is true, the terms that are true must not weigh more than most together. Assume the
// literal to ask one question under the bound, or demand it by a clause for ever. The literals of the terms must differ.
func (s *Solver) AtMost(terms []Term, most int) Lit {
	s.backtrack(0)
	b := &bound{terms: slices.Clone(terms), most: most, on: Yes(s.Var())}
	slices.SortStableFunc(b.terms, func(a, b Term) int { return cmp.Compare(b.Weight, a.Weight) })
	for _, t := range b.terms {
		s.counted[t.Lit] = append(s.counted[t.Lit], occurrence{b, t.Weight})
		if s.value[t.Lit] > 0 && int(s.position[t.Lit.Var()]) < s.head {
			b.sum += t.Weight
		}
	}
	s.ruled[b.on] = append(s.ruled[b.on], b)
	if !s.propagateBound(b) || !s.propagate().none() {
		s.never = true
	}
	return b.on
}

// Retire ends a bound that is not needed any more. Its literal is false from now on.
func (s *Solver) Retire(on Lit) {
	s.Clause(on.Not())
	for _, b := range s.ruled[on] {
		for _, t := range b.terms {
			s.counted[t.Lit] = slices.DeleteFunc(s.counted[t.Lit], func(o occurrence) bool { return o.bound == b })
		}
	}
	s.ruled[on] = nil
}

// propagateBound sets what a bound implies, and tells whether it can still hold.
func (s *Solver) propagateBound(b *bound) bool {
	slack := b.most - b.sum
	switch on := s.value[b.on]; {
	case on < 0:
		return true
	case slack < 0 && on > 0:
		return false
	case slack < 0:
		s.set(b.on.Not(), reason{bound: b})
		return true
	case on == 0:
		return true
	}
	for _, t := range b.terms {
		if t.Weight <= slack {
			break
		}
		if s.value[t.Lit] == 0 {
			s.set(t.Lit.Not(), reason{bound: b})
		}
	}
	return true
}

// explainBound lists false literals that imply one: terms that were true before it and leave no room for it. The latest ones are left
// out while the rest weighs enough, which takes the search back further.
func (s *Solver) explainBound(b *bound, implied Lit) []Lit {
	before, need := int32(len(s.trail)), b.most+1
	s.why = s.why[:0]
	if implied != none {
		before = s.position[implied.Var()]
	}
	if implied != b.on.Not() {
		s.why = append(s.why, b.on.Not())
	}
	s.chosen = s.chosen[:0]
	sum := 0
	for _, t := range b.terms {
		v := t.Lit.Var()
		switch {
		case t.Lit == implied.Not():
			need -= t.Weight
		case s.value[t.Lit] > 0 && s.position[v] < before:
			sum += t.Weight
			if s.level[v] > 0 {
				s.chosen = append(s.chosen, t)
			}
		}
	}
	slices.SortFunc(s.chosen, func(a, b Term) int { return cmp.Compare(s.position[b.Lit.Var()], s.position[a.Lit.Var()]) })
	for _, t := range s.chosen {
		if sum-t.Weight >= need {
			sum -= t.Weight
			continue
		}
		s.why = append(s.why, t.Lit.Not())
	}
	return s.why
}
