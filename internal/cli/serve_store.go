package cli

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cordon/internal/diag"
	"cordon/internal/jobs"
	"cordon/internal/store"
	"cordon/internal/store/postgres"
	"cordon/internal/store/sqlite"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// openStore opens the database and brings it to this program's schema.
func openStore(ctx context.Context, o serving) (workbench.Store, jobs.Database, error) {
	switch {
	case strings.HasPrefix(o.store, "postgres://") || strings.HasPrefix(o.store, "postgresql://"):
		s, err := postgres.Open(ctx, o.store)
		if err != nil {
			return nil, jobs.Database{}, err
		}
		return s, jobs.PostgreSQL(s.Pool()), nil
	case o.store != "":
		return nil, jobs.Database{}, usageError{errors.New("--store takes a postgres:// address; without it, everything is in a file in DIR")}
	}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return nil, jobs.Database{}, &store.Refusal{What: o.dir, Code: diag.StoreRights, Why: err, Hint: "give a folder that the account which runs cordon can make or write"}
	}
	s, err := sqlite.Open(ctx, filepath.Join(o.dir, "cordon.db"))
	if err != nil {
		return nil, jobs.Database{}, err
	}
	return s, jobs.SQLite(s.DB()), nil
}

// openJobs brings the queue to its schema and registers what can be worked on.
func openJobs(ctx context.Context, db jobs.Database, in workbench.Store, s *study.Study, o serving) (*jobs.Runner, error) {
	if err := jobs.Migrate(ctx, db); err != nil {
		return nil, err
	}
	q, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	kinds := summaries(s, q, o.jobs)
	work := s.Work()
	for _, name := range study.Kinds {
		if !o.works(name) {
			continue
		}
		do := work[name]
		kinds = append(kinds, jobs.Kind{Name: name, Limit: o.jobs, Work: func(ctx context.Context, args []byte, p *jobs.Progress) error {
			return do(ctx, args, p)
		}})
	}
	sweep := jobs.Kind{Name: "sweep", Work: func(ctx context.Context, _ []byte, _ *jobs.Progress) error { return s.Workbench.Sweep(ctx) }}
	retain := jobs.Kind{Name: "retain", Timeout: time.Hour, Work: func(ctx context.Context, _ []byte, _ *jobs.Progress) error { return s.Workbench.Retain(ctx) }}
	return jobs.NewRunner(db, in, append(kinds, sweep, retain, deliveries(s.Workbench), backups(s.Workbench)), jobs.Options{Periodic: []jobs.Periodic{
		{Job: workbench.Job{Kind: "sweep"}, Every: time.Hour}, {Job: workbench.Job{Kind: "retain"}, Every: 24 * time.Hour},
	}})
}

// deliveries sends messages to subscribers.
func deliveries(w *workbench.Workbench) jobs.Kind {
	return jobs.Kind{
		Name: workbench.JobDeliver, Limit: 4, Attempts: workbench.DeliveryTries, Wait: workbench.DeliveryWait, Timeout: time.Minute,
		Work: func(ctx context.Context, args []byte, _ *jobs.Progress) error {
			var in struct{ Delivery string }
			if err := json.Unmarshal(args, &in); err != nil {
				return err
			}
			return w.Deliver(ctx, in.Delivery)
		},
	}
}

// backups copies the store. A copy that was begun twice is two files; each is whole.
func backups(w *workbench.Workbench) jobs.Kind {
	return jobs.Kind{
		Name: workbench.JobBackup, Timeout: time.Hour,
		Work: func(ctx context.Context, _ []byte, p *jobs.Progress) error {
			name, err := w.MakeBackup(ctx)
			if err != nil {
				return err
			}
			return p.Result(map[string]string{"file": name})
		},
	}
}
