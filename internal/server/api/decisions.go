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
	Revision    string             `json:"revision"`
	Day         string             `json:"day" doc:"for which it was judged, YYYY-MM-DD"`
}

// Decision is one decision with what it rests on.
type Decision struct {
	decisions.Review
	RestsOn  []decisions.Fact `json:"rests-on"`
	Replaces string           `json:"replaces,omitempty"`
	Revision string           `json:"revision"`
}

// DecisionWords is what a person says of a decision.
type DecisionWords struct {
	Choice        string   `json:"choice" maxLength:"40" doc:"treat, accept, avoid, transfer, not-applicable; of a clause met, partly; of a vulnerability affected, not-affected, fixed, under-investigation"`
	Who           string   `json:"who" maxLength:"200"`
	Role          string   `json:"role" maxLength:"200"`
	Why           string   `json:"why" maxLength:"16000"`
	When          string   `json:"when,omitempty" maxLength:"10" doc:"YYYY-MM-DD; today where absent"`
	Until         string   `json:"until,omitempty" maxLength:"10" doc:"last day on which it holds"`
	Evidence      []string `json:"evidence,omitempty" maxItems:"100"`
	Justification string   `json:"justification,omitempty" maxLength:"60" doc:"of a vulnerability: why the product is not affected"`
	Action        string   `json:"action,omitempty" maxLength:"4000" doc:"of a vulnerability: what who has the product should do"`
}

func (w DecisionWords) request(today string) decisions.Request {
	q := decisions.Request{Choice: w.Choice, Who: w.Who, Role: w.Role, Why: w.Why, When: w.When, Until: w.Until, Evidence: w.Evidence, Justification: w.Justification, Action: w.Action}
	if q.When == "" {
		q.When = today
	}
	return q
}

// DecisionMade is a decision that was written.
type DecisionMade struct {
	ID string `json:"id"`
	Changed
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
			for i := range d.Reviews {
				d.Reviews[i].Evidence = some(d.Reviews[i].Evidence)
			}
			return answer(Decisions{some(d.Reviews), some(d.Wanted), some(d.Diagnostics), string(r.ID), in.day(a)}, nil)
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
	add(a, operation{method: "POST", path: "/projects/{project}/decisions", id: "decide", summary: "Record a decision with the facts it rests on", needs: needs(workbench.Edit), tag: "decisions", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				DecisionWords
				About string               `json:"about" maxLength:"300" doc:"a harm, a threat (T-…), a control at an element (CTL-0001@element), a clause, a vulnerability at an element, or overall"`
				ID    string               `json:"id,omitempty" maxLength:"100" doc:"made from about where absent"`
				Base  workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"the revision it rests on; the newest where absent"`
			}
		}) (*body[DecisionMade], error) {
			q := in.Body.request(a.today())
			q.About, q.ID = in.Body.About, in.Body.ID
			id, made, err := a.Study.Decide(ctx, who, in.Project, in.Body.Base, q)
			return answer(DecisionMade{id, changedOf(made)}, err)
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/decisions/{decision}", id: "reword-decision", summary: "Correct the words of a decision; what it rested on stays", needs: needs(workbench.Edit), tag: "decisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Decision string `path:"decision" maxLength:"200"`
			Body     struct {
				DecisionWords
				Base workbench.RevisionID `json:"base,omitempty" maxLength:"64"`
			}
		}) (*body[DecisionMade], error) {
			made, err := a.Study.Reword(ctx, who, in.Project, in.Body.Base, in.Decision, in.Body.request(a.today()))
			return answer(DecisionMade{in.Decision, changedOf(made)}, err)
		})
}

func decisionOf(d *study.Decided, revision, id string) (Decision, error) {
	for _, r := range d.Reviews {
		if e := d.Entry(r.ID); r.ID == id && e != nil {
			r.Evidence = some(r.Evidence)
			return Decision{r, e.RestedOn.InWords(), e.Replaces.Text, revision}, nil
		}
	}
	return Decision{}, workbench.Errorf(workbench.NotFound, "there is no decision %q", id)
}
