package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"cordon/internal/people"
	"cordon/internal/people/peopletest"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// named gives the same server by the name localhost, where browsers have passkeys.
func (p *person) named() *person {
	q := *p
	q.host = strings.Replace(p.b.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	return &q
}

// device is one that works at the server's name.
func (b *bed) device() *peopletest.Device {
	d := peopletest.NewDevice(b.t)
	d.RPID, d.Origin = "localhost", "http://"+b.nobody().named().host
	return d
}

type answer struct {
	State      string          `json:"state"`
	Credential json.RawMessage `json:"credential"`
	Name       string          `json:"name,omitempty"`
}

// enrol adds a passkey.
func (p *person) enrol(d *peopletest.Device, name string) api.PasskeyRow {
	p.b.t.Helper()
	var q api.Asked
	p.want(http.StatusOK, "POST", "/account/passkeys/begin", nil, &q)
	var row api.PasskeyRow
	p.want(http.StatusCreated, "POST", "/account/passkeys/finish", answer{q.State, d.Register(q.Options), name}, &row)
	return row
}

// shows asks for a passkey and gives the answer of a device.
func (p *person) shows(d *peopletest.Device) answer {
	p.b.t.Helper()
	var q api.Asked
	p.want(http.StatusOK, "POST", "/session/passkey/begin", nil, &q)
	return answer{State: q.State, Credential: d.Sign(q.Options)}
}

func TestAPasskeySignsItsPersonIn(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	o = o.named()
	d := b.device()
	row := o.enrol(d, "telephone")
	if row.Name != "telephone" || row.Created.IsZero() || !row.Used.IsZero() {
		t.Errorf("%+v", row)
	}
	p := b.nobody().named()
	var s api.Session
	p.want(http.StatusOK, "POST", "/session/passkey/finish", p.shows(d), &s)
	if s.Account == nil || s.Account.ID != o.account || !s.Passkeys {
		t.Fatalf("signed in: %+v", s)
	}
	var sessions api.Page[api.SessionRow]
	p.want(http.StatusOK, "GET", "/account/sessions", nil, &sessions)
	methods := map[string]bool{}
	for _, s := range sessions.Items {
		methods[s.Method] = true
	}
	if !methods["passkey"] || !methods["password"] {
		t.Errorf("the sessions were begun by %v", methods)
	}
	var keys api.Page[api.PasskeyRow]
	p.want(http.StatusOK, "GET", "/account/passkeys", nil, &keys)
	if len(keys.Items) != 1 || keys.Items[0].Used.IsZero() {
		t.Errorf("the passkeys are %+v", keys.Items)
	}
	p.want(http.StatusNoContent, "DELETE", "/account/passkeys/"+row.ID, nil, nil)
	b.nobody().named().refused(http.StatusUnauthorized, "POST", "/session/passkey/finish", b.nobody().named().shows(d))
}

func TestPasskeysPassTheBrake(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	d := b.device()
	o.named().enrol(d, "telephone")
	p := b.nobody().named()
	for range 6 {
		p.guess("owner@tremor.example", "a wrong password of mine")
	}
	if got := p.guess("owner@tremor.example", password); got != http.StatusTooManyRequests {
		t.Fatalf("the password is answered with %d", got)
	}
	p.want(http.StatusOK, "POST", "/session/passkey/finish", p.shows(d), nil)
}

func TestAnAnswerCountsOnceInTheBrowserThatWasAsked(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	d := b.device()
	o.named().enrol(d, "telephone")
	const none = "this browser was not asked for a passkey, or has answered already"
	wants := func(p *person, a answer, text string) {
		t.Helper()
		if got := p.refused(http.StatusUnauthorized, "POST", "/session/passkey/finish", a); got.Detail != text {
			t.Errorf("refused with %q, want %q", got.Detail, text)
		}
	}
	p := b.nobody().named()
	a := p.shows(d)
	wants(b.nobody().named(), a, none) // another browser
	wants(p, a, none)                  // that one used it up
	a = p.shows(d)
	wants(p, answer{State: a.State, Credential: json.RawMessage(`{}`)}, "the passkey was not accepted")
	wants(p, a, none) // a wrong answer uses it up as well
	a = p.shows(d)
	b.later += 6 * time.Minute
	wants(p, a, "that took longer than five minutes")
	a = p.shows(d)
	p.want(http.StatusOK, "POST", "/session/passkey/finish", a, nil)
	wants(p, a, none) // a replay
}

func TestACopiedPasskeyIsRefused(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	d := b.device()
	o.named().enrol(d, "telephone")
	p := b.nobody().named()
	p.want(http.StatusOK, "POST", "/session/passkey/finish", p.shows(d), nil)
	d.Count = 0
	p = b.nobody().named()
	if got := p.refused(http.StatusUnauthorized, "POST", "/session/passkey/finish", p.shows(d)); got.Detail != "this passkey may have been copied" {
		t.Errorf("%+v", got)
	}
}

// TestACopiedPasskeySignsNothing: that one was refused is logged, whatever it was shown for.
func TestACopiedPasskeySignsNothing(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	d := b.device()
	o.named().enrol(d, "telephone")
	o.named().want(http.StatusOK, "POST", "/session/passkey/finish", o.named().shows(d), nil)
	q := o.signing(p.ID, late, people.Review)
	delete(q, "password")
	var asked api.Asked
	o.named().want(http.StatusOK, "POST", "/projects/"+p.ID+"/signatures/begin", q, &asked)
	d.Count = 0
	q["passkey"] = answer{State: asked.State, Credential: d.Sign(asked.Options)}
	if got := o.named().refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/signatures", q); got.Detail != "this passkey may have been copied" {
		t.Errorf("%+v", got)
	}
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/log?about=passkey.copied", nil, &log)
	if len(log.Items) != 1 || log.Items[0].Account != o.account {
		t.Errorf("logged: %+v", log.Items)
	}
}

