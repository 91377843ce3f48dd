// Package crashtest kills the whole program, as `cordon serve` runs it, in the middle of work, and looks at what it left behind.
package crashtest

import (
	"context"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cordon/internal/cli"
	"cordon/internal/jobs"
	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/store/sqlite"
	"cordon/internal/workbench"
)

// serving holds the arguments, one a line, in a process that is this test binary and runs the program.
const serving = "CORDON_CRASHTEST_SERVE"

func TestMain(m *testing.M) {
	if args := os.Getenv(serving); args != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		os.Exit(cli.Main(ctx, strings.Split(args, "\n"), strings.NewReader(""), os.Stdout, os.Stderr))
	}
	os.Exit(pgtest.Main(m))
}

// Set CORDON_KILLS to a number of rounds, such as 200; few are the default, because each starts the program.
func TestKilledServerLosesNothingOnSQLite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "workbench")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	rounds(t, []string{dir}, func(ctx context.Context) (workbench.Store, jobs.Database, error) {
		s, err := sqlite.Open(ctx, filepath.Join(dir, "cordon.db"))
		if err != nil {
			return nil, jobs.Database{}, err
		}
		return s, jobs.SQLite(s.DB()), nil
	})
}

func TestKilledServerLosesNothingOnPostgreSQL(t *testing.T) {
	address := pgtest.Database(t)
	rounds(t, []string{"--store", address}, func(ctx context.Context) (workbench.Store, jobs.Database, error) {
		s, err := postgres.Open(ctx, address)
		if err != nil {
			return nil, jobs.Database{}, err
		}
		return s, jobs.PostgreSQL(s.Pool()), nil
	})
}

func rounds(t *testing.T, where []string, open opener) {
	n := 10
	if text := os.Getenv("CORDON_KILLS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil || n < 1 {
			t.Fatalf("CORDON_KILLS is a number of rounds, not %q", text)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds", seed, n)
	b := newBed(t, where, open)
	r := rand.New(rand.NewPCG(seed, 0))
	for range n {
		b.round(t, r)
		if t.Failed() {
			t.FailNow()
		}
	}
	b.finish(t)
	b.report(t, n)
}

// round starts the program, lets writers write, and kills it: once in four from its start on, else from the first acknowledged change on.
func (b *bed) round(t *testing.T, r *rand.Rand) {
	t.Helper()
	p := b.start(t)
	if r.IntN(4) == 0 {
		time.Sleep(time.Duration(r.Int64N(int64(b.startup + b.startup/4))))
		p.kill(t)
		b.early++
		b.check(t)
		return
	}
	address := p.address(t)
	b.startup = max(b.startup, time.Since(p.begun))
	b.readBack(t, address)
	first := make(chan struct{})
	told := sync.OnceFunc(func() { close(first) })
	done := make(chan error, len(b.writers))
	for _, w := range b.writers {
		go func() { done <- w.write(address, told) }()
	}
	select {
	case <-first:
	case err := <-done:
		p.kill(t)
		t.Fatalf("a writer ended before the program did: %v", err)
	}
	time.Sleep(time.Duration(r.Int64N(int64(400 * time.Millisecond))))
	p.kill(t)
	for range b.writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	b.check(t)
}
