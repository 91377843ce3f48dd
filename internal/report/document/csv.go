package document

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// CSV writes an archive with one file for each table, in the form of RFC 4180 and UTF-8. Everything else is left out.
func CSV(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	var parts []part
	n := 0
	for _, b := range s.Blocks {
		if b.Table == nil {
			continue
		}
		n++
		var text strings.Builder
		if err := writeCSV(&text, b.Table); err != nil {
			return err
		}
		parts = append(parts, part{fmt.Sprintf("%02d%s.csv", n, fileWords(b.Table.Caption)), text.String()})
	}
	return writeZip(w, parts)
}

// CSVTable writes the table with an id alone.
func CSVTable(w io.Writer, d *Document, id string) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	for _, b := range s.Blocks {
		if b.Table != nil && b.Table.ID == id {
			return writeCSV(w, b.Table)
		}
	}
	return fmt.Errorf("write table as CSV: no table has the id %q", id)
}

func writeCSV(w io.Writer, t *Table) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		record[i] = harmless(col.Head)
	}
	c.Write(record) //nolint:errcheck // c.Error says it below
	for _, row := range t.Rows {
		for i, cell := range row {
			record[i] = harmless(plain(cell.Spans))
			if cell.Number != nil {
				record[i] = strconv.FormatFloat(*cell.Number, 'f', -1, 64)
			}
		}
		c.Write(record) //nolint:errcheck // c.Error says it below
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write table as CSV: %w", err)
	}
	return nil
}

// harmless puts an apostrophe in front of a text that a spreadsheet would run as a formula (CWE-1236), also behind spaces.
func harmless(s string) string {
	if isFormula(s) {
		return "'" + s
	}
	return s
}

func isFormula(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if s == "" {
		return false
	}
	// The full-width forms are taken for formulas by programs set to East Asian languages.
	return strings.ContainsRune("=+-@|%＝＋－＠", []rune(s)[0])
}

// fileWords makes the tail of a file name from a caption: its letters and digits of ASCII, at most 40, with hyphens.
func fileWords(caption string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(strings.ToLower(caption), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		if b.Len()+len(word) > 40 {
			break
		}
		b.WriteString("-" + word)
	}
	return b.String()
}
