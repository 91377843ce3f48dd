package report

import (
	"cmp"
	"math"
	"slices"
)

// router finds the lines of edges. An edge passes from rank to rank in one direction, so its line is a function: at each X it
// has one Y. Where a box, a label or a foreign frame begins or ends there is a gate, a range of Y that is free; the line is
// pulled taut through the gates and then rounded.
//
// A router works in coordinates in which ranks follow each other along X.
type router struct {
	d         *draft
	obstacles []obstacle
	ranks     map[float64]float64 // half the thickness of the rank at a centre
	ports     [][2]float64        // Y of both ends of an edge
}

type obstacle struct {
	Rect
	group int // of a frame; -1 for what stands in everybody's way
	label int // edge whose label it is, -1 for none
}

func newRouter(d *draft) *router {
	r := &router{d: d, ranks: map[float64]float64{}}
	add := func(x Rect, group, label int) {
		x = d.turned(x)
		r.obstacles = append(r.obstacles, obstacle{x, group, label})
		if group < 0 {
			c := tenth(x.middle().X)
			r.ranks[c] = max(r.ranks[c], x.W/2)
		}
	}
	for _, b := range d.boxes {
		add(b, -1, -1)
	}
	for i, l := range d.labels {
		if l.W > 0 {
			add(l, -1, i)
		}
	}
	for i, f := range d.frames {
		add(f, i, -1)
	}
	r.spread()
	return r
}

// spread gives the ends of the edges on each side of a box their places, in the order in which they leave for elsewhere.
func (r *router) spread() {
	type end struct {
		edge, which int
		toward      float64
	}
	sides := map[[2]int][]end{} // by box, and 1 for its far side
	order := [][2]int{}
	r.ports = make([][2]float64, len(r.d.g.Edges))
	for i, e := range r.d.g.Edges[:len(r.d.s.Edges)] {
		for which, box := range [2]int{e.From, e.To} {
			next := r.beyond(i, which)
			k := [2]int{box, 0}
			if next.X > r.box(box).middle().X {
				k[1] = 1
			}
			if sides[k] == nil {
				order = append(order, k)
			}
			sides[k] = append(sides[k], end{i, which, next.Y})
		}
	}
	for _, k := range order {
		list := sides[k]
		slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(a.toward, b.toward) })
		b := r.box(k[0])
		n := float64(len(list))
		usable := b.H - 2*r.corner(k[0])
		step := min(16, usable/max(1, n-1))
		for i, e := range list {
			r.ports[e.edge][e.which] = b.middle().Y + (float64(i)-(n-1)/2)*step
		}
	}
}

// corner is how near to the end of a side a line may begin.
func (r *router) corner(box int) float64 {
	h := r.box(box).H
	switch r.d.s.Boxes[box].Shape {
	case Pill:
		return h * 0.18
	case Rounded, Notched:
		return min(14, h*0.3)
	}
	return min(10, h*0.25)
}

func (r *router) box(i int) Rect { return r.d.turned(r.d.boxes[i]) }

// beyond is the place that an edge has next after one of its ends.
func (r *router) beyond(edge, which int) Point {
	via := r.d.via[edge]
	if len(via) == 0 {
		if which == 0 {
			return r.box(r.d.g.Edges[edge].To).middle()
		}
		return r.box(r.d.g.Edges[edge].From).middle()
	}
	if which == 0 {
		return r.d.turnedPoint(via[0])
	}
	return r.d.turnedPoint(via[len(via)-1])
}

func (r *router) routes() [][]Point {
	out := make([][]Point, len(r.d.s.Edges))
	for i := range out {
		for _, p := range r.route(i) {
			out[i] = append(out[i], round(r.d.turnedPoint(p)))
		}
	}
	return out
}

// gate is what an edge passes at one X.
type gate struct{ x, low, high, y float64 }

// route is the spline of one edge.
func (r *router) route(i int) []Point {
	e := r.d.g.Edges[i]
	from, to := r.box(e.From), r.box(e.To)
	back := from.middle().X > to.middle().X
	y0, y1 := r.ports[i][0], r.ports[i][1]
	boxes := [2]int{e.From, e.To}
	if back {
		from, to, y0, y1 = to, from, y1, y0
		boxes[0], boxes[1] = boxes[1], boxes[0]
	}
	start := Point{r.face(boxes[0], y0, 1), y0}
	end := Point{r.face(boxes[1], y1, -1), y1}
	gates := r.gates(i, start, end, r.reference(i, start, end, back))
	pull(gates)
	p := smooth(gates)
	if back {
		slices.Reverse(p)
	}
	return p
}

