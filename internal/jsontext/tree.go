package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Limits of what is read as a tree, which costs memory for each value. The largest published catalogs and advisories have some ten megabytes.
const (
	TreeBytes  = 64 << 20
	TreeValues = 2_000_000
)

// Value is a JSON value with its place. encoding/json gives no places once it has decoded, and stops at the first value of a wrong form.
type Value struct {
	At      int // offset of its first byte
	Kind    Kind
	Text    string   // of a text, the text; of a number, its digits; of true and false, the word
	Members []Member // of an object
	Items   []Value  // of a list
}

// Member is a value with its name.
type Member struct {
	Key   string
	Value Value
}

// Plain is the value as encoding/json gives it.
func (v *Value) Plain() any {
	switch v.Kind {
	case Object:
		m := make(map[string]any, len(v.Members))
		for i := range v.Members {
			m[v.Members[i].Key] = v.Members[i].Value.Plain()
		}
		return m
	case List:
		list := make([]any, len(v.Items))
		for i := range v.Items {
			list[i] = v.Items[i].Plain()
		}
		return list
	case Text:
		return v.Text
	case Number:
		f, _ := strconv.ParseFloat(v.Text, 64) // out of range is infinite, which no score is
		return f
	case Truth:
		return v.Text == "true"
	}
	return nil
}

// Find goes to a JSON pointer; where it leads nowhere, to the last value on its way.
func (v *Value) Find(pointer string) *Value {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := v.Step(unescape.Replace(step))
		if next == nil {
			return v
		}
		v = next
	}
	return v
}

// Step is a member by its key, or an item by its number; nil where there is none.
func (v *Value) Step(name string) *Value {
	if v.Kind == List {
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v.Items) {
			return &v.Items[i]
		}
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Key == name {
			return &v.Members[i].Value
		}
	}
	return nil
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// Source is a file that lies in memory, in which offsets have places.
type Source struct {
	File string // its name in places
	Data []byte
	// Places at every stride bytes, from which others are counted: all values may stand in one line of many megabytes.
	marks []diag.Pos
}

const stride = 4096

// Place turns an offset into a place that a person can find; a negative one into the file as a whole.
func (s *Source) Place(offset int) diag.Pos {
	if offset < 0 {
		return diag.Pos{File: s.File}
	}
	if s.marks == nil {
		s.marks = []diag.Pos{{File: s.File, Line: 1, Column: 1}}
		for from := 0; from+stride < len(s.Data); from += stride {
			s.marks = append(s.marks, count(s.marks[len(s.marks)-1], s.Data[from:from+stride]))
		}
	}
	offset = min(offset, len(s.Data))
	i := min(offset/stride, len(s.marks)-1)
	return count(s.marks[i], s.Data[i*stride:offset])
}

// count goes on from a place through some text.
func count(p diag.Pos, text []byte) diag.Pos {
	for _, b := range text {
		switch {
		case b == '\n':
			p.Line++
			p.Column = 1
		case utf8.RuneStart(b):
			p.Column++
		}
	}
	return p
}

// TreeOptions say how a tree is read, and what a format says of mistakes.
type TreeOptions struct {
	Depth int // most objects and lists within each other

	Report              func(offset int, code diag.Code, hint, format string, args ...any)
	Malformed, TooLarge diag.Code
	// Hints: how to get a smaller document, how deep documents are, how to get an empty or a broken one again, how to get JSON at all.
	Smaller, Deep, Again, Whole, Other string

	Clean func(string) string // what is kept of a text; all of it where nil
	Show  func(string) string // how a key stands in a message; as it is where nil
}

