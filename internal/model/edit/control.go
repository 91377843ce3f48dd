package edit

import (
	"slices"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// place puts a control on elements in a state. The entry that has it on some of them and no others takes the new state and
// keeps what else it says; other entries of the control no longer name them.
func (r *run) place() {
	op := r.op
	if op.Control == "" || len(op.On) == 0 || op.State == "" {
		r.bad(diag.Pos{File: op.File}, diag.OperationForm, "", "a control needs its id, elements and a state")
		return
	}
	sp := r.f.all()[0]
	l := yamltext.Literal{
		Kind: yamltext.Block, Keys: []string{"control", "on", "state"},
		Values: []yamltext.Literal{word(op.Control), words(op.On...), word(op.State)},
	}
	if len(op.Value) > 0 {
		more, err := literal(op.Value)
		if err != nil || more.Kind != yamltext.Block {
			r.bad(diag.Pos{File: op.File}, diag.OperationForm, "it may have coverage, evidence and note", "place %s: the value is no block that can be read", op.Control)
			return
		}
		l.Keys, l.Values = append(l.Keys, more.Keys...), append(l.Values, more.Values...)
	}
	list := yamltext.Literal{Kind: yamltext.List, Values: []yamltext.Literal{l}}
	if !r.fitting(list, sp, []string{"controls"}, diag.Pos{File: op.File}) {
		return
	}
	entries := r.placed(op.Control)
	i := slices.IndexFunc(entries, func(c *yamltext.Place) bool { return within(c, op.On) })
	if i < 0 && len(op.Value) == 0 {
		i = slices.IndexFunc(entries, func(c *yamltext.Place) bool {
			is := c.Get("state")
			return is != nil && is.Scalar() == op.State && len(c.Places()) == 3
		})
	}
	if i < 0 {
		if r.lift(entries, op.On) {
			r.enterControl(sp, entries, l)
		}
		return
	}
	if r.lift(slices.Delete(slices.Clone(entries), i, i+1), op.On) {
		r.extend(entries[i], l)
	}
}

// within tells whether a control is placed on no other elements than some.
func within(control *yamltext.Place, on []string) bool {
	return !slices.ContainsFunc(control.Get("on").Places(), func(p *yamltext.Place) bool { return !slices.Contains(on, p.Scalar()) })
}

// extend says of an entry what is said of a placement, and keeps what else it says.
func (r *run) extend(entry *yamltext.Place, l yamltext.Literal) {
	for k, key := range l.Keys {
		at := entry.Get(key)
		switch {
		case at == nil:
			r.check(entry, entry.Insert(entry.Position(key), key, l.Values[k]))
		case key == "on":
			have := at.Places()
			n := len(have)
			for _, v := range l.Values[k].Values {
				if itemOf(have, v.Text) < 0 {
					r.check(at, at.Insert(n, "", v))
					n++
				}
			}
		default:
			r.check(at, assign(at, l.Values[k]))
		}
	}
}

// placed finds the entries of a control.
func (r *run) placed(control string) []*yamltext.Place {
	var out []*yamltext.Place
	for _, name := range r.f.all()[0].files {
		d := r.f.draft(name)
		if d == nil || d.Root().Get("controls") == nil {
			continue
		}
		for _, c := range d.Root().Get("controls").Places() {
			if id, on := c.Get("control"), c.Get("on"); id != nil && on != nil && id.Scalar() == control && len(on.Places()) > 0 {
				out = append(out, c)
			}
		}
	}
	return out
}

// enterControl writes a new entry behind the others of its control, else at the end of the first list there is.
func (r *run) enterControl(sp space, entries []*yamltext.Place, l yamltext.Literal) {
	if n := len(entries); n > 0 {
		list := entries[n-1].Up()
		r.check(list, list.Insert(entries[n-1].Index()+1, "", l))
		return
	}
	name := r.fileFor(sp, "controls")
	if name == "" {
		return
	}
	d := r.f.draft(name)
	if d == nil {
		r.bad(diag.Pos{File: name}, diag.NoSuchElement, "", "%s is no file of the description", name)
		return
	}
	list := d.Root().Get("controls")
	if list == nil {
		r.check(d.Root(), d.Root().Insert(d.Root().Position("controls"), "controls", yamltext.Literal{Kind: yamltext.List, Values: []yamltext.Literal{l}}))
		return
	}
	r.check(list, list.Insert(len(list.Places()), "", l))
}

// lift takes elements out of entries, and the entry where none is left.
func (r *run) lift(entries []*yamltext.Place, on []string) bool {
	var groups [][]*yamltext.Place // by what they are taken out of
	for _, c := range entries {
		var out []*yamltext.Place
		items := c.Get("on").Places()
		for _, i := range items {
			if slices.Contains(on, i.Scalar()) {
				out = append(out, i)
			}
		}
		switch {
		case len(out) < len(items):
			if len(out) > 0 {
				groups = append(groups, out)
			}
		case len(groups) > 0 && groups[0][0].Up().Is(c.Up()):
			groups[0] = append(groups[0], c)
		default:
			groups = slices.Insert(groups, 0, []*yamltext.Place{c})
		}
	}
	for _, g := range groups {
		if list := g[0].Up(); len(g) == len(list.Places()) {
			g = []*yamltext.Place{shell(g[0])}
			if len(list.Places()) > 1 {
				g[0] = list
			}
		}
		r.check(g[0], yamltext.Remove(g...))
	}
	return r.ok
}

// release takes a control off elements; off all where none are named.
func (r *run) release() {
	entries := r.placed(r.op.Control)
	on := r.op.On
	if len(on) == 0 {
		for _, c := range entries {
			for _, i := range c.Get("on").Places() {
				on = append(on, i.Scalar())
			}
		}
	}
	for _, id := range on {
		if !slices.ContainsFunc(entries, func(c *yamltext.Place) bool { return itemOf(c.Get("on").Places(), id) >= 0 }) {
			r.bad(diag.Pos{File: r.op.File}, diag.NoSuchElement, "", "the control %s is not placed on %q", r.op.Control, id)
		}
	}
	if len(entries) == 0 && r.ok {
		r.bad(diag.Pos{File: r.op.File}, diag.NoSuchElement, "", "the control %s is not placed on anything", r.op.Control)
	}
	if r.ok {
		r.lift(entries, on)
	}
}
