package auditlog

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Entry says who did what, when and why, and what was there before: what 21 CFR 11.10(e) wants of an audit trail, so nothing is obscured by a change.
// Fields stand in the order of their names in JSON, which is the order in a leaf. No field may hold a secret: what is logged stays.
type Entry struct {
	About   string          `json:"about,omitempty"`   // id of what it was done to: a revision, a person, a document
	Account string          `json:"account,omitempty"` // id of who did it; none where the program itself did
	Action  string          `json:"action"`            // a noun and what became of it: revision.made, member.added, signature.made
	Address string          `json:"address,omitempty"` // where the request came from
	At      time.Time       `json:"at"`                // to the millisecond, UTC
	Name    string          `json:"name,omitempty"`    // of the person, as it was printed then
	New     json.RawMessage `json:"new,omitempty"`     // as Value gives it; none where something was taken away
	// Number counts the entries of an organisation from 1, so that an export of it shows that none between was kept back. Whoever logs
	// counts, in the same transaction; 0 is for what is not counted.
	Number       int64           `json:"number,omitempty"`
	Old          json.RawMessage `json:"old,omitempty"` // as Value gives it; none where something is new
	Organisation string          `json:"organisation,omitempty"`
	Project      string          `json:"project,omitempty"`
	Reason       string          `json:"reason,omitempty"` // in the person's words
	// Salt keeps those who see only the hash of an entry from finding out by trial what it says. Append fills it if it is empty.
	Salt  string `json:"salt"`
	Token string `json:"token,omitempty"` // id of the token that acted for the account; none where the person did
}

// MaxEntry is how long an entry may be, in bytes of JSON.
const MaxEntry = 64 << 10

var actions = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$`)

// leaf is the entry as it is hashed and kept: JSON on one line, keys in order, no blanks between.
func (e Entry) leaf() ([]byte, error) {
	switch {
	case !actions.MatchString(e.Action):
		return nil, fmt.Errorf("the action %q is not of the form noun.done", e.Action)
	case e.At.IsZero():
		return nil, errors.New("the entry has no time")
	}
	e.At = e.At.UTC().Truncate(time.Millisecond)
	if e.Salt == "" {
		e.Salt = rand.Text()
	}
	var err error
	if e.Old, err = canonical(e.Old); err != nil {
		return nil, fmt.Errorf("old value: %w", err)
	}
	if e.New, err = canonical(e.New); err != nil {
		return nil, fmt.Errorf("new value: %w", err)
	}
	out, err := encode(e)
	if err == nil && len(out) > MaxEntry {
		err = fmt.Errorf("the entry has %d bytes; at most %d are taken", len(out), MaxEntry)
	}
	return out, err
}

// MaxValue is how long a value may be to stand in an entry itself, in bytes of JSON.
const MaxValue = 2 << 10

// Value is how an old or new value stands in an entry: itself, or, where it is long, its size in bytes and SHA-256.
func Value(v any) (json.RawMessage, error) {
	out, err := encode(v)
	if err == nil {
		out, err = canonical(out)
	}
	if err != nil || len(out) <= MaxValue {
		return out, err
	}
	sum := sha256.Sum256(out)
	return encode(struct {
		Bytes  int    `json:"bytes"`
		SHA256 string `json:"sha256"`
	}{len(out), hex.EncodeToString(sum[:])})
}

// canonical brings the keys of a JSON value into order and takes blanks out. Numbers stay as they are written.
func canonical(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("there is more than one JSON value")
	}
	return encode(v)
}

// encode writes JSON on one line, with < and & as themselves.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
