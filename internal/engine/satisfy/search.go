package satisfy

import (
	"context"
	"slices"
)

const (
	variableDecay = 0.95
	clauseDecay   = 0.999
	moreLearnt    = 500 // clauses kept in addition after each deletion
)

// search runs decisions, propagation and learning until there is an answer.
func (s *Solver) search(ctx context.Context, conflicts int, assumptions []Lit) Status {
	for len(s.levelMark) <= len(s.level)+1 {
		s.levelMark = append(s.levelMark, 0)
	}
	base := min(1, len(assumptions)) // decision levels of the assumptions
	for left, decisions := conflicts, 0; ; {
		if conflict := s.propagate(); !conflict.none() {
			s.conflicts++
			if len(s.starts) == 0 {
				s.never = true
				return Unsatisfiable
			}
			if len(s.starts) == base {
				s.blame(s.explain(conflict, none))
				s.backtrack(0)
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
			s.backtrack(min(base, len(s.starts)))
		}
		if len(s.learnt) > s.maxLearnt {
			s.forget()
		}
		if len(s.starts) < base {
			if !s.assume(assumptions) {
				s.backtrack(0)
				return Unsatisfiable
			}
			continue
		}
		next := s.decide()
		if next == none {
			s.keepModel()
			return Satisfiable
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

// assume makes all assumptions true on one decision level, so that the levels of a clause that is learnt count only what was decided
// (Audemard and others 2013), and going back leaves them as they are. Where one is false already it is to blame, alone or with its opposite.
func (s *Solver) assume(assumptions []Lit) bool {
	s.starts = append(s.starts, int32(len(s.trail)))
	for _, l := range assumptions {
		switch {
		case s.value[l] < 0 && s.level[l.Var()] > 0:
			s.core = append(s.core[:0], l, l.Not())
			return false
		case s.value[l] < 0:
			s.core = append(s.core[:0], l)
			return false
		case s.value[l] == 0:
			s.set(l, reason{})
		}
	}
	return true
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
		if c := s.propagateClauses(l.Not()); c != 0 {
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

func (r reason) none() bool { return r.clause == 0 && r.bound == nil }

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
