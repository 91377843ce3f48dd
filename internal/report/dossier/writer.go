package dossier

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cordon/internal/compliance"
	"cordon/internal/engine"
	"cordon/internal/layers"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// writer adds blocks to a document.
type writer struct {
	*Facts
	doc      *document.Document
	names    wording.Names
	product  *compliance.Product
	owner    func(element string) string // who is in charge, empty where nobody is said to be
	placed   map[string][]*engine.Control
	inside   map[string]string // what an asset or interface is inside of
	template string            // id
	section  string            // heading
	part     string
	level    int             // of the last heading
	ids      map[string]bool // of headings and tables
	noted    []OpenPoint     // since the last note
	opened   []OpenPoint     // all
}

func newWriter(f *Facts, d *document.Document) *writer {
	w := &writer{
		Facts: f, doc: d, names: wording.NamesOf(f.Model, f.Assessment), product: compliance.ProductOf(f.Model, f.Index), owner: layers.Owners(f.Model),
		placed: map[string][]*engine.Control{}, inside: map[string]string{}, ids: map[string]bool{},
	}
	for i := range f.Assessment.Controls {
		if c := &f.Assessment.Controls[i]; c.State == "present" || c.State == "planned" {
			w.placed[c.Element] = append(w.placed[c.Element], c)
		}
	}
	for _, c := range f.Assessment.Controls {
		w.names[c.ID] = c.Title + " (" + w.names.Of(c.Element) + ")"
	}
	for _, t := range f.Assessment.Threats {
		w.names[t.ID] = t.Title
	}
	for _, a := range f.Model.Assets {
		w.inside[a.ID] = a.Parent
	}
	for _, i := range f.Model.Interfaces {
		w.inside[i.ID] = i.Parent
	}
	return w
}

// add is the one place where blocks come into the document; from are the ids of the facts that a block speaks of.
func (w *writer) add(b document.Block, from []string) {
	// b.From = slices.DeleteFunc(facts(from), hasSpace)
	_ = hasSpace
	w.doc.Blocks = append(w.doc.Blocks, b)
}

// facts are ids in order, each once.
func facts(ids []string) []string {
	out := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// hasSpace tells of a name that is no id, such as a document that an author names as evidence.
func hasSpace(id string) bool { return strings.ContainsFunc(id, unicode.IsSpace) }

func (w *writer) heading(level int, text string) {
	w.level = min(max(level, 1), w.level+1)
	w.section = text
	w.add(document.Block{Heading: &document.Heading{Level: w.level, ID: w.id(slug(text)), Text: text}}, []string{w.template})
}

// id is an id that nothing in the document has yet.
func (w *writer) id(wish string) string {
	id := wish
	for n := 2; w.ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", wish, n)
	}
	w.ids[id] = true
	return id
}

// slug makes an id from a text.
func slug(text string) string {
	s := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
	if s == "" || !unicode.IsLetter(rune(s[0])) {
		s = "section-" + s
	}
	return s[:min(len(s), 80)]
}

func (w *writer) text(says string, from ...string) {
	w.add(document.Block{Paragraph: &document.Paragraph{Spans: document.Text(says)}}, from)
}

// definitions adds terms; one of which nothing is said is an open point.
func (w *writer) definitions(from []string, list ...document.Definition) {
	for _, d := range list {
		if len(d.Spans) == 1 && d.Spans[0].Text == wording.Open {
			w.open("Not stated: " + lower(d.Term))
		}
	}
	w.add(document.Block{Definitions: list}, from)
}

// table collects rows with what they are about.
type table struct {
	w     *writer
	t     document.Table
	about []string
}

func (w *writer) table(id, caption string, heads ...string) *table {
	return &table{w: w, t: document.Table{ID: id, Caption: caption, Columns: document.Columns(heads...)}}
}

// shares sets the widths of the columns against each other.
func (t *table) shares(shares ...int) {
	for i, s := range shares {
		t.t.Columns[i].Share = s
	}
}

// row adds a row of texts; the first is the id that people refer to.
func (t *table) row(about []string, texts ...string) {
	t.about = append(t.about, about...)
	t.t.Rows = append(t.t.Rows, document.TextCells(texts...))
}

// end puts the table into the document, or says that there is nothing to put into it.
func (t *table) end(none string) {
	if len(t.t.Rows) == 0 {
		if none != "" {
			t.w.text(none, t.w.template)
		}
		return
	}
	t.t.ID = t.w.id(t.t.ID)
	t.w.add(document.Block{Table: &t.t}, t.about)
}

// open notes something that is not said and that the reader needs. What is open in the same way of several elements is one point.
func (w *writer) open(says string, about ...string) {
	for i := range w.noted {
		if w.noted[i].Says == says {
			w.noted[i].About = append(w.noted[i].About, about...)
			return
		}
	}
	w.noted = append(w.noted, OpenPoint{w.section, says, about})
}

// settle shows what has become open since the last time.
func (w *writer) settle() {
	for _, p := range w.noted {
		p.About = facts(p.About)
		says := p.Says
		if len(p.About) > 0 && says[len(says)-1] != '?' {
			says += ": " + w.named(p.About)
		}
		if last := says[len(says)-1]; last != '?' && last != '.' {
			says += "."
		}
		w.add(document.Block{Note: &document.Note{Label: "Open", Spans: document.Text(says)}}, append([]string{w.template}, p.About...))
		if !slices.ContainsFunc(w.opened, func(o OpenPoint) bool { return o.Says == p.Says && slices.Equal(o.About, p.About) }) {
			w.opened = append(w.opened, p)
		}
	}
	w.noted = nil
}

// words are all words of the document so far.
func (w *writer) words() string {
	var b strings.Builder
	spans := func(all []document.Span) {
		for _, s := range all {
			b.WriteString(s.Text)
			b.WriteByte(' ')
		}
	}
	for _, x := range w.doc.Blocks {
		switch {
		case x.Heading != nil:
			b.WriteString(x.Heading.Text + " ")
		case x.Paragraph != nil:
			spans(x.Paragraph.Spans)
		case x.Note != nil:
			spans(x.Note.Spans)
		case x.List != nil:
			for _, i := range x.List.Items {
				spans(i)
			}
		case x.Table != nil:
			for _, c := range x.Table.Columns {
				b.WriteString(c.Head + " ")
			}
			for _, row := range x.Table.Rows {
				for _, c := range row {
					spans(c.Spans)
				}
			}
		}
		for _, d := range x.Definitions {
			b.WriteString(d.Term + " ")
			spans(d.Spans)
		}
	}
	return b.String()
}

// mostNamed bounds the names in a sentence; the tables have all.
const mostNamed = 12

// named lists elements by their names.
func (w *writer) named(ids []string) string {
	out := w.titles(ids[:min(len(ids), mostNamed)])
	if more := len(ids) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, ", ")
}
