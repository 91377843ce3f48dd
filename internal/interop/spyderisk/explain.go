package spyderisk

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// Explain says why a misbehaviour or a threat has its likelihood, or what a control does. Ids are those of Spyderisk:
// MS-<misbehaviour>-<asset>, CS-<control>-<asset>, and <threat>-<match> or its beginning. In a population the likeliest member is
// explained. The work is bounded; what was not looked for is said.
func (s *System) Explain(run *engine.Run, mode engine.Mode, id string) (*engine.Explanation, error) {
	e := &explainer{s: s, run: run, results: s.results(run, mode), id: strings.TrimPrefix(strings.TrimPrefix(id, systemNS), "system#")}
	switch {
	case strings.HasPrefix(e.id, "MS-"):
		return e.misbehaviour()
	case strings.HasPrefix(e.id, "CS-"):
		return e.control()
	}
	return e.threat()
}

type explainer struct {
	s       *System
	run     *engine.Run
	results *results
	id      string
}

func (e *explainer) words() engine.Words {
	return engine.Words{
		Element: func(id string) string { return e.label(id) },
		Controls: func(ids []string) string {
			var out []string
			for _, id := range ids {
				control, asset, _ := strings.Cut(id, "@")
				out = append(out, fmt.Sprintf("%s at %s (CS-%s-%s)", e.s.Model.Base.Control(control).Label, e.label(asset), control, asset))
			}
			return strings.Join(out, " and ")
		},
		Trust: func(id string) string { return e.s.Model.Base.Attribute(id).Label },
	}
}

// label is the label of an asset in quotes, or its id.
func (e *explainer) label(id string) string {
	if a := e.results.m.AssetByID(id); a != nil {
		return fmt.Sprintf("%q", a.Label)
	}
	return id
}

// noSuch is an error that names the nearest ids.
func (e *explainer) noSuch(what string, ids []string) error {
	var near []string
	for _, id := range ids {
		if strings.HasPrefix(id, e.id[:min(len(e.id), 12)]) {
			near = append(near, id)
		}
	}
	slices.Sort(near)
	if len(near) == 0 {
		return fmt.Errorf("%q: no %s has this id; `cordon spyderisk assess --format json` lists all", e.id, what)
	}
	return fmt.Errorf("%q: no %s has this id; ids that begin alike: %s", e.id, what, strings.Join(near[:min(len(near), 5)], ", "))
}

// named finds the set that e.id names, and gives the one of the average member beside it. The id is compared whole, not cut
// in two: a name and an asset's id may both hold a hyphen.
func named[T any](e *explainer, what string, sets []*T, uri func(*T) string, average func(named, s *T) bool) (*T, error) {
	i := slices.IndexFunc(sets, func(s *T) bool { return strings.TrimPrefix(uri(s), systemNS) == e.id })
	if i < 0 {
		return nil, e.noSuch(what, localNames(sets, uri))
	}
	if j := slices.IndexFunc(sets, func(s *T) bool { return average(sets[i], s) }); j >= 0 {
		return sets[j], nil
	}
	return sets[i], nil
}

func (e *explainer) misbehaviour() (*engine.Explanation, error) {
	m := e.results.m
	set, err := named(e, "misbehaviour", m.Misbehaviours, func(s *MisbehaviourSet) string { return s.URI },
		func(named, s *MisbehaviourSet) bool {
			return s.Misbehaviour == named.Misbehaviour && s.Asset == named.Asset && s.Variant == Average
		})
	if err != nil {
		return nil, err
	}
	x := &engine.Explanation{ID: e.id, Type: "consequence", Title: set.Misbehaviour.Label + " of " + e.label(set.Asset.ID)}
	x.Add(x.Title, present(set.Misbehaviour.Comment)...)
	x.Add("Risk: "+m.Base.Risk.Levels[set.Risk].Label,
		"likelihood: "+m.Base.Likelihood.Levels[set.Likelihood].Label,
		"impact: "+m.Base.Impact.Levels[e.s.impact(set)].Label)
	id := engine.ConsequenceID(set.Asset.ID, set.Misbehaviour.ID)
	e.run.AddWays(x, id, e.words())
	e.run.AddHolding(x, id, e.inPlace(), e.words())
	return x, nil
}

// impact is the asserted impact of a set, or its default.
func (s *System) impact(set *MisbehaviourSet) int {
	for _, i := range s.Model.ImpactLevels {
		if i.Misbehaviour == set.Misbehaviour && i.AssetID == set.Asset.ID && i.Variant == set.Variant {
			return i.Level
		}
	}
	return set.Impact
}

// inPlace lists the proposed controls as the engine names them.
func (e *explainer) inPlace() []string {
	var out []string
	for _, s := range e.results.m.ControlSets {
		if s.Proposed && s.Variant == Average {
			out = append(out, s.Control.ID+"@"+s.Asset.ID)
		}
	}
	return out
}

