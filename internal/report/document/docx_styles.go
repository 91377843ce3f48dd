package document

import (
	"fmt"
	"strings"
)

// numberings of the document, by id.
const (
	numberingHeadings = 1
	numberingBullets  = 2 // ordered lists follow
)

// docxStyles are the styles. Names of built-in styles are as Word knows them, so that its own tools find headings and captions.
func docxStyles(language string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/><w:color w:val="17202A"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="` + escape(language) + `"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	style := func(id, name, paragraph, run string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, run)
	}
	style("Title", "Title", `<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:sz w:val="44"/>`)
	style("Subtitle", "Subtitle", `<w:spacing w:after="240"/>`, `<w:color w:val="4A5866"/><w:sz w:val="26"/>`)
	for level := 1; level <= 4; level++ {
		size := 2 * int(headingSizes[level])
		style(fmt.Sprintf("Heading%d", level), fmt.Sprintf("heading %d", level),
			fmt.Sprintf(`<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr><w:spacing w:before="%d" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="%d"/>`, level-1, numberingHeadings, 14*size, level-1),
			fmt.Sprintf(`<w:b/><w:sz w:val="%d"/>`, size))
	}
	style("TOCHeading", "TOC Heading", `<w:keepNext/><w:spacing w:before="240" w:after="120"/>`, `<w:b/><w:sz w:val="26"/>`)
	for level := 1; level <= contentsLevels; level++ {
		style(fmt.Sprintf("TOC%d", level), fmt.Sprintf("toc %d", level),
			fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs><w:spacing w:after="40"/><w:ind w:left="%d" w:right="600"/>`, twips(portraitWidth), 280*(level-1)), ``)
	}
	style("ListBullet", "List Bullet", `<w:spacing w:after="40"/>`, ``)
	style("ListNumber", "List Number", `<w:spacing w:after="40"/>`, ``)
	style("Caption", "caption", `<w:spacing w:before="80" w:after="200"/>`, `<w:b/>`)
	style("TableCaption", "Table Caption", `<w:keepNext/><w:spacing w:before="120" w:after="60"/>`, `<w:b/>`)
	style("TableText", "Table Text", `<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="17"/>`)
	style("TableHead", "Table Head", `<w:keepNext/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:sz w:val="17"/>`)
	style("RunningTerm", "Running Term", `<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:b/>`)
	style("RunningText", "Running Text", `<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, ``)
	style("TableTerm", "Table Term", `<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:sz w:val="17"/>`)
	style("Note", "Note", `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="1A4F8F"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="E7EDF3"/><w:ind w:left="200"/>`, ``)
	style("Missing", "Missing Picture", `<w:keepNext/><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="A0ACB8"/><w:left w:val="single" w:sz="4" w:space="4" w:color="A0ACB8"/><w:bottom w:val="single" w:sz="4" w:space="4" w:color="A0ACB8"/><w:right w:val="single" w:sz="4" w:space="4" w:color="A0ACB8"/></w:pBdr><w:ind w:left="100" w:right="100"/>`, ``)
	style("Picture", "Picture", `<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>`, ``)
	style("Section", "Section End", `<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>`, `<w:sz w:val="4"/>`)
	style("Header", "header", `<w:spacing w:after="0"/>`, `<w:color w:val="4A5866"/><w:sz w:val="16"/>`)
	style("Footer", "footer", `<w:spacing w:after="0"/>`, `<w:color w:val="4A5866"/><w:sz w:val="16"/>`)
	b.WriteString(`<w:style w:type="character" w:styleId="Code"><w:name w:val="Code"/><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1A4F8F"/><w:u w:val="single"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="Bare"><w:name w:val="Bare Table"/><w:basedOn w:val="TableNormal"/></w:style>` +
		`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="A0ACB8"/>`, side)
	}
	b.WriteString(`</w:tblBorders></w:tblPr></w:style></w:styles>`)
	return b.String()
}

// docxNumbering counts headings in four levels, marks bullets, and counts each ordered list from 1.
func docxNumbering(lists int) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering xmlns:w="` + wordSpace + `"><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>`)
	for level, text := range []string{"%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"} {
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading%d"/><w:suff w:val="space"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>`, level, level+1, text)
	}
	indent := `<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr>`
	b.WriteString(`</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>` + indent + `</w:lvl></w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>` + indent + `</w:lvl></w:abstractNum>`)
	fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="%d"><w:abstractNumId w:val="2"/></w:num>`, numberingHeadings, numberingBullets)
	for i := 1; i <= lists; i++ {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, numberingBullets+i)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
