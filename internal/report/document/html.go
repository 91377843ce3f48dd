package document

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
)

var (
	//go:embed document.html.tmpl
	htmlSource string
	//go:embed document.css
	htmlStyle string

	htmlPage = template.Must(template.New("document").Parse(htmlSource))
)

// HTML writes one page that needs nothing else: no script, no font, no file. Pictures stand in it as images, so that nothing in
// them can run, load, or change the page around them.
func HTML(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	p := htmlView{sheet: s, Style: template.CSS(htmlStyle)} //nolint:gosec // a file of ours
	for _, f := range s.facts() {
		p.Facts = append(p.Facts, htmlFact{f.name, f.value})
	}
	for i := range s.Blocks {
		p.Body = append(p.Body, s.htmlBlock(i))
		if h := s.Blocks[i].Heading; s.Contents && s.Blocks[i].listed() {
			p.List = append(p.List, htmlEntry{h.Level, s.anchor[i], s.number[i], h.Text})
		}
	}
	if err := htmlPage.Execute(w, p); err != nil {
		return fmt.Errorf("write document as HTML: %w", err)
	}
	return nil
}

// htmlView is what the template is given.
type htmlView struct {
	*sheet
	Style template.CSS
	Facts []htmlFact
	List  []htmlEntry
	Body  []htmlBlock
}

type htmlFact struct{ Name, Value string }

type htmlEntry struct {
	Level          int
	ID, Number, Of string
}

// htmlBlock is a block with what the template cannot make of it alone.
type htmlBlock struct {
	Block
	Tag     string // of a heading: the title of the document is h1
	ID      string
	Number  string
	Facts   string // the ids of From, with spaces between them
	Caption string
	Label   string
	Opens   bool // whether turned pages begin with this block
	Closes  bool // whether they end with it
	Picture template.URL
	Columns []htmlColumn
	Rows    [][]htmlCell
	None    string
}

type htmlColumn struct {
	Head, Class string
	Width       template.CSS
}

type htmlCell struct {
	Class string
	Spans []Span
}

func (s *sheet) htmlBlock(i int) htmlBlock {
	b := htmlBlock{Block: s.Blocks[i], ID: s.anchor[i], Number: s.number[i], Facts: strings.Join(s.Blocks[i].From, " ")}
	b.Opens = s.wide[i] && (i == 0 || !s.wide[i-1])
	b.Closes = s.wide[i] && (i == len(s.wide)-1 || !s.wide[i+1])
	switch {
	case b.Heading != nil:
		b.Tag = "h" + strconv.Itoa(b.Heading.Level+1)
	case b.Note != nil:
		b.Label = b.Note.label()
	case b.Figure != nil:
		b.Caption = s.caption(i, b.Figure.Caption)
		b.Picture = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(b.Figure.SVG))) //nolint:gosec // an image, in which scripts do not run
	case b.Table != nil:
		b.Caption = s.caption(i, b.Table.Caption)
		b.tableRows(b.Table, s.wide[i])
	}
	return b
}

func (b *htmlBlock) tableRows(t *Table, wide bool) {
	total := portraitWidth
	if wide {
		total = landscapeWidth
	}
	for i, w := range t.widths(total) {
		c := t.Columns[i]
		share := template.CSS(fmt.Sprintf("width:%.1f%%", 100*w/total)) //nolint:gosec // a number
		b.Columns = append(b.Columns, htmlColumn{c.Head, string(c.Align), share})
	}
	for _, row := range t.Rows {
		cells := make([]htmlCell, len(row))
		for j, c := range row {
			classes := []string{string(t.Columns[j].Align)}
			if c.Number != nil {
				classes = append(classes, "number")
			}
			if slices.ContainsFunc(strings.Fields(plain(c.Spans)), tooLong) {
				classes = append(classes, "long")
			}
			cells[j] = htmlCell{strings.TrimSpace(strings.Join(classes, " ")), c.show()}
		}
		b.Rows = append(b.Rows, cells)
	}
	if len(t.Rows) == 0 {
		b.None = noRows
	}
}

// Lines are the parts of a text between line breaks.
func (s Span) Lines() []string { return strings.Split(s.Text, "\n") }
