// Package vers orders the versions of packages and of device firmware, and says which versions a range holds. It does not
// know advisories, packages or where versions come from: text in, keys and answers out.
//
// Every order here is written as a key: a string of bytes such that bytes.Compare of two keys is the order of the two
// versions. A key is made once and compared many times, which is what makes matching a whole fleet cheap; and a key cannot
// be intransitive, which pairwise comparison of several ecosystems is. No scheme of the list needs a comparer of its own:
// where an ecosystem's rule is not an order (see maven.go and packagist.go), the file says what was done about it.
package vers

import (
	"bytes"
	"strings"
)

// Scheme names how the versions of an ecosystem are ordered. The list is closed; a product with its own kind of versions
// is described by an Order.
type Scheme uint8

// The schemes. None is the zero value: it orders nothing.
const (
	None      Scheme = iota
	Semver           // Semantic Versioning 2.0.0; crates.io, Swift, Bitnami
	Go               // Go modules and toolchains
	NPM              // Semantic Versioning as node-semver reads it
	PyPI             // PEP 440, and below all of it what predates PEP 440
	Maven            // Maven POM reference, version order specification
	Deb              // Debian policy 5.6.12; Debian, Ubuntu, opkg
	RPM              // rpm-version(7); Red Hat, SUSE and those built on them
	APK              // apk-tools; Alpine, Wolfi, Chainguard
	NuGet            // four numbers, then Semantic Versioning without regard to case
	Gem              // Gem::Version
	Packagist        // PHP version_compare
	Pub              // Semantic Versioning, builds ordered
	Hex              // Semantic Versioning
	CRAN             // numbers separated by '.' or '-'
	Hackage          // numbers separated by '.'
	Intdot           // VERS intdot: leading numbers, the rest unread
	Generic          // numbers and words, for what has no scheme of its own
	schemes          // how many there are
)

// names are the types of package URLs, or of VERS where there is no package URL.
var names = [schemes]string{"none", "semver", "golang", "npm", "pypi", "maven", "deb", "rpm", "apk", "nuget", "gem",
	"composer", "pub", "hex", "cran", "hackage", "intdot", "generic"}

// String returns the scheme's type in VERS and package URLs.
func (s Scheme) String() string {
	if s >= schemes {
		return names[None]
	}
	return names[s]
}

// maxLength is the length in bytes of the longest version that is read. It bounds the work that one foreign text can cause.
const maxLength = 4096

// Keyer writes the versions of one order as keys. Scheme and *Ordered do, and nothing else can. Keys of different keyers do
// not compare.
type Keyer interface {
	// AppendKey appends the key of a version to dst. A key is never empty. The error is a *VersionError; what was appended
	// is then of no meaning.
	AppendKey(dst []byte, version string) ([]byte, error)
	String() string
	keyer()
}

func (Scheme) keyer() {}

// Key returns the key of a version. Its error is a *VersionError.
func Key(s Scheme, version string) ([]byte, error) {
	var buf [96]byte
	key, err := s.AppendKey(buf[:0], version)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(key), nil
}

// Compare returns a negative number where a is older than b, 0 where the scheme holds them for the same version, and a
// positive number where a is newer.
func Compare(s Scheme, a, b string) (int, error) {
	var bufA, bufB [96]byte
	keyA, err := s.AppendKey(bufA[:0], a)
	if err != nil {
		return 0, err
	}
	keyB, err := s.AppendKey(bufB[:0], b)
	if err != nil {
		return 0, err
	}
	return bytes.Compare(keyA, keyB), nil
}

// AppendKey appends the key of a version to dst.
func (s Scheme) AppendKey(dst []byte, version string) ([]byte, error) {
	text := strings.TrimSpace(version)
	err := check(text)
	if err == nil {
		dst, err = s.appendKey(dst, text)
	}
	if err != nil {
		return dst, &VersionError{Order: s.String(), Version: version, Err: err}
	}
	return dst, nil
}

// appendKey is a switch, not a table of functions, so that dst may stay on the caller's stack.
func (s Scheme) appendKey(dst []byte, version string) ([]byte, error) {
	switch s {
	case Semver, Hex:
		return appendSemver(dst, version, 0)
	case NPM:
		return appendSemver(dst, strings.TrimLeft(version, "= "), 0)
	case NuGet:
		return appendSemver(dst, version, foldCase)
	case Pub:
		return appendSemver(dst, version, orderBuilds)
	case Go:
		return appendGo(dst, version)
	case PyPI:
		return appendPyPI(dst, version), nil
	case Maven:
		return appendMaven(dst, version), nil
	case Deb:
		return appendDeb(dst, version)
	case RPM:
		return appendRPM(dst, version), nil
	case APK:
		return appendAPK(dst, version), nil
	case Gem:
		return appendGem(dst, version)
	case Packagist:
		return appendPackagist(dst, version), nil
	case CRAN, Hackage:
		return appendNumbers(dst, version)
	case Intdot:
		return appendIntdot(dst, version)
	case Generic:
		return appendGeneric(dst, version)
	}
	return dst, ErrScheme
}

// check refuses what no scheme can place: nothing, too much, and control characters, which keys use as marks.
func check(version string) error {
	switch {
	case version == "":
		return ErrEmpty
	case len(version) > maxLength:
		return ErrLong
	}
	for i := range len(version) {
		if version[i] < ' ' || version[i] == 0x7f {
			return ErrCharacter
		}
	}
	return nil
}
