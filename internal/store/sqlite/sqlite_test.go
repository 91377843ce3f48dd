package sqlite_test

import (
	"path/filepath"
	"testing"

	"cordon/internal/store/sqlite"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func fresh(t *testing.T) storetest.Open {
	file := filepath.Join(t.TempDir(), "store ?#%41.db")
	return func(t *testing.T) workbench.Store { return open(t, file) }
}

func open(t *testing.T, file string) *sqlite.Store {
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
