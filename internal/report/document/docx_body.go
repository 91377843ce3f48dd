package document

import (
	"fmt"
	"strings"
)

// twips is a length of WordprocessingML, a twentieth of a point.
func twips(points float64) int { return int(points*20 + 0.5) }

// write writes the body.
func (x *docx) write() {
	x.paragraph("Title", Text(x.Title))
	if x.Subtitle != "" {
		x.paragraph("Subtitle", Text(x.Subtitle))
	}
	if facts := x.facts(); len(facts) > 0 {
		var ds []Definition
		for _, f := range facts {
			ds = append(ds, Definition{f.name, Text(f.value)})
		}
		x.definitions(ds, portraitWidth, "Table")
	}
	if x.Contents {
		x.contents()
	}
	for i := range x.Blocks {
		if i > 0 && x.wide[i] != x.wide[i-1] || i == 0 && x.wide[0] {
			x.printf(`<w:p><w:pPr><w:pStyle w:val="Section"/>%s</w:pPr></w:p>`, section(i > 0 && x.wide[i-1]))
		}
		x.block(i)
	}
	x.body.WriteString(section(len(x.Blocks) > 0 && x.wide[len(x.Blocks)-1]))
}

// section ends a stretch of pages of one orientation; what comes after it begins on a new page.
func section(wide bool) string {
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, twips(pageShort), twips(pageLong))
	way := "portrait"
	if wide {
		way = "landscape"
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, twips(pageLong), twips(pageShort))
	}
	m := twips(margin)
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rId-header-%[1]s"/><w:footerReference w:type="default" r:id="rId-footer-%[1]s"/><w:type w:val="nextPage"/>%[2]s<w:pgMar w:top="%[3]d" w:right="%[3]d" w:bottom="%[3]d" w:left="%[3]d" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`, way, size, m)
}

func (x *docx) block(i int) {
	b := &x.Blocks[i]
	switch {
	case b.Heading != nil:
		x.printf(`<w:p><w:pPr><w:pStyle w:val="Heading%d"/></w:pPr>`, b.Heading.Level)
		x.mark(i)
		x.runs(Text(b.Heading.Text), "")
		x.printf(`</w:p>`)
	case b.Paragraph != nil:
		x.paragraph("", b.Paragraph.Spans)
	case b.List != nil:
		x.list(b.List)
	case len(b.Definitions) > 0:
		x.definitions(b.Definitions, x.measure(i), "Running")
	case b.Table != nil:
		x.tableCaption(i, "Table", b.Table.Caption, true)
		x.table(b.Table, x.measure(i))
	case b.Figure != nil:
		x.figure(b.Figure, x.measure(i))
		x.tableCaption(i, "Figure", b.Figure.Caption, false)
	case b.Note != nil:
		x.paragraph("Note", append([]Span{{Text: b.Note.label() + ": ", Style: Strong}}, b.Note.Spans...))
	case b.PageBreak:
		x.printf(`<w:p><w:pPr><w:pStyle w:val="Section"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
}

// measure is the width of the text on the page of a block, in points.
func (x *docx) measure(i int) float64 {
	if x.wide[i] {
		return landscapeWidth
	}
	return portraitWidth
}

func (x *docx) paragraph(style string, spans []Span) {
	x.printf(`<w:p>`)
	if style != "" {
		x.printf(`<w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	}
	x.runs(spans, "")
	x.printf(`</w:p>`)
}

// mark writes the bookmark that links to a block lead to. It is empty: a bookmark around text would repeat that text in a field.
func (x *docx) mark(i int) {
	x.printf(`<w:bookmarkStart w:id="%d" w:name="_b%d"/><w:bookmarkEnd w:id="%d"/>`, i+1, i+1, i+1)
}

// runs writes spans. Properties, if any, are those of every run.
func (x *docx) runs(spans []Span, properties string) {
	for _, s := range spans {
		p := properties
		switch s.Style {
		case Strong:
			p = `<w:b/>` + p
		case Code:
			p = `<w:rStyle w:val="Code"/>` + p
		}
		switch {
		case s.To != "":
			x.printf(`<w:hyperlink w:anchor="_b%d" w:history="1">`, x.bookmark[s.To])
		case s.URL != "":
			x.links = append(x.links, s.URL)
			x.printf(`<w:hyperlink r:id="rIdL%d" w:history="1">`, len(x.links))
		}
		if s.To != "" || s.URL != "" {
			if s.Style != Code {
				p = `<w:rStyle w:val="Hyperlink"/>` + p
			}
			x.run(s.Text, p)
			x.printf(`</w:hyperlink>`)
			continue
		}
		x.run(s.Text, p)
	}
}

func (x *docx) run(text, properties string) {
	x.printf(`<w:r>`)
	if properties != "" {
		x.printf(`<w:rPr>%s</w:rPr>`, properties)
	}
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			x.printf(`<w:br/>`)
		}
		if l != "" {
			x.printf(`<w:t xml:space="preserve">%s</w:t>`, escape(l))
		}
	}
	x.printf(`</w:r>`)
}

func (x *docx) list(l *List) {
	style, number := "ListBullet", numberingBullets
	if l.Ordered {
		x.lists++
		style, number = "ListNumber", numberingBullets+x.lists
	}
	for _, item := range l.Items {
		x.printf(`<w:p><w:pPr><w:pStyle w:val="%s"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr></w:pPr>`, style, number)
		x.runs(item, "")
		x.printf(`</w:p>`)
	}
}

// field writes a field with the result that is shown until somebody updates it.
func (x *docx) field(code, shown string) {
	x.printf(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, code)
	x.run(shown, "")
	x.printf(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
}

// tableCaption writes the caption of a table or figure with its number as a field.
func (x *docx) tableCaption(i int, word, text string, above bool) {
	style := "Caption"
	if above {
		style = "TableCaption"
	}
	x.printf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	x.mark(i)
	x.run(word+" ", "")
	x.field("SEQ "+word+" \\* ARABIC", strings.TrimPrefix(x.number[i], word+" "))
	if text != "" {
		x.run(": "+text, "")
	}
	x.printf(`</w:p>`)
}

// contents writes the table of contents as a field that is filled already, with links. Page numbers come when the word processor
// updates the field: a number guessed here could be wrong, and would be believed.
func (x *docx) contents() {
	x.paragraph("TOCHeading", Text(contentsTitle))
	first := true
	for i, b := range x.Blocks {
		if !b.listed() {
			continue
		}
		x.printf(`<w:p><w:pPr><w:pStyle w:val="TOC%d"/></w:pPr>`, b.Heading.Level)
		if first {
			x.printf(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-%d" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, contentsLevels)
			first = false
		}
		x.printf(`<w:hyperlink w:anchor="_b%d" w:history="1">`, i+1)
		x.run(x.number[i]+"  "+b.Heading.Text, "")
		x.printf(`</w:hyperlink></w:p>`)
	}
	x.printf(`<w:p><w:pPr><w:pStyle w:val="Section"/></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	if !x.wide[0] { // else the section of the first block begins a page
		x.printf(`<w:p><w:pPr><w:pStyle w:val="Section"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
}
