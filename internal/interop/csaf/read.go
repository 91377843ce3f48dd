package csaf

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Read reads an advisory of version 2.0 or 2.1 in JSON. File is its name in diagnostics. What is wrong with its form is reported, all of it,
// each with its place; where that is an error, the document is not valid, and holds what could be read. It is nil where nothing could be.
//
// The form is that of the published schema. What a document of 2.0 says beyond it is left out with a warning, for the schema of 2.0 allows it;
// in 2.1 it is an error. Objects of CVSS and SSVC are only seen to be objects: Validate looks into them.
func Read(file string, src []byte, ds *diag.List) *Document {
	s := &source{file: file, data: src, ds: ds, said: map[string]bool{}}
	root, ok := s.parse()
	if !ok {
		return nil
	}
	version, ok := s.version(&root)
	if !ok {
		return nil
	}
	d := &Document{src: s, root: &root}
	r := &reader{source: s, version: version}
	r.object(&root, reflect.ValueOf(d).Elem())
	return d
}

// version is the version that a document says it is of.
func (s *source) version(root *value) (Version, bool) {
	const hint = "CSAF is what says 2.0 or 2.1 in /document/csaf_version"
	if root.sort != object {
		s.report(root.at, diag.CsafVersion, hint, "the file holds %s, not an advisory", root.sort)
		return "", false
	}
	v := root.find("/document/csaf_version")
	switch {
	case v.sort == object:
		s.report(v.at, diag.CsafVersion, hint, "the file does not say which version of CSAF it is")
	case v.sort != text || v.text != string(V20) && v.text != string(V21):
		said := strconv.Quote(short(v.text))
		if v.sort != text {
			said = string(v.sort)
		}
		s.report(v.at, diag.CsafVersion, hint, "the document is of version %s, which is not read", said)
	default:
		return Version(v.text), true
	}
	return "", false
}

// reader fills the types of documents by their tags.
type reader struct {
	*source
	version Version
	path    []string // steps to the value being read
}

// worded are the types of closed lists.
type worded interface{ Words(Version) []string }

// rule is what a tag says of a member.
type rule struct {
	index  int
	key    string
	need   map[Version]bool
	in     map[Version]bool
	form   string
	min    int
	unique bool
}

// shape is what the tags of a type say.
type shape struct {
	members     []rule
	keys        []string
	least, most int
}

var shapes sync.Map // of reflect.Type to *shape: a type is looked at once

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name == "_" {
			s.least, s.most = bounds(f.Tag.Get("csaf"))
		}
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "" {
			continue
		}
		s.members = append(s.members, parseRule(i, key, f.Tag.Get("csaf")))
		s.keys = append(s.keys, key)
	}
	got, _ := shapes.LoadOrStore(t, s)
	return got.(*shape)
}

func bounds(tag string) (least, most int) {
	for word := range strings.FieldsSeq(tag) {
		name, n, _ := strings.Cut(word, "=")
		x, _ := strconv.Atoi(n)
		if name == "least" {
			least = x
		} else {
			most = x
		}
	}
	return least, most
}

var both = map[Version]bool{V20: true, V21: true}

func parseRule(index int, key, tag string) rule {
	r := rule{index: index, key: key, in: both, min: 1}
	for word := range strings.FieldsSeq(tag) {
		name, arg, given := strings.Cut(word, "=")
		switch name {
		case "need":
			r.need = both
			if given {
				r.need = map[Version]bool{Version(arg): true}
			}
		case "in":
			r.in = map[Version]bool{Version(arg): true}
		case "form":
			r.form = arg
		case "min":
			r.min, _ = strconv.Atoi(arg)
		case "unique":
			r.unique = true
		}
	}
	return r
}

// where is the JSON pointer of the value being read.
func (r *reader) where() string {
	if len(r.path) == 0 {
		return "the document"
	}
	return "/" + strings.Join(r.path, "/")
}

func (r *reader) below(step string, read func()) {
	r.path = append(r.path, step)
	read()
	r.path = r.path[:len(r.path)-1]
}

