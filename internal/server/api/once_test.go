package api_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

const onceKey = "6f1c1f0a9d2b4e7788aa0c3d5e6f7a8b"

func tokens(p *person) int {
	p.b.t.Helper()
	var all api.Page[api.TokenRow]
	p.want(http.StatusOK, "GET", "/account/tokens", nil, &all)
	return len(all.Items)
}

func TestARequestSentAgainWithItsKeyIsDoneOnce(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	in := map[string]any{"name": "script", "scopes": []string{"read"}, "days": 1}
	res, first := o.ask("POST", "/account/tokens", in, "Idempotency-Key", onceKey)
	if res.StatusCode != http.StatusCreated || res.Header.Get("Idempotency-Replayed") != "" {
		t.Fatalf("first: %d, replayed %q", res.StatusCode, res.Header.Get("Idempotency-Replayed"))
	}
	again, second := o.ask("POST", "/account/tokens", in, "Idempotency-Key", onceKey)
	if again.StatusCode != http.StatusCreated || again.Header.Get("Idempotency-Replayed") != "true" || again.Header.Get("Content-Type") != res.Header.Get("Content-Type") || !bytes.Equal(first, second) {
		t.Errorf("again: %d, replayed %q: %s", again.StatusCode, again.Header.Get("Idempotency-Replayed"), second)
	}
	if n := tokens(o); n != 1 {
		t.Errorf("%d tokens were made", n)
	}
	const other = "this Idempotency-Key was used for another request"
	in["name"] = "another"
	if got := o.refused(http.StatusConflict, "POST", "/account/tokens", in, "Idempotency-Key", onceKey); got.Detail != other {
		t.Errorf("another body: %+v", got)
	}
	if got := o.refused(http.StatusConflict, "POST", "/organisations/"+org+"/projects", in, "Idempotency-Key", onceKey); got.Detail != other {
		t.Errorf("another path: %+v", got)
	}
	// The same key of another person is another key.
	e := o.invite(org, workbench.Engineer)
	e.want(http.StatusCreated, "POST", "/account/tokens", in, nil, "Idempotency-Key", onceKey)
	b.later = 25 * time.Hour
	o.want(http.StatusOK, "POST", "/session", map[string]any{"email": "owner@tremor.example", "password": password}, nil)
	o.want(http.StatusCreated, "POST", "/account/tokens", in, nil, "Idempotency-Key", onceKey)
	if n := tokens(o); n != 2 {
		t.Errorf("a day later there are %d tokens", n)
	}
}

func TestWhatWasRefusedMayBeSentAgainWithItsKey(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	o.refused(http.StatusUnprocessableEntity, "POST", "/account/tokens", map[string]any{"name": "script", "scopes": []string{"none"}, "days": 1}, "Idempotency-Key", onceKey)
	o.want(http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "script", "scopes": []string{"read"}, "days": 1}, nil, "Idempotency-Key", onceKey)
}

func TestASecondRequestWaitsForTheFirst(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	if _, _, err := b.w.Attempt(t.Context(), workbench.AccountID(o.account), onceKey); err != nil {
		t.Fatal(err)
	}
	in := map[string]any{"name": "script", "scopes": []string{"read"}, "days": 1}
	for _, c := range []struct {
		later time.Duration
		want  string
	}{
		{0, "the first request with this Idempotency-Key is still running"},
		{6 * time.Minute, "the first request with this Idempotency-Key ended without an answer"},
	} {
		b.later = c.later
		if got := o.refused(http.StatusConflict, "POST", "/account/tokens", in, "Idempotency-Key", onceKey); got.Detail != c.want || got.Hint == "" {
			t.Errorf("after %s: %+v", c.later, got)
		}
	}
}

func TestAKeyMustBeHardToGuess(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	in := map[string]any{"name": "script", "scopes": []string{"read"}, "days": 1}
	got := o.refused(http.StatusUnprocessableEntity, "POST", "/account/tokens", in, "Idempotency-Key", "1")
	if got.Detail != "an Idempotency-Key has 16 to 200 printable characters" {
		t.Errorf("%+v", got)
	}
	if n := tokens(o); n != 0 {
		t.Errorf("%d tokens were made", n)
	}
}

func TestAnswersAreKeptUnreadable(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	var made api.TokenRow
	o.want(http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "script", "scopes": []string{"read"}, "days": 1}, &made, "Idempotency-Key", onceKey)
	n := 0
	if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) error {
		all, err := tx.List(t.Context(), "once", "all", "", 10)
		for _, r := range all {
			n++
			for _, secret := range []string{made.Secret, onceKey, made.Name} {
				if bytes.Contains(r.Doc, []byte(secret)) {
					t.Errorf("the record holds %q", secret)
				}
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n != 1 {
		t.Errorf("%d answers are kept", n)
	}
}

func TestAnAnswerTooLargeToKeepIsNotInvented(t *testing.T) {
	b := newServer(t)
	first, _, err := b.w.Attempt(t.Context(), "somebody", onceKey)
	if err != nil {
		t.Fatal(err)
	}
	request := []byte("digest")
	if err := first.Answered(t.Context(), request, workbench.FirstAnswer{Status: http.StatusCreated, Body: make([]byte, 1<<20+1)}); err != nil {
		t.Fatal(err)
	}
	again, known, err := b.w.Attempt(t.Context(), "somebody", onceKey)
	if err != nil || !known {
		t.Fatalf("known %v, error %v", known, err)
	}
	if _, err := again.Repeat(request); err == nil || err.Error() != "this request was done, and its answer was too large to be kept" {
		t.Errorf("%v", err)
	}
}
