package vers

// Span is a range as NVD gives it with a CPE (versionStartIncluding and so on), and as advisories give it in words. Empty
// fields are no limits; a Span without any holds every version.
type Span struct {
	StartIncluding, StartExcluding string
	EndIncluding, EndExcluding     string
}

// Between returns the range of a span. Its error is a *RangeError. A start above the end is an empty range, not an error,
// since NVD has such records.
func Between(k Keyer, s Span) (Range, error) {
	var in Interval
	var err error
	switch {
	case s.StartIncluding != "" && s.StartExcluding != "":
		return Range{}, &RangeError{Text: s.StartIncluding + ", " + s.StartExcluding, Err: ErrTwoLimits}
	case s.EndIncluding != "" && s.EndExcluding != "":
		return Range{}, &RangeError{Text: s.EndIncluding + ", " + s.EndExcluding, Err: ErrTwoLimits}
	}
	for _, start := range [...]limit{{">=", s.StartIncluding}, {">", s.StartExcluding}} {
		if start.version != "" {
			in.From = start.comparator + start.version
			if in.Lo, err = start.cut(k); err != nil {
				return Range{}, &RangeError{Text: start.version, Err: err}
			}
		}
	}
	for _, end := range [...]limit{{"<=", s.EndIncluding}, {"<", s.EndExcluding}} {
		if end.version != "" {
			in.To = end.comparator + end.version
			if in.Hi, err = end.cut(k); err != nil {
				return Range{}, &RangeError{Text: end.version, Err: err}
			}
		}
	}
	return newRange(k, []Interval{in}, nil), nil
}

// Versions returns the range that holds the listed versions. One that has no key is held by its text.
func Versions(k Keyer, list []string) Range {
	in := make([]Interval, 0, len(list))
	var texts []string
	for _, version := range list {
		key, err := k.AppendKey(nil, version)
		if err != nil {
			texts = append(texts, version)
			continue
		}
		in = append(in, point(key, version))
	}
	return newRange(k, in, texts)
}

// limit is a comparator and a version.
type limit struct {
	comparator, version string // ">", ">=", "<", "<=", "!=", or "" for equality
}

// cut returns the place of a lower or upper limit: before its version, or just after.
func (l limit) cut(k Keyer) ([]byte, error) {
	key, err := k.AppendKey(nil, l.version)
	if err == nil && (l.comparator == ">" || l.comparator == "<=") {
		key = after(key)
	}
	return key, err
}
