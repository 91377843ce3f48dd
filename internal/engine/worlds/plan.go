package worlds

import "slices"

// plan is the part of a problem that matters to what is asked, renumbered with causes first: what can happen at all, and from
// which an asked node can be reached.
type plan struct {
	nodes, rules []Event
	tails, heads Lists
	out          Lists   // rules that a node is a tail of
	free         []int32 // rules without tails
	nodeAt       []int32 // place of a node of the problem here, or -1
	nodeOf       []int32 // the other way round
	ruleOf       []int32
}

// newPlan slices a problem to what matters to the asked nodes.
func newPlan(p *Problem, asked []int32) *plan {
	out := byNode(p.Tails, len(p.Nodes), len(p.Rules))
	possible, works := p.reachable(out)
	needed := p.needed(asked, possible, works)
	pl := &plan{nodeAt: make([]int32, len(p.Nodes))}
	for n := range pl.nodeAt {
		pl.nodeAt[n] = -1
	}
	for _, n := range p.causesFirst(out, needed, works) {
		pl.nodeAt[n] = int32(len(pl.nodes))
		pl.nodes = append(pl.nodes, p.Nodes[n])
		pl.nodeOf = append(pl.nodeOf, n)
	}
	for r := range p.Rules {
		if heads := pl.kept(p.Heads.At(r)); works[r] && len(heads) > 0 {
			pl.rules = append(pl.rules, p.Rules[r])
			pl.ruleOf = append(pl.ruleOf, int32(r))
			pl.tails.Append(pl.kept(p.Tails.At(r))...)
			pl.heads.Append(heads...)
		}
	}
	pl.out = byNode(pl.tails, len(pl.nodes), len(pl.rules))
	for r := range pl.rules {
		if len(pl.tails.At(r)) == 0 {
			pl.free = append(pl.free, int32(r))
		}
	}
	return pl
}

// kept lists the places of those nodes that the plan keeps.
func (pl *plan) kept(nodes []int32) []int32 {
	var out []int32
	for _, n := range nodes {
		if at := pl.nodeAt[n]; at >= 0 {
			out = append(out, at)
		}
	}
	return out
}

// reachable finds the nodes that hold in some world, and the rules that work in some world.
func (p *Problem) reachable(out Lists) (nodes, rules []bool) {
	nodes, rules = make([]bool, len(p.Nodes)), make([]bool, len(p.Rules))
	open := make([]int32, len(p.Rules))
	var queue []int32
	reach := func(n int32) {
		if !nodes[n] {
			nodes[n] = true
			queue = append(queue, n)
		}
	}
	work := func(r int32) {
		if p.Rules[r].P.High > 0 {
			rules[r] = true
			for _, h := range p.Heads.At(int(r)) {
				reach(h)
			}
		}
	}
	for r := range p.Rules {
		if open[r] = int32(len(p.Tails.At(r))); open[r] == 0 {
			work(int32(r))
		}
	}
	for n, e := range p.Nodes {
		if e.P.High > 0 {
			reach(int32(n))
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, r := range out.At(int(n)) { // once for each time that n is a tail
			if open[r]--; open[r] == 0 {
				work(r)
			}
		}
	}
	return nodes, rules
}

// needed finds the possible nodes from which an asked node can be reached over rules that can work.
func (p *Problem) needed(asked []int32, possible, works []bool) []bool {
	in := byNode(p.Heads, len(p.Nodes), len(p.Rules))
	seen := make([]bool, len(p.Nodes))
	var queue []int32
	need := func(nodes []int32) {
		for _, n := range nodes {
			if possible[n] && !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	need(asked)
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, r := range in.At(int(n)) {
			if works[r] {
				need(p.Tails.At(int(r)))
			}
		}
	}
	return seen
}

// causesFirst lists the needed nodes so that what leads to a node stands before it, as far as there are no cycles: the reverse of
// the order in which a depth-first search leaves them.
func (p *Problem) causesFirst(out Lists, needed, works []bool) []int32 {
	var order, stack []int32 // on the stack: n to enter a node, ^n to leave it
	entered := make([]bool, len(p.Nodes))
	for root := range p.Nodes {
		if needed[root] {
			stack = append(stack, int32(root))
		}
		for len(stack) > 0 {
			n := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if n < 0 {
				order = append(order, ^n)
				continue
			}
			if entered[n] {
				continue
			}
			entered[n] = true
			stack = append(stack, ^n)
			for _, r := range out.At(int(n)) {
				for _, h := range p.Heads.At(int(r)) {
					if works[r] && needed[h] && !entered[h] {
						stack = append(stack, h)
					}
				}
			}
		}
	}
	slices.Reverse(order)
	return order
}

// byNode turns "nodes of a rule" round into "rules of a node".
func byNode(of Lists, nodes, rules int) Lists {
	out := Lists{From: make([]int32, nodes+1), Of: make([]int32, len(of.Of))}
	for _, n := range of.Of {
		out.From[n+1]++
	}
	for n := range nodes {
		out.From[n+1] += out.From[n]
	}
	next := append([]int32(nil), out.From...)
	for r := range rules {
		for _, n := range of.At(r) {
			out.Of[next[n]] = int32(r)
			next[n]++
		}
	}
	return out
}
