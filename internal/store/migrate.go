package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Migrate brings a database to the newest schema in files, each migration in a transaction of its own. A database that is newer than
// the program is refused, for the program would not know what it leaves out. Two programs must not migrate at once.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, files fs.FS) error {
	p, err := goose.NewProvider(dialect, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	kept, known, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if kept > known {
		return newer(kept, known)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate schema from version %d to %d: %w", kept, known, err)
	}
	return nil
}

// Schema gives the newest version in files.
func Schema(files fs.FS) (int64, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("find migrations: there is none (%v)", err)
	}
	return goose.NumericComponent(names[len(names)-1])
}

// CheckSchema asks a database for its schema and tells whether it is the one that the program knows.
func CheckSchema(ctx context.Context, db DB, known int64) error {
	var kept int64
	if err := db.QueryRow(ctx, `SELECT MAX(version_id) FROM goose_db_version`).Scan(&kept); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	switch {
	case kept > known:
		return newer(kept, known)
	case kept < known:
		return fmt.Errorf("the database has schema %d and this program needs %d: start the program again, which migrates it", kept, known)
	}
	return nil
}

// errNewer says that a database is newer than the program.
var errNewer = errors.New("use the newer program that wrote it")

func newer(kept, known int64) error {
	return fmt.Errorf("the database has schema %d and this program knows %d: %w", kept, known, errNewer)
}
