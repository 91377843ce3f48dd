package api_test

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// guess tries to sign in.
func (p *person) guess(email, password string) int {
	p.b.t.Helper()
	res, _ := p.ask("POST", "/session", map[string]any{"email": email, "password": password})
	return res.StatusCode
}

// failures writes that so many tries to sign in failed from the address of the tests just now.
func (b *bed) failures(n int) {
	b.t.Helper()
	b.failuresFrom("127.0.0.1", n)
}

// failuresFrom is failures of another network.
func (b *bed) failuresFrom(network string, n int) {
	b.t.Helper()
	if err := b.w.Store.Write(b.t.Context(), func(tx workbench.Tx) error {
		doc, err := json.Marshal(map[string]any{"of": "address:" + network, "failures": n, "last": b.w.Now()})
		if err != nil {
			return err
		}
		_, err = tx.Put(b.t.Context(), workbench.Record{Kind: "tries", ID: "address:" + network, Owner: "all", Doc: doc})
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
}

func TestGuessesSentAtOnceDoNotPassTheBrakeTogether(t *testing.T) {
	b := newServer(t)
	b.owner()
	const guesses = 12
	var wg sync.WaitGroup
	status := make([]int, guesses)
	for i := range guesses {
		p := b.nobody()
		wg.Go(func() { status[i] = p.guess("owner@tremor.example", "a wrong password of mine") })
	}
	wg.Wait()
	looked := 0
	for _, s := range status {
		switch s {
		case http.StatusUnauthorized:
			looked++
		case http.StatusTooManyRequests:
		default:
			t.Errorf("a wrong password is answered with %d", s)
		}
	}
	if looked != 5 {
		t.Errorf("of %d passwords sent at once, %d were looked at; want 5", guesses, looked)
	}
}

func TestTextsThatAreNoAddressAreBrakedToo(t *testing.T) {
	b := newServer(t)
	b.owner()
	b.frozen = time.Now()
	b.failures(29)
	if got := b.nobody().guess("no address", password); got != http.StatusUnauthorized {
		t.Fatalf("the thirtieth try is answered with %d", got)
	}
	p := b.nobody().refused(http.StatusTooManyRequests, "POST", "/session", map[string]any{"email": "no address", "password": password})
	if p.Detail != "too many failed sign-ins" || p.Hint != "try again in 1s" {
		t.Errorf("%+v", p)
	}
}

// TestAddressesOfOneNetworkAreBrakedTogether: whoever has an IPv6 address has 2^64 of them, and an IPv4 address can be written as one.
func TestAddressesOfOneNetworkAreBrakedTogether(t *testing.T) {
	b := newServer(t)
	b.owner()
	b.frozen = time.Now()
	from := func(address string) workbench.Fault {
		_, err := b.w.CheckPassword(t.Context(), "nobody@elsewhere.example", "a wrong password of mine", address)
		return workbench.FaultOf(err)
	}
	for _, c := range []struct{ counted, same, other string }{
		{"2001:db8:1:2::/64", "2001:db8:1:2:3:4:5:6", "2001:db8:1:3::1"}, {"192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2"},
	} {
		b.failuresFrom(c.counted, 30)
		if got := from(c.same); got != workbench.TooMany {
			t.Errorf("after 30 failures from %s, one from %s is %v", c.counted, c.same, got)
		}
		if got := from(c.other); got != workbench.Unauthenticated {
			t.Errorf("after 30 failures from %s, one from %s is %v", c.counted, c.other, got)
		}
	}
}

func TestASuccessForgetsFailuresOfTheAccount(t *testing.T) {
	b := newServer(t)
	b.owner()
	b.frozen = time.Now()
	p := b.nobody()
	for range 4 {
		p.guess("owner@tremor.example", "a wrong password of mine")
	}
	if got := p.guess("owner@tremor.example", password); got != http.StatusOK {
		t.Fatalf("the right password is answered with %d", got)
	}
	for i := range 5 {
		if got := p.guess("owner@tremor.example", "a wrong password of mine"); got != http.StatusUnauthorized {
			t.Fatalf("failure %d after a success is answered with %d", i, got)
		}
	}
	if got := p.guess("owner@tremor.example", password); got != http.StatusTooManyRequests {
		t.Errorf("after five failures the next try is answered with %d", got)
	}
}

func TestASuccessTakesBackOnlyItsOwnTryOfTheNetwork(t *testing.T) {
	b := newServer(t)
	b.owner()
	b.frozen = time.Now()
	p := b.nobody()
	b.failures(28)
	for i, step := range []struct {
		password string
		want     int
	}{
		{"a wrong password of mine", http.StatusUnauthorized},
		{password, http.StatusOK},
		{password, http.StatusOK},
		{"a wrong password of mine", http.StatusUnauthorized},
		{password, http.StatusTooManyRequests},
	} {
		if got := p.guess("owner@tremor.example", step.password); got != step.want {
			t.Errorf("step %d is answered with %d, want %d", i, got, step.want)
		}
	}
}

func TestSigningInMakesANewSecretAndEndsTheOldSession(t *testing.T) {
	b := newServer(t)
	p, _ := b.owner()
	planted := p.cookie(api.Cookie)
	thief := b.nobody()
	thief.want(http.StatusOK, "GET", "/account/sessions", nil, nil, "Cookie", planted.String())
	if got := p.guess("owner@tremor.example", password); got != http.StatusOK {
		t.Fatalf("signing in again: %d", got)
	}
	if p.cookie(api.Cookie).Value == planted.Value {
		t.Error("signing in keeps the secret of the session before")
	}
	thief.refused(http.StatusUnauthorized, "GET", "/account/sessions", nil, "Cookie", planted.String())
	var all api.Page[api.SessionRow]
	p.want(http.StatusOK, "GET", "/account/sessions", nil, &all)
	if len(all.Items) != 1 {
		t.Errorf("there are %d sessions", len(all.Items))
	}
	// What a browser is made to send and is no session is not taken over either.
	fixed := b.nobody()
	res := fixed.want(http.StatusOK, "POST", "/session", map[string]any{"email": "owner@tremor.example", "password": password}, nil, "Cookie", planted.String())
	if c := res.Cookies(); len(c) != 1 || c[0].Value == planted.Value || !c[0].HttpOnly || c[0].SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie is %v", c)
	}
}

func TestAPersonInNoOrganisationSeesNone(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/members/"+e.account, map[string]any{"role": "", "reason": "left"}, nil)
	var s api.Session
	e.want(http.StatusOK, "GET", "/session", nil, &s)
	if len(s.Organisations) != 0 || s.Account == nil || !s.Local {
		t.Errorf("%+v", s)
	}
}
