package project

import (
	"cmp"
	"context"
	"slices"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
)

// Period is what happened to a system in use from an instant to another, and what holds then.
type Period struct {
	From, To    civil.Instant
	Began       civil.Instant    // of the first entry of the record that says when
	Recorded    bool             // Began is known
	End         *weigh.State     // at To
	First, Last *weigh.Situation // harms at From and at To
	Points      []weigh.Point    // between the two
	Seen        []Seen           // vulnerabilities that a release in use had until To, the gravest for patients first
	Now, Before Count            // of this period, and of one as long before it
	Used        []Used           // releases at To
	Endings     []Ending
	Forecast    []weigh.Forecast // from To to Horizon
	Horizon     civil.Instant
	Actions     []weigh.Action
	Read        *indicators.Result // at To
	Decisions   *decisions.Set
	*After
}

// Seen is a vulnerability that a release in use has or had.
type Seen struct {
	weigh.Weighed // against what else holds at the end
	weigh.Triaged
	Of    string // element whose release it is in
	Steps []Step // what became of it, in order; never empty
}

// Step is what a vulnerability is from an instant until the next step.
type Step struct {
	At      civil.Instant
	Verdict weigh.Verdict
	Gone    bool // no release in use has it
}

// Last is the step that holds in the end.
func (s *Seen) Last() *Step { return &s.Steps[len(s.Steps)-1] }

// at is the step that holds at an instant; nil before the first.
func (s *Seen) at(i civil.Instant) *Step {
	var out *Step
	for j := range s.Steps {
		if s.Steps[j].At <= i {
			out = &s.Steps[j]
		}
	}
	return out
}

// Count counts the vulnerabilities of releases in use over a period, each at its element. Those that are open at the end are the last five together
// without NotAffected and Fixed.
type Count struct {
	Found int // that became known
	Gone  int // that no release in use has any more
	Days  int // half of those gone took so long from becoming known, or less; -1 where none is gone

	NotAffected, Fixed, Affected, Investigated, Undecided int // in releases in use at the end, by what was decided
}

// horizon is how far a period looks ahead, in months.
const horizon = 15 * 12

// OpenPeriod puts together what is known of the system at a path from an instant to another. It is nil where nothing is kept of it, or where ds
// has errors.
func OpenPeriod(ctx context.Context, path string, m *model.Model, k *Knowledge, from, to civil.Instant, ds *diag.List) (*Period, error) {
	r, _ := OpenRecord(path, m, k, ds)
	if ds.HasErrors() || len(r.Inventory)+len(r.Events)+len(r.Lifetimes)+len(r.Readings) == 0 {
		return nil, nil
	}
	set := OpenDecisions(path, ds)
	after, err := OpenAfter(ctx, path, m, k, ds, nil)
	if err != nil || after == nil || ds.HasErrors() {
		return nil, err
	}
	return after.Period(set, from, to, ctx.Err)
}

// Period puts together what is known from an instant to another. Set are the decisions. It ends early with the error of stop.
func (a *After) Period(set *decisions.Set, from, to civil.Instant, stop func() error) (*Period, error) {
	p := &Period{From: from, To: to, Horizon: to.AddMonths(horizon), End: a.StateAt(&a.Inputs, to), Decisions: set, Read: a.readingsAt(to), Used: a.used(to), Endings: a.endings(to), After: a}
	var err error
	if p.First, err = a.Try(a.StateAt(&a.Inputs, from).Changes, nil); err != nil {
		return nil, err
	}
	if p.Last, err = a.Try(p.End.Changes, nil); err != nil {
		return nil, err
	}
	if p.Points, err = a.Replay(&a.Inputs, from, to, stop); err != nil {
		return nil, err
	}
	if p.Forecast, err = a.Forecast(&a.Inputs, to, p.Horizon, stop); err != nil {
		return nil, err
	}
	if p.Actions, err = a.Actions(&a.Inputs, p.End, "", stop); err != nil {
		return nil, err
	}
	times := a.times(to)
	if p.Recorded = len(times) > 0; p.Recorded {
		p.Began = times[0]
	}
	if p.Seen, err = a.seen(append(times, to), p.End, stop); err != nil {
		return nil, err
	}
	p.Now, p.Before = count(p.Seen, from, to), count(p.Seen, from-(to-from), from-1)
	return p, nil
}

// readingsAt is what the readings of indicators come to; what is wrong with one was reported when the record was opened.
func (a *After) readingsAt(at civil.Instant) *indicators.Result {
	var elements []indicators.Element
	for i := range a.Assets {
		elements = append(elements, indicators.Element{ID: a.Assets[i].ID, Kind: a.Assets[i].Kind})
	}
	var quiet diag.List
	return indicators.Evaluate(a.Index, elements, a.Record.Readings, at, &quiet)
}

// times are the instants at which something was recorded or decided, in order, up to one.
func (a *After) times(to civil.Instant) []civil.Instant {
	var out []civil.Instant
	add := func(text string) {
		if at, err := civil.Parse(text); err == nil && at <= to {
			out = append(out, at)
		}
	}
	for i := range a.Record.Events {
		e := &a.Record.Events[i]
		out = append(out, e.Begin)
		if !e.Open {
			out = append(out, e.End)
		}
		for _, d := range e.Decided {
			add(d.When.Text)
		}
	}
	for i := range a.Record.Inventory {
		add(a.Record.Inventory[i].Released.Text)
	}
	for i := range a.Findings.Findings {
		add(a.Findings.Findings[i].Known)
		add(a.Findings.Findings[i].Gone)
	}
	for _, m := range a.Moments {
		out = append(out, m.At)
	}
	slices.Sort(out)
	out = slices.DeleteFunc(out, func(at civil.Instant) bool { return at > to })
	return slices.Compact(out)
}

