package document

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Sizes of type in a PDF, in points.
const (
	bodySize = 10.0
	bodyLead = 14.0
	gap      = 7.0 // below a block
)

var headingSizes = [...]float64{1: 16, 2: 13, 3: 11, 4: 10}

// front is the head of the first page.
func (l *setter) front(lacking map[rune]int) {
	l.put(l.lines(Text(l.Title), bold, 22, l.measure()), margin, 22, 27, false)
	if l.Subtitle != "" {
		l.put(l.lines(Text(l.Subtitle), regular, 13, l.measure()), margin, 13, 18, true)
	}
	for i, f := range l.facts() {
		if i == 0 {
			l.y += 8
		}
		l.term(f.name, Text(f.value))
	}
	if l.y > margin {
		l.y += gap
	}
	if len(lacking) > 0 {
		l.note("Characters not shown", Text(lackingWords(lacking)))
	}
}

// lackingWords says what the fonts lack.
func lackingWords(lacking map[rune]int) string {
	const most = 20
	codes, scripts := []string{}, []string{}
	for i, r := range slices.Sorted(maps.Keys(lacking)) {
		if i < most {
			codes = append(codes, fmt.Sprintf("U+%04X", r))
		}
		if s := script(r); !slices.Contains(scripts, s) {
			scripts = append(scripts, s)
		}
	}
	slices.Sort(scripts)
	more := ""
	if n := len(lacking) - most; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("The fonts of this PDF have the letters of European languages only. Where %c stands, a character is missing (%s: %s%s). The other formats of this document have it.",
		missing, strings.Join(scripts, ", "), strings.Join(codes, ", "), more)
}

