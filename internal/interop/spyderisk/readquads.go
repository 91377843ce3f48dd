package spyderisk

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Limits of a model file. The largest known model has 0.12 million statements in 43 MB, of which 7 MB are distinct terms.
const (
	MaxModelBytes = 1 << 30 // after unpacking
	maxQuads      = 4_000_000
	maxTermBytes  = 256 << 20 // distinct text that is held, with what the memory for each term costs besides
	termOverhead  = 64
	maxLine       = 1 << 20
	maxBadLines   = 50
)

// ReadQuads reads N-Quads, packed with gzip or not. Limit bounds the bytes after unpacking; 0 means MaxModelBytes. What is wrong
// becomes a diagnostic; then the result is nil.
func ReadQuads(r io.Reader, shown string, limit int64, ds *diag.List) []Quad {
	quads, _ := readQuads(r, shown, limit, ds)
	return quads
}

// readQuads also gives the line of each quad.
func readQuads(r io.Reader, shown string, limit int64, ds *diag.List) ([]Quad, []int32) {
	if limit <= 0 || limit > MaxModelBytes {
		limit = MaxModelBytes
	}
	p := &quadReader{shown: shown, limit: limit, maxQuads: maxQuads, maxTerms: maxTermBytes, ds: ds, terms: make(map[string]Term)}
	p.read(r)
	if p.bad > 0 {
		return nil, nil
	}
	return p.quads, p.lines
}

type quadReader struct {
	shown string
	limit int64 // bytes
	ds    *diag.List
	bad   int // diagnostics so far

	maxQuads, maxTerms int

	line  int
	text  []byte // the line
	at    int    // in text
	quads []Quad
	lines []int32

	terms   map[string]Term // each distinct term once: a model repeats them some ten times
	held    int             // bytes in terms
	last    [4]Term         // what stood there in the line before; graph and predicate mostly repeat
	scratch []byte
}

func (p *quadReader) read(r io.Reader) {
	in := bufio.NewReaderSize(r, 64<<10)
	var src io.Reader = in
	if magic, _ := in.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			p.line = 1
			p.broken(err)
			return
		}
		src = z
	}
	lines := bufio.NewReaderSize(src, maxLine)
	var total int64
	for p.bad < maxBadLines {
		text, err := lines.ReadSlice('\n')
		p.line++
		total += int64(len(text))
		switch {
		case total > p.limit:
			p.fail(1, diag.ForeignTooLarge, "export a smaller model", "the file is larger than %d bytes after unpacking", p.limit)
			return
		case err == bufio.ErrBufferFull:
			p.fail(1, diag.ForeignTooLarge, "a line holds one statement", "the line is longer than %d bytes", maxLine)
			return
		case err == io.EOF:
			if len(text) > 0 {
				p.statement(text, true)
			}
			return
		case err != nil:
			p.broken(err)
			return
		}
		p.statement(text, false)
		switch {
		case len(p.quads) > p.maxQuads:
			p.fail(1, diag.ForeignTooLarge, "export a smaller model", "the file has more than %d statements", p.maxQuads)
			return
		case p.held > p.maxTerms:
			p.fail(1, diag.ForeignTooLarge, "export a smaller model", "the file has more than %d bytes of distinct text", p.maxTerms)
			return
		}
	}
}

func (p *quadReader) broken(err error) {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		p.fail(1, diag.ForeignTruncated, "copy or export the file again", "the packed file breaks off here")
		return
	}
	if corrupt || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
		p.fail(1, diag.ForeignTruncated, "copy or export the file again", "the packed file is damaged: %v", err)
		return
	}
	p.fail(1, diag.FileUnreadable, "check the file", "the file cannot be read: %v", err)
}

func (p *quadReader) fail(col int, code diag.Code, hint, format string, args ...any) {
	p.bad++
	p.ds.Add(diag.Pos{File: p.shown, Line: p.line, Column: col}, code, hint, format, args...)
}

// --- a line ---

