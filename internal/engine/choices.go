package engine

import (
	"fmt"
	"slices"

	"cordon/internal/engine/options"
)

// Choices is the question which controls to place in a system: a problem for package options, and what its numbers stand for. Nodes and
// arcs are those of the causal graph, and after them those of obligations and side effects. Limits, budgets and what is forbidden are for the
// caller to add.
type Choices struct {
	Problem *options.Problem
	Places  []Place // by control of the problem

	an *Analysis
}

// Place is a control at an element.
type Place struct{ Control, Element string }

// Cost axes of Choices.
const (
	CostOneOff = iota // euro: the upper end of the class of the control, for each element whatever its population
	CostYearly        // euro a year, likewise
	CostBurden        // the highest of the steps 0 to 4 that the control asks of care; a sum counts steps, and is no measure of harm
	costAxes
)

// euro is the upper end of each cost class; the last one has none, and counts as ten times the one before.
var euro = [...]int{0, 100, 1_000, 10_000, 100_000}

// Choices makes the problem of the run: its assumed trust, its mode. A control that is on is forced, with the coverage it has; any other
// place for a control is free, and would be covered in full. In a base without knowledge of costs each control costs 1 once.
func (r *Run) Choices() *Choices {
	c := &Choices{an: r.an, Problem: &options.Problem{Axes: costAxes, Given: make([]uint8, r.an.causal.Nodes()), Arcs: make([]options.Arc, r.an.causal.Arcs())}}
	for n := range c.Problem.Given {
		c.Problem.Given[n] = r.state.Init(n)
	}
	costs := r.an.base.costs()
	for i, s := range r.an.slots {
		control := options.Control{Costs: costs[s.control]}
		if r.slots[i].on(r.mode) {
			control.Use = options.Forced
		}
		c.Problem.Controls = append(c.Problem.Controls, control)
		c.Places = append(c.Places, Place{r.an.base.set.Controls[s.control].Name, r.an.g.nodes[s.node].id})
	}
	for a := range c.Problem.Arcs {
		c.Problem.Arcs[a] = options.Arc{Tails: ints(r.an.causal.Tails(a)), Heads: ints(r.an.causal.Heads(a)), Cap: Top}
	}
	for i := range r.an.threats {
		for v, a := range r.an.threats[i].arcs {
			r.choose(&c.Problem.Arcs[a], &r.an.threats[i], v)
		}
	}
	return c
}

func ints(list []uint32) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = int(n)
	}
	return out
}

// choose says how the arc of a threat depends on controls.
func (r *Run) choose(a *options.Arc, in *instance, variant int) {
	t := &r.an.base.threats[in.rule]
	if in.population == 0 {
		variant = 1
	}
	a.Cap = t.Frequency
	if !r.counts(t.Future, t.Current) {
		a.Cap = 0
		return
	}
	for i := range in.triggers {
		if s := &in.triggers[i]; r.strategyCounts(s) {
			a.Opens = append(a.Opens, slotsOf(s))
		}
	}
	if len(t.triggeredBy) > 0 && len(a.Opens) == 0 {
		a.Cap = 0
		return
	}
	for i := range in.strategies {
		if s := &in.strategies[i]; r.strategyCounts(s) {
			a.Blocks = append(a.Blocks, options.Block{Controls: slotsOf(s), Cap: Top - r.effectIfOn(s, variant)})
		}
	}
}

func slotsOf(s *strategyInstance) []int {
	list := make([]int, len(s.slots))
	for i, u := range s.slots {
		list[i] = int(u.slot)
	}
	return list
}

func (r *Run) strategyCounts(s *strategyInstance) bool {
	t := &r.an.base.strategies[s.strategy]
	return r.counts(t.Future, t.Current)
}

// effectIfOn is the trust a strategy gives when all its controls are on.
func (r *Run) effectIfOn(s *strategyInstance, variant int) uint8 {
	effect := r.an.base.strategies[s.strategy].Effect
	if !r.an.base.semantics.coverageCounts() {
		return effect
	}
	for _, u := range s.slots {
		coverage := uint8(Top)
		if p := r.slots[u.slot]; p.on(r.mode) {
			coverage = p.coverage
		}
		effect = min(effect, r.coverage(u, coverage, variant))
	}
	return effect
}

