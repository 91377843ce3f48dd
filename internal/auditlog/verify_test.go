package auditlog

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestExportOfAnyLogIsProved(t *testing.T) {
	big := logOf(t, 1100)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 1100), rapid.SampledFrom([]int{0, 1, 255, 256, 257, 512, 513, 1024})).Draw(rt, "size")
		then := rapid.IntRange(0, n).Draw(rt, "earlier")
		of := rapid.SampledFrom([]string{"", "maker", "clinic", "nobody"}).Draw(rt, "organisation")
		m := logOf(t, 0)
		m.leaves, m.hashes = big.leaves[:n], big.hashes[:tlog.StoredHashCount(int64(n))]
		earlier := &memory{big.leaves[:then], big.hashes[:tlog.StoredHashCount(int64(then))]}
		text := exported(t, m, Filter{Organisation: of, Since: int64(then)})
		got := verified(t, text, Against{Key: testKey(t).Verifier(), Since: checkpointOf(t, earlier)})
		shown := int64(0)
		for i := range n {
			if of == "" || entryNumber(i).Organisation == of {
				shown++
			}
		}
		want := &Report{
			Log: "log.example.org", Key: testKey(t).Verifier(), KeyGiven: true, Organisation: of, Size: int64(n), Root: merkle(m.leaves).String(),
			Shown: shown, Proved: shown, Complete: of == "", Since: &Since{int64(then), true}, Problems: []Problem{}, Checkpoint: string(checkpointOf(t, m)),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestExportOfOneOrganisationShowsNothingOfOthers(t *testing.T) {
	m := logOf(t, 700)
	text := exported(t, m, Filter{Organisation: "clinic"})
	for i, leaf := range m.leaves {
		if shown := strings.Contains(text, string(leaf)); shown != (i%3 == 1) {
			t.Errorf("entry %d is shown: %t", i, shown)
		}
	}
	if strings.Contains(text, "maker") {
		t.Error("another organisation is named")
	}
}

// What is signed must be all of the file, and there must be one way only to write the signature.
func TestEachFlippedBitIsFound(t *testing.T) {
	check := func(text string, i, bit int, keys ...string) {
		changed := []byte(text)
		changed[i] ^= 1 << bit
		for _, key := range keys {
			r, err := Verify(strings.NewReader(string(changed)), Against{Key: key})
			if err == nil && len(r.Problems) == 0 {
				t.Fatalf("bit %d of byte %d (%q) was flipped, and nothing is found", bit, i, text[max(0, i-20):min(len(text), i+20)])
			}
		}
	}
	text := exported(t, logOf(t, 3), Filter{Organisation: "clinic", Since: 2})
	for i := range len(text) {
		for bit := range 8 {
			check(text, i, bit, "")
		}
	}
	text = exported(t, logOf(t, 300), Filter{})
	rapid.Check(t, func(rt *rapid.T) {
		check(text, rapid.IntRange(0, len(text)-1).Draw(rt, "byte"), rapid.IntRange(0, 7).Draw(rt, "bit"), "", testKey(t).Verifier())
	})
}

// Any two lines that change their places, and any line that is lost, are found and said to be where they are.
func TestLostAndMovedLinesAreFound(t *testing.T) {
	lines := strings.SplitAfter(exported(t, logOf(t, 600), Filter{Organisation: "maker"}), "\n")
	lines = lines[:len(lines)-1]
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(1, len(lines)-1).Draw(rt, "line")
		j := rapid.IntRange(1, len(lines)-1).Draw(rt, "other")
		mangled := slices.Clone(lines)
		mangled[i], mangled[j] = mangled[j], mangled[i]
		if i == j {
			mangled = slices.Delete(mangled, i, i+1)
		}
		if r := verified(t, strings.Join(mangled, ""), Against{}); len(r.Problems) == 0 {
			rt.Errorf("lines %d and %d", i+1, j+1)
		}
	})
}

