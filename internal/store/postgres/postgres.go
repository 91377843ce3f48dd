// Package postgres keeps the store in a PostgreSQL database, for several machines. It connects, migrates and orders writers; the SQL is in
// package store.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"cordon/internal/store"
	"cordon/internal/workbench"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations gives the files that make the schema.
func Migrations() fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

const (
	// writing and migrating name our locks in the database; the first half is "Cord" as a number.
	writing   = `1131377252, 1`
	migrating = `1131377252, 2`
	// attempts is how often a transaction is tried that the database ended because of another one.
	attempts = 10
	// connections is how many there are at most, if the address does not say pool_max_conns.
	connections = 16
	// patience is how long the end of a transaction is waited for when its context has ended already.
	patience = 10 * time.Second
)

// settings hold for each connection, unless the address gives others. A statement, and so the wait for another writer, has 30
// seconds; a transaction whose program has gone, or thinks for a minute, is undone, because others wait for it.
var settings = map[string]string{
	"application_name":                    "cordon",
	"synchronous_commit":                  "on",
	"statement_timeout":                   "30000",
	"idle_in_transaction_session_timeout": "60000",
}

// Store is a workbench.Store on a database. Any number of processes may have it open.
type Store struct {
	pool   *pgxpool.Pool
	schema int64
	// turn is held by the one transaction of this process that writes, so that those who wait need no connection.
	turn chan struct{}
}

var _ workbench.Store = (*Store)(nil)

// Open connects to a database, postgres://user@host/name or as libpq writes it, and brings it to the schema of this program. One that cannot be used
// is a store.Refusal.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, unreadable()
	}
	s, err := open(ctx, config, strings.Contains(address, "pool_max_conns"))
	if err != nil {
		c := config.ConnConfig
		return nil, store.Refuse(c.Database+" on "+c.Host, err, refused(c.Database, c.User))
	}
	return s, nil
}

func open(ctx context.Context, config *pgxpool.Config, sized bool) (*Store, error) {
	schema, err := store.Schema(Migrations())
	if err != nil {
		return nil, err
	}
	for name, value := range settings {
		if _, ok := config.ConnConfig.RuntimeParams[name]; !ok {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	if !sized {
		config.MaxConns = connections
	}
	if err := migrate(ctx, config.ConnConfig.Copy()); err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return &Store{pool: pool, schema: schema, turn: make(chan struct{}, 1)}, nil
}

// Pool gives the connections, for the job queue.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Read runs f on the state that its first question finds.
func (s *Store) Read(ctx context.Context, f func(workbench.Tx) error) error {
	return s.run(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, "", f)
}

// Write runs f alone: writers of all processes take turns, as they do in SQLite. So nothing that f has read is changed by others
// before it ends, and nothing of it has to be done again but after a failure of the kind that PostgreSQL says to try again,
// which the job queue's own tables can bring.
func (s *Store) Write(ctx context.Context, f func(workbench.Tx) error) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for another writer: %w", ctx.Err())
	}
	defer func() { <-s.turn }()
	var err error
	for attempt := range attempts {
		// Each statement sees what was committed before it (READ COMMITTED), so that the first one after the lock sees all.
		err = s.run(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, `SELECT pg_advisory_xact_lock(`+writing+`)`, f)
		if !again(err) {
			return err
		}
		select {
		case <-time.After(time.Duration(rand.IntN(10*(attempt+1))) * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
	return err
}

// again tells whether the database ended a transaction because of another one: serialization_failure, deadlock_detected.
func again(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

func (s *Store) run(ctx context.Context, options pgx.TxOptions, first string, f func(workbench.Tx) error) error {
	tx, err := s.begin(ctx, options)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer func() { // nothing to undo after a commit; otherwise, also in a panic, f's failure is told
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		_ = tx.Rollback(ctx)
	}()
	if first != "" {
		if _, err := tx.Exec(ctx, first); err != nil {
			return fmt.Errorf("wait for another writer: %w", err)
		}
	}
	if err := store.Run(conn{tx}, tx, f); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	// A commit that was begun is waited for: after it was given up nobody would know whether it was made.
	commit, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := tx.Commit(commit); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// begin begins a transaction. If the connection it got had been lost, so were others: after a restart of the server all are made anew.
func (s *Store) begin(ctx context.Context, options pgx.TxOptions) (pgx.Tx, error) {
	tx, err := s.pool.BeginTx(ctx, options)
	if refused := (*pgconn.ConnectError)(nil); err == nil || ctx.Err() != nil || errors.As(err, &refused) {
		return tx, err
	}
	s.pool.Reset()
	return s.pool.BeginTx(ctx, options)
}

// Backup is not this program's work on PostgreSQL.
func (s *Store) Backup(context.Context, string) error {
	return workbench.Errorf(workbench.Unsupported, "a PostgreSQL database is backed up with its own tools").
		WithHint("pg_dump --format=custom %s, or continuous archiving", s.pool.Config().ConnConfig.Database)
}

// Ready asks the database for its schema.
func (s *Store) Ready(ctx context.Context) error {
	tx, err := s.begin(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("ask store: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it only reads
	return store.CheckSchema(ctx, conn{tx}, s.schema)
}

// Close ends all connections, when those who use them have ended.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// conn is a transaction as package store wants it.
type conn struct{ tx pgx.Tx }

func (c conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := c.tx.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (c conn) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	r, err := c.tx.Query(ctx, query, args...)
	return answer{r}, err
}

func (c conn) QueryRow(ctx context.Context, query string, args ...any) store.Row {
	return c.tx.QueryRow(ctx, query, args...)
}

// answer closes as database/sql does.
type answer struct{ pgx.Rows }

func (a answer) Close() error {
	a.Rows.Close()
	return a.Err()
}
