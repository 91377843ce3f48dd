package vers

// Generic orders what has no scheme of its own, device firmware first of all: "V2.3.1", "B.06.18", "1.0.2zb", "4.0 beta 2".
// The rules are ours; where a maker's versions follow other rules, describe them by an Order.
//
//   - v, ver and version in front are dropped; case has no weight.
//   - Runs of digits are numbers, runs of letters are words; all else separates, and so does a change between the two.
//   - Zeros at the end and before a word have no weight: 1 = 1.0, 1.0a = 1a.
//   - dev, snapshot, alpha, beta, pre, rc (in this order) come before the release; final, release and ga say nothing.
//   - Other words come after the release, in the order of their letters, and before numbers: 1.2 < 1.2a < 1.2z < 1.2za <
//     1.2.1. So a letter is a later revision, not an alpha.
//
// Key: tokens, then genericEnd. A zero that stays is followed by a number that counts, so it is newer than the end.

const (
	genericNothing = 0x00 // a word that says nothing
	genericEnd     = 0x07 // above the words that come before a release
	genericWord    = 0x08
)

var genericWords = [...]label{
	{"dev", 0x01}, {"snapshot", 0x02}, {"alpha", 0x03}, {"beta", 0x04}, {"pre", 0x05}, {"preview", 0x05}, {"rc", 0x06},
	{"cr", 0x06}, {"final", genericNothing}, {"release", genericNothing}, {"ga", genericNothing},
}

func appendGeneric(dst []byte, version string) ([]byte, error) {
	version = cutVersionWord(version)
	kept, tokens := len(dst), 0 // kept is the end of the last token that is not zero
	for version != "" {
		size := 1
		switch c := version[0]; {
		case isDigit(c):
			size = digits(version)
			dst = appendNumber(dst, version[:size])
			if !isZero(version[:size]) {
				kept = len(dst)
			}
			tokens++
		case isLetter(c):
			size = letters(version)
			dst, kept = appendGenericWord(dst, kept, version[:size])
			tokens++
		case c >= 0x80:
			return dst, ErrCharacter
		}
		version = version[size:]
	}
	if tokens == 0 {
		return dst, ErrSyntax
	}
	return append(dst[:kept], genericEnd), nil
}

// appendGenericWord appends a word and returns where what is kept ends now.
func appendGenericWord(dst []byte, kept int, word string) ([]byte, int) {
	for _, w := range genericWords {
		if !equalFold(word, w.word) {
			continue
		}
		if w.mark == genericNothing {
			return dst, kept
		}
		return append(dst[:kept], w.mark), kept + 1
	}
	dst = appendFolded(append(dst[:kept], genericWord), word)
	return dst, len(dst)
}

// cutVersionWord cuts v, ver or version off the start of s, and what separates it from the number that must follow.
func cutVersionWord(s string) string {
	word := letters(s)
	if !equalFold(s[:word], "v") && !equalFold(s[:word], "ver") && !equalFold(s[:word], "version") {
		return s
	}
	i := word
	for i < len(s) && (s[i] == '.' || s[i] == ' ') {
		i++
	}
	if i < len(s) && isDigit(s[i]) {
		return s[i:]
	}
	return s
}
