package postmarket

import "strings"

// Distributions give the same package other versions, and fix it by others, in each of their editions: 1.1.1n-0+deb11u4 in Debian 11 is what
// 3.0.9-1 is in Debian 12. So what is said of a package of one stands under a key for the edition, deb/debian/openssl@12, and under another for
// all editions, deb/debian/openssl@*, in which a component is looked up that does not say its own. What is said of no edition stands under the key
// of the package.
var editioned = map[string]bool{"deb/debian": true, "deb/ubuntu": true, "apk/alpine": true, "rpm/rocky": true, "rpm/almalinux": true}

func hasEditions(key string) bool {
	typ, rest, _ := strings.Cut(key, "/")
	namespace, _, _ := strings.Cut(rest, "/")
	return editioned[typ+"/"+namespace]
}

// EditionKeys are the keys of a package of which an advisory speaks, in an edition as ecosystems of OSV name it: "12", "v3.19", "22.04:LTS",
// "Pro:18.04:LTS", or nothing.
func EditionKeys(key, edition string) []string {
	if !hasEditions(key) {
		return []string{key}
	}
	number := ""
	for part := range strings.SplitSeq(edition, ":") {
		if part = strings.TrimPrefix(part, "v"); number == "" && startsWithDigit(part) {
			number = part
		}
	}
	if number == "" {
		return []string{key}
	}
	return []string{key + "@" + number, key + "@*"}
}

// editionKeys are the keys for a component of an edition as package URLs name it: debian-12, ubuntu-22.04, alpine-3.19.1. A finer number is in
// the coarser edition: 3.19.1 in 3.19.
func editionKeys(key, distro string) []string {
	number := distro[strings.LastIndexByte(distro, '-')+1:]
	switch {
	case !hasEditions(key):
		return []string{key}
	case !startsWithDigit(number):
		return []string{key, key + "@*"}
	}
	out := []string{key + "@" + number}
	for i := strings.LastIndexByte(number, '.'); i > 0; i = strings.LastIndexByte(number, '.') {
		number = number[:i]
		out = append(out, key+"@"+number)
	}
	return append(out, key)
}

func startsWithDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }
