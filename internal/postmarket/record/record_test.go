package record

import (
	"strings"
	"testing"
	"testing/fstest"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

const whole = `cordon: 1

inventory:
  box-2-3: {of: box, release: "2.3", file: box-2.3.cdx.json, released: 2026-03-01, supported-until: 2027-03-01}

bind:
  - {of: box, components: ["pkg:deb/*"], to: box/os}

lifetimes:
  - {of: upload, what: algorithm, says: RSA with 2048 bits, until: 2030-12-31, control: CTL-0001, source: national guideline}

events:
  scan-1:
    kind: alert
    title: Scan found open ports
    when: 2026-11-01
    from: scanner
    trust:
      - {of: box, trust: careful, op: at-most, level: low}
    newest: scan
  scan-2: {kind: alert, title: Scan found none, when: 2026-11-08, from: scanner, newest: scan}
  visitor: {kind: clinical-context, title: Ward is full, when: 2026-11-02T08:00:00Z, from: ward, for: 12h}
  drift: {kind: configuration-drift, title: Firewall off, when: 2026-11-03, from: audit, until: 2026-12-03}
  patched:
    kind: patch-applied
    title: Release 2.4 installed
    when: 2026-11-10T10:00:00+02:00
    from: service desk
    installs:
      - {of: box, release: "2.4"}
    ends: [drift]
    decided:
      - {who: A, role: lead, when: 2026-11-09}
`

func load(t *testing.T, text string) (*Record, []diag.Diagnostic) {
	t.Helper()
	var ds diag.List
	r := Load(fstest.MapFS{"watch/a.yaml": {Data: []byte(text)}}, "watch", "watch", &ds)
	return r, ds.Sorted()
}

func TestSpans(t *testing.T) {
	r, ds := load(t, whole)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	for id, want := range map[string]string{
		"scan-1": "2026-11-01T00:00:00Z 2026-11-08T00:00:00Z scan-2", "scan-2": "2026-11-08T00:00:00Z open",
		"visitor": "2026-11-02T08:00:00Z 2026-11-02T20:00:00Z ", "drift": "2026-11-03T00:00:00Z 2026-11-10T08:00:00Z patched",
	} {
		e := r.Get(id)
		got := e.Begin.String() + " " + e.Span.End.String() + " " + e.Ended
		if e.Open {
			got = e.Begin.String() + " open"
		}
		if got != want {
			t.Errorf("%s: %s, wanted %s", id, got, want)
		}
		if e.Holds(e.Begin-1) || !e.Holds(e.Begin) || !e.Open && (e.Holds(e.Span.End) || !e.Holds(e.Span.End-1)) {
			t.Errorf("%s: a span holds from its beginning to before its end", id)
		}
	}
	order := ""
	for _, e := range r.Events {
		order += e.ID + " "
	}
	if order != "scan-1 visitor drift scan-2 patched " {
		t.Errorf("events in the order %s", order)
	}
}

// A release that comes with a control takes two people.
func TestTwoPeopleForAControl(t *testing.T) {
	for decided, want := range map[string]string{"{who: A, role: lead, when: 2026-11-09}": "2.3", "{who: A, role: lead, when: 2026-11-09}, {who: B, role: ward, when: 2026-11-09}": "2.4"} {
		r, ds := load(t, strings.Replace(whole, "      - {who: A, role: lead, when: 2026-11-09}\n", "      ["+decided+"]\n    controls: [{control: CTL-0001, on: upload, state: present}]\n", 1))
		at, _ := civil.Parse("2026-11-11")
		if release, _, _ := r.InUse("box", "2.3", at); release != want || len(ds) > 0 {
			t.Errorf("decided by %s: release %s is in use, wanted %s %v", decided, release, want, ds)
		}
	}
}

// What nobody decided on ends nothing.
func TestUndecidedEventsEndNothing(t *testing.T) {
	r, _ := load(t, strings.Replace(whole, "    decided:\n      - {who: A, role: lead, when: 2026-11-09}\n", "", 1))
	if d := r.Get("drift"); d.Ended != "" || d.Span.End.Day() != "2026-12-03" {
		t.Errorf("drift ends on %s by %q", d.Span.End.Day(), d.Ended)
	}
}

func TestWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		change [2]string
		code   diag.Code
		line   int
	}{
		"day":             {[2]string{"released: 2026-03-01", "released: 2026-02-30"}, diag.WrongValue, 4},
		"day with time":   {[2]string{"released: 2026-03-01", "released: 2026-03-01T00:00:00Z"}, diag.WrongValue, 4},
		"support":         {[2]string{"supported-until: 2027-03-01", "supported-until: 2026-02-01"}, diag.DateOrder, 4},
		"outside":         {[2]string{"box-2.3.cdx.json", "../box.json"}, diag.ImportOutside, 4},
		"everything":      {[2]string{`["pkg:deb/*"]`, `["*"]`}, diag.WrongValue, 7},
		"no control":      {[2]string{", control: CTL-0001", ""}, diag.EventForm, 10},
		"period":          {[2]string{"for: 12h", "for: 12"}, diag.WrongValue, 22},
		"both":            {[2]string{"for: 12h", "for: 12h, until: 2026-12-01"}, diag.EventForm, 22},
		"over before":     {[2]string{"until: 2026-12-03", "until: 2026-11-03"}, diag.DateOrder, 23},
		"installs":        {[2]string{"    installs:\n      - {of: box, release: \"2.4\"}\n", ""}, diag.EventForm, 25},
		"which":           {[2]string{"kind: alert\n", "kind: vulnerability\n"}, diag.EventForm, 14},
		"ends nothing":    {[2]string{"ends: [drift]", "ends: [drift2]"}, diag.DanglingReference, 31},
		"ends itself":     {[2]string{"ends: [drift]", "ends: [patched]"}, diag.DateOrder, 31},
		"decided":         {[2]string{"from: audit,", "from: audit, decided: [{who: A, role: lead, when: 2026-11-04}],"}, diag.DateOrder, 23},
		"form of control": {[2]string{"CTL-0001", "CTL-1"}, diag.WrongValue, 10},
	} {
		text := strings.Replace(whole, c.change[0], c.change[1], 1)
		if text == whole {
			t.Errorf("%s: nothing was changed", name)
		}
		_, ds := load(t, text)
		if len(ds) != 1 || ds[0].Code != c.code || ds[0].Line != c.line {
			t.Errorf("%s: %v, wanted %s in line %d", name, ds, c.code, c.line)
		}
	}
}

