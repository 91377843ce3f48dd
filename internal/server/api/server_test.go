package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/server/api"
	"cordon/internal/server/servertest"
	"cordon/internal/workbench"
)

// bed is an empty server with its clock.
type bed struct {
	*servertest.Server
	t *testing.T
	w *workbench.Workbench
	// runner keeps jobs; see work.
	runner *jobs.Runner
	// api may be changed by a test before it is asked.
	api *api.API
	// later is added to the time.
	later time.Duration
	// frozen is the time, if it does not go on.
	frozen time.Time
	code   string
}

// newServer starts a server on an empty SQLite file. Jobs are kept and not worked; work runs them.
func newServer(t *testing.T) *bed {
	t.Helper()
	b := &bed{t: t, code: "cordon_setup_test"}
	b.Server = servertest.Empty(t, func() time.Time {
		if !b.frozen.IsZero() {
			return b.frozen
		}
		return time.Now().Add(b.later)
	})
	b.w, b.runner, b.api = b.Workbench, b.Runner, b.API
	b.api.Setup = func(code string) bool { return code == b.code }
	return b
}

// work does a job of a project and gives it when it has ended.
func (p *person) work(project string, job int64) jobs.Job {
	p.b.t.Helper()
	ctx, stop := context.WithCancel(p.b.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.b.runner.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			p.b.t.Error(err)
		}
	}()
	for {
		var j jobs.Job
		p.want(http.StatusOK, "GET", fmt.Sprintf("/projects/%s/jobs/%d", project, job), nil, &j)
		if j.State == jobs.Done || j.State == jobs.Failed || j.State == jobs.Cancelled {
			return j
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// person is a browser in which somebody is signed in, or nobody.
type person struct {
	*http.Client
	b *bed
	// token is sent instead of a cookie, if it is not empty.
	token   string
	account string
	// host is the name by which the server is asked, if not its address.
	host string
}

// jar sends cookies whatever name the server is asked by: it is the same server.
type jar struct {
	http.CookieJar
	at *url.URL
}

func newJar(address string) jar {
	inner, _ := cookiejar.New(nil)
	at, _ := url.Parse(address)
	return jar{inner, at}
}

func (j jar) SetCookies(_ *url.URL, c []*http.Cookie) { j.CookieJar.SetCookies(j.at, c) }
func (j jar) Cookies(*url.URL) []*http.Cookie         { return j.CookieJar.Cookies(j.at) }

// cookie gives a cookie that the browser has.
func (p *person) cookie(name string) *http.Cookie {
	for _, c := range p.Jar.Cookies(nil) {
		if c.Name == name {
			return c
		}
	}
	return &http.Cookie{}
}

func (b *bed) nobody() *person {
	return &person{Client: &http.Client{Jar: newJar(b.URL), Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, b: b}
}

// password is good enough for everybody.
const password = "violet lamp seven rivers"

// owner sets the workbench up and gives its first person and organisation.
func (b *bed) owner() (*person, string) {
	b.t.Helper()
	p := b.nobody()
	var s api.Session
	p.want(http.StatusOK, "POST", "/setup", map[string]any{"code": b.code, "email": "owner@tremor.example", "name": "Olga Owner", "password": password, "organisation": "Tremor", "language": "en"}, &s)
	p.account = s.Account.ID
	return p, s.Organisations[0].ID
}

// invite brings somebody with a role into the organisation, signed in.
func (p *person) invite(org string, role workbench.Role) *person {
	p.b.t.Helper()
	return p.invited(org, role, fmt.Sprintf("%s@%s.example", role, org))
}

// invited is invite with an address.
func (p *person) invited(org string, role workbench.Role, email string) *person {
	p.b.t.Helper()
	var in api.Invited
	p.want(http.StatusCreated, "POST", "/organisations/"+org+"/members", map[string]any{"email": email, "name": "Some " + string(role), "role": role, "language": "en"}, &in)
	q := p.b.nobody()
	q.want(http.StatusOK, "POST", "/invitation", map[string]any{"secret": in.Secret, "password": password}, nil)
	q.account = in.Account
	return q
}

// again signs somebody in who was, after time has passed.
func (b *bed) again(p *person) *person {
	b.t.Helper()
	q := b.nobody()
	q.account = p.account
	q.want(http.StatusOK, "POST", "/session", map[string]any{"email": "owner@tremor.example", "password": password}, nil)
	return q
}

// system makes a project from the example and gives it.
func (p *person) system(org string) api.Project {
	p.b.t.Helper()
	var out api.Project
	p.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": "Watch", "example": "wearable-monitor"}, &out)
	return out
}

// ask sends a request and gives the answer with its body.
func (p *person) ask(method, path string, in any, headers ...string) (*http.Response, []byte) {
	p.b.t.Helper()
	var body io.Reader
	kind := "application/json"
	switch v := in.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(v), "application/zip"
	case string:
		body = strings.NewReader(v)
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			p.b.t.Fatal(err)
		}
		body = bytes.NewReader(raw)
	}
	if !strings.HasPrefix(path, "http") {
		path = p.b.URL + "/api/v1" + path
	}
	r, err := http.NewRequestWithContext(context.WithoutCancel(p.b.t.Context()), method, path, body)
	if err != nil {
		p.b.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if p.host != "" {
		r.Host = p.host
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := p.Do(r)
	if err != nil {
		p.b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		p.b.t.Fatal(err)
	}
	return res, raw
}

// want sends a request, wants a status, and reads the JSON of the answer.
func (p *person) want(status int, method, path string, in, out any, headers ...string) *http.Response {
	p.b.t.Helper()
	res, raw := p.ask(method, path, in, headers...)
	if res.StatusCode != status {
		p.b.t.Fatalf("%s %s: status %d, want %d: %.2000s", method, path, res.StatusCode, status, raw)
	}
	if out != nil {
		if err := json.Unmarshal(raw, out); err != nil {
			p.b.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
		}
	}
	return res
}

// refused wants a problem of a status and gives it.
func (p *person) refused(status int, method, path string, in any, headers ...string) api.Problem {
	p.b.t.Helper()
	var out api.Problem
	res := p.want(status, method, path, in, &out, headers...)
	if kind := res.Header.Get("Content-Type"); kind != "application/problem+json" {
		p.b.t.Errorf("%s %s: the problem has content type %q", method, path, kind)
	}
	return out
}

// decodeInto reads the JSON of an answer.
func decodeInto(t *testing.T, raw []byte, out any) {
	t.Helper()
	if err := json.Unmarshal(raw, out); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
}
