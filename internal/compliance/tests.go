package compliance

import (
	"fmt"
	"slices"

	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// tests are what criteria can ask of the whole assessment, by the words of [knowledge.Test]. Each gives what it looked at, in a fixed order.
var tests = map[knowledge.Test]func(c *Case) []Subject{
	"functions-have-harms":            (*Case).functionsHaveHarms,
	"health-data-have-harms":          (*Case).healthDataHaveHarms,
	"harms-acceptable":                (*Case).harmsAcceptable,
	"residual-risks-decided":          (*Case).residualDecided,
	"overall-risk-decided":            (*Case).overallDecided,
	"decisions-stand":                 (*Case).decisionsStand,
	"decisions-signed":                (*Case).decisionsSigned,
	"decisions-have-evidence":         (*Case).decisionsHaveEvidence,
	"statements-have-evidence":        (*Case).statementsHaveEvidence,
	"statements-of-editions-in-force": (*Case).statementsInForce,
	"product-facts-known":             (*Case).productFactsKnown,
	"threats-answered":                (*Case).threatsAnswered,
	"misuse-considered":               func(c *Case) []Subject { return c.caused(knowledge.Misuse) },
	"failures-considered":             func(c *Case) []Subject { return c.caused(knowledge.Failure) },
	"interfaces-in-threat-model":      (*Case).interfacesInThreatModel,
	"flows-in-threat-model":           (*Case).flowsInThreatModel,
	"controls-verified":               (*Case).controlsVerified,
	"controls-in-place":               (*Case).controlsInPlace,
	"controls-have-threats":           (*Case).controlsHaveThreats,
	"side-effects-weighed":            (*Case).sideEffectsWeighed,
	"benefits-kept":                   (*Case).benefitsKept,
	"not-by-surroundings-alone":       (*Case).notBySurroundings,
	"two-layers":                      (*Case).twoLayers,
	"no-single-failure":               (*Case).noSingleFailure,
	"listening-has-flow":              (*Case).listeningHasFlow,
	"crossing-flows-protected":        (*Case).crossingFlows,
	"emergency-access":                (*Case).emergencyAccess,
	"surroundings-controls-assigned":  (*Case).surroundingsAssigned,
	"surroundings-told":               (*Case).surroundingsTold,
	"manufacturer-named":              func(c *Case) []Subject { return c.dutyNamed("manufacturer") },
	"operator-named":                  func(c *Case) []Subject { return c.dutyNamed("operator") },
	"integrator-named":                func(c *Case) []Subject { return c.dutyNamed("integrator") },
	"duties-assigned":                 (*Case).dutiesAssigned,
	"support-covers-components":       (*Case).supportCovers,
	"support-long-enough":             (*Case).supportLong,
	"evidence-in-date":                (*Case).evidenceInDate,
	"evidence-of-this-release":        (*Case).evidenceOfRelease,
	"independent-testing":             (*Case).independentTesting,
}

func open(id, because string) Subject   { return Subject{id, knowledge.Open, because} }
func partly(id, because string) Subject { return Subject{id, knowledge.Partly, because} }
func met(id, because string) Subject    { return Subject{id, knowledge.Met, because} }

// disclosure is the kind of the harms that arise when data become known. What a function lacks when its data fail is not among them.
const disclosure = "harm.from-disclosure"

// harmsOf lists the harms that arise from an element and fit.
func (c *Case) harmsOf(element string, fits func(h *model.Harm) bool) []string {
	var out []string
	for i := range c.Model.Harms {
		h := &c.Model.Harms[i]
		if fits(&h.Value) && slices.ContainsFunc(h.Value.From, func(w yamltext.Word) bool { return w.Text == element }) {
			out = append(out, h.ID)
		}
	}
	return out
}

func (c *Case) disclosed(h *model.Harm) bool { return c.Index.Is(h.Kind.Text, disclosure) }

func (c *Case) functionsHaveHarms() []Subject {
	var out []Subject
	for _, f := range c.Model.Functions {
		all := func(*model.Harm) bool { return true }
		h := slices.Concat(c.harmsOf(f.ID, all), c.harmsOf(f.Value.By.Text, all))
		for _, u := range f.Value.Uses {
			h = append(h, c.harmsOf(u.Key, func(h *model.Harm) bool { return !c.disclosed(h) })...)
		}
		slices.Sort(h)
		if h = slices.Compact(h); len(h) > 0 {
			out = append(out, met(f.ID, "its failure is followed to "+list(h)))
		} else {
			out = append(out, open(f.ID, "no harm is said to arise from it, from what carries it out or from data that it uses"))
		}
	}
	return out
}

func (c *Case) healthDataHaveHarms() []Subject {
	var out []Subject
	for _, d := range c.Model.Data {
		if !c.Index.Is(d.Value.Kind.Text, "data.health") || d.Value.About.Text == "" {
			continue
		}
		if h := c.harmsOf(d.ID, c.disclosed); len(h) > 0 {
			out = append(out, met(d.ID, "its disclosure is followed to "+list(h)))
		} else {
			out = append(out, open(d.ID, "no harm is said to arise from its disclosure"))
		}
	}
	return out
}

func (c *Case) harmsAcceptable() []Subject {
	var out []Subject
	for i := range c.Assessment.Harms {
		switch h := &c.Assessment.Harms[i]; h.Acceptability {
		case "acceptable":
			out = append(out, met(h.ID, "acceptable as planned"))
		case "reduce":
			out = append(out, partly(h.ID, "to be reduced as far as possible"))
		case "unacceptable":
			out = append(out, open(h.ID, "unacceptable as planned"))
		default:
			out = append(out, open(h.ID, "not rated"))
		}
	}
	return out
}

// decided finds the decision about something that is not history.
func (c *Case) decided(about string) *decisions.Review {
	for i := range c.Reviews {
		if r := &c.Reviews[i]; r.State != decisions.Replaced && (r.About == about || slices.Contains(r.Now, about)) {
			return r
		}
	}
	return nil
}

// byDecision judges something by the decision about it; without one the answer is otherwise. A decision that somebody has to look at
// again shows a part, and so does one that the thing be treated: what it promises is not there yet.
func (c *Case) byDecision(about string, otherwise Subject) Subject {
	switch r := c.decided(about); {
	case r == nil:
		return otherwise
	case r.State != decisions.Current:
		return partly(about, fmt.Sprintf("decision %s is %s", r.ID, r.State))
	case !r.Stands():
		return partly(about, fmt.Sprintf("decision %s was changed after it was signed", r.ID))
	case r.Choice == "treat":
		return partly(about, fmt.Sprintf("decision %s: treat, and it is not done yet", r.ID))
	default:
		return met(about, fmt.Sprintf("decision %s: %s", r.ID, r.Choice))
	}
}

func (c *Case) residualDecided() []Subject {
	var out []Subject
	for i := range c.Assessment.Harms {
		if h := &c.Assessment.Harms[i]; h.Acceptability != "acceptable" {
			out = append(out, c.byDecision(h.ID, open(h.ID, "nobody has decided about it")))
		}
	}
	return out
}

func (c *Case) overallDecided() []Subject {
	r := c.decided(decisions.Overall)
	id := c.Model.System.ID.Text
	switch {
	case len(c.Assessment.Harms) == 0:
		return nil
	case r == nil:
		return []Subject{open(id, "nobody has judged the residual risks as a whole against the benefits")}
	case r.State != decisions.Current:
		return []Subject{partly(id, fmt.Sprintf("the judgement %s is %s", r.ID, r.State))}
	case r.Choice != "accept":
		return []Subject{partly(id, fmt.Sprintf("the judgement %s is: %s", r.ID, r.Choice))}
	}
	return []Subject{met(id, fmt.Sprintf("accepted by %s (%s) on %s", r.Who, r.Role, r.When))}
}

// eachDecision looks at the decisions that are not history, of those that fit.
func (c *Case) eachDecision(fits func(r *decisions.Review) bool, judge func(r *decisions.Review) Subject) []Subject {
	var out []Subject
	for i := range c.Reviews {
		if r := &c.Reviews[i]; r.State != decisions.Replaced && fits(r) {
			out = append(out, judge(r))
		}
	}
	return out
}

func (c *Case) aboutClause(r *decisions.Review) bool {
	_, is := c.Index.Clauses[r.About]
	return is
}

func (c *Case) aboutRisk(r *decisions.Review) bool { return !c.aboutClause(r) }

func (c *Case) decisionsStand() []Subject {
	return c.eachDecision(func(*decisions.Review) bool { return true }, func(r *decisions.Review) Subject {
		if !r.Stands() {
			return open(r.ID, fmt.Sprintf("it is %s", r.State))
		}
		return met(r.ID, "the facts it rested on are the same")
	})
}

func (c *Case) decisionsSigned() []Subject {
	return c.eachDecision(c.aboutRisk, func(r *decisions.Review) Subject {
		if len(r.Signed) == 0 {
			return open(r.ID, "it is not signed")
		}
		if i := slices.IndexFunc(r.Signed, func(s decisions.Signed) bool { return !s.Fits }); i >= 0 {
			return open(r.ID, r.Signed[i].String())
		}
		return met(r.ID, r.Signed[0].String())
	})
}

func (c *Case) decisionsHaveEvidence() []Subject { return c.withEvidence(c.aboutRisk) }

// statementsHaveEvidence leaves out that a clause does not apply: such a statement gives its reason and has nothing to show.
func (c *Case) statementsHaveEvidence() []Subject {
	return c.withEvidence(func(r *decisions.Review) bool { return c.aboutClause(r) && r.Choice != decisions.NotApplicable })
}

func (c *Case) withEvidence(fits func(r *decisions.Review) bool) []Subject {
	return c.eachDecision(fits, func(r *decisions.Review) Subject {
		if len(r.Evidence) == 0 {
			return open(r.ID, "it names no evidence")
		}
		for i := range c.Model.Evidence {
			if e := &c.Model.Evidence[i]; slices.Contains(r.Evidence, e.ID.Text) && c.outOfDate(e) {
				return partly(r.ID, fmt.Sprintf("it rests on %s, which counted until %s", e.ID.Text, e.Until))
			}
		}
		return met(r.ID, "it rests on "+list(r.Evidence))
	})
}

func (c *Case) statementsInForce() []Subject {
	return c.eachDecision(c.aboutClause, func(r *decisions.Review) Subject {
		d := c.Index.Clauses[r.About].Document
		if d.Standing != knowledge.InForce {
			return open(r.ID, fmt.Sprintf("%s is %s", d.ID, d.Standing))
		}
		return met(r.ID, d.ID+" is in force")
	})
}

func (c *Case) productFactsKnown() []Subject {
	var out []Subject
	for _, q := range c.Assessment.Questions {
		if c.product.Has(q.Element) {
			out = append(out, open(q.ID, "nobody knows, and "+list(q.Decides)+" wait for it"))
		}
	}
	if len(out) == 0 && len(c.product.ids) > 0 {
		return []Subject{met(c.Model.System.ID.Text, "no fact of the product that decides about a threat is unknown")}
	}
	return out
}

// dutyNamed looks for an organisation with a duty.
func (c *Case) dutyNamed(duty model.Duty) []Subject {
	var out []Subject
	for _, o := range c.Model.Organisations {
		switch {
		case o.Value.Duty != duty:
		case o.Value.Contact == "":
			out = append(out, partly(o.ID, "no contact for security matters is given"))
		default:
			out = append(out, met(o.ID, "security matters go to "+o.Value.Contact))
		}
	}
	return out
}

// worksFor is the organisation of a person.
func (c *Case) worksFor(person string) string {
	for _, p := range c.Model.People {
		if p.ID == person {
			return p.Value.WorksFor.Text
		}
	}
	return ""
}

// dutiesAssigned looks whether each organisation that has a duty is in charge of something.
func (c *Case) dutiesAssigned() []Subject {
	var out []Subject
	for _, o := range c.Model.Organisations {
		if o.Value.Duty == "" || o.Value.Duty == "other" || o.Value.Duty == "supplier" {
			continue
		}
		var has []string
		accepted := true
		for _, r := range c.Model.Responsibilities {
			if r.Value.Owner.Text == o.ID || c.worksFor(r.Value.Owner.Text) == o.ID {
				has = append(has, r.ID)
				accepted = accepted && r.Value.Accepted != ""
			}
		}
		switch {
		case len(has) == 0:
			out = append(out, open(o.ID, "no task is assigned to it"))
		case !accepted && o.Value.Duty != "manufacturer":
			out = append(out, partly(o.ID, "it is not said where it has accepted "+list(has)))
		default:
			out = append(out, met(o.ID, "it is in charge of "+list(has)))
		}
	}
	return out
}
