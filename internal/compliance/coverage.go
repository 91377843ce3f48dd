package compliance

import (
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// Coverage is the number of clauses by status, under one heading.
type Coverage struct {
	Of       string         `json:"of"` // a document, a role or a stage
	Title    string         `json:"title,omitempty"`
	Statuses map[Status]int `json:"statuses"`
}

// Binding is the number of clauses that bind or may.
func (c *Coverage) Binding() int {
	n := 0
	for s, k := range c.Statuses {
		if s != NotApplicable {
			n += k
		}
	}
	return n
}

// ByDocument counts the clauses of a judged answer by document, in its order.
func (a *Answer) ByDocument() []Coverage {
	var out []Coverage
	for _, d := range a.Documents {
		out = append(out, Coverage{d.ID, d.Title, d.Statuses})
	}
	return out
}

// ByRole counts the clauses of a judged answer by who has to meet them. A clause of several counts for each.
func (a *Answer) ByRole() []Coverage {
	return counted(a, knowledge.Holder("").Words(), func(c *Clause) []knowledge.Holder { return c.Who })
}

// ByStage counts the clauses of a judged answer by stage. A clause of several stages counts for each.
func (a *Answer) ByStage() []Coverage {
	return counted(a, knowledge.Stage("").Words(), func(c *Clause) []knowledge.Stage { return c.Stages })
}

func counted[T ~string](a *Answer, words []string, of func(*Clause) []T) []Coverage {
	out := make([]Coverage, len(words))
	for i, w := range words {
		out[i] = Coverage{Of: w, Statuses: map[Status]int{}}
	}
	for i := range a.Clauses {
		for _, x := range of(&a.Clauses[i]) {
			if at := slices.Index(words, string(x)); at >= 0 {
				out[at].Statuses[a.Clauses[i].Status]++
			}
		}
	}
	return out
}

// Gap is something to do: a criterion that does not hold, with the clauses that wait for it.
type Gap struct {
	Finding
	Clauses []string `json:"clauses"` // that bind or may, by id
}

// Gaps lists what a judged answer lacks: criteria that do not hold, the one with the most clauses first, and the ids of the clauses that no
// criterion bears on and nobody has stated.
func (a *Answer) Gaps() (gaps []Gap, unstated []string) {
	at := map[string]int{}
	gaps, unstated = []Gap{}, []string{}
	for i := range a.Clauses {
		c := &a.Clauses[i]
		if c.Status != Open && c.Status != Partly && !c.Contradicted {
			continue
		}
		lacking := false
		for _, f := range c.Findings {
			if f.Hint == "" {
				continue
			}
			lacking = true
			j, known := at[f.Criterion]
			if !known {
				j = len(gaps)
				at[f.Criterion] = j
				gaps = append(gaps, Gap{Finding: f})
			}
			gaps[j].Clauses = append(gaps[j].Clauses, c.ID)
		}
		if !lacking && c.Statement == nil {
			unstated = append(unstated, c.ID)
		}
	}
	slices.SortStableFunc(gaps, func(x, y Gap) int {
		if n := len(y.Clauses) - len(x.Clauses); n != 0 {
			return n
		}
		return strings.Compare(x.Criterion, y.Criterion)
	})
	return gaps, unstated
}

// WithStatus keeps only clauses of some statuses; all where none is named.
func (a *Answer) WithStatus(statuses []Status) []Clause {
	out := []Clause{}
	for _, c := range a.Clauses {
		if len(statuses) == 0 || slices.Contains(statuses, c.Status) {
			out = append(out, c)
		}
	}
	return out
}
