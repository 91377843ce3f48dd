package adaptor

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/yamltext"
)

// asset finds the element that an asset of a state report is, by all that is said of it: id, URI, label, type, and metadata. What the description
// cannot tell is reported, and so is an asset that is no element or several.
func (r *reader) asset(v *jsontext.Value) (Element, bool) {
	fits := slices.Clone(r.system.Elements)
	said := false
	keep := func(is func(e Element) bool) {
		said = true
		fits = slices.DeleteFunc(fits, func(e Element) bool { return !is(e) })
	}
	if id := r.text(v, "id"); id != "" {
		keep(func(e Element) bool { return e.ID == id || r.named(e, "id", id) })
	}
	if uri := r.text(v, "uri"); uri != "" {
		keep(func(e Element) bool { return e.ID == local(uri, "") || r.named(e, "uri", uri) })
	}
	if label := r.text(v, "label"); label != "" {
		keep(func(e Element) bool { return e.ID == label || strings.EqualFold(e.Title, label) })
	}
	if kind := local(r.text(v, "type"), ""); kind != "" {
		if r.system.Index.Kinds[kind] != nil {
			keep(func(e Element) bool { return r.system.Index.Is(e.Kind, kind) })
		} else {
			r.add(v.Step("type").At, diag.ReportUnknown, "find the asset by its label, or by metadata", "the class %q is no kind here, and is not looked at", short(kind))
		}
	}
	for _, p := range r.items(v, "properties") {
		key, value := r.text(p, "key"), r.text(p, "value")
		keep(func(e Element) bool { return r.named(e, key, value) })
	}
	if rel := v.Step("relation"); rel != nil && rel.Kind != jsontext.Null {
		r.add(rel.At, diag.ReportUnknown, "find the asset by its label, or by metadata", "relations of an asset are not looked at")
	}
	return r.one(v.At, fits, said, describe(r, v))
}

// one is the only element that fits; where there is none or several, that is reported.
func (r *reader) one(at int, fits []Element, said bool, what string) (Element, bool) {
	switch {
	case !said:
		r.add(at, diag.ReportAsset, "", "it is not said which asset is meant")
	case len(fits) == 0:
		r.add(at, diag.ReportAsset, "say in a file of names which element it is", "no element of the description is the asset %s", what)
	case len(fits) > 1:
		r.add(at, diag.ReportAsset, "say more of the asset", "%d elements of the description could be the asset %s: %s and %s", len(fits), what, fits[0].ID, fits[1].ID)
	default:
		return fits[0], true
	}
	return Element{}, false
}

// describe writes what a report says of an asset.
func describe(r *reader, v *jsontext.Value) string {
	var out []string
	for _, key := range []string{"id", "uri", "label", "type"} {
		if m := v.Step(key); m != nil && m.Kind == jsontext.Text && m.Text != "" {
			out = append(out, key+" "+short(m.Text))
		}
	}
	if p := v.Step("properties"); p != nil {
		for i := range p.Items {
			if k, x := p.Items[i].Step("key"), p.Items[i].Step("value"); k != nil && x != nil {
				out = append(out, short(k.Text)+"="+short(x.Text))
			}
		}
	}
	return strings.Join(out, ", ")
}

// named tells whether a tool knows an element under a key and value.
func (r *reader) named(e Element, key, value string) bool {
	return slices.ContainsFunc(r.system.Names, func(n Name) bool { return n.Element == e.ID && n.Key == key && n.Value == value })
}

// known finds elements by a key and value; where no name says so, by their id or title.
func (r *reader) known(key, value string) []Element {
	var byName, byID []Element
	for _, e := range r.system.Elements {
		if r.named(e, key, value) {
			byName = append(byName, e)
		}
		if e.ID == value || strings.EqualFold(e.Title, value) {
			byID = append(byID, e)
		}
	}
	if len(byName) > 0 {
		return byName
	}
	return byID
}

// translate says what a foreign name is called here, at an element. Where it has no counterpart that is reported.
func (r *reader) translate(at int, rows []nameRow, what, name string, e Element) (string, bool) {
	known := false
	var all []string
	for _, row := range rows {
		all = append(all, row.Name)
		if row.Name != name {
			continue
		}
		known = true
		if row.Same == "" {
			r.add(at, diag.ReportUnknown, row.Because, "%s %s at %s is left out", what, short(name), e.ID)
			return "", false
		}
		if r.system.Index.IsAny(e.Kind, row.Kinds) {
			return row.Same, true
		}
	}
	if known {
		r.add(at, diag.ReportUnknown, "", "%s %s has no counterpart at %s, which is of kind %s", what, short(name), e.ID, e.Kind)
	} else {
		r.add(at, diag.ReportUnknown, yamltext.Suggest(name, slices.Compact(all)), "%s %q has no counterpart here", what, short(name))
	}
	return "", false
}

// Names is a file that says under which names tools know elements.
type Names struct {
	Cordon int    `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Names  []Name `yaml:"names" need:"yes" doc:"Names of elements."`
	At     diag.Pos
}

// ParseNames reads such a file. An element that the description does not have is reported.
func ParseNames(file string, src []byte, elements []Element, ds *diag.List) []Name {
	f := &Names{}
	if n := yamltext.Parse(file, src, ds); n != nil {
		yamltext.Decode(file, n, f, ds)
	}
	var ids []string
	for _, e := range elements {
		ids = append(ids, e.ID)
	}
	for _, n := range f.Names {
		if n.Element != "" && !slices.Contains(ids, n.Element) {
			ds.Add(n.At, diag.DanglingReference, yamltext.Suggest(n.Element, ids), "the description has no element %q", n.Element)
		}
	}
	return f.Names
}
