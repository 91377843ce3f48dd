package project

import (
	"slices"

	"cordon/internal/civil"
	"cordon/internal/postmarket/weigh"
)

// Known is what a system is like after release, by what is known at an instant.
type Known struct {
	At              string             `json:"at"`
	Harms           []weigh.HarmChange `json:"harms"` // that are otherwise than described, with all that counts
	Vulnerabilities []Concern          `json:"vulnerabilities"`
	Changes         []weigh.Change     `json:"changes"` // by events, readings and age
	Waiting         []weigh.Waiting    `json:"waiting"`
	Absent          []string           `json:"absent"`
}

// Concern is a vulnerability at an element with what people decided and what published rules propose.
type Concern struct {
	weigh.Weighed
	Verdict weigh.Verdict `json:"verdict"`
	weigh.Triaged
}

// Known weighs all that is known at an instant. It ends early with the error of stop.
func (a *After) Known(at civil.Instant, stop func() error) (*Known, error) {
	st := a.StateAt(&a.Inputs, at)
	described, err := a.Try(nil, nil)
	if err != nil {
		return nil, err
	}
	all, err := a.Try(st.Changes, nil)
	if err != nil {
		return nil, err
	}
	list, _, err := a.Weigh(st.Places, a.Findings.Facts, st.Context, stop)
	if err != nil {
		return nil, err
	}
	k := &Known{
		At: at.String(), Harms: a.Compare(described, all), Vulnerabilities: []Concern{}, Changes: slices.Concat([]weigh.Change{}, st.Context),
		Waiting: slices.Concat([]weigh.Waiting{}, st.Waiting), Absent: slices.Concat([]string{}, st.Absent, all.Refused),
	}
	verdicts := map[string]weigh.Verdict{}
	for i := range st.Places {
		verdicts[st.Places[i].ID()] = st.Verdicts[i]
	}
	for i := range list {
		t, err := a.Triage(&list[i])
		if err != nil {
			return nil, err
		}
		k.Vulnerabilities = append(k.Vulnerabilities, Concern{list[i], verdicts[list[i].ID()], t})
	}
	return k, nil
}
