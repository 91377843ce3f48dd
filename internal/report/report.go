// Package report turns an assessment into documents that people read: one HTML page, pictures in SVG, and the JSON form. It
// decides nothing about the system: every word and number in a document is taken from the model, the knowledge base or the
// assessment.
package report

import (
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// names looks up what elements are called. Elements that the engine inferred have names in the assessment only.
type names map[string]string

func namesOf(m *model.Model, a *assessment.Assessment) names {
	n := names{}
	put := func(id, title string) {
		if title == "" {
			title = id
		}
		n[id] = title
	}
	for _, e := range a.Assets {
		put(e.ID, e.Title)
	}
	for _, e := range m.Zones {
		put(e.ID, e.Value.Title)
	}
	for _, e := range m.Organisations {
		put(e.ID, e.Value.Title)
	}
	return n
}

// of is the name of an element, or its id where it has none.
func (n names) of(id string) string {
	if t := n[id]; t != "" {
		return t
	}
	return id
}

// words writes a word of a scale or an id as prose: very-low becomes "very low".
func words(id string) string { return strings.ReplaceAll(id, "-", " ") }

// kindWords names a kind by its last part: device.home-hub becomes "home hub".
func kindWords(kind string) string { return words(kind[strings.LastIndexByte(kind, '.')+1:]) }
