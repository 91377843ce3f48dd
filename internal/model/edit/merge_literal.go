package edit

import (
	"slices"

	"cordon/internal/yamltext"
)

// literal merges blocks and lists by meaning alone, where the versions do not stand on lines of their own.
func (m *merger) literal(b, o, t *yamltext.Place, path []string) yamltext.Literal {
	was, ours, theirs := naming(b, o, t)
	first, second := ours, theirs
	words := o.Kind() == yamltext.List && (allScalars(o) || allScalars(t))
	orders := [3][]string{shared(was, ours, theirs), shared(ours, was, theirs), shared(theirs, was, ours)}
	movedHere := !slices.Equal(orders[0], orders[1]) && b != nil
	movedThere := !slices.Equal(orders[0], orders[2]) && b != nil
	if !was.unique || !ours.unique || !theirs.unique || words && (movedHere && movedThere || b == nil) && !slices.Equal(orders[1], orders[2]) {
		if m.clash(clashOf(Changed, b, o, t, path)) == Theirs {
			return t.Literal()
		}
		return o.Literal()
	}
	if words && movedThere && !movedHere {
		first, second = theirs, ours
	}
	l := yamltext.Literal{Kind: o.Kind()}
	var names []string
	enter := func(i int, name string) {
		v, stays := m.choose(was.at[name], ours.at[name], theirs.at[name], append(slices.Clone(path), name))
		if !stays {
			return
		}
		names = slices.Insert(names, i, name)
		l.Values = slices.Insert(l.Values, i, v)
		if l.Kind == yamltext.Block {
			l.Keys = slices.Insert(l.Keys, i, name)
		}
	}
	for _, in := range first.order {
		enter(len(names), first.name[in])
	}
	at := 0
	for _, in := range second.order {
		name := second.name[in]
		if first.at[name] == nil {
			before := len(names)
			enter(at, name)
			at += len(names) - before
		} else if i := slices.Index(names, name); i >= 0 {
			at = i + 1
		}
	}
	return l
}

// choose merges one entry by meaning. It is false where the entry goes.
func (m *merger) choose(b, o, t *yamltext.Place, path []string) (yamltext.Literal, bool) {
	alike := func(x, y *yamltext.Place) bool {
		return x == nil && y == nil || x != nil && y != nil && x.Literal().Same(y.Literal())
	}
	side := func(p *yamltext.Place) (yamltext.Literal, bool) {
		if p == nil {
			return yamltext.Literal{}, false
		}
		return p.Literal(), true
	}
	switch {
	case alike(o, t), alike(t, b):
		return side(o)
	case alike(o, b):
		return side(t)
	case o == nil || t == nil:
		if m.clash(clashOf(Removed, b, o, t, path)) == Theirs {
			return side(t)
		}
		return side(o)
	case o.Kind() != yamltext.Scalar && o.Kind() == t.Kind() && (b == nil || b.Kind() == o.Kind()):
		return m.literal(b, o, t, path), true
	}
	if m.clash(clashOf(Changed, b, o, t, path)) == Theirs {
		return side(t)
	}
	return side(o)
}
