package spyderisk

import (
	"strconv"
	"strings"

	"cordon/internal/diag"
)

// node reads Node-<role>-<class>.
func (r *baseReader) node(t *table, w row, column string) (Node, bool) {
	role, class, ok := parts(t, w, column, "Node", r.b.roleNames, r.b.classes, "Role.csv and DomainAsset.csv")
	return Node{Role: role, Class: class}, ok
}

// misbehaviourAt reads MS-<misbehaviour>-<role>.
func (r *baseReader) misbehaviourAt(t *table, w row, column string) (MisbehaviourAt, bool) {
	m, role, ok := parts(t, w, column, "MS", r.b.misbehaviours, r.b.roleNames, "Misbehaviour.csv and Role.csv")
	return MisbehaviourAt{Misbehaviour: m, Role: role}, ok
}

// trustAt reads TWAS-<attribute>-<role>.
func (r *baseReader) trustAt(t *table, w row, column string) (TrustAt, bool) {
	a, role, ok := parts(t, w, column, "TWAS", r.b.attributes, r.b.roleNames, "TrustworthinessAttribute.csv and Role.csv")
	return TrustAt{Attribute: a, Role: role}, ok
}

// controlAt reads CS-<control>-<role>.
func (r *baseReader) controlAt(t *table, w row, column string) (ControlAt, bool) {
	c, role, ok := parts(t, w, column, "CS", r.b.controls, r.b.roleNames, "Control.csv and Role.csv")
	return ControlAt{Control: c, Role: role}, ok
}

// parts finds the one place where a composite name parts into two known names. A name may hold hyphens itself.
func parts[L, R any](t *table, w row, column, prefix string, lefts map[string]*L, rights map[string]*R, where string) (left *L, right *R, ok bool) {
	rest, ok := t.composite(w, column, prefix)
	if !ok {
		return nil, nil, false
	}
	n := 0
	for i := range len(rest) {
		if rest[i] != '-' {
			continue
		}
		if l, r := lefts[rest[:i]], rights[rest[i+1:]]; l != nil && r != nil {
			left, right = l, r
			n++
		}
	}
	if n == 1 {
		return left, right, true
	}
	news := n > 1 || !t.lost.in(where)
	t.lost[t.name] = true
	if news {
		how := "names nothing"
		if n > 1 {
			how = "can be read in " + strconv.Itoa(n) + " ways"
		}
		t.wrong(w, column, diag.ForeignReference, "both parts must stand in "+where, "%s is %s-%s, which %s", column, prefix, rest, how)
	}
	return nil, nil, false
}

// link reads Link-<role>-<relation>-<role>.
func (r *baseReader) link(t *table, w row, column string) (Link, bool) {
	rest, ok := t.composite(w, column, "Link")
	if !ok {
		return Link{}, false
	}
	var found []Link
	for i := range len(rest) {
		if rest[i] != '-' {
			continue
		}
		from := r.b.roleNames[rest[:i]]
		if from == nil {
			continue
		}
		for j := i + 1; j < len(rest); j++ {
			if rest[j] != '-' {
				continue
			}
			relation, to := r.b.relations[rest[i+1:j]], r.b.roleNames[rest[j+1:]]
			if relation != nil && to != nil {
				found = append(found, Link{From: from, Relation: relation, To: to})
			}
		}
	}
	if len(found) == 0 && t.lost.in("Role.csv and ObjectProperty.csv") {
		t.lost[t.name] = true
		return Link{}, false
	}
	if len(found) != 1 {
		t.lost[t.name] = true
		t.wrong(w, column, diag.ForeignReference, "the roles must stand in Role.csv, the relation in ObjectProperty.csv", "%s is Link-%s, which can be read in %d ways", column, rest, len(found))
		return Link{}, false
	}
	return found[0], true
}

// composite is what follows the prefix of a composite name.
func (t *table) composite(w row, column, prefix string) (string, bool) {
	id := t.local(w, column, "domain")
	rest, ok := strings.CutPrefix(id, prefix+"-")
	if !ok && id != "" {
		t.wrong(w, column, diag.ForeignValue, "the form is "+prefix+"-…-…", "%s is %s; it must begin with %s-", column, id, prefix)
	}
	return rest, ok
}
