package api

import (
	"context"
	"net/http"

	"cordon/internal/civil"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// inReplay says from when to when.
type inReplay struct {
	InRevision
	From string `query:"from" maxLength:"40" doc:"point in time or day; six months before the end if absent"`
	To   string `query:"to" maxLength:"40" doc:"now if absent"`
}

// Forecasts say when each harm gets worse.
type Forecasts struct {
	From  string           `json:"from"`
	To    string           `json:"to"`
	Items []weigh.Forecast `json:"items"`
}

// forecastYears is how far a forecast looks where nobody says otherwise, as cordon watch forecast does.
const forecastYears = 15

// span opens what a replay is of.
func (a *API) span(ctx context.Context, who workbench.Actor, in *inReplay) (after *study.After, from, to civil.Instant, err error) {
	if after, err = a.Study.After(ctx, who, in.Project, in.revision()); err == nil {
		from, to, err = a.Study.Span(in.From, in.To)
	}
	return after, from, to, err
}

func (a *API) replayOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/replay", id: "replay", summary: "The risk over time, by what was known at each instant", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *inReplay) (*body[study.Replayed], error) {
			after, from, to, err := a.span(ctx, who, in)
			if err != nil {
				return nil, err
			}
			out, err := after.Replay(ctx, from, to)
			if err != nil {
				return nil, err
			}
			return answer(*out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/replay/drawing", id: "replay-drawing", summary: "The same as a drawing (SVG)", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *inReplay) (*fileAnswer, error) {
			after, from, to, err := a.span(ctx, who, in)
			if err != nil {
				return nil, err
			}
			svg, err := after.Drawing(ctx, from, to)
			return &fileAnswer{Status: http.StatusOK, ContentType: "image/svg+xml", Disposition: `attachment; filename="risk.svg"`, Body: svg}, err
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/forecast", id: "forecast", summary: "When each harm gets worse if nothing is done and nothing new becomes known", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			AtInstant
		}) (*body[Forecasts], error) {
			after, at, err := a.afterAt(ctx, who, in.InRevision, in.AtInstant)
			if err != nil {
				return nil, err
			}
			until := at.AddMonths(12 * forecastYears)
			list, err := after.Forecast(ctx, at, until)
			return answer(Forecasts{at.String(), until.String(), list}, err)
		})
}
