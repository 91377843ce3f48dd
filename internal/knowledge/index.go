package knowledge

import "slices"

// Index answers questions about names and hierarchies of a base.
type Index struct {
	Base           *Base
	Kinds          map[string]*Kind
	Relations      map[string]*Relation
	Facts          map[string]*Fact
	Trust          map[string]*TrustAttribute
	Consequences   map[string]*Consequence
	Threats        map[string]*Threat
	Controls       map[string]*Control
	Strategies     map[string]*Strategy
	Rules          map[string]*ConstructionRule
	Checks         map[string]*ModelCheck
	Weaknesses     map[string]*Weakness
	Properties     map[string]*Property
	Documents      map[string]*Document
	Criteria       map[string]*Criterion
	Crosswalks     map[string]*Crosswalk
	Terms          map[string]*GlossaryTerm
	Duties         map[string]*Duty
	Questionnaires map[string]*Questionnaire
	Templates      map[string]*Template
	Indicators     map[string]*Indicator
	Clocks         map[string]*ReportingClock
	Clauses        map[string]ClauseIn // by full id
	up             map[string][]string // a kind and everything above it, nearest first
}

// NewIndex builds the index of a base.
func NewIndex(b *Base) *Index {
	ix := &Index{
		Base:           b,
		Kinds:          index(b.Kinds, func(k *Kind) string { return k.ID }),
		Relations:      index(b.Relations, func(r *Relation) string { return r.ID }),
		Facts:          index(b.Facts, func(f *Fact) string { return f.ID }),
		Trust:          index(b.Trust, func(t *TrustAttribute) string { return t.ID }),
		Threats:        index(b.Threats, func(t *Threat) string { return t.ID }),
		Controls:       index(b.Controls, func(c *Control) string { return c.ID }),
		Strategies:     index(b.Strategies, func(s *Strategy) string { return s.ID }),
		Consequences:   index(b.Consequences, func(c *Consequence) string { return c.ID }),
		Rules:          index(b.Rules, func(r *ConstructionRule) string { return r.ID }),
		Checks:         index(b.Checks, func(c *ModelCheck) string { return c.ID }),
		Weaknesses:     index(b.Weaknesses, func(w *Weakness) string { return w.ID }),
		Properties:     index(b.Properties, func(p *Property) string { return p.ID }),
		Documents:      index(b.Documents, func(d *Document) string { return d.ID }),
		Criteria:       index(b.Criteria, func(c *Criterion) string { return c.ID }),
		Crosswalks:     index(b.Crosswalks, func(c *Crosswalk) string { return c.ID }),
		Terms:          index(b.Terms, func(t *GlossaryTerm) string { return t.ID }),
		Duties:         index(b.Duties, func(d *Duty) string { return d.ID }),
		Questionnaires: index(b.Questionnaires, func(q *Questionnaire) string { return q.ID }),
		Templates:      index(b.Templates, func(t *Template) string { return t.ID }),
		Indicators:     index(b.Indicators, func(i *Indicator) string { return i.ID }),
		Clocks:         index(b.Clocks, func(c *ReportingClock) string { return c.ID }),
		Clauses:        map[string]ClauseIn{},
		up:             map[string][]string{},
	}
	for id := range ix.Kinds {
		ix.up[id] = ix.above(id)
	}
	for i := range b.Documents {
		d := &b.Documents[i]
		for j := range d.Clauses {
			ix.Clauses[d.Full(&d.Clauses[j])] = ClauseIn{d, &d.Clauses[j]}
		}
	}
	return ix
}

func index[T any](s []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(s))
	for i := range s {
		m[id(&s[i])] = &s[i]
	}
	return m
}

func (ix *Index) above(kind string) []string {
	up := []string{kind}
	for i := 0; i < len(up); i++ {
		k := ix.Kinds[up[i]]
		if k == nil {
			continue
		}
		for _, p := range k.Is {
			if !slices.Contains(up, p) {
				up = append(up, p)
			}
		}
	}
	return up
}

// Is tells whether a kind is another kind or below it.
func (ix *Index) Is(kind, super string) bool { return slices.Contains(ix.up[kind], super) }

// IsAny tells whether a kind is one of some kinds or below one.
func (ix *Index) IsAny(kind string, supers []string) bool {
	return slices.ContainsFunc(supers, func(s string) bool { return ix.Is(kind, s) })
}

// Meets tells whether an element could be of both kinds: one is the other or below it, or some kind is below both.
func (ix *Index) Meets(a, b string) bool {
	if ix.Is(a, b) || ix.Is(b, a) {
		return true
	}
	for id := range ix.Kinds {
		if ix.Is(id, a) && ix.Is(id, b) {
			return true
		}
	}
	return false
}

// BlockOf is the block of the model language in which elements of a kind stand; empty for inferred kinds.
func (ix *Index) BlockOf(kind string) string {
	for _, k := range ix.up[kind] {
		if e := ix.Kinds[k]; e != nil && e.Block != "" {
			return e.Block
		}
	}
	return ""
}
