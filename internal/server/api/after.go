package api

import (
	"context"
	"net/http"

	"cordon/internal/civil"
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

// Looked is what looking parts up gave.
type Looked struct {
	watch.News
	Warnings []string `json:"warnings"`
	Changed
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
			approvals, err := a.Study.Approvals(ctx, who, in.Project, after, at)
			if err != nil {
				return nil, err
			}
			out, err := after.Inbox(ctx, at, approvals)
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
			approvals, err := a.Study.Approvals(ctx, who, in.Project, after, at)
			if err != nil {
				return nil, err
			}
			out, err := after.Detail(ctx, at, in.About, approvals)
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
			return answer(Looked{f.News, f.Warnings, changedOf(f.Made, false)}, nil)
		})
}
