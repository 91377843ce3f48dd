package spyderisk

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Term is an RDF term in canonical N-Quads syntax: <iri>, _:label, "text", "text"@language or "text"^^<datatype>. Two terms
// are the same if and only if the strings are.
type Term string

// Quad is a statement; Graph is "" for the default graph.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// IRI is the IRI of the term, or "" if it is no IRI.
func (t Term) IRI() string {
	if len(t) < 2 || t[0] != '<' {
		return ""
	}
	return string(t[1 : len(t)-1])
}

// Text is the value of a literal; ok tells whether the term is one.
func (t Term) Text() (text string, ok bool) {
	end := strings.LastIndexByte(string(t), '"')
	if end < 1 || t[0] != '"' {
		return "", false
	}
	body := string(t[1:end])
	if strings.IndexByte(body, '\\') < 0 {
		return body, true
	}
	out, _ := unescape(nil, []byte(body), true)
	return string(out), true
}

// IRITerm makes a term of an absolute IRI without forbidden characters.
func IRITerm(iri string) Term { return Term("<" + iri + ">") }

// TextTerm makes a term of a text; the datatype is a full IRI, or "" for a string.
func TextTerm(text, datatype string) Term {
	b := appendEscaped([]byte{'"'}, text)
	b = append(b, '"')
	if datatype != "" && datatype != xsdString {
		b = append(b, "^^<"+datatype+">"...)
	}
	return Term(b)
}

const xsdString = "http://www.w3.org/2001/XMLSchema#string"

// unescape appends the text that body stands for. In an IRI only \u and \U are allowed.
func unescape(to, body []byte, literal bool) ([]byte, bool) {
	for i := 0; i < len(body); i++ {
		c := body[i]
		if c != '\\' {
			to = append(to, c)
			continue
		}
		i++
		if i >= len(body) {
			return to, false
		}
		if n := hexDigits[body[i]]; n > 0 {
			if i+n >= len(body) {
				return to, false
			}
			r, ok := hexRune(body[i+1 : i+1+n])
			if !ok {
				return to, false
			}
			to = utf8.AppendRune(to, r)
			i += n
			continue
		}
		plain := strings.IndexByte(`tbnrf"'\`, body[i])
		if !literal || plain < 0 {
			return to, false
		}
		to = append(to, "\t\b\n\r\f\"'\\"[plain])
	}
	return to, true
}

var hexDigits = [256]int{'u': 4, 'U': 8}

func hexRune(digits []byte) (rune, bool) {
	var v uint32
	for _, c := range digits {
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 | uint32(c-'0')
		case c >= 'a' && c <= 'f':
			v = v<<4 | uint32(c-'a'+10)
		case c >= 'A' && c <= 'F':
			v = v<<4 | uint32(c-'A'+10)
		default:
			return 0, false
		}
	}
	return rune(v), v <= utf8.MaxRune && utf8.ValidRune(rune(v))
}

// appendEscaped writes a text with the escapes of canonical N-Quads.
func appendEscaped(to []byte, text string) []byte {
	for i := range len(text) {
		c := text[i]
		if n := strings.IndexByte("\t\b\n\r\f\"\\", c); n >= 0 {
			to = append(to, '\\', `tbnrf"\`[n])
			continue
		}
		if c < 0x20 || c == 0x7f {
			to = fmt.Appendf(to, `\u%04X`, c)
			continue
		}
		to = append(to, c)
	}
	return to
}
