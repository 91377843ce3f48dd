package yamltext

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Insert puts a key with its value into a block, or an item into a list when the key is empty, at a position among those
// that are there. Several may be put in before Done, the first one first.
func (p *Place) Insert(i int, name string, l Literal) error {
	e := &entry{value: l.value(inside(p.e.value.shape, name)), start: -1, end: -1}
	if p.Kind() == Block {
		e.key = word(name)
	}
	return p.insert(i, e, "")
}

func word(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// Position is where a new key belongs: in the order of the language where it has one, else at the end.
func (p *Place) Position(name string) int {
	all := p.e.value.entries
	if !isStruct(p.e.value.shape) {
		return len(all)
	}
	info := structInfo(p.e.value.shape)
	rank, known := info.index[name]
	if !known {
		return len(all)
	}
	for i, e := range slices.Backward(all) {
		if r, ok := info.index[e.key.Value]; ok && r < rank {
			return i + 1
		}
	}
	return 0
}

// insert places an entry, whose lines may be given as they stand elsewhere.
func (p *Place) insert(i int, e *entry, raw string) error {
	v, d := p.e.value, p.draft
	if v.start < 0 {
		return errUnplaced
	}
	v.entries = slices.Insert(slices.Clone(v.entries), i, e)
	before := make([]*entry, 0, len(v.entries)) // those with a place
	at := i
	for k, o := range v.entries {
		if o.start >= 0 {
			before = append(before, o)
		} else if k < at {
			i--
		}
	}
	if len(before) == 0 && p.up == nil {
		return errUnplaced
	}
	switch {
	case len(before) == 0 && p.up.e.value.flow, v.flow && len(before) > 0:
		return p.insertFlow(before, i, e)
	case len(before) == 0:
		v.start, v.foot = -1, nil
		p.rewrite(p.within())
		return nil
	}
	indent := d.column(before[0].start)
	text := raw
	if text == "" {
		text = lines(e, indent)
	}
	if i > 0 {
		at := d.nextLine(before[i-1])
		text = p.spaced(before, i, e, text)
		if at == len(d.src.text) && !endsLine(d.src.text) {
			text = "\n" + strings.TrimSuffix(text, "\n")
		}
		d.put(at, at, text, nil)
		return nil
	}
	first := before[0].start
	if line := lineStart(d.src.text, first); strings.Trim(d.src.text[line:first], " ") == "" {
		at := d.headStart(before[0])
		d.put(at, at, p.spaced(before, 0, e, text), nil)
		return nil
	}
	d.put(first, first, strings.TrimPrefix(text, strings.Repeat(" ", indent))+strings.Repeat(" ", indent), nil)
	return nil
}

func (p *Place) insertFlow(before []*entry, i int, e *entry) error {
	var b strings.Builder
	if e.key != nil {
		b.WriteString(key(e.key, true) + ": ")
	}
	e.value.flowText(&b, MaxBytes)
	v, o := p.e.value, p.outer()
	switch {
	case len(before) == 0:
		p.draft.put(v.start+1, v.start+1, b.String(), o)
	case i > 0:
		at := p.draft.after(before[i-1])
		if before[i-1].key == nil {
			at = before[i-1].end
		}
		p.draft.put(at, at, ", "+b.String(), o)
	default:
		p.draft.put(before[0].start, before[0].start, b.String()+", ", o)
	}
	return nil
}

// spaced separates a block at the top of a file from its neighbours by an empty line.
func (p *Place) spaced(before []*entry, i int, e *entry, text string) string {
	if p.up != nil {
		return text
	}
	d := p.draft
	long := func(from, to int) bool { return strings.ContainsAny(d.src.text[from:to], "\n") }
	multi := strings.Count(text, "\n") > 1
	if i > 0 && (multi || long(before[i-1].start, d.after(before[i-1]))) {
		text = "\n" + text
	}
	if i < len(before) && (multi || long(before[i].start, d.after(before[i]))) {
		at := d.headStart(before[i])
		if i == 0 || lineStart(d.src.text, at) == at && d.nextLine(before[i-1]) == at {
			text += "\n"
		}
	}
	return text
}

// nextLine is the beginning of the line after an entry and the comments that are indented deeper than it.
func (d *Draft) nextLine(e *entry) int {
	text := d.src.text
	at := d.lineEnd(d.after(e))
	at += breakSize(text[at:])
	column := d.column(e.start) + 1
	seen := at
	for at < len(text) {
		end := d.lineEnd(at)
		next := end + breakSize(text[end:])
		line := strings.TrimLeft(text[at:end], " \t")
		switch {
		case line == "":
		case strings.HasPrefix(line, "#") && utf8.RuneCountInString(text[at:end])-utf8.RuneCountInString(line)+1 > column:
			seen = next
		default:
			return seen
		}
		if next == at {
			break
		}
		at = next
	}
	return seen
}

// headStart is the beginning of the first of the comment lines that stand right above an entry and are indented with it,
// or of the line of the entry.
func (d *Draft) headStart(e *entry) int {
	text := d.src.text
	at := lineStart(text, e.start)
	column := d.column(e.start)
	for at > 0 {
		before := lineBefore(text, at)
		line := text[before:at]
		trimmed := strings.TrimLeft(line, " ")
		if !strings.HasPrefix(trimmed, "#") || len(line)-len(trimmed) != column {
			return at
		}
		at = before
	}
	return at
}

// lineBefore is the beginning of the line that ends where another begins.
func lineBefore(s string, at int) int {
	end := strings.TrimSuffix(s[:at], "\r\n")
	if len(end) == at {
		_, size := utf8.DecodeLastRuneInString(end)
		end = end[:at-size]
	}
	return lineStart(s, len(end))
}

func endsLine(s string) bool { return strings.TrimRight(s, breaks) != s }
