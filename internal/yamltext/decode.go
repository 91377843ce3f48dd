package yamltext

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Word is a scalar with its place in the file: a reference, a value, an id.
type Word struct {
	Text string
	At   diag.Pos `json:"-"`
}

// Entry is one key of a Map with its place.
type Entry[V any] struct {
	Key   string
	At    diag.Pos `json:"-"`
	Value V
}

// Map is a YAML mapping whose keys are ids chosen by the author, in the order of the file.
type Map[V any] []Entry[V]

// Get returns the value of a key.
func (m Map[V]) Get(key string) (V, bool) {
	for _, e := range m {
		if e.Key == key {
			return e.Value, true
		}
	}
	var zero V
	return zero, false
}

// Enum is implemented by string types with a closed list of words.
type Enum interface{ Words() []string }

// IDPattern is the form of every id an author chooses, ReferencePattern that of a reference to an element inside others.
const (
	IDPattern        = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	ReferencePattern = `^[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)*$`
)

var (
	idForm  = regexp.MustCompile(IDPattern)
	refForm = regexp.MustCompile(ReferencePattern)
	posType = reflect.TypeFor[diag.Pos]()
	wordT   = reflect.TypeFor[Word]()
	nodeT   = reflect.TypeFor[*yaml.Node]()
)

// Decode fills *into from the tree, reporting everything that does not fit. What fits is kept, so that later checks can
// report more. Struct fields are named by their `yaml` tag; `need:"yes"` marks required keys; `range:"1-5"` bounds
// numbers; `keyref` says that the keys of a Map are references; a field At of type diag.Pos receives the place of the
// struct, without a line where something else stands in its place.
func Decode(file string, n *yaml.Node, into any, ds *diag.List) {
	if n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	d := decoder{file, ds}
	d.value(n, reflect.ValueOf(into).Elem(), field{})
}

type decoder struct {
	file string
	ds   *diag.List
}

type mapDecoder interface {
	decodeMap(d *decoder, n *yaml.Node, f field)
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, f field) {
	t := v.Type()
	switch {
	case t == nodeT:
		v.Set(reflect.ValueOf(n))
	case t == wordT:
		s, _ := d.scalar(n, "a word")
		v.Set(reflect.ValueOf(Word{s, place(d.file, n)})) // a wrong one has a place too: it is not missing
	case v.CanAddr() && v.Addr().Type().Implements(reflect.TypeFor[mapDecoder]()):
		v.Addr().Interface().(mapDecoder).decodeMap(d, n, f)
	case t.Kind() == reflect.Pointer:
		p := reflect.New(t.Elem())
		d.value(n, p.Elem(), f)
		v.Set(p)
	case t.Kind() == reflect.Struct:
		d.structure(n, v)
	case t.Kind() == reflect.Slice:
		d.list(n, v, f)
	case t.Kind() == reflect.String:
		d.text(n, v)
	case t.Kind() == reflect.Int:
		d.number(n, v, f)
	default:
		panic(fmt.Sprintf("yamltext: type %s is not supported", t))
	}
}

func (d *decoder) scalar(n *yaml.Node, want string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.ds.Add(place(d.file, n), diag.WrongType, "", "expected %s, found %s", want, form(n))
		return "", false
	}
	if n.Tag == "!!null" || n.Value == "" {
		d.ds.Add(place(d.file, n), diag.EmptyValue, "give the value, or remove the key", "expected %s, found nothing", want)
		return "", false
	}
	return n.Value, true
}

func (d *decoder) text(n *yaml.Node, v reflect.Value) {
	enum, isEnum := v.Addr().Interface().(Enum)
	want := "a text"
	if isEnum {
		want = "one of " + strings.Join(enum.Words(), ", ")
	}
	s, ok := d.scalar(n, want)
	if !ok {
		return
	}
	if isEnum && !slices.Contains(enum.Words(), s) {
		d.ds.Add(place(d.file, n), diag.WrongValue, Suggest(s, enum.Words()), "%q is not an allowed word here", s)
		return
	}
	v.SetString(s)
}

func (d *decoder) number(n *yaml.Node, v reflect.Value, f field) {
	s, ok := d.scalar(n, "a number")
	if !ok {
		return
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		d.ds.Add(place(d.file, n), diag.WrongType, "", "expected a whole number, found %q", s)
		return
	}
	if f.bounded && (i < f.min || i > f.max) {
		d.ds.Add(place(d.file, n), diag.OutOfRange, "", "%d is outside %d to %d", i, f.min, f.max)
		return
	}
	v.SetInt(int64(i))
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, f field) {
	if n.Kind != yaml.SequenceNode {
		d.ds.Add(place(d.file, n), diag.WrongType, "write it as a list: [a, b]", "expected a list, found %s", form(n))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, c := range n.Content {
		d.value(c, out.Index(i), f)
	}
	v.Set(out)
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value) {
	info := structInfo(v.Type())
	at := place(d.file, n)
	if n.Kind != yaml.MappingNode {
		at = diag.Pos{File: d.file}
	}
	if info.at != nil {
		v.FieldByIndex(info.at).Set(reflect.ValueOf(at))
	}
	if n.Kind != yaml.MappingNode {
		d.ds.Add(place(d.file, n), diag.WrongType, "its keys are "+strings.Join(info.names, ", "), "expected a block, found %s", form(n))
		return
	}
	seen := make([]bool, len(info.fields))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		j, known := info.index[key.Value]
		switch {
		case !wordKey(d.file, key, d.ds):
		case !known:
			d.ds.Add(place(d.file, key), diag.UnknownKey, Suggest(key.Value, info.names), "unknown key %q", key.Value)
		case seen[j]:
			d.ds.Add(place(d.file, key), diag.DuplicateKey, "remove one of the two", "key %q stands twice", key.Value)
		default:
			seen[j] = true
			d.value(val, v.FieldByIndex(info.fields[j].index), info.fields[j])
		}
	}
	for j, f := range info.fields {
		if f.need && !seen[j] {
			d.ds.Add(place(d.file, n), diag.MissingKey, f.doc, "key %q is required here", f.name)
		}
	}
}

