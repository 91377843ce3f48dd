package spyderisk

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

const (
	maxTable   = 64 << 20 // bytes of one table; the largest published one has 0.3 MB
	maxReports = 50       // diagnostics for one table; a file of another kind would give one for each cell
)

// table is one CSV file of a base: named columns, and rows without the type sample.
type table struct {
	name    string // "Threat"
	shown   string // the file as the user knows it
	data    []byte
	columns map[string]int
	rows    []row
	reports int
	lost    lost
	ds      *diag.List
}

// lost names the tables of which something could not be read. A name that is missing from one of them is no news.
type lost map[string]bool

// in tells whether one of the tables that a message names ("Control.csv and Role.csv") has lost something.
func (l lost) in(where string) bool {
	for name := range l {
		if strings.Contains(" "+where, " "+name+".csv") {
			return true
		}
	}
	return false
}

// row is one record. Line counts from 1; offset is where the record begins, from which the place of a cell is found again
// when a diagnostic needs it.
type row struct {
	line   int
	offset int64
	cells  []string
}

// readTable reads NAME.csv, or returns an empty table after a diagnostic. An optional table may be absent: the published bases
// differ in that.
func readTable(fsys fs.FS, shown, name string, optional bool, need []string, lost lost, ds *diag.List) *table {
	t := &table{name: name, shown: path.Join(shown, name+".csv"), lost: lost, ds: ds}
	data, err := readLimited(fsys, name+".csv")
	switch {
	case optional && errors.Is(err, fs.ErrNotExist):
		return t
	case errors.Is(err, fs.ErrNotExist):
		t.whole(diag.ForeignTable, "a base is the whole folder of CSV files; copy it again", "the table %s is missing", name)
		lost[name] = true
		return t
	case errors.Is(err, errTooLarge):
		t.whole(diag.ForeignTooLarge, "the limit is 64 MiB for a table", "the table %s is too large", name)
		lost[name] = true
		return t
	case err != nil:
		t.whole(diag.ForeignTable, "check the path and the permissions", "the table %s cannot be read: %v", name, err)
		lost[name] = true
		return t
	}
	t.parse(data, need)
	if t.reports > 0 {
		lost[name] = true
	}
	return t
}

var errTooLarge = errors.New("too large")

func readLimited(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxTable+1))
	if err == nil && len(data) > maxTable {
		return nil, errTooLarge
	}
	return data, err
}

func (t *table) parse(data []byte, need []string) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	t.data = data
	if !utf8.Valid(data) {
		valid := len(bytes.ToValidUTF8(data[:firstInvalid(data)], nil))
		line := 1 + bytes.Count(data[:valid], []byte("\n"))
		t.at(line, 1, diag.NotUTF8, "save the table as UTF-8", "the table %s is not UTF-8 text", t.name)
		return
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1 // counted below, with a place
	header, err := r.Read()
	if err != nil {
		t.at(1, 1, diag.ForeignTable, "the first row names the columns", "the table %s has no row of column names", t.name)
		return
	}
	t.columns = make(map[string]int, len(header))
	for i, name := range header {
		if _, twice := t.columns[name]; twice {
			t.at(1, 1+i, diag.ForeignDuplicate, "remove one of the columns", "the table %s has two columns %q", t.name, name)
		}
		t.columns[name] = i
	}
	for _, name := range need {
		if _, ok := t.columns[name]; !ok {
			t.at(1, 1, diag.ForeignColumn, "the columns here are "+strings.Join(header, ", "), "the table %s has no column %q", t.name, name)
		}
	}
	if t.reports > 0 {
		return
	}
	t.records(r, len(header))
}

