package spyderisk

import (
	"strings"

	"cordon/internal/diag"
)

func (r *baseReader) vocabulary() {
	r.classes()
	r.relations()
	r.roles()
	r.misbehaviours()
	r.attributes()
	r.controls()
	r.parents()
	r.impacts()
}

func (r *baseReader) classes() {
	b := r.b
	t := r.table("DomainAsset", "package", "URI", "label", "isAssertable", "isConstructed", "isVisible", "comment", "icon", "constructionState")
	define(t, "domain", &b.classes, &b.Classes, func(w row, id string) *Class {
		return &Class{
			Index: len(b.Classes), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Icon: t.get(w, "icon"), Package: r.packageOf(t, w),
			Assertable: t.bool(w, "isAssertable"), Constructed: t.bool(w, "isConstructed"), Visible: t.bool(w, "isVisible"), ConstructionState: t.bool(w, "constructionState"),
		}
	})
}

func (r *baseReader) relations() {
	b := r.b
	t := r.table("ObjectProperty", "package", "URI", "label", "comment", "hidden", "isAssertable", "isVisible", "isLoopback", "isConstructed", "constructionState")
	define(t, "domain", &b.relations, &b.Relations, func(w row, id string) *Relation {
		return &Relation{
			Index: len(b.Relations), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Hidden: t.bool(w, "hidden"),
			Assertable: t.bool(w, "isAssertable"), Visible: t.bool(w, "isVisible"), Loopback: t.bool(w, "isLoopback"), Constructed: t.bool(w, "isConstructed"),
			ConstructionState: t.bool(w, "constructionState"),
		}
	})
}

func (r *baseReader) roles() {
	b := r.b
	t := r.table("Role", "package", "URI", "label", "comment")
	define(t, "domain", &b.roles, &b.Roles, func(w row, id string) *Role {
		name, ok := strings.CutPrefix(id, "Role_")
		if !ok {
			t.wrong(w, "URI", diag.ForeignValue, "write domain#Role_NAME", "the role %s does not begin with Role_", id)
		}
		return &Role{Index: len(b.Roles), ID: name, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w)}
	})
	b.roleNames = make(map[string]*Role, len(b.Roles))
	for _, x := range b.Roles {
		b.roleNames[x.ID] = x
	}
}

func (r *baseReader) misbehaviours() {
	b := r.b
	t := r.table("Misbehaviour", "package", "URI", "label", "comment", "isVisible", "abbrev")
	define(t, "domain", &b.misbehaviours, &b.Misbehaviours, func(w row, id string) *Misbehaviour {
		return &Misbehaviour{Index: len(b.Misbehaviours), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible"), Abbrev: t.get(w, "abbrev")}
	})
}

func (r *baseReader) attributes() {
	b := r.b
	t := r.table("TrustworthinessAttribute", "package", "URI", "label", "comment", "isVisible")
	define(t, "domain", &b.attributes, &b.Attributes, func(w row, id string) *TrustAttribute {
		return &TrustAttribute{Index: len(b.Attributes), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible")}
	})
}

func (r *baseReader) controls() {
	b := r.b
	t := r.table("Control", "package", "URI", "label", "isVisible", "comment", "unitCost", "performanceImpact")
	define(t, "domain", &b.controls, &b.Controls, func(w row, id string) *Control {
		return &Control{
			Index: len(b.Controls), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible"),
			Cost:        r.level(t, w, "unitCost", &b.Cost, "CostLevel"),
			Performance: r.level(t, w, "performanceImpact", &b.Performance, "PerformanceImpactLevel"),
		}
	})
}

func (r *baseReader) parents() {
	b := r.b
	t := r.table("DomainAssetParents", "URI", "subClassOf")
	for _, w := range t.rows {
		c := r.class(t, w, "URI")
		switch t.get(w, "subClassOf") {
		case "core#Asset": // the root of all classes, which is in no table
			continue
		case "core#PaletteType":
			if c != nil {
				c.Palette = true
			}
			continue
		}
		if p := r.class(t, w, "subClassOf"); c != nil && p != nil {
			c.Parents = append(c.Parents, p)
		}
	}
	cycles(t, b.Classes, func(c *Class) (int, string, []*Class) { return c.Index, c.ID, c.Parents })
	t = r.table("ObjectPropertyParents", "URI", "subPropertyOf")
	pairs(t, "subPropertyOf", r.relation, r.relation, func(c, p *Relation) { c.Parents = append(c.Parents, p) })
	cycles(t, b.Relations, func(c *Relation) (int, string, []*Relation) { return c.Index, c.ID, c.Parents })
	t = r.table("ControlParents", "URI", "parent")
	pairs(t, "parent", r.control, r.control, func(c, p *Control) { c.Parents = append(c.Parents, p) })
}

// cycles reports each object that is its own ancestor, for the first circle met.
func cycles[T any](t *table, all []*T, of func(*T) (index int, id string, parents []*T)) {
	const open, done = 1, 2
	state := make([]int, len(all))
	var visit func(x *T) bool
	visit = func(x *T) bool {
		i, id, parents := of(x)
		switch state[i] {
		case open:
			t.whole(diag.ForeignCycle, "break the circle", "%s is its own ancestor in %s", id, t.name)
			return false
		case done:
			return true
		}
		state[i] = open
		for _, p := range parents {
			if !visit(p) {
				return false
			}
		}
		state[i] = done
		return true
	}
	for _, x := range all {
		if !visit(x) {
			return
		}
	}
}

// impacts reads which misbehaviour undermines which trust attribute, and which inhibits another.
func (r *baseReader) impacts() {
	b := r.b
	t := r.table("TWIS", "URI", "affectedBy", "affects")
	seen := make(map[string]bool)
	for _, w := range t.rows {
		x := TrustImpact{ID: t.local(w, "URI", "domain"), Misbehaviour: r.misbehaviour(t, w, "affectedBy"), Attribute: r.attribute(t, w, "affects")}
		if seen[x.ID] {
			t.twice(w, "URI", x.ID)
		}
		seen[x.ID] = true
		b.Impacts = append(b.Impacts, x)
	}
	t = r.table("MIS", "URI", "inhibited", "inhibitedBy")
	for _, w := range t.rows {
		b.Inhibited = append(b.Inhibited, Inhibition{ID: t.local(w, "URI", "domain"), Inhibited: r.misbehaviour(t, w, "inhibited"), InhibitedBy: r.misbehaviour(t, w, "inhibitedBy")})
	}
}
