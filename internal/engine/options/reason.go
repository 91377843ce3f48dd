package options

import (
	"slices"

	"cordon/internal/engine/satisfy"
)

// Reason says why no set meets all limits and budgets: some of them that cannot be met together.
type Reason struct {
	Limits   []Breach
	Budgets  []int // indices of Problem.Budgets
	Smallest bool  // proved: without any one of them, the others can be met together
}

// Breach is a limit of a reason, and how it breaks.
type Breach struct {
	Limit  int
	Always bool  // no allowed control blocks the attack
	With   []int // otherwise: controls that meet the rest of the reason; while they are on, the attack is not blocked
	Attack []int // arcs, each after those it rests on; empty where the node has its level by itself, or where no such set was found
}

// impossible makes the reason from what the solver blames.
func (s *search) impossible() *Reason {
	core := slices.Clone(s.e.solver.Core())
	r := &Reason{Smallest: true}
	witness := map[satisfy.Lit][]bool{}
	for i := 0; i < len(core); {
		without := slices.Delete(slices.Clone(core), i, i+1)
		switch s.ask(unlimited, without...) {
		case satisfy.Unsatisfiable:
			smaller := s.e.solver.Core()
			core = slices.DeleteFunc(without, func(l satisfy.Lit) bool { return !slices.Contains(smaller, l) })
			i = min(i, len(core))
			continue
		case satisfy.Satisfiable:
			witness[core[i]] = s.e.set()
		case satisfy.Unknown:
			r.Smallest = false
		}
		i++
	}
	for i, l := range s.e.limits {
		if slices.Contains(core, l) {
			r.Limits = append(r.Limits, s.breach(i, witness[l]))
		}
	}
	for i, l := range s.e.budgets {
		if slices.Contains(core, l) {
			r.Budgets = append(r.Budgets, i)
		}
	}
	return r
}

// breach finds the attack on a limit that nothing blocks; where there is none, the one that a set leaves open.
func (s *search) breach(limit int, on []bool) Breach {
	l := s.p.Limits[limit]
	s.graph.runBlocked()
	if s.graph.level[l.Node] > l.Most {
		return Breach{Limit: limit, Always: true, Attack: s.graph.attack(l.Node)}
	}
	if on == nil {
		return Breach{Limit: limit}
	}
	s.graph.run(on)
	return Breach{Limit: limit, With: numbers(on), Attack: s.graph.attack(l.Node)}
}

// runBlocked finds the levels while every arc is blocked as far as any allowed set blocks it, and only forced controls open one.
func (g *graph) runBlocked() {
	uses := func(set []int, but func(Use) bool) bool {
		return slices.ContainsFunc(set, func(c int) bool { return but(g.p.Controls[c].Use) })
	}
	for i := range g.p.Arcs {
		a := &g.p.Arcs[i]
		g.caps[i] = a.Cap
		for _, b := range a.Blocks {
			if !uses(b.Controls, func(u Use) bool { return u == Forbidden }) {
				g.caps[i] = min(g.caps[i], b.Cap)
			}
		}
		forced := func(set []int) bool { return !uses(set, func(u Use) bool { return u != Forced }) }
		if len(a.Opens) > 0 && !slices.ContainsFunc(a.Opens, forced) {
			g.caps[i] = 0
		}
	}
	g.settle()
}
