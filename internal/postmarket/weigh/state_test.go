package weigh_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
)

func read(t testing.TB, text string) *record.Record {
	t.Helper()
	var ds diag.List
	r := record.Load(fstest.MapFS{"watch/a.yaml": {Data: []byte("cordon: 1\n" + text)}}, "watch", "watch", &ds)
	if ds.Len() > 0 {
		t.Fatal(ds.Sorted())
	}
	return r
}

func inputs(t testing.TB, text string, found ...record.Finding) *weigh.Inputs {
	return &weigh.Inputs{Record: read(t, text), Findings: &record.Findings{Cordon: record.Version, Findings: found}}
}

func find(id, bill, name, known, gone string) record.Finding {
	return record.Finding{Vulnerability: id, Inventory: bill, Ref: name, Component: name, Name: name, Versions: "< 2", Known: known, Gone: gone}
}

const bills = `
inventory:
  smartbox-2-3: {of: smartbox, release: "2.3", file: a.json, released: 2026-03-02}
  smartbox-2-4: {of: smartbox, release: "2.4", file: b.json, released: 2026-11-23}
  ingest-10: {of: cloud/ingest, release: "2026.10", file: c.json, released: 2026-10-12}
  ingest-12: {of: cloud/ingest, release: "2026.12", file: d.json, released: 2026-11-26}
bind:
  - {of: smartbox, components: ["pkg:deb/*"], to: smartbox/os}
events:
  live: {kind: patch-applied, title: Live, when: 2026-10-12, from: x, installs: [{of: cloud/ingest, release: "2026.10"}], decided: [{who: A, role: lead, when: 2026-10-11}]}
`

func ids(list []weigh.Place) string {
	var out []string
	for i := range list {
		out = append(out, list[i].ID())
	}
	return strings.Join(out, " ")
}

func TestPlaces(t *testing.T) {
	s := system(t, described(t))
	in := inputs(t, bills+`
  patched: {kind: patch-applied, title: Patched, when: 2026-11-27, from: x, installs: [{of: cloud/ingest, release: "2026.12"}], decided: [{who: A, role: lead, when: 2026-11-27}]}
  odd: {kind: patch-applied, title: Odd, when: 2026-12-01, from: x, installs: [{of: cloud/ingest, release: "9"}], decided: [{who: A, role: lead, when: 2026-12-01}]}
`,
		find("B", "ingest-10", "pkg:golang/b", "2026-11-20", ""), find("A", "smartbox-2-3", "pkg:deb/a", "2026-11-20", ""), find("A", "smartbox-2-3", "pkg:deb/a2", "2026-11-20", ""),
		find("A", "smartbox-2-3", "pkg:npm/a", "2026-11-20", "2026-11-22"), find("C", "smartbox-2-4", "pkg:deb/c", "2026-11-20", ""), find("D", "no-bill", "pkg:deb/d", "2026-11-20", ""))
	for _, c := range []struct {
		at, want string
		absent   int
	}{
		{"2026-10-01", "", 1}, // the release of the service is not described, and none is installed yet
		{"2026-11-19T23:59:59Z", "", 0},
		{"2026-11-20", "A@smartbox A@smartbox/os B@cloud/ingest", 0},
		{"2026-11-22", "A@smartbox/os B@cloud/ingest", 0},
		{"2026-11-27", "A@smartbox/os", 0},
		{"2026-12-01", "A@smartbox/os", 1},
	} {
		st := s.StateAt(in, instant(t, c.at))
		if got := ids(st.Places); got != c.want || len(st.Absent) != c.absent && c.at != "2026-10-01" {
			t.Errorf("on %s: %q, %v, wanted %q", c.at, got, st.Absent, c.want)
		}
	}
	st := s.StateAt(in, instant(t, "2026-11-22"))
	if p := st.Places[0]; len(p.Findings) != 2 || p.Release != "2.3" || p.Unsure() {
		t.Errorf("%+v", p)
	}
}

