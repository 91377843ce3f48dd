package report

import (
	"fmt"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// System is the picture of a whole system: zones with the outermost assets in them, networks, people and flows.
func System(m *model.Model, a *assessment.Assessment) Scene {
	d := newDrawn(m, a)
	s := &Scene{ID: "system", Title: "System: " + m.System.Name, Flow: Downward}
	d.zones(s, "")
	for _, e := range m.Assets {
		if e.Parent == "" {
			s.Boxes = append(s.Boxes, d.assetBox(&e, d.zoneOf(e.Value.Zone.Text, e.Value.Place.Text)))
		}
	}
	for _, e := range m.Networks {
		s.Boxes = append(s.Boxes, d.networkBox(&e, LookNetwork, d.zoneOf(e.Value.Zone.Text, e.Value.Place.Text)))
	}
	for _, e := range m.People {
		s.Boxes = append(s.Boxes, d.personBox(&e, d.place[e.Value.Place.Text]))
	}
	s.dropEmptyGroups()
	hidden := 0
	for _, e := range m.Flows {
		from, to := d.top[e.Value.From.Text], d.top[e.Value.To.Text]
		if from == to {
			hidden++
			continue
		}
		s.connect(d.flowEdge(&e, from, to))
	}
	d.systemLinks(s)
	s.Legend = append(d.riskKeys(s.Boxes), d.lineKeys(s)...)
	s.Desc = fmt.Sprintf("%s, %s, %s, %s and %s.", count(len(s.Groups), "zone"), count(len(a.Assets)-a.Summary.AssetsInferred, "element"),
		count(len(m.Networks), "network"), count(len(m.People), "person"), count(len(m.Flows), "flow"))
	if hidden > 0 {
		s.Desc += fmt.Sprintf(" %s inside of one asset: see the pictures of the zones.", count(hidden, "flow"))
	}
	return *s
}

// count writes a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
	case noun == "person":
		noun = "people"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// withNoun makes "wifi" a "wifi network", and leaves "network" as it is.
func withNoun(kind, noun string) string {
	if strings.HasSuffix(kind, noun) {
		return kind
	}
	return kind + " " + noun
}

// zones adds the frames of the zones inside of one, outer ones first.
func (d *drawn) zones(s *Scene, within string) {
	for _, z := range d.m.Zones {
		if z.Value.Within.Text != within {
			continue
		}
		tip := "Zone " + d.names.of(z.ID)
		if c := z.Value.ControlledBy.Text; c != "" {
			tip += ", controlled by " + d.names.of(c)
		}
		s.Groups = append(s.Groups, newGroup(z.ID, within, LookZone, d.names.of(z.ID), tip))
		d.zones(s, z.ID)
	}
}

// assetBox is an asset with the names of what is inside of it.
func (d *drawn) assetBox(e *model.Element[model.Asset], group string) Box {
	risk := d.risk(e.ID)
	kind := kindWords(e.Value.Kind.Text)
	if p := e.Value.Population; p != "" && p != "single" {
		kind += ", " + words(string(p)) + " of them"
	}
	says := []text{{FaceKind, kind}, {FaceTitle, d.names.of(e.ID)}}
	held := map[model.Holding][]string{}
	for _, x := range d.m.Assets {
		if x.Parent != "" && d.top[x.ID] == e.ID {
			held[x.Holding] = append(held[x.Holding], x.ID)
		}
	}
	for _, x := range d.m.Interfaces {
		if d.top[x.ID] == e.ID {
			held[x.Holding] = append(held[x.Holding], x.ID)
		}
	}
	tip := fmt.Sprintf("%s (%s), leads to %s", d.names.of(e.ID), kind, d.riskMark(risk))
	for _, h := range []struct {
		holding model.Holding
		says    string
	}{{model.HoldsSoftware, "Runs"}, {model.HoldsPart, "Parts"}, {model.HoldsInterface, "Ways in"}} {
		if ids := held[h.holding]; len(ids) > 0 {
			line := h.says + ": " + d.titles(ids)
			says = append(says, text{FaceItem, line})
			tip += ". " + line
		}
	}
	says = append(says, text{FaceMark, d.riskMark(risk)})
	return newBox(e.ID, group, Rectangle, riskLook(risk), tip, says...)
}

func (d *drawn) networkBox(e *model.Element[model.Network], look Look, group string) Box {
	kind := kindWords(e.Value.Kind.Text)
	tip := fmt.Sprintf("Network %s (%s), leads to %s", d.names.of(e.ID), kind, d.riskMark(d.risk(e.ID)))
	return newBox(e.ID, group, Pill, look, tip, text{FaceKind, withNoun(kind, "network")}, text{FaceTitle, d.names.of(e.ID)})
}

func (d *drawn) personBox(e *model.Element[model.Person], group string) Box {
	kind := kindWords(e.Value.Kind.Text)
	tip := fmt.Sprintf("%s (%s)", d.names.of(e.ID), kind)
	if w := e.Value.WorksFor.Text; w != "" {
		tip += ", works for " + d.names.of(w)
	}
	return newBox(e.ID, group, Rounded, LookPerson, tip, text{FaceKind, kind}, text{FaceTitle, d.names.of(e.ID)})
}

// systemLinks adds the lines without arrows: who is on which network, which networks are joined, who uses what.
func (d *drawn) systemLinks(s *Scene) {
	for _, e := range d.m.Assets {
		if e.Parent != "" {
			continue
		}
		for _, n := range d.networksOf(e.ID) {
			s.connect(newEdge(e.ID, n, LookLink, false, "", d.names.of(e.ID)+" is on "+d.names.of(n)))
		}
	}
	joined := map[[2]string]bool{}
	for _, e := range d.m.Networks {
		for _, w := range e.Value.Joins {
			if joined[[2]string{w.Text, e.ID}] {
				continue
			}
			joined[[2]string{e.ID, w.Text}] = true
			s.connect(newEdge(e.ID, w.Text, LookLink, false, "", d.names.of(e.ID)+" passes traffic to "+d.names.of(w.Text)))
		}
	}
	for _, e := range d.m.People {
		d.personLinks(s, &e, func(id string) string { return d.top[id] })
	}
}

// personLinks ties a person to what they use, manage and wear; box finds the box of an asset.
func (d *drawn) personLinks(s *Scene, e *model.Element[model.Person], box func(asset string) string) {
	seen := map[string]bool{}
	put := func(verb, asset string) {
		if to := box(asset); !seen[to] {
			seen[to] = true
			s.connect(newEdge(e.ID, to, LookUse, false, "", d.names.of(e.ID)+" "+verb+" "+d.names.of(asset)))
		}
	}
	for _, w := range e.Value.Uses {
		put("uses", w.Text)
	}
	for _, w := range e.Value.Manages {
		put("manages", w.Text)
	}
	for _, x := range d.m.Assets {
		if x.Value.WornBy.Text == e.ID {
			put("wears", x.ID)
		}
	}
}

// lineKeys are the legend's entries for the other shapes that a picture has.
func (d *drawn) lineKeys(s *Scene) []Key {
	var keys []Key
	boxes, edges := map[Look]bool{}, map[Look]bool{}
	for _, b := range s.Boxes {
		boxes[b.Look] = true
	}
	for _, e := range s.Edges {
		edges[e.Look] = true
	}
	for _, k := range []Key{{LookPart, "software or part"}, {LookData, "data stored"}, {LookNetwork, "network"}, {LookPerson, "person"}, {LookStub, "outside"}} {
		if boxes[k.Look] {
			keys = append(keys, k)
		}
	}
	for _, k := range []Key{{LookFlow, "flow of data"}, {LookLink, "connected"}, {LookUse, "used, managed or worn"}} {
		if edges[k.Look] {
			keys = append(keys, k)
		}
	}
	return keys
}