// object reads the members of an object into a struct.
func (r *reader) object(v *value, into reflect.Value) {
	if !r.is(v, object) {
		return
	}
	s := shapeOf(into.Type())
	for i := range v.members {
		m := &v.members[i]
		at := slices.IndexFunc(s.members, func(x rule) bool { return x.key == m.key })
		if at < 0 || !s.members[at].in[r.version] {
			r.unknown(m, s)
			continue
		}
		x := s.members[at]
		r.below(m.key, func() { r.value(&m.value, into.Field(x.index), x) })
	}
	for _, x := range s.members {
		if x.need[r.version] && v.step(x.key) == nil {
			r.report(v.at, diag.CsafForm, "the standard requires it", "%s has no %q", r.where(), x.key)
		}
	}
	switch n := len(v.members); {
	case n < s.least:
		r.report(v.at, diag.CsafForm, "", "%s has %d of the %d members that it needs", r.where(), n, s.least)
	case s.most > 0 && n > s.most:
		r.report(v.at, diag.CsafForm, "a branch has branches or a product, not both", "%s has %d members, which are more than %d", r.where(), n, s.most)
	}
}

// unknown reports a member that the version does not have.
func (r *reader) unknown(m *member, s *shape) {
	code := diag.CsafForm
	if r.version == V20 {
		code = diag.CsafUnknown
	}
	for _, x := range s.members {
		if x.key == m.key {
			r.report(m.value.at, code, "see which version the document says it is of", "%s has the member %q, which CSAF %s does not have", r.where(), short(m.key), r.version)
			return
		}
	}
	hint := ""
	if near := yamltext.Nearest(m.key, s.keys); near != "" {
		hint = "did you mean " + strconv.Quote(near) + "?"
	}
	r.report(m.value.at, code, hint, "%s has the member %q, which the standard does not know; it is not read", r.where(), short(m.key))
}

// is reports a value of another sort than the one wanted.
func (r *reader) is(v *value, want sort) bool {
	if v.sort != want {
		r.report(v.at, diag.CsafForm, "", "%s is %s, not %s", r.where(), v.sort, want)
	}
	return v.sort == want
}

func (r *reader) value(v *value, into reflect.Value, x rule) {
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.value(v, into.Elem(), x)
	case reflect.Struct:
		r.object(v, into)
	case reflect.Slice:
		r.list(v, into, x)
	case reflect.Map:
		if r.is(v, object) {
			into.Set(reflect.ValueOf(v.plain()).Convert(into.Type()))
		}
	default:
		r.text(v, into, x)
	}
}

func (r *reader) list(v *value, into reflect.Value, x rule) {
	if !r.is(v, array) {
		return
	}
	if len(v.items) < x.min {
		r.report(v.at, diag.CsafForm, "", "%s has %d of the %d items that it needs", r.where(), len(v.items), x.min)
	}
	into.Set(reflect.MakeSlice(into.Type(), len(v.items), len(v.items)))
	seen := map[string]bool{}
	for i := range v.items {
		r.below(strconv.Itoa(i), func() {
			r.value(&v.items[i], into.Index(i), rule{form: x.form, min: 1})
			if x.unique {
				r.once(&v.items[i], seen)
			}
		})
	}
}

// once reports an item that stands in its list already.
func (r *reader) once(v *value, seen map[string]bool) {
	key := v.text
	if v.sort != text {
		said, err := json.Marshal(v.plain())
		if err != nil {
			return // a number that is out of range, which is no part of a document
		}
		key = string(said)
	}
	if seen[key] {
		r.report(v.at, diag.CsafForm, "remove one of them", "%s stands in the list already", r.where())
	}
	seen[key] = true
}

func (r *reader) text(v *value, into reflect.Value, x rule) {
	if !r.is(v, text) {
		return
	}
	into.SetString(v.text)
	if v.text == "" {
		r.report(v.at, diag.CsafForm, "leave it out, or say what it is", "%s is empty", r.where())
		return
	}
	if words, ok := into.Interface().(worded); ok {
		if allowed := words.Words(r.version); !slices.Contains(allowed, v.text) {
			r.report(v.at, diag.CsafForm, yamltext.Suggest(v.text, allowed), "%s is %q, which is no word of CSAF %s for it", r.where(), short(v.text), r.version)
		}
		return
	}
	form := x.form
	if into.Type() == reflect.TypeFor[Moment]() {
		form = "moment"
	}
	if f, ok := forms[form]; ok && !f.holds(r.version, v.text) {
		r.report(v.at, diag.CsafForm, "expected: "+f.says, "%s is %q, which has a wrong form", r.where(), short(v.text))
	}
}

// short keeps a text of somebody else from filling a message.
func short(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
