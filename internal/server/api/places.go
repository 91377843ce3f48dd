package api

import (
	"context"
	"encoding/json"
	"net/http"

	"cordon/internal/study"
	"cordon/internal/workbench"
)

// DocumentPlace is where a document leaves something to people.
type DocumentPlace struct {
	Section string `json:"section" doc:"heading"`
	Asked   string `json:"asked" doc:"what is to be added, as the template says it"`
	Asks    string `json:"asks,omitempty" doc:"the same with the names of the system"`
	Says    string `json:"says" doc:"what people wrote; empty where the place is open"`
}

// DocumentPlaces are the places of a document that are left to people.
type DocumentPlaces struct {
	Items    []DocumentPlace `json:"items" doc:"in the order of the document"`
	Unasked  []DocumentPlace `json:"unasked" doc:"texts that stand at none of the places any more, so that no document has them"`
	Revision string          `json:"revision" doc:"the base of a change"`
}

func placesOf(revision workbench.RevisionID, l study.Left) DocumentPlaces {
	out := DocumentPlaces{Items: []DocumentPlace{}, Unasked: []DocumentPlace{}, Revision: string(revision)}
	for _, p := range l.Places {
		out.Items = append(out.Items, DocumentPlace{p.Section, p.Asked, p.Asks, p.Says})
	}
	for _, x := range l.Unasked {
		out.Unasked = append(out.Unasked, DocumentPlace{x.Section, x.Asked, "", x.Says})
	}
	return out
}

func (a *API) placeOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/documents/{kind}/places", id: "document-places", summary: "What a document leaves to people, with what they wrote", needs: needs(workbench.Read), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Kind        string `path:"kind" maxLength:"100"`
			IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
		}) (*unchanged[DocumentPlaces], error) {
			c, left, err := a.Study.Left(ctx, who, in.Project, in.revision(), in.Kind)
			if err != nil {
				return nil, err
			}
			out := placesOf(c.Revision.ID, left)
			data, err := json.Marshal(out)
			if err != nil {
				return nil, err
			}
			return unless(in.IfNoneMatch, workbench.Hash(data)[:32], out), nil
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/documents/{kind}/places", id: "fill-document-place", summary: "Write what stands at a place of a document that is left to people: the next revision", needs: needs(workbench.Edit), tag: "documents"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Kind string `path:"kind" maxLength:"100"`
			Body struct {
				Section string               `json:"section" minLength:"1" maxLength:"1000"`
				Asked   string               `json:"asked" minLength:"1" maxLength:"4000" doc:"as the template says it"`
				Says    string               `json:"says" maxLength:"65536" doc:"an empty line parts paragraphs; an empty text leaves the place open again"`
				Base    workbench.RevisionID `json:"base,omitempty" maxLength:"64" doc:"the revision whose text was changed; the newest where absent"`
			}
		}) (*changedAnswer[Changed], error) {
			made, err := a.Study.Add(ctx, who, in.Project, in.Body.Base, in.Kind, in.Body.Section, in.Body.Asked, in.Body.Says)
			if err != nil {
				return nil, err
			}
			return &changedAnswer[Changed]{outcome(http.StatusOK, made), changedOf(made, false)}, nil
		})
}
