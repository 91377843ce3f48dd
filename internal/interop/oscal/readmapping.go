package oscal

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/slug"
	"cordon/internal/yamltext"
)

// maxLinks bounds what is made of a mapping: one map may relate each of many controls to each of many others.
const maxLinks = 100_000

// crosswalkReader reads one mapping collection.
type crosswalkReader struct {
	*reader
	c     *knowledge.Crosswalk
	order []string          // of each link
	names map[string]string // by reference to a catalog: what ids of its clauses begin with
	taken map[string]int    // of these names; how many catalogs would have it
	// What is said once.
	named, sets, strange, unrelated, gaps, silent tally
}

func (r *reader) crosswalk() *knowledge.Crosswalk {
	w := &crosswalkReader{reader: r, c: &knowledge.Crosswalk{}, names: map[string]string{}, taken: map[string]int{}}
	w.c.At = r.Place(r.doc.At)
	w.c.Title = r.title()
	w.c.Sources = r.sources()
	if r.ours {
		r.entry("mapping", &w.c.Entry)
	} else {
		w.c.ID = cmp.Or(slug.Of(w.c.Title), "crosswalk")
		w.c.Sources = slices.Insert(w.c.Sources, 0, w.itself())
	}
	w.c.Says = w.says()
	ok := true
	for m := range w.mappings() {
		if ok = w.mapping(m); !ok {
			break
		}
	}
	if r.ours {
		w.c.Says = cmp.Or(w.c.Says, w.c.Title)
		w.c.Links = sorted(w.c.Links, w.order)
	}
	w.named.report(r, "write those of the entries of your pack", "documents and editions in ids of clauses are made of the addresses of catalogs")
	w.sets.report(r, "", "maps of several controls are kept as what they say of each pair")
	w.strange.report(r, "", "relations that OSCAL does not know are read as \"related\"")
	w.unrelated.report(r, "", "maps that say that there is no relation are left out")
	w.silent.report(r, "add to the links what they share", "maps do not say why their controls are related")
	w.gaps.report(r, "", "lists of controls without a counterpart are left out")
	if len(w.c.Links) == 0 && ok {
		r.report(r.doc.At, diag.OscalForm, "", "the mapping relates no controls")
	}
	return w.c
}

// itself is the mapping as a source of what it says.
func (w *crosswalkReader) itself() knowledge.Source {
	s := knowledge.Source{Document: w.c.Title}
	if v := line(w.text(w.meta, "the metadata", "version", w.meta != nil)); v != "" {
		s.Document += ", version " + v
	}
	return s
}

