package navigator

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/compliance"
)

// Places that differ never get the same id of a page.
func TestAnchor(t *testing.T) {
	seen := map[string]string{}
	for place, want := range map[string]string{
		"3.6#7": "c-3.6_7", "3.6/7": "c-3.6~2F7", "3.6_7": "c-3.6~5F7", "3.6~2F7": "c-3.6~7E2F7", "32(1)a-d": "c-32~281~29a-d", "CR-1+2": "c-CR-1~2B2", "§ 1": "c-~C2~A7~201",
	} {
		got := anchor("c-", place)
		if got != want || seen[got] != "" {
			t.Errorf("%s: %s, want %s (also of %q)", place, got, want, seen[got])
		}
		seen[got] = place
	}
}

func TestQuoted(t *testing.T) {
	for in, want := range map[string]string{
		"examples/wearable-monitor": "examples/wearable-monitor", "my device": "'my device'", "it's": `'it'\''s'`, "$(reboot)": "'$(reboot)'", "-x": "'-x'", "a:b/1#2": "'a:b/1#2'", "": "''",
	} {
		if got := quoted(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{"": "", "not met": "Not met.", "élan": "Élan.", "CRI-0001 holds": "CRI-0001 holds.", "Is it?": "Is it?", " done. ": "Done."} {
		if got := sentence(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestPieces(t *testing.T) {
	want := []piece{{"Write ", false}, {"owner", true}, {" there.", false}}
	if diff := cmp.Diff(want, pieces("Write `owner` there.")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A bar is whole, has the statuses in one order, and says small shares as such.
func TestBar(t *testing.T) {
	b := newBar("x", "Law", "", "", compliance.Coverage{Statuses: map[compliance.Status]int{compliance.Met: 1, compliance.Open: 298, compliance.Undecidable: 1, compliance.NotApplicable: 7}})
	want := []part{
		{mark: mark{"met", "✓", "met"}, N: 1, From: "0.00", Width: "0.33", Middle: "0.17", Share: "under 1 %"},
		{mark: mark{"open", "○", "open"}, N: 298, From: "0.33", Width: "99.33", Middle: "50.00", Share: "99 %", Fits: true},
		{mark: mark{"undecidable", "?", "undecidable"}, N: 1, From: "99.67", Width: "0.33", Middle: "99.83", Share: "under 1 %"},
	}
	if diff := cmp.Diff(want, b.Parts, cmp.AllowUnexported(part{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if b.All != 300 || b.Out != 7 || b.Shares() != "under 1 % met, 99 % open, under 1 % undecidable" {
		t.Errorf("%d of %d: %s", b.All, b.Out, b.Shares())
	}
	if got := percent(999, 1000); got != "over 99 %" {
		t.Errorf("nearly all: %s", got)
	}
}
