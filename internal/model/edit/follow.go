package edit

import (
	"maps"
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// follow makes renames and moves of one side on the other versions too, so that afterwards the same element has the same
// id and stands in the same file everywhere.
func (m *merger) follow() {
	fb, fo, ft := m.base, m.ours, m.theirs
	here, there := renames(fb, fo), renames(fb, ft)
	for _, id := range slices.Sorted(maps.Keys(there)) {
		switch to, both := here[id]; {
		case !both:
			carry(Operation{Do: Rename, ID: id, To: last(there[id])}, fb, fo)
		case to == there[id]:
			carry(Operation{Do: Rename, ID: id, To: last(to)}, fb)
		default:
			m.twice(id, to, there[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(here)) {
		if _, both := there[id]; !both {
			carry(Operation{Do: Rename, ID: id, To: last(here[id])}, fb, ft)
		}
	}
	follows(fb, ft, fo)
	follows(fb, fo, ft)
}

// twice settles an element that both sides gave another id.
func (m *merger) twice(id, ours, theirs string) {
	fb, fo, ft := m.base, m.ours, m.theirs
	at := fo.find(ours)
	m.name = at.file
	c := Conflict{Clash: Renamed, Path: keysTo(fb.find(id).at), Base: id, Ours: ours, Theirs: theirs, OursLine: at.at.Pos().Line, TheirsLine: ft.find(theirs).at.Pos().Line}
	to := ours
	if m.clash(c) == Theirs {
		to = theirs
		carry(Operation{Do: Rename, ID: ours, To: last(to)}, fo)
	} else {
		carry(Operation{Do: Rename, ID: theirs, To: last(to)}, ft)
	}
	carry(Operation{Do: Rename, ID: id, To: last(to)}, fb)
}

// carry makes an operation in all folders, or in none where one does not allow it: the difference then shows as a conflict.
func carry(op Operation, folders ...*Folder) bool {
	var back [][]Operation
	for i, f := range folders {
		res, ds := f.Apply([]Operation{op})
		if len(ds) > 0 {
			for k := range i {
				folders[k].Apply(back[k])
			}
			return false
		}
		back = append(back, res.Inverse)
	}
	return true
}

// alikeness is the share of equal keys from which two elements are taken for the same one under another id.
const alikeness = 0.8

// renames finds elements that have another id in a later version, by the id before: the same block and surroundings, nearly
// the same keys, and no other that it could be.
func renames(before, after *Folder) map[string]string {
	was, is := before.catalogue(), after.catalogue()
	type pair struct{ from, to string }
	var likely []pair
	for id, e := range was {
		if is[id] != nil || e.space.prefix != "" || !refForm.MatchString(id) {
			continue
		}
		for to, n := range is {
			if was[to] == nil && refForm.MatchString(to) && outer(to) == outer(id) && n.block == e.block && n.at.Up().Key() == e.at.Up().Key() && equalKeys(e.at, n.at) > alikeness {
				likely = append(likely, pair{id, to})
			}
		}
	}
	out := map[string]string{}
	for _, p := range likely {
		if !slices.ContainsFunc(likely, func(o pair) bool { return o != p && (o.from == p.from || o.to == p.to) }) {
			out[p.from] = p.to
		}
	}
	return out
}

func (f *Folder) catalogue() map[string]*element {
	out := map[string]*element{}
	f.each(func(id string, e *element) { out[id] = e })
	return out
}

// equalKeys is the share of the keys of two elements that have the same value in both, from 0 to 1.
func equalKeys(a, b *yamltext.Place) float64 {
	x, y := a.Literal(), b.Literal()
	if x.Kind != yamltext.Block || y.Kind != yamltext.Block {
		return 0
	}
	same := 0
	for i, k := range x.Keys {
		if v, has := y.Get(k); has && v.Same(x.Values[i]) {
			same++
		}
	}
	all := len(x.Keys) + len(y.Keys) - same
	if all == 0 {
		return 0
	}
	return float64(same) / float64(all)
}

// follows moves elements that one side moved into another file, where the other side changed them.
func follows(base, side, other *Folder) {
	was, moved, now := base.catalogue(), side.catalogue(), other.catalogue()
	for _, id := range slices.Sorted(maps.Keys(was)) {
		b, s, o := was[id], moved[id], now[id]
		if s == nil || o == nil || strings.Contains(id, "/") || s.file == b.file || o.file != b.file || untouched(o.at, b.at) {
			continue
		}
		op := Operation{Do: Move, ID: id, File: s.file}
		if i := s.at.Index(); i > 0 {
			op.After = s.at.Up().Places()[i-1].Key()
		}
		if !carry(op, base, other) {
			op.After = ""
			if !carry(op, base, other) {
				continue
			}
		}
		follows(base, side, other) // what was found before is no longer read
		return
	}
}
