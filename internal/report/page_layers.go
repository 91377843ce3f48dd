package report

import (
	"fmt"
	"strings"

	"cordon/internal/layers"
)

// layersView is the section on defence in depth.
type layersView struct {
	Harms  []layerHarm
	Taken  string // what the surroundings are
	Sheets []layerSheet
	Empty  string // layers where nothing stands
}

// layerHarm is one harm with what holds it.
type layerHarm struct {
	Title, Anchor          string
	Acceptability, Verdict string
	Layers                 string // on the listed paths
	Losses                 []string
	MoreLosses             int
	Without                string // the surroundings
	Carried                bool
	Way                    []string
}

// layerSheet is the controls of one layer.
type layerSheet struct {
	Layer string
	Harms []string // that get worse if it is lost
	Rows  []sheetRow
}

type sheetRow struct {
	ID, Title                    string
	At                           []string
	Configure, Method, Criterion string
}

// lossesShown bounds what is listed for a harm in the table of all harms.
const lossesShown = 6

func (k *maker) layers(d *layers.Defence) *layersView {
	if d == nil {
		return nil
	}
	title := map[string]string{}
	for _, h := range d.Harms {
		title[h.ID] = h.Title
	}
	v := &layersView{Taken: fmt.Sprintf("%s and %s about places, networks and people",
		count(len(d.Surroundings.Controls), "control"), count(len(d.Surroundings.Assumptions), "assumption"))}
	for i := range d.Harms {
		v.Harms = append(v.Harms, k.layerHarm(&d.Harms[i]))
	}
	var empty []string
	for _, l := range d.Layers {
		if len(l.Controls) == 0 {
			empty = append(empty, l.Layer)
			continue
		}
		s := layerSheet{Layer: l.Layer, Harms: titles(l.Harms, title)}
		for _, c := range l.Controls {
			r := sheetRow{ID: c.ID, Title: c.Title, Configure: c.Configure, Method: c.Method, Criterion: c.Criterion}
			for _, p := range c.At {
				r.At = append(r.At, k.sheetPlace(p, title))
			}
			s.Rows = append(s.Rows, r)
		}
		v.Sheets = append(v.Sheets, s)
	}
	v.Empty = strings.Join(empty, ", ")
	return v
}

func titles(ids []string, title map[string]string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, title[id])
	}
	return out
}

func (k *maker) sheetPlace(p layers.Place, title map[string]string) string {
	out := k.names.of(p.Element) + ": " + stateWords(p.State)
	if p.Coverage != "" {
		out += ", coverage " + words(p.Coverage)
	}
	if len(p.Evidence) > 0 {
		out += ", evidence " + strings.Join(p.Evidence, ", ")
	}
	if len(p.Alone) > 0 {
		out += "; holds alone: " + strings.Join(titles(p.Alone, title), "; ")
	}
	return out
}

func (k *maker) layerHarm(h *layers.Harm) layerHarm {
	v := layerHarm{
		Title: h.Title, Anchor: idText("harm-" + h.ID), Acceptability: h.Now.Acceptability, Verdict: verdict(h.Now.Acceptability),
		Layers: "no path", Carried: h.WithoutSurroundings.Carried, MoreLosses: max(0, len(h.Single)-lossesShown),
	}
	switch fewest, most, ok := h.Range(); {
	case !ok && h.MorePaths:
		v.Layers = "not looked for"
	case ok && fewest == most:
		v.Layers = fmt.Sprint(fewest)
	case ok:
		v.Layers = fmt.Sprintf("%d to %d", fewest, most)
	}
	for _, l := range h.Single[:min(lossesShown, len(h.Single))] {
		v.Losses = append(v.Losses, k.lost(l)+": "+ratingWords(l.Then))
	}
	for _, l := range h.Relief[:min(lossesShown, len(h.Relief))] {
		v.Losses = append(v.Losses, k.lost(l)+": better, "+ratingWords(l.Then))
	}
	w := h.WithoutSurroundings
	v.Without = "unchanged"
	if w.All != h.Now {
		v.Without = ratingWords(w.All)
	}
	if w.Way != nil {
		for _, s := range w.Way.Steps {
			if !s.Secondary {
				v.Way = append(v.Way, s.Title)
			}
		}
	}
	return v
}

// lost names a control or a layer that is lost.
func (k *maker) lost(l layers.Loss) string {
	if l.Control == "" {
		return "the layer " + l.Layer + " as a whole"
	}
	id, element, _ := strings.Cut(l.Control, "@")
	if c := k.ix.Controls[id]; c != nil {
		return c.Title + " on " + k.names.of(element)
	}
	return l.Control
}

func ratingWords(r layers.Rating) string {
	return fmt.Sprintf("likelihood %s, %s", words(r.Likelihood), verdict(r.Acceptability))
}
