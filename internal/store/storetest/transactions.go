package storetest

import (
	"context"
	"errors"
	"testing"

	"cordon/internal/workbench"
)

// all writes one of each thing.
func all(ctx context.Context, tx workbench.Tx) error {
	if _, err := tx.Put(ctx, record("a", "1", "", "k", `1`)); err != nil {
		return err
	}
	if err := tx.PutBlob(ctx, workbench.Hash([]byte("b")), []byte("b")); err != nil {
		return err
	}
	if err := tx.AddRevision(ctx, revision("p", 1)); err != nil {
		return err
	}
	if _, err := tx.AddEvent(ctx, workbench.Event{Organisation: "o"}); err != nil {
		return err
	}
	return tx.AppendLeaf(ctx, 0, []byte("leaf"), map[int64][32]byte{0: hashOf(0)})
}

// nothing wants none of what all writes.
func nothing(t *testing.T, s workbench.Store) {
	t.Helper()
	same(t, "records", len(list(t, s, "a", "", 10)), 0)
	same(t, "revisions", len(history(t, s, "p", 0, 10)), 0)
	same(t, "events", len(heard(t, s, "o", 0, 10)), 0)
	same(t, "leaves", size(t, s), 0)
	faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
		_, err := tx.Blob(ctx, workbench.Hash([]byte("b")))
		return err
	})
	faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error { _, err := tx.LogHashes(ctx, []int64{0}); return err })
	write(t, s, all) // the store goes on
}

var transactions = map[string]func(*testing.T, Open){
	"an error undoes all and comes back as it is": func(t *testing.T, open Open) {
		s := open(t)
		mine := errors.New("mine")
		err := s.Write(t.Context(), func(tx workbench.Tx) error { return errors.Join(all(t.Context(), tx), mine) })
		if !errors.Is(err, mine) {
			t.Errorf("got %v", err)
		}
		nothing(t, s)
	},
	"a panic undoes all and goes on": func(t *testing.T, open Open) {
		s := open(t)
		func() {
			defer func() { same(t, "recovered", recover(), any("mine")) }()
			_ = s.Write(t.Context(), func(tx workbench.Tx) error {
				if err := all(t.Context(), tx); err != nil {
					t.Error(err)
				}
				panic("mine")
			})
		}()
		nothing(t, s)
	},
	"a context that ends undoes all": func(t *testing.T, open Open) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Write(ctx, func(tx workbench.Tx) error {
			err := all(ctx, tx)
			cancel()
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that the context was cancelled", err)
		}
		nothing(t, s)
	},
	"a context that has ended begins nothing": func(t *testing.T, open Open) {
		s := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for name, run := range map[string]func(context.Context, func(workbench.Tx) error) error{"read": s.Read, "write": s.Write} {
			if err := run(ctx, func(workbench.Tx) error { t.Errorf("%s: f was called", name); return nil }); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	},
	"a statement that failed is not forgotten": func(t *testing.T, open Open) {
		s := open(t)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			return tx.AppendLeaf(ctx, 0, nil, map[int64][32]byte{5: hashOf(5)})
		})
		err := s.Write(t.Context(), func(tx workbench.Tx) error {
			if err := tx.AppendLeaf(t.Context(), 1, nil, map[int64][32]byte{5: hashOf(5)}); err == nil {
				t.Error("a hash was replaced")
			}
			_, err := tx.Put(t.Context(), record("a", "1", "", "", `1`))
			if err == nil {
				t.Error("the transaction went on")
			}
			return nil
		})
		if err == nil {
			t.Error("the transaction was kept")
		}
		same(t, "records", len(list(t, s, "a", "", 10)), 0)
	},
	"a reader cannot write": func(t *testing.T, open Open) {
		s := open(t)
		for name, change := range map[string]func(workbench.Tx) error{
			"record":            func(tx workbench.Tx) error { _, err := tx.Put(t.Context(), record("a", "1", "", "", `1`)); return err },
			"content":           func(tx workbench.Tx) error { return tx.PutBlob(t.Context(), workbench.Hash(nil), nil) },
			"content that goes": func(tx workbench.Tx) error { return tx.DropBlob(t.Context(), workbench.Hash(nil)) },
			"revision":          func(tx workbench.Tx) error { return tx.AddRevision(t.Context(), revision("p", 1)) },
			"event":             func(tx workbench.Tx) error { _, err := tx.AddEvent(t.Context(), workbench.Event{}); return err },
			"drop":              func(tx workbench.Tx) error { _, err := tx.DropEvents(t.Context(), "o", "", now); return err },
			"leaf":              func(tx workbench.Tx) error { return tx.AppendLeaf(t.Context(), 0, nil, nil) },
		} {
			if err := s.Read(t.Context(), change); err == nil {
				t.Errorf("%s: was written by a reader", name)
			}
		}
		nothing(t, s)
	},
	"a read sees one state": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "", `1`))
		err := s.Read(t.Context(), func(tx workbench.Tx) error {
			if _, err := tx.Get(t.Context(), "a", "1"); err != nil {
				return err
			}
			put(t, s, versioned(record("a", "1", "", "", `2`), 1), record("a", "2", "", "", `2`))
			announce(t, s, workbench.Event{Organisation: "o"})
			got, err := tx.List(t.Context(), "a", "", "", 10)
			same(t, "records as before", got, []workbench.Record{versioned(record("a", "1", "", "", `1`), 1)})
			if err != nil {
				return err
			}
			heard, err := tx.Events(t.Context(), "o", 0, 10)
			same(t, "events as before", len(heard), 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "records now", ids(list(t, s, "a", "", 10)), []string{"1", "2"})
	},
	"a writer sees what it wrote, and nobody else does": func(t *testing.T, open Open) {
		s := open(t)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			if _, err := tx.Put(ctx, record("a", "1", "", "", `1`)); err != nil {
				return err
			}
			got, err := tx.List(ctx, "a", "", "", 10)
			same(t, "own", ids(got), []string{"1"})
			same(t, "others", len(list(t, s, "a", "", 10)), 0)
			return err
		})
	},
	"it is ready until it is closed": func(t *testing.T, open Open) {
		s := open(t)
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Ready(t.Context()); err == nil {
			t.Error("a closed store is ready")
		}
	},
}

var reopening = map[string]func(*testing.T, Open){
	"what was written is there after opening again": func(t *testing.T, open Open) {
		s := open(t)
		WriteSample(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		CheckSample(t, open(t))
	},
}
