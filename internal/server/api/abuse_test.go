package api_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/server"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// The abuse list: what somebody would try against the server, each with what must come of it. Elsewhere: who may call what and people of other
// organisations (matrix_test.go), uploads (workbench/archive_test.go), fixed sessions and guessing (passkeys_test.go, signin), calls of webhooks
// to places inside (deliver), where a sign-in may lead (people/localpath_test.go), kills (crash tests).

// injections are texts that mean something to SQL, shells, templates, HTML, logs and file systems.
var injections = []string{
	`' OR '1'='1`, `"; DROP TABLE records; --`, `%27%20OR%201=1`, `$(touch /tmp/owned)`, "`id`", `{{7*7}}`, `${7*7}`, `<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`, "a\r\nSet-Cookie: evil=1", `../../../../etc/passwd`, `..\..\windows`, "\u202etxt.exe", "%00", `{"$gt":""}`, `*)(uid=*`,
}

func TestInjectionsAreTexts(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	for i, text := range injections {
		res, raw := o.ask("POST", "/organisations/"+org+"/projects", map[string]any{"name": text})
		switch res.StatusCode {
		case http.StatusCreated:
		case http.StatusUnprocessableEntity: // control characters are refused
			continue
		default:
			t.Fatalf("%q as a name: status %d: %s", text, res.StatusCode, raw)
		}
		var p, again api.Project
		decodeInto(t, raw, &p)
		o.want(http.StatusOK, "GET", "/projects/"+p.ID, nil, &again)
		if again.Name != strings.TrimSpace(text) {
			t.Errorf("%q is kept as %q", text, again.Name)
		}
		var said workbench.Said
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/comments", map[string]any{"about": "element:" + fmt.Sprint(i), "text": text}, &said)
		if said.Text != strings.TrimSpace(text) {
			t.Errorf("%q is said as %q", text, said.Text)
		}
	}
	for _, text := range injections {
		q := url.QueryEscape(text)
		for _, path := range []string{
			"/organisations/" + org + "/portfolio?query=" + q, "/organisations/" + org + "/projects?cursor=" + q, "/organisations/" + org + "/palette?query=" + q,
			"/projects/" + url.PathEscape(text), "/organisations/" + url.PathEscape(text) + "/members",
		} {
			if res, raw := o.ask("GET", path, nil); res.StatusCode >= 500 || strings.Contains(string(raw), "SQL") {
				t.Errorf("GET %s: status %d: %s", path, res.StatusCode, raw)
			}
		}
	}
	// Nothing was dropped.
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/members", nil, nil)
}

func TestPathsLeadNowhereElse(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	for _, path := range []string{"../../etc/passwd", "/etc/passwd", `..\x`, "parts/../../x", ".git/config", "x\x00.yaml", "CON", strings.Repeat("a/", 250) + "x"} {
		text := "x"
		if res, raw := o.ask("POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]*string{path: &text}, "message": "m"}); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a file at %q: status %d: %s", path, res.StatusCode, raw)
		}
		if res, _ := o.ask("GET", "/projects/"+p.ID+"/revisions/head/file?path="+url.QueryEscape(path), nil); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("reading %q: status %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{"/../../etc/passwd", "/assets/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/dist/index.html~", "/.git/config"} {
		res, raw := o.ask("GET", b.URL+path, nil)
		if strings.Contains(string(raw), "root:") || res.StatusCode >= 500 {
			t.Errorf("GET %s: status %d", path, res.StatusCode)
		}
	}
}

