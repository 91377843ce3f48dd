package clocks

import (
	"strings"
	"testing"
	"time"

	"cordon/internal/diag"
)

// Every mistake of an event is told at once, each at its place.
func TestWrongEvent(t *testing.T) {
	ix := shipped(t)
	var ds diag.List
	if e := Parse(ix, "event.yaml", []byte(`cordon: 1
event:
  id: e
  title: T
  zone: Europe/Berlyn
  holidays: [2026-13-01]
  facts:
    - {name: serious-incidnt, is: yes, known: yesterday}
    - {name: death, is: no, known: "2026-11-26"}
  anchors: [{name: awareness, at: "1970-01-01T00:00:00Z"}]
  reports: [{clock: CLK-9999, at: "2026-11-26"}]
  details: {produkt: Pump}
`), &ds); e != nil {
		t.Errorf("it is read: %+v", e)
	}
	var got []string
	for _, d := range ds.Sorted() {
		got = append(got, strings.SplitN(d.String(), "\n", 2)[0])
	}
	wants(t, "what is said", got,
		`event.yaml:3:3: C862: "2026-13-01" is no day`,
		`event.yaml:3:3: C862: there is no time zone "Europe/Berlyn"`,
		`event.yaml:8:7: C861: no fact of events is called "serious-incidnt"`,
		`event.yaml:8:7: C862: "yesterday" is no point in time`,
		`event.yaml:9:7: C862: "2026-11-26" is no point in time`,
		`event.yaml:10:13: C862: "1970-01-01T00:00:00Z" is no point in time`,
		`event.yaml:11:13: C861: no clock "CLK-9999"`,
		`event.yaml:11:13: C862: "2026-11-26" is no point in time`,
		`event.yaml:12:13: C861: reports are filled from nothing called "produkt"`,
	)
}

func TestLongEvent(t *testing.T) {
	ix := shipped(t)
	var ds diag.List
	if e := Parse(ix, "event.yaml", []byte(maker+strings.Repeat("    - {name: death, is: no}\n", 500)), &ds); e != nil || !strings.Contains(ds.Sorted()[0].String(), "C863: the event has a list of 522, and 500 are the most") {
		t.Error(ds.Sorted())
	}
}

func TestDraft(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, maker+`    - {name: nis2-entity, is: yes}
    - {name: significant-incident, is: yes, known: "2026-11-27T19:00:00+01:00", by: A. Lindgren}
  reports: [{clock: CLK-0031, at: "2026-11-28T10:00:00+01:00", reference: BSI 17}]
  details: {effects: No effect abroad is known., measures: " "}
`)
	now := at(t, "2026-11-28T12:00:00+01:00")
	for _, c := range Run(ix, e, now) {
		if c.ID != "CLK-0032" {
			continue
		}
		got := Draft(&c, now)
		for _, want := range []string{
			"# Incident notification\n\nDraft of 2026-11-28T11:00:00Z for CLK-0032. Nothing has been sent.\n",
			"- Ends: 2026-11-30T19:00:00+01:00 (Europe/Berlin)\n",
			"## 1. Update of the early warning\n\nCLK-0031 of 2026-11-28T10:00:00+01:00, reference BSI 17\n",
			"## 2. First assessment with severity and effects\n\nNo effect abroad is known.\n",
			"**OPEN**: only a person can say it\n",
			"2 of 4 points are open.\n",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("the draft lacks %q:\n%s", want, got)
			}
		}
	}
}

// A calendar has lines that end with CR LF and have at most 75 octets, no bare commas in texts, and times in UTC.
func TestCalendar(t *testing.T) {
	ix := shipped(t)
	e := parsed(t, ix, strings.Replace(maker, "A worm stops pumps", `"Würmer; sehr lange, und mit ziemlich vielen Umlauten wie äöü äöü äöü äöü äöü äöü\n"`, 1)+`    - {name: nis2-entity, is: yes}
    - {name: significant-incident, is: yes}
`)
	now := at(t, "2026-11-27T20:00:00+01:00")
	got := Calendar(e, Run(ix, e, now), now)
	for _, line := range strings.Split(strings.TrimSuffix(got, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") || strings.ToValidUTF8(line, "?") != line {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	whole := strings.ReplaceAll(got, "\r\n ", "")
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", "UID:pump-worm-CLK-0031@cordon\r\nDTSTAMP:20261127T190000Z\r\nDTSTART:20261128T172000Z\r\n",
		`(Würmer\; sehr lange\, und mit`, "TRIGGER:-PT3H\r\nEND:VALARM\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the calendar lacks %q:\n%s", want, whole)
		}
	}
	if none := Calendar(e, nil, now); none != "" {
		t.Errorf("a calendar without entries: %q", none)
	}
}

func FuzzEvent(f *testing.F) {
	f.Add([]byte(maker))
	f.Add([]byte("cordon: 1\nevent: {id: e, title: T, zone: Africa/Cairo, holidays: [2026-01-02], facts: [{name: phi-breach, is: yes, known: \"2026-05-01T00:00:00Z\"}], reports: [{clock: CLK-0058, at: \"2026-05-02T00:00:00Z\"}]}\n"))
	ix := shipped(f)
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		e := Parse(ix, "event.yaml", src, &ds)
		if e == nil {
			if !ds.HasErrors() {
				t.Fatal("refused without a reason")
			}
			return
		}
		list := Run(ix, e, now)
		for i := range list {
			c := &list[i]
			if !c.Latest.IsZero() && c.Latest.Before(c.Deadline) || !c.Deadline.IsZero() && c.Deadline.Before(c.From) {
				t.Fatalf("%s from %s ends %s, latest %s", c.ID, c.From, c.Deadline, c.Latest)
			}
			Draft(c, now)
		}
		Calendar(e, list, now)
	})
}
