// Package jsontext reads JSON files of others, and keeps the place in the file. It does not know what the files are about.
//
// Source.Tree reads a document whole, where it has to be gone through more than once, and a Form takes the values of a known form out of it. A Decoder reads large files in one pass: it says all that
// has a wrong form instead of stopping at the first, and spends memory only on the values that are asked for.
//
// An object is read member by member, and a list item by item. What is not read is skipped, so unknown members cost nothing:
//
//	for d.Object(); d.Next(); {
//		switch string(d.Key()) {
//		case "name":
//			name = d.Text()
//		}
//	}
//
// A loop goes on until Next is false: one that is left early leaves the decoder inside. Of members that stand twice, the last is read last. JSON text that is none ends the reading: from there on, nothing follows.
package jsontext

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Kind is what a JSON value is.
type Kind string

// The kinds. None is where nothing follows.
const (
	None   Kind = ""
	Object Kind = "an object"
	List   Kind = "a list"
	Text   Kind = "a text"
	Number Kind = "a number"
	Truth  Kind = "true or false"
	Null   Kind = "null"
)

// Options say what is read, and to whom mistakes are told.
type Options struct {
	File   string // its name in places
	Bytes  int64  // most bytes that are read; 256 MiB where zero
	Values int    // most values that are read; 20,000,000 where zero
	Depth  int    // most objects and lists within each other; 256 where zero

	// Report gets each mistake, and may keep as many as it likes. Nothing is reported where it is nil.
	Report func(at diag.Pos, code diag.Code, hint, format string, args ...any)
	// The codes of mistakes: the text is no JSON, it is too large, a value is of another kind than was asked for.
	Malformed, TooLarge, Form diag.Code
}

// Decoder reads one JSON value with all that is in it. It belongs to one goroutine.
type Decoder struct {
	opt    Options
	src    io.Reader
	buf    []byte // buf[pos:] is not yet read
	pos    int
	eof    bool
	total  int64
	values int

	stack   []byte // the objects and lists that are open, by their first character
	fresh   bool   // nothing of the innermost one was read yet
	pending bool   // a value follows that is not yet read
	failed  bool
	key     []byte
	text    []byte

	seen int      // buf[:seen] is counted
	at   diag.Pos // the place of buf[seen]
}

const window = 64 << 10

// New returns a decoder that has read nothing yet.
func New(src io.Reader, opt Options) *Decoder {
	if opt.Bytes == 0 {
		opt.Bytes = 256 << 20
	}
	if opt.Values == 0 {
		opt.Values = 20_000_000
	}
	if opt.Depth == 0 {
		opt.Depth = 256
	}
	return &Decoder{opt: opt, src: src, buf: make([]byte, 0, window), pending: true, at: diag.Pos{File: opt.File, Line: 1, Column: 1}}
}

// Failed tells whether the text turned out to be no JSON, or could not be read to its end.
func (d *Decoder) Failed() bool { return d.failed }

// Kind is what the next value is.
func (d *Decoder) Kind() Kind {
	if !d.pending {
		return None
	}
	switch c := d.peek(); {
	case d.failed:
		return None
	case c == '{':
		return Object
	case c == '[':
		return List
	case c == '"':
		return Text
	case c == 't', c == 'f':
		return Truth
	case c == 'n':
		return Null
	case c == '-', '0' <= c && c <= '9':
		return Number
	default:
		d.unexpected(c)
		return None
	}
}

// Object enters the next value, if that is an object; of another value, which it skips, Next finds no members. Next has to follow.
func (d *Decoder) Object() { d.enter(Object) }

// List enters the next value, if that is a list; of another value, which it skips, Next finds no items. Next has to follow.
func (d *Decoder) List() { d.enter(List) }

// nothing stands on the stack for a value that was to be entered and is of another kind.
const nothing = 0

func (d *Decoder) enter(want Kind) {
	switch {
	case !d.Is(want):
		d.stack = append(d.stack, nothing)
	case !d.count():
	case len(d.stack) == d.opt.Depth:
		d.fail(d.opt.TooLarge, "", "values are nested more than %d levels deep", d.opt.Depth)
	default:
		d.stack = append(d.stack, d.buf[d.pos])
		d.pos++
		d.fresh, d.pending = true, false
	}
}

