package scantest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cordon/internal/server/api"
	"cordon/internal/server/servertest"
)

// owner is the person for whom everything is scanned, in a browser.
type owner struct {
	t      *testing.T
	origin string
	client *http.Client
	// session is the cookie that the server gave.
	session *http.Cookie
}

const (
	email    = "owner@tremor.example"
	password = "violet lamp seven rivers"
)

// signIn signs the owner in.
func signIn(t *testing.T, origin string) *owner {
	t.Helper()
	o := &owner{t: t, origin: origin, client: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}} // the server's own certificate, for a test
	res, raw := o.ask("POST", "/session", map[string]string{"email": email, "password": password})
	i := slices.IndexFunc(res.Cookies(), func(c *http.Cookie) bool { return c.Name == api.CookieName(true) })
	if res.StatusCode != http.StatusOK || i < 0 {
		t.Fatalf("sign in: status %d: %s", res.StatusCode, raw)
	}
	o.session = res.Cookies()[i]
	return o
}

func (o *owner) ask(method, path string, in any) (*http.Response, []byte) {
	o.t.Helper()
	body, kind := []byte(nil), "application/json"
	switch v := in.(type) {
	case nil:
	case []byte:
		body, kind = v, "application/octet-stream"
	default:
		var err error
		if body, err = json.Marshal(in); err != nil {
			o.t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.origin+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	if in != nil {
		r.Header.Set("Content-Type", kind)
	}
	if o.session != nil {
		r.AddCookie(o.session)
	}
	res, err := o.client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return res, raw
}

// make sends a request that must succeed, and gives what is at a place in its answer, such as "items", 0, "id".
func (o *owner) make(method, path string, in any, place ...any) string {
	o.t.Helper()
	res, raw := o.ask(method, path, in)
	if res.StatusCode >= 300 {
		o.t.Fatalf("%s %s: status %d: %s", method, path, res.StatusCode, raw)
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		o.t.Fatalf("%s %s: %v in %.300s", method, path, err, raw)
	}
	for _, step := range place {
		switch at := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[at]
		case int:
			list, _ := v.([]any)
			if at >= len(list) {
				o.t.Fatalf("%s %s: nothing at %v in %.2000s", method, path, place, raw)
			}
			v = list[at]
		}
	}
	if v == nil {
		o.t.Fatalf("%s %s: nothing at %v in %.2000s", method, path, place, raw)
	}
	return text(v)
}

// get is make for what is only read.
func (o *owner) get(path string, place ...any) string {
	o.t.Helper()
	return o.make("GET", path, nil, place...)
}

// world fills the workbench with one of each thing, and gives what operations take: by name, or by "operation.name" where it differs.
func (o *owner) world(s *servertest.Server) map[string]any {
	org, project := "/organisations/"+string(s.Organisation), "/projects/"+string(s.Project)
	o.make("POST", org+"/feeds/example", nil)
	head := o.make("POST", project+"/after/find", nil, "revision", "id")
	invite := func(name, place string) string {
		return o.make("POST", org+"/members", map[string]any{"email": name + "@tremor.example", "name": name, "role": "clinical", "language": "en"}, place)
	}
	hook := func() string {
		return o.make("POST", org+"/webhooks", map[string]any{"url": "https://hooks.example/cordon", "topics": []string{"revision.made"}}, "id")
	}
	review := func() string {
		return o.make("POST", project+"/reviews", map[string]any{"about": "revision:" + head, "meaning": "review", "roles": []string{"owner"}}, "id")
	}
	share := func(place string) string {
		return o.make("POST", project+"/shares", map[string]any{"what": "folder", "title": "For the hospital", "hours": 24}, place)
	}
	o.make("PUT", project+"/draft", map[string]any{"base": head, "files": map[string]string{"notes.md": "text"}})
	o.make("POST", org+"/feeds/uploads?name=other.json", []byte(`{"id": "OSV-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "npm", "name": "x"}, "versions": ["1.0.0"]}]}`))
	o.make("PUT", org+"/feeds/addresses", map[string]any{"addresses": []string{"https://feeds.example/osv.zip"}})
	dossier := func() string {
		return o.make("POST", project+"/dossiers", map[string]any{"formats": []string{"md"}}, "id")
	}
	at, later := project+"/revisions/head", time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	const about, event = "decision:late-adjustment.yaml", "events/copied-recordings.yaml"
	done := dossier()
	work(o.t, s, func() bool { return o.dossierIs(project, done) })
	open, vulnerability := share("secret"), "CVE-2099-0117@smartbox/receiver"
	pack := o.make("POST", org+"/projects", map[string]any{"name": "Pack", "sort": "pack"}, "id")
	_, text := o.ask("GET", at+"/file?path=system.yaml", nil)
	clause := o.get(at+"/compliance", "clauses", 0, "id")
	return map[string]any{
		"organisation": string(s.Organisation), "project": string(s.Project), "revision": head, "account": invite("clinical", "account"), "email": email, "password": password, "limit": 5, "cursor": "",
		"base": head, "message": "why", "reason": "why", "why": "why", "role": "owner", "who": "Olga Owner", "language": "en",
		"from": head, "to": head, "at": later, "on": "2026-11-26", "hours": 24, "days": 1, "title": "For the hospital", "name": "Renamed", "query": "patient",
		"files": map[string]any{"notes.md": "text"}, "resolved": true, "replay.from": "2026-10-01", "replay.to": "2026-11-26", "replay-drawing.from": "2026-10-01", "replay-drawing.to": "2026-11-26",

		"accept.secret": invite("newcomer", "secret"), "invite.email": "d@tremor.example", "invite.role": "clinical",
		"prove.password": password, "sign-in-with-passkey.state": "x", "add-passkey.state": "x", "session": o.otherSession(), "make-token.scopes/0": "read", "token": o.make("POST", "/account/tokens", map[string]any{"name": "t", "scopes": []string{"read"}, "days": 1}, "id"),
		"set-role.role": "regulatory", "set-grant.role": "regulatory", "set-organisation.autosave": true, "set-organisation.two-people": true,

		"webhook": hook(), "end-webhook.webhook": hook(), "url": "https://hooks.example/cordon", "make-webhook.topics/0": "revision.made", "set-webhook.topics/0": "revision.made", "set-webhook.on": true,
		"set-feeds.addresses/0": "https://feeds.example/osv.zip", "upload-feed.name": "one.json", "leave-out-feed.name": "other.json",
		"job": o.get(project+"/jobs", "items", 0, "id"), "knowledge-entry.type": "threat", "knowledge-entry.id": "THR-0272", "knowledge-skeleton.type": "threat", "knowledge-skeleton.id": "THR-0999",
		"set-packs.packs/0/project": pack, "pack": pack, "create-project.example": "wearable-monitor", "import-project.name": "Imported",

		"shared.secret": open, "shared-content.secret": open, "shared-content.path": "system.yaml", "share": share("id"), "share.what": "folder",
		"review": review(), "reject.review": review(), "ask-review.about": about, "ask-review.roles/0": "clinical", "dossier": done, "drop-dossier.dossier": dossier(), "make-dossier.formats/0": "md",
		"comment": o.make("POST", project+"/comments", map[string]any{"about": "element:phone", "text": "Why?"}, "id"), "comment.about": "element:phone", "comment.text": "Because.",
		"subject.about": about, "sign.about": about, "sign.digest": o.get(project+"/subject?about="+about, "digest"), "sign.password": password, "sign.meaning": "review", "ask-signature.about": about,

		"harm": "late-adjustment", "threat": o.get(at+"/threats?limit=1", "items", 0, "id"), "document.name": "benefit-risk-summary.html", "document.revision": "head", "document-changes.kind": "security-concept",
		"kind": "clinical-user-card", "fill-document-place.section": "What to do then", "fill-document-place.asked": "Number of the site for device and security events", "fill-document-place.says": "0800 1",
		"decision": "late-adjustment", "decide.about/0": "late-adjustment", "decide.choice": "accept", "reword-decision.decision": "app-opens-no-links", "reword-decision.choice": "not-applicable",
		"clause": clause, "file.path": "system.yaml", "report-draft.event": event, "clock-calendar.event": event, "tell-event.event": event, "clock": "CLK-0031", "clock-calendar.at": "2026-11-28T12:00:00Z", "change-project.name": "Watch",
		"after-vulnerability.about": vulnerability,
		"record-event.event/from":   "ward 4", "record-event.event/kind": "incident", "record-event.event/title": "Plans were changed", "record-event.event/about/0": "cloud/ingest",
		"tell-event.facts/0/name": "death", "tell-event.facts/0/is": "no",
		"stream": o.listens(org), "present.file": "system.yaml", "publication": o.make("POST", project+"/publications", map[string]any{"id": "one", "format": "openvex", "namespace": "https://tremor.example/vex"}, "id"), "publish.id": "two",
		"vex.id": "one", "vex-file.id": "one", "namespace": "https://tremor.example/vex",
		"fragments.ids/0": "phone", "complete.text": string(text), "explain-word.text": string(text), "look.files": map[string]any{"system.yaml": string(text)}, "lint-pack.project": pack, "lint-pack.files": map[string]any{"pack.yaml": "id: pack\n"},
		"numbers.worlds": 1000, "options.verdict": "acceptable", "options.effort": 1000, "what-if.controls/0/control": "CTL-0001@phone", "what-if.controls/0/state": "present",
	}
}

// listens opens a stream of events until the test ends, and gives its id.
func (o *owner) listens(org string) string {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, o.origin+"/api/v1"+org+"/events/stream", nil)
	if err != nil {
		o.t.Fatal(err)
	}
	r.AddCookie(o.session)
	res, err := o.client.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { res.Body.Close() })
	var hello struct{ Stream string }
	for lines := bufio.NewScanner(res.Body); hello.Stream == "" && lines.Scan(); {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if err := json.Unmarshal([]byte(data), &hello); err != nil {
				o.t.Fatalf("%v in %s", err, data)
			}
		}
	}
	return hello.Stream
}

// otherSession is a session of the owner that is not the one of the scan.
func (o *owner) otherSession() string {
	signIn(o.t, o.origin)
	for i := 0; ; i++ {
		if o.get("/account/sessions", "items", i, "current") == "false" {
			return o.get("/account/sessions", "items", i, "id")
		}
	}
}

// work does jobs until something is so.
func work(t *testing.T, s *servertest.Server, until func() bool) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Runner.Run(ctx) }()
	for !until() {
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func (o *owner) dossierIs(project, id string) bool {
	res, _ := o.ask("GET", project+"/dossiers/"+id, nil)
	return res.StatusCode == http.StatusOK
}
