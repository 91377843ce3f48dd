package oscal

import (
	"crypto/sha1"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escapes are the characters of clause ids that an id of OSCAL must not have. An underscore begins an escape.
var escapes = []struct {
	sign   rune
	letter byte
}{{'_', '_'}, {':', '.'}, {'/', '-'}, {'#', 'n'}, {'(', 'o'}, {')', 'c'}, {'+', 'p'}}

// Token gives the id of a control for the full id of a clause: mdcg-2019-16:r1/3.6#7 becomes mdcg-2019-16_.r1_-3.6_n7. Letters, digits, full
// stops and hyphens stay; _ and the character in escapes stand for others, _x2a_ for a character that has no letter, and _i begins an
// id that would not begin with a letter. ClauseID turns it back.
func Token(clause string) string {
	var b strings.Builder
	first, _ := utf8.DecodeRuneInString(clause)
	if clause == "" || !unicode.IsLetter(first) && stays(first) {
		b.WriteString("_i")
	}
	for _, r := range clause {
		switch letter, ok := escape(r); {
		case stays(r):
			b.WriteRune(r)
		case ok:
			b.WriteByte('_')
			b.WriteByte(letter)
		default:
			fmt.Fprintf(&b, "_x%x_", r)
		}
	}
	return b.String()
}

// stays tells whether a character of an id is allowed in a token of OSCAL, apart from the underscore.
func stays(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '.' || r == '-'
}

func escape(r rune) (byte, bool) {
	for _, e := range escapes {
		if e.sign == r {
			return e.letter, true
		}
	}
	return 0, false
}

// ClauseID is the id of a clause that Token has turned into a token, or false where Token has not.
func ClauseID(token string) (string, bool) {
	var b strings.Builder
	rest := strings.TrimPrefix(token, "_i")
	for rest != "" {
		r, size := utf8.DecodeRuneInString(rest)
		if r != '_' {
			b.WriteRune(r)
			rest = rest[size:]
			continue
		}
		sign, after, ok := unescaped(rest[1:])
		if !ok {
			return "", false
		}
		b.WriteRune(sign)
		rest = after
	}
	// What Token would write otherwise is no token of ours: two tokens must not be one clause.
	return b.String(), Token(b.String()) == token
}

// unescaped reads what stands after an underscore.
func unescaped(s string) (sign rune, rest string, ok bool) {
	if s == "" {
		return 0, "", false
	}
	for _, e := range escapes {
		if e.letter == s[0] {
			return e.sign, s[1:], true
		}
	}
	digits, rest, ok := strings.Cut(s[1:], "_")
	n, err := strconv.ParseUint(digits, 16, 31)
	return rune(n), rest, ok && err == nil && s[0] == 'x'
}

// statement is the id of the part of a control that says what is asked for. The escapes have no letter s, so it is no control's id.
func statement(clause string) string { return Token(clause) + "_smt" }

// edition is the part of a full id before the place: mdcg-2019-16:r1.
func edition(clause string) (string, error) {
	id, place, ok := strings.Cut(clause, "/")
	if !ok || id == "" || place == "" {
		return "", fmt.Errorf("%q is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7", clause)
	}
	return id, nil
}

// ordinal is the place in an order as a text that sorts as it does.
func ordinal(i int) string { return fmt.Sprintf("%06d", i+1) }

// CatalogName is the name of the file in which the catalog of an edition is expected by the other documents. The edition is given as in
// ids of clauses, mdcg-2019-16:r1, or as in its entry, mdcg-2019-16-r1.
func CatalogName(edition string) string {
	return "catalog-" + strings.ReplaceAll(edition, ":", "-") + ".json"
}

// namespace is the UUID, of version 5 in the name space of addresses, of the text urn:cordon:oscal.
var namespace = [16]byte{0xea, 0x4e, 0x7f, 0x61, 0x1c, 0x0b, 0x58, 0x4b, 0x91, 0xc4, 0xd7, 0xf3, 0x35, 0xc9, 0x39, 0x90}

// uuid gives the same UUID for the same parts, of version 5 (RFC 9562, section 5.5).
func uuid(parts ...string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(strings.Join(parts, "\x00")))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
