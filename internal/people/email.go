package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxEmail is the longest address that mail can be sent to, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const maxEmail = 254

// FoldEmail gives the one form by which an account is found: without blanks around it, in NFKC, in lower case. Letters before the @ are folded
// too, although RFC 5321 lets a mail server tell them apart: two accounts that differ only in case would be one person to every reader.
// It does not find out whether mail arrives. Errors are Refused.
func FoldEmail(s string) (string, error) {
	bad := func(why string) (string, error) {
		return "", refuse("the email address "+why, "give an address like anna.schmidt@hospital.example")
	}
	if len(s) > 4*maxEmail {
		return bad("is longer than 254 bytes")
	}
	if !utf8.ValidString(s) {
		return bad("is not text")
	}
	s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(strings.TrimSpace(s))))
	user, domain, found := strings.Cut(s, "@")
	switch {
	case len(s) > maxEmail:
		return bad("is longer than 254 bytes")
	case !found || user == "" || domain == "" || strings.Contains(domain, "@"):
		return bad("has not exactly one @ with something on both sides")
	case strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' }) >= 0:
		return bad("has a blank or a character that cannot be seen")
	case strings.ContainsAny(s, `<>()[]\,;:"`):
		return bad(`has one of < > ( ) [ ] \ , ; : "`)
	}
	return s, nil
}
