package spyderisk

import "cordon/internal/diag"

func (r *baseReader) rootPatterns() {
	b := r.b
	t := r.table("RootPattern", "package", "URI", "label", "comment", "usesLoopback", "usesParallel")
	define(t, "domain", &b.roots, &b.Roots, func(w row, id string) *RootPattern {
		return &RootPattern{Index: len(b.Roots), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel")}
	})
	r.rootNodes()
	t = r.table("RootPatternLinks", "URI", "hasLink")
	for _, w := range t.rows {
		p := r.root(t, w, "URI")
		l, ok := r.link(t, w, "hasLink")
		if p == nil || !ok {
			continue
		}
		r.within(t, w, "hasLink", &MatchingPattern{ID: p.ID, Root: p}, l.From, l.To)
		p.Links = append(p.Links, l)
	}
}

func (r *baseReader) rootNodes() {
	t := r.table("RootPatternNodes", "URI", "hasNode", "keyNode")
	for _, w := range t.rows {
		p := r.root(t, w, "URI")
		n, ok := r.node(t, w, "hasNode")
		key := t.bool(w, "keyNode")
		if p == nil || !ok {
			continue
		}
		for _, o := range p.Nodes {
			if o.Role == n.Role {
				t.wrong(w, "hasNode", diag.ForeignDuplicate, "a role occurs once in a pattern", "the role %s occurs twice in %s", n.Role.ID, p.ID)
			}
		}
		p.Nodes = append(p.Nodes, RootNode{Node: n, Key: key})
	}
}

// unmade reports patterns without nodes: such an entry lost its rows in another table.
func (r *baseReader) unmade() {
	for _, p := range r.b.Roots {
		if len(p.Nodes) == 0 && !r.lost["RootPatternNodes"] {
			r.ds.Add(diag.Pos{File: r.shown + "/RootPatternNodes.csv"}, diag.ForeignValue, "add the nodes, or remove the pattern", "the pattern %s has no nodes", p.ID)
		}
	}
}

func (r *baseReader) matchingPatterns() {
	b := r.b
	t := r.table("MatchingPattern", "package", "URI", "label", "comment", "hasRootPattern", "usesLoopback", "usesParallel")
	define(t, "domain", &b.patterns, &b.Patterns, func(w row, id string) *MatchingPattern {
		return &MatchingPattern{
			Index: len(b.Patterns), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
			Root: r.root(t, w, "hasRootPattern"), Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel"),
		}
	})
	r.matchingNodes()
	t = r.table("MatchingPatternLinks", "URI", "hasLink", "prohibited")
	for _, w := range t.rows {
		p := r.pattern(t, w, "URI")
		l, ok := r.link(t, w, "hasLink")
		not := t.bool(w, "prohibited")
		if p == nil || !ok {
			continue
		}
		r.within(t, w, "hasLink", p, l.From, l.To)
		p.Links = append(p.Links, PatternLink{Link: l, Prohibited: not})
	}
	r.distinct()
}

func (r *baseReader) matchingNodes() {
	t := r.table("MatchingPatternNodes", "URI", "hasNode", "mandatoryNode", "prohibitedNode", "sufficientNode")
	for _, w := range t.rows {
		p := r.pattern(t, w, "URI")
		n, ok := r.node(t, w, "hasNode")
		x := PatternNode{Node: n, Mandatory: t.bool(w, "mandatoryNode"), Prohibited: t.bool(w, "prohibitedNode"), Sufficient: t.bool(w, "sufficientNode")}
		if p == nil || p.Root == nil || !ok {
			continue
		}
		if x.Prohibited && (x.Mandatory || x.Sufficient) {
			t.wrong(w, "prohibitedNode", diag.ForeignValue, "set one of the flags", "the node %s of %s is both prohibited and needed", n.Role.ID, p.ID)
		}
		if p.Has(n.Role) {
			t.wrong(w, "hasNode", diag.ForeignDuplicate, "a role occurs once in a pattern", "the role %s occurs twice in %s", n.Role.ID, p.ID)
		}
		p.Nodes = append(p.Nodes, x)
	}
}

func (r *baseReader) distinct() {
	type group struct {
		pattern *MatchingPattern
		at      int
	}
	groups := make(map[string]group)
	t := r.table("MatchingPatternDNG", "hasDistinctNodeGroup", "URI", "label")
	for _, w := range t.rows {
		p, id := r.pattern(t, w, "URI"), t.local(w, "hasDistinctNodeGroup", "domain")
		if p == nil || id == "" {
			continue
		}
		if _, twice := groups[id]; twice {
			t.twice(w, "hasDistinctNodeGroup", id)
			continue
		}
		groups[id] = group{p, len(p.Distinct)}
		p.Distinct = append(p.Distinct, DistinctGroup{ID: id, Label: t.get(w, "label")})
	}
	t = r.table("DistinctNodeGroupNodes", "URI", "hasNode")
	for _, w := range t.rows {
		id := t.local(w, "URI", "domain")
		n, ok := r.node(t, w, "hasNode")
		g, known := groups[id]
		if !known && id != "" {
			t.dangling(w, "URI", id, "MatchingPatternDNG")
		}
		if !ok || !known {
			continue
		}
		r.within(t, w, "hasNode", g.pattern, n.Role)
		d := &g.pattern.Distinct[g.at]
		d.Nodes = append(d.Nodes, n)
	}
}

// within checks that roles are nodes of the pattern. A pattern or role that is not known has been reported where it is named.
func (r *baseReader) within(t *table, w row, column string, p *MatchingPattern, roles ...*Role) {
	if p == nil || p.Root == nil || r.lost["RootPatternNodes"] || r.lost["MatchingPatternNodes"] || r.lost["InferredNodeSetting"] {
		return
	}
	for _, role := range roles {
		if role != nil && !p.Has(role) {
			t.wrong(w, column, diag.ForeignReference, "use a role that is a node of the pattern", "the role %s is not a node of the pattern %s", role.ID, p.ID)
		}
	}
}

func (r *baseReader) oldNames() {
	t := r.table("MatchingPatternEquivalence", "URI", "URIv5", "comment")
	for _, w := range t.rows {
		r.b.OldNames = append(r.b.OldNames, OldName{Pattern: r.pattern(t, w, "URI"), Name5: t.get(w, "URIv5"), Comment: t.get(w, "comment")})
	}
}
