package decisions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// words are those of good.
var words = Request{Choice: "accept", Who: "A. Lindgren", Role: "clinical lead", Why: "The fall-back is used anyway.", When: "2026-11-25", Until: "2027-06-30", Evidence: []string{"CER 5.2"}}

func TestRewordingKeepsWhatAPersonDoesNotSay(t *testing.T) {
	src := strings.Replace(good, "    choice:", "    # as agreed in May\n    choice:", 1)
	q := words
	q.Choice, q.Until, q.Evidence = "treat", "", nil
	var ds diag.List
	out, err := Reword("wrong.yaml", []byte(src), "wrong", q, &ds)
	if err != nil || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	want := strings.Replace(src, "choice: accept", "choice: treat", 1)
	want = strings.Replace(want, "    evidence: [CER 5.2]\n    until: 2027-06-30\n", "", 1)
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Error(diff)
	}
}

func TestRewordingIsRefusedAtItsFields(t *testing.T) {
	q := words
	q.Choice, q.Why = "met", ""
	_, err := Reword("wrong.yaml", []byte(good), "wrong", q, &diag.List{})
	if err == nil || err.Error() != "say why\nonly clauses are \"met\"" {
		t.Errorf("refused with %v", err)
	}
	if _, err := Reword("wrong.yaml", []byte(good), "none", words, &diag.List{}); err == nil || err.Error() != "wrong.yaml: there is no decision none" {
		t.Errorf("another decision: %v", err)
	}
	var ds diag.List
	if out, err := Reword("wrong.yaml", []byte("cordon: 2\n"), "wrong", words, &ds); out != nil || err != nil || !ds.HasErrors() {
		t.Errorf("a file that is not sound: %q, %v, %v", out, err, ds.Sorted())
	}
}
