package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Check compares a model with the knowledge base: kinds, facts, trust attributes and controls must exist and apply.
func (ix *Index) Check(m *model.Model, ds *diag.List) {
	c := checker{ix: ix, ds: ds, kinds: map[string]string{}}
	m.Each(c.element)
	for i := range m.Controls {
		c.control(&m.Controls[i])
	}
	for i := range m.Answers {
		c.answer(&m.Answers[i])
	}
	c.prose(m)
}

// prose warns of words of the glossary that the author's texts use against their meaning: they stand in documents for others.
func (c *checker) prose(m *model.Model) {
	l := &linter{ix: c.ix, ds: c.ds}
	l.misused(m.System.At, m.System.ID.Text, m.System.IntendedPurpose)
	for _, e := range m.Harms {
		l.misused(e.At, e.ID, e.Value.Situation)
	}
	for _, e := range m.Assumptions {
		l.misused(e.At, e.ID, e.Value.Says+". "+e.Value.IfNot)
	}
	for _, e := range m.Responsibilities {
		l.misused(e.At, e.ID, e.Value.Says)
	}
	for _, e := range m.OpenFacts {
		l.misused(e.At, e.ID, e.Value.Says)
	}
}

type checker struct {
	ix    *Index
	ds    *diag.List
	kinds map[string]string // kind of each element that has a valid one
}

func (c *checker) element(block model.Block, id string, e model.Common) {
	kind := e.Kind.Text
	if kind == "" {
		return // the missing kind is already reported
	}
	k := c.ix.Kinds[kind]
	switch {
	case k == nil:
		c.ds.Add(e.Kind.At, diag.UnknownKind, yamltext.Suggest(kind, c.kindsIn(block)), "unknown kind %q", kind)
		return
	case c.ix.BlockOf(kind) != string(block):
		c.ds.Add(e.Kind.At, diag.KindInBlock, "here belong, for instance: "+strings.Join(first(c.kindsIn(block), 6), ", "), "kind %q does not belong in %s", kind, block)
		return
	case k.Abstract == Yes:
		c.ds.Add(e.Kind.At, diag.AbstractKind, "choose one of: "+strings.Join(first(c.below(kind), 12), ", "), "kind %q is too general for an element", kind)
		return
	case k.Status == Withdrawn:
		c.ds.Add(e.Kind.At, diag.WithdrawnEntry, "use "+k.ReplacedBy, "kind %q is withdrawn", kind)
	}
	c.kinds[id] = kind
	for _, f := range e.Facts {
		c.fact(kind, f)
	}
	for _, t := range e.Trust {
		c.trust(kind, t.Key, t.At)
	}
}

func (c *checker) fact(kind string, f yamltext.Entry[yamltext.Word]) {
	fact := c.ix.Facts[f.Key]
	switch {
	case fact == nil:
		var allowed []string
		for i := range c.ix.Base.Facts {
			if b := &c.ix.Base.Facts[i]; c.ix.IsAny(kind, b.On) {
				allowed = append(allowed, b.ID)
			}
		}
		c.ds.Add(f.At, diag.UnknownFact, yamltext.Suggest(f.Key, allowed), "unknown fact %q", f.Key)
	case !c.ix.IsAny(kind, fact.On):
		c.ds.Add(f.At, diag.FactNotHere, "it applies to "+strings.Join(fact.On, ", "), "fact %q does not apply to kind %q", f.Key, kind)
	case f.Value.Text != "" && f.Value.Text != "unknown" && !slices.Contains(fact.Words(), f.Value.Text):
		allowed := append(slices.Clone(fact.Words()), "unknown")
		c.ds.Add(f.Value.At, diag.FactValue, yamltext.Suggest(f.Value.Text, allowed), "fact %q cannot be %q", f.Key, f.Value.Text)
	}
}

