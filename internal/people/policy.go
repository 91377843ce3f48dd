package people

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What a password must be, after NIST SP 800-63B-4, 3.1.1.2: 15 characters, for a password is asked for without a second factor (with one it
// would be 8); any characters; no rules of composition and no end date; not one that attackers try first.
const (
	minPassword = 15   // characters, as Unicode code points
	maxPassword = 1024 // bytes; longer ones are refused, never cut
	spare       = 3    // letters and digits beside known words that do not make a password
	minDistinct = 5    // different characters
)

//go:embed common.txt
var commonText string

// CheckPassword tells what is wrong with a password that a person chooses; about names what the person is called: name, email address,
// organisation. It looks at the password as a whole: one that has a common word in it is taken, one that is made of them is not.
// Errors are Refused.
func CheckPassword(password string, about ...string) error {
	if !utf8.ValidString(password) {
		return refuse("the password is not text", "")
	}
	if len(password) > maxPassword {
		return refuse(fmt.Sprintf("the password has more than %d bytes", maxPassword), "take a shorter one")
	}
	p := normal(password)
	if n := utf8.RuneCountInString(p); n < minPassword {
		return refuse(fmt.Sprintf("the password has %d characters; it needs %d", n, minPassword), "four or five words that do not belong together are easy to remember")
	}
	if strings.ContainsFunc(p, unicode.IsControl) {
		return refuse("the password has a character that keyboards do not make", "")
	}
	p = strings.ToLower(p)
	if distinct(p) < minDistinct {
		return refuse(fmt.Sprintf("the password has fewer than %d different characters", minDistinct), "four or five words that do not belong together are easy to remember")
	}
	if onlyOf(p, common()) {
		return refuse("the password is made of what attackers try first", "four or five words that do not belong together are easy to remember")
	}
	if onlyOf(p, slices.Concat(ownWords(about), common())) {
		return refuse("the password is made of your own names", "take words that have nothing to do with you")
	}
	return nil
}

// normal is the form of a password that is hashed and counted: NFKC, so that one keyboard's ü is another's (SP 800-63B-4, 3.1.1.2).
func normal(password string) string { return norm.NFKC.String(password) }

func distinct(s string) int {
	runes := []rune(s)
	slices.Sort(runes)
	return len(slices.Compact(runes))
}

// onlyOf tells whether words, as they stand in the text from left to right and longest first, leave hardly a letter or digit.
func onlyOf(text string, words []string) bool {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(words))
	for _, w := range words {
		pairs = append(pairs, w, " ")
	}
	left := 0
	for _, r := range strings.NewReplacer(pairs...).Replace(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			left++
		}
	}
	return left <= spare
}

// common gives the words of common.txt and the years that people are born in or live in.
var common = sync.OnceValue(func() []string {
	var out []string
	for line := range strings.Lines(commonText) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			out = append(out, word)
		}
	}
	for year := 1930; year < 2050; year++ {
		out = append(out, strconv.Itoa(year))
	}
	return out
})

// ownWords takes names apart into words of at least three characters; shorter ones are in every sentence.
func ownWords(about []string) []string {
	var out []string
	for _, a := range about {
		for _, w := range strings.FieldsFunc(strings.ToLower(normal(a)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(w) >= 3 {
				out = append(out, w)
			}
		}
	}
	return out
}
