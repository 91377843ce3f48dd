// Package storetest holds every store to the contract of package workbench. Each test has a fresh database.
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/workbench"
)

// Open opens one database; each call gives another store on it, as another process would have. It closes the store with the test.
type Open func(t *testing.T) workbench.Store

// Run tests a kind of store. Fresh makes an empty database.
func Run(t *testing.T, fresh func(t *testing.T) Open) {
	for _, group := range []map[string]func(*testing.T, Open){records, texts, contents, revisions, events, auditLog, transactions, writers, reopening, retention} {
		for name, test := range group {
			t.Run(name, func(t *testing.T) { test(t, fresh(t)) })
		}
	}
}

// now is a time with milliseconds.
var now = time.Date(2026, 11, 26, 12, 30, 45, 678_000_000, time.UTC)

func record(kind workbench.Kind, id, owner, key, doc string) workbench.Record {
	return workbench.Record{Kind: kind, ID: id, Owner: owner, Key: key, Doc: json.RawMessage(doc)}
}

// versioned is a record as it is kept.
func versioned(r workbench.Record, version int64) workbench.Record {
	r.Version = version
	return r
}

// write runs f in a transaction that must succeed.
func write(t *testing.T, s workbench.Store, f func(context.Context, workbench.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), func(tx workbench.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// read gives what f reads, which must succeed.
func read[T any](t *testing.T, s workbench.Store, f func(context.Context, workbench.Tx) (T, error)) (out T) {
	t.Helper()
	err := s.Read(t.Context(), func(tx workbench.Tx) (err error) {
		out, err = f(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// faults runs f in a writing transaction and wants its fault.
func faults(t *testing.T, s workbench.Store, want workbench.Fault, f func(context.Context, workbench.Tx) error) {
	t.Helper()
	err := s.Write(t.Context(), func(tx workbench.Tx) error { return f(t.Context(), tx) })
	if err == nil || workbench.FaultOf(err) != want {
		t.Fatalf("got fault %d of error %v; want fault %d", workbench.FaultOf(err), err, want)
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

// put keeps records one by one in one transaction.
func put(t *testing.T, s workbench.Store, all ...workbench.Record) {
	t.Helper()
	write(t, s, func(ctx context.Context, tx workbench.Tx) error {
		for _, r := range all {
			if _, err := tx.Put(ctx, r); err != nil {
				return fmt.Errorf("put %s: %w", r.ID, err)
			}
		}
		return nil
	})
}

// list gives all records of a kind and owner in pages of a size.
func list(t *testing.T, s workbench.Store, kind workbench.Kind, owner string, size int) (all []workbench.Record) {
	t.Helper()
	for after := ""; ; after = all[len(all)-1].ID {
		page := read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Record, error) {
			return tx.List(ctx, kind, owner, after, size)
		})
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
	}
}

func ids(all []workbench.Record) []string {
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = r.ID
	}
	return out
}