// Next goes to the next member or item of what was entered last, and skips what was not read of the one before. It is false at the end,
// and leaves the object or list then.
func (d *Decoder) Next() bool {
	if d.pending {
		d.Skip()
	}
	if d.failed || len(d.stack) == 0 {
		return false
	}
	open := d.stack[len(d.stack)-1]
	if open == nothing {
		d.leave()
		return false
	}
	c := d.peek()
	switch {
	case d.failed:
		return false
	case c == open+2: // '}' after '{', ']' after '['
		d.pos++
		d.leave()
		return false
	case d.fresh:
		d.fresh = false
	case c == ',':
		d.pos++
		c = d.peek()
	default:
		d.unexpected(c)
		return false
	}
	if open == '{' {
		if c != '"' {
			d.unexpected(c)
			return false
		}
		if d.key = d.scan(d.key[:0], nil); d.failed {
			return false
		}
		if c = d.peek(); c != ':' {
			d.unexpected(c)
			return false
		}
		d.pos++
	}
	d.pending = !d.failed
	return d.pending
}

func (d *Decoder) leave() {
	d.stack = d.stack[:len(d.stack)-1]
	d.fresh = false
}

// Key is the name of the member at which Next stopped, until the next call of Next.
func (d *Decoder) Key() []byte { return d.key }

// Bytes is the next value as text, until anything else is read; nil where it is null. A number, true and false are taken as they are written,
// and reported.
func (d *Decoder) Bytes() []byte {
	if k := d.Kind(); k == Number || k == Truth {
		d.wrong(Text, k)
		return d.literal()
	}
	if !d.Is(Text) || !d.count() {
		return nil
	}
	d.pending = false
	wrong := false
	d.text = d.scan(d.text[:0], &wrong)
	if wrong {
		d.report(d.opt.Form, "save the file as UTF-8", "a text is not UTF-8; what cannot be read of it is replaced")
	}
	if d.failed {
		return nil
	}
	return d.text
}

// Text is the next value as Bytes gives it, to be kept.
func (d *Decoder) Text() string { return string(d.Bytes()) }

// Scalar is the next value where a number is as good as a text.
func (d *Decoder) Scalar() string {
	if k := d.Kind(); k == Number || k == Truth {
		return string(d.literal())
	}
	return d.Text()
}

// Skip passes over the next value.
func (d *Decoder) Skip() {
	switch d.Kind() {
	case None:
	case Object, List:
		for d.enter(d.Kind()); d.Next(); {
		}
	case Text:
		if d.count() {
			d.pending = false
			d.pass()
		}
	default:
		d.literal()
	}
}

// End tells whether the value was read whole and nothing follows it. It skips what is left of it.
func (d *Decoder) End() bool {
	d.Skip()
	for len(d.stack) > 0 && !d.failed {
		for d.Next() {
		}
	}
	if d.failed {
		return false
	}
	if d.space() {
		d.fail(d.opt.Malformed, "a file holds one document", "more text follows the document")
	}
	return !d.failed
}

// Is tells whether the next value is of a kind. One of another kind it skips, and says so; null is as good as nothing.
func (d *Decoder) Is(want Kind) bool {
	got := d.Kind()
	if got == want {
		return true
	}
	if got != None && got != Null {
		d.wrong(want, got)
	}
	d.Skip()
	return false
}

func (d *Decoder) wrong(want, got Kind) {
	switch {
	case len(d.stack) == 0:
		d.report(d.opt.Form, "", "the file holds %s, not %s", got, want)
	case d.stack[len(d.stack)-1] == '{':
		d.report(d.opt.Form, "", "%.40q is %s, not %s", d.key, got, want)
	default:
		d.report(d.opt.Form, "", "an item of a list is %s, not %s", got, want)
	}
}

func (d *Decoder) count() bool {
	if d.values++; d.values > d.opt.Values {
		d.fail(d.opt.TooLarge, "", "the file has more than %d values", d.opt.Values)
		return false
	}
	return true
}

// Pos is the place of what is read next. Calls cost what was read since the last one.
func (d *Decoder) Pos() diag.Pos {
	if !d.failed {
		d.space()
	}
	d.locate()
	return d.at
}

