package yamltext

import (
	"errors"
	"slices"
	"strings"
)

// Remove takes keys or items out of one block or list, with the comments inside and right above them. A block or list
// that becomes empty stays as `{}` or `[]`.
func Remove(places ...*Place) error {
	if len(places) == 0 {
		return nil
	}
	in := places[0].up
	v, d := in.e.value, in.draft
	before := v.entries
	gone := func(e *entry) bool { return slices.ContainsFunc(places, func(p *Place) bool { return p.e == e }) }
	v.entries = slices.DeleteFunc(slices.Clone(before), gone)
	if in.up == nil && len(v.entries) == 0 {
		return errors.New("nothing would be left of the file")
	}
	if len(v.entries) == 0 && !v.flow {
		return in.empty()
	}
	for i := 0; i < len(before); i++ {
		if !gone(before[i]) {
			continue
		}
		j := i
		for j+1 < len(before) && gone(before[j+1]) {
			j++
		}
		if v.flow {
			if err := in.cut(before, i, j); err != nil {
				return err
			}
		} else {
			for k := i; k <= j; k++ {
				if err := d.cutLines(before, k, k == 0 && j == 0 && len(before) > 1); err != nil {
					return err
				}
			}
		}
		i = j
	}
	return nil
}

// empty writes a block or list that lost everything. Comments of what is gone go too.
func (p *Place) empty() error {
	d, e := p.draft, p.e
	if e.start < 0 || p.up == nil {
		return errUnplaced
	}
	for _, c := range d.comments(e.start, d.nextLine(e)) {
		if c.text != e.line {
			d.lost = append(d.lost, c.text)
		}
	}
	e.value.foot = nil
	bare := *e
	bare.head = nil
	indent := d.column(e.start)
	text := strings.TrimPrefix(lines(&bare, indent), strings.Repeat(" ", indent))
	end := d.nextLine(e)
	if !endsLine(d.src.text[:end]) {
		text = strings.TrimSuffix(text, "\n")
	}
	d.put(e.start, end, text, nil)
	return nil
}

// cut removes the entries i to j from brackets.
func (p *Place) cut(before []*entry, i, j int) error {
	d, v := p.draft, p.e.value
	var from, to int
	switch {
	case i > 0:
		from, to = before[i-1].end, before[j].end
		if before[i-1].key != nil {
			from = d.after(before[i-1])
		}
		if before[j].key != nil {
			to = d.after(before[j])
		}
	case j+1 < len(before):
		from, to = before[i].start, before[j+1].start
	default:
		from, to = v.start+1, v.end-1
	}
	if d.anyComment(from, to) {
		for k := i; k <= j; k++ {
			before[k].value.each(func(e *entry) { d.forget(e) })
			d.forget(before[k])
		}
		return p.again()
	}
	d.put(from, to, "", p.outer())
	return nil
}

// forget says that the comments of an entry go with it.
func (d *Draft) forget(e *entry) {
	for _, l := range append(slices.Clone(e.head), e.line) {
		if l != "" {
			d.lost = append(d.lost, l)
		}
	}
	for _, l := range e.value.foot {
		if l != "" {
			d.lost = append(d.lost, l)
		}
	}
}

func (v *value) each(see func(*entry)) {
	for _, e := range v.entries {
		see(e)
		e.value.each(see)
	}
}

// cutLines removes the lines of an entry. Of empty lines on both sides of it, those above go; below the first entry, if
// the next one stays, those below.
func (d *Draft) cutLines(before []*entry, i int, first bool) error {
	e, text := before[i], d.src.text
	line := lineStart(text, e.start)
	if strings.Trim(text[line:e.start], " ") != "" { // behind a dash
		if i+1 == len(before) || d.anyComment(d.lineEnd(d.after(e)), before[i+1].start) {
			return errors.New("it stands on the line of a dash")
		}
		d.loseIn(e.start, before[i+1].start)
		d.put(e.start, before[i+1].start, "", nil)
		return nil
	}
	from, to := d.headStart(e), d.nextLine(e)
	d.loseIn(from, to)
	blank := to == len(text) || breakSize(strings.TrimLeft(text[to:], " \t")) > 0
	for blank && from > 0 {
		above := lineBefore(text, from)
		if strings.TrimSpace(text[above:from]) != "" {
			break
		}
		from = above
	}
	for first && to < len(text) {
		end := d.lineEnd(to)
		if strings.TrimSpace(text[to:end]) != "" {
			break
		}
		to = end + breakSize(text[end:])
	}
	d.put(from, to, "", nil)
	return nil
}

func (d *Draft) loseIn(from, to int) {
	for _, c := range d.comments(from, to) {
		d.lost = append(d.lost, c.text)
	}
}
