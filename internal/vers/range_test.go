package vers

import "testing"

// boundaries are, for each scheme, versions just below a fixed version, equal to it, and just above it. A mistake at a
// boundary is a device that is called safe and is not, or the other way round.
var boundaries = []struct {
	scheme       Scheme
	fixed        string
	below, equal []string
	above        []string
}{
	{Semver, "1.2.3", []string{"1.2.2", "1.2.3-rc.1", "1.2.3-0", "0.9"}, []string{"v1.2.3", "1.2.3+meta"}, []string{"1.2.4-0", "1.2.10", "1.10.0"}},
	{Go, "1.2.3", []string{"1.2.3-0.20230101000000-abcdefabcdef", "v1.2.2+incompatible"}, []string{"v1.2.3+incompatible"}, []string{"1.2.4-0.20230101000000-abcdefabcdef"}},
	{Go, "1.21.8", []string{"go1.21.7", "go1.21rc3", "go1.20.14"}, []string{"go1.21.8", "go1.21.8-acme"}, []string{"go1.22rc1", "go1.21.10"}},
	{NPM, "4.17.21", []string{"4.17.20", "4.17.21-pre", "4.9.0"}, []string{"=4.17.21"}, []string{"4.17.22", "5.0.0-alpha"}},
	{PyPI, "2.0", []string{"2.0.dev1", "2.0a1", "2.0rc1", "1.99.post1", "2.0rc2-git"}, []string{"2", "2.0.0", "v2.0"}, []string{"2.0+local", "2.0.post1", "2.0.1.dev0", "1!0"}},
	{Maven, "2.15.0", []string{"2.15.0-rc1", "2.15-SNAPSHOT", "2.15.0.M1", "2.14.9"}, []string{"2.15", "2.15.0.Final", "2.15.0-ga"}, []string{"2.15.0-1", "2.15.0.sp1", "2.15.0.redhat-1", "2.15.1-rc1"}},
	{Deb, "1.1.1n-0+deb11u4", []string{"1.1.1n-0+deb11u3", "1.1.1n-0+deb11u4~bpo10", "1.1.1n", "1.1.1m-9"}, []string{"0:1.1.1n-0+deb11u4"}, []string{"1.1.1n-0+deb11u10", "1.1.1n-1", "1:0.1"}},
	{RPM, "1:1.1.1k-7.el8_6", []string{"1:1.1.1k-6.el8", "1.1.1k-99", "1:1.1.1k", "1:1.1.1k-7.el8_6~x"}, []string{"1:1.1.1k-7.el8.6"}, []string{"1:1.1.1k-7.el8_10", "1:1.1.1k-12", "2:0"}},
	{APK, "1.36.1-r2", []string{"1.36.1-r1", "1.36.1", "1.36.1_rc1-r9", "1.36.0-r9"}, []string{"1.36.1-r02"}, []string{"1.36.1-r10", "1.36.1_p1", "1.36.1a"}},
	{NuGet, "13.0.1", []string{"13.0.1-beta2", "13.0.0.9", "12.0.3"}, []string{"13.0.1.0", "13.0.1+abc"}, []string{"13.0.1.1-a", "13.0.1.1"}},
	{Gem, "7.0.8.1", []string{"7.0.8", "7.0.8.1.rc1", "7.0.8.1-1"}, []string{"7.0.8.1.0"}, []string{"7.0.8.2.pre", "7.0.10"}},
	{Packagist, "5.4.20", []string{"v5.4.20-RC1", "5.4.20-dev", "5.4.9"}, []string{"v5.4.20"}, []string{"5.4.20-p1", "5.4.20.1", "5.4.100"}},
	{Pub, "1.2.3", []string{"1.2.3-pre+9"}, []string{"v1.2.3"}, []string{"1.2.3+1"}},
	{Hex, "1.2.3", []string{"1.2.3-rc.0"}, []string{"1.2.3+1"}, []string{"1.2.4-dev"}},
	{CRAN, "1.0-2", []string{"1.0-1", "1.0"}, []string{"1.0.2"}, []string{"1.0.2.0", "1.0-10"}},
	{Hackage, "2.1.2.1", []string{"2.1.2", "2.1.2.0"}, []string{"2.1.2.01"}, []string{"2.1.2.1.0", "2.1.10"}},
	{Intdot, "4.2", []string{"4.1.9"}, []string{"4.2.0", "4.2rc1"}, []string{"4.2.0.1", "4.10"}},
	{Generic, "B.07.10", []string{"B.07.09", "B.07.10 beta", "A.09"}, []string{"b.7.10", "B.07.10.00"}, []string{"B.07.10a", "B.07.11", "B.10", "C.01"}},
}

