package vers

// Gem::Version of RubyGems: runs of digits and runs of letters are segments, and a hyphen begins a pre-release, as if it
// were ".pre.". A word is older than a number. Missing segments are zero, so that zeros at the end, and zeros before the
// first word, do not count.
//
// Missing segments being zero makes a row of zeros older than the end if a word follows it (1.a.0.b < 1.a), and newer if
// a number does (1.a < 1.a.0.1). The key therefore writes zeros when it knows what follows them.

const (
	gemWord     = 0x01
	gemZeroLow  = 0x02 // of a row that a word follows
	gemEnd      = 0x03
	gemZeroHigh = 0x04 // of a row that a number follows
)

func appendGem(dst []byte, version string) ([]byte, error) {
	zeros, inWords, segments := 0, false, 0
	for version != "" {
		size := 1
		switch c := version[0]; {
		case isDigit(c):
			size = digits(version)
			segments++
			if isZero(version[:size]) {
				zeros++
				break
			}
			dst = appendRepeated(dst, gemZeroHigh, zeros)
			zeros = 0
			dst = appendNumber(dst, version[:size])
		case isLetter(c) || c == '-':
			word := "pre"
			if c != '-' {
				size = letters(version)
				segments++
				word = version[:size]
			}
			if inWords {
				dst = appendRepeated(dst, gemZeroLow, zeros)
			}
			zeros, inWords = 0, true
			dst = appendWord(append(dst, gemWord), word)
		case c != '.':
			return dst, ErrSyntax
		}
		version = version[size:]
	}
	if segments == 0 {
		return dst, ErrSyntax
	}
	return append(dst, gemEnd), nil
}