// locate counts up to pos.
func (d *Decoder) locate() {
	part := d.buf[d.seen:d.pos]
	d.seen = d.pos
	if n := bytes.Count(part, []byte{'\n'}); n > 0 {
		d.at.Line += n
		d.at.Column = 1
		part = part[bytes.LastIndexByte(part, '\n')+1:]
	}
	for _, c := range part {
		if utf8.RuneStart(c) {
			d.at.Column++
		}
	}
}

func (d *Decoder) report(code diag.Code, hint, format string, args ...any) {
	if d.opt.Report != nil {
		d.locate()
		d.opt.Report(d.at, code, hint, format, args...)
	}
}

// fail reports something after which nothing can be read.
func (d *Decoder) fail(code diag.Code, hint, format string, args ...any) {
	if !d.failed {
		d.failed, d.pending = true, false
		d.report(code, hint, format, args...)
	}
}

func (d *Decoder) unexpected(c byte) {
	switch {
	case d.failed:
	case c == 0 && d.pos == len(d.buf):
		d.ended()
	default:
		d.fail(d.opt.Malformed, "the cause is here or just before", "the file is not JSON: %q does not belong here", d.char())
	}
}

func (d *Decoder) ended() {
	if d.total == 0 {
		d.fail(d.opt.Malformed, "export the document again", "the file is empty")
		return
	}
	d.fail(d.opt.Malformed, "copy or export the file again", "the file breaks off here")
}

// char is the character at pos.
func (d *Decoder) char() rune {
	for !utf8.FullRune(d.buf[d.pos:]) && d.more() {
	}
	r, _ := utf8.DecodeRune(d.buf[d.pos:])
	return r
}

// more reads on, and drops what was read before. It is false at the end.
func (d *Decoder) more() bool {
	if d.eof || d.failed {
		return false
	}
	d.locate()
	d.buf = d.buf[:copy(d.buf, d.buf[d.pos:])]
	d.pos, d.seen = 0, 0
	for range 100 {
		n, err := d.src.Read(d.buf[len(d.buf):cap(d.buf)])
		d.buf = d.buf[:len(d.buf)+n]
		d.total += int64(n)
		switch {
		case d.total > d.opt.Bytes:
			d.fail(d.opt.TooLarge, "", "the file is larger than %d MiB", d.opt.Bytes>>20)
			return false
		case errors.Is(err, io.EOF):
			d.eof = true
			return n > 0
		case err != nil:
			d.fail(diag.FileUnreadable, "", "the file cannot be read to its end: %s", diag.Cause(err))
			return false
		case n > 0:
			return true
		}
	}
	d.fail(diag.FileUnreadable, "", "the file cannot be read to its end: %s", io.ErrNoProgress)
	return false
}

// space passes over blanks, and tells whether something follows.
func (d *Decoder) space() bool {
	for {
		for d.pos < len(d.buf) {
			switch d.buf[d.pos] {
			case ' ', '\t', '\r', '\n':
				d.pos++
			case 0xEF:
				if !d.mark() {
					return true
				}
			default:
				return true
			}
		}
		if !d.more() {
			return false
		}
	}
}

// mark passes over the byte order mark with which some programs begin a file.
func (d *Decoder) mark() bool {
	if d.total-int64(len(d.buf)-d.pos) != 0 {
		return false
	}
	for len(d.buf) < 3 && d.more() { // it stands at the beginning of buf
	}
	if !bytes.HasPrefix(d.buf, []byte("\xef\xbb\xbf")) {
		return false
	}
	d.pos, d.seen = 3, 3 // it takes no column
	return true
}

// peek is the next byte that is no blank, 0 at the end.
func (d *Decoder) peek() byte {
	if d.failed || !d.space() {
		if d.pending {
			d.ended()
		}
		return 0
	}
	return d.buf[d.pos]
}

// scan reads a text, which begins here, into a slice. It sets wrong where the text is not UTF-8.
func (d *Decoder) scan(into []byte, wrong *bool) []byte {
	d.pos++
	ascii := true
	for {
		from := d.pos
		for d.pos < len(d.buf) && d.buf[d.pos] >= ' ' && d.buf[d.pos] != '"' && d.buf[d.pos] != '\\' {
			ascii = ascii && d.buf[d.pos] < utf8.RuneSelf
			d.pos++
		}
		into = append(into, d.buf[from:d.pos]...)
		switch c := d.current(); {
		case d.failed:
			return into
		case c == '"':
			d.pos++
			if !ascii && !utf8.Valid(into) {
				into = bytes.ToValidUTF8(into, []byte("\uFFFD"))
				if wrong != nil {
					*wrong = true
				}
			}
			return into
		case c == '\\':
			into = d.escape(into)
		case c < ' ':
			d.unexpected(' ') // it cannot be the end
			return into
		}
	}
}

