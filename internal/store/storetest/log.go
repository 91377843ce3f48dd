package storetest

import (
	"context"
	"fmt"
	"testing"

	"cordon/internal/workbench"
)

func hashOf(i int64) [32]byte { return [32]byte{0, byte(i), byte(i >> 8), 31: 0xff} }

func size(t *testing.T, s workbench.Store) int64 {
	t.Helper()
	return read(t, s, func(ctx context.Context, tx workbench.Tx) (int64, error) { return tx.LogSize(ctx) })
}

var auditLog = map[string]func(*testing.T, Open){
	"leaves and hashes come back in order": func(t *testing.T, open Open) {
		s := open(t)
		same(t, "size at first", size(t, s), 0)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			for i := range int64(12) {
				if err := tx.AppendLeaf(ctx, i, fmt.Appendf(nil, "leaf %d\x00", i), map[int64][32]byte{2*i + 1: hashOf(2*i + 1), 2 * i: hashOf(2 * i)}); err != nil {
					return err
				}
			}
			return tx.AppendLeaf(ctx, 12, nil, nil)
		})
		same(t, "size", size(t, s), 13)
		leaves := func(from int64, limit int) [][]byte {
			return read(t, s, func(ctx context.Context, tx workbench.Tx) ([][]byte, error) { return tx.Leaves(ctx, from, limit) })
		}
		same(t, "leaves", leaves(9, 3), [][]byte{[]byte("leaf 9\x00"), []byte("leaf 10\x00"), []byte("leaf 11\x00")})
		same(t, "the last", leaves(12, 3), [][]byte{{}})
		same(t, "behind the end", len(leaves(13, 3)), 0)
		same(t, "no limit", len(leaves(0, 0)), 0)
		hashes := func(indexes ...int64) [][32]byte {
			return read(t, s, func(ctx context.Context, tx workbench.Tx) ([][32]byte, error) { return tx.LogHashes(ctx, indexes) })
		}
		same(t, "hashes", hashes(23, 0, 7, 7), [][32]byte{hashOf(23), hashOf(0), hashOf(7), hashOf(7)})
		same(t, "no hashes", len(hashes()), 0)
		faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
			_, err := tx.LogHashes(ctx, []int64{0, 24})
			return err
		})
	},
	"a leaf at another index than the next is a conflict": func(t *testing.T, open Open) {
		s := open(t)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.AppendLeaf(ctx, 0, []byte("a"), nil) })
		for _, index := range []int64{-1, 0, 2} {
			faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error { return tx.AppendLeaf(ctx, index, []byte("b"), nil) })
		}
		same(t, "size", size(t, s), 1)
	},
	"a hash is never replaced": func(t *testing.T, open Open) {
		s := open(t)
		write(t, s, func(ctx context.Context, tx workbench.Tx) error {
			return tx.AppendLeaf(ctx, 0, []byte("a"), map[int64][32]byte{0: hashOf(0)})
		})
		faults(t, s, workbench.Unknown, func(ctx context.Context, tx workbench.Tx) error {
			return tx.AppendLeaf(ctx, 1, []byte("b"), map[int64][32]byte{0: hashOf(1)})
		})
		same(t, "size", size(t, s), 1)
	},
	"many hashes at once": func(t *testing.T, open Open) {
		s := open(t)
		all, indexes, want := map[int64][32]byte{}, []int64(nil), [][32]byte(nil)
		for i := range int64(3500) {
			all[i] = hashOf(i)
			indexes, want = append(indexes, i), append(want, hashOf(i))
		}
		write(t, s, func(ctx context.Context, tx workbench.Tx) error { return tx.AppendLeaf(ctx, 0, []byte("a"), all) })
		same(t, "hashes", read(t, s, func(ctx context.Context, tx workbench.Tx) ([][32]byte, error) { return tx.LogHashes(ctx, indexes) }), want)
	},
}
