package fleet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func day(t testing.TB, text string) Day {
	t.Helper()
	d, err := ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDays(t *testing.T) {
	for text, want := range map[string]Day{"1970-01-01": 1, "2026-11-26": 20784, "9999-12-31": lastDay} {
		if d, err := ParseDay(text); err != nil || d != want || d.String() != text {
			t.Errorf("%s: %d %v, wanted %d; written %s", text, d, err, want, d)
		}
	}
	for _, text := range []string{"", "1969-12-31", "2026-02-30", "2026-1-1", "2026-01-01T00:00:00Z"} {
		if d, err := ParseDay(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
}

// small is a fleet of a pump with a release that has a hole and one that has not.
func small(t testing.TB) *Fleet {
	t.Helper()
	f := New()
	if err := f.Begin(day(t, "2026-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, r := range []Release{
		{ID: "1.0", Product: "pump", Date: day(t, "2025-01-01"), Components: []string{"pkg:generic/lib@1.0"}},
		{ID: "1.1", Product: "pump", Date: day(t, "2026-02-10"), Components: []string{"pkg:generic/lib@1.1"}},
	} {
		if _, err := f.AddRelease(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []string{"a", "b", "c", "d"} {
		put(t, f, Device{Serial: s, Since: day(t, "2025-02-01"), Release: "1.0"})
	}
	if err := f.LearnNews(News{Vulnerability: "CVE-1", Found: []string{"pkg:generic/lib@1.0"}}); err != nil {
		t.Fatal(err)
	}
	return f
}

func put(t testing.TB, f *Fleet, d Device) {
	t.Helper()
	if _, _, err := f.Put(d); err != nil {
		t.Fatal(err)
	}
}

func TestTimesPerDevice(t *testing.T) {
	f := small(t)
	for serial, at := range map[string]string{"a": "2026-02-12", "b": "2026-02-20", "c": "2026-03-20"} {
		put(t, f, Device{Serial: serial, Since: day(t, at), Release: "1.1"})
	}
	r := f.Rollout("CVE-1", Query{})
	if r.Devices != 4 || r.Fixed != 3 || r.Open != 1 || len(r.Fixes) != 1 || r.Fixes[0] != (Fix{"pump", "1.1", day(t, "2026-02-10"), 40}) {
		t.Errorf("%+v", r)
	}
	if s := r.FromFix; s.Devices != 4 || s.Median == nil || *s.Median != 10 || s.P90 != nil || s.All != nil {
		t.Errorf("from the fix: %+v", s)
	}
	put(t, f, Device{Serial: "d", Since: day(t, "2026-04-01"), Release: "1.1"})
	if s := f.Rollout("CVE-1", Query{}).FromKnown; s.All == nil || *s.All != 90 || *s.Median != 50 {
		t.Errorf("from known: %+v", s)
	}
	m := f.Measures(Query{})
	if m.Identified != 1 || m.Patched != 1 || *m.ToFix.All != 40 || *m.ToDeployed.All != 50 || m.Devices != 0 {
		t.Errorf("%+v", m)
	}
	of := f.RolloutOf("1.1", When{Day: day(t, "2026-03-01")})
	if of.Devices != 4 || of.Fixed != 2 || of.Open != 2 {
		t.Errorf("%+v", of)
	}
	if f.RolloutOf("9", When{}) != nil || f.Rollout("CVE-2", Query{}) != nil || f.Affected("", Query{}) != nil {
		t.Error("what is not there has an answer")
	}
}

func TestWhatIsRefused(t *testing.T) {
	f := small(t)
	for _, c := range []struct {
		device Device
		field  string
	}{
		{Device{Serial: "", Since: 1, Release: "1.0"}, "serial"},
		{Device{Serial: " a", Since: 1, Release: "1.0"}, "serial"},
		{Device{Serial: "a\x00", Since: 1, Release: "1.0"}, "serial"},
		{Device{Serial: "n", Release: "1.0"}, "since"},
		{Device{Serial: "n", Since: 1}, "release"},
		{Device{Serial: "n", Since: 1, Release: "2"}, "release"},
		{Device{Serial: "n", Since: 1, Release: "1.0", Site: strings.Repeat("x", 2000)}, "site"},
		{Device{Serial: "n", Since: 1, Release: "1.0", Changes: []string{"removed"}}, "changes"},
		{Device{Serial: "n", Since: 1, Release: "1.0", Changes: []string{"replaced pkg:generic/lib by x"}}, "changes"},
		{Device{Serial: "n", Since: 1, Release: "1.0", Changes: []string{"removed pkg:generic/other"}}, "changes"},
		{Device{Serial: "n", Since: 1, Release: "1.0", Changes: []string{"off lib"}}, "changes"},
	} {
		_, _, err := f.Put(c.device)
		var field *FieldError
		if !errors.As(err, &field) || field.Field != c.field {
			t.Errorf("%+v: %v, wanted an error on %s", c.device, err, c.field)
		}
	}
	for _, r := range []Release{
		{ID: ""}, {ID: Retired}, {ID: "1.0", Product: "pump", Date: day(t, "2025-01-01")}, {ID: "1.0", Date: day(t, "2025-01-01"), Components: []string{"pkg:generic/lib@1.0"}},
		{ID: "1.0", Product: "pump", Components: []string{"pkg:generic/lib@1.0"}}, {ID: "3", Components: []string{"lib"}},
	} {
		if _, err := f.AddRelease(r); err == nil {
			t.Errorf("%+v is taken", r)
		}
	}
	if err := f.Begin(day(t, "2025-12-31")); !errors.Is(err, ErrBackwards) {
		t.Errorf("going backwards: %v", err)
	}
	for _, n := range []News{{}, {Vulnerability: "V", Found: []string{"lib"}}, {Vulnerability: "V", Gone: []string{"pkg:generic/none@1"}}} {
		if err := f.LearnNews(n); err == nil {
			t.Errorf("%+v is taken", n)
		}
	}
}

func TestAnIdentifierIsGivenOnce(t *testing.T) {
	f := small(t)
	x := Device{Serial: "a", UDI: "(01)0123", Since: day(t, "2025-02-01"), Release: "1.0"}
	if _, changed, err := f.Put(x); err != nil || !changed {
		t.Error(changed, err)
	}
	if _, changed, err := f.Put(x); err != nil || changed {
		t.Error(changed, err)
	}
	x.UDI = "other"
	if _, _, err := f.Put(x); err == nil {
		t.Error("another identifier is taken")
	}
	f = reread(t, f)
	for d := range f.Of(f.Affected("CVE-1", Query{})) {
		if want := map[string]string{"a": "(01)0123"}[d.Serial]; d.UDI != want {
			t.Errorf("%s has %q", d.Serial, d.UDI)
		}
	}
}

// The same fleet gives the same bytes, in whatever order devices came, once they are in order.
func TestSnapshotIsTheSame(t *testing.T) {
	var a, b bytes.Buffer
	f := reread(t, small(t))
	if err := errors.Join(f.WriteSnapshot(&a, 1), reread(t, f).WriteSnapshot(&b, 1)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("another snapshot", err)
	}
	for i := range a.Bytes() {
		damaged := slices.Clone(a.Bytes())
		damaged[i] ^= 4
		if _, _, err := ReadSnapshot(damaged); !errors.Is(err, ErrSnapshot) {
			t.Fatalf("byte %d is damaged: %v", i, err)
		}
		if _, _, err := ReadSnapshot(a.Bytes()[:i]); !errors.Is(err, ErrSnapshot) {
			t.Fatalf("%d bytes are there: %v", i, err)
		}
	}
}

func TestReplay(t *testing.T) {
	const one = `{"n":1,"known":"2026-01-01","release":{"release":"1","components":["pkg:generic/lib@1"]}}` + "\n"
	const two = `{"n":2,"known":"2026-01-02","device":{"device":"a","since":"2026-01-01","release":"1"}}` + "\n"
	const three = `{"n":3,"known":"2026-01-03","found":{"vulnerability":"V","found":["pkg:generic/lib@1"]}}` + "\n"
	for _, c := range []struct {
		name, log string
		whole     int
		wrong     string
	}{
		{"whole", one + two + three, len(one + two + three), ""},
		{"torn", one + two + three[:20], len(one + two), ""},
		{"torn just before the end of the line", one + two[:len(two)-1], len(one), ""},
		{"torn, with the end of the line", one + two + "\x00\x00\n", len(one + two), ""},
		{"damaged before the end", one + "\x00\n" + two, len(one), "line 2: invalid character"},
		{"a line is missing", one + three, len(one), "line 2: change 3 follows change 1"},
		{"a line stands twice", one + one + two, len(one + one + two), ""},
		{"backwards", one + strings.Replace(two, "2026-01-02", "2025-01-02", 1), len(one), "line 2: what is recorded is recorded in the order of days"},
		{"says nothing", one + `{"n":2,"known":"2026-01-02"}` + "\n", len(one), "line 2: it says nothing"},
		{"unknown member", one + `{"n":2,"known":"2026-01-02","x":1}` + "\n" + two, len(one), `line 2: json: unknown field "x"`},
		{"loaded elsewhere", one + `{"n":2,"known":"2026-01-02","loaded":{"devices":5}}` + "\n", len(one), "line 2: change 2 follows change 1"},
		{"unknown release", one + strings.Replace(two, `"release":"1"`, `"release":"2"`, 1), len(one), "line 2: release: there is no release"},
	} {
		whole, err := New().Replay([]byte(c.log))
		if whole != c.whole || (err == nil) != (c.wrong == "") || err != nil && !strings.HasPrefix(err.Error(), c.wrong) {
			t.Errorf("%s: %d bytes, %v; wanted %d, %s", c.name, whole, err, c.whole, c.wrong)
		}
	}
}

// ask asks everything, so that a fuzzer finds what would end in a crash.
func ask(f *Fleet) {
	for _, v := range f.Vulnerabilities() {
		q := Query{When: When{3, 3}}
		if a := f.Affected(v, q); a != nil {
			for range f.Of(a) {
				break
			}
		}
		f.Affected(v, Query{})
		f.Rollout(v, q)
	}
	f.Top(5, Ranking{Clinical: func(uint32, uint32) int { return 1 }})
	f.Measures(Query{})
	f.Census(When{}, 5)
	_ = f.Begin(lastDay)
	_, _, _ = f.Put(Device{Serial: "x", Since: 1, Release: "1.0"})
	_, _ = f.AddRelease(Release{ID: "new", Components: []string{"pkg:generic/lib@1.0", "pkg:generic/lib@9"}})
}

// FuzzReadSnapshot changes the body of a snapshot, with a checksum that is right.
func FuzzReadSnapshot(f *testing.F) {
	var b bytes.Buffer
	x := small(f)
	put(f, x, Device{Serial: "a", Since: 20000, Release: "1.1", Changes: []string{"replaced pkg:generic/lib with pkg:generic/new@1"}})
	if err := x.WriteSnapshot(&b, 0); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes()[len(snapshotMagic) : b.Len()-4])
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte(snapshotMagic), body...)
		data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
		x, _, err := ReadSnapshot(data)
		if err != nil {
			return
		}
		ask(x)
		reread(t, x)
	})
}

// FuzzReplay: whatever a log holds, what stands before the first wrong line is there, and a second reading of those lines gives the same.
func FuzzReplay(f *testing.F) {
	f.Add([]byte(`{"n":1,"known":"2026-01-01","release":{"release":"1","components":["pkg:generic/lib@1"]}}` + "\n" + `{"n":2,"known":"2026-01-02","device":{"device":"a","since":"2026-01-01","release":"1","changes":["off pkg:generic/lib"]}}` + "\n" + `{"n":3,"known":"2026-01-03","found":{"vulnerability":"V","unsure":["pkg:generic/lib@1"]}}` + "\n"))
	f.Fuzz(func(t *testing.T, log []byte) {
		x := New()
		whole, err := x.Replay(log)
		if whole > len(log) {
			t.Fatalf("%d bytes of %d", whole, len(log))
		}
		if err != nil {
			return
		}
		again := New()
		if n, err := again.Replay(log[:whole]); err != nil || n != whole || again.Seq() != x.Seq() {
			t.Fatalf("%d bytes and change %d: %v; before, %d and %d", n, again.Seq(), err, whole, x.Seq())
		}
		ask(x)
		reread(t, x)
	})
}

func TestBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := uint32(rapid.IntRange(0, 300).Draw(t, "from"))
		to := uint32(rapid.IntRange(int(from), 300).Draw(t, "to"))
		b := newBits(300)
		b.fill(from, to)
		var got []uint32
		b.each(func(n uint32) { got = append(got, n) })
		if len(got) != int(to-from) || b.count() != len(got) || len(got) > 0 && (got[0] != from || got[len(got)-1] != to-1) {
			t.Fatalf("%d to %d: %v", from, to, got)
		}
	})
}
