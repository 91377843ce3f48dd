package api

import (
	"context"

	"cordon/internal/engine"
	"cordon/internal/layers"
	"cordon/internal/workbench"
)

// Layers is the defence in depth of a revision.
type Layers struct {
	Harms        []layers.Harm       `json:"harms" doc:"the worst first"`
	Layers       []layers.Layer      `json:"layers" doc:"from the device outwards, with what stands there, how it is configured and verified"`
	Surroundings layers.Surroundings `json:"surroundings"`
	InWords      []string            `json:"in-words" doc:"assumptions of the description in prose; a calculation cannot take them away"`
	Elements     map[string]string   `json:"elements" doc:"titles by id"`
	Controls     map[string]string   `json:"controls" doc:"titles by id of the knowledge base"`
	Trust        map[string]string   `json:"trust" doc:"what is assumed, by attribute"`
}

func (a *API) layerOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/layers", id: "layers", summary: "Defence in depth: what holds each harm, what one loss does, and where nothing stands", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Matching
			Mode string `query:"mode" enum:"current,future" default:"future" doc:"controls that count: those present, or those planned too"`
		}) (*unchanged[Layers], error) {
			l, as, err := a.Study.Layers(ctx, who, in.Project, in.revision(), engine.Mode(in.Mode))
			if err != nil {
				return nil, err
			}
			return unless(in.IfNoneMatch, as.Tag(), Layers{l.Harms, l.Layers, l.Surroundings, l.InWords, l.Elements, l.Controls, l.Trust}), nil
		})
}
