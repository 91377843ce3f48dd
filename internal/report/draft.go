package report

// draft is a layout in the making. Places are those of the picture; what thinks in ranks turns them, so that ranks follow each
// other along X whichever way the picture goes.
type draft struct {
	s      *Scene
	g      *dagreGraph
	flow   Flow
	boxes  []Rect
	labels []Rect    // of edges, with the room for the line beside; empty for none
	via    [][]Point // of edges: the ranks that they pass
	dagre  []Rect    // frames of groups as dagre has them
	frames []Rect    // as they are drawn

	viaGroup   [][]int // innermost frame that a point of an edge stands in, -1 for none
	labelGroup []int
}

func newDraft(s *Scene, g *dagreGraph, p *dagrePlaces, f Flow) *draft {
	d := &draft{s: s, g: g, flow: f, frames: make([]Rect, len(g.Groups))}
	for i, b := range g.Boxes {
		d.boxes = append(d.boxes, around(Point(p.Boxes[i]), b.W, b.H))
	}
	for _, r := range p.Groups {
		d.dagre = append(d.dagre, around(Point(r.dagrePoint), r.W, r.H))
	}
	for i, e := range g.Edges {
		d.labels = append(d.labels, Rect{})
		if e.W > 0 {
			d.labels[i] = around(Point(p.Edges[i].dagrePoint), e.W, e.H)
		}
		via := p.Edges[i].Points
		var points []Point
		for _, v := range via[1 : len(via)-1] { // the first and the last are on the borders
			points = append(points, Point(v))
		}
		d.via = append(d.via, points)
		var groups []int
		for _, v := range points {
			groups = append(groups, d.groupAt(i, v))
		}
		d.viaGroup = append(d.viaGroup, groups)
		d.labelGroup = append(d.labelGroup, d.groupAt(i, d.labels[i].middle()))
	}
	return d
}

// turned exchanges X and Y in a picture that goes downwards.
func (d *draft) turned(r Rect) Rect {
	if d.flow == Downward {
		return Rect{r.Y, r.X, r.H, r.W}
	}
	return r
}

func (d *draft) turnedPoint(p Point) Point {
	if d.flow == Downward {
		return Point{p.Y, p.X}
	}
	return p
}

func around(c Point, w, h float64) Rect { return Rect{c.X - w/2, c.Y - h/2, w, h} }

func (r Rect) middle() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// grown is a rectangle with room around it.
func (r Rect) grown(by float64) Rect { return Rect{r.X - by, r.Y - by, r.W + 2*by, r.H + 2*by} }

// with is the smallest rectangle around two; an empty one does not count.
func (r Rect) with(o Rect) Rect {
	if r == (Rect{}) {
		return o
	}
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.X+r.W, o.X+o.W) - x, max(r.Y+r.H, o.Y+o.H) - y}
}

// place routes the edges and gives the result in whole and tenth pixels.
func (d *draft) place() *placement {
	p := &placement{groups: d.frames, boxes: make([]Point, len(d.boxes)), labels: make([]Point, len(d.s.Edges))}
	r := newRouter(d)
	p.edges = r.routes()[:len(d.s.Edges)]
	all := Rect{}
	for i, b := range d.boxes {
		p.boxes[i] = round(b.middle())
		all = all.with(b)
	}
	for i, l := range d.labels[:len(d.s.Edges)] {
		if d.flow == Rightward {
			l.H -= besideLine
		} else {
			l.X += besideLine
			l.W -= besideLine
		}
		p.labels[i] = round(l.middle())
		if l.W > 0 {
			all = all.with(l)
		}
	}
	for i, f := range p.groups {
		a, b := round(Point{f.X, f.Y}), round(Point{f.X + f.W, f.Y + f.H})
		p.groups[i] = Rect{a.X, a.Y, tenth(b.X - a.X), tenth(b.Y - a.Y)}
		all = all.with(p.groups[i])
	}
	p.w, p.h = all.W, all.H
	return p
}

func round(p Point) Point { return Point{tenth(p.X), tenth(p.Y)} }