func (e *explainer) control() (*engine.Explanation, error) {
	m := e.results.m
	set, err := named(e, "control", m.ControlSets, func(s *ControlSet) string { return s.URI },
		func(named, s *ControlSet) bool {
			return s.Control == named.Control && s.Asset == named.Asset && s.Variant == Average
		})
	if err != nil {
		return nil, err
	}
	x := &engine.Explanation{ID: e.id, Type: "control", Title: set.Control.Label + " at " + e.label(set.Asset.ID)}
	x.Add(x.Title, present(set.Control.Comment)...)
	state, verb := "not proposed", "If it comes"
	if set.Proposed {
		state, verb = "proposed", "If it goes"
	}
	x.Add("State", state+"; coverage "+m.Base.Trust.Levels[set.Coverage].Label)
	x.Add("Part of strategies", e.strategiesWith(set)...)
	var among []string
	for _, s := range m.Misbehaviours {
		if s.Variant == Average {
			among = append(among, engine.ConsequenceID(s.Asset.ID, s.Misbehaviour.ID))
		}
	}
	changes, err := e.run.WithControl(set.Control.ID+"@"+set.Asset.ID, !set.Proposed, among)
	if err != nil {
		return nil, err
	}
	x.Changes = changes
	var lines []string
	for _, c := range changes {
		element, consequence, _ := strings.Cut(c.Consequence, "#")
		lines = append(lines, fmt.Sprintf("%s of %s goes from %s to %s", m.Base.Misbehaviour(consequence).Label, e.label(element), c.Before, c.After))
	}
	if len(lines) == 0 {
		lines = []string{"no likelihood changes by this alone: a strategy may need other controls as well, or something else decides"}
	}
	x.Add(verb, lines...)
	return x, nil
}

// strategiesWith lists the strategies that need a control, with what they do.
func (e *explainer) strategiesWith(set *ControlSet) []string {
	var out []string
	for _, s := range e.results.m.Strategies {
		if !slices.Contains(s.Mandatory, set) {
			continue
		}
		var others []string
		for _, c := range s.Mandatory {
			if c != set && !c.Proposed {
				others = append(others, fmt.Sprintf("%s at %s", c.Control.Label, e.label(c.Asset.ID)))
			}
		}
		line := fmt.Sprintf("%s; threats it blocks: %d", s.Strategy.Label, len(s.Blocks)+len(s.Mitigates))
		if n := len(s.Triggers); n > 0 {
			line += fmt.Sprintf(", opens: %d", n)
		}
		switch {
		case s.Enabled:
			line += "; in place"
		case len(others) > 0:
			line += "; still needs " + strings.Join(others, ", ")
		}
		out = append(out, line)
	}
	return out
}

func (e *explainer) threat() (*engine.Explanation, error) {
	m := e.results.m
	var found []*ThreatAt
	for _, x := range m.Threats {
		name := strings.TrimPrefix(x.URI, systemNS)
		if name == e.id {
			found = []*ThreatAt{x}
			break
		}
		if e.id != "" && strings.HasPrefix(name, e.id) && x.Variant == Average {
			found = append(found, x)
		}
	}
	switch {
	case len(found) == 0:
		return nil, e.noSuch("misbehaviour (MS-…), control (CS-…) or threat", localNames(m.Threats, func(x *ThreatAt) string { return x.URI }))
	case len(found) > 1:
		return nil, fmt.Errorf("%q: %d threats begin like this; give more letters, such as %s", e.id, len(found), strings.TrimPrefix(found[0].URI, systemNS))
	}
	return e.ofThreat(found[0]), nil
}

func (e *explainer) ofThreat(t *ThreatAt) *engine.Explanation {
	b := e.results.m.Base
	x := &engine.Explanation{ID: strings.TrimPrefix(t.URI, systemNS), Type: "threat", Title: t.Label}
	x.Add(t.Label, present(t.Comment)...)
	if t.Likelihood == NoLevel {
		x.Add("Not considered", "it has no causes, does not count in this mode, or no strategy that is in place opens it")
		return x
	}
	x.Add("Risk it leads to: "+b.Risk.Levels[t.Risk].Label, "likelihood: "+b.Likelihood.Levels[t.Likelihood].Label)
	var lines []string
	for _, c := range t.Entry {
		lines = append(lines, fmt.Sprintf("trust '%s' in %s is %s", c.Attribute.Label, e.label(c.Asset.ID), b.Trust.Levels[c.Inferred].Label))
	}
	for _, c := range t.Conditions {
		lines = append(lines, fmt.Sprintf("%s of %s has the likelihood %s", c.Misbehaviour.Label, e.label(c.Asset.ID), b.Likelihood.Levels[c.Likelihood].Label))
	}
	if t.Frequency != NoLevel {
		lines = append(lines, "its frequency is at most "+b.Likelihood.Levels[t.Frequency].Label)
	}
	x.Add("Causes", lines...)
	var effects []string
	for _, s := range t.Effects {
		effects = append(effects, fmt.Sprintf("%s of %s (MS-%s-%s), likelihood %s", s.Misbehaviour.Label, e.label(s.Asset.ID), s.Misbehaviour.ID, s.Asset.ID, b.Likelihood.Levels[s.Likelihood].Label))
	}
	x.Add("What follows", effects...)
	var answers []string
	for _, s := range slices.Concat(t.BlockedBy, t.MitigatedBy) {
		answers = append(answers, e.answer(s))
	}
	x.Add("Strategies that answer it", answers...)
	var opens []string
	for _, s := range t.TriggeredBy {
		opens = append(opens, e.answer(s))
	}
	x.Add("Strategies that open it", opens...)
	return x
}

func (e *explainer) answer(s *StrategyAt) string {
	state := "not in place"
	if s.Enabled {
		state = "in place, effect " + e.results.m.Base.Trust.Levels[s.Strategy.Effect].Label
	}
	var ids []string
	for _, c := range s.Mandatory {
		ids = append(ids, strings.TrimPrefix(c.URI, systemNS))
	}
	return fmt.Sprintf("%s (%s): %s", s.Strategy.Label, strings.Join(ids, " with "), state)
}

func present(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func localNames[T any](all []*T, uri func(*T) string) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = strings.TrimPrefix(uri(x), systemNS)
	}
	return out
}
