package cli

import (
	"context"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// summaries computes those of all systems of an organisation in parts, and says how that went.
func summaries(s *study.Study, q *jobs.Queue, atOnce int) []jobs.Kind {
	return []jobs.Kind{{
		Name: workbench.PartSummaries, Limit: atOnce, Timeout: time.Hour,
		Shard: func(ctx context.Context, part jobs.Shard) (jobs.Commit, error) {
			write, err := s.SummarisePart(ctx, part.Args, part.Index)
			return write, err
		},
	}, {
		Name: workbench.JobSummaries,
		Work: func(ctx context.Context, _ []byte, p *jobs.Progress) error {
			var o jobs.Outcome
			if err := s.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
				o, err = q.Outcome(ctx, tx, p.Job.ID)
				return err
			}); err != nil {
				return err
			}
			return p.Result(o)
		},
	}}
}