// script is the name of the script of a character, as Unicode has it.
func script(r rune) string {
	for _, name := range slices.Sorted(maps.Keys(unicode.Scripts)) {
		if name != "Common" && name != "Inherited" && unicode.Is(unicode.Scripts[name], r) {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return "signs"
}

func (l *setter) block(i int) {
	b := &l.Blocks[i]
	if l.wide[i] != l.page().wide && !b.PageBreak {
		l.turn(l.wide[i])
	}
	switch {
	case b.Heading != nil:
		l.heading(i)
	case b.Paragraph != nil:
		l.put(l.lines(b.Paragraph.Spans, regular, bodySize, l.measure()), margin, bodySize, bodyLead, false)
		l.y += gap
	case b.List != nil:
		l.list(b.List)
	case len(b.Definitions) > 0:
		for _, d := range b.Definitions {
			l.term(d.Term, d.Spans)
		}
		l.y += gap
	case b.Table != nil:
		l.table(i)
	case b.Figure != nil:
		l.figure(i)
	case b.Note != nil:
		l.note(b.Note.label(), b.Note.Spans)
	case b.PageBreak:
		if l.y > margin {
			l.open(l.page().wide)
		}
	}
}

// turn opens a page of the other orientation, or turns the page at hand if nothing is on it yet.
func (l *setter) turn(wide bool) {
	if p := l.page(); l.y == margin && len(p.texts) == 0 {
		p.wide = wide
		return
	}
	l.open(wide)
}

func (l *setter) heading(i int) {
	h := l.Blocks[i].Heading
	size := headingSizes[h.Level]
	lead := size * 1.3
	if l.y > margin {
		l.y += size * 0.7
	}
	lines := l.lines(Text(l.number[i]+" "+h.Text), bold, size, l.measure())
	l.need(float64(len(lines))*lead + size*0.4 + l.beginning(i+1))
	at := l.here()
	l.places[l.anchor[i]] = at
	l.entries = append(l.entries, entry{h.Level, l.number[i] + " " + h.Text, at, l.anchor[i]})
	l.put(lines, margin, size, lead, false)
	l.y += size * 0.4
}

// leastPicture is the part of its height to which a picture shrinks, so that the heading before it stands on the same page.
const leastPicture = 0.75

// beginning is the room that a block needs on the page of the heading before it.
func (l *setter) beginning(i int) float64 {
	const usual = 110.0
	if i < len(l.Blocks) && l.Blocks[i].Table != nil && l.wide[i] == l.page().wide {
		return max(usual, l.tableStart(i))
	}
	if i >= len(l.Blocks) || l.Blocks[i].Figure == nil {
		return usual
	}
	d, err := readDrawing(l.Blocks[i].Figure.SVG)
	if err != nil {
		return usual
	}
	return l.heightOf(i, d)*leastPicture + l.under(i)
}

// under is the room for the caption below a picture.
func (l *setter) under(i int) float64 {
	caption := l.lines(Text(l.caption(i, l.Blocks[i].Figure.Caption)), bold, bodySize, l.measure())
	return min(float64(len(caption))*bodyLead+4, 100)
}

// heightOf is the height of a picture that has a page for itself.
func (l *setter) heightOf(i int, d *drawing) float64 {
	return d.h * min(pixelPoints, l.measure()/d.w, (l.page().bottom()-margin-l.under(i))/d.h)
}

func (l *setter) list(list *List) {
	for i, item := range list.Items {
		mark := "•"
		if list.Ordered {
			mark = strconv.Itoa(i+1) + "."
		}
		indent := max(16, width(mark, regular, bodySize)+6)
		lines := l.lines(item, regular, bodySize, l.measure()-indent)
		l.need(min(2, float64(max(1, len(lines)))) * bodyLead)
		l.putLine(line{runs: []run{{text: mark}}}, margin+2, l.y, bodySize, bodyLead, false)
		if len(lines) == 0 {
			l.y += bodyLead
		}
		l.put(lines, margin+indent, bodySize, bodyLead, false)
		l.y += 2
	}
	l.y += gap - 2
}

// term sets a term and what is said of it beside each other.
func (l *setter) term(name string, spans []Span) {
	const left = 130.0
	terms := l.lines(Text(name), bold, bodySize, left-10)
	texts := l.lines(spans, regular, bodySize, l.measure()-left)
	// A term stays whole unless it is long.
	const longest = 8
	l.need(float64(min(max(len(terms), len(texts)), longest)) * bodyLead)
	for i := range max(len(terms), len(texts)) {
		l.need(bodyLead)
		if i < len(terms) {
			l.putLine(terms[i], margin, l.y, bodySize, bodyLead, false)
		}
		if i < len(texts) {
			l.putLine(texts[i], margin+left, l.y, bodySize, bodyLead, false)
		}
		l.y += bodyLead
	}
	l.y += 2
}

func (l *setter) note(label string, spans []Span) {
	all := append([]Span{{Text: label + ": ", Style: Strong}}, spans...)
	l.framed(l.lines(all, regular, bodySize, l.measure()-20), true)
	l.y += gap
}

// figure draws a picture above its caption. One that cannot be drawn is given by its alternative text in a frame.
func (l *setter) figure(i int) {
	f := l.Blocks[i].Figure
	caption := l.lines(Text(l.caption(i, f.Caption)), bold, bodySize, l.measure())
	under := l.under(i)
	d, err := readDrawing(f.SVG)
	if err != nil {
		l.need(under + 4*bodyLead)
		l.places[l.anchor[i]] = l.here()
		l.framed(l.lines(Text(cannotDraw+f.Alt), regular, bodySize, l.measure()-20), false)
	} else {
		height := l.heightOf(i, d)
		if left := l.page().bottom() - l.y - under; i > 0 && l.Blocks[i-1].Heading != nil && left >= height*leastPicture {
			height = min(height, left)
		}
		scale := height / d.h
		l.need(height + under)
		l.places[l.anchor[i]] = l.here()
		for k := range d.strokes {
			s := &d.strokes[k]
			s.text = printable(s.text, s.face(), l.lacks)
		}
		p := l.page()
		p.figures = append(p.figures, placed{d, margin, l.y, scale})
		l.y += d.h * scale
	}
	l.y += 4
	l.put(caption, margin, bodySize, bodyLead, false)
	l.y += gap
}

// cannotDraw stands before the alternative text of a picture that PDF and DOCX cannot be given.
const cannotDraw = "The picture is in the HTML edition of this document. It shows: "

// framed draws lines in a frame, in a new one on each page.
func (l *setter) framed(lines []line, fill bool) {
	for len(lines) > 0 {
		l.need(min(2, float64(len(lines)))*bodyLead + 12)
		n := max(1, min(len(lines), int((l.page().bottom()-l.y-12)/bodyLead)))
		p := l.page()
		p.boxes = append(p.boxes, box{margin, l.y, l.measure(), float64(n)*bodyLead + 12, fill})
		l.y += 6
		l.put(lines[:n], margin+10, bodySize, bodyLead, false)
		l.y += 6
		lines = lines[n:]
	}
}
