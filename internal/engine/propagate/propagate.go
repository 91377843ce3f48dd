// Package propagate computes the least fixed point of a causal graph on the levels 0..255: nodes are raised by arcs, and
// an arc gives the least level of its tails, but no more than its cap. It knows nothing of threats or devices.
//
// The full run settles nodes from the highest level down (Knuth 1977; Dowling and Gallier 1984): each node is settled
// once and each tail read once, O(nodes + tails + heads + levels). It records the arc that supports each node, which is an
// acyclic proof of its level, so that no cycle supports itself.
package propagate

import "fmt"

// Graph is an immutable causal graph. Build it with a Builder.
type Graph struct {
	nodes int
	arcs  []arc
	tails []uint32 // of arc a: tails[arcs[a].tail:arcs[a+1].tail]
	heads []uint32 // of arc a: heads[arcs[a].head:arcs[a+1].head]

	out    []uint32 // arcs that node n is a tail of: out[outOff[n]:outOff[n+1]]
	outOff []uint32
	in     []uint32 // arcs that node n is a head of: in[inOff[n]:inOff[n+1]]
	inOff  []uint32
}

type arc struct{ tail, head uint32 }

// Nodes is the number of nodes.
func (g *Graph) Nodes() int { return g.nodes }

// Arcs is the number of arcs.
func (g *Graph) Arcs() int { return len(g.arcs) - 1 }

// Tails lists the nodes an arc depends on. The caller must not change the slice.
func (g *Graph) Tails(a int) []uint32 { return g.tails[g.arcs[a].tail:g.arcs[a+1].tail] }

// Heads lists the nodes an arc raises. The caller must not change the slice.
func (g *Graph) Heads(a int) []uint32 { return g.heads[g.arcs[a].head:g.arcs[a+1].head] }

// Out lists the arcs that depend on a node. The caller must not change the slice.
func (g *Graph) Out(n int) []uint32 { return g.out[g.outOff[n]:g.outOff[n+1]] }

// In lists the arcs that raise a node. The caller must not change the slice.
func (g *Graph) In(n int) []uint32 { return g.in[g.inOff[n]:g.inOff[n+1]] }

// Builder collects arcs.
type Builder struct {
	arcs  []arc
	tails []uint32
	heads []uint32
}

// Arc adds an arc and returns its number. An arc without tails raises nothing.
func (b *Builder) Arc(tails, heads []uint32) int {
	b.arcs = append(b.arcs, arc{uint32(len(b.tails)), uint32(len(b.heads))})
	b.tails = append(b.tails, tails...)
	b.heads = append(b.heads, heads...)
	return len(b.arcs) - 1
}

// Build makes the graph over nodes 0 to nodes-1. It panics if an arc names another node: that is an error of the caller.
func (b *Builder) Build(nodes int) *Graph {
	g := &Graph{nodes: nodes, arcs: append(b.arcs, arc{uint32(len(b.tails)), uint32(len(b.heads))}), tails: b.tails, heads: b.heads}
	g.out, g.outOff = g.index(b.tails, func(a int) []uint32 { return g.Tails(a) })
	g.in, g.inOff = g.index(b.heads, func(a int) []uint32 { return g.Heads(a) })
	return g
}

// index turns "nodes of an arc" round into "arcs of a node", in compressed sparse rows.
func (g *Graph) index(all []uint32, of func(arc int) []uint32) (arcs, offsets []uint32) {
	offsets = make([]uint32, g.nodes+1)
	for _, n := range all {
		if int(n) >= g.nodes {
			panic(fmt.Sprintf("propagate: arc names node %d of %d", n, g.nodes))
		}
		offsets[n+1]++
	}
	for i := range g.nodes {
		offsets[i+1] += offsets[i]
	}
	next := append([]uint32(nil), offsets[:g.nodes]...)
	arcs = make([]uint32, len(all))
	for a := range g.Arcs() {
		for _, n := range of(a) {
			arcs[next[n]] = uint32(a)
			next[n]++
		}
	}
	return arcs, offsets
}

// None marks a node that no arc supports: its level is its initial one.
const None = -1

// State is a solved graph: inputs, levels and proofs. Change inputs with SetInit and SetCap, then call Update.
// A State belongs to one goroutine.
type State struct {
	g       *Graph
	init    []uint8
	cap     []uint8
	level   []uint8
	support []int32

	open    []uint32      // tails of an arc not yet settled, in a full run
	buckets [256][]uint32 // nodes waiting at a level
	settled []bool

	changedNodes []uint32
	changedArcs  []uint32
	invalid      []uint32
	marked       []bool
}

// Solve computes the least fixed point from the initial level of each node and the cap of each arc. It takes the slices.
func Solve(g *Graph, init, caps []uint8) *State {
	s := &State{
		g: g, init: init, cap: caps,
		level: make([]uint8, g.nodes), support: make([]int32, g.nodes),
		open: make([]uint32, g.Arcs()), settled: make([]bool, g.nodes), marked: make([]bool, g.nodes),
	}
	s.Resolve()
	return s
}

// Level is the level of a node.
func (s *State) Level(n int) uint8 { return s.level[n] }

// Support is the arc that gives a node its level, or None.
func (s *State) Support(n int) int { return int(s.support[n]) }

// Init is the initial level of a node.
func (s *State) Init(n int) uint8 { return s.init[n] }

// Cap is the cap of an arc.
func (s *State) Cap(a int) uint8 { return s.cap[a] }

// Graph is the graph that was solved.
func (s *State) Graph() *Graph { return s.g }

// ArcLevel is the level an arc gives to its heads: the least of its tails, at most its cap, and 0 without tails.
func (s *State) ArcLevel(a int) uint8 {
	tails := s.g.Tails(a)
	if len(tails) == 0 {
		return 0
	}
	l := s.cap[a]
	for _, n := range tails {
		l = min(l, s.level[n])
	}
	return l
}

// Resolve runs in full from the current inputs.
func (s *State) Resolve() {
	g := s.g
	top := 0
	for a := range s.open {
		s.open[a] = g.arcs[a+1].tail - g.arcs[a].tail
	}
	for n, l := range s.init {
		s.level[n], s.support[n], s.settled[n] = l, None, false
		if l > 0 {
			s.buckets[l] = append(s.buckets[l], uint32(n))
			top = max(top, int(l))
		}
	}
	for l := top; l > 0; l-- {
		s.settleAt(uint8(l))
	}
	s.changedNodes, s.changedArcs = s.changedNodes[:0], s.changedArcs[:0]
}

// settleAt settles all nodes of one level. Nodes raised on the way have at most this level.
func (s *State) settleAt(l uint8) {
	g, stack := s.g, s.buckets[l]
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if s.settled[n] {
			continue
		}
		s.settled[n] = true
		for _, a := range g.out[g.outOff[n]:g.outOff[n+1]] {
			if s.open[a]--; s.open[a] > 0 {
				continue
			}
			v := min(l, s.cap[a])
			for _, h := range g.heads[g.arcs[a].head:g.arcs[a+1].head] {
				if s.level[h] < v {
					s.level[h], s.support[h] = v, int32(a)
					if v == l {
						stack = append(stack, h)
					} else {
						s.buckets[v] = append(s.buckets[v], h)
					}
				}
			}
		}
	}
	s.buckets[l] = stack[:0]
}
