package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Document is a kind of document that can be made of a revision.
type Document struct {
	Kind    string      `json:"kind"`
	Title   string      `json:"title"`
	Says    string      `json:"says" doc:"what the reader can do with it"`
	From    []string    `json:"from" doc:"who issues it"`
	To      []string    `json:"to" doc:"who reads it"`
	Formats []string    `json:"formats" doc:"ends of names: GET …/documents/kind.format"`
	Open    []OpenPoint `json:"open" doc:"what the description does not say and the reader needs, or only a person can add"`
}

// OpenPoint is something that is open in a document.
type OpenPoint struct {
	Section string   `json:"section"`
	Says    string   `json:"says"`
	About   []string `json:"about" doc:"ids of what it concerns"`
}

// Documents are the documents of a revision on a day.
type Documents struct {
	Day      string     `json:"day" doc:"on the documents; that of the revision unless another is asked for"`
	Revision string     `json:"revision"`
	Number   int64      `json:"number" doc:"of the revision"`
	Items    []Document `json:"items"`
}

// DocumentChange is a difference between two versions of a document.
type DocumentChange struct {
	Section string `json:"section"`
	Before  string `json:"before,omitempty" doc:"absent for what is new"`
	After   string `json:"after,omitempty" doc:"absent for what is gone"`
}

// Dossier is all documents of a revision in one zip.
type Dossier struct {
	ID       string    `json:"id"`
	Revision string    `json:"revision"`
	Number   int64     `json:"number" doc:"of the revision"`
	Day      string    `json:"day"`
	Formats  []string  `json:"formats"`
	By       string    `json:"by"`
	Created  time.Time `json:"created"`
	State    string    `json:"state" enum:"waiting,retrying,running,done,failed,cancelled"`
	Done     int64     `json:"done" doc:"files written"`
	Total    int64     `json:"total" doc:"0 while nobody knows"`
	Error    string    `json:"error,omitempty"`
	Expires  time.Time `json:"expires,omitzero" doc:"until when it can be fetched"`
	Bytes    int64     `json:"bytes,omitempty"`
	Files    int       `json:"files,omitempty"`
}

// documentPolicy is for documents that a browser shows: they hold what people wrote, so nothing in them runs or loads.
const documentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