func TestAPasskeyIsOfOneAccount(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	d := b.device()
	mine := o.named().enrol(d, "telephone")
	var q api.Asked
	e.named().want(http.StatusOK, "POST", "/account/passkeys/begin", nil, &q)
	if got := e.named().refused(http.StatusConflict, "POST", "/account/passkeys/finish", answer{q.State, d.Register(q.Options), "telephone"}); got.Detail != "this passkey is in use already" {
		t.Errorf("%+v", got)
	}
	if got := e.refused(http.StatusNotFound, "DELETE", "/account/passkeys/"+mine.ID, nil); got.Detail != "there is no such passkey" {
		t.Errorf("%+v", got)
	}
}

func TestAPasskeyProvesWhoseSessionItIs(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	hers, his := b.device(), b.device()
	row := o.named().enrol(hers, "telephone")
	e.named().enrol(his, "key")
	b.later += time.Hour
	stale := o.named().refused(http.StatusForbidden, "DELETE", "/account/passkeys/"+row.ID, nil)
	if stale.Type != "urn:cordon:fault:stale" {
		t.Errorf("%+v", stale)
	}
	if got := o.named().refused(http.StatusForbidden, "POST", "/account/passkeys/begin", nil); got.Type != "urn:cordon:fault:stale" {
		t.Errorf("%+v", got)
	}
	if got := o.named().refused(http.StatusUnauthorized, "POST", "/session/prove", o.named().shows(his)); got.Detail != "this passkey is another person's" {
		t.Errorf("%+v", got)
	}
	o.named().want(http.StatusNoContent, "POST", "/session/prove", o.named().shows(hers), nil)
	o.named().want(http.StatusNoContent, "DELETE", "/account/passkeys/"+row.ID, nil, nil)
	e.refused(http.StatusUnauthorized, "POST", "/session/prove", map[string]any{"password": "a wrong password of mine"})
	e.want(http.StatusNoContent, "POST", "/session/prove", map[string]any{"password": password}, nil)
}

func TestThereAreNoPasskeysAtANumber(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	got := o.refused(http.StatusNotImplemented, "POST", "/session/passkey/begin", nil)
	if want := "browsers have no passkeys for " + b.URL; got.Detail != want {
		t.Errorf("%q, want %q", got.Detail, want)
	}
	var s api.Session
	o.want(http.StatusOK, "GET", "/session", nil, &s)
	if s.Passkeys {
		t.Error("the session offers passkeys there")
	}
}

func TestATokenProvesNothing(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	var row api.TokenRow
	o.want(http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "script", "scopes": []string{"write"}, "days": 1}, &row)
	p := b.nobody()
	p.token = row.Secret
	for _, path := range []string{"/session/prove", "/account/passkeys/begin"} {
		if got := p.named().refused(http.StatusForbidden, "POST", path, map[string]any{"password": password}); got.Detail != "a token cannot do this" {
			t.Errorf("%s: %+v", path, got)
		}
	}
}