func TestCheck(t *testing.T) {
	r, _ := load(t, whole)
	ix := knowledge.NewIndex(&knowledge.Base{Controls: []knowledge.Control{{Entry: knowledge.Entry{ID: "CTL-0001"}}}, Trust: []knowledge.TrustAttribute{{Entry: knowledge.Entry{ID: "careful"}}}})
	var ds diag.List
	if r.Check(Elements{All: []string{"box", "box/os", "upload"}, Assets: []string{"box", "box/os"}}, ix, &ds); len(ds.Sorted()) > 0 {
		t.Fatal(ds.Sorted())
	}
	r.Check(Elements{}, knowledge.NewIndex(&knowledge.Base{}), &ds)
	if got := len(ds.Sorted()); got != 8 { // box four times, box/os, upload, the control, the trust attribute
		t.Errorf("%d findings against an empty description: %v", got, ds.Sorted())
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		r := Load(fstest.MapFS{"watch/a.yaml": {Data: src}}, "watch", "watch", &ds)
		for i := range r.Events {
			e := &r.Events[i]
			if !e.Open && e.Span.End < e.Begin {
				t.Errorf("event %s ends before it begins", e.ID)
			}
			if i > 0 && r.Events[i-1].Begin > e.Begin {
				t.Errorf("event %s stands after a later one", e.ID)
			}
		}
		r.Check(Elements{}, knowledge.NewIndex(&knowledge.Base{}), &ds)
	})
}
