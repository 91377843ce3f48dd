package engine

import (
	"cmp"
	"slices"
)

// Path is one way in which a consequence comes about: threats in the order in which they can happen.
type Path struct {
	Likelihood uint8
	arcs       []int32
}

// pathBudget bounds the searches for one target; what is not found within it is said to be missing.
const pathBudget = 64

// paths finds up to k ways to a causal node, the likeliest first, then the shortest. Two ways differ in at least one threat
// that is not a mere consequence. It tells whether more may exist.
func (r *Run) paths(target int, k int) (found []Path, more bool) {
	type candidate struct {
		path   Path
		banned []int32
	}
	var queue []candidate
	searches := 0
	seen := map[string]bool{}
	search := func(banned []int32, level uint8) {
		for l := level; l > 0; l-- {
			if searches++; searches > pathBudget {
				more = true
				return
			}
			if arcs := r.proof(target, l, banned); arcs != nil {
				queue = append(queue, candidate{Path{l, arcs}, banned})
				return
			}
		}
	}
	search(nil, r.state.Level(target))
	for len(queue) > 0 && len(found) < k {
		best := 0
		for i := range queue {
			if comparePaths(queue[i].path, queue[best].path) < 0 {
				best = i
			}
		}
		c := queue[best]
		queue = slices.Delete(queue, best, best+1)
		if key := r.key(c.path); !seen[key] {
			seen[key] = true
			found = append(found, c.path)
		}
		for _, a := range c.path.arcs {
			if t := r.an.arcOf[a]; t >= 0 && !r.an.passive(t) && !slices.Contains(c.banned, a) {
				search(append(slices.Clone(c.banned), a), c.path.Likelihood)
			}
		}
	}
	return found, more || len(queue) > 0
}

func comparePaths(a, b Path) int {
	return cmp.Or(cmp.Compare(b.Likelihood, a.Likelihood), cmp.Compare(len(a.arcs), len(b.arcs)), slices.Compare(a.arcs, b.arcs))
}

// key identifies a path by its threats that are not mere consequences.
func (r *Run) key(p Path) string {
	var ids []int32
	for _, a := range p.arcs {
		if t := r.an.arcOf[a]; t >= 0 && !r.an.passive(t) {
			ids = append(ids, t)
		}
	}
	slices.Sort(ids)
	b := make([]byte, 0, len(ids)*4)
	for _, t := range ids {
		b = append(b, byte(t), byte(t>>8), byte(t>>16), byte(t>>24))
	}
	return string(b)
}

// proof finds a shortest derivation of a node at a level or above without the banned arcs, as arcs in causal order; nil if
// there is none. It looks only at what can lead to the node.
func (r *Run) proof(target int, level uint8, banned []int32) []int32 {
	arcs, nodes := r.slice(target, level, banned)
	open := make(map[int32]int, len(arcs))
	for _, a := range arcs {
		open[a] = len(r.an.causal.Tails(int(a)))
	}
	round := make(map[uint32]int, len(nodes))
	support := make(map[uint32]int32, len(nodes))
	var wave []uint32
	for _, n := range nodes {
		if r.state.Init(int(n)) >= level {
			round[n], support[n] = 0, -1
			wave = append(wave, n)
		}
	}
	for depth := 1; len(wave) > 0; depth++ {
		if _, done := round[uint32(target)]; done {
			return r.unfold(uint32(target), support, round)
		}
		var next []uint32
		for _, n := range wave {
			for _, a := range r.an.causal.Out(int(n)) {
				left, relevant := open[int32(a)]
				if !relevant {
					continue
				}
				if open[int32(a)] = left - 1; left > 1 {
					continue
				}
				for _, h := range r.an.causal.Heads(int(a)) {
					if _, reached := round[h]; !reached {
						round[h], support[h] = depth, int32(a)
						next = append(next, h)
					}
				}
			}
		}
		slices.Sort(next)
		wave = next
	}
	if _, done := round[uint32(target)]; done {
		return r.unfold(uint32(target), support, round)
	}
	return nil
}

// slice lists the arcs and nodes from which a node can be reached backwards over arcs of a level, each rising.
func (r *Run) slice(target int, level uint8, banned []int32) (arcs []int32, nodes []uint32) {
	seenNode, seenArc := map[uint32]bool{uint32(target): true}, map[int32]bool{}
	stack := []uint32{uint32(target)}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		nodes = append(nodes, n)
		for _, a := range r.an.causal.In(int(n)) {
			if seenArc[int32(a)] || slices.Contains(banned, int32(a)) || r.state.ArcLevel(int(a)) < level {
				continue
			}
			seenArc[int32(a)] = true
			arcs = append(arcs, int32(a))
			for _, t := range r.an.causal.Tails(int(a)) {
				if !seenNode[t] {
					seenNode[t] = true
					stack = append(stack, t)
				}
			}
		}
	}
	slices.Sort(arcs)
	slices.Sort(nodes)
	return arcs, nodes
}

// unfold lists the arcs of a derivation in causal order.
func (r *Run) unfold(target uint32, support map[uint32]int32, round map[uint32]int) []int32 {
	type step struct {
		arc   int32
		round int
	}
	var steps []step
	seen := map[int32]bool{}
	var visit func(n uint32)
	visit = func(n uint32) {
		a := support[n]
		if a < 0 || seen[a] {
			return
		}
		seen[a] = true
		for _, t := range r.an.causal.Tails(int(a)) {
			visit(t)
		}
		steps = append(steps, step{a, round[n]})
	}
	visit(target)
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(a.arc, b.arc)) })
	out := make([]int32, 0, len(steps))
	for _, s := range steps {
		out = append(out, s.arc)
	}
	return out
}
