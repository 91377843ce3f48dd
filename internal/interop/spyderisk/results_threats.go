package spyderisk

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

func (r *results) matches() {
	r.match, r.node = make(map[engine.MatchView]*Match), make(map[nodeKey]*BoundNode)
	for _, at := range r.an.Matches() {
		p := r.b.Patterns[at.Pattern()]
		x := &Match{Pattern: p, Population: at.Population()}
		for i, n := range p.Root.Nodes {
			x.Unique = append(x.Unique, r.bound(at.Role(i), n.Role)...)
		}
		for i, n := range p.Nodes {
			nodes := r.bound(at.Role(len(p.Root.Nodes)+i), n.Role)
			switch {
			case n.Sufficient:
				x.Sufficient = append(x.Sufficient, nodes...)
			case n.Mandatory:
				x.Necessary = append(x.Necessary, nodes...)
			default:
				x.Optional = append(x.Optional, nodes...)
			}
		}
		x.Nodes = slices.Concat(x.Unique, x.Necessary, x.Sufficient, x.Optional)
		x.URI, x.Label = r.matchName(x)
		r.match[at] = x
		r.m.Matches = append(r.m.Matches, x)
	}
}

// bound gives the nodes of a role; all matches share the node of an asset in a role.
func (r *results) bound(elements []int32, role *Role) []*BoundNode {
	out := make([]*BoundNode, len(elements))
	for i, e := range elements {
		key := nodeKey{e, role}
		if r.node[key] == nil {
			a := r.asset[e]
			r.node[key] = &BoundNode{URI: systemNS + NodeName(a.ID, role.ID), Role: role, Asset: a}
			r.m.Nodes = append(r.m.Nodes, r.node[key])
		}
		out[i] = r.node[key]
	}
	return out
}

func (r *results) matchName(x *Match) (uri, label string) {
	all, keys := RolesInName(x.Pattern.Root)
	at := func(role *Role) *Asset {
		return x.Unique[slices.IndexFunc(x.Unique, func(n *BoundNode) bool { return n.Role == role })].Asset
	}
	var ids, labels []string
	for _, role := range all {
		ids = append(ids, at(role).ID)
	}
	for _, role := range keys {
		labels = append(labels, at(role).Label)
	}
	return systemNS + MatchName(x.Pattern.ID, ids), MatchLabel(x.Pattern.Label, labels)
}

func (r *results) threats() {
	r.threat, r.everyThree = make(map[int]*ThreatAt), make([][3]*ThreatAt, r.an.Threats())
	for i := range r.an.Threats() {
		at := r.an.Threat(i)
		t := r.b.Threats[at.Rule()]
		three := &r.everyThree[i]
		members := at.Members()
		if !t.Current && !t.Future {
			members = []engine.Member{engine.Average} // takes no part in the risk, and is there once
		}
		for _, v := range variants(len(members) - 1) {
			three[v] = r.threatAt(at, t, v)
			three[v].Of = three[Average]
			if v == Average {
				three[v].Of = nil
			}
		}
		three[Average].Min, three[Average].Max = three[Min], three[Max]
	}
}

func (r *results) threatAt(at engine.ThreatView, t *Threat, v Variant) *ThreatAt {
	match := r.match[at.MatchView]
	x := &ThreatAt{
		URI: systemNS + ThreatName(t.ID, v, strings.TrimPrefix(match.URI, systemNS)), Label: ThreatLabel(t.ID, v, match.Label),
		Comment: Describe(t.Comment, match.labels), Threat: t, Variant: v, Match: match, Frequency: t.Frequency,
		NormalOperation: t.NormalOperation, Secondary: t.Secondary, Triggered: len(t.TriggeredBy) > 0, Likelihood: NoLevel, Risk: NoLevel,
	}
	x.Threatens = match.first(t.Threatens)
	for _, n := range at.Effects(member[v]) {
		x.Effects = append(x.Effects, r.effect[int(n)])
	}
	arc, ok := at.Arc(member[v])
	if ok {
		r.threat[arc] = x
		for _, n := range r.an.Causes(arc) {
			if s := r.trust[int(n)]; s != nil {
				x.Entry = append(x.Entry, s)
			} else {
				x.Conditions = append(x.Conditions, r.effect[int(n)])
			}
		}
	}
	if ok && r.run.Considered(at) {
		x.Likelihood, x.Risk = int(r.run.ArcLevel(arc)), int(r.origins.Risk[arc])
	}
	r.m.Threats = append(r.m.Threats, x)
	return x
}

