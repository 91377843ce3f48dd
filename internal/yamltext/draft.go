package yamltext

import (
	"bytes"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Draft is a file that is changed in places, while everything around them stays byte for byte the same. Changes are
// collected and written by Done. A draft belongs to one goroutine.
type Draft struct {
	file    string
	bom     string
	eol     string
	shape   reflect.Type
	parse   Parser
	src     *source
	root    *Place
	splices []splice
	lost    []string // comments that go with what is removed
	gained  []string // comments that come with what is copied
	changes []Change // that made this draft
	spent   bool     // what it holds has become part of a later draft
}

// Place is a key with its value, or an item of a list; the root of a draft has neither key nor list around it.
type Place struct {
	draft *Draft
	up    *Place
	e     *entry
}

// Parser is Parse, or what keeps its results.
type Parser func(file string, src []byte, ds *diag.List) *yaml.Node

// Open reads a file for changing. The shape is the struct that the file is decoded into, or nil where it is not known.
// The result is nil when the file cannot be changed in places; the reasons are in ds.
func (parse Parser) Open(file string, src []byte, shape reflect.Type, ds *diag.List) *Draft {
	text := bytes.TrimPrefix(src, []byte("\uFEFF"))
	doc := parse(file, src, ds)
	if doc == nil {
		return nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		ds.Add(place(file, root), diag.WrongType, "", "expected a block, found %s", form(root))
		return nil
	}
	if !wordKeys(file, doc, ds) {
		return nil
	}
	s, err := scan(string(text), doc)
	var v *value
	if err == nil {
		v, err = tree(s, doc, shape)
	}
	if err != nil {
		ds.Add(diag.Pos{File: file}, diag.NotEditable, "write it in the usual form: cordon fmt", "the places of its values cannot be told: %s", err)
		return nil
	}
	d := &Draft{file: file, bom: string(src[:len(src)-len(text)]), eol: "\n", shape: shape, parse: parse, src: s}
	if i := strings.IndexByte(s.text, '\n'); i > 0 && s.text[i-1] == '\r' {
		d.eol = "\r\n"
	}
	d.root = &Place{draft: d, e: &entry{value: v, start: v.start, end: v.end}}
	return d
}

// Open is Parser.Open with Parse.
func Open(file string, src []byte, shape reflect.Type, ds *diag.List) *Draft {
	return Parser(Parse).Open(file, src, shape, ds)
}

// Root is the whole file.
func (d *Draft) Root() *Place { return d.root }

// File is the name of the file, as it was opened.
func (d *Draft) File() string { return d.file }

// Text is the text that was read, with its byte order mark.
func (d *Draft) Text() []byte { return []byte(d.bom + d.src.text) }

// Spent tells whether Done was called, or changes were collected that are not written: the draft is of no use any more.
func (d *Draft) Spent() bool { return d.spent || d.Changed() }

// Changed tells whether there is anything for Done to write.
func (d *Draft) Changed() bool { return len(d.splices) > 0 }

// Draft is the draft that the place is in.
func (p *Place) Draft() *Draft { return p.draft }

// Up is the place around this one, or nil at the root.
func (p *Place) Up() *Place { return p.up }

// Key is the key of the place; empty in a list.
func (p *Place) Key() string {
	if p.e.key == nil {
		return ""
	}
	return p.e.key.Value
}

// Pos is where the key or the item begins.
func (p *Place) Pos() diag.Pos {
	n := p.e.key
	if n == nil {
		n = p.e.value.node
	}
	at := place(p.draft.file, n)
	at.Line += p.e.value.lines
	return at
}

// Shape is the Go type of the value; nil where nothing is known of it.
func (p *Place) Shape() reflect.Type { return p.e.value.shape }

// Kind tells which form the value has.
func (p *Place) Kind() Kind { return kindOf(p.e.value.node) }

// Brackets tells whether a block or list stands in brackets.
func (p *Place) Brackets() bool { return p.e.value.flow }

// Scalar is the text of a scalar; empty for others and where there is nothing.
func (p *Place) Scalar() string {
	if n := p.e.value.node; n.Kind == yaml.ScalarNode && !isNull(n) {
		return n.Value
	}
	return ""
}

// Places are the keys of a block, or the items of a list.
func (p *Place) Places() []*Place {
	out := make([]*Place, len(p.e.value.entries))
	for i, e := range p.e.value.entries {
		out[i] = &Place{p.draft, p, e}
	}
	return out
}

// Get is the place of a key below, or nil.
func (p *Place) Get(key string) *Place {
	if e := p.e.value.find(key); e != nil {
		return &Place{p.draft, p, e}
	}
	return nil
}

// Is tells whether two places are the same one.
func (p *Place) Is(o *Place) bool { return p.e == o.e }

// Literal is the value as it could be written anew.
func (p *Place) Literal() Literal { return literalOf(p.e.value) }

// Comments are the comments above the key or item, and the one on its line; empty where there are none.
func (p *Place) Comments() (above []string, beside string) { return p.e.head, p.e.line }

// Index is the position of a place in what is around it.
func (p *Place) Index() int {
	for i, e := range p.up.e.value.entries {
		if e == p.e {
			return i
		}
	}
	return -1
}
