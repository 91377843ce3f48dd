package report

import (
	"context"
	"math"
	"sync"
	"time"
)

// layoutTime ends a layout that would not end by itself. One of as many boxes as are laid out takes a second; a limit that a busy machine
// reaches would give it another picture.
const layoutTime = 2 * time.Minute

// layoutBoxes is how many boxes are laid out by dagre. More are no picture that anybody reads, so a grid does.
const layoutBoxes = 400

// smallScene is how many boxes are laid out so fast that all arrangements can be tried.
const smallScene = 12

// fewBoxes is how many boxes in a row are not yet too broad for a page.
const fewBoxes = 6

// lay gives every group, box, edge and label of a scene its place. It never fails: where that does, or takes too long, it
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

// layGraph lays a scene out in several arrangements at the same time, each in a goroutine that ends with its layout, and takes
// the best of those that can be drawn. The choice depends on the order of the arrangements and never on which is ready first.
func layGraph(ctx context.Context, s *Scene) error {
	var last error
	for _, round := range arrangements(s) {
		placed, errs := make([]*placement, len(round)), make([]error, len(round))
		var wait sync.WaitGroup
		for i, a := range round {
			wait.Go(func() {
				if placed[i], errs[i] = dagre(ctx, s, a); errs[i] == nil {
					errs[i] = placed[i].check(s)
				}
			})
		}
		wait.Wait()
		var best *placement
		for i, p := range placed {
			if errs[i] != nil {
				last = errs[i]
			} else if best == nil || p.strain() < best.strain() {
				best = p
			}
		}
		if best != nil {
			best.apply(s)
			return nil
		}
	}
	return last
}

// arrangements lists what to try, in rounds: the next round is for when nothing of the one before can be drawn.
func arrangements(s *Scene) [][]arrangement {
	// Boxes as low as they can be: the networks of a system come to stand in one row, with what joins them below.
	low := arrangement{flow: Downward, ranker: "longest-path"}
	down := arrangement{flow: Downward, ranker: "network-simplex", linksBack: true}
	right := arrangement{flow: Rightward, ranker: "network-simplex"}
	rest := []arrangement{{flow: Downward, ranker: "tight-tree"}, {flow: Rightward, ranker: "longest-path", linksBack: true}}
	if len(s.Groups) == 0 && len(s.Boxes) > fewBoxes {
		return [][]arrangement{{down}, {low, right}, rest} // a long chain is broader than a page when it goes to the right
	}
	if len(s.Boxes) <= smallScene {
		return [][]arrangement{{low, down, right}, rest}
	}
	if s.Flow == Downward {
		return [][]arrangement{{low}, {down, right}, rest}
	}
	return [][]arrangement{{down, right}, {low}, rest}
}

// placement is the result of a layout: places by index of group, box and edge.
type placement struct {
	w, h   float64
	groups []Rect
	boxes  []Point // centres
	edges  [][]Point
	labels []Point // centres
}

// strain says how small a layout has to be shown on a page or screen that is somewhat broader than high, and how confusing it
// is: lines that cross count as some more size.
func (p *placement) strain() float64 {
	return math.Log(max(p.w/1.2, p.h)) + 0.005*float64(p.crossings())
}

// crossings counts the pairs of lines that cross, each line taken as straight between the ends of its curves.
func (p *placement) crossings() int {
	n := 0
	for i := range p.edges {
		for j := range i {
			if cross(p.edges[i], p.edges[j]) {
				n++
			}
		}
	}
	return n
}

func cross(a, b []Point) bool {
	side := func(p, q, r Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
	for i := 3; i < len(a); i += 3 {
		p, q := a[i-3], a[i]
		for j := 3; j < len(b); j += 3 {
			r, t := b[j-3], b[j]
			if min(p.X, q.X) > max(r.X, t.X) || min(r.X, t.X) > max(p.X, q.X) || min(p.Y, q.Y) > max(r.Y, t.Y) || min(r.Y, t.Y) > max(p.Y, q.Y) {
				continue
			}
			if side(p, q, r)*side(p, q, t) < 0 && side(r, t, p)*side(r, t, q) < 0 {
				return true
			}
		}
	}
	return false
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
