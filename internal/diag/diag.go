// Package diag holds what Cordon tells a user about a file: a place, a permanent code, a message and a hint.
// It is not for failures of the program itself; those are ordinary Go errors.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Pos is a place in a user's file. Line and Column count from 1; Column counts characters, not bytes.
// The zero Pos means the file as a whole.
type Pos struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Severity says whether a file can be used in spite of a diagnostic.
type Severity string

const (
	Error   Severity = "error"   // the result could be wrong; nothing is computed
	Warning Severity = "warning" // the file is usable, and something in it deserves a look
)

// Diagnostic is one finding in a file.
type Diagnostic struct {
	Pos
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
}

func (d Diagnostic) String() string {
	s := fmt.Sprintf("%s: %s: %s", d.Pos, d.Code, d.Message)
	if d.Hint != "" {
		s += "\n    hint: " + d.Hint
	}
	return s
}

// List collects diagnostics. The zero List is ready for use; a List belongs to one goroutine.
type List struct {
	all []Diagnostic
}

// Add records a diagnostic of the code's severity. The hint may be empty.
func (l *List) Add(at Pos, code Code, hint, format string, args ...any) {
	l.all = append(l.all, Diagnostic{
		Pos: at, Code: code, Severity: code.Severity(), Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// Append records what another list holds.
func (l *List) Append(other []Diagnostic) { l.all = append(l.all, other...) }

// Sorted returns the diagnostics by file, line, column, code and message, without repetitions.
func (l *List) Sorted() []Diagnostic {
	out := slices.Clone(l.all)
	slices.SortFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(out)
}

// HasErrors tells whether a diagnostic of severity Error was recorded.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.all, func(d Diagnostic) bool { return d.Severity == Error })
}

// Len is the number of diagnostics recorded so far.
func (l *List) Len() int { return len(l.all) }

// Cause is the bare cause of a file error, without the operation and path that the message already gives.
func Cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
