package report

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// arrangement is how dagre is asked to lay a scene out.
type arrangement struct {
	flow      Flow
	ranker    string
	linksBack bool // networks come before what is on them
}

// Room in pixels. What dagre leaves between ranks is replaced by compact.
const (
	rankGap = 64
	boxGap  = 22
	edgeGap = 14
	// besideLine is the room between a label and the edge beside it.
	besideLine = 3
)

// dagre lays a scene out in one arrangement: dagre finds ranks and order, then come the places within the ranks, frames around
// what they hold, and edges between what stands in their way.
func dagre(ctx context.Context, s *Scene, a arrangement) (*placement, error) {
	g := graphOf(s, a)
	places, err := runDagre(ctx, g)
	if err != nil {
		return nil, fmt.Errorf("lay out %s: %w", s.ID, err)
	}
	d := newDraft(s, g, places, a.flow)
	if err := d.straighten(ctx); err != nil {
		return nil, fmt.Errorf("lay out %s: %w", s.ID, err)
	}
	d.compact()
	if err := d.frame(ctx); err != nil {
		return nil, fmt.Errorf("lay out %s: %w", s.ID, err)
	}
	p := d.place()
	for i, e := range s.Edges {
		if a.turns(e.Look) {
			slices.Reverse(p.edges[i])
		}
	}
	return p, nil
}

// turns tells whether an edge is laid out from its end to its start.
func (a arrangement) turns(l Look) bool { return a.linksBack && l == LookLink }

// graphOf writes a scene as dagre takes it.
func graphOf(s *Scene, a arrangement) *dagreGraph {
	g := &dagreGraph{Settings: dagreSettings{Rankdir: string(a.flow), Ranker: a.ranker, Ranksep: rankGap, Nodesep: boxGap, Edgesep: edgeGap}, Groups: []int{}, Edges: []dagreEdge{}}
	group, box := map[string]int{"": -1}, map[string]int{}
	for i, x := range s.Groups {
		group[x.ID] = i
		g.Groups = append(g.Groups, group[x.Parent])
	}
	for i, x := range s.Boxes {
		box[x.ID] = i
		g.Boxes = append(g.Boxes, dagreBox{x.At.W, x.At.H, group[x.Group]})
	}
	for _, e := range s.Edges {
		from, to := e.From, e.To
		if a.turns(e.Look) {
			from, to = to, from
		}
		x := dagreEdge{From: box[from], To: box[to], Weight: edgeWeight(e.Look), Minlen: 1}
		if len(e.Label) > 0 {
			x.W, x.H = e.At.W, e.At.H
			if a.flow == Rightward {
				x.H += besideLine
			} else {
				x.W += besideLine
			}
		}
		g.Edges = append(g.Edges, x)
	}
	g.foldLoose(len(s.Groups))
	return g
}

// foldLoose ties boxes that no edge ties to anything into chains, with edges that are not drawn: otherwise all of a group
// stand beside each other in one rank.
func (g *dagreGraph) foldLoose(groups int) {
	tied := map[int]bool{}
	for _, e := range g.Edges {
		tied[e.From], tied[e.To] = true, true
	}
	for group := -1; group < groups; group++ {
		var loose []int
		for i, b := range g.Boxes {
			if b.Group == group && !tied[i] {
				loose = append(loose, i)
			}
		}
		long := g.chain(loose)
		for k := 1; k < len(loose); k++ {
			if k%long != 0 {
				g.Edges = append(g.Edges, dagreEdge{From: loose[k-1], To: loose[k], Weight: 1, Minlen: 1})
			}
		}
	}
}

// chain is how many boxes follow each other, so that what they take together is about as broad as it is high.
func (g *dagreGraph) chain(boxes []int) int {
	if len(boxes) < 3 {
		return max(1, len(boxes))
	}
	w, h := 0.0, 0.0
	for _, i := range boxes {
		w, h = w+g.Boxes[i].W+boxGap, h+g.Boxes[i].H+rankLeast
	}
	along, across := h, w // sums; the mean of a box is that by their number
	if g.Settings.Rankdir == string(Rightward) {
		along, across = w, h
	}
	n := float64(len(boxes))
	return int(math.Ceil(math.Sqrt(n * across / along)))
}

// edgeWeight says how much an edge shapes the picture: flows and causes do, what only belongs together less.
func edgeWeight(l Look) int {
	switch l {
	case LookFlow, LookCause:
		return 6
	case LookUse:
		return 2
	}
	return 1
}
