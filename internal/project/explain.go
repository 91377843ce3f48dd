package project

import (
	"fmt"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// Explain explains a threat, consequence, harm or control by its id.
func Explain(a *Assessed, k *Knowledge, id string) (*engine.Explanation, error) {
	e := explainer{a, k}
	for _, h := range a.Harms {
		if h.ID == id {
			return e.harm(&h), nil
		}
	}
	switch {
	case strings.HasPrefix(id, "T-"):
		return e.threat(id)
	case strings.Contains(id, "#"):
		return e.consequence(id)
	case strings.HasPrefix(id, "CTL-"):
		return e.control(id)
	}
	return nil, fmt.Errorf("%q: no harm, threat, consequence or control has this id; `cordon assess PATH --format json` lists all", id)
}

type explainer struct {
	a *Assessed
	k *Knowledge
}

func (e *explainer) threat(id string) (*engine.Explanation, error) {
	var found []*engine.Threat
	for i := range e.a.Threats {
		if strings.HasPrefix(e.a.Threats[i].ID, strings.ToUpper(id)) {
			found = append(found, &e.a.Threats[i])
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("%q: no threat has this id", id)
	case len(found) > 1:
		return nil, fmt.Errorf("%q: %d threats begin like this; give more letters", id, len(found))
	}
	t := found[0]
	rule := e.k.Index.Threats[t.Rule]
	x := &engine.Explanation{ID: t.ID, Type: "threat", Title: t.Title}
	x.Add(t.Title, rule.Story)
	x.Add("Why it is found", e.matched(t, rule)...)
	x.Add("Why its likelihood is "+t.Likelihood, e.reasons(t, rule)...)
	e.origins(x, t)
	var follows []string
	for _, f := range t.Effects {
		follows = append(follows, fmt.Sprintf("%s; likelihood %s", e.event(f), f.Level))
	}
	x.Add("What follows, up to risk "+t.Risk, follows...)
	x.Add("Controls that answer it", e.answers(t, rule)...)
	x.Add("If one of them goes", e.without(x, t)...)
	x.Add("How to check", present(rule.Check)...)
	x.Add("When it is a false alarm", present(rule.FalsePositives)...)
	x.Add("References", references(rule)...)
	return x, nil
}

func present(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// matched tells which elements play which role, and which facts about them fulfilled the pattern.
func (e *explainer) matched(t *engine.Threat, rule *knowledge.Threat) []string {
	var out []string
	for _, b := range t.Elements {
		role, _ := rule.Where.Get(b.Role)
		line := fmt.Sprintf("%s is %s (%s)", b.Role, strings.Join(b.Elements, ", "), role.Kind)
		for _, f := range role.Facts {
			line += fmt.Sprintf(", where %s is %s", f.Key, strings.Join(f.Value, " or "))
		}
		out = append(out, line)
	}
	for _, l := range rule.Links {
		out = append(out, "link: "+l)
	}
	return append(out, fmt.Sprintf("rule %s, version %d", rule.ID, max(1, rule.Version)))
}

func (e *explainer) reasons(t *engine.Threat, rule *knowledge.Threat) []string {
	var out []string
	for _, c := range t.Causes {
		if c.Low != "" {
			out = append(out, fmt.Sprintf("%s: trust in '%s' is %s", e.title(c.Element), e.k.Index.Trust[c.Low].Title, c.Level))
		} else {
			out = append(out, fmt.Sprintf("%s; likelihood %s", e.event(c), c.Level))
		}
	}
	out = append(out, "its frequency is at most "+string(rule.Frequency))
	if len(rule.TriggeredBy) > 0 {
		state := "no such control is in place, so it cannot happen"
		if t.Opened {
			state = "such a control is in place"
		}
		out = append(out, "it is a side effect of "+strings.Join(rule.TriggeredBy, ", ")+": "+state)
	}
	return out
}

// origins adds the likeliest way to each cause of a threat, from what does not hold to the cause.
func (e *explainer) origins(x *engine.Explanation, t *engine.Threat) {
	for _, c := range t.Causes {
		if c.Low != "" {
			continue
		}
		chains, more := e.a.Run.Chains(engine.ConsequenceID(c.Element, c.Consequence), 1)
		x.More = x.More || more
		for _, p := range chains {
			x.Paths = append(x.Paths, p)
			x.Add(fmt.Sprintf("How it comes about that %s", e.event(c)), e.words().Reading(p)...)
		}
	}
}

// without says what the effects of a threat become when one of the controls that hold it is taken away.
func (e *explainer) without(x *engine.Explanation, t *engine.Threat) []string {
	var effects, out []string
	for _, f := range t.Effects {
		effects = append(effects, engine.ConsequenceID(f.Element, f.Consequence))
	}
	for _, b := range t.Blocking {
		if !b.On {
			continue
		}
		for _, id := range b.Controls {
			changes, err := e.a.Run.WithControl(id, false, effects)
			if err != nil {
				continue // the control does not stand there any more; nothing can be said
			}
			if len(changes) == 0 {
				out = append(out, fmt.Sprintf("without %s nothing that the threat causes becomes likelier", e.controls([]string{id})))
			}
			for _, c := range changes {
				out = append(out, fmt.Sprintf("without %s, %s goes from %s to %s", e.controls([]string{id}), c.Consequence, c.Before, c.After))
			}
			x.Changes = append(x.Changes, changes...)
		}
	}
	return out
}

func (e *explainer) event(v engine.Event) string {
	return e.title(v.Element) + " " + e.k.Index.Consequences[v.Consequence].Says
}

func (e *explainer) title(element string) string {
	for i := range e.a.Assets {
		if e.a.Assets[i].ID == element {
			return e.a.Assets[i].Title
		}
	}
	return element
}

func (e *explainer) answers(t *engine.Threat, rule *knowledge.Threat) []string {
	var out []string
	for _, b := range t.Blocking {
		state := "not in place"
		if b.On {
			state = "in place, effectiveness " + b.Effect
		}
		name := b.Strategy
		if c := e.k.Index.Controls[b.Strategy]; c != nil {
			name = c.Title
		} else if s := e.k.Index.Strategies[b.Strategy]; s != nil {
			name = s.Title
		}
		out = append(out, fmt.Sprintf("%s (%s): %s", name, strings.Join(b.Controls, " with "), state))
	}
	if len(out) == 0 {
		out = append(out, "none: "+rule.Unanswered)
	}
	return out
}

func references(rule *knowledge.Threat) []string {
	ids := rule.References.All()
	for _, s := range rule.Sources {
		ids = append(ids, strings.TrimSuffix(s.Document+", "+s.Part, ", "))
	}
	if len(ids) == 0 {
		return nil
	}
	return []string{strings.Join(ids, "; ")}
}

func (e *explainer) consequence(id string) (*engine.Explanation, error) {
	level, ok := e.a.Run.Likelihood(id)
	if !ok {
		return nil, fmt.Errorf("%q: no such consequence; write element#consequence, for instance smartbox#controlled", id)
	}
	i := strings.LastIndexByte(id, '#')
	c := e.k.Index.Consequences[id[i+1:]]
	x := &engine.Explanation{ID: id, Type: "consequence", Title: e.title(id[:i]) + " " + c.Says}
	x.Add(x.Title, "likelihood "+e.k.Index.Base.Scales.Likelihood[level].Name)
	e.a.Run.AddWays(x, id, e.words())
	return x, nil
}

// words name things as the model and the knowledge base do.
func (e *explainer) words() engine.Words {
	return engine.Words{Element: e.title, Controls: e.controls, Trust: func(attribute string) string { return attribute }}
}

func (e *explainer) controls(ids []string) string {
	var out []string
	for _, id := range ids {
		control, _, _ := strings.Cut(id, "@")
		out = append(out, fmt.Sprintf("%s (%s)", e.k.Index.Controls[control].Title, id))
	}
	return strings.Join(out, " and ")
}

func (e *explainer) harm(h *assessment.Harm) *engine.Explanation {
	x := &engine.Explanation{ID: h.ID, Type: "harm", Title: h.Title}
	x.Add(h.Title, present(h.Situation)...)
	lines := []string{
		fmt.Sprintf("likelihood of the hazardous situation: %s, read as P1 %g to %g per device-year", h.Likelihood, h.P1.From, h.P1.To),
		fmt.Sprintf("P2, that it leads to harm: %g to %g", h.P2.From, h.P2.To),
	}
	for _, b := range h.P2.Because {
		lines = append(lines, "P2 is lowered: "+b)
	}
	if len(h.P2.Missing) > 0 {
		lines = append(lines, "P2 could be lower; not stated: "+strings.Join(h.P2.Missing, ", "))
	}
	lines = append(lines, fmt.Sprintf("probability of harm: %g to %g per device-year, %s", h.Probability.From, h.Probability.To, h.Level))
	for _, g := range h.Groups {
		lines = append(lines, fmt.Sprintf("for %s: severity %s, risk %s", g.Group, g.Severity, g.Acceptability))
	}
	x.Add("Risk: "+h.Acceptability, lines...)
	id := engine.ConsequenceID(h.ID, "occurs")
	e.a.Run.AddWays(x, id, e.words())
	var inPlace []string
	for _, c := range e.a.Controls {
		if c.State == "present" || c.State == "planned" {
			inPlace = append(inPlace, c.ID)
		}
	}
	e.a.Run.AddHolding(x, id, inPlace, e.words())
	return x
}

func (e *explainer) control(id string) (*engine.Explanation, error) {
	bare, _, placed := strings.Cut(id, "@")
	c := e.k.Index.Controls[bare]
	if c == nil {
		return nil, fmt.Errorf("%q: no such control", id)
	}
	x := &engine.Explanation{ID: id, Type: "control", Title: c.Title}
	x.Add(c.Title, c.Says)
	x.Add("How to configure it", c.Configure)
	x.Add("Effectiveness "+string(c.Effectiveness), c.Because)
	var harms []string
	for _, h := range e.a.Harms {
		harms = append(harms, engine.ConsequenceID(h.ID, "occurs"))
	}
	found := false
	for _, r := range e.a.Controls {
		if r.ID != id && (placed || r.Control != bare) {
			continue
		}
		found = true
		lines := []string{fmt.Sprintf("state %s; answers %d threats, the worst leading to risk %s", r.State, len(r.Blocks), r.Risk)}
		if len(r.Opens) > 0 {
			lines = append(lines, fmt.Sprintf("opens %d threats: %s", len(r.Opens), strings.Join(r.Opens, ", ")))
		}
		goes := r.State == "present" || r.State == "planned"
		changes, err := e.a.Run.WithControl(r.ID, !goes, harms)
		if err != nil {
			return nil, err
		}
		x.Changes = append(x.Changes, changes...)
		verb := "if it comes"
		if goes {
			verb = "if it goes"
		}
		for _, ch := range changes {
			lines = append(lines, fmt.Sprintf("%s, harm %s changes from %s to %s", verb, strings.TrimSuffix(ch.Consequence, "#occurs"), ch.Before, ch.After))
		}
		if len(changes) == 0 {
			lines = append(lines, verb+", no harm changes by itself")
		}
		x.Add("On "+e.title(r.Element), lines...)
	}
	if !found && placed {
		return nil, fmt.Errorf("%q: this control neither stands there nor answers a threat there", id)
	}
	x.Add("How to verify", "method: "+c.Verify.Method, "criterion: "+c.Verify.Criterion)
	return x, nil
}
