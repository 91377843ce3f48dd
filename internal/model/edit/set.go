package edit

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// target is what a path leads to: the deepest place that is there, and the keys that are missing below it.
type target struct {
	at    *yamltext.Place
	rest  []string
	path  []string // from the top of the file
	space space
}

// target follows the path of the operation.
func (r *run) target() *target {
	op := r.op
	if op.ID != "" {
		e := r.element(op.ID)
		if e == nil {
			return nil
		}
		if len(op.Path) == 0 {
			r.bad(e.at.Pos(), diag.OperationForm, "name the key: the path begins in the element", "%s needs a path", op.Do)
			return nil
		}
		return r.there(r.down(e.at, e.space, op.Path))
	}
	if len(op.Path) == 0 {
		r.bad(diag.Pos{File: op.File}, diag.OperationForm, "name the keys from the top of the file", "%s needs a path", op.Do)
		return nil
	}
	if op.File != "" {
		sp, known := r.f.spaceOf(op.File)
		d := r.f.draft(op.File)
		switch {
		case d == nil && r.f.files[op.File] != nil:
			r.ok = false
			r.ds.Append(r.f.wrong[op.File])
			return nil
		case d == nil || !known:
			r.bad(diag.Pos{File: op.File}, diag.NoSuchElement, "", "%s is no file of the description", op.File)
			return nil
		}
		return r.there(r.down(d.Root(), sp, op.Path))
	}
	return r.there(r.search())
}

// search finds the file of the folder in which the path leads furthest.
func (r *run) search() *target {
	var best *target
	sp := r.f.all()[0]
	for _, name := range sp.files {
		if d := r.f.draft(name); d != nil {
			if t := r.down(d.Root(), sp, r.op.Path); t != nil && (best == nil || len(t.rest) < len(best.rest)) {
				best = t
			}
		}
	}
	if best == nil {
		r.ok = false
		if broken := r.f.broken(); len(broken) > 0 {
			r.ds.Append(broken)
		} else {
			r.bad(diag.Pos{}, diag.NoSuchElement, "", "there is no description to change")
		}
	}
	return best
}

// there reports a path into an element that is not there: elements are made with add.
func (r *run) there(t *target) *target {
	if t == nil {
		return nil
	}
	shape, f := fileShape, yamltext.Field{}
	id := t.space.prefix
	for i, key := range t.path {
		value, isMap := yamltext.MapValue(shape)
		holds := isMap && slices.ContainsFunc(elementShapes, func(s reflect.Type) bool { return s == value })
		if holds {
			id += key
		}
		if holds && i >= len(t.path)-len(t.rest) {
			r.unknown(id)
			return nil
		}
		if holds {
			id += "/"
		}
		if shape, f = below(shape, f, key); shape == nil {
			break
		}
	}
	return t
}

func (r *run) down(at *yamltext.Place, sp space, path []string) *target {
	t := &target{at: at, rest: path, path: append(keysTo(at), path...), space: sp}
	for len(t.rest) > 0 {
		next := step(t.at, t.rest[0])
		if next == nil {
			break
		}
		t.at, t.rest = next, t.rest[1:]
	}
	return t
}

// step follows a key, or a position in a list.
func step(p *yamltext.Place, key string) *yamltext.Place {
	if p.Kind() != yamltext.List {
		return p.Get(key)
	}
	i, err := strconv.Atoi(key)
	if all := p.Places(); err == nil && i >= 0 && i < len(all) {
		return all[i]
	}
	return nil
}

// keysTo are the keys from the top of a file to a place; positions in lists.
func keysTo(p *yamltext.Place) []string {
	var out []string
	for ; p.Up() != nil; p = p.Up() {
		key := p.Key()
		if p.Up().Kind() == yamltext.List {
			key = strconv.Itoa(slices.IndexFunc(p.Up().Places(), p.Is))
		}
		out = append(out, key)
	}
	slices.Reverse(out)
	return out
}

func (f *Folder) spaceOf(file string) (space, bool) {
	for _, sp := range f.all() {
		if slices.Contains(sp.files, file) {
			return sp, true
		}
	}
	return space{}, false
}

// given reads the value of the operation and checks it against the language and the ids there are.
func (r *run) given(sp space, path []string, at diag.Pos) (yamltext.Literal, bool) {
	l, err := literal(r.op.Value)
	if err != nil {
		r.bad(at, diag.OperationForm, "", "%s %s: %s", r.op.Do, strings.Join(path, "."), err)
		return l, false
	}
	return l, r.fitting(l, sp, path, at)
}

