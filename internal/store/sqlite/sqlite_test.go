package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/store"
	"cordon/internal/store/sqlite"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func fresh(t *testing.T) storetest.Open {
	file := filepath.Join(t.TempDir(), "store ?#%41.db")
	return func(t *testing.T) workbench.Store { return open(t, file) }
}

func open(t testing.TB, file string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, fresh) }

func TestFilesAreTheOwnersOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps access in lists, not in modes")
	}
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "store.db"))
	storetest.WriteSample(t, s)
	if err := s.Backup(t.Context(), filepath.Join(dir, "backup.db")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]fs.FileMode{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = info.Mode()
	}
	want := map[string]fs.FileMode{"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600, "backup.db": 0o600}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("modes (-want +got):\n%s", d)
	}
}

func TestEachConnectionHasTheSettings(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store.db"))
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "trusted_schema": "0", "journal_size_limit": "67108864"}
	compare := func(tx workbench.Tx, readOnly string) error {
		want["query_only"] = readOnly
		got := map[string]string{}
		for name := range want {
			var value string
			if err := tx.Unwrap().(*sql.Tx).QueryRowContext(t.Context(), `PRAGMA `+name).Scan(&value); err != nil {
				return err
			}
			got[name] = value
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("settings (-want +got):\n%s", d)
		}
		return nil
	}
	// Readers inside readers need connections of their own.
	var deeper func(tx workbench.Tx, depth int) error
	deeper = func(tx workbench.Tx, depth int) error {
		if depth == 0 {
			return nil
		}
		return errors.Join(compare(tx, "1"), s.Read(t.Context(), func(tx workbench.Tx) error { return deeper(tx, depth-1) }))
	}
	if err := s.Read(t.Context(), func(tx workbench.Tx) error { return deeper(tx, 4) }); err != nil {
		t.Error(err)
	}
	if err := s.Write(t.Context(), func(tx workbench.Tx) error { return compare(tx, "0") }); err != nil {
		t.Error(err)
	}
}

func TestFilesThatAreNoStoreAreRefused(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE places (id INTEGER)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("system: pump\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "whole.db")
	s := open(t, whole)
	storetest.WriteSample(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	type refusal struct {
		code diag.Code
		why  string
	}
	cases := map[string]refusal{
		other:                            {diag.StoreForeign, "it is a database of another program"},
		text:                             {diag.StoreForeign, "file is not a database (26)"},
		filepath.Join(dir, "none", "db"): {diag.StoreRights, "open " + filepath.Join(dir, "none", "db") + ": no such file or directory"},
		dir:                              {diag.StoreRights, "open " + dir + ": is a directory"},
	}
	for bytes, why := range map[int]refusal{
		50:               {diag.StoreDamaged, "database disk image is malformed (11)"},
		2000:             {diag.StoreDamaged, "database disk image is malformed (11)"},
		len(data) / 2:    {diag.StoreDamaged, "database disk image is malformed (11)"},
		len(data) - 4096: {diag.StoreDamaged, "database disk image is malformed (11)"},
	} {
		cut := filepath.Join(dir, fmt.Sprintf("cut-%d.db", bytes))
		if err := os.WriteFile(cut, data[:bytes], 0o600); err != nil {
			t.Fatal(err)
		}
		cases[cut] = why
	}
	for file, want := range cases {
		before, _ := os.ReadFile(file)
		_, err := sqlite.Open(t.Context(), file)
		var r *store.Refusal
		if !errors.As(err, &r) || err.Error() != "open store "+file+": "+want.why || r.Code != want.code || r.Hint == "" {
			t.Errorf("%s: got %v", file, err)
		}
		if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", file)
		}
	}
}

func TestWriterOfAnotherProgramIsWaitedFor(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	a, b := open(t, file), open(t, file)
	started, done := make(chan struct{}), make(chan error)
	err := a.Write(t.Context(), func(tx workbench.Tx) error {
		go func() {
			close(started)
			done <- b.Write(t.Context(), func(tx workbench.Tx) error { _, err := tx.Get(t.Context(), "a", "1"); return err })
		}()
		<-started
		_, err := tx.Put(t.Context(), workbench.Record{Kind: "a", ID: "1"})
		return err
	})
	if err := errors.Join(err, <-done); err != nil {
		t.Error(err)
	}
}

func BenchmarkStore(b *testing.B) {
	storetest.Benchmarks(b, func(b *testing.B) workbench.Store { return open(b, filepath.Join(b.TempDir(), "store.db")) })
}

func TestUnwrapGivesTheTransactionOfTheQueue(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store.db"))
	if _, err := s.DB().ExecContext(t.Context(), `CREATE TABLE jobs (id INTEGER)`); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		if err := s.DB().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM jobs`).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	undone := errors.New("undone")
	for _, want := range []error{undone, nil} {
		err := s.Write(t.Context(), func(tx workbench.Tx) error {
			_, err := tx.Unwrap().(*sql.Tx).ExecContext(t.Context(), `INSERT INTO jobs VALUES (1)`)
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if count() != 1 {
		t.Errorf("there are %d jobs; want that of the transaction that was kept", count())
	}
}
