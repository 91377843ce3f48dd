package api

import (
	"context"
	"slices"

	"cordon/internal/knowledge"
	"cordon/internal/proportion"
	"cordon/internal/workbench"
)

// request is what proportionate sets of controls are asked with.
type request struct {
	Verdict string            `json:"verdict,omitempty" enum:"reduce,acceptable" default:"reduce" doc:"the worst verdict that a harm may have"`
	Limits  map[string]string `json:"limits,omitempty" maxProperties:"500" doc:"by harm: the highest likelihood of its situation, in place of what the verdict allows"`
	Roles   []string          `json:"roles,omitempty" maxItems:"20" doc:"who can act; everybody where empty"`
	Without []string          `json:"without,omitempty" maxItems:"200" doc:"controls that must not be proposed, as CTL-0001 or CTL-0001@element"`
	With    []wish            `json:"with,omitempty" maxItems:"100" doc:"what the set must contain"`
	OneOff  int               `json:"one-off,omitempty" minimum:"0" maximum:"1000000000" doc:"the most that it may cost once, in euro; 0: no bound"`
	Yearly  int               `json:"yearly,omitempty" minimum:"0" maximum:"1000000000" doc:"likewise each year"`
	Lower   bool              `json:"lower,omitempty" doc:"also sets that leave less harm than asked for"`
	Effort  int               `json:"effort,omitempty" minimum:"1000" maximum:"5000000" default:"200000" doc:"conflicts of the solver after which the search ends with a gap"`
}

// wish is a demand that controls meet whatever they do against harms.
type wish struct {
	Title string     `json:"title" maxLength:"200" doc:"why: a contract, a clause of a law"`
	AnyOf [][]string `json:"any-of" minItems:"1" maxItems:"20" doc:"sets of controls, as CTL-0001@element; all of one of them"`
}

// read checks the words of a request.
func (q request) read() (proportion.Request, error) {
	out := proportion.Request{Verdict: knowledge.HarmCell(q.Verdict), Most: map[string]uint8{}, Without: q.Without, OneOff: q.OneOff, Yearly: q.Yearly, Lower: q.Lower, Effort: q.Effort}
	words := knowledge.Frequency("").Words()
	for harm, word := range q.Limits {
		level := slices.Index(words, word)
		if level < 0 {
			return out, workbench.Errorf(workbench.Invalid, "%q is no likelihood", word)
		}
		out.Most[harm] = uint8(level)
	}
	for _, r := range q.Roles {
		if !slices.Contains(knowledge.Applier("").Words(), r) {
			return out, workbench.Errorf(workbench.Invalid, "%q is nobody who applies controls", r)
		}
		out.Roles = append(out.Roles, knowledge.Applier(r))
	}
	for _, w := range q.With {
		out.With = append(out.With, proportion.Obligation{Title: w.Title, AnyOf: w.AnyOf})
	}
	return out, nil
}

func (a *API) optionOperations() {
	add(a, operation{method: "POST", path: "/projects/{project}/revisions/{revision}/options", id: "options", summary: "Proportionate sets of controls for what is asked", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Body request
		}) (*computed[proportion.Proposal], error) {
			q, err := in.Body.read()
			if err != nil {
				return nil, err
			}
			return computedOf[proportion.Proposal](a.Study.Options(ctx, who, in.Project, in.revision(), q))
		})
}
