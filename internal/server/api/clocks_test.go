package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cordon/internal/postmarket/clocks"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// duty finds a clock of an event.
func duty(t *testing.T, e study.Happening, id string) clocks.Clock {
	t.Helper()
	i := slices.IndexFunc(e.Clocks, func(c clocks.Clock) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("%s starts no %s", e.ID, id)
	}
	return e.Clocks[i]
}

func TestDutiesToReportRunFromEvents(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	at := "?at=2026-11-28T12:00:00%2B01:00"
	base := "/projects/" + p.ID + "/revisions/head/clocks"
	var r study.Reporting
	o.want(http.StatusOK, "GET", base+at, nil, &r)
	if len(r.Events) != 1 || r.Events[0].File != "events/copied-recordings.yaml" || r.Events[0].Zone != "Europe/Berlin" || len(r.Before) == 0 || len(r.Facts) < 40 {
		t.Fatalf("the events are %+v", r)
	}
	c := duty(t, r.Events[0], "CLK-0032")
	if c.State != clocks.Running || !c.Deadline.Equal(time.Date(2026, 11, 30, 18, 5, 0, 0, time.UTC)) || c.Zone != "Europe/Berlin" {
		t.Errorf("the 72 hours of NIS2: %+v", c)
	}
	_, draft := o.ask("GET", base+"/draft"+at+"&event=events/copied-recordings.yaml&clock=CLK-0032", nil)
	if !strings.HasPrefix(string(draft), "# Incident notification\n") || !strings.Contains(string(draft), "3 of 4 points are open.") {
		t.Errorf("the draft is %s", draft)
	}
	_, ics := o.ask("GET", base+"/calendar"+at+"&event=events/copied-recordings.yaml", nil)
	if !bytes.HasPrefix(ics, []byte("BEGIN:VCALENDAR\r\n")) {
		t.Errorf("the calendar is %s", ics)
	}
	for path, says := range map[string]string{
		"/draft" + at + "&event=events/none.yaml&clock=CLK-0032":              `there is no event "events/none.yaml"`,
		"/draft" + at + "&event=system.yaml&clock=CLK-0032":                   `there is no event "system.yaml"`,
		"/draft" + at + "&event=events/copied-recordings.yaml&clock=CLK-0000": "the event does not start CLK-0000",
	} {
		if got := o.refused(http.StatusNotFound, "GET", base+path, nil); got.Detail != says {
			t.Errorf("%s: %q", path, got.Detail)
		}
	}
}

