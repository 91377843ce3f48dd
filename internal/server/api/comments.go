package api

import (
	"context"
	"net/http"

	"cordon/internal/workbench"
)

func (a *API) commentOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/comments", id: "comments", summary: "What was said, oldest first", needs: needs(workbench.Read), tag: "talk"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Paging
			About string `query:"about" maxLength:"300" doc:"only on this: element:phone"`
		}) (*body[Page[workbench.Said]], error) {
			all, err := a.Workbench.Comments(ctx, who, in.Project, in.About, in.Cursor, in.Limit+1)
			return answer(page(all, in.Limit, func(s workbench.Said) string { return s.ID }), err)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/comments", id: "comment", summary: "Say something about anything", needs: needs(workbench.Comment), tag: "talk", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				About   string `json:"about" maxLength:"300" doc:"element:phone, threat:THR-0001@phone, decision:file, document:name, revision:id …"`
				Text    string `json:"text" maxLength:"16000"`
				Answers string `json:"answers,omitempty" maxLength:"64" doc:"the comment this answers"`
			}
		}) (*body[workbench.Said], error) {
			return answer(a.Workbench.Say(ctx, who, in.Project, in.Body.About, in.Body.Text, in.Body.Answers))
		})
	add(a, operation{method: "PATCH", path: "/projects/{project}/comments/{comment}", id: "resolve", summary: "Close a comment, or open it again", needs: needs(workbench.Comment), tag: "talk"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Comment string `path:"comment" maxLength:"64"`
			Body    struct {
				Resolved bool `json:"resolved"`
			}
		}) (*body[workbench.Said], error) {
			return answer(a.Workbench.Resolve(ctx, who, in.Project, in.Comment, in.Body.Resolved))
		})
}
