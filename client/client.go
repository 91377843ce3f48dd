// Package client asks a workbench (cordon serve) over its interface: projects, files, changes, assessments, events.
//
//	c := client.New("https://cordon.hospital.example", token)
//	projects, err := c.Projects(ctx, organisation)
//
// The token is made on the profile page. What it may do is bounded by its scopes and by the rights of the person it acts for. Errors of the
// server are *Error; each has a Kind to decide by, and words with a hint for people. All other operations are in /api/v1/openapi.json.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// Client asks one workbench as one person. It may be used from several goroutines.
type Client struct {
	// HTTP sends requests; it may be replaced before the first one.
	HTTP *http.Client

	base, token string
}

// New makes a client for the address of a workbench and a token.
func New(base, token string) *Client {
	return &Client{HTTP: &http.Client{}, base: strings.TrimSuffix(base, "/") + "/api/v1", token: token}
}

// Error is an answer that refuses.
type Error struct {
	Status int     `json:"status"`
	Type   string  `json:"type"`
	Detail string  `json:"detail"` // what is wrong
	Hint   string  `json:"hint"`   // what to do
	Fields []Field `json:"fields"`
}

// Field is one thing that is wrong in what was sent.
type Field struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

func (e *Error) Error() string {
	out := e.Detail
	for _, f := range e.Fields {
		out += "; " + f.Path + ": " + f.Text
	}
	if e.Hint != "" {
		out += " (" + e.Hint + ")"
	}
	return out
}

// Kind is what kind of error it is.
func (e *Error) Kind() Kind { return Kind(strings.TrimPrefix(e.Type, "urn:cordon:fault:")) }

// Kind is a kind of error.
type Kind string

// The kinds of errors.
const (
	KindInternal        Kind = "internal"
	KindInvalid         Kind = "invalid"
	KindUnauthenticated Kind = "unauthenticated"
	KindForbidden       Kind = "forbidden"
	KindNotFound        Kind = "not-found" // or the person may not know that there is one
	KindConflict        Kind = "conflict"
	KindTooLarge        Kind = "too-large"
	KindTooMany         Kind = "too-many"
	KindUnsupported     Kind = "unsupported"
	KindStale           Kind = "stale" // a person has to show again who it is; a token cannot
)

// KindOf gives the kind of an error, "" if it is none of the server's.
func KindOf(err error) Kind {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind()
	}
	return ""
}

// maxError bounds what is read of an answer that refuses, in bytes.
const maxError = 1 << 20

// send sends a request and gives the answer, whose body the caller closes. A status of 400 or more is an *Error, unless it is one of also.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, in any, also ...int) (*http.Response, error) {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return nil, err
		}
	}
	address := c.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	key := ""
	if method == http.MethodPost {
		key = rand.Text()
	}
	res, err := c.once(ctx, method, address, body, key)
	if err != nil && key != "" && ctx.Err() == nil {
		// Whether the first arrived is not known; with the same key the server does it once.
		res, err = c.once(ctx, method, address, body, key)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if res.StatusCode < 400 {
		return res, nil
	}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	for _, status := range also {
		if res.StatusCode == status && kind != "application/problem+json" {
			return res, nil
		}
	}
	defer res.Body.Close()
	e := &Error{}
	if kind != "application/problem+json" || json.NewDecoder(io.LimitReader(res.Body, maxError)).Decode(e) != nil {
		e = &Error{Detail: "the server answers with " + res.Status}
	}
	e.Status = res.StatusCode
	return nil, e
}

func (c *Client) once(ctx context.Context, method, address string, body []byte, key string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	return c.HTTP.Do(r)
}

// get reads a JSON document.
func get[T any](ctx context.Context, c *Client, path string, query url.Values) (T, error) {
	var out T
	res, err := c.send(ctx, http.MethodGet, path, query, nil)
	if err != nil {
		return out, err
	}
	return read[T](res)
}

func read[T any](res *http.Response) (T, error) {
	defer res.Body.Close()
	var out T
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return out, fmt.Errorf("read the answer to %s %s: %w", res.Request.Method, res.Request.URL.Path, err)
	}
	return out, nil
}

// all reads a list, page by page.
func all[T any](ctx context.Context, c *Client, path string) ([]T, error) {
	var out []T
	for query := (url.Values{}); ; {
		page, err := get[struct {
			Items []T    `json:"items"`
			Next  string `json:"next"`
		}](ctx, c, path, query)
		if err != nil {
			return nil, err
		}
		out = append(out, page.Items...)
		if page.Next == "" {
			return out, nil
		}
		query.Set("cursor", page.Next)
	}
}
