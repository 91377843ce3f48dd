package edit

import (
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// check remembers a change that could not be made; the file is then a conflict as a whole.
func (m *merger) check(err error) {
	if m.err == nil {
		m.err = err
	}
}

// entry merges one key or item that all versions have; base may be nil where both sides added it.
func (m *merger) entry(b, o, t *yamltext.Place, path []string) {
	if o.Up().Lines() && t.Up().Lines() && (b == nil || b.Up().Lines()) {
		m.lead(b, o, t)
	}
	m.body(b, o, t, path)
}

func (m *merger) lead(b, o, t *yamltext.Place) {
	was := ""
	if b != nil {
		was = b.Lead()
	}
	ours, theirs := o.Lead(), t.Lead()
	switch {
	case theirs == was || theirs == ours:
	case ours == was:
		o.TakeLead(t)
	default:
		o.Remark(fresh(remarks(theirs), remarks(was), remarks(ours)))
	}
}

// tail merges what stands behind the last entry.
func (m *merger) tail(b, o, t *yamltext.Place) {
	if b == nil || !b.Lines() || !o.Lines() || !t.Lines() {
		return
	}
	switch was, ours, theirs := b.Tail(), o.Tail(), t.Tail(); {
	case theirs == was || theirs == ours:
	case ours == was:
		o.TakeTail(t)
	default:
		o.Foot(fresh(remarks(theirs), remarks(was), remarks(ours)))
	}
}

// remark brings comments of theirs whose entry ours no longer has.
func (m *merger) remark(o *yamltext.Place, at int, comments []string) {
	if len(comments) == 0 {
		return
	}
	if !o.Lines() {
		o.Remark(comments)
		return
	}
	for _, in := range o.Places()[at:] {
		if in.Remark(comments) {
			return
		}
	}
	o.Foot(comments)
}

// remarks are the comments in a lead or tail.
func remarks(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// fresh are the comments that are in neither of two other versions.
func fresh(all []string, others ...[]string) []string {
	var out []string
	for _, c := range all {
		if !slices.ContainsFunc(others, func(o []string) bool { return slices.Contains(o, c) }) {
			out = append(out, c)
		}
	}
	return out
}

// untouched tells whether an entry is in two versions the same to the letter, or, where its form differs, in meaning and
// comments.
func untouched(a, b *yamltext.Place) bool {
	if a.Up().Lines() == b.Up().Lines() {
		return a.Body() == b.Body()
	}
	return a.Key() == b.Key() && a.Literal().Same(b.Literal()) && slices.Equal(a.Notes(), b.Notes())
}

func (m *merger) body(b, o, t *yamltext.Place, path []string) {
	switch {
	case b != nil && untouched(t, b), untouched(o, t):
		return
	case b != nil && untouched(o, b):
		m.check(o.TakeBody(t))
		return
	}
	kind := o.Kind()
	switch {
	case kind != t.Kind() || b != nil && kind != b.Kind() || kind == yamltext.Scalar:
		m.value(b, o, t, path)
	case o.Lines() && t.Lines() && (b == nil || b.Lines() || len(b.Places()) == 0) && orderly(b, o, t):
		m.beside(b, o, t)
		m.entries(b, o, t, path)
	default:
		l := m.literal(b, o, t, path)
		m.notes(b, o, t)
		m.check(assign(o, l))
	}
}

// value merges what is no block on both sides.
func (m *merger) value(b, o, t *yamltext.Place, path []string) {
	ours, theirs := o.Literal(), t.Literal()
	switch {
	case ours.Same(theirs), b != nil && theirs.Same(b.Literal()):
		m.notes(b, o, t)
	case b != nil && ours.Same(b.Literal()), m.clash(clashOf(Changed, b, o, t, path)) == Theirs:
		m.notes(b, o, t)
		m.check(o.Set(theirs))
	}
}

// notes brings comments that their side wrote inside an entry, above ours.
func (m *merger) notes(b, o, t *yamltext.Place) {
	var was []string
	if b != nil {
		was = b.Notes()
	}
	o.Remark(fresh(t.Notes(), was, o.Notes()))
}

// beside merges the comments on the line of a key whose value stands below it.
func (m *merger) beside(b, o, t *yamltext.Place) {
	_, theirs := t.Comments()
	_, ours := o.Comments()
	was := ""
	if b != nil {
		_, was = b.Comments()
	}
	if theirs == "" || theirs == was || theirs == ours {
		return
	}
	if ours != was || !o.Beside(theirs) {
		o.Remark([]string{theirs})
	}
}

func clashOf(how Clash, b, o, t *yamltext.Place, path []string) Conflict {
	c := Conflict{Clash: how, Path: path}
	if b != nil {
		c.Base = b.Literal().String()
	}
	if o != nil {
		c.Ours, c.OursLine = o.Literal().String(), o.Pos().Line
	}
	if t != nil {
		c.Theirs, c.TheirsLine = t.Literal().String(), t.Pos().Line
	}
	return c
}

// entries merges blocks, and lists whose items have names, entry by entry.
func (m *merger) entries(b, o, t *yamltext.Place, path []string) {
	m.tail(b, o, t)
	was, ours, theirs := naming(b, o, t)
	at := 0 // behind the entry of ours that the last one of theirs belongs to
	for _, in := range theirs.order {
		name := theirs.name[in]
		here, before := ours.at[name], was.at[name]
		sub := append(slices.Clone(path), name)
		switch {
		case here != nil:
			m.entry(before, here, in, sub)
			at = here.Index() + 1
		case before == nil:
			m.check(o.Weave(at, in))
			at++
		case untouched(in, before):
			if in.Up().Lines() && before.Up().Lines() {
				m.remark(o, at, fresh(remarks(in.Lead()), remarks(before.Lead())))
			}
		case m.clash(clashOf(Removed, before, nil, in, sub)) == Theirs:
			m.check(o.Weave(at, in))
			at++
		}
	}
	var gone []*yamltext.Place
	for _, in := range ours.order {
		name := ours.name[in]
		before := was.at[name]
		if theirs.at[name] != nil || before == nil {
			continue
		}
		sub := append(slices.Clone(path), name)
		if untouched(in, before) || m.clash(clashOf(Removed, before, in, nil, sub)) == Theirs {
			gone = append(gone, in)
		}
	}
	if len(gone) > 0 && len(gone) == len(o.Places()) {
		_, beside := o.Comments()
		o.Remark(fresh(o.Notes(), b.Notes(), []string{beside}))
		m.check(yamltext.Remove(gone...))
		return
	}
	for _, in := range gone {
		m.check(in.Unweave(b.Lines() && o.Lines() && in.Lead() == was.at[ours.name[in]].Lead()))
	}
}
