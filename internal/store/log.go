package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/workbench"
)

// chunk is how many hashes one statement names; SQLite takes 32,766 parameters.
const chunk = 1000

// LogSize gives the number of leaves.
func (t *Tx) LogSize(ctx context.Context) (size int64, err error) {
	err = t.row(ctx, "read size of audit log", `SELECT COALESCE(MAX(number) + 1, 0) FROM log_leaves`, nil, &size)
	return size, err
}

// LogHashes gives the hashes of indexes, in the same order. One that is not there is NotFound.
func (t *Tx) LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error) {
	type entry struct {
		number int64
		hash   []byte
	}
	scan := func(r Row) (entry, error) {
		var e entry
		err := r.Scan(&e.number, &e.hash)
		return e, err
	}
	kept := make(map[int64][32]byte, len(indexes))
	for part := range slices.Chunk(indexes, chunk) {
		args := make([]any, len(part))
		for i, index := range part {
			args[i] = index
		}
		found, err := rows(ctx, t, scan, "read hashes of audit log", `SELECT number, hash FROM log_hashes WHERE number IN (`+places(1, len(part))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if len(e.hash) != 32 {
				return nil, t.fail("read hashes of audit log", fmt.Errorf("hash %d has %d bytes instead of 32", e.number, len(e.hash)))
			}
			kept[e.number] = [32]byte(e.hash)
		}
	}
	out := make([][32]byte, len(indexes))
	for i, index := range indexes {
		hash, ok := kept[index]
		if !ok {
			return nil, workbench.Errorf(workbench.NotFound, "the audit log has no hash %d", index)
		}
		out[i] = hash
	}
	return out, nil
}

// AppendLeaf adds a leaf with the hashes that it completes.
func (t *Tx) AppendLeaf(ctx context.Context, index int64, leaf []byte, hashes map[int64][32]byte) error {
	what := fmt.Sprintf("append leaf %d to audit log", index)
	size, err := t.LogSize(ctx)
	if err != nil {
		return err
	}
	if index != size {
		return workbench.Errorf(workbench.Conflict, "the audit log has %d leaves: the next is not %d", size, index)
	}
	if leaf == nil {
		leaf = []byte{} // nil would be NULL
	}
	if _, err := t.exec(ctx, what, `INSERT INTO log_leaves (number, leaf) VALUES ($1, $2)`, index, leaf); err != nil {
		return err
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(hashes)), chunk) {
		values, args := make([]string, len(part)), make([]any, 0, 2*len(part))
		for i, number := range part {
			hash := hashes[number]
			values[i] = "(" + places(2*i+1, 2) + ")"
			args = append(args, number, hash[:])
		}
		if _, err := t.exec(ctx, what, `INSERT INTO log_hashes (number, hash) VALUES `+strings.Join(values, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

// Leaves gives leaves from a number, in order.
func (t *Tx) Leaves(ctx context.Context, from int64, limit int) ([][]byte, error) {
	if limit <= 0 {
		return nil, nil
	}
	scan := func(r Row) ([]byte, error) {
		leaf := []byte{}
		err := r.Scan(&leaf)
		return append([]byte{}, leaf...), err
	}
	return rows(ctx, t, scan, "list leaves of audit log", `SELECT leaf FROM log_leaves WHERE number >= $1 ORDER BY number LIMIT $2`, from, limit)
}

// places writes n placeholders, the first of them $from.
func places(from, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(out, ", ")
}
