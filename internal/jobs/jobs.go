// Package jobs does background work on the store's database with River: a request for work commits or fails with the change that asks
// for it. It knows what a job is, not what the work is about.
//
// A job is done at least once. A process that is killed has its jobs taken over by another, and the first may have got as far as its
// last statement, so the effects of a handler must be the same when it runs twice: write by ids that follow from the job, or check
// first. Only what a shard of a Split commits is done exactly once.
package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Database is the store's database as the queue speaks to it.
type Database struct {
	open    func(*river.Config) (engine, error)
	migrate func(context.Context) (more bool, err error) // one step
}

// SQLite uses a pool of exactly one connection, with immediate transactions and a busy timeout. It may be the store's own pool for
// writing. Nothing in a transaction of that pool may call what takes a connection itself, such as Runner.Run: it would wait for ever.
func SQLite(db *sql.DB) Database {
	driver := riversqlite.New(db)
	return Database{opener(driver), func(ctx context.Context) (more bool, err error) {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return false, err
		}
		defer func() { _ = tx.Rollback() }() // nothing is left after Commit
		if more, err = migrateOne(ctx, driver, tx); err != nil {
			return false, err
		}
		return more, tx.Commit()
	}}
}

// migrating is the key of the lock that lets one process migrate at a time. It spells "jobs".
const migrating = 0x6a6f6273

// PostgreSQL uses the store's pool. A Runner keeps one connection of it for notifications.
func PostgreSQL(pool *pgxpool.Pool) Database {
	driver := riverpgxv5.New(pool)
	return Database{opener(driver), func(ctx context.Context) (more bool, err error) {
		tx, err := pool.Begin(ctx)
		if err != nil {
			return false, err
		}
		defer func() { _ = tx.Rollback(ctx) }()
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", migrating); err != nil {
			return false, err
		}
		if more, err = migrateOne(ctx, driver, tx); err != nil {
			return false, err
		}
		return more, tx.Commit(ctx)
	}}
}

// Migrate brings the queue's tables to the version of this program. Processes may call it at once.
func Migrate(ctx context.Context, db Database) error {
	for {
		switch more, err := db.migrate(ctx); {
		case err != nil:
			return fmt.Errorf("migrate the job queue: %w", err)
		case !more:
			return nil
		}
	}
}

// migrateOne takes the next step, if there is one. PostgreSQL does not let River's steps share a transaction: one uses a value that
// another adds to a type.
func migrateOne[T any](ctx context.Context, driver riverdriver.Driver[T], tx T) (bool, error) {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return false, err
	}
	//lint:ignore SA1019 one step at a time is what its deprecation asks for, and the transaction holds the lock against other processes
	done, err := m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{MaxSteps: 1})
	if err != nil {
		return false, err
	}
	return len(done.Versions) > 0, nil
}

func opener[T any](driver riverdriver.Driver[T]) func(*river.Config) (engine, error) {
	return func(c *river.Config) (engine, error) {
		r, err := river.NewClient(driver, c)
		if err != nil {
			return nil, err
		}
		return &client[T]{r}, nil
	}
}
