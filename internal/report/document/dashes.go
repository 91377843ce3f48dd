package document

import "math"

// maxDashes is how many dashes a line is broken into at most; a longer one is drawn whole.
const maxDashes = 5000

// dashes breaks the line of a shape into the parts that are drawn: the first length of its pattern is a dash, the second a gap,
// and so on.
func dashes(s *stroke) [][]point {
	points := s.points
	if s.closed {
		points = append(points[:len(points):len(points)], points[0])
	}
	pattern, length := 0.0, 0.0
	for _, d := range s.dash {
		if d < 0 {
			return [][]point{points}
		}
		pattern += d
	}
	for i := 1; i < len(points); i++ {
		length += distance(points[i-1], points[i])
	}
	if pattern <= 0 || length/pattern*float64(len(s.dash)) > maxDashes {
		return [][]point{points}
	}
	var out [][]point
	k, left := 0, s.dash[0] // which length of the pattern, and how much of it is left
	part := []point{points[0]}
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for rest := distance(from, to); rest > 0; {
			move := min(rest, left)
			t := move / rest
			from = point{from.x + (to.x-from.x)*t, from.y + (to.y-from.y)*t}
			rest -= move
			left -= move
			if k%2 == 0 {
				part = append(part, from)
			}
			for turns := 0; left <= 1e-9 && turns < len(s.dash); turns++ {
				if k%2 == 0 && len(part) > 1 {
					out = append(out, part)
				}
				k++
				left += s.dash[k%len(s.dash)]
				part = []point{from}
			}
		}
	}
	if k%2 == 0 && len(part) > 1 {
		out = append(out, part)
	}
	return out
}

func distance(a, b point) float64 { return math.Hypot(b.x-a.x, b.y-a.y) }
