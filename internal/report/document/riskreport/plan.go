package riskreport

import (
	"fmt"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/report/document"
	"cordon/internal/yamltext"
)

// scope says what the file is about: the system, its purpose, its users and surroundings.
func (r *writer) scope() {
	s := &r.m.System
	r.heading(1, "scope", "Scope")
	r.definitions(
		definition("System", s.Name),
		definition("Version", s.Version),
		definition("Intended purpose", s.IntendedPurpose),
		definition("Intended users", strings.Join(s.Users, "; ")),
		definition("Regulatory frame", r.regulation()),
	)
	var rows [][]document.Cell
	for _, c := range r.m.Contexts {
		rows = append(rows, cells(title(c.ID, c.Value.Title), c.Value.Kind.Text, c.Value.Place.Text))
	}
	r.table("contexts", "Contexts of use", columns("Context", "Kind", "Place"), rows, "No context of use is described.")
	rows = nil
	for _, a := range r.m.Assumptions {
		rows = append(rows, cells(a.Value.Says, r.who(a.Value.Owner), a.Value.IfNot))
	}
	r.table("assumptions", "Assumptions about the surroundings", columns("Assumption", "Who makes it true", "If it does not hold"), rows, "No assumption is stated.")
	rows = nil
	for _, f := range r.m.OpenFacts {
		rows = append(rows, cells(f.Value.Says, r.who(f.Value.Owner)))
	}
	r.table("open", "Open questions of the description", columns("Question", "Who can answer"), rows, "No question is noted as open.")
}

func (r *writer) regulation() string {
	g := r.m.System.Regulation
	if g == nil {
		return ""
	}
	var out []string
	for _, m := range g.Markets {
		out = append(out, string(m))
	}
	out = []string{"markets " + list(out)}
	for _, x := range []struct{ what, value string }{
		{"class", string(g.DeviceClass)}, {"rule", g.Rule}, {"software safety class", string(g.SoftwareClass)}, {"FDA class", string(g.FDAClass)},
	} {
		if x.value != "" {
			out = append(out, x.what+" "+x.value)
		}
	}
	return strings.Join(out, "; ")
}

// who names a person or organisation.
func (r *writer) who(w yamltext.Word) string {
	for _, o := range r.m.Organisations {
		if o.ID == w.Text {
			return title(o.ID, o.Value.Title)
		}
	}
	for _, p := range r.m.People {
		if p.ID == w.Text {
			return title(p.ID, p.Value.Title)
		}
	}
	if w.Text == "" {
		return open
	}
	return w.Text
}

// plan states the criteria before any risk is shown.
func (r *writer) plan() {
	s := &r.ix.Base.Scales
	r.heading(1, "plan", "Risk management plan")
	r.heading(2, "method", "Method")
	r.text("Threats are found by rules of the knowledge base in the description of the system and followed to harm in one causal graph: attacks, foreseeable " +
		"misuse, failures, and side effects of security controls. The likelihood of a hazardous situation is a level, read as P1 per device-year through the " +
		"table below; P2, that the situation leads to harm, follows from who notices, from the time to harm against the fall-back, and from exposure. Levels " +
		"are judgements and are never multiplied; intervals are.")
	r.heading(2, "criteria", "Criteria for acceptability")
	r.levels("severity", "Severity of harm", s.Severity)
	r.levels("probability", "Probability of harm, per device-year", s.Probability)
	r.intervals("p1", "P1, that the hazardous situation occurs, per device-year", names(s.Likelihood), s.P1)
	r.intervals("p2", "P2, that the situation leads to harm", []string{"1", "2", "3", "4", "5"}, s.P2)
	r.matrix(s)
	r.heading(2, "roles", "Roles and responsibilities")
	var rows [][]document.Cell
	for _, x := range r.m.Responsibilities {
		var about []string
		for _, w := range x.Value.About {
			about = append(about, w.Text)
		}
		rows = append(rows, cells(x.Value.Says, r.who(x.Value.Owner), strings.Join(about, ", ")))
	}
	r.table("responsibilities", "Who does what", columns("Task", "Who", "For"), rows, "No responsibility is described.")
	r.note("Persons with authority for this file, their qualification, and the review of the plan: %s.", open)
}

func names(levels []knowledge.LevelName) []string {
	var out []string
	for _, l := range levels {
		out = append(out, l.Name)
	}
	return out
}

func (r *writer) levels(id, caption string, levels []knowledge.LevelName) {
	var rows [][]document.Cell
	for i, l := range levels {
		rows = append(rows, cells(fmt.Sprint(i+1), l.Name, l.Says))
	}
	r.table(id, caption, []document.Column{{Head: "Level", Share: 1}, {Head: "Name", Share: 2}, {Head: "Meaning", Share: 6}}, rows, "")
}

func (r *writer) intervals(id, caption string, of []string, all []knowledge.Interval) {
	var rows [][]document.Cell
	for i, x := range all {
		rows = append(rows, cells(of[i], x.From+" to "+x.To))
	}
	r.table(id, caption, columns("Level", "Interval"), rows, "")
}

// matrix is the table of acceptability, the gravest row on top.
func (r *writer) matrix(s *knowledge.Scales) {
	heads := []document.Column{{Head: "Severity"}}
	for _, p := range s.Probability {
		heads = append(heads, document.Column{Head: p.Name})
	}
	var rows [][]document.Cell
	for i := len(s.HarmTable) - 1; i >= 0; i-- {
		row := cells(s.Severity[i].Name)
		for _, c := range s.HarmTable[i] {
			row = append(row, document.TextCell(string(c)))
		}
		rows = append(rows, row)
	}
	r.table("matrix", "Acceptability by severity and probability of harm", heads, rows, "")
}
