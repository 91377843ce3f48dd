// Package document is one form for documents (headings, paragraphs, tables, figures, notes) and its renderings as HTML, DOCX, PDF,
// Markdown, XLSX, CSV and JSON. It knows nothing of models and assessments: who assembles a document decides what it says.
//
// The same document gives the same bytes on every machine: version and date are part of it, and no rendering looks at a clock.
package document

// Document is a whole document. Texts may come from anywhere: each rendering removes control characters and escapes the rest.
// In the text of a span a line feed is a line break; elsewhere it is a space.
type Document struct {
	Title    string   `json:"title"`
	Subtitle string   `json:"subtitle,omitempty"`
	System   string   `json:"system,omitempty"`   // what the document is about
	Version  string   `json:"version,omitempty"`  // of the document, in the words of its author
	Date     string   `json:"date,omitempty"`     // year-month-day, as 2026-11-25
	Language string   `json:"language,omitempty"` // a language tag as in BCP 47; en-GB if empty
	Digests  []Digest `json:"digests,omitempty"`  // what the document was made from
	Contents bool     `json:"contents,omitempty"` // whether a table of contents stands in front
	Blocks   []Block  `json:"blocks"`
}

// Digest names something that the document was made from, and its digest.
type Digest struct {
	Of    string `json:"of"`
	Value string `json:"value"`
}

// Block is one piece of a document. Exactly one field is set, From aside.
type Block struct {
	// From are the ids of the facts that the block says something of: elements, harms, threats, controls, clauses, decisions, the
	// template that asked for it. JSON shows them, and HTML as data-from; the other formats leave them out. Rows of a table name
	// their fact in the first cell.
	From        []string     `json:"from,omitempty"`
	Heading     *Heading     `json:"heading,omitempty"`
	Paragraph   *Paragraph   `json:"paragraph,omitempty"`
	List        *List        `json:"list,omitempty"`
	Definitions []Definition `json:"definitions,omitempty"`
	Table       *Table       `json:"table,omitempty"`
	Figure      *Figure      `json:"figure,omitempty"`
	Note        *Note        `json:"note,omitempty"`
	PageBreak   bool         `json:"page-break,omitempty"`
}

// Heading opens a section. Its number is counted by the renderings.
type Heading struct {
	Level int    `json:"level"` // 1 to 4, at most one deeper than the heading before
	ID    string `json:"id,omitempty"`
	Text  string `json:"text"`
}

// Paragraph is running text.
type Paragraph struct {
	Spans []Span `json:"spans"`
}

// Span is a stretch of text with one look. At most one of To and URL is set.
type Span struct {
	Text  string `json:"text"`
	Style Style  `json:"style,omitempty"`
	To    string `json:"to,omitempty"`  // the id of a heading, table or figure of this document
	URL   string `json:"url,omitempty"` // http, https or mailto; the address of any other is printed, and leads nowhere
}

// Style is the look of a span.
type Style string

// The looks of spans.
const (
	Plain  Style = ""
	Strong Style = "strong"
	Code   Style = "code"
)

// List is a list of items, with numbers if it is ordered.
type List struct {
	Ordered bool     `json:"ordered,omitempty"`
	Items   [][]Span `json:"items"`
}

// Definition is a term and what is said of it.
type Definition struct {
	Term  string `json:"term"`
	Spans []Span `json:"spans"`
}

// Table is a table with one row of column heads, which is repeated on each page.
type Table struct {
	ID      string   `json:"id,omitempty"`
	Caption string   `json:"caption"`
	Columns []Column `json:"columns"` // 1 to MaxColumns
	Rows    [][]Cell `json:"rows"`    // each as long as Columns
}

// Column is the head of a column and how its cells are set.
type Column struct {
	Head  string `json:"head"`
	Align Align  `json:"align,omitempty"`
	// Share is the part of the width that the column takes, beside the shares of the others. With no shares at all the widths
	// follow from the texts.
	Share int `json:"share,omitempty"`
}

// Align is the side on which the text of a cell begins.
type Align string

// The sides.
const (
	Left   Align = ""
	Centre Align = "centre"
	Right  Align = "right"
)

// Cell is text, or a number. A number is a number in a spreadsheet too; if there are spans, documents show them in its place.
type Cell struct {
	Spans  []Span   `json:"spans,omitempty"`
	Number *float64 `json:"number,omitempty"`
}

// Figure is a picture. Where a format cannot show it, its alternative text stands there, and says so.
type Figure struct {
	ID      string `json:"id,omitempty"`
	Caption string `json:"caption"`
	Alt     string `json:"alt"` // what the picture shows, for who cannot see it; never empty
	SVG     string `json:"svg"`
}

// Note is a paragraph set apart.
type Note struct {
	Label string `json:"label,omitempty"` // “Note” if empty
	Spans []Span `json:"spans"`
}

// Text is one plain span.
func Text(s string) []Span { return []Span{{Text: s}} }

// TextCell is a cell of plain text.
func TextCell(s string) Cell { return Cell{Spans: Text(s)} }

// NumberCell is a cell with a number.
func NumberCell(n float64) Cell { return Cell{Number: &n} }
