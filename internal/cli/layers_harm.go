package cli

import (
	"fmt"
	"strings"

	"cordon/internal/layers"
)

// harm shows one harm in full.
func (t layerText) harm(d *layers.Defence, h *layers.Harm) error {
	t.heading("%s", h.Title)
	t.item("now %s; severity %s", t.rating(h.Now), h.Severity)
	for i, p := range h.Paths {
		t.heading("Path %d: likelihood %s, without controls %s; independent layers: %d", i+1, p.Likelihood, p.Bare, p.Independent)
		for n, s := range p.Steps {
			t.wrapped("  "+pad(fmt.Sprintf("%d.", n+1), 4), "      ", s.Title)
		}
		for _, m := range p.Measures {
			does := "alone leaves " + m.Alone
			if !m.Holds {
				does = "blocks a step and does not hold the path"
			}
			t.wrapped("  ", "    ", fmt.Sprintf("[%s] %s: %s", strings.Join(m.Layers, " + "), t.named(m.Controls), does))
		}
		if len(p.Measures) == 0 {
			t.item("no control stands on it")
		}
	}
	switch {
	case len(h.Paths) == 0 && h.MorePaths:
		t.heading("Paths")
		t.item("not looked for: there are many harms, and worse ones come first")
	case len(h.Paths) == 0:
		t.heading("Paths")
		t.item("none: nothing that is described leads here")
	case h.MorePaths:
		t.item("more paths may exist; these are the likeliest")
	}
	t.heading("One loss that makes it worse")
	for _, l := range h.Single {
		t.item("without %s: %s", t.lost(l), t.rating(l.Then))
	}
	if len(h.Single) == 0 {
		t.item("none")
	}
	if len(h.Relief) > 0 {
		t.heading("One loss that makes it better: a side effect goes with it")
		for _, l := range h.Relief {
			t.item("without %s: %s", t.lost(l), t.rating(l.Then))
		}
	}
	t.heading("Without the surroundings")
	w := h.WithoutSurroundings
	t.item("without their controls: %s", t.rating(w.Controls))
	t.item("and without what is assumed of them: %s", t.rating(w.All))
	if w.Carried {
		t.item("the surroundings alone hold it down: add a control to the device, or justify this in the technical documentation (MDCG 2019-16, 3.6)")
	}
	t.way(h)
	t.gaps(h)
	return t.err
}

// candidatesShown bounds the controls that are proposed for a layer.
const candidatesShown = 3

func (t layerText) gaps(h *layers.Harm) {
	if len(h.Gaps) == 0 {
		return
	}
	t.heading("Layers where nothing stands on path 1, and what could, the cheapest first")
	var none []string
	for _, g := range h.Gaps {
		if len(g.Candidates) == 0 {
			none = append(none, g.Layer)
			continue
		}
		t.item("%s", g.Layer)
		for i, c := range g.Candidates {
			if i == candidatesShown {
				t.sub("and %d more; --format json lists all", len(g.Candidates)-i)
				break
			}
			line := fmt.Sprintf("%s: path %s, harm %s; cost %s; burden %s", t.named(c.Controls), c.Path, t.rating(c.Harm), strings.Join(c.Cost, ", "), strings.Join(c.Burden, ", "))
			if c.Rejected {
				line += "; considered and not applied"
			}
			if len(c.Worsens) > 0 {
				line += "; makes worse: " + strings.Join(c.Worsens, ", ")
			}
			t.wrapped("    ", "      ", line)
		}
	}
	if len(none) > 0 {
		t.item("no known control helps on this path in: %s", strings.Join(none, ", "))
	}
}
