package yamltext

import (
	"errors"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Write is the canonical text of a whole file of the given shape.
func Write(shape reflect.Type, l Literal) (string, error) {
	if l.Kind != Block || len(l.Values) == 0 {
		return "", errors.New("a file is a block of keys")
	}
	return string(l.value(shape).document()), nil
}

// CopyTo puts a key or an item, as it is written with its comments, into another block or list, perhaps of another draft.
func (p *Place) CopyTo(in *Place, i int) error {
	e, d := p.e, p.draft
	if e.start < 0 || in.e.start < 0 {
		return errUnplaced
	}
	c := &entry{value: e.value.unplace(), start: -1, end: -1}
	if e.key != nil {
		c.key = word(e.key.Value)
	}
	v := in.e.value
	if p.up.e.value.flow || v.flow || len(v.entries) == 0 {
		c.head, c.line = e.head, e.line
		comments := p.inner()
		if v.flow && len(v.entries) > 0 && len(comments) > 0 {
			return errors.New("there is no place for its comments")
		}
		in.draft.gained = append(in.draft.gained, comments...)
		return in.insert(i, c, "")
	}
	from, to := d.headStart(e), d.nextLine(e)
	for _, c := range d.comments(from, to) {
		in.draft.gained = append(in.draft.gained, c.text)
	}
	raw := strings.ReplaceAll(d.src.text[from:to], "\r\n", "\n")
	if line := lineStart(d.src.text, e.start); from == line { // behind a dash it has no indentation of its own
		raw = strings.Repeat(" ", d.column(e.start)) + raw[e.start-from:]
	}
	if !endsLine(raw) {
		raw += "\n"
	}
	target := in.draft.column(firstPlaced(v.entries).start)
	return in.insert(i, c, shift(raw, target-d.column(e.start)))
}

// firstPlaced is the first entry that stands in the text; the caller has made sure that there is one.
func firstPlaced(all []*entry) *entry {
	for _, e := range all {
		if e.start >= 0 {
			return e
		}
	}
	return all[0]
}

// CopyInto puts a key under a key that is not there yet, or holds nothing.
func (p *Place) CopyInto(in *Place, name string) error {
	c := &entry{key: word(p.Key()), value: p.e.value.unplace(), head: p.e.head, line: p.e.line, start: -1, end: -1}
	in.draft.gained = append(in.draft.gained, p.inner()...)
	if at := in.Get(name); at != nil {
		return at.insert(0, c, "")
	}
	block := unplaced(&yaml.Node{Kind: yaml.MappingNode}, inside(in.e.value.shape, name))
	block.entries = []*entry{c}
	return in.insert(in.Position(name), &entry{key: word(name), value: block, start: -1, end: -1}, "")
}

// MoveTo puts a place to another position in its own block or list.
func (p *Place) MoveTo(in *Place, i int) error {
	if err := p.CopyTo(in, i); err != nil {
		return err
	}
	return Remove(p)
}

// inner are the comments above, beside and inside a place.
func (p *Place) inner() []string {
	var out []string
	add := func(lines ...string) {
		for _, l := range lines {
			if l != "" {
				out = append(out, l)
			}
		}
	}
	see := func(e *entry) {
		add(e.head...)
		add(e.line)
		add(e.value.foot...)
	}
	see(p.e)
	p.e.value.each(see)
	return out
}

// unplace is the value with its comments and without its place.
func (v *value) unplace() *value {
	c := *v
	c.start, c.end, c.flow = -1, -1, false
	c.entries = make([]*entry, len(v.entries))
	for i, e := range v.entries {
		o := *e
		o.start, o.end, o.value = -1, -1, e.value.unplace()
		c.entries[i] = &o
	}
	return &c
}

// shift indents lines deeper, or less deep as far as their blanks allow.
func shift(text string, by int) string {
	if by == 0 {
		return text
	}
	var b strings.Builder
	for line := range strings.SplitAfterSeq(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "":
		case by > 0:
			b.WriteString(strings.Repeat(" ", by))
		default:
			blanks := len(line) - len(strings.TrimLeft(line, " "))
			line = line[min(blanks, -by):]
		}
		b.WriteString(line)
	}
	return b.String()
}
