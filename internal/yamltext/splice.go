package yamltext

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

// splice replaces a span of the source. Outer is the place on lines of its own around brackets that are changed inside.
type splice struct {
	start, end int
	text       string
	outer      *Place
}

// Change is a span that was changed, with its byte offset in the text that it stands in now.
type Change struct {
	At       int
	Was, Now string
}

// Changes are what made this draft out of the one before, from the top.
func (d *Draft) Changes() []Change { return d.changes }

var errUnplaced = errors.New("the value was written by this same change")

// Done writes what was changed and reads it again: the result must hold the changed values, all others as they were, and
// every comment that was not removed with what it is about. The draft is of no use afterwards.
func (d *Draft) Done() (*Draft, error) {
	if len(d.splices) == 0 {
		return d, nil
	}
	d.widths()
	slices.SortStableFunc(d.splices, func(a, b splice) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var b strings.Builder
	b.WriteString(d.bom)
	var changes []Change
	last := 0
	for _, s := range d.splices {
		if s.start < last {
			return nil, fmt.Errorf("change %s: two changes touch the same text", d.file)
		}
		b.WriteString(d.src.text[last:s.start])
		text := s.text
		if d.eol != "\n" {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", d.eol)
		}
		changes = append(changes, Change{At: b.Len(), Was: d.src.text[s.start:s.end], Now: text})
		b.WriteString(text)
		last = s.end
	}
	b.WriteString(d.src.text[last:])
	d.spent = true
	if after, ok := d.again(b.String()[len(d.bom):], changes); ok {
		after.changes = changes
		return after, nil
	}
	var ds diag.List
	after := d.parse.Open(d.file, []byte(b.String()), d.shape, &ds)
	if after == nil {
		return nil, fmt.Errorf("change %s: the result could not be read: %s", d.file, ds.Sorted()[0])
	}
	if err := alike(d.root.e.value, after.root.e.value); err != nil {
		return nil, fmt.Errorf("change %s: the result would differ: %w", d.file, err)
	}
	if !slices.Equal(without(append(texts(d.src.comments), d.gained...), d.lost), texts(after.src.comments)) {
		return nil, fmt.Errorf("change %s: a comment would be lost", d.file)
	}
	after.changes = changes
	return after, nil
}

// without gives all texts sorted, less some of them.
func without(all, less []string) []string {
	slices.Sort(all)
	count := map[string]int{}
	for _, t := range less {
		count[t]++
	}
	return slices.DeleteFunc(all, func(t string) bool {
		count[t]--
		return count[t] >= 0
	})
}

// alike compares the changed tree with what was read from the changed text.
func alike(a, b *value) error {
	if kindOf(a.node) != kindOf(b.node) || len(a.entries) != len(b.entries) {
		return fmt.Errorf("%s in place of %s in line %d", form(b.node), form(a.node), b.node.Line)
	}
	if kindOf(a.node) == Scalar && (isNull(a.node) != isNull(b.node) || !isNull(a.node) && a.node.Value != b.node.Value) {
		return fmt.Errorf("%s in place of %s in line %d", form(b.node), form(a.node), b.node.Line)
	}
	for i, e := range a.entries {
		if e.key != nil && e.key.Value != b.entries[i].key.Value {
			return fmt.Errorf("key %q in place of %q in line %d", b.entries[i].key.Value, e.key.Value, b.entries[i].key.Line)
		}
		if err := alike(e.value, b.entries[i].value); err != nil {
			return err
		}
	}
	return nil
}

// Set gives a place another value.
func (p *Place) Set(l Literal) error {
	e := p.e
	if e.start < 0 || p.up == nil || e.value.start < 0 {
		return errUnplaced
	}
	old, now := e.value, l.value(p.shapeHere())
	e.value = now
	from, to := old.start, old.end
	quiet := to > from && !p.draft.anyComment(e.start, to)
	if p.up.e.value.flow {
		if !quiet {
			return p.again()
		}
		var b strings.Builder
		now.flowText(&b, MaxBytes)
		p.draft.put(from, to, b.String(), p.outer())
		return nil
	}
	text, ok := now.inline(Width-p.draft.column(from), p.up.up == nil)
	if ok && text != "" && quiet {
		p.draft.put(from, to, text, nil)
		return nil
	}
	p.rewrite(p.within())
	return nil
}

// Rename gives a place another key.
func (p *Place) Rename(name string) error {
	e := p.e
	if e.start < 0 || e.key == nil {
		return errUnplaced
	}
	renamed := *e.key
	renamed.Value = name
	e.key = &renamed
	flow := p.up.e.value.flow
	text := key(&renamed, flow)
	if flow {
		p.draft.put(e.start, e.keyEnd, text, p.outer())
	} else {
		p.draft.put(e.start, e.keyEnd, text, nil)
	}
	return nil
}

// shapeHere is the type that the language gives the place, whatever stands there now.
func (p *Place) shapeHere() reflect.Type { return inside(p.up.e.value.shape, p.Key()) }

func (d *Draft) put(start, end int, text string, outer *Place) {
	d.splices = append(d.splices, splice{start, end, text, outer})
}

// outer is the place on lines of its own that holds the brackets around this one.
func (p *Place) outer() *Place {
	for p.up != nil && p.up.e.value.flow {
		p = p.up
	}
	return p
}

// again writes the lines around a change in brackets anew.
func (p *Place) again() error {
	o := p.outer()
	if o.up == nil {
		return errors.New("the whole file stands in brackets")
	}
	o.drop()
	o.rewrite(nil)
	return nil
}

// drop forgets changes inside a place that is written anew.
func (p *Place) drop() {
	p.draft.splices = slices.DeleteFunc(p.draft.splices, func(s splice) bool { return s.outer != nil && s.outer.e == p.e })
}

// within are the comments from the key of a place to the end of its last line, without the one that stays beside it.
func (p *Place) within() []string {
	var out []string
	for _, c := range p.draft.comments(p.e.start, p.draft.lineEnd(p.draft.after(p.e))) {
		if c.text != p.e.line {
			out = append(out, c.text)
		}
	}
	return out
}

// rewrite writes a key with its value, or an item, in the canonical form, up to the end of its last line; with comments
// above it that have no other place.
func (p *Place) rewrite(head []string) {
	d, e := p.draft, *p.e
	e.head = head
	indent := d.column(e.start)
	text := strings.TrimPrefix(strings.TrimSuffix(lines(&e, indent), "\n"), strings.Repeat(" ", indent))
	d.put(e.start, d.lineEnd(d.after(p.e)), text, nil)
}

// widths writes anew, in lines, what became too long for one line.
func (d *Draft) widths() {
	grown := map[*entry]int{}
	var outers []*Place
	for _, s := range d.splices {
		if s.outer == nil || s.outer.up == nil || s.outer.up.up == nil {
			continue
		}
		if _, known := grown[s.outer.e]; !known {
			outers = append(outers, s.outer)
		}
		grown[s.outer.e] += utf8.RuneCountInString(s.text) - utf8.RuneCountInString(d.src.text[s.start:s.end])
	}
	for _, p := range outers {
		line := d.src.text[lineStart(d.src.text, p.e.start):d.lineEnd(p.e.end)]
		was := utf8.RuneCountInString(strings.TrimRight(line, " \t"))
		if p.e.line != "" {
			was -= utf8.RuneCountInString(p.e.line) + 1
		}
		if strings.ContainsAny(line, breaks) || was > Width || was+grown[p.e] <= Width {
			continue
		}
		p.drop()
		p.rewrite(nil)
	}
}

// lines is the canonical text of an entry that is not at the top of a file.
func lines(e *entry, indent int) string {
	p := &printer{}
	if e.key == nil && indent == 0 { // an item as far left as its key, which the printer would take for the top
		p.entry(e, 2)
		return shift(p.String(), -2)
	}
	p.entry(e, indent)
	return p.String()
}

// after is the end of an entry; where there is no value, the end of its key with the colon, or of its dash.
func (d *Draft) after(e *entry) int {
	if e.key == nil {
		if e.end > e.start {
			return e.end
		}
		return e.start + 1
	}
	end := e.keyEnd
	if e.end > end {
		return e.end
	}
	if i := strings.IndexByte(d.src.text[end:d.lineEnd(end)], ':'); i >= 0 {
		return end + i + 1
	}
	return end
}

func (d *Draft) lineEnd(offset int) int { return lineEnd(d.src.text, offset) }

// column is the number of characters before an offset on its line.
func (d *Draft) column(offset int) int {
	return utf8.RuneCountInString(d.src.text[lineStart(d.src.text, offset):offset])
}

// comments are those that begin in a span.
func (d *Draft) comments(from, to int) []comment {
	all := d.src.comments
	i, _ := slices.BinarySearchFunc(all, from, func(c comment, at int) int { return cmp.Compare(c.start, at) })
	j := i
	for j < len(all) && all[j].start < to {
		j++
	}
	return all[i:j]
}

func (d *Draft) anyComment(from, to int) bool { return len(d.comments(from, to)) > 0 }