func (t *table) records(r *csv.Reader, width int) {
	for t.reports < maxReports {
		offset := r.InputOffset()
		cells, err := r.Read()
		if err == io.EOF {
			return
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			// The reader finds its way again at the next line, but a quote that is left open has swallowed what follows.
			t.at(bad.Line, bad.Column, diag.ForeignCells, "a cell with a comma, a quote or a line break stands in double quotes; a quote in it is doubled",
				"the table %s is not well-formed CSV: %v", t.name, bad.Err)
			return
		}
		if err != nil {
			t.whole(diag.ForeignTable, "check the file", "the table %s cannot be read: %v", t.name, err)
			return
		}
		line, _ := r.FieldPos(0)
		if len(cells) != width {
			t.at(line, 1, diag.ForeignCells, "each row has as many cells as the row of column names", "the row has %d cells; the table %s has %d columns", len(cells), t.name, width)
			continue
		}
		if isSample(cells) && len(t.rows) == 0 {
			continue
		}
		t.rows = append(t.rows, row{line: line, offset: offset, cells: cells})
	}
}

// isSample recognises the type sample: the published tables have a second row that shows the form of each column and names
// itself domain#000000 (package#000000 where a table is empty). It is no data.
func isSample(cells []string) bool {
	for _, c := range cells {
		if c == "domain#000000" || c == "package#000000" {
			return true
		}
	}
	return false
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// get is the cell of a column, or "" where the table lacks the column: needed columns are checked on reading.
func (t *table) get(r row, column string) string {
	i, ok := t.columns[column]
	if !ok {
		return ""
	}
	return r.cells[i]
}

// wrong records a diagnostic at a cell.
func (t *table) wrong(r row, column string, code diag.Code, hint, format string, args ...any) {
	line, col := t.place(r, column)
	t.at(line, col, code, hint, format, args...)
}

func (t *table) whole(code diag.Code, hint, format string, args ...any) {
	t.reports++
	t.ds.Add(diag.Pos{File: t.shown}, code, hint, format, args...)
}

func (t *table) at(line, col int, code diag.Code, hint, format string, args ...any) {
	t.reports++
	switch {
	case t.reports < maxReports:
		t.ds.Add(diag.Pos{File: t.shown, Line: line, Column: col}, code, hint, format, args...)
	case t.reports == maxReports:
		t.ds.Add(diag.Pos{File: t.shown, Line: line, Column: col}, diag.ForeignTable, "correct those above first", "the table %s has more errors, which are not listed", t.name)
	}
}

// place finds a cell again: line, and column in characters.
func (t *table) place(r row, column string) (line, col int) {
	i, ok := t.columns[column]
	if !ok || r.offset > int64(len(t.data)) {
		return r.line, 1
	}
	c := csv.NewReader(bytes.NewReader(t.data[r.offset:]))
	c.FieldsPerRecord = -1
	cells, err := c.Read()
	if err != nil || i >= len(cells) {
		return r.line, 1
	}
	first, _ := c.FieldPos(0)
	line, byteCol := c.FieldPos(i)
	start := t.data[r.offset:]
	for range line - 1 {
		_, start, _ = bytes.Cut(start, []byte("\n"))
	}
	return r.line + line - first, 1 + utf8.RuneCount(start[:min(byteCol-1, len(start))])
}

func (t *table) bool(r row, column string) bool {
	switch s := t.get(r, column); {
	case strings.EqualFold(s, "TRUE"):
		return true
	case strings.EqualFold(s, "FALSE"):
		return false
	default:
		t.wrong(r, column, diag.ForeignValue, "write TRUE or FALSE", "%s is %q; it must be TRUE or FALSE", column, s)
		return false
	}
}

func (t *table) int(r row, column string) int {
	s := t.get(r, column)
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000_000 {
		t.wrong(r, column, diag.ForeignValue, "write a whole number, 0 or more", "%s is %q; it must be a whole number", column, s)
		return 0
	}
	return n
}

// local is a cell that holds a name such as domain#Server, without its prefix.
func (t *table) local(r row, column, prefix string) string {
	s := t.get(r, column)
	local, ok := strings.CutPrefix(s, prefix+"#")
	if !ok || local == "" {
		t.wrong(r, column, diag.ForeignValue, fmt.Sprintf("write %s#NAME", prefix), "%s is %q; it must be a name that begins with %s#", column, s, prefix)
		return ""
	}
	if strings.ContainsAny(local, "#@") {
		t.wrong(r, column, diag.ForeignValue, "leave # and @ out of the name", "%s is %q; the engine joins names to assets with # and @, so that no name can hold them", column, s)
		return ""
	}
	return local
}
