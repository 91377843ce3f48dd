// Package weigh takes what is known after release through the engine: a vulnerability, an event, a reading or the passing of time changes trust,
// controls and clinical circumstances, and the answer is which harms change. It finds no vulnerabilities and takes no decisions.
package weigh

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/civil"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
	"cordon/internal/yamltext"
)

// System is a described system as it is in use, ready for changes to be tried out. It belongs to one goroutine.
type System struct {
	Model *model.Model
	Index *knowledge.Index
	Run   *engine.Run // of the mode in which planned controls do not count
	*assessment.Assessment

	assumed map[place]uint8 // trust as it is assumed
}

// place is a trust attribute at an element.
type place struct{ element, trust string }

// New prepares a system. The assessment is the one of the run.
func New(m *model.Model, ix *knowledge.Index, run *engine.Run, a *assessment.Assessment) (*System, error) {
	if a.Engine.Mode != engine.Current {
		return nil, fmt.Errorf("a system in use is weighed in the mode %s, not %s", engine.Current, a.Engine.Mode)
	}
	s := &System{Model: m, Index: ix, Run: run, Assessment: a, assumed: map[place]uint8{}}
	for i := range a.Assets {
		for _, t := range run.Assumptions(a.Assets[i].ID) {
			s.assumed[place{t.Element, t.Attribute}] = t.Level
		}
	}
	return s, nil
}

// Assumed is the level 0 to 5 of a trust attribute at an element as it is assumed; ok is false where the element has no such trust.
func (s *System) Assumed(element, trust string) (level uint8, ok bool) {
	level, ok = s.assumed[place{element, trust}]
	return level, ok
}

// host is the element that another one is part of or runs on; empty where it stands by itself.
func (s *System) host(element string) string {
	for i := strings.LastIndexByte(element, '/'); i > 0; i = strings.LastIndexByte(element[:i], '/') {
		if s.asset(element[:i]) != nil {
			return element[:i]
		}
	}
	return ""
}

// Change is something that is otherwise than the description says. Exactly one of Trust, Control, Impact and Harm says what.
type Change struct {
	Element string             `json:"element,omitempty"`
	Trust   string             `json:"trust,omitempty"`
	Control string             `json:"control,omitempty"` // CTL-0001
	Impact  string             `json:"impact,omitempty"`  // a consequence
	Op      knowledge.Operator `json:"op,omitempty"`
	Level   uint8              `json:"level"`           // 0-5: of trust, of coverage, of impact
	State   string             `json:"state,omitempty"` // of a control; empty where only what is left of its coverage is said
	Harm    string             `json:"harm,omitempty"`
	Now     *Circumstances     `json:"circumstances,omitempty"` // of the harm

	From    string        `json:"from"` // what says so: a vulnerability, an event, a reading, a lifetime
	Since   civil.Instant `json:"-"`
	Because string        `json:"because"`
}

// Circumstances are what is clinically otherwise than the description of a harm says; what is empty stays.
type Circumstances struct {
	Severity   map[string]int `json:"severity,omitempty"` // by patient group
	Exposure   model.Exposure `json:"exposure,omitempty"`
	TimeToHarm model.Delay    `json:"timeToHarm,omitempty"`
	NoFallBack bool           `json:"noFallBack,omitempty"`
}

// Situation is what follows from changes.
type Situation struct {
	Harms   []safety.Harm `json:"harms"` // in the order of the description
	Refused []string      `json:"refused,omitempty"`
}

// Try gives what follows from changes. With sees the system while they are made; it may be nil.
func (s *System) Try(changes []Change, with func() error) (*Situation, error) {
	var undo []func()
	defer func() {
		for _, u := range slices.Backward(undo) {
			u()
		}
	}()
	out := &Situation{}
	t := s.trial(changes, out)
	back, err := s.Run.Try(t)
	if err != nil {
		return nil, err
	}
	undo = append(undo, back)
	for _, c := range slices.SortedStableFunc(slices.Values(changes), inTime) {
		if c.Impact != "" {
			was, ok := s.Run.ImpactAt(c.Impact, c.Element)
			if !ok || !s.Run.SetImpact(c.Impact, c.Element, c.Level) {
				out.Refused = append(out.Refused, fmt.Sprintf("%s: %s has no consequence %s", c.From, c.Element, c.Impact))
				continue
			}
			undo = append(undo, func() { s.Run.SetImpact(c.Impact, c.Element, was) })
		}
	}
	out.Harms, err = safety.Judge(s.circumstances(changes), s.Index, func(harm string) uint8 {
		l, _ := s.Run.Likelihood(engine.ConsequenceID(harm, occurs))
		return l
	})
	if err == nil && with != nil {
		err = with()
	}
	return out, err
}