func (r *run) fitting(l yamltext.Literal, sp space, path []string, at diag.Pos) bool {
	n := r.ds.Len()
	l.Check(fileShape, path, at, r.ds)
	ok := r.ds.Len() == n
	r.ok = r.ok && ok
	return r.known(l, sp, path, at) && ok
}

func (r *run) set() {
	t := r.target()
	if t == nil {
		return
	}
	if l, ok := r.given(t.space, t.path, t.at.Pos()); ok && r.ok {
		r.assign(t, l)
	}
}

func (r *run) assign(t *target, l yamltext.Literal) {
	if len(t.rest) == 0 {
		r.check(t.at, assign(t.at, l))
		return
	}
	if t.at.Kind() != yamltext.Block {
		if t.at.Kind() == yamltext.List {
			r.bad(t.at.Pos(), diag.NoSuchElement, "", "the list %s has no item %s", strings.Join(keysTo(t.at), "."), t.rest[0])
			return
		}
		r.check(t.at, t.at.Set(nested(t.rest, l)))
		return
	}
	r.check(t.at, t.at.Insert(t.at.Position(t.rest[0]), t.rest[0], nested(t.rest[1:], l)))
}

// assign gives a place a value, and changes only what is different.
func assign(p *yamltext.Place, l yamltext.Literal) error {
	now := p.Literal()
	if now.Same(l) && (l.Kind != yamltext.Block || slices.Equal(now.Keys, l.Keys)) {
		return nil
	}
	switch {
	case now.Kind != l.Kind || len(l.Values) == 0 || len(now.Values) == 0:
		return p.Set(l)
	case l.Kind == yamltext.Block && common(now, l):
		return assignKeys(p, now, l)
	case l.Kind == yamltext.List && scalars(now) && scalars(l):
		return assignItems(p, l)
	}
	return p.Set(l)
}

func common(a, b yamltext.Literal) bool {
	return slices.ContainsFunc(a.Keys, func(k string) bool { return slices.Contains(b.Keys, k) })
}

func assignKeys(p *yamltext.Place, now, l yamltext.Literal) error {
	if p.Brackets() && grows(l, now) && grows(now, l) {
		return p.Set(l) // what comes would stand where something goes
	}
	var gone []*yamltext.Place
	for _, in := range p.Places() {
		if v, stays := l.Get(in.Key()); !stays {
			gone = append(gone, in)
		} else if err := assign(in, v); err != nil {
			return err
		}
	}
	for i, k := range l.Keys {
		if _, had := now.Get(k); !had {
			if err := p.Insert(p.Position(k), k, l.Values[i]); err != nil {
				return err
			}
		}
	}
	return yamltext.Remove(gone...)
}

// grows tells whether a value has keys that another has not.
func grows(l, other yamltext.Literal) bool {
	return slices.ContainsFunc(l.Keys, func(k string) bool { return !slices.Contains(other.Keys, k) })
}

func scalars(l yamltext.Literal) bool {
	return !slices.ContainsFunc(l.Values, func(v yamltext.Literal) bool { return v.Kind != yamltext.Scalar })
}

// assignItems changes a list of words item by item, unless those that stay change their order or stand twice.
func assignItems(p *yamltext.Place, l yamltext.Literal) error {
	items := p.Places()
	at := func(text string) int {
		return slices.IndexFunc(items, func(i *yamltext.Place) bool { return i.Scalar() == text })
	}
	last, stay := -1, map[string]bool{}
	for _, v := range l.Values {
		if stay[v.Text] || at(v.Text) >= 0 && at(v.Text) < last {
			return p.Set(l)
		}
		stay[v.Text] = true
		last = max(last, at(v.Text))
	}
	var gone []*yamltext.Place
	for i, item := range items {
		if at(item.Scalar()) != i {
			return p.Set(l)
		}
		if !stay[item.Scalar()] {
			gone = append(gone, item)
		}
	}
	if len(gone) == len(items) || p.Brackets() && len(gone) > 0 && len(l.Values) > len(items)-len(gone) {
		return p.Set(l)
	}
	next, added := 0, 0
	for _, v := range l.Values {
		if i := at(v.Text); i >= 0 {
			next = i + added + 1
			continue
		}
		if err := p.Insert(next, "", v); err != nil {
			return err
		}
		next, added = next+1, added+1
	}
	return yamltext.Remove(gone...)
}