func TestUnsure(t *testing.T) {
	sure, unsure := record.Finding{}, record.Finding{Unsure: true}
	for _, c := range []struct {
		of   []record.Finding
		want bool
	}{{[]record.Finding{unsure}, true}, {[]record.Finding{unsure, sure}, false}, {[]record.Finding{sure}, false}} {
		if got := (&weigh.Place{Findings: c.of}).Unsure(); got != c.want {
			t.Errorf("%+v: %t", c.of, got)
		}
	}
}

// A change to a device in use counts when people decided on it, two where it has side effects on care.
func TestWhoDecides(t *testing.T) {
	s := system(t, described(t))
	var mild, opens string
	for i := range s.Controls {
		c := &s.Controls[i]
		switch {
		case c.State == "present" || len(c.Blocks) == 0:
		case len(c.Opens) > 0 && opens == "":
			opens = c.Control + ", on: " + c.Element
		case len(c.Opens) == 0 && mild == "":
			mild = c.Control + ", on: " + c.Element
		}
	}
	if mild == "" || opens == "" {
		t.Fatal("the example has no such controls")
	}
	const a, b = "{who: A, role: lead, when: 2026-11-01}", "{who: B, role: clinician, when: 2026-11-02}"
	const again = "{who: A, role: clinician, when: 2026-11-02}"
	switched := func(control, state string) string {
		return "controls: [{control: " + control + ", state: " + state + "}]"
	}
	install := `installs: [{of: smartbox, release: "2.4"}]`
	for _, c := range []struct {
		name, does, decided string
		needs, has          int
		waits               bool
	}{
		{"nobody", switched(mild, "present"), "", 1, 0, true}, {"one", switched(mild, "present"), a, 1, 1, false},
		{"side effects, nobody", switched(opens, "present"), "", 2, 0, true}, {"side effects, one", switched(opens, "present"), a, 2, 1, true},
		{"side effects, one twice", switched(opens, "present"), a + ", " + again, 2, 1, true}, {"side effects, two", switched(opens, "present"), a + ", " + b, 2, 2, false},
		{"it failed", switched(opens, "absent"), "", 0, 0, false}, {"it is planned", switched(opens, "planned"), "", 0, 0, false},
		{"a release", install, "", 1, 0, true}, {"a release, one", install, a, 1, 1, false},
		{"a report", "trust: [{of: smartbox, trust: " + flaws + ", op: at-most, level: low}]", "", 0, 0, false},
	} {
		in := inputs(t, "events:\n  e: {kind: measure, title: T, when: 2026-11-03, from: x, "+c.does+", decided: ["+c.decided+"]}\n")
		st := s.StateAt(in, instant(t, "2026-11-03"))
		if c.waits != (len(st.Waiting) == 1) || c.waits != (len(st.Context) == 0) && c.does != install {
			t.Errorf("%s: waiting %+v, changes %+v", c.name, st.Waiting, st.Context)
		}
		if c.waits {
			if w := st.Waiting[0]; w.Event != "e" || w.Needs != c.needs || w.Has != c.has || w.Because == "" || (len(w.Opens) > 0) != (c.needs == 2) {
				t.Errorf("%s: %+v", c.name, w)
			}
		}
		if before := s.StateAt(in, instant(t, "2026-11-02")); len(before.Waiting)+len(before.Context) > 0 {
			t.Errorf("%s: it counts before it happens", c.name)
		}
	}
}