func TestBoundaries(t *testing.T) {
	for _, b := range boundaries {
		below := mustEvents(t, b.scheme, Event{Introduced: "0"}, Event{Fixed: b.fixed})
		upTo := mustEvents(t, b.scheme, Event{Introduced: "0"}, Event{LastAffected: b.fixed})
		from := mustEvents(t, b.scheme, Event{Introduced: b.fixed})
		beyond := mustBetween(t, b.scheme, Span{StartExcluding: b.fixed})
		check := func(versions []string, inBelow, inUpTo, inFrom, inBeyond bool) {
			for _, v := range versions {
				checkContains(t, below, v, inBelow)
				checkContains(t, upTo, v, inUpTo)
				checkContains(t, from, v, inFrom)
				checkContains(t, beyond, v, inBeyond)
			}
		}
		check(b.below, true, true, false, false)
		check(append(b.equal, b.fixed), false, true, true, false)
		check(b.above, false, false, true, true)
	}
}

func TestEvents(t *testing.T) {
	for _, test := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"from the beginning", []Event{{Introduced: "0"}, {Fixed: "1.2.0"}}, "vers:npm/<1.2.0"},
		{"no fix", []Event{{Introduced: "1.0.0"}}, "vers:npm/>=1.0.0"},
		{"everything", []Event{{Introduced: "0"}}, "vers:npm/*"},
		{"last affected", []Event{{Introduced: "1.0.0"}, {LastAffected: "1.4.0"}}, "vers:npm/>=1.0.0|<=1.4.0"},
		{"two branches, any order", []Event{{Fixed: "1.4.2"}, {Introduced: "2.0.0"}, {Introduced: "1.0.0"}, {Fixed: "2.1.0"}}, "vers:npm/>=1.0.0|<1.4.2|>=2.0.0|<2.1.0"},
		{"both fields in one event", []Event{{Introduced: "1.0.0", Fixed: "1.4.2"}}, "vers:npm/>=1.0.0|<1.4.2"},
		{"second introduced while affected", []Event{{Introduced: "1.0.0"}, {Introduced: "1.2.0"}, {Fixed: "1.4.0"}}, "vers:npm/>=1.0.0|<1.4.0"},
		{"fixed and introduced again", []Event{{Introduced: "1.0.0"}, {Fixed: "2.0.0"}, {Introduced: "2.0.0"}, {Fixed: "3.0.0"}}, "vers:npm/>=1.0.0|<3.0.0"},
		{"introduced and fixed in one version", []Event{{Introduced: "2.0.0"}, {Fixed: "2.0.0"}}, "vers:none/*"},
		{"one version", []Event{{Introduced: "2.0.0"}, {LastAffected: "2.0.0"}}, "vers:npm/2.0.0"},
		{"fixed before introduced", []Event{{Introduced: "2.0.0"}, {Fixed: "1.0.0"}}, "vers:npm/>=2.0.0"},
		{"limit", []Event{{Introduced: "1.0.0"}, {Limit: "2.0.0"}}, "vers:npm/>=1.0.0|<2.0.0"},
		{"highest of two limits", []Event{{Introduced: "0"}, {Limit: "2.0.0"}, {Limit: "3.0.0"}}, "vers:npm/<3.0.0"},
		{"no limit", []Event{{Introduced: "0"}, {Limit: "2.0.0"}, {Limit: "*"}}, "vers:npm/*"},
		{"limit below the fix", []Event{{Introduced: "0"}, {Fixed: "3.0.0"}, {Limit: "2.0.0"}}, "vers:npm/<2.0.0"},
		{"limit below everything", []Event{{Introduced: "3.0.0"}, {Limit: "2.0.0"}}, "vers:none/*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := mustEvents(t, NPM, test.events...).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestEventsAreRefused(t *testing.T) {
	for _, test := range []struct {
		events []Event
		want   error
		text   string
	}{
		{nil, ErrNoIntroduced, `range "events": no event says where the range begins`},
		{[]Event{{Fixed: "1.0.0"}}, ErrNoIntroduced, `range "events": no event says where the range begins`},
		{[]Event{{Introduced: "0"}, {}}, ErrEvent, `range "": event names no version`},
		{[]Event{{Introduced: "0"}, {Fixed: "soon"}}, ErrSyntax, `range "soon": npm version "soon": version does not follow its scheme`},
		{[]Event{{Introduced: "0"}, {Limit: "x"}}, ErrSyntax, `range "x": npm version "x": version does not follow its scheme`},
	} {
		_, err := Events(NPM, test.events)
		checkError(t, err, test.want, test.text)
	}
}

