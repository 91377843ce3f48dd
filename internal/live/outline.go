package live

import (
	"bytes"
	"strings"
)

// outline is what can be told of a text by its indentation and brackets alone, whether or not it is YAML: while somebody types, it mostly is
// not, and a parser would give nothing. Texts that are YAML of the language are outlined as the parser reads them.
type outline struct {
	entries []outlined
	blocks  []blockFrame // open blocks, outermost first
	flows   []flowFrame  // open brackets, outermost first
	scalar  int          // indentation that text of `|` or `>` is deeper than; -1 outside of such text
	mute    bool         // the text ends in a comment
	quote   byte         // the text ends in a text in such quotes
	token   []byte       // the word or text that the outlined text ends in
	full    bool         // there is more than maxEntries; what was found then says nothing of the end
	asKey   bool         // it stands where a key does
	at      int          // entry that the token is a value of, or a key in; -1 for the file
}

// maxEntries bounds the memory of an outline. People do not write so many keys in one file; the larger models that programs write are not
// completed by hand.
const maxEntries = 50_000

// outlined is a key or an item of a list.
type outlined struct {
	parent int // -1 in the file itself
	key    string
	item   bool
	value  string // where it is a word on the same line or in brackets
	line   int    // from 1
	depth  int    // 0 in the file itself

	kind, title string // values of the keys of these names
}

type blockFrame struct{ entry, indent int }

type flowFrame struct {
	open        byte // { or [
	entry, pair int  // whose value it is; its key before the token, or -1
}

// outlineOf reads a text. What the outline says of its end is for the last line.
func outlineOf(text string) *outline {
	o := &outline{scalar: -1, at: -1}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		o.line(n, strings.TrimSuffix(line, "\r"))
	}
	o.mute = o.mute || o.full
	return o
}

func (o *outline) line(n int, text string) {
	o.mute, o.asKey = false, false
	rest := strings.TrimLeft(text, " \t")
	indent := len(text) - len(rest)
	if len(o.flows) > 0 {
		o.flow(n, text)
		return
	}
	o.token, o.quote = nil, 0
	if o.scalar >= 0 {
		if o.mute = indent > o.scalar || rest == ""; o.mute {
			return
		}
		o.scalar = -1
	}
	if strings.HasPrefix(rest, "#") {
		o.mute = true
		return
	}
	for rest == "-" || strings.HasPrefix(rest, "- ") {
		o.close(func(f blockFrame) bool { return f.indent > indent || f.indent == indent && o.entries[f.entry].item })
		o.open(indent, outlined{parent: o.top(), item: true, line: n})
		inner := strings.TrimLeft(rest[1:], " ")
		indent, rest = indent+len(rest)-len(inner), inner
	}
	// An empty line closes nothing for the lines that follow it.
	kept := len(o.blocks)
	o.close(func(f blockFrame) bool { return f.indent >= indent })
	key, value, isKey := cutKey(rest)
	switch {
	case isKey:
		o.open(indent, outlined{parent: o.top(), key: key, line: n})
		o.value(n, value, indent)
	case strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "{"):
		o.flow(n, rest)
	default:
		o.token, o.asKey, o.at = []byte(rest), true, o.top()
		if o.at >= 0 && o.entries[o.at].item && rest != "" {
			o.say(o.at, rest)
		}
		if rest == "" {
			o.blocks = o.blocks[:kept]
		}
	}
}

// value reads what stands behind a key.
func (o *outline) value(n int, text string, indent int) {
	at := o.top()
	rest := strings.TrimLeft(text, " \t")
	switch {
	case strings.HasPrefix(rest, "|"), strings.HasPrefix(rest, ">"):
		o.scalar, o.mute = indent, true
	case strings.HasPrefix(rest, "["), strings.HasPrefix(rest, "{"):
		o.flow(n, rest)
	case strings.HasPrefix(rest, "#") && text != rest:
		o.mute = true
	default:
		if i := strings.Index(rest, " #"); i >= 0 {
			rest, o.mute = rest[:i], true
		}
		o.token, o.at = []byte(rest), at
		o.say(at, rest)
	}
}

