package weigh

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
)

// Inputs are everything that is known of a system after release.
type Inputs struct {
	Record   *record.Record
	Findings *record.Findings
	// Readings gives what readings of indicators that were known at an instant change at the same or a later one; nil where there are none.
	Readings func(known, at civil.Instant) []Change
	Moments  []Moment // at which readings or verdicts change
	// Verdict gives what was decided by an instant on a vulnerability at an element, as it stands at the same or a later one; nil where nothing was
	// decided.
	Verdict func(place *Place, known, at civil.Instant) Verdict

	known *civil.Instant // readings and decisions after it do not count; nil in what is, where all up to the present do
}

// Verdict is what people decided on a vulnerability at an element. The zero Verdict is none.
type Verdict struct {
	Status   postmarket.VEXStatus `json:"status,omitempty"`
	Decision string               `json:"decision,omitempty"` // its id
	Stale    bool                 `json:"stale,omitempty"`    // something that it rested on has changed: it has to be decided anew
}

// Settled tells whether a vulnerability does not count any more.
func (v Verdict) Settled() bool {
	return v.Status == postmarket.StatusNotAffected || v.Status == postmarket.StatusFixed
}

// State is what holds at an instant.
type State struct {
	At       civil.Instant
	Places   []Place   // vulnerabilities in the releases in use, by id
	Verdicts []Verdict // of each place
	Changes  []Change  // by events, readings, lifetimes and age, with those of vulnerabilities that are not settled
	Context  []Change  // the same without those of vulnerabilities
	Waiting  []Waiting // changes that do not count until people decide
	Absent   []string  // what cannot be weighed, and why
}

// Waiting is an event whose changes do not count yet.
type Waiting struct {
	Event   string   `json:"event"`
	Needs   int      `json:"needs"` // people who have to decide
	Has     int      `json:"has"`
	Because string   `json:"because"`
	Opens   []string `json:"opens,omitempty"` // side effects of the controls
}

// Open are the places that count.
func (st *State) Open() []Place {
	var out []Place
	for i := range st.Places {
		if !st.Verdicts[i].Settled() {
			out = append(out, st.Places[i])
		}
	}
	return out
}

// StateAt puts together what holds at an instant.
func (s *System) StateAt(in *Inputs, at civil.Instant) *State {
	known := at
	if in.known != nil {
		known = min(at, *in.known)
	}
	st := &State{At: at, Places: []Place{}}
	s.places(st, in)
	s.events(st, in.Record)
	s.age(st, in.Record)
	if in.Readings != nil {
		st.Context = append(st.Context, in.Readings(known, at)...)
	}
	st.Changes = slices.Clone(st.Context)
	for i := range st.Places {
		v := Verdict{}
		if in.Verdict != nil {
			v = in.Verdict(&st.Places[i], known, at)
		}
		st.Verdicts = append(st.Verdicts, v)
		if !v.Settled() {
			p := &st.Places[i]
			st.Changes = append(st.Changes, s.EffectOf(in.Findings.Facts(p.Vulnerability), p).Changes...)
		}
	}
	return st
}

// places puts the findings in the bills of the releases in use together by vulnerability and element.
func (s *System) places(st *State, in *Inputs) {
	used := map[string]string{} // bill to release
	for _, a := range s.Model.Assets {
		release, _, bill := in.Record.InUse(a.ID, a.Value.Release, st.At)
		has := slices.ContainsFunc(in.Record.Inventory, func(e record.InventoryEntry) bool { return e.Of.Text == a.ID })
		switch {
		case bill != nil:
			used[bill.ID] = release
		case has:
			st.Absent = append(st.Absent, fmt.Sprintf("there is no bill of materials of release %q of %s, which is in use", release, a.ID))
		}
	}
	at := map[string]int{}
	for _, f := range in.Findings.Findings {
		if !f.Holds(st.At) {
			continue
		}
		p := Place{Vulnerability: f.Vulnerability}
		if release, ok := used[f.Inventory]; ok {
			p.Element, p.Release = in.Record.Element(in.Record.Bill(f.Inventory), &f), release
		} else if product, ok := in.Record.Products.Get(f.Inventory); ok {
			p.Element, p.Release = product.Element.Text, product.Version
		}
		if p.Element == "" {
			continue // of a release that is not in use, or of a product that is no element
		}
		i, have := at[p.ID()]
		if !have {
			i = len(st.Places)
			at[p.ID()] = i
			st.Places = append(st.Places, p)
		}
		st.Places[i].Findings = append(st.Places[i].Findings, f)
	}
	slices.SortFunc(st.Places, func(a, b Place) int {
		return cmp.Or(strings.Compare(a.Vulnerability, b.Vulnerability), strings.Compare(a.Element, b.Element))
	})
}

