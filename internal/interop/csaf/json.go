package csaf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Limits of what is read. The largest published advisories, of vendors of operating systems, have some ten megabytes. Branches of products may
// stand thirty deep, each of which takes two levels.
const (
	MaxBytes   = 64 << 20
	maxValues  = 2_000_000
	maxDepth   = 128
	maxReports = 50 // diagnostics for one file; a file of another kind would give one for each value
)

// sort is what a JSON value is.
type sort string

const (
	object sort = "an object"
	array  sort = "a list"
	text   sort = "a text"
	number sort = "a number"
	truth  sort = "true or false"
	null   sort = "null"
)

// value is a JSON value with its place. encoding/json gives no places once it has decoded, and stops at the first value of a wrong form.
type value struct {
	at      int // offset of its first byte
	sort    sort
	text    string   // of a text, the text; of a number, its digits; of true and false, the word
	members []member // of an object
	items   []value  // of a list
}

type member struct {
	key   string
	value value
}

// plain is the value as encoding/json gives it.
func (v *value) plain() any {
	switch v.sort {
	case object:
		m := make(map[string]any, len(v.members))
		for i := range v.members {
			m[v.members[i].key] = v.members[i].value.plain()
		}
		return m
	case array:
		list := make([]any, len(v.items))
		for i := range v.items {
			list[i] = v.items[i].plain()
		}
		return list
	case text:
		return v.text
	case number:
		f, _ := strconv.ParseFloat(v.text, 64) // out of range is infinite, which no score is
		return f
	case truth:
		return v.text == "true"
	}
	return nil
}

// find goes to a JSON pointer; where it leads nowhere, to the last value on its way.
func (v *value) find(pointer string) *value {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := v.step(unescape.Replace(step))
		if next == nil {
			return v
		}
		v = next
	}
	return v
}

func (v *value) step(name string) *value {
	if v.sort == array {
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v.items) {
			return &v.items[i]
		}
		return nil
	}
	for i := range v.members {
		if v.members[i].key == name {
			return &v.members[i].value
		}
	}
	return nil
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// source is a file that is being read, with what there is to say about it.
type source struct {
	file string
	data []byte
	ds   *diag.List
	said map[string]bool
	// Places at every stride bytes, from which others are counted: all values may stand in one line of many megabytes.
	marks []diag.Pos
}

const stride = 4096

// at turns an offset into a place that a person can find.
func (s *source) at(offset int) diag.Pos {
	if s.marks == nil {
		s.marks = []diag.Pos{{File: s.file, Line: 1, Column: 1}}
		for from := 0; from+stride < len(s.data); from += stride {
			s.marks = append(s.marks, count(s.marks[len(s.marks)-1], s.data[from:from+stride]))
		}
	}
	offset = min(offset, len(s.data))
	i := min(offset/stride, len(s.marks)-1)
	return count(s.marks[i], s.data[i*stride:offset])
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

// report says something once. What is wrong with very many values is said of the first ones only.
func (s *source) report(offset int, code diag.Code, hint, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	key := fmt.Sprint(offset, code, message)
	if s.said[key] || len(s.said) == maxReports {
		return
	}
	s.said[key] = true
	s.ds.Add(s.at(offset), code, hint, "%s", message)
}

// parse reads JSON text, or reports why it is none.
func (s *source) parse() (value, bool) {
	if len(s.data) > MaxBytes {
		s.ds.Add(diag.Pos{File: s.file}, diag.CsafTooLarge, "ask its author for several documents", "the file is larger than 64 MiB")
		return value{}, false
	}
	s.data = bytes.TrimPrefix(s.data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(s.data) {
		s.report(invalid(s.data), diag.NotUTF8, "save the file as UTF-8", "the file is not UTF-8 text")
		return value{}, false
	}
	p := parser{source: s, dec: json.NewDecoder(bytes.NewReader(s.data)), left: maxValues}
	p.dec.UseNumber()
	v, ok := p.value(0)
	if !ok {
		return value{}, false
	}
	if rest := bytes.TrimLeft(s.data[p.dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		s.report(len(s.data)-len(rest), diag.CsafJSON, "a file holds one document", "more text follows the document")
		return value{}, false
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
	*source
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

func (p *parser) value(depth int) (value, bool) {
	v := value{at: p.next()}
	if p.left--; p.left < 0 {
		p.report(v.at, diag.CsafTooLarge, "ask its author for several documents", "the file has more than %d values", maxValues)
		return v, false
	}
	if depth > maxDepth {
		p.report(v.at, diag.CsafTooLarge, "branches of products may stand thirty deep", "values are nested more than %d levels deep", maxDepth)
		return v, false
	}
	tok, err := p.dec.Token()
	if err != nil {
		return v, p.broken(v.at, err)
	}
	switch t := tok.(type) {
	case json.Delim:
		if t == '{' {
			v.sort = object
			return v, p.object(&v, depth)
		}
		v.sort = array
		return v, p.array(&v, depth)
	case string:
		v.sort, v.text = text, t
	case json.Number:
		v.sort, v.text = number, t.String()
	case bool:
		v.sort, v.text = truth, strconv.FormatBool(t)
	default:
		v.sort = null
	}
	return v, true
}

func (p *parser) object(v *value, depth int) bool {
	seen := map[string]bool{}
	for p.dec.More() {
		at := p.next()
		tok, err := p.dec.Token()
		if err != nil {
			return p.broken(at, err)
		}
		key, _ := tok.(string)
		if seen[key] {
			p.report(at, diag.CsafJSON, "remove one of them", "the member %q stands twice in one object", short(key))
			return false
		}
		seen[key] = true
		x, ok := p.value(depth + 1)
		if !ok {
			return false
		}
		v.members = append(v.members, member{key, x})
	}
	return p.end()
}

func (p *parser) array(v *value, depth int) bool {
	for p.dec.More() {
		x, ok := p.value(depth + 1)
		if !ok {
			return false
		}
		v.items = append(v.items, x)
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
		p.report(0, diag.CsafJSON, "download the document again", "the file is empty")
	case rest[0] != '{':
		p.report(0, diag.CsafJSON, "advisories are published as web pages as well; look for the JSON file", "the file does not begin as a JSON object")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.report(len(p.data), diag.CsafJSON, "download the document again", "the file breaks off here")
	default:
		p.report(at, diag.CsafJSON, "the cause is here or just before", "the file is not JSON: %v", err)
	}
	return false
}
