package vers

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// ParseVERS reads a version range specifier (package-url/vers-spec, clause 5), as CSAF and CycloneDX hold it:
// vers:npm/>=1.2|<2.0. Its error is a *RangeError.
//
// It takes what the specification takes, and also bare versions and != in any place, which real documents and the
// specification's own tests have. It refuses limits that are not in ascending order or do not alternate, since their
// meaning would be a guess.
func ParseVERS(text string) (Range, error) {
	rest, ok := strings.CutPrefix(text, "vers:")
	name, constraints, found := strings.Cut(rest, "/")
	if !ok || !found || constraints == "" {
		return Range{}, &RangeError{Text: text, Err: ErrVERS}
	}
	switch {
	case name == "none" && constraints == "*":
		return Range{}, nil
	case name == "all" && constraints == "*":
		return All(Generic), nil
	}
	scheme, ok := Of(name)
	if !ok || name != strings.ToLower(name) || strings.ContainsAny(name, ": ") {
		return Range{}, &RangeError{Text: text, Err: ErrScheme}
	}
	return Constraints(scheme, constraints)
}

// Constraints reads the part of a version range specifier after its type: for products whose order is an *Ordered, and
// for the specifiers like vers ("vls") of CSAF. Its error is a *RangeError.
func Constraints(k Keyer, text string) (Range, error) {
	if text == "*" {
		return All(k), nil
	}
	var c constraints
	for word := range strings.SplitSeq(text, "|") {
		l, err := parseLimit(word)
		if err == nil {
			err = c.add(k, l)
		}
		if err != nil {
			return Range{}, &RangeError{Text: text, Err: err}
		}
	}
	in, err := c.intervals()
	if err != nil {
		return Range{}, &RangeError{Text: text, Err: err}
	}
	return newRange(k, in, nil), nil
}

// constraints are limits by what they do.
type constraints struct {
	named    []Interval // every version named
	limits   []limit
	cuts     [][]byte // of limits
	points   []Interval
	excluded []Interval
}

func (c *constraints) add(k Keyer, l limit) error {
	key, err := k.AppendKey(nil, l.version)
	if err != nil {
		return err
	}
	here := point(key, l.version)
	c.named = append(c.named, here)
	switch l.comparator {
	case "":
		c.points = append(c.points, here)
	case "!=":
		c.excluded = append(c.excluded, here)
	default:
		cut, _ := l.cut(k)
		n := len(c.cuts)
		if n > 0 && bytes.Compare(c.cuts[n-1], cut) >= 0 {
			return fmt.Errorf("%w: %s", ErrOrderOf, quote(l.version))
		}
		if n > 0 && c.limits[n-1].comparator[0] == l.comparator[0] {
			return fmt.Errorf("%w: %s", ErrSequence, quote(l.version))
		}
		c.limits, c.cuts = append(c.limits, l), append(c.cuts, cut)
	}
	return nil
}

// intervals returns what the constraints hold. Exclusions alone hold everything else: the specification's procedure would
// say that they hold nothing, its words that they exclude a version.
func (c *constraints) intervals() ([]Interval, error) {
	byLo := func(a, b Interval) int { return bytes.Compare(a.Lo, b.Lo) }
	slices.SortFunc(c.named, byLo)
	for i, n := range c.named[1:] {
		if bytes.Equal(c.named[i].Lo, n.Lo) {
			return nil, fmt.Errorf("%w: %s", ErrDuplicate, quote(strings.TrimPrefix(n.From, ">=")))
		}
	}
	var in []Interval
	for i, l := range c.limits {
		words := l.comparator + l.version
		switch {
		case l.comparator[0] == '>':
			in = append(in, Interval{Lo: c.cuts[i], From: words})
		case i == 0:
			in = append(in, Interval{Hi: c.cuts[i], To: words})
		default:
			in[len(in)-1].Hi, in[len(in)-1].To = c.cuts[i], words
		}
	}
	if len(c.limits) == 0 && len(c.points) == 0 {
		in = []Interval{{}}
	}
	slices.SortFunc(c.excluded, byLo)
	return append(exclude(in, c.excluded), c.points...), nil
}

// exclude takes single versions out of intervals; both ascend.
func exclude(in, versions []Interval) []Interval {
	var left []Interval
	for _, i := range in {
		for len(versions) > 0 && (i.Hi == nil || bytes.Compare(versions[0].Lo, i.Hi) < 0) {
			v := versions[0]
			versions = versions[1:]
			if bytes.Compare(v.Lo, i.Lo) < 0 {
				continue
			}
			name := strings.TrimPrefix(v.From, ">=")
			left = append(left, Interval{Lo: i.Lo, From: i.From, Hi: v.Lo, To: "<" + name})
			i.Lo, i.From = v.Hi, ">"+name
		}
		left = append(left, i)
	}
	return left
}
