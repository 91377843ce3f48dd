package bench

import (
	"math/rand/v2"

	"cordon/internal/engine/options"
)

// ControlChoice makes a hard problem of choosing controls: assets in a chain with links at random between them, about three threats an
// asset with one or two causes, 85 % of them with one to three strategies, one in five of these of two controls and one in five of a
// control that serves a zone of assets. Axis 0 is a cost of 1 to 40, axis 1 a burden of 0 to 5. Five assets must not be reached. The same
// arguments give the same problem.
func ControlChoice(controls, threats int, seed uint64) *options.Problem {
	r, burden := rand.New(rand.NewPCG(seed, 3)), rand.New(rand.NewPCG(seed, 4))
	nodes := threats / 3
	p := &options.Problem{Given: make([]uint8, nodes), Axes: 2}
	for range controls {
		p.Controls = append(p.Controls, options.Control{Costs: []int{1 + r.IntN(40), burden.IntN(6)}})
	}
	local := controls * 4 / 5
	zoned := controls - local
	nearby := func(n int) int { return min(local-1, n*local/nodes+r.IntN(2)) }
	zone := func(n int) int { return local + min(zoned-1, n*zoned/nodes) }
	for n := range nodes {
		if n%40 == 0 {
			p.Given[n] = options.Top
		}
	}
	for t := range threats {
		head := t / 3
		a := options.Arc{Heads: []int{head}, Cap: options.Top}
		from := head - 1 - r.IntN(3)
		if t%3 == 2 || from < 0 {
			from = r.IntN(nodes)
		}
		a.Tails = []int{from}
		if r.IntN(3) == 0 {
			a.Tails = append(a.Tails, r.IntN(nodes))
		}
		if r.IntN(100) < 85 {
			for range 1 + r.IntN(3) {
				b := options.Block{Controls: []int{nearby(head)}}
				switch k := r.IntN(10); {
				case k < 2:
					b.Controls = append(b.Controls, nearby(from))
				case k < 4:
					b.Controls = []int{zone(head)}
				}
				a.Blocks = append(a.Blocks, b)
			}
		}
		p.Arcs = append(p.Arcs, a)
	}
	for _, n := range reachable(p) {
		p.Limits = append(p.Limits, options.Limit{Node: n, Most: 0})
	}
	return p
}

// reachable lists some nodes that are reached while no control is on, but not while all are.
func reachable(p *options.Problem) []int {
	level := func(on bool) []bool {
		reached := make([]bool, len(p.Given))
		for n, l := range p.Given {
			reached[n] = l > 0
		}
		for again := true; again; {
			again = false
			for _, a := range p.Arcs {
				all := !on || len(a.Blocks) == 0
				for _, n := range a.Tails {
					all = all && reached[n]
				}
				if all && !reached[a.Heads[0]] {
					reached[a.Heads[0]], again = true, true
				}
			}
		}
		return reached
	}
	var list []int
	without, with := level(false), level(true)
	for n := len(p.Given) - 1; n >= 0 && len(list) < 5; n -= 1 + len(p.Given)/17 {
		for k := n; k >= 0 && k > n-20; k-- {
			if without[k] && !with[k] {
				list = append(list, k)
				break
			}
		}
	}
	return list
}
