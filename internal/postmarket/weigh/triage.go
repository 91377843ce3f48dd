package weigh

import (
	"maps"
	"slices"
	"strings"

	"cordon/internal/postmarket/triage"
)

// Triaged is what published rules make of a vulnerability that was weighed. Each is a proposal for people.
type Triaged struct {
	VEX      triage.Proposal   `json:"vex"`
	FDA      triage.Risk       `json:"fda"`
	Supplier triage.Decision   `json:"ssvc-supplier"`
	Deployer triage.Decision   `json:"ssvc-deployer"`
	Rubric   *triage.Prefilled `json:"rubric,omitempty"` // nil where the element is no asset
	Vectors  *triage.Outcome   `json:"vectors,omitempty"`
}

// Triage proposes what to decide on a vulnerability: VEX status with a justification, controlled or uncontrolled by the FDA's guidance, the
// decisions of SSVC for who supplies and who deploys the product, and the rubric of MITRE with what the model answers.
func (s *System) Triage(w *Weighed) (Triaged, error) {
	var t Triaged
	adv := triage.Advisory{Metrics: w.Effect.metrics, KEV: triage.Unknown, PoC: triage.Unknown}
	points := triage.Points{}
	if f := w.Facts; f != nil {
		adv.CWE = f.CWEs
		if len(f.Exploited) > 0 {
			adv.KEV = triage.Yes
		}
		for _, p := range f.SSVC {
			if p.Exploitation == "poc" {
				adv.PoC = triage.Yes
			}
		}
	}
	view := triage.View{Model: s.Model, Index: s.Index, Fact: s.Run.Fact}
	filled, ok := triage.Prefill(view, w.Element, adv)
	if ok {
		out := filled.Outcome()
		t.Rubric, t.Vectors = &filled, &out
		for k, v := range out.Points {
			points[k] = v
		}
	}
	w.published(points)
	var err error
	if t.Supplier, err = triage.Decide("supplier", points); err != nil {
		return t, err
	}
	if t.Deployer, err = triage.Decide("deployer", points); err != nil {
		return t, err
	}
	t.FDA = triage.Evaluate(s.risk(w, adv))
	in := s.justification(w)
	in.Ways, _ = view.Ways(w.Element)
	t.VEX = triage.Justify(in)
	return t, nil
}

// published puts the points in that feeds publish; where several differ, all are possible.
func (w *Weighed) published(points triage.Points) {
	if w.Facts == nil {
		return
	}
	said := triage.Points{}
	add := func(key, value string) {
		if value != "" && !slices.Contains(said[key], value) {
			said[key] = append(said[key], value)
		}
	}
	for _, p := range w.Facts.SSVC {
		add("E", strings.Replace(p.Exploitation, "poc", "public poc", 1))
		add("A", p.Automatable)
		add("TI", p.TechnicalImpact)
	}
	if len(w.Facts.Exploited) > 0 {
		said["E"] = []string{"active"}
	}
	maps.Copy(points, said)
}

// risk is the question of the FDA's guidance, for what the model says.
func (s *System) risk(w *Weighed, adv triage.Advisory) triage.RiskInput {
	in := triage.RiskInput{Weighed: true, Metrics: w.Effect.metrics, KEV: adv.KEV, PoC: adv.PoC, Adverse: triage.Unknown}
	if w.Facts != nil && w.Facts.EPSS != nil {
		in.EPSS = w.Facts.EPSS.Probability
	}
	for i := range w.Harms {
		h := &w.Harms[i]
		in.Raised = append(in.Raised, triage.RaisedHarm{
			ID: h.ID, Title: h.Title, Class: h.Class, Severity: h.After.Rank.Severity, Before: h.Before.Rank.Likelihood, After: h.After.Rank.Likelihood, Acceptability: h.After.Acceptability,
		})
	}
	for _, id := range w.HeldBy {
		in.Controls = append(in.Controls, s.controlTitle(id))
	}
	return in
}

func (s *System) justification(w *Weighed) triage.JustifyInput {
	in := triage.JustifyInput{
		Component: w.Findings[0].Component, Element: s.Title(w.Element), InBOM: triage.Yes, InRange: triage.Yes,
		Metrics: w.Effect.metrics, Weighed: true, Levels: w.levels,
	}
	if w.Unsure() {
		in.InRange = triage.Unknown
	}
	for _, l := range w.Effect.Losses.Lost {
		level, there := s.Assumed(w.Element, l.Trust)
		in.Attributes = append(in.Attributes, triage.TrustFall{Attribute: l.Trust, Exists: there, Assumed: int(level), Then: min(int(level), max(0, l.Level.Rank()))})
	}
	for _, id := range w.HeldBy {
		c, _, _ := strings.Cut(id, "@")
		b := triage.Block{ID: id, Title: s.controlTitle(id), State: "present"}
		if k := s.Index.Controls[c]; k != nil {
			b.Layer = string(k.Layer)
		}
		in.Blocks = append(in.Blocks, b)
	}
	return in
}

func (s *System) controlTitle(id string) string {
	if c := s.control(id); c != nil {
		return c.Title
	}
	return id
}
