package report

import (
	"cmp"
	"math"
	"slices"
)

// Room between ranks. Where lines only pass, little is needed; where a line changes its place by much, it needs room to do so
// in a curve that the eye can follow.
const (
	rankLeast = 18.0
	passLeast = 7.0
	rankMost  = 44.0
	perPixel  = 0.05 // room for each pixel that a line moves sideways
)

// band is the part of a picture that one rank takes.
type band struct {
	old, now float64 // centre
	thick    float64
	solid    bool // holds boxes or labels, not only lines
}

// compact gives the ranks new distances: dagre's are all the same, also where nothing but lines is in a rank.
func (d *draft) compact() {
	bands := d.bands()
	place := map[float64]int{}
	for i, b := range bands {
		place[b.old] = i
	}
	of := func(x float64) int { return place[tenth(x)] }
	needs := make([]float64, len(bands)) // before each rank
	for i := 1; i < len(bands); i++ {
		needs[i] = passLeast
		if bands[i].solid && bands[i-1].solid {
			needs[i] = rankLeast
		} else if bands[i].solid || bands[i-1].solid {
			needs[i] = rankLeast / 2
		}
	}
	for i, e := range d.g.Edges {
		stops := []Point{d.turned(d.boxes[e.From]).middle()}
		for _, v := range d.via[i] {
			stops = append(stops, d.turnedPoint(v))
		}
		stops = append(stops, d.turned(d.boxes[e.To]).middle())
		for k := 1; k < len(stops); k++ {
			a, b := of(stops[k-1].X), of(stops[k].X)
			n := max(a, b)
			needs[n] = max(needs[n], min(rankMost, rankLeast/2+float64(perPixel*math.Abs(stops[k].Y-stops[k-1].Y))))
		}
	}
	for i := range bands {
		bands[i].now = math.Ceil(bands[i].thick / 2)
		if i > 0 {
			bands[i].now += bands[i-1].now + math.Ceil(bands[i-1].thick/2+needs[i])
		}
	}
	to := func(c Point) Point {
		c = d.turnedPoint(c)
		return d.turnedPoint(Point{bands[of(c.X)].now, c.Y})
	}
	for i, b := range d.boxes {
		d.boxes[i] = around(to(b.middle()), b.W, b.H)
	}
	for i := range d.via {
		if l := d.labels[i]; l.W > 0 {
			d.labels[i] = around(to(l.middle()), l.W, l.H)
		}
		for k, v := range d.via[i] {
			d.via[i][k] = to(v)
		}
	}
}

// bands lists the ranks in their order.
func (d *draft) bands() []band {
	by := map[float64]band{}
	put := func(x, thick float64, solid bool) {
		k := tenth(x)
		b := by[k]
		by[k] = band{old: k, thick: max(b.thick, thick), solid: b.solid || solid}
	}
	for _, b := range d.boxes {
		b = d.turned(b)
		put(b.middle().X, b.W, true)
	}
	for i, list := range d.via {
		for _, v := range list {
			put(d.turnedPoint(v).X, 0, false)
		}
		if l := d.turned(d.labels[i]); l.W > 0 {
			put(l.middle().X, l.W, true)
		}
	}
	var out []band
	for _, b := range by {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b band) int { return cmp.Compare(a.old, b.old) })
	return out
}
