package api_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/presence"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// listening is a stream of events that somebody has open.
type listening struct {
	id   string
	told chan api.Present
	end  func()
}

// listens opens a stream and reads its id, and what it tells of presence.
func (p *person) listens(org string) *listening {
	p.b.t.Helper()
	r, err := http.NewRequestWithContext(p.b.t.Context(), http.MethodGet, p.b.URL+"/api/v1/organisations/"+org+"/events/stream", nil)
	if err != nil {
		p.b.t.Fatal(err)
	}
	res, err := (&http.Client{Jar: p.Jar}).Do(r) // without the limit of time of a browser's other requests
	if err != nil || res.StatusCode != http.StatusOK {
		p.b.t.Fatalf("listen: %v, %v", res, err)
	}
	l := &listening{told: make(chan api.Present, 100), end: func() { res.Body.Close() }}
	p.b.t.Cleanup(l.end)
	hello := make(chan string, 1)
	go func() {
		kind := ""
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if k, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				kind = k
			}
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok {
				continue
			}
			switch kind {
			case "hello":
				var h struct{ Stream string }
				_ = json.Unmarshal([]byte(data), &h)
				hello <- h.Stream
			case "presence":
				var is api.Present
				_ = json.Unmarshal([]byte(data), &is)
				l.told <- is
			}
		}
		close(l.told)
	}()
	l.id = <-hello
	return l
}

// hears waits for the next that is told.
func (l *listening) hears(t *testing.T, when string, want api.Present) {
	t.Helper()
	select {
	case got := <-l.told:
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("%s: nothing is told", when)
	}
}

// at says where somebody is.
func (p *person) at(project string, l *listening, place map[string]any) {
	p.b.t.Helper()
	p.want(http.StatusNoContent, "PUT", "/projects/"+project+"/presence/"+l.id, place, nil)
}

func TestPeopleAreToldWhoElseIsThere(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	emil := o.invite(org, workbench.Engineer)
	p := o.system(org)
	hers, his := o.listens(org), emil.listens(org)
	project := workbench.ProjectID(p.ID)
	is := func(people ...presence.Person) api.Present {
		return api.Present{Project: project, People: append([]presence.Person{}, people...)}
	}
	o.at(p.ID, hers, map[string]any{})
	hers.hears(t, "alone", is())
	emil.at(p.ID, his, map[string]any{"file": "system.yaml", "element": "phone", "unsaved": true})
	he := presence.Person{Account: workbench.AccountID(emil.account), Name: "Some security-engineer", Place: presence.Place{File: "system.yaml", Element: "phone", Unsaved: true}}
	she := presence.Person{Account: workbench.AccountID(o.account), Name: "Olga Owner"}
	hers.hears(t, "he has come", is(he))
	his.hears(t, "she was there", is(she))
	emil.want(http.StatusNoContent, "DELETE", "/projects/"+p.ID+"/presence/"+his.id, nil, nil)
	hers.hears(t, "he has gone", is())
	emil.at(p.ID, his, map[string]any{})
	he.Place = presence.Place{}
	hers.hears(t, "he is back", is(he))
	o.want(http.StatusNoContent, "DELETE", "/projects/"+p.ID+"/presence/"+hers.id, nil, nil)
	o.at(p.ID, hers, map[string]any{})
	hers.hears(t, "she is back", is(he))
	his.end()
	hers.hears(t, "his stream has ended", is())
}

func TestPresenceIsForWhoMayReadTheProject(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	outsider := b.outsider(o, org)
	p := o.system(org)
	hers := o.listens(org)
	path := "/projects/" + p.ID + "/presence/"
	for _, method := range []string{"PUT", "DELETE"} {
		outsider.refused(http.StatusNotFound, method, path+hers.id, map[string]any{})
		b.nobody().refused(http.StatusUnauthorized, method, path+hers.id, map[string]any{})
		// Nobody speaks for another, nor for a stream that is not there.
		emil := o.invited(org, workbench.Engineer, method+"@tremor.example")
		if got := emil.refused(http.StatusNotFound, method, path+hers.id, map[string]any{}); got.Detail != "you have no such stream of events here" || got.Hint == "" {
			t.Errorf("%s of another's stream: %+v", method, got)
		}
		o.refused(http.StatusNotFound, method, path+"06h1fe9jslpcn8904i7kdsfjpg", map[string]any{})
	}
	o.refused(http.StatusUnprocessableEntity, "PUT", path+hers.id, map[string]any{"element": strings.Repeat("x", 301)})
}

func TestWhoMayNotReadAnyMoreIsNotThereAnyMore(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	emil := o.invite(org, workbench.Engineer)
	p := o.system(org)
	hers, his := o.listens(org), emil.listens(org)
	o.at(p.ID, hers, map[string]any{})
	emil.at(p.ID, his, map[string]any{})
	people := func(l *listening) int {
		t.Helper()
		select {
		case is := <-l.told:
			return len(is.People)
		case <-time.After(30 * time.Second):
			t.Fatal("nothing is told")
			return 0
		}
	}
	for people(hers) != 1 || people(his) != 1 {
	}
	o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/members/"+emil.account, map[string]any{"role": "", "reason": "left"}, nil)
	// What she does next is not told to him, and he is gone.
	o.at(p.ID, hers, map[string]any{"element": "phone"})
	if n := people(his); n != 0 {
		t.Errorf("he is still told of %d", n)
	}
	if n := people(hers); n != 0 {
		t.Errorf("she is still told of %d", n)
	}
}