func TestContainsWhatHasNoPlace(t *testing.T) {
	everything := mustEvents(t, Go, Event{Introduced: "0"})
	checkContains(t, everything, "(devel)", true)
	fixed := mustEvents(t, Go, Event{Introduced: "0"}, Event{Fixed: "1.2.3"})
	_, err := fixed.Contains("(devel)")
	checkError(t, err, ErrUnplaced, `golang version "(devel)": version has no place in the order`)
	listed := Versions(Go, []string{"1.0.0", "(devel)"})
	checkContains(t, listed, "(devel)", true)
	checkContains(t, listed, "1.0.0", true)
	checkContains(t, listed, "1.0.1", false)
	checkContains(t, Range{}, "(devel)", false)
}

// TestUnreadRangesDoNotHide is the defect of osv-scalibr with GIT ranges (facts 2.4): what one part of a record cannot say,
// another one does.
func TestUnreadRangesDoNotHide(t *testing.T) {
	list := Versions(PyPI, []string{"1.15.0", "2.0.0rc0"})
	r, err := list.Union(mustEvents(t, PyPI, Event{Introduced: "2.0.0"}, Event{Fixed: "2.4.0"}))
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]bool{"1.15.0": true, "1.15.1": false, "2.0.0rc0": true, "2.0.0": true, "2.0.0+vendor.1": true, "2.4.0": false} {
		checkContains(t, r, version, want)
	}
}

func TestUnion(t *testing.T) {
	for _, test := range []struct{ a, b, want string }{
		{"vers:npm/<1.0.0", "vers:npm/>=1.0.0", "vers:npm/*"},
		{"vers:npm/<=1.0.0", "vers:npm/>1.0.0", "vers:npm/*"},
		{"vers:npm/<1.0.0", "vers:npm/>1.0.0", "vers:npm/!=1.0.0"},
		{"vers:npm/>=1.0.0|<2.0.0", "vers:npm/>=1.5.0|<3.0.0", "vers:npm/>=1.0.0|<3.0.0"},
		{"vers:npm/>=1.0.0|<2.0.0", "vers:npm/1.5.0|2.0.0|2.5.0", "vers:npm/>=1.0.0|<=2.0.0|2.5.0"},
		{"vers:npm/>=1.0.0|!=1.5.0|<2.0.0", "vers:npm/1.5.0", "vers:npm/>=1.0.0|<2.0.0"},
		{"vers:none/*", "vers:npm/1.0.0", "vers:npm/1.0.0"},
		{"vers:npm/*", "vers:npm/1.0.0", "vers:npm/*"},
		{"vers:all/*", "vers:npm/1.0.0", "vers:generic/*"},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			got, err := mustVERS(t, pair[0]).Union(mustVERS(t, pair[1]))
			if err != nil || got.String() != test.want {
				t.Errorf("%s with %s: got %s, %v, want %s", pair[0], pair[1], got, err, test.want)
			}
		}
	}
	_, err := mustVERS(t, "vers:npm/1.0.0").Union(mustVERS(t, "vers:deb/1.0.0"))
	checkError(t, err, ErrMixed, `range "npm, deb": ranges have different orders`)
}

func TestBetween(t *testing.T) {
	for _, test := range []struct {
		span Span
		want string
	}{
		{Span{}, "vers:generic/*"},
		{Span{StartIncluding: "1.0", EndExcluding: "2.0"}, "vers:generic/>=1.0|<2.0"},
		{Span{StartExcluding: "1.0", EndIncluding: "2.0"}, "vers:generic/>1.0|<=2.0"},
		{Span{EndIncluding: "U61"}, "vers:generic/<=U61"},
		{Span{StartIncluding: "2.0", EndExcluding: "1.0"}, "vers:none/*"},
	} {
		if got := mustBetween(t, Generic, test.span).String(); got != test.want {
			t.Errorf("%+v: got %s, want %s", test.span, got, test.want)
		}
	}
	_, err := Between(Generic, Span{StartIncluding: "1", StartExcluding: "2"})
	checkError(t, err, ErrTwoLimits, `range "1, 2": limit is both including and excluding`)
	_, err = Between(Generic, Span{EndIncluding: "1", EndExcluding: "2"})
	checkError(t, err, ErrTwoLimits, `range "1, 2": limit is both including and excluding`)
	_, err = Between(Generic, Span{EndExcluding: "-"})
	checkError(t, err, ErrSyntax, `range "-": generic version "-": version does not follow its scheme`)
}

func mustEvents(t *testing.T, k Keyer, events ...Event) Range {
	t.Helper()
	r, err := Events(k, events)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustBetween(t *testing.T, k Keyer, s Span) Range {
	t.Helper()
	r, err := Between(k, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func checkContains(t *testing.T, r Range, version string, want bool) {
	t.Helper()
	if got, err := r.Contains(version); err != nil || got != want {
		t.Errorf("%s contains %s: got %v, %v, want %v", r, version, got, err, want)
	}
}
