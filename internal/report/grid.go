package report

import "math"

// gridGap is the room between neighbours in a grid.
const gridGap = 28

// layGrid lays a scene out without dagre: boxes in rows, groups as boxes of boxes, edges as straight lines. It is plain,
// and draws everything.
func layGrid(s *Scene) {
	g := grid{s: s, boxes: map[string][]int{}, groups: map[string][]int{}}
	for i, x := range s.Groups {
		g.groups[x.Parent] = append(g.groups[x.Parent], i)
	}
	for i, x := range s.Boxes {
		g.boxes[x.Group] = append(g.boxes[x.Group], i)
	}
	g.arrange("")
	for i := range s.Edges {
		g.edge(&s.Edges[i])
	}
}

type grid struct {
	s      *Scene
	boxes  map[string][]int // by group
	groups map[string][]int // by the group around them
}

// arrange places what is in a group around the origin and returns the room taken.
func (g *grid) arrange(group string) (w, h float64) {
	var items []*Rect
	var moves []func(dx, dy float64)
	for _, i := range g.groups[group] {
		x := &g.s.Groups[i]
		iw, ih := g.arrange(x.ID)
		tw, th := blockSize(x.Title, faces[FaceGroup])
		x.At = Rect{0, 0, max(iw, tw) + 2*gridGap, ih + th + 1.5*gridGap}
		g.shift(x.ID, gridGap, th+gridGap/2)
		items = append(items, &x.At)
		moves = append(moves, func(dx, dy float64) { g.shift(x.ID, dx, dy) })
	}
	for _, i := range g.boxes[group] {
		items = append(items, &g.s.Boxes[i].At)
		moves = append(moves, func(dx, dy float64) {})
	}
	area := 0.0
	for _, r := range items {
		area += (r.W + gridGap) * (r.H + gridGap)
	}
	row := math.Sqrt(area * 1.6)
	x, y, tall := 0.0, 0.0, 0.0
	for i, r := range items {
		if x > 0 && x+r.W > row {
			x, y, tall = 0, y+tall+gridGap, 0
		}
		r.X, r.Y = tenth(x), tenth(y)
		moves[i](r.X, r.Y)
		w, h, tall = max(w, x+r.W), max(h, y+r.H), max(tall, r.H)
		x += r.W + gridGap
	}
	return w, h
}

// shift moves everything inside of a group.
func (g *grid) shift(group string, dx, dy float64) {
	for _, i := range g.boxes[group] {
		at := &g.s.Boxes[i].At
		at.X, at.Y = tenth(at.X+dx), tenth(at.Y+dy)
	}
	for _, i := range g.groups[group] {
		at := &g.s.Groups[i].At
		at.X, at.Y = tenth(at.X+dx), tenth(at.Y+dy)
		g.shift(g.s.Groups[i].ID, dx, dy)
	}
}

// edge draws a straight line from border to border, its label in the middle.
func (g *grid) edge(e *Edge) {
	from, to := g.s.box(e.From).At, g.s.box(e.To).At
	a, b := border(from, to), border(to, from)
	third := func(t float64) Point { return Point{tenth(a.X + (b.X-a.X)*t), tenth(a.Y + (b.Y-a.Y)*t)} }
	e.Points = []Point{a, third(1. / 3), third(2. / 3), b}
	e.At.centre(third(0.5))
}

// border is the point where the line from the centre of a box to the centre of another leaves it.
func border(r, other Rect) Point {
	cx, cy := r.X+r.W/2, r.Y+r.H/2
	dx, dy := other.X+other.W/2-cx, other.Y+other.H/2-cy
	t := math.Inf(1)
	if dx != 0 {
		t = min(t, r.W/2/math.Abs(dx))
	}
	if dy != 0 {
		t = min(t, r.H/2/math.Abs(dy))
	}
	if math.IsInf(t, 1) {
		return Point{cx, cy}
	}
	return Point{tenth(cx + dx*t), tenth(cy + dy*t)}
}

// tenth rounds to 0.1 pixel, so that a picture has the same bytes wherever it is made.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }
