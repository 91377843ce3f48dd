package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
)

// threatsAnswered looks at the threats that lead to a high risk, or would without the controls: each has a control in place, or a decision.
func (c *Case) threatsAnswered() []Subject {
	var out []Subject
	bare := c.withoutControls()
	for i := range c.Assessment.Threats {
		t := &c.Assessment.Threats[i]
		if t.Secondary || !c.leadsHigh(t) && !bare[t.ID] {
			continue
		}
		s := c.answered(t)
		if s.Outcome != knowledge.Met {
			s = c.byDecision(t.ID, s)
		}
		out = append(out, s)
	}
	return out
}

// withoutControls lists the threats that would lead to a high risk if no control were in place.
func (c *Case) withoutControls() map[string]bool {
	var ids []string
	for _, x := range c.inPlace() {
		ids = append(ids, x.ID)
	}
	out := map[string]bool{}
	undo, err := c.Run.Try(engine.Trial{Without: ids})
	if err != nil {
		return out // the controls are those of the run
	}
	defer undo()
	threats := c.Run.Result().Threats
	for i := range threats {
		out[threats[i].ID] = c.leadsHigh(&threats[i])
	}
	return out
}

func (c *Case) leadsHigh(t *engine.Threat) bool {
	return t.Likelihood != c.Index.Base.Scales.Likelihood[0].Name && c.high(t.Risk)
}

// high tells whether a level of risk is one of the two highest.
func (c *Case) high(risk string) bool { return c.riskLevel(risk) >= len(c.Index.Base.Scales.Risk)-2 }

func (c *Case) riskLevel(risk string) int {
	return slices.IndexFunc(c.Index.Base.Scales.Risk, func(l knowledge.LevelName) bool { return l.Name == risk })
}

func (c *Case) answered(t *engine.Threat) Subject {
	best := open(t.ID, "nothing in place answers it: "+t.Title)
	for _, b := range t.Blocking {
		if !b.On {
			continue
		}
		if slices.ContainsFunc(b.Controls, func(id string) bool { return c.placed[id] == nil || c.placed[id].State != "present" }) {
			best = partly(t.ID, list(b.Controls)+" is planned")
			continue
		}
		return met(t.ID, "answered by "+list(b.Controls))
	}
	return best
}

// caused looks for a threat that begins with a sort of cause.
func (c *Case) caused(cause knowledge.Cause) []Subject {
	for i := range c.Assessment.Threats {
		t := &c.Assessment.Threats[i]
		if e := c.Index.Threats[t.Rule]; e != nil && e.CausedBy() == cause && !t.Secondary {
			return []Subject{met(c.Model.System.ID.Text, fmt.Sprintf("among others %s: %s", t.ID, t.Title))}
		}
	}
	return nil
}

// inThreats lists the elements that threats are found at. What only passes consequences on is found everywhere and does not count.
func (c *Case) inThreats() map[string]bool {
	out := map[string]bool{}
	for i := range c.Assessment.Threats {
		if c.Assessment.Threats[i].Secondary {
			continue
		}
		for _, b := range c.Assessment.Threats[i].Elements {
			for _, e := range b.Elements {
				out[e] = true
			}
		}
	}
	return out
}

func (c *Case) interfacesInThreatModel() []Subject {
	in := c.inThreats()
	var out []Subject
	for _, e := range c.Model.Interfaces {
		if !c.product.Has(e.ID) {
			continue
		}
		s := threatened(in, e.ID)
		switch unknown := c.asked(e.ID); {
		case in[e.ID]:
		case c.Run.Fact(e.ID, "enabled") == "no":
			s = met(e.ID, "it is switched off")
		case unknown != nil:
			s.Because = "no threat is found at it yet, because nobody knows " + list(unknown)
		case len(e.Value.Facts) > 0:
			s = met(e.ID, "what is known of it leaves no threat")
		}
		out = append(out, s)
	}
	return out
}

