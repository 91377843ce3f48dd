package engine

import (
	"context"
	"fmt"

	"cordon/internal/engine/propagate"
	"cordon/internal/engine/rules"
)

// Version is raised when the engine can give another result for the same input.
const Version = "1.1"

// Top is the highest level of likelihood and trust.
const Top = 5

// Analysis is a model with its threats, before levels: the typed graph, the threats found, and the causal graph. It does
// not change; runs with different inputs are made from it.
type Analysis struct {
	base        *Base
	input       *Input
	g           *graph
	asserted    int      // nodes that the model asserts; the rest is inferred
	matches     []*match // where threats apply, also where all of them were dropped
	threats     []instance
	questions   []question
	slots       []slot
	slotAt      map[slot]int32
	sensitivity int // the fact that decides the impact of disclosure; -1 where the base has none
	block       []int32

	causal *propagate.Graph
	trust  []int32   // first causal node of attribute t at node n: trust[n*T+t]; -1 where it does not apply
	conseq []int32   // first causal node of consequence c at node n
	owner  []owner   // of each causal node
	arcOf  []int32   // threat of each causal arc; -1 for arcs that are no threat
	usedBy [][]int32 // threats that a slot blocks or triggers
}

// owner says what a causal node stands for.
type owner struct {
	node    int32
	name    int16 // trust attribute or consequence; -1 for helper nodes
	variant uint8 // 0 min, 1 average, 2 max; 1 where the node stands for one
	trust   bool
}

// Analyze builds everything that does not depend on levels. It ends early with the context's error.
func Analyze(ctx context.Context, base *Base, in *Input) (*Analysis, error) {
	g, err := newGraph(base, in)
	if err != nil {
		return nil, err
	}
	an := &Analysis{base: base, input: in, g: g, asserted: len(g.nodes), slotAt: map[slot]int32{}, sensitivity: -1}
	if at, ok := base.facts.at["sensitivity"]; ok {
		an.sensitivity = at
	}
	if err := g.construct(ctx.Err); err != nil {
		return nil, fmt.Errorf("construct: %w", err)
	}
	if err := an.find(ctx.Err); err != nil {
		return nil, fmt.Errorf("find threats: %w", err)
	}
	an.build()
	return an, nil
}

// build makes the causal graph.
func (an *Analysis) build() {
	an.causalNodes()
	b := &propagate.Builder{}
	for n := range an.g.nodes {
		an.undermining(b, int32(n))
	}
	for i := range an.threats {
		an.threatArcs(b, int32(i))
	}
	an.causal = b.Build(len(an.owner))
	an.usedBy = make([][]int32, len(an.slots))
	for i := range an.threats {
		for _, list := range [][]strategyInstance{an.threats[i].strategies, an.threats[i].triggers} {
			for _, s := range list {
				for _, u := range s.slots {
					if used := an.usedBy[u.slot]; len(used) == 0 || used[len(used)-1] != int32(i) {
						an.usedBy[u.slot] = append(used, int32(i))
					}
				}
			}
		}
	}
}

// causalNodes numbers the trust attributes and consequences, element by element: three in a row (min, average, max) where
// an element stands for many, one elsewhere.
func (an *Analysis) causalNodes() {
	number := func(n int32, name int, trust bool) int32 {
		first := int32(len(an.owner))
		if an.g.nodes[n].population == 0 {
			an.owner = append(an.owner, owner{n, int16(name), 1, trust})
			return first
		}
		for v := range uint8(3) {
			an.owner = append(an.owner, owner{n, int16(name), v, trust})
		}
		return first
	}
	nt, nc := len(an.base.set.Attributes), len(an.base.set.Consequences)
	an.trust, an.conseq = make([]int32, len(an.g.nodes)*nt), make([]int32, len(an.g.nodes)*nc)
	for n := range an.g.nodes {
		kind, here := an.g.nodes[n].kind, !an.g.nodes[n].dropped
		for t := range nt {
			an.trust[n*nt+t] = -1
			if here && an.base.set.Attributes[t].At[kind] != rules.NotHere {
				an.trust[n*nt+t] = number(int32(n), t, true)
			}
		}
		for c := range nc {
			an.conseq[n*nc+c] = -1
			if here && an.base.set.Consequences[c].At[kind] != rules.NotHere {
				an.conseq[n*nc+c] = number(int32(n), c, false)
			}
		}
	}
}

// causalNode is the node of a term at an element for a variant; -1 where the term does not apply to the element's kind.
func (an *Analysis) causalNode(n int32, t rules.Term, variant int) int32 {
	first := int32(-1)
	if t.Low {
		first = an.trust[int(n)*len(an.base.set.Attributes)+t.Name]
	} else {
		first = an.conseq[int(n)*len(an.base.set.Consequences)+t.Name]
	}
	if first < 0 || an.g.nodes[n].population == 0 {
		return first
	}
	return first + int32(variant)
}

