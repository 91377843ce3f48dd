package engine

import (
	"cmp"
	"slices"
)

// Path is one way in which a consequence comes about: threats in the order in which they can happen.
type Path struct {
	Likelihood uint8
	arcs       []int32
	steps      int // arcs that are threats
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
	look := func(banned []int32, level uint8) {
		for l := level; l > 0; l-- {
			if searches++; searches > pathBudget {
				more = true
				return
			}
			if arcs := r.proof(target, l, banned); arcs != nil {
				queue = append(queue, candidate{Path{l, arcs, r.steps(arcs)}, banned})
				return
			}
		}
	}
	look(nil, r.state.Level(target))
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
				look(append(slices.Clone(c.banned), a), c.path.Likelihood)
			}
		}
	}
	// A search is shortest in depth, so that a later one can give fewer steps.
	slices.SortFunc(found, comparePaths)
	return found, more || len(queue) > 0
}

func comparePaths(a, b Path) int {
	return cmp.Or(cmp.Compare(b.Likelihood, a.Likelihood), cmp.Compare(a.steps, b.steps), slices.Compare(a.arcs, b.arcs))
}

func (r *Run) steps(arcs []int32) int {
	n := 0
	for _, a := range arcs {
		if r.an.arcOf[a] >= 0 {
			n++
		}
	}
	return n
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

// search is scratch memory for derivations, made once for a run: nodes and arcs are marked by the number of the search, so
// that nothing has to be cleared between searches.
type search struct {
	number   uint32
	nodeSeen []uint32 // search in which a node was found relevant
	arcSeen  []uint32
	open     []uint32 // tails of an arc not yet derived
	derived  []uint32 // search in which a node was derived
	support  []int32  // arc that derived the node; -1 where it is given
	round    []int32
	nodes    []uint32 // relevant nodes of this search
	wave     []uint32
	next     []uint32
}

func newSearch(nodes, arcs int) *search {
	return &search{
		nodeSeen: make([]uint32, nodes), arcSeen: make([]uint32, arcs), open: make([]uint32, arcs),
		derived: make([]uint32, nodes), support: make([]int32, nodes), round: make([]int32, nodes),
	}
}

// proof finds a shortest derivation of a node at a level or above without the banned arcs, as arcs in causal order; nil if
// there is none. It looks only at what can lead to the node, and goes forward in rounds: what is derived first is derived in
// the fewest rounds.
func (r *Run) proof(target int, level uint8, banned []int32) []int32 {
	if r.search == nil {
		r.search = newSearch(r.an.causal.Nodes(), r.an.causal.Arcs())
	}
	s := r.search
	r.slice(s, target, level, banned)
	s.wave = s.wave[:0]
	for _, n := range s.nodes {
		if r.state.Init(int(n)) >= level {
			s.derived[n], s.support[n], s.round[n] = s.number, -1, 0
			s.wave = append(s.wave, n)
		}
	}
	for depth := int32(1); len(s.wave) > 0 && s.derived[target] != s.number; depth++ {
		s.next = s.next[:0]
		for _, n := range s.wave {
			r.derive(s, n, depth)
		}
		slices.Sort(s.next)
		s.wave, s.next = s.next, s.wave
	}
	if s.derived[target] != s.number {
		return nil
	}
	return r.unfold(s, uint32(target))
}

// derive counts a derived node off the arcs that need it, and derives what they give once nothing is open.
func (r *Run) derive(s *search, n uint32, depth int32) {
	for _, a := range r.an.causal.Out(int(n)) {
		if s.arcSeen[a] != s.number {
			continue
		}
		if s.open[a]--; s.open[a] > 0 {
			continue
		}
		for _, h := range r.an.causal.Heads(int(a)) {
			if s.derived[h] != s.number {
				s.derived[h], s.support[h], s.round[h] = s.number, int32(a), depth
				s.next = append(s.next, h)
			}
		}
	}
}

// slice begins a search: it marks the arcs and nodes from which a node can be reached backwards over arcs of a level.
func (r *Run) slice(s *search, target int, level uint8, banned []int32) {
	s.number++
	s.nodes = append(s.nodes[:0], uint32(target))
	s.nodeSeen[target] = s.number
	for i := 0; i < len(s.nodes); i++ {
		for _, a := range r.an.causal.In(int(s.nodes[i])) {
			if s.arcSeen[a] == s.number || r.state.ArcLevel(int(a)) < level || slices.Contains(banned, int32(a)) {
				continue
			}
			tails := r.an.causal.Tails(int(a))
			s.arcSeen[a], s.open[a] = s.number, uint32(len(tails))
			for _, t := range tails {
				if s.nodeSeen[t] != s.number {
					s.nodeSeen[t] = s.number
					s.nodes = append(s.nodes, t)
				}
			}
		}
	}
	slices.Sort(s.nodes)
}

// unfold lists the arcs of a derivation in causal order.
func (r *Run) unfold(s *search, target uint32) []int32 {
	type step struct{ arc, round int32 }
	var steps []step
	listed := map[int32]bool{}
	open := []uint32{target}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		a := s.support[n]
		if a < 0 || listed[a] {
			continue
		}
		listed[a] = true
		steps = append(steps, step{a, s.round[n]})
		open = append(open, r.an.causal.Tails(int(a))...)
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(a.arc, b.arc)) })
	out := make([]int32, 0, len(steps))
	for _, s := range steps {
		out = append(out, s.arc)
	}
	return out
}
