package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Each process that works jobs keeps a record and changes it at each beat. The others see by its version that it changes; they compare
// no clocks of different machines. Jobs of a process whose record has not changed for some beats of the watcher's own clock are taken.
const beatKind workbench.Kind = "job-runner"

// beat is the life of one process, and what it has seen of the others.
type beat struct {
	r      *Runner
	record workbench.Record
	seen   map[string]sighting
	orphan map[int64]time.Time // jobs that are ours and that we do not work, since when
}

type sighting struct {
	version int64
	since   time.Time
}

func newBeat(r *Runner) *beat {
	doc, _ := json.Marshal(struct {
		Since time.Time `json:"since"`
	}{millis(time.Now())})
	return &beat{r: r, record: workbench.Record{Kind: beatKind, ID: r.engine.id(), Doc: doc}, seen: map[string]sighting{}, orphan: map[int64]time.Time{}}
}

// run beats, watches and tidies until ctx ends.
func (b *beat) run(ctx context.Context) {
	for tick := time.NewTicker(b.r.opts.Beat); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		if err := errors.Join(b.once(ctx), b.watch(ctx), b.r.tidy(ctx, b.r.store)); err != nil && ctx.Err() == nil {
			b.r.log.WarnContext(ctx, "a beat of the job queue was left out", "error", err)
		}
	}
}

// once says that this process lives. If others thought it dead and removed its record, it makes a new one.
func (b *beat) once(ctx context.Context) error {
	var next workbench.Record
	err := b.r.store.Write(ctx, func(tx workbench.Tx) error {
		r := b.record
		switch old, err := tx.Get(ctx, r.Kind, r.ID); {
		case err == nil:
			r.Version = old.Version
		case workbench.FaultOf(err) == workbench.NotFound:
			r.Version = 0
		default:
			return err
		}
		var err error
		next, err = tx.Put(ctx, r)
		return err
	})
	if err == nil {
		b.record = next
	}
	return err
}

// forget removes the record of a process that ends and has no jobs.
func (b *beat) forget(ctx context.Context) error {
	err := b.r.store.Write(ctx, func(tx workbench.Tx) error { return tx.Delete(ctx, beatKind, b.record.ID, 0) })
	if workbench.FaultOf(err) == workbench.NotFound {
		return nil
	}
	return err
}

// watch takes the jobs of processes that do not live any more, and those of ours that we lost.
func (b *beat) watch(ctx context.Context) error {
	var running []*rivertype.JobRow
	var records []workbench.Record
	err := b.r.store.Read(ctx, func(tx workbench.Tx) (err error) {
		if running, err = b.r.engine.list(ctx, tx, river.NewJobListParams().States(rivertype.JobStateRunning).First(10_000)); err != nil {
			return err
		}
		records, err = tx.List(ctx, beatKind, "", "", 10_000)
		return err
	})
	if err != nil {
		return err
	}
	dead := b.dead(records, running)
	maps.DeleteFunc(b.orphan, func(id int64, _ time.Time) bool { // one that ended after all, and may run again
		return !slices.ContainsFunc(running, func(row *rivertype.JobRow) bool { return row.ID == id })
	})
	var errs []error
	for _, row := range running {
		by := lastWorker(row)
		if dead[by] || by == b.record.ID && b.lost(row.ID) {
			errs = append(errs, b.rescue(ctx, row))
		}
	}
	for _, r := range records {
		if dead[r.ID] {
			errs = append(errs, b.bury(ctx, r))
		}
	}
	return errors.Join(errs...)
}

// dead gives the processes that have not beaten for too long. One without a record counts from when it was first missed.
func (b *beat) dead(records []workbench.Record, running []*rivertype.JobRow) map[string]bool {
	now, versions, out := time.Now(), map[string]int64{}, map[string]bool{}
	for _, row := range running {
		versions[lastWorker(row)] = 0
	}
	for _, r := range records {
		versions[r.ID] = r.Version
	}
	for id, version := range versions {
		if s, ok := b.seen[id]; !ok || s.version != version {
			b.seen[id] = sighting{version, now}
		}
		out[id] = id != b.record.ID && now.Sub(b.seen[id].since) >= missed*b.r.opts.Beat
	}
	for id := range b.seen {
		if _, ok := versions[id]; !ok {
			delete(b.seen, id)
		}
	}
	return out
}

// lost tells whether a job that is said to run here has not been worked for long: River could not write its end, or its beginning.
func (b *beat) lost(id int64) bool {
	if b.r.works(id) {
		delete(b.orphan, id)
		return false
	}
	since, ok := b.orphan[id]
	if !ok {
		b.orphan[id] = time.Now()
		return false
	}
	return time.Since(since) >= 6*missed*b.r.opts.Beat // River itself tries for a while
}

func (b *beat) rescue(ctx context.Context, row *rivertype.JobRow) error {
	delete(b.orphan, row.ID)
	return b.r.store.Write(ctx, func(tx workbench.Tx) error {
		now, err := b.r.engine.get(ctx, tx, row.ID)
		if err != nil || now.State != rivertype.JobStateRunning || lastWorker(now) != lastWorker(row) {
			return err
		}
		b.r.log.WarnContext(ctx, "a job is taken from a process that lives no more", "job", row.ID, "kind", row.Kind, "process", lastWorker(row))
		return b.r.engine.rescue(ctx, tx, now, "the process that worked it ended")
	})
}

func (b *beat) bury(ctx context.Context, r workbench.Record) error {
	err := b.r.store.Write(ctx, func(tx workbench.Tx) error { return tx.Delete(ctx, beatKind, r.ID, r.Version) })
	if f := workbench.FaultOf(err); f == workbench.NotFound || f == workbench.Conflict { // another was faster, or it lives again
		return nil
	}
	return err
}

// lastWorker is the process that began the last try of a job.
func lastWorker(row *rivertype.JobRow) string {
	if len(row.AttemptedBy) == 0 {
		return ""
	}
	return row.AttemptedBy[len(row.AttemptedBy)-1]
}
