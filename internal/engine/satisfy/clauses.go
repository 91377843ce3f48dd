package satisfy

import (
	"cmp"
	"math"
	"slices"
)

// clause is where a clause begins in the store; 0 is none. All lie one after the other, because the search spends its time waiting for
// clauses to come from memory. The words of one: the number of its literals, the number of decision levels among them when it was learnt (0 for
// clauses of the problem), its activity, then the literals, of which the first two are watched.
type clause uint32

const (
	clauseSize = iota
	clauseSpread
	clauseActivity
	clauseLits
)

// maxStore is how many words the store may have, 8 GiB: a clause is an index, less the bit that marks pairs.
const maxStore = 1 << 31

// addClause puts a clause into the store and watches it.
func (s *Solver) addClause(lits []Lit, spread int32) clause {
	if len(s.store)+clauseLits+len(lits) > maxStore {
		panic("satisfy: more clauses than can be numbered")
	}
	c := clause(len(s.store))
	s.store = append(s.store, Lit(len(lits)), Lit(spread), 0)
	s.store = append(s.store, lits...)
	s.watch(c)
	return c
}

func (s *Solver) litsOf(c clause) []Lit {
	return s.store[c+clauseLits:][:s.store[c+clauseSize]:s.store[c+clauseSize]]
}

func (s *Solver) activityOf(c clause) float32 {
	return math.Float32frombits(uint32(s.store[c+clauseActivity]))
}
func (s *Solver) setActivity(c clause, a float32) {
	s.store[c+clauseActivity] = Lit(math.Float32bits(a))
}

// watch is an entry of the list of a literal that a clause watches.
type watch struct {
	at    clause // with the bit pair where the clause has two literals, so that other is all that is left of it
	other Lit    // a literal of the clause: where it is true, there is no need to look
}

const pair clause = 1 << 31

func (s *Solver) watch(c clause) {
	lits, at := s.litsOf(c), c
	if len(lits) == 2 {
		at |= pair
	}
	s.watches[lits[0]] = append(s.watches[lits[0]], watch{at, lits[1]})
	s.watches[lits[1]] = append(s.watches[lits[1]], watch{at, lits[0]})
}

// propagateClauses looks at the clauses that watch a literal that has become false. It returns one that cannot hold, or 0.
func (s *Solver) propagateClauses(gone Lit) clause {
	list := s.watches[gone]
	kept := 0
	for i, w := range list {
		if s.value[w.other] > 0 {
			list[kept] = w
			kept++
			continue
		}
		c := w.at &^ pair
		lits := s.litsOf(c)
		if lits[0] == gone {
			lits[0], lits[1] = lits[1], gone
		}
		first := lits[0]
		if w.at&pair == 0 {
			if s.value[first] <= 0 && s.rewatch(c, lits, first) {
				continue
			}
		}
		list[kept] = watch{w.at, first}
		kept++
		switch {
		case s.value[first] < 0:
			kept += copy(list[kept:], list[i+1:])
			s.watches[gone] = list[:kept]
			return c
		case s.value[first] == 0:
			s.set(first, reason{clause: c})
		}
	}
	s.watches[gone] = list[:kept]
	return 0
}

// rewatch finds another literal to watch in place of the second one.
func (s *Solver) rewatch(c clause, lits []Lit, first Lit) bool {
	for k := 2; k < len(lits); k++ {
		if l := lits[k]; s.value[l] >= 0 {
			lits[1], lits[k] = l, lits[1]
			s.watches[l] = append(s.watches[l], watch{c, first})
			return true
		}
	}
	return false
}

// forget deletes the less useful half of what was learnt: clauses over many decision levels, those not used of late first.
func (s *Solver) forget() {
	slices.SortStableFunc(s.learnt, func(a, b clause) int {
		return cmp.Or(cmp.Compare(s.store[a+clauseSpread], s.store[b+clauseSpread]), cmp.Compare(s.activityOf(b), s.activityOf(a)))
	})
	half := len(s.learnt) / 2
	kept := s.learnt[:half]
	for _, c := range s.learnt[half:] {
		if s.store[c+clauseSpread] <= 2 || s.reason[s.litsOf(c)[0].Var()].clause == c {
			kept = append(kept, c)
		} else {
			s.store[c+clauseSpread] = deleted
		}
	}
	s.learnt = kept
	s.maxLearnt += moreLearnt
	s.compact()
}

// deleted in place of the spread marks a clause that is to go.
const deleted = ^Lit(0)

// compact closes the gaps in the store. While it works, the size of a clause that stays is replaced by its new place.
func (s *Solver) compact() {
	to := append(s.spare[:0], 0)
	for c := clause(1); int(c) < len(s.store); {
		next := c + clauseLits + clause(s.store[c+clauseSize])
		if s.store[c+clauseSpread] != deleted {
			at := Lit(len(to))
			to = append(to, s.store[c:next]...)
			s.store[c+clauseSize] = at
		}
		c = next
	}
	place := func(c clause) clause {
		if s.store[c+clauseSpread] == deleted {
			return 0
		}
		return clause(s.store[c+clauseSize])
	}
	for l, list := range s.watches {
		kept := list[:0]
		for _, w := range list {
			if at := place(w.at &^ pair); at != 0 {
				kept = append(kept, watch{at | w.at&pair, w.other})
			}
		}
		s.watches[l] = kept
	}
	for i, c := range s.learnt {
		s.learnt[i] = place(c)
	}
	for _, l := range s.trail {
		if r := &s.reason[l.Var()]; r.clause != 0 {
			r.clause = place(r.clause)
		}
	}
	s.store, s.spare = to, s.store
}
