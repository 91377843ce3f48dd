// Package wording says the facts of a system in words and in short tables, for every kind of document: a fact that two documents name
// is worded here, so that they cannot say it in two ways. What a document contains, its assembler decides.
package wording

import (
	"fmt"
	"strconv"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/riskfile"
	"cordon/internal/safety"
)

// Open is what stands where a person has to fill something in.
const Open = "not recorded"

// Or is a text, or Open where there is none.
func Or(text string) string {
	if text == "" {
		return Open
	}
	return text
}

// Definition is a term with what is said of it, or Open.
func Definition(term, text string) document.Definition {
	return document.Definition{Term: term, Spans: document.Text(Or(text))}
}

// Title is the title of an element, or its id where it has none.
func Title(id, given string) string {
	if given == "" {
		return id
	}
	return given
}

// List is a list of words, or none.
func List(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

// Words writes a word of a scale or of a list as prose: very-low becomes "very low".
func Words(id string) string { return strings.ReplaceAll(id, "-", " ") }

// Interval is a range of probabilities with three digits. Down to a millionth it is written out, since not all readers know exponents.
func Interval(i safety.Interval) string { return number(i.From) + " to " + number(i.To) }

func number(x float64) string {
	short := strconv.FormatFloat(x, 'g', 3, 64)
	if x < 1e-6 {
		return short
	}
	rounded, err := strconv.ParseFloat(short, 64)
	if err != nil {
		return short
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// Of5 is a size from 1 to 5.
func Of5(n int) string {
	if n == 0 {
		return Open
	}
	return fmt.Sprintf("%d of 5", n)
}

// Names are the titles of elements by id, also of those that were inferred.
type Names map[string]string

// NamesOf collects the titles of a system's elements; the assessment may be nil.
func NamesOf(m *model.Model, a *assessment.Assessment) Names {
	n := Names{}
	if a != nil {
		for _, e := range a.Assets {
			n[e.ID] = Title(e.ID, e.Title)
		}
	}
	m.Each(func(_ model.Block, id string, c model.Common) { n[id] = Title(id, c.Title) })
	return n
}

// Of is the title of an element, the id itself where there is none, and Open without an id.
func (n Names) Of(id string) string {
	if t := n[id]; t != "" {
		return t
	}
	return Or(id)
}

// Digests say what a record of risks was made from.
func Digests(f *riskfile.File) []document.Digest {
	return []document.Digest{{Of: "model", Value: f.System.Digest}, {Of: "knowledge base", Value: f.Knowledge.Digest}, {Of: "engine " + f.Engine.Version, Value: f.Engine.Digest}}
}
