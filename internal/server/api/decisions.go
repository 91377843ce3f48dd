package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Decisions are what people decided about a system, and what ought to be decided.
type Decisions struct {
	Items       []decisions.Review `json:"items"`
	Wanted      []decisions.Wanted `json:"wanted" doc:"what ought to be decided and has no decision"`
	Diagnostics []diag.Diagnostic  `json:"diagnostics" doc:"what is wrong with the records; after an error there is nothing else"`
	Titles      map[string]string  `json:"titles" doc:"of what is named by an id, as far as it has one"`
	Revision    string             `json:"revision"`
	Day         string             `json:"day" doc:"for which it was judged, YYYY-MM-DD"`
}

// Decision is one decision with what it rests on.
type Decision struct {
	decisions.Review
	RestsOn  []decisions.Fact  `json:"rests-on"`
	Replaces string            `json:"replaces,omitempty"`
	Titles   map[string]string `json:"titles" doc:"of what is named by an id, as far as it has one"`
	Revision string            `json:"revision"`
}

// DecisionWords is what a person says of a decision.
type DecisionWords struct {
	Choice        string   `json:"choice" maxLength:"40" doc:"treat, accept, avoid, transfer, not-applicable; of a clause met, partly; of a vulnerability affected, not-affected, fixed, under-investigation"`
	Who           string   `json:"who,omitempty" maxLength:"200" doc:"where absent, the person who asks; of one that is corrected, as it was"`
	Role          string   `json:"role" maxLength:"200"`
	Why           string   `json:"why" maxLength:"16000"`
	When          string   `json:"when,omitempty" maxLength:"10" doc:"YYYY-MM-DD; where absent, today; of one that is corrected, as it was"`
	Until         string   `json:"until,omitempty" maxLength:"10" doc:"last day on which it holds"`
	Evidence      []string `json:"evidence,omitempty" maxItems:"100"`
	Justification string   `json:"justification,omitempty" maxLength:"60" doc:"of a vulnerability: why the product is not affected"`
	Action        string   `json:"action,omitempty" maxLength:"4000" doc:"of a vulnerability: what who has the product should do"`
}

func (w DecisionWords) request() decisions.Request {
	return decisions.Request{Choice: w.Choice, Who: w.Who, Role: w.Role, Why: w.Why, When: w.When, Until: w.Until, Evidence: w.Evidence, Justification: w.Justification, Action: w.Action}
}

// Decided is what came of deciding.
type Decided struct {
	Decisions []string `json:"decisions" doc:"ids, in the order of what was decided on; empty if there are conflicts"`
	Changed
}

// decidedOf is an answer with a status, or 409 if there are conflicts.
func decidedOf(status int, ids []string, m workbench.Made) *changedAnswer[Decided] {
	if len(m.Conflicts) > 0 {
		ids = []string{}
	}
	return &changedAnswer[Decided]{outcome(status, m), Decided{ids, changedOf(m, false)}}
}

func (a *API) today() string { return a.Workbench.Now().UTC().Format(time.DateOnly) }

// AsOf is the day for which decisions are judged.
type AsOf struct {
	On string `query:"on" maxLength:"10" doc:"YYYY-MM-DD; today where absent"`
}

func (o AsOf) day(a *API) string {
	if o.On == "" {
		return a.today()
	}
	return o.On
}

func (a *API) decisionOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/decisions", id: "decisions", summary: "Decisions with their state, and what ought to be decided", needs: needs(workbench.Read), tag: "decisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AsOf
		}) (*body[Decisions], error) {
			d, r, err := a.Study.Decisions(ctx, who, in.Project, in.revision(), in.day(a))
			if err != nil {
				return nil, err
			}
			var named []string
			for i := range d.Reviews {
				d.Reviews[i].Evidence = some(d.Reviews[i].Evidence)
				named = append(named, d.Reviews[i].Named()...)
			}
			return answer(Decisions{some(d.Reviews), some(d.Wanted), some(d.Diagnostics), d.Titles(named), string(r.ID), in.day(a)}, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/decisions/{decision}", id: "decision", summary: "One decision with what it rests on", needs: needs(workbench.Read), tag: "decisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AsOf
			Decision string `path:"decision" maxLength:"200"`
		}) (*body[Decision], error) {
			d, r, err := a.Study.Decisions(ctx, who, in.Project, in.revision(), in.day(a))
			if err != nil {
				return nil, err
			}
			if err := d.Whole(); err != nil {
				return nil, err
			}
			return answer(decisionOf(d, string(r.ID), in.Decision))
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/decidable", id: "decidable", summary: "What can be decided on, by words of its id or title", needs: needs(workbench.Read), tag: "decisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Query string `query:"q" maxLength:"200"`
			Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
		}) (*body[Page[decisions.Wanted]], error) {
			all, err := a.Study.Decidable(ctx, who, in.Project, in.revision(), in.Query, in.Limit)
			return answer(whole(all), err)
		})
	// The use cases ask for the right that the matter needs: triage of vulnerabilities, edit of all else.
	add(a, operation{method: "POST", path: "/projects/{project}/decisions", id: "decide", summary: "Decide on one or several things, with the facts that each decision rests on: on vulnerabilities for who may triage, on all else for who may edit", needs: needs(workbench.Read), tag: "decisions", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				DecisionWords
				About []string             `json:"about" minItems:"1" maxItems:"200" uniqueItems:"true" doc:"a harm, a threat (T-…), a control at an element (CTL-0001@element), a clause, a vulnerability at an element (CVE-2026-1234@smartbox/os), or overall; one decision each, all with the same words"`
				ID    string               `json:"id,omitempty" maxLength:"100" doc:"of a decision on one thing; made from about where absent"`
				Base  workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"the revision it rests on; the newest where absent"`
			}
		}) (*changedAnswer[Decided], error) {
			q := in.Body.request()
			q.ID = in.Body.ID
			ids, made, err := a.Study.Decide(ctx, who, in.Project, in.Body.Base, in.Body.About, q)
			if err != nil {
				return nil, err
			}
			return decidedOf(http.StatusCreated, ids, made), nil
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/decisions/{decision}", id: "reword-decision", summary: "Correct the words of a decision, for who may decide on it; what it rested on stays", needs: needs(workbench.Read), tag: "decisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Decision string `path:"decision" maxLength:"200"`
			Body     struct {
				DecisionWords
				Base workbench.RevisionID `json:"base,omitempty" maxLength:"64"`
			}
		}) (*changedAnswer[Decided], error) {
			made, err := a.Study.Reword(ctx, who, in.Project, in.Body.Base, in.Decision, in.Body.request())
			if err != nil {
				return nil, err
			}
			return decidedOf(http.StatusOK, []string{in.Decision}, made), nil
		})
}

func decisionOf(d *study.Decided, revision, id string) (Decision, error) {
	for _, r := range d.Reviews {
		if e := d.Entry(r.ID); r.ID == id && e != nil {
			r.Evidence = some(r.Evidence)
			facts := e.RestedOn.List()
			return Decision{r, facts, e.Replaces.Text, d.Titles(append(r.Named(), decisions.NamedBy(facts)...)), revision}, nil
		}
	}
	return Decision{}, workbench.Errorf(workbench.NotFound, "there is no decision %q", id)
}
