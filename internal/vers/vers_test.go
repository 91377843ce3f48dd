package vers

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for name, want := range map[string]Scheme{
		"Debian:12": Deb, "Alpine:v3.18": APK, "PyPI": PyPI, "Go": Go, "crates.io": Semver, "Maven": Maven, "npm": NPM, "NuGet": NuGet, "RubyGems": Gem,
		"Packagist": Packagist, "Pub": Pub, "Hex": Hex, "Rocky Linux:9": RPM, "Red Hat:rhel_aus:8.4::appstream": RPM, "Ubuntu:Pro:18.04:LTS": Deb,
		"Maven:https://maven.google.com": Maven, "Linux": Generic, "Wolfi": APK, "openSUSE:Leap 15.6": RPM, "CRAN": CRAN, "Hackage": Hackage,
		"cargo": Semver, "golang": Go, "composer": Packagist, "gem": Gem, "deb": Deb, "rpm": RPM, "apk": APK, "generic": Generic, "intdot": Intdot,
	} {
		if got, ok := Of(name); !ok || got != want {
			t.Errorf("Of(%q): got %s, %v, want %s", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "Android", "OSS-Fuzz", "conda", "git", "none", "Atlantis"} {
		if got, ok := Of(name); ok || got != None {
			t.Errorf("Of(%q): got %s, %v, want none", name, got, ok)
		}
	}
}

func TestVersionsAreRefused(t *testing.T) {
	long := strings.Repeat("1", maxLength+1)
	for _, test := range []struct {
		scheme  Scheme
		version string
		want    error
		text    string
	}{
		{Semver, "", ErrEmpty, `semver version "": version is empty`},
		{Semver, " \t", ErrEmpty, `semver version " \t": version is empty`},
		{Deb, "1\x00", ErrCharacter, `deb version "1\x00": version has a character that its scheme does not know`},
		{Deb, "1.é", ErrCharacter, `deb version "1.é": version has a character that its scheme does not know`},
		{Deb, "a:1", ErrSyntax, `deb version "a:1": version does not follow its scheme`},
		{Deb, "1:", ErrSyntax, `deb version "1:": version does not follow its scheme`},
		{NPM, long, ErrLong, `npm version "` + long[:120] + `"...: version is longer than 4096 bytes`},
		{NPM, "latest", ErrSyntax, `npm version "latest": version does not follow its scheme`},
		{NPM, "1.x", ErrSyntax, `npm version "1.x": version does not follow its scheme`},
		{NPM, "1.2.3-", ErrSyntax, `npm version "1.2.3-": version does not follow its scheme`},
		{NPM, "1.2.3-a..b", ErrSyntax, `npm version "1.2.3-a..b": version does not follow its scheme`},
		{Go, "(devel)", ErrUnplaced, `golang version "(devel)": version has no place in the order`},
		{Go, "devel go1.23-abcdef", ErrUnplaced, `golang version "devel go1.23-abcdef": version has no place in the order`},
		{Gem, "1.0+x", ErrSyntax, `gem version "1.0+x": version does not follow its scheme`},
		{Gem, ".", ErrSyntax, `gem version ".": version does not follow its scheme`},
		{CRAN, "1.a", ErrSyntax, `cran version "1.a": version does not follow its scheme`},
		{CRAN, "1_2", ErrSyntax, `cran version "1_2": version does not follow its scheme`},
		{Intdot, "x", ErrSyntax, `intdot version "x": version does not follow its scheme`},
		{Generic, "--", ErrSyntax, `generic version "--": version does not follow its scheme`},
		{Generic, "версия 1", ErrCharacter, `generic version "версия 1": version has a character that its scheme does not know`},
		{None, "1", ErrScheme, `none version "1": scheme is unknown`},
		{schemes, "1", ErrScheme, `none version "1": scheme is unknown`},
	} {
		key, err := Key(test.scheme, test.version)
		if key != nil {
			t.Errorf("key of %s %q: got %q, want none", test.scheme, test.version, key)
		}
		checkError(t, err, test.want, test.text)
		_, err = Compare(test.scheme, "1.2.3", test.version)
		if test.scheme != None && test.scheme != schemes {
			checkError(t, err, test.want, test.text)
		}
	}
}

// TestKeyIsStable holds keys as bytes: an index that is kept on disk must be built anew when one of these changes.
func TestKeyIsStable(t *testing.T) {
	for _, test := range []struct {
		scheme  Scheme
		version string
		want    string
	}{
		{Semver, "1.2.0-rc.1", "\x11\x01\x11\x02\x01\x20rc\x00\x11\x01\x00"},
		{PyPI, "1!2.0.post3", "\x01\x11\x01\x11\x02\x01\x05\x02\x11\x03\x02\x01"},
		{Maven, "1.0-alpha-2", "\x0b\x11\x01\x01\x0a\x11\x02\x06"},
		{Deb, "1.2-3~x", "\x10\x02\x11\x01\xae\x02\x11\x02\x02\x02\x11\x03\x01x\x02\x10\x02"},
		{RPM, "1:2-3.el8", "\x11\x01\x11\x02\x02\x05\x11\x03\x04el\x00\x11\x08\x02"},
		{APK, "1.20-r3", "\x11\x01\x22\x11\x14\x07\x11\x03\x06"},
		{Generic, "B.06.18", "\x08b\x00\x11\x06\x11\x12\x07"},
		{Semver, "300.99999999999999999999", "\x12\x01\x2c\x19\x00\x1499999999999999999999\x02"},
	} {
		key, err := Key(test.scheme, test.version)
		if err != nil || !bytes.Equal(key, []byte(test.want)) {
			t.Errorf("%s %s: got %q, %v, want %q", test.scheme, test.version, key, err, test.want)
		}
	}
}

func checkError(t *testing.T, err, want error, text string) {
	t.Helper()
	if !errors.Is(err, want) || err.Error() != text {
		t.Errorf("got error %v\nwant      %s", err, text)
	}
}
