package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/workbench"
)

// keyHeader is the header by which a request that may have got lost is sent again and done once (draft-ietf-httpapi-idempotency-key-header).
const keyHeader = "Idempotency-Key"

// keyParam describes it. Keys are as good as their randomness: the answer is kept sealed with it.
var keyParam = &huma.Param{
	Name: keyHeader, In: "header",
	Description: "Sent again with the same key within 24 hours, a request is done once and answered the same, with Idempotency-Replayed: true. Best 128 random bits.",
	Schema:      &huma.Schema{Type: "string", MinLength: new(16), MaxLength: new(200)},
}

// changes tells whether an operation does something that must not be done twice. Deleting and putting twice is as once.
func (o operation) changes() bool {
	return o.method == http.MethodPost && o.needs != anybody && o.needs != needs(workbench.Read) && !o.reads
}

// once does a request with a key once.
func (a *API) once(c huma.Context, next func(huma.Context)) {
	key, who := c.Header(keyHeader), callerOf(c.Context()).Account.ID
	if key == "" || who == "" {
		next(c)
		return
	}
	if len(key) < 16 || len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		writeTo(c, problemOf(workbench.Errorf(workbench.Invalid, "an Idempotency-Key has 16 to 200 printable characters").WithHint("draw 128 random bits for each request")))
		return
	}
	o, known, err := a.Workbench.Attempt(c.Context(), who, key)
	if err != nil {
		writeTo(c, problemOf(err))
		return
	}
	digest := sha256.New()
	url := c.URL()
	io.WriteString(digest, c.Method()+" "+url.RequestURI()+"\n")
	read := io.TeeReader(c.BodyReader(), digest)
	if known {
		a.repeat(c, o, read, digest)
		return
	}
	// Whatever becomes of the connection, what was done is kept; and it is kept before it is answered, so that who sends it again is not too early.
	ctx := context.WithoutCancel(c.Context())
	kept := &keeping{humaContext: c, read: read, answer: workbench.FirstAnswer{Status: http.StatusOK, Header: map[string][]string{}}}
	done := false
	defer func() {
		if !done { // it crashed: what it did is rolled back
			a.logged(o.Forget(ctx))
		}
	}()
	next(kept)
	done = true
	kept.answer.Body = kept.body.Bytes()
	if kept.answer.Status < 300 {
		_, _ = io.Copy(io.Discard, read) // what the operation did not read is part of the request too
		a.logged(o.Answered(ctx, digest.Sum(nil), kept.answer))
	} else {
		a.logged(o.Forget(ctx))
	}
	give(c, kept.answer)
}

func (a *API) repeat(c huma.Context, o *workbench.Once, read io.Reader, digest hash.Hash) {
	most := c.Operation().MaxBodyBytes
	if most <= 0 {
		most = 1 << 20
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(read, most+1)); err != nil {
		return // nobody waits for an answer
	}
	answer, err := o.Repeat(digest.Sum(nil))
	if err != nil {
		writeTo(c, problemOf(err))
		return
	}
	c.SetHeader("Idempotency-Replayed", "true")
	give(c, answer)
}

// give writes an answer.
func give(c huma.Context, answer workbench.FirstAnswer) {
	for name, values := range answer.Header {
		for _, v := range values {
			c.AppendHeader(name, v)
		}
	}
	c.SetStatus(answer.Status)
	_, _ = c.BodyWriter().Write(answer.Body)
}

func (a *API) logged(err error) {
	if err != nil {
		slog.Error("the answer to a request with an Idempotency-Key is not kept", "error", err)
	}
}

// writeTo answers with a problem before the operation is reached.
func writeTo(c huma.Context, p *Problem) {
	c.SetHeader("Content-Type", "application/problem+json")
	c.SetStatus(p.Status)
	_ = json.NewEncoder(c.BodyWriter()).Encode(p)
}

// humaContext can be embedded, where huma.Context would hide its method of the same name.
type humaContext = huma.Context

// keeping takes an answer.
type keeping struct {
	humaContext
	read   io.Reader
	answer workbench.FirstAnswer
	body   bytes.Buffer
}

func (k *keeping) BodyReader() io.Reader        { return k.read }
func (k *keeping) BodyWriter() io.Writer        { return &k.body }
func (k *keeping) SetStatus(code int)           { k.answer.Status = code }
func (k *keeping) Status() int                  { return k.answer.Status }
func (k *keeping) SetHeader(name, value string) { k.answer.Header[name] = []string{value} }
func (k *keeping) AppendHeader(name, value string) {
	k.answer.Header[name] = append(k.answer.Header[name], value)
}
