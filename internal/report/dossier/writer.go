package dossier

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cordon/internal/compliance"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/slug"
)

// writer adds blocks to a document.
type writer struct {
	*Facts
	doc      *document.Document
	names    wording.Names
	product  *compliance.Product
	owner    func(element string) string // who is in charge, empty where nobody is said to be
	placed   map[string][]*engine.Control
	shown    map[string][]string // evidence by control at an element
	inside   map[string]string   // what an asset or interface is inside of
	joined   map[string][]string // networks of assets and interfaces by themselves
	zoneOf   map[string]string   // zones of places
	template string              // id
	plain    bool                // whether patients read it
	readers  []knowledge.Holder
	card     bool               // whether only clinical users read it
	outside  bool               // whether neither the manufacturer nor a body that assesses it reads it
	issuers  []knowledge.Holder // who issues it
	section  string             // heading
	level    int                // of the last heading
	defined  bool               // whether the terms of the glossary were defined
	ids      map[string]bool    // of headings and tables
	tables   map[string]stood   // by what they say
	listed   map[string]bool    // clauses that stand in a table
	told     map[string]bool    // documents that were introduced, by id
	noted    []OpenPoint        // since the last note
	opened   []OpenPoint        // all
	lefts    []Place            // what is left to people
}

func newWriter(f *Facts, d *document.Document) *writer {
	w := &writer{
		Facts: f, doc: d, names: wording.NamesOf(f.Model, f.Assessment), product: compliance.ProductOf(f.Model, f.Index), owner: layers.Owners(f.Model),
		placed: map[string][]*engine.Control{}, shown: map[string][]string{}, inside: map[string]string{}, joined: map[string][]string{}, zoneOf: map[string]string{}, ids: map[string]bool{},
		tables: map[string]stood{}, listed: map[string]bool{}, told: map[string]bool{},
	}
	for i := range f.Assessment.Controls {
		if c := &f.Assessment.Controls[i]; c.State == "present" || c.State == "planned" {
			w.placed[c.Element] = append(w.placed[c.Element], c)
		}
	}
	for _, c := range f.Assessment.Controls {
		w.names[c.ID] = c.Title + " (" + w.names.Of(c.Element) + ")"
	}
	w.nameThreats()
	w.names[f.Model.System.ID.Text] = f.File.System.Name
	for _, a := range f.Model.Assumptions {
		if w.names[a.ID] == a.ID { // without a title
			w.names[a.ID] = "“" + strings.TrimSuffix(a.Value.Says, ".") + "”"
		}
	}
	for _, e := range f.Model.Evidence {
		w.names[e.ID.Text] = e.Title + " (" + e.ID.Text + ")"
	}
	for i := range f.Reviews {
		if d := &f.Reviews[i]; w.names[d.ID] == "" {
			w.names[d.ID] = wording.Title(d.About, d.Title)
		}
	}
	for _, r := range f.Model.Responsibilities {
		if w.names[r.ID] == r.ID {
			w.names[r.ID] = "“" + strings.TrimSuffix(r.Value.Says, ".") + "”"
		}
	}
	for _, c := range f.Model.Controls {
		for _, on := range ids(c.On) {
			id := c.Control.Text + "@" + on
			w.shown[id] = append(w.shown[id], c.Evidence...)
		}
	}
	w.place()
	return w
}

// place notes what is inside of what, on which networks it is, and in which zone each place lies.
func (w *writer) place() {
	m := w.Model
	for _, a := range m.Assets {
		w.inside[a.ID] = a.Parent
		w.joined[a.ID] = ids(a.Value.On)
	}
	for _, i := range m.Interfaces {
		w.inside[i.ID] = i.Parent
		for _, to := range ids(i.Value.Connects) {
			if m.BlockOf(to) == model.Networks {
				w.joined[i.Parent] = append(w.joined[i.Parent], to)
			}
		}
	}
	around := map[string]string{}
	for _, p := range m.Places {
		around[p.ID], w.zoneOf[p.ID] = p.Value.Within.Text, p.Value.Zone.Text
	}
	for _, p := range m.Places {
		for at, n := p.ID, 0; w.zoneOf[p.ID] == "" && at != "" && n <= len(around); n++ {
			w.zoneOf[p.ID] = w.zoneOf[at]
			at = around[at]
		}
	}
}

