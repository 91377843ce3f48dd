package options

import (
	"maps"
	"slices"

	"cordon/internal/engine/satisfy"
)

// cores raises the lower bound: wishes that cannot all be granted cost at least the lightest of them. At first the wishes are that
// controls stay off, at the weight of their costs. A set of wishes that the solver refutes (a core: an attack that one of these
// controls has to block) loses that weight, and gains the wish that no more than one of them goes unfulfilled. When the solver
// grants all wishes that are left, the bound is the optimum (Andres and others 2012; Morgado and others 2014).
type cores struct {
	s      *search
	base   []satisfy.Lit // what is assumed besides
	wishes []wish
	at     map[satisfy.Lit]int
	least  int // wishes lighter than this are left out for now: heavy cores first

	forever bool // nothing dearer than the best model will be asked for: wishes that it cannot go without become clauses

	lower, upper int        // the lowest sum of the terms lies between them
	raised       func()     // called when lower has risen, where not nil
	found        func() int // takes the solver's model, and returns the sum of the best one so far
}

// wish is a literal that should be true.
type wish struct {
	lit    satisfy.Lit
	weight int    // what it costs to go without it; 0: spent
	from   *total // counts the core it came from; nil for the wishes at first
	most   int    // of that core, so many may go unfulfilled
}

// newCores begins to minimise terms. A model with the sum upper is known.
func newCores(s *search, terms []satisfy.Term, base []satisfy.Lit, upper int, found func() int) *cores {
	c := &cores{s: s, base: slices.Clone(base), at: map[satisfy.Lit]int{}, least: 1, upper: upper, found: found}
	for _, t := range terms {
		c.add(wish{lit: t.Lit.Not(), weight: t.Weight})
		c.least = max(c.least, t.Weight)
	}
	return c
}

// add takes a wish in. It may be there: several cores can each take a part of the weight of the wish that went before it.
func (c *cores) add(w wish) {
	if i, known := c.at[w.lit]; known {
		c.wishes[i].weight += w.weight
		return
	}
	c.at[w.lit] = len(c.wishes)
	c.wishes = append(c.wishes, w)
}

// run works for so many conflicts, or until the bound is the optimum.
func (c *cores) run(work int) {
	solver := c.s.e.solver
	for end := solver.Conflicts() + work; c.lower < c.upper && c.s.failed == nil; {
		if c.forever {
			c.harden()
		}
		left := end - solver.Conflicts()
		if left <= 0 {
			return
		}
		switch c.s.ask(left, c.assume()...) {
		case satisfy.Unknown:
			return
		case satisfy.Satisfiable:
			c.upper = c.found()
			if c.least == 1 {
				c.raise(c.upper)
				return
			}
			c.lighter()
		case satisfy.Unsatisfiable:
			c.split(c.smaller(slices.Clone(solver.Core())))
		}
	}
}

func (c *cores) raise(lower int) {
	c.lower = lower
	if c.raised != nil {
		c.raised()
	}
}

// assume lists what the next question rests on: the heavy wishes, among them those that nothing as good as the best model goes without.
func (c *cores) assume() []satisfy.Lit {
	list := slices.Clone(c.base)
	for _, w := range c.wishes {
		if w.weight > 0 && (w.weight >= c.least || w.weight > c.upper-c.lower) {
			list = append(list, w.lit)
		}
	}
	return list
}

// lighter takes the next lighter wishes in.
func (c *cores) lighter() {
	next := 1
	for _, w := range c.wishes {
		if w.weight < c.least {
			next = max(next, w.weight)
		}
	}
	c.least = max(1, min(next, c.least/3))
}

// harden demands what nothing as good as the best model goes without.
func (c *cores) harden() {
	for i := range c.wishes {
		if w := &c.wishes[i]; w.weight > c.upper-c.lower {
			c.s.e.solver.Clause(w.lit)
			w.weight = 0
		}
	}
}

// granted lists literals that hold the sum at its lowest: every wish that is left. They say more to the solver than the sum itself.
func (c *cores) granted() []satisfy.Lit {
	var list []satisfy.Lit
	for _, w := range c.wishes {
		if w.weight > 0 {
			list = append(list, w.lit)
		}
	}
	return list
}

// begin takes over what another search found out about the same sum under fewer demands.
func (c *cores) begin(from *cores) {
	c.wishes, c.at, c.lower = slices.Clone(from.wishes), maps.Clone(from.at), from.lower
	for _, w := range c.wishes {
		c.least = max(c.least, w.weight)
	}
}

// rest is the sum that the wishes that are left weigh where they go unfulfilled; with what is spent, it is the sum of the terms or less.
func (c *cores) rest() (terms []satisfy.Term, spent int) {
	for _, w := range c.wishes {
		if w.weight > 0 {
			terms = append(terms, satisfy.Term{Lit: w.lit.Not(), Weight: w.weight})
		}
	}
	return terms, c.lower
}

// smaller leaves wishes out of a core while the solver still refutes it with little work.
func (c *cores) smaller(core []satisfy.Lit) []satisfy.Lit {
	const work = 100
	for i := 0; i < len(core); {
		if !c.spendable(core[i]) {
			i++
			continue
		}
		without := slices.Delete(slices.Clone(core), i, i+1)
		if c.s.ask(work, without...) != satisfy.Unsatisfiable {
			i++
			continue
		}
		// What is left may be smaller still; what was kept before stays in it.
		core = slices.DeleteFunc(without, func(l satisfy.Lit) bool { return !slices.Contains(c.s.e.solver.Core(), l) })
		i = min(i, len(core))
	}
	return core
}

// spendable tells whether a literal is a wish that may go unfulfilled, at a price.
func (c *cores) spendable(l satisfy.Lit) bool {
	i, known := c.at[l]
	return known && c.wishes[i].weight > 0
}

// split takes the weight of a core out of its wishes, and adds the wish that counts how many go unfulfilled. The clause of the core
// holds whatever else is demanded, because the demands it rests on are part of it.
func (c *cores) split(core []satisfy.Lit) {
	c.s.e.solver.Clause(negated(core)...)
	core = slices.DeleteFunc(core, func(l satisfy.Lit) bool { return !c.spendable(l) })
	if len(core) == 0 {
		c.s.failed = errContradiction
		return
	}
	weight := c.wishes[c.at[core[0]]].weight
	for _, l := range core {
		weight = min(weight, c.wishes[c.at[l]].weight)
	}
	c.raise(c.lower + weight)
	var gone []satisfy.Lit
	for _, l := range core {
		i := c.at[l]
		c.wishes[i].weight -= weight
		gone = append(gone, l.Not())
		c.next(c.wishes[i], weight)
	}
	c.next(wish{from: newTotal(c.s.e.solver, gone)}, weight)
}

// next adds the wish that one more than before may go unfulfilled, but no more, unless all of them may.
func (c *cores) next(w wish, weight int) {
	if most := w.most + 1; w.from != nil && most < w.from.size {
		c.add(wish{lit: w.from.moreThan(most).Not(), weight: weight, from: w.from, most: most})
	}
}

func negated(lits []satisfy.Lit) []satisfy.Lit {
	out := make([]satisfy.Lit, len(lits))
	for i, l := range lits {
		out[i] = l.Not()
	}
	return out
}
