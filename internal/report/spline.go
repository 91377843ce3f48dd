package report

import "math"

// The conversions to float64 below forbid the compiler to round a product and a sum in one step, which some machines can: the
// same picture has the same bytes everywhere.

// pull makes a line taut: each gate's Y moves to the straight line between its neighbours, as far as the gate allows.
func pull(g []gate) {
	for range 400 {
		moved := 0.0
		for i := 1; i < len(g)-1; i++ {
			a, b := g[i-1], g[i+1]
			y := a.y + float64((b.y-a.y)*(g[i].x-a.x)/(b.x-a.x))
			y = max(min(y, g[i].high), g[i].low)
			moved = max(moved, math.Abs(y-g[i].y))
			g[i].y = y
		}
		if moved < 0.05 {
			return
		}
	}
}

// smooth rounds a taut line: a monotone cubic through the gates (Fritsch and Carlson, 1980), which between two gates never
// leaves the range between them.
func smooth(g []gate) []Point {
	n := len(g)
	slope := make([]float64, n-1)
	for i := range slope {
		slope[i] = (g[i+1].y - g[i].y) / (g[i+1].x - g[i].x)
	}
	m := make([]float64, n)
	m[0], m[n-1] = slope[0]*0.25, slope[n-2]*0.25 // leaves and arrives more upright than it goes
	for i := 1; i < n-1; i++ {
		if slope[i-1]*slope[i] > 0 {
			h0, h1 := g[i].x-g[i-1].x, g[i+1].x-g[i].x
			w0, w1 := h1+h1+h0, h1+h0+h0
			m[i] = (w0 + w1) / (w0/slope[i-1] + w1/slope[i])
		}
	}
	out := []Point{{g[0].x, g[0].y}}
	for i := range slope {
		h := (g[i+1].x - g[i].x) / 3
		out = append(out, Point{g[i].x + h, g[i].y + float64(m[i]*h)}, Point{g[i+1].x - h, g[i+1].y - float64(m[i+1]*h)}, Point{g[i+1].x, g[i+1].y})
	}
	return out
}
