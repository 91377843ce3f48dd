package postgres_test

import (
	"testing"

	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func fresh(t *testing.T) storetest.Open {
	address := pgtest.Database(t)
	return func(t *testing.T) workbench.Store { return open(t, address) }
}

func open(t testing.TB, address string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, fresh) }

func BenchmarkStore(b *testing.B) {
	storetest.Benchmarks(b, func(b *testing.B) workbench.Store { return open(b, pgtest.Own(b).Address()) })
}