// add is the one place where blocks come into the document; from are the ids of the facts that a block speaks of.
func (w *writer) add(b document.Block, from []string) {
	b.From = slices.DeleteFunc(facts(from), noID)
	w.doc.Blocks = append(w.doc.Blocks, b)
}

// facts are ids in order, each once.
func facts(ids []string) []string {
	out := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// noID tells of a name that is no id, such as the words by which an author names evidence.
func noID(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) || r == unicode.ReplacementChar })
}

func (w *writer) heading(level int, text string) {
	w.level = min(max(level, 1), w.level+1)
	w.section = text
	w.add(document.Block{Heading: &document.Heading{Level: w.level, ID: w.id(anchorOf(text)), Text: text}}, []string{w.template})
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

// anchorOf makes an id of a heading.
func anchorOf(text string) string {
	s := slug.Of(text)
	if s == "" || !unicode.IsLetter(rune(s[0])) {
		s = "section-" + s
	}
	return s[:min(len(s), 80)]
}

func (w *writer) text(says string, from ...string) {
	w.add(document.Block{Paragraph: &document.Paragraph{Spans: document.Text(says)}}, from)
}

// definitions adds terms; one of which something is not recorded is an open point.
func (w *writer) definitions(from []string, list ...document.Definition) {
	for _, d := range list {
		if strings.Contains(d.Spans[0].Text, wording.Open) {
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

// stood is where a table stands.
type stood struct{ id, section string }

// says is all that the table says.
func (t *table) says() string {
	var b strings.Builder
	b.WriteString(t.t.Caption)
	for _, row := range t.t.Rows {
		for _, c := range row {
			b.WriteByte('\t')
			for _, s := range c.Spans {
				b.WriteString(s.Text)
			}
			if c.Number != nil {
				fmt.Fprint(&b, *c.Number)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// end puts the table into the document, or says that there is nothing to put into it. A table that stands in the document already is
// pointed to.
func (t *table) end(none string) {
	if len(t.t.Rows) == 0 {
		if none != "" {
			t.w.text(none, t.w.template)
		}
		return
	}
	if len(facts(t.about)) == 0 {
		t.about = []string{t.w.template}
	}
	says := t.says()
	if s, ok := t.w.tables[says]; ok {
		t.w.add(document.Block{Paragraph: &document.Paragraph{Spans: []document.Span{
			{Text: "See the table “"}, {Text: t.t.Caption, To: s.id}, {Text: "” in the section “" + s.section + "”."},
		}}}, t.about)
		return
	}
	t.t.ID = t.w.id(t.t.ID)
	t.w.tables[says] = stood{t.t.ID, t.w.section}
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

// tabled counts something as open that a table says at its place.
func (w *writer) tabled(says string, about ...string) {
	p := OpenPoint{w.section, says, append([]string{}, facts(about)...)}
	if !w.counted(p) {
		w.opened = append(w.opened, p)
	}
}

// counted tells whether an open point is counted already.
func (w *writer) counted(p OpenPoint) bool {
	return slices.ContainsFunc(w.opened, func(o OpenPoint) bool { return o.Says == p.Says && slices.Equal(o.About, p.About) })
}

// settle shows what has become open since the last time, unless it is shown further up.
func (w *writer) settle() {
	for _, p := range w.noted {
		p.About = append([]string{}, facts(p.About)...)
		if w.counted(p) {
			continue
		}
		w.opened = append(w.opened, p)
		says := p.Says
		if len(p.About) > 0 && says[len(says)-1] != '?' {
			says += ": " + w.named(p.About)
		}
		if last := says[len(says)-1]; last != '?' && last != '.' {
			says += "."
		}
		w.add(document.Block{Note: &document.Note{Label: "Open", Spans: document.Text(says)}}, append([]string{w.template}, p.About...))
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
func (w *writer) named(ids []string) string { return w.few(ids, mostNamed) }

// few lists the names of so many elements at most, and says how many more there are.
func (w *writer) few(ids []string, most int) string {
	out := w.titles(ids[:min(len(ids), most)])
	if more := len(ids) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return apart(out)
}

// apart lists names, with semicolons where a name has a comma itself.
func apart(names []string) string {
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ",") }) {
		return strings.Join(names, "; ")
	}
	return strings.Join(names, ", ")
}
