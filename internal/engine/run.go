package engine

import (
	"fmt"

	"cordon/internal/engine/propagate"
	"cordon/internal/engine/rules"
)

// Run is an analysis with inputs and levels: which controls are in place, which trust is assumed, in which mode. Change
// inputs with SetControl and SetTrust; the levels follow at once. A Run belongs to one goroutine.
type Run struct {
	an    *Analysis
	mode  Mode
	state *propagate.State
	slots []placement // by slot

	impact map[slot]uint8 // of a consequence at a node, where it was set for this run

	search *search // scratch of path searches, made on first use
}

type placement struct {
	state    ControlState
	coverage uint8
}

// Run computes the levels for the inputs that the model asserts.
func (an *Analysis) Run(mode Mode) (*Run, error) {
	r := &Run{an: an, mode: mode, slots: make([]placement, len(an.slots))}
	for _, p := range an.input.Placed {
		c, ok := an.base.controls.at[p.Control]
		if !ok {
			return nil, fmt.Errorf("control on %s: no control %q", an.input.Assets[p.Asset].ID, p.Control)
		}
		if s, used := an.slotAt[slot{int32(c), int32(p.Asset)}]; used {
			r.slots[s] = placement{p.State, p.Coverage}
		}
	}
	init := make([]uint8, an.causal.Nodes())
	if err := r.initialTrust(init); err != nil {
		return nil, err
	}
	caps := make([]uint8, an.causal.Arcs())
	for a, t := range an.arcOf {
		if t < 0 {
			caps[a] = Top
		}
	}
	for i := range an.threats {
		for v, a := range an.threats[i].arcs {
			caps[a] = r.cap(int32(i), v)
		}
	}
	r.state = propagate.Solve(an.causal, init, caps)
	return r, nil
}

func (r *Run) initialTrust(init []uint8) error {
	an := r.an
	for n := range an.g.nodes {
		for t := range an.base.set.Attributes {
			if an.trust[n*len(an.base.set.Attributes)+t] >= 0 {
				r.eachTrust(int32(n), t, r.assumed(int32(n), t), func(node int, weakness uint8) { init[node] = weakness })
			}
		}
	}
	for i, a := range an.input.Assets {
		for _, t := range a.Trust {
			at, ok := an.base.trust.at[t.Attribute]
			if !ok || an.trust[i*len(an.base.set.Attributes)+at] < 0 {
				return fmt.Errorf("element %s: no trust attribute %q", a.ID, t.Attribute)
			}
			r.eachTrust(int32(i), at, t.Level, func(node int, weakness uint8) { init[node] = weakness })
		}
	}
	return nil
}

// assumed is the level of a trust attribute where the author asserts none: the kind's default, or what a known fact
// implies; of several such facts the lowest.
func (r *Run) assumed(n int32, t int) uint8 {
	an := r.an
	a := &an.base.set.Attributes[t]
	level, set := uint8(a.At[an.g.nodes[n].kind]), false
	for _, s := range a.Setters {
		if v := an.g.fact(n, s.Fact); v > 0 && s.Allowed&(1<<v) != 0 && (!set || s.Level < level) {
			level, set = s.Level, true
		}
	}
	return level
}

// eachTrust spreads an average level over the nodes of a trust attribute. The causal graph works with weakness, the
// inverse of trust, whose min belongs to the most trustworthy member of a population.
func (r *Run) eachTrust(n int32, t int, level uint8, set func(node int, weakness uint8)) {
	an := r.an
	first, at := int(an.trust[int(n)*len(an.base.set.Attributes)+t]), &an.g.nodes[n]
	if at.population == 0 {
		set(first, Top-level)
		return
	}
	lowest, highest := level, level
	if shared := an.base.set.Attributes[t].Shared; shared == nil || !shared[at.kind] {
		lowest, highest = Spread(level, at.population)
	}
	set(first, Top-highest)
	set(first+1, Top-level)
	set(first+2, Top-lowest)
}

// Spread gives the lowest and highest level in a population with an average level: the more members, the worse the worst
// and the better the best. What is safe for all is safe for each.
func Spread(average, population uint8) (lowest, highest uint8) {
	switch {
	case population == 0:
		return average, average
	case average == Top:
		lowest = Top
	case average > population:
		lowest = average - population
	}
	highest = Top
	if population == 1 && average == 0 {
		highest = 2
	}
	return lowest, highest
}

// open tells whether the mode counts a threat, and nothing needs to open it or something does.
func (r *Run) open(in *instance) bool {
	t := &r.an.base.threats[in.rule]
	if !r.counts(t.Future, t.Current) {
		return false
	}
	for i := range in.triggers {
		if r.isOn(&in.triggers[i]) {
			return true
		}
	}
	return len(t.triggeredBy) == 0
}