// statement reads one line: nothing, a comment, or a statement. Last means that no line end followed.
func (p *quadReader) statement(text []byte, last bool) {
	p.text, p.at = text, 0
	for {
		p.space()
		if p.at < len(p.text) && (p.text[p.at] == '\r' || p.text[p.at] == '\n') {
			p.at++
			continue
		}
		if p.at == len(p.text) {
			return
		}
		if p.text[p.at] == '#' {
			p.skipComment()
			continue
		}
		q, why := p.quad()
		if why != "" {
			code, hint := diag.ForeignQuad, "a statement is subject, predicate, object, graph and a full stop"
			if last && p.at >= len(p.text) {
				code, hint = diag.ForeignTruncated, "copy or export the file again"
				why = "the file breaks off in the middle of a statement"
			}
			p.fail(1+utf8.RuneCount(p.text[:min(p.at, len(p.text))]), code, hint, "%s", why)
			return
		}
		if len(p.quads) == cap(p.quads) {
			p.quads = slices.Grow(p.quads, max(1024, len(p.quads)))
		}
		p.quads = append(p.quads, q)
		p.lines = append(p.lines, int32(p.line))
	}
}

// skipComment stops at the end of the line. A lone carriage return ends one, too.
func (p *quadReader) skipComment() {
	i := bytes.IndexByte(p.text[p.at:], '\r')
	if i < 0 {
		i = len(p.text) - p.at
	}
	p.at += i
}

func (p *quadReader) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

func (p *quadReader) quad() (q Quad, why string) {
	if q.Subject, why = p.term(0, "subject"); why != "" {
		return q, why
	}
	if q.Predicate, why = p.term(1, "predicate"); why != "" {
		return q, why
	}
	if q.Object, why = p.term(2, "object"); why != "" {
		return q, why
	}
	p.space()
	if p.at < len(p.text) && p.text[p.at] != '.' {
		if q.Graph, why = p.term(3, "graph"); why != "" {
			return q, why
		}
		p.space()
	}
	if p.at >= len(p.text) || p.text[p.at] != '.' {
		return q, "a full stop is missing at the end of the statement"
	}
	p.at++
	p.space()
	if p.at < len(p.text) && p.text[p.at] != '\r' && p.text[p.at] != '\n' && p.text[p.at] != '#' {
		return q, "there is text after the full stop"
	}
	return q, ""
}

func (p *quadReader) term(place int, what string) (Term, string) {
	p.space()
	rest := p.text[p.at:]
	if old := p.last[place]; len(old) > 0 && old[0] == '<' && len(rest) >= len(old) && string(rest[:len(old)]) == string(old) {
		p.at += len(old)
		return old, ""
	}
	var t Term
	var why string
	switch {
	case len(rest) == 0 || rest[0] == '\n' || rest[0] == '\r':
		return "", "the " + what + " is missing"
	case rest[0] == '<':
		t, why = p.iri()
	case rest[0] == '_' && place != 1:
		t, why = p.blank()
	case rest[0] == '"' && place == 2:
		t, why = p.literal()
	default:
		return "", "the " + what + " has a form that is not allowed here"
	}
	p.last[place] = t
	return t, why
}

// intern returns the one copy of a term.
func (p *quadReader) intern(text []byte) Term {
	if t, ok := p.terms[string(text)]; ok {
		return t
	}
	s := string(text)
	p.terms[s] = Term(s)
	p.held += len(s) + termOverhead
	return Term(s)
}

// iri reads <...>.
func (p *quadReader) iri() (Term, string) {
	if end := bytes.IndexByte(p.text[p.at:], '>'); end > 0 {
		if t, ok := p.terms[string(p.text[p.at:p.at+end+1])]; ok {
			p.at += end + 1
			return t, "" // seen, so it is canonical
		}
	}
	text, why := p.iriText()
	if why != "" {
		return "", why
	}
	return p.intern(text), ""
}

// iriText reads an IRI with its brackets; the result is valid until the next call.
func (p *quadReader) iriText() ([]byte, string) {
	rest := p.text[p.at:]
	end := bytes.IndexByte(rest, '>')
	if end < 0 {
		p.at = len(p.text)
		return nil, "an IRI is not closed"
	}
	text := rest[:end+1]
	if bytes.IndexByte(text, '\\') >= 0 {
		out, ok := unescape(append(p.scratch[:0], '<'), text[1:end], false)
		if !ok {
			return nil, "an IRI holds an escape that is not allowed"
		}
		p.scratch = append(out, '>')
		text = p.scratch
	}
	colon := false
	for _, c := range text[1 : len(text)-1] {
		if forbidden[c] {
			return nil, fmt.Sprintf("an IRI holds the character %q", rune(c))
		}
		colon = colon || c == ':'
	}
	if !colon {
		return nil, "an IRI has no scheme"
	}
	if !utf8.Valid(text) {
		return nil, "an IRI is not UTF-8 text"
	}
	p.at += end + 1
	return text, ""
}

