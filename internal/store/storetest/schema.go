package storetest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"cordon/internal/store"
	"cordon/internal/workbench"
)

var dumpName = regexp.MustCompile(`^schema-(\d+)\.sql$`)

// Dumps tests the migration from each released schema. The folder holds a dump with the sample of each: load makes a database of it.
// That of the newest schema is written by dump, from a store with the sample, when update is asked for and it is absent: what was
// released is never written again.
func Dumps(t *testing.T, folder string, migrations fs.FS, update bool, dump func(t *testing.T) string, load func(t *testing.T, sql string) workbench.Store) {
	newest, err := store.Schema(migrations)
	if err != nil {
		t.Fatal(err)
	}
	last := filepath.Join(folder, "schema-"+strconv.FormatInt(newest, 10)+".sql")
	if _, err := os.Stat(last); err != nil && update {
		if err := os.WriteFile(last, []byte(dump(t)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int64]bool{}
	for _, e := range entries {
		m := dumpName.FindStringSubmatch(e.Name())
		if m == nil {
			t.Errorf("%s: not the name of a dump", e.Name())
			continue
		}
		version, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		found[version] = true
		t.Run(e.Name(), func(t *testing.T) {
			sql, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			s := load(t, string(sql))
			if err := s.Ready(t.Context()); err != nil {
				t.Error(err)
			}
			CheckSample(t, s)
		})
	}
	for version := int64(1); version <= newest; version++ {
		if !found[version] {
			t.Errorf("%s has no dump of schema %d; -update makes that of the newest", folder, version)
		}
	}
	if len(found) != int(newest) {
		t.Errorf("%s has %d dumps of %d schemas", folder, len(found), newest)
	}
}