// undermining adds the arcs by which a consequence takes a trust attribute of the same element away.
func (an *Analysis) undermining(b *propagate.Builder, n int32) {
	for t := range an.base.set.Attributes {
		c := an.base.set.Attributes[t].UnderminedBy
		if c == rules.NotHere {
			continue
		}
		for v := range an.variants(n) {
			from, to := an.causalNode(n, rules.Term{Name: c}, v), an.causalNode(n, rules.Term{Name: t, Low: true}, v)
			if from >= 0 && to >= 0 {
				an.arc(b, -1, []uint32{uint32(from)}, []uint32{uint32(to)})
			}
		}
	}
}

func (an *Analysis) variants(n int32) int {
	if an.g.nodes[n].population == 0 {
		return 1
	}
	return 3
}

func (an *Analysis) arc(b *propagate.Builder, threat int32, tails, heads []uint32) int32 {
	an.arcOf = append(an.arcOf, threat)
	return int32(b.Arc(tails, heads))
}

func (an *Analysis) threatArcs(b *propagate.Builder, i int32) {
	in := &an.threats[i]
	t := &an.base.threats[in.rule]
	variants := []int{1}
	if in.population > 0 {
		variants = []int{0, 1, 2}
	}
	for _, v := range variants {
		tails, possible := an.tails(b, t, in, v)
		if !possible {
			continue
		}
		in.arcs = append(in.arcs, an.arc(b, i, tails, an.heads(t, in, v)))
	}
}

// tails lists what a threat needs. Members of a necessary role must all fail; of a sufficient role one is enough, which
// takes a helper node. Where an element stands for many, a necessary role is as hard as its hardest member and a
// sufficient one as easy as its easiest, unless each element bound to the role has just one of them.
func (an *Analysis) tails(b *propagate.Builder, t *threat, in *instance, v int) ([]uint32, bool) {
	var tails []uint32
	for r := range t.pattern.Roles {
		terms := make([]rules.Term, 0, 2)
		for _, c := range t.Causes {
			if c.Role == r {
				terms = append(terms, c)
			}
		}
		switch binding := t.pattern.Roles[r].Binding; {
		case len(terms) == 0:
		case binding == rules.One:
			tails = an.appendNodes(tails, in.node[r], terms, v)
		case binding == rules.Sufficient && len(in.group[r]) > 1:
			tails = append(tails, an.either(b, t, in, r, terms, v))
		default:
			for _, n := range in.group[r] {
				tails = an.appendNodes(tails, n, terms, an.memberVariant(in.match, r, n, v))
			}
		}
	}
	return tails, len(tails) > 0
}

func (an *Analysis) appendNodes(tails []uint32, n int32, terms []rules.Term, v int) []uint32 {
	for _, c := range terms {
		if node := an.causalNode(n, c, v); node >= 0 {
			tails = append(tails, uint32(node))
		}
	}
	return tails
}

// either makes a helper node that is as high as the best of the members.
func (an *Analysis) either(b *propagate.Builder, t *threat, in *instance, r int, terms []rules.Term, v int) uint32 {
	helper := uint32(len(an.owner))
	an.owner = append(an.owner, owner{node: -1, name: -1})
	for _, n := range in.group[r] {
		if tails := an.appendNodes(nil, n, terms, an.memberVariant(in.match, r, n, v)); len(tails) > 0 {
			an.arc(b, -1, tails, []uint32{helper})
		}
	}
	return helper
}

// memberVariant says which end of a population of a collecting role counts.
func (an *Analysis) memberVariant(at *match, r int, n int32, v int) int {
	if an.onePerRoot(at, r, n) {
		return v
	}
	switch at.pattern.Roles[r].Binding {
	case rules.Necessary:
		return 0
	case rules.Sufficient:
		return 2
	}
	return v
}

// onePerRoot tells whether each member of an element bound to one has exactly one of a collected element, as if that were bound to
// one itself: the collected one stands for no more members.
func (an *Analysis) onePerRoot(at *match, r int, n int32) bool {
	roles := at.pattern.Roles
	for _, l := range at.pattern.Links {
		root := -1
		switch {
		case l.From == r && roles[l.To].Binding == rules.One:
			root = l.To
		case l.To == r && roles[l.From].Binding == rules.One:
			root = l.From
		}
		if root >= 0 && !l.Not && an.g.nodes[n].population <= an.g.nodes[at.node[root]].population {
			return true
		}
	}
	return false
}

// heads lists what a threat causes. A threat on single elements acts on all of a population it reaches.
func (an *Analysis) heads(t *threat, in *instance, v int) []uint32 {
	var heads []uint32
	for _, e := range t.Effects {
		for _, n := range in.at(e.Role) {
			if in.population == 0 && an.g.nodes[n].population > 0 && an.base.semantics.reachesAll() {
				for all := range 3 {
					heads = an.appendNodes(heads, n, []rules.Term{e}, all)
				}
				continue
			}
			heads = an.appendNodes(heads, n, []rules.Term{e}, v)
		}
	}
	return heads
}
