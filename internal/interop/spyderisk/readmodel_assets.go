package spyderisk

import "cordon/internal/diag"

type linkKey struct {
	from     *Asset
	relation *Relation
	to       *Asset
}

func (p *modelReader) link(x any, relation string) {
	from, ok := x.(*Asset)
	if !ok {
		p.fail(diag.ForeignReference, hintAgain, "%s has a link, but is not described as an asset", short(p.q.Subject))
		return
	}
	rel := p.b.Relation(relation)
	if rel == nil {
		p.fail(diag.ForeignReference, hintBase, "a link of %s has the type %s, which the base does not define", from.ID, relation)
		return
	}
	to := object[Asset](p)
	if to == nil {
		return
	}
	key := linkKey{from, rel, to}
	l := p.links[key]
	if l == nil {
		l = &AssetLink{From: from, Relation: rel, To: to}
		p.links[key] = l
		p.m.Links = append(p.m.Links, l)
	}
	l.Asserted = l.Asserted || p.q.Graph == p.asserted
}

func (p *modelReader) ofCardinality(c *cardinality, name string) bool {
	switch name {
	case "linksFrom":
		one(p, &c.from)
	case "linksTo":
		one(p, &c.to)
	case "linkType":
		entry(p, &c.relation, "relation", p.b.Relation)
	case "sourceCardinality":
		p.int(&c.source)
	case "targetCardinality":
		p.int(&c.target)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofAsset(a *Asset, name string) bool {
	switch name {
	case rdfsLabel:
		p.text(&a.Label)
	case "hasID":
		p.assetID(&a.ID)
	case "population":
		p.population(&a.Population)
	case "createdByPattern":
		entry(p, &a.CreatedBy, "construction pattern", p.b.Rule)
	case "minCardinality":
		p.int(&a.MinCardinality)
	case "maxCardinality":
		p.int(&a.MaxCardinality)
	case "displayedAtAsset":
		one(p, &a.DisplayedAt)
	case "displayedAtRelationFrom":
		one(p, &a.DisplayedFrom)
	case "displayedAtRelationTo":
		one(p, &a.DisplayedTo)
	case "displayedAtRelationType":
		entry(p, &a.DisplayedOn, "relation", p.b.Relation)
	default:
		return false
	}
	return true
}

// picture reads where the user sees an asset.
func (p *modelReader) picture(a *Asset) bool {
	switch name, _ := local(p.q.Predicate, coreNS); name {
	case "positionX":
		p.int(&a.X)
	case "positionY":
		p.int(&a.Y)
	case "isVisible":
		a.Visible = p.bool()
	default:
		return false
	}
	return true
}
