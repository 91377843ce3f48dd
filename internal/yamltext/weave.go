package yamltext

import "strings"

// A block or list on lines of its own is a row of pieces that leave no letter out: the lead of an entry, which is all
// between the entry before and its own line, its body, and the tail behind the last one. Versions of a text are merged
// piece by piece, as they stand.

// Lines tells whether the entries of a place stand on lines of their own.
func (p *Place) Lines() bool { return !p.e.value.flow && len(p.e.value.entries) > 0 }

// Lead is the text in front of an entry, without its indentation.
func (p *Place) Lead() string {
	from, to := p.lead()
	return p.draft.piece(from, to, p.draft.column(p.e.start))
}

// Body is the text of an entry up to the end of its last line, without its indentation.
func (p *Place) Body() string {
	if p.up != nil && p.up.e.value.flow {
		return p.draft.src.text[p.e.start:p.draft.after(p.e)]
	}
	from, to := p.body()
	return strings.TrimRight(p.draft.piece(from, to, p.draft.column(p.e.start)), "\n")
}

// Tail is the text behind the last entry.
func (p *Place) Tail() string {
	from, to := p.tail()
	return strings.TrimRight(p.draft.piece(from, to, p.inside()), "\n")
}

// Notes are the comments inside an entry and on its line.
func (p *Place) Notes() []string {
	if p.e.start < 0 {
		return nil
	}
	to := p.draft.after(p.e)
	if p.up == nil || !p.up.e.value.flow {
		_, to = p.body()
	}
	return inOrder(p.draft.comments(p.e.start, to))
}

func inOrder(cs []comment) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.text)
	}
	return out
}

// piece is a span without line ends of Windows and without indentation.
func (d *Draft) piece(from, to, column int) string {
	text := strings.ReplaceAll(d.src.text[from:to], "\r\n", "\n")
	if from > lineStart(d.src.text, from) {
		text = strings.Repeat(" ", column) + text
	}
	return shift(text, -column)
}

// inside is the column of the entries of a place.
func (p *Place) inside() int { return p.draft.column(firstPlaced(p.e.value.entries).start) }

func (p *Place) lead() (from, to int) {
	d, text := p.draft, p.draft.src.text
	line := lineStart(text, p.e.start)
	if strings.Trim(text[line:p.e.start], " ") != "" { // behind a dash
		return p.e.start, p.e.start
	}
	var before *entry
	for _, e := range p.up.e.value.entries {
		if e == p.e {
			break
		}
		if e.start >= 0 {
			before = e
		}
	}
	switch {
	case before != nil:
		from = d.nextLine(before)
	case p.up.up != nil:
		from = d.lineEnd(p.up.keyEnd())
		from += breakSize(text[from:])
	}
	return min(from, line), line
}

// keyEnd is the end of a key with its colon, or of a dash.
func (p *Place) keyEnd() int {
	if p.e.key == nil {
		return p.e.start + 1
	}
	end := p.e.keyEnd
	if i := strings.IndexByte(p.draft.src.text[end:p.draft.lineEnd(end)], ':'); i >= 0 {
		return end + i + 1
	}
	return end
}

func (p *Place) body() (from, to int) {
	_, from = p.lead()
	return from, p.draft.nextLine(p.e)
}

func (p *Place) tail() (from, to int) {
	d := p.draft
	for _, e := range p.e.value.entries {
		if e.start >= 0 {
			from = d.nextLine(e)
		}
	}
	if p.up == nil {
		return from, len(d.src.text)
	}
	return from, max(from, d.nextLine(p.e))
}

// TakeLead puts the lead of an entry of another version in the place of this one's.
func (p *Place) TakeLead(o *Place) {
	from, to := p.lead()
	of, ot := o.lead()
	p.draft.exchange(from, to, o.draft, of, ot, p.draft.column(p.e.start)-o.draft.column(o.e.start))
}

// TakeTail is TakeLead for what stands behind the last entry.
func (p *Place) TakeTail(o *Place) {
	from, to := p.tail()
	of, ot := o.tail()
	p.draft.exchange(from, to, o.draft, of, ot, p.inside()-o.inside())
}

// TakeBody puts the key with its value, or the item, of another version in the place of this one.
func (p *Place) TakeBody(o *Place) error {
	if p.up.e.value.flow || o.up.e.value.flow {
		p.draft.gain(p, without(append([]string{}, o.Notes()...), p.Notes()))
		return p.Set(o.Literal())
	}
	from, to := p.body()
	of, ot := o.body()
	p.e.value = o.e.value.unplace()
	p.draft.exchange(from, to, o.draft, of, ot, p.draft.column(p.e.start)-o.draft.column(o.e.start))
	return nil
}

