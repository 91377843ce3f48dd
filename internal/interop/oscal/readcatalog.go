package oscal

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/slug"
)

// catalogReader reads one catalog.
type catalogReader struct {
	*reader
	d      *knowledge.Document
	order  []string       // sort-id of each clause
	first  map[string]int // offset of the control of each clause
	gone   tally          // withdrawn controls
	params map[string]*jsontext.Value
	budget int // insertions of parameters that may follow
}

func (r *reader) catalog() *knowledge.Document {
	c := &catalogReader{reader: r, d: &knowledge.Document{}, first: map[string]int{}, params: map[string]*jsontext.Value{}, budget: 100_000}
	c.d.At = r.Place(r.doc.At)
	c.document()
	c.collect(r.doc)
	c.controls(r.doc)
	c.gone.report(r, "", "withdrawn controls are left out")
	if len(c.d.Clauses) == 0 {
		r.report(r.doc.At, diag.OscalForm, "", "the catalog has no controls")
	}
	if r.ours {
		c.d.Clauses = sorted(c.d.Clauses, c.order)
	} else {
		r.report(r.doc.At, diag.OscalLeftOut, "add them to the entry", "the catalog does not say form, standing, certainty, who and stages")
	}
	return c.d
}

func (c *catalogReader) document() {
	r, d := c.reader, c.d
	d.Title = r.title()
	d.Issuer = c.issuer()
	d.Sources = r.sources()
	if !r.ours {
		d.Document = cmp.Or(slug.Of(d.Title), "catalog")
		d.Edition = cmp.Or(slug.Of(r.text(r.meta, "the metadata", "version", true)), "1")
		d.ID = d.Document + "-" + d.Edition
		return
	}
	r.entry("catalog", &d.Entry)
	d.Document, d.Edition, d.From = r.prop(r.meta, "document"), r.prop(r.meta, "edition"), r.prop(r.meta, "from")
	d.Form, d.Standing, d.Certainty = word[knowledge.Form](r, r.meta, "form"), word[knowledge.Standing](r, r.meta, "standing"), word[knowledge.Certainty](r, r.meta, "certainty")
	d.Markets, d.Classes, d.Kinds = words[model.Market](r, r.meta, "market"), words[model.DeviceClass](r, r.meta, "class"), r.lines(r.meta, "kind")
	d.Flaws = r.lines(r.meta, "flaw")
	r.needed("catalog", "document", d.Document)
	r.needed("catalog", "edition", d.Edition)
}

// issuer is the party that issued a document, created the catalog, or is the first to be named.
func (c *catalogReader) issuer() string {
	names := map[string]string{}
	first := ""
	for p := range c.objects(c.meta, "the metadata", "parties", false) {
		name := line(c.text(p, "a party", "name", false))
		names[c.text(p, "a party", "uuid", true)] = name
		first = cmp.Or(first, name)
	}
	for _, role := range []string{roleIssuer, "publisher", "creator"} {
		for p := range c.objects(c.meta, "the metadata", "responsible-parties", false) {
			if c.text(p, "a responsible party", "role-id", true) != role {
				continue
			}
			for id := range c.texts(p, "a responsible party", "party-uuids") {
				if name := names[id.Text]; name != "" {
					return name
				}
			}
		}
	}
	return first
}

// collect finds the parameters, which prose may use before they are defined.
func (c *catalogReader) collect(v *jsontext.Value) {
	for p := range c.objects(v, "an object", "params", false) {
		if id := c.member(p, "a parameter", "id", jsontext.Text, true); id != nil {
			c.params[id.Text] = p
		}
	}
	for g := range c.objects(v, "an object", "groups", false) {
		c.collect(g)
	}
	for x := range c.objects(v, "an object", "controls", false) {
		c.collect(x)
	}
}

// controls reads the controls below a catalog, a group or a control, with those that refine them after each.
func (c *catalogReader) controls(v *jsontext.Value) {
	for x := range c.objects(v, "an object", "controls", false) {
		c.control(x)
		c.controls(x)
	}
	for g := range c.objects(v, "an object", "groups", false) {
		c.controls(g)
	}
}

