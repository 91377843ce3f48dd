package document

const (
	tableLead = 11.5
	rowPad    = 3.0
)

// row is a row of a table set in lines; cells are drawn from line first on.
type row struct {
	cells [][]line
	first int
	lines int // of the longest cell
}

func (l *setter) row(cells [][]Span, f face, widths []float64) row {
	r := row{cells: make([][]line, len(cells)), lines: 1}
	for i, c := range cells {
		r.cells[i] = l.lines(c, f, tableSize, widths[i]-2*cellPadding)
		r.lines = max(r.lines, len(r.cells[i]))
	}
	return r
}

func (r *row) height() float64 { return float64(r.lines-r.first)*tableLead + 2*rowPad }

func (l *setter) table(i int) {
	t := l.Blocks[i].Table
	widths := t.widths(l.measure())
	head := l.head(t, widths)
	// A head that takes more than a third of a page is not repeated: little would be left for the rows.
	repeat := head.height() < (l.page().bottom()-margin)/3
	captionLines := l.lines(Text(l.caption(i, t.Caption)), bold, bodySize, l.measure())
	l.need(l.tableStart(i))
	l.places[l.anchor[i]] = l.here()
	l.put(captionLines, margin, bodySize, bodyLead, false)
	l.y += 3
	l.drawRow(t, &head, widths, true)
	if len(t.Rows) == 0 {
		l.put(l.lines(Text(noRows), regular, tableSize, l.measure()), margin+cellPadding, tableSize, tableLead+2*rowPad, true)
	}
	cells := make([][]Span, len(t.Columns))
	for _, r := range t.Rows {
		for i, c := range r {
			cells[i] = c.show()
		}
		set := l.row(cells, regular, widths)
		// A row stays whole, unless it is longer than half a page.
		if whole := set.height(); l.y+whole > l.page().bottom() && (whole < (l.page().bottom()-margin)/2 || l.y+2*tableLead+2*rowPad > l.page().bottom()) {
			l.nextPage(t, &head, widths, repeat)
		}
		for !l.drawRow(t, &set, widths, false) {
			l.nextPage(t, &head, widths, repeat)
		}
	}
	l.y += gap + 4
}

func (l *setter) head(t *Table, widths []float64) row {
	heads := make([][]Span, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = Text(c.Head)
	}
	return l.row(heads, bold, widths)
}

// tableStart is the room for what has to stand on one page: the caption, the head and the first row, or the beginning of a long one.
func (l *setter) tableStart(i int) float64 {
	t := l.Blocks[i].Table
	widths := t.widths(l.measure())
	head := l.head(t, widths)
	caption := l.lines(Text(l.caption(i, t.Caption)), bold, bodySize, l.measure())
	first := 4 * tableLead
	if len(t.Rows) > 0 {
		cells := make([][]Span, len(t.Columns))
		for i, c := range t.Rows[0] {
			cells[i] = c.show()
		}
		if r := l.row(cells, regular, widths); r.height() < (l.page().bottom()-margin)/2 {
			first = max(first, r.height()+3)
		}
	}
	return float64(len(caption))*bodyLead + min(head.height(), 100) + first
}

func (l *setter) nextPage(t *Table, head *row, widths []float64, repeat bool) {
	l.open(l.page().wide)
	if repeat {
		head.first = 0
		l.drawRow(t, head, widths, true)
	}
}

// drawRow draws as many lines of a row as the page has room for, and says whether that was all.
func (l *setter) drawRow(t *Table, r *row, widths []float64, head bool) bool {
	for {
		n := min(r.lines-r.first, max(1, int((l.page().bottom()-l.y-2*rowPad)/tableLead)))
		h := float64(n)*tableLead + 2*rowPad
		p := l.page()
		x := margin
		for i, lines := range r.cells {
			if head {
				p.boxes = append(p.boxes, box{x, l.y, widths[i], h, true})
			}
			p.boxes = append(p.boxes, box{x, l.y, widths[i], h, false})
			for k := r.first; k < min(r.first+n, len(lines)); k++ {
				at := x + cellPadding
				switch t.Columns[i].Align {
				case Centre:
					at = x + (widths[i]-lines[k].w)/2
				case Right:
					at = x + widths[i] - cellPadding - lines[k].w
				}
				l.putLine(lines[k], at, l.y+rowPad+float64(k-r.first)*tableLead, tableSize, tableLead, false)
			}
			x += widths[i]
		}
		l.y += h
		r.first += n
		if r.first >= r.lines {
			return true
		}
		if !head {
			return false
		}
		l.open(p.wide) // a head longer than a page
	}
}
