package spyderisk

import "cordon/internal/diag"

// join makes the index of assets, and gives links their cardinalities. A cardinality without its link has no effect and is only
// kept as quads.
func (p *modelReader) join() {
	for _, a := range p.m.Assets {
		p.needs(a.URI, "asset", "core#hasID", a.ID != "")
		if old := p.m.byID[a.ID]; old != nil && a.ID != "" {
			p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, "give one of them another URI and id", "the assets %s and %s have the same id %s, so that their threats could not be told apart", old.URI, a.URI, a.ID)
		}
		p.m.byID[a.ID] = a
		a.Population = max(a.Population, 0)
	}
	for _, c := range p.cards {
		l := p.links[linkKey{c.from, c.relation, c.to}]
		switch {
		case l == nil:
			p.m.Unknown["core#CardinalityConstraint without a link"]++
		case l.URI != "":
			p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, hintAgain, "the link %s from %s to %s has cardinalities twice", l.Relation.ID, l.From.URI, l.To.URI)
		default:
			l.URI, l.SourceCardinality, l.TargetCardinality = c.uri, c.source, c.target
		}
	}
}

// complete checks that nothing is absent that an object needs.
func (p *modelReader) complete() {
	m := p.m
	for _, x := range m.Nodes {
		p.needs(x.URI, kind(x), "core#hasRole or core#hasAsset", x.Role != nil && x.Asset != nil)
	}
	for _, x := range m.Matches {
		p.needs(x.URI, kind(x), "core#parent", x.Pattern != nil)
	}
	for _, x := range m.Threats {
		p.needs(x.URI, kind(x), "core#parent or core#appliesTo", x.Threat != nil && x.Match != nil)
	}
	for _, x := range m.Strategies {
		p.needs(x.URI, kind(x), "core#parent", x.Strategy != nil)
	}
	for _, x := range m.ControlSets {
		p.needs(x.URI, kind(x), "core#hasControl or core#locatedAt", x.Control != nil && x.Asset != nil)
	}
	for _, x := range m.Misbehaviours {
		p.needs(x.URI, kind(x), "core#hasMisbehaviour or core#locatedAt", x.Misbehaviour != nil && x.Asset != nil)
	}
	for _, x := range m.TrustSets {
		p.needs(x.URI, kind(x), "core#hasTrustworthinessAttribute or core#locatedAt", x.Attribute != nil && x.Asset != nil)
	}
	for _, x := range m.ImpactSets {
		p.needs(x.URI, kind(x), "core#affectedBy or core#affects", x.Misbehaviour != nil && x.Attribute != nil)
	}
}

func (p *modelReader) needs(uri, what, predicate string, has bool) {
	if !has {
		p.report(diag.Pos{File: p.shown}, diag.ForeignValue, hintWhole, "the %s %s has no %s", what, uri, predicate)
	}
}