// seen follows each vulnerability through the instants.
func (a *After) seen(times []civil.Instant, end *weigh.State, stop func() error) ([]Seen, error) {
	byID, index := map[string]*Seen{}, map[string]int{}
	places := []weigh.Place{} // each as it was last
	for _, at := range times {
		if err := stop(); err != nil {
			return nil, err
		}
		st := a.StateAt(&a.Inputs, at)
		there := map[string]bool{}
		for i := range st.Places {
			id := st.Places[i].ID()
			there[id] = true
			s := byID[id]
			if s == nil {
				s = &Seen{}
				byID[id], index[id] = s, len(places)
				places = append(places, weigh.Place{})
			}
			places[index[id]] = st.Places[i]
			if n := len(s.Steps); n == 0 || s.Steps[n-1].Gone || s.Steps[n-1].Verdict != st.Verdicts[i] {
				s.Steps = append(s.Steps, Step{At: at, Verdict: st.Verdicts[i]})
			}
		}
		for id, s := range byID {
			if last := s.Last(); !there[id] && !last.Gone {
				s.Steps = append(s.Steps, Step{At: at, Verdict: last.Verdict, Gone: true})
			}
		}
	}
	weighed, _, err := a.Weigh(places, a.Findings.Facts, end.Context, stop)
	if err != nil {
		return nil, err
	}
	out := make([]Seen, len(weighed))
	for i := range weighed {
		out[i] = *byID[weighed[i].ID()]
		out[i].Weighed = weighed[i]
		if bill := a.Record.Bill(weighed[i].Findings[0].Inventory); bill != nil {
			out[i].Of = bill.Of.Text
		}
		if out[i].Triaged, err = a.Triage(&weighed[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// count counts vulnerabilities from an instant to another.
func count(seen []Seen, from, to civil.Instant) Count {
	c := Count{Days: -1}
	var days []int
	for i := range seen {
		s := &seen[i]
		known := s.Steps[0].At
		if from <= known && known <= to {
			c.Found++
		}
		last := s.at(to)
		switch {
		case last == nil:
		case last.Gone:
			if from <= last.At {
				c.Gone++
				days = append(days, int(last.At-known)/civil.Day)
			}
		case last.Verdict.Status == postmarket.StatusNotAffected:
			c.NotAffected++
		case last.Verdict.Status == postmarket.StatusFixed:
			c.Fixed++
		case last.Verdict.Status == postmarket.StatusAffected:
			c.Affected++
		case last.Verdict.Status == postmarket.StatusUnderInvestigation:
			c.Investigated++
		default:
			c.Undecided++
		}
	}
	if len(days) > 0 {
		slices.Sort(days)
		c.Days = days[(len(days)-1)/2]
	}
	return c
}

// Used is the release of an element that is in use.
type Used struct {
	Of, Release string
	Since       civil.Instant          // installed; 0 where no event says so
	Bill        *record.InventoryEntry // nil where the record has none of it
}

// used lists what is in use of each element that the record has bills of materials of.
func (a *After) used(at civil.Instant) []Used {
	var out []Used
	for _, x := range a.Model.Assets {
		if !slices.ContainsFunc(a.Record.Inventory, func(e record.InventoryEntry) bool { return e.Of.Text == x.ID }) {
			continue
		}
		release, since, bill := a.Record.InUse(x.ID, x.Value.Release, at)
		out = append(out, Used{x.ID, release, since, bill})
	}
	return out
}

// Ending is something that can be relied on until a day.
type Ending struct {
	Of, Says, Until, Source string // Until is empty where nobody knows
}

// endings lists what ends of a system in use, the first first and what nobody knows last: support of the releases in use and stated lifetimes.
func (a *After) endings(at civil.Instant) []Ending {
	var out []Ending
	for _, u := range a.used(at) {
		e := Ending{Of: u.Of, Says: "support of release " + u.Release, Source: "record, inventory"}
		if u.Bill != nil {
			e.Until = u.Bill.Until.Text
		}
		out = append(out, e)
	}
	for _, l := range a.Record.Lifetimes {
		out = append(out, Ending{l.Of.Text, string(l.What) + ": " + l.Says, l.Until.Text, l.Source})
	}
	slices.SortStableFunc(out, func(x, y Ending) int { return cmp.Compare(cmp.Or(x.Until, "9999"), cmp.Or(y.Until, "9999")) })
	return out
}

// FixedIn is a release that does not have a vulnerability: the one in use where it is gone, or else the first one on record that came out later; empty
// where there is none.
func (p *Period) FixedIn(s *Seen) string {
	i := slices.IndexFunc(p.Used, func(u Used) bool { return u.Of == s.Of })
	switch {
	case i < 0:
		return ""
	case s.Last().Gone:
		return p.Used[i].Release
	case p.Used[i].Bill == nil:
		return ""
	}
	first := record.InventoryEntry{}
	for _, e := range p.Record.Inventory {
		has := slices.ContainsFunc(p.Findings.Findings, func(f record.Finding) bool {
			return f.Inventory == e.ID && f.Vulnerability == s.Vulnerability && f.Holds(p.To)
		})
		out := e.Released.Text
		if e.Of.Text == s.Of && !has && out > p.Used[i].Bill.Released.Text && out <= p.To.Day() && (first.ID == "" || out < first.Released.Text) {
			first = e
		}
	}
	return first.Release
}
