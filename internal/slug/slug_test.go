package slug_test

import (
	"testing"

	"cordon/internal/slug"
)

func TestOf(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                          {"", ""},
		"Wearable monitor":          {"wearable-monitor", "wearable-monitor"},
		"  3D: pump (2nd) ":         {"3d-pump-2nd", "d-pump-2nd"},
		"1. Times: agreed":          {"1-times-agreed", "times-agreed"},
		"Überwachung – zu Hause":    {"berwachung-zu-hause", "berwachung-zu-hause"},
		"心臓":                        {"", ""},
		"2026":                      {"2026", ""},
		"MDCG 2019-16, rev. 1\nnew": {"mdcg-2019-16-rev-1-new", "mdcg-2019-16-rev-1-new"},
	} {
		if of, id := slug.Of(text), slug.ID(text); of != want[0] || id != want[1] {
			t.Errorf("%q is %q, and %q as an id; want %q", text, of, id, want)
		}
	}
}
