package site

import (
	"context"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/report"
)

// toClause is a link to a clause on the page of its document, or plain text where there is none of that id.
func (s *site) toClause(id string) span {
	c, ok := s.ix.Clauses[id]
	if !ok {
		return span{Text: id}
	}
	return span{Text: c.Clause.Title, Href: "../document/" + c.Document.ID + ".html#" + anchor(c.Clause.ID), Code: id}
}

// anchor makes an id of a page from the place of a clause, each place its own.
func anchor(place string) string {
	return "c-" + strings.NewReplacer("#", "_", "/", "_", "+", "_", "(", "_", ")", "_").Replace(place)
}

func (s *site) toClauses(ids []string) []item {
	var out []item
	for _, id := range ids {
		out = append(out, item{s.toClause(id)})
	}
	return out
}

// toOf is a link to an entry of a type, where other types may have the same id.
func (s *site) toOf(t knowledge.Type, id string) span {
	for _, e := range s.all {
		if e.Type == t && e.ID == id {
			return span{Text: plain(e.Title), Href: "../" + fileOf(e), Code: id}
		}
	}
	return span{Text: id}
}

func (s *site) criterion(ctx context.Context, p *entryPage, c *knowledge.Criterion) {
	scope := c.Scope
	if scope == "" {
		scope = knowledge.OfProduct
	}
	p.list("Looks at", item{said("%s", scope)})
	if c.Each != nil {
		s.picture(ctx, p, report.Pattern(c.ID, plain(c.Title), c.Each, nil, nil, nil, nil))
		s.roles(p, c.Each)
	}
	s.needs(p, c.Needs)
	if c.Fields != nil {
		p.list("Each of "+c.Fields.Of+" says", item{said("%s", strings.Join(c.Fields.Has, ", "))})
		p.list("Only those of a kind", s.toAll(c.Fields.Kinds)...)
	}
	if c.Test != "" {
		p.list("Test of the whole assessment", item{said("%s", words(c.Test))})
	}
	p.text("What to do where it does not hold", c.Hint)
	p.list("Shows that these clauses are met", s.toClauses(c.Shows)...)
	p.list("Shows a part of these clauses", s.toClauses(c.Supports)...)
	s.sources(p, c.Sources)
}

// needs lists alternatives, with links to controls and facts.
func (s *site) needs(p *entryPage, needs []string) {
	var items []item
	for _, text := range needs {
		n, err := knowledge.ParseNeed(text)
		switch {
		case err != nil:
			items = append(items, item{said("%s", text)})
		case n.Control != "":
			items = append(items, item{s.to(n.Control), said(" at %s", n.Role)})
		default:
			items = append(items, item{said("%s: ", n.Role), s.to(n.Fact), said(" is %s", strings.Join(n.Values, " or "))})
		}
	}
	p.list("One of these is enough", items...)
}

func (s *site) crosswalk(p *entryPage, c *knowledge.Crosswalk) {
	p.text("What it relates", c.Says)
	var items []item
	for _, w := range c.Links {
		items = append(items, item{s.toClause(w.From), said(" %s ", map[knowledge.Relates]string{
			"equal": "is equal to", "part-of": "is part of", "overlaps": "overlaps with", "related": "is related to",
		}[w.Relation]), s.toClause(w.To), said(": %s", w.Because)})
	}
	p.list("Links", items...)
	s.sources(p, c.Sources)
}

func (s *site) term(p *entryPage, t *knowledge.GlossaryTerm) {
	p.text("Meaning here", t.Means)
	p.text("Why this meaning", t.Because)
	if len(t.Also) > 0 {
		p.list("Also called", item{said("%s", strings.Join(t.Also, ", "))})
	}
	var items []item
	for _, r := range t.Readings {
		items = append(items, item{said("%s: %s (certainty: %s)", strings.TrimSuffix(r.Source+", "+r.Part, ", "), r.Means, r.Certainty)})
	}
	p.list("What sources mean by it", items...)
	p.text("How they differ", t.Differ)
	items = nil
	for _, m := range t.Misuses {
		items = append(items, item{said("“%s”: %s", m.Phrase, m.Instead)})
	}
	p.list("Used against its meaning", items...)
	items = nil
	for _, id := range t.See {
		items = append(items, item{s.toOf("term", id)})
	}
	p.list("Related terms", items...)
	s.sources(p, t.Sources)
}

func (s *site) duty(p *entryPage, d *knowledge.Duty) {
	p.text("Who this is", d.Says)
	var items []item
	for _, n := range d.Names {
		items = append(items, item{said("%s, %s: %s. %s", n.Document, n.Part, n.Called, n.When)})
	}
	p.list("What documents call it", items...)
	p.text("Beware", d.Beware)
	s.sources(p, d.Sources)
}

func (s *site) questionnaire(p *entryPage, q *knowledge.Questionnaire) {
	p.text("Who asks whom", q.Says)
	p.list("Belongs to", item{s.to(q.Document)})
	for i := range q.Items {
		it := &q.Items[i]
		how := "asked"
		switch {
		case it.Value != "":
			how = "filled in: " + words(it.Value)
		case it.Each != nil && len(it.Needs) > 0:
			how = "derived: " + strings.Join(it.Needs, ", or ")
		case it.Each != nil:
			var kinds []string
			for _, r := range it.Each.Where {
				kinds = append(kinds, r.Key+" of kind "+r.Value.Kind)
			}
			how = "derived: yes where there is " + strings.Join(kinds, ", ")
		}
		p.Sections = append(p.Sections, section{Heading: it.ID, Text: it.Asks, Items: []item{{said("%s", how)}}})
	}
	s.sources(p, q.Sources)
}

func (s *site) template(p *entryPage, t *knowledge.Template) {
	p.text("What it is for", t.Says)
	p.list("By whom, for whom", item{said("by %s; for %s", words(t.From...), words(t.To...))})
	p.list("Only where there is", s.toAll(t.Kinds)...)
	for _, x := range t.Sections {
		var items []item
		for _, part := range x.Parts {
			name, _, _ := strings.Cut(part, " ")
			items = append(items, item{said("%s: %s", part, knowledge.Parts[name].Says)})
		}
		for _, o := range x.Open {
			items = append(items, item{said("to be added: %s", o)})
		}
		p.Sections = append(p.Sections, section{Heading: x.Heading, Text: x.Says, Items: items})
	}
	p.list("Serves", s.toClauses(t.Serves)...)
	s.sources(p, t.Sources)
}