// asked lists the questions about an element that threats wait for.
func (c *Case) asked(id string) []string {
	var out []string
	for _, q := range c.Assessment.Questions {
		if q.Element == id {
			out = append(out, q.ID)
		}
	}
	return out
}

func (c *Case) flowsInThreatModel() []Subject {
	in := c.inThreats()
	var out []Subject
	for _, e := range c.Model.Flows {
		switch {
		case !c.product.Has(e.ID):
		case len(e.Value.Carries) == 0:
			out = append(out, open(e.ID, "what it carries is not described, and so no threat to that is found"))
		default:
			out = append(out, threatened(in, e.ID))
		}
	}
	return out
}

func threatened(in map[string]bool, id string) Subject {
	if in[id] {
		return met(id, "threats are found at it")
	}
	return open(id, "no threat is found at it: its facts or what it connects to are not described")
}

// inPlace lists the controls of the description that are planned or present, at each element, in the order of the assessment.
func (c *Case) inPlace() []*engine.Control {
	var out []*engine.Control
	for i := range c.Assessment.Controls {
		if x := &c.Assessment.Controls[i]; x.State == "planned" || x.State == "present" {
			out = append(out, x)
		}
	}
	return out
}

// showing are sorts of evidence that show a control at work.
var showing = []model.EvidenceSort{"test", "penetration-test", "inspection", "analysis"}

func (c *Case) controlsVerified() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		if x.State != "present" {
			continue
		}
		evidence := c.placed[x.ID].Evidence
		shown := slices.ContainsFunc(c.Model.Evidence, func(e model.Evidence) bool {
			return slices.Contains(evidence, e.ID.Text) && slices.Contains(showing, e.Sort)
		})
		switch {
		case len(evidence) == 0:
			out = append(out, open(x.ID, "no evidence is named; the criterion is: "+strings.TrimSpace(c.Index.Controls[x.Control].Verify.Criterion)))
		case !shown:
			out = append(out, partly(x.ID, list(evidence)+" is named, and the list of evidence has no test, inspection or analysis of that id"))
		default:
			out = append(out, met(x.ID, "shown by "+list(evidence)))
		}
	}
	return out
}

func (c *Case) controlsInPlace() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		if x.State == "planned" {
			out = append(out, open(x.ID, "planned"))
		} else {
			out = append(out, met(x.ID, "present"))
		}
	}
	return out
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func (c *Case) controlsHaveThreats() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		if len(x.Blocks) == 0 {
			out = append(out, open(x.ID, "it answers no threat that is found"))
		} else {
			out = append(out, met(x.ID, "it answers "+count(len(x.Blocks), "threat")))
		}
	}
	return out
}

// sideEffectsWeighed looks at controls in place that open threats or burden care severely: somebody has decided on them, unless all that they
// open is of a low risk.
func (c *Case) sideEffectsWeighed() []Subject {
	risk := map[string]string{}
	for i := range c.Assessment.Threats {
		risk[c.Assessment.Threats[i].ID] = c.Assessment.Threats[i].Risk
	}
	var out []Subject
	for _, x := range c.inPlace() {
		heavy := c.Index.Controls[x.Control].Burden.Heaviest() >= 3
		grave := 0
		for _, id := range x.Opens {
			if c.riskLevel(risk[id]) >= 2 {
				grave++
			}
		}
		switch {
		case grave > 0:
			out = append(out, c.byDecision(x.ID, open(x.ID, fmt.Sprintf("it opens %s of medium or higher risk, and nobody has decided on it", count(grave, "threat")))))
		case heavy:
			out = append(out, c.byDecision(x.ID, open(x.ID, "it burdens care, and nobody has decided on it")))
		case len(x.Opens) > 0:
			out = append(out, met(x.ID, "what it opens is of low risk"))
		}
	}
	return out
}

