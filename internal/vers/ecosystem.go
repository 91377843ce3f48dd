package vers

import "strings"

// byName gives the scheme of each name in lower case: ecosystems of OSV (ossf/osv-schema, ecosystems.json), and types of
// package URLs and of VERS. What is missing here has no order that we know (Android, OSS-Fuzz, Conan, Conda, commits): Of
// says so, and the caller cannot tell rather than guess.
var byName = map[string]Scheme{
	"semver": Semver, "crates.io": Semver, "cargo": Semver, "swifturl": Semver, "swift": Semver, "bitnami": Semver,
	"github actions": Semver, "kubernetes": Semver, "julia": Semver, "vscode": Semver, "vscode-extension": Semver,

	"go": Go, "golang": Go,
	"npm":  NPM,
	"pypi": PyPI, "maven": Maven,

	"debian": Deb, "deb": Deb, "ubuntu": Deb, "opkg": Deb,

	"rpm": RPM, "red hat": RPM, "rocky linux": RPM, "almalinux": RPM, "opensuse": RPM, "suse": RPM, "mageia": RPM,
	"openeuler": RPM, "photon os": RPM, "azure linux": RPM, "amazon linux": RPM, "oracle linux": RPM, "fedora": RPM,

	"apk": APK, "alpine": APK, "wolfi": APK, "chainguard": APK, "minimos": APK, "bellsoft": APK, "alpaquita": APK,
	"bellsoft hardened containers": APK,

	"nuget":    NuGet,
	"rubygems": Gem, "gem": Gem, "cocoapods": Gem,
	"packagist": Packagist, "composer": Packagist,
	"pub": Pub, "dart": Pub,
	"hex":  Hex,
	"cran": CRAN, "bioconductor": CRAN,
	"hackage": Hackage, "ghc": Hackage,

	"intdot":  Intdot,
	"generic": Generic, "linux": Generic, "openssl": Generic, "nginx": Generic,
}

// Of returns the scheme of an ecosystem of OSV ("Debian:12"; what follows the colon does not matter), or of a type of
// package URLs or VERS ("deb"), whatever its case; false if its order is not known.
func Of(ecosystem string) (Scheme, bool) {
	name, _, _ := strings.Cut(ecosystem, ":")
	s, ok := byName[strings.ToLower(strings.TrimSpace(name))]
	return s, ok
}
