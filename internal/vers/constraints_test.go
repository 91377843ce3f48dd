package vers

import "testing"

func TestVERS(t *testing.T) {
	for _, test := range []struct {
		text    string
		in, out []string
	}{
		{"vers:npm/*", []string{"0.0.1", "1.0.0"}, nil},
		{"vers:all/*", []string{"U61"}, nil},
		{"vers:none/*", nil, []string{"1"}},
		{"vers:npm/>=1.0.0|<2.0.0", []string{"1.0.0", "1.9.9", "2.0.0-rc.1"}, []string{"1.0.0-rc.1", "2.0.0"}},
		{"vers:npm/1.2.3", []string{"1.2.3", "v1.2.3"}, []string{"1.2.4"}},
		{"vers:gem/>=2.2.0|!=2.2.1|<2.3.0", []string{"2.2.0", "2.2.2"}, []string{"2.2.1", "2.3.0", "2.1"}},
		{"vers:npm/<1.0.0|>=2.0.0|<2.1.0|3.0.0", []string{"0.9.0", "2.0.5", "3.0.0"}, []string{"1.0.0", "2.1.0", "3.0.1"}},
		{"vers:deb/1%3A2.0-1", []string{"1:2.0-1"}, []string{"2.0-1"}},
		{"vers:semver/!=1.2.3", []string{"1.2.2", "1.2.4"}, []string{"1.2.3"}},
		{"vers:generic/<4.2%20beta", []string{"4.1"}, []string{"4.2", "4.2 beta"}},
		// package-url/vers-spec, tests/pypi_range_containment_test.json
		{"vers:pypi/<=1.3.0|3.0.0", []string{"1.0.0"}, nil},
		{"vers:pypi/>0.0.2", []string{"0.0.3"}, nil},
		{"vers:pypi/<0.0.2", []string{"0.0.0.1"}, nil},
		{"vers:pypi/>=1.0.0|<=2.0.0", []string{"1.5"}, []string{"2.0.3", "0.0.9"}},
		{"vers:pypi/>=3.0.0|2.0.3", []string{"2.0.3"}, nil},
		{"vers:pypi/>=3.0.0|!=2.0.3", nil, []string{"2.0.3"}},
		{"vers:pypi/<=1.0.0|>=2.0.0", nil, []string{"1.5"}},
		{"vers:pypi/0.0.2|0.0.6|>=3.0.0|0.0.1|0.0.4|0.0.5|0.0.3", []string{"0.0.4"}, []string{"2.0.3"}},
		// tests/intdot_version_cmp_test.json
		{"vers:intdot/>=1.2|<2.0", []string{"1.5.0"}, []string{"2.0"}},
	} {
		r := mustVERS(t, test.text)
		for _, v := range test.in {
			checkContains(t, r, v, true)
		}
		for _, v := range test.out {
			checkContains(t, r, v, false)
		}
	}
}

// The first part is package-url/vers-spec, tests/vers_canonical_parse_test.json.
func TestVERSIsRefused(t *testing.T) {
	for _, test := range []struct {
		text string
		want error
		says string
	}{
		{"vers:npm/>=1.0.0| <2.0.0", ErrCharacter, `range ">=1.0.0| <2.0.0": version has a character that its scheme does not know`},
		{"vers:npm/|>=1.0.0|<2.0.0", ErrConstraint, `range "|>=1.0.0|<2.0.0": constraint is not a comparator and a version`},
		{"vers:npm/>=1.0.0|<2.0.0|", ErrConstraint, `range ">=1.0.0|<2.0.0|": constraint is not a comparator and a version`},
		{"vers:npm/>=1.0.0||<2.0.0", ErrConstraint, `range ">=1.0.0||<2.0.0": constraint is not a comparator and a version`},
		{"vers:npm/>=2.0.0|<1.0.0", ErrOrderOf, `range ">=2.0.0|<1.0.0": limits are not in ascending order: "1.0.0"`},
		{"vers:npm/1.0%2G0", ErrEncoding, `range "1.0%2G0": percent-encoding is wrong`},
		{"vers:npm/1.0%2", ErrEncoding, `range "1.0%2": percent-encoding is wrong`},

		{"npm/1.0", ErrVERS, `range "npm/1.0": text is not of the form vers:type/constraints`},
		{"vers:npm", ErrVERS, `range "vers:npm": text is not of the form vers:type/constraints`},
		{"vers:npm/", ErrVERS, `range "vers:npm/": text is not of the form vers:type/constraints`},
		{"vers:invalid/1.0", ErrScheme, `range "vers:invalid/1.0": scheme is unknown`},
		{"vers:NPM/1.0", ErrScheme, `range "vers:NPM/1.0": scheme is unknown`},
		{"vers:red hat/1.0", ErrScheme, `range "vers:red hat/1.0": scheme is unknown`},
		{"vers:debian:12/1.0", ErrScheme, `range "vers:debian:12/1.0": scheme is unknown`},
		{"vers:npm/=1.0.0", ErrConstraint, `range "=1.0.0": constraint is not a comparator and a version`},
		{"vers:npm/*|1.0.0", ErrConstraint, `range "*|1.0.0": constraint is not a comparator and a version`},
		{"vers:npm/>=1.0.0|>2.0.0", ErrSequence, `range ">=1.0.0|>2.0.0": lower and upper limits do not alternate: "2.0.0"`},
		{"vers:npm/1.0.0|<2.0.0|!=1.0", ErrDuplicate, `range "1.0.0|<2.0.0|!=1.0": version is named twice: "1.0"`},
		{"vers:npm/>=soon", ErrSyntax, `range ">=soon": npm version "soon": version does not follow its scheme`},
		{"vers:npm/1.0%090", ErrCharacter, `range "1.0%090": npm version "1.0\t0": version has a character that its scheme does not know`},
	} {
		_, err := ParseVERS(test.text)
		checkError(t, err, test.want, test.says)
	}
}

func TestVERSText(t *testing.T) {
	for _, text := range []string{
		"vers:npm/*", "vers:npm/1.2.3", "vers:npm/>=1.0.0|<2.0.0", "vers:npm/<1.0.0|1.5.0|>2.0.0|<=2.5.0", "vers:gem/>=2.2.0|!=2.2.1|<2.3.0",
		"vers:gem/!=2.2.1|!=2.2.2", "vers:generic/4.2%20beta%252", "vers:deb/<1:2.0-1",
	} {
		if got := mustVERS(t, text).String(); got != text {
			t.Errorf("got %s, want %s", got, text)
		}
	}
}

func mustVERS(t *testing.T, text string) Range {
	t.Helper()
	r, err := ParseVERS(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