// benefitsKept looks whether controls take benefits from patients. Where somebody has decided on each such control, the loss is weighed.
func (c *Case) benefitsKept() []Subject {
	var out []Subject
	for i := range c.File.Benefits {
		b := &c.File.Benefits[i]
		if len(b.TakenBy) == 0 {
			out = append(out, met(b.Benefit, "no control makes its loss likelier; it is lost with likelihood "+b.Lost))
			continue
		}
		var by []string
		weighed := true
		for _, t := range b.TakenBy {
			by = append(by, t.Control)
			weighed = weighed && c.decided(t.Control) != nil
		}
		s := open(b.Benefit, "it is lost more often because of "+list(by))
		if weighed {
			s = partly(b.Benefit, s.Because+", on which somebody has decided")
		}
		out = append(out, s)
	}
	return out
}

// notBySurroundings looks whether the product itself holds each harm. A decision makes a harm that only the surroundings hold an argued exception.
func (c *Case) notBySurroundings() []Subject {
	var out []Subject
	for i := range c.Defence.Harms {
		h := &c.Defence.Harms[i]
		switch r := c.decided(h.ID); {
		case h.Now.Unacceptable():
			out = append(out, open(h.ID, "neither the product nor its surroundings hold it"))
		case !h.WithoutSurroundings.Carried:
			out = append(out, met(h.ID, "without the surroundings it is "+h.WithoutSurroundings.All.Acceptability))
		case r != nil:
			out = append(out, partly(h.ID, "only the surroundings hold it; decision "+r.ID))
		default:
			out = append(out, open(h.ID, "only the surroundings hold it, and nobody has decided on that"))
		}
	}
	return out
}

// twoLayers looks at harms of the two highest severities that an attack can lead to: each such way is held by two independent layers. What
// fails by itself or is used wrongly needs no second layer; its likelihood decides.
func (c *Case) twoLayers() []Subject {
	var out []Subject
	for i := range c.Defence.Harms {
		h := &c.Defence.Harms[i]
		if !c.severe(h.Severity) {
			continue
		}
		fewest := -1
		for j := range h.Paths {
			if p := &h.Paths[j]; c.attacked(p) && (fewest < 0 || p.Independent < fewest) {
				fewest = p.Independent
			}
		}
		switch {
		case fewest < 0:
		case fewest == 0:
			out = append(out, open(h.ID, "one way of an attack to it is held by nothing"))
		case fewest == 1:
			out = append(out, partly(h.ID, "one way of an attack to it is held by one layer only"))
		default:
			out = append(out, met(h.ID, fmt.Sprintf("each way of an attack to it is held by %d or more layers", fewest)))
		}
	}
	return out
}

// attacked tells whether a path begins with an attack, or needs one.
func (c *Case) attacked(p *layers.Path) bool {
	return slices.ContainsFunc(p.Steps, func(s engine.Step) bool {
		e := c.Index.Threats[s.Rule]
		return !s.Secondary && e != nil && e.CausedBy() == knowledge.Attack
	})
}

func (c *Case) severe(severity string) bool {
	at := slices.IndexFunc(c.Index.Base.Scales.Severity, func(l knowledge.LevelName) bool { return l.Name == severity })
	return at >= 3
}

func (c *Case) noSingleFailure() []Subject {
	var out []Subject
	for i := range c.Defence.Harms {
		h := &c.Defence.Harms[i]
		var by []string
		for _, l := range h.Single {
			if l.Then.Unacceptable() && !h.Now.Unacceptable() {
				by = append(by, strings.TrimSpace(l.Control+" "+l.Layer))
			}
		}
		switch {
		case h.Now.Unacceptable():
			out = append(out, open(h.ID, "it is unacceptable with everything in place"))
		case len(by) > 0:
			out = append(out, open(h.ID, "it becomes unacceptable by the loss of "+by[0]))
		default:
			out = append(out, met(h.ID, "no single loss makes it unacceptable"))
		}
	}
	return out
}
