package report

import (
	"context"
	"errors"
	"fmt"
)

// Room inside of a frame, and between frames and what is outside of them.
const (
	framePad = 14
	frameGap = 16
)

// frame draws the frames around what they hold, and makes room where a frame with its title would touch what is foreign to it.
// Room is made by cutting the whole picture apart along a line, so nothing that stood apart comes together.
func (d *draft) frame(ctx context.Context) error {
	for range 4 * (len(d.frames) + 1) * (len(d.boxes) + 1) {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.fitFrames()
		c, err := d.clash()
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		d.cut(c.down, c.at, c.by)
	}
	return errors.New("frames do not come apart")
}

// core is what a group holds, without room around it.
func (d *draft) core(i int) Rect {
	var r Rect
	for j, b := range d.boxes {
		if d.g.Boxes[j].Group == i {
			r = r.with(b)
		}
	}
	for j, parent := range d.g.Groups {
		if parent == i {
			r = r.with(d.frames[j])
		}
	}
	for j, e := range d.g.Edges {
		for k, v := range d.via[j] {
			if d.inside(d.viaGroup[j][k], i) {
				r = r.with(Rect{v.X, v.Y, 0.1, 0.1})
			}
		}
		if e.W > 0 && d.inside(d.labelGroup[j], i) {
			r = r.with(d.labels[j])
		}
	}
	return r
}

// within tells whether a box stands in a group, at any depth.
func (d *draft) within(box, group int) bool { return d.inside(d.g.Boxes[box].Group, group) }

func (d *draft) inside(group, outer int) bool {
	for group >= 0 && group != outer {
		group = d.g.Groups[group]
	}
	return group == outer
}

// fitFrames draws the frames, inner ones first: a group stands after the group around it.
func (d *draft) fitFrames() {
	for i := len(d.frames) - 1; i >= 0; i-- {
		r := d.core(i).grown(framePad)
		w, h := blockSize(d.s.Groups[i].Title, faces[FaceGroup])
		r.Y, r.H = r.Y-h+4, r.H+h-4
		r.W = max(r.W, w+2*titleX)
		d.frames[i] = r
	}
}

// cutting makes room: what has its centre beyond a line is moved.
type cutting struct {
	down bool // along Y, not X
	at   float64
	by   float64
}

// clash finds a frame that is too near to something that is not in it, and how to make room.
func (d *draft) clash() (*cutting, error) {
	for i := range d.frames {
		for j := range d.frames {
			if j < i && !d.inside(i, j) && !d.inside(j, i) {
				if c, err := d.apart(i, d.frames[j], d.core(j), frameGap); c != nil || err != nil {
					return c, err
				}
			}
		}
		for j, b := range d.boxes {
			if !d.within(j, i) {
				if c, err := d.apart(i, b, b, frameGap); c != nil || err != nil {
					return c, err
				}
			}
		}
		for j, l := range d.labels {
			if l.W > 0 && !d.inside(d.labelGroup[j], i) {
				if c, err := d.apart(i, l, l, besideLine); c != nil || err != nil {
					return c, err
				}
			}
		}
	}
	return nil, nil
}

// apart says how to make room between a frame and something foreign, which needs the room o and whose core has to move with it.
func (d *draft) apart(i int, o, core Rect, room float64) (*cutting, error) {
	f, mine := d.frames[i], d.core(i)
	if !f.grown(room - 0.01).overlaps(o) {
		return nil, nil
	}
	var best *cutting
	try := func(down bool, at, gap float64, apart bool) {
		if by := room - gap; apart && (best == nil || by < best.by) {
			best = &cutting{down, at, by}
		}
	}
	try(true, mine.Y, f.Y-(o.Y+o.H), core.Y+core.H <= mine.Y)
	try(true, core.Y, o.Y-(f.Y+f.H), mine.Y+mine.H <= core.Y)
	try(false, mine.X, f.X-(o.X+o.W), core.X+core.W <= mine.X)
	try(false, core.X, o.X-(f.X+f.W), mine.X+mine.W <= core.X)
	if best == nil {
		return nil, fmt.Errorf("the frame of %s holds something foreign", d.s.Groups[i].ID)
	}
	return best, nil
}

// cut moves everything whose centre lies on a line or beyond it.
func (d *draft) cut(down bool, at, by float64) {
	move := func(x, y *float64, c Point) {
		if down && c.Y > at-0.01 {
			*y += by
		} else if !down && c.X > at-0.01 {
			*x += by
		}
	}
	for _, list := range [][]Rect{d.boxes, d.labels} {
		for i := range list {
			move(&list[i].X, &list[i].Y, list[i].middle())
		}
	}
	for _, list := range d.via {
		for i := range list {
			move(&list[i].X, &list[i].Y, list[i])
		}
	}
}
