package jobs

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/store/sqlite"
)

func TestOnSQLite(t *testing.T) { run(t, onSQLite) }

func TestOnPostgreSQL(t *testing.T) {
	pgtest.Needed(t)
	run(t, onPostgreSQL)
}

func onSQLite(t testing.TB) *bed { return opened(t, filepath.Join(t.TempDir(), "store.db")) }

func onPostgreSQL(t testing.TB) *bed { return opened(t, pgtest.Database(t)) }

func opened(t testing.TB, name string) *bed {
	t.Helper()
	b, err := openBed(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	if err := Migrate(t.Context(), b.db); err != nil {
		t.Fatal(err)
	}
	return b
}

// openBed opens a store by its name, in whatever process.
func openBed(ctx context.Context, name string) (*bed, error) {
	if strings.HasPrefix(name, "postgres:") {
		s, err := postgres.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		return &bed{s, PostgreSQL(s.Pool()), name}, nil
	}
	s, err := sqlite.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return &bed{s, SQLite(s.DB()), name}, nil
}
