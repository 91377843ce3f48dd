package auditlog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestCheckpointIsOpenedWithItsKeyOnly(t *testing.T) {
	m := logOf(t, 7)
	signed := string(checkpointOf(t, m))
	if want := fmt.Sprintf("log.example.org\n7\n%s\n\n— log.example.org ", merkle(m.leaves)); !strings.HasPrefix(signed, want) {
		t.Errorf("%s does not begin with %s", signed, want)
	}
	key := testKey(t).Verifier()
	tree, err := OpenCheckpoint([]byte(signed), key+"\n")
	if want := (tlog.Tree{N: 7, Hash: merkle(m.leaves)}); err != nil || tree != want {
		t.Errorf("%v %v, want %v", tree, err, want)
	}
	seal, err := sign(testKey(t), "cordon audit export\nlog.example.org\n7\n"+merkle(m.leaves).String()+"\n")
	if err != nil {
		t.Fatal(err)
	}
	size := func(s string) string { return strings.Replace(signed, "\n7\n", "\n"+s+"\n", 1) }
	for name, c := range map[string]struct{ signed, key, want string }{
		"changed":        {size("8"), key, "read the checkpoint: it is not signed with this key, or was changed after"},
		"of another key": {signed, "log.example.org+60403a01+Af11UnklU3I0om2mYFQe3wxWxeOipvpjtgHmzRdtNDyH", "read the checkpoint: it is not signed with this key, or was changed after"},
		"of another log": {strings.Replace(signed, "log.", "other.", 1), key, `read the checkpoint: it is of the log "other.example.org", not of "log.example.org"`},
		"a seal":         {string(seal), key, `read the checkpoint: it is of the log "cordon audit export", not of "log.example.org"`},
		"no number":      {size("07"), key, "read the checkpoint: it is not a checkpoint"},
		"a large number": {size("1099511627777"), key, "read the checkpoint: it is not a checkpoint"},
		"no hash":        {strings.Replace(signed, merkle(m.leaves).String(), "x", 1), key, "read the checkpoint: it is not a checkpoint"},
		"short":          {strings.Replace(signed, "\n7\n", "\n", 1), key, "read the checkpoint: it is not a checkpoint"},
		"no note":        {"log.example.org\n7\n", key, "read the checkpoint: it is not a signed note"},
		"no key":         {signed, "log.example.org", "the key is not of the form name+hash+key"},
	} {
		if tree, err := OpenCheckpoint([]byte(c.signed), c.key); err == nil || err.Error() != c.want || tree != (tlog.Tree{}) {
			t.Errorf("%s: %v %v, want %s", name, tree, err, c.want)
		}
	}
}

func TestKeyIsReadAsItWasMade(t *testing.T) {
	secret, err := NewKey("cordon.example.org/audit")
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKey(secret + "\n")
	if err != nil || !IsVerifier(k.Verifier()) || !strings.HasPrefix(k.Verifier(), "cordon.example.org/audit+") {
		t.Errorf("%s %v", k.Verifier(), err)
	}
	if text := fmt.Sprintf("%v %+v %#v", k, k, k); strings.Contains(text, secret[len(secret)-20:]) {
		t.Error("a key prints its secret")
	}
	for _, wrong := range []string{"", k.Verifier(), secret[:len(secret)-4], strings.Replace(secret, "cordon", "cordoN", 1)} {
		if _, err := ParseKey(wrong); err == nil || err.Error() != "the key of the audit log is not one that NewKey makes" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for _, name := range []string{"", "a b", "a+b"} {
		if _, err := NewKey(name); err == nil || err.Error() != fmt.Sprintf("make a key for the audit log %q: a name has neither blanks nor plus", name) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// broken is a store in which some calls fail.
type broken struct {
	*memory
	size, hashes, leaves, put bool
}

var errDisk = errors.New("the disk is gone")

func (b broken) LogSize(ctx context.Context) (int64, error) {
	if b.size {
		return 0, errDisk
	}
	return b.memory.LogSize(ctx)
}

func (b broken) LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error) {
	if b.hashes {
		return nil, errDisk
	}
	return b.memory.LogHashes(ctx, indexes)
}

func (b broken) Leaves(ctx context.Context, from int64, limit int) ([][]byte, error) {
	if b.leaves {
		return nil, errDisk
	}
	return b.memory.Leaves(ctx, from, limit-1)
}

func (b broken) AppendLeaf(ctx context.Context, index int64, leaf []byte, hashes map[int64][32]byte) error {
	if b.put {
		return errDisk
	}
	return b.memory.AppendLeaf(ctx, index, leaf, hashes)
}

func TestFailureOfTheStoreIsSaid(t *testing.T) {
	m := logOf(t, 3)
	write := func(b broken, f Filter) error { return Write(t.Context(), io.Discard, b, testKey(t), f) }
	add := func(b broken) error { _, err := Append(t.Context(), b, entryNumber(3)); return err }
	for want, err := range map[string]error{
		"log revision.made: the disk is gone":                               add(broken{memory: m, put: true}),
		"read the size of the audit log: the disk is gone":                  write(broken{memory: m, size: true}, Filter{}),
		"hash the audit log: the disk is gone":                              write(broken{memory: m, hashes: true}, Filter{}),
		"export the audit log from entry 0: the disk is gone":               write(broken{memory: m, leaves: true}, Filter{}),
		"export the audit log from entry 0: the store gives 2 of 3 entries": write(broken{memory: m}, Filter{}),
		"export the audit log: tlog: invalid inputs in ProveTree":           write(broken{memory: m}, Filter{Since: 4}),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, b := range []broken{{memory: m, size: true}, {memory: m, hashes: true}} {
		if err := add(b); !errors.Is(err, errDisk) {
			t.Error(err)
		}
	}
	if len(m.leaves) != 3 {
		t.Errorf("%d entries", len(m.leaves))
	}
}
