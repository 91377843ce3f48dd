package crashtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// writer is somebody who makes revision after revision of a project, beside others, and keeps what was acknowledged.
type writer struct {
	name    string
	project workbench.ProjectID
	account workbench.AccountID
	secret  people.Secret
	client  *http.Client

	base    workbench.RevisionID // of the next change
	sent    int                  // the number of the last change that was sent
	draft   int                  // the number of the last draft that was acknowledged
	made    []made               // acknowledged
	refused int                  // changes that met too many others
	checked int                  // of made
}

// made is an acknowledged revision and which change it holds.
type made struct {
	revision workbench.RevisionID
	number   int64
	change   int
}

// files are what a change consists of: a part of the description, and a text that spans several pages of a database.
func (w *writer) files(change int) map[string]*string {
	part := fmt.Sprintf("cordon: 1\n\nassets:\n  %s: {kind: device.workstation, title: Station %d}\n", w.name, change)
	text := strings.Repeat(fmt.Sprintf("%s %019d\n", w.name, change), 800)
	return map[string]*string{w.name + ".yaml": &part, "notes/" + w.name + ".txt": &text}
}

// write makes changes until the program does not answer any more. An answer that is none of those expected is an error.
func (w *writer) write(address string, acknowledged func()) error {
	for {
		w.sent++
		files := w.files(w.sent)
		status, _, err := w.ask("PUT", address, "/draft", map[string]any{"base": w.base, "files": files})
		if err != nil {
			return nil // it was killed
		}
		if status == http.StatusTooManyRequests {
			w.wait()
			continue
		}
		if status != http.StatusOK {
			return fmt.Errorf("draft %d of %s: status %d", w.sent, w.name, status)
		}
		w.draft = w.sent
		status, body, err := w.ask("POST", address, "/revisions", map[string]any{"base": w.base, "files": files, "message": fmt.Sprintf("%s %d", w.name, w.sent)})
		if err != nil {
			return nil
		}
		switch status {
		case http.StatusCreated:
			var out api.Changed
			if err := json.Unmarshal(body, &out); err != nil {
				return fmt.Errorf("change %d of %s: %w in %s", w.sent, w.name, err, body)
			}
			w.base = workbench.RevisionID(out.Revision.ID)
			w.made = append(w.made, made{w.base, out.Revision.Number, w.sent})
			acknowledged()
		case http.StatusConflict:
			// Nothing was written: others were faster five times, or the last change before a kill was made and never acknowledged, so that this one
			// contradicts it. A person would look at the newest revision.
			w.refused++
			status, body, err := w.ask("GET", address, "/revisions/head", nil)
			if err != nil {
				return nil
			}
			var head api.Revision
			if err := json.Unmarshal(body, &head); err != nil || status != http.StatusOK {
				return fmt.Errorf("head for %s: status %d: %s", w.name, status, body)
			}
			w.base = workbench.RevisionID(head.ID)
		case http.StatusTooManyRequests:
			w.wait()
		default:
			return fmt.Errorf("change %d of %s: status %d: %s", w.sent, w.name, status, body)
		}
	}
}

// wait lets time pass after a request that came too soon after the others; nothing was written.
func (w *writer) wait() {
	w.refused++
	time.Sleep(20 * time.Millisecond)
}

func (w *writer) ask(method, address, path string, in any) (status int, body []byte, err error) {
	var send io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return 0, nil, err
		}
		send = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, address+"/api/v1/projects/"+string(w.project)+path, send)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: api.Cookie, Value: w.secret.Reveal()})
	res, err := w.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	return res.StatusCode, body, err
}

// last wants the last acknowledged change of the program that was started again.
func (w *writer) last(address string) error {
	if len(w.made) == 0 {
		return nil
	}
	m := w.made[len(w.made)-1]
	for path, want := range w.files(m.change) {
		status, body, err := w.ask("GET", address, "/revisions/"+string(m.revision)+"/file?path="+url.QueryEscape(path), nil)
		if err != nil {
			return err
		}
		if status != http.StatusOK || string(body) != *want {
			return fmt.Errorf("revision %d of %s has another %s after the start: status %d, %d bytes", m.number, w.project, path, status, len(body))
		}
	}
	return nil
}

func newClient() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{}}
}
