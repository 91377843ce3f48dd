package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/workbench"
)

// Draft is what a person has changed and not saved.
type Draft struct {
	Base    string             `json:"base" doc:"the revision it was made from"`
	Files   map[string]*string `json:"files" doc:"changed files whole; null deletes one"`
	Changed time.Time          `json:"changed"`
}

func draftOf(d workbench.Draft) Draft { return Draft{string(d.Base), d.Files, d.Changed} }

func (a *API) draftOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/draft", id: "draft", summary: "What you have changed and not saved", needs: needs(workbench.Edit), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Draft], error) {
			d, err := a.Workbench.Draft(ctx, who, in.Project)
			return answer(draftOf(d), err)
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/draft", id: "save-draft", summary: "Keep what you have changed", needs: needs(workbench.Edit), tag: "revisions", maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base  workbench.RevisionID `json:"base" maxLength:"64"`
				Files map[string]*string   `json:"files"`
			}
		}) (*body[Draft], error) {
			d, err := a.Workbench.SaveDraft(ctx, who, in.Project, in.Body.Base, in.Body.Files)
			return answer(draftOf(d), err)
		})
	add(a, operation{method: "DELETE", path: "/projects/{project}/draft", id: "drop-draft", summary: "Forget what you have not saved", needs: needs(workbench.Edit), tag: "revisions", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*none, error) {
			return nil, a.Workbench.DropDraft(ctx, who, in.Project)
		})
}
