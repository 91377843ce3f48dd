package vers

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// seeds are versions of all kinds, and texts that are none.
var seeds = []string{
	"", "0", "1.2.3", "v1.2.3-rc.1+build", "1:2.3~rc1-4+deb12u1", "1.2.3b_rc1_git20240101~0abc-r4", "1!2.0a1.post2.dev3+local.1",
	"1.0-alpha-1-SNAPSHOT", "1.0.0.RELEASE", "2.0.1rc2-git", "(devel)", "go1.21rc2", "1.a.0.0.b", "5.2RC1", "B.06.18", "U61", "012U000040",
	"1.0^git1", "99999999999999999999999999", "1..2", "-", ".", "é", "\x00", "1\n", "~", "1.0-", "a.b.c", "00000000-final-", "1-ga-0.0.sp",
}

// FuzzKey checks on triples that keys are a total order in every scheme, and that Key, AppendKey and Compare say the same.
func FuzzKey(f *testing.F) {
	for i, a := range seeds {
		f.Add(byte(i), a, seeds[(i+7)%len(seeds)], seeds[(i+13)%len(seeds)])
	}
	orders := make([]*Ordered, len(productOrders))
	for i, p := range productOrders {
		orders[i] = mustCompile(f, p.order)
	}
	f.Fuzz(func(t *testing.T, scheme byte, a, b, c string) {
		for _, o := range orders {
			checkOrder(t, o, a, b, c)
		}
		s := Scheme(scheme % (byte(schemes) + 1))
		checkOrder(t, s, a, b, c)
		got, err := Compare(s, a, b)
		back, errBack := Compare(s, b, a)
		if got != -back || (err == nil) != (errBack == nil) {
			t.Errorf("%s: compare %q with %q: %d, %v; and back: %d, %v", s, a, b, got, err, back, errBack)
		}
		if same, err := Compare(s, a, a); same != 0 {
			t.Errorf("%s: compare %q with itself: %d, %v", s, a, same, err)
		}
		onward, errOnward := Compare(s, b, c)
		across, _ := Compare(s, a, c)
		if err == nil && errOnward == nil && (got <= 0 && onward <= 0 && across > 0 || got >= 0 && onward >= 0 && across < 0) {
			t.Errorf("%s: %q, %q, %q: not transitive", s, a, b, c)
		}
	})
}

func checkOrder(t *testing.T, k Keyer, versions ...string) {
	t.Helper()
	var keys [][]byte
	for _, v := range versions {
		key, err := k.AppendKey([]byte("prefix"), v)
		var problem *VersionError
		switch {
		case err != nil && !errors.As(err, &problem):
			t.Errorf("%s: %q: error %T is not a *VersionError", k, v, err)
		case err == nil && (len(key) <= len("prefix") || !bytes.HasPrefix(key, []byte("prefix"))):
			t.Errorf("%s: %q: key %q is empty, or what was there before is lost", k, v, key)
		case err == nil:
			keys = append(keys, key)
			again, _ := k.AppendKey(nil, " "+v)
			if !bytes.Equal(again, key[len("prefix"):]) {
				t.Errorf("%s: %q: key is %q, then %q", k, v, key, again)
			}
		}
	}
	// A range says the same as the order.
	for i := range keys {
		for j := range keys {
			r := Range{keyer: k, in: []Interval{{Lo: keys[i]}}}
			if got, want := r.ContainsKey(keys[j]), bytes.Compare(keys[j], keys[i]) >= 0; got != want {
				t.Errorf("%s: from %q contains %q: %v, want %v", k, keys[i], keys[j], got, want)
			}
		}
	}
}

// FuzzVERS checks that whatever is read is written so that it is read as the same range again.
func FuzzVERS(f *testing.F) {
	for _, text := range []string{"vers:npm/>=1.2|<2.0", "vers:gem/!=1|!=2", "vers:generic/<4%20b", "vers:deb/1:2|>3", "vers:all/*", "vers:none/*", "vers:pypi/>=3.0.0|2.0.3", "vers:/|", "vers:maven/>1|!=1.1|<=2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseVERS(text)
		if err != nil {
			var problem *RangeError
			if !errors.As(err, &problem) {
				t.Errorf("error %T is not a *RangeError", err)
			}
			return
		}
		again, err := ParseVERS(r.String())
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		checkSameRange(t, r, again)
	})
}