func TestUploadsAreBounded(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	// A body over the limit of an operation.
	if res, _ := o.ask("POST", "/organisations/"+org+"/projects", `{"name":"`+strings.Repeat("x", 2<<20)+`"}`); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("two megabytes of name: status %d", res.StatusCode)
	}
	// Very many names are refused before anything is said, or kept, of each of them.
	many := map[string]string{}
	for i := range 2*workbench.DefaultLimits.Files + 1 {
		many[fmt.Sprintf("*%d", i)] = ""
	}
	system := o.system(org)
	at := "/projects/" + system.ID
	for _, x := range []struct {
		method, path string
		body         map[string]any
	}{
		{"POST", at + "/look", map[string]any{"files": many}},
		{"POST", at + "/fragments", map[string]any{"files": many, "ids": []string{}}},
		{"PUT", at + "/draft", map[string]any{"base": system.Head, "files": many}},
		{"POST", at + "/revisions", map[string]any{"base": system.Head, "files": many, "message": "m"}},
	} {
		if got := o.refused(http.StatusRequestEntityTooLarge, x.method, x.path, x.body); got.Detail != "a change has at most 10000 files; this one has 10001" {
			t.Errorf("%s: %q", x.path, got.Detail)
		}
	}
	var odd strings.Builder
	for i := range 50000 {
		fmt.Fprintf(&odd, `"%d":1,`, i)
	}
	if got := b.nobody().refused(http.StatusUnprocessableEntity, "POST", "/session", "{"+strings.TrimSuffix(odd.String(), ",")+"}"); len(got.Fields) != 100 {
		t.Errorf("of 50000 properties that are wrong %d are told", len(got.Fields))
	}
	// A zip that unpacks to far more than it is.
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, _ := z.Create("system.yaml")
	zeros := make([]byte, 1<<20)
	for range 65 {
		_, _ = w.Write(zeros)
	}
	_ = z.Close()
	if got := o.refused(http.StatusRequestEntityTooLarge, "POST", "/organisations/"+org+"/projects/import?name=bomb", bomb.Bytes()); !strings.Contains(got.Detail, "too large") {
		t.Errorf("a bomb: %+v", got)
	}
	// A compressed body is not unpacked behind anybody's back.
	var packed bytes.Buffer
	g := gzip.NewWriter(&packed)
	_, _ = g.Write([]byte(`{"name":"x"}`))
	_ = g.Close()
	if res, _ := o.ask("POST", "/organisations/"+org+"/projects", packed.String(), "Content-Encoding", "gzip"); res.StatusCode < 400 || res.StatusCode >= 500 {
		t.Errorf("a compressed body: status %d", res.StatusCode)
	}
	// JSON that is deep.
	deep := strings.Repeat(`{"a":`, 100000) + "1" + strings.Repeat("}", 100000)
	if res, _ := o.ask("POST", "/organisations/"+org+"/projects", deep); res.StatusCode < 400 || res.StatusCode >= 500 {
		t.Errorf("deep JSON: status %d", res.StatusCode)
	}
	// YAML that grows: aliases of aliases.
	var laughs strings.Builder
	laughs.WriteString("cordon: 1\nx0: &x0 [a,a,a,a,a,a,a,a,a]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "x%d: &x%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d,", i-1), 9), ","))
	}
	p := o.system(org)
	var look api.Look
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/look", map[string]any{"files": map[string]string{"laughs.yaml": laughs.String()}}, &look)
	if !strings.Contains(string(look.View), `"error"`) {
		t.Error("aliases of aliases are no error")
	}
}

func TestXMLNamesNothingOutside(t *testing.T) {
	// The only XML that is read is bills of materials; they are files of a project, and the reader resolves no entity.
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	text := `<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>&x;</name></component></components></bom>`
	var made api.Changed
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]string{"watch/evil.cdx.xml": text}, "message": "m"}, &made)
	for _, path := range []string{"/look", ""} {
		method, body := "GET", any(nil)
		if path == "/look" {
			method, body = "POST", map[string]any{}
		}
		if res, raw := o.ask(method, "/projects/"+p.ID+path, body); strings.Contains(string(raw), "root:") || res.StatusCode >= 500 {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
	}
}

func TestSlowSendersAreCutOff(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := newServer(t)
	s, err := server.New(b.api, server.Options{Origins: []string{"http://" + l.Addr().String()}, HeadTimeout: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(t.Context(), l) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	// The server closes the connection, perhaps after saying 408; it does not wait for the rest.
	if _, err := io.Copy(io.Discard, c); err != nil {
		t.Errorf("the connection is still open after a minute: %v", err)
	}
}

// TestAnUploadMayTakeAWhile: what cuts off slow senders lets a body through that comes over a slow line.
func TestAnUploadMayTakeAWhile(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for six seconds")
	}
	b := newServer(t)
	o, org := b.owner()
	body := `{"name":"slow"}`
	read, write := io.Pipe()
	go func() {
		_, _ = io.WriteString(write, body[:5])
		time.Sleep(6 * time.Second) // longer than a body may take by default of what reads it
		_, _ = io.WriteString(write, body[5:])
		_ = write.Close()
	}()
	r, err := http.NewRequestWithContext(t.Context(), "POST", b.URL+"/api/v1/organisations/"+org+"/projects", read)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := o.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if raw, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusCreated {
		t.Errorf("a body that took six seconds: status %d: %s", res.StatusCode, raw)
	}
}

func TestHeadersAreBounded(t *testing.T) {
	b := newServer(t)
	res, _ := b.nobody().ask("GET", "/session", nil, "X-Big", strings.Repeat("x", 2<<20))
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("two megabytes of head: status %d", res.StatusCode)
	}
}

