package api

import (
	"context"
	"net/http"

	"cordon/internal/engine"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

func (a *API) historyOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/compare/assessment", id: "compare-assessment", summary: "What differs as assessed between two revisions, as cordon diff says it", needs: needs(workbench.Read), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			From workbench.RevisionID `query:"from" maxLength:"64" required:"true"`
			To   workbench.RevisionID `query:"to" maxLength:"64" required:"true"`
			Mode string               `query:"mode" enum:"current,future" default:"future" doc:"controls that count: those present, or those planned too"`
		}) (*body[*study.Comparison], error) {
			return answer(a.Study.Compare(ctx, who, in.Project, in.From, in.To, engine.Mode(in.Mode)))
		})
	add(a, operation{method: "POST", path: "/projects/{project}/revisions/{revision}/restore", id: "restore", summary: "Make the next revision with the files of an old one; signatures stay", needs: needs(workbench.Edit), tag: "revisions", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Body struct {
				Message string `json:"message" maxLength:"16000" doc:"why"`
			}
		}) (*body[Changed], error) {
			made, err := a.Workbench.Restore(ctx, who, in.Project, in.revision(), in.Body.Message)
			return answer(changedOf(made, true), err)
		})
}
