// Package sqlite keeps the store in one file, for one machine. It opens, migrates and copies the file; the SQL is in package store.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

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

// readers is how many transactions read at once, beside the one that writes.
const readers = 8

// application is written into each file of ours, by the first migration.
const application = 1131377252

// Store is a workbench.Store in a file. Several processes of one machine may have it open.
type Store struct {
	file         string
	writer, pool *sql.DB
	schema       int64
}

var _ workbench.Store = (*Store)(nil)

// Open opens a file, or makes it, and brings it to the schema of this program. What it makes is readable by its owner only. A file that
// cannot be used is a store.Refusal.
func Open(ctx context.Context, file string) (*Store, error) {
	s, err := open(ctx, file)
	if err != nil {
		return nil, store.Refuse(file, err, refused)
	}
	return s, nil
}

func open(ctx context.Context, file string) (*Store, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600) // SQLite gives its other files the same mode
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	if err := known(ctx, file); err != nil {
		return nil, err
	}
	s := &Store{file: file}
	if s.schema, err = store.Schema(Migrations()); err != nil {
		return nil, err
	}
	if s.writer, err = pool(file, 1, "_txlock=immediate"); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.writer); err != nil {
		return nil, errors.Join(err, s.writer.Close())
	}
	if s.pool, err = pool(file, readers, "_query_only=1"); err != nil {
		return nil, errors.Join(err, s.writer.Close())
	}
	return s, nil
}

// pool opens connections that all have the same settings: in the name, because a pool opens more of them later. FULL waits for
// the disk at each commit; a writer waits ten seconds for one of another process; a grown log is cut to 64 MiB when it was copied.
func pool(file string, connections int, more string) (*sql.DB, error) {
	settings := "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_busy_timeout=10000&_defensive=1&_error_rc=1&_dqs=0" +
		"&_pragma=trusted_schema(0)&_pragma=journal_size_limit(67108864)&"
	db, err := sql.Open("sqlite", fileURI(file)+"?"+settings+more)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// fileURI names a file for SQLite; blanks, question marks and the like are escaped.
func fileURI(file string) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/ on Windows
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath()
}

// known tells a file of ours, or an empty one, from that of another program, which is left as it is. Where there is nothing but
// the table that migrations are counted in, another process is just making it.
func known(ctx context.Context, file string) (err error) {
	db, err := sql.Open("sqlite", fileURI(file)+"?_query_only=1&_busy_timeout=10000&_error_rc=1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id, others int64
	err = db.QueryRowContext(ctx, `SELECT application_id, (SELECT COUNT(*) FROM sqlite_schema WHERE tbl_name NOT IN ('goose_db_version', 'sqlite_sequence'))
		FROM pragma_application_id`).Scan(&id, &others)
	if err == nil && id != application && others > 0 {
		err = errForeign
	}
	return err
}

// migrate brings the file to the newest schema. Another process may be doing the same: the slower one fails at what is there already,
// and finds it done when it tries again.
func migrate(ctx context.Context, db *sql.DB) (err error) {
	for range 5 {
		if err = store.Migrate(ctx, goose.DialectSQLite3, db, Migrations()); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
	return err
}

// DB gives the one connection that writes, for the job queue: its statements and ours never wait for each other inside SQLite. Who
// holds a transaction of Write must use that one, and not DB, or waits for ever.
func (s *Store) DB() *sql.DB { return s.writer }

// Read runs f on one state of the file.
func (s *Store) Read(ctx context.Context, f func(workbench.Tx) error) error {
	return run(ctx, s.pool, f)
}

// Write runs f alone. It is never run again.
func (s *Store) Write(ctx context.Context, f func(workbench.Tx) error) error {
	return run(ctx, s.writer, f)
}

func run(ctx context.Context, db *sql.DB, f func(workbench.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing to undo after a commit; otherwise, also in a panic, f's failure is told
	if err := store.Run(conn{tx}, tx, f); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Ready asks the file for its schema.
func (s *Store) Ready(ctx context.Context) error {
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("ask store %s: %w", s.file, err)
	}
	defer tx.Rollback() //nolint:errcheck // it only reads
	return store.CheckSchema(ctx, conn{tx}, s.schema)
}

// Close ends all connections. What was written stays in the file; SQLite removes its other files.
func (s *Store) Close() error {
	return errors.Join(s.pool.Close(), s.writer.Close())
}

// conn is a transaction as package store wants it.
type conn struct{ tx *sql.Tx }

func (c conn) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := c.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c conn) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	return c.tx.QueryContext(ctx, query, args...)
}

func (c conn) QueryRow(ctx context.Context, query string, args ...any) store.Row {
	return c.tx.QueryRowContext(ctx, query, args...)
}
