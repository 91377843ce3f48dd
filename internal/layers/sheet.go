package layers

import (
	"slices"
	"strings"

	"cordon/internal/engine"
)

// Layer is one layer of the sheet: what is in place or planned there, and how it is configured and verified.
type Layer struct {
	Layer    string    `json:"layer"`
	Controls []Control `json:"controls"` // by id
	Harms    []string  `json:"harms"`    // that get worse if the layer is lost
}

// Control is a control of the sheet with all its places.
type Control struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	At        []Place `json:"at"`
	Configure string  `json:"configure"`
	Method    string  `json:"verify-method"`
	Criterion string  `json:"verify-criterion"`
}

// Place is an element that a control stands on.
type Place struct {
	Element  string   `json:"element"`
	Title    string   `json:"title"`
	State    string   `json:"state"`              // present or planned
	Coverage string   `json:"coverage,omitempty"` // where it does not cover all
	Evidence []string `json:"evidence"`           // as the model names it
	Alone    []string `json:"alone"`              // harms that get worse if this one is lost
}

// sheet lists every layer, also those where nothing stands. Planned controls are listed in every mode.
func (k *maker) sheet(harms []Harm) []Layer {
	title := map[string]string{}
	for _, a := range k.a.Assets {
		title[a.ID] = a.Title
	}
	alone, lost := map[string][]string{}, map[string][]string{}
	for _, h := range harms {
		for _, l := range h.Single {
			if l.Control != "" {
				alone[l.Control] = append(alone[l.Control], h.ID)
			} else {
				lost[l.Layer] = append(lost[l.Layer], h.ID)
			}
		}
	}
	evidence := k.evidence()
	var out []Layer
	for _, name := range layerNames {
		layer := Layer{Layer: name, Controls: []Control{}, Harms: listed(lost[name])}
		for _, c := range k.placed() {
			if k.layerOf(c.ID) != name {
				continue
			}
			if n := len(layer.Controls); n == 0 || layer.Controls[n-1].ID != c.Control {
				e := k.ix.Controls[c.Control]
				layer.Controls = append(layer.Controls, Control{
					ID: c.Control, Title: c.Title, Configure: e.Configure, Method: e.Verify.Method, Criterion: e.Verify.Criterion,
				})
			}
			at := &layer.Controls[len(layer.Controls)-1].At
			*at = append(*at, Place{
				c.Element, title[c.Element], c.State, c.Coverage,
				listed(evidence[c.ID]), listed(alone[c.ID]),
			})
		}
		out = append(out, layer)
	}
	return out
}

// placed lists the controls that are present or planned, by control and element.
func (k *maker) placed() []engine.Control {
	var out []engine.Control
	for _, c := range k.a.Controls {
		if c.State == "present" || c.State == "planned" {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b engine.Control) int { return strings.Compare(a.Control, b.Control) })
	return out
}

// evidence is what the model names as evidence, by control and element.
func (k *maker) evidence() map[string][]string {
	out := map[string][]string{}
	for _, c := range k.m.Controls {
		for _, on := range c.On {
			id := c.Control.Text + "@" + on.Text
			out[id] = append(out[id], c.Evidence...)
		}
	}
	return out
}

// listed makes a missing list an empty one, so that readers of the JSON need no special case.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
