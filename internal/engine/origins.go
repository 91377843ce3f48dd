package engine

import (
	"math/bits"
	"slices"
)

// Origins says of a run which causes really give each threat its likelihood, where chains begin, and what follows from each
// beginning. Threats are meant by their causal arcs, causes and effects by causal nodes. The rules are Spyderisk's.
type Origins struct {
	r *Run

	CausedBy [][]uint32 // by arc: external trust attributes, and consequences; rising
	Risk     []uint8    // by arc: highest risk that the threat leads to
	LeadsTo  []uint8    // by node: highest risk that a consequence leads to, its own included; of a trust attribute, what it lets through
	Normal   []bool     // by node: consequence of normal operation
	Initial  []int      // arcs of normal operation, or passing on, all of whose causes are external; rising
	Root     []int      // other arcs that follow from these and external causes alone; rising

	given  []bool     // by node: external, or a consequence of normal operation
	found  [][]uint64 // by arc: origins that it follows from
	origin []int      // what the bits of found mean: Initial, and once Leads was called Root
}

// Origins computes the attribution.
func (r *Run) Origins() *Origins {
	o := r.weigh()
	o.begin()
	return o
}

// weigh computes causes and risks, without where chains begin.
func (r *Run) weigh() *Origins {
	arcs := r.an.causal.Arcs()
	o := &Origins{r: r, CausedBy: make([][]uint32, arcs), Risk: make([]uint8, arcs), Normal: make([]bool, r.an.causal.Nodes()), found: make([][]uint64, arcs)}
	causes := make([][2]uint32, 0, 4*arcs) // node, arc
	for a := range arcs {
		if r.an.arcOf[a] >= 0 && r.state.ArcLevel(a) > 0 {
			o.CausedBy[a] = o.causedBy(a)
			for _, n := range o.CausedBy[a] {
				causes = append(causes, [2]uint32{n, uint32(a)})
			}
		}
	}
	next := follow(r.an.causal.Nodes(), causes)
	o.risks(next)
	o.leadsTo()
	return o
}

// External tells whether a trust attribute is below safe, and nothing in the system made it so.
func (r *Run) External(node int) bool {
	return r.an.owner[node].trust && r.state.Level(node) > 0 && r.state.Level(node) == r.state.Init(node)
}

