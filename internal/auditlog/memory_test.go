package auditlog

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// memory is a Storage that a test can look into and tamper with.
type memory struct {
	leaves [][]byte
	hashes []tlog.Hash
}

func (m *memory) LogSize(context.Context) (int64, error) { return int64(len(m.leaves)), nil }

func (m *memory) LogHashes(_ context.Context, indexes []int64) ([][32]byte, error) {
	out := make([][32]byte, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(m.hashes)) {
			return nil, fmt.Errorf("there is no hash %d", x)
		}
		out[i] = m.hashes[x]
	}
	return out, nil
}

func (m *memory) AppendLeaf(_ context.Context, index int64, leaf []byte, hashes map[int64][32]byte) error {
	if index != int64(len(m.leaves)) {
		return fmt.Errorf("the next index is %d, not %d", len(m.leaves), index)
	}
	m.leaves = append(m.leaves, leaf)
	for next := int64(len(m.hashes)); len(hashes) > 0; next++ {
		h, ok := hashes[next]
		if !ok {
			return fmt.Errorf("hash %d is not among those to keep", next)
		}
		m.hashes = append(m.hashes, h)
		delete(hashes, next)
	}
	return nil
}

func (m *memory) Leaves(_ context.Context, from int64, limit int) ([][]byte, error) {
	return m.leaves[from:min(int(from)+limit, len(m.leaves))], nil
}

// rehash computes all hashes anew, as somebody would who changes entries in the database.
func (m *memory) rehash(t testing.TB) {
	fresh := &memory{}
	for i, leaf := range m.leaves {
		made, err := tlog.StoredHashes(int64(i), leaf, hashes(t.Context(), fresh))
		if err != nil {
			t.Fatal(err)
		}
		fresh.hashes = append(fresh.hashes, made...)
		fresh.leaves = append(fresh.leaves, leaf)
	}
	m.hashes = fresh.hashes
}

// someDay is when entries of tests begin.
var someDay = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// entryNumber is an entry of a test: each third one is of a clinic, all others of a maker.
func entryNumber(i int) Entry {
	of := "maker"
	if i%3 == 1 {
		of = "clinic"
	}
	return Entry{
		About: fmt.Sprintf("revision-%d", i), Account: "account-7", Action: "revision.made", At: someDay.Add(time.Duration(i) * time.Minute),
		Name: "A. Lindgren", Organisation: of, Reason: "The dose is looked at <again> after a week.", Salt: fmt.Sprintf("salt-%d", i),
	}
}

// logOf is a log of some entries.
func logOf(t testing.TB, n int) *memory {
	t.Helper()
	m := &memory{}
	grow(t, m, n)
	return m
}

func grow(t testing.TB, m *memory, n int) {
	t.Helper()
	for len(m.leaves) < n {
		if _, err := Append(t.Context(), m, entryNumber(len(m.leaves))); err != nil {
			t.Fatal(err)
		}
	}
}

// The key of tests. It is printed here, so nothing else may use it.
const testSecret = "PRIVATE+KEY+log.example.org+1db8e7f9+AWNvcmRvbidzIGF1ZGl0IGxvZywgZm9yIHRlc3RzIG9u"

func testKey(t testing.TB) Key {
	t.Helper()
	k, err := ParseKey(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func exported(t testing.TB, m *memory, f Filter) string {
	t.Helper()
	var b strings.Builder
	if err := Write(t.Context(), &b, m, testKey(t), f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func checkpointOf(t testing.TB, m *memory) []byte {
	t.Helper()
	c, err := Checkpoint(t.Context(), m, testKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func verified(t testing.TB, text string, a Against) *Report {
	t.Helper()
	r, err := Verify(strings.NewReader(text), a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
