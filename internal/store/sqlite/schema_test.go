package sqlite_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/store/sqlite"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

var update = flag.Bool("update", false, "write what is generated")

func TestReleasedSchemas(t *testing.T) {
	want := schema(t, open(t, filepath.Join(t.TempDir(), "fresh.db")))
	storetest.Dumps(t, "testdata", sqlite.Migrations(), *update, func(t *testing.T) string {
		s := open(t, filepath.Join(t.TempDir(), "sample.db"))
		storetest.WriteSample(t, s)
		return dump(t, s.DB())
	}, func(t *testing.T, text string) workbench.Store {
		file := filepath.Join(t.TempDir(), "old.db")
		db, err := sql.Open("sqlite", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		s := open(t, file)
		if d := cmp.Diff(want, schema(t, s)); d != "" {
			t.Errorf("the migrated schema is not the fresh one (-fresh +migrated):\n%s", d)
		}
		return s
	})
}

// schema is the text of all tables and indexes of ours.
func schema(t *testing.T, s *sqlite.Store) []string {
	t.Helper()
	return texts(t, s.DB(), `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`)
}

func texts(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // read to the end below
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// dump writes a database as SQL.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "PRAGMA application_id = %s;\n", texts(t, db, `PRAGMA application_id`)[0])
	for _, statement := range texts(t, db, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		fmt.Fprintf(&b, "%s;\n", statement)
	}
	for _, table := range texts(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		columns := texts(t, db, `SELECT 'quote(' || name || ')' FROM pragma_table_info('`+table+`') ORDER BY cid`)
		for _, values := range texts(t, db, `SELECT `+strings.Join(columns, ` || ', ' || `)+` FROM `+table) {
			fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", table, values)
		}
	}
	return b.String()
}

func TestNewerSchemaIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	s := open(t, file)
	if _, err := s.DB().ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	const want = "the database has schema 99 and this program knows 1: use the newer program that wrote it"
	if err := s.Ready(t.Context()); err == nil || err.Error() != want {
		t.Errorf("ready: got %v", err)
	}
	if _, err := sqlite.Open(t.Context(), file); err == nil || err.Error() != "open store "+file+": "+want {
		t.Errorf("open: got %v", err)
	}
}

func TestOlderSchemaIsNotReady(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "store.db"))
	if _, err := s.DB().ExecContext(t.Context(), `DELETE FROM goose_db_version WHERE version_id > 0`); err != nil {
		t.Fatal(err)
	}
	const want = "the database has schema 0 and this program needs 1: start the program again, which migrates it"
	if err := s.Ready(t.Context()); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestProgramsThatOpenAtOnce(t *testing.T) {
	for range 5 {
		file := filepath.Join(t.TempDir(), "store.db")
		failed := make(chan error)
		for range 8 {
			go func() {
				s, err := sqlite.Open(context.Background(), file)
				if err == nil {
					err = s.Close()
				}
				failed <- err
			}()
		}
		for range 8 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
	}
}
