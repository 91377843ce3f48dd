package record

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/civil"
	"cordon/internal/postmarket"
	"cordon/internal/yamltext"
)

func instant(t testing.TB, text string) civil.Instant {
	t.Helper()
	at, err := civil.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func knows(ids ...string) func(string) (*postmarket.Facts, error) {
	return func(id string) (*postmarket.Facts, error) {
		for _, k := range ids {
			if k == id {
				return &postmarket.Facts{ID: id, Summary: "asked"}, nil
			}
		}
		return nil, nil
	}
}

func TestUpdate(t *testing.T) {
	find := func(id, bill, known, gone string) Finding {
		return Finding{Vulnerability: id, Inventory: bill, Ref: "r", Component: "part", Name: "pkg:x/part@1", Versions: "< 2", Known: known, Gone: gone}
	}
	const day1, day2, day3, now = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", "2026-11-26T00:00:00Z"
	for _, c := range []struct {
		name             string
		old, found, want []Finding
		asked            []string
	}{
		{"first time", nil, []Finding{find("B", "box", "", ""), find("A", "box", "", "")}, []Finding{find("A", "box", now, ""), find("B", "box", now, "")}, []string{"box"}},
		{"still there", []Finding{find("A", "box", day1, "")}, []Finding{find("A", "box", "", "")}, []Finding{find("A", "box", day1, "")}, []string{"box"}},
		{"gone", []Finding{find("A", "box", day1, "")}, nil, []Finding{find("A", "box", day1, now)}, []string{"box"}},
		{"gone already", []Finding{find("A", "box", day1, day2)}, nil, []Finding{find("A", "box", day1, day2)}, []string{"box"}},
		{"bill not asked", []Finding{find("A", "box", day1, "")}, nil, []Finding{find("A", "box", day1, "")}, []string{"other"}},
		{"back", []Finding{find("A", "box", day1, day2)}, []Finding{find("A", "box", "", "")}, []Finding{find("A", "box", day1, day2), find("A", "box", now, "")}, []string{"box"}},
		{"was back", []Finding{find("A", "box", day1, day2), find("A", "box", day3, "")}, []Finding{find("A", "box", "", "")}, []Finding{find("A", "box", day1, day2), find("A", "box", day3, "")}, []string{"box"}},
		{"gone again", []Finding{find("A", "box", day1, day2), find("A", "box", day3, "")}, nil, []Finding{find("A", "box", day1, day2), find("A", "box", day3, now)}, []string{"box"}},
		{"another bill", []Finding{find("A", "box", day1, "")}, []Finding{find("A", "box-2", "", "")}, []Finding{find("A", "box", day1, now), find("A", "box-2", now, "")}, []string{"box", "box-2"}},
		{"found twice", nil, []Finding{find("A", "box", "", ""), find("A", "box", "", "")}, []Finding{find("A", "box", now, "")}, []string{"box"}},
	} {
		old := &Findings{Cordon: Version, Vulnerabilities: []postmarket.Facts{{ID: "A", Summary: "kept"}}, Findings: c.old}
		got, err := old.Update(now, "sum", c.asked, c.found, knows("B"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got.Findings); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if got.Looked != now || got.Index != "sum" || got.Facts("A").Summary != "kept" {
			t.Errorf("%s: looked %s in %s, facts of A %+v", c.name, got.Looked, got.Index, got.Facts("A"))
		}
		again, err := got.Update(now, "sum", c.asked, c.found, knows("B"))
		if err != nil || cmp.Diff(got, again) != "" {
			t.Errorf("%s: looking again at the same time changes something: %s", c.name, cmp.Diff(got, again))
		}
	}
}

// A version of the component that changes the range concerned is no new finding; what the index says now counts.
func TestUpdateTakesWhatTheIndexSaysNow(t *testing.T) {
	old := &Findings{Cordon: Version, Vulnerabilities: []postmarket.Facts{{ID: "A", Summary: "kept"}}, Findings: []Finding{{Vulnerability: "A", Inventory: "box", Versions: "< 2", Unsure: true, Known: "2026-11-01"}}}
	got, err := old.Update("2026-11-26", "", []string{"box"}, []Finding{{Vulnerability: "A", Inventory: "box", Versions: "< 3"}}, knows("A"))
	want := []Finding{{Vulnerability: "A", Inventory: "box", Versions: "< 3", Known: "2026-11-01"}}
	if err != nil || cmp.Diff(want, got.Findings) != "" || got.Facts("A").Summary != "asked" {
		t.Errorf("%v %v %+v", err, got.Findings, got.Facts("A"))
	}
	broken := errors.New("broken")
	if _, err := old.Update("2026-11-26", "", nil, nil, func(string) (*postmarket.Facts, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("a damaged index: %v", err)
	}
}

func TestUpdateHoldsWhatWasFound(t *testing.T) {
	bills := []string{"a", "b"}
	rapid.Check(t, func(t *rapid.T) {
		f := &Findings{Cordon: Version, Findings: []Finding{}}
		there := map[string]bool{}
		for day := 1; day <= 5; day++ {
			asked := rapid.SliceOfDistinct(rapid.SampledFrom(bills), rapid.ID).Draw(t, "asked")
			var found []Finding
			for _, bill := range asked {
				for _, id := range []string{"V1", "V2"} {
					key := id + bill
					there[key] = rapid.Bool().Draw(t, "found")
					if there[key] {
						found = append(found, Finding{Vulnerability: id, Inventory: bill})
					}
				}
			}
			at := fmt.Sprintf("2026-11-%02d", day)
			before := f
			var err error
			if f, err = f.Update(at, "", asked, found, knows()); err != nil {
				t.Fatal(err)
			}
			now, _ := civil.Parse(at)
			holds := map[string]int{}
			for _, x := range f.Findings {
				if x.Holds(now) {
					holds[x.Vulnerability+x.Inventory]++
				}
			}
			for key, is := range there {
				if is && holds[key] != 1 || !is && holds[key] != 0 {
					t.Fatalf("on %s %s holds %d times, found %t: %+v", at, key, holds[key], is, f.Findings)
				}
			}
			if then := f.Until(now - 1); cmp.Diff(before.Findings, then.Findings) != "" {
				t.Fatalf("what was found before %s is otherwise now: %s", at, cmp.Diff(before.Findings, then.Findings))
			}
		}
	})
}

func TestReadFindings(t *testing.T) {
	const finding = `{"vulnerability":"A","inventory":"box","ref":"r","component":"c","name":"n","versions":"v","known":"2026-11-01T00:00:00Z"}`
	file := func(version int, findings string) string {
		return fmt.Sprintf(`{"cordon":%d,"looked":"","index":"","vulnerabilities":[{"id":"B","sources":[]},{"id":"A","sources":[]}],"findings":[%s]}`, version, findings)
	}
	f, err := ReadFindings(strings.NewReader(file(1, finding)))
	if err != nil || f.Facts("A") == nil || f.Facts("B") == nil || f.Facts("C") != nil {
		t.Errorf("%v %+v", err, f)
	}
	for name, c := range map[string]struct{ text, says string }{
		"no JSON":     {"x", "invalid"},
		"nothing":     {"", "EOF"},
		"cut off":     {file(1, finding)[:90], "EOF"},
		"more":        {file(1, finding) + "{}", "something follows"},
		"member":      {`{"cordon":1,"more":2}`, "unknown field"},
		"version":     {file(2, finding), "version 2"},
		"never known": {file(1, strings.Replace(finding, "2026-11-01T00:00:00Z", "", 1)), "A in box"},
		"known":       {file(1, strings.Replace(finding, "2026-11-01", "2026-11-31", 1)), "A in box"},
		"gone":        {file(1, strings.Replace(finding, `"known"`, `"gone":"soon","known"`, 1)), "A in box"},
	} {
		if _, err := ReadFindings(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, wanted %q in it", name, err, c.says)
		}
	}
}

func FuzzReadFindings(f *testing.F) {
	f.Add([]byte(`{"cordon":1,"looked":"2026-11-26","index":"","vulnerabilities":[{"id":"A","sources":null,"severity":[{"type":"x"}]}],"findings":[{"vulnerability":"A<&>","inventory":"b","known":"2026-11-26","gone":"2026-11-27"}]}`))
	f.Add([]byte(`{"cordon":1}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		x, err := ReadFindings(bytes.NewReader(src))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := x.Write(&once); err != nil {
			t.Fatal(err)
		}
		again, err := ReadFindings(bytes.NewReader(once.Bytes()))
		if err != nil {
			t.Fatalf("what was written is not read: %s\n%s", err, once.Bytes())
		}
		if err := again.Write(&twice); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Errorf("%v: written %s, then %s", err, once.Bytes(), twice.Bytes())
		}
		for _, y := range x.Findings {
			_ = x.Facts(y.Vulnerability)
			_ = x.Until(0)
		}
	})
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"", "", true}, {"*", "", true}, {"*", "anything", true}, {"**", "x", true},
		{"pkg:deb/*", "pkg:deb/debian/a@1", true}, {"pkg:deb/*", "pkg:debx", false}, {"*@1", "a@1", true}, {"*@1", "a@12", false},
		{"a*a", "a", false}, {"a*a", "aa", true}, {"ab*ba", "aba", false}, {"a*b*c", "abc", true}, {"a*b*c", "axbyc", true}, {"a*b*c", "acb", false},
		{"a*bc*bc", "abc", false}, {"a*bc*bc", "abcbc", true}, {"*b*b*", "b", false}, {"*ä*", "Bär", true}, {"A*", "a", false}, {"a?c", "abc", false}, {"[ab]*", "a", false},
	} {
		if got := fits(c.pattern, c.text); got != c.want {
			t.Errorf("%q of %q: %t", c.pattern, c.text, got)
		}
	}
}

func TestElement(t *testing.T) {
	r, _ := load(t, `cordon: 1
inventory:
  box-1: {of: box, release: "1", file: a.json}
  hub-1: {of: hub, release: "1", file: b.json}
bind:
  - {of: box, components: ["pkg:deb/special@*", Radio], to: box/radio}
  - {of: box, components: ["pkg:deb/*"], to: box/os}
`)
	for _, c := range []struct{ bill, name, component, want string }{
		{"box-1", "pkg:deb/special@1", "special 1", "box/radio"}, {"box-1", "pkg:deb/other@1", "other 1", "box/os"},
		{"box-1", "cpe:2.3:a:x", "Radio", "box/radio"}, {"box-1", "pkg:npm/x", "x", "box"}, {"hub-1", "pkg:deb/other@1", "other 1", "hub"},
	} {
		if got := r.Element(r.Bill(c.bill), &Finding{Name: c.name, Component: c.component}); got != c.want {
			t.Errorf("%s in %s is %s, wanted %s", c.name, c.bill, got, c.want)
		}
	}
	if r.Bill("none") != nil {
		t.Error("there is a bill that nobody wrote")
	}
}

const releases = `cordon: 1
inventory:
  box-1: {of: box, release: "1", file: a.json, released: 2026-01-01}
  box-2: {of: box, release: "2", file: b.json, released: 2026-06-01}
  box-0: {of: box, release: "0", file: c.json}
  hub-9: {of: hub, release: "9", file: d.json, released: 2026-06-01}
events:
  two: {kind: patch-applied, title: Two, when: 2026-06-10, from: x, installs: [{of: box, release: "2"}], decided: [{who: A, role: lead, when: 2026-06-09}]}
  three: {kind: patch-applied, title: Three, when: 2026-07-10, from: x, installs: [{of: box, release: "3"}], until: 2026-07-20, decided: [{who: A, role: lead, when: 2026-07-09}]}
  chat: {kind: patch-applied, title: One, when: 2026-08-10, from: x, installs: [{of: box, release: "1"}]}
  back: {kind: patch-applied, title: Back, when: 2026-09-10, from: x, installs: [{of: box, release: "1"}], ends: [two], decided: [{who: A, role: lead, when: 2026-09-10}]}
`

func TestInUse(t *testing.T) {
	r, ds := load(t, releases)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	for _, c := range []struct{ element, described, at, release, since, bill string }{
		{"box", "1", "2026-03-01", "1", "", "box-1"},
		{"box", "", "2025-12-31", "", "", ""}, // nothing is released yet
		{"box", "", "2026-01-01", "1", "", "box-1"},
		{"box", "", "2026-05-31T23:59:59Z", "1", "", "box-1"},
		{"box", "", "2026-06-01", "2", "", "box-2"}, // the last released
		{"box", "1", "2026-06-01", "1", "", "box-1"},
		{"box", "0", "2026-06-01", "0", "", "box-0"},
		{"box", "7", "2026-06-01", "7", "", ""}, // no bill of it
		{"box", "1", "2026-06-09T23:59:59Z", "1", "", "box-1"},
		{"box", "1", "2026-06-10", "2", "2026-06-10", "box-2"},
		{"box", "1", "2026-07-10", "3", "2026-07-10", ""},
		{"box", "1", "2026-07-20", "2", "2026-06-10", "box-2"}, // three is over
		{"box", "1", "2026-08-10", "2", "2026-06-10", "box-2"}, // nobody decided
		{"box", "7", "2026-09-10", "1", "2026-09-10", "box-1"},
		{"hub", "", "2026-09-10", "9", "", "hub-9"},
		{"hub", "8", "2026-09-10", "8", "", ""},
		{"none", "", "2026-09-10", "", "", ""},
	} {
		release, since, bill := r.InUse(c.element, c.described, instant(t, c.at))
		id, from := "", ""
		if bill != nil {
			id = bill.ID
		}
		if since != 0 {
			from = since.Day()
		}
		if release != c.release || from != c.since || id != c.bill {
			t.Errorf("%s described as %q on %s: %q since %q by %q, wanted %q since %q by %q", c.element, c.described, c.at, release, from, id, c.release, c.since, c.bill)
		}
	}
	if release, _, bill := r.Installed("box", "2", instant(t, "2026-10-01")).InUse("box", "1", instant(t, "2026-10-01")); release != "2" || bill == nil {
		t.Errorf("supposed to be 2, it is %s", release)
	}
	if release, _, _ := r.InUse("box", "1", instant(t, "2026-10-01")); release != "1" {
		t.Error("supposing a release changes the record")
	}
}

func TestUntilKnowsNothingOfLater(t *testing.T) {
	r, ds := load(t, whole)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	then := r.Until(instant(t, "2026-11-05"))
	for id, want := range map[string]string{"scan-1": "open", "visitor": "2026-11-02", "drift": "2026-12-03", "scan-2": "none", "patched": "none"} {
		got := "none"
		if e := then.Get(id); e != nil && e.Open {
			got = "open"
		} else if e != nil {
			got = e.Span.End.Day()
		}
		if got != want {
			t.Errorf("%s ends %s, wanted %s", id, got, want)
		}
	}
	if e := r.Get("drift"); e.Ended != "patched" || len(r.Events) != 5 {
		t.Error("looking back changes the record")
	}
}

func TestDeciders(t *testing.T) {
	by := func(who, when string) Approval { return Approval{Who: who, When: yamltext.Word{Text: when}} }
	e := Event{Decided: []Approval{by("A", "2026-11-01"), by("A", "2026-11-02"), by("B", "2026-11-03T12:00:00Z"), by("C", "soon")}}
	for at, want := range map[string]int{"2026-10-31": 0, "2026-11-01": 1, "2026-11-03": 1, "2026-11-03T12:00:00Z": 2, "2027-01-01": 2} {
		if got := e.Deciders(instant(t, at)); got != want {
			t.Errorf("%d had decided by %s, wanted %d", got, at, want)
		}
	}
}
