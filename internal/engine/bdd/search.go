package bdd

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
)

// partial is a set on the way back from the asked node.
type partial struct {
	events  []int // it needs, rising
	nodes   []int // it still has to reach, rising
	reached []int // nodes for which it has chosen a rule, rising: a set needs one rule for each node
	p       float64
	number  int // in the order of making
}

// search holds the partial sets, the likeliest on top.
type search struct {
	sys   System
	asked int
	p     []float64
	into  [][]int
	world *world

	open    []*partial
	made    int
	found   []*partial
	counted prefix // the sets found
}

func newSearch(s System, asked int, p []float64) *search {
	s = s.relevant([]int{asked})
	sr := &search{sys: s, asked: asked, p: p, into: s.into(), world: newWorld(s)}
	sr.push(&partial{nodes: []int{asked}, p: 1})
	return sr
}

func (s *search) Len() int { return len(s.open) }
func (s *search) Less(i, j int) bool {
	a, b := s.open[i], s.open[j]
	return cmp.Or(cmp.Compare(b.p, a.p), len(a.nodes)-len(b.nodes), a.number-b.number) < 0
}
func (s *search) Swap(i, j int) { s.open[i], s.open[j] = s.open[j], s.open[i] }
func (s *search) Push(x any)    { s.open = append(s.open, x.(*partial)) }
func (s *search) Pop() any {
	last := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	return last
}

func (s *search) push(p *partial) {
	p.number = s.made
	s.made++
	heap.Push(s, p)
}

// run goes on until nothing is open or the steps are used up.
func (s *search) run(ctx context.Context, steps int) error {
	for len(s.open) > 0 && s.made < steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		best := heap.Pop(s).(*partial)
		switch {
		case s.counted.hasPartOf(best.events):
			// All it can lead to contains a set found.
		case len(best.nodes) > 0:
			s.expand(best)
		case s.reaches(best.events):
			s.keep(best)
		}
	}
	return nil
}

// expand chooses each rule in turn for the node that has the fewest.
func (s *search) expand(from *partial) {
	n := slices.MinFunc(from.nodes, func(a, b int) int { return cmp.Or(len(s.into[a])-len(s.into[b]), a-b) })
	reached := with(from.reached, n)
	for _, i := range s.into[n] {
		r := s.sys.Rules[i]
		next := &partial{events: from.events, reached: reached, p: from.p}
		if r.Event != Certain {
			if next.events = with(from.events, r.Event); len(next.events) > len(from.events) {
				next.p *= s.p[r.Event]
			}
		}
		for _, m := range from.nodes {
			if m != n {
				next.nodes = append(next.nodes, m)
			}
		}
		for _, t := range r.Tails {
			if _, ok := slices.BinarySearch(reached, t); !ok {
				next.nodes = with(next.nodes, t)
			}
		}
		if next.p > 0 {
			s.push(next)
		}
	}
}

// reaches says whether the asked node holds when just these events happen. It need not: the chosen rules may only support each other.
func (s *search) reaches(events []int) bool {
	s.world.run(func(e int) bool { _, ok := slices.BinarySearch(events, e); return ok })
	return s.world.holds[s.asked]
}

// keep takes a set that reaches the node, without the events that it can do without.
func (s *search) keep(p *partial) {
	for _, e := range slices.Clone(p.events) {
		if fewer := slices.DeleteFunc(slices.Clone(p.events), func(x int) bool { return x == e }); s.reaches(fewer) {
			p.events = fewer
		}
	}
	p.p = 1
	for _, e := range p.events {
		p.p *= s.p[e]
	}
	s.found = append(s.found, p)
	s.counted.add(p.events)
}

// bounds sums up.
func (s *search) bounds() Bounds {
	b := Bounds{Complete: len(s.open) == 0}
	slices.SortStableFunc(s.found, func(x, y *partial) int { return cmp.Compare(y.p, x.p) })
	for _, f := range s.found {
		b.Best = max(b.Best, f.p)
		b.Sets = append(b.Sets, f.events)
	}
	for _, x := range slices.Concat(s.found, s.open) {
		b.Sum += x.p
		b.High = union(b.High, x.p)
	}
	return b
}

// prefix is a tree of rising sets: those that begin alike share the way from the root.
type prefix struct {
	ends bool // a set ends here
	next map[int]*prefix
}

func (t *prefix) add(set []int) {
	for _, e := range set {
		if t.next[e] == nil {
			if t.next == nil {
				t.next = map[int]*prefix{}
			}
			t.next[e] = &prefix{}
		}
		t = t.next[e]
	}
	t.ends = true
}

// hasPartOf says whether the tree has a set all of whose elements are in a rising set.
func (t *prefix) hasPartOf(set []int) bool {
	if t.ends {
		return true
	}
	for i, e := range set {
		if n := t.next[e]; n != nil && n.hasPartOf(set[i+1:]) {
			return true
		}
	}
	return false
}

// with puts an element into a rising list, unless it is there. The list is left as it is.
func with(list []int, x int) []int {
	i, ok := slices.BinarySearch(list, x)
	if ok {
		return list
	}
	return slices.Insert(slices.Clone(list), i, x)
}
