package api_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"cordon/internal/presence"
	"cordon/internal/workbench"
)

// stream opens a stream of events, which ends with the test.
func (p *person) stream(org string) *http.Response {
	p.b.t.Helper()
	ctx, stop := context.WithTimeout(p.b.t.Context(), time.Minute)
	p.b.t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.b.URL+"/api/v1/organisations/"+org+"/events/stream", nil)
	if err != nil {
		p.b.t.Fatal(err)
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	res, err := (&http.Client{Jar: p.Jar}).Do(r)
	if err != nil {
		p.b.t.Fatal(err)
	}
	p.b.t.Cleanup(func() { res.Body.Close() })
	return res
}

// TestAStreamEndsWithWhatItWasOpenedBy: nothing is told any more to a session that ended or a token that was taken back.
func TestAStreamEndsWithWhatItWasOpenedBy(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	e := o.invite(org, workbench.Engineer)
	token := o.withToken(workbench.ScopeRead)
	ends := map[string]struct {
		who *person
		end func()
	}{
		"a session": {e, func() { e.want(http.StatusNoContent, "DELETE", "/session", nil, nil) }},
		"a token": {token, func() {
			var all struct{ Items []struct{ ID string } }
			o.want(http.StatusOK, "GET", "/account/tokens", nil, &all)
			o.want(http.StatusNoContent, "DELETE", "/account/tokens/"+all.Items[0].ID, nil, nil)
		}},
	}
	for name, x := range ends {
		stream := x.who.stream(org)
		x.end()
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/comments", map[string]any{"about": "element:phone", "text": "Not for everybody."}, nil)
		told, err := io.ReadAll(stream.Body)
		if err != nil || !strings.Contains(string(told), "event: hello") || strings.Contains(string(told), "comment.made") {
			t.Errorf("%s: %v, told %q", name, err, told)
		}
	}
}

func TestStreamsOfOnePersonAreBounded(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	for range presence.OfOneMost {
		if res := o.stream(org); res.StatusCode != http.StatusOK {
			t.Fatalf("status %d", res.StatusCode)
		}
	}
	if got := o.refused(http.StatusTooManyRequests, "GET", "/organisations/"+org+"/events/stream", nil); got.Detail != "too many streams of events are open" {
		t.Errorf("one more: %q", got.Detail)
	}
	if res := e.stream(org); res.StatusCode != http.StatusOK {
		t.Errorf("somebody else: status %d", res.StatusCode)
	}
}
