package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"cordon/internal/store"
)

// migrate brings the database to the newest schema while other programs that start wait. It has as much time as it needs.
func migrate(ctx context.Context, config *pgx.ConnConfig) (err error) {
	config.RuntimeParams["statement_timeout"] = "0"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	lock, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }() // the session ends with db, and its lock with it
	if _, err := lock.ExecContext(ctx, `SELECT pg_advisory_lock(`+migrating+`)`); err != nil {
		return fmt.Errorf("wait for another program that migrates: %w", err)
	}
	var encoding string
	if err := lock.QueryRowContext(ctx, `SHOW server_encoding`).Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("%w; it keeps them as %s", errEncoding, encoding)
	}
	return store.Migrate(ctx, goose.DialectPostgres, db, Migrations())
}
