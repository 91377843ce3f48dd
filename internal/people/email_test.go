package people

import (
	"errors"
	"strings"
	"testing"
)

func TestFoldEmail(t *testing.T) {
	const hint = "give an address like anna.schmidt@hospital.example"
	for _, c := range []struct{ name, in, want, refused string }{
		{"plain", "anna@hospital.example", "anna@hospital.example", ""},
		{"case of both parts", "Anna.Schmidt@Hospital.Example", "anna.schmidt@hospital.example", ""},
		{"blanks around", " \tanna@hospital.example\n", "anna@hospital.example", ""},
		{"full-width letters", "ａｎｎａ＠hospital.example", "anna@hospital.example", ""},
		{"composed and decomposed are one", "Ju\u0308rgen@klinik.example", "j\u00fcrgen@klinik.example", ""},
		{"the Turkish capital and the Kelvin sign are looks of i and k", "\u0130\u212a@klinik.example", "ik@klinik.example", ""},
		{"what composes only in lower case", "\u0130\u0301@klinik.example", "\u00ed@klinik.example", ""},
		{"plus", "anna+cordon@hospital.example", "anna+cordon@hospital.example", ""},
		{"longest", strings.Repeat("a", 242) + "@aa.example1", strings.Repeat("a", 242) + "@aa.example1", ""},
		{"too long", strings.Repeat("a", 243) + "@aa.example1", "", "the email address is longer than 254 bytes"},
		{"far too long", strings.Repeat(" ", 1<<20) + "a@b", "", "the email address is longer than 254 bytes"},
		{"no at", "anna", "", "the email address has not exactly one @ with something on both sides"},
		{"empty", "", "", "the email address has not exactly one @ with something on both sides"},
		{"two ats", "anna@x@y", "", "the email address has not exactly one @ with something on both sides"},
		{"nothing before", "@hospital.example", "", "the email address has not exactly one @ with something on both sides"},
		{"nothing behind", "anna@", "", "the email address has not exactly one @ with something on both sides"},
		{"blank inside", "an na@hospital.example", "", "the email address has a blank or a character that cannot be seen"},
		{"header injection", "anna@hospital.example\r\nBcc:x", "", "the email address has a blank or a character that cannot be seen"},
		{"NUL", "anna\x00@hospital.example", "", "the email address has a blank or a character that cannot be seen"},
		{"zero width", "an\u200bna@hospital.example", "", "the email address has a blank or a character that cannot be seen"},
		{"right to left", "an\u202ena@hospital.example", "", "the email address has a blank or a character that cannot be seen"},
		{"a display name", "<anna@hospital.example>", "", `the email address has one of < > ( ) [ ] \ , ; : "`},
		{"not text", "anna\xff@hospital.example", "", "the email address is not text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := FoldEmail(c.in)
			checkRefused(t, err, c.refused, hint)
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// checkRefused fails unless err is Refused with this text and hint, or nil where no text is wanted.
func checkRefused(t *testing.T, err error, text, hint string) {
	t.Helper()
	if text == "" {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	r := (*Refused)(nil)
	if !errors.As(err, &r) {
		t.Fatalf("got error %v, want it refused: %s", err, text)
	}
	if r.Text != text || r.Hint != hint {
		t.Errorf("got  %q, hint %q\nwant %q, hint %q", r.Text, r.Hint, text, hint)
	}
}

func FuzzFoldEmail(f *testing.F) {
	for _, s := range []string{"anna@hospital.example", "\u0130@x", "ａ＠ｂ", "a@b@c", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := FoldEmail(s)
		if err != nil {
			if got != "" {
				t.Errorf("refused, yet gave %q", got)
			}
			return
		}
		if again, err := FoldEmail(got); err != nil || again != got {
			t.Errorf("%q folds to %q, and that to %q, %v", s, got, again, err)
		}
		if len(got) > 254 || strings.Count(got, "@") != 1 {
			t.Errorf("took %q", got)
		}
	})
}
