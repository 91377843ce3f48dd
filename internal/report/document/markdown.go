package document

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// maxInline is the largest picture that a Markdown file holds, in bytes: its text should stay one that a person can open.
const maxInline = 200_000

// Markdown writes one text file in CommonMark with the tables of GitHub Flavored Markdown, to be read as it is or rendered. Headings,
// tables and figures carry anchors. Pictures stand in it as images with their alternative texts in front: some places that render
// Markdown show no image that is part of the file.
//
// Each paragraph, item, row and so on is one line. So nothing but the beginning of a line could make another block of it, and that
// is always ours or escaped.
func Markdown(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	x := &markdown{sheet: s}
	x.front()
	for i := range s.Blocks {
		x.write(i)
	}
	if _, err := io.WriteString(w, x.out.String()); err != nil {
		return fmt.Errorf("write document as Markdown: %w", err)
	}
	return nil
}

// markdown collects the file.
type markdown struct {
	*sheet
	out  strings.Builder
	sign string // of the list that was written last, if nothing came after it
}

// block writes lines with an empty line in front; nothing if they are empty.
func (x *markdown) block(lines ...string) {
	text := strings.TrimRight(strings.Join(lines, "\n"), " ")
	if text == "" {
		return
	}
	if x.out.Len() > 0 {
		x.out.WriteString("\n")
	}
	x.out.WriteString(text + "\n")
	x.sign = ""
}

func (x *markdown) front() {
	x.block("# " + inMarkdown(Text(x.Title), false))
	x.block(inMarkdown(Text(x.Subtitle), true))
	if facts := x.facts(); len(facts) > 0 {
		t := &Table{Columns: []Column{{Head: "Property"}, {Head: "Value"}}}
		for _, f := range facts {
			t.Rows = append(t.Rows, []Cell{TextCell(f.name), TextCell(f.value)})
		}
		x.table(t)
	}
	if x.Contents {
		x.contents()
	}
}

// contents is no section of the document, so its title is no heading.
func (x *markdown) contents() {
	x.block(inMarkdown([]Span{{Text: contentsTitle, Style: Strong}}, true))
	var lines []string
	for i, b := range x.Blocks {
		if b.listed() {
			entry := []Span{{Text: x.number[i] + " " + b.Heading.Text, To: x.anchor[i]}}
			lines = append(lines, strings.Repeat("  ", b.Heading.Level-1)+"- "+inMarkdown(entry, true))
		}
	}
	x.block(lines...)
	x.sign = "-"
}

// write writes a block of the document. The end of a page is nothing here.
func (x *markdown) write(i int) {
	b := &x.Blocks[i]
	switch {
	case b.Heading != nil:
		x.block(strings.Repeat("#", b.Heading.Level+1) + " " + x.mark(i) + inMarkdown(Text(x.number[i]+" "+b.Heading.Text), false))
	case b.Paragraph != nil:
		x.block(inMarkdown(b.Paragraph.Spans, true))
	case b.List != nil:
		x.list(b.List)
	case len(b.Definitions) > 0:
		l := &List{}
		for _, d := range b.Definitions {
			l.Items = append(l.Items, labelled(d.Term, d.Spans))
		}
		x.list(l)
	case b.Table != nil:
		x.caption(i, b.Table.Caption)
		x.table(b.Table)
	case b.Figure != nil:
		x.caption(i, b.Figure.Caption)
		x.figure(i)
	case b.Note != nil:
		x.note(b.Note)
	}
}

// mark is the anchor that links to a block lead to.
func (x *markdown) mark(i int) string { return `<a id="` + escape(x.anchor[i]) + `"></a>` }

func (x *markdown) caption(i int, text string) {
	x.block(x.mark(i) + inMarkdown([]Span{{Text: x.sheet.caption(i, text), Style: Strong}}, false))
}

// labelled is a text with a word in front that says what it is.
func labelled(label string, spans []Span) []Span {
	if label == "" {
		return spans
	}
	return append([]Span{{Text: label, Style: Strong}, {Text: ": "}}, spans...)
}

func (x *markdown) note(n *Note) { x.block("> " + inMarkdown(labelled(n.label(), n.Spans), true)) }

// list writes a list. Two lists of one sign, one after the other, would be one list.
func (x *markdown) list(l *List) {
	signs := [2]string{"-", "*"}
	if l.Ordered {
		signs = [2]string{".", ")"}
	}
	sign := signs[0]
	if x.sign == sign {
		sign = signs[1]
	}
	lines := make([]string, len(l.Items))
	for i, item := range l.Items {
		lines[i] = sign + " " + inMarkdown(item, true)
		if l.Ordered {
			lines[i] = strconv.Itoa(i+1) + lines[i]
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	if len(lines) > 0 {
		x.block(lines...)
		x.sign = sign
	}
}

// markdownRules stand below the heads of columns.
var markdownRules = map[Align]string{Left: "---", Centre: ":-:", Right: "--:"}

func (x *markdown) table(t *Table) {
	row := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }
	heads, rules := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = inMarkdown(Text(c.Head), false)
		rules[i] = markdownRules[c.Align]
	}
	lines := []string{row(heads), row(rules)}
	for _, r := range t.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = inMarkdown(c.show(), false)
		}
		lines = append(lines, row(cells))
	}
	if len(t.Rows) == 0 {
		cells := make([]string, len(t.Columns))
		cells[0] = noRows
		lines = append(lines, row(cells))
	}
	x.block(lines...)
}

// figure writes what a picture shows, and the picture. The image is named by its number alone, so that nobody is read the same twice.
func (x *markdown) figure(i int) {
	f := x.Blocks[i].Figure
	x.block(inMarkdown(Text(f.Alt), true))
	if len(f.SVG) > maxInline {
		x.note(&Note{Spans: Text("The picture is too large for this file. It is in the HTML edition of this document.")})
		return
	}
	x.block("![" + x.number[i] + "](data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(f.SVG)) + ")")
}

// inMarkdown is spans on one line. opens says that they open a block, so that their first signs could make a list, a quote or code of it.
func inMarkdown(spans []Span, opens bool) string {
	spans = joined(spans)
	for opens && len(spans) > 0 {
		if spans[0].Text = strings.TrimLeft(spans[0].Text, " \n"); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	var b strings.Builder
	for i, s := range spans {
		before, after := ' ', ' '
		if i > 0 {
			before = lastRune(spans[i-1].Text)
		}
		if i+1 < len(spans) {
			after = firstRune(spans[i+1].Text)
		}
		if s.To == "" && s.URL == "" {
			text := styledMarkdown(s, before, after, opens && i == 0)
			if i+1 < len(spans) && (spans[i+1].To != "" || spans[i+1].URL != "") && strings.HasSuffix(text, "!") {
				text = strings.TrimSuffix(text, "!") + `\!` // else the link would be an image
			}
			b.WriteString(text)
			continue
		}
		to := "#" + url.PathEscape(s.To)
		if s.URL != "" {
			to = markdownAddress(s.URL)
		}
		b.WriteString("[" + styledMarkdown(s, '[', ']', false) + "](" + to + ")")
	}
	return strings.Trim(b.String(), " ")
}

// joined is spans without empty ones, and with those that look alike and stand side by side as one: signs that mean something only
// together are then seen together, and marks of one sort never touch.
func joined(spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		switch last := len(out) - 1; {
		case s.Text == "":
		case last >= 0 && out[last].Style == s.Style && out[last].To == s.To && out[last].URL == s.URL:
			out[last].Text += s.Text
		default:
			out = append(out, s)
		}
	}
	return out
}
