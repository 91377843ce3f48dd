package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// subscriber takes messages as a test wants.
type subscriber struct {
	answer workbench.Outcome
	got    []workbench.Message
}

func (s *subscriber) Check(url string) error {
	if !strings.HasPrefix(url, "https://") {
		return workbench.Errorf(workbench.Invalid, "the address does not begin with https://")
	}
	return nil
}

func (s *subscriber) Send(_ context.Context, m workbench.Message) workbench.Outcome {
	s.got = append(s.got, m)
	return s.answer
}

// hook makes a webhook and gives what it is sent to.
func (p *person) hook(org string, topics ...string) (api.Webhook, *subscriber) {
	p.b.t.Helper()
	s := &subscriber{answer: workbench.Outcome{Status: http.StatusOK}}
	p.b.w.Sender = s
	var h api.Webhook
	p.want(http.StatusCreated, "POST", "/organisations/"+org+"/webhooks", map[string]any{"url": "https://hooks.example/", "topics": topics}, &h)
	return h, s
}

// deliveries lists what was sent to a webhook.
func (p *person) deliveries(org, hook string) []api.Delivery {
	p.b.t.Helper()
	var out api.Page[api.Delivery]
	p.want(http.StatusOK, "GET", "/organisations/"+org+"/webhooks/"+hook+"/deliveries", nil, &out)
	return out.Items
}

func TestASubscriberIsToldWhatHappenedAndNoContent(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, s := o.hook(org, "project.created")
	if !strings.HasPrefix(h.Secret, "cordon_hook_") || !h.On {
		t.Errorf("made: %+v", h)
	}
	p := o.system(org)
	ds := o.deliveries(org, h.ID)
	if len(ds) != 1 || ds[0].Topic != "project.created" || ds[0].State != workbench.Underway || ds[0].Tries != 0 {
		t.Fatalf("asked for: %+v", ds) // the revision that was made as well is not subscribed to
	}
	if err := b.w.Deliver(t.Context(), ds[0].ID); err != nil {
		t.Fatal(err)
	}
	if len(s.got) != 1 || s.got[0].Secret != h.Secret || s.got[0].URL != h.URL || s.got[0].ID != ds[0].ID {
		t.Fatalf("sent: %+v", s.got)
	}
	var e workbench.Event
	if err := json.Unmarshal(s.got[0].Body, &e); err != nil {
		t.Fatal(err)
	}
	if e.Kind != "project.created" || string(e.Project) != p.ID || string(e.By) != o.account || e.Number == 0 || e.Data != nil || strings.Contains(string(s.got[0].Body), "Watch") {
		t.Errorf("sent: %s", s.got[0].Body)
	}
	if ds = o.deliveries(org, h.ID); ds[0].State != workbench.Delivered || ds[0].Status != http.StatusOK || ds[0].Tries != 1 {
		t.Errorf("then: %+v", ds)
	}
	if err := b.w.Deliver(t.Context(), ds[0].ID); err != nil || len(s.got) != 1 {
		t.Errorf("a job that runs twice sends %d messages, error %v", len(s.got), err)
	}
	var all api.WebhookList
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/webhooks", nil, &all)
	if len(all.Items) != 1 || all.Items[0].Secret != "" || !slices.Contains(all.Topics, "revision.made") || slices.Contains(all.Topics, "presence.changed") {
		t.Errorf("listed: %+v", all)
	}
}