func (c *catalogReader) control(v *jsontext.Value) {
	id := line(c.text(v, "a control", "id", true))
	what := "control " + id
	if strings.EqualFold(c.standard(v, "status"), "withdrawn") {
		c.gone.add(v)
		return
	}
	place := id
	if c.ours {
		full := cmp.Or(c.prop(v, propClause), c.clause(id))
		whole, at, _ := strings.Cut(full, "/")
		if place = at; place == "" || whole != c.d.Document+":"+c.d.Edition && c.d.Document != "" && c.d.Edition != "" {
			c.report(v.At, diag.OscalForm, "", "%s is clause %q, which is not of %s:%s", what, full, c.d.Document, c.d.Edition)
			return
		}
	}
	if at, twice := c.first[place]; twice {
		c.report(v.At, diag.OscalTwice, "remove one of them", "%s stands twice; first at %s", what, c.Place(at))
		return
	}
	c.first[place] = v.At
	clause := knowledge.Clause{ID: place, Title: plainLine(c.text(v, what, "title", true)), At: c.Place(v.At)}
	c.parts(v, what, &clause)
	if c.ours {
		c.known(v, &clause)
	}
	c.d.Clauses = append(c.d.Clauses, clause)
	c.order = append(c.order, c.standard(v, "sort-id"))
}

// known reads what only catalogs of ours say. What a clause has in common with its document is not repeated in it.
func (c *catalogReader) known(v *jsontext.Value, clause *knowledge.Clause) {
	clause.Who, clause.Stages = words[knowledge.Holder](c.reader, v, "who"), words[knowledge.Stage](c.reader, v, "stage")
	clause.Kinds, clause.Classes = c.lines(v, "kind"), words[model.DeviceClass](c.reader, v, "class")
	if from := c.prop(v, "from"); from != c.d.From {
		clause.From = from
	}
	if certainty := word[knowledge.Certainty](c.reader, v, "certainty"); certainty != c.d.Certainty {
		clause.Certainty = certainty
	}
}

// parts reads the prose of a control. In catalogs of others, the objectives of an assessment say best what decides.
func (c *catalogReader) parts(v *jsontext.Value, what string, clause *knowledge.Clause) {
	var statements, guidance, objectives []string
	for p := range c.objects(v, what, "parts", false) {
		prose := c.prose(p, what)
		ns := c.text(p, "a part", "ns", false)
		switch name := c.text(p, "a part of "+what, "name", true); {
		case name == partUndecidable && ns == Namespace:
			clause.Undecidable = prose
		case name == partFlaw && ns == Namespace:
			clause.Flaw = prose
		case name == "statement":
			statements = append(statements, prose)
		case name == "guidance":
			guidance = append(guidance, prose)
		case name == "assessment-objective", name == "objective":
			objectives = append(objectives, prose)
		}
	}
	clause.Says, clause.Decides = joined(statements), cmp.Or(joined(objectives), joined(guidance))
}

func joined(all []string) string { return strings.TrimSpace(strings.Join(all, "\n")) }

// prose is the text of a part, with its parts a line each.
func (c *catalogReader) prose(p *jsontext.Value, what string) string {
	lines := []string{plain(c.insert(c.text(p, "a part of "+what, "prose", false), 0))}
	for sub := range c.objects(p, "a part of "+what, "parts", false) {
		inner := c.prose(sub, what)
		if label := c.standard(sub, "label"); label != "" && inner != "" {
			inner = label + " " + inner
		}
		lines = append(lines, inner)
	}
	return joined(slices.DeleteFunc(lines, func(s string) bool { return s == "" }))
}

var insertion = regexp.MustCompile(`\{\{\s*(?:insert:\s*param,\s*)?([^\s{}]+)\s*\}\}`)

const maxInserted = 500 // bytes of what stands for one parameter

// insert puts values or names of parameters where prose asks for them. Parameters name parameters; the third of them stays as it is.
func (c *catalogReader) insert(prose string, depth int) string {
	if depth > 2 || !strings.Contains(prose, "{{") {
		return prose
	}
	return insertion.ReplaceAllStringFunc(prose, func(whole string) string {
		p, ok := c.params[insertion.FindStringSubmatch(whole)[1]]
		if c.budget--; !ok || c.budget < 0 {
			return whole
		}
		s := c.param(p, depth)
		if len(s) > maxInserted {
			s = strings.ToValidUTF8(s[:maxInserted], "") + "…"
		}
		return s
	})
}

// param is the value of a parameter, or what is to be put in.
func (c *catalogReader) param(p *jsontext.Value, depth int) string {
	var values, choices []string
	for x := range c.texts(p, "a parameter", "values") {
		values = append(values, x.Text)
	}
	if len(values) > 0 {
		return strings.Join(values, ", ")
	}
	for x := range c.texts(c.member(p, "a parameter", "select", jsontext.Object, false), "a selection", "choice") {
		choices = append(choices, c.insert(x.Text, depth+1))
	}
	if len(choices) > 0 {
		return "[" + strings.Join(choices, " or ") + "]"
	}
	return "[" + cmp.Or(c.insert(c.text(p, "a parameter", "label", false), depth+1), c.text(p, "a parameter", "id", false)) + "]"
}
