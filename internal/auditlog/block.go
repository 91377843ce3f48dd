package auditlog

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// An export goes through the log in blocks of some entries, each proved by itself, so that damage in one leaves no doubt about the others. A block is
// a subtree of the log: its hash is to the tree over all blocks what the hash of an entry is to the tree over all entries.
const (
	blockLevel = 8
	blockSize  = 1 << blockLevel
)

// blocks is how many blocks a log of a size has; the last one may be smaller.
func blocks(size int64) int64 { return (size + blockSize - 1) / blockSize }

// blockHashes reads the tree over the blocks of a log of a size from the tree over its entries.
func blockHashes(size int64, r tlog.HashReader) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			level, n := tlog.SplitStoredHashIndex(x)
			level += blockLevel
			from := n << level
			// Only the last hash of a level may be over fewer entries, and then it is that of a small tree of its own.
			h, err := tlog.TreeHash(min(size-from, 1<<level), from0(from, r))
			if err != nil {
				return nil, err
			}
			out[i] = h
		}
		return out, nil
	})
}

// from0 reads a tree whose first entry is not that of the log. From is a multiple of each size of a subtree that is read.
func from0(from int64, r tlog.HashReader) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		moved := make([]int64, len(indexes))
		for i, x := range indexes {
			level, n := tlog.SplitStoredHashIndex(x)
			moved[i] = tlog.StoredHashIndex(level, n+from>>level)
		}
		return r.ReadHashes(moved)
	})
}

// spine computes the hash of a tree from subtrees, given from left to right. The zero value is the empty tree.
type spine struct{ whole []subtree }

// subtree is 1<<level entries under one hash.
type subtree struct {
	level int
	hash  tlog.Hash
}

// add puts a subtree at the right. The number of entries before it is a multiple of its own.
func (s *spine) add(level int, h tlog.Hash) {
	for last := len(s.whole) - 1; last >= 0 && s.whole[last].level == level; last-- {
		h = tlog.NodeHash(s.whole[last].hash, h)
		level++
		s.whole = s.whole[:last]
	}
	s.whole = append(s.whole, subtree{level, h})
}

// root is the hash over all entries.
func (s *spine) root() (h tlog.Hash) {
	if len(s.whole) == 0 {
		h, _ = tlog.TreeHash(0, nil) // reads nothing
		return h
	}
	last := len(s.whole) - 1
	h = s.whole[last].hash
	for _, t := range slices.Backward(s.whole[:last]) {
		h = tlog.NodeHash(t.hash, h)
	}
	return h
}
