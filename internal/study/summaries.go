package study

import (
	"context"
	"encoding/json"

	"cordon/internal/workbench"
)

// SummarisePart computes the summaries of one part of a job of kind workbench.JobSummaries, and gives what writes them.
func (s *Study) SummarisePart(ctx context.Context, args []byte, part int) (func(context.Context, workbench.Tx) error, error) {
	var in workbench.Parts
	if err := json.Unmarshal(args, &in); err != nil {
		return nil, err
	}
	if part < 0 || part >= len(in.After) {
		return nil, workbench.Errorf(workbench.Invalid, "there is no part %d of %d", part, len(in.After))
	}
	projects, err := s.Workbench.Part(ctx, in, part)
	if err != nil {
		return nil, err
	}
	var all []workbench.Summary
	for _, p := range projects {
		sum, err := s.summary(ctx, p.ID)
		switch {
		case workbench.FaultOf(err) == workbench.NotFound: // deleted meanwhile
		case err != nil:
			return nil, err
		case sum != nil:
			all = append(all, *sum)
		}
	}
	return func(ctx context.Context, tx workbench.Tx) error { return s.Workbench.KeepSummaries(ctx, tx, all) }, nil
}
