package options

// Levels are those of all nodes while the controls of a set are on. The problem must be one that Best accepts.
func (p *Problem) Levels(on []bool) []uint8 { return newGraph(p).run(on) }

// graph finds levels for sets of controls. It is the judge of every answer, and shares no code with the clauses.
type graph struct {
	p   *Problem
	out [][]int32 // by node: the arcs it is a tail of, once for each place among the tails

	caps    []uint8 // of the last run
	level   []uint8
	support []int32 // by node: the arc that gave it its level, or -1
	open    []int32 // by arc: tails not settled
	settled []bool
	buckets [Top + 1][]int32
}

func newGraph(p *Problem) *graph {
	g := &graph{
		p: p, out: make([][]int32, len(p.Given)), caps: make([]uint8, len(p.Arcs)), level: make([]uint8, len(p.Given)),
		support: make([]int32, len(p.Given)), open: make([]int32, len(p.Arcs)), settled: make([]bool, len(p.Given)),
	}
	for a := range p.Arcs {
		for _, n := range p.Arcs[a].Tails {
			g.out[n] = append(g.out[n], int32(a))
		}
	}
	return g
}

// run finds the levels while the controls of a set are on. The result is overwritten by the next run.
func (g *graph) run(on []bool) []uint8 {
	for a := range g.p.Arcs {
		g.caps[a] = g.p.Arcs[a].cap(on)
	}
	g.settle()
	return g.level
}

// cap is the highest level an arc gives while the controls of a set are on; 0 where it does not exist.
func (a *Arc) cap(on []bool) uint8 {
	if len(a.Opens) > 0 && !anyOn(a.Opens, on) {
		return 0
	}
	cap := a.Cap
	for i := range a.Blocks {
		if b := &a.Blocks[i]; b.Cap < cap && allOn(b.Controls, on) {
			cap = b.Cap
		}
	}
	return cap
}

func allOn(set []int, on []bool) bool {
	for _, c := range set {
		if !on[c] {
			return false
		}
	}
	return true
}

func anyOn(sets [][]int, on []bool) bool {
	for _, s := range sets {
		if allOn(s, on) {
			return true
		}
	}
	return false
}

// settle fixes nodes from the highest level down; each arc fires once, when the last of its tails is settled. So the supports are a
// proof without cycles.
func (g *graph) settle() {
	for a := range g.open {
		g.open[a] = int32(len(g.p.Arcs[a].Tails))
	}
	for n, l := range g.p.Given {
		g.level[n], g.support[n], g.settled[n] = l, -1, false
		g.buckets[l] = append(g.buckets[l], int32(n))
	}
	g.buckets[0] = g.buckets[0][:0]
	for l := uint8(Top); l > 0; l-- {
		for len(g.buckets[l]) > 0 {
			n := g.buckets[l][len(g.buckets[l])-1]
			g.buckets[l] = g.buckets[l][:len(g.buckets[l])-1]
			if g.settled[n] {
				continue
			}
			g.settled[n] = true
			for _, a := range g.out[n] {
				if g.open[a]--; g.open[a] == 0 {
					g.fire(a, min(l, g.caps[a]))
				}
			}
		}
	}
}

func (g *graph) fire(a int32, l uint8) {
	for _, h := range g.p.Arcs[a].Heads {
		if g.level[h] < l {
			g.level[h], g.support[h] = l, a
			g.buckets[l] = append(g.buckets[l], int32(h))
		}
	}
}

// attack lists the arcs by which a node came to its level in the last run, each after those it rests on.
func (g *graph) attack(node int) []int {
	var arcs []int
	done := map[int32]bool{}
	type step struct {
		arc   int32
		leave bool
	}
	stack := []step{{arc: g.support[node]}}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch {
		case s.leave:
			arcs = append(arcs, int(s.arc))
		case s.arc < 0 || done[s.arc]:
		default:
			done[s.arc] = true
			stack = append(stack, step{s.arc, true})
			for _, t := range g.p.Arcs[s.arc].Tails {
				stack = append(stack, step{arc: g.support[t]})
			}
		}
	}
	return arcs
}

// broken is the first limit that the levels of the last run exceed, or -1.
func (g *graph) broken() int {
	for i, l := range g.p.Limits {
		if g.level[l.Node] > l.Most {
			return i
		}
	}
	return -1
}

// holds tells whether a set meets all limits and budgets and what is forced and forbidden.
func (g *graph) holds(on []bool) bool {
	for c := range on {
		if use := g.p.Controls[c].Use; use == Forced && !on[c] || use == Forbidden && on[c] {
			return false
		}
	}
	costs := g.p.costs(on)
	for _, b := range g.p.Budgets {
		if costs[b.Axis] > b.Most {
			return false
		}
	}
	g.run(on)
	return g.broken() < 0
}