// FuzzEvents checks that events give ascending intervals that do not touch, and say what going through the events says.
func FuzzEvents(f *testing.F) {
	f.Add(byte(Semver), "i0 f1.2.3", "1.2.0")
	f.Add(byte(Deb), "i1:1 l1:2-3 i2 f3", "1:1.5")
	f.Add(byte(PyPI), "i1 i2 f2 f3 L4", "2.0")
	f.Fuzz(func(t *testing.T, scheme byte, text, version string) {
		s := Scheme(scheme % byte(schemes))
		var events []Event
		for _, word := range strings.Fields(text) {
			switch word[0] {
			case 'i':
				events = append(events, Event{Introduced: word[1:]})
			case 'f':
				events = append(events, Event{Fixed: word[1:]})
			case 'l':
				events = append(events, Event{LastAffected: word[1:]})
			default:
				events = append(events, Event{Limit: word[1:]})
			}
		}
		r, err := Events(s, events)
		if err != nil {
			return
		}
		for i, in := range r.Intervals() {
			if in.Hi != nil && bytes.Compare(in.Lo, in.Hi) >= 0 || i > 0 && bytes.Compare(r.Intervals()[i-1].Hi, in.Lo) >= 0 {
				t.Errorf("%s: interval %d is empty or touches the one before", r, i)
			}
		}
		key, err := Key(s, version)
		if err != nil {
			return
		}
		if got, want := r.ContainsKey(key), affected(s, events, key); got != want {
			t.Errorf("%s of %v contains %q: %v, want %v", r, events, version, got, want)
		}
	})
}

// affected is the evaluation that the OSV schema gives in words, for one version: the last event at or below it decides.
func affected(s Scheme, events []Event, key []byte) bool {
	at := func(version string) []byte {
		k, _ := Key(s, version)
		return k
	}
	within, limited := false, false
	begins, ends := []byte(nil), []byte(nil)
	hasBegin, hasEnd := false, false
	for _, e := range events {
		switch {
		case e.Introduced == "0":
			hasBegin = true
		case e.Introduced != "":
			if k := at(e.Introduced); bytes.Compare(k, key) <= 0 && (!hasBegin || bytes.Compare(k, begins) > 0) {
				begins, hasBegin = k, true
			}
		case e.Fixed != "":
			if k := at(e.Fixed); bytes.Compare(k, key) <= 0 && (!hasEnd || bytes.Compare(k, ends) > 0) {
				ends, hasEnd = k, true
			}
		case e.LastAffected != "":
			if k := after(at(e.LastAffected)); bytes.Compare(k, key) <= 0 && (!hasEnd || bytes.Compare(k, ends) > 0) {
				ends, hasEnd = k, true
			}
		case e.Limit != "":
			limited = true
			within = within || e.Limit == "*" || bytes.Compare(key, at(e.Limit)) < 0
		}
	}
	if limited && !within || !hasBegin {
		return false
	}
	if hasEnd && bytes.Equal(begins, ends) { // the schema does not say; see sweep
		return affectedBefore(s, events, begins)
	}
	return !hasEnd || bytes.Compare(begins, ends) > 0
}

// affectedBefore says whether versions just below a place are affected, limits aside.
func affectedBefore(s Scheme, events []Event, place []byte) bool {
	var lower []Event
	for _, e := range events {
		m := line{}
		if m.add(s, e) == nil && len(m.marks) > 0 && bytes.Compare(m.marks[0].cut, place) < 0 {
			lower = append(lower, e)
		}
	}
	return len(lower) > 0 && affected(s, lower, place)
}

func checkSameRange(t *testing.T, a, b Range) {
	t.Helper()
	same := len(a.in) == len(b.in)
	for i := range a.in {
		same = same && bytes.Equal(a.in[i].Lo, b.in[i].Lo) && bytes.Equal(a.in[i].Hi, b.in[i].Hi)
	}
	if !same {
		t.Errorf("ranges differ: %s and %s", a, b)
	}
}
