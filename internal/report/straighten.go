package report

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// straighten finds new places within the ranks. It keeps what dagre is good at, the ranks and the order in them, and replaces
// what dagre is bad at: its places leave much room unused, and its frames know neither titles nor padding. Edges become as
// straight as frames and neighbours allow.
func (d *draft) straighten(ctx context.Context) error {
	l := newLine(d)
	l.ranks()
	l.framesApart()
	l.edges()
	at, err := l.t.solve(ctx)
	if err != nil {
		return fmt.Errorf("frames: %w", err)
	}
	for i := range d.boxes {
		l.move(&d.boxes[i], at[l.box[i]])
	}
	for i := range d.via {
		for k := range d.via[i] {
			if l.isLabel(i, k) {
				l.move(&d.labels[i], at[l.via[i][k]])
			}
			y := float64(at[l.via[i][k]])
			if d.flow == Downward {
				d.via[i][k].X = y
			} else {
				d.via[i][k].Y = y
			}
		}
	}
	return nil
}

// line is the problem of places along Y, the direction of a rank.
type line struct {
	d      *draft
	t      tension
	origin int
	box    []int
	via    [][]int
	first  []int // of a group: where its content begins and ends
	last   []int
	items  []item
}

// item is something that stands in a rank: a box, a label, or a point of an edge.
type item struct {
	node  int
	at    Point   // where dagre has it
	half  float64 // of its thickness
	group int     // innermost frame that it stands in
	box   bool
}

func newLine(d *draft) *line {
	l := &line{d: d}
	l.origin = l.t.node()
	put := func(x item) int {
		x.node = l.t.node()
		l.items = append(l.items, x)
		l.t.keep(l.origin, x.node, int(x.half)+1, 0)
		return x.node
	}
	for i, b := range d.boxes {
		b = d.turned(b)
		l.box = append(l.box, put(item{at: b.middle(), half: b.H / 2, group: d.g.Boxes[i].Group, box: true}))
	}
	for i := range d.via {
		var nodes []int
		for k, v := range d.via[i] {
			half := 0.0
			if l.isLabel(i, k) {
				half = math.Ceil(d.turned(d.labels[i]).H / 2)
			}
			nodes = append(nodes, put(item{at: d.turnedPoint(v), half: half, group: d.viaGroup[i][k]}))
		}
		l.via = append(l.via, nodes)
	}
	for range d.g.Groups {
		first, last := l.t.node(), l.t.node()
		l.first, l.last = append(l.first, first), append(l.last, last)
		l.t.keep(l.origin, first, 0, 0)
	}
	return l
}

func (l *line) move(r *Rect, y int) {
	if l.d.flow == Downward {
		r.X = float64(y) - r.W/2
	} else {
		r.Y = float64(y) - r.H/2
	}
}

// isLabel tells whether a point of an edge is where its label stands.
func (l *line) isLabel(edge, k int) bool {
	r := l.d.labels[edge]
	c, v := r.middle(), l.d.via[edge][k]
	return r.W > 0 && math.Abs(c.X-v.X) < 0.5 && math.Abs(c.Y-v.Y) < 0.5
}

// groupAt is the innermost frame of an edge's ends that a point of it stands in.
func (d *draft) groupAt(edge int, v Point) int {
	e := d.g.Edges[edge]
	found := -1
	for i, r := range d.dagre {
		if (d.within(e.From, i) || d.within(e.To, i)) && r.grown(0.01).holds(Rect{v.X, v.Y, 0, 0}) {
			found = i // inner groups come later
		}
	}
	return found
}

// ranks keeps the order of what stands in one rank.
func (l *line) ranks() {
	by := map[float64][]item{}
	var keys []float64
	for _, x := range l.items {
		k := tenth(x.at.X)
		if by[k] == nil {
			keys = append(keys, k)
		}
		by[k] = append(by[k], x)
	}
	for _, k := range keys {
		list := by[k]
		slices.SortStableFunc(list, func(a, b item) int { return cmp.Compare(a.at.Y, b.at.Y) })
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			gap := edgeGap
			if a.box && b.box {
				gap = boxGap
			}
			l.t.keep(a.node, b.node, int(a.half+b.half)+gap, 0)
		}
	}
}

