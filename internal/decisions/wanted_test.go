package decisions_test

import (
	"strings"
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

func TestFactsOfADecisionAreCodesAndWords(t *testing.T) {
	f := found(t, map[string]string{"hub.yaml": hub(t)})
	rest := func(about string) []decisions.Fact {
		on, err := f.Rest(about)
		if err != nil {
			t.Fatal(err)
		}
		return on.List()
	}
	control := rest("CTL-0001@send")
	want := []decisions.Fact{
		{What: "its state", Is: control[0].Is, Named: decisions.Named{Kind: "state"}, Values: []string{control[0].Is}},
		{What: "the highest risk of what it answers", Is: control[1].Is, Named: decisions.Named{Kind: "risk-answered"}, Values: []string{control[1].Is}},
	}
	if diff := cmp.Diff(want, control); diff != "" || control[0].Is == "" || control[1].Is == "" {
		t.Error(diff)
	}
	kinds := map[decisions.Kind]decisions.Fact{}
	for _, x := range append(rest("wrong"), rest(decisions.Overall)...) {
		kinds[x.Kind] = x
		if x.What == "" || len(x.Values) == 0 {
			t.Errorf("%+v says nothing", x)
		}
	}
	if s := kinds["severity"]; s.What != "severity for "+s.Name || s.Name == "" {
		t.Errorf("the severity is %+v", s)
	}
	if w := kinds["way"]; len(w.Through) == 0 || w.What != "a way to it: "+strings.Join(w.Through, ", ") {
		t.Errorf("a way is %+v", w)
	}
	if h := kinds["verdict-on"]; h.Of == "" || h.What != "the verdict on "+h.Of {
		t.Errorf("a verdict is %+v", h)
	}
}
