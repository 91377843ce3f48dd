package document

import "strings"

// table writes a table of fixed widths whose first row is repeated on each page and whose rows are not divided between pages,
// except those that are longer than half a page.
func (x *docx) table(t *Table, total float64) {
	widths := t.widths(total)
	x.openTable("Grid", widths)
	x.printf(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		x.cell(widths[i], `<w:shd w:val="clear" w:color="auto" w:fill="E7EDF3"/>`, "TableHead", c.Align, Text(c.Head))
	}
	x.printf(`</w:tr>`)
	for _, row := range t.Rows {
		if rowLines(row, widths) < 25 {
			x.printf(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		} else {
			x.printf(`<w:tr>`)
		}
		for i, c := range row {
			x.cell(widths[i], "", "TableText", t.Columns[i].Align, c.show())
		}
		x.printf(`</w:tr>`)
	}
	if len(t.Rows) == 0 {
		x.printf(`<w:tr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/></w:tcPr>`, twips(total), len(t.Columns))
		x.paragraph("TableText", Text(noRows))
		x.printf(`</w:tc></w:tr>`)
	}
	x.closeTable()
}

// rowLines is about how many lines a row takes. Half of a landscape page has some 25.
func rowLines(row []Cell, widths []float64) int {
	n := 1
	for i, c := range row {
		n = max(n, len(breakLines(c.show(), regular, tableSize, widths[i]-2*cellPadding, func(rune) {})))
	}
	return n
}

// definitions writes terms and what is said of them as a table without lines, with the type of tables (Table) or of running text.
func (x *docx) definitions(ds []Definition, total float64, like string) {
	widths := []float64{130, total - 130}
	x.openTable("Bare", widths)
	for _, d := range ds {
		x.printf(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		x.cell(widths[0], "", like+"Term", Left, Text(d.Term))
		x.cell(widths[1], "", like+"Text", Left, d.Spans)
		x.printf(`</w:tr>`)
	}
	x.closeTable()
}

func (x *docx) openTable(style string, widths []float64) {
	total := 0.0
	for _, w := range widths {
		total += w
	}
	x.printf(`<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, style, twips(total))
	for _, w := range widths {
		x.printf(`<w:gridCol w:w="%d"/>`, twips(w))
	}
	x.printf(`</w:tblGrid>`)
}

// closeTable ends a table with a small paragraph: two tables that touch would become one.
func (x *docx) closeTable() {
	x.printf(`</w:tbl><w:p><w:pPr><w:pStyle w:val="Section"/></w:pPr></w:p>`)
}

func (x *docx) cell(width float64, properties, style string, align Align, spans []Span) {
	x.printf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>`, twips(width), properties, style)
	switch align {
	case Centre:
		x.printf(`<w:jc w:val="center"/>`)
	case Right:
		x.printf(`<w:jc w:val="right"/>`)
	}
	x.printf(`</w:pPr>`)
	x.runs(breakable(spans), "")
	x.printf(`</w:p></w:tc>`)
}

// breakable puts marks into words that no column can hold, where they may be broken. Word processors break the others anywhere.
func breakable(spans []Span) []Span {
	out := make([]Span, len(spans))
	for i, s := range spans {
		words := strings.Split(s.Text, " ")
		for j, word := range words {
			if tooLong(word) {
				words[j] = breaks.Replace(word)
			}
		}
		s.Text = strings.Join(words, " ")
		out[i] = s
	}
	return out
}

// breaks puts a space without width behind signs at which one would break a long name.
var breaks = strings.NewReplacer("/", "/\u200b", "-", "-\u200b", "_", "_\u200b", ".", ".\u200b", ":", ":\u200b")
