package csaf

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/yamltext"
)

// Read reads an advisory of version 2.0 or 2.1 in JSON. File is its name in diagnostics. What is wrong with its form is reported, all of it,
// each with its place; where that is an error, the document is not valid, and holds what could be read. It is nil where nothing could be.
//
// The form is that of the published schema. What a document of 2.0 says beyond it is left out with a warning, for the schema of 2.0 allows it;
// in 2.1 it is an error. Objects of CVSS and SSVC are only seen to be objects: Validate looks into them.
func Read(file string, src []byte, ds *diag.List) *Document {
	s := newSource(file, src, ds)
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
func (s *source) version(root *jsontext.Value) (Version, bool) {
	const hint = "CSAF is what says 2.0 or 2.1 in /document/csaf_version"
	if root.Kind != jsontext.Object {
		s.report(root.At, diag.CsafVersion, hint, "the file holds %s, not an advisory", root.Kind)
		return "", false
	}
	v := root.Find("/document/csaf_version")
	switch {
	case v.Kind == jsontext.Object:
		s.report(v.At, diag.CsafVersion, hint, "the file does not say which version of CSAF it is")
	case v.Kind != jsontext.Text || v.Text != string(V20) && v.Text != string(V21):
		said := strconv.Quote(short(v.Text))
		if v.Kind != jsontext.Text {
			said = string(v.Kind)
		}
		s.report(v.At, diag.CsafVersion, hint, "the document is of version %s, which is not read", said)
	default:
		return Version(v.Text), true
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
func (r *reader) object(v *jsontext.Value, into reflect.Value) {
	if !r.is(v, jsontext.Object) {
		return
	}
	s := shapeOf(into.Type())
	for i := range v.Members {
		m := &v.Members[i]
		at := slices.IndexFunc(s.members, func(x rule) bool { return x.key == m.Key })
		if at < 0 || !s.members[at].in[r.version] {
			r.unknown(m, s)
			continue
		}
		x := s.members[at]
		r.below(m.Key, func() { r.value(&m.Value, into.Field(x.index), x) })
	}
	for _, x := range s.members {
		if x.need[r.version] && v.Step(x.key) == nil {
			r.report(v.At, diag.CsafForm, "the standard requires it", "%s has no %q", r.where(), x.key)
		}
	}
	switch n := len(v.Members); {
	case n < s.least:
		r.report(v.At, diag.CsafForm, "", "%s has %d of the %d members that it needs", r.where(), n, s.least)
	case s.most > 0 && n > s.most:
		r.report(v.At, diag.CsafForm, "a branch has branches or a product, not both", "%s has %d members, which are more than %d", r.where(), n, s.most)
	}
}

// unknown reports a member that the version does not have.
func (r *reader) unknown(m *jsontext.Member, s *shape) {
	code := diag.CsafForm
	if r.version == V20 {
		code = diag.CsafUnknown
	}
	for _, x := range s.members {
		if x.key == m.Key {
			r.report(m.Value.At, code, "see which version the document says it is of", "%s has the member %q, which CSAF %s does not have", r.where(), short(m.Key), r.version)
			return
		}
	}
	hint := ""
	if near := yamltext.Nearest(m.Key, s.keys); near != "" {
		hint = "did you mean " + strconv.Quote(near) + "?"
	}
	r.report(m.Value.At, code, hint, "%s has the member %q, which the standard does not know; it is not read", r.where(), short(m.Key))
}

// is reports a value of another sort than the one wanted.
func (r *reader) is(v *jsontext.Value, want jsontext.Kind) bool {
	if v.Kind != want {
		r.report(v.At, diag.CsafForm, "", "%s is %s, not %s", r.where(), v.Kind, want)
	}
	return v.Kind == want
}

func (r *reader) value(v *jsontext.Value, into reflect.Value, x rule) {
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.value(v, into.Elem(), x)
	case reflect.Struct:
		r.object(v, into)
	case reflect.Slice:
		r.list(v, into, x)
	case reflect.Map:
		if r.is(v, jsontext.Object) {
			into.Set(reflect.ValueOf(v.Plain()).Convert(into.Type()))
		}
	default:
		r.text(v, into, x)
	}
}

func (r *reader) list(v *jsontext.Value, into reflect.Value, x rule) {
	if !r.is(v, jsontext.List) {
		return
	}
	if len(v.Items) < x.min {
		r.report(v.At, diag.CsafForm, "", "%s has %d of the %d items that it needs", r.where(), len(v.Items), x.min)
	}
	into.Set(reflect.MakeSlice(into.Type(), len(v.Items), len(v.Items)))
	seen := map[string]bool{}
	for i := range v.Items {
		r.below(strconv.Itoa(i), func() {
			r.value(&v.Items[i], into.Index(i), rule{form: x.form, min: 1})
			if x.unique {
				r.once(&v.Items[i], seen)
			}
		})
	}
}

// once reports an item that stands in its list already.
func (r *reader) once(v *jsontext.Value, seen map[string]bool) {
	key := v.Text
	if v.Kind != jsontext.Text {
		said, err := json.Marshal(v.Plain())
		if err != nil {
			return // a number that is out of range, which is no part of a document
		}
		key = string(said)
	}
	if seen[key] {
		r.report(v.At, diag.CsafForm, "remove one of them", "%s stands in the list already", r.where())
	}
	seen[key] = true
}

func (r *reader) text(v *jsontext.Value, into reflect.Value, x rule) {
	if !r.is(v, jsontext.Text) {
		return
	}
	into.SetString(v.Text)
	if v.Text == "" {
		r.report(v.At, diag.CsafForm, "leave it out, or say what it is", "%s is empty", r.where())
		return
	}
	if words, ok := into.Interface().(worded); ok {
		if allowed := words.Words(r.version); !slices.Contains(allowed, v.Text) {
			r.report(v.At, diag.CsafForm, yamltext.Suggest(v.Text, allowed), "%s is %q, which is no word of CSAF %s for it", r.where(), short(v.Text), r.version)
		}
		return
	}
	form := x.form
	if into.Type() == reflect.TypeFor[Moment]() {
		form = "moment"
	}
	if f, ok := forms[form]; ok && !f.holds(r.version, v.Text) {
		r.report(v.At, diag.CsafForm, "expected: "+f.says, "%s is %q, which has a wrong form", r.where(), short(v.Text))
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