func TestEventsHoldForTheirTime(t *testing.T) {
	s := system(t, described(t))
	in := inputs(t, `
events:
  a: {kind: alert, title: A, when: 2026-11-01, from: x, for: 2d, trust: [{of: smartbox/os, trust: free-of-known-flaws, op: at-most, level: low}]}
  b: {kind: alert, title: B, when: 2026-11-05, from: x, newest: scan, why: open, impacts: [{of: smartbox, consequence: controlled, is: 5}]}
  c: {kind: alert, title: C, when: 2026-11-06, from: x, newest: scan, controls: [{control: CTL-0001, on: upload, state: absent}]}
  d: {kind: alert, title: D, when: 2026-11-08, from: x, ends: [c], clinical: [{harm: late-adjustment, severity: {adult: 5}, fall-back: no}]}
`)
	for day, want := range map[string]string{
		"2026-10-31": "", "2026-11-01": "a", "2026-11-02": "a", "2026-11-03": "", "2026-11-05": "b", "2026-11-06": "c", "2026-11-07": "c", "2026-11-08": "d", "2026-12-08": "d",
	} {
		var got []string
		for _, c := range s.StateAt(in, instant(t, day)).Context {
			got = append(got, c.From)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("on %s: %v, wanted %q", day, got, want)
		}
	}
	st := s.StateAt(in, instant(t, "2026-11-05"))
	if c := st.Context[0]; c.Because != "open" || c.Impact != "controlled" || c.Level != 5 || c.Since != instant(t, "2026-11-05") {
		t.Errorf("%+v", c)
	}
	if c := s.StateAt(in, instant(t, "2026-11-08")).Context[0]; c.Harm != "late-adjustment" || !c.Now.NoFallBack || c.Now.Severity["adult"] != 5 {
		t.Errorf("%+v", c)
	}
}

func TestVerdicts(t *testing.T) {
	s := system(t, described(t))
	in := inputs(t, bills, find("B", "ingest-10", "pkg:golang/b", "2026-11-20", ""))
	now := instant(t, "2026-11-25")
	for status, settled := range map[postmarket.VEXStatus]bool{"": false, postmarket.StatusAffected: false, postmarket.StatusUnderInvestigation: false, postmarket.StatusNotAffected: true, postmarket.StatusFixed: true} {
		in.Verdict = func(*weigh.Place, civil.Instant, civil.Instant) weigh.Verdict {
			return weigh.Verdict{Status: status, Decision: "d"}
		}
		st := s.StateAt(in, now)
		if v := st.Verdicts[0]; v.Settled() != settled || (len(st.Open()) == 0) != settled || (len(st.Changes) == len(st.Context)) != settled {
			t.Errorf("%q: %d open, %d changes, %d without", status, len(st.Open()), len(st.Changes), len(st.Context))
		}
	}
	in.Verdict = func(*weigh.Place, civil.Instant, civil.Instant) weigh.Verdict {
		return weigh.Verdict{Decision: "d", Stale: true}
	}
	if st := s.StateAt(in, now); len(st.Open()) != 1 {
		t.Error("a stale decision settles")
	}
	var asked []civil.Instant
	in.Verdict = func(_ *weigh.Place, known, at civil.Instant) weigh.Verdict {
		asked = append(asked, known, at)
		return weigh.Verdict{}
	}
	if s.StateAt(in, now); !slices.Equal(asked, []civil.Instant{now, now}) {
		t.Errorf("asked for what was known at %v", asked)
	}
}

func TestNothingKnown(t *testing.T) {
	m := described(t)
	s := system(t, m)
	in := inputs(t, "")
	st := s.StateAt(in, 0)
	if len(st.Places)+len(st.Changes)+len(st.Waiting)+len(st.Absent) != 0 || st.Places == nil {
		t.Errorf("%+v", st)
	}
	points, err := s.Replay(in, 0, 100, goOn)
	if err != nil || len(points) != 2 || cmp.Diff(points[0].Harms, try(t, s).Harms) != "" {
		t.Errorf("%v %+v", err, points)
	}
	list, err := s.Actions(in, st, "", goOn)
	if err != nil || list == nil {
		t.Error(list, err)
	}
	m.Harms = nil
	s = system(t, m)
	if list, err := s.Actions(in, st, "", goOn); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if list, err := s.Forecast(in, 0, 100, goOn); err != nil || list == nil || len(list) != 0 {
		t.Error(list, err)
	}
}

// aged is what time takes away on a day.
func aged(t *testing.T, s *weigh.System, in *weigh.Inputs, at civil.Instant) map[string]uint8 {
	t.Helper()
	out := map[string]uint8{}
	for _, c := range s.StateAt(in, at).Context {
		key := c.Element + " " + c.Trust + c.Control
		if level, is := out[key]; !is || c.Level < level {
			out[key] = c.Level
		}
		if c.Op != knowledge.AtMost || c.Because == "" {
			t.Errorf("age does more than take away: %+v", c)
		}
	}
	return out
}

