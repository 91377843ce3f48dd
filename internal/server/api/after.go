package api

import (
	"context"
	"net/http"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/model/edit"
	"cordon/internal/study"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// AtInstant asks for what holds at a point in time.
type AtInstant struct {
	At string `query:"at" maxLength:"40" doc:"2026-11-26T14:30:00Z, or a day; now if absent"`
}

// afterAt gives a revision with what is kept after release, and the point in time that is asked about.
func (a *API) afterAt(ctx context.Context, who workbench.Actor, in InRevision, when AtInstant) (*study.After, civil.Instant, error) {
	after, err := a.Study.After(ctx, who, in.Project, in.revision())
	if err != nil {
		return nil, 0, err
	}
	at, err := a.Study.Instant("at", when.At)
	return after, at, err
}

// Decided is what came of deciding.
type Decided struct {
	Decisions []string `json:"decisions" doc:"ids, in the order of what was decided on; empty if there are conflicts"`
	Changed
}

// Looked is what looking parts up gave.
type Looked struct {
	watch.News
	Warnings []string `json:"warnings"`
	Changed
}

func changedBy(m workbench.Made) Changed {
	out := Changed{Merged: m.Merged, Conflicts: m.Conflicts}
	if len(m.Conflicts) == 0 {
		r := revisionOf(m.Revision, false)
		out.Revision, out.Conflicts = &r, []edit.Conflict{}
	}
	return out
}

func (a *API) afterOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/after", id: "after", summary: "Vulnerabilities in the releases in use, by what they do to patients", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AtInstant
		}) (*body[study.Inbox], error) {
			after, at, err := a.afterAt(ctx, who, in.InRevision, in.AtInstant)
			if err != nil {
				return nil, err
			}
			out, err := after.Inbox(ctx, at)
			if err != nil {
				return nil, err
			}
			return answer(*out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/after/vulnerability", id: "after-vulnerability", summary: "All of one vulnerability at an element, with what published rules propose", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AtInstant
			About string `query:"about" required:"true" maxLength:"300" doc:"CVE-2026-1234@smartbox/os"`
		}) (*body[study.Detail], error) {
			after, at, err := a.afterAt(ctx, who, in.InRevision, in.AtInstant)
			if err != nil {
				return nil, err
			}
			out, err := after.Detail(ctx, at, in.About)
			if err != nil {
				return nil, err
			}
			return answer(*out, nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/after/find", id: "after-find", summary: "Look the parts of the system up in the organisation's advisories; what is found becomes a revision", needs: needs(workbench.Triage), tag: "after market", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Looked], error) {
			f, err := a.Study.Find(ctx, who, in.Project)
			if err != nil {
				return nil, err
			}
			return answer(Looked{f.News, f.Warnings, changedBy(f.Made)}, nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/after/decisions", id: "after-decide", summary: "Decide on vulnerabilities: one decision file each, all with the same reason", needs: needs(workbench.Triage), tag: "after market", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base          workbench.RevisionID `json:"base" maxLength:"64" doc:"the revision that was looked at"`
				About         []string             `json:"about" minItems:"1" maxItems:"200" uniqueItems:"true" doc:"CVE-2026-1234@smartbox/os"`
				Choice        string               `json:"choice" enum:"affected,not-affected,fixed,under-investigation"`
				Justification string               `json:"justification,omitempty" maxLength:"60" doc:"why it is not affected, in the words of CycloneDX"`
				Action        string               `json:"action,omitempty" maxLength:"4000" doc:"what who has the product should do; needed where it is affected"`
				Why           string               `json:"why" minLength:"1" maxLength:"16000"`
				Role          string               `json:"role" minLength:"1" maxLength:"200" doc:"in which role you decide"`
				Until         string               `json:"until,omitempty" maxLength:"10" doc:"last day on which it holds, YYYY-MM-DD"`
				Evidence      []string             `json:"evidence,omitempty" maxItems:"50"`
			}
		}) (*struct {
			Status int
			Body   Decided
		}, error) {
			for _, about := range in.Body.About {
				if !decisions.OnVulnerability(about) {
					e := workbench.Errorf(workbench.Invalid, "%q is no vulnerability at an element", about)
					e.Fields = []workbench.Field{{Path: "about", Text: "write CVE-2026-1234@smartbox/os"}}
					return nil, e
				}
			}
			b := &in.Body
			ids, made, err := a.Study.DecideOn(ctx, who, in.Project, workbench.Triage, b.Base, b.About, decisions.Request{
				Choice: b.Choice, Justification: b.Justification, Action: b.Action, Why: b.Why, Role: b.Role, Until: b.Until, Evidence: b.Evidence,
			})
			if err != nil {
				return nil, err
			}
			out := &struct {
				Status int
				Body   Decided
			}{http.StatusCreated, Decided{ids, changedBy(made)}}
			if len(made.Conflicts) > 0 {
				out.Status, out.Body.Decisions = http.StatusConflict, []string{}
			}
			return out, nil
		})
}
