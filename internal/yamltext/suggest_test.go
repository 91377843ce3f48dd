package yamltext

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	words := []string{"zones", "places", "network/wifi", "data.health"}
	for _, c := range []struct {
		word    string
		allowed []string
		want    string
	}{
		{"zoens", words, `did you mean "zones"?`},
		{"place", words, `did you mean "places"?`},
		{"wifi", words, `did you mean "network/wifi"?`},
		{"health", words, `did you mean "data.health"?`},
		{"colour", words, "allowed: zones, places, network/wifi, data.health"},
		{"", words, "allowed: zones, places, network/wifi, data.health"},
		{"x", nil, ""},
		{"x", strings.Fields("aa bb cc dd ee ff gg hh ii jj kk ll mm"), ""},
		{"cut", []string{"cat", "cot"}, `did you mean "cat"?`}, // equally near: alphabetical
		{strings.Repeat("x", 101), []string{strings.Repeat("x", 100)}, "allowed: " + strings.Repeat("x", 100)},
	} {
		if got := Suggest(c.word, c.allowed); got != c.want {
			t.Errorf("Suggest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1}, {"abc", "ac", 1}, {"abc", "xyz", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
