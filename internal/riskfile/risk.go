package riskfile

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

type builder struct {
	m     *model.Model
	ix    *knowledge.Index
	s     States
	among map[string]func(string) uint8 // likelihoods by sorts of causes, made on first use
}

func (b *builder) risk(h *assessment.Harm) (Risk, error) {
	i := slices.IndexFunc(b.m.Harms, func(e model.Element[model.Harm]) bool { return e.ID == h.ID })
	e := &b.m.Harms[i].Value
	r := Risk{
		Harm: h.ID, Title: h.Title, Class: h.Class, Situation: h.Situation, Patient: b.titleOf(h.To),
		Sequence: []string{}, Reading: reading(h), Groups: h.Groups, P2: h.P2,
		Without: b.judgement(b.s.Without, h.ID), Today: b.judgement(b.s.Today, h.ID), Planned: b.judgement(b.s.Planned, h.ID),
		Benefits: []string{},
	}
	r.Hazard, r.HazardKind = b.hazard(e.Hazard.Text)
	if len(h.Paths) > 0 {
		for _, step := range h.Paths[0].Steps {
			r.Sequence = append(r.Sequence, step.Title)
		}
	}
	b.causes(&r)
	for _, x := range b.m.Benefits {
		if b.serves(&x.Value, e) {
			r.Benefits = append(r.Benefits, x.ID)
		}
	}
	var err error
	r.Controls, err = b.controls(h)
	return r, err
}

func (b *builder) judgement(a *assessment.Assessment, harm string) Judgement {
	for i := range a.Harms {
		if h := &a.Harms[i]; h.ID == harm {
			return Judgement{h.Likelihood, h.P1, h.Probability, h.Level, h.Severity, h.Acceptability}
		}
	}
	return Judgement{}
}

// hazard is the title of a hazard and its kind, both empty where the harm names none.
func (b *builder) hazard(id string) (name, kind string) {
	for _, h := range b.m.Hazards {
		if h.ID == id {
			return title(id, h.Value.Title), h.Value.Kind.Text
		}
	}
	return "", ""
}

func (b *builder) titleOf(person string) string {
	for _, p := range b.m.People {
		if p.ID == person {
			return title(person, p.Value.Title)
		}
	}
	return ""
}

func title(id, given string) string {
	if given == "" {
		return id
	}
	return given
}

// serves tells whether a benefit comes from a function that the harm arises from, or from one that uses the data it arises from.
func (b *builder) serves(x *model.Benefit, h *model.Harm) bool {
	for _, from := range x.From {
		for _, w := range h.From {
			if w.Text == from.Text {
				return true
			}
			for _, f := range b.m.Functions {
				if f.ID != from.Text {
					continue
				}
				for _, u := range f.Value.Uses {
					if u.Key == w.Text {
						return true
					}
				}
			}
		}
	}
	return false
}

// reading says the likeliest sequence of events in a sentence, as CORAS reads its diagrams. Steps that only pass on what is there already are
// counted and not told.
func reading(h *assessment.Harm) string {
	if len(h.Paths) == 0 {
		return fmt.Sprintf("Nothing in the description leads to “%s”.", h.Title)
	}
	var told []string
	passed := 0
	for _, s := range h.Paths[0].Steps {
		if s.Secondary {
			passed++
		} else {
			told = append(told, "“"+s.Title+"”")
		}
	}
	by := ""
	switch {
	case passed == 1:
		by = ", by a step that follows by itself,"
	case passed > 1:
		by = fmt.Sprintf(", by %d steps that follow by themselves,", passed)
	}
	return fmt.Sprintf("%s leads%s to “%s”; the likelihood of that is %s.", strings.Join(told, " leads to "), by, h.Title, h.Paths[0].Likelihood)
}

func (b *builder) causes(r *Risk) {
	id := engine.ConsequenceID(r.Harm, "occurs")
	all := knowledge.Causes()
	attack := uint8(0)
	for i, c := range all {
		alone := b.level(id, c)
		without := b.level(id, slices.Concat(all[:i], all[i+1:])...)
		if c == knowledge.Attack {
			attack = alone
		}
		r.Causes = append(r.Causes, Cause{c, b.word(alone), b.word(without)})
	}
	switch {
	case attack == 0:
		r.Relation = SafetyAlone
	case r.ofHealth():
		r.Relation = SecurityWithSafety
	default:
		r.Relation = SecurityWithoutSafety
	}
}

func (b *builder) level(id string, causes ...knowledge.Cause) uint8 {
	key := fmt.Sprint(causes)
	if b.among[key] == nil {
		b.among[key] = b.s.Run.Among(causes...)
	}
	return b.among[key](id)
}

func (b *builder) word(level uint8) string { return b.ix.Base.Scales.Likelihood[level].Name }

// controls lists the controls in place or planned that answer a threat on a listed way without controls, and says of each what its removal
// would do.
func (b *builder) controls(h *assessment.Harm) ([]Control, error) {
	out := []Control{}
	id := engine.ConsequenceID(h.ID, "occurs")
	on := map[string]bool{}
	for i := range b.s.Without.Harms {
		if w := &b.s.Without.Harms[i]; w.ID == h.ID {
			for _, p := range w.Paths {
				for _, s := range p.Steps {
					on[s.Threat] = true
				}
			}
		}
	}
	for i := range b.s.Planned.Controls {
		c := &b.s.Planned.Controls[i]
		if c.State != "present" && c.State != "planned" {
			continue
		}
		changes, err := b.s.Run.WithControl(c.ID, false, []string{id})
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 && !slices.ContainsFunc(c.Blocks, func(t string) bool { return on[t] }) {
			continue
		}
		k := b.ix.Controls[c.Control]
		x := Control{ID: c.ID, Title: k.Title, Layer: string(k.Layer), State: c.State, Evidence: b.evidence(c), Verify: k.Verify.Method + " " + k.Verify.Criterion}
		if len(changes) > 0 {
			x.Removal = changes[0].After
		}
		out = append(out, x)
	}
	return out, nil
}

func (b *builder) evidence(c *engine.Control) []string {
	out := []string{}
	for _, p := range b.m.Controls {
		if p.Control.Text != c.Control {
			continue
		}
		for _, w := range p.On {
			if w.Text == c.Element {
				out = append(out, p.Evidence...)
			}
		}
	}
	return out
}
