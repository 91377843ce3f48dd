package site

import (
	"context"
	"strings"

	"cordon/internal/knowledge"
)

// Pages gives what the pages of entries say, for whoever shows them in a frame of their own. It may be used from several goroutines.
type Pages struct{ s *site }

// Span is a piece of text that may lead to an entry (Type and ID; clauses have the type "clause" and their full id) or out of the base (URL).
type Span struct {
	Text string
	Type knowledge.Type
	ID   string
	URL  string
}

// Section is a headed part of an entry: text, a list of lines, or a picture (SVG).
type Section struct {
	Code    string // names what Heading says; empty where the heading is content of the base
	Heading string
	Text    string
	Items   [][]Span
	Picture string
}

// NamedBy is the code of the sections that list what refers to an entry, one for each type.
const NamedBy = "named-by"

// Clause is the type by which clauses go beside their documents.
const Clause knowledge.Type = "clause"

// Open prepares the pages of a base.
func Open(ix *knowledge.Index) *Pages { return &Pages{newSite(ix)} }

// Title is a title as it is read: without the braces around roles.
func Title(title string) string { return plain(title) }

// Entry gives the parts of the page of an entry.
func (p *Pages) Entry(ctx context.Context, e knowledge.Listed) []Section {
	page := p.s.page(ctx, e)
	out := make([]Section, len(page.Sections))
	for i, s := range page.Sections {
		out[i] = Section{s.Code, s.Heading, s.Text, spans(s.Items), string(s.Picture)}
	}
	return out
}

// ClauseOf gives the parts of a page for one clause.
func (p *Pages) ClauseOf(c knowledge.ClauseIn) []Section {
	page := &entryPage{}
	page.text("What it asks for", c.Clause.Says)
	page.list("How it binds", p.s.clause(c.Document, c.Clause)...)
	page.list("Stands in", item{p.s.toOf("document", c.Document.ID)})
	var out []Section
	for _, s := range page.Sections {
		out = append(out, Section{s.Code, s.Heading, s.Text, spans(s.Items), ""})
	}
	return out
}

func spans(items []item) [][]Span {
	var out [][]Span
	for _, i := range items {
		var line []Span
		for _, s := range i {
			line = append(line, s.open())
		}
		out = append(out, line)
	}
	return out
}

// open says where a piece of text leads, in words instead of an address of the site.
func (s span) open() Span {
	to, within := strings.CutPrefix(s.Href, "../")
	switch {
	case s.Href == "":
		return Span{Text: s.Text}
	case !within:
		return Span{Text: s.Text, URL: s.Href}
	case strings.Contains(to, "#"):
		return Span{Text: s.Text, Type: Clause, ID: s.Code}
	}
	typ, file, _ := strings.Cut(to, "/")
	return Span{Text: s.Text, Type: knowledge.Type(typ), ID: strings.TrimSuffix(file, ".html")}
}