// documentAnswer is a document as a file.
type documentAnswer struct {
	Status      int
	ContentType string `header:"Content-Type"`
	ETag        string `header:"ETag"`
	Disposition string `header:"Content-Disposition"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

func documentAnswerOf(f study.File, download bool) *documentAnswer {
	out := &documentAnswer{Status: http.StatusOK, ContentType: f.MediaType, Disposition: "attachment; filename=" + quoted(f.Name), Policy: documentPolicy, Body: f.Data}
	if !download {
		out.Disposition = "inline; filename=" + quoted(f.Name)
	}
	return out
}

// InDocument names a document of a revision.
type InDocument struct {
	InRevision
	OnDay
}

func (a *API) documentOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/documents", id: "documents", summary: "Documents that can be made, with what is open in each", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *InDocument) (*body[Documents], error) {
			day, err := in.day("")
			if err != nil {
				return nil, err
			}
			c, all, err := a.Study.Papers(ctx, who, in.Project, in.revision(), day)
			if err != nil {
				return nil, err
			}
			out := Documents{c.Day, string(c.Revision.ID), c.Revision.Number, []Document{}}
			for _, p := range all {
				d := Document{p.Kind, p.Title, p.Says, plain(p.From), plain(p.To), p.Formats, []OpenPoint{}}
				for _, o := range p.Open {
					d.Open = append(d.Open, OpenPoint{o.Section, o.Says, append([]string{}, o.About...)})
				}
				out.Items = append(out.Items, d)
			}
			return answer(out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/documents/{name}", id: "document", summary: "A document as a file; the same revision and day give the same bytes", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InDocument
			Name        string `path:"name" maxLength:"120" doc:"kind.format: security-concept.pdf"`
			Download    bool   `query:"download" doc:"as a file to keep, also where a browser could show it"`
			IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
		}) (*documentAnswer, error) {
			day, err := in.day("")
			if err != nil {
				return nil, err
			}
			_, f, err := a.Study.Document(ctx, who, in.Project, in.revision(), day, in.Name)
			if err != nil {
				return nil, err
			}
			shown := f.MediaType == "text/html; charset=utf-8" && !in.Download
			out := documentAnswerOf(f, !shown)
			if out.ETag = `"` + workbench.Hash(f.Data)[:32] + `"`; in.IfNoneMatch == out.ETag {
				out.Status, out.Body = http.StatusNotModified, nil
			}
			return out, nil
		})
	add(a, operation{method: "GET", path: "/projects/{project}/documents/{kind}/changes", id: "document-changes", summary: "What differs between a document of two revisions, as text", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			OnDay
			Kind string               `path:"kind" maxLength:"100"`
			From workbench.RevisionID `query:"from" maxLength:"64" required:"true"`
			To   workbench.RevisionID `query:"to" maxLength:"64" required:"true"`
		}) (*body[Page[DocumentChange]], error) {
			day, err := in.day("")
			if err != nil {
				return nil, err
			}
			all, err := a.Study.DocumentChanges(ctx, who, in.Project, in.Kind, in.From, in.To, day)
			out := Page[DocumentChange]{Items: []DocumentChange{}}
			for _, c := range all {
				out.Items = append(out.Items, DocumentChange(c))
			}
			return answer(out, err)
		})
	a.placeOperations()
	a.dossierOperations()
}

func (a *API) dossierOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/dossiers", id: "dossiers", summary: "Zips of all documents that were asked for, newest first", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[Dossier]], error) {
			all, err := a.Workbench.Dossiers(ctx, who, in.Project)
			if err != nil {
				return nil, err
			}
			slices.Reverse(all)
			out := Page[Dossier]{Items: []Dossier{}}
			for _, d := range all {
				x, err := a.dossierOf(ctx, d)
				if err != nil {
					return nil, err
				}
				out.Items = append(out.Items, x)
			}
			return answer(out, nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/dossiers", id: "make-dossier", summary: "Make all documents of a revision, as a zip", needs: needs(workbench.Read), tag: "documents", status: http.StatusAccepted},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Revision workbench.RevisionID `json:"revision,omitempty" maxLength:"64" doc:"empty: the newest"`
				On       string               `json:"on,omitempty" maxLength:"10" doc:"day on the documents; empty: that of the revision"`
				Formats  []string             `json:"formats,omitempty" maxItems:"5" doc:"docx, pdf, xlsx, html, md; all where none is named"`
			}
		}) (*body[Dossier], error) {
			day, err := OnDay{in.Body.On}.day("")
			if err != nil {
				return nil, err
			}
			d, err := a.Study.AskDossier(ctx, who, in.Project, in.Body.Revision, day, in.Body.Formats)
			if err != nil {
				return nil, err
			}
			return answer(a.dossierOf(ctx, d))
		})
	add(a, operation{method: "GET", path: "/projects/{project}/dossiers/{dossier}", id: "dossier", summary: "The zip of a dossier", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Dossier string `path:"dossier" maxLength:"64"`
		}) (*documentAnswer, error) {
			d, data, err := a.Workbench.Dossier(ctx, who, in.Project, in.Dossier)
			if err != nil {
				return nil, err
			}
			if d.Hash == "" {
				return nil, workbench.Errorf(workbench.Conflict, "the dossier is not ready").WithHint("wait until its state is done")
			}
			out := documentAnswerOf(study.File{Name: "documents.zip", MediaType: "application/zip", Data: data}, true)
			out.ETag = `"` + d.Hash + `"`
			return out, nil
		})
	add(a, operation{method: "DELETE", path: "/projects/{project}/dossiers/{dossier}", id: "drop-dossier", summary: "Stop making a dossier, or take it away", needs: needs(workbench.Read), tag: "documents", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Dossier string `path:"dossier" maxLength:"64"`
		}) (*none, error) {
			d, _, err := a.Workbench.Dossier(ctx, who, in.Project, in.Dossier)
			if err != nil {
				return nil, err
			}
			if err := a.Workbench.DropDossier(ctx, who, in.Project, in.Dossier); err != nil {
				return nil, err
			}
			err = a.Workbench.Store.Write(ctx, func(tx workbench.Tx) error {
				_, err := a.Jobs.Cancel(ctx, tx, d.Job)
				return err
			})
			if workbench.FaultOf(err) == workbench.NotFound {
				err = nil // the job was forgotten before the dossier
			}
			return nil, err
		})
}

// dossierOf puts a dossier beside what became of its job.
func (a *API) dossierOf(ctx context.Context, d workbench.Dossier) (Dossier, error) {
	out := Dossier{
		ID: d.ID, Revision: string(d.Revision), Number: d.Number, Day: d.Day, Formats: d.Formats, By: string(d.By), Created: d.Created,
		State: string(jobs.Done), Expires: d.Expires, Bytes: d.Bytes, Files: d.Files,
	}
	if d.Hash != "" {
		return out, nil
	}
	err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) error {
		j, err := a.Jobs.Get(ctx, tx, d.Job)
		out.State, out.Done, out.Total, out.Error = string(j.State), j.Done, j.Total, j.Error
		return err
	})
	if workbench.FaultOf(err) == workbench.NotFound {
		out.State, err = string(jobs.Failed), nil
	}
	return out, err
}
