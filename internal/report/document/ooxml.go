package document

// What workbooks and text documents of Office Open XML (ECMA-376) have in common.

// packageRelations leads to the main part and to the core properties.
func packageRelations(main string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + main + `"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`</Relationships>`
}

// core is the part of core properties: title, subject, language, and the date of the document as the time it was made.
func (s *sheet) core() string {
	x := xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(s.Title) + `</dc:title><dc:subject>` + escape(s.System) + `</dc:subject><dc:creator>Cordon</dc:creator><dc:language>` + escape(s.Language) + `</dc:language>`
	if s.Version != "" {
		x += `<cp:version>` + escape(s.Version) + `</cp:version>`
	}
	if s.Date != "" {
		x += `<dcterms:created xsi:type="dcterms:W3CDTF">` + s.Date + `T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + s.Date + `T00:00:00Z</dcterms:modified>`
	}
	return x + `</cp:coreProperties>`
}
