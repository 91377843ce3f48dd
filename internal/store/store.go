// Package store is the SQL of what people have in common: one text for SQLite and PostgreSQL, and the transaction of package
// workbench over it. Opening databases, and what differs between them, is in its sub-packages; see README.md.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"cordon/internal/workbench"
)

// DB is an open transaction of a database. Placeholders are $1, $2, …; a row that is not there is sql.ErrNoRows.
type DB interface {
	// Exec gives the number of rows that were changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	Query(ctx context.Context, query string, args ...any) (Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) Row
}

// Row is one row of an answer.
type Row interface {
	Scan(into ...any) error
}

// Rows is an answer; it is closed before the next question in the same transaction.
type Rows interface {
	Row
	Next() bool
	Err() error
	Close() error
}

// Tx is a transaction of the workbench. One goroutine uses it at a time.
type Tx struct {
	db  DB
	raw any
	// failed is the first statement that did not work. PostgreSQL lets nothing follow it; SQLite would go on, so that a
	// transaction might be kept without one of its parts.
	failed error
}

var _ workbench.Tx = (*Tx)(nil)

// Run gives f a transaction and tells what it came to: the error of f, or else the first failure that f kept to itself. Raw is what
// Unwrap gives. Beginning and ending the transaction is the caller's.
func Run(db DB, raw any, f func(workbench.Tx) error) error {
	tx := &Tx{db: db, raw: raw}
	if err := f(tx); err != nil {
		return err
	}
	return tx.failed
}

// Unwrap gives the transaction of the database.
func (t *Tx) Unwrap() any { return t.raw }

// exec runs a statement and gives the number of rows it changed. What says what it is for.
func (t *Tx) exec(ctx context.Context, what, query string, args ...any) (int64, error) {
	if t.failed != nil {
		return 0, t.failed
	}
	n, err := t.db.Exec(ctx, query, args...)
	return n, t.fail(what, err)
}

// row asks for one row; sql.ErrNoRows, bare, if there is none.
func (t *Tx) row(ctx context.Context, what, query string, args []any, into ...any) error {
	if t.failed != nil {
		return t.failed
	}
	err := t.db.QueryRow(ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return sql.ErrNoRows
	}
	return t.fail(what, err)
}

// rows asks for rows and makes a value of each.
func rows[T any](ctx context.Context, t *Tx, scan func(Row) (T, error), what, query string, args ...any) (out []T, err error) {
	if t.failed != nil {
		return nil, t.failed
	}
	answer, err := t.db.Query(ctx, query, args...)
	if err != nil {
		return nil, t.fail(what, err)
	}
	for answer.Next() {
		v, err := scan(answer)
		if err != nil {
			return nil, t.fail(what, errors.Join(err, answer.Close()))
		}
		out = append(out, v)
	}
	if err := errors.Join(answer.Err(), answer.Close()); err != nil {
		return nil, t.fail(what, err)
	}
	return out, nil
}

// fail keeps the first failure and says what it was for.
func (t *Tx) fail(what string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", what, err)
	if t.failed == nil {
		t.failed = err
	}
	return err
}
