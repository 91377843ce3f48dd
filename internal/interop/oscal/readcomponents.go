package oscal

import (
	"cmp"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

func (r *reader) definition() *Definition {
	out := &Definition{System: r.system(), Title: r.title()}
	d := definitionReader{reader: r}
	seen := map[string]bool{}
	for x := range r.objects(r.doc, "the component definition", "components", false) {
		c := d.component(x)
		if seen[c.ID] && c.ID != "" {
			r.report(x.At, diag.OscalTwice, "remove one of them", "component %s stands twice", c.ID)
			continue
		}
		seen[c.ID] = true
		out.Components = append(out.Components, c)
	}
	for x := range r.objects(r.doc, "the component definition", "capabilities", false) {
		d.capabilities.add(x)
	}
	for x := range r.objects(r.doc, "the component definition", "import-component-definitions", false) {
		d.imports.add(x)
	}
	d.capabilities.report(r, "", "capabilities, which several components have together, are left out")
	d.imports.report(r, "import them one by one", "definitions that this one takes components from are not read")
	d.parameters.report(r, "", "values of parameters are left out")
	if len(out.Components) == 0 {
		r.report(r.doc.At, diag.OscalForm, "", "the component definition holds no component")
	}
	return out
}

// definitionReader reads one component definition.
type definitionReader struct {
	*reader
	capabilities, imports, parameters tally
}

func (d *definitionReader) component(v *jsontext.Value) Component {
	c := Component{
		ID: line(d.text(v, "a component", "uuid", true)), Title: plainLine(d.text(v, "a component", "title", true)),
		Type: line(d.text(v, "a component", "type", true)), Description: plain(d.text(v, "a component", "description", true)),
	}
	var order []string
	for set := range d.objects(v, "a component", "control-implementations", false) {
		catalog := line(d.text(set, "a set of implementations", "source", true))
		d.set(set)
		for x := range d.objects(set, "a set of implementations", "implemented-requirements", true) {
			d.set(x)
			c.Implements = append(c.Implements, d.implementation(x, catalog))
			order = append(order, d.prop(x, propOrder))
		}
	}
	if !d.ours {
		return c
	}
	c.ID = cmp.Or(d.prop(v, "element"), c.ID)
	c.Implements = sorted(c.Implements, order)
	return c.filled()
}

// set counts parameters that something gives values to.
func (d *definitionReader) set(v *jsontext.Value) {
	if p := d.member(v, "an object", "set-parameters", jsontext.List, false); p != nil {
		d.parameters.add(p)
	}
}

func (d *definitionReader) implementation(v *jsontext.Value, catalog string) Implementation {
	clause, _ := d.clauseIn(catalog, line(d.text(v, "an implementation", "control-id", true)))
	i := Implementation{Clause: clause, How: d.how(v)}
	if d.ours {
		i.Clause, i.Controls = cmp.Or(d.prop(v, propClause), clause), d.lines(v, "control")
		d.full(v, i.Clause)
	}
	return i
}

// how is what a component does about a control and its statements, a line for each.
func (d *definitionReader) how(v *jsontext.Value) string {
	lines := []string{plain(d.text(v, "an implementation", "description", true))}
	for s := range d.objects(v, "an implementation", "statements", false) {
		lines = append(lines, line(d.text(s, "a statement", "statement-id", true))+": "+plain(d.text(s, "a statement", "description", true)))
	}
	return joined(slices.DeleteFunc(lines, func(s string) bool { return s == "" }))
}
