package oscal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
)

// What catalogs and mappings have in common: both are entries of a knowledge base.

// entry reads what all entries of ours have, apart from the title. What names the document in messages.
func (r *reader) entry(what string, e *knowledge.Entry) {
	e.ID, e.Status, e.ReplacedBy = r.prop(r.meta, "entry"), word[knowledge.Status](r, r.meta, "status"), r.prop(r.meta, "replaced-by")
	if v := r.prop(r.meta, "entry-version"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			r.report(r.meta.At, diag.OscalForm, "", "%q is no number of a version", v)
		}
		e.Version = n
	}
	r.needed(what, "entry", e.ID)
}

// needed reports a property of ours that a document must have, and has not.
func (r *reader) needed(what, name, value string) {
	if value == "" {
		r.report(r.meta.At, diag.OscalForm, "export the "+what+" again", "the metadata has no property %q", name)
	}
}

// resources are what stands behind a document, by the reference to it.
func (r *reader) resources() map[string]*jsontext.Value {
	if r.behind != nil {
		return r.behind
	}
	r.behind = map[string]*jsontext.Value{}
	back := r.member(r.doc, "the document", "back-matter", jsontext.Object, false)
	for x := range r.objects(back, "the back matter", "resources", false) {
		r.behind["#"+r.text(x, "a resource", "uuid", true)] = x
	}
	return r.behind
}

// sources are the resources that the metadata links to as where the document can be read.
func (r *reader) sources() []knowledge.Source {
	var out []knowledge.Source
	for l := range r.objects(r.meta, "the metadata", "links", false) {
		if r.text(l, "a link", "rel", false) != "reference" {
			continue
		}
		href := r.text(l, "a link", "href", true)
		x, ok := r.resources()[href]
		switch {
		case ok:
			out = append(out, knowledge.Source{Document: cmp.Or(plainLine(r.text(x, "a resource", "title", false)), r.address(href)), Part: plain(r.text(x, "a resource", "description", false))})
		case strings.HasPrefix(href, "#"):
			r.report(l.At, diag.OscalForm, "", "a link leads to %s, which is no resource of the document", href)
		case href != "":
			out = append(out, knowledge.Source{Document: line(href)})
		}
	}
	return out
}

// sorted puts what OSCAL has divided back into its order, which is given for each as a text.
func sorted[T any](all []T, order []string) []T {
	at := make([]int, len(all))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(x, y int) int { return strings.Compare(order[x], order[y]) })
	var out []T
	for _, i := range at {
		out = append(out, all[i])
	}
	return out
}

// tally counts what is said once for all of its kind, at the first of them.
type tally struct{ first, n int }

func (t *tally) add(v *jsontext.Value) {
	if t.n++; t.n == 1 {
		t.first = v.At
	}
}

// report says what became of them, where there are any.
func (t *tally) report(r *reader, hint, what string) {
	if t.n > 0 {
		r.report(t.first, diag.OscalLeftOut, hint, "%s, from this one on (%d in all)", what, t.n)
	}
}
