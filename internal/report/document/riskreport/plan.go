package riskreport

import (
	"strings"

	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// scope says what the file is about: the system, its purpose, its users and surroundings.
func (r *writer) scope() {
	r.heading(1, "scope", "Scope")
	r.definitions(wording.System(r.m)...)
	var rows [][]document.Cell
	for _, c := range r.m.Contexts {
		rows = append(rows, document.TextCells(r.names.Of(c.ID), r.kind(c.Value.Kind.Text), r.names.Of(c.Value.Place.Text)))
	}
	r.table("contexts", "Contexts of use", document.Columns("Context", "Kind", "Place"), rows, "No context of use is described.")
	rows = nil
	for _, a := range r.m.Assumptions {
		rows = append(rows, document.TextCells(a.Value.Says, r.names.Of(a.Value.Owner.Text), wording.Or(a.Value.IfNot)))
	}
	r.table("assumptions", "Assumptions about the surroundings", document.Columns("Assumption", "Who makes it true", "If it does not hold"), rows, "No assumption is stated.")
	rows = nil
	for _, f := range r.m.OpenFacts {
		rows = append(rows, document.TextCells(f.Value.Says, r.names.Of(f.Value.Owner.Text)))
	}
	r.table("open", "Open questions of the description", document.Columns("Question", "Who can answer"), rows, "No question is noted as open.")
}

// kind is the title of a kind of the knowledge base.
func (r *writer) kind(id string) string {
	if k := r.ix.Kinds[id]; k != nil {
		return k.Title
	}
	return wording.Or(id)
}

// plan states the criteria before any risk is shown.
func (r *writer) plan() {
	r.heading(1, "plan", "Risk management plan")
	r.heading(2, "method", "Method")
	r.text("Threats are found by rules of the knowledge base in the description of the system and followed to harm in one causal graph: attacks, foreseeable " +
		"misuse, failures, and side effects of security controls. The likelihood of a hazardous situation is a level, read as P1 per device-year through the " +
		"table below; P2, that the situation leads to harm, follows from who notices, from the time to harm against the fall-back, and from exposure. Levels " +
		"are judgements and are never multiplied; intervals are.")
	r.heading(2, "criteria", "Criteria for acceptability")
	for _, t := range wording.Criteria(&r.ix.Base.Scales) {
		r.add(document.Block{Table: t})
	}
	r.heading(2, "roles", "Roles and responsibilities")
	var rows [][]document.Cell
	for _, x := range r.m.Responsibilities {
		var about []string
		for _, w := range x.Value.About {
			about = append(about, r.names.Of(w.Text))
		}
		rows = append(rows, document.TextCells(x.Value.Says, r.names.Of(x.Value.Owner.Text), strings.Join(about, ", ")))
	}
	r.table("responsibilities", "Who does what", document.Columns("Task", "Who", "For"), rows, "No responsibility is described.")
	r.note("Persons with authority for this file, their qualification, and the review of the plan: %s.", wording.Open)
}
