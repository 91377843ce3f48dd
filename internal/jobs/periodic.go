package jobs

import (
	"fmt"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
)

// Periodic is work that comes by itself, once in each period, whichever processes live. Periods are multiples of Every
// since the year 1 in UTC, so that a day begins at midnight and a restart moves nothing. Whoever starts makes up for the period that has
// begun; one that nobody lived through is left out.
type Periodic struct {
	Job workbench.Job
	// Every is the period: a minute or more, and less than Options.Keep.
	Every time.Duration
}

// Next implements river.PeriodicSchedule.
func (p Periodic) Next(t time.Time) time.Time { return t.Truncate(p.Every).Add(p.Every) }

func periodicJobs(o Options) ([]*river.PeriodicJob, error) {
	var out []*river.PeriodicJob
	for _, p := range o.Periodic {
		if p.Every < time.Minute || p.Every >= o.Keep {
			return nil, fmt.Errorf("periodic job %s: a period is a minute or more and less than the %s that finished jobs are kept, not %s", p.Job.Kind, o.Keep, p.Every)
		}
		p.Job.Unique = true
		params, err := paramsOf(p.Job)
		if err != nil {
			return nil, fmt.Errorf("periodic job %s: %w", p.Job.Kind, err)
		}
		params.InsertOpts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByPeriod: p.Every} // done in this period is done
		out = append(out, river.NewPeriodicJob(p, func() (river.JobArgs, *river.InsertOpts) { return params.Args, params.InsertOpts }, &river.PeriodicJobOpts{RunOnStart: true}))
	}
	return out, nil
}
