package vers

import "strings"

// PHP's version_compare (PHP manual), which OSV uses for Packagist; a v in front is dropped, as Composer does. Anything
// but letters and digits separates, and so does a change between them. Words are known by how they begin, with regard to
// case; all unknown words are the same, older than dev. A version that ends is older than one that goes on with a number
// or with p or pl, and newer than one that goes on with another word: 1.0rc1 < 1.0 < 1.0.0 < 1.0pl1.
//
// Separators at the end have no weight. PHP gives "1.0." a place that depends on which of the two it is handed first.

const (
	phpUnknown = 0x01
	phpEnd     = 0x06
	phpPatch   = 0x20 // above numbers
)

var phpWords = [...]label{{"dev", 0x02}, {"a", 0x03}, {"b", 0x04}, {"RC", 0x05}, {"rc", 0x05}, {"p", phpPatch}}

func appendPackagist(dst []byte, version string) []byte {
	version = cutV(version)
	for version != "" {
		size := 1
		switch c := version[0]; {
		case isDigit(c):
			size = digits(version)
			dst = appendNumber(dst, version[:size])
		case isLetter(c):
			size = letters(version)
			dst = append(dst, phpMark(version[:size]))
		}
		version = version[size:]
	}
	return append(dst, phpEnd)
}

func phpMark(word string) byte {
	for _, w := range phpWords {
		if strings.HasPrefix(word, w.word) {
			return w.mark
		}
	}
	return phpUnknown
}
