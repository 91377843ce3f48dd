// Package dossier assembles documents of many kinds from templates of the knowledge base and the facts of a system: instructions for
// operators, plans, lists of requirements, notes for patients. It decides and computes nothing; what the description does not say and a
// reader needs it shows as open, at its place and again at the end.
package dossier

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/additions"
	"cordon/internal/assessment"
	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
)

// Facts are what documents are made from. All come from one assessment, as planned, so that no two documents can state different values
// for the same fact.
type Facts struct {
	Model      *model.Model
	Index      *knowledge.Index
	File       *riskfile.File
	Assessment *assessment.Assessment
	Defence    *layers.Defence
	Fact       func(element, fact string) string // what is known of an element; unknown where nobody knows
	Reviews    []decisions.Review                // decisions with their state on the day
	Clauses    *compliance.Answer                // judged, of all documents
	Filled     map[string][]compliance.Filled    // questionnaires by id
	After      *After                            // what is known after release; nil where nothing is kept of it
	Added      *additions.Set                    // texts that people wrote at the places that templates leave to them
	Diagram    string                            // the system as SVG; empty where no picture was made
	Day        string                            // year-month-day
	Version    string                            // of the document, in the words of its author
}

// Made is a document with its open points.
type Made struct {
	Document *document.Document
	Open     []OpenPoint // in the order of the document
	Places   []Place     // what is left to people, in the order of the document, with what they wrote
}

// Place is where a template leaves something to people.
type Place struct {
	additions.Place
	Asks string // what is to be added, with the names of the system
	Says string // what people wrote; empty where the place is open
}

// OpenPoint is something that the description does not say and the reader needs.
type OpenPoint struct {
	Section string   `json:"section"`
	Says    string   `json:"says"`
	About   []string `json:"about"` // ids of what it concerns; none where it concerns the whole
}

// Make assembles a document.
func Make(t *knowledge.Template, f *Facts) *Made {
	w := newWriter(f, &document.Document{
		Title: t.Title, Subtitle: parties(t), System: strings.TrimSpace(f.File.System.Name + " " + f.File.System.Version),
		Version: f.Version, Date: f.Day, Language: "en-GB", Contents: true, Digests: wording.Digests(f.File),
	})
	w.template, w.section, w.issuers, w.readers = t.ID, t.Title, t.From, t.To
	w.plain = slices.Contains(t.To, "patient")
	w.card = slices.Equal(t.To, []knowledge.Holder{"professional"})
	w.outside = !slices.ContainsFunc(t.To, func(h knowledge.Holder) bool { return h == "manufacturer" || h == "notified-body" || h == "authority" })
	if w.plain || w.card { // it begins on the first page, and what it was made from stands at the end
		w.doc.Contents, w.doc.Digests = false, nil
	}
	if w.plain {
		w.doc.Subtitle = ""
	}
	w.text(w.filled(t.Says), t.ID)
	w.settle()
	for i := range t.Sections {
		w.chapter(&t.Sections[i])
	}
	if !w.defined && !w.plain {
		w.chapter(&knowledge.Section{Heading: "Terms", Parts: []string{"terms"}})
	}
	w.openPoints()
	return &Made{w.doc, w.opened, w.lefts}
}

// Fits tells whether a kind of document makes sense for a system: it has an element of one of the kinds that the template asks for.
func Fits(t *knowledge.Template, m *model.Model, ix *knowledge.Index) bool {
	fits := len(t.Kinds) == 0
	m.Each(func(_ model.Block, _ string, c model.Common) { fits = fits || ix.IsAny(c.Kind.Text, t.Kinds) })
	return fits
}

// parties says who issues a document and who reads it.
func parties(t *knowledge.Template) string {
	words := func(all []knowledge.Holder) string {
		var out []string
		for _, h := range all {
			out = append(out, wording.Words(string(h)))
		}
		return wording.List(out)
	}
	return "By: " + words(t.From) + ". For: " + words(t.To) + "."
}