func TestOtherSitesCanDoNothing(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	body := map[string]any{"name": "forged"}
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
		{"Sec-Fetch-Site", "same-site", "Origin", "http://other.127.0.0.1"},
	} {
		res, _ := o.ask("POST", "/organisations/"+org+"/projects", body, headers...)
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%v: status %d", headers, res.StatusCode)
		}
	}
	// A form of another site can send text/plain; it is no JSON to us.
	res, _ := o.ask("POST", "/organisations/"+org+"/projects", `{"name":"forged"}`, "Content-Type", "text/plain")
	if res.StatusCode < 400 || res.StatusCode >= 500 {
		t.Errorf("text/plain: status %d", res.StatusCode)
	}
	// Names that point here (DNS rebinding).
	r, _ := http.NewRequest("GET", b.URL+"/api/v1/session", nil)
	r.Host = "evil.example"
	got, err := http.DefaultClient.Do(r)
	if err != nil || got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("another host name: %v, %v", got.Status, err)
	}
	// No answer may be read by pages of other sites.
	if res, _ := o.ask("GET", "/session", nil, "Origin", "https://evil.example"); res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("other sites may read answers")
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	for _, path := range []string{b.URL + "/", b.URL + "/assets/none.js", "/session", "/projects/" + p.ID, "/projects/none", "/none", "/projects/" + p.ID + "/revisions/head/file?path=system.yaml"} {
		res, _ := o.ask("GET", path, nil)
		h := res.Header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src 'self' ") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Frame-Options") == "" {
			t.Errorf("%s: headers %v", path, h)
		}
		isAPI := !strings.HasPrefix(path, "http")
		if isAPI && (h.Get("Cache-Control") != "private, no-cache" || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Cookie")) {
			t.Errorf("%s may be kept by caches: %q, vary %q", path, h.Get("Cache-Control"), h.Values("Vary"))
		}
		if h.Get("Server") != "" {
			t.Errorf("%s says what serves it", path)
		}
	}
	// A file of a project is never a page of ours, whatever it holds.
	res, _ := o.ask("GET", "/projects/"+p.ID+"/revisions/head/file?path=system.yaml", nil)
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") || res.Header.Get("Content-Disposition") != "attachment" {
		t.Errorf("a file: %q %q", res.Header.Get("Content-Type"), res.Header.Get("Content-Disposition"))
	}
}

func TestCookiesOfSessions(t *testing.T) {
	b := newServer(t)
	b.owner()
	res, _ := b.nobody().ask("POST", "/session", map[string]any{"email": "owner@tremor.example", "password": password})
	var session *http.Cookie
	for _, c := range res.Cookies() {
		if c.Name == api.Cookie {
			session = c
		}
	}
	if session == nil || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/" || session.Domain != "" {
		t.Errorf("cookie %+v", session)
	}
	if name := api.CookieName(true); !strings.HasPrefix(name, "__Host-") {
		t.Errorf("behind TLS the cookie is called %s", name)
	}
}

