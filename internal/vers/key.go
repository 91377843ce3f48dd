package vers

import "math/bits"

// A key is a row of tokens. A token begins with a byte that says what it is; a number begins with numberBase plus the
// count of its bytes, so that numbers of any length compare as numbers; a word ends with wordEnd, which is below every
// character of a word, so that a word sorts before its own continuations. Marks are below numberBase or above numberLong.
const (
	wordEnd    = 0x00
	numberBase = 0x10 // 0x10 is zero, 0x11 to 0x18 are followed by 1 to 8 bytes
	numberLong = 0x19 // followed by two bytes of length, and the digits
)

// appendNumber appends a run of digits as a number; leading zeros do not count, and no digits are zero.
func appendNumber(dst []byte, digits string) []byte {
	for len(digits) > 0 && digits[0] == '0' {
		digits = digits[1:]
	}
	if len(digits) > 19 { // more than a uint64 surely holds
		dst = append(dst, numberLong, byte(len(digits)>>8), byte(len(digits)))
		return append(dst, digits...)
	}
	var n uint64
	for i := range len(digits) {
		n = n*10 + uint64(digits[i]-'0')
	}
	size := (bits.Len64(n) + 7) / 8
	dst = append(dst, byte(numberBase+size))
	for shift := (size - 1) * 8; shift >= 0; shift -= 8 {
		dst = append(dst, byte(n>>shift))
	}
	return dst
}

// appendWord appends a word as it is written.
func appendWord(dst []byte, word string) []byte {
	return append(append(dst, word...), wordEnd)
}

// appendFolded appends a word with its ASCII letters in lower case.
func appendFolded(dst []byte, word string) []byte {
	for i := range len(word) {
		dst = append(dst, lower(word[i]))
	}
	return append(dst, wordEnd)
}

// appendRelease appends the numbers at the start of s, which are separated by single dots, without the zeros at their end:
// 1, 1.0 and 1.0.0 are the same release. It returns what follows them, and how many there were.
func appendRelease(dst []byte, s string) ([]byte, string, int) {
	count, mark := 0, len(dst)
	for {
		end := digits(s)
		if end == 0 {
			return dst[:mark], s, count
		}
		count++
		before := len(dst)
		dst = appendNumber(dst, s[:end])
		if len(dst) > before+1 { // zero is one byte
			mark = len(dst)
		}
		s = s[end:]
		if len(s) < 2 || s[0] != '.' || !isDigit(s[1]) {
			return dst[:mark], s, count
		}
		s = s[1:]
	}
}

// appendRepeated appends the same byte several times.
func appendRepeated(dst []byte, c byte, times int) []byte {
	for ; times > 0; times-- {
		dst = append(dst, c)
	}
	return dst
}

// digits returns the length of the run of digits at the start of s.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// letters returns the length of the run of ASCII letters at the start of s.
func letters(s string) int {
	n := 0
	for n < len(s) && isLetter(s[n]) {
		n++
	}
	return n
}

// hasWord says whether s begins with a word that is given in lower case, whatever the case in s.
func hasWord(s, word string) bool {
	return len(s) >= len(word) && equalFold(s[:len(word)], word)
}

// equalFold says whether s is a word that is given in lower case, whatever the ASCII case in s.
func equalFold(s, word string) bool {
	if len(s) != len(word) {
		return false
	}
	for i := range len(s) {
		if lower(s[i]) != word[i] {
			return false
		}
	}
	return true
}

// cutV removes one v before a digit.
func cutV(s string) string {
	if len(s) > 1 && (s[0] == 'v' || s[0] == 'V') && isDigit(s[1]) {
		return s[1:]
	}
	return s
}

// isZero says whether a run of digits is zero; no digits are.
func isZero(digits string) bool {
	for i := range len(digits) {
		if digits[i] != '0' {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}
