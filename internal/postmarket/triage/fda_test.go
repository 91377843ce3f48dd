package triage

import (
	"slices"
	"strings"
	"testing"
)

func harm(severity, after int, acceptability string) RaisedHarm {
	return RaisedHarm{ID: "overdose", Title: "Overdose", Class: "direct", Severity: severity, Before: 0, After: after, Acceptability: acceptability}
}

func TestEvaluate(t *testing.T) {
	privacy := RaisedHarm{ID: "known", Title: "Illness known", Class: "privacy", Severity: 5, After: 5, Acceptability: "unacceptable"}
	easy := map[string]string{"AV": "N", "AC": "L", "PR": "N", "UI": "N"}
	hard := map[string]string{"AV": "P", "AC": "H", "PR": "N", "UI": "N"}
	for _, tt := range []struct {
		says string
		in   RiskInput
		want string
		why  string // in the reasons or open questions
	}{
		{"nothing known", RiskInput{}, CannotTell, "how badly a patient could be hurt"},
		{"weighed, nothing gets likelier", RiskInput{Weighed: true, Controls: []string{"CTL-0001@upload"}}, Controlled, "That rests on CTL-0001@upload"},
		{"privacy alone is controlled, however grave", RiskInput{Weighed: true, Raised: []RaisedHarm{privacy}}, Controlled, "Only loss of privacy"},
		{"grave and likely", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(5, 5, "unacceptable"), privacy}}, Uncontrolled, "Exploitability high and severity catastrophic"},
		{"slight", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(1, 5, "")}}, Controlled, "severity negligible"},
		{"between the lines, nobody judged", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(3, 3, "reduce")}}, CannotTell, "treat it as uncontrolled"},
		{"between the lines, acceptable by the maker's policy", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(3, 3, "acceptable")}}, Controlled, "calls the risk acceptable"},
		{"controlled by the table, unacceptable by the maker's policy", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(3, 2, "unacceptable")}}, Uncontrolled, "that counts"},
		{"the worst of several harms", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(1, 5, ""), harm(4, 3, "")}}, Uncontrolled, "severity critical"},
		{"known exploitation is a step", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(4, 2, "")}, KEV: Yes}, Uncontrolled, "known to be exploited"},
		{"a public method is at least medium", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(4, 1, "")}, PoC: Yes}, Uncontrolled, "method is public"},
		{"EPSS", RiskInput{Weighed: true, Raised: []RaisedHarm{harm(4, 1, "")}, EPSS: 0.42}, Uncontrolled, "42 %"},
		{"a death is known", RiskInput{Weighed: true, Adverse: Yes}, Uncontrolled, "duties to report"},
		{"no model, easy", RiskInput{Severity: 3, Metrics: easy}, Uncontrolled, "nothing makes it harder"},
		{"no model, hard", RiskInput{Severity: 3, Metrics: hard}, Controlled, "AV:P, AC:H make it harder"},
		{"no model, controls that nobody weighed", RiskInput{Severity: 3, Metrics: easy, Controls: []string{"firewall"}}, Uncontrolled, "not known and not counted"},
		{"no model, no vector", RiskInput{Severity: 2}, CannotTell, "how easily"},
		{"no model, no severity", RiskInput{Metrics: easy}, CannotTell, "worst harm"},
		{"privacy alone, said by somebody", RiskInput{PrivacyOnly: Stated{Yes, "A. Rossi", "it only holds names"}}, Controlled, "A. Rossi: it only holds names"},
		{"privacy alone, said by nobody", RiskInput{PrivacyOnly: Stated{Is: Yes}}, CannotTell, "Who says"},
	} {
		got := Evaluate(tt.in)
		all := strings.Join(slices.Concat(got.Because, got.Open), "\n")
		if got.Outcome != tt.want || !strings.Contains(all, tt.why) {
			t.Errorf("%s: %s, want %s with %q:\n%s", tt.says, got.Outcome, tt.want, tt.why, all)
		}
	}
}

func TestEvaluateSaysWhatWouldChangeIt(t *testing.T) {
	got := Evaluate(RiskInput{Weighed: true, Raised: []RaisedHarm{harm(3, 4, "reduce")}})
	want := []string{
		"With exploitability low, for instance by a compensating control, it would be controlled.",
		"If the worst harm were negligible, it would be controlled.",
	}
	if !slices.Equal(got.Change, want) {
		t.Errorf("%s changes with %q, want %q", got.Outcome, got.Change, want)
	}
}

// More exploitability or severity never turns an uncontrolled risk into a controlled one.
func TestMatrixIsMonotonous(t *testing.T) {
	f := fda()
	order := []string{Controlled, "judge", Uncontrolled}
	if len(f.levels) != 3 || len(f.severity) != 5 || len(f.likelihood) != 6 || len(f.steps) < 2 || f.epss <= 0 {
		t.Fatalf("the table is not whole: %+v", f)
	}
	for l := range f.levels {
		for s := range f.severity {
			at := slices.Index(order, f.matrix[l][s])
			if at < 0 || l > 0 && at < slices.Index(order, f.matrix[l-1][s]) || s > 0 && at < slices.Index(order, f.matrix[l][s-1]) {
				t.Errorf("exploitability %s, severity %s: %s", f.levels[l], f.severity[s], f.matrix[l][s])
			}
		}
	}
}