// pass goes over a text, which begins here.
func (d *Decoder) pass() {
	d.pos++
	for !d.failed {
		n := bytes.IndexAny(d.buf[d.pos:], stops)
		if n < 0 {
			d.pos = len(d.buf)
		} else {
			d.pos += n
		}
		switch c := d.current(); {
		case d.failed:
		case c == '"':
			d.pos++
			return
		case c == '\\':
			d.escape(nil)
		case c < ' ':
			d.unexpected(' ')
		}
	}
}

// stops are the bytes at which a text does not just go on.
var stops = func() string {
	s := []byte{'"', '\\'}
	for c := range byte(' ') {
		s = append(s, c)
	}
	return string(s)
}()

// current is the byte at pos, which must be there.
func (d *Decoder) current() byte {
	if d.pos == len(d.buf) && !d.more() {
		d.ended()
		return 0
	}
	return d.buf[d.pos]
}

// ahead makes sure that n bytes follow.
func (d *Decoder) ahead(n int) bool {
	for len(d.buf)-d.pos < n {
		if !d.more() {
			d.pos = len(d.buf)
			d.ended()
			return false
		}
	}
	return true
}

// escape reads what follows a backslash.
func (d *Decoder) escape(into []byte) []byte {
	if !d.ahead(2) {
		return into
	}
	c := d.buf[d.pos+1]
	if i := bytes.IndexByte([]byte(`"\/bfnrt`), c); i >= 0 {
		d.pos += 2
		return append(into, "\"\\/\b\f\n\r\t"[i])
	}
	r, ok := d.unit()
	if !ok {
		return into
	}
	if utf16.IsSurrogate(r) {
		r = d.surrogate(r)
	}
	return utf8.AppendRune(into, r)
}

// surrogate reads the second half of a character, if it follows.
func (d *Decoder) surrogate(first rune) rune {
	if d.current() == '\\' && d.ahead(2) && d.buf[d.pos+1] == 'u' && d.ahead(6) {
		if second, ok := hex(d.buf[d.pos+2 : d.pos+6]); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				d.pos += 6
				return r
			}
		}
	}
	return utf8.RuneError
}

// unit reads \u and four digits.
func (d *Decoder) unit() (rune, bool) {
	if d.buf[d.pos+1] == 'u' {
		if !d.ahead(6) {
			return 0, false
		}
		if r, ok := hex(d.buf[d.pos+2 : d.pos+6]); ok {
			d.pos += 6
			return r, true
		}
	}
	d.fail(d.opt.Malformed, "the cause is here or just before", "the file is not JSON: a backslash stands before something else than it may")
	return 0, false
}

func hex(digits []byte) (rune, bool) {
	var r rune
	for _, c := range digits {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// literal reads a number, true, false or null.
func (d *Decoder) literal() []byte {
	if !d.count() {
		return nil
	}
	d.pending = false
	d.text = d.text[:0]
	for {
		from := d.pos
		for d.pos < len(d.buf) && literals[d.buf[d.pos]] {
			d.pos++
		}
		d.text = append(d.text, d.buf[from:d.pos]...)
		if d.pos < len(d.buf) || !d.more() {
			break
		}
	}
	switch s := string(d.text); {
	case d.failed:
	case s == "":
		d.unexpected(d.peek())
	case s != "true" && s != "false" && s != "null" && !number(s):
		d.fail(d.opt.Malformed, "the cause is just before", "the file is not JSON: %q is no value", cut(s))
	}
	return d.text
}

// literals are the bytes of numbers, true, false and null.
var literals = func() (set [256]bool) {
	for _, c := range []byte("+-.0123456789Eabcdefghijklmnopqrstuvwxyz") {
		set[c] = true
	}
	return set
}()

func cut(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// number tells whether a text is a number as JSON has it.
func number(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	if s = s[whole:]; s != "" && s[0] == '.' {
		n := digits(s[1:])
		if n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if s != "" && s[0]|0x20 == 'e' {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		n := digits(s)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return s == ""
}

// digits is how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
