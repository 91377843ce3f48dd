package engine

import (
	"fmt"
	"slices"
	"strings"
)

// Trial is a change of inputs to try out. Controls are named as CTL-0001@element; one that answers no threat there changes nothing.
type Trial struct {
	Without []string // controls that go
	With    []string // controls that come, with full coverage
	Set     []StateAt
	Trust   []TrustAt
}

// StateAt is the state of a control on an element, with the level 0 to 5 that its coverage lets it reach.
type StateAt struct {
	Control  string // CTL-0001@element
	State    ControlState
	Coverage uint8
}

// TrustAt is a level 0 (very low) to 5 (safe) of a trust attribute at an element.
type TrustAt struct {
	Element, Attribute string
	Level              uint8
}

// Try makes all changes at once and gives the levels that follow, exactly. Undo takes the changes back; call it before the next trial.
func (r *Run) Try(t Trial) (undo func(), err error) {
	var slots []int32
	var to []placement
	set := slices.Clone(t.Set)
	for _, id := range t.Without {
		set = append(set, StateAt{id, ControlAbsent, Top})
	}
	for _, id := range t.With {
		set = append(set, StateAt{id, ControlPresent, Top})
	}
	for _, c := range set {
		s, used, err := r.slotOf(c.Control)
		if err != nil {
			return nil, err
		}
		if used {
			slots, to = append(slots, s), append(to, placement{c.State, c.Coverage})
		}
	}
	for _, c := range t.Trust {
		if _, _, ok := r.trustAt(c.Attribute, c.Element); !ok || c.Level > Top {
			return nil, fmt.Errorf("%s has no trust attribute %s, or no level %d of it", c.Element, c.Attribute, c.Level)
		}
	}
	type initial struct {
		node  int
		level uint8
	}
	var was []initial
	for _, c := range t.Trust {
		n, at, _ := r.trustAt(c.Attribute, c.Element)
		r.eachTrust(n, at, c.Level, func(node int, weakness uint8) {
			was = append(was, initial{node, r.state.Init(node)})
			r.state.SetInit(node, weakness)
		})
	}
	back := r.put(slots, to)
	return func() {
		for i := len(was) - 1; i >= 0; i-- {
			r.state.SetInit(was[i].node, was[i].level)
		}
		back()
	}, nil
}

// slotOf finds the place of a control by its id; used is false where it answers and opens no threat.
func (r *Run) slotOf(id string) (s int32, used bool, err error) {
	control, element, ok := strings.Cut(id, "@")
	c, okC := r.an.base.controls.at[control]
	n, okN := r.an.g.byID[element]
	if !ok || !okC || !okN {
		return 0, false, fmt.Errorf("%s is not a control on an element", id)
	}
	s, used = r.an.slotAt[slot{int32(c), n}]
	return s, used, nil
}

// put changes the state of controls, updates the levels, and returns what takes the changes back.
func (r *Run) put(slots []int32, to []placement) (undo func()) {
	before := make([]placement, len(slots))
	for i, s := range slots {
		before[i] = r.slots[s]
	}
	set := func(at []placement) {
		for i, s := range slots {
			r.slots[s] = at[i]
		}
		for _, s := range slots {
			for _, t := range r.an.usedBy[s] {
				for v, a := range r.an.threats[t].arcs {
					r.state.SetCap(int(a), r.cap(t, v))
				}
			}
		}
		r.state.Update()
	}
	set(to)
	return func() { set(before) }
}

// Assumption is a trust attribute of an element: its level as it is assumed, and the one its kind has by default, 0 to 5.
type Assumption struct {
	TrustAt
	Default uint8
}

// Assumptions lists what is assumed of an element, in the order of the base.
func (r *Run) Assumptions(element string) []Assumption {
	n, ok := r.an.g.byID[element]
	if !ok {
		return nil
	}
	var out []Assumption
	for t := range r.an.base.set.Attributes {
		a := &r.an.base.set.Attributes[t]
		first := r.an.trust[int(n)*len(r.an.base.set.Attributes)+t]
		if first < 0 {
			continue
		}
		if r.an.g.nodes[n].population > 0 {
			first += int32(Average)
		}
		out = append(out, Assumption{TrustAt{element, a.Name, Top - r.state.Init(int(first))}, uint8(a.At[r.an.g.nodes[n].kind])})
	}
	return out
}