// trial puts changes of trust and controls together. Of several statements that a level is something the newest counts; then what raises it,
// and last what lowers it: that one thing is in order does not mend another. Of several states of a control the newest counts, and what lowers
// its coverage takes from the state before it. Where two say different things at one time, the order of what says so decides, then the worse.
func (s *System) trial(changes []Change, out *Situation) engine.Trial {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b Change) int { return cmp.Or(cmp.Compare(a.order(), b.order()), inTime(a, b)) })
	levels, states := map[place]uint8{}, map[string]engine.StateAt{}
	for _, c := range sorted {
		at := place{c.Element, c.Trust}
		now, there := s.assumed[at]
		if level, changed := levels[at]; changed {
			now = level
		}
		switch {
		case c.Control != "":
			s.place(states, &c, out)
		case c.Trust == "":
		case !there:
			out.Refused = append(out.Refused, fmt.Sprintf("%s: %s has no trust attribute %s", c.From, c.Element, c.Trust))
		case c.Op == knowledge.AtMost:
			levels[at] = min(now, c.Level)
		case c.Op == knowledge.AtLeast:
			levels[at] = max(now, c.Level)
		default:
			levels[at] = c.Level
		}
	}
	var t engine.Trial
	for _, id := range slices.Sorted(maps.Keys(states)) {
		t.Set = append(t.Set, states[id])
	}
	for at, level := range levels {
		if level != s.assumed[at] {
			t.Trust = append(t.Trust, engine.TrustAt{Element: at.element, Attribute: at.trust, Level: level})
		}
	}
	slices.SortFunc(t.Trust, func(a, b engine.TrustAt) int {
		return cmp.Or(strings.Compare(a.Element, b.Element), strings.Compare(a.Attribute, b.Attribute))
	})
	return t
}

// place notes the state of a control, or what is left of its coverage.
func (s *System) place(states map[string]engine.StateAt, c *Change, out *Situation) {
	id := c.Control + "@" + c.Element
	described := s.control(id)
	if described == nil {
		out.Refused = append(out.Refused, fmt.Sprintf("%s: %s changes nothing at %s", c.From, c.Control, c.Element))
		return
	}
	if c.State != "" {
		states[id] = engine.StateAt{Control: id, State: stateOf[c.State], Coverage: c.Level}
		return
	}
	now, changed := states[id]
	if !changed {
		now = engine.StateAt{Control: id, State: stateOf[described.State], Coverage: engine.Top}
		if rank := model.Rank(knowledge.Level(described.Coverage)); rank >= 0 {
			now.Coverage = uint8(rank)
		}
	}
	now.Coverage = min(now.Coverage, c.Level)
	states[id] = now
}

// order is the turn in which a change of trust is taken. Changes of a control take turns by time alone.
func (c *Change) order() int {
	if c.Control != "" {
		return 0
	}
	return order[c.Op]
}

// inTime puts the older first; of those at one time what takes away last, so that it counts.
func inTime(a, b Change) int {
	takes := func(c *Change) int {
		switch {
		case c.Impact != "":
			return int(c.Level)
		case c.State == "present", c.Control == "":
			return -int(c.Level)
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Since, b.Since), strings.Compare(a.From, b.From), cmp.Compare(takes(&a), takes(&b)))
}

var order = map[knowledge.Operator]int{knowledge.Is: 0, "": 0, knowledge.AtLeast: 1, knowledge.AtMost: 2}

var stateOf = map[string]engine.ControlState{"absent": engine.ControlAbsent, "planned": engine.ControlPlanned, "present": engine.ControlPresent}

// circumstances is the description with the harms as they are now; of several changes of one thing the newest counts.
func (s *System) circumstances(changes []Change) *model.Model {
	sorted := slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Now == nil })
	if len(sorted) == 0 {
		return s.Model
	}
	slices.SortStableFunc(sorted, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Since, b.Since), strings.Compare(a.From, b.From)) })
	m := *s.Model
	m.Harms = slices.Clone(m.Harms)
	for _, c := range sorted {
		i := slices.IndexFunc(m.Harms, func(h model.Element[model.Harm]) bool { return h.ID == c.Harm })
		if i < 0 {
			continue
		}
		h := &m.Harms[i].Value
		h.Severity = slices.Clone(h.Severity)
		for j := range h.Severity {
			if v, ok := c.Now.Severity[h.Severity[j].Key]; ok {
				h.Severity[j].Value = v
			}
		}
		h.Exposure = cmp.Or(c.Now.Exposure, h.Exposure)
		h.TimeToHarm = cmp.Or(c.Now.TimeToHarm, h.TimeToHarm)
		if c.Now.NoFallBack {
			m.Functions = slices.Clone(m.Functions)
			for j := range m.Functions {
				if slices.ContainsFunc(h.From, func(w yamltext.Word) bool { return w.Text == m.Functions[j].ID }) {
					m.Functions[j].Value.FallBack = nil
				}
			}
		}
	}
	return &m
}

// Title is what a person calls an element.
func (s *System) Title(element string) string {
	if a := s.asset(element); a != nil && a.Title != "" {
		return a.Title
	}
	return element
}

func (s *System) kindOf(element string) string {
	if a := s.asset(element); a != nil {
		return a.Kind
	}
	return ""
}

// control is a control at an element by its id, CTL-0001@element; nil where it answers and opens no threat there.
func (s *System) control(id string) *engine.Control {
	i, ok := slices.BinarySearchFunc(s.Controls, id, func(c engine.Control, id string) int { return strings.Compare(c.ID, id) })
	if !ok {
		return nil
	}
	return &s.Controls[i]
}

func (s *System) asset(element string) *engine.AssetResult {
	i, ok := slices.BinarySearchFunc(s.Assets, element, func(a engine.AssetResult, id string) int { return strings.Compare(a.ID, id) })
	if !ok {
		return nil
	}
	return &s.Assets[i]
}