// labels are those of the assets at a role, and whether it is bound to one.
func (x *Match) labels(role string) (labels []string, root bool) {
	for _, n := range x.Nodes {
		if n.Role.ID == role {
			labels = append(labels, n.Asset.Label)
		}
	}
	slices.Sort(labels)
	return labels, slices.ContainsFunc(x.Pattern.Root.Nodes, func(n RootNode) bool { return n.Role.ID == role })
}

// first is the asset at a role, or the one of several that Spyderisk names.
func (x *Match) first(role *Role) *Asset {
	var all []*Asset
	for _, n := range x.Nodes {
		if n.Role == role {
			all = append(all, n.Asset)
		}
	}
	if len(all) == 0 {
		return nil
	}
	table := hashTable(len(all))
	return slices.MinFunc(all, func(a, b *Asset) int { return compareHashed(a.URI, b.URI, table) })
}

func compareHashed(a, b string, table uint32) int {
	a, b = strings.TrimPrefix(a, systemNS), strings.TrimPrefix(b, systemNS)
	return cmp.Or(cmp.Compare(hashPlace(a, table), hashPlace(b, table)), strings.Compare(a, b))
}

// --- strategies ---

func (r *results) strategies() {
	r.strategy, r.views = make(map[string]*StrategyAt), make(map[*StrategyAt]engine.StrategyView)
	for i := range r.an.Threats() {
		at := r.an.Threat(i)
		for _, v := range []Variant{Average, Min, Max} {
			x := r.everyThree[i][v]
			if x == nil {
				continue
			}
			for _, view := range at.BlockedBy() {
				s := r.strategyAt(view, member[v])
				if slices.Contains(s.Strategy.Blocks, x.Threat) {
					s.Blocks, x.BlockedBy = append(s.Blocks, x), append(x.BlockedBy, s)
				} else {
					s.Mitigates, x.MitigatedBy = append(s.Mitigates, x), append(x.MitigatedBy, s)
				}
			}
			for _, view := range at.TriggeredBy() {
				// The side effect is likeliest where the control is likeliest.
				s := r.strategyAt(view, engine.Most-member[v])
				s.Triggers, x.TriggeredBy = append(s.Triggers, x), append(x.TriggeredBy, s)
			}
		}
	}
	table := hashTable(len(r.m.Threats))
	for _, s := range r.m.Strategies {
		x := slices.MinFunc(slices.Concat(s.Blocks, s.Mitigates, s.Triggers), func(a, b *ThreatAt) int { return compareHashed(a.URI, b.URI, table) })
		s.Comment = Describe(s.Strategy.Comment, x.Match.labels)
	}
}

// strategyAt finds or makes the strategy with the control sets that count for a member of a threat.
func (r *results) strategyAt(view engine.StrategyView, m engine.Member) *StrategyAt {
	var sets []*ControlSet
	var names []string
	view.Controls(func(control, element int, counts func(engine.Member) engine.Member) {
		s := r.control[setKey{control, element, counts(m)}]
		sets = append(sets, s)
		names = append(names, strings.TrimPrefix(s.URI, systemNS))
	})
	uri := systemNS + StrategyName(view.Name(), names)
	s := r.strategy[uri]
	if s == nil {
		of := r.b.Strategy(view.Name())
		s = &StrategyAt{URI: uri, Strategy: of, Enabled: r.run.On(view), NotCurrent: !of.Current, Mandatory: sets}
		if s.Enabled {
			s.Coverage = of.Effect
		}
		r.strategy[uri], r.views[s] = s, view
		r.m.Strategies = append(r.m.Strategies, s)
	}
	return s
}

// --- attribution ---

func (r *results) attribution() {
	for arc, x := range r.threat {
		if x.Likelihood <= 0 {
			continue
		}
		for _, n := range r.origins.CausedBy[arc] {
			if s := r.trust[int(n)]; s != nil {
				x.CausedBy, s.Threats = append(x.CausedBy, s), append(s.Threats, x)
			} else {
				s := r.effect[int(n)]
				x.CausedBy, s.Threats = append(x.CausedBy, s), append(s.Threats, x)
			}
		}
		for _, n := range r.origins.Direct(arc) {
			s := r.effect[int(n)]
			x.DirectEffects, s.CausedBy = append(x.DirectEffects, s), append(s.CausedBy, x)
		}
	}
	for _, arc := range r.origins.Initial {
		r.threat[arc].InitialCause = true
	}
	for _, arc := range r.origins.Root {
		r.threat[arc].RootCause = true
	}
	r.origins.Leads(func(origin int, arcs []int) {
		x := r.threat[origin]
		for _, a := range arcs {
			x.IndirectThreats = append(x.IndirectThreats, r.threat[a])
			x.IndirectEffects = append(x.IndirectEffects, r.threat[a].DirectEffects...)
		}
	})
}
