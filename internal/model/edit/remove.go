package edit

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// doomed is what goes when an element goes.
type doomed struct {
	f     *Folder
	refs  []reference
	gone  []*yamltext.Place // with everything inside
	ids   map[string]bool   // full ids of elements that are gone, with those inside
	named []string          // of elements that went because they need another one
}

// remove takes an element away, and, if asked, all that names it.
func (r *run) remove() {
	e := r.element(r.op.ID)
	if e == nil || !r.whole() {
		return
	}
	x := &doomed{f: r.f, ids: map[string]bool{}}
	r.f.references(func(ref reference) { x.refs = append(x.refs, ref) })
	x.condemn(e.at)
	if !r.op.All {
		if users := x.users(); len(users) > 0 {
			for _, u := range users {
				r.bad(u.at.Pos(), diag.StillUsed, "remove it there first, or remove all together", "%q is still named in %s", r.op.ID, strings.Join(keysTo(u.at), "."))
			}
			return
		}
	}
	x.spread()
	r.removed = append(r.removed, x.named...)
	r.check(e.at, x.removeAll())
}

// condemn marks an element with all inside. An element of a file that is imported twice has two ids.
func (x *doomed) condemn(p *yamltext.Place) {
	if slices.ContainsFunc(x.gone, p.Is) {
		return
	}
	x.gone = append(x.gone, p)
	x.f.each(func(id string, e *element) {
		for at := e.at; at != nil; at = at.Up() {
			if at.Is(p) {
				x.ids[id] = true
			}
		}
	})
}

// covered tells whether a place goes already.
func (x *doomed) covered(p *yamltext.Place) bool {
	for ; p != nil; p = p.Up() {
		if slices.ContainsFunc(x.gone, p.Is) {
			return true
		}
	}
	return false
}

// users are the references from what stays to what goes.
func (x *doomed) users() []reference {
	var out []reference
	for _, ref := range x.refs {
		if x.ids[ref.id] && !x.covered(ref.at) {
			out = append(out, ref)
		}
	}
	return out
}

// spread condemns all that names what goes, until nothing does: the item of a list, the key, or, where the language needs
// the key or an item in the list, the whole flow, function, control or other entry.
func (x *doomed) spread() {
	for {
		users := x.users()
		if len(users) == 0 {
			return
		}
		for _, u := range users {
			if x.covered(u.at) {
				continue
			}
			x.give(u)
		}
	}
}

func (x *doomed) give(u reference) {
	p := u.at
	list := p.Up()
	if !u.key && list.Kind() == yamltext.List {
		left := slices.ContainsFunc(list.Places(), func(o *yamltext.Place) bool { return !o.Is(p) && !x.covered(o) })
		if left || !required(list) {
			x.gone = append(x.gone, p)
			return
		}
		p = list
	}
	if u.key || !required(p) {
		x.gone = append(x.gone, p)
		return
	}
	holder := p.Up()
	if isElement(holder) {
		x.named = append(x.named, u.space.prefix+localID(holder))
		x.condemn(holder)
		return
	}
	if c := holder.Get("control"); c != nil {
		x.named = append(x.named, c.Scalar())
	}
	x.gone = append(x.gone, holder)
}

// localID is the id of an element without the prefix of its space.
func localID(p *yamltext.Place) string {
	id := p.Key()
	for at := p.Up().Up(); at != nil && at.Up() != nil; at = at.Up().Up() {
		id = at.Key() + "/" + id
	}
	return id
}

// removeAll takes out everything, block by block; blocks that are left empty and may be absent go whole.
func (x *doomed) removeAll() error {
	for {
		grown := false
		for _, p := range x.gone {
			up := p.Up()
			if up.Up() == nil || x.covered(up) || slices.ContainsFunc(up.Places(), func(o *yamltext.Place) bool { return !x.covered(o) }) {
				continue
			}
			if s := shellAll(up); s != nil {
				x.gone = append(x.gone, s)
				grown = true
				break
			}
		}
		if !grown {
			break
		}
	}
	var groups [][]*yamltext.Place
	for _, p := range x.gone {
		if p.Up() != nil && x.covered(p.Up()) {
			continue
		}
		i := slices.IndexFunc(groups, func(g []*yamltext.Place) bool { return g[0].Up().Is(p.Up()) })
		switch {
		case i < 0:
			groups = append(groups, []*yamltext.Place{p})
		case !slices.ContainsFunc(groups[i], p.Is):
			groups[i] = append(groups[i], p)
		}
	}
	for _, g := range groups {
		if err := yamltext.Remove(g...); err != nil {
			return fmt.Errorf("%s: %w", g[0].Pos(), err)
		}
	}
	return nil
}

// shellAll is an emptied block or list if it may be absent, else nil.
func shellAll(p *yamltext.Place) *yamltext.Place {
	if required(p) || isElement(p) || p.Up().Kind() == yamltext.List {
		return nil
	}
	if above, beside := p.Comments(); p.Up().Up() == nil && (len(above) > 0 || beside != "") {
		return nil
	}
	return p
}