// Tree reads JSON text that is one document, or reports why it is none. A mark of the order of bytes before it is taken off the data.
func (s *Source) Tree(opt TreeOptions) (Value, bool) {
	if len(s.Data) > TreeBytes {
		opt.Report(-1, opt.TooLarge, opt.Smaller, "the file is larger than 64 MiB")
		return Value{}, false
	}
	s.Data = bytes.TrimPrefix(s.Data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(s.Data) {
		opt.Report(invalid(s.Data), diag.NotUTF8, "save the file as UTF-8", "the file is not UTF-8 text")
		return Value{}, false
	}
	keep := func(s string) string { return s }
	if opt.Clean == nil {
		opt.Clean = keep
	}
	if opt.Show == nil {
		opt.Show = keep
	}
	p := parser{TreeOptions: opt, data: s.Data, dec: json.NewDecoder(bytes.NewReader(s.Data)), left: TreeValues}
	p.dec.UseNumber()
	v, ok := p.value(0)
	if !ok {
		return Value{}, false
	}
	if rest := bytes.TrimLeft(s.Data[p.dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		p.Report(len(s.Data)-len(rest), p.Malformed, "a file holds one document", "more text follows the document")
		return Value{}, false
	}
	return v, true
}

func invalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

type parser struct {
	TreeOptions
	data []byte
	dec  *json.Decoder
	left int // values that may follow
}

// next is where the next token begins.
func (p *parser) next() int {
	i := int(p.dec.InputOffset())
	for i < len(p.data) && bytes.IndexByte([]byte(" \t\r\n,:"), p.data[i]) >= 0 {
		i++
	}
	return i
}

func (p *parser) value(depth int) (Value, bool) {
	v := Value{At: p.next()}
	if p.left--; p.left < 0 {
		p.Report(v.At, p.TooLarge, p.Smaller, "the file has more than %d values", TreeValues)
		return v, false
	}
	if depth > p.Depth {
		p.Report(v.At, p.TooLarge, p.Deep, "values are nested more than %d levels deep", p.Depth)
		return v, false
	}
	tok, err := p.dec.Token()
	if err != nil {
		return v, p.broken(v.At, err)
	}
	switch t := tok.(type) {
	case json.Delim:
		if t == '{' {
			v.Kind = Object
			return v, p.object(&v, depth)
		}
		v.Kind = List
		return v, p.list(&v, depth)
	case string:
		v.Kind, v.Text = Text, p.Clean(t)
	case json.Number:
		v.Kind, v.Text = Number, t.String()
	case bool:
		v.Kind, v.Text = Truth, strconv.FormatBool(t)
	default:
		v.Kind = Null
	}
	return v, true
}

func (p *parser) object(v *Value, depth int) bool {
	seen := map[string]bool{}
	for p.dec.More() {
		at := p.next()
		tok, err := p.dec.Token()
		if err != nil {
			return p.broken(at, err)
		}
		key, _ := tok.(string)
		if seen[key] {
			p.Report(at, p.Malformed, "remove one of them", "the member %q stands twice in one object", p.Show(key))
			return false
		}
		seen[key] = true
		x, ok := p.value(depth + 1)
		if !ok {
			return false
		}
		v.Members = append(v.Members, Member{key, x})
	}
	return p.end()
}

func (p *parser) list(v *Value, depth int) bool {
	for p.dec.More() {
		x, ok := p.value(depth + 1)
		if !ok {
			return false
		}
		v.Items = append(v.Items, x)
	}
	return p.end()
}

func (p *parser) end() bool {
	at := p.next()
	if _, err := p.dec.Token(); err != nil {
		return p.broken(at, err)
	}
	return true
}

// broken reports where JSON text stops to be such.
func (p *parser) broken(at int, err error) bool {
	rest := bytes.TrimSpace(p.data)
	switch {
	case len(rest) == 0:
		p.Report(0, p.Malformed, p.Again, "the file is empty")
	case rest[0] != '{':
		p.Report(0, p.Malformed, p.Other, "the file does not begin as a JSON object")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.Report(len(p.data), p.Malformed, p.Whole, "the file breaks off here")
	default:
		p.Report(at, p.Malformed, "the cause is here or just before", "the file is not JSON: %v", err)
	}
	return false
}
