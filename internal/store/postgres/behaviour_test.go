package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"cordon/internal/store/postgres"
	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/workbench"
)

// raise fails as the database does, with a code.
func raise(ctx context.Context, tx workbench.Tx, code string) error {
	_, err := tx.Unwrap().(pgx.Tx).Exec(ctx, `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '`+code+`'; END $$`)
	return err
}

func TestWhatTheDatabaseEndedIsTriedAgain(t *testing.T) {
	s := open(t, pgtest.Database(t))
	for name, c := range map[string]struct {
		code         string
		fails, calls int
		fault        string
	}{
		"serialization failure": {"40001", 3, 4, ""},
		"deadlock":              {"40P01", 9, 10, ""},
		"again and again":       {"40001", 20, 10, "40001"},
		"another failure":       {"23505", 1, 1, "23505"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			err := s.Write(t.Context(), func(tx workbench.Tx) error {
				if calls++; calls <= c.fails {
					return fmt.Errorf("in the middle: %w", raise(t.Context(), tx, c.code))
				}
				return nil
			})
			code := ""
			if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
				code = e.Code
			}
			if calls != c.calls || code != c.fault {
				t.Errorf("f was called %d times and the error is %v; want %d and %q", calls, err, c.calls, c.fault)
			}
		})
	}
}

func TestDeadlockWithAnotherProgramIsTriedAgain(t *testing.T) {
	// Tables of others, as those of the job queue, are locked in any order.
	address := pgtest.Database(t)
	s := open(t, address)
	execute(t, address, `CREATE TABLE others (id INT PRIMARY KEY, n INT); INSERT INTO others VALUES (1, 0), (2, 0)`)
	touch := func(tx pgx.Tx, id int) error {
		_, err := tx.Exec(t.Context(), `UPDATE others SET n = n + 1 WHERE id = $1`, id)
		return err
	}
	var calls int
	first, second := make(chan struct{}), make(chan struct{})
	other := make(chan error)
	go func() {
		other <- pgx.BeginFunc(t.Context(), s.Pool(), func(tx pgx.Tx) error {
			// This one waits longer before it looks for a deadlock, so that it is the store's transaction that is ended.
			_, err := tx.Exec(t.Context(), `SET LOCAL deadlock_timeout = '60s'`)
			err = errors.Join(err, touch(tx, 2))
			close(second)
			<-first
			return errors.Join(err, touch(tx, 1))
		})
	}()
	err := s.Write(t.Context(), func(tx workbench.Tx) error {
		calls++
		err := touch(tx.Unwrap().(pgx.Tx), 1)
		if calls == 1 {
			close(first)
			<-second
		}
		return errors.Join(err, touch(tx.Unwrap().(pgx.Tx), 2))
	})
	if err := errors.Join(err, <-other); err != nil {
		t.Error(err)
	}
	if calls < 2 {
		t.Errorf("f was called %d times: there was no deadlock", calls)
	}
}

