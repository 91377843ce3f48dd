package dossier

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/safety"
)

func TestPartsAreThoseOfTheKnowledgeBase(t *testing.T) {
	got := slices.Sorted(maps.Keys(parts))
	want := slices.Sorted(maps.Keys(knowledge.Parts))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-knowledge +here):\n%s", diff)
	}
	if len(got) == 0 {
		t.Fatal("there are no parts")
	}
}

// What a patient can apply has plain words: short sentences, without the words of the trade.
func TestPatientsGetPlainWords(t *testing.T) {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for id, c := range k.Index.Controls {
		says := plainTasks[id]
		can := slices.Contains(c.AppliedBy, "patient") && c.Status != knowledge.Withdrawn
		if can != (says != "") {
			t.Errorf("%s %s: a patient can apply it: %v; plain words: %q", id, c.Title, can, says)
		}
		if can {
			seen++
		}
		for s := range strings.SplitSeq(says, ". ") {
			if n := len(strings.Fields(s)); n > 22 {
				t.Errorf("%s: %d words in %q", id, n, s)
			}
		}
		for _, word := range []string{"authenticat", "credential", "encrypt", "protocol", "interface", "802.1", "CTL-", "flow", "host"} {
			if strings.Contains(strings.ToLower(says), strings.ToLower(word)) {
				t.Errorf("%s: %q is no plain word", id, word)
			}
		}
	}
	if seen == 0 {
		t.Fatal("no control can be applied by patients")
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
