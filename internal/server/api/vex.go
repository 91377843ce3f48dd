package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/study"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// VEXWords say which document is wanted.
type VEXWords struct {
	Format    watch.VEXFormat `query:"format" json:"format,omitempty" enum:"openvex,cyclonedx,csaf,csaf-2.1" default:"openvex"`
	Advisory  bool            `query:"advisory" json:"advisory,omitempty" doc:"of CSAF: a security advisory instead of a VEX document"`
	ID        string          `query:"id" json:"id" required:"true" minLength:"1" maxLength:"100" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]*$" doc:"what names the document, from its first version on"`
	Namespace string          `query:"namespace" json:"namespace" required:"true" minLength:"1" maxLength:"400" format:"uri" doc:"URL that is the publisher's own"`
	Decided   bool            `query:"decided" json:"decided,omitempty" doc:"leave out what nobody decided on, and decisions that nobody approved"`
}

func (w VEXWords) asked() study.VEXAsked {
	return study.VEXAsked{Document: w.ID, Namespace: w.Namespace, Decided: w.Decided, Format: w.Format, Advisory: w.Advisory}
}

// VEX is a document that says what vulnerabilities are to the product.
type VEX struct {
	File       string              `json:"file" doc:"name of the file"`
	Text       string              `json:"text,omitempty" doc:"the document; absent if it would break a mandatory test of its standard"`
	Edition    int                 `json:"edition" doc:"version of the document: one more than was published of it in this format"`
	Statements int                 `json:"statements"`
	Undecided  int                 `json:"undecided" doc:"statements of under investigation"`
	Unapproved []study.StillToSign `json:"unapproved" doc:"decisions that are not said to others until they are approved"`
	Problems   []string            `json:"problems" doc:"what CISA's minimum requirements want besides"`
	Losses     []string            `json:"losses" doc:"what this format cannot hold"`
	Fails      []string            `json:"fails" doc:"mandatory tests of CSAF that it does not pass"`
}

func vexOf(v *study.VEX) VEX {
	out := VEX{File: v.File, Edition: v.Version, Statements: len(v.Statements), Undecided: v.Undecided(), Unapproved: some(v.Unapproved), Problems: []string{}, Losses: some(v.Losses), Fails: some(v.Fails)}
	for _, p := range v.Problems() {
		out.Problems = append(out.Problems, p.String())
	}
	if len(v.Fails) == 0 {
		out.Text = string(v.Data)
	}
	return out
}

// Publication is a document that was published for others.
type Publication struct {
	ID         string    `json:"id"`
	Document   string    `json:"document" doc:"what names it in all its versions and formats"`
	Format     string    `json:"format"`
	Edition    int       `json:"edition" doc:"version of the document in this format, from 1"`
	File       string    `json:"file" doc:"name of the file"`
	Hash       string    `json:"hash" doc:"SHA-256"`
	Bytes      int64     `json:"bytes"`
	Statements int       `json:"statements"`
	By         string    `json:"by" doc:"account"`
	At         time.Time `json:"at"`
	Revision   string    `json:"revision" doc:"that it was made from"`
	Number     int64     `json:"number" doc:"of the revision"`
}

func publicationOf(p workbench.Publication) Publication {
	return Publication{p.ID, p.Document, p.Format, p.Edition, p.File, p.Hash, p.Bytes, p.Statements, string(p.By), p.At, string(p.Revision), p.Number}
}

func (a *API) vexOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/vex", id: "vex", summary: "Preview of a VEX document or CSAF advisory, with what is wrong with it; as decided stands in it what was approved", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AtInstant
			VEXWords
		}) (*body[VEX], error) {
			at, err := a.Study.Instant("at", in.At)
			if err != nil {
				return nil, err
			}
			v, err := a.Study.VEX(ctx, who, in.Project, in.revision(), at, in.asked())
			if err != nil {
				return nil, err
			}
			return answer(vexOf(v), nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/publications", id: "publications", summary: "Documents that were published, oldest first", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[Publication]], error) {
			all, err := a.Workbench.Publications(ctx, who, in.Project)
			var out []Publication
			for _, p := range all {
				out = append(out, publicationOf(p))
			}
			return answer(whole(out), err)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/publications", id: "publish", summary: "Publish a VEX document or CSAF advisory of the newest revision: it is kept as it is, and stands in the audit log", needs: needs(workbench.Publish), tag: "after market", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body VEXWords
		}) (*body[Publication], error) {
			p, err := a.Study.PublishVEX(ctx, who, in.Project, in.Body.asked())
			return answer(publicationOf(p), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/publications/{publication}/file", id: "publication-file", summary: "A document as it was published", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Publication string `path:"publication" maxLength:"64"`
		}) (*fileAnswer, error) {
			p, data, err := a.Workbench.Publication(ctx, who, in.Project, in.Publication)
			if err != nil {
				return nil, err
			}
			return &fileAnswer{Status: http.StatusOK, ContentType: "application/json", ETag: `"` + p.Hash + `"`, Disposition: "attachment; filename=" + quoted(p.File), Body: data}, nil
		})
}
