package spyderisk

import (
	"cmp"
	"slices"
	"strings"
)

// Aspect is a part of the results that Verify compares.
type Aspect string

const (
	Assets     Aspect = "inferred assets"
	Links      Aspect = "links and cardinalities"
	Sets       Aspect = "control, misbehaviour and attribute sets"
	Matches    Aspect = "matching patterns"
	Threats    Aspect = "threats"
	Strategies Aspect = "control strategies"
	Likelihood Aspect = "likelihoods"
	TrustLevel Aspect = "trust levels"
	Risk       Aspect = "risks"
	Causes     Aspect = "cause links"
	RootCauses Aspect = "root causes"
)

// Aspects are all aspects, in the order of a report.
var Aspects = []Aspect{Assets, Links, Sets, Matches, Threats, Strategies, Likelihood, TrustLevel, Risk, Causes, RootCauses}

// Difference is something that the stored and the computed results say otherwise of one subject. Values are short names, sorted; an
// empty list is nothing said.
type Difference struct {
	Aspect           Aspect
	Subject, Says    string // local name, and the name of the statement
	Stored, Computed []string
}

// Comparison is what Verify found.
type Comparison struct {
	Statements  map[Aspect]int // compared, in either results
	Differences []Difference   // in the order of aspects, subjects and statements
}

// Verify compares stored results with computed ones, statement by statement.
func Verify(stored, computed *Model) *Comparison {
	a, b := resultsOf(stored), resultsOf(computed)
	c := &Comparison{Statements: map[Aspect]int{}}
	for len(a) > 0 || len(b) > 0 {
		subject, predicate := next(a, b)
		var x, y []Quad
		x, a = cut(a, subject, predicate)
		y, b = cut(b, subject, predicate)
		aspect := aspectOf(short(subject), predicate)
		c.Statements[aspect] += max(len(x), len(y))
		if !slices.Equal(x, y) {
			d := Difference{Aspect: aspect, Subject: strings.TrimPrefix(short(subject), "system#"), Says: short(predicate)}
			d.Stored, d.Computed = onlyIn(x, y), onlyIn(y, x)
			c.Differences = append(c.Differences, d)
		}
	}
	slices.SortStableFunc(c.Differences, func(x, y Difference) int {
		return cmp.Compare(slices.Index(Aspects, x.Aspect), slices.Index(Aspects, y.Aspect))
	})
	return c
}

// resultsOf are the statements of results, sorted, without what a server notes of a model besides.
func resultsOf(m *Model) []Quad {
	quads := slices.DeleteFunc(m.ResultQuads(), func(q Quad) bool {
		about := q.Subject.IRI() == m.URI || q.Subject.IRI() == systemURI
		return about && q.Predicate != IRITerm(coreNS+"hasRisk") && q.Predicate != IRITerm(coreNS+"riskCalculationMode")
	})
	slices.SortFunc(quads, compareQuads)
	return slices.Compact(quads)
}

// next is the first subject and predicate of two lists.
func next(a, b []Quad) (subject, predicate Term) {
	if len(b) == 0 || len(a) > 0 && compareQuads(a[0], b[0]) <= 0 {
		return a[0].Subject, a[0].Predicate
	}
	return b[0].Subject, b[0].Predicate
}

// cut takes the statements of a subject and predicate from the front of a list.
func cut(list []Quad, subject, predicate Term) (head, tail []Quad) {
	n := 0
	for n < len(list) && list[n].Subject == subject && list[n].Predicate == predicate {
		n++
	}
	return list[:n], list[n:]
}

func onlyIn(x, y []Quad) []string {
	var out []string
	for _, q := range x {
		if !slices.Contains(y, q) {
			out = append(out, strings.TrimPrefix(short(q.Object), "system#"))
		}
	}
	return out
}

// aspectOfCore says what a statement is about where its predicate tells.
var aspectOfCore = map[string]Aspect{
	"hasPrior": Likelihood, "hasRisk": Risk, "hasInferredLevel": TrustLevel, "hasAssertedLevel": TrustLevel,
	"isRootCause": RootCauses, "isInitialCause": RootCauses, "isNormalOpEffect": RootCauses, "isExternalCause": RootCauses,
	"causedBy": Causes, "causesThreat": Causes, "causesDirectMisbehaviour": Causes, "causesIndirectMisbehaviour": Causes, "causesIndirectThreat": Causes,
	"linksFrom": Links, "linksTo": Links, "linkType": Links, "sourceCardinality": Links, "targetCardinality": Links,
	"hasAsset": Matches, "hasRole": Matches, "hasNode": Matches, "uniqueNodes": Matches, "hasNecessaryNode": Matches, "hasSufficientNode": Matches, "hasOptionalNode": Matches,
}

// aspectOf sorts the other statements by the name of their subject.
func aspectOf(subject string, predicate Term) Aspect {
	name, _ := local(predicate, coreNS)
	if a, ok := aspectOfCore[name]; ok {
		return a
	}
	if _, link := local(predicate, domainNS); link {
		return Links
	}
	local := strings.TrimPrefix(subject, "system#")
	kind, _, _ := strings.Cut(local, "-")
	switch kind {
	case "CS", "MS", "TWAS", "TWIS":
		return Sets
	case "CSG":
		return Strategies
	case "MP", "Node":
		return Matches
	}
	switch {
	case name == "riskCalculationMode":
		return Risk
	case strings.Contains(local, "-MP-"):
		return Threats
	case strings.Count(local, "-") == 2 && !strings.Contains(local, "_"):
		return Links
	}
	return Assets
}
