package knowledge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/civil"
	"cordon/internal/diag"
)

func TestSteps(t *testing.T) {
	for _, c := range []struct {
		grace, every, since string
		at                  []string // the first of 1, 2, … steps
	}{
		{"", "6mo", "2027-01-01", []string{"2027-01-01", "2027-07-01", "2028-01-01", "2028-07-01", "2029-01-01"}},
		{"6mo", "6mo", "2026-08-31", []string{"2027-02-28", "2027-08-28", "2028-02-28", "2028-08-28", "2029-02-28"}},
		{"", "1mo", "2027-01-31", []string{"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"}},
		{"", "1y", "2028-02-29", []string{"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		{"12h", "2w", "2026-11-26", []string{"2026-11-26T12:00:00Z", "2026-12-10T12:00:00Z", "2026-12-24T12:00:00Z", "2027-01-07T12:00:00Z", "2027-01-21T12:00:00Z"}},
	} {
		r := AgeingRule{Grace: c.grace, Every: c.every}
		since, err := civil.Parse(c.since)
		if err != nil {
			t.Fatal(err)
		}
		for n, text := range c.at {
			at, err := civil.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if before, then, after := r.Steps(since, at-1), r.Steps(since, at), r.Steps(since, at+1); before != n || then != n+1 || after != n+1 {
				t.Errorf("each %s after %s, from %s: %d, %d, %d steps around %s, wanted %d, then %d", c.every, c.grace, c.since, before, then, after, text, n, n+1)
			}
		}
		if n := r.Steps(since, since.AddMonths(1200)); n != 5 {
			t.Errorf("each %s: %d steps in a hundred years, wanted 5", c.every, n)
		}
	}
	if n := (&AgeingRule{Every: "often"}).Steps(0, 1<<40); n != 0 {
		t.Errorf("%d steps of no period", n)
	}
}

func TestLintOfAgeing(t *testing.T) {
	sound := AgeingRule{ID: "old", Since: SupportEnd, Every: "6mo", On: []string{"device"}, Trust: "firm", To: "very-low", Because: "why"}
	key := AgeingRule{ID: "old", Since: KeyEnd, Grace: "1mo", Every: "6mo", To: "very-low", Because: "why"}
	for _, c := range []struct {
		name   string
		rule   AgeingRule
		change func(*AgeingRule)
		want   []diag.Code
	}{
		{"sound", sound, func(*AgeingRule) {}, nil},
		{"sound for a control", key, func(*AgeingRule) {}, nil},
		{"period", sound, func(r *AgeingRule) { r.Every = "a while" }, []diag.Code{diag.EntryPattern}},
		{"grace", sound, func(r *AgeingRule) { r.Grace = "0d" }, []diag.Code{diag.EntryPattern}},
		{"both", sound, func(r *AgeingRule) { r.Every, r.Grace = "0d", "x" }, []diag.Code{diag.EntryPattern, diag.EntryPattern}},
		{"kind", sound, func(r *AgeingRule) { r.On = []string{"devise"} }, []diag.Code{diag.EntryReference}},
		{"trust", sound, func(r *AgeingRule) { r.Trust = "firmer" }, []diag.Code{diag.EntryReference}},
		{"no trust", sound, func(r *AgeingRule) { r.Trust = "" }, []diag.Code{diag.EntryPattern}},
		{"no kinds", sound, func(r *AgeingRule) { r.On = nil }, []diag.Code{diag.EntryPattern}},
		{"trust of a key", key, func(r *AgeingRule) { r.Trust = "firm" }, []diag.Code{diag.EntryPattern}},
		{"kinds of a key", key, func(r *AgeingRule) { r.On = []string{"device"} }, []diag.Code{diag.EntryPattern}},
	} {
		c.change(&c.rule)
		b := &Base{
			Kinds: []Kind{{Entry: Entry{ID: "device"}}}, Trust: []TrustAttribute{{Entry: Entry{ID: "firm"}}},
			Ageing: Ageing{Rules: []AgeingRule{c.rule}},
		}
		var ds diag.List
		l := linter{b: b, ix: NewIndex(b), ds: &ds}
		l.ageing()
		var got []diag.Code
		for _, d := range ds.Sorted() {
			got = append(got, d.Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s%v", c.name, diff, ds.Sorted())
		}
	}
}
