package triage

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

const goodAnswers = `rubric: 1
element: sensor
vulnerability: CVE-2026-0001
answers:
  - {question: XACL, is: no, by: A. Rossi, because: It takes a race with the charger.}
  - question: XPRZ
    is: unknown
    by: A. Rossi
    because: The vendor retracted its claim.
`

func TestParseAnswers(t *testing.T) {
	var ds diag.List
	want := []Answer{
		{Question: "XACL", Is: No, From: FromPerson, By: "A. Rossi", Because: "It takes a race with the charger."},
		{Question: "XPRZ", Is: Unknown, From: FromPerson, By: "A. Rossi", Because: "The vendor retracted its claim."},
	}
	if diff := gocmp.Diff(want, ParseAnswers("a.yaml", []byte(goodAnswers), "sensor", &ds)); diff != "" || ds.Len() > 0 {
		t.Errorf("%v (-want +got):\n%s", ds.Sorted(), diff)
	}
}

func TestAnswersAreChecked(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"element: sensor", "element: phone", `a.yaml:2:10: C203: the answers are about "phone", and "sensor" is rated`},
		{"XPRZ", "XACL", "a.yaml:6:15: C308: XACL is answered twice"},
		{"XPRZ", "XPRX", `a.yaml:6:15: C203: the rubric has no question "XPRX"`},
		{"XPRZ", "XCH", `a.yaml:6:15: C203: the rubric has no question "XCH" that is answered; summaries follow`},
		{"is: unknown", "is: perhaps", "a.yaml:7:9: C203"},
		{"    by: A. Rossi\n", "", "a.yaml:6:5: C204"},
		{"rubric: 1", "rubric: 2", "a.yaml:1:9: C209"},
	} {
		var ds diag.List
		got := ParseAnswers("a.yaml", []byte(strings.Replace(goodAnswers, tt.from, tt.to, 1)), "sensor", &ds)
		var all []string
		for _, d := range ds.Sorted() {
			all = append(all, d.String())
		}
		if text := strings.Join(all, "\n"); got != nil || !strings.Contains(text, tt.want) {
			t.Errorf("%q for %q gives %v and\n%s\nwant %s", tt.to, tt.from, got, text, tt.want)
		}
	}
}

// FuzzAnswers: what is accepted answers questions that exist, each once, with a name and a reason.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(goodAnswers))
	f.Add([]byte("rubric: 1\nelement: sensor\nanswers: []\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		seen := map[string]bool{}
		for _, a := range ParseAnswers("a.yaml", src, "sensor", &ds) {
			if _, ok := QuestionOf(a.Question); !ok || seen[a.Question] || a.By == "" || a.Because == "" {
				t.Errorf("accepted %+v", a)
			}
			seen[a.Question] = true
		}
	})
}
