package report

import (
	"fmt"

	"cordon/internal/decisions"
)

// decisionsView is the section on what people decided.
type decisionsView struct {
	Day, Says string
	Rows      []decisionRow
}

type decisionRow struct {
	ID, About, Choice, Until, Who, Role, When, Why string
	Signed, Because                                []string
	State, Verdict                                 string // Verdict picks the colour of the state
}

// decisions lists what stands or has fallen; what a later decision replaced is left to cordon decide list.
func (k *maker) decisions(reviews []decisions.Review, day string) *decisionsView {
	v := &decisionsView{Day: day}
	fallen := 0
	for i := range reviews {
		r := &reviews[i]
		if r.State == decisions.Replaced || r.State == decisions.Over {
			continue
		}
		row := decisionRow{
			ID: r.ID, About: r.Title, Choice: words(string(r.Choice)), Until: r.Until, Who: r.Who, Role: r.Role, When: r.When, Why: r.Why,
			Because: r.Because, State: string(r.State), Verdict: "acceptable",
		}
		if row.About == "" {
			row.About = r.About
		}
		for _, s := range r.Signed {
			row.Signed = append(row.Signed, s.String())
		}
		if !r.Stands() {
			fallen++
			row.Verdict = "unacceptable"
			if r.State == decisions.Expired {
				row.Verdict = "reduce"
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) == 0 {
		return nil
	}
	v.Says = fmt.Sprintf("Of %s, %d no longer %s: a fact that it rested on has changed, what it was about is gone, its last day is over, or the record was changed after it was signed.",
		count(len(v.Rows), "decision"), fallen, map[bool]string{true: "stands", false: "stand"}[fallen == 1])
	if fallen == 0 {
		v.Says = fmt.Sprintf("%s, and all that was decided still stands.", count(len(v.Rows), "decision"))
	}
	return v
}
