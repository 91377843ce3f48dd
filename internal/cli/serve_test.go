package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A database that cannot be used is said in one line, with a code and what to do, whether requests were to be answered or work was to be done.
func TestServeRefusesADatabaseThatItCannotUse(t *testing.T) {
	text, file := t.TempDir(), filepath.Join(t.TempDir(), "file")
	for _, name := range []string{filepath.Join(text, "cordon.db"), file} {
		if err := os.WriteFile(name, []byte(strings.Repeat("no database\n", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for want, args := range map[string][]string{
		filepath.Join(text, "cordon.db") + ": C901: file is not a database (26)\n    hint: the file is left as it is; ": {text},
		filepath.Join(file, "wb") + ": C904: mkdir " + file + ": not a directory\n    hint: give a folder ":             {filepath.Join(file, "wb")},
		"--store: C905: the address cannot be read\n    hint: write postgres://USER@HOST:5432/DATABASE":                 {"--store", "postgres://user:hun/ter2@host/x"},
		"x on 127.0.0.1: C906: ": {"--store", "postgres://user:hunter2@127.0.0.1:1/x"},
	} {
		for _, worker := range []string{"--addr=127.0.0.1:0", "--worker"} {
			var out, errs strings.Builder
			code := Main(t.Context(), append([]string{"serve", worker}, args...), strings.NewReader(""), &out, &errs)
			if code != exitFailure || out.Len() > 0 || !strings.HasPrefix(errs.String(), want) || !strings.Contains(errs.String(), "\n    hint: ") || strings.Contains(errs.String(), "ter2") {
				t.Errorf("serve %s %v: exit code %d\n%s%s", worker, args, code, out.String(), errs.String())
			}
		}
	}
}

// An index of advisories is a folder of files. It must be where whoever answers requests looks for it.
func TestIndexesAreMadeWhereTheyAreLookedFor(t *testing.T) {
	const address = "postgres://db/cordon"
	for name, c := range map[string]struct {
		o     serving
		dir   string
		lasts bool
		syncs bool
	}{
		"a file":                           {serving{dir: "d"}, filepath.Join("d", "feeds"), true, true},
		"a server on a database":           {serving{store: address}, filepath.Join("work", "feeds"), false, true},
		"a worker on a database":           {serving{store: address, worker: true}, filepath.Join("work", "feeds"), false, false},
		"a server with a folder":           {serving{store: address, dir: "d"}, filepath.Join("d", "feeds"), true, true},
		"a worker with the same folder":    {serving{store: address, dir: "d", worker: true}, filepath.Join("d", "feeds"), true, true},
		"a worker on the file of a server": {serving{dir: "d", worker: true}, filepath.Join("d", "feeds"), true, true},
	} {
		dir, lasts := c.o.feeds("work")
		if dir != c.dir || lasts != c.lasts || c.o.works("sync") != c.syncs || !c.o.works("summary") {
			t.Errorf("%s: index in %s, which lasts: %v; works on sync: %v", name, dir, lasts, c.o.works("sync"))
		}
	}
}
