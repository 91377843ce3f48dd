// Package clocks says which times to report an event run, and when each ends: what the law counts is knowledge, what happened is an event, and
// what the time is now is an argument. It sends nothing, and it decides nothing that an event leaves unknown: such a clock may run, with the
// question that would tell.
package clocks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"cordon/internal/knowledge"
)

// State is what a clock does.
type State string

// The states, in the order in which they are shown. A clock whose conditions do not hold has none.
const (
	Overdue    State = "overdue"      // its time has ended without a report
	Running    State = "running"      // its time has not ended
	MayRun     State = "may-run"      // facts are unknown; nobody may rely on it that it does not
	NotYet     State = "not-yet"      // what it is counted from has not happened, or is not said
	Met        State = "met"          // the report was sent
	Stopped    State = "stopped"      // it ran, or would, and something ended it
	NotInForce State = "not-in-force" // proposed, not yet or no more applicable
)

var states = []State{Overdue, Running, MayRun, NotYet, Met, Stopped, NotInForce}

// Clock is a duty to report an event, as it stands at a point in time.
type Clock struct {
	ID             string              `json:"id"`
	Title          string              `json:"title"`
	Regime         string              `json:"regime"`
	Article        string              `json:"article"`
	Clause         string              `json:"clause,omitempty"`
	Force          knowledge.Force     `json:"force"`
	Certainty      knowledge.Certainty `json:"certainty"`
	State          State               `json:"state"`
	Because        []string            `json:"because"`        // the facts that start it, or what keeps it from running
	Asks           []Question          `json:"asks,omitempty"` // what is unknown
	Time           string              `json:"time"`           // how long there is, and from when on, in words
	Anchor         knowledge.Anchor    `json:"anchor"`
	From           time.Time           `json:"from,omitzero"`            // the anchor
	Deadline       time.Time           `json:"deadline,omitzero"`        // the last second, counted strictly
	Latest         time.Time           `json:"latest,omitzero"`          // the last second by the rules on hours, weekends and holidays, where later
	LatestBecause  string              `json:"latest-because,omitempty"` // the rule
	Expected       time.Time           `json:"expected,omitzero"`        // the deadline if the report before it is sent at its own
	Left           int64               `json:"left-seconds"`             // until the deadline; below 0 after it, 0 where there is none
	Zone           string              `json:"zone"`
	ZoneAssumed    bool                `json:"zone-assumed,omitempty"` // the event states none
	Recipient      string              `json:"recipient"`
	Report         string              `json:"report"`
	Contents       []Point             `json:"contents"`
	Stops          []string            `json:"stops,omitempty"` // what ends or suspends it, in words
	Follows        string              `json:"follows,omitempty"`
	Then           []string            `json:"then,omitempty"` // the clocks that follow
	Sent           *Sent               `json:"sent,omitempty"`
	CountedBecause string              `json:"counted-because"`
	Beware         string              `json:"beware,omitempty"`
}

// Question is a fact that is unknown, with what to ask.
type Question struct {
	Fact string `json:"fact"`
	Asks string `json:"asks"`
}

// Point is one point of the report. Filled is what the event says to it; a person has to write it where that is empty.
type Point struct {
	Says   string `json:"says"`
	From   string `json:"from"`
	Filled string `json:"filled,omitempty"`
}

// Sent is the report that meets a clock.
type Sent struct {
	At        time.Time `json:"at"`
	Reference string    `json:"reference,omitempty"`
	Late      bool      `json:"late,omitempty"`
}

// Run lists the clocks of an event that Check found no error in, as they stand now: those that end first come first in each state. What becomes
// known later than now, and reports sent later, do not count.
func Run(ix *knowledge.Index, e *Event, now time.Time) []Clock {
	r := run{ix: ix, e: e, now: now, known: e.until(now), by: map[string]*Clock{}, busy: map[string]bool{}}
	for i := range ix.Base.Clocks {
		r.clock(&ix.Base.Clocks[i])
	}
	r.oneReport()
	out := []Clock{}
	for i := range ix.Base.Clocks {
		if c := r.by[ix.Base.Clocks[i].ID]; c != nil {
			out = append(out, *c)
		}
	}
	slices.SortStableFunc(out, func(a, b Clock) int {
		return cmp.Or(cmp.Compare(slices.Index(states, a.State), slices.Index(states, b.State)), a.order().Compare(b.order()))
	})
	return out
}

// order is the time that a clock is sorted by; those without one come last.
func (c *Clock) order() time.Time {
	for _, t := range []time.Time{c.Deadline, c.Expected} {
		if !t.IsZero() {
			return t
		}
	}
	return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
}

// run is the state of one call of Run. Clocks are made once, those that others follow before them.
type run struct {
	ix    *knowledge.Index
	e     *Event
	now   time.Time
	known history
	by    map[string]*Clock
	busy  map[string]bool // begun; a circle, which the lint refuses, ends here
}

