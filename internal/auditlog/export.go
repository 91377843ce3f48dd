package auditlog

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Filter says what of the log is exported. The zero value is all of it.
type Filter struct {
	// Organisation shows the entries of one organisation; of others, only hashes and how many they are. Default: all entries.
	Organisation string
	// Since is the size of an earlier checkpoint; the export then proves that nothing before it was changed. An export of all entries
	// proves that for every size by itself. Default: none.
	Since int64
}

// Write exports the log as it is now, for Verify. It reads a block at a time, and goes on writing while the log grows.
func Write(ctx context.Context, w io.Writer, s Storage, k Key, f Filter) error {
	tree, err := Tree(ctx, s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	x := export{Storage: s, filter: f, tree: tree, out: out, lines: sha256.New()}
	if err := x.header(ctx, k); err != nil {
		return fmt.Errorf("export the audit log: %w", err)
	}
	for b := range blocks(tree.N) {
		if err := x.block(ctx, b); err != nil {
			return fmt.Errorf("export the audit log from entry %d: %w", b*blockSize, err)
		}
	}
	seal, err := sign(k, sealText(k.signer.Name(), x.entries, x.lines))
	if err != nil {
		return fmt.Errorf("seal the export of the audit log: %w", err)
	}
	if err := x.line(sealLine{string(seal)}); err != nil {
		return err
	}
	return out.Flush()
}

// export is one being written.
type export struct {
	Storage
	filter  Filter
	tree    tlog.Tree
	out     *bufio.Writer
	lines   hash.Hash
	entries int64
}

func (x *export) header(ctx context.Context, k Key) error {
	checkpoint, err := sign(k, formatTree(k.signer.Name(), x.tree))
	if err != nil {
		return err
	}
	h := header{Form: form, Checkpoint: string(checkpoint), Key: k.Verifier(), Organisation: x.filter.Organisation}
	if n := x.filter.Since; n > 0 {
		proof, err := Consistency(ctx, x, n, x.tree.N)
		if err != nil {
			return err
		}
		h.Since = &since{n, proof}
	}
	return x.line(h)
}

// block writes a block, if an entry of it is shown.
func (x *export) block(ctx context.Context, b int64) error {
	first := b * blockSize
	size := min(x.tree.N-first, blockSize)
	leaves, err := x.Leaves(ctx, first, int(size))
	if err != nil {
		return err
	}
	if int64(len(leaves)) != size {
		return fmt.Errorf("the store gives %d of %d entries", len(leaves), size)
	}
	items, shown, err := x.choose(first, leaves)
	if err != nil || shown == 0 {
		return err
	}
	x.entries += shown
	proof, err := tlog.ProveRecord(blocks(x.tree.N), b, blockHashes(x.tree.N, hashes(ctx, x)))
	if err != nil {
		return err
	}
	if err := x.line(blockLine{Block: &b, Proof: proof}); err != nil {
		return err
	}
	at := make([]int64, len(items))
	for i, it := range items {
		at[i] = tlog.StoredHashIndex(it.level, it.index>>it.level)
	}
	kept, err := hashes(ctx, x).ReadHashes(at)
	if err != nil {
		return err
	}
	for i, it := range items {
		if err := x.item(it, kept[i]); err != nil {
			return err
		}
	}
	return nil
}

// part is an entry that is shown, or some that are left out: 1<<level from index on.
type part struct {
	index int64
	level int
	entry []byte // nil if left out
}

// choose tells what of a block is shown, and puts the others into as few subtrees as there are.
func (x *export) choose(first int64, leaves [][]byte) (items []part, shown int64, err error) {
	end := first + int64(len(leaves))
	for i := first; i < end; {
		next := i
		for ; next < end; next++ {
			mine, err := x.shows(leaves[next-first])
			if err != nil {
				return nil, 0, fmt.Errorf("entry %d: %w", next, err)
			}
			if mine {
				break
			}
		}
		for i < next {
			level := bits.Len64(uint64(next-i)) - 1
			if i > 0 {
				level = min(level, bits.TrailingZeros64(uint64(i)))
			}
			items = append(items, part{index: i, level: level})
			i += 1 << level
		}
		if next < end {
			items = append(items, part{index: next, entry: leaves[next-first]})
			shown++
			i++
		}
	}
	return items, shown, nil
}

// shows tells whether an entry is to be shown.
func (x *export) shows(leaf []byte) (bool, error) {
	if !json.Valid(leaf) || bytes.ContainsRune(leaf, '\n') || len(leaf) > MaxEntry {
		return false, errors.New("what the store gives is not an entry; it was changed there")
	}
	if x.filter.Organisation == "" {
		return true, nil
	}
	of, err := ownerOf(leaf)
	return of.Organisation == x.filter.Organisation, err
}

// owner is whose an entry is, and which one of theirs.
type owner struct {
	Number       int64  `json:"number"`
	Organisation string `json:"organisation"`
}

func ownerOf(leaf []byte) (o owner, err error) {
	err = json.Unmarshal(leaf, &o)
	return o, err
}

// item writes an entry with the hash that the tree has of it, which is another one if the entry was changed in the store.
func (x *export) item(it part, h tlog.Hash) error {
	if it.entry == nil {
		return x.line(itemLine{Index: &it.index, LeftOut: 1 << it.level, Hash: &h})
	}
	return x.put(fmt.Appendf(nil, "{\"index\":%d,\"hash\":\"%s\",\"entry\":%s}\n", it.index, h, it.entry))
}

func (x *export) line(v any) error {
	text, err := encode(v)
	if err != nil {
		return err
	}
	return x.put(append(text, '\n'))
}

func (x *export) put(line []byte) error {
	x.lines.Write(line) // of a hash, which takes everything
	_, err := x.out.Write(line)
	return err
}
