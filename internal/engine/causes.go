package engine

import (
	"slices"

	"cordon/internal/engine/propagate"
	"cordon/internal/knowledge"
)

// Among gives the likelihoods of consequences, 0-5, if only threats of some sorts of causes could happen. What merely passes consequences on
// always can. Ids are those of ConsequenceID; an unknown one has likelihood 0.
func (r *Run) Among(causes ...knowledge.Cause) func(id string) uint8 {
	an := r.an
	init := make([]uint8, an.causal.Nodes())
	for n := range init {
		init[n] = r.state.Init(n)
	}
	caps := make([]uint8, an.causal.Arcs())
	for a, t := range an.arcOf {
		caps[a] = r.state.Cap(a)
		if t < 0 || an.passive(t) {
			continue
		}
		if rule := &an.base.threats[an.threats[t].rule]; !slices.Contains(causes, knowledge.Cause(rule.Cause)) {
			caps[a] = 0
		}
	}
	state := propagate.Solve(an.causal, init, caps)
	return func(id string) uint8 {
		n, ok := an.node(id)
		if !ok {
			return 0
		}
		return state.Level(n)
	}
}