func (r *run) truth(at time.Time) func(string) knowledge.Truth {
	return func(fact string) knowledge.Truth { return r.known.is(fact, at) }
}

// clock makes a clock if it is not there yet; nil where its conditions do not hold and never did.
func (r *run) clock(k *knowledge.ReportingClock) *Clock {
	if r.busy[k.ID] || k.Status == knowledge.Withdrawn {
		return r.by[k.ID]
	}
	r.busy[k.ID] = true
	holds := knowledge.All(k.Conditions(), r.truth(r.now))
	if holds == knowledge.IsFalse && !r.ran(k) {
		return nil
	}
	c := &Clock{
		ID: k.ID, Title: k.Title, Regime: k.Regime, Article: k.Article, Clause: k.Clause, Force: k.Force, Certainty: k.Certainty, Time: k.Time(),
		Anchor: k.Anchor, Zone: k.Zone, Recipient: k.Recipient, Report: k.Report.Title, Follows: k.Follows, CountedBecause: k.CountedSince, Beware: k.Beware,
	}
	if k.Zone == knowledge.EventZone {
		c.Zone, c.ZoneAssumed = r.e.zone(), r.e.Zone == ""
	}
	for _, s := range k.Stops {
		c.Stops = append(c.Stops, s.Because)
	}
	for i := range r.ix.Base.Clocks {
		if n := &r.ix.Base.Clocks[i]; n.Follows == k.ID && n.Status != knowledge.Withdrawn {
			c.Then = append(c.Then, n.ID)
		}
	}
	r.by[k.ID] = c
	r.count(k, c)
	r.judge(k, c, holds)
	c.Contents = r.points(k)
	return c
}

// ran tells whether all conditions held at an earlier time.
func (r *run) ran(k *knowledge.ReportingClock) bool {
	conditions := k.Conditions()
	for _, c := range conditions {
		for _, l := range c {
			for _, a := range r.known[l.Fact] {
				if knowledge.All(conditions, r.truth(a.at)) == knowledge.IsTrue {
					return true
				}
			}
		}
	}
	return false
}

// count finds the anchor and the end of the time.
func (r *run) count(k *knowledge.ReportingClock, c *Clock) {
	switch k.Anchor {
	case knowledge.Awareness:
		c.From = r.aware(k)
	case knowledge.PreviousReport:
		if sent := r.e.first(r.sharing(k.Follows), r.now); sent != nil {
			c.From = r.e.at(sent.Time)
		}
	default:
		c.From = r.e.anchor(k.Anchor)
	}
	if k.Within == nil {
		if !c.From.IsZero() {
			c.From = c.From.In(location(c.Zone))
		}
		return
	}
	cal := calendar{k.Counted, location(c.Zone), r.e.Holidays}
	if !c.From.IsZero() {
		end := cal.end(k.Within, c.From)
		c.From, c.Deadline, c.LatestBecause = c.From.In(cal.zone), end.deadline, end.because
		if !end.latest.IsZero() {
			c.Latest = end.latest
		}
		c.Left = int64(c.Deadline.Sub(r.now) / time.Second)
		return
	}
	if before := r.ix.Clocks[k.Follows]; k.Anchor == knowledge.PreviousReport && before != nil {
		if b := r.clock(before); b != nil && !b.order().Equal((&Clock{}).order()) {
			c.Expected = cal.end(k.Within, b.order()).deadline
		}
	}
}

// aware is when the organisation was aware of all that starts the clock; the zero time where a time is missing. Of facts of which one is enough the
// first counts, and the awareness of the event where none of them says when.
func (r *run) aware(k *knowledge.ReportingClock) time.Time {
	var conditions []knowledge.Condition
	if len(k.AwareOf) > 0 {
		conditions = knowledge.Conditions(k.AwareOf)
	} else {
		conditions = knowledge.Conditions(k.When)
	}
	var last time.Time
	for _, cond := range conditions {
		var first time.Time
		named := false
		for _, l := range cond {
			f := knowledge.EventFact(l.Fact)
			if f == nil || f.Standing || l.Not {
				continue
			}
			t, ok := r.known.since(l.Fact)
			if !ok {
				continue
			}
			if t.IsZero() { // it says nothing, and the event neither
				return t
			}
			if !named || t.Before(first) {
				first, named = t, true
			}
		}
		if named && first.After(last) {
			last = first
		}
	}
	if last.IsZero() {
		return r.e.anchor(knowledge.Awareness)
	}
	return last
}

