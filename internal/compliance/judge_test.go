package compliance

import (
	"strings"
	"testing"

	"cordon/internal/decisions"
	"cordon/internal/knowledge"
)

// What criteria show of a clause: all of it only if one of them covers the whole and none lacks anything.
func TestDerive(t *testing.T) {
	f := func(outcome knowledge.Outcome, shows bool) found {
		return found{&Finding{Criterion: "CRI-0001", Outcome: outcome}, shows}
	}
	for _, c := range []struct {
		name string
		of   []found
		want Status
	}{
		{"no criterion", nil, Open},
		{"nothing to look at", []found{f(knowledge.Nothing, true)}, Open},
		{"all of it holds", []found{f(knowledge.Met, true)}, Met},
		{"all of it holds, and a part has nothing to look at", []found{f(knowledge.Met, true), f(knowledge.Nothing, false)}, Met},
		{"a part holds", []found{f(knowledge.Met, false)}, Partly},
		{"all of it holds, and a part does not", []found{f(knowledge.Met, true), f(knowledge.Open, false)}, Partly},
		{"all of it holds, and a part is not known", []found{f(knowledge.Met, true), f(knowledge.Asked, false)}, Partly},
		{"all of it holds in part", []found{f(knowledge.Partly, true)}, Partly},
		{"nothing holds", []found{f(knowledge.Open, true), f(knowledge.Open, false)}, Open},
		{"nothing is known", []found{f(knowledge.Asked, true)}, Open},
	} {
		if got, because := derive(c.of); got != c.want || because == "" {
			t.Errorf("%s: %s (%s), want %s", c.name, got, because, c.want)
		}
	}
}

// What people state counts wholly when it is signed and stands. What the description shows against it stays visible.
func TestStatementsAndCriteria(t *testing.T) {
	says := func(choice decisions.Choice, signed bool, state decisions.State) *Statement {
		return &Statement{Decision: "d", Choice: choice, Who: "A", Role: "lead", When: "2026-11-25", Why: "Because.", Signed: signed, State: state}
	}
	f := func(outcome knowledge.Outcome) []found {
		return []found{{&Finding{Criterion: "CRI-0001", Outcome: outcome}, true}}
	}
	vague := &knowledge.Clause{Undecidable: "It names no measure."}
	plain := &knowledge.Clause{}
	for _, c := range []struct {
		name    string
		clause  *knowledge.Clause
		verdict Verdict
		of      []found
		said    *Statement
		want    Status
		why     string
		against bool
	}{
		{"signed", plain, Applies, nil, says(decisions.Met, true, decisions.Current), Met, "signed: Because.", false},
		{"not signed", plain, Applies, nil, says(decisions.Met, false, decisions.Current), Partly, "not signed", false},
		{"signed and stale", plain, Applies, nil, says(decisions.Met, true, decisions.Stale), Open, "d is stale", false},
		{"signed, and the description says otherwise", plain, Applies, f(knowledge.Open), says(decisions.Met, true, decisions.Current), Met, "says otherwise", true},
		{"signed as not applicable", plain, Applies, f(knowledge.Open), says(decisions.NotApplicable, true, decisions.Current), NotApplicable, "signed", false},
		{"as not applicable, not signed", plain, Applies, f(knowledge.Open), says(decisions.NotApplicable, false, decisions.Current), Open, "d is not signed", false},
		{"vague", vague, Applies, nil, nil, Undecidable, "no measure", false},
		{"vague, and stated", vague, Applies, nil, says(decisions.Met, true, decisions.Current), Met, "signed", false},
		{"vague, and a criterion shows it", vague, Applies, f(knowledge.Met), nil, Met, "CRI-0001", false},
		{"does not bind", plain, Not, f(knowledge.Met), nil, NotApplicable, "another class", false},
		{"is asked about", plain, Asked, f(knowledge.Met), nil, Met, "whether it binds is asked: another class; shown by", false},
	} {
		x := Clause{Verdict: c.verdict, Because: "another class"}
		x.judge(c.clause, c.of, c.said)
		if x.Status != c.want || !strings.Contains(x.Why, c.why) || x.Contradicted != c.against {
			t.Errorf("%s: %s (%s), contradicted %v; want %s (%s), %v", c.name, x.Status, x.Why, x.Contradicted, c.want, c.why, c.against)
		}
	}
}

// The words of knowledge.Test and what they do are the same list, and so are the values of items.
func TestWordsHaveAMeaning(t *testing.T) {
	words := knowledge.Test("").Words()
	for _, w := range words {
		if tests[knowledge.Test(w)] == nil {
			t.Errorf("the test %q does nothing", w)
		}
	}
	if len(words) != len(tests) {
		t.Errorf("%d words for %d tests", len(words), len(tests))
	}
	for _, v := range knowledge.ItemValues {
		if values[v] == nil {
			t.Errorf("the value %q means nothing", v)
		}
	}
	if len(knowledge.ItemValues) != len(values) {
		t.Errorf("%d words for %d values", len(knowledge.ItemValues), len(values))
	}
}
