package api

import (
	"context"
	"net/http"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

// Review is a request for review or approval.
type Review struct {
	workbench.Ask
	Mine    bool `json:"mine" doc:"it waits for the person who asks"`
	Changed bool `json:"changed" doc:"what is to be signed has changed since it was asked"`
}

// InReview names a review.
type InReview struct {
	InProject
	Review string `path:"review" maxLength:"64"`
}

func (a *API) reviewOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/reviews", id: "waiting", summary: "What waits for your review or approval", needs: signed, tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[Page[workbench.Ask]], error) {
			all, err := a.Workbench.Waiting(ctx, who, in.Organisation)
			return answer(whole(all), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/reviews", id: "reviews", summary: "Reviews of a project, oldest first", needs: needs(workbench.Read), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			About string `query:"about" maxLength:"300" doc:"only of this: decision:late-adjustment.yaml"`
		}) (*body[Page[Review]], error) {
			all, err := a.Workbench.Reviews(ctx, who, in.Project, in.About)
			if err != nil {
				return nil, err
			}
			acc, err := a.Workbench.Inspect(ctx, who, in.Project)
			if err != nil {
				return nil, err
			}
			digests := map[string]string{}
			var out []Review
			for _, r := range all {
				row := Review{Ask: r, Mine: r.WaitsFor(who.Account, acc.Roles)}
				if r.State == workbench.AskOpen {
					if _, ok := digests[r.About]; !ok {
						s, err := a.Workbench.Subject(ctx, who, in.Project, r.About)
						if f := workbench.FaultOf(err); err != nil && f != workbench.NotFound && f != workbench.Unsupported {
							return nil, err
						}
						digests[r.About] = s.Digest
					}
					row.Changed = digests[r.About] != r.Digest
				}
				out = append(out, row)
			}
			return answer(whole(out), nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/reviews", id: "ask-review", summary: "Ask roles or persons for review or approval", needs: needs(workbench.Comment), tag: "reviews", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				About   string                `json:"about" maxLength:"300" doc:"decision:file, document:name or revision:id"`
				Meaning people.Meaning        `json:"meaning" enum:"review,approval"`
				Roles   []workbench.Role      `json:"roles,omitempty" maxItems:"50"`
				People  []workbench.AccountID `json:"people,omitempty" maxItems:"50"`
				Text    string                `json:"text,omitempty" maxLength:"16000" doc:"what to look at"`
			}
		}) (*body[workbench.Ask], error) {
			b := in.Body
			return answer(a.Workbench.AskReview(ctx, who, in.Project, workbench.AskFor{About: b.About, Meaning: b.Meaning, Roles: b.Roles, People: b.People, Text: b.Text}))
		})
	add(a, operation{method: "POST", path: "/projects/{project}/reviews/{review}/reject", id: "reject", summary: "Answer a review with no, and why", needs: needs(workbench.Comment), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InReview
			Body struct {
				Reason string `json:"reason" maxLength:"8000"`
			}
		}) (*body[workbench.Ask], error) {
			return answer(a.Workbench.Reject(ctx, who, in.Project, in.Review, in.Body.Reason))
		})
	add(a, operation{method: "DELETE", path: "/projects/{project}/reviews/{review}", id: "withdraw-review", summary: "Take a review back", needs: needs(workbench.Comment), tag: "reviews"},
		func(ctx context.Context, who workbench.Actor, in *InReview) (*body[workbench.Ask], error) {
			return answer(a.Workbench.Withdraw(ctx, who, in.Project, in.Review))
		})
}