func (m *Map[V]) decodeMap(d *decoder, n *yaml.Node, f field) {
	if n.Kind != yaml.MappingNode {
		d.ds.Add(place(d.file, n), diag.WrongType, "write it as id: value", "expected a block of ids, found %s", form(n))
		return
	}
	allowed := idForm
	if f.reference {
		allowed = refForm
	}
	out := make(Map[V], 0, len(n.Content)/2)
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		at := place(d.file, key)
		if !wordKey(d.file, key, d.ds) {
			continue
		}
		if !allowed.MatchString(key.Value) {
			d.ds.Add(at, diag.BadID, "use lower-case letters, digits and single hyphens, beginning with a letter", "%q is not an id", key.Value)
		}
		if seen[key.Value] {
			d.ds.Add(at, diag.DuplicateID, "rename one of the two", "id %q stands twice in this block", key.Value)
			continue
		}
		seen[key.Value] = true
		out = append(out, Entry[V]{Key: key.Value, At: at})
		d.value(val, reflect.ValueOf(&out[len(out)-1].Value).Elem(), f)
	}
	*m = out
}

// wordKey tells whether a key is a word, and reports it if it is not.
func wordKey(file string, key *yaml.Node, ds *diag.List) bool {
	if key.Kind != yaml.ScalarNode {
		ds.Add(place(file, key), diag.KeyForm, "", "a key is one word, and this is %s", form(key))
	}
	return key.Kind == yaml.ScalarNode
}

func form(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a block"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return strconv.Quote(n.Value)
}

// field is what the decoder, the formatter and the schema know of a struct field.
type field struct {
	name      string
	index     []int
	doc       string
	need      bool
	reference bool // keys are references, not ids
	bounded   bool
	min, max  int
}

type structure struct {
	fields []field
	names  []string
	index  map[string]int
	at     []int // index of the field At, or nil
}

var structures sync.Map // reflect.Type to *structure: types are few and never change

func structInfo(t reflect.Type) *structure {
	if s, ok := structures.Load(t); ok {
		return s.(*structure)
	}
	s := &structure{index: map[string]int{}}
	var add func(t reflect.Type, prefix []int)
	add = func(t reflect.Type, prefix []int) {
		for i := range t.NumField() {
			sf := t.Field(i)
			index := append(slices.Clone(prefix), i)
			switch name := sf.Tag.Get("yaml"); {
			case sf.Type == posType && sf.Name == "At":
				s.at = index
			case sf.Anonymous:
				add(sf.Type, index)
			case name != "":
				f := field{name: name, index: index, doc: sf.Tag.Get("doc"), need: sf.Tag.Get("need") == "yes", reference: sf.Tag.Get("keyref") != ""}
				if r := sf.Tag.Get("range"); r != "" {
					f.bounded = true
					if _, err := fmt.Sscanf(r, "%d-%d", &f.min, &f.max); err != nil {
						panic(fmt.Sprintf("yamltext: field %s.%s: range %q", t, sf.Name, r))
					}
				}
				s.index[name] = len(s.fields)
				s.names = append(s.names, name)
				s.fields = append(s.fields, f)
			}
		}
	}
	add(t, nil)
	structures.Store(t, s)
	return s
}

// Field is what documentation needs to know of a key.
type Field struct {
	Name, Doc, Range string
	Need             bool
	Type             reflect.Type
	Ref, KeyRef      string // blocks that the value, or the keys of it, refer to
}

// MapValue is the type of the values of a Map; false for all other types.
func MapValue(t reflect.Type) (reflect.Type, bool) {
	if !isMap(t) {
		return nil, false
	}
	return mapValue(t), true
}

// Fields lists the keys of a struct in the order of the canonical form.
func Fields(t reflect.Type) []Field {
	var out []Field
	for _, f := range structInfo(t).fields {
		sf := t.FieldByIndex(f.index)
		out = append(out, Field{f.name, f.doc, sf.Tag.Get("range"), f.need, sf.Type, sf.Tag.Get("ref"), sf.Tag.Get("keyref")})
	}
	return out
}
