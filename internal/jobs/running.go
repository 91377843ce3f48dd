package jobs

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// try is a job that this process works.
type try struct {
	end   context.CancelCauseFunc
	split int64 // the job that it is a shard of, or 0
}

// Why the context of a try ended, beside what River does.
var (
	errCancelled = errors.New("the job was cancelled")
	errSplitOver = errors.New("the job that this shard is part of is over")
)

// working notes that this process works a job until the function it gives is called, and gives the context of the try.
func (r *Runner) working(ctx context.Context, job *river.Job[envelope]) (context.Context, func()) {
	t := try{}
	ctx, t.end = context.WithCancelCause(ctx)
	if s := job.Args.Shard; s != nil {
		t.split = s.Job
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[job.ID] = t
	return ctx, func() {
		t.end(nil)
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.running, job.ID)
	}
}

func (r *Runner) works(id int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.running[id]
	return ok
}

func (r *Runner) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.running)
}

// watchCancels looks each second whether somebody cancelled a job that runs here, or one whose shards do. River tells this by a
// notification, which PostgreSQL may lose with a connection, and which riversqlite v0.47.0 does not send.
func (r *Runner) watchCancels(ctx context.Context) {
	for tick := time.NewTicker(time.Second); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		if err := r.endCancelled(ctx); err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "it was not looked at whether jobs were cancelled", "error", err)
		}
	}
}

func (r *Runner) endCancelled(ctx context.Context) error {
	r.mu.Lock()
	tries := maps.Clone(r.running)
	r.mu.Unlock()
	if len(tries) == 0 {
		return nil
	}
	ids := map[int64]bool{}
	for id, t := range tries {
		ids[id] = true
		if t.split != 0 {
			ids[t.split] = true
		}
	}
	rows := map[int64]*rivertype.JobRow{}
	err := r.store.Read(ctx, func(tx workbench.Tx) error {
		for some := range slices.Chunk(slices.Collect(maps.Keys(ids)), 1000) {
			found, err := r.engine.list(ctx, tx, river.NewJobListParams().IDs(some...).First(len(some)))
			if err != nil {
				return err
			}
			for _, row := range found {
				rows[row.ID] = row
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id, t := range tries {
		if row := rows[id]; row == nil || wasCancelled(row) {
			t.end(errCancelled)
		}
		if t.split != 0 && isOver(rows[t.split]) {
			t.end(errSplitOver)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.told, func(id int64, _ time.Time) bool { return !ids[id] })
	return nil
}

// isOver tells whether a split job needs no shards any more.
func isOver(row *rivertype.JobRow) bool { return row == nil || row.State != rivertype.JobStatePending }

func (r *Runner) splitOver(ctx context.Context, id int64) (bool, error) {
	over := false
	err := r.store.Read(ctx, func(tx workbench.Tx) error {
		row, err := r.engine.get(ctx, tx, id)
		over = isOver(row)
		if workbench.FaultOf(err) == workbench.NotFound {
			return nil
		}
		return err
	})
	return over && err == nil, err
}

// tellSplit writes how many shards are counted as the progress of the split job, at most once a second from this process.
func (r *Runner) tellSplit(ctx context.Context, s Shard) {
	r.mu.Lock()
	due := time.Since(r.told[s.Job]) >= 2*often
	if due {
		r.told[s.Job] = time.Now()
	}
	r.mu.Unlock()
	if !due {
		return
	}
	err := r.store.Write(ctx, func(tx workbench.Tx) error {
		row, err := r.engine.get(ctx, tx, s.Job)
		if err != nil || isOver(row) {
			return err
		}
		o, err := r.Outcome(ctx, tx, s.Job)
		if err != nil {
			return err
		}
		j := jobOf(row)
		j.Output.Done, j.Output.Total = int64(o.Done), int64(o.Shards)
		if err := r.engine.output(ctx, tx, s.Job, j.Output); err != nil {
			return err
		}
		return r.tell(ctx, tx, j)
	})
	if err != nil && ctx.Err() == nil && workbench.FaultOf(err) != workbench.NotFound {
		r.log.WarnContext(ctx, "the progress of a split job was not written", "job", s.Job, "error", err)
	}
}
