package oscal

import (
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/yamltext"
)

// Contents is what was read: exactly one of Catalog, Selection, Components, Assessment and Crosswalk is there.
type Contents struct {
	Model      string // as the one member of the document is called
	Ours       bool   // it was written here, so that it says all that clauses have
	Catalog    *knowledge.Document
	Selection  *Selection
	Components *Definition
	Assessment *Assessment // of assessment results, or of a plan of action and milestones
	Crosswalk  *knowledge.Crosswalk
}

// Selection is what a profile chooses.
type Selection struct {
	System System // empty in profiles of others
	Title  string
	Chosen []Chosen
}

// Chosen is what is chosen from one catalog or profile.
type Chosen struct {
	Source  string   // as the profile names it
	All     bool     // all of it, apart from Except
	Clauses []string // full ids of clauses; ids of controls in profiles of others
	Except  []string
}

// Definition is what a component definition says of parts of a product.
type Definition struct {
	System     System // empty in definitions of others
	Title      string
	Components []Component
}

// Assessment is what was found.
type Assessment struct {
	System  System // empty in documents of others
	Title   string
	Date    string // day on which the assessment began, or on which a plan was last changed, YYYY-MM-DD
	Results []Result
}

// Read reads a document of one of the models in JSON. File is its name in diagnostics. What is wrong with it is reported, and where that is
// an error the result is not to be used; it is nil where nothing could be read.
//
// Documents that were written here give back what went into them. Of others, a catalog says neither who has to do something nor when, so
// these fields of clauses stay empty, as do form, standing and certainty of the document; its words are its author's, so whoever keeps
// them needs the right to. A finding of others that is satisfied is met, one that is not is open, or met in part where the document says
// that it is implemented in part. Several findings about one control become one result, of which the worst counts. A component of others
// has its UUID as its id. A mapping of others names catalogs by addresses, so that the ids of its clauses begin with names that are made
// of these, unless it names a catalog of ours. What it says of several controls at once is kept as far as it holds for each pair of them.
func Read(file string, src []byte, ds *diag.List) *Contents {
	s := newSource(file, src, ds)
	root, ok := s.parse()
	if !ok {
		return nil
	}
	r := &reader{source: s}
	model, doc := r.model(&root)
	if doc == nil {
		return nil
	}
	r.doc = doc
	r.meta = r.member(doc, "the "+model, "metadata", jsontext.Object, true)
	r.version()
	written := r.prop(r.meta, "format")
	if r.ours = written == format; written != "" && !r.ours {
		r.report(r.meta.At, diag.OscalLeftOut, "read it with a newer version of the program", "the document was written here in the form %s, and is read as one of others", written)
	}
	c := &Contents{Model: model, Ours: r.ours}
	switch model {
	case CatalogModel:
		c.Catalog = r.catalog()
	case ProfileModel:
		c.Selection = r.profile()
	case ComponentsModel:
		c.Components = r.definition()
	case ResultsModel:
		c.Assessment = r.results()
	case PlanModel:
		c.Assessment = r.plan()
	case MappingModel:
		c.Crosswalk = r.crosswalk()
	}
	return c
}

// models are what Read takes.
var models = []string{CatalogModel, ProfileModel, ComponentsModel, ResultsModel, PlanModel, MappingModel}

type reader struct {
	*source
	doc  *jsontext.Value // below the name of the model
	meta *jsontext.Value // may be nil
	ours bool
	// What stands behind the document; nil until somebody asks.
	behind map[string]*jsontext.Value
}