// costs are those of each control of the base, by axis.
func (b *Base) costs() [][]int {
	costs := make([][]int, len(b.set.Controls))
	for i := range costs {
		costs[i] = []int{CostOneOff: 1, CostYearly: 0, CostBurden: 0}
	}
	if b.Knowledge == nil {
		return costs
	}
	for i := range b.Knowledge.Controls {
		k := &b.Knowledge.Controls[i]
		if at, ok := b.controls.at[k.ID]; ok {
			u := k.Burden
			burden := max(u.Latency, u.Availability, u.TaskTime, u.Emergency, u.Battery, u.Interoperability, u.Maintenance, u.Revalidation, u.Accessibility)
			costs[at] = []int{CostOneOff: euro[k.Cost.OneOff], CostYearly: euro[k.Cost.Yearly], CostBurden: burden}
		}
	}
	return costs
}

// Limit adds the highest likelihood that a consequence, named by its id, may have; of many members the worst counts.
func (c *Choices) Limit(id string, most uint8) error {
	n, ok := c.an.node(id)
	if !ok {
		return fmt.Errorf("limit %q: no such consequence", id)
	}
	c.Problem.Limits = append(c.Problem.Limits, options.Limit{Node: n, Most: most})
	return nil
}

// Oblige adds a limit that is met while all controls of one of the sets are on. To the search an obligation is an attack on a node of its
// own, which these sets block. A set holds indices of Places.
func (c *Choices) Oblige(sets [][]int) {
	p := c.Problem
	demand, unmet := len(p.Given), len(p.Given)+1
	p.Given = append(p.Given, Top, 0)
	a := options.Arc{Tails: []int{demand}, Heads: []int{unmet}, Cap: Top}
	for _, s := range sets {
		a.Blocks = append(a.Blocks, options.Block{Controls: s})
	}
	p.Arcs = append(p.Arcs, a)
	p.Limits = append(p.Limits, options.Limit{Node: unmet})
}

// SideEffect is a threat that a control that is not in place may open, and the node that has its likelihood as its level.
type SideEffect struct {
	Threat string // id
	Node   int
}

// SideEffects adds a node for each side effect that bears upon one of the consequences, named by their ids; those that the system does not
// have are passed over. A threat to one and to many members has a node for each.
func (c *Choices) SideEffects(ids []string) []SideEffect {
	p := c.Problem
	bears := make([]bool, len(p.Given))
	var queue []int
	reach := func(n int) {
		if !bears[n] {
			bears[n] = true
			queue = append(queue, n)
		}
	}
	for _, id := range ids {
		if n, ok := c.an.node(id); ok {
			reach(n)
		}
	}
	into := make([][]int, len(p.Given))
	for a := range p.Arcs {
		for _, h := range p.Arcs[a].Heads {
			into[h] = append(into[h], a)
		}
	}
	var opened []int
	seen := make([]bool, len(p.Arcs))
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, a := range into[n] {
			if seen[a] {
				continue
			}
			seen[a] = true
			if c.mayOpen(a) {
				opened = append(opened, a)
			}
			for _, t := range p.Arcs[a].Tails {
				reach(t)
			}
		}
	}
	slices.Sort(opened)
	var out []SideEffect
	for _, a := range opened {
		out = append(out, SideEffect{c.an.threatID(&c.an.threats[c.an.arcOf[a]]), len(p.Given)})
		p.Arcs[a].Heads = append(p.Arcs[a].Heads, len(p.Given))
		p.Given = append(p.Given, 0)
	}
	return out
}

// mayOpen tells whether an arc exists only with controls of which one at least is not in place.
func (c *Choices) mayOpen(arc int) bool {
	opens := c.Problem.Arcs[arc].Opens
	inPlace := func(set []int) bool {
		return !slices.ContainsFunc(set, func(k int) bool { return c.Problem.Controls[k].Use != options.Forced })
	}
	return len(opens) > 0 && !slices.ContainsFunc(opens, inPlace)
}

// Threats names the threats of an attack, in order, once each. Arcs that only carry a level on are left out.
func (c *Choices) Threats(attack []int) []string {
	ids := []string{}
	seen := map[int32]bool{}
	for _, a := range attack {
		if a >= len(c.an.arcOf) {
			continue // of an obligation
		}
		if t := c.an.arcOf[a]; t >= 0 && !seen[t] {
			seen[t] = true
			ids = append(ids, c.an.threatID(&c.an.threats[t]))
		}
	}
	return ids
}
