package spyderisk

import (
	"slices"

	"cordon/internal/diag"
)

func (r *baseReader) rules() {
	b := r.b
	t := r.table("ConstructionPattern", "hasPriority", "URI", "package", "label", "iterate", "maxIterations", "usesLoopback", "usesParallel", "hasMatchingPattern", "comment")
	define(t, "domain", &b.rules, &b.Rules, func(w row, id string) *ConstructionPattern {
		return &ConstructionPattern{
			Index: len(b.Rules), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
			Priority: t.int(w, "hasPriority"), Iterate: t.bool(w, "iterate"), MaxIterations: t.int(w, "maxIterations"),
			Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel"), Pattern: r.pattern(t, w, "hasMatchingPattern"),
		}
	})
	r.includes(r.inferredNodes())
	t = r.table("ConstructionPatternLinks", "URI", "hasInferredLink")
	for _, w := range t.rows {
		p := r.rule(t, w, "URI")
		l, ok := r.link(t, w, "hasInferredLink")
		if p == nil || !ok {
			continue
		}
		r.inRule(t, w, "hasInferredLink", p, l.From, l.To)
		p.Links = append(p.Links, l)
	}
	t = r.optional("ConstructionPredecessor", "URI", "hasPredecessor")
	pairs(t, "hasPredecessor", r.rule, r.rule, func(p, q *ConstructionPattern) { p.Predecessors = append(p.Predecessors, q) })
	t = r.optional("ConstructionSuccessor", "URI", "hasSuccessor")
	pairs(t, "hasSuccessor", r.rule, r.rule, func(p, q *ConstructionPattern) { p.Successors = append(p.Successors, q) })
}

// setting is the place of an inferred node.
type setting struct {
	rule *ConstructionPattern
	at   int
}

func (r *baseReader) inferredNodes() map[string]setting {
	settings := make(map[string]setting)
	t := r.table("InferredNodeSetting", "inPattern", "hasNode", "hasSetting", "displayedAtNode", "displayedAtLink", "displayedAt")
	for _, w := range t.rows {
		p := r.rule(t, w, "inPattern")
		n, ok := r.node(t, w, "hasNode")
		id := t.local(w, "hasSetting", "domain")
		atNode, atLink := t.bool(w, "displayedAtNode"), t.bool(w, "displayedAtLink")
		if p == nil || !ok || id == "" {
			continue
		}
		if _, twice := settings[id]; twice {
			t.twice(w, "hasSetting", id)
			continue
		}
		x := InferredNode{Node: n, Setting: id}
		switch {
		case atNode && atLink:
			t.wrong(w, "displayedAtLink", diag.ForeignValue, "set one of the flags", "%s is displayed both at a node and at a link", id)
		case atNode:
			if at, ok := r.node(t, w, "displayedAt"); ok {
				x.DisplayedAt = &at
			}
		case atLink:
			if at, ok := r.link(t, w, "displayedAt"); ok {
				x.DisplayedOn = &at
			}
		}
		settings[id] = setting{p, len(p.Nodes)}
		p.Nodes = append(p.Nodes, x)
	}
	return settings
}

func (r *baseReader) includes(settings map[string]setting) {
	t := r.table("InferredNodeSettingIncludes", "URI", "includesNodeInURI")
	for _, w := range t.rows {
		id := t.local(w, "URI", "domain")
		n, ok := r.node(t, w, "includesNodeInURI")
		s, known := settings[id]
		if !known && id != "" {
			t.dangling(w, "URI", id, "InferredNodeSetting")
		}
		if !ok || !known {
			continue
		}
		r.inRule(t, w, "includesNodeInURI", s.rule, n.Role)
		x := &s.rule.Nodes[s.at]
		x.Includes = append(x.Includes, n)
	}
}

// inRule checks that roles are nodes of the rule's pattern, or are what it infers.
func (r *baseReader) inRule(t *table, w row, column string, p *ConstructionPattern, roles ...*Role) {
	for _, role := range roles {
		inferred := func(n InferredNode) bool { return n.Role == role }
		if !slices.ContainsFunc(p.Nodes, inferred) {
			r.within(t, w, column, p.Pattern, role)
		}
	}
}
