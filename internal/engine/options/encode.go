package options

import (
	"fmt"
	"slices"

	"cordon/internal/engine/satisfy"
)

// encoding is a problem as clauses. A variable "node n reaches level l" can be true or false in a model if the arcs allow it; it must be
// true where the fixed point has it true, so that a model in which it is false proves that the level is not reached.
type encoding struct {
	p       *Problem
	solver  *satisfy.Solver
	control []int // by control: its variable, or fixedOff or fixedOn
	reach   [Top + 1][]int
	sets    map[string]satisfy.Lit
	matters []int // controls with a variable, rising
	budgets []satisfy.Lit
	limits  []satisfy.Lit
}

const (
	fixedOff = -1
	fixedOn  = -2
	never    = -1 // the level is not reached, or nobody asks for it
	always   = -2 // the level is given
)

// goal is a level that a node may be asked to stay below.
type goal struct {
	node  int
	level uint8
}

// encode makes the clauses of all that can bear upon the limits and the other goals.
func encode(p *Problem, others []goal) *encoding {
	e := &encoding{p: p, solver: satisfy.New(), control: make([]int, len(p.Controls)), sets: map[string]satisfy.Lit{}}
	goals := slices.Clone(others)
	for _, l := range p.Limits {
		if l.Most < Top {
			goals = append(goals, goal{l.Node, l.Most + 1})
		}
	}
	used := [Top + 1][]int32{}
	for l := uint8(1); l <= Top; l++ {
		used[l] = e.slice(l, goals)
	}
	e.controls(used)
	for l := uint8(1); l <= Top; l++ {
		for _, a := range used[l] {
			e.arc(&p.Arcs[a], l)
		}
	}
	for _, l := range p.Limits {
		e.limits = append(e.limits, e.below(goal{l.Node, l.Most + 1}))
	}
	for _, b := range p.Budgets {
		e.budgets = append(e.budgets, e.atMost(e.terms(func(c int) int { return p.Controls[c].Costs[b.Axis] }), b.Most-e.fixedCost(b.Axis)))
	}
	return e
}

// slice makes a variable for each node that can reach a level and bears upon a goal of that level, and returns the arcs between them.
func (e *encoding) slice(l uint8, goals []goal) []int32 {
	p := e.p
	e.reach[l] = make([]int, len(p.Given))
	for n := range e.reach[l] {
		e.reach[l][n] = never
	}
	var queue []int
	for _, g := range goals {
		if g.level == l {
			queue = append(queue, g.node)
		}
	}
	if len(queue) == 0 {
		return nil
	}
	possible, into := e.possible(l)
	var used []int32
	met := make([]bool, len(p.Arcs))
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if e.reach[l][n] != never || !possible[n] {
			continue
		}
		if p.Given[n] >= l {
			e.reach[l][n] = always
			continue
		}
		e.reach[l][n] = e.solver.Var()
		for _, a := range into[n] {
			if !met[a] {
				met[a] = true
				used = append(used, a)
				queue = append(queue, p.Arcs[a].Tails...)
			}
		}
	}
	return used
}