// forbidden in an IRI: control characters, space and <>"{}|^`\.
var forbidden = func() (f [256]bool) {
	for c := range 0x21 {
		f[c] = true
	}
	for _, c := range []byte("<>\"{}|^`\\") {
		f[c] = true
	}
	return f
}()

// blank reads _:label.
func (p *quadReader) blank() (Term, string) {
	rest := p.text[p.at:]
	if len(rest) < 3 || rest[1] != ':' {
		p.at += min(len(rest), 3)
		return "", "a blank node has no label"
	}
	n, dots := 2, 0
	for n < len(rest) {
		r, size := utf8.DecodeRune(rest[n:])
		switch {
		case r == '.' && n > 2:
			dots++
		case labelStart(r) || r >= '0' && r <= '9' || n > 2 && (r == '-' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040):
			dots = 0
		default:
			size = 0
		}
		if size == 0 || r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	n -= dots // a full stop at the end closes the statement
	if n <= 2 {
		return "", "a blank node has no label"
	}
	p.at += n
	return p.intern(rest[:n]), ""
}

// labelStart is PN_CHARS_U of the N-Quads grammar, with the colon that it allows in labels.
func labelStart(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_', r == ':':
		return true
	case r < 0xC0 || r == 0xD7 || r == 0xF7 || r == 0x37E:
		return false
	}
	return r <= 0x2FF || r >= 0x370 && r <= 0x1FFF || r >= 0x200C && r <= 0x200D || r >= 0x2070 && r <= 0x218F ||
		r >= 0x2C00 && r <= 0x2FEF || r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

// literal reads "text", "text"@language or "text"^^<datatype>.
func (p *quadReader) literal() (Term, string) {
	rest := p.text[p.at:]
	end, plain := 1, true
	for ; end < len(rest); end++ {
		c := rest[end]
		if c == '"' {
			break
		}
		if c == '\\' {
			end++
			// These escapes are those of the canonical form.
			plain = plain && end < len(rest) && strings.IndexByte(`tbnrf"\`, rest[end]) >= 0
			continue
		}
		if c == '\n' || c == '\r' {
			return "", "a text is not closed"
		}
		plain = plain && c >= 0x20 && c != 0x7f
	}
	if end >= len(rest) {
		p.at = len(p.text)
		return "", "a text is not closed"
	}
	body, start := rest[1:end], p.at
	if !utf8.Valid(body) {
		return "", "a text is not UTF-8 text"
	}
	p.at += end + 1
	tail, why := p.suffix()
	if why != "" {
		return "", why
	}
	if plain && string(tail) == string(p.text[start+end+1:p.at]) {
		return p.intern(p.text[start:p.at]), "" // canonical already
	}
	value, ok := unescape(nil, body, true)
	if !ok {
		p.at = start
		return "", "a text holds an escape that is not allowed"
	}
	out := append(appendEscaped([]byte{'"'}, string(value)), '"')
	return p.intern(append(out, tail...)), ""
}

// suffix reads what follows the text of a literal, in canonical form.
func (p *quadReader) suffix() ([]byte, string) {
	rest := p.text[p.at:]
	switch {
	case len(rest) > 0 && rest[0] == '@':
		n := 1
		for n < len(rest) && (isLetter(rest[n]) || n > 1 && (rest[n] == '-' || rest[n] >= '0' && rest[n] <= '9')) {
			n++
		}
		tag := rest[:n]
		if !validTag(string(tag[1:])) {
			return nil, "a language tag has a wrong form"
		}
		p.at += n
		return tag, ""
	case bytes.HasPrefix(rest, []byte("^^<")):
		p.at += 2
		iri, why := p.iriText()
		if why != "" {
			return nil, why
		}
		if string(iri) == "<"+xsdString+">" {
			return nil, ""
		}
		return append([]byte("^^"), iri...), ""
	case bytes.HasPrefix(rest, []byte("^")):
		return nil, "a datatype has a wrong form"
	}
	return nil, ""
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func validTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		if part == "" || i == 0 && strings.ContainsAny(part, "0123456789") {
			return false
		}
	}
	return true
}
