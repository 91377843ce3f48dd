package edit

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// unset takes a key away. A block that would be left empty goes too, unless it is an element or must be there.
func (r *run) unset() {
	t := r.reached()
	if t == nil {
		return
	}
	if slices.ContainsFunc(fileBlocks, func(b blockOf) bool { return len(t.path) == 2 && t.path[0] == b.name }) {
		r.bad(t.at.Pos(), diag.OperationForm, "use remove, which looks for what names it", "%s is an element", strings.Join(t.path, "."))
		return
	}
	if required(t.at) {
		r.bad(t.at.Pos(), diag.MissingKey, "set another value", "the key %s must be there", strings.Join(t.path, "."))
		return
	}
	r.take1(t.at)
}

// required tells whether the language needs the key that a place stands under.
func required(p *yamltext.Place) bool {
	return p.Up() != nil && fields[p.Up().Shape()][p.Key()].Need
}

// take1 removes a place, and what is left empty by it.
func (r *run) take1(p *yamltext.Place) { r.check(p, yamltext.Remove(shell(p))) }

// shell is the largest place that would hold nothing without this one, and may be absent.
func shell(p *yamltext.Place) *yamltext.Place {
	for {
		up := p.Up()
		if up.Up() == nil || len(up.Places()) > 1 || up.Up().Kind() == yamltext.List || required(up) || isElement(up) {
			return p
		}
		if above, beside := up.Comments(); up.Up().Up() == nil && (len(above) > 0 || beside != "") {
			return p
		}
		p = up
	}
}

// isElement tells whether a place stands right in a block of ids.
func isElement(p *yamltext.Place) bool {
	if p.Up() == nil || p.Up().Up() == nil {
		return false
	}
	blocks := fileBlocks
	if p.Up().Up().Up() != nil {
		blocks = assetBlocks
		if !isAsset(p.Up().Up()) {
			return false
		}
	}
	return blockNamed(blocks, p.Up().Key()) != nil
}

func isAsset(p *yamltext.Place) bool { return p.Shape() == assetShape }

func blockNamed(blocks []blockOf, name string) *blockOf {
	if i := slices.IndexFunc(blocks, func(b blockOf) bool { return b.name == name }); i >= 0 {
		return &blocks[i]
	}
	return nil
}

// reached is the target, which must be there.
func (r *run) reached() *target {
	t := r.target()
	if t == nil {
		return nil
	}
	if len(t.rest) > 0 {
		r.bad(t.at.Pos(), diag.NoSuchElement, "", "there is no %s here", strings.Join(t.path, "."))
		return nil
	}
	return t
}

// put adds an item to a list, which is made if it is not there.
func (r *run) put() {
	t := r.target()
	if t == nil {
		return
	}
	l, err := literal(r.op.Value)
	if err != nil {
		r.bad(t.at.Pos(), diag.OperationForm, "", "put into %s: %s", strings.Join(t.path, "."), err)
		return
	}
	list := yamltext.Literal{Kind: yamltext.List, Values: []yamltext.Literal{l}}
	if !r.fitting(list, t.space, t.path, t.at.Pos()) {
		return
	}
	if len(t.rest) > 0 {
		r.assign(t, list)
		return
	}
	items := t.at.Places()
	if i := slices.IndexFunc(items, func(p *yamltext.Place) bool { return p.Literal().Same(l) }); i >= 0 && l.Kind == yamltext.Scalar {
		r.bad(items[i].Pos(), diag.RepeatedReference, "", "%q stands in %s already", l.Text, strings.Join(t.path, "."))
		return
	}
	at := len(items)
	if r.op.After != "" {
		if at = itemOf(items, r.op.After) + 1; at == 0 {
			r.bad(t.at.Pos(), diag.NoSuchElement, "", "there is no %q in %s", r.op.After, strings.Join(t.path, "."))
			return
		}
	}
	r.check(t.at, t.at.Insert(at, "", l))
}

func itemOf(items []*yamltext.Place, text string) int {
	return slices.IndexFunc(items, func(p *yamltext.Place) bool { return p.Kind() == yamltext.Scalar && p.Scalar() == text })
}

// take removes an item from a list.
func (r *run) take() {
	t := r.reached()
	if t == nil {
		return
	}
	l, err := literal(r.op.Value)
	if err != nil {
		r.bad(t.at.Pos(), diag.OperationForm, "", "take from %s: %s", strings.Join(t.path, "."), err)
		return
	}
	items := t.at.Places()
	i := slices.IndexFunc(items, func(p *yamltext.Place) bool { return p.Literal().Same(l) })
	switch {
	case t.at.Kind() != yamltext.List || i < 0:
		r.bad(t.at.Pos(), diag.NoSuchElement, "", "there is no such item in %s", strings.Join(t.path, "."))
	case len(items) == 1 && required(t.at):
		r.bad(items[i].Pos(), diag.MissingKey, "set another value", "the key %s must be there", strings.Join(t.path, "."))
	default:
		r.take1(items[i])
	}
}
