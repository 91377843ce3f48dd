package api

import (
	"context"
	"encoding/json"
	"io"

	"cordon/internal/diag"
	"cordon/internal/live"
	"cordon/internal/model"
	"cordon/internal/model/edit"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Look is what an editor shows of what is on the screen.
type Look struct {
	Digest  string             `json:"digest" doc:"names this view; send it as since with the next edit"`
	Files   map[string]*string `json:"files" doc:"files that the operations changed, whole; null is one that is gone"`
	Inverse []edit.Operation   `json:"inverse" doc:"operations that give the texts back as they were"`
	Removed []string           `json:"removed" doc:"ids that went because they named what was removed"`
	Wrong   []Wrong            `json:"wrong" doc:"what is wrong with the operations; then nothing was done and there is no view"`
	View    json.RawMessage    `json:"view,omitempty" doc:"diagnostics, gaps, checks, questions, facts, controls, system, graph and levels; absent where patches make it of the view of since"`
	Patches []live.Patch       `json:"patches,omitempty" doc:"make the view of that of since, in their order; graph and levels stay as they were while the text has errors"`
	Changes *live.Changes      `json:"changes,omitempty" doc:"against the view of since, if that is still known"`
	Against *live.Changes      `json:"against,omitempty" doc:"against the view of against, if that is still known"`
}

// writeJSON writes the view as it is kept.
func (l Look) writeJSON(w io.Writer) error {
	view := l.View
	l.View = nil
	return writeWith(w, l, "view", view)
}

// Wrong is a diagnostic.
type Wrong struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func wrongOf(ds []diag.Diagnostic) []Wrong {
	out := []Wrong{}
	for _, d := range ds {
		out = append(out, Wrong{d.Pos.File, d.Pos.Line, d.Pos.Column, string(d.Code), d.Message, d.Hint})
	}
	return out
}

// typed is a place in a text.
type typed struct {
	Text   string `json:"text"`
	Line   int    `json:"line" minimum:"1"`
	Column int    `json:"column" minimum:"1" doc:"in characters"`
	Since  string `json:"since,omitempty" maxLength:"64" doc:"digest of the view on the screen"`
}

func (a *API) liveOperations() {
	add(a, operation{method: "POST", path: "/projects/{project}/look", id: "look", summary: "Apply what was drawn or typed and say what an editor shows of it; nothing is saved", needs: needs(workbench.Read), tag: "editing", maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base       workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"revision on the screen; empty: the newest"`
				Files      map[string]*string   `json:"files,omitempty" doc:"files changed since, whole; null deletes one"`
				Operations []edit.Operation     `json:"operations,omitempty" maxItems:"2000"`
				Since      string               `json:"since,omitempty" maxLength:"64"`
				Against    string               `json:"against,omitempty" maxLength:"64" doc:"digest of another view to compare with, such as that of the revision"`
			}
		}) (*body[Look], error) {
			s, err := a.Study.Look(ctx, who, in.Project, study.Edit{Base: in.Body.Base, Files: in.Body.Files, Operations: in.Body.Operations, Since: in.Body.Since, Against: in.Body.Against})
			if err != nil {
				return nil, err
			}
			out := Look{Files: map[string]*string{}, Inverse: s.Result.Inverse, Removed: s.Result.Removed, Wrong: wrongOf(s.Wrong), Changes: s.Changes, Against: s.Against}
			for path, data := range s.Result.Files {
				if data == nil {
					out.Files[path] = nil
				} else {
					text := string(data)
					out.Files[path] = &text
				}
			}
			if out.Inverse == nil {
				out.Inverse = []edit.Operation{}
			}
			if out.Removed == nil {
				out.Removed = []string{}
			}
			if s.View != nil {
				if out.Digest, out.Patches = s.View.Digest, s.Patches; s.Patches == nil {
					out.View = s.View.JSON
				}
			}
			return answer(out, nil)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/complete", id: "complete", summary: "What may stand at a place in a description", needs: signed, reads: true, tag: "editing", maxBody: 8 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body typed
		}) (*body[live.Completions], error) {
			if err := a.Workbench.Belongs(ctx, who, in.Organisation); err != nil {
				return nil, err
			}
			return answer(a.Study.Complete(ctx, in.Organisation, study.Typing(in.Body)))
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/explain", id: "explain-word", summary: "What the word at a place in a description means", needs: signed, reads: true, tag: "editing", maxBody: 8 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body typed
		}) (*body[*live.Help], error) {
			if err := a.Workbench.Belongs(ctx, who, in.Organisation); err != nil {
				return nil, err
			}
			return answer(a.Study.Explain(ctx, in.Organisation, study.Typing(in.Body)))
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/palette", id: "palette", summary: "Kinds of elements that can be added", needs: signed, tag: "editing"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Query string `query:"query" maxLength:"200"`
			Block string `query:"block" maxLength:"40"`
		}) (*body[Page[live.Choice]], error) {
			k, err := a.knowledge(ctx, who, in.Organisation)
			if err != nil {
				return nil, err
			}
			return answer(whole(live.Palette(k, in.Query, model.Block(in.Block))), nil)
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/legal", id: "legal", summary: "What may be drawn from an element of one kind to elements of others", needs: signed, tag: "editing"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			From string   `query:"from" maxLength:"100" doc:"kind"`
			To   []string `query:"to" maxItems:"100" doc:"kinds"`
		}) (*body[Page[Legal]], error) {
			k, err := a.knowledge(ctx, who, in.Organisation)
			if err != nil {
				return nil, err
			}
			out := Page[Legal]{Items: []Legal{}}
			for _, to := range in.To {
				if all := live.Legal(k, in.From, to); len(all) > 0 {
					out.Items = append(out.Items, Legal{to, all})
				}
			}
			return answer(out, nil)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/fragments", id: "fragments", summary: "Elements as values, for copying", needs: needs(workbench.Read), tag: "editing", maxBody: 64 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base  workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"revision on the screen; empty: the newest"`
				Files map[string]*string   `json:"files,omitempty" doc:"files changed since, whole; null deletes one"`
				IDs   []string             `json:"ids" maxItems:"2000"`
			}
		}) (*body[Page[edit.Fragment]], error) {
			files, err := a.Workbench.Overlay(ctx, who, in.Project, in.Body.Base, in.Body.Files)
			if err != nil {
				return nil, err
			}
			return answer(whole(edit.OpenAgain(a.Workbench.Trees, files).Fragments(in.Body.IDs)), nil)
		})
}

// Legal is what may be drawn to a kind. Kinds that nothing may be drawn to are left out.
type Legal struct {
	To          string            `json:"to"`
	Connections []live.Connection `json:"connections"`
}
