package satisfy

import (
	"cmp"
	"context"
	"slices"
)

const (
	variableDecay = 0.95
	clauseDecay   = 0.999
	moreLearnt    = 500 // clauses kept in addition after each deletion
)

// search runs decisions, propagation and learning until there is an answer. Assumptions are the first decisions.
func (s *Solver) search(ctx context.Context, conflicts int, assumptions []Lit) Status {
	for len(s.levelMark) <= len(s.level)+len(assumptions) {
		s.levelMark = append(s.levelMark, 0)
	}
	for left, decisions := conflicts, 0; ; {
		if conflict := s.propagate(); !conflict.none() {
			s.conflicts++
			if len(s.starts) == 0 {
				s.never = true
				return Unsatisfiable
			}
			s.learn(conflict)
			left--
			if left == 0 || s.conflicts%64 == 0 && ctx.Err() != nil {
				s.backtrack(0)
				return Unknown
			}
			continue
		}
		if s.pace.restart() {
			s.backtrack(min(len(assumptions), len(s.starts)))
		}
		if len(s.learnt) > s.maxLearnt {
			s.forget()
		}
		next, blocked := s.nextAssumption(assumptions)
		if blocked {
			s.blame(next)
			return Unsatisfiable
		}
		if next == none {
			if next = s.decide(); next == none {
				s.keepModel()
				return Satisfiable
			}
		}
		if decisions++; decisions%1024 == 0 && ctx.Err() != nil {
			s.backtrack(0)
			return Unknown
		}
		s.starts = append(s.starts, int32(len(s.trail)))
		s.set(next, reason{})
	}
}

const none = ^Lit(0)

// nextAssumption is the first assumption that is not decided yet, and whether it is already false. Each assumption has a decision
// level of its own, an empty one where it is implied, so that the level says how many are done.
func (s *Solver) nextAssumption(assumptions []Lit) (l Lit, blocked bool) {
	for len(s.starts) < len(assumptions) {
		switch l := assumptions[len(s.starts)]; s.value[l] {
		case 0:
			return l, false
		case -1:
			return l, true
		}
		s.starts = append(s.starts, int32(len(s.trail)))
	}
	return none, false
}

// decide picks the open variable that was most in conflicts of late, with the value it had last.
func (s *Solver) decide() Lit {
	for s.order.len() > 0 {
		v := int(s.order.pop())
		switch {
		case s.value[Yes(v)] != 0:
		case s.phase[v]:
			return Yes(v)
		default:
			return No(v)
		}
	}
	return none
}

func (s *Solver) keepModel() {
	s.model = slices.Grow(s.model[:0], len(s.level))[:len(s.level)]
	for v := range s.model {
		s.model[v] = s.value[Yes(v)] > 0
	}
	s.backtrack(0)
}

func (s *Solver) set(l Lit, why reason) {
	v := l.Var()
	s.value[l], s.value[l.Not()] = 1, -1
	s.level[v], s.position[v], s.reason[v] = int32(len(s.starts)), int32(len(s.trail)), why
	s.trail = append(s.trail, l)
}

// backtrack undoes all decisions above a level.
func (s *Solver) backtrack(level int) {
	if len(s.starts) <= level {
		return
	}
	from := int(s.starts[level])
	for i := len(s.trail) - 1; i >= from; i-- {
		l := s.trail[i]
		if i < s.head {
			for _, o := range s.counted[l] {
				o.bound.sum -= o.weight
			}
		}
		v := l.Var()
		s.value[l], s.value[l.Not()] = 0, 0
		s.phase[v] = !l.IsNo()
		s.reason[v] = reason{}
		s.order.push(int32(v))
	}
	s.trail, s.starts = s.trail[:from], s.starts[:level]
	s.head = min(s.head, from)
}

// propagate draws all consequences. It returns the clause or bound that cannot hold any more, if there is one.
func (s *Solver) propagate() reason {
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		// All sums first: backtracking takes a literal out of every sum if it was propagated at all.
		for _, o := range s.counted[l] {
			o.bound.sum += o.weight
		}
		if c := s.propagateClauses(l.Not()); c != nil {
			return reason{clause: c}
		}
		for _, o := range s.counted[l] {
			if !s.propagateBound(o.bound) {
				return reason{bound: o.bound}
			}
		}
		for _, b := range s.ruled[l] {
			if !s.propagateBound(b) {
				return reason{bound: b}
			}
		}
	}
	return reason{}
}

func (r reason) none() bool { return r.clause == nil && r.bound == nil }

// propagateClauses looks at the clauses that watch a literal that has become false.
func (s *Solver) propagateClauses(gone Lit) *clause {
	list := s.watches[gone]
	kept := 0
	for i, w := range list {
		if s.value[w.other] > 0 {
			list[kept] = w
			kept++
			continue
		}
		c := w.clause
		if c.gone {
			continue
		}
		if c.lits[0] == gone {
			c.lits[0], c.lits[1] = c.lits[1], gone
		}
		first := c.lits[0]
		if s.value[first] > 0 {
			list[kept] = watch{c, first}
			kept++
			continue
		}
		if s.rewatch(c, first) {
			continue
		}
		list[kept] = watch{c, first}
		kept++
		if s.value[first] < 0 {
			kept += copy(list[kept:], list[i+1:])
			s.watches[gone] = list[:kept]
			return c
		}
		s.set(first, reason{clause: c})
	}
	s.watches[gone] = list[:kept]
	return nil
}

// rewatch finds another literal to watch in place of the second one.
func (s *Solver) rewatch(c *clause, first Lit) bool {
	for k := 2; k < len(c.lits); k++ {
		if l := c.lits[k]; s.value[l] >= 0 {
			c.lits[1], c.lits[k] = l, c.lits[1]
			s.watches[l] = append(s.watches[l], watch{c, first})
			return true
		}
	}
	return false
}

// forget deletes the less useful half of what was learnt: clauses over many decision levels, those not used of late first.
func (s *Solver) forget() {
	slices.SortStableFunc(s.learnt, func(a, b *clause) int {
		return cmp.Or(cmp.Compare(a.spread, b.spread), cmp.Compare(b.activity, a.activity))
	})
	kept := s.learnt[:len(s.learnt)/2]
	for _, c := range s.learnt[len(s.learnt)/2:] {
		if c.spread <= 2 || s.reason[c.lits[0].Var()].clause == c {
			kept = append(kept, c)
			continue
		}
		c.gone = true // its watches go when they are met
	}
	clear(s.learnt[len(kept):])
	s.learnt = kept
	s.maxLearnt += moreLearnt
}

// pace decides when to begin again from the assumptions: when the clauses learnt of late span more decision levels than usual. The
// averages are in 1/65536, in integers, so that they are the same on every machine.
type pace struct {
	late, usual int64
	since       int
}

func (p *pace) learnt(spread int32) {
	p.since++
	p.late += (int64(spread)<<16 - p.late) / 32
	p.usual += (int64(spread)<<16 - p.usual) / 4096
}

func (p *pace) restart() bool {
	if p.since < 50 || p.late*4 < p.usual*5 {
		return false
	}
	p.since = 0
	return true
}
