package engine

// attribution says, for one run, how bad each causal node and arc can become and where chains begin.
type attribution struct {
	nodeRisk []uint8 // highest risk that the node leads to, itself included
	arcRisk  []uint8 // highest risk that the threat leads to
	root     []bool  // by arc: all causes lie outside of the system or follow at once from such
	impact   []uint8 // by node
}

// attribute reads a solved run: which risk each threat leads to, and which threats are root causes.
func (r *Run) attribute() *attribution {
	at := &attribution{
		nodeRisk: make([]uint8, r.an.causal.Nodes()), arcRisk: make([]uint8, r.an.causal.Arcs()),
		root: make([]bool, r.an.causal.Arcs()), impact: make([]uint8, r.an.causal.Nodes()),
	}
	r.impacts(at)
	r.risks(at)
	r.roots(at)
	return at
}

func (r *Run) riskTable() [][]int {
	return r.an.base.semantics.riskTable(r.an.base.set.Scales.RiskTable)
}

func (r *Run) impacts(at *attribution) {
	an := r.an
	for n := range an.g.nodes {
		for c := range len(an.base.set.Consequences) {
			first := an.conseq[n*len(an.base.set.Consequences)+c]
			if first < 0 {
				continue
			}
			for v := range an.variants(int32(n)) {
				at.impact[int(first)+v] = r.Impact(int(first) + v)
			}
		}
	}
}

// Impact is what a consequence at an element means: what the run was told, else what the model says (the severity of a harm, the
// sensitivity of data), else the default of the base.
func (r *Run) Impact(node int) uint8 {
	an, o := r.an, r.an.owner[node]
	if an.base.set.AverageImpact && Member(o.variant) != Average {
		return 0
	}
	if set, ok := r.impact[slot{int(o.name), o.node}]; ok {
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

// risks spreads the risk of consequences backwards over the threats that really give them their level.
func (r *Run) risks(at *attribution) {
	table := r.riskTable()
	var byRisk [Top + 1][]uint32
	for n, impact := range at.impact {
		if level := r.state.Level(n); impact > 0 && level > 0 {
			at.nodeRisk[n] = uint8(table[impact][level])
			byRisk[at.nodeRisk[n]] = append(byRisk[at.nodeRisk[n]], uint32(n))
		}
	}
	for risk := uint8(Top); risk > 0; risk-- {
		for len(byRisk[risk]) > 0 {
			last := len(byRisk[risk]) - 1
			n := byRisk[risk][last]
			byRisk[risk] = byRisk[risk][:last]
			if at.nodeRisk[n] != risk {
				continue
			}
			for _, a := range r.an.causal.In(int(n)) {
				if at.arcRisk[a] >= risk || r.state.ArcLevel(int(a)) != r.state.Level(int(n)) {
					continue
				}
				at.arcRisk[a] = risk
				for _, t := range r.an.causal.Tails(int(a)) {
					if at.nodeRisk[t] < risk {
						at.nodeRisk[t] = risk
						byRisk[risk] = append(byRisk[risk], t)
					}
				}
			}
		}
	}
}

// roots marks the threats whose causes are all external: assumptions that do not hold by themselves, or what follows from
// them in normal operation or without any attack.
func (r *Run) roots(at *attribution) {
	external := make([]bool, r.an.causal.Nodes())
	for n, o := range r.an.owner {
		external[n] = o.trust && r.state.Level(n) > 0 && r.state.Level(n) == r.state.Init(n)
	}
	all := func(a int, of []bool) bool {
		for _, t := range r.an.causal.Tails(a) {
			if !of[t] {
				return false
			}
		}
		return r.state.ArcLevel(a) > 0
	}
	// Of a sufficient role one member is enough: its helper node is external if a member that gives it its level is.
	either := func(of []bool) {
		for a, t := range r.an.arcOf {
			for _, h := range r.an.causal.Heads(a) {
				if t < 0 && r.an.owner[h].node < 0 && r.state.ArcLevel(a) == r.state.Level(int(h)) && all(a, of) {
					of[h] = true
				}
			}
		}
	}
	either(external)
	initial := append([]bool(nil), external...)
	for a, t := range r.an.arcOf {
		if t >= 0 && r.an.passive(t) && all(a, external) {
			for _, h := range r.an.causal.Heads(a) {
				initial[h] = true
			}
		}
	}
	either(initial)
	for a, t := range r.an.arcOf {
		at.root[a] = t >= 0 && !r.an.passive(t) && all(a, initial)
	}
}

// passive tells whether a threat only passes consequences on or belongs to normal operation.
func (an *Analysis) passive(threat int32) bool {
	t := &an.base.threats[an.threats[threat].rule]
	return t.Secondary || t.Normal
}
