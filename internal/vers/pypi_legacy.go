package vers

import "bytes"

// Versions older than PEP 440, in the order that setuptools gave them: runs of digits (as text, filled up to eight
// digits), runs of letters, and hyphens are parts; a few words are renamed; "*final" ends every version; before a word
// that is older than "*final", hyphens are dropped, and before any word zeros are.

func appendPyPILegacy(dst []byte, version string) []byte {
	start := len(dst) - 1 // the mark before the parts is a wordEnd too, so that every part stands between two of them
	for version != "" {
		size := 1
		switch c := version[0]; {
		case c == '.':
		case isDigit(c):
			size = digits(version)
			dst = appendRepeated(dst, '0', 8-size)
			dst = appendWord(dst, version[:size])
		case c == '-':
			dst = appendLegacyWord(dst, start, "final-")
		case isLetter(c):
			size = letters(version)
			dst = appendLegacyWord(dst, start, version[:size])
		default:
			for size < len(version) && !isDigit(version[size]) && !isLetter(version[size]) && !isSeparator(version[size]) {
				size++
			}
			dst = appendLegacyWord(dst, start, version[:size])
		}
		version = version[size:]
	}
	return appendLegacyWord(dst, start, "final")
}

// renamed gives the words that have another place in the order than their letters do.
var renamed = [...][2]string{{"pre", "c"}, {"preview", "c"}, {"rc", "c"}, {"dev", "@"}}

var (
	legacyHyphen = []byte("\x00*final-\x00")
	legacyZero   = []byte("\x0000000000\x00")
)

func appendLegacyWord(dst []byte, start int, word string) []byte {
	for _, r := range renamed {
		if equalFold(word, r[0]) {
			word = r[1]
		}
	}
	var buf [16]byte
	if folded := appendFolded(buf[:0], word); bytes.Compare(folded, []byte("final\x00")) < 0 {
		for bytes.HasSuffix(dst[start:], legacyHyphen) {
			dst = dst[:len(dst)-len(legacyHyphen)+1]
		}
	}
	for bytes.HasSuffix(dst[start:], legacyZero) {
		dst = dst[:len(dst)-len(legacyZero)+1]
	}
	return appendFolded(append(dst, '*'), word)
}
