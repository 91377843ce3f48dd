package weigh

import (
	"fmt"
	"slices"

	"cordon/internal/civil"
	"cordon/internal/safety"
)

// Point is the risk from an instant until the next point.
type Point struct {
	At     string        `json:"at"`
	Causes []string      `json:"causes"` // what begins or ends then
	Harms  []safety.Harm `json:"harms"`
	Open   int           `json:"open"` // vulnerabilities that count
}

// Replay gives the risk over time: a point at the beginning, at each instant in between at which something known begins, changes or ends, and at
// the end. What was recorded later does not change what was before. Points that change neither risk nor the number of open vulnerabilities are
// left out, apart from the first and the last. It ends early with the error of stop.
func (s *System) Replay(in *Inputs, from, to civil.Instant, stop func() error) ([]Point, error) {
	moments := s.moments(in, from, to)
	out := []Point{}
	for i, m := range moments {
		if err := stop(); err != nil {
			return nil, err
		}
		st := s.StateAt(in, m.at)
		sit, err := s.Try(st.Changes, nil)
		if err != nil {
			return nil, err
		}
		p := Point{At: m.at.String(), Causes: m.causes, Harms: sit.Harms, Open: len(st.Open())}
		if last := len(out) - 1; i > 0 && i < len(moments)-1 && out[last].Open == p.Open && sameRisk(out[last].Harms, p.Harms) {
			continue
		}
		out = append(out, p)
	}
	return out, nil
}

func sameRisk(a, b []safety.Harm) bool {
	return slices.EqualFunc(a, b, func(x, y safety.Harm) bool { return x.Rank == y.Rank })
}

type moment struct {
	at     civil.Instant
	causes []string
}

// moments are the instants at which something may change, in order.
func (s *System) moments(in *Inputs, from, to civil.Instant) []moment {
	at := map[civil.Instant][]string{from: {}, to: {}}
	add := func(i civil.Instant, cause string, args ...any) {
		if from <= i && i <= to {
			at[i] = append(at[i], fmt.Sprintf(cause, args...))
		}
	}
	for i := range in.Record.Events {
		e := &in.Record.Events[i]
		add(e.Begin, "%s: %s", e.ID, e.Title)
		if !e.Open && e.Ended == "" {
			add(e.End, "%s is over", e.ID)
		}
		for _, a := range e.Decided {
			if when, err := civil.Parse(a.When.Text); err == nil && when > e.Begin {
				add(when, "%s decides on %s", a.Who, e.ID)
			}
		}
	}
	for _, f := range in.Findings.Findings {
		if known, err := civil.Parse(f.Known); err == nil {
			add(known, "%s found in %s", f.Vulnerability, f.Component)
		}
		if gone, err := civil.Parse(f.Gone); err == nil {
			add(gone, "%s no longer found in %s", f.Vulnerability, f.Component)
		}
	}
	for _, m := range in.Moments {
		add(m.At, "%s", m.Says)
	}
	installed := []civil.Instant{from, to} // another release may be in use from these on
	for i := range in.Record.Inventory {
		bill := &in.Record.Inventory[i]
		if day, err := civil.Parse(bill.Released.Text); err == nil {
			add(day, "release %s of %s is out", bill.Release, s.Title(bill.Of.Text))
			installed = append(installed, day)
		}
	}
	for i := range in.Record.Events {
		if e := &in.Record.Events[i]; len(e.Installs) > 0 {
			installed = append(installed, e.Begin)
			if !e.Open {
				installed = append(installed, e.End)
			}
		}
	}
	for i := range s.Index.Base.Ageing.Rules {
		rule := &s.Index.Base.Ageing.Rules[i]
		for _, at := range installed {
			for _, e := range s.ends(rule.Since, in.Record, at) {
				for _, step := range rule.Instants(e.at) {
					if from <= step && step <= to && slices.Contains(s.ends(rule.Since, in.Record, step), e) {
						add(step, "%s, %s %s", e.says, e.verb, e.at.Day())
					}
				}
			}
		}
	}
	out := make([]moment, 0, len(at))
	for i, causes := range at {
		slices.Sort(causes)
		out = append(out, moment{i, slices.Compact(causes)})
	}
	slices.SortFunc(out, func(a, b moment) int { return int(max(-1, min(1, a.at-b.at))) })
	return out
}

// Forecast is when a harm gets worse, if nothing is done and nothing new becomes known.
type Forecast struct {
	Harm       string `json:"harm"`
	Title      string `json:"title"`
	Now        string `json:"now"` // verdict
	Likelihood string `json:"likelihood"`
	Turns      []Turn `json:"turns"` // in order; empty where it stays as it is to the end
}

// Turn is a change of the judgement of a harm.
type Turn struct {
	At         string   `json:"at"`
	Verdict    string   `json:"verdict"`
	Likelihood string   `json:"likelihood"`
	Because    []string `json:"because"`
}

// Forecast follows the harms from an instant to another with what is known at the first: lifetimes end, events and readings run out, releases
// get old. It says for each harm when its judgement changes.
func (s *System) Forecast(in *Inputs, from, to civil.Instant, stop func() error) ([]Forecast, error) {
	later := *in
	later.Record, later.Findings, later.known = in.Record.Until(from), in.Findings.Until(from), &from
	points, err := s.Replay(&later, from, to, stop)
	if err != nil {
		return nil, err
	}
	out := make([]Forecast, len(s.Model.Harms))
	for i := range out {
		h := points[0].Harms[i]
		out[i] = Forecast{Harm: h.ID, Title: h.Title, Now: h.Acceptability, Likelihood: h.Likelihood, Turns: []Turn{}}
		last := h.Rank
		for _, p := range points[1:] {
			if now := &p.Harms[i]; now.Rank != last {
				out[i].Turns = append(out[i].Turns, Turn{p.At, now.Acceptability, now.Likelihood, p.Causes})
				last = now.Rank
			}
		}
	}
	return out, nil
}

// Moment is an instant at which something known elsewhere changes: a decision, the age of a reading.
type Moment struct {
	At   civil.Instant
	Says string
}
