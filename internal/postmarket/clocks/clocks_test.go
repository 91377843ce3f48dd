package clocks

import (
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

// shipped is the knowledge base of this tree.
func shipped(t testing.TB) *knowledge.Index {
	t.Helper()
	ix, ds := loaded()
	if ds.HasErrors() || len(ix.Base.Clocks) < 35 {
		t.Fatalf("%d clocks: %v", len(ix.Base.Clocks), ds.Sorted())
	}
	return ix
}

var loaded = sync.OnceValues(func() (*knowledge.Index, *diag.List) {
	var ds diag.List
	return knowledge.NewIndex(knowledge.Load(os.DirFS(path.Join("..", "..", "..", "content")), "content", &ds)), &ds
})

func parsed(t testing.TB, ix *knowledge.Index, src string) *Event {
	t.Helper()
	var ds diag.List
	e := Parse(ix, "event.yaml", []byte(src), &ds)
	if e == nil {
		t.Fatal(ds.Sorted())
	}
	return e
}

// states writes the clocks that do something as "CLK-0001 running 2026-12-11T23:59:59+01:00", sorted by id.
func statesOf(list []Clock, only ...State) []string {
	var out []string
	for _, c := range list {
		if !slices.Contains(only, c.State) {
			continue
		}
		s := c.ID + " " + string(c.State)
		if !c.Deadline.IsZero() {
			s += " " + c.Deadline.Format(time.RFC3339)
		}
		if !c.Expected.IsZero() {
			s += " expected " + c.Expected.Format(time.RFC3339)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func wants(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwanted:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// maker begins an event of a manufacturer of devices in the Union, with all roles and markets told.
const maker = `cordon: 1
event:
  id: pump-worm
  title: A worm stops pumps
  zone: Europe/Berlin
  anchors: [{name: awareness, at: "2026-11-27T18:20:00+01:00"}]
  facts:
    - {name: role-manufacturer, is: yes}
    - {name: role-operator, is: no}
    - {name: role-supplier, is: no}
    - {name: role-integrator, is: no}
    - {name: role-deployer, is: no}
    - {name: role-economic-operator, is: no}
    - {name: market-eu, is: yes}
    - {name: market-us, is: no}
    - {name: market-uk, is: no}
    - {name: market-ca, is: no}
    - {name: market-au, is: no}
    - {name: product-md, is: yes}
    - {name: product-ivd, is: no}
    - {name: product-cra, is: no}
    - {name: product-ai-high-risk, is: no}
    - {name: nis2-2690-entity, is: no}
    - {name: controller, is: no}
    - {name: processor, is: no}
    - {name: listed-as-exploited, is: no}
    - {name: report-received-from-finder, is: no}
    - {name: health-record-vendor, is: no}
    - {name: trend-significant, is: no}
`

// One event starts times of several laws side by side; the shorter one of a report stands for it, and what is proposed is never in force.
func TestOneEventStartsSeveral(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, maker+`    - {name: nis2-entity, is: yes}
    - {name: serious-incident, is: yes}
    - {name: public-health-threat, is: no}
    - {name: death-or-unanticipated-serious-deterioration, is: yes, known: "2026-11-30T08:00:00+01:00"}
    - {name: significant-incident, is: yes}
    - {name: incident-ongoing, is: no}
    - {name: recipients-affected, is: no}
    - {name: status-requested, is: no}
    - {name: field-action, is: no}
    - {name: actively-exploited, is: yes}
`)
	now := at(t, "2026-11-28T12:00:00+01:00")
	wants(t, "before the death is known", statesOf(Run(ix, e, now), Running, Overdue, MayRun, NotYet, Stopped, NotInForce),
		"CLK-0001 running 2026-12-12T23:59:59+01:00",
		"CLK-0003 may-run 2026-12-07T23:59:59+01:00",
		"CLK-0007 not-yet",
		"CLK-0018 not-in-force",
		"CLK-0019 not-in-force",
		"CLK-0031 running 2026-11-28T18:20:00+01:00",
		"CLK-0032 running 2026-11-30T18:20:00+01:00",
		"CLK-0033 not-yet expected 2026-12-30T23:59:59+01:00",
	)
	wants(t, "after it", statesOf(Run(ix, e, at(t, "2026-11-30T12:00:00+01:00")), Running, Overdue, MayRun, NotYet, Stopped),
		"CLK-0001 stopped 2026-12-12T23:59:59+01:00",
		"CLK-0003 running 2026-12-07T23:59:59+01:00",
		"CLK-0007 not-yet",
		"CLK-0031 overdue 2026-11-28T18:20:00+01:00",
		"CLK-0032 running 2026-11-30T18:20:00+01:00",
		"CLK-0033 not-yet expected 2026-12-30T23:59:59+01:00",
	)
}

// A chain: the month begins when the notification was sent, and a report that comes later than now does not count.
func TestChainOfReports(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, maker+`    - {name: nis2-entity, is: yes}
    - {name: serious-incident, is: no}
    - {name: field-action, is: no}
    - {name: significant-incident, is: yes}
    - {name: incident-ongoing, is: no}
    - {name: recipients-affected, is: no}
    - {name: status-requested, is: no}
    - {name: actively-exploited, is: no}
    - {name: severe-incident, is: no}
  reports:
    - {clock: CLK-0031, at: "2026-11-28T10:00:00+01:00", reference: BSI 17}
    - {clock: CLK-0032, at: "2026-11-30T20:00:00+01:00"}
`)
	wants(t, "on the first day", statesOf(Run(ix, e, at(t, "2026-11-28T12:00:00+01:00")), states...),
		"CLK-0031 met 2026-11-28T18:20:00+01:00",
		"CLK-0032 running 2026-11-30T18:20:00+01:00",
		"CLK-0033 not-yet expected 2026-12-30T23:59:59+01:00",
	)
	list := Run(ix, e, at(t, "2026-12-31T12:00:00+01:00"))
	wants(t, "a month later", statesOf(list, states...),
		"CLK-0031 met 2026-11-28T18:20:00+01:00",
		"CLK-0032 met 2026-11-30T18:20:00+01:00",
		"CLK-0033 overdue 2026-12-30T23:59:59+01:00",
	)
	for _, c := range list {
		if c.Sent != nil && c.Sent.Late != (c.ID == "CLK-0032") {
			t.Errorf("%s: late is %v", c.ID, c.Sent.Late)
		}
		if c.ID == "CLK-0031" && (c.Sent.Reference != "BSI 17" || !slices.Equal(c.Then, []string{"CLK-0032"})) {
			t.Errorf("%+v", c)
		}
	}
}

// What turns out otherwise is added: the time that ran is stopped and says why; before that day it still runs.
func TestCorrectedEvent(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, maker+`    - {name: nis2-entity, is: no}
    - {name: serious-incident, is: yes}
    - {name: public-health-threat, is: no}
    - {name: death-or-unanticipated-serious-deterioration, is: no}
    - {name: field-action, is: no}
    - {name: actively-exploited, is: no}
    - {name: severe-incident, is: no}
    - {name: serious-incident, is: no, known: "2026-12-02T09:00:00+01:00", by: B. Okafor}
`)
	wants(t, "before", statesOf(Run(ix, e, at(t, "2026-12-01T09:00:00+01:00")), Running, Stopped), "CLK-0001 running 2026-12-12T23:59:59+01:00")
	list := Run(ix, e, at(t, "2026-12-03T09:00:00+01:00"))
	for _, c := range list {
		if c.ID == "CLK-0001" && (c.State != Stopped || c.Because[0] != "it turned out that this does not hold: serious-incident") {
			t.Errorf("%s: %v", c.State, c.Because)
		}
	}
	wants(t, "after", statesOf(list, Running, Overdue))
}

// Unknown facts do not silence a clock: it may run, and says what to ask.
func TestUnknownAsks(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, `cordon: 1
event:
  id: odd
  title: Something odd
  facts: [{name: personal-data-breach, is: yes, known: "2026-11-27T18:20:00+01:00"}]
`)
	for _, c := range Run(ix, e, at(t, "2026-11-28T09:00:00+01:00")) {
		if c.ID != "CLK-0038" {
			continue
		}
		var facts []string
		for _, q := range c.Asks {
			facts = append(facts, q.Fact)
		}
		wants(t, "what is asked", facts, "role-operator", "role-manufacturer", "role-integrator", "role-supplier", "role-deployer", "market-eu", "controller", "breach-risk-unlikely")
		if c.State != MayRun || !c.ZoneAssumed || c.Zone != "Europe/Brussels" || c.Deadline.Format(time.RFC3339) != "2026-11-30T18:20:00+01:00" {
			t.Errorf("%s in %s, ends %s", c.State, c.Zone, c.Deadline)
		}
		return
	}
	t.Error("the clock of the GDPR is silent")
}

// The exemption of the guidance of 2016 stops the report of a correction, and only where all of it holds. The table of BOD 26-04 is followed row by row.
func TestConditionsOfTheUnitedStates(t *testing.T) {
	ix := shipped(t)
	const correction = `cordon: 1
event:
  id: fix
  title: Update against a hole
  anchors: [{name: awareness, at: "2026-11-02T10:00:00-05:00"}, {name: initiation, at: "2026-11-20T12:00:00-05:00"}]
  facts:
    - {name: role-manufacturer, is: yes}
    - {name: market-us, is: yes}
    - {name: product-md, is: yes}
    - {name: correction-or-removal, is: yes}
    - {name: reduces-risk-to-health, is: yes}
    - {name: uncontrolled-risk, is: yes}
    - {name: isao-member, is: yes}
    - {name: known-harm, is: no}
`
	now := at(t, "2026-11-26T12:00:00Z")
	for suffix, want := range map[string]State{"": Running, "    - {name: fixed-in-time, is: no}\n": Running, "    - {name: fixed-in-time, is: yes}\n": Stopped} {
		for _, c := range Run(ix, parsed(t, ix, correction+suffix), now) {
			if c.ID == "CLK-0051" && (c.State != want || c.Deadline.Format(time.RFC3339) != "2026-12-07T23:59:59-05:00") {
				t.Errorf("with %q: %s until %s, wanted %s", suffix, c.State, c.Deadline, want)
			}
		}
	}
	answer := map[bool]string{true: "yes", false: "no"}
	for row := range 16 {
		kev, exposed, automatable, total := row&1 > 0, row&2 > 0, row&4 > 0, row&8 > 0
		e := parsed(t, ix, `cordon: 1
event:
  id: row
  title: Row of the table
  facts:
    - {name: role-operator, is: yes}
    - {name: market-us, is: yes}
    - {name: federal-agency, is: yes}
    - {name: vulnerability-present, is: yes, known: "2026-12-10T10:00:00-05:00"}
    - {name: listed-as-exploited, is: `+answer[kev]+`}
    - {name: publicly-exposed, is: `+answer[exposed]+`}
    - {name: exploit-automatable, is: `+answer[automatable]+`}
    - {name: total-control, is: `+answer[total]+`}
`)
		got := ""
		for _, c := range Run(ix, e, at(t, "2026-12-11T00:00:00Z")) {
			if c.Regime == "CISA BOD 26-04" && c.State == Running {
				got += c.ID
			}
		}
		// The rows of cisa_bod_26_04_1_0_0.csv by what is listed, exposed, automatable and total there.
		want := map[bool]map[bool][]string{
			true:  {false: {"CLK-0062", "CLK-0062", "CLK-0062", "CLK-0061"}, true: {"CLK-0062", "CLK-0061", "CLK-0061", "CLK-0061"}},
			false: {false: {"", "CLK-0063", "CLK-0063", "CLK-0062"}, true: {"", "CLK-0062", "CLK-0063", "CLK-0061"}},
		}[kev][total][row>>1&3]
		if got != want {
			t.Errorf("listed %v, exposed %v, automatable %v, total %v: %s, wanted %s", kev, exposed, automatable, total, got, want)
		}
	}
}

// Before its first day a law does not count, and from that day on it does.
func TestInForceFrom(t *testing.T) {
	ix := shipped(t)
	for known, want := range map[string]State{"2026-09-10T10:00:00+02:00": NotInForce, "2026-09-11T00:00:00+02:00": Running} {
		e := parsed(t, ix, `cordon: 1
event:
  id: app
  title: Hole in the companion app
  facts:
    - {name: role-manufacturer, is: yes}
    - {name: market-eu, is: yes}
    - {name: product-cra, is: yes}
    - {name: product-md, is: no}
    - {name: product-ivd, is: no}
    - {name: actively-exploited, is: yes, known: "`+known+`"}
  anchors: [{name: measure-available, at: "2026-09-20T10:00:00+02:00"}]
`)
		for _, c := range Run(ix, e, at(t, "2026-09-11T10:00:00+02:00")) {
			if c.ID == "CLK-0021" && c.State != want {
				t.Errorf("known %s: %s, wanted %s", known, c.State, want)
			}
			if c.ID == "CLK-0023" && c.Deadline.Format(time.RFC3339) != "2026-10-04T23:59:59+02:00" {
				t.Errorf("the final report is counted to %s", c.Deadline)
			}
		}
	}
}

// Every zone of the base is one, and every clock can be run and drafted with all facts known.
func TestEveryClockCanRun(t *testing.T) {
	ix := shipped(t)
	e := &Event{ID: "all", Title: "Everything"}
	for _, a := range knowledge.Anchors {
		e.Anchors = append(e.Anchors, Anchor{Name: knowledge.Anchor(a.Name), Time: "2029-02-01T10:00:00Z"})
	}
	now := at(t, "2029-02-01T11:00:00Z")
	for i := range ix.Base.Clocks {
		k := &ix.Base.Clocks[i]
		if k.Zone != knowledge.EventZone {
			if _, err := time.LoadLocation(k.Zone); err != nil {
				t.Errorf("%s: %s", k.ID, err)
			}
		}
		e.Facts = nil
		for _, cond := range k.Conditions() {
			is := knowledge.IsTrue
			if cond[0].Not {
				is = knowledge.IsFalse
			}
			e.Facts = append(e.Facts, Fact{Name: cond[0].Fact, Is: is})
		}
		at := slices.IndexFunc(Run(ix, e, now), func(c Clock) bool { return c.ID == k.ID })
		if at < 0 {
			t.Errorf("%s does not run", k.ID)
			continue
		}
		c := Run(ix, e, now)[at]
		if c.State == MayRun || c.State == Met || len(c.Contents) == 0 || len(c.Because) == 0 {
			t.Errorf("%s: %+v", k.ID, c)
		}
		if d := Draft(&c, now); !strings.Contains(d, "points are open") {
			t.Errorf("%s: %s", k.ID, d)
		}
	}
}
