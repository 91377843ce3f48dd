package people

import (
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	const (
		words    = "four or five words that do not belong together are easy to remember"
		first    = "the password is made of what attackers try first"
		own      = "the password is made of your own names"
		nothing  = "take words that have nothing to do with you"
		distinct = "the password has fewer than 5 different characters"
	)
	about := []string{"Anna-Lena Schmidt", "a.schmidt@hospital-nord.example", "Klinikum Nord"}
	for _, c := range []struct{ name, password, want, hint string }{
		{"five words", "tide gravel lampshade onion Tuesday", "", ""},
		{"no capital, digit or sign", "gravellampshadeonion", "", ""},
		{"only digits, drawn", "839 205 174 663 920 4", "", ""},
		{"other scripts", "зимний чайник ложка", "", ""},
		{"a known word among others", "password gravel lampshade", "", ""},
		{"an own name among others", "schmidt gravel lampshade", "", ""},
		{"blanks at the ends count", " gravel lampsha ", "", ""},
		{"longest", strings.Repeat("gravel lampshade", 64), "", ""},
		{"too long", strings.Repeat("gravel lampshade", 64) + "x", "the password has more than 1024 bytes", "take a shorter one"},
		{"too short", "gravel lampsha", "the password has 14 characters; it needs 15", words},
		{"empty", "", "the password has 0 characters; it needs 15", words},
		{"letters are counted, not bytes", "зимний чайник", "the password has 13 characters; it needs 15", words},
		{"composed and decomposed count alike", "gravel lampsha\u0308", "the password has 14 characters; it needs 15", words},
		{"not text", "gravel lampshade\xff", "the password is not text", ""},
		{"control characters", "gravel\x1blampshade", "the password has a character that keyboards do not make", ""},
		{"one letter", "aaaaaaaaaaaaaaaaaaaa", distinct, words},
		{"two in turn", "abababababababab", distinct, words},
		{"a common one, twice", "passwordpassword", first, words},
		{"a common one and a year", "Winter2026!Winter2026", first, words},
		{"runs of keys", "qwertzuiopasdfghjkl", first, words},
		{"counting", "123456789012345678", first, words},
		{"the famous passphrase", "Correct-Horse-Battery-Staple", first, words},
		{"name of the product", "Cordon.Workbench.42", first, words},
		{"own name and a year", "AnnaLena.Schmidt.1984", own, nothing},
		{"own address", "a.schmidt@hospital-nord.example", own, nothing},
		{"organisation and a common word", "KlinikumNord-admin1", own, nothing},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkRefused(t, CheckPassword(c.password, about...), c.want, c.hint)
		})
	}
}

func TestAWordOfTwoLettersIsNobodysName(t *testing.T) {
	if err := CheckPassword("lila lila lilo bei", "Li La", "lo@be.example"); err != nil {
		t.Errorf("refused: %v", err)
	}
}

func TestCommonWordsAreRead(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range common() {
		if seen[w] {
			t.Errorf("%q is there twice", w)
		}
		seen[w] = true
		if w != strings.ToLower(normal(w)) {
			t.Errorf("%q can never be found: passwords are compared in lower case", w)
		}
	}
	for _, w := range []string{"password", "qwertz", "1930", "2049"} {
		if !seen[w] {
			t.Errorf("%q is missing among %d words", w, len(seen))
		}
	}
}