// causedBy lists the causes of an active threat that let it come as far as it does. Where a trust attribute was undermined, the
// consequence that did it stands for it.
func (o *Origins) causedBy(arc int) []uint32 {
	an, likelihood := o.r.an, o.r.state.ArcLevel(arc)
	var out []uint32
	for _, n := range an.Causes(arc) {
		level, owner := o.r.state.Level(int(n)), an.owner[n]
		switch {
		case !owner.trust && level >= likelihood, o.r.External(int(n)) && an.base.semantics.takesPart(level, likelihood):
			out = append(out, n)
		case owner.trust && level > 0 && an.base.semantics.takesPart(level, likelihood):
			out = append(out, o.underminer(n))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// underminer is the consequence that takes a trust attribute away.
func (o *Origins) underminer(trust uint32) uint32 {
	an, at := o.r.an, o.r.an.owner[trust]
	n, _ := an.CausalNode(Node{Element: int(at.node), Name: an.base.set.Attributes[at.name].UnderminedBy, Member: Member(at.variant)})
	return uint32(n)
}

// Direct lists the effects that a threat gives their likelihood.
func (o *Origins) Direct(arc int) []uint32 {
	level := o.r.state.ArcLevel(arc)
	var out []uint32
	for _, h := range o.r.an.causal.Heads(arc) {
		if level > 0 && o.r.state.Level(int(h)) == level {
			out = append(out, h)
		}
	}
	return out
}

// follow turns pairs of node and arc into the arcs of each node.
func follow(nodes int, pairs [][2]uint32) [][]uint32 {
	count := make([]int, nodes+1)
	for _, p := range pairs {
		count[p[0]+1]++
	}
	for n := range nodes {
		count[n+1] += count[n]
	}
	flat, at := make([]uint32, len(pairs)), slices.Clone(count)
	for _, p := range pairs {
		flat[at[p[0]]] = p[1]
		at[p[0]]++
	}
	out := make([][]uint32, nodes)
	for n := range nodes {
		out[n] = flat[count[n]:count[n+1]:count[n+1]]
	}
	return out
}

// risks begins with the risk of each effect at the likelihood of the threat, and raises it to the risk of each threat that is
// caused by a direct effect.
func (o *Origins) risks(next [][]uint32) {
	table := o.r.riskTable()
	var waiting [Top + 1][]uint32
	raise := func(a uint32, risk uint8) {
		if risk > o.Risk[a] {
			o.Risk[a] = risk
			waiting[risk] = append(waiting[risk], a)
		}
	}
	before := make([][2]uint32, 0, len(o.Risk)) // threat caused, threat that causes
	for a := range o.Risk {
		level := o.r.state.ArcLevel(a)
		if o.r.an.arcOf[a] < 0 || level == 0 {
			continue
		}
		for _, h := range o.r.an.causal.Heads(a) {
			raise(uint32(a), uint8(table[o.r.Impact(int(h))][level]))
		}
		for _, h := range o.Direct(a) {
			for _, b := range next[h] {
				before = append(before, [2]uint32{b, uint32(a)})
			}
		}
	}
	causing := follow(len(o.Risk), before)
	for risk := Top; risk > 0; risk-- {
		for len(waiting[risk]) > 0 {
			last := len(waiting[risk]) - 1
			a := waiting[risk][last]
			waiting[risk] = waiting[risk][:last]
			if int(o.Risk[a]) == risk {
				for _, c := range causing[a] {
					raise(c, uint8(risk))
				}
			}
		}
	}
}

// leadsTo carries the risks of threats back to their causes.
func (o *Origins) leadsTo() {
	o.LeadsTo = make([]uint8, o.r.an.causal.Nodes())
	for n, owner := range o.r.an.owner {
		if owner.node >= 0 && !owner.trust {
			o.LeadsTo[n] = o.r.RiskOf(n)
		}
	}
	for a, causes := range o.CausedBy {
		for _, n := range causes {
			o.LeadsTo[n] = max(o.LeadsTo[n], o.Risk[a])
		}
	}
}

// IsRoot tells whether a chain begins with a threat.
func (o *Origins) IsRoot(arc int) bool {
	_, found := slices.BinarySearch(o.Root, arc)
	return found
}

// passive tells whether a threat only passes consequences on or belongs to normal operation.
func (an *Analysis) passive(threat int32) bool {
	t := &an.base.threats[an.threats[threat].rule]
	return t.Secondary || t.Normal
}

// begin finds where chains begin, and what follows from each beginning.
func (o *Origins) begin() {
	an := o.r.an
	external := make([]bool, an.causal.Nodes())
	for n := range external {
		external[n] = o.r.External(n)
	}
	all := func(arc int, of []bool) bool {
		return len(o.CausedBy[arc]) > 0 && !slices.ContainsFunc(o.CausedBy[arc], func(n uint32) bool { return !of[n] })
	}
	for a, t := range an.arcOf {
		if t >= 0 && an.passive(t) && all(a, external) {
			o.Initial = append(o.Initial, a)
		}
	}
	o.spread(o.Initial, external, o.normal)
	for a := range an.arcOf {
		if len(o.found[a]) > 0 {
			for _, h := range o.Direct(a) {
				o.Normal[h] = true
			}
		}
	}
	o.given = external
	for n, is := range o.Normal {
		o.given[n] = o.given[n] || is
	}
	for a, t := range an.arcOf {
		if t >= 0 && !an.passive(t) && all(a, o.given) {
			o.Root = append(o.Root, a)
		}
	}
}

// normal tells whether a threat belongs to normal operation.
func (o *Origins) normal(arc int) bool {
	return o.r.an.base.threats[o.r.an.threats[o.r.an.arcOf[arc]].rule].Normal
}

// spread gives each threat that joins the origins it follows from: a threat joins when each of its causes is given or follows, and
// takes the origins of all of them; its direct effects take its own.
func (o *Origins) spread(origins []int, given []bool, joins func(arc int) bool) {
	if len(origins) == 0 {
		return
	}
	an, first := o.r.an, len(o.origin)
	o.origin = append(o.origin, origins...)
	words := (len(o.origin) + 63) / 64
	found := make([][]uint64, an.causal.Nodes()) // by node; nil where it does not follow
	for n, is := range given {
		if is {
			found[n] = make([]uint64, words)
		}
	}
	sets := make([][]uint64, an.causal.Arcs())
	for i, a := range origins {
		sets[a] = make([]uint64, words)
		sets[a][(first+i)/64] |= 1 << ((first + i) % 64)
	}
	pass := func(a int) (changed bool) {
		for _, h := range o.Direct(a) {
			if found[h] == nil {
				found[h] = make([]uint64, words)
				changed = true
			}
			changed = join(found[h], sets[a]) || changed
		}
		return changed
	}
	for _, a := range origins {
		pass(a)
	}
	for changed := true; changed; {
		changed = false
		for a, t := range an.arcOf {
			if t < 0 || len(o.CausedBy[a]) == 0 || sets[a] == nil && !joins(a) {
				continue
			}
			if slices.ContainsFunc(o.CausedBy[a], func(n uint32) bool { return found[n] == nil }) {
				continue
			}
			if sets[a] == nil {
				sets[a] = make([]uint64, words)
				changed = true
			}
			for _, n := range o.CausedBy[a] {
				changed = join(sets[a], found[n]) || changed
			}
			changed = pass(a) || changed
		}
	}
	for a, s := range sets {
		if s != nil {
			o.found[a] = append(o.found[a], make([]uint64, max(0, words-len(o.found[a])))...)
			join(o.found[a], s)
		}
	}
}

// join adds the second set to the first and tells whether that changed it.
func join(to, from []uint64) bool {
	changed := false
	for i, w := range from {
		if w&^to[i] != 0 {
			to[i] |= w
			changed = true
		}
	}
	return changed
}

// Leads calls see for each initial and root cause with the threats that follow from it, itself included, rising.
func (o *Origins) Leads(see func(origin int, arcs []int)) {
	if len(o.origin) == len(o.Initial) {
		o.spread(o.Root, o.given, func(arc int) bool { return !o.normal(arc) })
	}
	arcs := make([][]int, len(o.origin))
	for a, set := range o.found {
		for w, word := range set {
			for ; word != 0; word &= word - 1 {
				i := w*64 + bits.TrailingZeros64(word)
				arcs[i] = append(arcs[i], a)
			}
		}
	}
	for i, a := range o.origin {
		see(a, arcs[i])
	}
}
