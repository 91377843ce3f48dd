package names

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/vers"
)

// TestPhrases has each kind of phrase that stands in the medical advisories of CISA, and what it says.
func TestPhrases(t *testing.T) {
	for text, want := range map[string]string{
		"vers:all/*":                        "all",
		"*":                                 "all",
		"All versions":                      "all",
		"(all models)":                      "all",
		"all Service Pack versions":         "all",
		"9.7":                               "=9.7",
		"v1.0.2":                            "=v1.0.2",
		"< 8.2.2":                           "<8.2.2",
		"<=2.3.5":                           "<=2.3.5",
		">= 2.0":                            ">=2.0",
		">= 4.4 | <= 4.12":                  ">=4.4 <=4.12",
		">= V2.0 < V2.2.28":                 ">=v2.0 <v2.2.28",
		"vers:generic/<2.1":                 "<2.1",
		"2.3.6 and  below":                  "<=2.3.6",
		"R8.0.3 or prior":                   "<=r8.0.3",
		"3.0 and earlier":                   "<=3.0",
		"Firmware Versions 9.0.3 and older": "<=9.0.3",
		"Version 9.5 and prior versions":    "<=9.5",
		"All Versions 2.0 and later":        ">=2.0",
		"versions prior to v1.52":           "<v1.52",
		"all versions up to 7.6.2":          "<7.6.2",
		"All versions through 3.3.5":        "<=3.3.5",
		"All versions < V1.1":               "<v1.1",
		"Versions 2.5 through 3.11":         ">=2.5 <=3.11",
		"1.1 to 1.3.2":                      ">=1.1 <=1.3.2",
		"Rev B-M":                           ">=b <=m",
		"A.01 <= C.0x | 4.0":                ">=a.01 <=c.0*, =4.0",
		"A10 < A11":                         ">=a10 <a11",
		"<= U61 |<= L81":                    "<=u61, <=l81",
		"U61 and earlier L81 and earlier":   "<=u61, <=l81",
		"9.13 | 9.19 | 9.33":                "=9.13, =9.19, =9.33",
		"Versions 9.13 9.19 9.33 and 12.1":  "=9.13, =9.19, =9.33, =12.1",
		"(Release 1.3.2 1.4.0)":             "=1.3.2, =1.4.0",
		"4.20 | 4.20 SR1":                   "=4.20, =4.20 sr1",
		"1.1.3 MR Build 11":                 "=1.1.3 mr build 11",
		"< 1.8.4 Service Pack 01":           "<1.8.4 service pack 01",
		"2nd Edition":                       "=2nd edition",
		"14.1.x":                            "14.1.*",
		"4.X | 5.X":                         "4.*, 5.*",
		"<= 12.2.x.x":                       "<=12.2*",
		"< 3.x":                             "<3",
		"<= K":                              "<=k",
		"<= 3.0 D15":                        "<=3.0 d15",
		"Version GEH-1.1 and prior":         "<=geh-1.1",
		"LPI 3.5.12.P30":                    "=lpi 3.5.12.p30",
		"with software Revisions F.0 G.0":   "=f.0, =g.0",
		"053L000091 (global) / 054U000091 (U.S.)":   "=053l000091, =054u000091; unread: global | u.s.",
		"v8.x model 35700BAX2":                      "v8.*; models: 35700bax2",
		"(v9.x) model 35700BAX3":                    "v9.*; models: 35700bax3",
		"MMT-1715 | MMT-1754":                       "; models: mmt-1715 | mmt-1754",
		"CR-IR 357":                                 "; models: cr-ir 357",
		"<= 1.54 (integrated into GE MobileLink)":   "<=1.54; unread: integrated into ge mobilelink",
		"<=11.2 on Windows 8.1 with IIS 7.5":        "<=11.2; unread: on windows 8.1 with iis 7.5",
		"* running on old systems":                  "all; unread: running on old systems",
		"<  july 1 2017":                            "; unread: < july 1 2017",
		"distributed  < april 1, 2018":              "; unread: distributed < april 1, 2018",
		"Version A, Firmware A.03.09":               "; unread: version a, firmware a.03.09",
		"< V10.4.1 only if web components are used": "<v10.4.1; unread: only if web components are used",
		"<=firmware_05":                             "<=05",
		"":                                          "",
	} {
		if diff := cmp.Diff(want, shown(ParseVersions(text))); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func shown(s Said) string {
	var parts []string
	if s.All {
		parts = append(parts, "all")
	}
	for _, c := range s.Clauses {
		parts = append(parts, c.shown())
	}
	out := strings.Join(parts, ", ")
	if len(s.Models) > 0 {
		out += "; models: " + strings.Join(s.Models, " | ")
	}
	if len(s.Unread) > 0 {
		out += "; unread: " + strings.Join(s.Unread, " | ")
	}
	return out
}

func (c *Clause) shown() string {
	var out []string
	switch {
	case c.Line != "":
		return c.Line + ".*"
	case c.From == c.To:
		return "=" + c.From
	}
	if c.From != "" {
		out = append(out, map[bool]string{true: ">", false: ">="}[c.FromOpen]+c.From)
	}
	if c.To != "" {
		out = append(out, map[bool]string{true: "<", false: "<="}[c.ToOpen]+c.To+map[bool]string{true: "*"}[c.ToLine])
	}
	return strings.Join(out, " ")
}

// TestWithin has versions at, below and above limits, and those that nobody can place.
func TestWithin(t *testing.T) {
	for _, x := range []struct {
		said, version string
		want          Place
	}{
		{"< 8.2.2", "8.2.1", Inside},
		{"< 8.2.2", "8.2.2", Outside},
		{"< 8.2.2", "8.2.3", Outside},
		{"<= 9.33", "9.33", Inside},
		{"<= 9.33", "9.34", Outside},
		{"<= 9.33", "9.33.1", Line},
		{"<= 9.33", "9", Line},
		{">= 4.4 | <= 4.12", "4.4", Inside},
		{">= 4.4 | <= 4.12", "4.3", Outside},
		{">= 4.4 | <= 4.12", "4.13", Outside},
		{"< B.06.18", "B.06.05", Inside},
		{"< B.06.18", "B.06.18", Outside},
		{"<= N", "M.04.19", Inside},
		{"<= N", "N.01", Line},
		{"<= N", "P.01", Outside},
		{"A.01 <= C.0x", "C.01.12", Inside},
		{"A.01 <= C.0x", "C.10", Outside},
		{"2.X", "2.0.6", Inside},
		{"2.X", "3.2", Outside},
		{"1.1 | 1.2", "1.11", Outside},
		{"1.6", "1.6.1", Line},
		{"4.20 SR1", "4.20 sr1", Inside},
		{"<= U61", "L81", Unknown},
		{"<= U61", "012U000040", Unknown},
		{"9.7", "", Unknown},
		{"*", "", Inside},
		{"< july 1 2017", "2.0", Unknown},
		{"<= D25", "vD25", Inside},
		{"<= 4.1", "R4.1L1", Line},
	} {
		s := ParseVersions(x.said)
		if got, why := s.Within(x.version, vers.Generic); got != x.want {
			t.Errorf("%q in %q is %s, not %s: %s", x.version, x.said, got, x.want, why)
		}
	}
}

// A scheme of the product's own places what cannot be placed otherwise, and tells limits of another line.
func TestWithinOwnScheme(t *testing.T) {
	scheme := &Scheme{Forms: []Form{{Pattern: "[{unit}]U{build}", By: []string{"build"}}}}
	for _, name := range []string{"unit", "build"} {
		scheme.Forms[0].Parts = append(scheme.Forms[0].Parts, part(name))
	}
	order, err := scheme.Keyer("spacestation")
	if err != nil {
		t.Fatal(err)
	}
	s := ParseVersions("<= U61 |<= L81")
	for version, want := range map[string]Place{"012U000061": Inside, "012U000062": Outside, "L81": Unknown} {
		if got, why := s.Within(version, order); got != want {
			t.Errorf("%s is %s, not %s: %s", version, got, want, why)
		}
	}
}

func FuzzParseVersions(f *testing.F) {
	for _, s := range []string{"<= U61 |<= L81", "2.3.6 and below", "A.01 <= C.0x | 4.0", "v8.x (with | (a", "Rev J-M | (X3 only)", "\xff(", ">= 1 < 2"} {
		f.Add(s, "9.33.1")
	}
	f.Fuzz(func(t *testing.T, text, version string) {
		s := ParseVersions(text)
		for _, c := range s.Clauses {
			if c.Text == "" || c.Line == "" && c.From == "" && c.To == "" {
				t.Errorf("%q gives an empty clause: %+v", text, c)
			}
		}
		place, why := s.Within(version, vers.Generic)
		if place == "" || why == "" {
			t.Errorf("%q in %q: %q, %q", version, text, place, why)
		}
	})
}
