package people

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
)

// Purpose is what a secret is for. It is the beginning of the secret's text, so that none is taken for one of another purpose, and scanners of
// repositories find those that were committed by mistake.
type Purpose string

// The purposes.
const (
	Token   Purpose = "cordon_"         // lets a program act for a person
	Session Purpose = "cordon_session_" // in the cookie of a browser
	Browser Purpose = "cordon_browser_" // in the cookie of a browser that is about to sign in
	Share   Purpose = "cordon_share_"   // in a link to one document
	Webhook Purpose = "cordon_hook_"    // signs what is sent to a subscriber
	Setup   Purpose = "cordon_setup_"   // shown in the terminal; makes the first account
)

// A secret is 256 random bits and a CRC-32 of purpose and bits, both in base 62 of fixed width. The checksum tells a mistyped or shortened
// secret, and what a scanner takes for one, from a real one without looking into a store; it protects nothing.
const (
	secretBytes = 32
	bodyLength  = 43 // letters for 256 bits
	sumLength   = 6  // letters for 32 bits
)

// Secret is what its holder shows. Only its Hash is kept. Printing or encoding it does not show it; Reveal does.
type Secret struct{ text string }

// NewSecret draws a secret. A nil reader means crypto/rand.
func NewSecret(p Purpose, random io.Reader) (Secret, error) {
	if random == nil {
		random = rand.Reader
	}
	var b [secretBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return Secret{}, fmt.Errorf("draw a secret: %w", err)
	}
	body := base62(new(big.Int).SetBytes(b[:]), bodyLength)
	return Secret{string(p) + body + checksum(p, body)}, nil
}

// ParseSecret tells whether a text has the form of a secret of this purpose. Whether there is such a secret, the store knows. Errors are
// Refused and do not repeat the text.
func ParseSecret(p Purpose, text string) (Secret, error) {
	body, ok := strings.CutPrefix(text, string(p))
	switch {
	case !ok:
		return Secret{}, refuse("this does not begin with "+string(p), "copy it again, from beginning to end")
	case len(body) != bodyLength+sumLength || strings.Trim(body, digits62) != "":
		return Secret{}, refuse(fmt.Sprintf("this has not %d letters and digits after %s", bodyLength+sumLength, p), "copy it again, from beginning to end")
	case checksum(p, body[:bodyLength]) != body[bodyLength:]:
		return Secret{}, refuse("the check letters at the end do not match", "copy it again, from beginning to end")
	}
	return Secret{text}, nil
}

// Reveal gives the text, to be shown to its holder once.
func (s Secret) Reveal() string { return s.text }

// Hash is the SHA-256 of the text in lower-case hex: what a store keeps, and finds a secret by. A slow hash would add nothing to 256 random bits.
func (s Secret) Hash() string {
	sum := sha256.Sum256([]byte(s.text))
	return hex.EncodeToString(sum[:])
}

// Is tells whether this is the secret of a hash, in constant time.
func (s Secret) Is(hash string) bool {
	return subtle.ConstantTimeCompare([]byte(s.Hash()), []byte(hash)) == 1
}

// Format prints the purpose and no more, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) {
	purpose := s.text[:strings.LastIndexByte(s.text, '_')+1]
	io.WriteString(f, purpose+"(hidden)")
}

const digits62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func checksum(p Purpose, body string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(string(p)+body)))), sumLength)
}

// base62 writes a number that is less than 62^width.
func base62(n *big.Int, width int) string {
	out := make([]byte, width)
	rest, base := new(big.Int), big.NewInt(int64(len(digits62)))
	for i := width - 1; i >= 0; i-- {
		n.DivMod(n, base, rest)
		out[i] = digits62[rest.Int64()]
	}
	return string(out)
}