// chapter writes a section: its heading, its words, its parts, and what a person has to add.
func (w *writer) chapter(s *knowledge.Section) {
	w.heading(s.Level, s.Heading)
	if s.Says != "" {
		w.text(w.filled(s.Says), w.template)
	}
	for _, word := range s.Parts {
		name, argument, _ := strings.Cut(strings.TrimSpace(word), " ")
		if make := parts[name]; make != nil {
			make(w, strings.TrimSpace(argument))
		} else if make := recorded[name]; make != nil {
			if w.After != nil {
				make(w)
			}
		} else {
			w.open(fmt.Sprintf("The template asks for a part %q, which is not known", name))
		}
		w.settle()
	}
	if w.After == nil {
		for _, asked := range s.Unrecorded {
			w.left(s.Heading, asked)
		}
		if len(s.Open)+len(s.Unrecorded) == 0 && len(s.Parts) > 0 && !slices.ContainsFunc(s.Parts, func(p string) bool { return !readsRecord(p) }) {
			w.open("Nothing is kept of the time after release")
		}
	}
	for _, asked := range s.Open {
		w.left(s.Heading, asked)
	}
	w.settle()
}

// left writes what people wrote at a place that is left to them, or shows it as open.
func (w *writer) left(section, asked string) {
	p := Place{Place: additions.Place{Section: section, Asked: asked}, Asks: strings.TrimSuffix(w.filled(asked), ".")}
	p.Says = w.Added.Of(w.template).Says(p.Place)
	w.lefts = append(w.lefts, p)
	if p.Says == "" {
		w.open(p.Asks)
		return
	}
	w.text(p.Asks+":", w.template)
	for _, paragraph := range strings.Split(p.Says, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			w.text(paragraph, w.template)
		}
	}
}

// PlacesOf lists what a template leaves to people.
func PlacesOf(t *knowledge.Template) []additions.Place {
	var out []additions.Place
	for _, s := range t.Sections {
		for _, asked := range slices.Concat(s.Unrecorded, s.Open) {
			out = append(out, additions.Place{Section: s.Heading, Asked: asked})
		}
	}
	return out
}

// openPoints collects at the end what was shown as open at its place.
func (w *writer) openPoints() {
	defer w.madeFrom()
	if w.plain && len(w.opened) == 0 {
		return
	}
	w.heading(1, "Open points")
	if len(w.opened) == 0 {
		w.text("Number of open points: none.", w.template)
		return
	}
	w.text(fmt.Sprintf("Number of open points: %d.", len(w.opened)), w.template)
	t := w.table("open-points", "What is not said and has to be added", "Number", "Section", "Open", "About")
	for i, p := range w.opened {
		t.row(p.About, fmt.Sprintf("O-%d", i+1), p.Section, p.Says, apart(w.titles(p.About)))
	}
	t.end("")
}

// madeFrom says at the end what a document was made from that does not say it at its beginning.
func (w *writer) madeFrom() {
	if !w.plain && !w.card {
		return
	}
	var out []string
	for _, d := range wording.Digests(w.File) {
		out = append(out, d.Of+" "+d.Value)
	}
	w.text("Made from: "+strings.Join(out, ", ")+".", w.template)
}

// filled puts names of the system into a text for the words in braces.
func (w *writer) filled(text string) string {
	for _, x := range []struct{ brace, what, value string }{
		{"{system}", "name of the system", w.Model.System.Name},
		{"{version}", "version of the system", w.Model.System.Version},
		{"{manufacturer}", "manufacturer", w.holders("manufacturer")},
		{"{operator}", "operator", w.holders("operator")},
		{"{date}", "date of the document", w.Day},
	} {
		if !strings.Contains(text, x.brace) {
			continue
		}
		if x.value == "" {
			w.open("Not stated: " + x.what)
		}
		text = strings.ReplaceAll(text, x.brace, wording.Or(x.value))
	}
	return text
}

// holders are the names of the organisations with a duty.
func (w *writer) holders(duty model.Duty) string {
	var out []string
	for _, o := range w.Model.Organisations {
		// A part that is imported may name the same company again.
		if name := w.names.Of(o.ID); o.Value.Duty == duty && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, " and ")
}
