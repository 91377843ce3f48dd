package options

import (
	"math/rand/v2"
	"slices"
)

// The judge of the tests shares nothing with the package: it goes round all arcs until nothing rises, for each of all subsets.

// levelsOf are the levels of all nodes while a set is on.
func levelsOf(p *Problem, on []bool) []uint8 {
	level := slices.Clone(p.Given)
	all := func(set []int) bool {
		for _, c := range set {
			if !on[c] {
				return false
			}
		}
		return true
	}
	for again := true; again; {
		again = false
		for _, a := range p.Arcs {
			v := a.Cap
			for _, n := range a.Tails {
				v = min(v, level[n])
			}
			for _, b := range a.Blocks {
				if all(b.Controls) {
					v = min(v, b.Cap)
				}
			}
			if len(a.Opens) > 0 && !slices.ContainsFunc(a.Opens, all) {
				v = 0
			}
			for _, h := range a.Heads {
				if level[h] < v {
					level[h], again = v, true
				}
			}
		}
	}
	return level
}

// allowed tells whether a set meets what is forced and forbidden, and these limits and budgets.
func allowed(p *Problem, on []bool, limits []Limit, budgets []Budget) bool {
	for c, is := range on {
		if p.Controls[c].Use == Forced && !is || p.Controls[c].Use == Forbidden && is {
			return false
		}
	}
	for _, b := range budgets {
		if costOf(p, on, b.Axis) > b.Most {
			return false
		}
	}
	level := levelsOf(p, on)
	for _, l := range limits {
		if level[l.Node] > l.Most {
			return false
		}
	}
	return true
}

func costOf(p *Problem, on []bool, axis int) int {
	sum := 0
	for c, is := range on {
		if is {
			sum += p.Controls[c].Costs[axis]
		}
	}
	return sum
}

// allAllowed lists every set that is allowed.
func allAllowed(p *Problem, limits []Limit, budgets []Budget) [][]bool {
	var sets [][]bool
	for bits := range 1 << len(p.Controls) {
		on := make([]bool, len(p.Controls))
		for c := range on {
			on[c] = bits>>c&1 == 1
		}
		if allowed(p, on, limits, budgets) {
			sets = append(sets, on)
		}
	}
	return sets
}

// earlier compares sets as Best does where the objective is equal.
func earlier(p *Problem, a, b []bool) int {
	for axis := range p.Axes {
		if d := costOf(p, a, axis) - costOf(p, b, axis); d != 0 {
			return d
		}
	}
	return lexical(a, b)
}

func lexical(a, b []bool) int {
	for c := range a {
		if a[c] != b[c] {
			if b[c] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// randomProblem has cycles, conjunctions, side effects, several levels and axes, and few enough controls to try all sets.
func randomProblem(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 7))
	nodes, controls := 4+r.IntN(9), 3+r.IntN(8)
	if seed%25 == 0 {
		controls = 14
	}
	return randomOf(r, nodes, controls)
}

func randomOf(r *rand.Rand, nodes, controls int) *Problem {
	p := &Problem{Axes: 1 + r.IntN(3), Given: make([]uint8, nodes)}
	for n := range p.Given {
		if n < 2 || r.IntN(8) == 0 {
			p.Given[n] = uint8(1 + r.IntN(Top))
		}
	}
	node := func() int { return r.IntN(nodes) }
	set := func(most int) []int {
		s := []int{r.IntN(controls)}
		for len(s) < most && r.IntN(3) == 0 {
			s = append(s, r.IntN(controls))
		}
		return s
	}
	for range nodes * (1 + r.IntN(3)) {
		a := Arc{Tails: []int{node()}, Heads: []int{node()}, Cap: uint8(1 + r.IntN(Top))}
		for r.IntN(3) == 0 {
			a.Tails = append(a.Tails, node())
		}
		for r.IntN(4) == 0 {
			a.Heads = append(a.Heads, node())
		}
		for r.IntN(4) > 0 && len(a.Blocks) < 4 {
			a.Blocks = append(a.Blocks, Block{set(3), uint8(r.IntN(4))})
		}
		if r.IntN(4) == 0 {
			for range 1 + r.IntN(2) {
				a.Opens = append(a.Opens, set(2))
			}
		}
		p.Arcs = append(p.Arcs, a)
	}
	for range controls {
		c := Control{Costs: make([]int, p.Axes)}
		for axis := range c.Costs {
			c.Costs[axis] = r.IntN(12) // 0 as well
		}
		c.Use = []Use{Free, Free, Free, Free, Free, Free, Forced, Forbidden}[r.IntN(8)]
		p.Controls = append(p.Controls, c)
	}
	for range 1 + r.IntN(2) {
		p.Limits = append(p.Limits, Limit{node(), uint8(r.IntN(4))})
	}
	if r.IntN(3) == 0 {
		p.Budgets = append(p.Budgets, Budget{r.IntN(p.Axes), r.IntN(25)})
	}
	return p
}
