package edit

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// whole looks at what only shows when the versions are together.
func (m *merger) whole() {
	merged := OpenAgain(m.ours.trees, m.out)
	for name, d := range m.read {
		if _, is := m.ours.spaceOf(name); is {
			merged.drafts[name] = d
		}
	}
	m.doubled(merged)
	m.dangling(merged)
	m.out = merged.files
}

// doubled finds ids that both sides gave to different elements. The choice of a side takes the element of the other away.
func (m *merger) doubled(merged *Folder) {
	before := map[string]bool{}
	for _, f := range []*Folder{m.ours, m.theirs} {
		for _, pair := range f.doubles() {
			before[pair[0].full] = true
		}
	}
	for _, pair := range merged.doubles() {
		o, t := m.ours.find(pair[0].full), m.theirs.find(pair[0].full)
		if before[pair[0].full] || o == nil || t == nil {
			continue
		}
		here, there := pair[0], pair[1]
		if !slices.Equal(keysTo(here.at), keysTo(o.at)) || here.file != o.file {
			here, there = there, here
		}
		m.name = there.file
		n := len(m.conflicts)
		side := m.clash(Conflict{
			Clash: Twice, Path: keysTo(there.at), Ours: o.at.Literal().String(), Theirs: t.at.Literal().String(),
			OursLine: o.at.Pos().Line, TheirsLine: t.at.Pos().Line,
		})
		switch {
		case len(m.conflicts) > n:
		case side == Ours:
			merged.write(there.file, yamltext.Remove(shell(there.at)))
		default:
			merged.write(here.file, yamltext.Remove(shell(here.at)))
		}
	}
}

// double is one of two elements with the same full id.
type double struct {
	*element
	full string
}

func (f *Folder) doubles() [][2]double {
	first := map[string]*element{}
	var out [][2]double
	f.each(func(id string, e *element) {
		if was := first[id]; was != nil && !was.at.Is(e.at) {
			out = append(out, [2]double{{was, id}, {e, id}})
		} else {
			first[id] = e
		}
	})
	return out
}

// dangling finds references that name nothing in the merged folder, though they did on their side: one side removed what
// the other names. The choice of the side that has it brings it back; the choice of the other takes away what names it.
func (m *merger) dangling(merged *Folder) {
	loose := merged.loose()
	if len(loose) == 0 {
		return
	}
	fo, ft := m.ours, m.theirs
	before := map[string]bool{}
	for _, r := range append(fo.loose(), ft.loose()...) {
		before[r.where()] = true
	}
	back, gone := map[string]*element{}, map[string]bool{}
	seen := map[string]bool{}
	for _, ref := range loose {
		m.name = ref.file
		c := Conflict{Clash: Dangling, Path: keysTo(ref.at), Base: ref.id}
		inOurs, inTheirs := fo.find(ref.id), ft.find(ref.id)
		if before[ref.where()] || (inOurs == nil) == (inTheirs == nil) || seen[m.name+strings.Join(c.Path, "/")] {
			continue
		}
		seen[m.name+strings.Join(c.Path, "/")] = true
		has, at := Theirs, inTheirs
		if inOurs != nil {
			has, at = Ours, inOurs
			c.Ours, c.OursLine = ref.id, at.at.Pos().Line
		} else {
			c.Theirs, c.TheirsLine = ref.id, at.at.Pos().Line
		}
		n := len(m.conflicts)
		switch side := m.clash(c); {
		case len(m.conflicts) > n:
		case side == has:
			back[ref.id] = at
		default:
			gone[ref.id] = true
		}
	}
	asWritten := func(x, y string) int {
		a, b := back[x], back[y]
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.at.Pos().Line, b.at.Pos().Line), strings.Compare(x, y))
	}
	for _, id := range slices.SortedFunc(maps.Keys(back), asWritten) {
		delete(gone, id)
		merged.restore(back[id])
	}
	merged.drop(gone)
}

// where names a reference without its position in a list, which others may change.
func (r reference) where() string {
	path := keysTo(r.at)
	if r.at.Up().Kind() == yamltext.List {
		path = path[:len(path)-1]
	}
	return r.file + "#" + strings.Join(path, "/") + "=" + r.id
}

// loose lists the references that name nothing.
func (f *Folder) loose() []reference {
	known := f.catalogue()
	var out []reference
	f.references(func(r reference) {
		if known[r.id] == nil {
			out = append(out, r)
		}
	})
	return out
}

// restore puts an element back as another version has it, with the elements around it that are missing too.
func (f *Folder) restore(e *element) {
	at := e.at
	for p := at; p.Up() != nil; p = p.Up() {
		if isElement(p) && f.find(e.space.prefix+localID(p)) == nil {
			at = p
		}
	}
	d := f.draft(e.file)
	if d == nil {
		return
	}
	in := d.Root()
	for _, key := range keysTo(at.Up().Up()) {
		if in = in.Get(key); in == nil {
			return
		}
	}
	block := in.Get(at.Up().Key())
	var err error
	if block == nil || len(block.Places()) == 0 {
		err = at.CopyInto(in, at.Up().Key())
	} else {
		err = block.Weave(len(block.Places()), at)
	}
	f.write(e.file, err)
}

// drop takes away what names elements that are not there.
func (f *Folder) drop(ids map[string]bool) {
	if len(ids) == 0 {
		return
	}
	x := &doomed{f: f, ids: ids}
	f.references(func(r reference) { x.refs = append(x.refs, r) })
	x.spread()
	if x.removeAll() != nil {
		return
	}
	for _, name := range slices.Collect(func(yield func(string) bool) {
		for name, d := range f.drafts {
			if d != nil && d.Changed() && !yield(name) {
				return
			}
		}
	}) {
		f.write(name, nil)
	}
}

// write keeps what a draft has become, unless it could not be made.
func (f *Folder) write(name string, err error) {
	d := f.drafts[name]
	if err == nil {
		d, err = d.Done()
	}
	if err != nil {
		delete(f.drafts, name)
		return
	}
	f.files[name], f.drafts[name], f.spaces = d.Text(), d, nil
}