func TestAge(t *testing.T) {
	m := described(t)
	for i := range m.Assets {
		if m.Assets[i].ID == "smartbox/os" {
			m.Assets[i].Value.Until = "2027-02" // to the end of the month
		}
	}
	s := system(t, m)
	high, _ := s.Assumed("smartbox/os", flaws)
	app, _ := s.Assumed("cloud/ingest", flaws)
	for _, c := range []struct {
		name, record, key string
		steps             []string // the first instants of steps
		from              uint8    // level before the first
		to                uint8    // level at which it ends
	}{
		{"month of support", "", "smartbox/os " + flaws, []string{"2027-03-01", "2027-09-01", "2028-03-01"}, high, 0},
		{"support of a release", "inventory:\n  a: {of: cloud/ingest, release: r, file: a, supported-until: 2026-12-31}\nevents:\n  live: {kind: patch-applied, title: Live, when: 2020-01-01, from: x, installs: [{of: cloud/ingest, release: r}], decided: [{who: A, role: lead, when: 2020-01-01}], until: 2020-01-02}", "none", nil, 0, 0},
		{"support by a lifetime", "lifetimes:\n  - {of: cloud/ingest, what: support, says: x, until: 2026-12-31, source: y}", "cloud/ingest " + flaws, []string{"2027-01-01", "2027-07-01"}, app, 0},
		{"release", "inventory:\n  a: {of: smartbox, release: \"2.3\", file: a, released: 2026-08-31}", "smartbox/receiver " + flaws, []string{"2027-02-28", "2027-08-28", "2028-02-28"}, must(s.Assumed("smartbox/receiver", flaws)), 1},
		{"algorithm", "lifetimes:\n  - {of: upload, what: algorithm, says: x, until: 2030-12-31, control: CTL-0001, source: y}", "upload CTL-0001", []string{"2031-01-01", "2032-01-01", "2033-01-01", "2034-01-01", "2035-01-01"}, 5, 0},
		{"key", "lifetimes:\n  - {of: upload, what: key, says: x, until: 2030-12-31, control: CTL-0001, source: y}", "upload CTL-0001", []string{"2031-01-01", "2031-07-01", "2032-01-01", "2032-07-01"}, 5, 1},
		{"certificate", "lifetimes:\n  - {of: upload, what: certificate, says: x, until: 2030-12-30, control: CTL-0001, source: y}", "upload CTL-0001", []string{"2030-12-31", "2031-01-31", "2031-02-28", "2031-03-31", "2031-04-30"}, 5, 0},
	} {
		in := inputs(t, c.record)
		level := c.from
		for _, day := range c.steps {
			at := instant(t, day)
			before := aged(t, s, in, at-1)
			if got, is := before[c.key]; is != (level != c.from) || is && got != level {
				t.Errorf("%s: %d (%t) right before %s, wanted %d", c.name, got, is, day, level)
			}
			level = max(c.to, max(1, level)-1)
			for _, then := range []civil.Instant{at, at + 1} {
				if got := aged(t, s, in, then)[c.key]; got != level && level < c.from {
					t.Errorf("%s: %d at %s, wanted %d", c.name, got, then, level)
				}
			}
		}
		if got, is := aged(t, s, in, instant(t, "2099-01-01"))[c.key]; is && got != c.to {
			t.Errorf("%s ends at %d, wanted %d", c.name, got, c.to)
		}
	}
}

func must(level uint8, ok bool) uint8 {
	if !ok {
		panic("no such trust")
	}
	return level
}

