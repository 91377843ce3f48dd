package knowledge

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// criterion checks that a criterion looks in one way, at something that exists, and counts for clauses that exist.
func (l *linter) criterion(c *Criterion) {
	ways := 0
	for _, there := range []bool{c.Each != nil, c.Fields != nil, c.Test != ""} {
		if there {
			ways++
		}
	}
	if ways != 1 {
		l.ds.Add(c.At, diag.EntryPattern, "", "%s has %d of each, fields and test; one is needed", c.ID, ways)
	}
	l.looks(c.At, c.ID, c.Each, c.Needs)
	if c.Each != nil && len(c.Needs) == 0 {
		l.ds.Add(c.At, diag.EntryPattern, "say in needs what must hold", "%s looks at elements and needs nothing of them", c.ID)
	}
	if c.Fields != nil {
		for _, k := range c.Fields.Kinds {
			refer(l, c.Fields.At, "kind", k, l.ix.Kinds)
		}
		for _, key := range c.Fields.Has {
			if !model.HasKey(c.Fields.Of, key) {
				l.ds.Add(c.Fields.At, diag.EntryPattern, "docs/reference/model.md lists blocks and keys", "%s: %s have no key %q", c.ID, c.Fields.Of, key)
			}
		}
	}
	if c.Test != "" {
		if first := slices.IndexFunc(l.b.Criteria, func(x Criterion) bool { return x.Test == c.Test && x.Status != Withdrawn }); first >= 0 && l.b.Criteria[first].ID < c.ID {
			l.ds.Add(c.At, diag.EntryDuplicate, "add the clauses to that one", "%s tests what %s tests", c.ID, l.b.Criteria[first].ID)
		}
	}
	if len(c.Clauses()) == 0 {
		l.ds.Add(c.At, diag.EntryReference, "name them in shows or supports", "%s counts for no clause", c.ID)
	}
	seen := map[string]bool{}
	for _, id := range c.Clauses() {
		l.clauseRef(c.At, id)
		if seen[id] {
			l.ds.Add(c.At, diag.EntryDuplicate, "leave one out", "%s names clause %s twice", c.ID, id)
		}
		seen[id] = true
	}
	if c.Status == Withdrawn {
		return
	}
	good := slices.ContainsFunc(c.Examples, func(e CriterionExample) bool { return e.Expects == Met || e.Expects == Partly })
	bad := slices.ContainsFunc(c.Examples, func(e CriterionExample) bool { return e.Expects == Open })
	if !good || !bad {
		l.ds.Add(c.At, diag.EntryExample, "add the missing example", "%s needs an example that meets it and one that does not", c.ID)
	}
}

// looks checks a pattern with what it needs of the elements it finds.
func (l *linter) looks(at diag.Pos, id string, each *Pattern, needs []string) {
	if each == nil {
		if len(needs) > 0 {
			l.ds.Add(at, diag.EntryPattern, "say in each what to look at", "%s needs something of nothing", id)
		}
		return
	}
	roles := l.pattern(at, each, nil)
	for _, s := range needs {
		n, err := ParseNeed(s)
		if err != nil {
			l.ds.Add(at, diag.EntryPattern, "", "%s: %s", id, err)
			continue
		}
		role, ok := roles[n.Role]
		if !ok {
			l.ds.Add(at, diag.EntryPattern, "", "%s: %q names a role that is not in `where`", id, s)
			continue
		}
		if n.Control != "" {
			if refer(l, at, "control", n.Control, l.ix.Controls) && !slices.ContainsFunc(l.ix.Controls[n.Control].On, func(on string) bool { return l.ix.Meets(role.Kind, on) }) {
				l.ds.Add(at, diag.EntryPattern, "it is made for "+strings.Join(l.ix.Controls[n.Control].On, ", "), "%q: the control never applies to %q", s, role.Kind)
			}
			continue
		}
		l.guard(role.Kind, yamltext.Entry[[]string]{Key: n.Fact, Value: n.Values, At: at})
	}
}

func (l *linter) clauseRef(at diag.Pos, id string) {
	if _, ok := l.ix.Clauses[id]; ok {
		return
	}
	document, _, _ := strings.Cut(id, "/")
	var near []string
	for full := range l.ix.Clauses {
		if strings.HasPrefix(full, document+"/") {
			near = append(near, full)
		}
	}
	slices.Sort(near)
	l.ds.Add(at, diag.EntryReference, yamltext.Suggest(id, near), "no clause %q", id)
}

func (l *linter) crosswalks() {
	for i := range l.b.Crosswalks {
		c := &l.b.Crosswalks[i]
		seen := map[[2]string]bool{}
		for _, w := range c.Links {
			l.clauseRef(w.At, w.From)
			l.clauseRef(w.At, w.To)
			key := [2]string{min(w.From, w.To), max(w.From, w.To)}
			switch {
			case w.From == w.To:
				l.ds.Add(w.At, diag.EntryReference, "", "%s relates a clause to itself", c.ID)
			case seen[key]:
				l.ds.Add(w.At, diag.EntryDuplicate, "leave one out", "%s relates %s and %s twice", c.ID, w.From, w.To)
			}
			seen[key] = true
		}
	}
}

func (l *linter) duties() {
	for i := range l.b.Duties {
		d := &l.b.Duties[i]
		for _, n := range d.Names {
			if !slices.ContainsFunc(l.b.Documents, func(x Document) bool { return x.Document == n.Document }) {
				l.ds.Add(n.At, diag.EntryReference, "name the document without its edition", "no document %q", n.Document)
			}
		}
	}
}

func (l *linter) questionnaires() {
	for i := range l.b.Questionnaires {
		q := &l.b.Questionnaires[i]
		d := l.ix.Documents[q.Document]
		refer(l, q.At, "document", q.Document, l.ix.Documents)
		seen := map[string]bool{}
		for j := range q.Items {
			it := &q.Items[j]
			if seen[it.ID] {
				l.ds.Add(it.At, diag.DuplicateID, "", "item %s stands twice", it.ID)
			}
			seen[it.ID] = true
			if d != nil && !slices.ContainsFunc(d.Clauses, func(c Clause) bool { return c.ID == it.Clause }) {
				l.ds.Add(it.At, diag.EntryReference, "", "item %s: %s has no clause %q", it.ID, d.ID, it.Clause)
			}
			l.looks(it.At, it.ID, it.Each, it.Needs)
			if it.Value != "" && !slices.Contains(ItemValues, it.Value) {
				l.ds.Add(it.At, diag.EntryReference, yamltext.Suggest(it.Value, ItemValues), "item %s: no value %q", it.ID, it.Value)
			}
			if it.Value != "" && (it.Text != Yes || it.Each != nil) {
				l.ds.Add(it.At, diag.EntryPattern, "text: yes, and no pattern", "item %s is answered by a value and is no text", it.ID)
			}
		}
	}
}
