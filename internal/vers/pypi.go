package vers

// PEP 440, order as in its section "Summary of permitted suffixes and relative ordering" and as packaging.version keys it:
// epoch, release without zeros at its end, pre-release, post-release, development release, local version. What does not
// follow PEP 440 is older than all that does (see pypi_legacy.go), as it was while such versions could be uploaded.
//
// Key: pypiModern; epoch; release, pypiReleaseEnd; pre; post; dev; local.

const (
	pypiLegacy     = 0x00
	pypiModern     = 0x01
	pypiReleaseEnd = 0x01
)

// Marks within one place of the key; a place compares before the next one does.
const (
	preNone  = 0x01 // a development release of the version itself: below its pre-releases
	preA     = 0x02
	preB     = 0x03
	preRC    = 0x04
	preFinal = 0x05

	postNone = 0x01
	postSome = 0x02

	devSome = 0x01
	devNone = 0x02

	localEnd    = 0x01
	localWord   = 0x02
	localNumber = 0x03
)

// pep440 is a version in its parts; numbers are runs of digits, empty where none is written, which is zero.
type pep440 struct {
	epoch, release string
	pre            byte
	preNumber      string
	hasPost        bool
	post           string
	hasDev         bool
	dev            string
	local          string
}

func appendPyPI(dst []byte, version string) []byte {
	v, ok := parsePEP440(version)
	if !ok {
		return appendPyPILegacy(append(dst, pypiLegacy), version)
	}
	dst = appendNumber(append(dst, pypiModern), v.epoch)
	dst, _, _ = appendRelease(dst, v.release)
	dst = append(dst, pypiReleaseEnd)
	switch {
	case v.pre != 0:
		dst = appendNumber(append(dst, v.pre), v.preNumber)
	case v.hasDev && !v.hasPost:
		dst = append(dst, preNone)
	default:
		dst = append(dst, preFinal)
	}
	if v.hasPost {
		dst = appendNumber(append(dst, postSome), v.post)
	} else {
		dst = append(dst, postNone)
	}
	if v.hasDev {
		dst = appendNumber(append(dst, devSome), v.dev)
	} else {
		dst = append(dst, devNone)
	}
	return appendLocal(dst, v.local)
}

// appendLocal appends the segments of a local version: words are older than numbers, fewer segments than more.
func appendLocal(dst []byte, local string) []byte {
	for local != "" {
		end := 0
		for end < len(local) && !isSeparator(local[end]) {
			end++
		}
		if segment := local[:end]; digits(segment) == len(segment) {
			dst = appendNumber(append(dst, localNumber), segment)
		} else {
			dst = appendFolded(append(dst, localWord), segment)
		}
		local = local[min(end+1, len(local)):]
	}
	return append(dst, localEnd)
}

// label is a spelling of a kind of release, and the mark of the kind. Longer spellings stand before their beginnings.
type label struct {
	word string
	mark byte
}

var preLabels = [...]label{{"alpha", preA}, {"a", preA}, {"beta", preB}, {"b", preB}, {"preview", preRC}, {"pre", preRC}, {"c", preRC}, {"rc", preRC}}
var postLabels = [...]label{{"post", postSome}, {"rev", postSome}, {"r", postSome}}
var devLabels = [...]label{{"dev", devSome}}

// parsePEP440 reads what appendix B of PEP 440 gives as a regular expression.
func parsePEP440(s string) (v pep440, ok bool) {
	if len(s) > 0 && (s[0] == 'v' || s[0] == 'V') {
		s = s[1:]
	}
	end := digits(s)
	if end > 0 && end < len(s) && s[end] == '!' {
		v.epoch, s = s[:end], s[end+1:]
		end = digits(s)
	}
	if end == 0 {
		return v, false
	}
	for end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		end += 1 + digits(s[end+1:])
	}
	v.release, s = s[:end], s[end:]

	v.pre, v.preNumber, s = cutLabel(s, preLabels[:])
	if len(s) > 1 && s[0] == '-' && isDigit(s[1]) {
		n := digits(s[1:])
		v.hasPost, v.post, s = true, s[1:1+n], s[1+n:]
	} else {
		var mark byte
		mark, v.post, s = cutLabel(s, postLabels[:])
		v.hasPost = mark != 0
	}
	mark, number, s := cutLabel(s, devLabels[:])
	v.hasDev, v.dev = mark != 0, number
	if s == "" {
		return v, true
	}
	v.local = s[1:]
	return v, s[0] == '+' && isLocal(v.local)
}

// cutLabel cuts [separator] label [separator] [number] off the start of s; the mark is 0 if there is none.
func cutLabel(s string, labels []label) (mark byte, number, rest string) {
	t := cutSeparator(s)
	for _, l := range labels {
		if !hasWord(t, l.word) {
			continue
		}
		t = cutSeparator(t[len(l.word):])
		n := digits(t)
		return l.mark, t[:n], t[n:]
	}
	return 0, "", s
}

func cutSeparator(s string) string {
	if s != "" && isSeparator(s[0]) {
		return s[1:]
	}
	return s
}

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '.' }

// isLocal says whether s is letters and digits in segments, none of them empty.
func isLocal(s string) bool {
	before := byte('.')
	for i := range len(s) {
		if !isDigit(s[i]) && !isLetter(s[i]) && (!isSeparator(s[i]) || isSeparator(before)) {
			return false
		}
		before = s[i]
	}
	return !isSeparator(before)
}