// exchange puts a span of another draft, indented by some columns more, in the place of one of this.
func (d *Draft) exchange(from, to int, o *Draft, of, ot, by int) {
	d.loseIn(from, to)
	for _, c := range o.comments(of, ot) {
		d.gained = append(d.gained, c.text)
	}
	text := strings.ReplaceAll(o.src.text[of:ot], "\r\n", "\n")
	if line := lineStart(o.src.text, of); of > line { // both stand behind a dash
		first, rest, _ := strings.Cut(text, "\n")
		if text = first; len(first) < ot-of {
			text += "\n" + shift(rest, by)
		}
	} else {
		text = shift(text, by)
	}
	if old := d.src.text[from:to]; from < to && from == lineStart(d.src.text, from) && of > lineStart(o.src.text, of) {
		text = old[:len(old)-len(strings.TrimLeft(old, " "))] + text
	} else if from > lineStart(d.src.text, from) && of == lineStart(o.src.text, of) {
		text = strings.TrimLeft(text, " ")
	}
	if to < len(d.src.text) && text != "" && !endsLine(text) {
		text += "\n"
	}
	if from == len(d.src.text) && from > 0 && !endsLine(d.src.text) {
		text = "\n" + text
	}
	d.put(from, to, text, nil)
}

// Weave puts an entry of another version, with its lead, in at a position.
func (p *Place) Weave(i int, o *Place) error {
	if !p.Lines() || o.up.e.value.flow {
		return o.CopyTo(p, i)
	}
	e := &entry{value: o.e.value.unplace(), start: -1, end: -1}
	if o.e.key != nil {
		e.key = word(o.e.key.Value)
	}
	d := p.draft
	of, _ := o.lead()
	_, ot := o.body()
	v := p.e.value
	var before, next *entry
	for k, x := range v.entries {
		switch {
		case x.start < 0:
		case k < i:
			before = x
		case next == nil:
			next = x
		}
	}
	at := 0
	switch {
	case before != nil:
		at = d.nextLine(before)
	case next != nil:
		at, _ = (&Place{d, p, next}).lead()
	}
	if at > lineStart(d.src.text, at) && at < len(d.src.text) || of > lineStart(o.draft.src.text, of) {
		return o.CopyTo(p, i) // it would stand first behind a dash, or does
	}
	by := p.inside() - o.draft.column(o.e.start)
	v.entries = append(v.entries[:i:i], append([]*entry{e}, v.entries[i:]...)...)
	for _, c := range o.draft.comments(of, ot) {
		d.gained = append(d.gained, c.text)
	}
	text := shift(strings.ReplaceAll(o.draft.src.text[of:ot], "\r\n", "\n"), by)
	if !endsLine(text) {
		text += "\n"
	}
	if at == len(d.src.text) && !endsLine(d.src.text) {
		text = "\n" + strings.TrimSuffix(text, "\n")
	}
	d.put(at, at, text, nil)
	return nil
}

// Unweave takes an entry out with its body, and with its lead if asked.
func (p *Place) Unweave(lead bool) error {
	up := p.up.e.value
	if up.flow || len(up.entries) == 1 {
		return Remove(p)
	}
	if from, to := p.lead(); from == to && from > lineStart(p.draft.src.text, from) {
		return Remove(p) // behind a dash
	}
	from, to := p.body()
	if lead {
		from, _ = p.lead()
	}
	p.draft.loseIn(from, to)
	i := p.Index()
	up.entries = append(up.entries[:i:i], up.entries[i+1:]...)
	p.draft.put(from, to, "", nil)
	return nil
}

// Remark puts comments on lines of their own above a place. It is false where there is no such line: the place is new.
func (p *Place) Remark(comments []string) bool {
	o := p.outer()
	if o.up == nil || o.e.start < 0 {
		return false
	}
	p.draft.gain(o, comments)
	return true
}

// Foot puts comments on lines of their own behind the last entry of a block or list.
func (p *Place) Foot(comments []string) {
	d := p.draft
	_, at := p.tail()
	indent := strings.Repeat(" ", p.inside())
	for _, c := range comments {
		text := indent + c + "\n"
		if at == len(d.src.text) && !endsLine(d.src.text) {
			text = "\n" + strings.TrimSuffix(text, "\n")
		}
		d.put(at, at, text, nil)
		d.gained = append(d.gained, c)
	}
}

func (d *Draft) gain(p *Place, comments []string) {
	if len(comments) == 0 {
		return
	}
	p = p.outer()
	indent := strings.Repeat(" ", d.column(p.e.start))
	at := lineStart(d.src.text, p.e.start)
	for p.up != nil && strings.Trim(d.src.text[at:p.e.start], " ") != "" && p.up.up != nil { // behind a dash
		p = p.up
		indent, at = strings.Repeat(" ", d.column(p.e.start)), lineStart(d.src.text, p.e.start)
	}
	for _, c := range comments {
		d.put(at, at, indent+c+"\n", nil)
		d.gained = append(d.gained, c)
	}
}

// Beside puts another comment on the line of a key whose value stands below it.
func (p *Place) Beside(text string) bool {
	d := p.draft
	end := d.lineEnd(p.keyEnd())
	here := d.comments(p.keyEnd(), end)
	switch {
	case len(here) == 0:
		d.put(end, end, " "+text, nil)
	case len(here) == 1 && here[0].text == p.e.line:
		d.lost = append(d.lost, here[0].text)
		d.put(here[0].start, end, text, nil)
	default:
		return false
	}
	d.gained = append(d.gained, text)
	return true
}

// String is the value on one line.
func (l Literal) String() string {
	if l.Kind == Scalar {
		return l.Text
	}
	var b strings.Builder
	l.value(nil).flowText(&b, MaxBytes)
	return b.String()
}
