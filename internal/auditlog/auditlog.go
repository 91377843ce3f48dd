// Package auditlog is a log in which nothing can be changed or taken away without it showing: the Merkle tree of RFC 6962, with signed
// checkpoints, and an export that is checked without the server. It does not decide what is logged, or who may read it.
package auditlog

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Storage keeps entries, called leaves, and hashes of the tree over them. All calls may be in one transaction, or each in one of its own: what was
// kept stays as it is, so a later state answers the same. Only Append must be within one transaction that writes.
type Storage interface {
	// LogSize gives the number of leaves.
	LogSize(ctx context.Context) (int64, error)
	// LogHashes gives the hashes that were kept under indexes, in the order of these; one that is not there is an error.
	LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error)
	// AppendLeaf keeps a leaf and hashes. The index is the number of leaves before it; any other is an error.
	AppendLeaf(ctx context.Context, index int64, leaf []byte, hashes map[int64][32]byte) error
	// Leaves gives leaves from an index on, in order: as many as there are, at most limit.
	Leaves(ctx context.Context, from int64, limit int) ([][]byte, error)
}

// Append logs an entry and gives its index, which counts from 0.
func Append(ctx context.Context, s Storage, e Entry) (int64, error) {
	leaf, err := e.leaf()
	if err != nil {
		return 0, fmt.Errorf("log %s: %w", e.Action, err)
	}
	index, err := s.LogSize(ctx)
	if err != nil {
		return 0, fmt.Errorf("log %s: %w", e.Action, err)
	}
	made, err := tlog.StoredHashes(index, leaf, hashes(ctx, s))
	if err != nil {
		return 0, fmt.Errorf("log %s: %w", e.Action, err)
	}
	kept := make(map[int64][32]byte, len(made))
	for i, h := range made {
		kept[tlog.StoredHashIndex(0, index)+int64(i)] = h
	}
	if err := s.AppendLeaf(ctx, index, leaf, kept); err != nil {
		return 0, fmt.Errorf("log %s: %w", e.Action, err)
	}
	return index, nil
}

// Tree gives the number of entries and the hash over all of them.
func Tree(ctx context.Context, s Storage) (tlog.Tree, error) {
	size, err := s.LogSize(ctx)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("read the size of the audit log: %w", err)
	}
	root, err := tlog.TreeHash(size, hashes(ctx, s))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("hash the audit log: %w", err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// Inclusion proves that the entry of an index is in the log of a size; tlog.CheckRecord checks it.
func Inclusion(ctx context.Context, s Storage, size, index int64) (tlog.RecordProof, error) {
	if err := within(ctx, s, size); err != nil {
		return nil, fmt.Errorf("prove audit log entry %d: %w", index, err)
	}
	return tlog.ProveRecord(size, index, hashes(ctx, s))
}

// Consistency proves that the log of a size begins with all of the log of a smaller size; tlog.CheckTree checks it. Both are at least 1.
func Consistency(ctx context.Context, s Storage, from, to int64) (tlog.TreeProof, error) {
	if err := within(ctx, s, to); err != nil {
		return nil, fmt.Errorf("prove that the audit log of %d entries goes on: %w", from, err)
	}
	return tlog.ProveTree(to, from, hashes(ctx, s))
}

// within makes sure that the log has a size already.
func within(ctx context.Context, s Storage, size int64) error {
	have, err := s.LogSize(ctx)
	if err == nil && size > have {
		err = fmt.Errorf("the log has %d entries, not %d", have, size)
	}
	return err
}

// hashes reads hashes for tlog.
func hashes(ctx context.Context, s Storage) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		read, err := s.LogHashes(ctx, indexes)
		if err != nil {
			return nil, err
		}
		out := make([]tlog.Hash, len(read))
		for i, h := range read {
			out[i] = h
		}
		return out, nil
	})
}
