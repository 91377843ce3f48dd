package watch

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
)

// list is a CSV file with named columns, of which each line is a record: a quote that does not end spoils its own line only.
type list struct {
	name    string
	in      *bufio.Reader
	comma   rune
	columns []string // as the file names them, in small letters
	at      map[string]int
	line    int
	cells   []string
	wrong   int
	ds      *diag.List
}

// maxWrong is how many lines of one file are told one by one, and maxLine the length of a line in bytes.
const (
	maxWrong = 10_000
	maxLine  = 1 << 16
)

// openList reads the names of the columns. It is nil where a column is missing.
func openList(name string, r io.Reader, need, may []string, ds *diag.List) *list {
	l := &list{name: name, in: bufio.NewReaderSize(r, maxLine), at: map[string]int{}, comma: ',', ds: ds}
	text, err := l.read()
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if err != nil || !utf8.Valid(text) {
		ds.Add(diag.Pos{File: name}, diag.FleetList, "the first line names the columns: "+strings.Join(need, ","), "the list is empty, or no text")
		return nil
	}
	for _, c := range ";\t" { // what spreadsheets of some countries write
		if !bytes.ContainsRune(text, ',') && bytes.ContainsRune(text, c) {
			l.comma = c
		}
	}
	if !l.split(string(text)) {
		return nil
	}
	for i, c := range l.cells {
		c = strings.ToLower(strings.TrimSpace(c))
		_, twice := l.at[c]
		switch {
		case twice:
			ds.Add(diag.Pos{File: name, Line: 1, Column: l.column(i)}, diag.FleetList, "remove one of them", "the column %s stands twice", c)
			return nil
		case !slices.Contains(need, c) && !slices.Contains(may, c):
			ds.Add(diag.Pos{File: name, Line: 1, Column: l.column(i)}, diag.FleetColumn, "what is read: "+strings.Join(append(slices.Clone(need), may...), ", "), "the column %.60q is not read", c)
		}
		l.at[c] = i
		l.columns = append(l.columns, c)
	}
	for _, c := range need {
		if _, has := l.at[c]; !has {
			ds.Add(diag.Pos{File: name, Line: 1}, diag.FleetList, "the first line names the columns: "+strings.Join(need, ","), "the column %s is missing", c)
			return nil
		}
	}
	return l
}

var errLong = errors.New("the line is too long")

// read gives the next line without its end.
func (l *list) read() ([]byte, error) {
	text, err := l.in.ReadSlice('\n')
	l.line++
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.in.ReadSlice('\n')
		}
		return nil, errLong
	}
	if err != nil && len(text) == 0 {
		return nil, err
	}
	return bytes.TrimRight(text, "\r\n"), nil
}

// next goes to the next line that has the right number of cells. The error is not the file's doing.
func (l *list) next() (bool, error) {
	for {
		text, err := l.read()
		switch {
		case errors.Is(err, errLong):
			l.bad("", "the line is longer than %d bytes", maxLine)
		case errors.Is(err, io.EOF):
			if l.wrong > maxWrong {
				l.ds.Add(diag.Pos{File: l.name}, diag.FleetMore, "correct those above first", "%d lines are wrong in all; the others are not told one by one", l.wrong)
			}
			return false, nil
		case err != nil:
			return false, err
		case len(bytes.TrimSpace(text)) == 0:
		case !utf8.Valid(text):
			l.bad("", "the line is not UTF-8")
		case !l.split(string(text)):
		case len(l.cells) != len(l.columns):
			l.bad("", "the line has %d cells, the first one has %d", len(l.cells), len(l.columns))
		default:
			return true, nil
		}
	}
}

// split takes a line apart.
func (l *list) split(text string) bool {
	if !strings.Contains(text, `"`) {
		l.cells = l.cells[:0]
		for cell := range strings.SplitSeq(text, string(l.comma)) {
			l.cells = append(l.cells, cell)
		}
		return true
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = l.comma
	cells, err := r.Read()
	var p *csv.ParseError
	if errors.As(err, &p) {
		l.say(p.Column, "%s", p.Err)
		return false
	}
	l.cells = cells
	return err == nil
}

// cell is the cell of a column, without blanks around it; empty where there is none.
func (l *list) cell(column string) string {
	i, has := l.at[column]
	if !has {
		return ""
	}
	return strings.TrimSpace(l.cells[i])
}

// bad says what is wrong with the line, and in which of its columns where one is named.
func (l *list) bad(column, format string, a ...any) {
	at := 1
	if i, has := l.at[column]; has {
		at = l.column(i)
	}
	l.say(at, format, a...)
}

func (l *list) say(column int, format string, a ...any) {
	if l.wrong++; l.wrong <= maxWrong {
		l.ds.Add(diag.Pos{File: l.name, Line: l.line, Column: column}, diag.FleetCell, "the line is left out; correct it and load the list again", format, a...)
	}
}

// refused says why the fleet does not take a line.
func (l *list) refused(err error) {
	var field *fleet.FieldError
	if errors.As(err, &field) {
		l.bad(field.Field, "%s", field.Err)
		return
	}
	l.bad("", "%s", err)
}

// column is the place of a cell in its line, in characters from 1, as far as the cells tell it: quotes around those before it are not counted.
func (l *list) column(cell int) int {
	n := 1
	for _, c := range l.cells[:cell] {
		n += utf8.RuneCountInString(c) + 1
	}
	return n
}