// says is what a collection and its mappings say of themselves.
func (w *crosswalkReader) says() string {
	p := w.member(w.doc, "the mapping", "provenance", jsontext.Object, true)
	status := w.text(p, "the provenance", "status", true)
	if !w.ours && (status == "deprecated" || status == "superseded") {
		w.report(p.At, diag.OscalLeftOut, "look for what replaces it", "the mapping is said to be %s", status)
	}
	all := []string{plain(w.text(p, "the provenance", "mapping-description", true))}
	seen := map[string]bool{"": true, all[0]: true}
	for m := range w.mappings() {
		if s := plain(w.text(m, "a mapping", "mapping-description", false)); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return joined(all)
}

// mappings goes through the mappings; the schema allows one without a list around it.
func (w *crosswalkReader) mappings() iter.Seq[*jsontext.Value] {
	for i := range w.doc.Members {
		if m := &w.doc.Members[i]; m.Key == "mappings" && m.Value.Kind == jsontext.Object {
			return func(yield func(*jsontext.Value) bool) { yield(&m.Value) }
		}
	}
	return w.objects(w.doc, "the mapping", "mappings", true)
}

// mapping reads how two catalogs relate. It is false where there is too much.
func (w *crosswalkReader) mapping(v *jsontext.Value) bool {
	for _, key := range []string{"source-gap-summary", "target-gap-summary"} {
		if g := w.member(v, "a mapping", key, jsontext.Object, false); g != nil {
			w.gaps.add(g)
		}
	}
	from, to := w.catalog(v, "source-resource"), w.catalog(v, "target-resource")
	for m := range w.objects(v, "a mapping", "maps", true) {
		if !w.links(m, from, to) {
			return false
		}
	}
	return true
}

// catalog is the reference to one side of a mapping.
func (w *crosswalkReader) catalog(v *jsontext.Value, key string) string {
	c := w.member(v, "a mapping", key, jsontext.Object, true)
	href := line(w.text(c, "a "+key, "href", true))
	if _, ok := w.resources()[href]; !ok && strings.HasPrefix(href, "#") {
		w.report(c.At, diag.OscalForm, "", "a %s leads to %s, which is no resource of the document", key, href)
	}
	return href
}

// links makes links of one map. It is false where there are too many.
func (w *crosswalkReader) links(m *jsontext.Value, from, to string) bool {
	relation, turned, ok := w.relation(m)
	sources, targets := w.clauses(m, "sources", from), w.clauses(m, "targets", to)
	if !ok {
		return true
	}
	if len(sources)*len(targets) > maxLinks-len(w.c.Links) {
		w.report(m.At, diag.OscalTooLarge, "export the document in parts", "the mapping relates more than %d pairs of controls", maxLinks)
		return false
	}
	if len(sources) > 1 || len(targets) > 1 {
		w.sets.add(m)
	}
	if turned {
		sources, targets = targets, sources
	}
	relation, turned = pairwise(relation, len(sources), len(targets))
	if turned {
		sources, targets = targets, sources
	}
	because, order, at := w.because(m), w.prop(m, propOrder), w.Place(m.At)
	if because == "" && !w.ours {
		w.silent.add(m)
	}
	for _, s := range sources {
		for _, t := range targets {
			w.c.Links = append(w.c.Links, knowledge.Walk{From: s, To: t, Relation: relation, Because: because, At: at})
			w.order = append(w.order, order)
		}
	}
	return true
}

// relations are those of OSCAL in our words. What says the same in other words is equal here: who meets one meets the other.
var relations = map[string]knowledge.Relates{
	"equal-to": "equal", "equivalent-to": "equal", "subset-of": "part-of", "superset-of": "part-of", "intersects-with": "overlaps",
}

// relation is how a map relates its sides; turned says that it holds from the targets to the sources. It is false where there is nothing to keep.
func (w *crosswalkReader) relation(m *jsontext.Value) (relation knowledge.Relates, turned, ok bool) {
	v := w.member(m, "a map", "relationship", jsontext.Text, true)
	if v == nil {
		return "", false, false
	}
	word, ns := line(v.Text), w.text(m, "a map", "ns", false)
	allowed := knowledge.Relates("").Words()
	known := ns == "" || ns == standardNS
	switch {
	case ns == Namespace && !slices.Contains(allowed, word):
		w.report(v.At, diag.OscalForm, yamltext.Suggest(word, allowed), "%q is no word for a relation", word)
		return "", false, false
	case ns == Namespace:
		return knowledge.Relates(word), false, true
	case known && relations[word] != "":
		return relations[word], word == "superset-of", true
	case known && word == "no-relationship":
		w.unrelated.add(m)
		return "", false, false
	}
	w.strange.add(v)
	return "related", false, true
}

// pairwise is what a relation between two sets says of one member of each. Where a set is equal to one control, or part of it, each member
// is part of it. What is part of several controls together, or overlaps with them, need have nothing in common with each.
func pairwise(relation knowledge.Relates, sources, targets int) (_ knowledge.Relates, turned bool) {
	switch {
	case sources <= 1 && targets <= 1:
		return relation, false
	case targets == 1 && (relation == "equal" || relation == "part-of"):
		return "part-of", false
	case sources == 1 && relation == "equal":
		return "part-of", true
	}
	return "related", false
}

// clauses are the full ids of what stands on one side of a map.
func (w *crosswalkReader) clauses(m *jsontext.Value, key, catalog string) []string {
	var out []string
	for x := range w.objects(m, "a map", key, true) {
		clause, known := w.clauseIn(catalog, line(w.text(x, "an item of a map", "id-ref", true)))
		switch {
		case w.ours:
			w.full(x, clause)
		case !known:
			clause = w.name(x, catalog) + "/" + clause
		}
		out = append(out, clause)
	}
	return out
}

// name is what the ids of clauses of a catalog begin with, made of its title or address.
func (w *crosswalkReader) name(at *jsontext.Value, catalog string) string {
	if name, ok := w.names[catalog]; ok {
		return name
	}
	w.named.add(at)
	file, _, _ := strings.Cut(w.address(catalog), "?")
	document, edition := slug.Of(extension.ReplaceAllString(path.Base(file), "")), ""
	if x, ok := w.resources()[catalog]; ok {
		document, edition = cmp.Or(slug.Of(w.text(x, "a resource", "title", false)), document), slug.Of(w.standard(x, "version"))
	}
	document, edition = cmp.Or(document, "catalog"), cmp.Or(edition, "1")
	first := document + ":" + edition
	name := first
	for w.taken[name] > 0 {
		w.taken[first]++
		name = fmt.Sprintf("%s-%d:%s", document, w.taken[first], edition)
	}
	w.names[catalog], w.taken[name] = name, 1
	return name
}

var extension = regexp.MustCompile(`\.(json|xml|ya?ml)$`)

// because is what a map says in words, what one side has and the other lacks included.
func (w *crosswalkReader) because(m *jsontext.Value) string {
	lines := []string{plain(w.text(m, "a map", "remarks", false))}
	for q := range w.objects(m, "a map", "qualifiers", false) {
		lines = append(lines, plain(w.text(q, "a qualifier", "description", true)))
	}
	return joined(slices.DeleteFunc(lines, func(s string) bool { return s == "" }))
}
