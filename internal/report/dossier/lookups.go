package dossier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document/wording"
	"cordon/internal/yamltext"
)

// unknown is the word of the engine for a fact that nobody knows.
const unknown = engine.Unknown

// none stands in a cell for nothing, where that is an answer.
const none = "none"

// kind is the title of a kind.
func (w *writer) kind(id string) string {
	if k := w.Index.Kinds[id]; k != nil {
		return k.Title
	}
	return wording.Or(id)
}

// applies tells whether a fact can be known of an element of a kind.
func (w *writer) applies(fact, kind string) bool {
	f := w.Index.Facts[fact]
	return f != nil && w.Index.IsAny(kind, f.On)
}

// fact says what is known of an element. Where a fact of the product is not known, that is an open point.
func (w *writer) fact(id, kind, fact string) string {
	if !w.applies(fact, kind) {
		return "does not apply"
	}
	v := w.Fact(id, fact)
	if v == unknown && w.product.Has(id) {
		w.open("“"+w.Index.Facts[fact].Title+"” is not known", id)
	}
	return wording.Words(v)
}

// lower writes the first letter small.
func lower(s string) string { return first(s, unicode.ToLower) }

// upper writes the first letter large.
func upper(s string) string { return first(s, unicode.ToUpper) }

func first(s string, change func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(change(r)) + s[n:]
}

// ids are the references of a list.
func ids(words []yamltext.Word) []string {
	var out []string
	for _, x := range words {
		if x.Text != "" {
			out = append(out, x.Text)
		}
	}
	return out
}

// titles are the names of elements.
func (w *writer) titles(list []string) []string {
	var out []string
	for _, id := range list {
		out = append(out, w.names.Of(id))
	}
	return out
}

// each lists the names of elements, or none.
func (w *writer) each(list []string) string { return wording.List(w.titles(list)) }

// asset is the asset with an id; nil if there is none.
func (w *writer) asset(id string) *model.Asset {
	i, ok := slices.BinarySearchFunc(w.Model.Assets, id, func(e model.Element[model.Asset], id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return nil
	}
	return &w.Model.Assets[i].Value
}

// assetKind is the kind of an asset, empty where there is none.
func (w *writer) assetKind(id string) string {
	if a := w.asset(id); a != nil {
		return a.Kind.Text
	}
	return ""
}

// around lists an asset or interface and what it is inside of, from the inside outwards.
func (w *writer) around(id string) []string {
	var out []string
	for ; id != ""; id = w.inside[id] {
		out = append(out, id)
	}
	return out
}

// within tells whether an asset or interface is another one or inside of it.
func (w *writer) within(id, outer string) bool { return slices.Contains(w.around(id), outer) }

// nearest is what an asset, or the nearest one around it that does, says in a field.
func (w *writer) nearest(id string, of func(*model.Asset) string) string {
	for _, at := range w.around(id) {
		if a := w.asset(at); a != nil && of(a) != "" {
			return of(a)
		}
	}
	return ""
}

func (w *writer) supplier(id string) string {
	return w.nearest(id, func(a *model.Asset) string { return a.Supplier.Text })
}

// zone is where an asset belongs: the zone it names, or else that of its place.
func (w *writer) zone(id string) string {
	if z := w.nearest(id, func(a *model.Asset) string { return a.Zone.Text }); z != "" {
		return z
	}
	return w.zoneOf[w.nearest(id, func(a *model.Asset) string { return a.Place.Text })]
}

// networks lists the networks that an asset is on, by itself, through its interfaces or through what it is inside of.
func (w *writer) networks(id string) []string {
	var out []string
	for _, at := range w.around(id) {
		out = append(out, w.joined[at]...)
	}
	return facts(out)
}

// controls says which controls are in place or planned at elements.
func (w *writer) controls(elements ...string) string {
	var out []string
	for _, e := range elements {
		for _, c := range w.placed[e] {
			out = append(out, c.Title+" ("+c.State+")")
		}
	}
	return wording.List(out)
}

// evidence is what the description names to show a control at an element.
func (w *writer) evidence(control *engine.Control) []string { return w.shown[control.ID] }

// controlIDs are the ids of the controls in place or planned at elements.
func (w *writer) controlIDs(elements ...string) []string {
	var out []string
	for _, e := range elements {
		for _, c := range w.placed[e] {
			out = append(out, c.ID)
		}
	}
	return out
}

// until is the last month with security updates: of the asset, or of what it is inside of, or, for what the manufacturer supplies, of the
// system.
func (w *writer) until(id string) string {
	if own := w.nearest(id, func(a *model.Asset) string { return string(a.Until) }); own != "" {
		return own
	}
	if s := w.Model.System.Support; s != nil && s.Until != "" && w.product.Has(id) && w.role(w.supplier(id)) == "manufacturer" {
		return string(s.Until) + ", with the system"
	}
	if w.product.Has(id) {
		w.open("The end of security updates is not stated", id)
	}
	return wording.Open
}

// verified says how a control is shown to work.
func verified(k *knowledge.Control) string { return k.Verify.Method + " " + k.Verify.Criterion }
