package postgres_test

import (
	"context"
	"flag"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

var update = flag.Bool("update", false, "write what is generated")

func TestReleasedSchemas(t *testing.T) {
	want := schema(t, open(t, pgtest.Database(t)))
	storetest.Dumps(t, "testdata", postgres.Migrations(), *update, func(t *testing.T) string {
		address := pgtest.Database(t)
		storetest.WriteSample(t, open(t, address))
		return dump(t, address)
	}, func(t *testing.T, text string) workbench.Store {
		address := pgtest.Database(t)
		execute(t, address, text)
		s := open(t, address)
		if d := cmp.Diff(want, schema(t, s)); d != "" {
			t.Errorf("the migrated schema is not the fresh one (-fresh +migrated):\n%s", d)
		}
		return s
	})
}

// execute runs statements on a database.
func execute(t *testing.T, address, text string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background()) //nolint:errcheck // a connection of a test
	if _, err := conn.PgConn().Exec(t.Context(), text).ReadAll(); err != nil {
		t.Fatal(err)
	}
}

// schema is all columns and indexes of ours.
func schema(t *testing.T, s *postgres.Store) []string {
	t.Helper()
	rows, err := s.Pool().Query(t.Context(), `
		SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(out) == 0 {
		t.Fatalf("read schema: %d lines (%v)", len(out), err)
	}
	return out
}

// dump writes a database as SQL, without the lines that only psql understands.
func dump(t *testing.T, address string) string {
	t.Helper()
	text, err := exec.Command("pg_dump", "--inserts", "--no-owner", "--no-privileges", address).Output()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, `\`) && !strings.HasPrefix(line, "--") && strings.TrimSpace(line) != "" {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestNewerSchemaIsRefused(t *testing.T) {
	address := pgtest.Database(t)
	s := open(t, address)
	execute(t, address, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`)
	const want = "the database has schema 99 and this program knows 1: use the newer program that wrote it"
	if err := s.Ready(t.Context()); err == nil || err.Error() != want {
		t.Errorf("ready: got %v", err)
	}
	if _, err := postgres.Open(t.Context(), address); err == nil || !strings.HasSuffix(err.Error(), ": "+want) || !strings.HasPrefix(err.Error(), "open store cordon_") {
		t.Errorf("open: got %v", err)
	}
}

func TestProgramsThatOpenAtOnce(t *testing.T) {
	for range 3 {
		address := pgtest.Database(t)
		failed := make(chan error)
		for range 8 {
			go func() {
				s, err := postgres.Open(context.Background(), address)
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