func TestAnEventIsRecordedAndToldOf(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	op := o.invite(org, workbench.OperatorRole)
	p := o.system(org)
	event := map[string]any{
		"kind": "incident", "title": "Plans of patients were changed", "from": "ward 4", "when": "2026-11-26T08:00:00+01:00", "zone": "Europe/Berlin", "about": []string{"cloud/ingest"},
		"facts": []map[string]string{{"name": "role-manufacturer", "is": "yes"}, {"name": "market-eu", "is": "yes"}, {"name": "product-md", "is": "yes"}, {"name": "serious-incident", "is": "yes"}},
	}
	var done api.Recorded
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/events", map[string]any{"base": p.Head, "event": event}, &done)
	if done.Event != "plans-of-patients-were-changed" || done.Revision.Number != 2 {
		t.Fatalf("recorded: %+v", done)
	}
	var r study.Reporting
	path := "/projects/" + p.ID + "/revisions/head/clocks?at=2026-11-26T12:00:00Z"
	op.want(http.StatusOK, "GET", path, nil, &r)
	i := slices.IndexFunc(r.Events, func(h study.Happening) bool { return h.ID == done.Event })
	if i < 0 || r.Events[i].Aware != "2026-11-26T07:00:00Z" || r.Events[i].Title != "Plans of patients were changed" {
		t.Fatalf("the events are %+v", r.Events)
	}
	j := slices.IndexFunc(r.Events[i].Clocks, func(c clocks.Clock) bool { return c.State == clocks.Running && !c.Deadline.IsZero() })
	if j < 0 || len(r.Events[i].Asks) == 0 {
		t.Fatalf("a serious incident starts no clock: %+v", r.Events[i])
	}
	running := r.Events[i].Clocks[j]
	tell := map[string]any{"base": done.Revision.ID, "event": r.Events[i].File, "facts": []map[string]string{{"name": "death", "is": "no"}}, "sent": []map[string]string{{"clock": running.ID, "at": "2026-11-26T10:00:00Z", "reference": "BfArM 17"}}}
	var told api.Changed
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/events/tell", tell, &told)
	op.want(http.StatusOK, "GET", path, nil, &r)
	if c := duty(t, r.Events[i], running.ID); c.State != clocks.Met || c.Sent == nil || c.Sent.Reference != "BfArM 17" {
		t.Errorf("after it was sent: %+v", c)
	}
	// The record has the event as well: the same title again gets an id of its own, and what is wrong is named.
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/events", map[string]any{"base": told.Revision.ID, "event": event}, &done)
	if done.Event != "plans-of-patients-were-changed-2" {
		t.Errorf("the second event is %q", done.Event)
	}
	for name, change := range map[string]func(map[string]any){
		"nobody":                    func(m map[string]any) { m["about"] = []string{"nobody"} },
		"rumour":                    func(m map[string]any) { m["kind"] = "rumour" },
		"yesterday":                 func(m map[string]any) { m["when"] = "yesterday" },
		`no fact of events`:         func(m map[string]any) { m["facts"] = []map[string]string{{"name": "gossip", "is": "yes"}} },
		`there is no time zone "X"`: func(m map[string]any) { m["zone"] = "X" },
	} {
		e := map[string]any{}
		for k, v := range event {
			e[k] = v
		}
		change(e)
		got := op.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/after/events", map[string]any{"base": done.Revision.ID, "event": e})
		if len(got.Fields) == 0 || !strings.Contains(got.Fields[0].Text, name) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	o.invite(org, workbench.Assessor).refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/after/events", map[string]any{"base": p.Head, "event": event})
}

// Two people who tell of one event at once, each of the newest revision, are both heard.
func TestNothingThatWasToldOfAnEventIsLost(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	who, id, file := workbench.Actor{Account: workbench.AccountID(o.account), Name: "Olga"}, workbench.ProjectID(p.ID), "events/copied-recordings.yaml"
	tell := func(fact string) {
		t.Helper()
		if made, err := b.api.Study.Tell(t.Context(), who, id, "", file, []study.FactGiven{{Name: fact, Is: "no"}}, nil); err != nil || len(made.Conflicts) > 0 {
			t.Fatalf("%s: %+v, %v", fact, made, err)
		}
	}
	clock, other := b.w.Now, false
	b.w.Now = func() time.Time { // the other one is faster, whenever this one first looks at the clock
		if !other {
			other = true
			tell("death")
		}
		return clock()
	}
	tell("serious-incident")
	src, _, err := b.w.File(t.Context(), who, id, "", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range []string{"death", "serious-incident"} {
		if !strings.Contains(string(src), fact) {
			t.Errorf("the fact %s is lost:\n%s", fact, src)
		}
	}
}

// Of two events that became known at the same time, always the same one says what stood before.
func TestDutiesAreTheSameWheneverTheyAreAskedFor(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	head := p.Head
	for _, zone := range []string{"Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Vienna", "Europe/Oslo"} {
		var done api.Recorded
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/events", map[string]any{"base": head, "event": map[string]any{
			"kind": "incident", "title": "In " + zone, "from": "ward 4", "when": "2026-12-26T08:00:00+01:00", "zone": zone, "about": []string{"cloud/ingest"}, "facts": []map[string]string{{"name": "market-eu", "is": "yes"}},
		}}, &done)
		head = done.Revision.ID
	}
	for range 20 {
		var r study.Reporting
		o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/clocks?at=2026-12-27T12:00:00Z", nil, &r)
		if r.Zone != "Europe/Vienna" { // the last by the name of its file
			t.Fatalf("the zone of before is %s", r.Zone)
		}
	}
}

func TestTheRiskIsFollowedOverTime(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	base := "/projects/" + p.ID + "/revisions/head"
	var r study.Replayed
	o.want(http.StatusOK, "GET", base+"/replay?from=2026-10-01&to=2026-11-20", nil, &r)
	if len(r.Points) < 2 || r.Points[0].At != "2026-10-01T00:00:00Z" || r.Points[len(r.Points)-1].At != "2026-11-20T00:00:00Z" || len(r.Points[0].Harms) != 7 || r.Points[0].Open != 0 {
		t.Fatalf("the replay is %+v", r)
	}
	if h := r.Points[0].Harms[0]; h.Title != "The illness becomes known" || h.Likelihood != "medium" || h.Acceptability != "reduce" || h.Level != 3 {
		t.Errorf("the first harm is %+v", h)
	}
	if _, svg := o.ask("GET", base+"/replay/drawing?from=2026-10-01&to=2026-11-20", nil); !bytes.HasPrefix(svg, []byte("<svg ")) {
		t.Errorf("the drawing is %.100s", svg)
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", base+"/replay?from=2026-12-01&to=2026-11-20", nil); !strings.Contains(got.Detail, "before it begins") {
		t.Errorf("a span that ends first: %+v", got)
	}
	var f api.Forecasts
	o.want(http.StatusOK, "GET", base+"/forecast?at=2026-11-26T12:00:00Z", nil, &f)
	if len(f.Items) != 7 || !strings.HasPrefix(f.To, "2041-11-26") || !slices.ContainsFunc(f.Items, func(x weigh.Forecast) bool { return len(x.Turns) > 0 }) {
		t.Errorf("the forecast is %+v", f)
	}
}
