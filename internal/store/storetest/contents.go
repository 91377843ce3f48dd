package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"cordon/internal/workbench"
)

var contents = map[string]func(*testing.T, Open){
	"content comes back by its hash": func(t *testing.T, open Open) {
		s := open(t)
		for name, data := range map[string][]byte{"text": []byte("system: x\n"), "nothing": {}, "nil": nil, "any bytes": {0, 255, 0, 10, 13}} {
			t.Run(name, func(t *testing.T) {
				for range 2 { // the second time it is there already
					write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.PutBlob(ctx, workbench.Hash(data), data) })
				}
				got := read(t, s, func(ctx context.Context, tx workbench.Tx) ([]byte, error) { return tx.Blob(ctx, workbench.Hash(data)) })
				same(t, "content", got, append([]byte{}, data...))
			})
		}
	},
	"content that is not there is not found": func(t *testing.T, open Open) {
		faults(t, open(t), workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
			_, err := tx.Blob(ctx, workbench.Hash(nil))
			return err
		})
	},
	"content goes when nothing names it any more, and not before": func(t *testing.T, open Open) {
		s := open(t)
		data, other := []byte("zip"), []byte("other")
		hash := workbench.Hash(data)
		drop := func(hash string) {
			write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.DropBlob(ctx, hash) })
		}
		stays := func(what string) {
			t.Helper()
			drop(hash)
			same(t, what, read(t, s, func(ctx context.Context, tx workbench.Tx) ([]byte, error) { return tx.Blob(ctx, hash) }), data)
		}
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			return errors.Join(tx.PutBlob(ctx, hash, data), tx.PutBlob(ctx, workbench.Hash(other), other))
		})
		put(t, s, record("a", "1", "", "", `{"hash":"`+hash+`"}`), record("b", "1", "", "", `{"files":[{"hash":"`+hash+`"}]}`))
		stays("named by two records")
		write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "a", "1", 0) })
		stays("named by a record")
		r := revision("p", 1)
		r.Tree = append(r.Tree, workbench.File{Path: "z.zip", Hash: hash, Size: 3})
		add(t, s, r)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.Delete(ctx, "b", "1", 0) })
		stays("named by a revision")
		drop(workbench.Hash(other))
		faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
			_, err := tx.Blob(ctx, workbench.Hash(other))
			return err
		})
		drop(workbench.Hash(other)) // it is gone already
	},
	"content under a wrong hash is refused": func(t *testing.T, open Open) {
		faults(t, open(t), workbench.Unknown, func(ctx context.Context, tx workbench.Tx) error {
			return tx.PutBlob(ctx, workbench.Hash([]byte("b")), []byte("a"))
		})
	},
	"large content and a large document": func(t *testing.T, open Open) {
		s := open(t)
		data := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)                                 // 16 MiB
		r := record("a", "1", "", "", `"`+string(bytes.Repeat([]byte("ä€😀 text "), 1<<16))+`"`) // 1 MiB
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			if _, err := tx.Put(ctx, r); err != nil {
				return err
			}
			return tx.PutBlob(ctx, workbench.Hash(data), data)
		})
		got := read(t, s, func(ctx context.Context, tx workbench.Tx) ([]byte, error) { return tx.Blob(ctx, workbench.Hash(data)) })
		same(t, "content is the same", bytes.Equal(got, data), true)
		kept := read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) { return tx.Get(ctx, "a", "1") })
		same(t, "document is the same", bytes.Equal(kept.Doc, r.Doc), true)
	},
}
