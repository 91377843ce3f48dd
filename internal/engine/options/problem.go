// Package options finds the cheapest sets of controls that hold the levels of chosen nodes down, and proves that no set is
// cheaper or says how far it may be from that. It knows nothing of threats, devices or YAML: a causal graph whose arcs are blocked or
// opened by controls, costs on several axes, and limits.
//
// On the defender's side cycles vanish: a level is held down if and only if some labelling of the nodes that obeys every arc has
// it down, because the least fixed point lies below all of them. So plain clauses are exact, one set of them for each level that a
// limit speaks of. What a search returns was always computed again by the fixed point.
package options

import (
	"errors"
	"fmt"
)

// Top is the highest level of a node.
const Top = 5

// Problem is a causal graph with controls, and what is asked of it. Nodes, arcs, controls and cost axes are numbers from 0.
//
// The level of a node is the highest of its given level and what the existing arcs give it; an arc gives the lowest of its tails,
// but no more than its cap: the least fixed point.
type Problem struct {
	Given    []uint8 // by node: the level it has by itself, 0 to 5
	Arcs     []Arc
	Axes     int // number of cost axes
	Controls []Control
	Limits   []Limit
	Budgets  []Budget
}

// Arc raises its heads when all its tails are raised.
type Arc struct {
	Tails, Heads []int   // at least one tail
	Cap          uint8   // 0 to 5
	Blocks       []Block // each that is on lowers the cap
	Opens        [][]int // where not empty: sets of controls; the arc exists only while all controls of one set are on
}

// Block is a set of controls, at least one, that lowers the cap of an arc when all of them are on.
type Block struct {
	Controls []int
	Cap      uint8 // of the arc, while the block is on
}

// Control is one that can be on or off.
type Control struct {
	Costs []int // by axis; 0 or more
	Use   Use
}

// Use says whether the search may choose.
type Use uint8

const (
	Free      Use = iota
	Forced        // on in every set
	Forbidden     // off in every set
)

// Limit is the highest level a node may have.
type Limit struct {
	Node int
	Most uint8
}

// Budget is the most that the controls of a set may cost together on an axis, forced ones included.
type Budget struct{ Axis, Most int }

// Bounds of a problem. They keep memory and sums in range.
const (
	MaxNodes    = 5_000_000
	MaxArcs     = 5_000_000
	MaxControls = 1_000_000
	MaxCost     = 1_000_000_000
	maxSum      = 1 << 52 // of all costs, weighted
)

// check returns the first thing that is wrong with a problem.
func (p *Problem) check() error {
	if len(p.Given) > MaxNodes || len(p.Arcs) > MaxArcs || len(p.Controls) > MaxControls {
		return fmt.Errorf("%d nodes, %d arcs, %d controls: more than %d, %d, %d", len(p.Given), len(p.Arcs), len(p.Controls), MaxNodes, MaxArcs, MaxControls)
	}
	for n, l := range p.Given {
		if l > Top {
			return fmt.Errorf("node %d: level %d is above %d", n, l, Top)
		}
	}
	for a := range p.Arcs {
		if err := p.checkArc(&p.Arcs[a]); err != nil {
			return fmt.Errorf("arc %d: %w", a, err)
		}
	}
	for c := range p.Controls {
		if err := p.checkControl(&p.Controls[c]); err != nil {
			return fmt.Errorf("control %d: %w", c, err)
		}
	}
	for i, l := range p.Limits {
		if l.Node < 0 || l.Node >= len(p.Given) || l.Most > Top {
			return fmt.Errorf("limit %d: node %d at most %d is out of range", i, l.Node, l.Most)
		}
	}
	for i, b := range p.Budgets {
		if b.Axis < 0 || b.Axis >= p.Axes || b.Most < 0 {
			return fmt.Errorf("budget %d: axis %d at most %d is out of range", i, b.Axis, b.Most)
		}
	}
	return nil
}

func (p *Problem) checkArc(a *Arc) error {
	if len(a.Tails) == 0 {
		return errors.New("an arc needs a tail")
	}
	if a.Cap > Top {
		return fmt.Errorf("cap %d is above %d", a.Cap, Top)
	}
	for _, list := range [][]int{a.Tails, a.Heads} {
		for _, n := range list {
			if n < 0 || n >= len(p.Given) {
				return fmt.Errorf("no node %d", n)
			}
		}
	}
	for _, b := range a.Blocks {
		if b.Cap > Top {
			return fmt.Errorf("cap %d of a block is above %d", b.Cap, Top)
		}
		if err := p.checkSet(b.Controls); err != nil {
			return err
		}
	}
	for _, set := range a.Opens {
		if err := p.checkSet(set); err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) checkSet(set []int) error {
	if len(set) == 0 {
		return errors.New("a set of controls is empty")
	}
	for _, c := range set {
		if c < 0 || c >= len(p.Controls) {
			return fmt.Errorf("no control %d", c)
		}
	}
	return nil
}

func (p *Problem) checkControl(c *Control) error {
	if len(c.Costs) != p.Axes {
		return fmt.Errorf("%d costs for %d axes", len(c.Costs), p.Axes)
	}
	if c.Use > Forbidden {
		return fmt.Errorf("use %d is out of range", c.Use)
	}
	for axis, cost := range c.Costs {
		if cost < 0 || cost > MaxCost {
			return fmt.Errorf("cost %d on axis %d is not in 0 to %d", cost, axis, MaxCost)
		}
	}
	return nil
}

// costs are those of a set on each axis.
func (p *Problem) costs(on []bool) []int {
	sum := make([]int, p.Axes)
	for c, is := range on {
		if is {
			for axis, cost := range p.Controls[c].Costs {
				sum[axis] += cost
			}
		}
	}
	return sum
}
