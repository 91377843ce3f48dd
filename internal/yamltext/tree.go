package yamltext

import (
	"reflect"
	"slices"
	"sort"

	"go.yaml.in/yaml/v4"
)

// value is a node with the Go type it is decoded into, its comments, and its place in the source.
type value struct {
	node       *yaml.Node
	shape      reflect.Type // nil where nothing is known of it
	entries    []*entry
	foot       []string // comments below the last entry; "" is an empty line
	start, end int
	column     int
	flow       bool
	compact    bool // the root of a file that is one entry
	lines      int  // that came in above since the node was read; a node may belong to others too and is never changed
}

// entry is a key with its value, or an item of a list.
type entry struct {
	key        *yaml.Node // nil in a list
	value      *value
	head       []string // comments above; "" is an empty line
	line       string   // comment on the same line
	keyEnd     int      // offset behind the key
	start, end int
}

// tree builds the values of a document with all comments of the source.
func tree(s *source, doc *yaml.Node, shape reflect.Type) (*value, error) {
	root, err := s.value(doc.Content[0], shape)
	if err != nil {
		return nil, err
	}
	for _, c := range s.comments {
		if c.own {
			root.above(c)
			continue
		}
		switch e := root.beside(c); {
		case e == nil:
			root.above(c)
		case e.line == "":
			e.line = c.text
		default:
			e.head = append(e.head, c.text)
		}
	}
	return root, nil
}

func (s *source) value(n *yaml.Node, shape reflect.Type) (*value, error) {
	v := &value{node: n, shape: bare(shape), start: s.starts[n], column: n.Column}
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i+step <= len(n.Content); i += step {
		e := &entry{start: s.starts[n.Content[i]]}
		var inner reflect.Type
		if n.Kind == yaml.MappingNode {
			e.key = n.Content[i]
			e.keyEnd = s.ends[e.key]
			inner = inside(v.shape, e.key.Value)
		} else {
			inner = inside(v.shape, "")
			if n.Style&yaml.FlowStyle == 0 {
				e.start = s.dash(e.start)
			}
		}
		var err error
		if e.value, err = s.value(n.Content[i+step-1], inner); err != nil {
			return nil, err
		}
		e.end = e.value.end
		v.entries = append(v.entries, e)
	}
	end, known := s.ends[n]
	switch {
	case known:
		v.end, v.flow = end, n.Kind != yaml.ScalarNode
	case len(v.entries) > 0:
		v.end, v.flow = v.entries[len(v.entries)-1].end, n.Style&yaml.FlowStyle != 0
	default:
		v.end = v.start
	}
	return v, nil
}

// dash is the place of the `-` before an item.
func (s *source) dash(item int) int {
	if i := sort.SearchInts(s.dashes, item); i > 0 {
		return s.dashes[i-1]
	}
	return item
}

// bare is a type without pointers; nil for nodes, which may hold anything.
func bare(t reflect.Type) reflect.Type {
	if t == nodeT {
		return nil
	}
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// inside is the type of a field, of the values of a Map, or of the items of a list; nil where nothing is known.
func inside(t reflect.Type, key string) reflect.Type {
	switch {
	case t == nil || t == wordT:
		return nil
	case isMap(t):
		return mapValue(t)
	case t.Kind() == reflect.Slice:
		return t.Elem()
	case t.Kind() == reflect.Struct:
		info := structInfo(t)
		if i, ok := info.index[key]; ok {
			return t.FieldByIndex(info.fields[i].index).Type
		}
	}
	return nil
}

func isMap(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[mapDecoder]())
}

func mapValue(t reflect.Type) reflect.Type {
	f, _ := t.Elem().FieldByName("Value")
	return f.Type
}

// above puts a comment that has its own line above what follows it, or below the block that it is indented with.
func (v *value) above(c comment) {
	i := sort.Search(len(v.entries), func(i int) bool { return v.entries[i].start > c.start })
	if i > 0 {
		prev := v.entries[i-1]
		in := prev.value
		switch {
		case c.start < prev.end && (c.start < in.start && in.flow || len(in.entries) == 0):
			add(&prev.head, c) // between a key and its value, or inside an empty list
			return
		case c.start < prev.end:
			in.above(c)
			return
		case !in.flow && len(in.entries) > 0 && c.column >= in.column && c.column > v.column:
			in.above(c)
			return
		}
	}
	if i < len(v.entries) {
		add(&v.entries[i].head, c)
		return
	}
	add(&v.foot, c)
}

func add(to *[]string, c comment) {
	*to = append(*to, c.text)
	if c.gap {
		*to = append(*to, "")
	}
}

// beside finds the entry that a comment at the end of a line belongs to: the outermost one that begins and ends on the
// line in brackets or as a scalar, else the innermost one that begins on it, else the innermost one that ends on it.
func (v *value) beside(c comment) *entry {
	i := sort.Search(len(v.entries), func(i int) bool { return v.entries[i].start > c.start })
	if i == 0 {
		return nil
	}
	e := v.entries[i-1]
	if e.start >= c.line && e.end <= c.start && (e.value.flow || len(e.value.entries) == 0) {
		return e
	}
	if e.start < c.line && e.end <= c.line {
		return nil
	}
	if inner := e.value.beside(c); inner != nil {
		return inner
	}
	return e
}

// arrange puts the keys of structs into the order of the fields; keys that are no fields keep their place at the end.
func (v *value) arrange() {
	for _, e := range v.entries {
		e.value.arrange()
	}
	if v.node.Kind != yaml.MappingNode || !isStruct(v.shape) {
		return
	}
	info := structInfo(v.shape)
	rank := func(e *entry) int {
		if i, ok := info.index[e.key.Value]; ok {
			return i
		}
		return len(info.fields)
	}
	slices.SortStableFunc(v.entries, func(a, b *entry) int { return rank(a) - rank(b) })
}

func isStruct(t reflect.Type) bool {
	return t != nil && t.Kind() == reflect.Struct && t != wordT
}
