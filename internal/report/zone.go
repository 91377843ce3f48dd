package report

import (
	"fmt"
	"slices"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// Zone is the picture of one zone: each asset in it with its software, parts and ways in, what is stored there, and grey stubs
// for what it exchanges data with outside.
func Zone(m *model.Model, a *assessment.Assessment, zone string) Scene {
	z := &zoneScene{drawn: newDrawn(m, a), zone: zone}
	z.s = &Scene{ID: "zone-" + zone, Title: "Zone: " + z.names.of(zone)}
	z.frames()
	for _, e := range m.Assets {
		if e.Parent == "" && z.holds(z.zoneOf(e.Value.Zone.Text, e.Value.Place.Text)) {
			z.asset(&e)
		}
	}
	assets := len(z.s.Boxes)
	z.stored()
	z.networks()
	z.people()
	z.flows()
	z.links()
	z.s.dropEmptyGroups()
	z.s.Legend = append(z.riskKeys(z.s.Boxes), z.lineKeys(z.s)...)
	z.s.Desc = fmt.Sprintf("%s in the zone, with %s between them and what is outside.", count(assets, "element"), count(len(z.s.Edges), "line"))
	if len(z.s.Boxes) == 0 {
		z.s.Boxes = append(z.s.Boxes, newBox("empty", "", Rounded, LookStub, "Nothing is in this zone", text{FaceTitle, "Nothing is in this zone"}))
	}
	return *z.s
}

type zoneScene struct {
	*drawn
	zone string
	s    *Scene
}

func (z *zoneScene) holds(zone string) bool { return z.isWithin(zone, z.zone) }

// frames adds the zone itself and the zones in it.
func (z *zoneScene) frames() {
	all := &Scene{}
	z.drawn.zones(all, "")
	for _, g := range all.Groups {
		if !z.holds(g.ID) {
			continue
		}
		if g.ID == z.zone {
			g.Parent = ""
		}
		z.s.Groups = append(z.s.Groups, g)
	}
}

// frameOf is the id of the frame around an asset and its inside.
func frameOf(asset string) string { return "inside " + asset }

// asset adds a box for an asset, and around it a frame with a box for each thing inside.
func (z *zoneScene) asset(e *model.Element[model.Asset]) {
	zone := z.zoneOf(e.Value.Zone.Text, e.Value.Place.Text)
	group := zone
	if len(z.inside[e.ID]) > 0 || len(z.storedAt(e.ID)) > 0 {
		group = frameOf(e.ID)
		z.s.Groups = append(z.s.Groups, newGroup(group, zone, LookHolder, z.names.of(e.ID), z.names.of(e.ID)+" and what is inside"))
	}
	risk := z.risk(e.ID)
	kind := kindWords(e.Value.Kind.Text)
	says := []text{{FaceKind, kind}, {FaceTitle, z.names.of(e.ID)}}
	if e.Value.Release != "" {
		says = append(says, text{FaceItem, "release " + e.Value.Release})
	}
	says = append(says, text{FaceMark, z.riskMark(risk)})
	z.s.Boxes = append(z.s.Boxes, newBox(e.ID, group, Rectangle, riskLook(risk), fmt.Sprintf("%s (%s), leads to %s", z.names.of(e.ID), kind, z.riskMark(risk)), says...))
	for _, x := range z.m.Assets {
		if x.Parent != "" && z.top[x.ID] == e.ID {
			z.part(x.ID, group, kindWords(x.Value.Kind.Text), string(x.Holding)+" of "+z.names.of(x.Parent))
		}
	}
	for _, x := range z.m.Interfaces {
		if z.top[x.ID] == e.ID {
			z.part(x.ID, group, withNoun(kindWords(x.Value.Kind.Text), "interface"), "a way into "+z.names.of(x.Parent))
		}
	}
}

func (z *zoneScene) part(id, group, kind, says string) {
	risk := z.risk(id)
	tip := fmt.Sprintf("%s (%s), %s, leads to %s", z.names.of(id), kind, says, z.riskMark(risk))
	z.s.Boxes = append(z.s.Boxes, newBox(id, group, Rectangle, LookPart, tip,
		text{FaceKind, kind}, text{FaceTitle, z.names.of(id)}, text{FaceKind, z.riskMark(risk)}))
}

// storedAt lists the data kept on an asset or inside of it.
func (z *zoneScene) storedAt(asset string) []string {
	var out []string
	for _, e := range z.m.Data {
		for _, w := range e.Value.StoredOn {
			if z.top[w.Text] == asset && !slices.Contains(out, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	return out
}

// stored adds a box for the data that each asset of the zone keeps.
func (z *zoneScene) stored() {
	for _, b := range slices.Clone(z.s.Boxes) {
		if z.top[b.ID] != b.ID {
			continue
		}
		if ids := z.storedAt(b.ID); len(ids) > 0 {
			z.s.Boxes = append(z.s.Boxes, newBox("data "+b.ID, b.Group, Rectangle, LookData, "Data stored on "+z.names.of(b.ID)+": "+z.titles(ids),
				text{FaceKind, "stores"}, text{FaceItem, z.titles(ids)}))
		}
	}
}

// networks adds the networks of the zone, and as stubs those outside that its assets are on.
func (z *zoneScene) networks() {
	for _, e := range z.m.Networks {
		zone := z.zoneOf(e.Value.Zone.Text, e.Value.Place.Text)
		if z.holds(zone) {
			z.s.Boxes = append(z.s.Boxes, z.networkBox(&e, LookNetwork, zone))
		} else if slices.ContainsFunc(z.s.Boxes, func(b Box) bool { return slices.Contains(z.networksOf(b.ID), e.ID) }) {
			z.s.Boxes = append(z.s.Boxes, z.networkBox(&e, LookStub, ""))
		}
	}
}

// people adds who is in the zone, and who works from outside with something in it.
func (z *zoneScene) people() {
	for _, e := range z.m.People {
		zone := z.place[e.Value.Place.Text]
		if !z.holds(zone) {
			zone = ""
		}
		touches := zone != ""
		for _, w := range slices.Concat(e.Value.Uses, e.Value.Manages) {
			touches = touches || z.s.has(w.Text)
		}
		if touches {
			z.s.Boxes = append(z.s.Boxes, z.personBox(&e, zone))
		}
	}
}

// flows adds the flows that begin or end in the zone. Their other ends outside become stubs.
func (z *zoneScene) flows() {
	inside := map[string]bool{}
	for _, b := range z.s.Boxes {
		inside[b.ID] = true
	}
	for _, e := range z.m.Flows {
		from, to := e.Value.From.Text, e.Value.To.Text
		if !inside[from] && !inside[to] {
			continue
		}
		z.s.connect(z.flowEdge(&e, z.end(from, inside), z.end(to, inside)))
	}
}

// end is the box of a flow's end: the element itself, or outside of the zone a stub for the asset around it.
func (z *zoneScene) end(id string, inside map[string]bool) string {
	if inside[id] {
		return id
	}
	top := z.top[id]
	z.s.addOnce(newBox(top, "", Rectangle, LookStub, z.names.of(top)+" is outside of the zone", text{FaceTitle, z.names.of(top)}))
	return top
}

// links ties assets to the networks they are on, interfaces to what is at their other end, and people to what they use.
func (z *zoneScene) links() {
	byInterface := map[[2]string]bool{} // outermost asset and network
	for _, e := range z.m.Interfaces {
		for _, w := range e.Value.Connects {
			if z.s.has(e.ID) && z.s.has(w.Text) {
				byInterface[[2]string{z.top[e.ID], w.Text}] = true
				z.s.connect(newEdge(e.ID, w.Text, LookLink, false, "", z.names.of(e.ID)+" of "+z.names.of(e.Parent)+" connects to "+z.names.of(w.Text)))
			}
		}
	}
	for _, b := range slices.Clone(z.s.Boxes) {
		if z.top[b.ID] != b.ID || b.Look == LookStub {
			continue
		}
		for _, n := range z.networksOf(b.ID) {
			if !byInterface[[2]string{b.ID, n}] {
				z.s.connect(newEdge(b.ID, n, LookLink, false, "", z.names.of(b.ID)+" is on "+z.names.of(n)))
			}
		}
	}
	for _, e := range z.m.People {
		z.personLinks(z.s, &e, func(id string) string {
			if z.s.has(id) {
				return id
			}
			return z.top[id]
		})
	}
}
