package people

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Meaning is what a signature stands for (21 CFR 11.50(a)(3)).
type Meaning string

// The meanings, as 11.50(a)(3) gives them.
const (
	Authorship     Meaning = "authorship"
	Review         Meaning = "review"
	Approval       Meaning = "approval"
	Responsibility Meaning = "responsibility"
)

// Meanings lists all meanings.
var Meanings = []Meaning{Authorship, Review, Approval, Responsibility}

// Method is how a person proved, at the moment of signing, who they are (21 CFR 11.200(a)).
type Method string

// The methods. A session alone is none: it is not executed by the person each time.
const (
	ByPassword Method = "password"
	ByPasskey  Method = "passkey"
)

// Signature is an electronic signature with all that 21 CFR Part 11 wants shown beside it. It is bound to its record by Digest: a signature
// cannot be cut out and put under something else (11.70). Fields are in the order of their JSON keys: see Canonical.
type Signature struct {
	Account string    `json:"account"` // one person's, never shared or given to another one later (11.100(a))
	At      time.Time `json:"at"`      // milliseconds, UTC (11.50(a)(2))
	Digest  string    `json:"digest"`  // SHA-256 in lower-case hex of what was signed
	Meaning Meaning   `json:"meaning"` // (11.50(a)(3))
	Method  Method    `json:"method"`
	Name    string    `json:"name"` // printed name (11.50(a)(1)), as it was at the time
	Reason  string    `json:"reason"`
	Role    string    `json:"role"`    // that the person signed in
	Subject string    `json:"subject"` // what was signed, in words: "decision late-adjustment of Wearable monitor, revision 12"
}

// Check tells what is missing or wrong, all at once. The error is Refused.
func (s Signature) Check() error {
	var wrong []string
	add := func(bad bool, text string) {
		if bad {
			wrong = append(wrong, text)
		}
	}
	for _, f := range []struct {
		name, value string
		most        int
		lines       bool
	}{
		{"the account", s.Account, 64, false}, {"the printed name", s.Name, 200, false}, {"the role", s.Role, 100, false},
		{"the subject", s.Subject, 500, false}, {"the reason", s.Reason, 2000, true},
	} {
		add(strings.TrimSpace(f.value) == "", f.name+" is missing")
		add(utf8.RuneCountInString(f.value) > f.most, fmt.Sprintf("%s has more than %d characters", f.name, f.most))
		add(!printable(f.value, f.lines), f.name+" has characters that cannot be printed")
	}
	add(s.At.IsZero(), "the time is missing")
	add(!s.At.Equal(s.At.Truncate(time.Millisecond)) || s.At.Location() != time.UTC, "the time is not in milliseconds of UTC")
	add(!slices.Contains(Meanings, s.Meaning), fmt.Sprintf("the meaning %q is none of authorship, review, approval, responsibility", s.Meaning))
	add(s.Method != ByPassword && s.Method != ByPasskey, fmt.Sprintf("the method %q is neither password nor passkey", s.Method))
	sum, err := hex.DecodeString(s.Digest)
	add(err != nil || len(sum) != sha256.Size || strings.ToLower(s.Digest) != s.Digest, "the digest is not SHA-256 in lower-case hex")
	if len(wrong) > 0 {
		return refuse("the signature is not complete: "+strings.Join(wrong, "; "), "")
	}
	return nil
}

// Canonical is the one form of a signature as bytes: JSON as RFC 8785 wants it. Keys are sorted, all values are strings, and those that Go would
// escape although RFC 8785 does not are no printable characters, which Check refuses.
func (s Signature) Canonical() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(fmt.Sprintf("a signature of strings and a time cannot be written: %v", err)) // a year beyond 9999
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Sum is the SHA-256 of the canonical form: what the audit log names the signature by.
func (s Signature) Sum() [32]byte { return sha256.Sum256(s.Canonical()) }

// Intent is the Sum of what the person is about to sign: all but time and method, which are known when it is done. A passkey signs it.
func (s Signature) Intent() [32]byte {
	s.At, s.Method = time.Time{}, ""
	return s.Sum()
}

// Text is the block that documents print (11.50(b)), for people to read; what is checked is the canonical form.
//
//	Signed by Anna Schmidt (clinical), 2026-11-26 12:00:00 UTC
//	Meaning: approval, with passkey
//	Reason: The benefit outweighs the residual risk.
//	Of: decision late-adjustment of Wearable monitor, revision 12 (SHA-256 9f86d081884c7d65…)
func (s Signature) Text() string {
	return fmt.Sprintf("Signed by %s (%s), %s\nMeaning: %s, with %s\nReason: %s\nOf: %s (SHA-256 %s)\n",
		s.Name, s.Role, s.At.UTC().Format("2006-01-02 15:04:05 MST"), s.Meaning, s.Method,
		strings.ReplaceAll(s.Reason, "\n", "\n        "), s.Subject, s.Digest)
}

func printable(s string, lines bool) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsPrint(r) && (r != '\n' || !lines)
	})
}
