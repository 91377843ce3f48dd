package document

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// parsePath reads a path of one part in the commands M, L, H, V, C and Z.
func parsePath(d string) (points []point, closed bool, err error) {
	for i := 0; i < len(d); {
		command := d[i]
		end := i + 1
		for end < len(d) && !isCommand(d[end]) {
			end++
		}
		n, err := numbers(d[i+1 : end])
		if err != nil {
			return nil, false, err
		}
		i = end
		if closed || (command == 'M') != (len(points) == 0) {
			return nil, false, errors.New("a path in several parts")
		}
		if points, closed, err = step(points, command, n); err != nil {
			return nil, false, err
		}
		if len(points) > maxPoints {
			return nil, false, errors.New("a path of too many points")
		}
	}
	return points, closed, nil
}

// isCommand says whether a letter begins a command; e stands in numbers.
func isCommand(c byte) bool { return strings.IndexByte("MLHVCSQTAZmlhvcsqtaz", c) >= 0 }

// step adds the points of one command. A path begins with M, so there is a last point for all others.
func step(points []point, command byte, n []float64) ([]point, bool, error) {
	last := func() point { return points[len(points)-1] }
	switch {
	case command == 'Z' && len(n) == 0:
		return points, true, nil
	case (command == 'M' || command == 'L') && len(n) > 0 && len(n)%2 == 0:
		for i := 0; i < len(n); i += 2 {
			points = append(points, point{n[i], n[i+1]})
		}
	case command == 'H' && len(n) == 1:
		points = append(points, point{n[0], last().y})
	case command == 'V' && len(n) == 1:
		points = append(points, point{last().x, n[0]})
	case command == 'C' && len(n) > 0 && len(n)%6 == 0:
		for i := 0; i < len(n); i += 6 {
			points = curve(points, last(), point{n[i], n[i+1]}, point{n[i+2], n[i+3]}, point{n[i+4], n[i+5]})
		}
	default:
		return nil, false, fmt.Errorf("a path with %c and %d numbers", command, len(n))
	}
	return points, false, nil
}

// curve adds a cubic Bézier curve as short lines.
func curve(points []point, a, b, c, d point) []point {
	const parts = 8 // the curves of our edges are short
	for i := 1; i <= parts; i++ {
		t := float64(i) / parts
		u := 1 - t
		points = append(points, point{
			u*u*u*a.x + 3*u*u*t*b.x + 3*u*t*t*c.x + t*t*t*d.x,
			u*u*u*a.y + 3*u*u*t*b.y + 3*u*t*t*c.y + t*t*t*d.y,
		})
	}
	return points
}

// rounded is a rectangle whose corners have a radius.
func rounded(x, y, w, h, radius float64) []point {
	radius = min(radius, w/2, h/2)
	if radius <= 0 {
		return []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
	}
	var out []point
	corners := []point{{x + w - radius, y + radius}, {x + w - radius, y + h - radius}, {x + radius, y + h - radius}, {x + radius, y + radius}}
	for i, c := range corners {
		const parts = 6
		for k := range parts + 1 {
			sin, cos := math.Sincos((float64(i-1) + float64(k)/parts) * math.Pi / 2)
			out = append(out, point{c.x + radius*cos, c.y + radius*sin})
		}
	}
	return out
}
