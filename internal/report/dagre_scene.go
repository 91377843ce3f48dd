package report

import (
	"context"
	"fmt"
)

// style is how dagre is asked to lay a scene out.
type arrangement struct {
	flow   Flow
	ranker string
}

// Room in pixels. Between ranks stands the curve of an edge that changes its place in the row, so it needs most.
const (
	rankGap = 64
	boxGap  = 22
	edgeGap = 14
	// besideLine is the room between a label and the edge beside it.
	besideLine = 3
)

// dagre lays a scene out in one arrangement: dagre finds the places, then frames are drawn around what they hold, and edges
// are routed between what stands in their way.
func dagre(ctx context.Context, s *Scene, a arrangement) (*placement, error) {
	g := graphOf(s, a)
	places, err := runDagre(ctx, g)
	if err != nil {
		return nil, fmt.Errorf("lay out %s: %w", s.ID, err)
	}
	d := newDraft(s, g, places, a.flow)
	if err := d.frame(); err != nil {
		return nil, fmt.Errorf("lay out %s: %w", s.ID, err)
	}
	return d.place(), nil
}

// graphOf writes a scene as dagre takes it.
func graphOf(s *Scene, a arrangement) *dagreGraph {
	g := &dagreGraph{Settings: dagreSettings{Rankdir: string(a.flow), Ranker: a.ranker, Ranksep: rankGap, Nodesep: boxGap, Edgesep: edgeGap}}
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
		x := dagreEdge{From: box[e.From], To: box[e.To], Weight: edgeWeight(e.Look), Minlen: 1}
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
	return g
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
