package api

import (
	"context"
	"net/http"
	"strings"

	"cordon/internal/project"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// inVEX says which document is asked for.
type inVEX struct {
	InRevision
	AtInstant
	Format    watch.VEXFormat `query:"format" enum:"openvex,cyclonedx,csaf,csaf-2.1" default:"openvex"`
	Advisory  bool            `query:"advisory" doc:"of CSAF: a security advisory instead of a VEX document"`
	ID        string          `query:"id" required:"true" minLength:"1" maxLength:"100" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]*$" doc:"what names the document, from its first version on"`
	Namespace string          `query:"namespace" required:"true" minLength:"1" maxLength:"400" format:"uri" doc:"URL that is the publisher's own"`
	Version   int             `query:"document-version" minimum:"1" maximum:"100000" default:"1"`
	Decided   bool            `query:"decided" doc:"leave out what nobody decided on"`
}

// VEX is a document that says what vulnerabilities are to the product.
type VEX struct {
	File       string   `json:"file" doc:"name of the file"`
	Text       string   `json:"text,omitempty" doc:"the document; absent if it would break a mandatory test of its standard"`
	Statements int      `json:"statements"`
	Undecided  int      `json:"undecided" doc:"statements of under investigation"`
	Problems   []string `json:"problems" doc:"what CISA's minimum requirements want besides"`
	Losses     []string `json:"losses" doc:"what this format cannot hold"`
	Fails      []string `json:"fails" doc:"mandatory tests of CSAF that it does not pass"`
}

func (a *API) vexOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/vex", id: "vex", summary: "Preview of a VEX document or CSAF advisory, with what is wrong with it", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *inVEX) (*body[VEX], error) {
			v, err := a.vex(ctx, who, in)
			if err != nil {
				return nil, err
			}
			return answer(*v, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/vex/file", id: "vex-file", summary: "A VEX document or CSAF advisory as a file for others", needs: needs(workbench.Publish), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *inVEX) (*fileAnswer, error) {
			if _, err := a.Workbench.Permit(ctx, who, in.Project, workbench.Publish); err != nil {
				return nil, err
			}
			v, err := a.vex(ctx, who, in)
			if err != nil {
				return nil, err
			}
			if v.Text == "" {
				e := workbench.Errorf(workbench.Conflict, "the document would not pass the standard, and is not written")
				for _, f := range v.Fails {
					e.Fields = append(e.Fields, workbench.Field{Path: "document", Text: f})
				}
				return nil, e
			}
			return &fileAnswer{Status: http.StatusOK, ContentType: "application/json", Disposition: "attachment; filename=" + quoted(v.File), Body: []byte(v.Text)}, nil
		})
}

func (a *API) vex(ctx context.Context, who workbench.Actor, in *inVEX) (*VEX, error) {
	if in.Advisory && in.Format != watch.CSAF20 && in.Format != watch.CSAF21 {
		return nil, workbench.Errorf(workbench.Invalid, "an advisory is a document of CSAF").WithHint("choose CSAF, or leave advisory out")
	}
	after, at, err := a.afterAt(ctx, who, in.InRevision, in.AtInstant)
	if err != nil {
		return nil, err
	}
	w, v, err := after.VEX(ctx, at, project.Publication{ID: in.ID, Version: in.Version, Namespace: in.Namespace, Decided: in.Decided}, in.Format, in.Advisory)
	if err != nil {
		return nil, err
	}
	out := &VEX{File: strings.ReplaceAll(strings.ToLower(in.ID), ".", "_") + vexEnds[in.Format], Statements: len(v.Statements), Problems: []string{}, Losses: append([]string{}, w.Losses...), Fails: append([]string{}, w.Fails...)}
	for _, s := range v.Statements {
		if s.Status == "under_investigation" {
			out.Undecided++
		}
	}
	for _, p := range v.Problems() {
		out.Problems = append(out.Problems, p.String())
	}
	if len(w.Fails) == 0 {
		out.Text = string(w.Data)
	}
	return out, nil
}

// vexEnds are how names of files end. A document of CSAF has to be named after its id.
var vexEnds = map[watch.VEXFormat]string{watch.OpenVEX: ".openvex.json", watch.CycloneDXVEX: ".cdx.json", watch.CSAF20: ".json", watch.CSAF21: ".json"}
