package live

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Graph is everything of a model that people draw. All lists are sorted by id.
type Graph struct {
	Zones     []Zone     `json:"zones"`
	Places    []Place    `json:"places"`
	Nodes     []Node     `json:"nodes"`
	Edges     []Edge     `json:"edges"`
	Functions []Function `json:"functions"`
}

// Shown is what zones, places and nodes have in common. An imported element is written in another description, and is not edited here.
type Shown struct {
	ID        string `json:"id"`
	Title     string `json:"title"` // the id where the text gives none
	Kind      string `json:"kind"`
	KindTitle string `json:"kind-title"`
	Imported  bool   `json:"imported,omitempty"`
	File      string `json:"file"`
	Line      int    `json:"line"`
}

// Zone is a zone of trust.
type Zone struct {
	Shown
	Within       string `json:"within,omitempty"`        // zone around it
	ControlledBy string `json:"controlled-by,omitempty"` // organisation or person
}

// Place is a physical place.
type Place struct {
	Shown
	Within       string `json:"within,omitempty"` // place around it
	Zone         string `json:"zone,omitempty"`   // its own, or that of a place around it
	ControlledBy string `json:"controlled-by,omitempty"`
}

// Node is an element of any block but zones, places and flows.
type Node struct {
	Shown
	Block      model.Block      `json:"block"`
	Zone       string           `json:"zone,omitempty"`  // its own, or that of its place, or that of the asset around it
	Place      string           `json:"place,omitempty"` // its own, or that of the asset around it
	Inherits   []string         `json:"inherits,omitempty"`
	PartOf     string           `json:"part-of,omitempty"` // asset around a part, software or interface
	Holding    model.Holding    `json:"holding,omitempty"` // how that asset holds it
	Population model.Population `json:"population,omitempty"`
	Functions  []string         `json:"functions,omitempty"` // clinical functions that it takes part in
}

// graphing is a graph in the making.
type graphing struct {
	m      *model.Model
	ix     *knowledge.Index
	g      *Graph
	top    map[string]string // outermost asset of each asset and interface
	zoneAt map[string]string // zone of each place
	takes  map[string][]string
	zone   map[string]string // of each asset so far
	place  map[string]string
}

func graphOf(m *model.Model, ix *knowledge.Index) *Graph {
	g := &graphing{
		m: m, ix: ix, top: m.Outermost(), zoneAt: m.PlaceZones(), takes: map[string][]string{}, zone: map[string]string{}, place: map[string]string{},
		g: &Graph{Zones: []Zone{}, Places: []Place{}, Nodes: []Node{}, Edges: []Edge{}, Functions: []Function{}},
	}
	g.functions()
	g.surroundings()
	g.nodes()
	g.edges()
	return g.g
}

// shown fills in what zones, places and nodes have in common.
func (g *graphing) shown(id string, at diag.Pos, c *model.Common) Shown {
	s := Shown{ID: id, Title: c.Title, Kind: c.Kind.Text, Imported: g.imported(id), File: at.File, Line: at.Line}
	if s.Title == "" {
		s.Title = id
	}
	if k := g.ix.Kinds[s.Kind]; k != nil {
		s.KindTitle = k.Title
	}
	return s
}

// imported tells whether an element is of an import: the name of the import and a slash stand before its id.
func (g *graphing) imported(id string) bool {
	if top := g.top[id]; top != "" {
		id = top
	}
	return strings.Contains(id, "/")
}

func (g *graphing) surroundings() {
	for i := range g.m.Zones {
		e := &g.m.Zones[i]
		g.g.Zones = append(g.g.Zones, Zone{g.shown(e.ID, e.At, &e.Value.Common), e.Value.Within.Text, e.Value.ControlledBy.Text})
	}
	for i := range g.m.Places {
		e := &g.m.Places[i]
		g.g.Places = append(g.g.Places, Place{g.shown(e.ID, e.At, &e.Value.Common), e.Value.Within.Text, g.zoneAt[e.ID], e.Value.ControlledBy.Text})
	}
}