// events adds what the events change that hold. A change of a control of a device in use counts when a person decided on it; where the control
// opens a threat to care, two.
func (s *System) events(st *State, r *record.Record) {
	for i := range r.Events {
		e := &r.Events[i]
		if !e.Holds(st.At) {
			continue
		}
		if w, waits := s.waits(e, st.At); waits {
			st.Waiting = append(st.Waiting, w)
			continue
		}
		st.Context = append(st.Context, changesOf(e)...)
	}
}

func changesOf(e *record.Entry) []Change {
	var out []Change
	why := cmp.Or(e.Why, e.Title)
	add := func(c Change) {
		c.From, c.Since, c.Because = e.ID, e.Begin, why
		out = append(out, c)
	}
	for _, t := range e.Trust {
		add(Change{Element: t.Of.Text, Trust: t.Trust.Text, Op: t.Op, Level: uint8(t.Level.Rank())})
	}
	for _, c := range e.Controls {
		level := uint8(5)
		if c.Coverage != "" {
			level = uint8(c.Coverage.Rank())
		}
		add(Change{Element: c.On.Text, Control: c.Control.Text, State: string(c.State), Level: level})
	}
	for _, x := range e.Impacts {
		add(Change{Element: x.Of.Text, Impact: x.Consequence.Text, Level: uint8(x.Is)})
	}
	for _, c := range e.Clinical {
		now := &Circumstances{Exposure: c.Exposure, TimeToHarm: c.TimeToHarm, NoFallBack: c.FallBack == "no"}
		for _, g := range c.Severity {
			if now.Severity == nil {
				now.Severity = map[string]int{}
			}
			now.Severity[g.Key] = g.Value
		}
		add(Change{Harm: c.Harm.Text, Now: now})
	}
	return out
}

// waits tells whether an event that switches controls on or installs a release waits for people to decide. What merely reports that a control
// fails needs nobody's decision.
func (s *System) waits(e *record.Entry, at civil.Instant) (Waiting, bool) {
	w := Waiting{Event: e.ID}
	for _, c := range e.Controls {
		if c.State != "present" {
			continue
		}
		w.Needs = max(w.Needs, 1)
		for _, opened := range s.opens(c.Control.Text + "@" + c.On.Text) {
			w.Opens = append(w.Opens, opened)
			w.Needs = 2
		}
	}
	if len(e.Installs) > 0 {
		w.Needs = max(w.Needs, 1)
	}
	w.Has = e.Deciders(at)
	switch {
	case w.Needs == 2:
		w.Because = "it changes a device in use, and has side effects on care: two people decide"
	case w.Needs == 1:
		w.Because = "it changes a device in use: a person decides"
	}
	return w, w.Has < w.Needs
}

// opens lists the threats that a control on an element opens, by title.
func (s *System) opens(id string) []string {
	c := s.control(id)
	if c == nil {
		return nil
	}
	var out []string
	for _, id := range c.Opens {
		for j := range s.Threats {
			if s.Threats[j].ID == id {
				out = append(out, s.Threats[j].Title)
			}
		}
	}
	return out
}

// atMost lowers trust, for a reason.
func atMost(element, trust string, level uint8, from, because string) Change {
	return Change{Element: element, Trust: trust, Op: knowledge.AtMost, Level: level, From: from, Because: because}
}
