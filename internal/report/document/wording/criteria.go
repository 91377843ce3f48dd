package wording

import (
	"fmt"

	"cordon/internal/knowledge"
	"cordon/internal/report/document"
)

// Criteria are the scales by which risks are judged, and the table of acceptability, each under an id.
func Criteria(s *knowledge.Scales) []*document.Table {
	return []*document.Table{
		levels("severity", "Severity of harm", s.Severity),
		levels("probability", "Probability of harm, per device-year", s.Probability),
		intervals("p1", "P1, that the hazardous situation occurs, per device-year", names(s.Likelihood), s.P1),
		intervals("p2", "P2, that the situation leads to harm", []string{"1", "2", "3", "4", "5"}, s.P2),
		matrix(s),
	}
}

func names(levels []knowledge.LevelName) []string {
	var out []string
	for _, l := range levels {
		out = append(out, l.Name)
	}
	return out
}

func levels(id, caption string, levels []knowledge.LevelName) *document.Table {
	t := &document.Table{ID: id, Caption: caption, Columns: []document.Column{{Head: "Level", Share: 1}, {Head: "Name", Share: 2}, {Head: "Meaning", Share: 6}}}
	for i, l := range levels {
		t.Rows = append(t.Rows, document.TextCells(fmt.Sprint(i+1), l.Name, l.Says))
	}
	return t
}

func intervals(id, caption string, of []string, all []knowledge.Interval) *document.Table {
	t := &document.Table{ID: id, Caption: caption, Columns: document.Columns("Level", "Interval")}
	for i, x := range all {
		t.Rows = append(t.Rows, document.TextCells(of[i], x.From+" to "+x.To))
	}
	return t
}

// matrix is the table of acceptability, the gravest row on top.
func matrix(s *knowledge.Scales) *document.Table {
	t := &document.Table{ID: "matrix", Caption: "Acceptability by severity and probability of harm", Columns: document.Columns("Severity")}
	for _, p := range s.Probability {
		t.Columns = append(t.Columns, document.Column{Head: p.Name})
	}
	for i := len(s.HarmTable) - 1; i >= 0; i-- {
		row := document.TextCells(s.Severity[i].Name)
		for _, c := range s.HarmTable[i] {
			row = append(row, document.TextCell(string(c)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
