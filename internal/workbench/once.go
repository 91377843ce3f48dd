package workbench

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// FirstAnswer is what was answered to a request.
type FirstAnswer struct {
	Status int                 `json:"status"`
	Header map[string][]string `json:"header"`
	Body   []byte              `json:"body"`
}

// once is a request that is done only once, whoever sends it again. Its answer is kept under a key that only the sender knows, because answers may hold
// secrets that are shown once and kept nowhere else.
type once struct {
	ID      string    `json:"id"`     // hash of account and key
	Digest  string    `json:"digest"` // HMAC of the request, under the sender's key: it may hold a password; "" while it runs
	Begun   time.Time `json:"begun"`
	Sealed  []byte    `json:"sealed,omitempty"` // nil if the answer was too large
	Version int64     `json:"-"`
}

const kindOnce Kind = "once" // owner "all"

func (o *once) record() (Kind, string, string, string) { return kindOnce, o.ID, everything, "" }
func (o *once) version() *int64                        { return &o.Version }

const (
	// OnceFor is how long a request with a key is known.
	OnceFor = 24 * time.Hour
	// onceRuns is the longest that a request runs: a server gives up answering earlier.
	onceRuns = 5 * time.Minute
	// maxAnswer bounds the answers that are kept, in bytes.
	maxAnswer = 1 << 20
)

// Once is a request with a key, between Attempt and its end.
type Once struct {
	w      *Workbench
	key    string
	record once
}

// Attempt begins a request with a key of an account. Known is true if it was answered before: then Repeat gives the answer. While another one with the
// same key runs, it is a Conflict.
func (w *Workbench) Attempt(ctx context.Context, who AccountID, key string) (o *Once, known bool, err error) {
	now := w.now()
	o = &Once{w: w, key: key, record: once{ID: Hash([]byte(string(who) + "\x00" + key))}}
	err = w.Store.Write(ctx, func(tx Tx) error {
		known = false
		have, err := get[once](ctx, tx, o.record.ID)
		if err != nil && FaultOf(err) != NotFound {
			return err
		}
		switch {
		case err != nil || now.Sub(have.Begun) > OnceFor:
			o.record.Version, o.record.Begun = have.Version, now
			return put(ctx, tx, &o.record)
		case have.Digest != "":
			o.record, known = have, true
			return nil
		case now.Sub(have.Begun) > onceRuns:
			return Errorf(Conflict, "the first request with this Idempotency-Key ended without an answer").WithHint("look whether it was done; if not, send it with another key")
		}
		return Errorf(Conflict, "the first request with this Idempotency-Key is still running").WithHint("wait a moment and send it again")
	})
	return o, known, err
}

// Repeat gives the answer that was given to the same request, by its SHA-256; another one with the same key is a Conflict.
func (o *Once) Repeat(request []byte) (FirstAnswer, error) {
	var a FirstAnswer
	if o.digest(request) != o.record.Digest {
		return a, Errorf(Conflict, "this Idempotency-Key was used for another request").WithHint("send each request with a key of its own")
	}
	if o.record.Sealed == nil {
		return a, Errorf(Conflict, "this request was done, and its answer was too large to be kept").WithHint("read what became of it")
	}
	seal, err := o.seal()
	if err != nil {
		return a, err
	}
	plain, err := seal.Open(nil, make([]byte, seal.NonceSize()), o.record.Sealed, []byte(o.record.ID))
	if err != nil {
		return a, fmt.Errorf("open the answer kept for an Idempotency-Key: %w", err)
	}
	return a, json.Unmarshal(plain, &a)
}

func (o *Once) digest(request []byte) string {
	h := hmac.New(sha256.New, []byte(o.key))
	h.Write(request)
	return hex.EncodeToString(h.Sum(nil))
}

// Answered keeps the answer to a request, by its SHA-256.
func (o *Once) Answered(ctx context.Context, request []byte, a FirstAnswer) error {
	o.record.Digest = o.digest(request)
	if len(a.Body) <= maxAnswer {
		plain, err := json.Marshal(a)
		if err != nil {
			return err
		}
		seal, err := o.seal()
		if err != nil {
			return err
		}
		o.record.Sealed = seal.Seal(nil, make([]byte, seal.NonceSize()), plain, []byte(o.record.ID))
	}
	return o.w.Store.Write(ctx, func(tx Tx) error {
		r := o.record
		return put(ctx, tx, &r)
	})
}

// Forget makes the key free again: what was refused has changed nothing, and may be asked anew.
func (o *Once) Forget(ctx context.Context) error {
	return o.w.Store.Write(ctx, func(tx Tx) error { return drop(ctx, tx, &o.record) })
}

// seal encrypts with the sender's key, salted with the time the request began. Each such key seals one answer, so that the nonce may be zero.
func (o *Once) seal() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(o.key), []byte(o.record.ID+o.record.Begun.Format(time.RFC3339Nano)), "cordon answer", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
