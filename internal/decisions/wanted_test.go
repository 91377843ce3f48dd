package decisions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/decisions"
)

func TestWhatNobodyDecidedIsWanted(t *testing.T) {
	f := found(t, map[string]string{"hub.yaml": hub(t)})
	want := []decisions.Wanted{
		{About: "wrong", Title: "Wrong dose", Verdict: "reduce"},
		{About: "known", Title: "Illness becomes known", Verdict: "reduce"},
		{About: "overall", Title: "Overall benefit-risk judgement"},
	}
	if diff := cmp.Diff(want, decisions.FindWanted(f, nil)); diff != "" {
		t.Error(diff)
	}
	decided := []decisions.Review{
		{ID: "a", Now: []string{"wrong"}, State: decisions.Stale},
		{ID: "b", Now: []string{"overall"}, State: decisions.Replaced},
	}
	if diff := cmp.Diff(want[1:], decisions.FindWanted(f, decided)); diff != "" {
		t.Errorf("a stale decision is one, a replaced one is none: %s", diff)
	}
}

func TestWhatCanBeDecidedIsSearched(t *testing.T) {
	f := found(t, map[string]string{"hub.yaml": hub(t)})
	ids := func(text string, most int) []string {
		out := []string{}
		for _, w := range f.Search(text, most) {
			out = append(out, w.About)
		}
		return out
	}
	if diff := cmp.Diff([]string{"CTL-0001@send"}, ids("SEND ctl-0001@", 9)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"overall", "wrong"}, ids("", 2)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{}, ids("nothing of this name", 9)); diff != "" {
		t.Error(diff)
	}
}

func TestFactsOfADecisionAreInWords(t *testing.T) {
	f := found(t, map[string]string{"hub.yaml": hub(t)})
	on, err := f.Rest("CTL-0001@send")
	if err != nil {
		t.Fatal(err)
	}
	want := []decisions.Fact{{What: "its state", Is: on.State}, {What: "the highest risk of what it answers", Is: on.Risk}}
	if diff := cmp.Diff(want, on.InWords()); diff != "" {
		t.Error(diff)
	}
}