// An asset with a bill of its own gets old by that bill, not by that of what it is part of.
func TestPartsGetOldByTheirOwnBill(t *testing.T) {
	s := system(t, described(t))
	const whole = "inventory:\n  a: {of: smartbox, release: \"2.3\", file: a, released: 2020-01-01}\n"
	now := instant(t, "2026-11-26")
	if _, is := aged(t, s, inputs(t, whole), now)["smartbox/receiver "+flaws]; !is {
		t.Fatal("parts do not get old with the whole")
	}
	own := aged(t, s, inputs(t, whole+"  b: {of: smartbox/receiver, release: \"1\", file: b, released: 2026-11-01}\n"), now)
	if level, is := own["smartbox/receiver "+flaws]; is {
		t.Errorf("the receiver, released this month, is worth %d by the age of the box", level)
	}
	if _, is := own["smartbox/uploader "+flaws]; !is {
		t.Error("the others do not get old any more")
	}
}

// Time takes away from controls and switches none on.
func TestAgeSwitchesNoControlOn(t *testing.T) {
	s := system(t, described(t))
	const ended = "lifetimes:\n  - {of: upload, what: certificate, says: x, until: 2026-10-31, control: CTL-0001, source: y}\n"
	const off = "events:\n  off: {kind: configuration-drift, title: Off, when: 2026-10-01, from: x, controls: [{control: CTL-0001, on: upload, state: absent}]}\n"
	now := instant(t, "2026-11-26")
	without := s.StateAt(inputs(t, off), now)
	both := s.StateAt(inputs(t, ended+off), now)
	if !slices.Equal(levels(t, s, without.Changes...), levels(t, s, both.Changes...)) {
		t.Error("a certificate that ran out switches the control on")
	}
	const renewed = "events:\n  new: {kind: measure, title: New, when: 2026-11-10, from: x, controls: [{control: CTL-0001, on: upload, state: present}], decided: [{who: A, role: lead, when: 2026-11-10}, {who: B, role: lead, when: 2026-11-10}]}\n"
	if again := s.StateAt(inputs(t, ended+renewed), instant(t, "2026-11-26")); !slices.Equal(levels(t, s), levels(t, s, again.Changes...)) {
		t.Error("a control that was renewed later does not count")
	}
}

// rich is a record in which much happens between June 2026 and June 2028.
const rich = bills + `
  drift: {kind: configuration-drift, title: Drift, when: 2026-12-01T10:00:00Z, from: x, for: 36h, trust: [{of: cloud/ingest, trust: free-of-known-flaws, op: at-most, level: very-low}]}
  patched: {kind: patch-applied, title: Patched, when: 2026-11-28T12:00:00Z, from: x, ends: [scan], installs: [{of: cloud/ingest, release: "2026.12"}], decided: [{who: A, role: lead, when: 2026-11-28}]}
  scan: {kind: alert, title: Scan, when: 2026-11-26T08:00:00Z, from: x, until: 2026-12-31, trust: [{of: cloud/ingest, trust: free-of-known-flaws, op: is, level: low}]}
lifetimes:
  - {of: upload, what: certificate, says: Certificate, until: 2026-11-27, control: CTL-0001, source: y}
  - {of: cloud/ingest, what: support, says: Support, until: 2027-06-30, source: y}
`

func richInputs(t testing.TB) *weigh.Inputs {
	in := inputs(t, rich,
		find("B", "ingest-10", "pkg:golang/b", "2026-11-26T15:00:00Z", "2026-11-30T07:00:00Z"), find("C", "ingest-12", "pkg:golang/c", "2026-11-29T03:00:00Z", "2026-12-02T05:00:00Z"),
		find("A", "smartbox-2-3", "pkg:deb/a", "2026-11-27T15:00:00Z", ""))
	settled := instant(t, "2026-11-28T20:00:00Z")
	in.Moments = []weigh.Moment{{At: settled, Says: "decision a"}}
	in.Verdict = func(p *weigh.Place, known, _ civil.Instant) weigh.Verdict {
		if p.Vulnerability == "A" && known >= settled {
			return weigh.Verdict{Status: postmarket.StatusNotAffected, Decision: "a"}
		}
		return weigh.Verdict{}
	}
	return in
}

