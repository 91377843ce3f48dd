package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"cordon/internal/model/edit"
	"cordon/internal/workbench"
)

// Revision is a state of the folder.
type Revision struct {
	ID      string           `json:"id"`
	Number  int64            `json:"number"`
	Parent  string           `json:"parent,omitempty"`
	Merged  string           `json:"merged,omitempty" doc:"the revision the change was made from, where others had changed something since"`
	Author  string           `json:"author" doc:"account"`
	At      time.Time        `json:"at"`
	Message string           `json:"message"`
	Digest  string           `json:"digest" doc:"of all files: equal folders have equal digests"`
	Content string           `json:"content" doc:"of all files but signatures: what a signature of the revision is bound to"`
	Files   []workbench.File `json:"files,omitempty"`
}

func revisionOf(r workbench.Revision, files bool) Revision {
	out := Revision{string(r.ID), r.Number, string(r.Parent), string(r.Merged), string(r.Author), r.At, r.Message, r.Tree.Digest(), r.Tree.Content(), nil}
	if files {
		out.Files = r.Tree
	}
	return out
}

// Changed is what came of a change.
type Changed struct {
	Revision  *Revision       `json:"revision,omitempty" doc:"absent if there are conflicts"`
	Merged    bool            `json:"merged" doc:"the change was put together with what others had done since"`
	Conflicts []edit.Conflict `json:"conflicts" doc:"nothing was written; send the change again with choices"`
}

// changedAnswer is an answer that says by its status whether there are conflicts.
type changedAnswer[T any] struct {
	Status int
	Body   T
}

// outcome is the status of an answer to a change: the one given, or 409 if there are conflicts.
func outcome(status int, m workbench.Made) int {
	if len(m.Conflicts) > 0 {
		return http.StatusConflict
	}
	return status
}

// changedOf is the answer to a change: a revision, with its files if that is asked for, or conflicts.
func changedOf(m workbench.Made, files bool) Changed {
	out := Changed{Merged: m.Merged, Conflicts: some(m.Conflicts)}
	if len(m.Conflicts) == 0 {
		r := revisionOf(m.Revision, files)
		out.Revision = &r
	}
	return out
}

func (a *API) revisionOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions", id: "revisions", summary: "History, newest first", needs: needs(workbench.Read), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Paging
		}) (*body[Page[Revision]], error) {
			before, err := in.number()
			if err != nil {
				return nil, err
			}
			all, err := a.Workbench.Revisions(ctx, who, in.Project, int64(before), in.Limit+1)
			var items []Revision
			for _, r := range all {
				items = append(items, revisionOf(r, false))
			}
			return answer(page(items, in.Limit, func(r Revision) string { return strconv.FormatInt(r.Number, 10) }), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}", id: "revision", summary: "One revision with its files; head is the newest", needs: needs(workbench.Read), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *InRevision) (*tagged[Revision], error) {
			r, err := a.Workbench.Revision(ctx, who, in.Project, in.revision())
			return &tagged[Revision]{`"` + string(r.ID) + `"`, revisionOf(r, true)}, err
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/file", id: "file", summary: "One file of a revision", needs: needs(workbench.Read), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Path        string `query:"path" maxLength:"400"`
			IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
		}) (*fileAnswer, error) {
			data, f, err := a.Workbench.File(ctx, who, in.Project, in.revision(), in.Path)
			if err != nil {
				return nil, err
			}
			// Whatever a file holds, a browser must not take it for a page of ours.
			out := &fileAnswer{Status: http.StatusOK, ContentType: "text/plain; charset=utf-8", ETag: `"` + f.Hash + `"`, Disposition: "attachment", Body: data}
			if in.IfNoneMatch == out.ETag {
				out.Status, out.Body = http.StatusNotModified, nil
			}
			return out, nil
		})
	add(a, operation{method: "POST", path: "/projects/{project}/revisions", id: "change", summary: "Change files; the change is merged by meaning if others were faster", needs: needs(workbench.Edit), tag: "revisions", status: http.StatusCreated, maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base    workbench.RevisionID `json:"base" maxLength:"64" doc:"the revision the change was made from"`
				Files   map[string]*string   `json:"files" doc:"changed files whole; null deletes one"`
				Message string               `json:"message" doc:"what was changed and why"`
				Choices map[string]edit.Side `json:"choices,omitempty" doc:"resolves conflicts: their keys to ours (this change) or theirs"`
			}
		}) (*changedAnswer[Changed], error) {
			made, err := a.Workbench.Change(ctx, who, in.Project, workbench.Change{Base: in.Body.Base, Files: in.Body.Files, Message: in.Body.Message, Choices: in.Body.Choices})
			if err != nil {
				return nil, err
			}
			return &changedAnswer[Changed]{outcome(http.StatusCreated, made), changedOf(made, true)}, nil
		})
	add(a, operation{method: "GET", path: "/projects/{project}/compare", id: "compare", summary: "What differs in meaning between two revisions", needs: needs(workbench.Read), tag: "revisions"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			From workbench.RevisionID `query:"from" maxLength:"64" required:"true"`
			To   workbench.RevisionID `query:"to" maxLength:"64" required:"true"`
		}) (*body[Page[edit.Change]], error) {
			from, _, err := a.Workbench.Files(ctx, who, in.Project, in.From)
			if err != nil {
				return nil, err
			}
			to, _, err := a.Workbench.Files(ctx, who, in.Project, in.To)
			if err != nil {
				return nil, err
			}
			return answer(whole(edit.Describe(from, to)), nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/rebase", id: "rebase", summary: "Bring a change that is not saved to the newest revision; nothing is saved", needs: needs(workbench.Edit), tag: "revisions", maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base    workbench.RevisionID `json:"base" maxLength:"64" doc:"the revision the change was made from"`
				Files   map[string]*string   `json:"files" doc:"changed files whole; null deletes one"`
				Choices map[string]edit.Side `json:"choices,omitempty" doc:"resolves conflicts: their keys to ours (this change) or theirs"`
			}
		}) (*body[Rebased], error) {
			to, err := a.Workbench.Rebase(ctx, who, in.Project, workbench.Change{Base: in.Body.Base, Files: in.Body.Files, Choices: in.Body.Choices})
			if err != nil {
				return nil, err
			}
			out := Rebased{revisionOf(to.Revision, false), to.Files, to.Conflicts}
			if len(out.Conflicts) == 0 {
				out.Conflicts = []edit.Conflict{}
			} else {
				out.Files = map[string]*string{}
			}
			return answer(out, nil)
		})
}

// Rebased is a change as it is on the newest revision.
type Rebased struct {
	Revision  Revision           `json:"revision" doc:"the newest"`
	Files     map[string]*string `json:"files" doc:"files that the change makes different from it, whole; null deletes one"`
	Conflicts []edit.Conflict    `json:"conflicts" doc:"then there are no files; send the change again with choices"`
}

// InRevision names a revision of a project.
type InRevision struct {
	InProject
	Revision string `path:"revision" maxLength:"64" doc:"id of a revision, or head"`
}

func (in InRevision) revision() workbench.RevisionID {
	if in.Revision == "head" {
		return ""
	}
	return workbench.RevisionID(in.Revision)
}

// fileAnswer is the content of a file.
type fileAnswer struct {
	Status      int
	ContentType string `header:"Content-Type"`
	ETag        string `header:"ETag"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