// face is the X at which the outline of a box has a Y, on the side in the given direction.
func (r *router) face(box int, y, side float64) float64 {
	b := r.box(box)
	c := b.middle()
	in := 0.0
	round := func(radius float64) {
		if over := math.Abs(y-c.Y) - (b.H/2 - radius); over > 0 {
			in = radius - math.Sqrt(max(0, radius*radius-over*over))
		}
	}
	switch r.d.s.Boxes[box].Shape {
	case Pill:
		round(min(b.H, b.W) / 2)
	case Rounded:
		round(min(18, min(b.H, b.W)/2))
	case Notched:
		in = max(0, math.Abs(y-c.Y)-(b.H/2-10))
	}
	return c.X + side*(b.W/2-in)
}

// reference is the way that dagre found, straight through each rank and past the label.
func (r *router) reference(i int, start, end Point, back bool) []Point {
	via := slices.Clone(r.d.via[i])
	if back {
		slices.Reverse(via)
	}
	out := []Point{start}
	put := func(x, y float64) {
		if last := out[len(out)-1]; x > last.X && x < end.X {
			out = append(out, Point{x, y})
		}
	}
	thick := func(x float64) float64 { return r.ranks[tenth(x)] }
	e := r.d.g.Edges[i]
	a, b := e.From, e.To
	if back {
		a, b = b, a
	}
	ca, cb := r.box(a).middle().X, r.box(b).middle().X
	put(ca+thick(ca), start.Y)
	l := r.d.turned(r.d.labels[i])
	for _, v := range via {
		v = r.d.turnedPoint(v)
		t := thick(v.X)
		y := v.Y
		if l.W > 0 && math.Abs(l.middle().X-v.X) < 1 {
			y = r.labelSide(i)
		}
		put(v.X-t, y)
		put(v.X+t, y)
	}
	put(cb-thick(cb), end.Y)
	return append(out, end)
}

// labelSide is where the line passes its own label: below it, or to its left.
func (r *router) labelSide(i int) float64 {
	l := r.d.turned(r.d.labels[i])
	if r.d.flow == Downward {
		return l.Y
	}
	return l.Y + l.H
}

// gates lists where the free range changes.
func (r *router) gates(edge int, start, end Point, ref []Point) []gate {
	xs := []float64{}
	for _, p := range ref {
		xs = append(xs, p.X)
	}
	for _, o := range r.obstacles {
		for _, x := range []float64{o.X, o.X + o.W} {
			if x > start.X && x < end.X {
				xs = append(xs, x)
			}
		}
	}
	slices.Sort(xs)
	var out []gate
	for _, x := range xs {
		if n := len(out); n > 0 && x-out[n-1].x < 0.5 {
			continue
		}
		out = append(out, r.gate(edge, x, at(ref, x)))
	}
	out[0] = gate{start.X, start.Y, start.Y, start.Y}
	last := gate{end.X, end.Y, end.Y, end.Y}
	if n := len(out); end.X-out[n-1].x < 0.5 && n > 1 {
		out[n-1] = last
	} else {
		out = append(out, last)
	}
	return out
}

// at is the Y of a polyline at an X.
func at(line []Point, x float64) float64 {
	for i := 1; i < len(line); i++ {
		if a, b := line[i-1], line[i]; x <= b.X {
			if b.X == a.X {
				return b.Y
			}
			return a.Y + float64((b.Y-a.Y)*(x-a.X)/(b.X-a.X))
		}
	}
	return line[len(line)-1].Y
}

// Room between a line and what it passes. Lines that bend around the same corner keep to different lanes.
const (
	clear   = 6
	laneGap = 4
)

// labelSlack is how far a line may stay away from its label.
const labelSlack = 9

func (r *router) gate(edge int, x, y float64) gate {
	g := gate{x, math.Inf(-1), math.Inf(1), y}
	e := r.d.g.Edges[edge]
	away := clear + float64(edge%4)*laneGap
	for _, o := range r.obstacles {
		if x < o.X-0.5 || x > o.X+o.W+0.5 {
			continue
		}
		if o.group >= 0 && (r.d.within(e.From, o.group) || r.d.within(e.To, o.group)) {
			continue
		}
		if o.label == edge {
			s := r.labelSide(edge)
			if s == o.Y {
				g.low, g.high = max(g.low, s-labelSlack), min(g.high, s)
			} else {
				g.low, g.high = max(g.low, s), min(g.high, s+labelSlack)
			}
			continue
		}
		switch {
		case o.Y+o.H <= y:
			g.low = max(g.low, min(y, o.Y+o.H+away))
		case o.Y >= y:
			g.high = min(g.high, max(y, o.Y-away))
		}
	}
	g.y = min(max(y, g.low), max(g.low, g.high))
	return g
}
