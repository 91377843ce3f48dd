package project

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/weigh"
)

func TestChangesOfReadings(t *testing.T) {
	var ds diag.List
	k, err := OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	m := OpenModel(filepath.Join("..", "..", "examples", "wearable-monitor"), k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	a, err := Assess(t.Context(), m, k, engine.Current, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := weigh.New(m, k.Index, a.Run, a.Assessment)
	if err != nil {
		t.Fatal(err)
	}
	effect := func(element string, op knowledge.Operator, level string, e indicators.Effect) indicators.Effect {
		e.Element, e.Op, e.Level, e.Indicator, e.Because, e.Since = element, op, level, "IND-0001", "why", "2026-11-26T00:00:00Z"
		return e
	}
	got, left := Changes(s, []indicators.Effect{
		effect("smartbox/os", "at-most", "low", indicators.Effect{Trust: "free-of-known-flaws"}),
		effect("hospital-lan", "at-most", "high", indicators.Effect{Control: "CTL-0004"}),
		effect("hospital-lan", "at-most", "low", indicators.Effect{Control: "CTL-0004"}),
		effect("smartbox", "at-most", "low", indicators.Effect{Control: "CTL-0012"}), // not in place
		effect("smartbox", "", "", indicators.Effect{Control: "CTL-0101", State: indicators.Absent}),
		effect("wrong-intake", "at-least", "very-high", indicators.Effect{Impact: "occurs"}),
		effect("late-adjustment", "is", "none", indicators.Effect{Impact: "occurs"}), // a harm has some severity
		effect("smartbox", "at-least", "high", indicators.Effect{Impact: "controlled"}),
		effect("smartbox", "is", "high", indicators.Effect{Impact: "deceived"}), // devices are not
	})
	want := []weigh.Change{
		{Element: "smartbox/os", Trust: "free-of-known-flaws", Op: "at-most", Level: 1},
		{Element: "smartbox", Control: "CTL-0101", State: "absent", Level: 5},
		{Element: "hospital-lan", Control: "CTL-0004", State: "present", Op: "at-most", Level: 1},
		{Harm: "wrong-intake", Now: &weigh.Circumstances{Severity: map[string]int{"adult": 5, "frail": 5}}},
		{Harm: "late-adjustment", Now: &weigh.Circumstances{Severity: map[string]int{"adult": 1, "frail": 1}}},
		{Element: "smartbox", Impact: "controlled", Op: "at-least", Level: 4},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(weigh.Change{}, "From", "Since", "Because")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantLeft := []string{"CTL-0012 is not in place at smartbox, so what is read of it changes nothing", "smartbox has no consequence deceived"}
	if diff := cmp.Diff(wantLeft, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if x, err := s.Try(got, nil); err != nil || len(x.Refused) > 0 {
		t.Errorf("%v %v", err, x)
	}
}
