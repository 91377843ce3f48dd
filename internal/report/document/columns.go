package document

import (
	"math"
	"strings"
)

// Sizes of a page, in points (1/72 inch). A4 is 210 by 297 mm.
const (
	pageShort = 595.28
	pageLong  = 841.89
	margin    = 56.7 // 20 mm

	portraitWidth  = pageShort - 2*margin
	landscapeWidth = pageLong - 2*margin

	tableSize   = 8.5 // font size in tables
	cellPadding = 4.0
	widestWord  = 130.0 // a word wider than that may be broken
)

// tooLong says whether a word may be broken in a table.
func tooLong(word string) bool { return width(word, regular, tableSize) > widestWord }

// needsLandscape says whether a table is too wide for a portrait page: words would be broken, or lines be very short.
func (t *Table) needsLandscape() bool {
	sum := 0.0
	for i := range t.Columns {
		word, whole := t.columnNeeds(i)
		sum += max(word, min(whole, 45)) + 2*cellPadding
	}
	return len(t.Columns) >= 8 || sum > portraitWidth
}

// columnNeeds is how wide a column has to be for its longest word (of those that are not broken anyway), and for its longest
// text on one line, in points and without padding.
func (t *Table) columnNeeds(i int) (word, whole float64) {
	look := func(s string, f face) {
		if w := width(s, f, tableSize); w > whole {
			whole = w
		}
		for len(s) > 0 {
			var one string
			one, s, _ = strings.Cut(s, " ")
			if w := width(one, f, tableSize); w > word {
				word = min(w, widestWord)
			}
		}
	}
	look(t.Columns[i].Head, bold)
	for _, row := range t.Rows {
		for _, s := range row[i].show() {
			look(strings.ReplaceAll(s.Text, "\n", " "), s.face(regular))
		}
	}
	return word, whole
}

// widths shares a width out to the columns: by their shares, or else by the lengths of their texts; but each column gets what
// its longest word needs, as far as all can get it. The results add up to the width.
func (t *Table) widths(total float64) []float64 {
	n := len(t.Columns)
	least, share := make([]float64, n), make([]float64, n)
	sum := 0.0
	for i, c := range t.Columns {
		word, whole := t.columnNeeds(i)
		least[i] = word + 2*cellPadding + 1 // 1: rounding in the programs that draw it
		share[i] = float64(c.Share)
		if c.Share == 0 {
			share[i] = math.Sqrt(min(whole, 4*total) + 30) // long texts get more, but not as much more as they are longer
		}
		sum += share[i]
	}
	room := total
	for _, w := range least {
		room -= w
	}
	out := make([]float64, n)
	if room < 0 { // too narrow for the words: everyone gives in proportion
		for i := range out {
			out[i] = least[i] * total / (total - room)
		}
		return out
	}
	// Columns whose share is less than they need get what they need; the others divide the rest.
	given := make([]bool, n)
	for rest, again := total, true; again; {
		again = false
		for i := range out {
			if given[i] {
				continue
			}
			out[i] = rest * share[i] / sum
		}
		for i := range out {
			if !given[i] && out[i] < least[i] {
				out[i], given[i], again = least[i], true, true
				rest -= least[i]
				sum -= share[i]
			}
		}
	}
	return out
}
