package study

import (
	"context"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/layers"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Layers is the defence in depth of a revision, with the titles of what it names.
type Layers struct {
	*layers.Defence
	Elements map[string]string // titles by id
	Controls map[string]string // titles by id of the knowledge base
	Trust    map[string]string // what is assumed, by attribute
	InWords  []string          // assumptions of the model in prose
}

// Layers judges the defence in depth of a revision. It takes everything away once, which takes seconds for thousands of elements; the result is kept.
func (s *Study) Layers(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, mode engine.Mode) (*Layers, *Assessed, error) {
	as, _, err := s.Assess(ctx, a, id, rev, mode)
	if err != nil {
		return nil, nil, err
	}
	if err := as.Whole(); err != nil {
		return nil, nil, err
	}
	out, err := s.layered.Get(ctx, as.from(), func(ctx context.Context) (*Layers, error) {
		var d *layers.Defence
		err := as.Try(func() (err error) {
			d, err = project.Layers(ctx, as.Assessed, as.Knowledge, nil)
			return err
		})
		if err != nil {
			return nil, err
		}
		return as.layers(d), nil
	})
	return out, as, err
}

// layers finds the titles of what a defence names.
func (a *Assessed) layers(d *layers.Defence) *Layers {
	out := &Layers{d, map[string]string{}, map[string]string{}, map[string]string{}, []string{}}
	w := words{a}
	element := func(id string) { out.Elements[id] = w.element(id) }
	control := func(id string) {
		bare, at, placed := strings.Cut(id, "@")
		out.Controls[bare] = w.strategy(bare)
		if placed {
			element(at)
		}
	}
	assumed := func(attribute string) {
		if t := a.Knowledge.Index.Trust[attribute]; t != nil {
			out.Trust[attribute] = t.Says
		}
	}
	chain := func(c *engine.Chain) {
		for _, e := range c.Assumes {
			element(e.Element)
			assumed(e.Low)
		}
	}
	for i := range d.Harms {
		h := &d.Harms[i]
		for j := range h.Paths {
			chain(&h.Paths[j].Chain)
			for _, m := range h.Paths[j].Measures {
				for _, c := range m.Controls {
					control(c)
				}
			}
		}
		for _, list := range [][]layers.Loss{h.Single, h.Relief} {
			for _, l := range list {
				if l.Control != "" {
					control(l.Control)
				}
			}
		}
		if h.WithoutSurroundings.Way != nil {
			chain(h.WithoutSurroundings.Way)
		}
		for _, g := range h.Gaps {
			for _, c := range g.Candidates {
				for _, id := range c.Controls {
					control(id)
				}
			}
		}
	}
	for _, id := range d.Surroundings.Controls {
		control(id)
	}
	for _, x := range d.Surroundings.Assumptions {
		element(x.Element)
		assumed(x.Attribute)
	}
	for _, x := range a.Model.Assumptions {
		out.InWords = append(out.InWords, x.Value.Says)
	}
	return out
}
