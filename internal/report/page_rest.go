package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

type questionView struct {
	Element, Question, Why, Answers string
	Decides                         int
}

// questions come with those first that decide the most.
func (k *maker) questions() []questionView {
	sorted := slices.Clone(k.a.Questions)
	slices.SortStableFunc(sorted, func(x, y engine.Question) int {
		return cmp.Or(cmp.Compare(len(y.Decides), len(x.Decides)), strings.Compare(x.ID, y.ID))
	})
	var out []questionView
	for _, q := range sorted {
		out = append(out, questionView{k.names.of(q.Element), q.Question, q.Why, strings.Join(q.Answers, ", "), len(q.Decides)})
	}
	return out
}

// statement is something that the model says in prose.
type statement struct{ Says, About, Owner, IfNot string }

// statement says an assumption; tasks and open facts are said in the same way, without IfNot.
func (k *maker) statement(a model.Assumption) statement {
	s := statement{Says: a.Says, IfNot: a.IfNot}
	var ids []string
	for _, w := range a.About {
		ids = append(ids, w.Text)
	}
	if len(ids) > 0 {
		s.About = k.named(ids)
	}
	if a.Owner.Text != "" {
		s.Owner = k.names.of(a.Owner.Text)
	}
	return s
}

// statementTable is a list of statements; IfNot is the head of its last column, empty where there is none.
type statementTable struct {
	Title, Column, IfNot string
	Rows                 []statement
}

func (k *maker) assumptions() statementTable {
	t := statementTable{Title: "What the description relies on and does not control", Column: "Assumption", IfNot: "If it does not hold"}
	for _, e := range k.m.Assumptions {
		t.Rows = append(t.Rows, k.statement(e.Value))
	}
	return t
}

func (k *maker) responsibilities() statementTable {
	t := statementTable{Title: "Who does what", Column: "Task"}
	for _, e := range k.m.Responsibilities {
		t.Rows = append(t.Rows, k.statement(model.Assumption{Says: e.Value.Says, About: e.Value.About, Owner: e.Value.Owner}))
	}
	return t
}

func (k *maker) openFacts() statementTable {
	t := statementTable{Title: "What somebody still has to find out", Column: "Question"}
	for _, e := range k.m.OpenFacts {
		t.Rows = append(t.Rows, k.statement(model.Assumption{Says: e.Value.Says, About: e.Value.About, Owner: e.Value.Owner}))
	}
	return t
}

// scaleTable is a scale with its levels; Range is empty where levels stand for no numbers.
type scaleTable struct {
	Title, RangeTitle string
	Levels            []scaleLevel
}

type scaleLevel struct{ Name, Says, Range string }

func (k *maker) levels() []scaleTable {
	s := k.scales
	likelihood := scale("Likelihood", s.Likelihood)
	likelihood.RangeTitle = "Read as P1, per device-year"
	for i := range likelihood.Levels {
		if i < len(s.P1) {
			likelihood.Levels[i].Range = s.P1[i].From + " to " + s.P1[i].To
		}
	}
	probability := scale("Probability of harm", s.Probability)
	probability.RangeTitle = "Up to, per device-year"
	for i := range probability.Levels {
		probability.Levels[i].Range = "1"
		if i < len(s.Bounds) {
			probability.Levels[i].Range = s.Bounds[i]
		}
	}
	p2 := scaleTable{Title: "P2: probability that the situation leads to harm", RangeTitle: "Range"}
	for i, v := range s.P2 {
		p2.Levels = append(p2.Levels, scaleLevel{strconv.Itoa(i + 1), p2Says[min(i, len(p2Says)-1)], v.From + " to " + v.To})
	}
	return []scaleTable{likelihood, scale("Trust", s.Trust), scale("Impact", s.Impact), scale("Risk", s.Risk), scale("Severity of harm", s.Severity), p2, probability}
}

// p2Says names the levels of P2, which have numbers only in the knowledge base.
var p2Says = [5]string{"improbable", "unlikely", "possible", "likely", "nearly certain"}

func scale(title string, levels []knowledge.LevelName) scaleTable {
	t := scaleTable{Title: title}
	for _, l := range levels {
		t.Levels = append(t.Levels, scaleLevel{Name: words(l.Name), Says: l.Says})
	}
	return t
}

// matrix is a table read by row and column.
type matrix struct {
	Title, Corner string
	Columns       []string
	Rows          []matrixRow
}

type matrixRow struct {
	Name  string
	Cells []matrixCell
}

// matrixCell carries a class for its colour next to its word.
type matrixCell struct{ Says, Class string }

func (k *maker) matrices() []matrix {
	s := k.scales
	risk := matrix{Title: "Risk by impact (rows) and likelihood (columns)", Corner: "Impact", Columns: levelWords(s.Likelihood)}
	for i, row := range s.RiskTable {
		r := matrixRow{Name: words(s.Impact[i].Name)}
		for _, c := range row {
			r.Cells = append(r.Cells, matrixCell{words(s.Risk[c].Name), "r" + strconv.Itoa(c)})
		}
		risk.Rows = append(risk.Rows, r)
	}
	harm := matrix{Title: "Acceptability by severity (rows) and probability of harm (columns)", Corner: "Severity", Columns: levelWords(s.Probability)}
	for i, row := range s.HarmTable {
		r := matrixRow{Name: words(s.Severity[i].Name)}
		for _, c := range row {
			r.Cells = append(r.Cells, matrixCell{verdict(string(c)), "v-" + string(c)})
		}
		harm.Rows = append(harm.Rows, r)
	}
	return []matrix{risk, harm}
}

func levelWords(levels []knowledge.LevelName) []string {
	var out []string
	for _, l := range levels {
		out = append(out, words(l.Name))
	}
	return out
}
