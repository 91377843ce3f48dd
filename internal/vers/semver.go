package vers

import "strings"

// Semantic Versioning 2.0.0, clauses 9 to 11, for all ecosystems built on it.
//
// Real versions are read more kindly than the specification allows: a v in front, fewer than three numbers (the missing
// ones are zero), leading zeros, a pre-release without its hyphen ("1.2.3beta", as node-semver's loose mode). More than
// three numbers continue the order (1.1.3 < 1.1.3.1), which NuGet defines and nobody else contradicts.
//
// Key: the release; then markPre and the identifiers of the pre-release, or markRelease; then, for Pub, the identifiers
// of the build.

// semverOption is what an ecosystem does differently.
type semverOption uint8

const (
	foldCase    semverOption = 1 << iota // pre-releases that differ in case are equal (NuGet)
	orderBuilds                          // builds of one version are ordered (Dart's pub_semver)
)

const (
	markPre     = 0x01
	markRelease = 0x02
	endOfIDs    = 0x00
	markBuild   = 0x03
	markAlnum   = 0x20 // above all numbers, clause 11.4.3
)

func appendSemver(dst []byte, version string, opt semverOption) ([]byte, error) {
	dst, rest, count := appendRelease(dst, cutV(version))
	if count == 0 {
		return dst, ErrSyntax
	}
	rest, build, hasBuild := strings.Cut(rest, "+")
	switch {
	case rest == "":
		dst = append(dst, markRelease)
	case rest[0] == '-' || isLetter(rest[0]):
		pre := strings.TrimPrefix(rest, "-")
		var ok bool
		if dst, ok = appendIDs(append(dst, markPre), pre, opt); !ok {
			return dst, ErrSyntax
		}
	default:
		return dst, ErrSyntax
	}
	if hasBuild && opt&orderBuilds != 0 {
		dst, _ = appendIDs(append(dst, markBuild), build, opt)
	}
	return dst, nil
}

// appendIDs appends dot-separated identifiers; it says whether none of them is empty.
func appendIDs(dst []byte, ids string, opt semverOption) ([]byte, bool) {
	ok := true
	for more := true; more; {
		var id string
		id, ids, more = strings.Cut(ids, ".")
		switch {
		case id != "" && digits(id) == len(id):
			dst = appendNumber(dst, id)
		case opt&foldCase != 0:
			dst = appendFolded(append(dst, markAlnum), id)
		default:
			dst = appendWord(append(dst, markAlnum), id)
		}
		ok = ok && id != ""
	}
	return append(dst, endOfIDs), ok
}
