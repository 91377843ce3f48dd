package dossier

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/knowledge"
	"cordon/internal/safety"
)

func TestPartsAreThoseOfTheKnowledgeBase(t *testing.T) {
	got := slices.Sorted(maps.Keys(parts))
	got = append(got, slices.Collect(maps.Keys(recorded))...)
	slices.Sort(got)
	want := slices.Sorted(maps.Keys(knowledge.Parts))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-knowledge +here):\n%s", diff)
	}
	if len(got) == 0 {
		t.Fatal("there are no parts")
	}
}

func TestHowOften(t *testing.T) {
	for _, tt := range []struct {
		from, to float64
		want     string
	}{
		{0.0004, 0.04, "How often: if 10,000 devices are used for a year, this may happen with 4 to 400 of them."},
		{0.6, 1, "How often: if 10 devices are used for a year, this may happen with 6 to 10 of them."},
		{2e-05, 0.004, "How often: if 100,000 devices are used for a year, this may happen with 2 to 400 of them."},
		{0, 0.00001, "How often: if 100,000 devices are used for a year, this may happen with up to 1 of them."},
		{1e-9, 0.02, "How often: if 10,000,000 devices are used for a year, this may happen with up to 200,000 of them."},
		{0, 0, "How often: if 10,000,000 devices are used for a year, this may happen with up to 0 of them."},
	} {
		if got := howOften(safety.Interval{From: tt.from, To: tt.to}); got != tt.want {
			t.Errorf("%v to %v: got  %s\nwant %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestFirstLetters(t *testing.T) {
	for in, want := range map[string]string{"": "", "Är": "är", "A b": "a b", "\xff": "\xff"} {
		if got := lower(in); got != want {
			t.Errorf("lower(%q) = %q, want %q", in, got, want)
		}
	}
	if got := upper("über"); got != "Über" {
		t.Errorf("upper: %q", got)
	}
}
