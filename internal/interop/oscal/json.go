package oscal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Limits of what is read. The largest published catalog, NIST SP 800-53 with its assessment procedures, has 10 MB.
const (
	MaxBytes   = 64 << 20
	maxValues  = 2_000_000
	maxDepth   = 64
	maxReports = 50 // errors for one file, and as many warnings; a file of another kind would give one for each value
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
	text    string   // of a text
	members []member // of an object
	items   []value  // of a list
}

type member struct {
	key   string
	value value
}

// source is a file that is being read, with what there is to say about it.
type source struct {
	file string
	data []byte
	ds   *diag.List
	said map[string]bool
	told map[diag.Severity]int // how many
	// Places at every stride bytes, from which others are counted: every control has one, and all may stand in one line of many megabytes.
	marks []diag.Pos
}

const stride = 4096

func newSource(file string, data []byte, ds *diag.List) *source {
	return &source{file: file, data: data, ds: ds, said: map[string]bool{}, told: map[diag.Severity]int{}}
}

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

// report says something once, however often the reader comes by.
func (s *source) report(offset int, code diag.Code, hint, format string, args ...any) {
	key := fmt.Sprint(offset, code, fmt.Sprintf(format, args...))
	// Many warnings must not hide an error, for what is read would then be used.
	if s.said[key] || s.told[code.Severity()] == maxReports {
		return
	}
	s.said[key] = true
	s.told[code.Severity()]++
	s.ds.Add(s.at(offset), code, hint, format, args...)
}

// parse reads JSON text, or reports why it is none.
func (s *source) parse() (value, bool) {
	if len(s.data) > MaxBytes {
		s.ds.Add(diag.Pos{File: s.file}, diag.OscalTooLarge, "export the document in parts", "the file is larger than 64 MiB")
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
		s.report(len(s.data)-len(rest), diag.OscalJSON, "a file holds one document", "more text follows the document")
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
		p.report(v.at, diag.OscalTooLarge, "export the document in parts", "the file has more than %d values", maxValues)
		return v, false
	}
	if depth > maxDepth {
		p.report(v.at, diag.OscalTooLarge, "OSCAL needs some twenty levels", "values are nested more than %d levels deep", maxDepth)
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
		v.sort, v.text = text, printable(t)
	case json.Number:
		v.sort = number
	case bool:
		v.sort = truth
	default:
		v.sort = null
	}
	return v, true
}

// printable is text without characters that steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
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
			p.report(at, diag.OscalJSON, "remove one of them", "the member %q stands twice in one object", key)
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
		p.report(0, diag.OscalJSON, "export the document again", "the file is empty")
	case rest[0] != '{':
		p.report(0, diag.OscalJSON, "OSCAL is also written as XML and YAML; convert the document to JSON first", "the file does not begin as a JSON object")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.report(len(p.data), diag.OscalJSON, "copy or export the file again", "the file breaks off here")
	default:
		p.report(at, diag.OscalJSON, "the cause is here or just before", "the file is not JSON: %v", err)
	}
	return false
}
