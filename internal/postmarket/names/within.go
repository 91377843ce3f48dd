package names

import (
	"bytes"
	"fmt"
	"strings"

	"cordon/internal/vers"
)

// Place is where a version stands to what an advisory says of versions.
type Place string

// The places.
const (
	Inside  Place = "inside"
	Line    Place = "line" // of the line named, more exactly or less exactly than the advisory says: 9.33.1 and "9.33 and prior"
	Unknown Place = "unknown"
	Outside Place = "outside"
)

// Within tells where a version stands, and why. An empty version is unknown, unless all are concerned. The order is that of the product.
func (s *Said) Within(version string, order vers.Keyer) (Place, string) {
	v := strings.Join(strings.Fields(fold(clip(version))), " ")
	switch {
	case s.All && len(s.Clauses) == 0:
		return Inside, "all versions are concerned"
	case len(s.Clauses) == 0:
		return Unknown, "the advisory says nothing of versions that can be read"
	case v == "":
		return Unknown, "the list has no version"
	}
	in, line, out, other := "", "", "", ""
	for _, c := range s.Clauses {
		switch place := c.within(v, order); place {
		case Inside:
			in = c.Text
		case Line:
			line = c.Text
		case Outside:
			out = c.Text
		default:
			other = c.Text
		}
	}
	_, own := order.(*vers.Ordered)
	said := s.text()
	switch {
	case in != "":
		return Inside, fmt.Sprintf("version %s is in what is concerned: %s", version, in)
	case line != "":
		return Line, fmt.Sprintf("version %s is of the line that is named, and the advisory does not say which of it: %s", version, line)
	case out != "" && (other == "" || own):
		return Outside, fmt.Sprintf("version %s is not in what is concerned: %s", version, said)
	}
	return Unknown, fmt.Sprintf("version %s cannot be placed in the order of: %s", version, other)
}

func (s *Said) text() string {
	var out []string
	for _, c := range s.Clauses {
		out = append(out, c.Text)
	}
	return strings.Join(out, ", ")
}

// within tells where a version stands to one clause.
func (c *Clause) within(v string, order vers.Keyer) Place {
	if c.Line != "" {
		switch {
		case ofLine(v, c.Line):
			return Inside
		case ofLine(c.Line, v):
			return Line
		case comparable(v, c.Line, order):
			return Outside
		}
		return Unknown
	}
	if c.From == c.To && plainest(v) == plainest(c.From) {
		return Inside
	}
	if c.ToLine && ofLine(v, c.To) {
		return Inside
	}
	low, high := 1, -1
	var ok bool
	if c.From != "" {
		if low, ok = compare(v, c.From, order); !ok {
			return Unknown
		}
	}
	if c.To != "" {
		if high, ok = compare(v, c.To, order); !ok {
			return Unknown
		}
	}
	switch {
	case (low > 0 || low == 0 && !c.FromOpen) && (high < 0 || high == 0 && !c.ToOpen):
		if c.To != "" && high < 0 && ofLine(c.To, v) {
			return Line // 9 of "9.33 and prior"
		}
		return Inside
	case c.To != "" && !c.ToOpen && low >= 0 && (ofLine(v, c.To) || ofLine(c.To, v)):
		return Line
	}
	return Outside
}

// prefixes say only that a version follows.
var prefixes = []string{"version ", "ver ", "rev ", "release ", "sw ", "v", "r"}

// plainest is a version without a word before it that says only that a version follows.
func plainest(v string) string {
	for _, p := range prefixes {
		rest, ok := strings.CutPrefix(v, p)
		if !ok || rest == "" {
			continue
		}
		digit := rest[0] >= '0' && rest[0] <= '9'
		letter := len(rest) > 1 && isLetter(rest[0]) && rest[1] >= '0' && rest[1] <= '9'
		if digit || letter {
			return rest
		}
	}
	return v
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' }

// ofLine tells whether a version is a more exact one of a line: B.02.15 of B.02, 8.5 of 8, but 1.11 is none of 1.1.
func ofLine(v, line string) bool {
	v, line = plainest(v), plainest(line)
	rest, ok := strings.CutPrefix(v, line)
	if !ok || rest == "" {
		return false
	}
	last, next := line[len(line)-1], rest[0]
	digits := func(c byte) bool { return c >= '0' && c <= '9' }
	return !(digits(last) && digits(next)) && !(isLetter(last) && (isLetter(next) || digits(next))) || strings.HasSuffix(line, ".0")
}

// comparable tells whether two versions can be ordered.
func comparable(a, b string, order vers.Keyer) bool {
	_, ok := compare(a, b, order)
	return ok
}

// compare orders two versions; false where they cannot be. Without an order of the product's own, letters that begin a version are only compared
// where they are a revision, as in B.06 and N; U61 and L81 are of two lines, and 012U000040 is of a third.
func compare(a, b string, order vers.Keyer) (int, bool) {
	if _, own := order.(*vers.Ordered); !own {
		a, b = plainest(a), plainest(b)
		la, lb := leading(a), leading(b)
		revision := func(v, letters string) bool {
			return len(letters) == 1 && (len(v) == 1 || v[1] == '.')
		}
		if la != lb && !(revision(a, la) && revision(b, lb)) {
			return 0, false
		}
	}
	ka, errA := order.AppendKey(nil, a)
	kb, errB := order.AppendKey(nil, b)
	if errA != nil || errB != nil {
		return 0, false
	}
	return bytes.Compare(ka, kb), true
}

// leading are the letters that a version begins with.
func leading(v string) string {
	n := 0
	for n < len(v) && isLetter(v[n]) {
		n++
	}
	return v[:n]
}
