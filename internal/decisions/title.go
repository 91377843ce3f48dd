package decisions

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/model"
)

// Titles gives the titles of what facts and reasons name by ids, as far as there are any: threats, harms, benefits, elements, clauses and
// controls, these with the element they are at.
func (f *Found) Titles(named []string) map[string]string {
	out := map[string]string{}
	for _, id := range named {
		if title := f.titleOf(id); title != "" {
			out[id] = title
		}
	}
	return out
}

func (f *Found) titleOf(id string) string {
	a := f.Assessment
	switch subjectOf(id) {
	case threat:
		if t := f.byID()[id]; t != nil {
			return t.Title
		}
	case control:
		if i, ok := slices.BinarySearchFunc(a.Controls, id, func(c engine.Control, id string) int { return strings.Compare(c.ID, id) }); ok {
			_, element, _ := strings.Cut(id, "@")
			return a.Controls[i].Title + ": " + cmp.Or(f.titleOf(element), element)
		}
	case clause:
		if c, ok := f.Index.Clauses[id]; ok {
			return c.Clause.Title
		}
	case vulnerability:
		return f.Vulnerabilities[id].Title
	case harm: // or any other element
		if i := slices.IndexFunc(a.Assets, func(e engine.AssetResult) bool { return e.ID == id }); i >= 0 {
			return a.Assets[i].Title
		}
		if i := slices.IndexFunc(f.Model.Benefits, func(b model.Element[model.Benefit]) bool { return b.ID == id }); i >= 0 {
			return f.Model.Benefits[i].Value.Title
		}
	}
	return ""
}

// Named lists the ids in a review: what it is about, and what its reasons and changes name.
func (r *Review) Named() []string {
	ids := append([]string{r.About}, r.Now...)
	for _, x := range r.Reasons {
		ids = append(ids, x.Of, x.Near)
	}
	for _, c := range r.Changes {
		ids = append(append(append(ids, c.Of), c.Was...), c.Now...)
	}
	return ids
}

// NamedBy lists the ids in facts.
func NamedBy(facts []Fact) []string {
	var ids []string
	for _, x := range facts {
		ids = append(append(append(ids, x.Of), x.Through...), x.Values...)
	}
	return ids
}
