package satisfy

// learn turns a conflict into a clause that would have prevented it (first unique implication point), goes back to where the clause
// implies something, and sets that.
func (s *Solver) learn(conflict reason) {
	lits, back := s.analyse(conflict)
	s.backtrack(back)
	s.pace.learnt(s.spread)
	s.decay()
	if len(lits) == 1 {
		s.set(lits[0], reason{})
		return
	}
	c := s.addClause(lits, s.spread)
	s.setActivity(c, s.clauseBump)
	s.learnt = append(s.learnt, c)
	s.set(lits[0], reason{clause: c})
}

// analyse returns the clause, with the literal it will imply first and one of the level to go back to second.
func (s *Solver) analyse(conflict reason) (lits []Lit, back int) {
	top := int32(len(s.starts))
	lits = append(s.lits[:0], none)
	open, at, why := 0, len(s.trail)-1, s.explain(conflict, none)
	for {
		for _, l := range why {
			v := l.Var()
			if s.seen[v] || s.level[v] == 0 {
				continue
			}
			s.mark(v)
			s.bumpVariable(v)
			if s.level[v] == top {
				open++
			} else {
				lits = append(lits, l)
			}
		}
		for !s.seen[s.trail[at].Var()] {
			at--
		}
		l := s.trail[at]
		at--
		if open--; open == 0 {
			lits[0] = l.Not()
			break
		}
		why = s.explain(s.reason[l.Var()], l)
	}
	lits = s.minimise(lits)
	for i := 1; i < len(lits); i++ {
		if v := s.level[lits[i].Var()]; int(v) > back {
			back = int(v)
			lits[1], lits[i] = lits[i], lits[1]
		}
	}
	s.countLevels(lits)
	s.unmark()
	s.lits = lits
	return lits, back
}

func (s *Solver) mark(v int) {
	s.seen[v] = true
	s.toClear = append(s.toClear, v)
}

func (s *Solver) unmark() {
	for _, v := range s.toClear {
		s.seen[v] = false
	}
	s.toClear = s.toClear[:0]
}

// explain lists the false literals that imply a literal, or that make a clause or bound fail where implied is none. A later call
// overwrites the list of a bound.
func (s *Solver) explain(r reason, implied Lit) []Lit {
	if r.bound != nil {
		return s.explainBound(r.bound, implied)
	}
	s.bumpClause(r.clause)
	if implied == none {
		return s.litsOf(r.clause)
	}
	return s.litsOf(r.clause)[1:] // a clause implies its first literal
}

// minimise drops literals that the others imply. The first one stays.
func (s *Solver) minimise(lits []Lit) []Lit {
	kept := 1
	for _, l := range lits[1:] {
		if s.reason[l.Var()].clause == 0 || !s.implied(l) {
			lits[kept] = l
			kept++
		}
	}
	return lits[:kept]
}

// implied tells whether marked literals imply that a literal is false, through clauses alone.
func (s *Solver) implied(l Lit) bool {
	marked := len(s.toClear)
	s.stack = append(s.stack[:0], l.Var())
	for len(s.stack) > 0 {
		v := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		for _, m := range s.litsOf(s.reason[v].clause)[1:] {
			u := m.Var()
			if s.seen[u] || s.level[u] == 0 {
				continue
			}
			if s.reason[u].clause == 0 {
				for _, w := range s.toClear[marked:] {
					s.seen[w] = false
				}
				s.toClear = s.toClear[:marked]
				return false
			}
			s.mark(u)
			s.stack = append(s.stack, u)
		}
	}
	return true
}

// blame finds the assumptions that make literals false: the core.
func (s *Solver) blame(gone []Lit) {
	s.core = s.core[:0]
	for i := range gone {
		if v := gone[i].Var(); !s.seen[v] && s.level[v] > 0 {
			s.mark(v)
		}
	}
	for i := len(s.trail) - 1; i >= int(s.starts[0]); i-- {
		m := s.trail[i]
		if !s.seen[m.Var()] {
			continue
		}
		r := s.reason[m.Var()]
		if r.none() {
			s.core = append(s.core, m) // every decision so far is an assumption
			continue
		}
		for _, w := range s.explain(r, m) {
			if v := w.Var(); !s.seen[v] && s.level[v] > 0 {
				s.mark(v)
			}
		}
	}
	s.unmark()
}

// countLevels leaves the number of decision levels among literals in spread.
func (s *Solver) countLevels(lits []Lit) {
	s.spread = 0
	for _, l := range lits {
		if at := s.level[l.Var()]; s.levelMark[at] != s.conflicts {
			s.levelMark[at] = s.conflicts
			s.spread++
		}
	}
}

func (s *Solver) bumpVariable(v int) {
	s.activity[v] += s.bump
	if s.activity[v] > 1e100 {
		for i := range s.activity {
			s.activity[i] *= 1e-100
		}
		s.bump *= 1e-100
	}
	s.order.rise(int32(v))
}

func (s *Solver) bumpClause(c clause) {
	if s.store[c+clauseSpread] == 0 {
		return
	}
	a := s.activityOf(c) + s.clauseBump
	s.setActivity(c, a)
	if a > 1e20 {
		for _, l := range s.learnt {
			s.setActivity(l, s.activityOf(l)*1e-20)
		}
		s.clauseBump *= 1e-20
	}
}

// decay makes later bumps weigh more. The conversions forbid fused arithmetic, which differs between machines.
func (s *Solver) decay() {
	s.bump = float64(s.bump / variableDecay)
	s.clauseBump = float32(s.clauseBump / clauseDecay)
}
