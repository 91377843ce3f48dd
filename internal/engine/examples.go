package engine

import "cordon/internal/knowledge"

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
