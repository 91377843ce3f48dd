package papers

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/report/document"
)

// Change is a difference between two versions of a document, in words. Before is empty for what is new, After for what is gone.
type Change struct {
	Section       string
	Before, After string
}

// Changes says what differs between two versions of a document, section by section in the order of the newer one; sections that are gone stand at
// the end. Pictures are compared by their captions and what is said of them.
func Changes(before, after *document.Document) []Change {
	was, is := sectionsOf(before), sectionsOf(after)
	var out []Change
	for _, s := range is.order {
		out = append(out, between(s, was.lines[s], is.lines[s])...)
	}
	for _, s := range was.order {
		if _, stays := is.lines[s]; !stays {
			out = append(out, between(s, was.lines[s], nil)...)
		}
	}
	return out
}

type sections struct {
	order []string
	lines map[string][]string
}

// sectionsOf puts a document into lines of text under the names of its sections. Those of the same name are one.
func sectionsOf(d *document.Document) sections {
	out := sections{lines: map[string][]string{}}
	at := d.Title
	add := func(lines ...string) {
		if _, known := out.lines[at]; !known {
			out.order = append(out.order, at)
		}
		out.lines[at] = append(out.lines[at], lines...)
	}
	add(d.Title, d.Subtitle)
	for i := range d.Blocks {
		b := &d.Blocks[i]
		switch {
		case b.Heading != nil:
			at = b.Heading.Text
			add()
		case b.Paragraph != nil:
			add(textOf(b.Paragraph.Spans))
		case b.List != nil:
			for _, item := range b.List.Items {
				add(textOf(item))
			}
		case b.Table != nil:
			add(b.Table.Caption)
			for _, row := range b.Table.Rows {
				add(rowOf(b.Table, row))
			}
		case b.Figure != nil:
			add(b.Figure.Caption + ": " + b.Figure.Alt)
		case b.Note != nil:
			add(textOf(b.Note.Spans))
		}
		for _, def := range b.Definitions {
			add(def.Term + ": " + textOf(def.Spans))
		}
	}
	return out
}

func textOf(spans []document.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// rowOf is a row of a table in words: each cell under the head of its column, as a reader would say it.
func rowOf(t *document.Table, row []document.Cell) string {
	var out []string
	for i, c := range row {
		text := textOf(c.Spans)
		if text == "" && c.Number != nil {
			text = fmt.Sprint(*c.Number)
		}
		if text != "" {
			out = append(out, t.Columns[i].Head+": "+text)
		}
	}
	return strings.Join(out, "; ")
}

// between compares lines by their longest common subsequence. A line that went right where another came is one change.
func between(section string, was, is []string) []Change {
	for len(was) > 0 && len(is) > 0 && was[0] == is[0] {
		was, is = was[1:], is[1:]
	}
	for len(was) > 0 && len(is) > 0 && was[len(was)-1] == is[len(is)-1] {
		was, is = was[:len(was)-1], is[:len(is)-1]
	}
	if len(was)*len(is) > mostCompared {
		return inTurn(section, without(was, is), without(is, was))
	}
	// longest[i][j] is that of was[i:] and is[j:].
	longest := make([][]int, len(was)+1)
	for i := range longest {
		longest[i] = make([]int, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			if was[i] == is[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var out []Change
	var gone, come []string
	flush := func() {
		out = append(out, inTurn(section, gone, come)...)
		gone, come = nil, nil
	}
	for i, j := 0, 0; i < len(was) || j < len(is); {
		switch {
		case i < len(was) && j < len(is) && was[i] == is[j]:
			flush()
			i, j = i+1, j+1
		case j == len(is) || i < len(was) && longest[i+1][j] >= longest[i][j+1]:
			gone = append(gone, was[i])
			i++
		default:
			come = append(come, is[j])
			j++
		}
	}
	flush()
	return out
}

// mostCompared bounds the table of subsequences. Beyond it, only lines that the other side does not have anywhere are told.
const mostCompared = 4_000_000

// inTurn puts lines that are gone beside those that came.
func inTurn(section string, gone, come []string) []Change {
	var out []Change
	for k := range max(len(gone), len(come)) {
		c := Change{Section: section}
		if k < len(gone) {
			c.Before = gone[k]
		}
		if k < len(come) {
			c.After = come[k]
		}
		out = append(out, c)
	}
	return out
}

func without(lines, other []string) []string {
	has := map[string]bool{}
	for _, l := range other {
		has[l] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return has[l] })
}
