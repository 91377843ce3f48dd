package csaf

import (
	"fmt"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

const (
	maxDepth   = 128 // branches of products may stand thirty deep, each of which takes two levels
	maxReports = 50  // diagnostics for one file; a file of another kind would give one for each value
)

// source is a file that is being read, with what there is to say about it.
type source struct {
	jsontext.Source
	ds   *diag.List
	said map[string]bool
}

func newSource(file string, data []byte, ds *diag.List) *source {
	return &source{Source: jsontext.Source{File: file, Data: data}, ds: ds, said: map[string]bool{}}
}

// report says something once. What is wrong with very many values is said of the first ones only.
func (s *source) report(offset int, code diag.Code, hint, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	key := fmt.Sprint(offset, code, message)
	if s.said[key] || len(s.said) == maxReports {
		return
	}
	s.said[key] = true
	s.ds.Add(s.Place(offset), code, hint, "%s", message)
}

// parse reads JSON text, or reports why it is none.
func (s *source) parse() (jsontext.Value, bool) {
	return s.Tree(jsontext.TreeOptions{
		Depth: maxDepth, Report: s.report, Malformed: diag.CsafJSON, TooLarge: diag.CsafTooLarge, Show: short,
		Smaller: "ask its author for several documents", Deep: "branches of products may stand thirty deep",
		Again: "download the document again", Whole: "download the document again",
		Other: "advisories are published as web pages as well; look for the JSON file",
	})
}
