package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// XLSX writes a workbook: a sheet that says what it is, and a sheet for each table with a fixed head. Texts are stored as texts,
// never as formulas, and numbers as numbers. It is written here, in the few parts that such a workbook needs, rather than with
// a library: the known ones bring five modules and more for reading what we never read.
func XLSX(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	book := newWorkbook(s)
	return writeZip(w, book.parts())
}

// Styles of cells, by their place in xlsxStyles.
const (
	cellText = iota
	cellHead
	cellNumber
	cellQuoted // text that looks like a formula: stays text when somebody edits it
	cellTitle
)

const xlsxStyles = xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
	`<fonts count="3"><font><sz val="10"/><name val="Arial"/><family val="2"/></font><font><b/><sz val="10"/><name val="Arial"/><family val="2"/></font><font><b/><sz val="14"/><name val="Arial"/><family val="2"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EDF3"/><bgColor indexed="64"/></patternFill></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF7B8A99"/></bottom><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="5">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment horizontal="right" vertical="top"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

type workbook struct {
	names  []string // of the sheets
	sheets []string // their XML
	titles []string // the defined names that repeat the head when a sheet is printed
	core   string
}

func newWorkbook(s *sheet) *workbook {
	b := &workbook{core: s.core()}
	rows := [][]string{{s.Title}, {s.Subtitle}, {}}
	for _, f := range s.facts() {
		rows = append(rows, []string{f.name, f.value})
	}
	rows = append(rows, nil, []string{"Sheet", "Table"})
	b.names, b.sheets = []string{"About"}, []string{""}
	taken := map[string]bool{"about": true, "history": true} // Excel keeps “History” for itself
	for i, block := range s.Blocks {
		if block.Table == nil {
			continue
		}
		name := sheetName(strings.TrimPrefix(s.number[i], "Table ")+" "+block.Table.Caption, taken)
		rows = append(rows, []string{name, s.caption(i, block.Table.Caption)})
		b.titles = append(b.titles, fmt.Sprintf(`<definedName name="_xlnm.Print_Titles" localSheetId="%d">'%s'!$1:$1</definedName>`, len(b.names), escape(strings.ReplaceAll(name, "'", "''"))))
		b.names = append(b.names, name)
		b.sheets = append(b.sheets, tableSheet(block.Table))
	}
	b.sheets[0] = aboutSheet(rows)
	return b
}

// sheetName makes a name that Excel takes: at most 31 UTF-16 units, some signs not, no name twice in capitals or small letters.
func sheetName(s string, taken map[string]bool) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = " " + strconv.Itoa(n)
		}
		name := strings.TrimSpace(cutUnits(s, 31-len(tail))) + tail
		if low := strings.ToLower(name); !taken[low] {
			taken[low] = true
			return name
		}
	}
}

// cutUnits is the beginning of a text, at most n UTF-16 units long.
func cutUnits(s string, n int) string {
	for i, r := range s {
		n -= utf16.RuneLen(r)
		if n < 0 {
			return s[:i]
		}
	}
	return s
}

func aboutSheet(rows [][]string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols><col min="1" max="1" width="32" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>`)
	heads := 0
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, text := range row {
			style := cellText
			switch {
			case i == 0:
				style = cellTitle
			case len(row) == 2 && row[0] == "Sheet" && row[1] == "Table" && heads < 2:
				style = cellHead
				heads++
			}
			textCell(&b, j, i+1, text, style)
		}
		b.WriteString("</row>")
	}
	b.WriteString(`</sheetData><pageSetup paperSize="9" orientation="portrait" fitToHeight="0"/></worksheet>`)
	return b.String()
}

func tableSheet(t *Table) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><cols>`)
	for i := range t.Columns {
		word, whole := t.columnNeeds(i)
		// A unit of width is about one digit, 5 points at our size; beyond 60 of them the text is wrapped.
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%.1f" customWidth="1"/>`, i+1, i+1, max(word/4, min(whole/4.5, 60))+3)
	}
	b.WriteString(`</cols><sheetData><row r="1">`)
	for j, c := range t.Columns {
		textCell(&b, j, 1, c.Head, cellHead)
	}
	b.WriteString("</row>")
	for i, row := range t.Rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+2)
		for j, c := range row {
			if c.Number != nil {
				fmt.Fprintf(&b, `<c r="%s%d" s="%d"><v>%s</v></c>`, columnLetters(j), i+2, cellNumber, strconv.FormatFloat(*c.Number, 'g', -1, 64))
				continue
			}
			textCell(&b, j, i+2, plain(c.Spans), cellText)
		}
		b.WriteString("</row>")
	}
	b.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`)
	return b.String()
}

// longestCell is what Excel lets a cell hold, in UTF-16 units.
const longestCell = 32767

// textCell writes a cell as an inline string, which no program runs as a formula.
func textCell(b *strings.Builder, column, row int, text string, style int) {
	if text == "" && style == cellText {
		return
	}
	if style == cellText && isFormula(text) {
		style = cellQuoted
	}
	const note = " … (cut: too long for a cell of a spreadsheet)"
	if short := cutUnits(text, longestCell-utf8.RuneCountInString(note)); len(short) < len(text) {
		text = short + note
	}
	fmt.Fprintf(b, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnLetters(column), row, style, escape(text))
}

// columnLetters names a column, counted from 0: A to Z, then AA on. There are at most MaxColumns.
func columnLetters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return string(rune('A'+i/26-1)) + string(rune('A'+i%26))
}

func (b *workbook) parts() []part {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var types, sheets, rels strings.Builder
	var parts []part
	for i, xml := range b.sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(b.names[i]), n, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, office, n)
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", n), xml})
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(b.sheets)+1, office)
	defined := ""
	if len(b.titles) > 0 {
		defined = "<definedNames>" + strings.Join(b.titles, "") + "</definedNames>"
	}
	head := []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", packageRelations("xl/workbook.xml")},
		{"docProps/core.xml", b.core},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets>` + sheets.String() + `</sheets>` + defined + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", xlsxStyles},
	}
	return append(head, parts...)
}