// flow reads a line inside brackets, or from the first bracket on.
func (o *outline) flow(n int, text string) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case o.quote != 0:
			o.token = append(o.token, c)
			switch {
			case c == '\\' && o.quote == '"' && i+1 < len(text):
				i++
				o.token = append(o.token, text[i])
			case c == o.quote:
				o.quote = 0
			}
		case (c == '"' || c == '\'') && len(bytes.TrimSpace(o.token)) == 0:
			o.quote, o.token = c, append(o.token[:0], c)
		case c == '{' || c == '[':
			o.bracket(n, c)
		case c == '}' || c == ']':
			o.word()
			o.flows = o.flows[:len(o.flows)-1]
			if len(o.flows) == 0 {
				o.token, o.mute = nil, true
				return
			}
		case c == ',':
			o.word()
			o.flows[len(o.flows)-1].pair = -1
		case c == ':' && o.inPair(text, i):
			f := &o.flows[len(o.flows)-1]
			f.pair = o.add(outlined{parent: f.entry, key: unquoted(string(o.token)), line: n})
			o.token = o.token[:0]
		case c == '#' && (i == 0 || text[i-1] == ' '):
			o.mute = true
			return
		case c == ' ' && len(o.token) == 0:
		default:
			o.token = append(o.token, c)
		}
	}
	f := o.flows[len(o.flows)-1]
	o.asKey, o.at = f.open == '{' && f.pair < 0, f.entry
	if f.pair >= 0 {
		o.at = f.pair
	}
}

// inPair tells whether a colon ends a key.
func (o *outline) inPair(text string, i int) bool {
	f := o.flows[len(o.flows)-1]
	quoted := len(o.token) > 0 && (o.token[0] == '"' || o.token[0] == '\'')
	return f.open == '{' && f.pair < 0 && (quoted || i+1 == len(text) || strings.IndexByte(" ,]}[{", text[i+1]) >= 0)
}

// bracket opens a list or block inside of what is open.
func (o *outline) bracket(n int, c byte) {
	entry := o.top()
	if len(o.flows) > 0 {
		switch f := o.flows[len(o.flows)-1]; {
		case f.open == '[':
			entry = o.add(outlined{parent: f.entry, item: true, line: n})
		case f.pair >= 0:
			entry = f.pair
		default:
			entry = f.entry
		}
	}
	o.flows, o.token = append(o.flows, flowFrame{c, entry, -1}), o.token[:0]
}

// word ends a word in brackets.
func (o *outline) word() {
	if f := o.flows[len(o.flows)-1]; f.pair >= 0 && len(o.token) > 0 {
		o.say(f.pair, string(o.token))
	}
	o.token = o.token[:0]
}

// add keeps an entry and gives its number; beyond the bound it gives that of the last one.
func (o *outline) add(e outlined) int {
	if o.full = o.full || len(o.entries) == maxEntries; o.full {
		return len(o.entries) - 1
	}
	if e.parent >= 0 {
		e.depth = o.entries[e.parent].depth + 1
	}
	o.entries = append(o.entries, e)
	return len(o.entries) - 1
}

func (o *outline) open(indent int, e outlined) {
	o.blocks = append(o.blocks, blockFrame{o.add(e), indent})
}

func (o *outline) close(ends func(blockFrame) bool) {
	for len(o.blocks) > 0 && ends(o.blocks[len(o.blocks)-1]) {
		o.blocks = o.blocks[:len(o.blocks)-1]
	}
}

// top is the innermost open block.
func (o *outline) top() int {
	if len(o.blocks) == 0 {
		return -1
	}
	return o.blocks[len(o.blocks)-1].entry
}

// keys are the keys that an entry has, -1 meaning the file.
func (o *outline) keys(of int) map[string]bool {
	out := map[string]bool{}
	for _, e := range o.entries[of+1:] {
		if e.parent == of {
			out[e.key] = true
		}
	}
	return out
}

// say gives an entry its value.
func (o *outline) say(entry int, value string) {
	e := &o.entries[entry]
	e.value = unquoted(value)
	if e.parent >= 0 {
		switch parent := &o.entries[e.parent]; e.key {
		case "kind":
			parent.kind = e.value
		case "title":
			parent.title = e.value
		}
	}
}

// cutKey cuts a line into the key that it begins with and what stands behind the colon.
func cutKey(s string) (key, rest string, ok bool) {
	if s == "" || strings.IndexByte("[{#&*!|>%@`", s[0]) >= 0 {
		return "", "", false
	}
	for i := range len(s) {
		switch {
		case s[i] == '#' && i > 0 && s[i-1] == ' ':
			return "", "", false
		case s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t'):
			return unquoted(s[:i]), s[i+1:], true
		}
	}
	return "", "", false
}

// unquoted is a word without quotes and room around it.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
