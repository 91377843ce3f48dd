package bdd

import (
	"context"
	"fmt"
	"slices"
)

// System is a set of monotone rules over nodes numbered from 0. Rules may form cycles. In each world (the set of events that happen) the
// nodes that hold are those of the least fixed point: a cycle supports itself only if something outside of it does.
type System struct {
	Nodes  int
	Events int
	Rules  []Rule
}

// Rule says that all heads hold if the event happens and all tails hold. Without tails it is a source.
type Rule struct {
	Event int // number of an event, or Certain; several rules may share one
	Tails []int
	Heads []int
}

// Certain is the event of a rule that does not need one.
const Certain = -1

// Least makes the diagram of when each asked node holds, by iteration over the rules until nothing rises (Kleene), one strongly connected
// part after the other. The error is ErrNodes if it does not fit, or that of the context.
func (s System) Least(ctx context.Context, asked []int, o Options) (*Diagram, error) {
	if err := s.check(asked); err != nil {
		return nil, err
	}
	s = s.relevant(asked)
	into := s.into()
	parts := s.components(into)
	return build(ctx, o, s.web(into), asked, func(t *table, level []uint32) []ref {
		holds := make([]ref, s.Nodes)
		for _, part := range parts {
			s.settle(t, level, into, part, holds)
		}
		refs := make([]ref, len(asked))
		for i, n := range asked {
			refs[i] = holds[n]
		}
		return refs
	})
}

// check wants all numbers to exist.
func (s System) check(asked []int) error {
	if s.Nodes < 0 || s.Events < 0 {
		return fmt.Errorf("a system of %d nodes and %d events", s.Nodes, s.Events)
	}
	for _, n := range asked {
		if n < 0 || n >= s.Nodes {
			return fmt.Errorf("node %d is asked for; there are %d nodes", n, s.Nodes)
		}
	}
	for i, r := range s.Rules {
		if r.Event != Certain && (r.Event < 0 || r.Event >= s.Events) {
			return fmt.Errorf("rule %d has event %d of %d", i, r.Event, s.Events)
		}
		for _, n := range slices.Concat(r.Tails, r.Heads) {
			if n < 0 || n >= s.Nodes {
				return fmt.Errorf("rule %d names node %d of %d", i, n, s.Nodes)
			}
		}
	}
	return nil
}

// relevant has the rules that matter for what is asked: those that can work at all, backwards from the asked nodes, with the heads that are
// on the way. A rule that needs its own head gives it nothing new.
func (s System) relevant(asked []int) System {
	most := newWorld(s)
	most.run(func(int) bool { return true })
	into := s.into()
	kept := make([]bool, len(s.Rules))
	seen := make([]bool, s.Nodes)
	for stack := slices.Clone(asked); len(stack) > 0; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n] = true
		for _, i := range into[n] {
			if r := s.Rules[i]; most.works[i] && !slices.Contains(r.Tails, n) {
				kept[i] = true
				stack = append(stack, r.Tails...)
			}
		}
	}
	less := System{Nodes: s.Nodes, Events: s.Events}
	for i, r := range s.Rules {
		if kept[i] {
			r.Heads = slices.DeleteFunc(slices.Clone(r.Heads), func(n int) bool { return !seen[n] || slices.Contains(r.Tails, n) })
			less.Rules = append(less.Rules, r)
		}
	}
	return less
}

// into lists the rules into each node, each once.
func (s System) into() [][]int {
	into := make([][]int, s.Nodes)
	for i, r := range s.Rules {
		for _, h := range r.Heads {
			into[h] = append(into[h], i)
		}
	}
	for n := range into {
		into[n] = slices.Compact(into[n]) // a rule may name a head twice
	}
	return into
}

// world finds what works in a world: the least fixed point of plain truth, each tail counted down once (Dowling and Gallier 1984).
type world struct {
	rules []Rule
	from  [][]int // rules by tail
	open  []int   // by rule: tails that do not hold yet
	works []bool  // by rule
	holds []bool  // by node
	stack []int
}

func newWorld(s System) *world {
	w := &world{rules: s.Rules, from: make([][]int, s.Nodes), open: make([]int, len(s.Rules)), works: make([]bool, len(s.Rules)), holds: make([]bool, s.Nodes)}
	for i, r := range s.Rules {
		for _, t := range r.Tails {
			w.from[t] = append(w.from[t], i)
		}
	}
	return w
}

// run sets works and holds for the events that happen.
func (w *world) run(happens func(event int) bool) {
	clear(w.holds)
	clear(w.works)
	for i, r := range w.rules {
		w.open[i] = len(r.Tails)
	}
	for i := range w.rules {
		w.fire(i, happens)
	}
	for len(w.stack) > 0 {
		n := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		for _, i := range w.from[n] {
			w.open[i]--
			w.fire(i, happens)
		}
	}
}

// fire lets a rule work if nothing is open.
func (w *world) fire(i int, happens func(event int) bool) {
	r := w.rules[i]
	if w.open[i] > 0 || r.Event != Certain && !happens(r.Event) {
		return
	}
	w.works[i] = true
	for _, h := range r.Heads {
		if !w.holds[h] {
			w.holds[h] = true
			w.stack = append(w.stack, h)
		}
	}
}
