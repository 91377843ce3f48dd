package vers

import "strings"

// parseLimit reads one constraint: a comparator and a version, percent-decoded once.
func parseLimit(word string) (limit, error) {
	l := limit{version: word}
	for _, comparator := range [...]string{">=", "<=", "!=", ">", "<"} {
		if version, ok := strings.CutPrefix(word, comparator); ok {
			l = limit{comparator, version}
			break
		}
	}
	for i := range len(l.version) {
		if c := l.version[i]; c <= ' ' || c >= 0x7f {
			return l, ErrCharacter
		}
	}
	if l.version == "" || strings.ContainsAny(l.version, "<>=!*") {
		return l, ErrConstraint
	}
	version, err := decodeVersion(l.version)
	l.version = version
	return l, err
}

func decodeVersion(s string) (string, error) {
	if !strings.Contains(s, "%") {
		return s, nil
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			out.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) || hex(s[i+1]) < 0 || hex(s[i+2]) < 0 {
			return s, ErrEncoding
		}
		out.WriteByte(byte(hex(s[i+1])<<4 | hex(s[i+2])))
		i += 2
	}
	return out.String(), nil
}

func hex(c byte) int {
	switch c = lower(c); {
	case isDigit(c):
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// encodeLimit encodes the version of a comparator and a version.
func encodeLimit(words string) string {
	comparator := len(words) - len(strings.TrimLeft(words, "<>="))
	return words[:comparator] + encodeVersion(words[comparator:])
}

// encodeVersion encodes what would be read as something else, and what is not ASCII text.
func encodeVersion(version string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(version) {
		c := version[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("<>=!*|%", c) >= 0 {
			out.Write([]byte{'%', digits[c>>4], digits[c&15]})
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}
