package vers

import "strings"

// Versions of Go modules are semantic versions (https://go.dev/ref/mod#versions): a pseudo-version is a pre-release by its
// form, and +incompatible is a build, which has no weight. OSV writes them without the v.
//
// Versions of the toolchain and of the standard library are written "go1.22rc1" by the toolchain and in SBOMs, and as
// 1.22.0-rc.1 in advisories; the two are one version here. A vendor's suffix ("go1.22.3-acme", "go1.22.3 X:boringcrypto")
// has no weight, as in the standard library's go/version.
//
// "(devel)" is what the toolchain writes for a module built from a working tree. It stands for any version: ErrUnplaced.

func appendGo(dst []byte, version string) ([]byte, error) {
	if strings.HasPrefix(version, "(devel)") || strings.HasPrefix(version, "devel") {
		return dst, ErrUnplaced
	}
	toolchain, isToolchain := strings.CutPrefix(version, "go")
	if isToolchain {
		if end := strings.IndexAny(toolchain, "- +"); end >= 0 {
			toolchain = toolchain[:end]
		}
		version = toolchain
	}
	mark := len(dst)
	out, rest, count := appendRelease(dst, cutV(version))
	for _, word := range [...]string{"beta", "rc"} {
		number, found := strings.CutPrefix(rest, word)
		if count > 0 && found && number != "" && digits(number) == len(number) {
			out = appendWord(append(out, markPre, markAlnum), word)
			return append(appendNumber(out, number), endOfIDs), nil
		}
	}
	return appendSemver(dst[:mark], version, 0)
}
