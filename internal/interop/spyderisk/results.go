package spyderisk

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// Results gives the model with what was inferred and computed, as Spyderisk would store it. The model that was read is not changed;
// what was asserted is shared with it.
func (s *System) Results(run *engine.Run, mode engine.Mode) *Model {
	return s.results(run, mode).m
}

func (s *System) results(run *engine.Run, mode engine.Mode) *results {
	r := s.begin(run, mode)
	r.origins = run.Origins()
	r.assets()
	r.links()
	r.sets()
	r.matches()
	r.threats()
	r.strategies()
	r.attribution()
	r.m.sort()
	return r
}

// Misbehaviours gives the misbehaviour sets alone, by URI, which takes a small part of the time. They do not say what causes them.
func (s *System) Misbehaviours(run *engine.Run, mode engine.Mode) []*MisbehaviourSet {
	r := s.begin(run, mode)
	r.assets()
	r.effect = map[int]*MisbehaviourSet{}
	for n, a := range r.asset {
		if a != nil {
			for _, d := range a.Class.DefaultImpacts {
				r.misbehaviourSets(n, a, d)
			}
		}
	}
	r.m.sort()
	return r.m.Misbehaviours
}

// begin makes an empty model with what was asserted.
func (s *System) begin(run *engine.Run, mode engine.Mode) *results {
	old := s.Model
	m := &Model{
		URI: old.URI, Label: old.Label, Comment: old.Comment, Base: old.Base, DomainVersion: old.DomainVersion, Mode: strings.ToUpper(string(mode)),
		Valid: true, RisksValid: true, Risk: NoLevel, Created: old.Created, Modified: old.Modified, HasResults: true,
		Proposals: old.Proposals, TrustLevels: old.TrustLevels, ImpactLevels: old.ImpactLevels, Quads: old.Quads,
		byURI: make(map[Term]any), byID: make(map[string]*Asset),
	}
	return &results{s: s, an: s.Analysis, run: run, b: old.Base, m: m}
}

// results makes the objects of a model from a run. Places of the engine lead to objects.
type results struct {
	s       *System
	an      *engine.Analysis
	run     *engine.Run
	b       *Base
	m       *Model
	origins *engine.Origins

	asset      []*Asset // by element
	control    map[setKey]*ControlSet
	effect     map[int]*MisbehaviourSet // by causal node
	trust      map[int]*TrustSet        // by causal node
	match      map[any]*Match           // by view
	node       map[nodeKey]*BoundNode
	threat     map[int]*ThreatAt // by arc
	strategy   map[string]*StrategyAt
	everyThree [][3]*ThreatAt // by threat of the engine and variant
	views      map[*StrategyAt]engine.StrategyView
}

type setKey struct {
	control, element int
	member           engine.Member
}

type nodeKey struct {
	element int32
	role    *Role
}

// --- assets and links ---

func (r *results) assets() {
	asserted := r.s.Model.Assets
	for n := range r.an.Elements() {
		e := r.an.Element(n)
		switch {
		case e.Dropped:
			r.asset = append(r.asset, nil)
			continue
		case !e.Inferred:
			r.asset = append(r.asset, asserted[n])
		default:
			r.asset = append(r.asset, r.inferred(e))
		}
		a := r.asset[n]
		r.m.Assets = append(r.m.Assets, a)
		r.m.byID[a.ID], r.m.byURI[IRITerm(a.URI)] = a, a
	}
	for n, a := range r.asset {
		if a != nil && !a.Asserted {
			r.display(a, r.an.Element(n))
		}
	}
}

func (r *results) inferred(e engine.ElementView) *Asset {
	ids := make([]string, len(e.Of))
	for i, o := range e.Of {
		ids[i] = r.an.Element(o).ID
	}
	class := r.b.Classes[e.Kind]
	return &Asset{
		URI: systemNS + InferredAssetName(class.ID, ids), ID: e.ID, Label: e.Title, Class: class, Population: e.Population,
		CreatedBy: r.s.program.rules[e.Rule], MinCardinality: 1, MaxCardinality: 1,
	}
}

// display finds the asset or the link that stands for an inferred asset in the user's picture: assets of the match that made it, or
// others that were made with it.
func (r *results) display(a *Asset, e engine.ElementView) {
	rule := a.CreatedBy
	at := func(role *Role) *Asset {
		for i, n := range rule.Pattern.Root.Nodes {
			if n.Role == role {
				return r.asset[e.Made[i]]
			}
		}
		for i, n := range rule.Nodes {
			if n.Role == role {
				return r.asset[e.Made[len(e.Made)-len(rule.Nodes)+i]]
			}
		}
		return nil
	}
	for _, inf := range rule.Nodes {
		if inf.Class != a.Class {
			continue
		}
		if inf.DisplayedAt != nil {
			a.DisplayedAt = at(inf.DisplayedAt.Role)
		}
		if on := inf.DisplayedOn; on != nil {
			if from, to := at(on.From), at(on.To); from != nil && to != nil {
				a.DisplayedFrom, a.DisplayedTo, a.DisplayedOn = from, to, on.Relation
			}
		}
	}
}

func (r *results) links() {
	type key struct{ from, relation, to int }
	r.an.EachLink(func(from, relation, to int, inferred bool) {
		l := &AssetLink{From: r.asset[from], Relation: r.b.Relations[relation], To: r.asset[to], Asserted: !inferred, SourceCardinality: 1, TargetCardinality: 1}
		name := LinkName(l.From.ID, l.Relation.ID, l.To.ID)
		if l.Asserted {
			name = LinkName(HashID(l.From.URI), l.Relation.ID, HashID(l.To.URI))
		}
		l.URI = systemNS + name
		switch {
		case l.From.Population > l.To.Population:
			l.SourceCardinality = -1
		case l.From.Population < l.To.Population:
			l.TargetCardinality = -1
		}
		r.m.Links = append(r.m.Links, l)
	})
}

// --- sets ---

func variants(population int) []Variant {
	if population == 0 {
		return []Variant{Average}
	}
	return []Variant{Average, Min, Max}
}

func (r *results) sets() {
	r.control, r.effect, r.trust = map[setKey]*ControlSet{}, map[int]*MisbehaviourSet{}, map[int]*TrustSet{}
	for n, a := range r.asset {
		if a == nil {
			continue
		}
		for _, c := range a.Class.ControlSettings {
			if c.Assertable {
				r.controlSets(n, a, c)
			}
		}
		for _, d := range a.Class.DefaultImpacts {
			r.misbehaviourSets(n, a, d)
		}
		for _, d := range a.Class.DefaultTrust {
			r.trustSets(n, a, d)
		}
	}
	r.impactSets()
}

func (r *results) controlSets(n int, a *Asset, c ControlSetting) {
	var three [3]*ControlSet
	for _, v := range variants(a.Population) {
		s := &ControlSet{
			URI: systemNS + ControlSetName(c.Control.ID, v, a.ID), Control: c.Control, Variant: v, Asset: a, Coverage: c.Level,
			Proposed: r.proposed(c.Control, a.ID), Of: three[Average],
		}
		three[v] = s
		r.control[setKey{c.Control.Index, n, member[v]}] = s
		r.m.ControlSets = append(r.m.ControlSets, s)
	}
	three[Average].Min, three[Average].Max = three[Min], three[Max]
}

func (r *results) proposed(c *Control, id string) bool {
	return slices.ContainsFunc(r.m.Proposals, func(p Proposal) bool {
		return p.Control == c && p.AssetID == id && p.Variant == Average && p.Proposed
	})
}

func (r *results) misbehaviourSets(n int, a *Asset, d DefaultImpact) {
	var three [3]*MisbehaviourSet
	for _, v := range variants(a.Population) {
		at, _ := r.an.CausalNode(engine.Node{Element: n, Name: d.Misbehaviour.Index, Member: member[v]})
		s := &MisbehaviourSet{
			URI: systemNS + MisbehaviourSetName(d.Misbehaviour.ID, v, a.ID), Misbehaviour: d.Misbehaviour, Variant: v, Asset: a, Of: three[Average],
			Likelihood: int(r.run.Level(at)), Risk: int(r.run.RiskOf(at)), NormalOperation: r.origins != nil && r.origins.Normal[at],
		}
		if v == Average {
			s.Impact = d.Level // Spyderisk stores the default, whatever counts
		}
		three[v], r.effect[at] = s, s
		r.m.Risk = max(r.m.Risk, s.Risk)
		r.m.Misbehaviours = append(r.m.Misbehaviours, s)
	}
	three[Average].Min, three[Average].Max = three[Min], three[Max]
}

func (r *results) trustSets(n int, a *Asset, d DefaultTrust) {
	var three [3]*TrustSet
	for _, v := range variants(a.Population) {
		at, _ := r.an.CausalNode(engine.Node{Element: n, Name: d.Attribute.Index, Trust: true, Member: trustMember[v]})
		s := &TrustSet{
			URI: systemNS + TrustSetName(d.Attribute.ID, v, a.ID), Attribute: d.Attribute, Variant: v, Asset: a, Of: three[Average],
			Asserted: engine.Top - int(r.run.Assumed(at)), Inferred: engine.Top - int(r.run.Level(at)), External: r.run.External(at),
		}
		three[v], r.trust[at] = s, s
		r.m.TrustSets = append(r.m.TrustSets, s)
	}
	three[Average].Min, three[Average].Max = three[Min], three[Max]
}

// impactSets pairs each attribute with the misbehaviour that undermines it: the highest trust with the lowest likelihood.
func (r *results) impactSets() {
	for n, a := range r.asset {
		if a == nil {
			continue
		}
		for _, x := range r.b.Impacts {
			for _, v := range variants(a.Population) {
				at, okT := r.an.CausalNode(engine.Node{Element: n, Name: x.Attribute.Index, Trust: true, Member: trustMember[v]})
				from, okM := r.an.CausalNode(engine.Node{Element: n, Name: x.Misbehaviour.Index, Member: trustMember[v]})
				if okT && okM {
					s := &ImpactSet{Misbehaviour: r.effect[from], Attribute: r.trust[at]}
					s.URI = systemNS + ImpactSetName(a.ID, x.Attribute.ID, v, x.Misbehaviour.ID, s.Misbehaviour.Variant)
					r.m.ImpactSets = append(r.m.ImpactSets, s)
				}
			}
		}
	}
}

// --- matches and threats ---

func (r *results) matches() {
	r.match, r.node = make(map[any]*Match), make(map[nodeKey]*BoundNode)
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
