package live

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Gap is a place where the description is likely incomplete.
type Gap struct {
	Check     string `json:"check"`
	Element   string `json:"element"`
	Title     string `json:"title"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndColumn int    `json:"end-column,omitempty"`
}

// Check is a modelling check of the knowledge base.
type Check struct {
	Hint string `json:"hint"` // what to write
	Why  string `json:"why"`  // what stays unseen while it is missing
}

// Question is an unknown fact of an element. Its id in assessments is "element?fact".
type Question struct {
	Element string   `json:"element"`
	Fact    string   `json:"fact"`
	Decides []string `json:"decides"`        // threats of the knowledge base that wait for the answer
	File    string   `json:"file,omitempty"` // of the element; inferred ones have none
	Line    int      `json:"line,omitempty"`
}

// Fact is what a question is about.
type Fact struct {
	Title    string   `json:"title"`
	Question string   `json:"question"` // {it} stands for the title of the element
	Why      string   `json:"why"`
	Answers  []string `json:"answers"` // without unknown
}

// gaps adds the gaps that were found, and what they are of.
func (v *View) gaps(p *places, found []engine.Gap, m *model.Model, ix *knowledge.Index) {
	v.Gaps = slices.Grow(v.Gaps, len(found))
	for _, g := range found {
		at, check := m.At(g.Element), ix.Checks[g.Check]
		v.Gaps = append(v.Gaps, Gap{g.Check, g.Element, g.Title, at.File, at.Line, at.Column, p.end(at)})
		v.Checks[g.Check] = Check{check.Hint, check.Why}
	}
	slices.SortStableFunc(v.Gaps, func(a, b Gap) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Check, b.Check), strings.Compare(a.Title, b.Title))
	})
}

// ask adds the questions that were found, and what they are about.
func (v *View) ask(found []engine.Question, m *model.Model, ix *knowledge.Index) {
	v.Questions = slices.Grow(v.Questions, len(found))
	for _, q := range found {
		at := m.At(q.Element)
		v.Questions = append(v.Questions, Question{q.Element, q.Fact, q.Decides, at.File, at.Line})
		if _, known := v.Facts[q.Fact]; !known {
			f := ix.Facts[q.Fact]
			v.Facts[q.Fact] = Fact{f.Title, f.Question, f.Why, f.Words()}
		}
	}
}
