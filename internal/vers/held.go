package vers

import (
	"bytes"
	"slices"
	"strings"
)

// Held returns the range of intervals and texts that another range of the same order gave, for what was kept in a file.
func Held(k Keyer, in []Interval, texts []string) Range { return newRange(k, in, texts) }

// Without returns the range that holds what r holds and other does not. Its error is a *RangeError if the orders differ.
func (r Range) Without(other Range) (Range, error) {
	switch {
	case r.Empty() || other.Empty():
		return r, nil
	case r.keyer != other.keyer:
		return Range{}, &RangeError{Text: r.keyer.String() + ", " + other.keyer.String(), Err: ErrMixed}
	}
	var out []Interval
	for _, rest := range r.in {
		gone := false
		for _, hole := range other.in {
			if hole.Hi != nil && bytes.Compare(hole.Hi, rest.Lo) <= 0 || rest.Hi != nil && bytes.Compare(hole.Lo, rest.Hi) >= 0 {
				continue
			}
			if bytes.Compare(rest.Lo, hole.Lo) < 0 {
				out = append(out, Interval{Lo: rest.Lo, Hi: hole.Lo, From: rest.From, To: turned(hole.From)})
			}
			if gone = hole.Hi == nil; gone {
				break
			}
			rest.Lo, rest.From = hole.Hi, turned(hole.To)
		}
		if !gone {
			out = append(out, rest)
		}
	}
	texts := slices.DeleteFunc(slices.Clone(r.texts), func(s string) bool { return slices.Contains(other.texts, s) })
	return newRange(r.keyer, out, texts), nil
}

// turned is a limit seen from its other side: what ends before 2 is followed by what begins with 2.
func turned(limit string) string {
	for _, pair := range [][2]string{{"<=", ">"}, {">=", "<"}, {"<", ">="}, {">", "<="}} {
		if rest, ok := strings.CutPrefix(limit, pair[0]); ok {
			return pair[1] + rest
		}
	}
	return ""
}
