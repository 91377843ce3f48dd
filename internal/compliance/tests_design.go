package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// threatsAnswered looks at the threats that begin a chain to a high risk: each has a control in place, or a decision.
func (c *Case) threatsAnswered() []Subject {
	var out []Subject
	for i := range c.Assessment.Threats {
		t := &c.Assessment.Threats[i]
		if t.Secondary || t.Likelihood == c.Index.Base.Scales.Likelihood[0].Name || !c.high(t.Risk) {
			continue
		}
		if r := c.decided(t.ID); r != nil {
			out = append(out, met(t.ID, "decision "+r.ID))
			continue
		}
		out = append(out, c.answered(t))
	}
	return out
}

// high tells whether a level of risk is one of the two highest.
func (c *Case) high(risk string) bool {
	at := slices.IndexFunc(c.Index.Base.Scales.Risk, func(l knowledge.LevelName) bool { return l.Name == risk })
	return at >= len(c.Index.Base.Scales.Risk)-2
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

// inThreats lists the elements that threats are found at.
func (c *Case) inThreats() map[string]bool {
	out := map[string]bool{}
	for i := range c.Assessment.Threats {
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
		if c.product.Has(e.ID) {
			out = append(out, c.threatened(in, e.ID, c.Run.Fact(e.ID, "enabled") == "no"))
		}
	}
	return out
}

func (c *Case) flowsInThreatModel() []Subject {
	in := c.inThreats()
	var out []Subject
	for _, e := range c.Model.Flows {
		if c.product.Has(e.ID) {
			out = append(out, c.threatened(in, e.ID, false))
		}
	}
	return out
}

func (c *Case) threatened(in map[string]bool, id string, off bool) Subject {
	switch {
	case in[id]:
		return met(id, "threats are found at it")
	case off:
		return met(id, "it is switched off")
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

func (c *Case) controlsHaveThreats() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		if len(x.Blocks) == 0 {
			out = append(out, open(x.ID, "it answers no threat that is found"))
		} else {
			out = append(out, met(x.ID, fmt.Sprintf("it answers %d threats", len(x.Blocks))))
		}
	}
	return out
}

// sideEffectsWeighed looks at controls in place that open threats or burden care severely: somebody has decided on them.
func (c *Case) sideEffectsWeighed() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		heavy := c.Index.Controls[x.Control].Burden.Heaviest() >= 3
		if len(x.Opens) == 0 && !heavy {
			continue
		}
		if r := c.decided(x.ID); r != nil {
			out = append(out, met(x.ID, "decision "+r.ID))
		} else if len(x.Opens) > 0 {
			out = append(out, open(x.ID, fmt.Sprintf("it opens %d threats, and nobody has decided on it", len(x.Opens))))
		} else {
			out = append(out, open(x.ID, "it burdens care, and nobody has decided on it"))
		}
	}
	return out
}

func (c *Case) benefitsKept() []Subject {
	var out []Subject
	for i := range c.File.Benefits {
		b := &c.File.Benefits[i]
		if len(b.TakenBy) == 0 {
			out = append(out, met(b.Benefit, "no control makes its loss likelier; it is lost with likelihood "+b.Lost))
			continue
		}
		var by []string
		for _, t := range b.TakenBy {
			by = append(by, t.Control)
		}
		out = append(out, open(b.Benefit, "it is lost more often because of "+list(by)))
	}
	return out
}

func (c *Case) notBySurroundings() []Subject {
	var out []Subject
	for i := range c.Defence.Harms {
		h := &c.Defence.Harms[i]
		switch r := c.decided(h.ID); {
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

// twoLayers looks at harms of the two highest severities: each way to them that controls hold is held by two independent layers.
func (c *Case) twoLayers() []Subject {
	var out []Subject
	for i := range c.Defence.Harms {
		h := &c.Defence.Harms[i]
		if len(h.Paths) == 0 || !c.severe(h.Severity) {
			continue
		}
		fewest := h.Paths[0].Independent
		for _, p := range h.Paths {
			fewest = min(fewest, p.Independent)
		}
		switch {
		case fewest >= 2:
			out = append(out, met(h.ID, fmt.Sprintf("each way to it is held by %d or more layers", fewest)))
		case fewest == 1:
			out = append(out, partly(h.ID, "one way to it is held by one layer only"))
		default:
			out = append(out, open(h.ID, "one way to it is held by nothing"))
		}
	}
	return out
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
		if len(by) > 0 {
			out = append(out, open(h.ID, "it becomes unacceptable by the loss of "+by[0]))
		} else {
			out = append(out, met(h.ID, "no single loss makes it unacceptable"))
		}
	}
	return out
}
