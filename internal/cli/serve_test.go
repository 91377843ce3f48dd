package cli

import (
	"path/filepath"
	"testing"
)

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