// possible tells which nodes reach a level under the worst set of controls for each arc, and lists the arcs that help, by head.
func (e *encoding) possible(l uint8) (reached []bool, into [][]int32) {
	p := e.p
	reached, into = make([]bool, len(p.Given)), make([][]int32, len(p.Given))
	out, open := make([][]int32, len(p.Given)), make([]int, len(p.Arcs))
	var queue []int
	for n, given := range p.Given {
		if given >= l {
			reached[n] = true
			queue = append(queue, n)
		}
	}
	for a := range p.Arcs {
		if e.worst(&p.Arcs[a]) < l {
			continue
		}
		open[a] = len(p.Arcs[a].Tails)
		for _, n := range p.Arcs[a].Tails {
			out[n] = append(out[n], int32(a))
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, a := range out[n] {
			if open[a]--; open[a] > 0 {
				continue
			}
			for _, h := range p.Arcs[a].Heads {
				into[h] = append(into[h], a)
				if !reached[h] {
					reached[h] = true
					queue = append(queue, h)
				}
			}
		}
	}
	return reached, into
}

// worst is the highest cap that any allowed set leaves an arc.
func (e *encoding) worst(a *Arc) uint8 {
	if len(a.Opens) > 0 && !e.some(a.Opens, Forbidden) {
		return 0
	}
	cap := a.Cap
	for _, b := range a.Blocks {
		if e.all(b.Controls, Forced) {
			cap = min(cap, b.Cap)
		}
	}
	return cap
}

// some tells whether a set has no control of a use.
func (e *encoding) some(sets [][]int, without Use) bool {
	for _, s := range sets {
		if !e.any(s, without) {
			return true
		}
	}
	return false
}

func (e *encoding) any(set []int, use Use) bool {
	for _, c := range set {
		if e.p.Controls[c].Use == use {
			return true
		}
	}
	return false
}

func (e *encoding) all(set []int, use Use) bool {
	for _, c := range set {
		if e.p.Controls[c].Use != use {
			return false
		}
	}
	return true
}

// controls makes a variable for each free control that can block something of use. The others stay off: they help nobody.
func (e *encoding) controls(used [Top + 1][]int32) {
	helps := make([]bool, len(e.p.Controls))
	for l := uint8(1); l <= Top; l++ {
		for _, a := range used[l] {
			for _, b := range e.p.Arcs[a].Blocks {
				if b.Cap < l && !e.any(b.Controls, Forbidden) {
					for _, c := range b.Controls {
						helps[c] = true
					}
				}
			}
		}
	}
	for c := range e.p.Controls {
		switch use := e.p.Controls[c].Use; {
		case use == Forced:
			e.control[c] = fixedOn
		case use == Free && helps[c]:
			e.control[c] = e.solver.Var()
			e.matters = append(e.matters, c)
		default:
			e.control[c] = fixedOff
		}
	}
}

// arc demands of each head: not all tails, or not opened, or blocked, or reached.
func (e *encoding) arc(a *Arc, l uint8) {
	var body []satisfy.Lit
	for _, n := range a.Tails {
		if v := e.reach[l][n]; v >= 0 {
			body = append(body, satisfy.No(v))
		}
	}
	for _, b := range a.Blocks {
		if b.Cap >= l {
			continue
		}
		switch on, fixed := e.together(b.Controls); fixed {
		case fixedOn:
			return
		case fixedOff:
		default:
			body = append(body, on)
		}
	}
	for _, h := range a.Heads {
		v := e.reach[l][h]
		if v < 0 {
			continue
		}
		head := append(body[:len(body):len(body)], satisfy.Yes(v))
		if len(a.Opens) == 0 {
			e.solver.Clause(head...)
		}
		for _, set := range a.Opens {
			e.opened(set, head)
		}
	}
}

// opened demands the clause while all controls of a set are on: a side effect is a clause with negative literals.
func (e *encoding) opened(set []int, head []satisfy.Lit) {
	c := head[:len(head):len(head)]
	for _, k := range set {
		switch v := e.control[k]; v {
		case fixedOff:
			return
		case fixedOn:
		default:
			c = append(c, satisfy.No(v))
		}
	}
	e.solver.Clause(c...)
}

// together is a literal that is true only if all controls of a block are on, or that the block is fixed.
func (e *encoding) together(set []int) (on satisfy.Lit, fixed int) {
	var free []satisfy.Lit
	for _, c := range set {
		switch v := e.control[c]; v {
		case fixedOff:
			return 0, fixedOff
		case fixedOn:
		default:
			free = append(free, satisfy.Yes(v))
		}
	}
	switch len(free) {
	case 0:
		return 0, fixedOn
	case 1:
		return free[0], 0
	}
	key := fmt.Sprint(free)
	on, known := e.sets[key]
	if !known {
		on = satisfy.Yes(e.solver.Var())
		e.sets[key] = on
		for _, l := range free {
			e.solver.Clause(on.Not(), l)
		}
	}
	return on, 0
}

// below is a literal that holds a node below a level.
func (e *encoding) below(g goal) satisfy.Lit {
	on := satisfy.Yes(e.solver.Var())
	if g.level <= Top {
		switch v := e.reach[g.level][g.node]; v {
		case never:
		case always:
			e.solver.Clause(on.Not())
		default:
			e.solver.Clause(on.Not(), satisfy.No(v))
		}
	}
	return on
}

// terms weighs the controls that matter.
func (e *encoding) terms(weight func(control int) int) []satisfy.Term {
	var terms []satisfy.Term
	for _, c := range e.matters {
		if w := weight(c); w > 0 {
			terms = append(terms, satisfy.Term{Lit: satisfy.Yes(e.control[c]), Weight: w})
		}
	}
	return terms
}

// atMost is a literal that holds a sum down. A sum that cannot be that low makes it false.
func (e *encoding) atMost(terms []satisfy.Term, most int) satisfy.Lit {
	if most >= 0 {
		return e.solver.AtMost(terms, most)
	}
	on := satisfy.Yes(e.solver.Var())
	e.solver.Clause(on.Not())
	return on
}

// fixedCost is what the forced controls cost on an axis.
func (e *encoding) fixedCost(axis int) int {
	sum := 0
	for c := range e.p.Controls {
		if e.control[c] == fixedOn {
			sum += e.p.Controls[c].Costs[axis]
		}
	}
	return sum
}

// set reads the controls that are on in the solver's last model.
func (e *encoding) set() []bool {
	on := make([]bool, len(e.control))
	for c, v := range e.control {
		on[c] = v == fixedOn || v >= 0 && e.solver.Value(v)
	}
	return on
}

// is says that a control that matters is as in a set.
func (e *encoding) is(c int, on []bool) satisfy.Lit {
	if on[c] {
		return satisfy.Yes(e.control[c])
	}
	return satisfy.No(e.control[c])
}
