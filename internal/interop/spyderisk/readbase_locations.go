package spyderisk

import "cordon/internal/diag"

func (r *baseReader) locations() {
	places(r, "RoleLocations", "metaLocatedAt", r.role, func(x *Role, c *Class) { x.Classes = append(x.Classes, c) })
	places(r, "ObjectPropertyDomains", "domain", r.relation, func(x *Relation, c *Class) { x.Domains = append(x.Domains, c) })
	places(r, "ObjectPropertyRanges", "range", r.relation, func(x *Relation, c *Class) { x.Ranges = append(x.Ranges, c) })
	places(r, "MisbehaviourLocations", "metaLocatedAt", r.misbehaviour, func(x *Misbehaviour, c *Class) { x.Locations = append(x.Locations, c) })
	places(r, "TWALocations", "metaLocatedAt", r.attribute, func(x *TrustAttribute, c *Class) { x.Locations = append(x.Locations, c) })
	places(r, "ControlLocations", "metaLocatedAt", r.control, func(x *Control, c *Class) { x.Locations = append(x.Locations, c) })
}

// places reads a table of objects and the classes each belongs to. Unlike pairs, it looks at the class of a known object only.
func places[T any](r *baseReader, name, column string, of func(*table, row, string) *T, put func(*T, *Class)) {
	t := r.table(name, "URI", column)
	for _, w := range t.rows {
		x := of(t, w, "URI")
		if x == nil {
			continue
		}
		if c := r.class(t, w, column); c != nil {
			put(x, c)
		}
	}
}

// defaults reads what assets of a class have before the user sets anything.
func (r *baseReader) defaults() {
	b := r.b
	type place struct {
		class *Class
		what  any
	}
	seen := make(map[place]bool)
	once := func(t *table, w row, c *Class, what any) bool {
		if seen[place{c, what}] {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is set twice for the class %s", t.get(w, "URI"), c.ID)
			return false
		}
		seen[place{c, what}] = true
		return true
	}
	t := r.table("MADefaultSetting", "URI", "metaLocatedAt", "hasMisbehaviour", "hasLevel")
	for _, w := range t.rows {
		c, m := r.class(t, w, "metaLocatedAt"), r.misbehaviour(t, w, "hasMisbehaviour")
		level := r.level(t, w, "hasLevel", &b.Impact, "ImpactLevel")
		if c != nil && m != nil && once(t, w, c, m) {
			c.DefaultImpacts = append(c.DefaultImpacts, DefaultImpact{ID: t.local(w, "URI", "domain"), Misbehaviour: m, Level: level})
		}
	}
	t = r.table("TWAADefaultSetting", "URI", "hasTrustworthinessAttribute", "metaLocatedAt", "hasLevel", "independentLevels")
	for _, w := range t.rows {
		c, a := r.class(t, w, "metaLocatedAt"), r.attribute(t, w, "hasTrustworthinessAttribute")
		level, free := r.level(t, w, "hasLevel", &b.Trust, "TrustworthinessLevel"), t.bool(w, "independentLevels")
		if c != nil && a != nil && once(t, w, c, a) {
			c.DefaultTrust = append(c.DefaultTrust, DefaultTrust{ID: t.local(w, "URI", "domain"), Attribute: a, Level: level, Independent: free})
		}
	}
	t = r.table("CASetting", "URI", "metaLocatedAt", "hasControl", "isAssertable", "hasLevel", "independentLevels")
	for _, w := range t.rows {
		c, k := r.class(t, w, "metaLocatedAt"), r.control(t, w, "hasControl")
		level, free, can := r.level(t, w, "hasLevel", &b.Trust, "TrustworthinessLevel"), t.bool(w, "independentLevels"), t.bool(w, "isAssertable")
		if c != nil && k != nil && once(t, w, c, k) {
			c.ControlSettings = append(c.ControlSettings, ControlSetting{ID: t.local(w, "URI", "domain"), Control: k, Assertable: can, Level: level, Independent: free})
		}
	}
}
