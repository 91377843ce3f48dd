package oscal

import (
	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

func (r *reader) profile() *Selection {
	out := &Selection{System: r.system(), Title: r.title()}
	for x := range r.objects(r.doc, "the profile", "imports", true) {
		c := Chosen{Source: line(r.text(x, "an import", "href", true))}
		c.All = r.member(x, "an import", "include-all", jsontext.Object, false) != nil
		some := r.member(x, "an import", "include-controls", jsontext.List, false) != nil
		c.Clauses = r.chosen(x, "include-controls", c.Source)
		c.Except = r.chosen(x, "exclude-controls", c.Source)
		if !c.All && !some {
			c.All = true // OSCAL takes everything where nothing is said
		}
		out.Chosen = append(out.Chosen, c)
	}
	if modify := r.member(r.doc, "the profile", "modify", jsontext.Object, false); modify != nil && len(modify.Members) > 0 {
		r.report(modify.At, diag.OscalLeftOut, "", "the profile changes controls or sets parameters; only its choice is read")
	}
	return out
}

// chosen are the clauses that a list of choices names.
func (r *reader) chosen(x *jsontext.Value, key, catalog string) []string {
	var out []string
	for sel := range r.objects(x, "an import", key, false) {
		for id := range r.texts(sel, "a choice", "with-ids") {
			clause, _ := r.clauseIn(catalog, line(id.Text))
			out = append(out, clause)
		}
		if m := r.member(sel, "a choice", "matching", jsontext.List, false); m != nil {
			r.report(m.At, diag.OscalLeftOut, "name the controls", "controls are chosen by a pattern; such a choice is not read")
		}
		if child := r.text(sel, "a choice", "with-child-controls", false); child == "yes" {
			r.report(sel.At, diag.OscalLeftOut, "name the controls", "controls below the chosen ones are chosen as well; they are not read")
		}
	}
	return out
}
