package document

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode"
)

// Bounds of a document. They are far above what a risk management file needs, and keep a rendering within the memory of a
// small machine.
const (
	MaxBlocks  = 20_000
	MaxColumns = 40
	MaxCells   = 200_000  // in all tables together
	MaxText    = 16 << 20 // bytes in all texts together
	MaxSVG     = 4 << 20  // bytes in one picture
	maxID      = 200      // bytes
	maxShare   = 1000
)

// Check says what is wrong with the build of a document; every rendering asks it first. Mistakes here are mistakes of the
// program that assembled the document, so the first one is enough.
func (d *Document) Check() error {
	c := &checker{ids: map[string]bool{}}
	c.text(d.Title, d.Subtitle, d.System, d.Version, d.Date, d.Language)
	for _, x := range d.Digests {
		c.text(x.Of, x.Value)
	}
	if d.Date != "" {
		if _, err := time.Parse(time.DateOnly, d.Date); err != nil {
			return fmt.Errorf("check document: date %q is not like 2026-11-25", d.Date)
		}
	}
	if d.Language != "" && strings.Trim(d.Language, "-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Errorf("check document: language %q is not a language tag", d.Language)
	}
	if len(d.Blocks) > MaxBlocks {
		return fmt.Errorf("check document: %d blocks, more than %d", len(d.Blocks), MaxBlocks)
	}
	for i := range d.Blocks {
		if err := c.block(&d.Blocks[i]); err != nil {
			return fmt.Errorf("check document: block %d: %w", i+1, err)
		}
	}
	for _, to := range c.links {
		if !c.ids[to] {
			return fmt.Errorf("check document: a link leads to %q, which is not there", to)
		}
	}
	if c.bytes > MaxText {
		return fmt.Errorf("check document: %d bytes of text, more than %d", c.bytes, MaxText)
	}
	return nil
}

type checker struct {
	ids   map[string]bool
	links []string
	level int // of the last heading
	cells int
	bytes int
}

func (c *checker) text(all ...string) {
	for _, s := range all {
		c.bytes += len(s)
	}
}

func (c *checker) block(b *Block) error {
	set := 0
	for _, is := range []bool{b.Heading != nil, b.Paragraph != nil, b.List != nil, len(b.Definitions) > 0, b.Table != nil, b.Figure != nil, b.Note != nil, b.PageBreak} {
		if is {
			set++
		}
	}
	if set != 1 {
		return fmt.Errorf("%d kinds are set, want 1", set)
	}
	if err := c.from(b.From); err != nil {
		return err
	}
	switch {
	case b.Heading != nil:
		return c.heading(b.Heading)
	case b.Paragraph != nil:
		return c.spans(b.Paragraph.Spans)
	case b.List != nil:
		return c.eachSpans(b.List.Items)
	case len(b.Definitions) > 0:
		for _, d := range b.Definitions {
			c.text(d.Term)
			if err := c.spans(d.Spans); err != nil {
				return err
			}
		}
	case b.Table != nil:
		return c.table(b.Table)
	case b.Figure != nil:
		return c.figure(b.Figure)
	case b.Note != nil:
		c.text(b.Note.Label)
		return c.spans(b.Note.Spans)
	}
	return nil
}

// from takes ids of facts. HTML puts spaces between them, so none may hold a space, or something that is no text.
func (c *checker) from(ids []string) error {
	c.text(ids...)
	for _, id := range ids {
		if id == "" || strings.ContainsFunc(id, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
			return fmt.Errorf("from %q: want an id without spaces", id)
		}
	}
	return nil
}

func (c *checker) heading(h *Heading) error {
	if h.Level < 1 || h.Level > 4 || h.Level > c.level+1 {
		return fmt.Errorf("heading of level %d after level %d", h.Level, c.level)
	}
	c.level = h.Level
	c.text(h.Text)
	return c.id(h.ID)
}

// id takes an id: printable, without spaces, beginning with a letter, so that it can stand in an address and our own ids, which
// begin with an underscore, stay apart.
func (c *checker) id(id string) error {
	if id == "" {
		return nil
	}
	for i, r := range id {
		if i == 0 && !unicode.IsLetter(r) || r == unicode.ReplacementChar || !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return fmt.Errorf("id %q: want a letter, then no spaces", id)
		}
	}
	if len(id) > maxID {
		return fmt.Errorf("id of %d bytes, more than %d", len(id), maxID)
	}
	if c.ids[id] {
		return fmt.Errorf("id %q stands twice", id)
	}
	c.ids[id] = true
	return nil
}

func (c *checker) eachSpans(all [][]Span) error {
	for _, s := range all {
		if err := c.spans(s); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) spans(spans []Span) error {
	for _, s := range spans {
		c.text(s.Text, s.URL)
		switch {
		case s.Style != Plain && s.Style != Strong && s.Style != Code:
			return fmt.Errorf("unknown style %q", s.Style)
		case s.To != "" && s.URL != "":
			return errors.New("a span leads to two places")
		case s.To != "":
			c.links = append(c.links, s.To)
		}
	}
	return nil
}

func (c *checker) table(t *Table) error {
	c.text(t.Caption)
	if err := c.id(t.ID); err != nil {
		return err
	}
	if len(t.Columns) < 1 || len(t.Columns) > MaxColumns {
		return fmt.Errorf("table of %d columns, want 1 to %d", len(t.Columns), MaxColumns)
	}
	for _, col := range t.Columns {
		c.text(col.Head)
		switch {
		case col.Align != Left && col.Align != Centre && col.Align != Right:
			return fmt.Errorf("unknown alignment %q", col.Align)
		case col.Share < 0 || col.Share > maxShare || (col.Share == 0) != (t.Columns[0].Share == 0):
			return fmt.Errorf("share %d of column %q: want 1 to %d for all columns, or none for all", col.Share, col.Head, maxShare)
		}
	}
	c.cells += len(t.Rows) * len(t.Columns)
	if c.cells > MaxCells {
		return fmt.Errorf("more than %d cells", MaxCells)
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("row %d of the table has %d cells, want %d", i+1, len(row), len(t.Columns))
		}
		for _, cell := range row {
			if n := cell.Number; n != nil && (math.IsNaN(*n) || math.IsInf(*n, 0)) {
				return fmt.Errorf("row %d of the table: %v is no number", i+1, *n)
			}
			if err := c.spans(cell.Spans); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *checker) figure(f *Figure) error {
	c.text(f.Caption, f.Alt)
	if strings.TrimSpace(clean(f.Alt, ' ')) == "" {
		return errors.New("figure without alternative text")
	}
	if len(f.SVG) > MaxSVG {
		return fmt.Errorf("picture of %d bytes, more than %d", len(f.SVG), MaxSVG)
	}
	if err := checkSVG(f.SVG); err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	return c.id(f.ID)
}

// checkSVG accepts well-formed XML whose first element is svg. What is in it is not looked at: renderings show it in a way in
// which it can neither run nor load anything.
func checkSVG(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	first := true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.Directive: // a document type could define entities
			return errors.New("it has a document type")
		case xml.StartElement:
			if first && (e.Name.Local != "svg" || e.Name.Space != "http://www.w3.org/2000/svg") {
				return fmt.Errorf("it begins with %s, not with an svg element", e.Name.Local)
			}
			first = false
		}
	}
	if first {
		return errors.New("it is empty")
	}
	return nil
}
