package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cordon/internal/workbench"
)

// Draft is what a person has changed and not saved.
type Draft struct {
	Base    string             `json:"base" doc:"the revision it was made from"`
	Files   map[string]*string `json:"files" doc:"changed files whole; null deletes one"`
	Changed time.Time          `json:"changed"`
}

func draftOf(d workbench.Draft) *tagged[Draft] {
	return &tagged[Draft]{strconv.Quote(d.Tag()), Draft{string(d.Base), d.Files, d.Changed}}
}

// Seen are the headers that say which draft a change was made from; without them it may be any.
type Seen struct {
	IfMatch     string `header:"If-Match" maxLength:"100" doc:"the ETag of the draft that you saw"`
	IfNoneMatch string `header:"If-None-Match" enum:"*" doc:"you saw none"`
}

func (s Seen) draft() workbench.Seen {
	tag := strings.Trim(s.IfMatch, `"`)
	return workbench.Seen{Any: s.IfNoneMatch == "" && (tag == "" || tag == "*"), Tag: tag}
}

func (a *API) draftOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/draft", id: "draft", summary: "What you have changed and not saved", needs: needs(workbench.Edit), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*tagged[Draft], error) {
			d, err := a.Workbench.Draft(ctx, who, in.Project)
			return draftOf(d), err
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/draft", id: "save-draft", summary: "Keep what you have changed", needs: needs(workbench.Edit), tag: "revisions", maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Seen
			Body struct {
				Base  workbench.RevisionID `json:"base" maxLength:"64"`
				Files map[string]*string   `json:"files"`
			}
		}) (*tagged[Draft], error) {
			d, err := a.Workbench.SaveDraft(ctx, who, in.Project, in.Body.Base, in.Body.Files, in.draft())
			return draftOf(d), err
		})
	add(a, operation{method: "DELETE", path: "/projects/{project}/draft", id: "drop-draft", summary: "Forget what you have not saved", needs: needs(workbench.Edit), tag: "revisions", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Seen
		}) (*none, error) {
			return nil, a.Workbench.DropDraft(ctx, who, in.Project, in.draft())
		})
}
