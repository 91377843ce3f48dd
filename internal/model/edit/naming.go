package edit

import (
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// entries are the keys of a block, or the items of a list, by names that the versions of it share.
type entries struct {
	order  []*yamltext.Place
	name   map[*yamltext.Place]string
	at     map[string]*yamltext.Place
	unique bool
}

// identifying are the keys that tell the items of a list of blocks apart, in the order in which they are tried.
var identifying = [][]string{{"control"}, {"as"}, {"to", "item"}, {"id"}, {"key"}, {"name"}, {"from", "to"}}

// naming finds the entries of three versions of a place. What is no block or list, or nil, has none.
func naming(b, o, t *yamltext.Place) (was, ours, theirs entries) {
	all := []*yamltext.Place{b, o, t}
	out := make([]entries, len(all))
	by := chosen(all)
	twice := map[string]bool{} // of words that do not tell items apart by themselves
	for _, p := range all {
		seen := map[string]bool{}
		for _, in := range places(p) {
			n := nameOf(in, by, false)
			twice[n] = twice[n] || seen[n]
			seen[n] = true
		}
	}
	for i, p := range all {
		e := entries{name: map[*yamltext.Place]string{}, at: map[string]*yamltext.Place{}, unique: true}
		for _, in := range places(p) {
			n := nameOf(in, by, false)
			if twice[n] {
				n = nameOf(in, by, true)
			}
			e.unique = e.unique && e.at[n] == nil
			e.order, e.name[in], e.at[n] = append(e.order, in), n, in
		}
		out[i] = e
	}
	return out[0], out[1], out[2]
}

func places(p *yamltext.Place) []*yamltext.Place {
	if p == nil {
		return nil
	}
	return p.Places()
}

// chosen gives the keys that identify the items in all versions, or nil: each item is then what it says.
func chosen(versions []*yamltext.Place) []string {
	for _, keys := range identifying {
		fits := true
		for _, p := range versions {
			for _, in := range places(p) {
				for _, k := range keys {
					at := in.Get(k)
					fits = fits && at != nil && at.Scalar() != ""
				}
			}
		}
		if fits {
			return keys
		}
	}
	return nil
}

func nameOf(p *yamltext.Place, by []string, exact bool) string {
	if p.Up().Kind() == yamltext.Block {
		return p.Key()
	}
	if by == nil || p.Kind() != yamltext.Block {
		return p.Literal().String()
	}
	var out []string
	for _, k := range by {
		out = append(out, p.Get(k).Scalar())
	}
	if on := p.Get("on"); exact && on != nil {
		var words []string
		for _, w := range on.Places() {
			words = append(words, w.Scalar())
		}
		slices.Sort(words)
		out = append(out, words...)
	}
	return strings.Join(out, "@")
}

// orderly tells whether entries can be merged one by one: names are unique, and the words of a list that all versions have
// are in the same order.
func orderly(b, o, t *yamltext.Place) bool {
	was, ours, theirs := naming(b, o, t)
	if !was.unique || !ours.unique || !theirs.unique {
		return false
	}
	if o.Kind() == yamltext.Block || !allScalars(o) {
		return true
	}
	order := shared(ours, was, theirs)
	return slices.Equal(order, shared(theirs, was, ours)) && (b == nil || slices.Equal(order, shared(was, ours, theirs)))
}

func allScalars(p *yamltext.Place) bool {
	return !slices.ContainsFunc(p.Places(), func(in *yamltext.Place) bool { return in.Kind() != yamltext.Scalar })
}

// shared lists the names that others have too, in the order of the first.
func shared(first entries, others ...entries) []string {
	var out []string
	for _, in := range first.order {
		n := first.name[in]
		if !slices.ContainsFunc(others, func(o entries) bool { return len(o.order) > 0 && o.at[n] == nil }) {
			out = append(out, n)
		}
	}
	return out
}