// node adds a node in a zone and place as the element itself says.
func (g *graphing) node(block model.Block, id string, at diag.Pos, c *model.Common, zone, place string) *Node {
	n := Node{Shown: g.shown(id, at, c), Block: block, Zone: zone, Place: place, Functions: g.takes[id]}
	if n.Zone == "" && place != "" {
		if n.Zone = g.zoneAt[place]; n.Zone != "" {
			n.Inherits = append(n.Inherits, "zone")
		}
	}
	g.g.Nodes = append(g.g.Nodes, n)
	return &g.g.Nodes[len(g.g.Nodes)-1]
}

// inherit gives a part the zone and place of what is around it, as far as it has none of its own.
func (g *graphing) inherit(n *Node, parent string, holding model.Holding) {
	n.PartOf, n.Holding = parent, holding
	if n.Place == "" && g.place[parent] != "" {
		n.Place, n.Inherits = g.place[parent], append(n.Inherits, "place")
	}
	if n.Zone == "" && g.zone[parent] != "" {
		n.Zone, n.Inherits = g.zone[parent], append(n.Inherits, "zone")
	}
	slices.Sort(n.Inherits)
}

func (g *graphing) nodes() {
	m := g.m
	g.g.Nodes = slices.Grow(g.g.Nodes, len(m.Contexts)+len(m.Networks)+len(m.Organisations)+len(m.People)+len(m.Assets)+len(m.Interfaces)+
		len(m.Data)+len(m.Functions)+len(m.Benefits)+len(m.Hazards)+len(m.Harms))
	for i := range m.Contexts {
		e := &m.Contexts[i]
		g.node(model.Contexts, e.ID, e.At, &e.Value.Common, "", e.Value.Place.Text)
	}
	for i := range m.Networks {
		e := &m.Networks[i]
		g.node(model.Networks, e.ID, e.At, &e.Value.Common, e.Value.Zone.Text, e.Value.Place.Text)
	}
	for i := range m.Organisations {
		e := &m.Organisations[i]
		g.node(model.Organisations, e.ID, e.At, &e.Value.Common, "", "")
	}
	for i := range m.People {
		e := &m.People[i]
		g.node(model.People, e.ID, e.At, &e.Value.Common, "", e.Value.Place.Text)
	}
	for i := range m.Assets { // sorted by id, so that what is around stands before what is inside
		e := &m.Assets[i]
		n := g.node(model.Assets, e.ID, e.At, &e.Value.Common, e.Value.Zone.Text, e.Value.Place.Text)
		n.Population = e.Value.Population
		g.inherit(n, e.Parent, e.Holding)
		g.zone[e.ID], g.place[e.ID] = n.Zone, n.Place
	}
	for i := range m.Interfaces {
		e := &m.Interfaces[i]
		g.inherit(g.node(model.Interfaces, e.ID, e.At, &e.Value.Common, "", ""), e.Parent, e.Holding)
	}
	for i := range m.Data {
		e := &m.Data[i]
		g.node(model.DataBlock, e.ID, e.At, &e.Value.Common, "", "")
	}
	for i := range m.Functions {
		e := &m.Functions[i]
		g.node(model.Functions, e.ID, e.At, &e.Value.Common, "", "")
	}
	for i := range m.Benefits {
		e := &m.Benefits[i]
		g.node(model.Benefits, e.ID, e.At, &e.Value.Common, "", "")
	}
	for i := range m.Hazards {
		e := &m.Hazards[i]
		g.node(model.Hazards, e.ID, e.At, &e.Value.Common, "", "")
	}
	for i := range m.Harms {
		e := &m.Harms[i]
		g.node(model.Harms, e.ID, e.At, &e.Value.Common, "", "")
	}
	slices.SortFunc(g.g.Nodes, func(a, b Node) int { return strings.Compare(a.ID, b.ID) })
}