// head is the room for the title of a group, before its content.
func (l *line) head(group int) int {
	if l.d.flow == Downward {
		return framePad
	}
	_, h := blockSize(l.d.s.Groups[group].Title, faces[FaceGroup])
	return int(h) + framePad - 4
}

// framesApart keeps the content of groups inside and everything else outside, with the room that frames and titles take.
func (l *line) framesApart() {
	d := l.d
	for i, parent := range d.g.Groups {
		l.t.keep(l.first[i], l.last[i], l.breadth(i), 4)
		if parent >= 0 {
			l.t.keep(l.first[parent], l.first[i], l.head(i), 0)
			l.t.keep(l.last[i], l.last[parent], framePad, 0)
		}
	}
	for _, x := range l.items {
		if x.group >= 0 {
			l.t.keep(l.first[x.group], x.node, int(x.half), 0)
			l.t.keep(x.node, l.last[x.group], int(x.half), 0)
		}
		for i := range d.g.Groups {
			if d.inside(x.group, i) {
				continue
			}
			f := d.turned(d.dagre[i])
			if x.at.X < f.X-0.5 || x.at.X > f.X+f.W+0.5 {
				continue
			}
			if l.before(x, i) {
				l.t.keep(x.node, l.first[i], int(x.half)+frameGap+l.head(i), 0)
			} else {
				l.t.keep(l.last[i], x.node, int(x.half)+frameGap+framePad, 0)
			}
		}
	}
	for i := range d.g.Groups {
		for j := range i {
			if d.inside(i, j) || d.inside(j, i) {
				continue
			}
			a, b := d.turned(d.dagre[i]), d.turned(d.dagre[j])
			if a.X+a.W+2*framePad < b.X || b.X+b.W+2*framePad < a.X {
				continue
			}
			before, after := i, j
			if a.middle().Y > b.middle().Y {
				before, after = j, i
			}
			l.t.keep(l.last[before], l.first[after], framePad+frameGap+l.head(after), 0)
		}
	}
}

// before tells whether something foreign stands before a group: in its rank, or where the group has nothing in that rank, by
// the middle of the frame.
func (l *line) before(x item, group int) bool {
	for _, o := range l.items {
		if math.Abs(o.at.X-x.at.X) < 0.05 && l.d.inside(o.group, group) {
			return x.at.Y < o.at.Y
		}
	}
	return x.at.Y < l.d.turned(l.d.dagre[group]).middle().Y
}

// breadth is what the title of a group needs at least.
func (l *line) breadth(group int) int {
	if l.d.flow == Rightward {
		return 0
	}
	w, _ := blockSize(l.d.s.Groups[group].Title, faces[FaceGroup])
	return max(0, int(w)+2*titleX-2*framePad)
}

// edges pulls the points of an edge onto one line: harder between points than at boxes, as Graphviz does, because a bend in
// the middle of nowhere is the ugliest.
func (l *line) edges() {
	used := map[int]bool{}
	for i, e := range l.d.g.Edges {
		type stop struct{ node, offset int }
		stops := []stop{{l.box[e.From], 0}}
		for k, n := range l.via[i] {
			offset := 0
			if l.isLabel(i, k) {
				h := l.d.turned(l.d.labels[i]).H / 2
				if l.d.flow == Downward {
					h = -h
				}
				offset = int(h)
			}
			stops = append(stops, stop{n, offset})
		}
		stops = append(stops, stop{l.box[e.To], 0})
		for k := 1; k < len(stops); k++ {
			pull := 8
			if k == 1 {
				pull /= 4
			}
			if k == len(stops)-1 {
				pull /= 4
			}
			a, b := stops[k-1], stops[k]
			l.t.level(a.node, b.node, a.offset, b.offset, max(1, pull)*e.Weight)
		}
		used[e.From], used[e.To] = true, true
	}
	for i, b := range l.d.g.Boxes {
		if !used[i] && b.Group >= 0 {
			l.t.keep(l.first[b.Group], l.box[i], 0, 1)
		}
	}
}
