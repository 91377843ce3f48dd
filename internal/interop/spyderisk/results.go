package spyderisk

import (
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
	match      map[engine.MatchView]*Match
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
