package knowledge

import (
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// ParseTemplate reads a template that stands in no knowledge base, and checks it against this one.
func (ix *Index) ParseTemplate(file string, src []byte, ds *diag.List) *Template {
	t := &Template{}
	n := yamltext.Parse(file, src, ds)
	if n == nil {
		return nil
	}
	yamltext.Decode(file, n, t, ds)
	l := &linter{ix: ix, b: ix.Base, ds: ds}
	if t.ID != "" && !idForms["template"].MatchString(t.ID) {
		ds.Add(t.At, diag.EntryID, "small letters, digits and hyphens", "a template cannot have the id %q", t.ID)
	}
	l.template(t)
	for _, text := range append([]string{t.Says}, t.words()...) {
		l.misused(t.At, t.ID, text)
	}
	return t
}

// words are the texts of the sections.
func (t *Template) words() []string {
	var out []string
	for _, s := range t.Sections {
		out = append(append(append(out, s.Says), s.Open...), s.Unrecorded...)
	}
	return out
}

func (l *linter) templates() {
	for i := range l.b.Templates {
		l.template(&l.b.Templates[i])
	}
}

// template checks references, and that every part is known and has what it needs.
func (l *linter) template(t *Template) {
	for _, id := range t.Serves {
		l.clauseRef(t.At, id)
	}
	for _, k := range t.Kinds {
		refer(l, t.At, "kind", k, l.ix.Kinds)
	}
	for _, s := range t.Sections {
		for _, part := range s.Parts {
			l.part(t.ID, s.At, part)
		}
		if s.Says == "" && len(s.Parts)+len(s.Open) == 0 {
			l.ds.Add(s.At, diag.EntryPattern, "", "%s: section %q has nothing in it", t.ID, s.Heading)
		}
	}
}

func (l *linter) part(template string, at diag.Pos, part string) {
	name, argument, _ := strings.Cut(part, " ")
	p, ok := Parts[name]
	switch {
	case !ok:
		l.ds.Add(at, diag.EntryReference, yamltext.Suggest(name, partNames()), "%s: no part %q", template, name)
	case p.Argument == "" && argument != "":
		l.ds.Add(at, diag.EntryPattern, "leave out what follows the word", "%s: the part %q takes no argument", template, name)
	case p.Argument != "" && argument == "" && !strings.HasPrefix(p.Argument, optional):
		l.ds.Add(at, diag.EntryPattern, p.Argument, "%s: the part %q needs an argument", template, name)
	}
}
