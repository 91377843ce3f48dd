package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cordon/client"
	"cordon/internal/server/servertest"
	"cordon/internal/workbench"
)

// start gives a client with scopes on a server, and its project.
func start(t *testing.T, scopes ...workbench.Scope) (*client.Client, *servertest.Server, client.Project) {
	t.Helper()
	s := servertest.New(t)
	c := client.New(s.URL+"/", s.Token(scopes...))
	p, err := c.Project(t.Context(), string(s.Project))
	if err != nil {
		t.Fatal(err)
	}
	return c, s, p
}

func TestProjectsAreListed(t *testing.T) {
	c, s, p := start(t, workbench.ScopeRead)
	orgs, err := c.Organisations(t.Context())
	if err != nil || len(orgs) != 1 || orgs[0].ID != string(s.Organisation) || orgs[0].Name != "Tremor" || orgs[0].Role != "owner" {
		t.Fatalf("%+v, %v", orgs, err)
	}
	all, err := c.Projects(t.Context(), orgs[0].ID)
	if err != nil || len(all) != 1 || all[0].ID != p.ID || p.Name != "Watch" || p.Sort != "system" || p.Head == "" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestListsAreReadToTheEnd(t *testing.T) {
	c, s, p := start(t, workbench.ScopeRead)
	for i := range 120 {
		text := fmt.Sprint(i)
		if _, err := s.Workbench.Change(t.Context(), s.Owner, s.Project, workbench.Change{Base: workbench.RevisionID(p.Head), Files: map[string]*string{fmt.Sprintf("n%d.txt", i): &text}, Message: "adds"}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := c.Revisions(t.Context(), p.ID)
	if err != nil || len(all) != 121 || all[0].Number != 121 || all[120].Number != 1 {
		t.Errorf("%d revisions, %v", len(all), err)
	}
}

func TestChangesAreMergedOrTellTheirConflicts(t *testing.T) {
	c, _, p := start(t, workbench.ScopeRead, workbench.ScopeWrite)
	ctx := t.Context()
	src, err := c.File(ctx, p.ID, client.Head, "system.yaml")
	if err != nil || !strings.Contains(string(src), "cordon: 1") {
		t.Fatalf("%.80s, %v", src, err)
	}
	change := func(path, text string, choices map[string]string) client.Changed {
		t.Helper()
		out, err := c.Change(ctx, p.ID, client.Change{Base: p.Head, Files: map[string]*string{path: &text}, Message: "tries", Choices: choices})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out := change("a.txt", "one", nil); out.Merged || out.Revision.Number != 2 {
		t.Errorf("%+v", out)
	}
	if out := change("b.txt", "two", nil); !out.Merged || out.Revision.Number != 3 {
		t.Errorf("%+v", out)
	}
	out := change("a.txt", "three", nil)
	if out.Revision != nil || len(out.Conflicts) != 1 || out.Conflicts[0].Key == "" || !json.Valid(out.Conflicts[0].Raw) {
		t.Fatalf("%+v", out)
	}
	if out = change("a.txt", "three", map[string]string{out.Conflicts[0].Key: "ours"}); out.Revision == nil || out.Revision.Number != 4 {
		t.Fatalf("%+v", out)
	}
	if got, err := c.File(ctx, p.ID, out.Revision.ID, "a.txt"); err != nil || string(got) != "three" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestEditsAreLookedAtAndRevisionsAssessed(t *testing.T) {
	c, _, p := start(t, workbench.ScopeRead)
	text := "cordon: 1\n\nsystem:\n  id: x\n  name: X\n  intended-purpose: To be written.\n"
	look, err := c.Look(t.Context(), p.ID, client.Edit{Files: map[string]*string{"system.yaml": &text}})
	if err != nil || look.Digest == "" || !json.Valid(look.View) {
		t.Errorf("%+v, %v", look, err)
	}
	look, err = c.Look(t.Context(), p.ID, client.Edit{Operations: []json.RawMessage{json.RawMessage(`{"do":"set","file":"system.yaml","block":"assets","id":"nothing-like-it","path":["name"],"value":"X"}`)}})
	if err != nil || len(look.Wrong) != 1 || look.Wrong[0].Message == "" {
		t.Errorf("%+v, %v", look, err)
	}
	raw, err := c.Assessment(t.Context(), p.ID, client.Head, client.Future)
	var a struct {
		Model struct {
			Name string `json:"name"`
		} `json:"model"`
	}
	if err != nil || json.Unmarshal(raw, &a) != nil || a.Model.Name == "" {
		t.Errorf("%.300s, %v", raw, err)
	}
}

func TestEventsCome(t *testing.T) {
	c, s, p := start(t, workbench.ScopeRead)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	text := "one"
	if _, err := s.Workbench.Change(ctx, s.Owner, s.Project, workbench.Change{Base: workbench.RevisionID(p.Head), Files: map[string]*string{"a.txt": &text}, Message: "adds"}); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	var last int64
	for e, err := range c.Events(ctx, string(s.Organisation), 1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Number <= last || e.Organisation != string(s.Organisation) {
			t.Errorf("%+v after %d", e, last)
		}
		last = e.Number
		if kinds = append(kinds, e.Kind); e.Kind == "revision.made" && e.Project == p.ID && strings.Contains(string(e.Data), `"number":2`) {
			break
		}
	}
	if len(kinds) == 0 {
		t.Error("no event came")
	}
	cancel()
	for _, err := range c.Events(ctx, string(s.Organisation), last) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
	for _, err := range c.Events(t.Context(), "06h1fe9jslpcn8904i7kdsfjpg", 0) {
		if err != nil && client.KindOf(err) != client.KindNotFound {
			t.Errorf("%v", err)
		}
		break
	}
}

func TestRefusalsHaveAKindAndWords(t *testing.T) {
	c, s, p := start(t, workbench.ScopeRead)
	text := "x"
	_, err := c.Look(t.Context(), p.ID, client.Edit{Operations: []json.RawMessage{json.RawMessage(`{}`)}})
	if client.KindOf(err) != client.KindInvalid || !strings.Contains(err.Error(), "; body.operations[0]: expected required property do to be present") {
		t.Errorf("what was sent is wrong: %v", err)
	}
	_, err = c.Change(t.Context(), p.ID, client.Change{Base: p.Head, Files: map[string]*string{"a.txt": &text}, Message: "tries"})
	var e *client.Error
	if !errors.As(err, &e) || e.Kind() != client.KindForbidden || e.Status != http.StatusForbidden || e.Hint == "" || err.Error() != e.Detail+" ("+e.Hint+")" {
		t.Errorf("a token that reads: %v", err)
	}
	if _, err := c.Project(t.Context(), "06h1fe9jslpcn8904i7kdsfjpg"); client.KindOf(err) != client.KindNotFound || err.Error() != "there is no such project" {
		t.Errorf("%v", err)
	}
	if _, err := client.New(s.URL, "cordon_wrong").Project(t.Context(), p.ID); client.KindOf(err) != client.KindUnauthenticated {
		t.Errorf("%v", err)
	}
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", http.StatusBadGateway) }))
	defer broken.Close()
	if _, err := client.New(broken.URL, "t").Project(t.Context(), "p"); err == nil || err.Error() != "the server answers with 502 Bad Gateway" || client.KindOf(err) != "" {
		t.Errorf("%v", err)
	}
}

// lossy loses the first answer to each POST.
type lossy struct{ lost, keys map[string]int }

func (l lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := http.DefaultTransport.RoundTrip(r)
	if r.Method == http.MethodPost {
		l.keys[r.Header.Get("Idempotency-Key")]++
		if l.lost[r.URL.Path]++; l.lost[r.URL.Path] == 1 {
			res.Body.Close()
			return nil, errors.New("connection lost")
		}
	}
	return res, err
}

func TestAnAnswerThatIsLostIsAskedForAgainAndTheChangeMadeOnce(t *testing.T) {
	c, _, p := start(t, workbench.ScopeRead, workbench.ScopeWrite)
	l := lossy{map[string]int{}, map[string]int{}}
	c.HTTP = &http.Client{Transport: l}
	text := "x"
	out, err := c.Change(t.Context(), p.ID, client.Change{Base: p.Head, Files: map[string]*string{"a.txt": &text}, Message: "tries"})
	if err != nil || out.Revision == nil || out.Revision.Number != 2 || len(l.keys) != 1 {
		t.Fatalf("%+v, %v, keys %v", out, err, l.keys)
	}
	if all, err := c.Revisions(t.Context(), p.ID); err != nil || len(all) != 2 {
		t.Errorf("%d revisions, %v", len(all), err)
	}
}

// A program that reports each project's newest revision.
func Example() {
	c := client.New("https://cordon.hospital.example", "cordon_…")
	ctx := context.Background()
	orgs, err := c.Organisations(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range orgs {
		projects, err := c.Projects(ctx, o.ID)
		if client.KindOf(err) == client.KindForbidden {
			continue
		}
		for _, p := range projects {
			fmt.Println(o.Name, p.Name, p.Head)
		}
	}
}
