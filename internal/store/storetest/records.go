package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cordon/internal/workbench"
)

var records = map[string]func(*testing.T, Open){
	"a record comes back as it was put": func(t *testing.T, open Open) {
		s := open(t)
		// Blanks and the order of names stay: a document is text to the store.
		want := record("project", "p1", "o1", "name", `{ "b":1, "a": [ "ä", "\u0000", 1e400 ] }`)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			got, err := tx.Put(ctx, want)
			same(t, "put", got, versioned(want, 1))
			return err
		})
		for name, ask := range map[string]func(context.Context, workbench.Tx) (workbench.Record, error){
			"get": func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) {
				return tx.Get(ctx, "project", "p1")
			},
			"find": func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) {
				return tx.Find(ctx, "project", "name")
			},
		} {
			same(t, name, read(t, s, ask), versioned(want, 1))
		}
		same(t, "list", list(t, s, "project", "o1", 10), []workbench.Record{versioned(want, 1)})
	},
	"what is not there is not found": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "", `{}`))
		for name, ask := range map[string]func(context.Context, workbench.Tx) error{
			"other id":              func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Get(ctx, "a", "2"); return err },
			"other kind":            func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Get(ctx, "b", "1"); return err },
			"other key":             func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Find(ctx, "a", "k"); return err },
			"empty key":             func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Find(ctx, "a", ""); return err },
			"deletion":              func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "a", "2", 0) },
			"deletion of a version": func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "b", "1", 1) },
		} {
			t.Run(name, func(t *testing.T) { faults(t, s, workbench.NotFound, ask) })
		}
		same(t, "list", len(list(t, s, "b", "", 10)), 0)
	},
	"a change needs the version that is kept": func(t *testing.T, open Open) {
		s := open(t)
		r := record("a", "1", "o", "k", `1`)
		put(t, s, r)
		for name, change := range map[string]workbench.Record{
			"new, same id":    record("a", "1", "o", "other", `2`),
			"new, same key":   record("a", "2", "o", "k", `2`),
			"version before":  versioned(r, 9),
			"version under 0": versioned(r, -1),
			"nothing there":   versioned(record("a", "3", "o", "", `2`), 1),
		} {
			t.Run(name, func(t *testing.T) {
				faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Put(ctx, change); return err })
			})
		}
		faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "a", "1", 2) })
		next := versioned(record("a", "1", "o2", "k2", `2`), 1)
		put(t, s, next)
		same(t, "changed", list(t, s, "a", "o2", 10), []workbench.Record{versioned(next, 2)})
		same(t, "old owner", len(list(t, s, "a", "o", 10)), 0)
		put(t, s, record("a", "2", "o", "k", `the key is free again`))
	},
	"a conflict leaves the transaction usable": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "k", `1`), record("a", "2", "", "k2", `1`))
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			for _, r := range []workbench.Record{record("a", "1", "", "", `2`), record("a", "3", "", "k", `2`), versioned(record("a", "2", "", "k", `2`), 1)} {
				if _, err := tx.Put(ctx, r); workbench.FaultOf(err) != workbench.Conflict {
					t.Errorf("put %s: got %v, want a conflict", r.ID, err)
				}
			}
			_, err := tx.Put(ctx, record("a", "4", "", "", `2`))
			return err
		})
		same(t, "kept", ids(list(t, s, "a", "", 10)), []string{"1", "2", "4"})
	},
	"a key is unique in its kind, the empty one is not": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "k", `1`), record("b", "1", "", "k", `1`), record("a", "2", "", "", `1`), record("a", "3", "", "", `1`))
		faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error {
			_, err := tx.Put(ctx, versioned(record("a", "2", "", "k", `2`), 1))
			return err
		})
		put(t, s, versioned(record("a", "1", "", "k", `own key again`), 1), versioned(record("a", "2", "", "", `no key again`), 1))
	},
	"a conflict says what it is, and no key": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("account", "1", "", "secret", `1`), record("account", "2", "", "", `1`))
		for want, r := range map[string]workbench.Record{
			"a account with this id or key exists already":   record("account", "3", "", "secret", `1`),
			"this account has been changed by somebody else": versioned(record("account", "2", "", "", `1`), 7),
			"this account is no longer there":                versioned(record("account", "4", "", "", `1`), 1),
			"another account has the same key":               versioned(record("account", "2", "", "secret", `1`), 1),
		} {
			err := s.Write(t.Context(), func(tx workbench.Tx) error { _, err := tx.Put(t.Context(), r); return err })
			same(t, "message", fmt.Sprint(err), want)
		}
	},
	"a deleted record is gone, with its version or any": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "k", `1`), record("a", "2", "", "", `1`))
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			if err := tx.Delete(ctx, "a", "1", 1); err != nil {
				return err
			}
			return tx.Delete(ctx, "a", "2", 0)
		})
		same(t, "left", len(list(t, s, "a", "", 10)), 0)
		put(t, s, record("a", "1", "", "k", `made again`))
	},
	"ids are listed byte by byte, whatever the language": func(t *testing.T, open Open) {
		s := open(t)
		names := []string{"", " ", "-", "10", "2", "A", "Z", "_", "a", "a-b", "ab", "a\u0301", "z", "ß", "ä", "é", "Ω", "ж", "中", "\ufffd", "😀"}
		slices.Sort(names)
		var all []workbench.Record
		for _, n := range slices.Backward(names) {
			all = append(all, record("a", n, "o", "", `1`))
		}
		put(t, s, all...)
		same(t, "one page", ids(read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Record, error) {
			return tx.List(ctx, "a", "o", "", 100)
		})), names[1:])
		same(t, "pages of two", ids(list(t, s, "a", "o", 2)), names[1:]) // the empty id comes before all that come after ""
		same(t, "after one that is not there", ids(read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Record, error) {
			return tx.List(ctx, "a", "o", "aa", 2)
		})), []string{"ab", "a\u0301"})
	},
	"no limit is no record": func(t *testing.T, open Open) {
		s := open(t)
		put(t, s, record("a", "1", "", "", `1`))
		for _, limit := range []int{0, -1} {
			same(t, "list", len(read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Record, error) {
				return tx.List(ctx, "a", "", "", limit)
			})), 0)
		}
	},
	"pages to the end lose nothing while others write": func(t *testing.T, open Open) {
		s := open(t)
		var want []string
		for i := range 200 {
			put(t, s, record("a", fmt.Sprintf("%04d", 10*i), "o", "", `1`))
			want = append(want, fmt.Sprintf("%04d", 10*i))
		}
		done := make(chan error)
		go func() {
			for i := range 200 {
				err := s.Write(t.Context(), func(tx workbench.Tx) error {
					_, err := tx.Put(t.Context(), record("a", fmt.Sprintf("%04d", 10*i+5), "o", "", `1`))
					return err
				})
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		var got []string
		for _, id := range ids(list(t, s, "a", "o", 7)) {
			if strings.HasSuffix(id, "0") {
				got = append(got, id)
			}
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		same(t, "records from before", got, want)
	},
}
