package spyderisk

import (
	"cmp"
	"slices"
	"strings"
)

// sort orders all lists, so that the order of statements does not matter.
func (m *Model) sort() {
	slices.SortFunc(m.Assets, func(a, b *Asset) int { return cmp.Or(first(a.Asserted, b.Asserted), strings.Compare(a.URI, b.URI)) })
	slices.SortFunc(m.Links, func(a, b *AssetLink) int {
		return cmp.Or(first(a.Asserted, b.Asserted), strings.Compare(a.From.URI, b.From.URI), strings.Compare(a.Relation.ID, b.Relation.ID), strings.Compare(a.To.URI, b.To.URI))
	})
	byURI(func(x Proposal) string { return x.URI }, &m.Proposals)
	byURI(func(x TrustSetting) string { return x.URI }, &m.TrustLevels)
	byURI(func(x ImpactSetting) string { return x.URI }, &m.ImpactLevels)

	node := func(x *BoundNode) string { return x.URI }
	threat := func(x *ThreatAt) string { return x.URI }
	strategy := func(x *StrategyAt) string { return x.URI }
	control := func(x *ControlSet) string { return x.URI }
	misbehaviour := func(x *MisbehaviourSet) string { return x.URI }
	trust := func(x *TrustSet) string { return x.URI }

	byURI(node, &m.Nodes)
	byURI(func(x *Match) string { return x.URI }, &m.Matches)
	for _, x := range m.Matches {
		byURI(node, &x.Nodes, &x.Unique, &x.Necessary, &x.Sufficient, &x.Optional)
	}
	byURI(threat, &m.Threats)
	for _, x := range m.Threats {
		byURI(misbehaviour, &x.Effects, &x.Conditions, &x.DirectEffects, &x.IndirectEffects)
		byURI(trust, &x.Entry)
		byURI(Cause.causeURI, &x.CausedBy)
		byURI(threat, &x.IndirectThreats)
		byURI(strategy, &x.BlockedBy, &x.MitigatedBy, &x.TriggeredBy)
	}
	byURI(strategy, &m.Strategies)
	for _, x := range m.Strategies {
		byURI(control, &x.Mandatory, &x.Optional)
		byURI(threat, &x.Blocks, &x.Mitigates, &x.Triggers)
	}
	byURI(control, &m.ControlSets)
	byURI(misbehaviour, &m.Misbehaviours)
	for _, x := range m.Misbehaviours {
		byURI(threat, &x.CausedBy, &x.Threats)
	}
	byURI(trust, &m.TrustSets)
	for _, x := range m.TrustSets {
		byURI(threat, &x.Threats)
	}
	byURI(func(x *ImpactSet) string { return x.URI }, &m.ImpactSets)
}

// byURI sorts each list, and takes out what it holds twice.
func byURI[T comparable](uri func(T) string, lists ...*[]T) {
	for _, l := range lists {
		slices.SortFunc(*l, func(a, b T) int { return strings.Compare(uri(a), uri(b)) })
		*l = slices.Compact(*l)
	}
}

// first orders true before false.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
