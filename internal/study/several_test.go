package study

import (
	"strings"
	"testing"
)

func TestManyThingsAreNamedShortly(t *testing.T) {
	for names, want := range map[string]string{
		"a":                       "a",
		"a b c d e f g h i j":     "a, b, c, d, e, f, g, h, i, j",
		"a b c d e f g h i j k l": "a, b, c, d, e, f, g, h, i, j and 2 more",
	} {
		if got := several(strings.Fields(names)); got != want {
			t.Errorf("%s: %q, want %q", names, got, want)
		}
	}
}
