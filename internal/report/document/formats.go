package document

import "io"

// Format is a way to render a document.
type Format struct {
	Name      string
	Extension string // of a file, with its dot
	MediaType string
	Render    func(w io.Writer, d *Document) error
}

// Formats are all formats, in the order in which they are offered.
var Formats = []Format{
	{"html", ".html", "text/html; charset=utf-8", HTML},
	{"docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX},
	{"pdf", ".pdf", "application/pdf", PDF},
	{"markdown", ".md", "text/markdown; charset=utf-8", Markdown},
	{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX},
	{"csv", ".zip", "application/zip", CSV},
	{"json", ".json", "application/json", JSON},
}
