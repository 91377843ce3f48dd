package vers

import (
	"bytes"
	"slices"
	"strings"
)

// Range is a set of versions of one order: intervals of keys, and versions that are known by their text only. The zero
// value holds no version. A Range does not change; it may be used by several goroutines.
type Range struct {
	keyer Keyer
	in    []Interval // ascending, none empty, none touching the next
	texts []string   // sorted; versions that have no key
}

// Interval holds the keys k with Lo <= k < Hi. An empty Lo is below all keys; a nil Hi is above them. A limit that
// includes a version ends just after its key, at the key and one zero byte, so that all intervals are half open.
type Interval struct {
	Lo, Hi []byte
	// From and To are the limits as words: "", ">=1.2" or ">1.2"; "", "<2" or "<=2".
	From, To string
}

// All returns the range that holds every version, also those that have no place in the order.
func All(k Keyer) Range {
	return Range{keyer: k, in: []Interval{{}}}
}

// Intervals returns the range's intervals in ascending order, for an index; they must not be changed.
func (r Range) Intervals() []Interval { return r.in }

// Texts returns the versions that are known by their text only, sorted; they must not be changed.
func (r Range) Texts() []string { return r.texts }

// Empty says whether the range holds nothing.
func (r Range) Empty() bool { return len(r.in) == 0 && len(r.texts) == 0 }

// Contains says whether the range holds a version. Where that cannot be told, because the version has no key and the
// range does not hold everything, it returns a *VersionError.
func (r Range) Contains(version string) (bool, error) {
	if _, found := slices.BinarySearch(r.texts, version); found || r.isAll() {
		return true, nil
	}
	if len(r.in) == 0 {
		return false, nil
	}
	// A Scheme is called by its own type, so that the key stays on the stack.
	if s, ok := r.keyer.(Scheme); ok {
		var buf [96]byte
		key, err := s.AppendKey(buf[:0], version)
		return err == nil && r.ContainsKey(key), err
	}
	key, err := r.keyer.AppendKey(nil, version)
	return err == nil && r.ContainsKey(key), err
}

// ContainsKey says whether the range holds the version of a key of its own order.
func (r Range) ContainsKey(key []byte) bool {
	// The first interval that ends above the key is the only one that can hold it. Written out, not slices.BinarySearchFunc,
	// so that the key may stay on the caller's stack.
	low, high := 0, len(r.in)
	for low < high {
		middle := (low + high) / 2
		if hi := r.in[middle].Hi; hi == nil || bytes.Compare(hi, key) > 0 {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low < len(r.in) && bytes.Compare(r.in[low].Lo, key) <= 0
}

// Union returns the range that holds what either holds. Its error is a *RangeError if the orders differ.
func (r Range) Union(other Range) (Range, error) {
	switch {
	case r.Empty() || other.isAll():
		return other, nil
	case other.Empty() || r.isAll():
		return r, nil
	case r.keyer != other.keyer:
		return Range{}, &RangeError{Text: r.keyer.String() + ", " + other.keyer.String(), Err: ErrMixed}
	}
	return newRange(r.keyer, slices.Concat(r.in, other.in), slices.Concat(r.texts, other.texts)), nil
}

// isAll says whether the range holds every version.
func (r Range) isAll() bool {
	return len(r.in) == 1 && len(r.in[0].Lo) == 0 && r.in[0].Hi == nil
}

// newRange sorts intervals, leaves out empty ones and joins those that touch.
func newRange(k Keyer, in []Interval, texts []string) Range {
	in = slices.DeleteFunc(slices.Clone(in), func(i Interval) bool {
		return i.Hi != nil && bytes.Compare(i.Lo, i.Hi) >= 0
	})
	slices.SortStableFunc(in, func(a, b Interval) int { return bytes.Compare(a.Lo, b.Lo) })
	out := in[:0]
	for _, next := range in {
		if len(out) == 0 || !out[len(out)-1].touches(next) {
			out = append(out, next)
			continue
		}
		last := &out[len(out)-1]
		if last.Hi != nil && (next.Hi == nil || bytes.Compare(next.Hi, last.Hi) > 0) {
			last.Hi, last.To = next.Hi, next.To
		}
	}
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return Range{keyer: k, in: slices.Clip(out), texts: slices.Compact(texts)}
}

// touches says whether next, which does not begin before i, begins before i ends or where it ends.
func (i Interval) touches(next Interval) bool {
	return i.Hi == nil || bytes.Compare(next.Lo, i.Hi) <= 0
}

// after is the place just after a key.
func after(key []byte) []byte {
	return append(slices.Clip(key), 0)
}

// point is the interval that holds one version.
func point(key []byte, version string) Interval {
	return Interval{Lo: key, Hi: after(key), From: ">=" + version, To: "<=" + version}
}

// String returns the range as vers text; a range that holds nothing is "vers:none/*".
func (r Range) String() string {
	if r.Empty() {
		return "vers:none/*"
	}
	if r.isAll() {
		return "vers:" + r.keyer.String() + "/*"
	}
	var words []string
	for i, in := range r.in {
		if i > 0 && !r.in[i-1].isPoint() && bytes.Equal(after(r.in[i-1].Hi), in.Lo) { // one version is missing between the two
			words[len(words)-1] = "!=" + encodeVersion(strings.TrimLeft(in.From, "<>="))
		} else if in.isPoint() {
			words = append(words, encodeVersion(strings.TrimLeft(in.From, "<>=")))
			continue
		} else if in.From != "" {
			words = append(words, encodeLimit(in.From))
		}
		if in.To != "" {
			words = append(words, encodeLimit(in.To))
		}
	}
	for _, t := range r.texts {
		words = append(words, encodeVersion(t))
	}
	return "vers:" + r.keyer.String() + "/" + strings.Join(words, "|")
}

func (i Interval) isPoint() bool {
	return len(i.Lo) > 0 && bytes.Equal(after(i.Lo), i.Hi)
}
