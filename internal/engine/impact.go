package engine

// Impact is what a consequence at an element means: what the run was told, else what the model says (the severity of a harm, the
// sensitivity of data), else the default of the base.
func (r *Run) Impact(node int) uint8 {
	an, o := r.an, r.an.owner[node]
	if an.base.set.AverageImpact && Member(o.variant) != Average {
		return 0
	}
	if set, ok := r.impact[slot{int32(o.name), o.node}]; ok {
		return set
	}
	c := &an.base.set.Consequences[o.name]
	if int(o.node) < len(an.input.Assets) {
		if set, ok := an.input.Assets[o.node].Impacts[c.Name]; ok {
			return set
		}
	} else if c.Name == "disclosed" && an.sensitivity >= 0 {
		return an.sensitivityOf(o.node)
	}
	return uint8(c.At[an.g.nodes[o.node].kind])
}

// RiskOf is the risk of a consequence: its impact at its likelihood.
func (r *Run) RiskOf(node int) uint8 { return uint8(r.riskTable()[r.Impact(node)][r.Level(node)]) }

// sensitivityOf is the impact of the disclosure of what an inferred element was made for.
func (an *Analysis) sensitivityOf(n int32) uint8 {
	worst := uint8(0)
	for _, o := range an.g.nodes[n].of {
		// Codes of sensitivity rise from 1 (public) to 5 (special); public data has no impact.
		if v := an.g.fact(o, an.sensitivity); v > 1 {
			worst = max(worst, v-1)
		}
	}
	return worst
}

func (r *Run) riskTable() [][]int {
	return r.an.base.semantics.riskTable(r.an.base.set.Scales.RiskTable)
}
