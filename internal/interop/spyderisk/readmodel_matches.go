package spyderisk

func (p *modelReader) ofNode(n *BoundNode, name string) bool {
	switch name {
	case "hasAsset":
		one(p, &n.Asset)
	case "hasRole":
		entry(p, &n.Role, "role", func(id string) *Role { return p.b.roles[id] })
	default:
		return false
	}
	return true
}

func (p *modelReader) ofMatch(x *Match, name string) bool {
	switch name {
	case rdfsLabel:
		p.text(&x.Label)
	case "parent":
		entry(p, &x.Pattern, "matching pattern", p.b.Pattern)
	case "population":
		p.population(&x.Population)
	case "hasNode":
		many(p, &x.Nodes)
	case "uniqueNodes":
		many(p, &x.Unique)
	case "hasNecessaryNode":
		many(p, &x.Necessary)
	case "hasSufficientNode":
		many(p, &x.Sufficient)
	case "hasOptionalNode":
		many(p, &x.Optional)
	default:
		return false
	}
	return true
}
