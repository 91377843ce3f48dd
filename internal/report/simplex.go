package report

import (
	"context"
	"errors"
	"slices"
)

// tension is a problem of places on a line: each arc keeps its head at least some length behind its tail, and pulls the two
// together by its weight. It is solved by the network simplex method, as Graphviz does (Gansner, Koutsofios, North, Vo: A
// technique for drawing directed graphs, 1993, section 4.2). All numbers are whole, so the answer is the same everywhere.
type tension struct {
	nodes int
	arcs  []pullArc
}

// pullArc asks for at[to] >= at[from] + length, and costs weight for each pixel more.
type pullArc struct{ from, to, length, weight int }

func (t *tension) node() int {
	t.nodes++
	return t.nodes - 1
}

func (t *tension) keep(from, to, length, weight int) {
	t.arcs = append(t.arcs, pullArc{from, to, length, weight})
}

// level pulls two nodes to the same place, with an offset of each.
func (t *tension) level(a, b, offsetA, offsetB, weight int) {
	n := t.node()
	// at[n] + c - offset = at[node]: both arcs are tight when at[a]+offsetA equals at[b]+offsetB.
	c := max(offsetA, offsetB)
	t.keep(n, a, c-offsetA, weight)
	t.keep(n, b, c-offsetB, weight)
}

var errCircle = errors.New("places contradict each other")

// solve finds the places of the nodes. The first node is the origin; it must stand before all others.
func (t *tension) solve(ctx context.Context) ([]int, error) {
	at, err := t.start()
	if err != nil {
		return nil, err
	}
	s := &simplex{tension: t, at: at, inTree: make([]bool, len(t.arcs))}
	if err := s.tightTree(ctx); err != nil {
		return nil, err
	}
	// The method ends by itself but for rare circles among equally good trees; the bound keeps those from running on.
	for range 40 * t.nodes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !s.improve() {
			break
		}
	}
	low := slices.Min(s.at)
	for i := range s.at {
		s.at[i] -= low
	}
	return s.at, nil
}

// start puts every node as far to the front as the lengths allow.
func (t *tension) start() ([]int, error) {
	at, waits := make([]int, t.nodes), make([]int, t.nodes)
	out := make([][]int, t.nodes)
	for i, a := range t.arcs {
		waits[a.to]++
		out[a.from] = append(out[a.from], i)
	}
	var ready []int
	for n, w := range waits {
		if w == 0 {
			ready = append(ready, n)
		}
	}
	done := 0
	for ; len(ready) > 0; done++ {
		n := ready[0]
		ready = ready[1:]
		for _, i := range out[n] {
			a := t.arcs[i]
			at[a.to] = max(at[a.to], at[n]+a.length)
			if waits[a.to]--; waits[a.to] == 0 {
				ready = append(ready, a.to)
			}
		}
	}
	if done < t.nodes {
		return nil, errCircle
	}
	return at, nil
}

// simplex is the state of the method: a spanning tree of arcs without slack, and the places that follow from it.
type simplex struct {
	*tension
	at     []int
	inTree []bool
	next   int // where the search for an arc to leave goes on

	// Of the tree, rooted at node 0: nodes in an order with parents first, and the arc to the parent.
	order []int
	up    []int
	sums  []int
	touch [][]int // tree arcs at a node
}

func (s *simplex) slack(i int) int {
	a := s.arcs[i]
	return s.at[a.to] - s.at[a.from] - a.length
}

// tightTree grows a tree of arcs without slack; where none is left, the tree is moved towards the nearest node outside.
func (s *simplex) tightTree(ctx context.Context) error {
	in := make([]bool, s.nodes)
	in[0] = true
	for size := 1; size < s.nodes; {
		if err := ctx.Err(); err != nil {
			return err
		}
		best := -1
		for grown := true; grown; {
			grown, best = false, -1
			for i, a := range s.arcs {
				if in[a.from] == in[a.to] {
					continue
				}
				if s.slack(i) == 0 {
					s.inTree[i], in[a.from], in[a.to], grown = true, true, true, true
					size++
				} else if best < 0 || s.slack(i) < s.slack(best) {
					best = i
				}
			}
		}
		if size == s.nodes {
			break
		}
		by := s.slack(best)
		if in[s.arcs[best].to] {
			by = -by
		}
		for n := range in {
			if in[n] {
				s.at[n] += by
			}
		}
	}
	return nil
}

// root walks the tree and sums up, for each subtree, the weights that leave it less those that enter it.
func (s *simplex) root() {
	s.touch = make([][]int, s.nodes)
	s.sums = make([]int, s.nodes)
	for i, a := range s.arcs {
		s.sums[a.from] += a.weight
		s.sums[a.to] -= a.weight
		if s.inTree[i] {
			s.touch[a.from] = append(s.touch[a.from], i)
			s.touch[a.to] = append(s.touch[a.to], i)
		}
	}
	s.order, s.up = s.order[:0], slices.Repeat([]int{-1}, s.nodes)
	s.order = append(s.order, 0)
	for k := 0; k < len(s.order); k++ {
		n := s.order[k]
		for _, i := range s.touch[n] {
			if i != s.up[n] {
				m := s.other(i, n)
				s.up[m] = i
				s.order = append(s.order, m)
			}
		}
	}
	for k := len(s.order) - 1; k > 0; k-- {
		n := s.order[k]
		s.sums[s.other(s.up[n], n)] += s.sums[n]
	}
}

func (s *simplex) other(arc, node int) int {
	if a := s.arcs[arc]; a.from != node {
		return a.from
	}
	return s.arcs[arc].to
}

// improve exchanges an arc of the tree whose length it pays to give slack to; it tells whether there was one.
func (s *simplex) improve() bool {
	s.root()
	for k := range s.order {
		n := s.order[(k+s.next)%len(s.order)]
		i := s.up[n]
		if i < 0 {
			continue
		}
		tail := s.arcs[i].from == n // the subtree of n holds the tail
		cut := s.sums[n]
		if !tail {
			cut = -cut
		}
		if cut >= 0 {
			continue
		}
		s.next = (k + s.next + 1) % len(s.order)
		s.exchange(i, n, tail)
		return true
	}
	return false
}

// exchange takes an arc out of the tree and puts the nearest one in that goes from its head's side to its tail's.
func (s *simplex) exchange(leave, top int, tail bool) {
	in := make([]bool, s.nodes) // the subtree of top
	for _, n := range s.order {
		in[n] = n == top || s.up[n] >= 0 && in[s.other(s.up[n], n)]
	}
	enter := -1
	for i, a := range s.arcs {
		if in[a.from] != in[a.to] && in[a.to] == tail && (enter < 0 || s.slack(i) < s.slack(enter)) {
			enter = i
		}
	}
	if enter < 0 {
		return
	}
	by := s.slack(enter)
	if tail {
		by = -by // the subtree moves to the front
	}
	for n := range in {
		if in[n] {
			s.at[n] += by
		}
	}
	s.inTree[leave], s.inTree[enter] = false, true
}
