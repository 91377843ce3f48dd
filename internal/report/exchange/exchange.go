// Package exchange writes clauses, and what was found about them in a system, as files for other programs. It chooses what goes out, and
// decides nothing about it; how a format looks is known below internal/interop.
package exchange

import (
	"errors"
	"slices"

	"cordon/internal/compliance"
	"cordon/internal/interop/cisoassistant"
	"cordon/internal/interop/oscal"
	"cordon/internal/knowledge"
)

// File is a file for another program.
type File struct {
	Name    string
	Content []byte
}

// binding are the documents that bind a system or may.
func binding(a *compliance.Answer, ix *knowledge.Index) []*knowledge.Document {
	var out []*knowledge.Document
	for _, d := range a.Documents {
		if d.Applies+d.Asked > 0 {
			out = append(out, ix.Documents[d.ID])
		}
	}
	return out
}

// between are the crosswalks with all of their ends in some documents.
func between(ix *knowledge.Index, docs []*knowledge.Document) []*knowledge.Crosswalk {
	var out []*knowledge.Crosswalk
	for i := range ix.Base.Crosswalks {
		x := &ix.Base.Crosswalks[i]
		inside := func(id string) bool { return slices.Contains(docs, ix.Clauses[id].Document) }
		if x.Status != knowledge.Withdrawn && !slices.ContainsFunc(x.Links, func(w knowledge.Walk) bool { return !inside(w.From) || !inside(w.To) }) {
			out = append(out, x)
		}
	}
	return out
}

// collector takes files as they are made; the first error stays.
type collector struct {
	files []File
	err   error
}

// add takes a file as it is made. That there is nothing to say in it is no error.
func (w *collector) add(name string, content []byte, err error) {
	switch {
	case errors.Is(err, oscal.ErrEmpty) || errors.Is(err, cisoassistant.ErrEmpty):
	case err != nil && w.err == nil:
		w.err = err
	case err == nil:
		w.files = append(w.files, File{name, content})
	}
}

// baseVersion is the version of the shipped base.
func baseVersion(ix *knowledge.Index) string {
	if len(ix.Base.Packs) == 0 {
		return ""
	}
	return ix.Base.Packs[0].Version
}
