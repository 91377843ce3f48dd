package live

import (
	"slices"
	"strings"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Edge is a line between two nodes. A flow has its own id; any other edge is a reference in the text, at a key of one of its ends.
type Edge struct {
	ID        string   `json:"id"` // of the flow, or "from sort to"
	Sort      Sort     `json:"sort"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Title     string   `json:"title"`          // of flows: the id where the text gives none; else the sort in words
	Of        string   `json:"of"`             // element in whose text it stands
	Key       string   `json:"key"`            // key of that element which holds the reference; empty for flows and what is inside
	Data      []string `json:"data,omitempty"` // that a flow carries
	Over      []string `json:"over,omitempty"` // networks and interfaces that a flow goes over, in order
	Functions []string `json:"functions,omitempty"`
	Imported  bool     `json:"imported,omitempty"`
	File      string   `json:"file"`
	Line      int      `json:"line"`
}

// Sort is a sort of edges, read from From to To.
type Sort string

const (
	SortFlow        Sort = "flow"         // asset sends data to asset
	SortInside      Sort = "inside"       // part, software or interface is inside asset
	SortOn          Sort = "on"           // asset is on network
	SortConnects    Sort = "connects"     // interface connects to network, asset or interface
	SortJoins       Sort = "joins"        // network passes traffic to network
	SortUses        Sort = "uses"         // person uses asset
	SortManages     Sort = "manages"      // person manages asset
	SortWears       Sort = "wears"        // person wears asset
	SortWorksFor    Sort = "works-for"    // person works for organisation
	SortSupplies    Sort = "supplies"     // organisation supplies asset
	SortControls    Sort = "controls"     // organisation or person controls network
	SortKeeps       Sort = "keeps"        // asset keeps data
	SortMakes       Sort = "makes"        // asset makes data
	SortFeeds       Sort = "feeds"        // data is what other data is made from
	SortAbout       Sort = "about"        // data is about person
	SortInforms     Sort = "informs"      // data is used by function
	SortPerforms    Sort = "performs"     // person or asset performs function
	SortServes      Sort = "serves"       // function is done for person
	SortHappensIn   Sort = "happens-in"   // function happens in context
	SortDelivers    Sort = "delivers"     // function delivers benefit
	SortIsSource    Sort = "is-source-of" // asset, function or data is the source of hazard
	SortLeadsTo     Sort = "leads-to"     // function, asset or data leads to harm
	SortUnderlies   Sort = "underlies"    // hazard is behind harm
	SortHarms       Sort = "harms"        // harm happens to person
	SortWouldNotice Sort = "would-notice" // person would notice harm in time

	// What a node, zone or place stands in is a field of it, and no edge.
	SortZone   Sort = "zone"   // element belongs to zone
	SortPlace  Sort = "place"  // element stands in place
	SortWithin Sort = "within" // zone lies in zone, place in place
)

// edges adds the flows, and the references between nodes.
func (g *graphing) edges() {
	m := g.m
	g.g.Edges = slices.Grow(g.g.Edges, 2*len(g.g.Nodes)) // about what systems have
	for i := range m.Flows {
		g.flow(&m.Flows[i])
	}
	for _, e := range m.Networks {
		g.refer(e.ID, networkJoins, e.Value.Joins...)
		g.refer(e.ID, networkControlledBy, e.Value.ControlledBy)
	}
	for _, e := range m.People {
		g.refer(e.ID, personUses, e.Value.Uses...)
		g.refer(e.ID, personManages, e.Value.Manages...)
		g.refer(e.ID, personWorksFor, e.Value.WorksFor)
	}
	for _, e := range m.Assets {
		if e.Parent != "" {
			g.edge(Edge{Sort: SortInside, From: e.ID, To: e.Parent, Of: e.ID, File: e.At.File, Line: e.At.Line})
		}
		g.refer(e.ID, assetOn, e.Value.On...)
		g.refer(e.ID, assetWornBy, e.Value.WornBy)
		g.refer(e.ID, assetSupplier, e.Value.Supplier)
	}
	for _, e := range m.Interfaces {
		g.edge(Edge{Sort: SortInside, From: e.ID, To: e.Parent, Of: e.ID, File: e.At.File, Line: e.At.Line})
		g.refer(e.ID, interfaceConnects, e.Value.Connects...)
	}
	for _, e := range m.Data {
		g.refer(e.ID, dataStoredOn, e.Value.StoredOn...)
		g.refer(e.ID, dataMadeBy, e.Value.MadeBy)
		g.refer(e.ID, dataMadeFrom, e.Value.MadeFrom...)
		g.refer(e.ID, dataAbout, e.Value.About)
	}
	g.clinical()
	slices.SortFunc(g.g.Edges, func(a, b Edge) int { return strings.Compare(a.ID, b.ID) })
}

func (g *graphing) clinical() {
	m := g.m
	for _, e := range m.Functions {
		g.refer(e.ID, functionBy, e.Value.By)
		g.refer(e.ID, functionFor, e.Value.For)
		for _, u := range e.Value.Uses {
			g.refer(e.ID, functionUses, yamltext.Word{Text: u.Key, At: u.At})
		}
		g.refer(e.ID, functionContexts, e.Value.Context...)
	}
	for _, e := range m.Benefits {
		g.refer(e.ID, benefitFrom, e.Value.From...)
	}
	for _, e := range m.Hazards {
		g.refer(e.ID, hazardFrom, e.Value.From...)
	}
	for _, e := range m.Harms {
		g.refer(e.ID, harmFrom, e.Value.From...)
		g.refer(e.ID, harmHazard, e.Value.Hazard)
		g.refer(e.ID, harmTo, e.Value.To)
		g.refer(e.ID, harmDetectableBy, e.Value.DetectableBy...)
	}
}

func (g *graphing) flow(e *model.Element[model.Flow]) {
	f := &e.Value
	edge := Edge{ID: e.ID, Sort: SortFlow, From: f.From.Text, To: f.To.Text, Title: f.Title, Of: e.ID, Functions: g.takes[e.ID], File: e.At.File, Line: e.At.Line}
	if edge.Title == "" {
		edge.Title = e.ID
	}
	for _, w := range f.Carries {
		edge.Data = append(edge.Data, w.Text)
	}
	for _, w := range f.Over {
		edge.Over = append(edge.Over, w.Text)
	}
	g.edge(edge)
}

// refer adds an edge for each word that an element has at a key.
func (g *graphing) refer(of string, r reference, words ...yamltext.Word) {
	for _, w := range words {
		if w.Text == "" {
			continue // left out
		}
		e := Edge{Sort: r.sort, From: of, To: w.Text, Of: of, Key: r.key, File: w.At.File, Line: w.At.Line}
		if r.back {
			e.From, e.To = e.To, e.From
		}
		g.edge(e)
	}
}

func (g *graphing) edge(e Edge) {
	if e.ID == "" {
		e.ID, e.Title = e.From+" "+string(e.Sort)+" "+e.To, strings.ReplaceAll(string(e.Sort), "-", " ")
	}
	e.Imported = g.imported(e.Of)
	g.g.Edges = append(g.g.Edges, e)
}
