package report

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// drawn is what the pictures of a system ask of its model and assessment.
type drawn struct {
	m       *model.Model
	a       *assessment.Assessment
	names   names
	top     map[string]string // outermost asset of each asset and interface
	place   map[string]string // zone of each place
	within  map[string]string // zone around each zone
	inside  map[string][]string
	risks   []string       // names of the levels of risk, lowest first
	leadsTo map[string]int // by element: the highest risk its consequences lead to
}

func newDrawn(m *model.Model, a *assessment.Assessment) *drawn {
	d := &drawn{
		m: m, a: a, names: namesOf(m, a), top: m.Outermost(), place: m.PlaceZones(), within: map[string]string{},
		inside: map[string][]string{}, leadsTo: map[string]int{},
	}
	for _, z := range m.Zones {
		d.within[z.ID] = z.Value.Within.Text
	}
	for _, r := range a.Summary.Risk {
		d.risks = append(d.risks, r.Risk)
	}
	for _, c := range a.Consequences {
		d.leadsTo[c.Element] = max(d.leadsTo[c.Element], slices.Index(d.risks, c.LeadsTo))
	}
	for _, e := range m.Assets {
		if e.Parent != "" {
			d.inside[e.Parent] = append(d.inside[e.Parent], e.ID)
		}
	}
	for _, e := range m.Interfaces {
		d.inside[e.Parent] = append(d.inside[e.Parent], e.ID)
	}
	return d
}

// zoneOf is the zone that an element says, or else that of its place.
func (d *drawn) zoneOf(zone, place string) string {
	if zone != "" {
		return zone
	}
	return d.place[place]
}

// isWithin tells whether a zone is another one or lies in it.
func (d *drawn) isWithin(zone, outer string) bool {
	for zone != "" && zone != outer {
		zone = d.within[zone]
	}
	return zone == outer && zone != ""
}

// risk is the highest risk that an element and what is inside of it lead to.
func (d *drawn) risk(id string) int {
	r := d.leadsTo[id]
	for _, inner := range d.inside[id] {
		r = max(r, d.risk(inner))
	}
	return r
}

// riskMark says a risk in words, because colour alone does not reach everybody.
func (d *drawn) riskMark(r int) string {
	if r >= len(d.risks) {
		return ""
	}
	return words(d.risks[r]) + " risk"
}

func riskLook(r int) Look { return Look(fmt.Sprintf("%s%d", LookRisk, r)) }

// riskKeys are the legend's entries for the levels of risk that a picture shows.
func (d *drawn) riskKeys(boxes []Box) []Key {
	var keys []Key
	for r := len(d.risks) - 1; r >= 0; r-- {
		if slices.ContainsFunc(boxes, func(b Box) bool { return b.Look == riskLook(r) }) {
			keys = append(keys, Key{riskLook(r), "leads to " + d.riskMark(r)})
		}
	}
	return keys
}

// titles joins the names of elements.
func (d *drawn) titles(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = d.names.of(id)
	}
	return strings.Join(out, ", ")
}

// networksOf lists the networks that an asset is on, through its software and interfaces too.
func (d *drawn) networksOf(asset string) []string {
	var out []string
	put := func(id string) {
		if d.m.BlockOf(id) == model.Networks && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, e := range d.m.Assets {
		if d.top[e.ID] == asset {
			for _, w := range e.Value.On {
				put(w.Text)
			}
		}
	}
	for _, e := range d.m.Interfaces {
		if d.top[e.ID] == asset {
			for _, w := range e.Value.Connects {
				put(w.Text)
			}
		}
	}
	slices.Sort(out)
	return out
}

// carries says what a flow moves.
func (d *drawn) carries(f *model.Flow) string {
	var ids []string
	for _, w := range f.Carries {
		ids = append(ids, w.Text)
	}
	return d.titles(ids)
}

// flowEdge is the arrow of a flow between two boxes.
func (d *drawn) flowEdge(e *model.Element[model.Flow], from, to string) Edge {
	carries := d.carries(&e.Value)
	label := e.ID
	if carries != "" {
		label += ": " + carries
	}
	tip := fmt.Sprintf("Flow %s from %s to %s", e.ID, d.names.of(e.Value.From.Text), d.names.of(e.Value.To.Text))
	if carries != "" {
		tip += ", carries " + carries
	}
	if e.Value.Protocol != "" {
		tip += ", by " + e.Value.Protocol
	}
	var over []string
	for _, w := range e.Value.Over {
		over = append(over, w.Text)
	}
	if len(over) > 0 {
		tip += ", over " + d.titles(over)
	}
	return newEdge(from, to, LookFlow, true, label, tip)
}
