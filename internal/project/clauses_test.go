package project

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"cordon/internal/knowledge"
)

// Rows of the collected facts that have an obligation, against the clauses: nothing is left out. The diagnostics regulation repeats rows of
// the device regulation under its own numbers, and superseded editions those of the later ones, so that they are not counted.
func TestClausesCoverTheFacts(t *testing.T) {
	const facts = "../../../shared/facts/regulation.md"
	src, err := os.ReadFile(facts)
	if err != nil {
		t.Skipf("needs %s beside the project: %v", facts, err)
	}
	rows, table := 0, false
	for _, line := range strings.Split(string(src), "\n") {
		switch {
		case strings.HasPrefix(line, "| id | topic | obligation in own words"):
			table = true
		case !strings.HasPrefix(line, "|"):
			table = false
		case table && !regexp.MustCompile(`^\|[-|: ]+\|$`).MatchString(line):
			rows++
		}
	}
	clauses := 0
	for _, d := range loadContent(t).Documents {
		if d.Document != "ivdr" && d.Standing != knowledge.Superseded {
			clauses += len(d.Clauses)
		}
	}
	if rows == 0 || clauses != rows {
		t.Errorf("%d clauses for %d rows", clauses, rows)
	}
}
