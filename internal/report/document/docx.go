package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// DOCX writes a text document (WordprocessingML): headings in the styles that word processors number and list, contents as a
// field, table heads repeated on each page, A4, pictures as metafiles.
func DOCX(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	x := &docx{sheet: s, bookmark: map[string]int{}}
	for i, id := range s.anchor {
		if id != "" {
			x.bookmark[id] = i + 1
		}
	}
	x.write()
	return writeZip(w, x.parts())
}

const (
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// docx collects the body of the document and what it refers to.
type docx struct {
	*sheet
	body     strings.Builder
	bookmark map[string]int // by anchor; the name in the file is _b and the number
	links    []string       // addresses; relationship rIdL1 on
	pictures []string       // metafiles; relationship rIdP1 on
	lists    int            // ordered lists so far; each is counted by a numbering of its own
}

func (x *docx) printf(format string, args ...any) { fmt.Fprintf(&x.body, format, args...) }

// relations are those of the main part.
func (x *docx) relations() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range [][2]string{{"styles", "styles.xml"}, {"numbering", "numbering.xml"}, {"settings", "settings.xml"}, {"footer", "footer-portrait.xml"}, {"footer", "footer-landscape.xml"}, {"header", "header-portrait.xml"}, {"header", "header-landscape.xml"}} {
		fmt.Fprintf(&b, `<Relationship Id="rId-%s" Type="%s/%s" Target="%s"/>`, strings.TrimSuffix(r[1], ".xml"), relationSpace, r[0], r[1])
	}
	for i, to := range x.links {
		fmt.Fprintf(&b, `<Relationship Id="rIdL%d" Type="%s/hyperlink" Target="%s" TargetMode="External"/>`, i+1, relationSpace, escape(to))
	}
	for i := range x.pictures {
		fmt.Fprintf(&b, `<Relationship Id="rIdP%d" Type="%s/image" Target="media/picture%d.emf"/>`, i+1, relationSpace, i+1)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

func (x *docx) parts() []part {
	var types strings.Builder
	for _, t := range []string{"styles", "numbering", "settings", "footer-portrait", "footer-landscape", "header-portrait", "header-landscape"} {
		kind, _, _ := strings.Cut(t, "-")
		fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, t, wordType, kind)
	}
	out := []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="emf" ContentType="image/x-emf"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", packageRelations("word/document.xml")},
		{"docProps/core.xml", x.core()},
		{"word/document.xml", xmlHead + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + x.body.String() + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", x.relations()},
		{"word/styles.xml", docxStyles(x.Language)},
		{"word/numbering.xml", docxNumbering(x.lists)},
		{"word/settings.xml", xmlHead + `<w:settings xmlns:w="` + wordSpace + `"><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` + x.update() + `<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/footer-portrait.xml", x.footer(portraitWidth)},
		{"word/footer-landscape.xml", x.footer(landscapeWidth)},
		{"word/header-portrait.xml", x.header(portraitWidth)},
		{"word/header-landscape.xml", x.header(landscapeWidth)},
	}
	for i, data := range x.pictures {
		out = append(out, part{fmt.Sprintf("word/media/picture%d.emf", i+1), data})
	}
	return out
}

// update asks the word processor to bring fields up to date when it opens the document: it alone knows the page numbers of the
// contents. Word asks its user before it does so.
func (x *docx) update() string {
	if !x.Contents {
		return ""
	}
	return `<w:updateFields w:val="true"/>`
}

// footer says what document this is, and which page of how many, on a line of the given width.
func (x *docx) footer(measure float64) string {
	name := x.Title
	if x.Version != "" {
		name += ", version " + x.Version
	}
	field := func(code, shown string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + shown + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	return xmlHead + `<w:ftr xmlns:w="` + wordSpace + `">` + smallLine("Footer", measure, name) +
		field("PAGE", "1") + `<w:r><w:t xml:space="preserve"> of </w:t></w:r>` + field("NUMPAGES", "1") + `</w:p></w:ftr>`
}

// header says what the document is about, and of which day and facts it is.
func (x *docx) header(measure float64) string {
	left, right := x.running()
	return xmlHead + `<w:hdr xmlns:w="` + wordSpace + `">` + smallLine("Header", measure, left) + `<w:r><w:t xml:space="preserve">` + escape(right) + `</w:t></w:r></w:p></w:hdr>`
}

// smallLine begins a line with a text at its left end; what is added stands at the right end.
func smallLine(style string, measure float64, left string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/><w:tabs><w:tab w:val="right" w:pos="` + strconv.Itoa(twips(measure)) + `"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">` + escape(left) + `</w:t></w:r><w:r><w:tab/></w:r>`
}
