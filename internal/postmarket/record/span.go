package record

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Span is the time for which something holds, from its beginning to before its end.
type Span struct {
	Begin civil.Instant
	End   civil.Instant
	Open  bool   // it has no end; End is 0
	Ended string // the event that ended it, where one did
}

// Holds tells whether an instant is in the span.
func (s Span) Holds(at civil.Instant) bool { return s.Begin <= at && (s.Open || at < s.End) }

func (s *Span) end(at civil.Instant, by string) {
	if s.Open || at < s.End {
		s.End, s.Open, s.Ended = max(at, s.Begin), false, by
	}
}

// spans sorts the events by time and works out how long each holds: until the day it says, until the newest of its series, until the event
// that ends it counts, whichever comes first. What an event ends must have begun before.
func (r *Record) spans(ds *diag.List) {
	for i := range r.Events {
		e := &r.Events[i]
		begin, _ := civil.Parse(e.When.Text) // what is wrong with it was reported
		e.Span = Span{Begin: begin, Open: true}
		if at, err := civil.Parse(e.Until.Text); err == nil {
			e.end(at, "")
		}
		if p, err := civil.ParsePeriod(e.For.Text); err == nil {
			e.end(e.Begin.Add(p), "")
		}
	}
	slices.SortFunc(r.Events, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Begin, b.Begin), strings.Compare(a.ID, b.ID)) })
	newest := map[string]int{}
	ids := make([]string, len(r.Events))
	for i := range r.Events {
		e := &r.Events[i]
		ids[i] = e.ID
		if label := e.Newest.Text; label != "" {
			if before, ok := newest[label]; ok {
				r.Events[before].end(e.Begin, e.ID)
			}
			newest[label] = i
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		for _, w := range e.Ends {
			old := r.Get(w.Text)
			switch {
			case old == nil:
				ds.Add(w.At, diag.DanglingReference, yamltext.Suggest(w.Text, ids), "there is no event %q", w.Text)
			case old.Begin > e.Begin || old.ID == e.ID:
				ds.Add(w.At, diag.DateOrder, "", "event %q ends %q, which does not begin before it", e.ID, w.Text)
			default:
				if at, decided := e.counts(); decided {
					old.end(at, e.ID)
				}
			}
		}
	}
}

// counts is the instant from which an event counts; decided is false for a change to a device in use that nobody decided on.
func (e *Entry) counts() (at civil.Instant, decided bool) {
	if len(e.Installs) == 0 && !slices.ContainsFunc(e.Controls, func(c ControlChange) bool { return c.State == "present" }) {
		return e.Begin, true
	}
	for _, a := range e.Decided {
		if when, err := civil.Parse(a.When.Text); err == nil && (!decided || when < at) {
			at, decided = when, true
		}
	}
	return max(at, e.Begin), decided
}
