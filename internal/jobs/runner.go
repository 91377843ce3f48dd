package jobs

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Options are how a Runner works. The zero value works.
type Options struct {
	// Grace is how long running jobs may go on after Run was told to stop, before their contexts end; 0 ends them at once.
	Grace time.Duration
	// Keep is how long finished jobs can be seen; 0 means 7 days. It must be longer than the period of each periodic job.
	Keep time.Duration
	// Beat is how often this process says that it lives; 0 means 5 seconds. Processes on one database must agree: after missed beats
	// of one, the others take its jobs.
	Beat time.Duration
	// Periodic are jobs that come by themselves, once for all processes on the database.
	Periodic []Periodic
	// Log gets failures; nil means slog.Default.
	Log *slog.Logger
}

// missed is how many beats a process may leave out: with 5 seconds each, jobs of a killed process are begun again after 20 to 30 seconds.
const missed = 4

// Runner works jobs. It is a Queue as well.
type Runner struct {
	*Queue
	store workbench.Store
	opts  Options
	log   *slog.Logger

	mu      sync.Mutex          // guards what follows
	running map[int64]try       // jobs that this process works, by id
	told    map[int64]time.Time // when the progress of a split job was written
}

// NewRunner gives a runner for kinds of jobs. The database is that of the store, and migrated.
func NewRunner(db Database, store workbench.Store, kinds []Kind, o Options) (*Runner, error) {
	o.Keep = cmp.Or(o.Keep, 7*24*time.Hour)
	o.Beat = cmp.Or(o.Beat, 5*time.Second)
	o.Log = cmp.Or(o.Log, slog.Default())
	r := &Runner{store: store, opts: o, log: o.Log, running: map[int64]try{}, told: map[int64]time.Time{}}
	workers, queues := river.NewWorkers(), map[string]river.QueueConfig{}
	for _, k := range kinds {
		k, err := k.withDefaults()
		if err != nil {
			return nil, err
		}
		if queues[k.Name].MaxWorkers > 0 {
			return nil, fmt.Errorf("the kind of jobs %q is there twice", k.Name)
		}
		river.AddWorkerArgs(workers, envelope{kind: k.Name}, &worker{kind: k, runner: r})
		queues[k.Name] = river.QueueConfig{MaxWorkers: k.Limit} // a queue for each kind makes the limit, and keeps kinds for those who know them
	}
	periodic, err := periodicJobs(o)
	if err != nil {
		return nil, err
	}
	engine, err := db.open(&river.Config{
		Queues: queues, Workers: workers, PeriodicJobs: periodic,
		FetchCooldown: time.Millisecond, FetchPollInterval: time.Second,
		CompletedJobRetentionPeriod: o.Keep, CancelledJobRetentionPeriod: o.Keep, DiscardedJobRetentionPeriod: o.Keep,
		// River's own rescuer goes by the age of a try, and discards kinds it does not know; ours goes by the life of processes.
		JobTimeout: -1, RescueStuckJobsAfter: 100 * 365 * 24 * time.Hour,
		SkipUnknownJobCheck: true,
		Logger:              slog.New(warnings{o.Log.Handler()}),
	})
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	r.Queue = &Queue{engine, time.Now}
	return r, nil
}

// settle is how long jobs may take to return after their contexts ended.
const settle = 10 * time.Second

// Run works jobs until ctx ends. Jobs that run then have their contexts ended after Options.Grace and go back to the queue, at no cost
// of their tries. It returns nil when all have returned; an error says that some did not, and that other processes will take them over.
func (r *Runner) Run(ctx context.Context) error {
	beat := newBeat(r)
	if err := beat.once(ctx); err != nil {
		return fmt.Errorf("start working jobs: %w", err)
	}
	work, end := context.WithCancel(context.WithoutCancel(ctx))
	events, unsubscribe := r.engine.subscribe()
	var wg sync.WaitGroup
	wg.Go(func() { r.tellEnds(context.WithoutCancel(ctx), events) })
	wg.Go(func() { beat.run(work) })
	wg.Go(func() { r.watchCancels(work) })
	err := r.engine.start(work)
	if err == nil {
		<-ctx.Done()
		err = r.halt(work)
	}
	unsubscribe()
	end()
	wg.Wait()
	if err != nil {
		return fmt.Errorf("work jobs: %w", err)
	}
	return beat.forget(context.WithoutCancel(ctx))
}

func (r *Runner) halt(ctx context.Context) error {
	if r.opts.Grace > 0 {
		grace, cancel := context.WithTimeout(ctx, r.opts.Grace)
		defer cancel()
		if err := r.engine.stop(grace); err == nil {
			return nil
		}
	}
	now, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	if err := r.engine.stopNow(now); err != nil {
		return fmt.Errorf("%d jobs did not return within %s of being told to stop; other processes take them over: %w", r.count(), settle, err)
	}
	return nil
}

// wrote writes the progress of a job, and tells it.
func (r *Runner) wrote(ctx context.Context, j Job) error {
	return r.store.Write(ctx, func(tx workbench.Tx) error {
		if err := r.engine.output(ctx, tx, j.ID, j.Output); err != nil {
			return err
		}
		return r.tell(ctx, tx, j)
	})
}

// tellEnds tells what became of each try of a job, until the channel is closed.
func (r *Runner) tellEnds(ctx context.Context, events <-chan *river.Event) {
	for e := range events {
		j := jobOf(e.Job)
		if j.Organisation == "" || isShard(e.Job) {
			continue
		}
		if err := r.store.Write(ctx, func(tx workbench.Tx) error { return r.tell(ctx, tx, j) }); err != nil {
			r.log.WarnContext(ctx, "the end of a job was not told", "job", j.ID, "error", err)
		}
	}
}

func isShard(row *rivertype.JobRow) bool { return len(row.Tags) == 0 }

// warnings lets only warnings and errors of River through: what fails is logged by us, with its cause.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}
func (w warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{w.Handler.WithAttrs(a)} }
func (w warnings) WithGroup(g string) slog.Handler      { return warnings{w.Handler.WithGroup(g)} }
