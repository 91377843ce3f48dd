package csaf

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// form is a form of texts.
type form struct {
	says  string // for hints
	holds func(Version, string) bool
}

// forms are the forms that the tags of documents name, as the schema of the standard has them.
var forms = map[string]form{
	"schema":      {SchemaURL, func(_ Version, s string) bool { return s == SchemaURL }},
	"name":        {"no space, hyphen, underscore or full stop at either end", matches(`^[^\s\-_.](.*[^\s\-_.])?$`)},
	"trimmed":     {"no space at either end, and no line break", matches(`^\S(.*\S)?$`)},
	"version":     {"an integer such as 4, or a semantic version such as 1.4.0", matches(versionForm)},
	"lang":        {"a language tag such as en or de-CH", matches(languageForm)},
	"uri":         {"a URI such as https://www.example.com/a", func(_ Version, s string) bool { return isURI(s) }},
	"uuid":        {"a random UUID in lower case", matches(`^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|` + NilUUID + `|` + MaxUUID + `)$`)},
	"moment":      {"a date with time and zone such as 2026-11-26T12:00:00Z", isMoment},
	"cve":         {"CVE, year and number, such as CVE-2024-12345", matches(`^CVE-[0-9]{4}-[0-9]{4,}$`)},
	"cwe":         {"CWE and a number, such as CWE-79", matches(`^CWE-[1-9][0-9]{0,5}$`)},
	"cwename":     {"the name of the weakness, with no space, hyphen, underscore or full stop at either end", since21(`^[^\s\-_.](.*[^\s\-_.])?$`)},
	"cweversion":  {"a version of CWE such as 4.12", matches(`^[1-9][0-9]*\.([0-9]|[1-9][0-9]+)(\.[0-9]+)?$`)},
	"cpe":         {"a name of CPE 2.2 or 2.3, such as cpe:2.3:h:maker:pump:2.1:*:*:*:*:*:*:*", matches(cpeForm)},
	"purl":        {"a package URL such as pkg:generic/openssl@3.0.1", func(_ Version, s string) bool { return purlForm.MatchString(s) }},
	"hash":        {"32 or more hexadecimal digits", matches(`^[0-9a-fA-F]{32,}$`)},
	"probability": {"a decimal number from 0 to 1 such as 0.975", matches(`^(0\.[0-9]+|1\.0+)$`)},
}

// NilUUID and MaxUUID are the sharing groups of nobody and of everybody.
const (
	NilUUID = "00000000-0000-0000-0000-000000000000"
	MaxUUID = "ffffffff-ffff-ffff-ffff-ffffffffffff"
)

const (
	versionForm  = `^((0|[1-9][0-9]*)|(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?)$`
	languageForm = `^(([A-Za-z]{2,3}(-[A-Za-z]{3}(-[A-Za-z]{3}){0,2})?|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?|[Xx](-[A-Za-z0-9]{1,8})+|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo])$`
	// cpePart is one attribute of a name of CPE 2.3: letters, digits and quoted signs, with wildcards at the ends only.
	cpePart = `:((\?*|\*?)([a-zA-Z0-9\-._]|\\[\\*?!"#$%&'()+,/:;<=>@\[\]^` + "`" + `{|}~])+(\?*|\*?)|[*\-])`
	cpeForm = `^(cpe:2\.3:[aho*\-](` + cpePart + `){5}:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[*\-])(` + cpePart + `){4}|[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._\-~%]*){0,6})$`
)

var (
	purlForm     = regexp.MustCompile(`^pkg:[A-Za-z.\-+][A-Za-z0-9.\-+]*/.+`)
	strictMoment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$`)
	wideMoment   = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$`)
)

func matches(pattern string) func(Version, string) bool {
	re := regexp.MustCompile(pattern)
	return func(_ Version, s string) bool { return re.MatchString(s) }
}

func since21(pattern string) func(Version, string) bool {
	re := regexp.MustCompile(pattern)
	return func(v Version, s string) bool { return v == V20 || re.MatchString(s) }
}

// isMoment is RFC 3339 as the schema has it, with small letters and leap seconds. What 2.1 forbids of that is test 6.1.37.
func isMoment(_ Version, s string) bool {
	m := wideMoment.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	second := m[3]
	if second == "60" {
		second = "59"
	}
	_, err := time.Parse(time.RFC3339, m[1]+"T"+m[2]+":"+second+m[4]+strings.ToUpper(m[5]))
	return err == nil
}

// isURI is RFC 3986 with a scheme: no space, no sign that has to be quoted.
func isURI(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme != ""
}
