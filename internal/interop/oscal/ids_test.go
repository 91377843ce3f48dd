package oscal

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestToken(t *testing.T) {
	for _, tt := range []struct{ clause, token string }{
		{"mdcg-2019-16:r1/3.6#7", "mdcg-2019-16_.r1_-3.6_n7"},
		{"fdca-524b:2022/(b)(1)", "fdca-524b_.2022_-_ob_c_o1_c"},
		{"iec-62304:2015/8.2+8.3", "iec-62304_.2015_-8.2_p8.3"},
		{"6.1", "_i6.1"},
		{"a_b c", "a__b_x20_c"},
		{"_", "__"},
		{"", "_i"},
	} {
		if got := Token(tt.clause); got != tt.token {
			t.Errorf("the token of %q is %q, want %q", tt.clause, got, tt.token)
		}
		if got, ok := ClauseID(tt.token); !ok || got != tt.clause {
			t.Errorf("%q comes back as %q, %v", tt.token, got, ok)
		}
	}
}

func TestForeignTokensAreNotOurs(t *testing.T) {
	for _, token := range []string{"ac-2_smt", "a_", "a_x", "a_xzz_", "a_x61_", "6.1", "_ia", "a_x110000_", "a_q", "a b", ""} {
		if got, ok := ClauseID(token); ok {
			t.Errorf("%q is taken for the clause %q", token, got)
		}
	}
}

var tokenForm = regexp.MustCompile(`^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$`) // TokenDatatype of the schema

func TestTokensComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clause := rapid.OneOf(rapid.StringMatching(`[a-z]{1,3}:[a-z0-9]{1,3}/[A-Za-z0-9(][A-Za-z0-9.()#/+-]{0,8}`), rapid.String()).Draw(t, "clause")
		token := Token(clause)
		if !tokenForm.MatchString(token) {
			t.Errorf("%q is no token of OSCAL", token)
		}
		if got, ok := ClauseID(token); !ok || got != clause {
			t.Errorf("%q gives %q, which comes back as %q", clause, token, got)
		}
		if _, ok := ClauseID(statement(clause)); ok {
			t.Errorf("%q could be a control", statement(clause))
		}
	})
}

func TestMarkupComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringMatching(`[a-z *_\\{}<>\[\]~^.]{0,20}`), rapid.String()).Draw(t, "text")
		if got, want := plain(markup(s)), strings.TrimSpace(s); got != want {
			t.Errorf("%q becomes %q, which comes back as %q", s, markup(s), got)
		}
		if strings.Contains(markup(s), "{{") {
			t.Errorf("%q could name a parameter", markup(s))
		}
	})
}

func TestUUID(t *testing.T) {
	// Computed with uuid.uuid5 of Python 3.
	if got, want := uuid("a", "b"), "c8a00b9a-592a-53c9-bb67-8846c29def07"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
