package oscal

import (
	"fmt"
	"strings"
	"unicode"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

// Limits of what is read.
const (
	MaxBytes   = jsontext.TreeBytes
	maxDepth   = 64
	maxReports = 50 // errors for one file, and as many warnings; a file of another kind would give one for each value
)

// source is a file that is being read, with what there is to say about it.
type source struct {
	jsontext.Source
	ds   *diag.List
	said map[string]bool
	told map[diag.Severity]int // how many
}

func newSource(file string, data []byte, ds *diag.List) *source {
	return &source{Source: jsontext.Source{File: file, Data: data}, ds: ds, said: map[string]bool{}, told: map[diag.Severity]int{}}
}

// report says something once, however often the reader comes by.
func (s *source) report(offset int, code diag.Code, hint, format string, args ...any) {
	key := fmt.Sprint(offset, code, fmt.Sprintf(format, args...))
	// Many warnings must not hide an error, for what is read would then be used.
	if s.said[key] || s.told[code.Severity()] == maxReports {
		return
	}
	s.said[key] = true
	s.told[code.Severity()]++
	s.ds.Add(s.Place(offset), code, hint, format, args...)
}

// parse reads JSON text, or reports why it is none.
func (s *source) parse() (jsontext.Value, bool) {
	return s.Tree(jsontext.TreeOptions{
		Depth: maxDepth, Report: s.report, Malformed: diag.OscalJSON, TooLarge: diag.OscalTooLarge, Clean: printable,
		Smaller: "export the document in parts", Deep: "OSCAL needs some twenty levels",
		Again: "export the document again", Whole: "copy or export the file again",
		Other: "OSCAL is also written as XML and YAML; convert the document to JSON first",
	})
}

// printable is text without characters that steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