// A page that was left open asks for this and that, opens its stream anew and says where it is. That does not keep its session.
func TestASessionThatNobodyTouchesEnds(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	path := "/organisations/" + org
	for range 3 {
		b.later += 11 * time.Hour
		o.want(http.StatusOK, "GET", path, nil, nil)
	}
	b.later += 11 * time.Hour
	o.want(http.StatusOK, "GET", path, nil, nil, "X-Cordon-Unattended", "1")
	ctx, stop := context.WithCancel(t.Context())
	stream, err := http.NewRequestWithContext(ctx, "GET", b.URL+"/api/v1"+path+"/events/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := o.Client.Do(stream)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	stop()
	res.Body.Close()
	b.later += 2 * time.Hour
	o.refused(http.StatusUnauthorized, "GET", path, nil)
}

func TestFailedSignInsSayNothingAndTakeLonger(t *testing.T) {
	b := newServer(t)
	b.owner()
	try := func(email string) api.Problem {
		var p api.Problem
		res, raw := b.nobody().ask("POST", "/session", map[string]any{"email": email, "password": "wrong wrong wrong wrong"})
		decodeInto(t, raw, &p)
		p.Status = res.StatusCode
		return p
	}
	known, unknown := try("owner@tremor.example"), try("nobody@tremor.example")
	if known.Status != http.StatusUnauthorized || known.Detail != unknown.Detail || known.Status != unknown.Status {
		t.Errorf("known %+v, unknown %+v", known, unknown)
	}
	for range 6 {
		known = try("owner@tremor.example")
	}
	if known.Status != http.StatusTooManyRequests {
		t.Errorf("after seven failures: %+v", known)
	}
}

func TestSmuggledRequestsAreOne(t *testing.T) {
	b := newServer(t)
	c, err := net.Dial("tcp", b.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	host := b.Listener.Addr().String()
	fmt.Fprintf(c, "POST /api/v1/session HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", host, host)
	_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode < 400 {
		t.Errorf("two lengths: status %d", res.StatusCode)
	}
}

func TestRatesAreBounded(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	token := o.withToken(workbench.ScopeRead)
	made := func(p people.Purpose) string {
		s, err := people.NewSecret(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s.Reveal()
	}
	for name, headers := range map[string]func() []string{
		"nobody":                         func() []string { return nil },
		"with sessions that are made up": func() []string { return []string{"Cookie", api.Cookie + "=" + made(people.Session)} },
		"with tokens that are made up":   func() []string { return []string{"Authorization", "Bearer " + made(people.Token)} },
		"a person beside a made-up session": func() []string {
			return []string{"Cookie", "__Host-" + api.Cookie + "=" + made(people.Session) + "; " + api.Cookie + "=" + o.cookie(api.Cookie).Value}
		},
		"a token": func() []string { return []string{"Authorization", "Bearer " + token.token} },
	} {
		// Five a second, twenty at once.
		s, err := server.New(b.api, server.Options{Origins: []string{b.URL}, Rate: 5})
		if err != nil {
			t.Fatal(err)
		}
		b.Config.Handler = s
		limited := 0
		for range 60 {
			if res, _ := b.nobody().ask("GET", "/session", nil, headers()...); res.StatusCode == http.StatusTooManyRequests {
				limited++
			}
		}
		if limited == 0 {
			t.Errorf("%s: sixty requests at once are let through at five a second", name)
		}
	}
}

// TestStrangersDoNotShutOutWhoIsKnown: people of a network go on though somebody in it uses up what a network may ask.
func TestStrangersDoNotShutOutWhoIsKnown(t *testing.T) {
	b := newServer(t)
	o, _ := b.owner()
	s, err := server.New(b.api, server.Options{Origins: []string{b.URL}, Rate: 5})
	if err != nil {
		t.Fatal(err)
	}
	b.Config.Handler = s
	o.want(http.StatusOK, "GET", "/session", nil, nil)
	for range 60 {
		b.nobody().ask("GET", "/session", nil)
	}
	if res, _ := b.nobody().ask("GET", "/session", nil); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a stranger: status %d", res.StatusCode)
	}
	o.want(http.StatusOK, "GET", "/account/sessions", nil, nil)
}

// TestCursorsAreBounded: a cursor that no list has leads to no page, and to no number that overflows.
func TestCursorsAreBounded(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	for _, path := range []string{
		"/organisations/" + org + "/knowledge", "/organisations/" + org + "/portfolio", "/organisations/" + org + "/log", "/organisations/" + org + "/jobs",
		"/projects/" + p.ID + "/revisions", "/projects/" + p.ID + "/revisions/head/threats",
	} {
		for _, cursor := range []string{"0", "-1", "x", "9223372036854775807", "9223372036854775808"} {
			if got := o.refused(http.StatusUnprocessableEntity, "GET", path+"?cursor="+cursor, nil); got.Detail != "the cursor is none of ours" {
				t.Errorf("%s from %s: %q", path, cursor, got.Detail)
			}
		}
	}
}

// TestThingsOfOthersAreNotThere: an id that is known helps nobody, in another project of the same organisation and with another person's things.
func TestThingsOfOthersAreNotThere(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	mine, other := o.system(org), o.system(org)
	e := o.invite(org, workbench.Engineer)
	id := func(p *person, status int, method, path string, in any) string {
		var out struct{ ID string }
		p.want(status, method, path, in, &out)
		return out.ID
	}
	at := "/projects/" + mine.ID
	comment := id(o, http.StatusCreated, "POST", at+"/comments", map[string]any{"about": "element:phone", "text": "Why?"})
	review := id(o, http.StatusCreated, "POST", at+"/reviews", map[string]any{"about": "revision:" + mine.Head, "meaning": "review", "roles": []string{"clinical"}})
	share := id(o, http.StatusCreated, "POST", at+"/shares", map[string]any{"what": "folder", "title": "x", "hours": 1})
	dossier := id(o, http.StatusAccepted, "POST", at+"/dossiers", map[string]any{})
	var waiting api.Page[jobs.Job]
	o.want(http.StatusOK, "GET", at+"/jobs", nil, &waiting)
	job := fmt.Sprint(waiting.Items[0].ID)
	token := id(o, http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "t", "scopes": []string{"read"}, "days": 1})
	var sessions api.Page[api.SessionRow]
	o.want(http.StatusOK, "GET", "/account/sessions", nil, &sessions)
	there := "/projects/" + other.ID
	for _, c := range []struct {
		who          *person
		method, path string
		in           any
	}{
		{o, "PATCH", there + "/comments/" + comment, map[string]any{"resolved": true}},
		{o, "POST", there + "/comments", map[string]any{"about": "element:phone", "text": "x", "answers": comment}},
		{o, "DELETE", there + "/reviews/" + review, nil},
		{o, "POST", there + "/reviews/" + review + "/reject", map[string]any{"reason": "x"}},
		{o, "DELETE", there + "/shares/" + share, nil},
		{o, "GET", there + "/dossiers/" + dossier, nil},
		{o, "DELETE", there + "/dossiers/" + dossier, nil},
		{o, "GET", there + "/jobs/" + job, nil},
		{o, "POST", there + "/jobs/" + job + "/cancel", nil},
		{o, "GET", there + "/revisions/" + mine.Head, nil},
		{o, "GET", there + "/revisions/" + mine.Head + "/file?path=system.yaml", nil},
		{o, "GET", there + "/compare?from=" + mine.Head + "&to=" + other.Head, nil},
		{o, "POST", there + "/revisions/" + mine.Head + "/restore", map[string]any{"message": "x"}},
		{o, "POST", there + "/revisions", map[string]any{"base": mine.Head, "files": map[string]string{"a.txt": "x"}, "message": "x"}},
		{e, "DELETE", "/account/tokens/" + token, nil},
		{e, "DELETE", "/account/sessions/" + sessions.Items[0].ID, nil},
	} {
		if got := c.who.refused(http.StatusNotFound, c.method, c.path, c.in); got.Detail == "there is no such operation" {
			t.Errorf("%s %s: %s", c.method, c.path, got.Detail)
		}
	}
	// Where they belong, they are there.
	o.want(http.StatusOK, "PATCH", at+"/comments/"+comment, map[string]any{"resolved": true}, nil)
	o.want(http.StatusNoContent, "DELETE", at+"/shares/"+share, nil, nil)
	o.want(http.StatusNoContent, "DELETE", "/account/tokens/"+token, nil, nil)
	o.want(http.StatusOK, "GET", at+"/jobs/"+job, nil, nil)
	o.want(http.StatusOK, "GET", at+"/revisions/"+mine.Head, nil, nil)
}

// TestNothingIsTakenThatIsNotAskedFor: who sends more than an operation takes, such as a role or an owner, is refused, and nothing is done.
func TestNothingIsTakenThatIsNotAskedFor(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	for _, c := range []struct {
		method, path string
		in           map[string]any
	}{
		{"POST", "/organisations/" + org + "/projects", map[string]any{"name": "x", "organisation": "other"}},
		{"PATCH", "/account", map[string]any{"name": "x", "language": "en", "operator": true}},
		{"POST", "/account/tokens", map[string]any{"name": "t", "scopes": []string{"read"}, "days": 1, "account": o.account}},
	} {
		if got := e.refused(http.StatusUnprocessableEntity, c.method, c.path, c.in); len(got.Fields) != 1 || got.Fields[0].Text != "unexpected property" {
			t.Errorf("%s %s: %+v", c.method, c.path, got)
		}
	}
	var all api.Page[api.Project]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/projects", nil, &all)
	if len(all.Items) != 0 {
		t.Errorf("made all the same: %+v", all.Items)
	}
}
