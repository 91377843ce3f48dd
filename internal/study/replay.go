package study

import (
	"context"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/workbench"
)

// replayed is how long a replay goes back where nobody says from when, in months.
const replayed = 6

// Replayed is the risk over time, with what was known at each instant.
type Replayed struct {
	From   string  `json:"from"`
	To     string  `json:"to"`
	Points []Point `json:"points"`
}

// Point is the risk from an instant until the next point.
type Point struct {
	At     string   `json:"at"`
	Causes []string `json:"causes" doc:"what begins or ends then"`
	Open   int      `json:"open" doc:"vulnerabilities that count"`
	Harms  []HarmAt `json:"harms" doc:"in the same order at each point"`
}

// HarmAt is the judgement of a harm at an instant.
type HarmAt struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	HarmIs
	Level int `json:"level" doc:"likelihood of the situation, 0 to 5"`
}

// Span gives the instants of a replay: to is now, and from six months before, where nobody says otherwise.
func (s *Study) Span(from, to string) (begin, end civil.Instant, err error) {
	if end, err = s.Instant("to", to); err != nil {
		return 0, 0, err
	}
	if from == "" {
		return end.AddMonths(-replayed), end, nil
	}
	if begin, err = s.Instant("from", from); err == nil && begin >= end {
		err = workbench.Errorf(workbench.Invalid, "it ends at %s, before it begins at %s", end, begin)
	}
	return begin, end, err
}

// Replay follows the risk from an instant to another.
func (a *After) Replay(ctx context.Context, from, to civil.Instant) (*Replayed, error) {
	points, err := a.points(ctx, from, to)
	if err != nil {
		return nil, err
	}
	out := &Replayed{From: from.String(), To: to.String(), Points: []Point{}}
	for i := range points {
		p := Point{At: points[i].At, Causes: given(points[i].Causes), Open: points[i].Open, Harms: []HarmAt{}}
		for j := range points[i].Harms {
			h := &points[i].Harms[j]
			p.Harms = append(p.Harms, HarmAt{h.ID, h.Title, harmIs(h), h.Rank.Likelihood})
		}
		out.Points = append(out.Points, p)
	}
	return out, nil
}

// Drawing draws a replay, as cordon watch replay does.
func (a *After) Drawing(ctx context.Context, from, to civil.Instant) ([]byte, error) {
	points, err := a.points(ctx, from, to)
	if err != nil {
		return nil, err
	}
	if len(points[0].Harms) == 0 {
		return nil, workbench.Errorf(workbench.Conflict, "the description names no harm, so there is no risk to draw")
	}
	var title string
	_ = a.Use(func(p *project.After, _ *decisions.Set) error {
		title = "Risk of " + p.Model.System.Name + " over time"
		return nil
	})
	return report.RiskOverTime(title, points), nil
}

func (a *After) points(ctx context.Context, from, to civil.Instant) ([]weigh.Point, error) {
	return a.replays.Get(ctx, from.String()+" "+to.String(), func(ctx context.Context) (out []weigh.Point, err error) {
		err = a.Use(func(p *project.After, _ *decisions.Set) error {
			out, err = p.Replay(&p.Inputs, from, to, ctx.Err)
			return err
		})
		return out, err
	})
}

// Forecast says of each harm when it gets worse, if nothing is done and nothing new becomes known.
func (a *After) Forecast(ctx context.Context, from, to civil.Instant) ([]weigh.Forecast, error) {
	return a.forecasts.Get(ctx, from.String()+" "+to.String(), func(ctx context.Context) (out []weigh.Forecast, err error) {
		err = a.Use(func(p *project.After, _ *decisions.Set) error {
			out, err = p.Forecast(&p.Inputs, from, to, ctx.Err)
			return err
		})
		for i := range out {
			out[i].Turns = given(out[i].Turns)
		}
		return given(out), err
	})
}
