package vers

import (
	"bytes"
	"strings"
	"testing"
)

// ladders are versions in ascending order; versions on one rung are equal. Each comes from the ecosystem's specification or
// its tests, or shows a case that advisories or device inventories hold.
var ladders = []struct {
	name   string
	scheme Scheme
	rungs  []string
}{
	{"semver.org clause 11", Semver, []string{"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
		"1.0.0-beta.11", "1.0.0-rc.1", "1.0.0 = v1.0.0 = 1.0 = 1 = 1.0.0+build.7", "1.0.1", "1.0.1.1", "1.1", "2.0.0-0", "2"}},
	{"numbers do not wrap", Semver, []string{"0", "9", "10", "15", "16", "17", "255", "256", "4095", "4096", "65535", "65536", "4294967296",
		"9223372036854775808", "9999999999999999999", "10000000000000000000", "18446744073709551616", "184467440737095516160"}},
	{"npm", NPM, []string{"1.2.3-beta = 1.2.3beta = =1.2.3-beta", "1.2.3 = =v1.2.3", "1.2.4"}},
	{"pseudo-versions", Go, []string{"0.0.0-20180101000000-abcdefabcdef = v0.0.0-20180101000000-abcdefabcdef",
		"0.0.0-20230101000000-000000000000", "0.0.0", "1.2.3-pre.0.20210101000000-abcdefabcdef", "1.2.3",
		"1.2.4-0.20210101000000-abcdefabcdef", "1.2.4", "2.0.0+incompatible = v2.0.0 = 2.0.0",
		"2.0.1-0.20200101000000-abcdefabcdef+incompatible", "2.0.1"}},
	{"toolchains", Go, []string{"go1.21beta1 = 1.21.0-beta.1", "go1.21rc2 = 1.21rc2 = 1.21.0-rc.2", "go1.21rc10",
		"go1.21 = 1.21.0 = go1.21.0", "go1.21.5 = 1.21.5 = go1.21.5-acme1 = go1.21.5 X:boringcrypto", "go1.22.3 = go1.22.3+auto"}},
	{"PEP 440, summary", PyPI, []string{"1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456",
		"1.0b2", "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0 = 1 = 1.0.0 = v1.0", "1.0+abc.5", "1.0+abc.7",
		"1.0+5", "1.0.post456.dev34", "1.0.post456 = 1.0-456", "1.0.15", "1.1.dev1", "2", "1!0.1"}},
	{"PEP 440, spellings", PyPI, []string{"1.1a1 = 1.1-alpha1 = 1.1.ALPHA.1 = 1.1_a_1", "1.1b0 = 1.1b = 1.1-beta", "1.1rc2 = 1.1c2 = 1.1pre2 = 1.1-preview-2",
		"1.1", "1.1.post0 = 1.1-r = 1.1.rev", "1.1.post2 = 1.1-2 = 1.1-post-2"}},
	{"before PEP 440", PyPI, []string{"0.1-bulbasaur", "0.9-ivysaur", "2.0.1rc2-git", "0.dev0", "0"}},
	{"Maven POM reference", Maven, []string{"1-alpha-1 = 1alpha1 = 1a1 = 1.0.alpha1 = 1-ga-alpha-1", "1-beta-2", "1-m3", "1-rc = 1-cr", "1-snapshot",
		"1 = 1.0 = 1-ga = 1.0.0-final = 1.release", "1-sp = 1.0.sp", "1-sp-1", "1-abc", "1-xyz", "1-0.1", "1-1 = 1-ga-1 = 1.0-1", "1-2", "1.0.0.1",
		"1.0.1", "1.1", "1.1-1", "1.1.1", "2"}},
	{"Debian policy", Deb, []string{"1.0~~", "1.0~~a", "1.0~", "1.0 = 0:1.0 = 1.0-0 = 1.00 = 01.0", "1.0-1~deb12u1", "1.0-1", "1.0-1+b1", "1.0-1.1",
		"1.0a", "1.0+dfsg", "1.0.1", "1:0.1"}},
	{"rpm", RPM, []string{"1.0~rc1-1", "1.0", "1.0-", "1.0-1 = 0:1.0-1", "1.0-1.el8", "1.0-1.el9", "1.0-2", "1.0^git1-1", "1.0a-1", "1.0.1-1", "1:0.1"}},
	{"apk", APK, []string{"1.2_alpha", "1.2_alpha1", "1.2_beta", "1.2_pre", "1.2_rc", "1.2_rc1", "1.2_rc1-r1", "1.2", "1.2-r0", "1.2-r1",
		"1.2-r10", "1.2~0abc", "1.2_cvs", "1.2_svn", "1.2_git20240101", "1.2_hg", "1.2_p", "1.2_p1", "1.2a", "1.2a1", "1.2b", "1.2.01", "1.2.3", "1.10"}},
	{"NuGet", NuGet, []string{"1.0.0-alpha = 1.0.0-ALPHA", "1.0.0-beta", "1.0.0 = 1 = 1.0.0.0 = 1.0.0+x", "1.0.0.1-a", "1.0.0.1", "1.0.1"}},
	{"Gem, rows of zeros", Gem, []string{"1.a.b", "1.a.0.b", "1.a.0.0.b", "1.a = 1.0.a = 1.a.0", "1.a.0.0.1", "1.a.0.1", "1.a.1", "1.b", "1"}},
	{"Gem, pre-releases", Gem, []string{"1.0.0.beta2", "1.0.0-1 = 1.0.0.pre.1", "1.0.0.rc1", "1.0.0 = 1", "1.0.1"}},
	{"PHP manual", Packagist, []string{"5.2-foo = 5.2-stable", "5.2-dev", "5.2-alpha = 5.2a", "5.2-beta1 = 5.2b1", "5.2RC1 = 5.2-rc.1", "5.2 = v5.2 = 5.2-",
		"5.2.0", "5.2.1", "5.2pl1 = 5.2-p1 = 5.2-patch1", "5.10"}},
	{"Pub", Pub, []string{"1.0.0-a", "1.0.0-a+1", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+a", "1.0.1"}},
	{"Hex", Hex, []string{"1.0.0-rc.0", "1.0.0 = 1.0.0+x", "1.0.1"}},
	{"CRAN", CRAN, []string{"0.1", "0.1-0 = 0.1.0", "0.1-2", "0.2", "1.0", "1.0.0"}},
	{"Hackage", Hackage, []string{"0.1.26.0", "1", "1.0", "1.0.0", "1.1"}},
	{"intdot, vers-spec tests", Intdot, []string{"1.2 = 1.2.0 = 1.2beta = 01.002", "1.2.1", "1.2.2", "1.2.10 = 1.0002.10", "1.10 = 1.10alpha"}},
	{"firmware", Generic, []string{"1.2 alpha", "1.2 beta 2 = 1.2-Beta2", "1.2rc1", "1.2 = V1.2 = v. 1.2 = Version 1.2.0 = 1.2 final", "1.2a", "1.2z", "1.2za",
		"1.2.1", "1.2.1 build 7", "1.10"}},
	{"firmware, letters first", Generic, []string{"A.01.02", "B.06.18", "B.06.19", "B.07", "C.01"}},
	{"OpenSSL", Generic, []string{"0.9.8", "0.9.8lt", "0.9.8zg", "1.0.0e", "1.0.0r", "1.0.1", "1.0.2-beta1", "1.0.2", "1.0.2a", "1.0.2zb", "1.1.1",
		"1.1.1ag", "3.0.0-alpha1", "3.0.0-beta2", "3.0.0", "4.1.11"}},
	{"Linux", Generic, []string{"5.10-rc1", "5.10-rc10", "5.10", "5.10.1", "6.1"}},
}

func TestLadders(t *testing.T) {
	for _, l := range ladders {
		t.Run(l.name, func(t *testing.T) { checkLadder(t, l.scheme, l.rungs) })
	}
}

// checkLadder compares every version of a ladder with every other.
func checkLadder(t *testing.T, k Keyer, rungs []string) {
	t.Helper()
	var keys [][]byte
	var texts []string
	var heights []int
	for height, rung := range rungs {
		for version := range strings.SplitSeq(rung, " = ") {
			key, err := k.AppendKey(nil, version)
			if err != nil {
				t.Fatal(err)
			}
			keys, texts, heights = append(keys, key), append(texts, version), append(heights, height)
		}
	}
	for i := range keys {
		for j := range keys {
			got, want := bytes.Compare(keys[i], keys[j]), sign(heights[i]-heights[j])
			if got != want {
				t.Errorf("compare %q with %q: got %d, want %d", texts[i], texts[j], got, want)
			}
		}
	}
}

func sign(n int) int { return min(1, max(-1, n)) }

// TestEveryScheme makes sure that no scheme is left out of the tests, of Of, or of AppendKey.
func TestEveryScheme(t *testing.T) {
	tested := map[Scheme]bool{}
	for _, l := range ladders {
		tested[l.scheme] = true
	}
	for s := Semver; s < schemes; s++ {
		if !tested[s] {
			t.Errorf("%s has no ladder", s)
		}
		if got, ok := Of(s.String()); !ok || got != s {
			t.Errorf("Of(%q): got %s, want %s", s.String(), got, s)
		}
		if _, err := Key(s, "1.2.3"); err != nil {
			t.Error(err)
		}
	}
}
