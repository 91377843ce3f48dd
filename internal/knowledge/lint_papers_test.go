package knowledge

import (
	"testing"

	"cordon/internal/diag"
)

// law is a document that other entries name.
const law = `id: law-1
title: A law
document: law
edition: "1"
issuer: Somebody
form: law
standing: in-force
certainty: general
clauses:
  - {id: "1", title: One, says: It is done., who: [operator], stages: [plan], decides: It is seen.}
  - {id: "2", title: Two, says: It is kept., who: [operator], stages: [plan], decides: It is seen.}
sources: [{document: A law}]
`

// Criteria, crosswalks, terms, duties, questionnaires and templates with every mistake that the lint knows, each told once and at its place.
func TestLintOfPapers(t *testing.T) {
	var ds diag.List
	Lint(Load(with(t, map[string]string{
		"clauses/law-1.yaml": law,
		"criteria/CRI-0001.yaml": `id: CRI-0001
title: Ports are closed
each: {where: {dev: {kind: device}}}
fields: {of: assets, kinds: [devise], has: [supplier, suplier]}
needs: ["dev.port is closed or shut", "CTL-0001 at net", "CTL-0099 at dev", "dev port closed"]
shows: ["law:1/1", "law:1/3"]
supports: ["law:1/1"]
hint: Close it.
sources: [{document: A law}]
`,
		"criteria/CRI-0002.yaml": `id: CRI-0002
title: Nothing is asked
each: {where: {dev: {kind: device}}}
hint: Do something.
sources: [{document: A law}]
`,
		"crosswalks/a-b.yaml": `id: a-b
title: Laws
says: They say the same.
links:
  - {from: "law:1/1", to: "law:1/2", relation: equal, because: Both ask it.}
  - {from: "law:1/2", to: "law:1/1", relation: related, because: Both ask it.}
  - {from: "law:1/1", to: "law:1/1", relation: related, because: It is the same.}
sources: [{document: A law}]
`,
		"roles/operator.yaml": `id: operator
title: Operator
holder: operator
says: Who runs it.
names: [{document: statute, part: "1", called: owner, when: It owns it.}]
sources: [{document: A law}]
`,
		"terms/risk.yaml": `id: risk
title: risk
means: How likely harm is, and how severe.
because: It is what the law says.
readings:
  - {source: A law, means: Chance of harm., certainty: general}
  - {source: Another, means: Chance of loss., certainty: general}
misuses:
  - {phrase: Zero risk, instead: say what is left}
  - {phrase: no * risk, instead: say what is left}
see: [harms]
sources: [{document: A law}]
`,
		"questionnaires/form.yaml": `id: form
title: A form
document: law-1
says: The operator asks.
items:
  - {id: A-1, clause: "1", asks: Is it closed?, each: {where: {dev: {kind: device}}}, needs: ["box.port is closed"]}
  - {id: A-1, clause: "9", asks: Who made it?, value: maker}
  - {id: A-2, clause: "2", asks: Is it there?, needs: ["dev.port is closed"]}
sources: [{document: A law}]
`,
		"templates/paper.yaml": `id: paper
title: A paper
from: [manufacturer]
to: [operator]
says: It tells that there is no remaining risk.
serves: ["law:1/7"]
kinds: [divice]
sections:
  - {heading: One, parts: [sistem, digests all, clauses]}
  - {heading: Two}
sources: [{document: A law}]
`,
	}), "", &ds), &ds)
	expect(t, &ds,
		`criteria/CRI-0001.yaml:1:1: C602: no clause "law:1/3"`,
		`    hint: did you mean "law:1/1"?`,
		`criteria/CRI-0001.yaml:1:1: C602: no control "CTL-0099"`,
		`    hint: did you mean "CTL-0001"?`,
		`criteria/CRI-0001.yaml:1:1: C603: CRI-0001 has 2 of each, fields and test; one is needed`,
		"criteria/CRI-0001.yaml:1:1: C603: CRI-0001: \"CTL-0001 at net\" names a role that is not in `where`",
		`criteria/CRI-0001.yaml:1:1: C603: CRI-0001: "dev port closed" is not of the form 'CTL-0001 at role' or 'role.fact is value or value'`,
		`criteria/CRI-0001.yaml:1:1: C603: fact "port" has no value "shut"`,
		`    hint: allowed: open, closed`,
		`criteria/CRI-0001.yaml:1:1: C605: CRI-0001 needs an example that meets it and one that does not`,
		`    hint: add the missing example`,
		`criteria/CRI-0001.yaml:1:1: C609: CRI-0001 names clause law:1/1 twice`,
		`    hint: leave one out`,
		`criteria/CRI-0001.yaml:4:9: C602: no kind "devise"`,
		`    hint: did you mean "device"?`,
		`criteria/CRI-0001.yaml:4:9: C603: CRI-0001: assets have no key "suplier"`,
		`    hint: docs/reference/model.md lists blocks and keys`,
		`criteria/CRI-0002.yaml:1:1: C602: CRI-0002 counts for no clause`,
		`    hint: name them in shows or supports`,
		`criteria/CRI-0002.yaml:1:1: C603: CRI-0002 looks at elements and needs nothing of them`,
		`    hint: say in needs what must hold`,
		`criteria/CRI-0002.yaml:1:1: C605: CRI-0002 needs an example that meets it and one that does not`,
		`    hint: add the missing example`,
		`crosswalks/a-b.yaml:6:5: C609: a-b relates law:1/2 and law:1/1 twice`,
		`    hint: leave one out`,
		`crosswalks/a-b.yaml:7:5: C602: a-b relates a clause to itself`,
		"questionnaires/form.yaml:6:5: C603: A-1: \"box.port is closed\" names a role that is not in `where`",
		`questionnaires/form.yaml:7:5: C302: item A-1 stands twice`,
		`questionnaires/form.yaml:7:5: C602: item A-1: law-1 has no clause "9"`,
		`questionnaires/form.yaml:7:5: C602: item A-1: no value "maker"`,
		`    hint: allowed: manufacturer, contact, device, model-version, intended-purpose, document-date, networks, software-components, support-until, update-rhythm, operating-systems, regulation`,
		`questionnaires/form.yaml:7:5: C603: item A-1 is answered by a value and is no text`,
		`    hint: text: yes, and no pattern`,
		`questionnaires/form.yaml:8:5: C603: A-2 needs something of nothing`,
		`    hint: say in each what to look at`,
		`roles/operator.yaml:5:9: C602: no document "statute"`,
		`    hint: name the document without its edition`,
		`templates/paper.yaml:1:1: C602: no clause "law:1/7"`,
		`    hint: did you mean "law:1/1"?`,
		`templates/paper.yaml:1:1: C602: no kind "divice"`,
		`    hint: did you mean "device"?`,
		`templates/paper.yaml:1:1: C613: paper: "no remaining risk" uses the term "risk" against its meaning`,
		`    hint: say what is left`,
		`templates/paper.yaml:9:5: C602: paper: no part "sistem"`,
		`    hint: did you mean "system"?`,
		`templates/paper.yaml:9:5: C603: paper: the part "clauses" needs an argument`,
		`    hint: a document, with or without edition, and then, if wanted, the beginning of the places`,
		`templates/paper.yaml:9:5: C603: paper: the part "digests" takes no argument`,
		`    hint: leave out what follows the word`,
		`templates/paper.yaml:10:5: C603: paper: section "Two" has nothing in it`,
		`terms/risk.yaml:1:1: C602: no term "harms"`,
		`    hint: allowed: risk`,
		`terms/risk.yaml:1:1: C604: risk has several readings and does not say how they differ`,
		`    hint: say in differ what matters`,
		`terms/risk.yaml:9:5: C603: risk: "Zero risk" is no phrase to look for`,
		`    hint: two or more words in small letters`,
	)
}
