package papers

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/report/dossier"
)

// After is what documents say of the time after release of the system at a path, from an instant to another. It is nil where nothing is kept of it,
// or where ds has errors.
func After(ctx context.Context, path string, j *project.Judged, from, to civil.Instant, ds *diag.List) (*dossier.After, error) {
	p, err := project.OpenPeriod(ctx, path, j.Planned.Model, j.Knowledge, from, to, ds)
	if err != nil || p == nil || ds.HasErrors() {
		return nil, err
	}
	return afterOf(p), nil
}

// afterOf puts a period into the words of documents.
func afterOf(p *project.Period) *dossier.After {
	a := &dossier.After{
		From: p.From.Day(), To: p.To.Day(), Looked: p.Findings.Looked, Index: p.Findings.Index, Now: dossier.Count(p.Now), Before: dossier.Count(p.Before),
		First: p.First.Harms, Last: p.Last.Harms, Horizon: p.Horizon.Day(),
	}
	if p.Recorded {
		a.Began, a.BeforeRecorded = p.Began.Day(), p.Began <= p.From-(p.To-p.From)
	}
	for _, u := range p.Used {
		r := dossier.Release{Of: u.Of, Release: u.Release}
		if u.Since != 0 {
			r.Since = u.Since.Day()
		}
		if u.Bill != nil {
			r.Bill, r.Released, r.Until = u.Bill.File.Text, u.Bill.Released.Text, u.Bill.Until.Text
		}
		a.Releases = append(a.Releases, r)
	}
	for _, e := range p.Endings {
		a.Endings = append(a.Endings, dossier.Ending(e))
	}
	for i := range p.Seen {
		a.Vulnerabilities = append(a.Vulnerabilities, vulnerabilityOf(p, &p.Seen[i]))
	}
	for _, f := range p.Forecast {
		o := dossier.Outlook{Harm: f.Harm, Verdict: f.Now, Likelihood: f.Likelihood}
		for _, t := range f.Turns {
			o.Turns = append(o.Turns, dossier.Turn{Day: t.At[:len("2026-11-26")], Verdict: t.Verdict, Likelihood: t.Likelihood, Because: t.Because})
		}
		a.Forecast = append(a.Forecast, o)
	}
	for i := range p.Actions {
		a.Actions = append(a.Actions, actionOf(&p.Actions[i]))
	}
	overdue := p.Read.Overdue()
	for _, e := range slices.Concat(p.Read.Effects, p.Read.Without) {
		r := dossier.Reading{Indicator: e.Indicator, Element: e.Element, Value: e.Value, When: dayOf(e.Since), Due: dayOf(e.Due)}
		r.Overdue = slices.ContainsFunc(overdue, func(o indicators.Effect) bool { return o.Indicator == e.Indicator && o.Element == e.Element })
		a.Readings = append(a.Readings, r)
	}
	a.Events = eventsOf(p)
	if len(a.Last) > 0 {
		a.Picture, a.PictureSays = string(report.RiskOverTime("Risk of "+p.Model.System.Name+" over time", p.Points)), report.RiskInWords(p.Points)
	}
	return a
}

// dayOf is the day of an instant in words.
func dayOf(text string) string {
	at, err := civil.Parse(text)
	if err != nil {
		return ""
	}
	return at.Day()
}

func eventsOf(p *project.Period) []dossier.Event {
	var out []dossier.Event
	for i := range p.Record.Events {
		e := &p.Record.Events[i]
		if e.Begin > p.To || e.Begin < p.From {
			continue
		}
		x := dossier.Event{ID: e.ID, Kind: string(e.Kind), Title: e.Title, From: e.From, Day: e.Begin.Day()}
		if !e.Open {
			x.Until = e.End.Day()
		}
		for _, at := range e.About {
			x.About = append(x.About, at.Text)
		}
		for _, in := range e.Installs {
			x.About = append(x.About, in.Of.Text)
		}
		for _, d := range e.Decided {
			x.Deciders = append(x.Deciders, d.Who+", "+d.Role)
		}
		for _, w := range p.End.Waiting {
			if w.Event == e.ID {
				x.Waits = w.Because
			}
		}
		out = append(out, x)
	}
	return out
}

func vulnerabilityOf(p *project.Period, s *project.Seen) dossier.Vulnerability {
	last := s.Last()
	v := dossier.Vulnerability{
		ID: s.ID(), Name: s.Vulnerability, Element: s.Element, Of: s.Of, Release: s.Release, Priority: s.Priority.Level, Because: s.Priority.Because,
		Status: string(last.Verdict.Status), Stale: last.Verdict.Stale, Risk: s.FDA.Outcome, RiskBecause: s.FDA.Because, Controls: s.HeldBy,
		Known: s.Steps[0].At.Day(), KnownHere: s.Steps[0].At >= p.From, Harms: raisedOf(s.Harms), FixedIn: p.FixedIn(s),
	}
	if f := s.Facts; f != nil {
		v.Summary = f.Summary
		for _, x := range f.Exploited {
			v.Exploited = append(v.Exploited, x.Source)
		}
	}
	for _, f := range s.Findings {
		v.Components = append(v.Components, f.Component)
	}
	end := p.To
	if last.Gone {
		end = last.At
		v.Gone, v.GoneHere = end.Day(), end >= p.From
	}
	v.Age = int(end-s.Steps[0].At) / civil.Day
	v.Line = append(v.Line, dossier.Moment{Day: v.Known, Says: "found in release " + cmp.Or(s.Release, "of unknown name")})
	for i := range s.Steps {
		if says := stepSays(s, i); says != "" {
			v.Line = append(v.Line, dossier.Moment{Day: s.Steps[i].At.Day(), Says: says})
		}
	}
	if d := p.Decisions.Get(last.Verdict.Decision); d != nil {
		v.Decision = &dossier.Judgement{ID: d.ID, Who: d.Who, Role: d.Role, When: d.When.Text, Why: d.Why, Action: d.Action}
	}
	return v
}

// stepSays is what became of a vulnerability, in words; empty where it has only become known.
func stepSays(s *project.Seen, i int) string {
	step := &s.Steps[i]
	switch {
	case step.Gone:
		return "no release in use has it any more"
	case step.Verdict.Stale:
		return "to be decided anew: something has changed that " + step.Verdict.Decision + " rested on"
	case step.Verdict.Status != "":
		return fmt.Sprintf("decided as %s (%s)", step.Verdict.Status, step.Verdict.Decision)
	case i > 0:
		return "in a release in use again, or the decision holds no longer"
	}
	return ""
}

func raisedOf(list []weigh.HarmChange) []dossier.Raised {
	var out []dossier.Raised
	for i := range list {
		h := &list[i]
		out = append(out, dossier.Raised{Harm: h.ID, Before: h.Before.Likelihood, After: h.After.Likelihood, Was: h.Before.Acceptability, Is: h.After.Acceptability, Contexts: h.Contexts})
	}
	return out
}

func actionOf(a *weigh.Action) dossier.Action {
	out := dossier.Action{
		ID: a.ID, Title: a.Title, Time: a.Time, By: a.By, Better: raisedOf(a.Better), Worse: raisedOf(a.Worse), Opens: a.Opens, Closes: a.Closes,
		Cost: a.Cost, Burden: a.Burden, Needs: a.Deciders,
	}
	if a.Kind == "install" { // nobody said what it costs
		out.Cost, out.Burden = -1, -1
	}
	return out
}
