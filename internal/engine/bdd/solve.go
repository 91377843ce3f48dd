package bdd

import (
	"cmp"
	"context"
	"slices"
)

// Solve makes the diagram of formulas. The error is ErrNodes if it does not fit, or that of the context.
func (s *Formulas) Solve(ctx context.Context, asked []Formula, o Options) (*Diagram, error) {
	used := s.used(asked)
	roots := make([]int, len(asked))
	for i, f := range asked {
		roots[i] = int(f)
	}
	return build(ctx, o, s.web(used), roots, func(t *table, level []uint32) []ref {
		made := s.makeIn(t, used, level)
		refs := make([]ref, len(asked))
		for i, f := range asked {
			refs[i] = made[f]
		}
		return refs
	})
}

// web has the formulas that are used as its vertices.
func (s *Formulas) web(used []bool) web {
	w := web{parts: make([][]int, len(used)), event: make([]int, len(used)), events: s.events}
	for i := range used {
		w.event[i] = none
		if !used[i] {
			continue
		}
		g := s.gates[i]
		if g.kind == kindEvent {
			w.event[i] = g.event
		}
		for _, p := range g.parts {
			w.parts[i] = append(w.parts[i], int(p))
		}
	}
	return w
}

// makeIn makes the formulas that are used, by the level of each event. Parts come before wholes, so one pass is enough.
func (s *Formulas) makeIn(t *table, used []bool, level []uint32) []ref {
	made := make([]ref, len(used))
	for i, g := range s.gates[:len(used)] {
		if !used[i] {
			continue
		}
		parts := make([]ref, len(g.parts))
		for j, p := range g.parts {
			parts[j] = made[p]
		}
		switch g.kind {
		case kindTrue:
			made[i] = one
		case kindEvent:
			made[i] = t.function(level[g.event], zero, one)
		case kindAnd:
			made[i] = t.all(opAnd, one, parts)
		case kindOr:
			made[i] = t.all(opOr, zero, parts)
		case kindNot:
			made[i] = t.not(parts[0])
		}
	}
	return made
}

// all joins parts, those that begin deepest first: so what has been joined is copied least often.
func (t *table) all(o op, neutral ref, parts []ref) ref {
	slices.SortStableFunc(parts, func(a, b ref) int { return cmp.Compare(t.nodes[b].level, t.nodes[a].level) })
	joined := neutral
	for _, p := range parts {
		joined = t.apply(o, joined, p)
	}
	return joined
}
