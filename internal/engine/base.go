package engine

import (
	"slices"

	"cordon/internal/engine/rules"
	"cordon/internal/knowledge"
)

// Base is a knowledge base made ready for matching: hierarchies are closed, names have an index. It is immutable and may
// serve many models at once.
type Base struct {
	Knowledge *knowledge.Base // what it was compiled from; nil for foreign bases

	set       *rules.Set
	semantics Semantics

	kinds     *names
	relations *names
	facts     *names
	trust     *names
	conseqs   *names
	controls  *names

	kindIs     [][]bool   // kindIs[k][s]: k is s or below s
	kindUp     [][]uint16 // the kinds that k is, itself first, nearest first
	relationIs [][]bool
	relationUp [][]uint16

	rules      []rule
	threats    []threat
	finds      []finding
	checks     []check
	looks      map[string]*pattern
	strategies []rules.Strategy // of all threats
}

type names struct {
	list []string
	at   map[string]int
}

func namesOf[T any](all []T, name func(*T) string) *names {
	n := &names{list: make([]string, 0, len(all)), at: make(map[string]int, len(all))}
	for i := range all {
		s := name(&all[i])
		n.at[s] = len(n.list)
		n.list = append(n.list, s)
	}
	return n
}

// pattern is a pattern with its roles parted by how they are bound.
type pattern struct {
	*rules.Pattern
	number int           // in the set
	roots  []int         // roles bound one to one
	others []int         // roles that collect
	never  []*rules.Link // links at roles that collect, one of which spoils a match
}

type rule struct {
	*rules.Construction
	pattern  *pattern
	roleAt   map[string]int
	collects bool // adds links to roles that collect
}

type threat struct {
	*rules.Threat
	pattern     *pattern
	roleAt      map[string]int
	blockedBy   []int // strategies
	triggeredBy []int
}

type check struct {
	*rules.Check
	pattern *pattern
	roleAt  map[string]int
}

// finding is a pattern that threats apply to.
type finding struct {
	pattern *pattern
	threats []int32
}

// NewBase makes a set of rules ready. The set must be consistent, and must not change afterwards.
func NewBase(set *rules.Set, s Semantics) *Base {
	b := &Base{set: set, semantics: s}
	b.kinds = namesOf(set.Kinds, func(k *rules.Kind) string { return k.Name })
	b.relations = namesOf(set.Relations, func(r *rules.Relation) string { return r.Name })
	b.facts = namesOf(set.Facts, func(f *rules.Fact) string { return f.Name })
	b.trust = namesOf(set.Attributes, func(a *rules.Attribute) string { return a.Name })
	b.conseqs = namesOf(set.Consequences, func(c *rules.Consequence) string { return c.Name })
	b.controls = namesOf(set.Controls, func(c *rules.Control) string { return c.Name })
	b.kindUp = rules.Above(len(set.Kinds), func(i int) []int { return set.Kinds[i].Up })
	b.relationUp = rules.Above(len(set.Relations), func(i int) []int { return set.Relations[i].Up })
	b.kindIs, b.relationIs = matrix(b.kindUp), matrix(b.relationUp)

	patterns := make([]*pattern, len(set.Patterns))
	roleAt := make([]map[string]int, len(set.Patterns))
	for i := range set.Patterns {
		patterns[i], roleAt[i] = newPattern(&set.Patterns[i], i)
	}
	for i := range set.Constructions {
		c := &set.Constructions[i]
		p := patterns[c.Pattern]
		collects := slices.ContainsFunc(c.Adds, func(l rules.Link) bool { return p.isGroup(l.From) || p.isGroup(l.To) })
		b.rules = append(b.rules, rule{c, p, roleAt[c.Pattern], collects})
	}
	for i := range set.Checks {
		c := &set.Checks[i]
		b.checks = append(b.checks, check{c, patterns[c.Pattern], roleAt[c.Pattern]})
	}
	b.looks = make(map[string]*pattern, len(set.Looks))
	for _, l := range set.Looks {
		b.looks[l.Name] = patterns[l.Pattern]
	}
	find := make([]int, len(patterns)) // place in finds, from 1
	for i := range set.Threats {
		t := &set.Threats[i]
		b.threats = append(b.threats, threat{
			Threat: t, pattern: patterns[t.Pattern], roleAt: roleAt[t.Pattern],
			blockedBy: append(b.enter(t.BlockedBy), b.enter(mitigating(t.MitigatedBy))...), triggeredBy: b.enter(t.TriggeredBy),
		})
		if find[t.Pattern] == 0 {
			b.finds = append(b.finds, finding{pattern: patterns[t.Pattern]})
			find[t.Pattern] = len(b.finds)
		}
		f := &b.finds[find[t.Pattern]-1]
		f.threats = append(f.threats, int32(i))
	}
	return b
}

func matrix(up [][]uint16) [][]bool {
	out := make([][]bool, len(up))
	for i, above := range up {
		out[i] = make([]bool, len(up))
		for _, s := range above {
			out[i][s] = true
		}
	}
	return out
}

func newPattern(p *rules.Pattern, number int) (*pattern, map[string]int) {
	out, roleAt := &pattern{Pattern: p, number: number}, make(map[string]int, len(p.Roles))
	for i, r := range p.Roles {
		roleAt[r.Name] = i
		if r.Binding == rules.One {
			out.roots = append(out.roots, i)
		} else {
			out.others = append(out.others, i)
		}
	}
	for i := range p.Links {
		if l := &p.Links[i]; l.Whole && (out.isGroup(l.From) || out.isGroup(l.To)) {
			out.never = append(out.never, l)
		}
	}
	return out, roleAt
}

// isGroup tells whether a role collects. Roles beyond those of the pattern are inferred elements.
func (p *pattern) isGroup(role int) bool {
	return role < len(p.Roles) && p.Roles[role].Binding != rules.One
}

func (b *Base) enter(list []rules.Strategy) []int {
	var out []int
	for _, s := range list {
		out = append(out, len(b.strategies))
		b.strategies = append(b.strategies, s)
	}
	return out
}

// mitigating strategies hold a threat down at design time only.
func mitigating(list []rules.Strategy) []rules.Strategy {
	out := slices.Clone(list)
	for i := range out {
		out[i].Current = false
	}
	return out
}
