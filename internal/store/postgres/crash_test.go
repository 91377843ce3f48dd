package postgres_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func TestMain(m *testing.M) {
	storetest.CrashChild(func(ctx context.Context, address string) (workbench.Store, error) { return postgres.Open(ctx, address) })
	os.Exit(pgtest.Main(m))
}

// crash is a program on a database that is killed, or whose server is.
func crash(address string, end func(*os.Process) error) *storetest.Crash {
	return &storetest.Crash{
		Address: address, End: end, Most: 100 * time.Millisecond,
		Open: func(t *testing.T) workbench.Store {
			s, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
	}
}

func TestKilledProgramLosesNothing(t *testing.T) {
	rounds := storetest.Kills(t)
	crash(pgtest.Database(t), (*os.Process).Kill).Rounds(t, rounds)
}

func TestKilledServerLosesNothing(t *testing.T) {
	server := pgtest.Own(t)
	round := 0
	c := crash(server.Address(), func(child *os.Process) error {
		end := server.Kill
		if round++; round%2 == 0 {
			end = server.Stop
		}
		// The program ends by itself when it cannot commit; one that had not connected yet is ended here.
		return errors.Join(end(), child.Kill(), server.Start())
	})
	c.Most = 300 * time.Millisecond
	c.Rounds(t, 8)
}
