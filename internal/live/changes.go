package live

import (
	"cmp"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
)

// Changes is what changed from one view to the next, by permanent ids. Lists are sorted by id.
type Changes struct {
	Verdict   assessment.Verdict    `json:"verdict"` // same, better, worse or mixed, by the harms
	Harms     []assessment.HarmMove `json:"harms"`
	Up        []Move                `json:"up"`   // elements at which the worst likelihood, or the risk it leads to, rose
	Down      []Move                `json:"down"` // at which one of them fell and none rose
	Questions assessment.Changed    `json:"questions"`
}

// Move is an element whose levels changed. A level is empty where nothing can happen at the element.
type Move struct {
	ID   string `json:"id"`
	From Level  `json:"from"`
	To   Level  `json:"to"`
}

// Level is what a canvas shows at an element.
type Level struct {
	Likelihood string `json:"likelihood"`
	LeadsTo    string `json:"leads-to"`
}

// Change compares two views. It gives nil where one of them has no levels, because its text has errors.
func Change(before, now *View) *Changes {
	if before == nil || now == nil || before.Levels == nil || now.Levels == nil {
		return nil
	}
	d := assessment.Diff(before.judged(), now.judged())
	c := &Changes{Verdict: d.Verdict, Harms: d.Harms, Questions: d.Questions, Up: []Move{}, Down: []Move{}}
	a, b := before.Levels.Elements, now.Levels.Elements
	for len(a) > 0 || len(b) > 0 {
		var x, y ElementLevel
		switch order := compareIDs(a, b); {
		case order < 0:
			x, a = a[0], a[1:]
		case order > 0:
			y, b = b[0], b[1:]
		default:
			x, y, a, b = a[0], b[0], a[1:], b[1:]
		}
		c.move(x, y)
	}
	return c
}

// compareIDs tells which of two sorted lists has the next element; 0 where both have it.
func compareIDs(a, b []ElementLevel) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return strings.Compare(a[0].ID, b[0].ID)
}

func (c *Changes) move(x, y ElementLevel) {
	m := Move{cmp.Or(x.ID, y.ID), Level{x.Likelihood, x.LeadsTo}, Level{y.Likelihood, y.LeadsTo}}
	likelihood, leads := cmp.Compare(height(&y, y.likelihood), height(&x, x.likelihood)), cmp.Compare(height(&y, y.leadsTo), height(&x, x.leadsTo))
	switch {
	case likelihood > 0 || leads > 0:
		c.Up = append(c.Up, m)
	case likelihood < 0 || leads < 0:
		c.Down = append(c.Down, m)
	}
}

// height is a level as a number; -1 where nothing can happen.
func height(e *ElementLevel, level uint8) int {
	if e.ID == "" {
		return -1
	}
	return int(level)
}

// judged is the part of an assessment that a view keeps.
func (v *View) judged() *assessment.Assessment {
	a := &assessment.Assessment{}
	for _, h := range v.Levels.Harms {
		a.Harms = append(a.Harms, assessment.Harm{Harm: h.judged})
	}
	for _, q := range v.Questions {
		a.Questions = append(a.Questions, engine.Question{ID: q.Element + "?" + q.Fact})
	}
	return a
}
