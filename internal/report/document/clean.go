package document

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean removes what is no text: control characters, marks of byte order, bytes that are not UTF-8, and the signs that turn the
// direction of what follows, with which a text can be made to read otherwise than it is. A line break becomes the given rune.
func clean(s string, lineBreak rune) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return lineBreak
		case r == '\t':
			return ' '
		case r == utf8.RuneError:
			return unicode.ReplacementChar
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			return -1
		}
		return r
	}, s)
}

func cleanLine(s string) string { return strings.TrimSpace(clean(s, ' ')) }

// cleaned is a deep copy of a document with clean texts and safe addresses.
func (d *Document) cleaned() *Document {
	out := &Document{
		Title: cleanLine(d.Title), Subtitle: cleanLine(d.Subtitle), System: cleanLine(d.System), Version: cleanLine(d.Version),
		Date: d.Date, Language: d.Language, Contents: d.Contents, Blocks: make([]Block, len(d.Blocks)),
	}
	for _, x := range d.Digests {
		out.Digests = append(out.Digests, Digest{cleanLine(x.Of), cleanLine(x.Value)})
	}
	for i := range d.Blocks {
		out.Blocks[i] = d.Blocks[i].cleaned()
	}
	return out
}

func (b *Block) cleaned() Block {
	out := Block{From: append([]string(nil), b.From...), PageBreak: b.PageBreak}
	switch {
	case b.Heading != nil:
		out.Heading = &Heading{b.Heading.Level, b.Heading.ID, cleanLine(b.Heading.Text)}
	case b.Paragraph != nil:
		out.Paragraph = &Paragraph{cleanSpans(b.Paragraph.Spans)}
	case b.List != nil:
		l := &List{Ordered: b.List.Ordered, Items: make([][]Span, len(b.List.Items))}
		for i, item := range b.List.Items {
			l.Items[i] = cleanSpans(item)
		}
		out.List = l
	case len(b.Definitions) > 0:
		ds := make([]Definition, len(b.Definitions))
		for i, d := range b.Definitions {
			ds[i] = Definition{cleanLine(d.Term), cleanSpans(d.Spans)}
		}
		out.Definitions = ds
	case b.Table != nil:
		out.Table = b.Table.cleaned()
	case b.Figure != nil:
		out.Figure = &Figure{b.Figure.ID, cleanLine(b.Figure.Caption), cleanLine(b.Figure.Alt), b.Figure.SVG}
	case b.Note != nil:
		out.Note = &Note{cleanLine(b.Note.Label), cleanSpans(b.Note.Spans)}
	}
	return out
}

func (t *Table) cleaned() *Table {
	out := &Table{ID: t.ID, Caption: cleanLine(t.Caption), Columns: make([]Column, len(t.Columns)), Rows: make([][]Cell, len(t.Rows))}
	for i, c := range t.Columns {
		out.Columns[i] = Column{cleanLine(c.Head), c.Align, c.Share}
	}
	for i, row := range t.Rows {
		cells := make([]Cell, len(row))
		for j, c := range row {
			cells[j] = Cell{Spans: cleanSpans(c.Spans), Number: c.Number}
		}
		out.Rows[i] = cells
	}
	return out
}

func cleanSpans(spans []Span) []Span {
	if len(spans) == 0 {
		return nil
	}
	out := make([]Span, len(spans))
	for i, s := range spans {
		s.Text = clean(s.Text, '\n')
		if s.URL != "" {
			s = withSafeAddress(s)
		}
		out[i] = s
	}
	return out
}

// withSafeAddress keeps an address that a reader can follow without harm; of any other one the words remain.
func withSafeAddress(s Span) Span {
	u, err := url.Parse(s.URL)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || err == nil && u.Scheme == "mailto" && u.Opaque != "" {
		s.URL = u.String()
		return s
	}
	if address := cleanLine(s.URL); address != "" && !strings.Contains(s.Text, address) {
		s.Text += " (" + address + ")"
	}
	s.URL = ""
	return s
}

// plain is the text of spans without their looks.
func plain(spans []Span) string {
	if len(spans) == 1 {
		return spans[0].Text
	}
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}
