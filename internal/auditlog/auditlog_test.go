package auditlog

import (
	"crypto/sha256"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestEntryIsOneLineWithItsKeysInOrder(t *testing.T) {
	m := &memory{}
	before, err := Value(map[string]any{"role": "operator", "at": 1})
	if err != nil {
		t.Fatal(err)
	}
	e := Entry{
		About: "01J", Account: "01A", Action: "member.changed", Address: "192.0.2.7", At: time.Date(2026, 3, 2, 9, 0, 0, 1234567, time.FixedZone("CET", 3600)), Name: "Zoë <Q&A>",
		New: json.RawMessage(`{"role": "owner",  "at":1.50}`), Old: before, Organisation: "01O", Project: "01P", Reason: "line\nbreak", Salt: "s", Token: "01T", Number: 7,
	}
	index, err := Append(t.Context(), m, e)
	if err != nil || index != 0 {
		t.Fatal(index, err)
	}
	want := `{"about":"01J","account":"01A","action":"member.changed","address":"192.0.2.7","at":"2026-03-02T08:00:00.001Z","name":"Zoë <Q&A>",` +
		`"new":{"at":1.50,"role":"owner"},"number":7,"old":{"at":1,"role":"operator"},"organisation":"01O","project":"01P","reason":"line\nbreak","salt":"s","token":"01T"}`
	if got := string(m.leaves[0]); got != want {
		t.Error(cmp.Diff(want, got))
	}
}

func TestSaltIsAddedToEntries(t *testing.T) {
	m := &memory{}
	for range 2 {
		if _, err := Append(t.Context(), m, Entry{Action: "a.b", At: someDay}); err != nil {
			t.Fatal(err)
		}
	}
	var a, b Entry
	if json.Unmarshal(m.leaves[0], &a) != nil || json.Unmarshal(m.leaves[1], &b) != nil || len(a.Salt) < 26 || a.Salt == b.Salt {
		t.Errorf("salts %q and %q", a.Salt, b.Salt)
	}
}

func TestLongValueIsLoggedByItsDigest(t *testing.T) {
	long := strings.Repeat("x", MaxValue)
	got, err := Value(long)
	// printf '"%s"' "$(head -c 2048 /dev/zero | tr '\0' x)" | sha256sum
	want := `{"bytes":2050,"sha256":"116f83e8d2ac670d7266a35c267aeba81c148ef1b309758464445808614452f1"}`
	if err != nil || string(got) != want {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	if short, err := Value(long[2:]); err != nil || string(short) != `"`+long[2:]+`"` {
		t.Errorf("%s %v", short, err)
	}
}

func TestEntryThatCannotBeLogged(t *testing.T) {
	for name, c := range map[string]struct {
		entry Entry
		want  string
	}{
		"action":    {Entry{Action: "made", At: someDay}, `log made: the action "made" is not of the form noun.done`},
		"time":      {Entry{Action: "a.b"}, "log a.b: the entry has no time"},
		"old value": {Entry{Action: "a.b", At: someDay, Old: json.RawMessage("{")}, "log a.b: old value: unexpected EOF"},
		"new value": {Entry{Action: "a.b", At: someDay, New: json.RawMessage("1 2")}, "log a.b: new value: there is more than one JSON value"},
		"long":      {Entry{Action: "a.b", At: someDay, Salt: "s", Reason: strings.Repeat("x", MaxEntry)}, "log a.b: the entry has 65603 bytes; at most 65536 are taken"},
	} {
		m := &memory{}
		if _, err := Append(t.Context(), m, c.entry); err == nil || err.Error() != c.want || len(m.leaves) != 0 {
			t.Errorf("%s: %v, want %s; %d entries logged", name, err, c.want, len(m.leaves))
		}
	}
}

// merkle is the hash of RFC 6962, section 2.1, as it is written there.
func merkle(leaves [][]byte) tlog.Hash {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	left, right := merkle(leaves[:k]), merkle(leaves[k:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

func TestTreeIsThatOfRFC6962(t *testing.T) {
	m := &memory{}
	for n := range 600 {
		tree, err := Tree(t.Context(), m)
		if want := merkle(m.leaves); err != nil || tree != (tlog.Tree{N: int64(n), Hash: want}) {
			t.Fatalf("%d entries: %v %v, want %v", n, tree, err, want)
		}
		grow(t, m, n+1)
	}
}

func TestProofsOfAnyTwoSizes(t *testing.T) {
	m := logOf(t, 600)
	rapid.Check(t, func(t *rapid.T) {
		to := rapid.Int64Range(1, 600).Draw(t, "to")
		from := rapid.Int64Range(1, to).Draw(t, "from")
		index := rapid.Int64Range(0, to-1).Draw(t, "index")
		now, then := merkle(m.leaves[:to]), merkle(m.leaves[:from])
		in, err := Inclusion(t.Context(), m, to, index)
		if err == nil {
			err = tlog.CheckRecord(in, to, now, index, tlog.RecordHash(m.leaves[index]))
		}
		if err != nil {
			t.Errorf("entry %d of %d: %v", index, to, err)
		}
		goes, err := Consistency(t.Context(), m, from, to)
		if err == nil {
			err = tlog.CheckTree(goes, to, now, from, then)
		}
		if err != nil {
			t.Errorf("from %d to %d: %v", from, to, err)
		}
	})
	if _, err := Inclusion(t.Context(), m, 601, 0); err == nil || err.Error() != "prove audit log entry 0: the log has 600 entries, not 601" {
		t.Error(err)
	}
	if _, err := Consistency(t.Context(), m, 1, 601); err == nil || err.Error() != "prove that the audit log of 1 entries goes on: the log has 600 entries, not 601" {
		t.Error(err)
	}
}

// The tree over blocks, which exports use, must give the hash of the tree over entries.
func TestTreeOverBlocksHasTheHashOfTheLog(t *testing.T) {
	m := logOf(t, 5*blockSize)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.Int64Range(1, 5*blockSize), rapid.SampledFrom([]int64{255, 256, 257, 511, 512, 513, 768, 769, 1024, 1025})).Draw(t, "size")
		b := rapid.Int64Range(0, blocks(size)-1).Draw(t, "block")
		proof, err := tlog.ProveRecord(blocks(size), b, blockHashes(size, hashes(t.Context(), m)))
		if err != nil {
			t.Fatal(err)
		}
		of := merkle(m.leaves[b*blockSize : min(size, (b+1)*blockSize)])
		if err := tlog.CheckRecord(proof, blocks(size), merkle(m.leaves[:size]), b, of); err != nil {
			t.Error(err)
		}
	})
}
