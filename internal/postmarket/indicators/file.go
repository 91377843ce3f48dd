package indicators

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Version is the version of the form that a file of readings states as `cordon: 1`.
const Version = 1

// File is a file of readings that people write.
type File struct {
	Cordon   int       `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Readings []Reading `yaml:"readings" need:"yes" doc:"Readings of indicators, in any order."`
	At       diag.Pos
}

// Parse reads a file of readings in YAML. What is wrong with it is in ds.
func Parse(name string, src []byte, ds *diag.List) []Reading {
	f := &File{}
	if n := yamltext.Parse(name, src, ds); n != nil {
		yamltext.Decode(name, n, f, ds)
	}
	return f.Readings
}

// columns of a table of readings, in the order of a complete one.
var columns = []string{"indicator", "element", "value", "at", "by", "source", "note"}

// needed is how many of them a table has to have.
const needed = 5

// MaxBytes bounds a table of readings.
const MaxBytes = 64 << 20

// ParseCSV reads a table of readings as machines write them: the first row names the columns indicator, element, value, at, by, and where wanted
// source and note, in any order. What is wrong with it is in ds; a wrong row is left out, and the others count.
func ParseCSV(name string, src []byte, ds *diag.List) []Reading {
	if len(src) > MaxBytes {
		ds.Add(diag.Pos{File: name}, diag.FileTooLarge, "split it; the newest readings are enough", "the table is larger than 64 MiB")
		return nil
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	t := table{name: name, r: r, ds: ds}
	head, err := r.Read()
	if err != nil {
		t.broken(err)
		return nil
	}
	if !t.head(head) {
		return nil
	}
	var out []Reading
	for wrong := 0; ; {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		x, ok := Reading{}, false
		if err != nil {
			t.broken(err)
		} else {
			x, ok = t.row(row)
		}
		if ok {
			out = append(out, x)
		} else if wrong++; wrong == maxWrong {
			t.ds.Add(diag.Pos{File: t.name}, diag.ReadingRow, "correct these first", "%d rows are wrong; what follows is not read", wrong)
			return out
		}
	}
}

// maxWrong is how many rows may be wrong: a file of another sort would give a diagnostic for each.
const maxWrong = 100

type table struct {
	name string
	r    *csv.Reader
	at   []int // where each column stands; -1 where it does not
	ds   *diag.List
}

func (t *table) broken(err error) {
	p := &csv.ParseError{}
	switch {
	case errors.Is(err, io.EOF):
		t.ds.Add(diag.Pos{File: t.name}, diag.FileEmpty, "the first row is "+strings.Join(columns[:needed], ","), "the table is empty")
	case errors.As(err, &p):
		t.ds.Add(diag.Pos{File: t.name, Line: p.Line, Column: p.Column}, diag.ReadingRow, "a cell with a comma, a quote or a line break stands in double quotes", "the row is not well formed: %s", p.Err)
	default:
		t.ds.Add(diag.Pos{File: t.name}, diag.ReadingRow, "", "%s", err)
	}
}

func (t *table) place(cell int) diag.Pos {
	line, column := t.r.FieldPos(cell)
	return diag.Pos{File: t.name, Line: line, Column: column}
}

func (t *table) head(row []string) bool {
	t.at = make([]int, len(columns))
	ok := true
	for k, c := range columns {
		if t.at[k] = slices.Index(row, c); t.at[k] < 0 && k < needed {
			t.ds.Add(diag.Pos{File: t.name, Line: 1, Column: 1}, diag.MissingKey, "the first row is "+strings.Join(columns[:needed], ","), "there is no column %q", c)
			ok = false
		}
	}
	for i, c := range row {
		switch {
		case !slices.Contains(columns, c):
			t.ds.Add(t.place(i), diag.UnknownKey, yamltext.Suggest(c, columns), "unknown column %q", c)
			ok = false
		case slices.Index(row, c) != i:
			t.ds.Add(t.place(i), diag.DuplicateKey, "remove one of the two", "column %q stands twice", c)
			ok = false
		}
	}
	return ok
}

func (t *table) row(row []string) (r Reading, ok bool) {
	r.At = t.place(0)
	for k, into := range []*string{&r.Indicator, &r.Element, &r.Value, &r.When, &r.By, &r.Source, &r.Note} {
		i := t.at[k]
		if i >= 0 && i < len(row) {
			*into = row[i]
		}
		if *into == "" && k < needed {
			t.ds.Add(r.At, diag.ReadingRow, "", "the row has no %s", columns[k])
			return r, false
		}
	}
	return r, true
}
