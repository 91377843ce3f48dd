package cli

import (
	"fmt"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/layers"
)

// layerText writes layers with the names of the knowledge base.
type layerText struct {
	*text
	ix *knowledge.Index
}

// overview shows all harms in few lines each.
func (t layerText) overview(d *layers.Defence) error {
	t.heading("%s: defence in depth", d.Model.Name)
	t.item("mode %s; %s", d.Engine.Mode, t.counts(d))
	t.heading("Harms")
	if len(d.Harms) == 0 {
		t.item("none described: add a `harms` block to follow threats to the patient")
		return t.err
	}
	t.printf("  %s %s %s %s %s\n", pad("", 22), pad("verdict", 13), pad("layers", 9), pad("single", 9), "without the")
	t.printf("  %s %s %s %s %s\n", pad("", 22), pad("now", 13), pad("on paths", 9), pad("failures", 9), "surroundings")
	for i := range d.Harms {
		h := &d.Harms[i]
		t.printf("  %s %s %s %s %s\n", pad(h.ID, 22), t.padded(h.Now.Acceptability, 13), pad(onPaths(h), 9), pad(fmt.Sprint(len(h.Single)), 9), t.without(h))
	}
	t.heading("One loss that makes a harm worse")
	t.losses(d)
	t.surroundings(d)
	t.heading("Next")
	t.printf("  cordon layers PATH --harm ID  its paths, what holds them, and what could\n")
	t.printf("  cordon layers PATH --sheet    controls by layer, with set-up and verification\n")
	return t.err
}

// onPaths is how many independent layers the listed paths have, from the weakest to the strongest.
func onPaths(h *layers.Harm) string {
	switch fewest, most, ok := h.Range(); {
	case !ok && h.MorePaths:
		return "not seen"
	case !ok:
		return "no path"
	case fewest == most:
		return fmt.Sprint(fewest)
	default:
		return fmt.Sprintf("%d to %d", fewest, most)
	}
}

// padded is a coloured word of a width; colour takes no columns.
func (t layerText) padded(word string, width int) string {
	return t.level(word) + strings.Repeat(" ", max(0, width-len(word)))
}

func (t layerText) without(h *layers.Harm) string {
	w := h.WithoutSurroundings
	switch {
	case w.Carried:
		return t.style(red, "becomes unacceptable")
	case w.Stays && w.All.Worse(h.Now):
		return "likelier"
	case h.Now.Worse(w.All):
		return "less likely"
	case w.Stays:
		return "unchanged"
	}
	return "becomes " + t.level(w.All.Acceptability)
}

func (t layerText) counts(d *layers.Defence) string {
	places, in := 0, 0
	for _, l := range d.Layers {
		if len(l.Controls) > 0 {
			in++
		}
		for _, c := range l.Controls {
			places += len(c.At)
		}
	}
	return fmt.Sprintf("%s in place or planned, in %d of %d layers", count(places, "control"), in, len(d.Layers))
}

// lossesShown bounds the losses of a harm in a list of all harms.
const lossesShown = 4

func (t layerText) losses(d *layers.Defence) {
	shown, better := false, false
	for i := range d.Harms {
		h := &d.Harms[i]
		for n, l := range h.Single {
			if n == lossesShown {
				t.sub("and %d more; --harm %s shows them", len(h.Single)-n, h.ID)
				break
			}
			if n == 0 {
				t.item("%s, now %s (%s)", h.ID, t.level(h.Now.Acceptability), h.Now.Likelihood)
			}
			t.sub("without %s: %s", t.lost(l), t.rating(l.Then))
			shown = true
		}
		better = better || len(h.Relief) > 0
	}
	if !shown {
		t.item("none: no harm gets worse by the loss of one control or one layer")
	}
	if !better {
		return
	}
	t.heading("One loss that makes a harm better: a side effect goes with it")
	for i := range d.Harms {
		h := &d.Harms[i]
		for _, l := range h.Relief[:min(lossesShown, len(h.Relief))] {
			t.item("%s, now %s: without %s: %s", h.ID, h.Now.Likelihood, t.lost(l), t.rating(l.Then))
		}
	}
}

// lost names a control or a layer.
func (t layerText) lost(l layers.Loss) string {
	if l.Control == "" {
		return "the whole layer " + l.Layer
	}
	return t.name(l.Control)
}

func (t layerText) name(control string) string {
	id, _, _ := strings.Cut(control, "@")
	if c := t.ix.Controls[id]; c != nil {
		return fmt.Sprintf("%s (%s)", c.Title, control)
	}
	return control
}

func (t layerText) named(controls []string) string {
	var out []string
	for _, c := range controls {
		out = append(out, t.name(c))
	}
	return strings.Join(out, " with ")
}

func (t layerText) rating(r layers.Rating) string {
	return fmt.Sprintf("%s, %s", r.Likelihood, t.level(r.Acceptability))
}

func (t layerText) surroundings(d *layers.Defence) {
	t.heading("The surroundings (site, operator's network, organisation, person)")
	s := d.Surroundings
	t.item("taken away: %s and %s about places, networks and people", count(len(s.Controls), "control"), count(len(s.Assumptions), "assumption"))
	if n := len(s.InWords); n > 0 {
		t.item("not taken away: %s of the model in words; read them", count(n, "assumption"))
	}
	carried := false
	for i := range d.Harms {
		h := &d.Harms[i]
		if !h.WithoutSurroundings.Carried {
			continue
		}
		carried = true
		t.item("%s becomes unacceptable: the surroundings alone hold it down", h.ID)
		t.way(h)
	}
	if carried {
		t.item("add a control to the device, or justify this in the technical documentation (MDCG 2019-16, 3.6)")
	} else {
		t.item("no harm becomes unacceptable without them")
	}
}

// way is the likeliest way without the surroundings in one line.
func (t layerText) way(h *layers.Harm) {
	w := h.WithoutSurroundings.Way
	if w == nil {
		return
	}
	var steps []string
	for _, s := range w.Steps {
		if !s.Secondary {
			steps = append(steps, s.Title)
		}
	}
	t.sub("way: %s", strings.Join(steps, "; then "))
}