// model finds the one member of a document that says what it is. Others may stand beside it: $schema, for one.
func (r *reader) model(root *jsontext.Value) (string, *jsontext.Value) {
	if root.Kind != jsontext.Object {
		r.report(root.At, diag.OscalModel, "OSCAL begins with { and the name of the model", "the file holds %s, not a document of OSCAL", root.Kind)
		return "", nil
	}
	for i := range root.Members {
		m := &root.Members[i]
		if !slices.Contains(models, m.Key) {
			continue
		}
		if m.Value.Kind != jsontext.Object {
			r.report(m.Value.At, diag.OscalForm, "", "%q is %s, not an object", m.Key, m.Value.Kind)
			return "", nil
		}
		return m.Key, &m.Value
	}
	hint := "what can be read: " + strings.Join(models, ", ")
	if len(root.Members) == 0 {
		r.report(root.At, diag.OscalModel, hint, "the file holds no document")
		return "", nil
	}
	r.report(root.At, diag.OscalModel, hint, "%q is no document of OSCAL that can be read here", root.Members[len(root.Members)-1].Key)
	return "", nil
}

func (r *reader) version() {
	v := r.member(r.meta, "the metadata", "oscal-version", jsontext.Text, r.meta != nil)
	if v != nil && !strings.HasPrefix(v.Text, "1.") {
		r.report(v.At, diag.OscalModel, "convert it to OSCAL 1", "the document is of OSCAL %s, not 1", line(v.Text))
	}
}

// member finds a member of an object and sees to it that it is of the sort wanted. What names the object in messages. It is nil where the member is
// absent or of another sort.
func (r *reader) member(v *jsontext.Value, what, key string, want jsontext.Kind, need bool) *jsontext.Value {
	if v == nil || v.Kind != jsontext.Object {
		return nil
	}
	for i := range v.Members {
		m := &v.Members[i]
		switch {
		case m.Key != key:
		case m.Value.Kind != want:
			r.report(m.Value.At, diag.OscalForm, "", "%q of %s is %s, not %s", key, what, m.Value.Kind, want)
			return nil
		default:
			return &m.Value
		}
	}
	if need {
		r.report(v.At, diag.OscalForm, "OSCAL requires it", "%s has no %q", what, key)
	}
	return nil
}

// text is the text of a member; empty where it is absent. What is needed is not empty, apart from descriptions, which the schema allows to be.
func (r *reader) text(v *jsontext.Value, what, key string, need bool) string {
	m := r.member(v, what, key, jsontext.Text, need)
	switch {
	case m == nil:
		return ""
	case need && !strings.HasSuffix(key, "description") && strings.TrimSpace(m.Text) == "":
		r.report(m.At, diag.OscalForm, "", "%q of %s is empty", key, what)
	}
	return m.Text
}

// objects goes through a list of objects.
func (r *reader) objects(v *jsontext.Value, what, key string, need bool) iter.Seq[*jsontext.Value] {
	return r.items(r.member(v, what, key, jsontext.List, need), what, key, jsontext.Object)
}

// texts goes through a list of texts.
func (r *reader) texts(v *jsontext.Value, what, key string) iter.Seq[*jsontext.Value] {
	return r.items(r.member(v, what, key, jsontext.List, false), what, key, jsontext.Text)
}

func (r *reader) items(list *jsontext.Value, what, key string, want jsontext.Kind) iter.Seq[*jsontext.Value] {
	return func(yield func(*jsontext.Value) bool) {
		if list == nil {
			return
		}
		for i := range list.Items {
			x := &list.Items[i]
			if x.Kind != want {
				r.report(x.At, diag.OscalForm, "", "an item of %q of %s is %s, not %s", key, what, x.Kind, want)
			} else if !yield(x) {
				return
			}
		}
	}
}

// props are the values of a property of ours, in their order.
func (r *reader) props(v *jsontext.Value, name string) []*jsontext.Value {
	var out []*jsontext.Value
	for p := range r.objects(v, "an object", "props", false) {
		if r.text(p, "a property", "ns", false) == Namespace && r.text(p, "a property", "name", false) == name {
			if x := r.member(p, "a property", "value", jsontext.Text, true); x != nil {
				out = append(out, x)
			}
		}
	}
	return out
}

