package report

import (
	"context"
	"fmt"
	"math"
	"os"
	"time"
)

// A layout takes well under a second; whoever waits longer gets a grid.
const layoutTime = 10 * time.Second

// layoutBoxes is how many boxes are laid out by Graphviz. More are no picture that anybody reads, so a grid does.
const layoutBoxes = 400

// lay gives every group, box, edge and label of a scene its place. It never fails: where Graphviz does, or takes too long, it
// falls back to a grid.
func lay(ctx context.Context, s *Scene) {
	if len(s.Boxes) <= layoutBoxes {
		ctx, cancel := context.WithTimeout(ctx, layoutTime)
		defer cancel()
		if layGraph(ctx, s) == nil {
			s.measure()
			return
		}
	}
	layGrid(s)
	s.measure()
}

// layGraph lays a scene out in each of the arrangements worth a try, and takes the best of those that can be drawn.
func layGraph(ctx context.Context, s *Scene) error {
	var best *placement
	var last error
	for _, a := range arrangements(s) {
		p, err := dagre(ctx, s, a)
		if err == nil {
			err = p.check(s)
		}
		if debug {
			w, h := 0., 0.
			if p != nil {
				w, h = p.w, p.h
			}
			println(s.ID, a.flow, a.ranker, a.linksBack, int(w), int(h), fmt.Sprint(err))
		}
		if err != nil {
			last = err
			continue
		}
		if best == nil || p.strain() < best.strain() {
			best = p
		}
	}
	if best == nil {
		return last
	}
	best.apply(s)
	return nil
}

var debug = os.Getenv("DEBUG") != ""

func arrangements(s *Scene) []arrangement {
	flows := []Flow{s.Flow}
	if s.Flow == AnyWay {
		flows = []Flow{Rightward, Downward}
	}
	if os.Getenv("FLOW") != "" {
		flows = []Flow{Flow(os.Getenv("FLOW"))}
	}
	rankers := []string{"network-simplex"}
	if os.Getenv("RANKER") != "" {
		rankers = []string{os.Getenv("RANKER")}
	}
	var out []arrangement
	for _, f := range flows {
		for _, r := range rankers {
			out = append(out, arrangement{f, r, os.Getenv("BACK") != ""})
		}
	}
	return out
}

// placement is the result of a layout: places by index of group, box and edge.
type placement struct {
	w, h   float64
	groups []Rect
	boxes  []Point // centres
	edges  [][]Point
	labels []Point // centres
}

// strain says how far a layout is from the proportions of a page or screen, and from being small.
func (p *placement) strain() float64 {
	return math.Abs(math.Log(p.w/p.h/1.5)) + math.Log(p.w*p.h)/2
}

// check makes sure that a layout can be drawn: each box in its frame, no two boxes on top of each other. Graphviz goes on after
// some errors of its own ("trouble in init_rank") and then answers with whatever it has.
func (p *placement) check(s *Scene) error {
	frame := map[string]Rect{}
	for i, g := range s.Groups {
		frame[g.ID] = p.groups[i]
	}
	boxes := make([]Rect, len(s.Boxes))
	for i, b := range s.Boxes {
		boxes[i] = b.At
		boxes[i].centre(p.boxes[i])
		if f, ok := frame[b.Group]; ok && !f.holds(boxes[i]) {
			return fmt.Errorf("lay out %s: %s is outside of its frame", s.ID, b.ID)
		}
		for j := range i {
			if boxes[j].overlaps(boxes[i]) {
				return fmt.Errorf("lay out %s: %s and %s overlap", s.ID, s.Boxes[j].ID, b.ID)
			}
		}
	}
	return nil
}

func (r Rect) holds(o Rect) bool {
	return r.X <= o.X && r.Y <= o.Y && o.X+o.W <= r.X+r.W && o.Y+o.H <= r.Y+r.H
}

func (r Rect) overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

func (p *placement) apply(s *Scene) {
	for i := range s.Groups {
		s.Groups[i].At = p.groups[i]
	}
	for i := range s.Boxes {
		s.Boxes[i].At.centre(p.boxes[i])
	}
	for i := range s.Edges {
		s.Edges[i].Points = p.edges[i]
		s.Edges[i].At.centre(p.labels[i])
	}
}

func (r *Rect) centre(c Point) { r.X, r.Y = c.X-r.W/2, c.Y-r.H/2 }

// measure finds the room that the picture takes.
func (s *Scene) measure() {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	add := func(r Rect) {
		x0, y0, x1, y1 = min(x0, r.X), min(y0, r.Y), max(x1, r.X+r.W), max(y1, r.Y+r.H)
	}
	for _, g := range s.Groups {
		add(g.At)
	}
	for _, b := range s.Boxes {
		add(b.At)
	}
	for _, e := range s.Edges {
		for _, p := range e.Points {
			add(Rect{p.X, p.Y, 0, 0})
		}
		if len(e.Label) > 0 {
			add(e.At)
		}
	}
	s.laid = Rect{}
	if x0 <= x1 {
		s.laid = Rect{x0, y0, x1 - x0, y1 - y0}
	}
}
