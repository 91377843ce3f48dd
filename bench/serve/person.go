package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"cordon/internal/people"
	"cordon/internal/server/api"
)

// Person is somebody in a browser, with what the pages keep.
type Person struct {
	number  int
	address string
	place   *Place
	session people.Secret
	measure *Measures
	random  *rand.Rand
	client  *http.Client

	tags  map[string]string // ETags by path
	base  string            // revision on the screen
	seen  string            // digest of the view on the screen
	files map[string]*string
}

func newPerson(number int, address string, session people.Secret, place *Place, m *Measures) *Person {
	return &Person{
		number: number, address: address, place: place, session: session, measure: m, random: rand.New(rand.NewPCG(8, uint64(number))), tags: map[string]string{}, files: map[string]*string{},
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 6}},
	}
}

// think waits as people do. It tells whether there is time left.
func (p *Person) think(ctx context.Context, about time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(about/2 + time.Duration(p.random.Int64N(int64(about)))):
		return true
	}
}

// browse looks at page after page.
func (p *Person) browse(ctx context.Context, l Load) {
	pages := []func(context.Context) error{p.portfolio, p.project, p.system, p.text, p.threats}
	for p.think(ctx, l.Think) {
		_ = pages[p.random.IntN(len(pages))](ctx) // it is among the errors that are printed
	}
}

func (p *Person) portfolio(ctx context.Context) error {
	return errors.Join(p.get(ctx, "read: session", "/session", nil), p.get(ctx, "read: portfolio", "/organisations/"+string(p.place.Organisation)+"/portfolio", nil))
}

func (p *Person) project(ctx context.Context) error {
	return errors.Join(p.get(ctx, "read: project", p.at(""), nil), p.get(ctx, "read: summary", p.at("/summary"), nil), p.get(ctx, "read: history", p.at("/revisions?limit=20"), nil))
}

// head reads the newest revision. The page then shows that.
func (p *Person) head(ctx context.Context) error {
	var r api.Revision
	err := p.get(ctx, "read: revision", p.at("/revisions/head"), &r)
	if err == nil && r.ID != "" {
		p.base = r.ID
	}
	return err
}

// system opens the canvas: the newest revision, its text, and what an editor shows of it.
func (p *Person) system(ctx context.Context) error {
	if err := p.text(ctx); err != nil {
		return err
	}
	kind := "read: view"
	if p.seen == "" {
		kind = "read: view, first time"
	}
	_, err := p.look(ctx, kind, nil)
	return err
}

// open is system, for whoever edits.
func (p *Person) open(ctx context.Context) error { return p.system(ctx) }

func (p *Person) text(ctx context.Context) error {
	if err := p.head(ctx); err != nil {
		return err
	}
	return p.get(ctx, "read: file", p.at("/revisions/"+p.base+"/file?path=system.yaml"), nil)
}

func (p *Person) threats(ctx context.Context) error {
	if err := p.head(ctx); err != nil {
		return err
	}
	return p.get(ctx, "read: threats", p.at("/revisions/"+p.base+"/threats?limit=50"), nil)
}

// edit draws thing after thing, and saves now and then.
func (p *Person) edit(ctx context.Context, l Load) {
	if !p.think(ctx, l.Draw) || p.open(ctx) != nil {
		return
	}
	saved := time.Now().Add(-time.Duration(p.random.Int64N(int64(l.Save)))) // not all at once
	for n := 0; p.think(ctx, l.Draw); n++ {
		device := fmt.Sprintf("device-%d", (p.number-l.Browsers)*5+n%5) // each person has five of their own
		title, _ := json.Marshal(fmt.Sprintf("Drawn %d by %d", n, p.number))
		ops := []map[string]any{{"do": "set", "id": device, "path": []string{"title"}, "value": json.RawMessage(title)}}
		if n%2 == 1 { // every other time, something that changes what is computed
			ops = []map[string]any{{"do": "set", "id": device + "/os", "path": []string{"facts", "listens"}, "value": json.RawMessage([]string{`"yes"`, `"no"`}[n/2%2])}}
		}
		out, err := p.look(ctx, "edit: draw", ops)
		if err != nil {
			continue
		}
		if len(out.Wrong) > 0 {
			p.measure.failed("edit: draw", fmt.Errorf("%s", out.Wrong[0].Message))
			continue
		}
		for path, text := range out.Files {
			p.files[path] = text
		}
		if time.Since(saved) > l.Save {
			saved = time.Now()
			_ = p.save(ctx)
		}
	}
}

func (p *Person) save(ctx context.Context) error {
	var out api.Changed
	if err := p.post(ctx, "edit: save", p.at("/revisions"), map[string]any{"base": p.base, "files": p.files, "message": "drawn"}, &out); err != nil {
		return err
	}
	p.base, p.files = out.Revision.ID, map[string]*string{}
	return nil
}

// look asks what an editor shows of what is on the screen, with something drawn.
func (p *Person) look(ctx context.Context, kind string, operations any) (*api.Look, error) {
	in := map[string]any{"base": p.base, "files": p.files, "since": p.seen}
	if operations != nil {
		in["operations"] = operations
	}
	var out api.Look
	if err := p.post(ctx, kind, p.at("/look"), in, &out); err != nil {
		return nil, err
	}
	if out.Digest != "" {
		p.seen = out.Digest
	}
	return &out, nil
}

func (p *Person) at(path string) string { return "/projects/" + string(p.place.Project) + path }

func (p *Person) get(ctx context.Context, kind, path string, out any) error {
	return p.send(ctx, kind, http.MethodGet, path, nil, out)
}

func (p *Person) post(ctx context.Context, kind, path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return p.send(ctx, kind, http.MethodPost, path, raw, out)
}

// send asks, and measures until the last byte has come. Requests that the end of the measurement cuts off do not count.
func (p *Person) send(ctx context.Context, kind, method, path string, in []byte, out any) error {
	r, err := http.NewRequestWithContext(ctx, method, p.address+"/api/v1"+path, bytes.NewReader(in))
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: api.Cookie, Value: p.session.Reveal()})
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	} else if tag := p.tags[path]; tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	begun := time.Now()
	res, err := p.client.Do(r)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(res.Body)
		_ = res.Body.Close() // it was read
	}
	took := time.Since(begun)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && res.StatusCode >= 400 {
		err = fmt.Errorf("status %d: %.200s", res.StatusCode, body)
	}
	if err != nil {
		p.measure.failed(kind, err)
		return err
	}
	p.measure.took(kind, took, int64(len(body)))
	if tag := res.Header.Get("ETag"); tag != "" && in == nil {
		p.tags[path] = tag
	}
	if out != nil && len(body) > 0 {
		return json.Unmarshal(body, out)
	}
	return nil
}