// prop is the value of a property of ours that stands once.
func (r *reader) prop(v *jsontext.Value, name string) string {
	for _, x := range r.props(v, name) {
		return line(x.Text)
	}
	return ""
}

// lines are the values of a property of ours that say something.
func (r *reader) lines(v *jsontext.Value, name string) []string {
	var out []string
	for _, x := range r.props(v, name) {
		if s := line(x.Text); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// standardNS is the name space of what OSCAL itself defines; it may be left out.
const standardNS = "http://csrc.nist.gov/ns/oscal"

// standard is the value of a property that OSCAL itself defines.
func (r *reader) standard(v *jsontext.Value, name string) string {
	for p := range r.objects(v, "an object", "props", false) {
		ns := r.text(p, "a property", "ns", false)
		if (ns == "" || ns == standardNS) && r.text(p, "a property", "name", false) == name {
			return line(r.text(p, "a property", "value", true))
		}
	}
	return ""
}

// words are values of a property of ours that must be words of a closed list.
func words[T interface {
	~string
	yamltext.Enum
}](r *reader, v *jsontext.Value, name string) []T {
	var out []T
	allowed := T("").Words()
	for _, x := range r.props(v, name) {
		w := line(x.Text)
		if !slices.Contains(allowed, w) {
			r.report(x.At, diag.OscalForm, yamltext.Suggest(w, allowed), "%q is no word for %s", w, name)
			continue
		}
		out = append(out, T(w))
	}
	return out
}

// word is the only value of such a property.
func word[T interface {
	~string
	yamltext.Enum
}](r *reader, v *jsontext.Value, name string) T {
	for _, w := range words[T](r, v, name) {
		return w
	}
	return ""
}

// system is the system that a document of ours is about.
func (r *reader) system() System {
	return System{ID: r.prop(r.meta, "system"), Name: r.prop(r.meta, "system-name"), Version: r.prop(r.meta, "system-version"), Digest: r.prop(r.meta, "system-sha-256")}
}

func (r *reader) title() string {
	return plainLine(r.text(r.meta, "the metadata", "title", r.meta != nil))
}

// clause is the clause that an id of a control stands for: in documents of others, the id itself.
func (r *reader) clause(id string) string {
	if r.ours {
		if c, ok := ClauseID(id); ok {
			return c
		}
	}
	return id
}

// clauseIn is the clause that an id of a control stands for where a document names the catalog it is taken from; documents of others may
// name catalogs of ours. It is the id itself, and false, where it stands for none of ours.
func (r *reader) clauseIn(catalog, id string) (string, bool) {
	if c, ok := ClauseID(id); ok {
		if e, err := edition(c); err == nil && (r.ours || CatalogName(e) == path.Base(r.address(catalog))) {
			return c, true
		}
	}
	return id, false
}

// full reports where an id in a document of ours is not the full id of a clause; that there is none is reported elsewhere.
func (r *reader) full(at *jsontext.Value, clause string) {
	if _, err := edition(clause); err != nil && clause != "" {
		r.report(at.At, diag.OscalForm, "export the document again", "%v", err)
	}
}

// address is where a reference leads: of a resource of the document, the first of its own links.
func (r *reader) address(href string) string {
	if x, ok := r.resources()[href]; ok {
		for l := range r.objects(x, "a resource", "rlinks", false) {
			return line(r.text(l, "a link", "href", true))
		}
	}
	return href
}

// moment is a point in time; zero where it is absent or of another form.
func (r *reader) moment(v *jsontext.Value, what, key string) time.Time {
	m := r.member(v, what, key, jsontext.Text, v != nil)
	if m == nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, m.Text)
	if err != nil {
		r.report(m.At, diag.OscalForm, "write 2026-11-26T12:00:00Z", "%q of %s is no date with time and zone", key, what)
	}
	return t
}

// date is the day of a moment where it was written; empty where there is none.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
