package vers

import (
	"bytes"
	"slices"
)

// Event is an event of a range of OSV (ossf/osv-schema, "affected[].ranges[].events fields"). One field is set. Events of
// ranges of type GIT are commits, which have no order: leave those ranges out, and go on with the others.
type Event struct {
	Introduced   string // "0" is before every version
	Fixed        string
	LastAffected string
	Limit        string // "*" is after every version
}

// Events returns the range of the events of one range, in whatever order they come. Its error is a *RangeError.
func Events(k Keyer, events []Event) (Range, error) {
	var l line
	for _, e := range events {
		if err := l.add(k, e); err != nil {
			return Range{}, &RangeError{Text: e.Introduced + e.Fixed + e.LastAffected + e.Limit, Err: err}
		}
	}
	if !slices.ContainsFunc(l.marks, func(m mark) bool { return m.begins }) {
		return Range{}, &RangeError{Text: "events", Err: ErrNoIntroduced}
	}
	return newRange(k, l.below(l.sweep()), nil), nil
}

// line is the line of versions with the marks that events set on it.
type line struct {
	marks     []mark
	limits    []mark
	unlimited bool
}

// mark is a place on the line where being affected begins or ends.
type mark struct {
	cut    []byte
	begins bool
	words  string
}

func (l *line) add(k Keyer, e Event) error {
	if e == (Event{}) {
		return ErrEvent
	}
	for _, f := range [...]struct {
		limit
		marks *[]mark
	}{
		{limit{">=", e.Introduced}, &l.marks},
		{limit{"<", e.Fixed}, &l.marks},
		{limit{"<=", e.LastAffected}, &l.marks},
		{limit{"<", e.Limit}, &l.limits},
	} {
		m := mark{begins: f.comparator == ">=", words: f.comparator + f.version}
		switch {
		case f.version == "":
			continue
		case m.begins && f.version == "0":
			m.words = ""
		case f.marks == &l.limits && f.version == "*":
			l.unlimited = true
			continue
		default:
			var err error
			if m.cut, err = f.cut(k); err != nil {
				return err
			}
		}
		*f.marks = append(*f.marks, m)
	}
	return nil
}

// sweep goes up the line. Where an end and a beginning meet, the one that changes the state comes first: a range that is
// open ends and begins again, and one that is not open stays so (introduced and fixed in one version).
func (l *line) sweep() []Interval {
	marks := l.marks
	slices.SortStableFunc(marks, func(a, b mark) int { return bytes.Compare(a.cut, b.cut) })
	var out []Interval
	open := false
	for len(marks) > 0 {
		n := 1
		for n < len(marks) && bytes.Equal(marks[n].cut, marks[0].cut) {
			n++
		}
		begin := slices.IndexFunc(marks[:n], func(m mark) bool { return m.begins })
		end := slices.IndexFunc(marks[:n], func(m mark) bool { return !m.begins })
		switch {
		case open && end >= 0:
			last := &out[len(out)-1]
			last.Hi, last.To = marks[end].cut, marks[end].words
			open = false
		case end >= 0:
			begin = -1
		}
		if begin >= 0 && !open {
			out = append(out, Interval{Lo: marks[begin].cut, From: marks[begin].words})
			open = true
		}
		marks = marks[n:]
	}
	return out
}

// below cuts off what is at the highest limit or above: a version below any of several limits is within them.
func (l *line) below(in []Interval) []Interval {
	if l.unlimited || len(l.limits) == 0 {
		return in
	}
	highest := slices.MaxFunc(l.limits, func(a, b mark) int { return bytes.Compare(a.cut, b.cut) })
	for i := range in {
		if in[i].Hi == nil || bytes.Compare(in[i].Hi, highest.cut) > 0 {
			in[i].Hi, in[i].To = highest.cut, highest.words
		}
	}
	return in
}