func TestEachConnectionHasTheSettings(t *testing.T) {
	address := pgtest.Database(t)
	for name, c := range map[string]struct {
		address string
		want    map[string]string
	}{
		"as they are":      {address, map[string]string{"application_name": "cordon", "synchronous_commit": "on", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "1min", "transaction_isolation": "read committed", "transaction_read_only": "off"}},
		"as are asked for": {address + "&statement_timeout=5s&application_name=ward", map[string]string{"application_name": "ward", "synchronous_commit": "on", "statement_timeout": "5s"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, c.address)
			got := map[string]string{}
			err := s.Write(t.Context(), func(tx workbench.Tx) error {
				for setting := range c.want {
					var value string
					if err := tx.Unwrap().(pgx.Tx).QueryRow(t.Context(), `SHOW `+setting).Scan(&value); err != nil {
						return err
					}
					got[setting] = value
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("settings (-want +got):\n%s", d)
			}
		})
	}
}

func TestConnectionsAreAsManyAsAreAskedFor(t *testing.T) {
	address := pgtest.Database(t)
	for more, want := range map[string]int32{"": 16, "&pool_max_conns=3": 3} {
		if got := open(t, address+more).Pool().Config().MaxConns; got != want {
			t.Errorf("%q: got %d, want %d", more, got, want)
		}
	}
}

func TestWritersThatWaitLeaveConnectionsToReaders(t *testing.T) {
	s := open(t, pgtest.Database(t)+"&pool_max_conns=2")
	var waiting sync.WaitGroup
	err := s.Write(t.Context(), func(tx workbench.Tx) error {
		started := make(chan struct{})
		for range 8 {
			waiting.Go(func() {
				started <- struct{}{}
				if err := s.Write(t.Context(), func(tx workbench.Tx) error { _, err := tx.LogSize(t.Context()); return err }); err != nil {
					t.Error(err)
				}
			})
			<-started
		}
		for range 100 { // long enough for one of the eight to take the other connection, if it could
			if err := s.Read(t.Context(), func(tx workbench.Tx) error { _, err := tx.LogSize(t.Context()); return err }); err != nil {
				return err
			}
		}
		return nil
	})
	waiting.Wait()
	if err != nil {
		t.Error(err)
	}
}

func TestWriterGivesUpWaitingWithItsContext(t *testing.T) {
	address := pgtest.Database(t)
	a, b := open(t, address), open(t, address)
	err := a.Write(t.Context(), func(workbench.Tx) error {
		for name, s := range map[string]*postgres.Store{"same process": a, "another process": b} {
			ctx, cancel := context.WithCancel(t.Context())
			waited := make(chan error)
			go func() {
				waited <- s.Write(ctx, func(workbench.Tx) error { t.Errorf("%s: f was called", name); return nil })
			}()
			cancel()
			if err := <-waited; !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBackupNamesTheToolOfTheDatabase(t *testing.T) {
	err := open(t, pgtest.Database(t)).Backup(t.Context(), "file")
	e := (*workbench.Error)(nil)
	if !errors.As(err, &e) || e.Fault != workbench.Unsupported || e.Text != "a PostgreSQL database is backed up with its own tools" ||
		!strings.HasPrefix(e.Hint, "pg_dump --format=custom cordon_") {
		t.Errorf("got %v", err)
	}
}

func TestStoreGoesOnWhenItsConnectionsWereEnded(t *testing.T) {
	address := pgtest.Database(t)
	s := open(t, address)
	write := func() error { // several connections, each of which is lost
		return s.Read(t.Context(), func(tx workbench.Tx) error {
			_, err := tx.LogSize(t.Context())
			return errors.Join(err, s.Write(t.Context(), func(tx workbench.Tx) error { _, err := tx.AddEvent(t.Context(), workbench.Event{}); return err }))
		})
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	execute(t, address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	if err := write(); err != nil {
		t.Errorf("after all connections were ended: %v", err)
	}
}

func TestTransactionThatThinksTooLongIsUndone(t *testing.T) {
	s := open(t, pgtest.Database(t)+"&idle_in_transaction_session_timeout=50ms")
	err := s.Write(t.Context(), func(tx workbench.Tx) error {
		if _, err := tx.AddEvent(t.Context(), workbench.Event{}); err != nil {
			return err
		}
		for { // until the server has seen that nothing is asked, from outside of the transaction
			var thinking int
			err := s.Pool().QueryRow(t.Context(), `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`).Scan(&thinking)
			if err != nil || thinking == 0 {
				return err
			}
		}
	})
	if err == nil || !strings.HasPrefix(err.Error(), "commit: ") {
		t.Errorf("got %v", err)
	}
	if err := s.Write(t.Context(), func(tx workbench.Tx) error {
		e, err := tx.AddEvent(t.Context(), workbench.Event{})
		if e.Number != 1 {
			t.Errorf("the next event has number %d, want 1", e.Number)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestUnwrapGivesTheTransactionOfTheQueue(t *testing.T) {
	address := pgtest.Database(t)
	s := open(t, address)
	execute(t, address, `CREATE TABLE jobs (id INT)`)
	undone := errors.New("undone")
	for _, want := range []error{undone, nil} {
		err := s.Write(t.Context(), func(tx workbench.Tx) error {
			_, err := tx.Unwrap().(pgx.Tx).Exec(t.Context(), `INSERT INTO jobs VALUES (1)`)
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	var n int
	if err := s.Pool().QueryRow(t.Context(), `SELECT COUNT(*) FROM jobs`).Scan(&n); err != nil || n != 1 {
		t.Errorf("there are %d jobs; want that of the transaction that was kept (%v)", n, err)
	}
}
