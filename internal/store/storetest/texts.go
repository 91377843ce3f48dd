package storetest

import (
	"context"
	"strings"
	"testing"

	"cordon/internal/store"
	"cordon/internal/workbench"
)

// unkept are texts that no store keeps.
var unkept = map[string]string{"the byte 0": "a\x00b", "half a letter": "a\xc3", "a surrogate": "\xed\xa0\x80"}

var texts = map[string]func(*testing.T, Open){
	"case, accents and blanks tell ids, owners and keys apart": func(t *testing.T, open Open) {
		s := open(t)
		names := []string{"a", "A", "a ", " a", "ä", "a\u0308", "Ä", "ß", "ss", "ı", "i", "I", "İ", "ﬁ", "fi", "\u200ba", "a\t", "%", "_", `\`, `'`, `"`, "$1", "😀", "\u0080", "a\nb"}
		for _, n := range names {
			put(t, s, record("a", n, n, n, `"`+strings.ReplaceAll(strings.ToUpper(n), `"`, ``)+`"`))
		}
		for _, n := range names {
			got := read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) { return tx.Get(ctx, "a", n) })
			found := read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) { return tx.Find(ctx, "a", n) })
			same(t, "found", found, got)
			same(t, "names", [3]string{got.ID, got.Owner, got.Key}, [3]string{n, n, n})
			same(t, "owned", ids(list(t, s, "a", n, 10)), []string{n})
		}
	},
	"a text that cannot be kept is invalid": func(t *testing.T, open Open) {
		s := open(t)
		for name, bad := range unkept {
			t.Run(name, func(t *testing.T) {
				for field, r := range map[string]workbench.Record{
					"kind": record(workbench.Kind(bad), "1", "", "", `1`), "id": record("a", bad, "", "", `1`), "owner": record("a", "1", bad, "", `1`),
					"key": record("a", "1", "", bad, `1`), "document": record("a", "1", "", "", bad),
				} {
					t.Run(field, func(t *testing.T) {
						faults(t, s, workbench.Invalid, func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Put(ctx, r); return err })
					})
				}
				r := revision("p", 1)
				r.Message = bad
				path := revision("p", 1)
				path.Tree = workbench.Tree{{Path: bad}}
				for _, r := range []workbench.Revision{r, path, {Project: workbench.ProjectID(bad)}, {ID: workbench.RevisionID(bad)}, {Author: workbench.AccountID(bad)}} {
					faults(t, s, workbench.Invalid, func(ctx context.Context, tx workbench.Tx) error { return tx.AddRevision(ctx, r) })
				}
				for _, e := range []workbench.Event{{Kind: bad}, {Data: []byte(bad)}, {Organisation: workbench.OrganisationID(bad)}} {
					faults(t, s, workbench.Invalid, func(ctx context.Context, tx workbench.Tx) error { _, err := tx.AddEvent(ctx, e); return err })
				}
			})
		}
	},
	"a text that cannot be kept is not found": func(t *testing.T, open Open) {
		s := open(t)
		for name, bad := range unkept {
			t.Run(name, func(t *testing.T) {
				for _, ask := range []func(context.Context, workbench.Tx) error{
					func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Get(ctx, "a", bad); return err },
					func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Find(ctx, "a", bad); return err },
					func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "a", bad, 0) },
					func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Blob(ctx, bad); return err },
					func(ctx context.Context, tx workbench.Tx) error {
						_, err := tx.Revision(ctx, "p", workbench.RevisionID(bad))
						return err
					},
				} {
					faults(t, s, workbench.NotFound, ask)
				}
				same(t, "list", len(list(t, s, "a", bad, 10)), 0)
				same(t, "after", len(read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Record, error) {
					return tx.List(ctx, "a", "", bad, 10)
				})), 0)
				same(t, "history", len(history(t, s, workbench.ProjectID(bad), 0, 10)), 0)
				same(t, "events", len(heard(t, s, workbench.OrganisationID(bad), 0, 10)), 0)
			})
		}
	},
	"names have a greatest length": func(t *testing.T, open Open) {
		s := open(t)
		// Letters that cannot be packed: PostgreSQL would pack repeated ones, and take more of them.
		var b strings.Builder
		for i := 0; b.Len() < store.MaxName; i++ {
			b.WriteString(workbench.Hash([]byte{byte(i)}))
		}
		long := b.String()[:store.MaxName]
		put(t, s, record(workbench.Kind(long), long, long, long, `1`))
		same(t, "listed", ids(list(t, s, workbench.Kind(long), long, 10)), []string{long})
		for _, r := range []workbench.Record{record(workbench.Kind(long+"x"), "", "", "", `1`), record("a", long+"x", "", "", `1`), record("a", "", long+"x", "", `1`), record("a", "", "", long+"x", `1`)} {
			faults(t, s, workbench.Invalid, func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Put(ctx, r); return err })
		}
	},
}
