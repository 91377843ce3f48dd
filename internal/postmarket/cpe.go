package postmarket

import (
	"errors"
	"fmt"
	"strings"
)

// CPE is a name of the Common Platform Enumeration 2.3 in its well-formed form (NISTIR 7695): a value for each attribute. "*" is any value, "-"
// is that the attribute does not apply. In all others, a character that is no letter, digit or underscore stands behind a backslash; * and ?
// without one are wildcards.
type CPE [11]string

// The attributes, in their order.
const (
	cpePart = iota // a application, o operating system, h hardware
	cpeVendor
	cpeProduct
	cpeVersion
	cpeUpdate
	cpeEdition
	cpeLanguage
	cpeSWEdition
	cpeTargetSW
	cpeTargetHW
	cpeOther
)

const (
	anyValue = "*"
	noValue  = "-"
)

// maxCPE bounds a name in bytes; the longest of NVD has some two hundred.
const maxCPE = 2000

var errCPE = errors.New("it is no CPE name: cpe:2.3: with eleven attributes, or cpe:/ with up to seven")

// ParseCPE reads a formatted string (cpe:2.3:a:vendor:product:…) or a URI (cpe:/a:vendor:product:…). Capital letters become small ones.
func ParseCPE(s string) (CPE, error) {
	if len(s) > maxCPE {
		return CPE{}, fmt.Errorf("a CPE name of %d characters is none", len(s))
	}
	s = strings.ToLower(strings.TrimSpace(s))
	if rest, ok := strings.CutPrefix(s, "cpe:2.3:"); ok {
		return parseFormatted(rest)
	}
	if rest, ok := strings.CutPrefix(s, "cpe:/"); ok {
		return parseURI(rest)
	}
	return CPE{}, errCPE
}

// parseFormatted reads what follows cpe:2.3: (NISTIR 7695, 6.2).
func parseFormatted(s string) (CPE, error) {
	var c CPE
	for i := range c {
		end := unescaped(s, ':')
		last := i == len(c)-1
		if last != (end == len(s)) {
			return CPE{}, errCPE
		}
		value, err := quoted(s[:end])
		if err != nil {
			return CPE{}, err
		}
		c[i] = value
		if !last {
			s = s[end+1:]
		}
	}
	return c.checked()
}

// unescaped is where a character stands without a backslash before it; the length of the text where it does not.
func unescaped(s string, char byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case char:
			return i
		}
	}
	return len(s)
}

// plain tells whether a character stands for itself in the well-formed form.
func plain(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' }

// quoted turns an attribute of a formatted string, where . and - need no backslash, into the well-formed form.
func quoted(s string) (string, error) {
	if s == anyValue || s == noValue {
		return s, nil
	}
	b := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\':
			if i++; i == len(s) || s[i] <= ' ' || s[i] > '~' {
				return "", fmt.Errorf("a backslash in %.60q stands before nothing", s)
			}
			if plain(s[i]) {
				b = append(b, s[i]) // a backslash too many, as some write before _
			} else {
				b = append(b, '\\', s[i])
			}
		case plain(c), c == '*', c == '?':
			b = append(b, c)
		case c > ' ' && c <= '~':
			b = append(b, '\\', c)
		default:
			return "", fmt.Errorf("%.60q has a character that a CPE name cannot have", s)
		}
	}
	return string(b), nil
}

// parseURI reads what follows cpe:/ (NISTIR 7695, 6.1): %01 is ?, %02 is *, other percent signs encode a character.
func parseURI(s string) (CPE, error) {
	c := CPE{}
	for i := range c {
		c[i] = anyValue
	}
	parts := strings.Split(s, ":")
	if len(parts) > 7 {
		return CPE{}, errCPE
	}
	for i, p := range parts {
		into := []int{i}
		pieces := []string{p}
		if i == cpeEdition && strings.HasPrefix(p, "~") { // five attributes in one
			pieces = strings.Split(p[1:], "~")
			into = []int{cpeEdition, cpeSWEdition, cpeTargetSW, cpeTargetHW, cpeOther}
			if len(pieces) != len(into) {
				return CPE{}, errCPE
			}
		}
		for j, piece := range pieces {
			value, err := unpercent(piece)
			if err != nil {
				return CPE{}, err
			}
			c[into[j]] = value
		}
	}
	return c.checked()
}

func unpercent(s string) (string, error) {
	switch s {
	case "":
		return anyValue, nil
	case noValue:
		return noValue, nil
	}
	b := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return "", fmt.Errorf("%.60q is no encoding with %%", s)
			}
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
			switch {
			case c == 1:
				b = append(b, '?')
				continue
			case c == 2:
				b = append(b, '*')
				continue
			case 'A' <= c && c <= 'Z':
				c |= 0x20
			}
			if c <= ' ' || c > '~' {
				return "", fmt.Errorf("%.60q encodes a character that a CPE name cannot have", s)
			}
		case c <= ' ' || c > '~':
			return "", fmt.Errorf("%.60q has a character that a CPE name cannot have", s)
		}
		if !plain(c) {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return string(b), nil
}

