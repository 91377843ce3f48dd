package bdd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// web is what orders of events are found from: vertices, the vertices each depends on (cycles allowed), and which of them are events.
type web struct {
	parts  [][]int
	event  []int // none for a vertex that is no event
	events int   // how many events are numbered
}

const none = -1

// orders are cheap ways to find in which order events stand in a diagram, the first on top. The order decides how large the diagram
// gets, and the best one is hard to find. Depth first from what is asked keeps events together that act together; what is left open is
// the sequence of the parts of a vertex. On the Aralia trees each of them does; breadth first does not.
var orders = []func(w web, roots []int) []int{
	func(w web, roots []int) []int { return w.depthFirst(roots, w.byReach(1)) },  // parts with few events first
	func(w web, roots []int) []int { return w.depthFirst(roots, nil) },           // parts as they are written
	func(w web, roots []int) []int { return w.depthFirst(roots, w.byUses()) },    // parts that much depends on first
	func(w web, roots []int) []int { return w.depthFirst(roots, w.byReach(-1)) }, // parts with many events first
}

// firstShare of the nodes is what each order may take before one gets them all: a bad order fails fast.
const firstShare = 16

// build has functions made in the first order of events in which they fit into the allowed nodes. makeIn gets the level of each event.
func build(ctx context.Context, o Options, w web, roots []int, makeIn func(t *table, level []uint32) []ref) (*Diagram, error) {
	limit, err := o.nodes()
	if err != nil {
		return nil, err
	}
	for _, allowed := range []int{(limit + firstShare - 1) / firstShare, limit} {
		for _, find := range orders {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("build a diagram: %w", err)
			}
			order := find(w, roots)
			level := make([]uint32, w.events)
			for l, e := range order {
				level[e] = uint32(l)
			}
			t := newTable(allowed, ctx.Err)
			made := makeIn(t, level)
			if t.err == nil {
				nodes, at := compact(t.nodes, made)
				return &Diagram{events: w.events, order: order, nodes: nodes, roots: at}, nil
			}
			if err = t.err; !errors.Is(err, ErrNodes) {
				return nil, fmt.Errorf("build a diagram: %w", err)
			}
		}
	}
	return nil, fmt.Errorf("build a diagram in %d orders of its events: %w", len(orders), err)
}

// depthFirst lists events as they are first met. Parts are taken in the sequence of before, or as they are written.
func (w web) depthFirst(roots []int, before func(a, b int) int) []int {
	seen := make([]bool, len(w.parts))
	var order []int
	var visit func(v int)
	visit = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		if w.event[v] != none {
			order = append(order, w.event[v])
		}
		parts := w.parts[v]
		if before != nil {
			parts = slices.SortedStableFunc(slices.Values(parts), before)
		}
		for _, p := range parts {
			visit(p)
		}
	}
	for _, r := range roots {
		visit(r)
	}
	return order
}

// farEnough is where counting what a vertex depends on ends, so that it stays cheap on large webs.
const farEnough = 300

// byReach compares by how much a vertex depends on; sign 1 puts the least first, -1 the most.
func (w web) byReach(sign int) func(a, b int) int {
	reach := make([]int, len(w.parts))
	seenFrom := make([]int, len(w.parts)) // the last vertex, plus one, from which the walk came by
	for v := range w.parts {
		stack := []int{v}
		for len(stack) > 0 && reach[v] < farEnough {
			u := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seenFrom[u] == v+1 {
				continue
			}
			seenFrom[u] = v + 1
			reach[v]++
			stack = append(stack, w.parts[u]...)
		}
	}
	return func(a, b int) int { return sign * cmp.Compare(reach[a], reach[b]) }
}

// byUses compares by how many others depend on a vertex, the most first.
func (w web) byUses() func(a, b int) int {
	uses := make([]int, len(w.parts))
	for _, parts := range w.parts {
		for _, p := range parts {
			uses[p]++
		}
	}
	return func(a, b int) int { return cmp.Compare(uses[b], uses[a]) }
}