func TestWhatIsWrongIsSaidWithItsLine(t *testing.T) {
	m := logOf(t, 20)
	whole, clinic := exported(t, m, Filter{}), exported(t, m, Filter{Organisation: "clinic"})
	swap := func(text string, i, j int) string {
		l := strings.SplitAfter(text, "\n")
		l[i-1], l[j-1] = l[j-1], l[i-1]
		return strings.Join(l, "")
	}
	without := func(text string, i int) string {
		l := strings.SplitAfter(text, "\n")
		return strings.Join(slices.Delete(l, i-1, i), "")
	}
	sealed := func(last int64) Problem {
		return Problem{last + 1, Changed, fmt.Sprintf("the file is not the one that was sealed: something in lines 1 to %d was changed", last)}
	}
	other, err := NewKey("log.example.org")
	if err != nil {
		t.Fatal(err)
	}
	otherKey, err := ParseKey(other)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		key  string
		want []Problem
	}{
		"an entry changed": {strings.Replace(whole, "revision-4", "revision-5", 1), "", []Problem{
			{7, Changed, "entry 4 is not what was logged"}, sealed(22),
		}},
		"two entries changed": {strings.NewReplacer("revision-4", "revision-5", "revision-11", "revision-10").Replace(whole), "", []Problem{
			{7, Changed, "entry 4 is not what was logged"}, {14, Changed, "entry 11 is not what was logged"}, sealed(22),
		}},
		"a hash changed": {strings.Replace(whole, `"index":4,"hash":"`+hashOf(m, 4), `"index":4,"hash":"`+hashOf(m, 5), 1), "", []Problem{
			{7, Changed, "the hash beside entry 4 was changed; the entry is what was logged"}, sealed(22),
		}},
		"an entry and its hash changed": {forged(whole, m, 4), "", []Problem{
			{2, Changed, "entries 0 to 19 do not belong to the checkpoint: the proof here, or something in the block, was changed"}, sealed(22),
		}},
		"an entry missing": {without(whole, 7), "", []Problem{
			{7, Missing, "entry 4 should stand before this line"}, sealed(21),
		}},
		"the last entry missing": {without(whole, 22), "", []Problem{
			{22, Missing, "entry 19 should stand before this line"}, sealed(21),
		}},
		"the line of a block missing": {without(clinic, 2), "", []Problem{
			{2, Order, "from here on, lines are in no block"}, sealed(18),
		}},
		"two entries in another order": {swap(whole, 7, 8), "", []Problem{
			{7, Missing, "entry 4 should stand before this line"}, {8, Order, "entry 4 stands after entry 5, or twice"}, sealed(22),
		}},
		"another key": {whole, otherKey.Verifier(), []Problem{
			{1, Signature, `the file names the key "log.example.org+1db8e7f9+Adz3i1L5RAhP6ETK9ChToH4dKaBLriQOFsp…", which is not the one given`},
			{1, Signature, "the checkpoint: it is not signed with this key, or was changed after"},
			{23, Signature, "the seal: it is not signed with this key, or was changed after"},
		}},
		"the end missing": {whole[:strings.LastIndex(whole, `{"seal"`)], "", []Problem{
			{22, Truncated, "the file ends here, before its end; what would follow is not known"},
		}},
		"cut in the middle": {whole[:strings.Index(whole, "revision-4")], "", []Problem{
			{7, Truncated, "the file ends here, before its end; what would follow is not known"},
		}},
		"the last byte missing": {strings.TrimSuffix(whole, "\n"), "", []Problem{
			{23, Truncated, "the file ends here, before its end; what would follow is not known"},
		}},
		"a line after the end": {whole + "{}\nx\n", "", []Problem{{24, Order, "here is something after the seal"}}},
		"a line that is none": {strings.Replace(whole, `{"index":4,`, `{"indeks":4,`, 1), "", []Problem{
			{7, Malformed, "this is not a line of an export"}, {8, Missing, "entry 4 should stand before this line"}, sealed(22),
		}},
		"a line with nothing": {strings.Replace(whole, `{"index":4,`, "{}\n"+`{"index":4,`, 1), "", []Problem{
			{7, Malformed, "this is not a line of an export"}, sealed(23),
		}},
		"a very long line": {strings.Replace(whole, "revision-4", strings.Repeat("x", MaxLine), 1), "", []Problem{
			{7, Malformed, "the line has more than 69632 bytes"}, {8, Missing, "entry 4 should stand before this line"}, sealed(22),
		}},
		"not all, and claims to be": {strings.Replace(exported(t, logOf(t, 3), Filter{Organisation: "clinic"}), `,"organisation":"clinic"}`+"\n", "}\n", 1), "", []Problem{
			{3, Missing, "entry 0: left out of an export that claims to hold all"},
			{5, Missing, "entry 2: left out of an export that claims to hold all"}, sealed(5),
		}},
		"entries of another organisation": {strings.Replace(exported(t, logOf(t, 2), Filter{Organisation: "clinic"}), `,"organisation":"clinic"}`+"\n", `,"organisation":"maker"}`+"\n", 1), "", []Problem{
			{4, Changed, "entry 1 is not of the organisation that the export is of"}, sealed(4),
		}},
		"a block that is not there": {strings.Replace(whole, `{"block":0`, `{"block":1`, 1), "", []Problem{
			{2, Order, "block 1 does not belong here"}, {3, Order, "from here on, lines are in no block"},
			{23, Missing, "entries 0 to 19 should stand before this line"}, sealed(22),
		}},
		"a part that is not there": {strings.Replace(clinic, `"left-out":2`, `"left-out":3`, 1), "", []Problem{
			{5, Order, "entries 2 to 4: the block in line 2 has no such part"}, {6, Missing, "entries 2 to 3 should stand before this line"}, sealed(19),
		}},
		"no checkpoint": {strings.Replace(whole, `"checkpoint":"log.example.org`, `"checkpoint":"cog.example.org`, 1), "", []Problem{
			{1, Signature, `the checkpoint: it is of the log "cog.example.org", not of "log.example.org"`}, sealed(22),
		}},
		"a seal in other words": {strings.Replace(whole, `{"seal"`, `{"Seal"`, 1), "", []Problem{{23, Changed, "the seal is not written as it was"}}},
		"no seal":               {whole[:strings.LastIndex(whole, `{"seal"`)] + `{"seal":"x"}` + "\n", "", []Problem{{23, Signature, "the seal: it is not a signed note"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, verified(t, c.text, Against{Key: c.key}).Problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func hashOf(m *memory, i int64) string { return tlog.RecordHash(m.leaves[i]).String() }

// forged changes an entry together with its hash.
func forged(text string, m *memory, i int64) string {
	leaf := strings.Replace(string(m.leaves[i]), "revision", "decision", 1)
	text = strings.Replace(text, hashOf(m, i), tlog.RecordHash([]byte(leaf)).String(), 1)
	return strings.Replace(text, string(m.leaves[i]), leaf, 1)
}

func TestWhatIsNoExport(t *testing.T) {
	whole := exported(t, logOf(t, 2), Filter{})
	for name, c := range map[string]struct {
		text, key string
		want      string
	}{
		"nothing":      {"", "", "it is not an export of an audit log"},
		"another file": {"cordon: 1\n", "", "it is not an export of an audit log"},
		"other JSON":   {"{\"a\":1}\n", "", "it is not an export of an audit log"},
		"later form":   {strings.Replace(whole, `"audit-log":1`, `"audit-log":2`, 1), "", "it is not an export of an audit log of form 2; this program reads form 1"},
		"escapes":      {strings.Replace(whole, `,"key":`, `,"organisation":"\u001b[2J","key":`, 1), "", "it is not an export of an audit log: its names are too long or have characters that cannot be shown"},
		"no key":       {whole, "log.example.org", `the key "log.example.org" is not of the form name+hash+key`},
	} {
		_, err := Verify(strings.NewReader(c.text), Against{Key: c.key})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := Verify(strings.NewReader("x"), Against{}); !errors.Is(err, ErrNotExport) {
		t.Error(err)
	}
}

// A missing block is named once, and what is left is proved.
func TestOtherBlocksAreProvedWhereOneIsDamaged(t *testing.T) {
	m := logOf(t, 700)
	whole := exported(t, m, Filter{})
	second, third := strings.Index(whole, `{"block":1`), strings.Index(whole, `{"block":2`)
	for name, c := range map[string]struct {
		text   string
		want   []Problem
		proved int64
	}{
		"missing": {whole[:second] + whole[third:], []Problem{
			{259, Missing, "entries 256 to 511 should stand before this line"},
			{448, Changed, "the file is not the one that was sealed: something in lines 1 to 447 was changed"},
		}, 444},
		"forged": {forged(whole, m, 300), []Problem{
			{259, Changed, "entries 256 to 511 do not belong to the checkpoint: the proof here, or something in the block, was changed"},
			{705, Changed, "the file is not the one that was sealed: something in lines 1 to 704 was changed"},
		}, 444},
		"changed": {strings.Replace(whole, "revision-300", "revision-301", 1), []Problem{
			{304, Changed, "entry 300 is not what was logged"},
			{705, Changed, "the file is not the one that was sealed: something in lines 1 to 704 was changed"},
		}, 699},
	} {
		t.Run(name, func(t *testing.T) {
			r := verified(t, c.text, Against{})
			if diff := cmp.Diff(c.want, r.Problems); diff != "" || r.Proved != c.proved {
				t.Errorf("%d entries proved, want %d\n%s", r.Proved, c.proved, diff)
			}
		})
	}
}

// An entry that was changed in the database alone does not fit the tree; an export says so by itself.
func TestEntryChangedInTheStoreIsFound(t *testing.T) {
	m := logOf(t, 20)
	m.leaves[4] = []byte(strings.Replace(string(m.leaves[4]), "revision", "decision", 1))
	r := verified(t, exported(t, m, Filter{}), Against{Key: testKey(t).Verifier()})
	if diff := cmp.Diff([]Problem{{7, Changed, "entry 4 is not what was logged"}}, r.Problems); diff != "" || r.Proved != 19 {
		t.Errorf("%d entries proved\n%s", r.Proved, diff)
	}
	m.leaves[4] = []byte("{")
	err := Write(t.Context(), io.Discard, m, testKey(t), Filter{})
	if want := "export the audit log from entry 0: entry 4: what the store gives is not an entry; it was changed there"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// Whoever holds the database and the key can write the log anew. Then only a checkpoint that was kept elsewhere tells.
func TestRewrittenLogContradictsEarlierCheckpoint(t *testing.T) {
	before := checkpointOf(t, logOf(t, 300))
	rewritten := logOf(t, 700)
	rewritten.leaves[4] = []byte(strings.Replace(string(rewritten.leaves[4]), "revision", "decision", 1))
	rewritten.rehash(t)
	elsewhere, err := NewKey("log.example.org")
	if err != nil {
		t.Fatal(err)
	}
	otherKey, err := ParseKey(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := Checkpoint(t.Context(), logOf(t, 300), otherKey)
	if err != nil {
		t.Fatal(err)
	}
	shorter := logOf(t, 0)
	shorter.leaves, shorter.hashes = rewritten.leaves[:300], rewritten.hashes[:tlog.StoredHashCount(300)]
	damaged := strings.Replace(exported(t, logOf(t, 700), Filter{}), "revision-4\"", "revision-5\"", 1)
	for name, c := range map[string]struct {
		text  string
		since []byte
		want  []Problem
	}{
		"all entries":      {exported(t, rewritten, Filter{}), before, []Problem{{0, Contradiction, "the earlier checkpoint: the first 300 entries are not those that it is of: the log was rewritten"}}},
		"one organisation": {exported(t, rewritten, Filter{Organisation: "clinic", Since: 300}), before, []Problem{{0, Contradiction, "the earlier checkpoint: the log in the file does not begin with the 300 entries that it is of, or the proof in line 1 was changed"}}},
		"same size":        {exported(t, shorter, Filter{}), before, []Problem{{0, Contradiction, "the earlier checkpoint: it and the checkpoint in the file are both of 300 entries, and differ"}}},
		"shorter":          {exported(t, logOf(t, 200), Filter{}), before, []Problem{{0, Contradiction, "the earlier checkpoint: it is of 300 entries, the log in the file has 200: entries were taken away"}}},
		"no proof":         {exported(t, logOf(t, 700), Filter{Organisation: "clinic", Since: 299}), before, []Problem{{0, Unproved, "the earlier checkpoint: the file holds no proof for it; ask for an export since 300"}}},
		"damaged, but its hash proved": {damaged, before, []Problem{
			{7, Changed, "entry 4 is not what was logged"},
			{705, Changed, "the file is not the one that was sealed: something in lines 1 to 704 was changed"},
		}},
		"not whole": {forged(exported(t, logOf(t, 700), Filter{}), logOf(t, 700), 4), before, []Problem{
			{2, Changed, "entries 0 to 255 do not belong to the checkpoint: the proof here, or something in the block, was changed"},
			{705, Changed, "the file is not the one that was sealed: something in lines 1 to 704 was changed"},
			{0, Unproved, "the earlier checkpoint: the first 300 entries are not whole in this file, so they cannot be compared"},
		}},
		"another key": {exported(t, logOf(t, 700), Filter{}), foreign, []Problem{{0, Signature, "the earlier checkpoint: it is not signed with this key, or was changed after"}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := verified(t, c.text, Against{Since: c.since})
			if diff := cmp.Diff(c.want, r.Problems); diff != "" {
				t.Error(diff)
			}
			if failed := name != "damaged, but its hash proved"; r.Since != nil && r.Since.Proved == failed {
				t.Errorf("since: %+v", *r.Since)
			}
		})
	}
	export := []byte(exported(t, logOf(t, 300), Filter{}))
	if r := verified(t, exported(t, logOf(t, 700), Filter{}), Against{Since: export}); len(r.Problems) > 0 || *r.Since != (Since{300, true}) {
		t.Errorf("since an earlier export: %+v", r)
	}
	if _, err := Verify(strings.NewReader(damaged), Against{Since: export[:100]}); err == nil || err.Error() != "the earlier export: it is not an export of an audit log" {
		t.Error(err)
	}
	_, err = Verify(strings.NewReader(damaged), Against{Since: []byte("x")})
	if err == nil || err.Error() != "the earlier checkpoint: it is not a signed note" {
		t.Error(err)
	}
}

// A checkpoint that nobody signed proves nothing, however well all fits together.
func TestNothingIsProvedByUnsignedCheckpoint(t *testing.T) {
	m := logOf(t, 20)
	whole := exported(t, m, Filter{})
	r := verified(t, strings.Replace(whole, "\\n20\\n", "\\n21\\n", 1), Against{})
	if r.Proved != 0 || len(r.Problems) == 0 || r.Problems[0] != (Problem{1, Signature, "the checkpoint: it is not signed with this key, or was changed after"}) {
		t.Errorf("%+v", r)
	}
}

// A server can leave entries out of an export of one organisation, and prove all others. It cannot number them anew.
func TestEntryKeptBackShowsByItsNumber(t *testing.T) {
	m := logOf(t, 0)
	for i := range 12 {
		e := entryNumber(i)
		if e.Organisation == "clinic" {
			e.Number = int64(i/3 + 1)
		}
		if _, err := Append(t.Context(), m, e); err != nil {
			t.Fatal(err)
		}
	}
	of := Filter{Organisation: "clinic"}
	if r := verified(t, exported(t, m, of), Against{}); !r.Complete || len(r.Problems) > 0 || r.Shown != 4 {
		t.Errorf("all numbered: %+v", r)
	}
	m.leaves[4] = []byte(strings.Replace(string(m.leaves[4]), "clinic", "clinch", 1)) // the tree still has the entry as it was
	r := verified(t, exported(t, m, of), Against{})
	if diff := cmp.Diff([]Problem{{8, Missing, "entry 7 has number 3 of its organisation; number 2 should come first"}}, r.Problems); diff != "" || r.Complete || r.Proved != 3 {
		t.Errorf("%+v\n%s", r, diff)
	}
	if r := verified(t, exported(t, logOf(t, 12), of), Against{}); r.Complete || len(r.Problems) > 0 {
		t.Errorf("not numbered: %+v", r)
	}
}

func TestListOfProblemsIsBounded(t *testing.T) {
	r := verified(t, strings.Replace(exported(t, logOf(t, 1), Filter{}), "\n", "\n"+strings.Repeat("x\n", 150), 1), Against{})
	if len(r.Problems) != maxProblems || r.More != 51 { // and the seal
		t.Errorf("%d problems and %d more", len(r.Problems), r.More)
	}
}

func FuzzVerify(f *testing.F) {
	m := logOf(f, 5)
	for _, of := range []string{"", "clinic"} {
		f.Add(exported(f, m, Filter{Organisation: of, Since: 2}))
	}
	f.Add(`{"audit-log":1,"checkpoint":"log.example.org\n1099511627776\n` + tlog.Hash{}.String() + `\n\n— log.example.org AAAAAAAA\n","key":"` + testKey(f).Verifier() + `"}` + "\n" +
		`{"block":4294967295,"proof":[]}` + "\n" + `{"index":9223372036854775807,"left-out":9223372036854775807,"hash":"` + tlog.Hash{}.String() + `"}` + "\n")
	since, key := checkpointOf(f, logOf(f, 3)), testKey(f).Verifier()
	good := map[string]bool{exported(f, m, Filter{Organisation: "clinic", Since: 2}): true, exported(f, m, Filter{Since: 2}): true}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Verify(strings.NewReader(text), Against{Key: key, Since: since})
		if err == nil && r.Proved > r.Shown {
			t.Errorf("%d of %d entries are proved", r.Proved, r.Shown)
		}
		r, err = Verify(strings.NewReader(text), Against{Key: key})
		if err == nil && len(r.Problems) == 0 && !good[text] {
			t.Error("nobody signed this, and nothing is wrong with it")
		}
	})
}