// sharing lists a clock and those that the same report meets.
func (r *run) sharing(id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		if k := r.ix.Clocks[out[i]]; k != nil {
			for _, o := range k.OneReportWith {
				if !slices.Contains(out, o) {
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// judge sets the state.
func (r *run) judge(k *knowledge.ReportingClock, c *Clock, holds knowledge.Truth) {
	c.Because = r.reasons(k)
	if why := outOfForce(k, c, r.now); why != "" {
		c.State, c.Because, c.Deadline, c.Latest, c.LatestBecause, c.Expected, c.Left = NotInForce, []string{why}, time.Time{}, time.Time{}, "", time.Time{}, 0
		return
	}
	if sent := r.e.first(r.sharing(k.ID), r.now); sent != nil {
		at := r.e.at(sent.Time)
		end := c.Latest
		if end.IsZero() {
			end = c.Deadline
		}
		c.State, c.Sent, c.Left = Met, &Sent{at.In(location(c.Zone)), sent.Reference, !end.IsZero() && at.After(end)}, 0
		return
	}
	for _, s := range k.Stops {
		if when := knowledge.Conditions(s.When); len(when) > 0 && knowledge.All(when, r.truth(r.now)) == knowledge.IsTrue {
			c.stop(s.Because)
			return
		}
	}
	switch holds {
	case knowledge.IsFalse:
		c.stop(r.ended(k))
	case knowledge.IsUnknown:
		c.State, c.Asks = MayRun, r.questions(k)
	default:
		r.onTime(k, c)
	}
}

func (c *Clock) stop(why string) { c.State, c.Because, c.Left = Stopped, []string{why}, 0 }

// onTime sets the state of a clock whose conditions hold, by what it is counted from.
func (r *run) onTime(k *knowledge.ReportingClock, c *Clock) {
	end := c.Latest
	if end.IsZero() {
		end = c.Deadline
	}
	switch {
	case c.From.IsZero() && (k.Within != nil || k.Anchor != knowledge.Awareness):
		c.State = NotYet
		c.Because = append(c.Because, notYet(k))
	case k.Within != nil && r.now.After(end):
		c.State = Overdue
	default:
		c.State = Running
	}
}

func notYet(k *knowledge.ReportingClock) string {
	if k.Anchor == knowledge.PreviousReport {
		return "the report for " + k.Follows + " has not been sent"
	}
	i := slices.IndexFunc(knowledge.Anchors, func(n knowledge.Named) bool { return n.Name == string(k.Anchor) })
	return fmt.Sprintf("the event does not say when this was: %s", knowledge.Anchors[i].Says)
}

// outOfForce says why a clock does not count: it is only proposed, or does not apply on the day of its anchor, or today where it has none.
func outOfForce(k *knowledge.ReportingClock, c *Clock, now time.Time) string {
	day := now
	if !c.From.IsZero() {
		day = c.From
	}
	on := dayOf(day.In(location(c.Zone))).String()
	switch {
	case k.Force == knowledge.ProposedForce:
		return "it is proposed and not law"
	case k.From != "" && on < k.From:
		return "it applies from " + k.From + " on"
	case k.Until != "" && on > k.Until:
		return "it applied until " + k.Until
	}
	return ""
}

// reasons are the facts that hold the conditions, each once.
func (r *run) reasons(k *knowledge.ReportingClock) []string {
	var out []string
	for _, cond := range k.Conditions() {
		for _, l := range cond {
			is := r.known.is(l.Fact, r.now)
			if is == knowledge.IsTrue && !l.Not || is == knowledge.IsFalse && l.Not {
				if s := said(l); !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// questions are the facts that conditions which neither hold nor fail wait for.
func (r *run) questions(k *knowledge.ReportingClock) []Question {
	var out []Question
	for _, cond := range k.Conditions() {
		if cond.Holds(r.truth(r.now)) != knowledge.IsUnknown {
			continue
		}
		for _, l := range cond {
			q := Question{Fact: l.Fact}
			if f := knowledge.EventFact(l.Fact); f != nil {
				q.Asks = f.Asks
			}
			if r.known.is(l.Fact, r.now) == knowledge.IsUnknown && !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// ended says which condition does not hold any more.
func (r *run) ended(k *knowledge.ReportingClock) string {
	for _, cond := range k.Conditions() {
		if cond.Holds(r.truth(r.now)) == knowledge.IsFalse {
			var parts []string
			for _, l := range cond {
				parts = append(parts, said(l))
			}
			return "it turned out that this does not hold: " + strings.Join(parts, ", or ")
		}
	}
	return ""
}

func said(l knowledge.Literal) string {
	if l.Not {
		return "not " + l.Fact
	}
	return l.Fact
}

// oneReport stops the clocks that another one of the same report makes needless, because it ends sooner.
func (r *run) oneReport() {
	for i := range r.ix.Base.Clocks {
		c := r.by[r.ix.Base.Clocks[i].ID]
		if c == nil || len(r.ix.Base.Clocks[i].OneReportWith) == 0 {
			continue
		}
		counts := func(o *Clock) bool {
			return o != nil && (o.State == Running || o.State == Overdue) && !o.Deadline.IsZero()
		}
		for _, id := range r.sharing(c.ID) {
			if o := r.by[id]; counts(c) && counts(o) && o.Deadline.Before(c.Deadline) {
				c.stop(id + " runs for the same report and ends sooner")
			}
		}
	}
}