// Between two points nothing changes, and at each something does.
func TestReplayMissesNothing(t *testing.T) {
	m := described(t)
	for i := range m.Assets {
		if m.Assets[i].ID == "smartbox" {
			m.Assets[i].Value.Release = "" // so that the last released counts
		}
	}
	s := system(t, m)
	for name, span := range map[string][3]string{"by hours": {"2026-11-20", "2026-12-05", "1h"}, "by days": {"2026-02-01", "2028-06-01", "1d"}} {
		in := richInputs(t)
		from, to := instant(t, span[0]), instant(t, span[1])
		points, err := s.Replay(in, from, to, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if points[0].At != from.String() || points[len(points)-1].At != to.String() || len(points) < 6 {
			t.Fatalf("%s: %d points from %s to %s", name, len(points), points[0].At, points[len(points)-1].At)
		}
		step := civil.Instant(3600)
		if span[2] == "1d" {
			step = civil.Day
		}
		next := 0
		seen := map[string]string{} // risk by changes
		risk := func(at civil.Instant) string {
			st := s.StateAt(in, at)
			key := fmt.Sprintf("%+v", st.Changes)
			if seen[key] == "" {
				sit := try(t, s, st.Changes...)
				for _, h := range sit.Harms {
					seen[key] += fmt.Sprint(h.Rank)
				}
			}
			return fmt.Sprint(seen[key], len(st.Open()))
		}
		ofPoint := func(p *weigh.Point) string {
			out := ""
			for _, h := range p.Harms {
				out += fmt.Sprint(h.Rank)
			}
			return fmt.Sprint(out, p.Open)
		}
		for at := from; at <= to; at += step {
			for next+1 < len(points) && instant(t, points[next+1].At) <= at {
				next++
				if p := &points[next]; next < len(points)-1 && (ofPoint(p) == ofPoint(&points[next-1]) || len(p.Causes) == 0) {
					t.Errorf("%s: nothing changes at %s: %v", name, p.At, p.Causes)
				}
			}
			if got := risk(at); got != ofPoint(&points[next]) {
				t.Fatalf("%s: at %s the risk is not that of the point %s", name, at, points[next].At)
			}
		}
	}
}

// What is recorded later changes no point before.
func TestReplayDoesNotKnowTheFuture(t *testing.T) {
	s := system(t, described(t))
	in := richInputs(t)
	from := instant(t, "2026-11-20")
	rapid.Check(t, func(r *rapid.T) {
		cut := from + civil.Instant(rapid.Int64Range(0, 15*24).Draw(r, "hour"))*3600
		then := *in
		then.Record, then.Findings = in.Record.Until(cut), in.Findings.Until(cut)
		a, err := s.Replay(in, from, cut, goOn)
		if err != nil {
			r.Fatal(err)
		}
		b, err := s.Replay(&then, from, cut, goOn)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			r.Fatalf("at %s (-with what came later +without):\n%s", cut, diff)
		}
	})
}

