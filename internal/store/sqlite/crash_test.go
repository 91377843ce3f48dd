package sqlite_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cordon/internal/store/sqlite"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func TestMain(m *testing.M) {
	storetest.CrashChild(func(ctx context.Context, file string) (workbench.Store, error) { return sqlite.Open(ctx, file) })
	os.Exit(m.Run())
}

// crash is a program on a file that is killed.
func crash(file string) *storetest.Crash {
	return &storetest.Crash{
		Address: file, End: (*os.Process).Kill, Most: 50 * time.Millisecond,
		Open: func(t *testing.T) workbench.Store {
			s, err := sqlite.Open(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
	}
}

func TestKilledProgramLosesNothing(t *testing.T) {
	rounds := storetest.Kills(t)
	file := filepath.Join(t.TempDir(), "store.db")
	c := crash(file)
	c.Rounds(t, rounds)
	whole(t, file)
}

func TestProgramKilledWhileItMakesTheFile(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range storetest.Kills(t) {
		file := filepath.Join(t.TempDir(), "store.db")
		c := crash(file)
		c.Most = 60 * time.Millisecond
		c.Round(t, r)
		whole(t, file)
	}
}

// whole asks SQLite whether a file is in order.
func whole(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it only reads
	var answer string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&answer); err != nil || answer != "ok" {
		t.Fatalf("integrity_check of %s: %s (%v)", file, answer, err)
	}
}
