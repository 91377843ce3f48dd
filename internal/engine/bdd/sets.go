package bdd

import (
	"context"
	"fmt"
	"iter"
	"math/big"
	"slices"
)

// Sets is a family of sets of events, none of which contains another one. It is immutable, and safe for concurrent use.
type Sets struct {
	order []int // the event at each level
	nodes []node
	root  ref
}

// MinimalSets are the minimal sets of events that make a function true while no other event happens. Of a monotone function they are
// its minimal cut sets, and the function is true just where one of them happens. The empty set is the only one if the function is
// always true. The error is ErrNodes if the family does not fit, or that of the context.
//
// The recursion is Rauzy's (1993): the sets with the first event are those of the outcome "it happens", without those that contain one
// of the outcome "it does not".
func (d *Diagram) MinimalSets(ctx context.Context, function int, o Options) (*Sets, error) {
	limit, err := o.nodes()
	if err != nil {
		return nil, err
	}
	nodes, at := compact(d.nodes, []ref{d.roots[function]})
	t := newTable(limit, ctx.Err)
	minimal := make([]ref, len(nodes))
	minimal[one] = one
	for r := 2; r < len(nodes) && t.err == nil; r++ {
		n := nodes[r]
		minimal[r] = t.family(n.level, minimal[n.low], t.without(minimal[n.high], minimal[n.low]))
	}
	if t.err != nil {
		return nil, fmt.Errorf("find minimal sets: %w", t.err)
	}
	nodes, at = compact(t.nodes, []ref{minimal[at[0]]})
	return &Sets{order: d.order, nodes: nodes, root: at[0]}, nil
}

// Count is the number of sets.
func (s *Sets) Count() *big.Int {
	count := make([]*big.Int, len(s.nodes))
	count[zero], count[one] = big.NewInt(0), big.NewInt(1)
	for r := 2; r < len(s.nodes); r++ {
		n := s.nodes[r]
		count[r] = new(big.Int).Add(count[n.low], count[n.high])
	}
	return count[s.root]
}

// BySize gives the sets, small ones first, each as its events by number; equal sizes come in an order that is always the same. It ends
// after limit sets; 0 means all, of which there may be very many. The caller may keep the slices.
func (s *Sets) BySize(limit int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		sizes := s.sizes()
		w := walk{s: s, sizes: sizes, limit: limit, yield: yield}
		for size := range sizes[s.root].BitLen() {
			if !w.from(s.root, size, nil) {
				return
			}
		}
	}
}

// sizes has, for each node, bit k set if the family has a set of k events. So the walk never goes where nothing is.
func (s *Sets) sizes() []*big.Int {
	sizes := make([]*big.Int, len(s.nodes))
	sizes[zero], sizes[one] = big.NewInt(0), big.NewInt(1)
	for r := 2; r < len(s.nodes); r++ {
		n := s.nodes[r]
		with := new(big.Int).Lsh(sizes[n.high], 1)
		sizes[r] = with.Or(with, sizes[n.low])
	}
	return sizes
}

// walk yields the sets of one size after the other.
type walk struct {
	s     *Sets
	sizes []*big.Int
	limit int
	given int
	yield func([]int) bool
}

// from yields the sets of a family that have so many more events, each together with those chosen above. It is false at the end.
func (w *walk) from(r ref, more int, chosen []int) bool {
	if w.sizes[r].Bit(more) == 0 {
		return true
	}
	if r == one {
		w.given++
		return w.yield(slices.Sorted(slices.Values(chosen))) && w.given != w.limit
	}
	n := w.s.nodes[r]
	if more > 0 && !w.from(n.high, more-1, append(chosen, w.s.order[n.level])) {
		return false
	}
	return w.from(n.low, more, chosen)
}
