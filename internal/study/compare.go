package study

import (
	"context"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/workbench"
)

// Comparison is what two revisions differ in as assessed, with the words that people know things by.
type Comparison struct {
	*assessment.Difference
	// Harms are those that came, went or moved, each as it was and is.
	Harms []HarmMove `json:"harms"`
	// Titles are those of controls of the knowledge base, by id.
	Titles map[string]string `json:"titles"`
}

// HarmMove is a harm before and after.
type HarmMove struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Before *HarmState `json:"before,omitempty"` // absent where it is new
	After  *HarmState `json:"after,omitempty"`  // absent where it is gone
}

// HarmState is how a harm is rated.
type HarmState struct {
	Verdict     string `json:"verdict"` // of the worst group of patients
	Severity    string `json:"severity"`
	Probability string `json:"probability"` // level of the probability of harm
	Likelihood  string `json:"likelihood"`  // of the hazardous situation
}

// Compare says what two revisions differ in as assessed, as cordon diff does.
func (s *Study) Compare(ctx context.Context, a workbench.Actor, id workbench.ProjectID, from, to workbench.RevisionID, mode engine.Mode) (*Comparison, error) {
	var both [2]*assessment.Assessment
	for i, rev := range []workbench.RevisionID{from, to} {
		as, _, err := s.Assess(ctx, a, id, rev, mode)
		if err != nil {
			return nil, err
		}
		if err := as.Whole(); err != nil {
			return nil, err
		}
		both[i] = as.Assessed.Assessment
	}
	return compared(both), nil
}

// compared puts the difference of two assessments in words.
func compared(both [2]*assessment.Assessment) *Comparison {
	out := &Comparison{Difference: assessment.Diff(both[0], both[1]), Harms: []HarmMove{}, Titles: map[string]string{}}
	var harms [2]map[string]*assessment.Harm
	for i, as := range both {
		harms[i] = map[string]*assessment.Harm{}
		for k := range as.Harms {
			harms[i][as.Harms[k].ID] = &as.Harms[k]
		}
		for _, c := range as.Controls {
			out.Titles[c.Control] = c.Title
		}
	}
	for _, m := range out.Difference.Harms {
		move := HarmMove{ID: m.ID}
		for i, into := range []**HarmState{&move.Before, &move.After} {
			if h := harms[i][m.ID]; h != nil {
				move.Title = h.Title
				*into = &HarmState{h.Acceptability, h.Severity, h.Level, h.Likelihood}
			}
		}
		out.Harms = append(out.Harms, move)
	}
	return out
}
