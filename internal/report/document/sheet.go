package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sheet is a document that was checked and cleaned, with what the renderings have to agree on: numbers, places to lead to, and
// which pages are turned. Each slice is as long as the blocks.
type sheet struct {
	*Document
	number []string // 2.1 of a heading, “Table 3”, “Figure 1”
	anchor []string // the id of a heading, table or figure; a made one, with an underscore in front, if it has none
	wide   []bool   // whether the block stands on a page turned to landscape
}

func prepare(d *Document) (*sheet, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	d = d.cleaned()
	if d.Language == "" {
		d.Language = "en-GB"
	}
	d.Contents = d.Contents && slices.ContainsFunc(d.Blocks, Block.listed)
	n := len(d.Blocks)
	s := &sheet{Document: d, number: make([]string, n), anchor: make([]string, n), wide: turned(d)}
	var sections [5]int
	tables, figures := 0, 0
	name := func(i int, id string) {
		s.anchor[i] = id
		if id == "" {
			s.anchor[i] = "_" + strconv.Itoa(i+1)
		}
	}
	for i, b := range d.Blocks {
		switch {
		case b.Heading != nil:
			name(i, b.Heading.ID)
			l := b.Heading.Level
			sections[l]++
			clear(sections[l+1:])
			s.number[i] = joinNumbers(sections[1 : l+1])
		case b.Table != nil:
			name(i, b.Table.ID)
			tables++
			s.number[i] = fmt.Sprintf("Table %d", tables)
		case b.Figure != nil:
			name(i, b.Figure.ID)
			figures++
			s.number[i] = fmt.Sprintf("Figure %d", figures)
		}
	}
	return s, nil
}

// listed says whether the contents list a block.
func (b Block) listed() bool { return b.Heading != nil && b.Heading.Level <= contentsLevels }

func joinNumbers(ns []int) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}

// turned says which blocks stand on landscape pages: tables and pictures that are too wide for portrait, and with each the headings and the
// one paragraph or note that lead to it, so that they are not left behind on a page of their own. Notes after one stay on its page, where they belong.
func turned(d *Document) []bool {
	wide := make([]bool, len(d.Blocks))
	for i, b := range d.Blocks {
		if !(b.Table != nil && b.Table.needsLandscape() || b.Figure != nil && b.Figure.needsLandscape()) {
			continue
		}
		wide[i] = true
		j := i - 1
		if j >= 0 && (d.Blocks[j].Paragraph != nil || d.Blocks[j].Note != nil) {
			j--
		}
		if j < 0 || d.Blocks[j].Heading == nil {
			continue
		}
		for k := i - 1; k >= 0 && (k > j || d.Blocks[k].Heading != nil); k-- {
			wide[k] = true
		}
	}
	for i := 1; i < len(wide); i++ {
		if wide[i-1] && d.Blocks[i].Note != nil {
			wide[i] = true
		}
	}
	return wide
}

// caption is the numbered caption of a table or figure.
func (s *sheet) caption(i int, text string) string {
	if text == "" {
		return s.number[i]
	}
	return s.number[i] + ": " + text
}

// fact is a line of the head of the document.
type fact struct{ name, value string }

// facts are the lines below the title, in order.
func (s *sheet) facts() []fact {
	var out []fact
	for _, f := range []fact{{"System", s.System}, {"Version", s.Version}, {"Date", s.Date}} {
		if f.value != "" {
			out = append(out, f)
		}
	}
	for _, x := range s.Digests {
		out = append(out, fact{x.Of, x.Value})
	}
	return out
}

// shortDigest is how many signs of a digest stand on each page; the first page has all of it.
const shortDigest = 12

// running is what stands above each page: what the document is about, and of which day and which facts it is.
func (s *sheet) running() (left, right string) {
	var parts []string
	if s.Date != "" {
		parts = append(parts, s.Date)
	}
	if len(s.Digests) > 0 {
		d := s.Digests[0]
		parts = append(parts, d.Of+" "+d.Value[:min(len(d.Value), shortDigest)])
	}
	return s.System, strings.Join(parts, ", ")
}

// show is what a document shows of a cell.
func (c Cell) show() []Span {
	if len(c.Spans) == 0 && c.Number != nil {
		return Text(strconv.FormatFloat(*c.Number, 'g', -1, 64))
	}
	return c.Spans
}

// label is the word in front of a note.
func (n *Note) label() string {
	if n.Label == "" {
		return "Note"
	}
	return n.Label
}

// noRows stands in a table without rows.
const noRows = "None."