func (c *checker) trust(kind, attribute string, at diag.Pos) {
	t := c.ix.Trust[attribute]
	switch {
	case t == nil:
		var allowed []string
		for i := range c.ix.Base.Trust {
			if b := &c.ix.Base.Trust[i]; c.ix.IsAny(kind, b.On) {
				allowed = append(allowed, b.ID)
			}
		}
		c.ds.Add(at, diag.UnknownTrust, yamltext.Suggest(attribute, allowed), "unknown trust attribute %q", attribute)
	case !c.ix.IsAny(kind, t.On):
		c.ds.Add(at, diag.TrustNotHere, "it applies to "+strings.Join(t.On, ", "), "trust attribute %q does not apply to kind %q", attribute, kind)
	}
}

func (c *checker) control(p *model.Control) {
	if p.Control.Text == "" {
		return
	}
	ctl := c.ix.Controls[p.Control.Text]
	if ctl == nil {
		// A number that is alike says nothing.
		c.ds.Add(p.Control.At, diag.UnknownControl, "`cordon content list --type control` shows all", "unknown control %q", p.Control.Text)
		return
	}
	if ctl.Status == Withdrawn {
		c.ds.Add(p.Control.At, diag.WithdrawnEntry, "use "+ctl.ReplacedBy, "control %s is withdrawn", ctl.ID)
	}
	for _, w := range p.On {
		if kind, ok := c.kinds[w.Text]; ok && !c.ix.IsAny(kind, ctl.On) {
			c.ds.Add(w.At, diag.ControlNotHere, "it is made for "+strings.Join(ctl.On, ", "), "%s (%s) cannot be placed on %q, which is of kind %q", ctl.ID, ctl.Title, w.Text, kind)
		}
	}
}

func (c *checker) kindsIn(block model.Block) []string {
	var out []string
	for i := range c.ix.Base.Kinds {
		if k := &c.ix.Base.Kinds[i]; k.Abstract != Yes && k.Status != Withdrawn && c.ix.BlockOf(k.ID) == string(block) {
			out = append(out, k.ID)
		}
	}
	return out
}

func (c *checker) below(kind string) []string {
	var out []string
	for i := range c.ix.Base.Kinds {
		if k := &c.ix.Base.Kinds[i]; k.Abstract != Yes && k.Status != Withdrawn && c.ix.Is(k.ID, kind) {
			out = append(out, k.ID)
		}
	}
	return out
}

func first(s []string, n int) []string {
	if len(s) <= n {
		return s
	}
	return append(slices.Clone(s[:n]), fmt.Sprintf("and %d more", len(s)-n))
}

// answer checks that an answer belongs to an item of a questionnaire, and is one that the item allows.
func (c *checker) answer(a *model.Answer) {
	q := c.ix.Questionnaires[a.To.Text]
	if q == nil {
		if a.To.Text != "" {
			c.ds.Add(a.To.At, diag.UnknownItem, yamltext.Suggest(a.To.Text, slices.Sorted(maps.Keys(c.ix.Questionnaires))), "no questionnaire %q", a.To.Text)
		}
		return
	}
	at := slices.IndexFunc(q.Items, func(it Item) bool { return it.ID == a.Item.Text })
	if at < 0 {
		var items []string
		for _, it := range q.Items {
			items = append(items, it.ID)
		}
		c.ds.Add(a.Item.At, diag.UnknownItem, yamltext.Suggest(a.Item.Text, items), "%s has no item %q", q.ID, a.Item.Text)
		return
	}
	words := Reply("").Words()
	switch {
	case q.Items[at].Text != Yes && !slices.Contains(words, a.Is):
		c.ds.Add(a.At, diag.AnswerValue, yamltext.Suggest(a.Is, words), "item %s cannot be answered by %q", a.Item.Text, a.Is)
	case a.Is == string(ReplySeeNote) && a.Note == "":
		c.ds.Add(a.At, diag.AnswerValue, "write the note", "item %s says see-note and has no note", a.Item.Text)
	}
}
