package engine

import (
	"slices"

	"cordon/internal/knowledge"
)

// Finds tells whether a rule finds a threat in the system, or would if something unknown were known.
func (an *Analysis) Finds(rule string) knowledge.Expectation {
	for i := range an.threats {
		if an.base.threats[an.threats[i].rule].Name == rule {
			return knowledge.ExpectMatch
		}
	}
	for _, q := range an.questions {
		for _, r := range q.threats {
			if an.base.threats[r].Name == rule {
				return knowledge.ExpectQuestion
			}
		}
	}
	return knowledge.ExpectNoMatch
}

// Infers tells whether a construction rule added anything to the system.
func (an *Analysis) Infers(name string) knowledge.Expectation {
	i := slices.IndexFunc(an.base.rules, func(r rule) bool { return r.Name == name })
	return expect(i >= 0 && an.g.added[i])
}

// Misses tells whether a check finds the system incomplete.
func (an *Analysis) Misses(check string) knowledge.Expectation {
	gaps, _ := an.Gaps(func() error { return nil }) // only stop gives an error
	return expect(slices.ContainsFunc(gaps, func(g Gap) bool { return g.Check == check }))
}

func expect(match bool) knowledge.Expectation {
	if match {
		return knowledge.ExpectMatch
	}
	return knowledge.ExpectNoMatch
}
