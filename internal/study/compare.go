package study

import (
	"context"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/workbench"
)

// Compare says what two revisions differ in as assessed, as cordon diff does.
func (s *Study) Compare(ctx context.Context, a workbench.Actor, id workbench.ProjectID, from, to workbench.RevisionID, mode engine.Mode) (*assessment.Difference, error) {
	var both [2]*assessment.Assessment
	for i, rev := range []workbench.RevisionID{from, to} {
		as, _, err := s.Assess(ctx, a, id, rev, mode)
		if err != nil {
			return nil, err
		}
		if err := as.Whole(); err != nil {
			return nil, err
		}
		both[i] = as.Assessed.Assessment
	}
	return assessment.Diff(both[0], both[1]), nil
}
