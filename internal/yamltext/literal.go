package yamltext

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Kind is the form of a value.
type Kind int

const (
	Scalar Kind = iota
	List
	Block
)

// Literal is a value without a place. Values are the items of a list, or belong to the Keys of a block.
type Literal struct {
	Kind   Kind
	Text   string // of a scalar
	Quoted bool   // the scalar is text, even if it looks like a number; matters only where no type says so
	Keys   []string
	Values []Literal
}

// Get is the value of a key.
func (l Literal) Get(key string) (Literal, bool) {
	if i := slices.Index(l.Keys, key); i >= 0 {
		return l.Values[i], true
	}
	return Literal{}, false
}

// Same tells whether two values mean the same: the order of keys does not matter, nor do quotes.
func (l Literal) Same(o Literal) bool {
	if l.Kind != o.Kind || l.Text != o.Text || len(l.Values) != len(o.Values) {
		return false
	}
	for i, v := range l.Values {
		w := o.Values[i]
		if l.Kind == Block {
			var found bool
			if w, found = o.Get(l.Keys[i]); !found {
				return false
			}
		}
		if !v.Same(w) {
			return false
		}
	}
	return true
}

// Check reports what of a value does not fit the place that the path names from the top of a file of the given shape, by
// keys, and by anything for an item of a list.
// All is reported at one place: the value has none of its own.
func (l Literal) Check(shape reflect.Type, path []string, at diag.Pos, ds *diag.List) {
	n := l.node()
	mark(n)
	in := make([]reflect.Type, len(path)) // what each key stands in
	for i, t := 0, shape; i < len(path); i++ {
		in[i], t = bare(t), inside(bare(t), path[i])
	}
	for i, key := range slices.Backward(path) {
		if t := in[i]; t != nil && t.Kind() == reflect.Slice && !isMap(t) {
			n = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}
			continue
		}
		n = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: key, Tag: "!!str"}, n}}
	}
	var all diag.List
	Decode(at.File, n, reflect.New(shape).Interface(), &all)
	var kept []diag.Diagnostic
	for _, d := range all.Sorted() {
		if d.Line > 0 || d.Code != diag.MissingKey { // what the path leaves out is not missing
			d.Pos = at
			kept = append(kept, d)
		}
	}
	ds.Append(kept)
}

// mark gives the nodes of a value a line, so that they are told from the path to it.
func mark(n *yaml.Node) {
	n.Line, n.Column = 1, 1
	for _, c := range n.Content {
		mark(c)
	}
}

func (l Literal) node() *yaml.Node {
	switch l.Kind {
	case Scalar:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: l.Text}
		if l.Quoted {
			n.Style = yaml.DoubleQuotedStyle
		}
		if l.Text == "" && !l.Quoted {
			n.Tag = "!!null"
		}
		return n
	case List:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, v := range l.Values {
			n.Content = append(n.Content, v.node())
		}
		return n
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i, v := range l.Values {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: l.Keys[i]}, v.node())
	}
	return n
}

// value builds the tree of a literal, with its keys in the canonical order.
func (l Literal) value(shape reflect.Type) *value {
	v := unplaced(l.node(), shape)
	v.arrange()
	return v
}

func unplaced(n *yaml.Node, shape reflect.Type) *value {
	v := &value{node: n, shape: bare(shape), start: -1, end: -1}
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i+step <= len(n.Content); i += step {
		e, key := &entry{start: -1, end: -1}, ""
		if step == 2 {
			e.key, key = n.Content[i], n.Content[i].Value
		}
		e.value = unplaced(n.Content[i+step-1], inside(v.shape, key))
		v.entries = append(v.entries, e)
	}
	return v
}

func literalOf(v *value) Literal {
	l := Literal{Kind: kindOf(v.node)}
	if l.Kind == Scalar {
		if !isNull(v.node) {
			l.Text = v.node.Value
			l.Quoted = v.node.Tag == "!!str" && (l.Text == "" || v.node.Style != 0)
		}
		return l
	}
	for _, e := range v.entries {
		if e.key != nil {
			l.Keys = append(l.Keys, e.key.Value)
		}
		l.Values = append(l.Values, literalOf(e.value))
	}
	return l
}

func kindOf(n *yaml.Node) Kind {
	switch n.Kind {
	case yaml.MappingNode:
		return Block
	case yaml.SequenceNode:
		return List
	}
	return Scalar
}
