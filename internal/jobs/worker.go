package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// worker works the jobs of a kind as River hands them out.
type worker struct {
	river.WorkerDefaults[envelope]
	kind   Kind
	runner *Runner
}

// Timeout implements river.Worker.
func (w *worker) Timeout(*river.Job[envelope]) time.Duration { return w.kind.Timeout }

// NextRetry implements river.Worker.
func (w *worker) NextRetry(job *river.Job[envelope]) time.Time {
	return time.Now().Add(w.kind.wait(job.Attempt))
}

// Work implements river.Worker. What it returns is kept with the job and shown to people.
func (w *worker) Work(ctx context.Context, job *river.Job[envelope]) error {
	if wasCancelled(job.JobRow) {
		return given{errCancelled}
	}
	outer := ctx
	ctx, done := w.runner.working(ctx, job)
	defer done()
	err := w.attempt(ctx, job)
	switch {
	case err == nil, errors.Is(context.Cause(ctx), errSplitOver):
		return nil
	case errors.Is(outer.Err(), context.Canceled): // somebody cancelled it, or this process stops: River knows which
		return context.Canceled
	case errors.Is(context.Cause(ctx), errCancelled):
		return given{errCancelled}
	}
	words := w.words(ctx, err)
	last := permanent(err) || job.Attempt >= w.kind.Attempts
	w.runner.log.WarnContext(ctx, "a job failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "again", !last, "error", err)
	if !last {
		return words
	}
	if s := shardOf(job); s != nil {
		if err := w.runner.counted(context.WithoutCancel(ctx), w.runner.store, *s, true, nil); err != nil {
			w.runner.log.ErrorContext(ctx, "a failed shard was not counted and is tried again", "job", job.ID, "error", err)
			return words
		}
		w.runner.tellSplit(ctx, *s)
	}
	return given{words}
}

// attempt is one try. It turns a panic into an error.
func (w *worker) attempt(ctx context.Context, job *river.Job[envelope]) (err error) {
	if job.Attempt > w.kind.Attempts {
		return workbench.Errorf(workbench.Unsupported, "it was given up after %d tries, the last of which ended with their process", w.kind.Attempts)
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	if s := shardOf(job); s != nil {
		return w.shard(ctx, *s)
	}
	j := jobOf(job.JobRow)
	p := &Progress{Job: j, write: w.runner.wrote, log: w.runner.log, out: j.Output}
	err = w.kind.Work(ctx, []byte(job.Args.Args), p)
	if unwritten := p.end(context.WithoutCancel(ctx)); err == nil {
		err = unwritten
	}
	if err == nil && metaOf(job.JobRow).Split {
		err = w.runner.store.Write(ctx, func(tx workbench.Tx) error {
			if err := uncount(ctx, tx, splitID(job.ID)); err != nil {
				return err
			}
			return w.runner.engine.complete(ctx, tx, job)
		})
	}
	return err
}

func (w *worker) shard(ctx context.Context, s Shard) error {
	over, err := w.runner.splitOver(ctx, s.Job)
	if err != nil || over {
		return err
	}
	commit, err := w.kind.Shard(ctx, s)
	if err != nil {
		return err
	}
	if err := w.runner.counted(ctx, w.runner.store, s, false, commit); err != nil {
		return err
	}
	w.runner.tellSplit(ctx, s)
	return nil
}

// shardOf gives the shard that a job is, nil for other jobs.
func shardOf(job *river.Job[envelope]) *Shard {
	s := job.Args.Shard
	if s != nil {
		s.Args, s.Organisation, s.Project = []byte(job.Args.Args), job.Args.Organisation, job.Args.Project
	}
	return s
}

// words says an error to people: only what was written for them.
func (w *worker) words(ctx context.Context, err error) error {
	if e := (*workbench.Error)(nil); errors.As(err, &e) {
		if e.Hint != "" {
			return errors.New(e.Text + "; " + e.Hint)
		}
		return errors.New(e.Text)
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("it took longer than %s and was ended", w.kind.Timeout)
	}
	return errors.New("it failed for a reason inside the system, which the log of the server names")
}

// given ends a job for good, with the text of the error.
type given struct{ error }

func (g given) Unwrap() error { return rivertype.JobCancel(g.error) }