func TestForecastKnowsOnlyThePresent(t *testing.T) {
	s := system(t, described(t))
	in := richInputs(t)
	now, end := instant(t, "2026-11-20"), instant(t, "2030-01-01")
	then := *in
	then.Record, then.Findings = in.Record.Until(now), in.Findings.Until(now)
	then.Verdict = func(p *weigh.Place, _, at civil.Instant) weigh.Verdict { return in.Verdict(p, now, now) }
	a, err := s.Forecast(in, now, end, goOn)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Forecast(&then, now, end, goOn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("what comes later counts (-with +without):\n%s", diff)
	}
	turns := 0
	for _, f := range a {
		turns += len(f.Turns)
		for i, turn := range f.Turns {
			if len(turn.Because) == 0 || turn.At <= now.String() || i > 0 && f.Turns[i-1].At >= turn.At {
				t.Errorf("%s: %+v", f.Harm, f.Turns)
			}
		}
	}
	if turns == 0 {
		t.Error("nothing gets worse, so nothing is shown")
	}
	enough := errors.New("enough")
	if _, err := s.Forecast(in, now, end, func() error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
}

func TestActions(t *testing.T) {
	s := system(t, described(t))
	in := inputs(t, bills, find("B", "ingest-10", "pkg:golang/b", "2026-11-20", ""))
	now := instant(t, "2026-11-26")
	all, err := s.Actions(in, s.StateAt(in, now), "", goOn)
	if err != nil || len(all) < 3 {
		t.Fatal(err, all)
	}
	first := all[0]
	if first.ID != "install 2026.12 of cloud/ingest" || first.Kind != "install" || !slices.Equal(first.Closes, []string{"B@cloud/ingest"}) || first.Deciders != 1 || first.Left == "" {
		t.Errorf("first comes %+v", first)
	}
	for _, a := range all {
		want := 1
		if len(a.Opens)+len(a.Worse) > 0 {
			want = 2
		}
		if a.Deciders != want || len(a.Better) == 0 || len(a.By) == 0 || a.Time == "" {
			t.Errorf("%+v", a)
		}
		if slices.ContainsFunc(a.Better, func(c weigh.HarmChange) bool { return c.Worse() }) || slices.ContainsFunc(a.Worse, func(c weigh.HarmChange) bool { return !c.Worse() }) {
			t.Errorf("%s mixes better and worse", a.ID)
		}
		if a.Kind == "install" && a.ID != first.ID && !strings.Contains(a.ID, "2.4 of smartbox") {
			t.Errorf("%s is not newer than what is in use", a.ID)
		}
	}
	for _, role := range []string{"operator", "nobody"} {
		some, err := s.Actions(in, s.StateAt(in, now), role, goOn)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(all), func(a weigh.Action) bool { return !slices.Contains(a.By, role) })
		if diff := cmp.Diff(want, some); diff != "" || len(some) == len(all) {
			t.Errorf("%s: %d of %d actions: %s", role, len(some), len(all), diff)
		}
	}
	// Before a release is out nobody can install it.
	early, err := s.Actions(in, s.StateAt(in, now-1), "", goOn)
	if err != nil || slices.ContainsFunc(early, func(a weigh.Action) bool { return a.ID == first.ID }) {
		t.Error(err, "a release that is not out yet is to be installed")
	}
	a, _ := json.Marshal(all)
	again, _ := s.Actions(in, s.StateAt(in, now), "", goOn)
	if b, _ := json.Marshal(again); string(a) != string(b) {
		t.Error("two runs differ")
	}
	enough := errors.New("enough")
	if _, err := s.Actions(in, s.StateAt(in, now), "", func() error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
}

// What was switched off can be switched on again.
func TestActionsRestore(t *testing.T) {
	s := system(t, described(t))
	for i := range s.Controls {
		c := &s.Controls[i]
		off := weigh.Change{Control: c.Control, Element: c.Element, State: "absent"}
		if c.State != "present" || len(s.Compare(try(t, s), try(t, s, off))) == 0 {
			continue
		}
		in := inputs(t, fmt.Sprintf("events:\n  off: {kind: configuration-drift, title: Off, when: 2026-10-01, from: x, controls: [{control: %s, on: %s, state: absent}]}\n", c.Control, c.Element))
		list, err := s.Actions(in, s.StateAt(in, instant(t, "2026-11-26")), "", goOn)
		if err != nil || !slices.ContainsFunc(list, func(a weigh.Action) bool { return a.ID == c.ID }) {
			t.Errorf("%v: %s is not to be restored", err, c.ID)
		}
		return
	}
	t.Error("the example has no control without which a harm gets worse")
}

// A system whose assets say no release and have no bill has no places, whatever was found.
func TestNoReleases(t *testing.T) {
	m := described(t)
	for i := range m.Assets {
		m.Assets[i].Value.Release = ""
	}
	in := inputs(t, "", find("A", "smartbox-2-3", "pkg:deb/a", "2026-11-20", ""))
	if st := system(t, m).StateAt(in, instant(t, "2026-11-26")); len(st.Places) != 0 || len(st.Absent) != 0 {
		t.Errorf("%+v", st)
	}
}
