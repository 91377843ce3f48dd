package engine

import (
	"hash/fnv"
	"slices"
	"strconv"

	"cordon/internal/engine/worlds"
)

// Odds is the probability, per device-year, that goes with each likelihood.
type Odds [Top + 1]worlds.Interval

// Worlds gives the causal graph with probabilities. Its nodes and rules have the numbers of the causal nodes and arcs.
//
//   - A threat works with the probability of its cap: its frequency, less what the controls in place hold back. Its causes are not
//     in it, as they are events of their own.
//   - A secondary threat that nothing holds back is certain: it says what follows from its causes, not what somebody does.
//   - A threat that the mode does not count, or that nothing opens, is impossible.
//   - A trust attribute is low with the probability of the likelihood that its assumed level stands for. One that is safe
//     has the probability of likelihood 0, which the table may call impossible.
//   - A consequence does not happen by itself, and what is no threat (a consequence that takes trust away, or one of several
//     members that is enough) follows for certain.
//
// The least, average and most likely member of a population are different members, so that threats succeed against each
// independently. The random numbers of a threat go with its rule and elements, so that a change elsewhere in the model
// does not alter them.
func (r *Run) Worlds(odds Odds) *worlds.Problem {
	an := r.an
	p := &worlds.Problem{Nodes: make([]worlds.Event, an.causal.Nodes()), Rules: make([]worlds.Event, an.causal.Arcs())}
	for n, o := range an.owner {
		if o.trust {
			name := an.base.trust.list[o.name] + "@" + an.g.nodes[o.node].id
			p.Nodes[n] = worlds.Event{ID: eventID("trust", name, o.variant), P: odds[r.state.Init(n)]}
		}
	}
	for a := range p.Rules {
		p.Rules[a].P = worlds.Certain
		p.Tails.Append(signed(an.causal.Tails(a))...)
		p.Heads.Append(signed(an.causal.Heads(a))...)
	}
	for i := range an.threats {
		in := &an.threats[i]
		name := an.base.threats[in.rule].Name
		for _, role := range in.pattern.roots {
			name += "\x00" + an.g.nodes[in.node[role]].id
		}
		for v, a := range in.arcs {
			p.Rules[a] = worlds.Event{ID: eventID("threat", name, uint8(v)), P: r.oddsOf(in, a, odds)}
		}
	}
	return p
}

func (r *Run) oddsOf(in *instance, arc int32, odds Odds) worlds.Interval {
	cap := r.state.Cap(int(arc))
	switch {
	case !r.open(in):
		return worlds.Impossible
	case cap == Top && r.an.base.threats[in.rule].Secondary:
		return worlds.Certain
	}
	return odds[cap]
}

// WorldsNode is the node of a consequence by its id, for the worst member where the element stands for many.
func (r *Run) WorldsNode(consequence string) (int32, bool) {
	n, ok := r.an.node(consequence)
	return int32(n), ok
}

// Cause is an event of Worlds in the words of the model: a threat by its id, or an assumption about a trust attribute of an element.
type Cause struct {
	Threat             string
	Attribute, Element string
	Member             Member // of a population; Average where there is only one
}

// WorldsCause says what the event of a node or rule is; false where it is none, or certain by its nature.
func (r *Run) WorldsCause(rule bool, index int) (Cause, bool) {
	an := r.an
	if !rule {
		o := an.owner[index]
		if !o.trust {
			return Cause{}, false
		}
		return Cause{Attribute: an.base.trust.list[o.name], Element: an.g.nodes[o.node].id, Member: Member(o.variant)}, true
	}
	i := an.arcOf[index]
	if i < 0 {
		return Cause{}, false
	}
	in := &an.threats[i]
	c := Cause{Threat: an.threatID(in), Member: Average}
	if in.population > 0 {
		c.Member = Member(slices.Index(in.arcs, int32(index)))
	}
	return c, true
}

// eventID makes a number of a name. Of 64 bits, two of a million names meet with a probability of 3 in 10^8; sampling would then
// refuse the problem.
func eventID(what, name string, variant uint8) uint64 {
	h := fnv.New64a()
	h.Write([]byte(what + "\x00" + name + "\x00" + strconv.Itoa(int(variant))))
	return h.Sum64()
}

func signed(nodes []uint32) []int32 {
	out := make([]int32, len(nodes))
	for i, n := range nodes {
		out[i] = int32(n)
	}
	return out
}