// cap is the highest likelihood a threat can have now: its frequency, less what is blocked; 0 where nothing triggers it
// or the mode does not count it.
func (r *Run) cap(threat int32, variant int) uint8 {
	in := &r.an.threats[threat]
	if !r.open(in) {
		return 0
	}
	if in.population == 0 {
		variant = 1
	}
	cap := r.an.base.threats[in.rule].Frequency
	for i := range in.strategies {
		if e := r.effect(&in.strategies[i], variant); Top-e < cap {
			cap = Top - e
		}
	}
	return cap
}

// counts tells whether the mode counts what is for design time, or for run time, or for both.
func (r *Run) counts(future, current bool) bool {
	return r.mode == Future && future || r.mode == Current && current
}

// effect is the trust a strategy gives: its effectiveness, capped by the coverage of its controls; 0 where it is not on.
func (r *Run) effect(s *strategyInstance, variant int) uint8 {
	if !r.isOn(s) {
		return 0
	}
	return r.effectIfOn(s, variant)
}

func (p placement) on(mode Mode) bool {
	return p.state == ControlPresent || p.state == ControlPlanned && mode == Future
}

func (r *Run) coverage(u slotUse, average uint8, variant int) uint8 {
	at := r.an.slots[u.slot]
	element := &r.an.g.nodes[at.node]
	if shared := r.an.base.set.Controls[at.control].Shared; shared != nil && shared[element.kind] {
		return average
	}
	lowest, highest := Spread(average, element.population)
	return [...]uint8{Least: lowest, Average: average, Most: highest}[u.reading.member(Member(variant))]
}

// SetControl changes the state of a control on an element and updates the levels. It reports whether the control can
// stand there and matters to any threat.
func (r *Run) SetControl(control, element string, state ControlState, coverage uint8) bool {
	c, okC := r.an.base.controls.at[control]
	n, okN := r.an.g.byID[element]
	if !okC || !okN {
		return false
	}
	s, ok := r.an.slotAt[slot{int32(c), n}]
	if !ok {
		return false
	}
	r.slots[s] = placement{state, coverage}
	for _, t := range r.an.usedBy[s] {
		for v, a := range r.an.threats[t].arcs {
			r.state.SetCap(int(a), r.cap(t, v))
		}
	}
	r.state.Update()
	return true
}

// SetTrust changes the assumed level of a trust attribute at an element, of all its members after the average one, and updates the
// levels. It reports whether the attribute applies there.
func (r *Run) SetTrust(attribute, element string, level uint8) bool {
	n, t, ok := r.trustAt(attribute, element)
	if !ok || level > Top {
		return false
	}
	r.eachTrust(n, t, level, func(node int, weakness uint8) { r.state.SetInit(node, weakness) })
	r.state.Update()
	return true
}

// SetTrustOf is SetTrust for one member of a population. Least is the most trustworthy one.
func (r *Run) SetTrustOf(m Member, attribute, element string, level uint8) bool {
	n, t, ok := r.trustAt(attribute, element)
	if !ok || level > Top {
		return false
	}
	r.state.SetInit(int(r.an.causalNode(n, rules.Term{Name: t, Low: true}, int(m))), Top-level)
	r.state.Update()
	return true
}

// trustAt finds a trust attribute at an element.
func (r *Run) trustAt(attribute, element string) (n int32, t int, ok bool) {
	t, okT := r.an.base.trust.at[attribute]
	n, okN := r.an.g.byID[element]
	return n, t, okT && okN && r.an.trust[int(n)*len(r.an.base.set.Attributes)+t] >= 0
}

// ImpactAt is the impact 0-5 of a consequence at an element, and whether the consequence applies there.
func (r *Run) ImpactAt(consequence, element string) (uint8, bool) {
	n, ok := r.an.node(ConsequenceID(element, consequence))
	if !ok {
		return 0, false
	}
	return r.Impact(n), true
}

// SetImpact changes the impact of a consequence at an element. It reports whether the consequence applies there.
func (r *Run) SetImpact(consequence, element string, impact uint8) bool {
	c, okC := r.an.base.conseqs.at[consequence]
	n, okN := r.an.g.byID[element]
	if !okC || !okN || impact > Top || r.an.conseq[int(n)*len(r.an.base.set.Consequences)+c] < 0 {
		return false
	}
	if r.impact == nil {
		r.impact = map[slot]uint8{}
	}
	r.impact[slot{int32(c), n}] = impact
	return true
}
