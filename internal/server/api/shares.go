package api

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"cordon/internal/people"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Share is a link by which others read one thing.
type Share struct {
	ID       string    `json:"id"`
	Revision string    `json:"revision"`
	What     string    `json:"what"`
	Title    string    `json:"title"`
	By       string    `json:"by"`
	Created  time.Time `json:"created"`
	Expires  time.Time `json:"expires"`
	Ended    time.Time `json:"ended,omitzero"`
	Opened   int       `json:"opened" doc:"times"`
	Secret   string    `json:"secret,omitempty" doc:"end of the link, /s/ and this; shown once"`
}

func shareOf(s workbench.Share) Share {
	return Share{s.ID, string(s.Revision), s.What, s.Title, string(s.By), s.Created, s.Expires, s.Ended, s.Opened, ""}
}

// Shared is what a link leads to.
type Shared struct {
	Title    string    `json:"title"`
	What     string    `json:"what"`
	Number   int64     `json:"number" doc:"of the revision"`
	At       time.Time `json:"at" doc:"of the revision"`
	Expires  time.Time `json:"expires"`
	Contents []string  `json:"contents" doc:"paths, where it is a folder"`
}

func (a *API) shareOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/shares", id: "shares", summary: "Links that were made", needs: needs(workbench.Read), tag: "shares"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[Share]], error) {
			all, err := a.Workbench.Shares(ctx, who, in.Project)
			out := Page[Share]{Items: []Share{}}
			for _, s := range all {
				out.Items = append(out.Items, shareOf(s))
			}
			return answer(out, err)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/shares", id: "share", summary: "Make a link to a folder or document of a revision", needs: needs(workbench.Publish), tag: "shares", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Revision workbench.RevisionID `json:"revision,omitempty" maxLength:"64" doc:"empty: the newest"`
				What     string               `json:"what" maxLength:"200" doc:"folder, or document:name.format"`
				Title    string               `json:"title" maxLength:"500"`
				Hours    int                  `json:"hours" minimum:"1" maximum:"2160" doc:"how long the link lives"`
			}
		}) (*body[Share], error) {
			s, secret, err := a.Workbench.MakeShare(ctx, who, in.Project, in.Body.Revision, in.Body.What, in.Body.Title, time.Duration(in.Body.Hours)*time.Hour)
			out := shareOf(s)
			out.Secret = secret.Reveal()
			return answer(out, err)
		})
	add(a, operation{method: "DELETE", path: "/projects/{project}/shares/{share}", id: "end-share", summary: "End a link", needs: needs(workbench.Publish), tag: "shares", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Share string `path:"share" maxLength:"64"`
		}) (*none, error) {
			return nil, a.Workbench.EndShare(ctx, who, in.Project, in.Share)
		})
	// The secret is in the body, so that it stands in no log of a proxy.
	add(a, operation{method: "POST", path: "/shared", id: "shared", summary: "What a link leads to", needs: anybody, tag: "shares"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Secret string `json:"secret" maxLength:"200"`
			}
		}) (*body[Shared], error) {
			s, r, err := a.openShare(ctx, in.Body.Secret, who.Address)
			out := Shared{Title: s.Title, What: s.What, Number: r.Number, At: r.At, Expires: s.Expires, Contents: []string{}}
			if s.What == "folder" {
				for _, f := range r.Tree {
					out.Contents = append(out.Contents, f.Path)
				}
			}
			return answer(out, err)
		})
	a.sharedContent()
}

func (a *API) sharedContent() {
	add(a, operation{method: "POST", path: "/shared/content", id: "shared-content", summary: "The document, file or folder that a link leads to", needs: anybody, tag: "shares"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Secret string `json:"secret" maxLength:"200"`
				Path   string `json:"path,omitempty" maxLength:"400" doc:"a file of a folder; without it, the folder as a zip"`
			}
		}) (*documentAnswer, error) {
			s, r, err := a.openShare(ctx, in.Body.Secret, who.Address)
			if err != nil {
				return nil, err
			}
			f, err := a.sharedFile(ctx, s, r, in.Body.Path)
			if err != nil {
				return nil, err
			}
			return documentAnswerOf(f, true), nil
		})
}

// sharedFile reads what a link leads to, for somebody who has nothing but the link.
func (a *API) sharedFile(ctx context.Context, s workbench.Share, r workbench.Revision, path string) (study.File, error) {
	as := workbench.ByProgram()
	name, isDocument := strings.CutPrefix(s.What, "document:")
	switch {
	case isDocument && path != "":
		return study.File{}, workbench.Errorf(workbench.NotFound, "this link leads to one document")
	case isDocument:
		_, f, err := a.Study.Document(ctx, as, s.Project, r.ID, "", name)
		return f, err
	case path == "":
		var b bytes.Buffer
		err := a.Workbench.Export(ctx, as, s.Project, r.ID, &b)
		return study.File{Name: "folder.zip", MediaType: "application/zip", Data: b.Bytes()}, err
	}
	data, f, err := a.Workbench.File(ctx, as, s.Project, r.ID, path)
	return study.File{Name: f.Path[strings.LastIndex(f.Path, "/")+1:], MediaType: "text/plain; charset=utf-8", Data: data}, err
}

func (a *API) openShare(ctx context.Context, text, address string) (workbench.Share, workbench.Revision, error) {
	secret, err := people.ParseSecret(people.Share, text)
	if err != nil {
		return workbench.Share{}, workbench.Revision{}, workbench.Errorf(workbench.NotFound, "this link leads nowhere any more").WithHint("ask who sent it for another one")
	}
	return a.Workbench.OpenShare(ctx, secret, address)
}
