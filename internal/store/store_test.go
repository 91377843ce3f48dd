package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/store"
	"cordon/internal/store/postgres"
	"cordon/internal/store/sqlite"
)

// numbered is the name of a migration.
var numbered = regexp.MustCompile(`^\d{4}_[a-z-]+\.sql$`)

func TestMigrationsHaveTheSameNamesAndTransactions(t *testing.T) {
	names := func(files fs.FS) (out []string) {
		entries, err := fs.ReadDir(files, ".")
		if err != nil || len(entries) == 0 {
			t.Fatalf("found %d migrations (%v)", len(entries), err)
		}
		for _, e := range entries {
			out = append(out, e.Name())
			text, err := fs.ReadFile(files, e.Name())
			if err != nil {
				t.Fatal(err)
			}
			if !numbered.MatchString(e.Name()) || strings.Contains(string(text), "NO TRANSACTION") {
				t.Errorf("%s: is not numbered, or is not in a transaction", e.Name())
			}
		}
		return out
	}
	if d := cmp.Diff(names(sqlite.Migrations()), names(postgres.Migrations())); d != "" {
		t.Errorf("migrations (-SQLite +PostgreSQL):\n%s", d)
	}
}

func TestSchemaIsTheNewestMigration(t *testing.T) {
	got, err := store.Schema(fstest.MapFS{"0001_a.sql": {}, "0002_b.sql": {}, "0010_c.sql": {}, "README.md": {}})
	if err != nil || got != 10 {
		t.Errorf("got %d (%v), want 10", got, err)
	}
	if _, err := store.Schema(fstest.MapFS{}); err == nil {
		t.Error("no migration was taken for a schema")
	}
}

// TestReadmeNamesTests holds that what the page says is held by a test that exists.
func TestReadmeNamesTests(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	err = filepath.WalkDir(".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, "_test.go") && !strings.HasPrefix(file, "storetest") || !strings.HasSuffix(file, ".go") {
			return err
		}
		text, err := os.ReadFile(file)
		source.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+|[a-z][a-z,-]*(?:\\s[a-z,-]+){3,})`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 20 {
		t.Fatalf("found the names of %d tests only", len(named))
	}
	for _, m := range named {
		name := strings.Join(strings.Fields(m[1]), " ")
		if !strings.Contains(source.String(), "func "+name+"(t ") && !strings.Contains(source.String(), `"`+name+`": func`) {
			t.Errorf("the page names the test %q, which does not exist", name)
		}
	}
}