func TestAMessageThatDoesNotArriveIsTriedAgainAndGivenUp(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, s := o.hook(org, "revision.made")
	s.answer = workbench.Outcome{Problem: workbench.NoConnection}
	o.want(http.StatusAccepted, "POST", "/organisations/"+org+"/webhooks/"+h.ID+"/test", nil, nil)
	id := o.deliveries(org, h.ID)[0].ID
	for i := range workbench.DeliveryTries {
		err := b.w.Deliver(t.Context(), id)
		if last := i == workbench.DeliveryTries-1; last != (err == nil) || !last && (workbench.FaultOf(err) != workbench.Conflict || err.Error() != "the subscriber did not take the message") {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if d := o.deliveries(org, h.ID)[0]; d.State != workbench.GivenUp || d.Tries != workbench.DeliveryTries || d.Problem != workbench.NoConnection || d.Topic != "webhook.test" {
		t.Errorf("%+v", d)
	}
}

func TestAWebhookThatFailsAllTheTimeIsTurnedOff(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, s := o.hook(org, "revision.made")
	s.answer = workbench.Outcome{Status: http.StatusInternalServerError}
	path := "/organisations/" + org + "/webhooks/" + h.ID
	for range workbench.WebhookFailures / workbench.DeliveryTries {
		o.want(http.StatusAccepted, "POST", path+"/test", nil, nil)
		id := o.deliveries(org, h.ID)[0].ID
		for range workbench.DeliveryTries {
			_ = b.w.Deliver(t.Context(), id)
		}
	}
	var all api.WebhookList
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/webhooks", nil, &all)
	if all.Items[0].On || all.Items[0].Failures != workbench.WebhookFailures {
		t.Errorf("%+v", all.Items[0])
	}
	if got := o.refused(http.StatusConflict, "POST", path+"/test", nil); got.Detail != "the webhook is off" {
		t.Errorf("%+v", got)
	}
	n := len(o.deliveries(org, h.ID))
	o.system(org)
	if got := len(o.deliveries(org, h.ID)); got != n {
		t.Errorf("%d messages more while it is off", got-n)
	}
	var on api.Webhook
	o.want(http.StatusOK, "PUT", path, map[string]any{"url": h.URL, "topics": h.Topics, "on": true}, &on)
	if !on.On || on.Failures != 0 {
		t.Errorf("%+v", on)
	}
}

func TestWebhooksAreForThoseWhoManage(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, _ := o.hook(org, "revision.made")
	path := "/organisations/" + org + "/webhooks"
	in := map[string]any{"url": "https://hooks.example/", "topics": []string{"revision.made"}}
	set := map[string]any{"url": "https://hooks.example/", "topics": []string{"revision.made"}, "on": true}
	e := o.invite(org, workbench.Engineer)
	for _, c := range []struct {
		method, path string
		in           any
	}{{"GET", path, nil}, {"POST", path, in}, {"PUT", path + "/" + h.ID, set}, {"DELETE", path + "/" + h.ID, nil}, {"POST", path + "/" + h.ID + "/test", nil}, {"GET", path + "/" + h.ID + "/deliveries", nil}} {
		e.refused(http.StatusForbidden, c.method, c.path, c.in)
		b.nobody().refused(http.StatusUnauthorized, c.method, c.path, c.in)
	}
	admin := o.invite(org, workbench.Administrator)
	admin.want(http.StatusOK, "GET", path, nil, nil)
	if got := admin.refused(http.StatusNotFound, "GET", path+"/06h1fe9jslpcn8904i7kdsfjpg/deliveries", nil); got.Detail != "there is no such webhook" {
		t.Errorf("%+v", got)
	}
	admin.want(http.StatusNoContent, "DELETE", path+"/"+h.ID, nil, nil)
	admin.refused(http.StatusNotFound, "DELETE", path+"/"+h.ID, nil)
}

func TestWebhooksThatCannotBe(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	path := "/organisations/" + org + "/webhooks"
	in := map[string]any{"url": "https://hooks.example/", "topics": []string{"revision.made"}}
	if got := o.refused(http.StatusNotImplemented, "POST", path, in); got.Detail != "this installation sends nothing to others" {
		t.Errorf("%+v", got)
	}
	b.w.Sender = &subscriber{}
	in["topics"] = []string{"presence.changed", "weather.changed"}
	if got := o.refused(http.StatusUnprocessableEntity, "POST", path, in); len(got.Fields) != 2 || got.Fields[1].Text != "there is no topic weather.changed" || !strings.Contains(got.Hint, "revision.made") {
		t.Errorf("%+v", got)
	}
	in["topics"] = []string{}
	if got := o.refused(http.StatusUnprocessableEntity, "POST", path, in); len(got.Fields) != 1 || got.Fields[0].Text != "choose at least one" {
		t.Errorf("%+v", got)
	}
	in["topics"], in["url"] = []string{"revision.made"}, "http://hooks.example/"
	o.refused(http.StatusUnprocessableEntity, "POST", path, in)
	in["url"] = "https://hooks.example/"
	for range 20 {
		o.want(http.StatusCreated, "POST", path, in, nil)
	}
	if got := o.refused(http.StatusConflict, "POST", path, in); got.Detail != "the organisation has 20 webhooks; it may not have more" {
		t.Errorf("%+v", got)
	}
}

func TestOnlyTheNewestMessagesAreKept(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, _ := o.hook(org, "revision.made")
	for range 203 {
		if _, err := b.w.TryWebhook(t.Context(), workbench.Actor{Account: workbench.AccountID(o.account)}, workbench.OrganisationID(org), h.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.deliveries(org, h.ID)); n != 200 {
		t.Errorf("%d are kept", n)
	}
}

// TestAddressesAreLoggedWithoutWhatMayBeSecret: many a webhook or feed lets in whoever knows its address, and the log is kept for ever and read by auditors.
func TestAddressesAreLoggedWithoutWhatMayBeSecret(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	h, _ := o.hook(org, "project.created")
	path := "/organisations/" + org + "/webhooks/" + h.ID
	o.want(http.StatusOK, "PUT", path, map[string]any{"url": "https://hooks.example/services/B0/s3cret", "topics": []string{"project.created"}, "on": true}, nil)
	o.want(http.StatusNoContent, "DELETE", path, nil, nil)
	o.want(http.StatusOK, "PUT", "/organisations/"+org+"/feeds/addresses", map[string]any{"addresses": []string{"https://feeds.example/kev.json?key=s3cret", "https://feeds.example/all"}}, nil)
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/log", nil, &log)
	got := map[string]string{}
	for _, e := range log.Items {
		got[e.Action] = string(e.Old) + " " + string(e.New)
	}
	for action, want := range map[string]string{
		"webhook.made":    ` "https://hooks.example/ (SHA-256 380911639974ba64)"`,
		"webhook.changed": `"https://hooks.example/ (SHA-256 380911639974ba64) (on) of project.created" "https://hooks.example/… (SHA-256 e8c170ebbbcbb4a1) (on) of project.created"`,
		"webhook.ended":   `"https://hooks.example/… (SHA-256 e8c170ebbbcbb4a1)" `,
		"feeds.changed":   ` "https://feeds.example/kev.json?… (SHA-256 222dc8c51b46a783) https://feeds.example/all"`,
	} {
		if got[action] != want {
			t.Errorf("%s: %s, want %s", action, got[action], want)
		}
	}
}
