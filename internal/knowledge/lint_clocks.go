package knowledge

import (
	"fmt"
	"regexp"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

var dayForm = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)

// clocks checks references, conditions and periods of reporting clocks, and that their examples do what they say.
func (l *linter) clocks() {
	for i := range l.b.Clocks {
		c := &l.b.Clocks[i]
		if c.Clause != "" {
			l.clauseRef(c.At, c.Clause)
		}
		for _, day := range []string{c.From, c.Until} {
			if day != "" && !dayForm.MatchString(day) {
				l.ds.Add(c.At, diag.EntryPattern, "write YYYY-MM-DD", "%s: %q is no day", c.ID, day)
			}
		}
		if c.From != "" && c.Until != "" && c.Until < c.From {
			l.ds.Add(c.At, diag.EntryPattern, "", "%s ends before it begins", c.ID)
		}
		l.eventConditions(c.At, c.ID, c.When)
		for _, s := range c.Stops {
			l.eventConditions(s.At, c.ID, s.When)
		}
		l.awareness(c)
		l.clockReferences(c)
		l.period(c)
		for _, p := range c.Report.Contents {
			if names := namesOf(Details); !slices.Contains(names, p.From) {
				l.ds.Add(p.At, diag.EntryReference, yamltext.Suggest(p.From, names), "%s: nothing is called %q that a report is filled from", c.ID, p.From)
			}
		}
		if c.Status != Withdrawn {
			l.clockExamples(c)
		}
	}
}

func (l *linter) eventConditions(at diag.Pos, id string, when []string) {
	for _, s := range when {
		c, err := ParseCondition(s)
		if err != nil {
			l.ds.Add(at, diag.EntryPattern, "", "%s: %s", id, err)
		}
		for _, lit := range c {
			l.eventFact(at, id, lit.Fact)
		}
	}
}

func (l *linter) eventFact(at diag.Pos, id, fact string) {
	if EventFact(fact) == nil {
		l.ds.Add(at, diag.EntryReference, yamltext.Suggest(fact, EventFactNames()), "%s: no fact of events %q", id, fact)
	}
}

// awareness checks that a clock that starts with awareness says of what.
func (l *linter) awareness(c *ReportingClock) {
	for _, f := range c.AwareOf {
		l.eventFact(c.At, c.ID, f)
		named := func(s string) bool {
			cond, _ := ParseCondition(s)
			return slices.Contains(cond, Literal{Fact: f})
		}
		if !slices.ContainsFunc(c.When, named) {
			l.ds.Add(c.At, diag.EntryPattern, "add it to when", "%s starts with the awareness of %q and does not depend on it", c.ID, f)
		}
	}
	if c.Anchor == Awareness && len(c.Aware()) == 0 {
		l.ds.Add(c.At, diag.EntryPattern, "name a fact of the event in when", "%s starts with awareness of nothing", c.ID)
	}
}

func (l *linter) clockReferences(c *ReportingClock) {
	if c.Follows != "" {
		refer(l, c.At, "clock", c.Follows, l.ix.Clocks)
	}
	if c.Anchor == PreviousReport && c.Follows == "" {
		l.ds.Add(c.At, diag.EntryPattern, "name the clock in follows", "%s is counted from a report before it and follows none", c.ID)
	}
	seen := []string{c.ID}
	for next := c.Follows; next != "" && l.ix.Clocks[next] != nil; next = l.ix.Clocks[next].Follows {
		if next == c.ID {
			l.ds.Add(c.At, diag.EntryReference, "break the circle", "%s follows itself", c.ID)
		}
		if slices.Contains(seen, next) {
			break
		}
		seen = append(seen, next)
	}
	for _, id := range c.OneReportWith {
		if !refer(l, c.At, "clock", id, l.ix.Clocks) {
			continue
		}
		if id == c.ID || !slices.Contains(l.ix.Clocks[id].OneReportWith, c.ID) {
			l.ds.Add(c.At, diag.EntryReference, "each of the two names the other", "%s shares its report with %s, which does not say so", c.ID, id)
		}
	}
}

// period checks that unit, calendar and zone fit each other.
func (l *linter) period(c *ReportingClock) {
	bad := func(hint, format string, args ...any) {
		l.ds.Add(c.At, diag.EntryPattern, hint, "%s: %s", c.ID, fmt.Sprintf(format, args...))
	}
	if c.Within != nil && c.Within.Unit == WorkingDays && c.Counted == PlainDays {
		bad("say whose: us-federal, weekdays or eu-1182-71", "working days need a calendar")
	}
	if c.Within != nil && c.Within.YearEnd == Yes && c.Within.Unit == Hours {
		bad("", "hours are not counted from the end of a year")
	}
}

// clockExamples runs the examples. Roles and markets are taken to fit.
func (l *linter) clockExamples(c *ReportingClock) {
	runs, rests := false, false
	for _, e := range c.Examples {
		for _, f := range e.Facts {
			l.eventFact(f.At, c.ID, f.Key)
		}
		got := map[Truth]Running{IsTrue: Runs, IsFalse: Rests, IsUnknown: Asks}[All(Conditions(c.When), func(fact string) Truth {
			a, _ := e.Facts.Get(fact)
			return a
		})]
		if got != e.Expects {
			l.ds.Add(e.At, diag.EntryExample, "", "%s: the event of the example %q gives %s, not %s", c.ID, e.Says, got, e.Expects)
		}
		runs, rests = runs || e.Expects == Runs, rests || e.Expects == Rests
	}
	if !runs || !rests {
		l.ds.Add(c.At, diag.EntryExample, "add the missing example", "%s needs an event that starts it and one that does not", c.ID)
	}
}