// checked refuses what has no meaning.
func (c CPE) checked() (CPE, error) {
	switch c[cpePart] {
	case "a", "o", "h", anyValue, noValue:
	default:
		return CPE{}, fmt.Errorf("%.40q is no part of a CPE name: a, o or h", c[cpePart])
	}
	for i, v := range c {
		if v == "" {
			return CPE{}, fmt.Errorf("attribute %d of the CPE name is empty", i+1)
		}
		if trimmed := strings.Trim(v, "*?"); v != anyValue && v != noValue && wild(trimmed) && !strings.HasSuffix(trimmed, `\`) {
			return CPE{}, fmt.Errorf("a wildcard of the CPE name stands inside %.60q; it may stand at its ends", v)
		}
	}
	return c, nil
}

// wild tells whether a value has a wildcard.
func wild(v string) bool {
	return v != anyValue && (unescaped(v, '*') < len(v) || unescaped(v, '?') < len(v))
}

// String is the formatted string.
func (c CPE) String() string {
	var b strings.Builder
	b.WriteString("cpe:2.3")
	for _, v := range c {
		b.WriteByte(':')
		for i := 0; i < len(v); i++ {
			if v[i] == '\\' && i+1 < len(v) && (v[i+1] == '.' || v[i+1] == '-') && v != `\-` {
				continue
			}
			b.WriteByte(v[i])
			if v[i] == '\\' && i+1 < len(v) {
				i++
				b.WriteByte(v[i])
			}
		}
	}
	return b.String()
}

// URI is the form of version 2.2.
func (c CPE) URI() string {
	parts := make([]string, 0, 7)
	for _, v := range c[:cpeLanguage+1] {
		parts = append(parts, percent(v))
	}
	packed, more := "", false
	for _, v := range c[cpeSWEdition:] {
		packed += "~" + percent(v)
		more = more || v != anyValue
	}
	if more {
		parts[cpeEdition] = "~" + parts[cpeEdition] + packed
	}
	return "cpe:/" + strings.TrimRight(strings.Join(parts, ":"), ":")
}

func percent(v string) string {
	if v == anyValue {
		return ""
	}
	if v == noValue {
		return v
	}
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '?':
			b.WriteString("%01")
		case c == '*':
			b.WriteString("%02")
		case c == '\\' && i+1 < len(v):
			i++
			if c = v[i]; (c == '.' || c == '-') && v != `\-` {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(&b, "%%%02x", c)
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Relation is how the set of products that one name stands for lies to that of another (NISTIR 7696, 6).
type Relation string

// The relations of a source to a target.
const (
	Equal     Relation = "equal"
	Superset  Relation = "superset"
	Subset    Relation = "subset"
	Disjoint  Relation = "disjoint"
	Undefined Relation = "undefined" // the target has wildcards
)

// CompareAttribute is the relation of a value of the source to one of the target (NISTIR 7696, table 6-2).
func CompareAttribute(source, target string) Relation {
	switch {
	case wild(target):
		return Undefined
	case source == target && !wild(source):
		return Equal
	case source == anyValue:
		return Superset
	case target == anyValue:
		return Subset
	case source == noValue, target == noValue, !wild(source), !fits(source, target):
		return Disjoint
	}
	return Superset
}

// Compare is the relation of a source to a target: that of all attributes together (NISTIR 7696, 6.2). Undefined where one attribute is, or where
// they go in both directions.
func (c CPE) Compare(target CPE) Relation {
	out := Equal
	for i, v := range c {
		switch r := CompareAttribute(v, target[i]); {
		case r == Disjoint:
			return Disjoint
		case r == Equal:
		case out == Equal:
			out = r
		case out != r:
			out = Undefined
		}
	}
	return out
}

// fits tells whether a text is one that a value with wildcards at its ends stands for: * is any characters, each ? at most one.
func fits(pattern, text string) bool {
	head, body := 0, pattern
	star := strings.HasPrefix(body, "*")
	body = strings.TrimPrefix(body, "*")
	for strings.HasPrefix(body, "?") {
		body = body[1:]
		head++
	}
	tail, openEnd := 0, false
	for strings.HasSuffix(body, "?") && !strings.HasSuffix(body, `\?`) {
		body = body[:len(body)-1]
		tail++
	}
	if strings.HasSuffix(body, "*") && !strings.HasSuffix(body, `\*`) {
		body, openEnd = body[:len(body)-1], true
	}
	for at := 0; at+len(body) <= len(text); at++ {
		if !strings.HasPrefix(text[at:], body) {
			continue
		}
		before, after := characters(text[:at]), characters(text[at+len(body):])
		if before >= 0 && after >= 0 && (star || before <= head) && (openEnd || after <= tail) {
			return true
		}
	}
	return false
}

// characters counts the characters of a part of a value, one with its backslash being one; -1 where it breaks one in two.
func characters(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; i == len(s) {
				return -1
			}
		}
		n++
	}
	return n
}

// bare is a value without its backslashes, as people write it.
func bare(v string) string {
	if strings.IndexByte(v, '\\') < 0 {
		return v
	}
	b := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		if v[i] == '\\' && i+1 < len(v) {
			i++
		}
		b = append(b, v[i])
	}
	return string(b)
}

// Version is the version of the product as people write it; empty where the name says any, or none.
func (c CPE) Version() string {
	if v := c[cpeVersion]; v != anyValue && v != noValue && !wild(v) {
		return bare(v)
	}
	return ""
}

// key is by what an index finds the product: vendor and product. It is empty where the name leaves them open.
func (c CPE) key() string {
	for _, v := range c[cpeVendor : cpeProduct+1] {
		if v == anyValue || v == noValue || wild(v) {
			return ""
		}
	}
	return c[cpeVendor] + ":" + c[cpeProduct]
}
