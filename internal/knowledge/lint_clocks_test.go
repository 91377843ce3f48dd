package knowledge

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
)

// warning is a clock without fault, which others follow.
const warning = `id: CLK-0001
title: Early warning
regime: Law
article: Article 1
clause: "law:1/1"
says: The operator warns.
force: law
who: [operator]
markets: [EU]
when: [significant-incident]
anchor: awareness
within: {count: 24, unit: hours}
counted: eu-1182-71
counted-because: The law says so.
zone: event
recipient: Authority
report: {title: Warning, contents: [{says: What happened., from: facts}]}
certainty: general
sources: [{document: A law}]
examples:
  - {says: an incident, expects: runs, facts: {significant-incident: yes}}
  - {says: none, expects: rests, facts: {significant-incident: no}}
  - {says: not known, expects: asks, facts: {significant-incident: unknown}}
`

// Clocks with every mistake that the lint knows, each told once and at its place.
func TestLintOfClocks(t *testing.T) {
	var ds diag.List
	Lint(Load(with(t, map[string]string{
		"clauses/law-1.yaml":   law,
		"clocks/CLK-0001.yaml": warning,
		"clocks/CLK-0002.yaml": `id: CLK-0002
title: Report
regime: Law
article: Article 2
clause: "law:1/3"
says: The operator reports.
force: law
from: "2026-2-1"
who: [operator]
when: [significant-incident or not severe-incident, nis3-entity, one two]
aware-of: [death, nis2-entiti]
anchor: previous-report
one-report-with: [CLK-0001, CLK-0099]
within: {count: 3, unit: working-days}
counted: plain
counted-because: The law says so.
zone: event
recipient: Authority
report: {title: Report, contents: [{says: What happened., from: fact}]}
stops: [{when: [death and taxes], because: It ends.}]
certainty: general
sources: [{document: A law}]
examples:
  - {says: an incident, expects: rests, facts: {significant-incident: yes, nis3-entity: yes}}
`,
		"clocks/CLK-0003.yaml": `id: CLK-0003
title: Final report
regime: Law
article: Article 3
says: The operator reports at last.
force: law
from: 2026-02-01
until: 2026-01-01
who: [operator]
when: [nis2-entity]
anchor: awareness
follows: CLK-0003
within: {count: 1, unit: hours, from-year-end: yes}
counted: plain
counted-because: The law says so.
zone: event
recipient: Authority
report: {title: Report, contents: [{says: What happened., from: facts}]}
certainty: general
sources: [{document: A law}]
examples:
  - {says: an entity, expects: runs, facts: {nis2-entity: yes}}
  - {says: no entity, expects: rests, facts: {nis2-entity: no}}
`,
	}), "", &ds), &ds)
	expect(t, &ds,
		`clocks/CLK-0002.yaml:1:1: C602: CLK-0002 shares its report with CLK-0001, which does not say so`,
		`    hint: each of the two names the other`,
		`clocks/CLK-0002.yaml:1:1: C602: CLK-0002: no fact of events "nis2-entiti"`,
		`    hint: did you mean "nis2-entity"?`,
		`clocks/CLK-0002.yaml:1:1: C602: CLK-0002: no fact of events "nis3-entity"`,
		`    hint: did you mean "nis2-entity"?`,
		`clocks/CLK-0002.yaml:1:1: C602: no clause "law:1/3"`,
		`    hint: did you mean "law:1/1"?`,
		`clocks/CLK-0002.yaml:1:1: C602: no clock "CLK-0099"`,
		`    hint: did you mean "CLK-0001"?`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002 is counted from a report before it and follows none`,
		`    hint: name the clock in follows`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002 starts with the awareness of "death" and does not depend on it`,
		`    hint: add it to when`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002 starts with the awareness of "nis2-entiti" and does not depend on it`,
		`    hint: add it to when`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002: "2026-2-1" is no day`,
		`    hint: write YYYY-MM-DD`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002: "one two" is not of the form 'fact', 'not fact' or 'fact or fact'`,
		`clocks/CLK-0002.yaml:1:1: C603: CLK-0002: working days need a calendar`,
		`    hint: say whose: us-federal, weekdays or eu-1182-71`,
		`clocks/CLK-0002.yaml:1:1: C605: CLK-0002 needs an event that starts it and one that does not`,
		`    hint: add the missing example`,
		`clocks/CLK-0002.yaml:19:36: C602: CLK-0002: nothing is called "fact" that a report is filled from`,
		`    hint: did you mean "facts"?`,
		`clocks/CLK-0002.yaml:20:9: C603: CLK-0002: "death and taxes" is not of the form 'fact', 'not fact' or 'fact or fact'`,
		`clocks/CLK-0002.yaml:24:5: C605: CLK-0002: the event of the example "an incident" gives runs, not rests`,
		`clocks/CLK-0002.yaml:24:76: C602: CLK-0002: no fact of events "nis3-entity"`,
		`    hint: did you mean "nis2-entity"?`,
		`clocks/CLK-0003.yaml:1:1: C602: CLK-0003 follows itself`,
		`    hint: break the circle`,
		`clocks/CLK-0003.yaml:1:1: C603: CLK-0003 ends before it begins`,
		`clocks/CLK-0003.yaml:1:1: C603: CLK-0003 starts with awareness of nothing`,
		`    hint: name a fact of the event in when`,
		`clocks/CLK-0003.yaml:1:1: C603: CLK-0003: hours are not counted from the end of a year`,
	)
}

// The format document lists every word that events and clocks can use, with what it means.
func TestWordsOfClocksAreInTheFormat(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "..", "content", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, n := range slices.Concat(Anchors, Details) {
		rows = append(rows, fmt.Sprintf("| `%s` | %s |", n.Name, n.Says))
	}
	for _, f := range EventFacts {
		if strings.HasPrefix(f.Name, "role-") || strings.HasPrefix(f.Name, "market-") {
			continue
		}
		about := "event"
		if f.Standing {
			about = "organisation or product"
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |", f.Name, f.Asks, about))
	}
	for _, r := range rows {
		if !strings.Contains(string(src), r+"\n") {
			t.Errorf("content/FORMAT.md lacks the row %s", r)
		}
	}
}
