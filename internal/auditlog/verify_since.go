package auditlog

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// earlier is an earlier checkpoint, and what of the file speaks for it.
type earlier struct {
	given  bool
	tree   tlog.Tree
	proof  *since // of the export, perhaps for another size
	prefix spine  // over the first entries, as far as the file proved them
	covers int64  // how many these are
}

// add takes the hash of an entry that was proved.
func (e *earlier) add(index int64, h tlog.Hash) {
	if index == e.covers && e.covers < e.tree.N {
		e.prefix.add(0, h)
		e.covers++
	}
}

// compare reads the earlier checkpoint.
func (v *verifier) compare(signed []byte, proof *since) error {
	if first, _, _ := bytes.Cut(signed, []byte("\n")); bytes.HasPrefix(first, []byte("{")) {
		l := parseLine(first)
		if l == nil || l.Form != form {
			return fmt.Errorf("the earlier export: %w", ErrNotExport)
		}
		signed = []byte(l.Checkpoint)
	}
	tree, err := openCheckpoint(signed, v.key)
	if err != nil && !errors.Is(err, errUnsigned) {
		return fmt.Errorf("the earlier checkpoint: %w", err)
	}
	if err != nil {
		v.add(0, Signature, "the earlier checkpoint: %s", err)
		return nil
	}
	v.earlier = earlier{given: true, tree: tree, proof: proof}
	return nil
}

// judgeSince tells whether the log begins with the one that the earlier checkpoint is of.
func (v *verifier) judgeSince() {
	e := v.earlier
	if !e.given || v.blind {
		return
	}
	kind, text := e.judge(v.tree, v.full)
	v.Since = &Since{Size: e.tree.N, Proved: text == ""}
	if text != "" {
		v.add(0, kind, "the earlier checkpoint: %s", text)
	}
}

// judge says why an earlier checkpoint does not fit a later one; nothing if it does.
func (e *earlier) judge(now tlog.Tree, full bool) (Kind, string) {
	n := e.tree.N
	switch {
	case n > now.N:
		return Contradiction, fmt.Sprintf("it is of %d entries, the log in the file has %d: entries were taken away", n, now.N)
	case n == now.N:
		if e.tree.Hash != now.Hash {
			return Contradiction, fmt.Sprintf("it and the checkpoint in the file are both of %d entries, and differ", n)
		}
	case full && e.covers == n:
		if e.tree.Hash != e.prefix.root() {
			return Contradiction, fmt.Sprintf("the first %d entries are not those that it is of: the log was rewritten", n)
		}
	case full:
		return Unproved, fmt.Sprintf("the first %d entries are not whole in this file, so they cannot be compared", n)
	case n == 0: // every log begins with an empty one
	case e.proof == nil || e.proof.Size != n:
		return Unproved, fmt.Sprintf("the file holds no proof for it; ask for an export since %d", n)
	case tlog.CheckTree(e.proof.Proof, now.N, now.Hash, n, e.tree.Hash) != nil:
		return Contradiction, fmt.Sprintf("the log in the file does not begin with the %d entries that it is of, or the proof in line 1 was changed", n)
	}
	return "", ""
}
