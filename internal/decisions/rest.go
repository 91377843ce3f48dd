package decisions

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
	"cordon/internal/yamltext"
)

// Found is an assessment with what it was made from: what decisions rest on.
type Found struct {
	Assessment *assessment.Assessment
	Model      *model.Model
	Index      *knowledge.Index
	Fact       func(element, fact string) string // what is known of an element

	// Vulnerabilities are what was found after release and where, by id (CVE-2026-1234@element); nil where nobody looked.
	Vulnerabilities map[string]Vulnerability

	threats map[string]*engine.Threat // by id; filled on first use
}

// Vulnerability is a vulnerability at an element, with what a decision about it rests on.
type Vulnerability struct {
	Title string
	Rests RestedOn
}

// Rest gives what a decision about something rests on now. It fails for an id that the assessment does not have.
func (f *Found) Rest(about string) (*RestedOn, error) {
	switch subjectOf(about) {
	case overall:
		return f.restOverall(), nil
	case threat:
		if t := f.byID()[about]; t != nil {
			return f.restThreat(t), nil
		}
	case control:
		for i := range f.Assessment.Controls {
			if c := &f.Assessment.Controls[i]; c.ID == about {
				return restControl(c), nil
			}
		}
	case vulnerability:
		if v, ok := f.Vulnerabilities[about]; ok {
			return &v.Rests, nil
		}
	case clause:
		if c, ok := f.Index.Clauses[about]; ok {
			return restClause(c), nil
		}
	case harm:
		for i := range f.Assessment.Harms {
			if h := &f.Assessment.Harms[i]; h.ID == about {
				return f.restHarm(h), nil
			}
		}
	}
	hint := yamltext.Nearest(about, f.ids())
	if hint != "" {
		hint = fmt.Sprintf("; did you mean %q?", hint)
	}
	return nil, fmt.Errorf("%q: no harm, threat, control at an element, vulnerability at an element or clause has this id%s", about, hint)
}

// ids lists everything that can be decided on.
func (f *Found) ids() []string {
	out := []string{Overall}
	for i := range f.Assessment.Harms {
		out = append(out, f.Assessment.Harms[i].ID)
	}
	for i := range f.Assessment.Threats {
		out = append(out, f.Assessment.Threats[i].ID)
	}
	for i := range f.Assessment.Controls {
		out = append(out, f.Assessment.Controls[i].ID)
	}
	out = append(out, slices.Sorted(maps.Keys(f.Vulnerabilities))...)
	return append(out, slices.Sorted(maps.Keys(f.Index.Clauses))...)
}

// restClause is what a clause asks, so that a statement about it is looked at again when our reading of it changes.
func restClause(c knowledge.ClauseIn) *RestedOn {
	sum := sha256.Sum256([]byte(c.Clause.Title + "\n" + c.Clause.Says))
	return &RestedOn{Clause: hex.EncodeToString(sum[:])}
}

func (f *Found) restThreat(t *engine.Threat) *RestedOn {
	rule := f.Index.Threats[t.Rule]
	r := &RestedOn{Rule: t.Rule, Version: max(1, rule.Version), Likely: t.Likelihood, Risk: t.Risk}
	for _, b := range t.Elements {
		r.Elements = append(r.Elements, yamltext.Entry[[]string]{Key: b.Role, Value: b.Elements})
		role, _ := rule.Where.Get(b.Role)
		for _, fact := range role.Facts {
			for _, e := range b.Elements {
				r.Facts = append(r.Facts, FactOf{e, fact.Key, f.Fact(e, fact.Key)})
			}
		}
	}
	for _, c := range t.Causes {
		if c.Low != "" {
			r.Trust = append(r.Trust, TrustIn{c.Element, c.Low, c.Level})
		}
	}
	r.Controls = f.placed(t)
	return r
}

// placed lists the controls in place that answer a threat, sorted.
func (f *Found) placed(t *engine.Threat) []Placed {
	var out []Placed
	for _, b := range t.Blocking {
		for _, id := range b.Controls {
			i, ok := slices.BinarySearchFunc(f.Assessment.Controls, id, func(c engine.Control, id string) int { return strings.Compare(c.ID, id) })
			if !ok {
				continue
			}
			if c := &f.Assessment.Controls[i]; c.State == "planned" || c.State == "present" {
				out = append(out, Placed{c.ID, c.State, c.Coverage})
			}
		}
	}
	slices.SortFunc(out, func(a, b Placed) int { return strings.Compare(a.Control, b.Control) })
	return slices.Compact(out)
}

func restControl(c *engine.Control) *RestedOn {
	return &RestedOn{State: c.State, Coverage: c.Coverage, Risk: c.Risk}
}

func (f *Found) restHarm(h *assessment.Harm) *RestedOn {
	r := &RestedOn{Verdict: h.Acceptability, P1: interval(h.P1), P2: interval(h.P2.Interval), P: interval(h.Probability)}
	for _, g := range h.Groups {
		r.Severity = append(r.Severity, yamltext.Entry[string]{Key: g.Group, Value: g.Severity})
	}
	threats := f.byID()
	for _, p := range h.Paths {
		w := Way{Likelihood: p.Likelihood}
		for _, s := range p.Steps {
			if t := threats[s.Threat]; t != nil && !s.Secondary {
				w.Steps = append(w.Steps, Step{t.ID, t.Rule, f.roots(t)})
			}
		}
		r.Ways = append(r.Ways, w)
	}
	return r
}

// interval writes a range of probabilities with all its digits.
func interval(i safety.Interval) string {
	f := func(p float64) string { return strconv.FormatFloat(p, 'g', -1, 64) }
	return f(i.From) + " to " + f(i.To)
}

func (f *Found) byID() map[string]*engine.Threat {
	if f.threats == nil {
		f.threats = make(map[string]*engine.Threat, len(f.Assessment.Threats))
		for i := range f.Assessment.Threats {
			f.threats[f.Assessment.Threats[i].ID] = &f.Assessment.Threats[i]
		}
	}
	return f.threats
}

// roots lists the elements that a threat binds one to one: those that make up its id.
func (f *Found) roots(t *engine.Threat) []string {
	return f.rootsOf(t.Rule, func(role string) []string {
		for _, b := range t.Elements {
			if b.Role == role {
				return b.Elements
			}
		}
		return nil
	})
}

func (f *Found) rootsOf(rule string, at func(role string) []string) []string {
	var out []string
	entry := f.Index.Threats[rule]
	if entry == nil {
		return nil
	}
	for _, role := range entry.Where {
		if role.Value.Role == "" {
			out = append(out, at(role.Key)...)
		}
	}
	return out
}

func (f *Found) restOverall() *RestedOn {
	a := f.Assessment
	r := &RestedOn{Digests: &Digests{a.Model.Digest, a.Knowledge.Digest, a.Engine.Digest}}
	for _, h := range a.Harms {
		r.Harms = append(r.Harms, yamltext.Entry[string]{Key: h.ID, Value: cmp.Or(h.Acceptability, "not rated")})
	}
	slices.SortFunc(r.Harms, func(a, b yamltext.Entry[string]) int { return strings.Compare(a.Key, b.Key) })
	for _, b := range f.Model.Benefits {
		r.Benefits = append(r.Benefits, yamltext.Entry[string]{Key: b.ID, Value: size(b.Value)})
	}
	return r
}

func size(b model.Benefit) string {
	if b.Magnitude == 0 || b.Probability == 0 {
		return "not rated"
	}
	return fmt.Sprintf("magnitude %d, probability %d", b.Magnitude, b.Probability)
}
