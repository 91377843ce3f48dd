package knowledge

import (
	"slices"
	"testing"

	"cordon/internal/diag"
)

// A document with every mistake that the lint knows, each told once and at its place.
func TestLintOfDocuments(t *testing.T) {
	var ds diag.List
	Lint(Load(with(t, map[string]string{"clauses/law-2.yaml": `id: law-2
title: A law
document: law
edition: "1"
issuer: Somebody
form: law
standing: in-force
from: 2020-13
kinds: [nothing]
certainty: general
clauses:
  - {id: "1", title: One, says: It is done., who: [operator], stages: [plan], decides: It is seen, certainty: general}
  - {id: "1", title: One, says: It is done., who: [operator], stages: [plan], decides: It is seen., from: soon, kinds: [nobody]}
  - {id: "a b", title: Two, says: It is done., who: [operator], stages: [plan], decides: It is seen.}
sources: [{document: A law}]
`}), "", &ds), &ds)
	expect(t, &ds,
		`clauses/law-2.yaml:1:1: C601: law-2 is not the id of edition "1" of "law"`,
		`    hint: the id is document, hyphen, edition, in small letters, digits and hyphens`,
		`clauses/law-2.yaml:1:1: C602: no kind "nothing"`,
		`    hint: did you mean "thing"?`,
		`clauses/law-2.yaml:1:1: C604: "2020-13" is no month`,
		`    hint: write YYYY-MM`,
		`clauses/law-2.yaml:12:5: C604: law:1/1 does not end with a sentence`,
		`    hint: end the sentence with a full stop`,
		`clauses/law-2.yaml:12:5: C609: law:1/1 says the certainty of its document again`,
		`    hint: leave it out`,
		`clauses/law-2.yaml:13:5: C302: clause law:1/1 stands twice; first at clauses/law-2.yaml:12:5`,
		`    hint: tell them apart by #1, #2`,
		`clauses/law-2.yaml:13:5: C602: no kind "nobody"`,
		`    hint: allowed: device, device.hub, harm, harm.words, network, old, thing`,
		`clauses/law-2.yaml:13:5: C604: "soon" is no month`,
		`    hint: write YYYY-MM`,
		`clauses/law-2.yaml:14:5: C601: "a b" cannot be the place of a clause`,
		`    hint: letters, digits and . ( ) # / + -`,
	)
}

// An edition has the clauses of another, without some, with others in their place, and its own at the end; each keeps how it was learnt.
func TestEditionsShareClauses(t *testing.T) {
	var ds diag.List
	b := Load(with(t, map[string]string{"clauses/law-1.yaml": law, "clauses/law-0.yaml": `id: law-0
title: The law before
document: law
edition: "0"
issuer: Somebody
form: law
standing: superseded
certainty: checked
shares: {with: law-1, without: ["1"]}
clauses:
  - {id: "3", title: Three, says: It is told., who: [operator], stages: [plan], decides: It is seen.}
sources: [{document: A law}]
`, "clauses/law-9.yaml": `id: law-9
title: A law of nothing
document: law
edition: "9"
issuer: Somebody
form: law
standing: draft
certainty: checked
shares: {with: law-8}
sources: [{document: A law}]
`}), "", &ds)
	var got []string
	for i := range b.Documents {
		for j := range b.Documents[i].Clauses {
			c := &b.Documents[i].Clauses[j]
			got = append(got, b.Documents[i].Full(c)+" "+string(c.Of(&b.Documents[i])))
		}
	}
	if want := []string{"law:0/2 general", "law:0/3 checked", "law:1/1 general", "law:1/2 general"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	Lint(b, &ds)
	expect(t, &ds, `clauses/law-9.yaml:9:9: C602: no document "law-8"`, `    hint: did you mean "law-0"?`)
}
