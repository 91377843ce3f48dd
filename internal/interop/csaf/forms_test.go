package csaf

import (
	"strings"
	"testing"
	"time"
)

func TestLanguageExists(t *testing.T) {
	for tag, want := range map[string]bool{
		"en": true, "de-CH": true, "sr-Latn-RS": true, "zh-yue": true, "yue": true, "i-default": true, "x-ours": true, "en-x-ours": true, "qaa": true, "es-419": true, "de-1996": true,
		"en-u-ca-gregory": true, "sl-nedis": true,
		"EZ": false, "jp": false, "eng": false, "ger": false, "en-840": false, "en-999": false, "de-JJ": false, "en-US-US": false, "en-a-bbb": false, "de-abcde": false, "": false, "english": false,
	} {
		if got := languageExists(tag); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}

func TestPURL(t *testing.T) {
	for s, want := range map[string]string{
		"pkg:generic/openssl@3.0.1": "", "pkg:npm/%40angular/core@1.2.3": "", "pkg:npm/@angular/core@1.2.3": "", "pkg:golang/stdlib@1.22": "", "pkg:golang/github.com/a/b@v1.0.0#c/d": "",
		"pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie": "", "PKG:Maven/org.a/b": "", "pkg:/generic//a": "", "pkg:newtype/a%2Fb": "", "pkg:generic/a?checksum=": "",
		"pkg:maven/@1.3.4": "it has no name", "pkg:maven/log4j@1": "a package of maven has a namespace", "pkg:pypi/a/b@1": "a package of pypi has no namespace",
		"https://a": `it does not begin with "pkg:"`, "pkg:": "it has no type, or one of a wrong form", "pkg:1a/b": "it has no type, or one of a wrong form", "pkg:generic": "it has no name", "pkg:generic/@": "it has no name",
		"pkg:generic/a%zz": "its name has a % that quotes nothing", "pkg:generic/a b": "its name has a space that is not quoted", "pkg:generic/a%2Fb/c": "its namespace has a quoted /",
		"pkg:generic/a?x=1&X=2": `its qualifier "x" stands twice`, "pkg:generic/a?1=2": `its qualifier "1" has a wrong form`, "pkg:generic/a@%": "its version has a % that quotes nothing",
		"pkg:generic/a#b%2Fc": "its subpath has a quoted /", "pkg:generic/a?x=%1": "its qualifier has a % that quotes nothing",
	} {
		_, err := parsePURL(s)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	p, err := parsePURL("pkg:Deb/debian/dpkg%20a@1.2%2B3?Arch=i386#a//b/")
	if err != nil || p.kind != "deb" || p.namespace != "debian" || p.name != "dpkg a" || p.version != "1.2+3" || p.qualifiers["arch"] != "i386" || p.subpath != "a/b" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestRange(t *testing.T) {
	for s, want := range map[string]string{
		"vers:gem/>=2.2.0|!=2.2.1|<2.3.0": "", "vers:npm/1.2.3|>=2.0.0|<5.0.0": "", "vers:pypi/0.0.0|0.0.1|1.0|2.0pre1": "", "vers:tomee/>=8.0.0-M1|<=8.0.1": "", "vers:all/*": "",
		"<=2": "", "<V3.0.29": "", ">=8.1.5": "", ">10.9a|!=10.9c|!=10.9f|<=10.9k": "", "<2024-4-pabc0019|>2024-10-pefd0010|<2024-12-pjkl2010|>2024-12-pjkl5010|<=2025-1-pghi1001": "",
		"vers:generic/1.0": "", "1.0.0|1.1.0": "", "!=2.0": "", "vers:generic/>=1.0%2Bb": "",
		"all versions < 4.2.0": "it has a space", "4.2": "it is one version, not a range", "*": "all versions are written vers:all/*", "vers:npm/*": "all versions are written vers:all/*",
		"vers:all/1": "vers:all is followed by /* only", "vers:npm": "nothing stands after its type", "vers:NPM/1": `the type "NPM" has a wrong form`, "vers:npm/": "a constraint has no version",
		"=1.0|2.0": "a single version stands without =", "=>1": `"=>" is no comparator`, ">1|>1": `the version "1" stands twice`, ">1|>2": `two constraints in a row open or close the range, the second at "2"`,
		"<1|<2": `two constraints in a row open or close the range, the second at "2"`, "1|<2": `a single version stands before "2", where a range ends`, ">1|2|<3": `a single version stands before "3", where a range ends`, "<1|*": "a star stands alone", "1.*|2": `the version "1.*" has a sign of a comparator that is not quoted`, "1%|2": "it has a % that quotes nothing",
	} {
		err := checkRange(s)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestLicence(t *testing.T) {
	for s, want := range map[string]string{
		"MIT": "", "mit": "", "MIT+": "", "CC-BY-4.0 OR (MIT AND Apache-2.0)": "", "GPL-2.0-only WITH Classpath-exception-2.0": "", "LicenseRef-www.example.org-Example-CSAF-License-3.0": "", "MIT OR any-OSI": "",
		"LicenseRef-scancode-public-domain": "", "MIT WITH AdditionRef-www.example.org-X": "", "MIT or Apache-2.0": "",
		"": "it ends where a licence is expected", "MIT AND": "it ends where a licence is expected", "MIT Apache-2.0": `"Apache-2.0" stands where AND, OR or WITH is expected`, "(MIT": "a parenthesis is not closed",
		"MIT)": `")" stands where AND, OR or WITH is expected`, "Ours-1.0": `"Ours-1.0" is not of the SPDX list`, "LicenseRef-ours": `"LicenseRef-ours" does not name who lists it: LicenseRef-www.example.com-Name`,
		"MIT WITH Nothing": `"Nothing" is no exception of the SPDX list`, "AND": `"AND" is no licence identifier`, "DocumentRef-a:LicenseRef-b": "DocumentRef is not used in CSAF", "MIT WITH AdditionRef-x": `"AdditionRef-x" does not name who lists it: AdditionRef-www.example.com-Name`,
		strings.Repeat("(", 100) + "MIT": "it is nested too deeply", strings.Repeat("MIT OR ", 1000) + "MIT": "it is too long", "MIT aNd MIT": `"aNd" stands where AND, OR or WITH is expected`,
	} {
		_, err := parseLicence(s)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// The order is that of Semantic Versioning 2.0.0, section 11, with its own example.
func TestEditionOrder(t *testing.T) {
	rising := []string{"0", "0.9.5", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "1.11.0", "2", "10", "99999999999999999999999"}
	for i := range rising {
		for j := range rising {
			a, ok := parseEdition(rising[i])
			b, ok2 := parseEdition(rising[j])
			if !ok || !ok2 {
				t.Fatal(rising[i], rising[j])
			}
			got := a.compare(b)
			if i < j && got >= 0 || i > j && got <= 0 || i == j && got != 0 {
				t.Errorf("%s and %s: %d", rising[i], rising[j], got)
			}
		}
	}
	for _, s := range []string{"", "01", "1.0", "1.0.0.0", "v1", "1.0.0-01", "1.0.0-", "-1", "1.0.0+"} {
		if _, ok := parseEdition(s); ok {
			t.Errorf("%q is a version", s)
		}
	}
}

func TestMoments(t *testing.T) {
	for s, want := range map[Moment]struct{ form, strict bool }{
		"2026-03-04T09:00:00Z": {true, true}, "2026-03-04T09:00:00.123+05:30": {true, true}, "2026-03-04t09:00:00z": {true, false}, "2016-12-31T23:59:60Z": {true, false},
		"2026-03-04 09:00:00Z": {}, "2026-03-04T09:00:00": {}, "2026-02-30T09:00:00Z": {}, "2026-03-04T25:00:00Z": {}, "2026-03-04": {}, "2026-03-04T09:00Z": {}, "2026-03-04T09:00:00,5Z": {}, "": {},
	} {
		_, strict := s.Time()
		when, lenient := s.lenient()
		if form := isMoment(V20, string(s)); form != want.form || strict != want.strict || lenient != want.form {
			t.Errorf("%q: form %v, strict %v, lenient %v", s, form, strict, lenient)
		}
		if s == "2016-12-31T23:59:60Z" && !when.Equal(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("the leap second is %v", when)
		}
	}
}

func TestForms(t *testing.T) {
	for name, texts := range map[string]map[string]bool{
		"cpe": {
			"cpe:2.3:h:maker:pump:2.1:*:*:*:*:*:*:*": true, `cpe:2.3:a:a\:b:c:-:*:*:en-US:*:*:*:?x*`: true, "cpe:/a:maker:pump": true, "CPE:/": true,
			"cpe:2.3:h:maker:pump:2.1": false, "cpe:2.3:x:maker:pump:2.1:*:*:*:*:*:*:*": false, "cpe:/x:a": false, "cpe:2.3:h:ma ker:pump:2.1:*:*:*:*:*:*:*": false,
		},
		"uri": {
			"https://www.example.com/a?b=c#d": true, "mailto:a@example.com": true, "urn:a:b": true, "pkg:generic/a": true, "(01)00643169007222": false, "a b": false, "www.example.com": false,
			"https://a/ä": false, "https://a/%zz": false, "https://[::1": false, "": false,
		},
		"name": {"a": true, "a b": true, "_a": false, "a-": false, " a": false, "a.": false, "a\nb": false},
		"uuid": {"5868d6be-b28a-404e-a245-0b5093b31b8b": true, MaxUUID: true, NilUUID: true, "5868D6BE-b28a-404e-a245-0b5093b31b8b": false, "5868d6be-b28a-104e-a245-0b5093b31b8b": false},
	} {
		for s, want := range texts {
			if got := forms[name].holds(V21, s); got != want {
				t.Errorf("%s %q: %v", name, s, got)
			}
		}
	}
}
