package api

import (
	"context"
	"encoding/json"
	"net/http"

	"cordon/internal/numbers"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Computation is the result of long work, or the job that computes it: when that is done, the same question has the result.
type Computation[T any] struct {
	Result *T    `json:"result,omitempty"`
	Job    int64 `json:"job,omitempty" doc:"absent if the result is there"`
}

// computed is the answer to a question of long work: 200 with the result, 202 with the job.
type computed[T any] struct {
	Status int
	Body   Computation[T]
}

func computedOf[T any](c study.Computation, err error) (*computed[T], error) {
	if err != nil {
		return nil, err
	}
	if c.Result == nil {
		return &computed[T]{http.StatusAccepted, Computation[T]{Job: c.Job}}, nil
	}
	out := &computed[T]{http.StatusOK, Computation[T]{Result: new(T)}}
	return out, json.Unmarshal(c.Result, out.Body.Result)
}

func (a *API) numbersOperations() {
	add(a, operation{method: "POST", path: "/projects/{project}/revisions/{revision}/numbers", id: "numbers", summary: "How often harm is expected, as intervals, and which inputs move that most", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Body struct {
				Worlds int    `json:"worlds,omitempty" minimum:"1000" maximum:"10000000" default:"1000000" doc:"possible worlds to sample for each end"`
				Seed   uint64 `json:"seed,omitempty" doc:"the same seed gives the same numbers"`
				Inputs int    `json:"inputs,omitempty" minimum:"1" maximum:"50" default:"10" doc:"inputs to name that move the numbers most"`
				Sample bool   `json:"sample,omitempty" doc:"sample also where exact numbers can be computed"`
			}
		}) (*computed[numbers.Result], error) {
			return computedOf[numbers.Result](a.Study.Numbers(ctx, who, in.Project, in.revision(), study.NumbersAsked(in.Body)))
		})
}
