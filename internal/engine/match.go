package engine

import (
	"slices"

	"cordon/internal/engine/rules"
)

// matcher finds the matches of patterns in a graph. It owns its scratch memory and belongs to one goroutine.
type matcher struct {
	g     *graph
	stamp [][]int32 // per depth: the last visit of a node, to pass over parallel links
	visit int32
	stop  func() error
	tried int
	err   error // why the search was stopped

	p     *pattern
	ask   bool
	plan  []step
	found binding
	emit  func(*binding)
}

// binding is one match: the node of each role bound one to one, the nodes of each collecting role, and the facts that
// would have to be known for it to hold.
type binding struct {
	node  []int32   // by role; -1 for collecting roles
	group [][]int32 // by role; nil for roles bound one to one
	asks  []asked
}

// asked is an unknown fact at a node.
type asked struct {
	node int32
	fact int
}

// step binds one role: along a link from a bound role, or from all nodes of its kind where via is -1.
type step struct {
	role    int
	via     int
	outward bool  // the link leads from the bound role to this one
	check   []int // links that can be checked once this role is bound
}

// stopEvery is how many candidates are tried between two looks at whether the work was cancelled.
const stopEvery = 1 << 16

func newMatcher(g *graph, stop func() error) *matcher { return &matcher{g: g, stop: stop} }

// match calls emit for each match. With ask, matches that depend on unknown facts are emitted with the facts to ask;
// without, they are passed over. The binding is reused between calls. It ends early when stop gives an error.
func (m *matcher) match(p *pattern, ask bool, emit func(*binding)) error {
	m.p, m.ask, m.emit = p, ask, emit
	m.plan = m.makePlan(p)
	m.found = binding{node: slices.Repeat([]int32{-1}, len(p.Roles)), group: make([][]int32, len(p.Roles)), asks: m.found.asks[:0]}
	for len(m.stamp) <= len(m.plan) {
		m.stamp = append(m.stamp, nil)
	}
	for i := range m.stamp {
		if len(m.stamp[i]) < len(m.g.nodes) {
			m.stamp[i] = make([]int32, len(m.g.nodes)+len(m.g.nodes)/4)
		}
	}
	m.descend(0)
	return m.err
}

// makePlan orders the roles: the rarest kind first, then always along the link with the fewest expected ends.
func (m *matcher) makePlan(p *pattern) []step {
	bound := make([]bool, len(p.Roles))
	plan := make([]step, 0, len(p.roots))
	for len(plan) < len(p.roots) {
		best, bestCost := step{role: -1}, 0.0
		for li, l := range p.Links {
			if l.Not || bound[l.From] == bound[l.To] {
				continue
			}
			rc, s := m.g.rels[l.Relation], step{role: l.To, via: li, outward: true}
			sources := rc.froms
			if bound[l.To] {
				s, sources = step{role: l.From, via: li}, rc.tos
			}
			if p.Roles[s.role].Binding != rules.One {
				continue
			}
			if cost := float64(rc.links) / float64(max(1, sources)); best.role < 0 || cost < bestCost {
				best, bestCost = s, cost
			}
		}
		if best.role < 0 {
			for _, r := range p.roots {
				if cost := float64(len(m.g.extent[p.Roles[r].Kind])); !bound[r] && (best.role < 0 || cost < bestCost) {
					best, bestCost = step{role: r, via: -1}, cost
				}
			}
		}
		bound[best.role] = true
		for li, l := range p.Links {
			if li != best.via && bound[l.From] && bound[l.To] && (l.From == best.role || l.To == best.role) {
				best.check = append(best.check, li)
			}
		}
		plan = append(plan, best)
	}
	return plan
}

func (m *matcher) descend(depth int) {
	if depth == len(m.plan) {
		m.collect()
		return
	}
	s := &m.plan[depth]
	if s.via < 0 {
		for _, n := range m.g.extent[m.p.Roles[s.role].Kind] {
			m.try(depth, s, n)
		}
		return
	}
	l := m.p.Links[s.via]
	edges := m.g.in
	from := l.To
	if s.outward {
		edges, from = m.g.out, l.From
	}
	m.visit++
	visit, stamp := m.visit, m.stamp[depth]
	for _, e := range edges[m.found.node[from]] {
		if stamp[e.node] != visit && m.g.base.relationIs[e.relation][l.Relation] {
			stamp[e.node] = visit
			m.try(depth, s, e.node)
		}
	}
}

// try binds a node to the role of a step if kind, facts, links and distinctness allow it, and goes on from there.
func (m *matcher) try(depth int, s *step, n int32) {
	if m.tried++; m.tried%stopEvery == 0 && m.err == nil {
		m.err = m.stop()
	}
	if m.err != nil || !m.g.isKind(n, m.p.Roles[s.role].Kind) {
		return
	}
	asks := len(m.found.asks)
	if m.guards(s.role, n) {
		m.found.node[s.role] = n
		if m.linked(s) && m.distinct(s.role, n) {
			m.descend(depth + 1)
		}
		m.found.node[s.role] = -1
	}
	m.found.asks = m.found.asks[:asks]
}

// guards checks the facts of a role. An unknown fact is noted as a question; it does not decide. A fact that does not apply
// to the kind of the element cannot be answered, so it is not asked, and the element does not fit.
func (m *matcher) guards(role int, n int32) bool {
	for _, g := range m.p.Roles[role].Guards {
		switch v := m.g.fact(n, g.Fact); {
		case v == 0 && m.ask && m.g.base.set.Facts[g.Fact].On[m.g.nodes[n].kind]:
			m.found.asks = append(m.found.asks, asked{n, g.Fact})
		case g.Allowed&(1<<v) == 0:
			return false
		}
	}
	return true
}

func (m *matcher) linked(s *step) bool {
	for _, li := range s.check {
		l := m.p.Links[li]
		if m.g.has(m.found.node[l.From], uint16(l.Relation), m.found.node[l.To]) == l.Not {
			return false
		}
	}
	return true
}

func (m *matcher) distinct(role int, n int32) bool {
	for _, group := range m.p.Distinct {
		if !slices.Contains(group, role) {
			continue
		}
		for _, r := range group {
			if r != role && m.found.node[r] == n {
				return false
			}
		}
	}
	return true
}

// collect fills the roles that collect all fitting nodes, and emits the match if each role's condition holds.
func (m *matcher) collect() {
	asks := len(m.found.asks)
	defer func() { m.found.asks = m.found.asks[:asks] }()
	for _, r := range m.p.others {
		before := len(m.found.asks)
		m.found.group[r] = m.members(r, m.found.group[r][:0])
		count, open := len(m.found.group[r]), len(m.found.asks) > before
		switch m.p.Roles[r].Binding {
		case rules.Necessary, rules.Sufficient:
			if count == 0 && !open {
				return
			}
			if count > 0 {
				// What is known is enough for the threat; what is unknown need not hold it back.
				m.found.asks = m.found.asks[:before]
			}
		case rules.Absent:
			if count > 0 {
				return
			}
		}
	}
	if !m.spoiled() {
		m.emit(&m.found)
	}
}

// spoiled tells whether some elements have a link that none of them may have.
func (m *matcher) spoiled() bool {
	at := ends{m.found.node, m.found.group}
	for _, l := range m.p.never {
		for _, from := range at.of(l.From) {
			for _, to := range at.of(l.To) {
				if m.g.has(from, uint16(l.Relation), to) {
					return true
				}
			}
		}
	}
	return false
}

// members lists the nodes that fit a collecting role: every link to a bound role, the kind, the facts. Nodes that would
// fit if a fact were known are left out and asked about.
func (m *matcher) members(role int, out []int32) []int32 {
	edges, via := m.fewest(role)
	m.visit++
	visit, stamp := m.visit, m.stamp[len(m.plan)]
	consider := func(n int32) {
		if stamp[n] == visit || !m.g.isKind(n, m.p.Roles[role].Kind) {
			return
		}
		stamp[n] = visit
		for _, l := range m.p.Links {
			from, to := m.found.node[l.From], m.found.node[l.To]
			switch {
			case l.Whole: // looked at when all are found
				continue
			case l.From == role && l.To == role:
				from, to = n, n
			case l.From == role && to >= 0:
				from = n
			case l.To == role && from >= 0:
				to = n
			default:
				continue
			}
			if m.g.has(from, uint16(l.Relation), to) == l.Not {
				return
			}
		}
		asks := len(m.found.asks)
		switch fits := m.guards(role, n) && m.distinct(role, n); {
		case fits && len(m.found.asks) == asks:
			out = append(out, n)
		case !fits || m.p.Roles[role].Binding == rules.Optional:
			// An optional member alone does not decide whether the threat exists.
			m.found.asks = m.found.asks[:asks]
		}
	}
	if via < 0 {
		for _, n := range m.g.extent[m.p.Roles[role].Kind] {
			consider(n)
		}
		return out
	}
	for _, e := range edges {
		if m.g.base.relationIs[e.relation][m.p.Links[via].Relation] {
			consider(e.node)
		}
	}
	slices.Sort(out)
	return out
}

// fewest finds the link from a bound role to a collecting one that has the fewest candidates, and their edges; -1 where no
// link leads there.
func (m *matcher) fewest(role int) (edges []edge, via int) {
	via = -1
	for li, l := range m.p.Links {
		var candidates []edge
		switch {
		case l.Not:
			continue
		case l.From == role && m.found.node[l.To] >= 0:
			candidates = m.g.in[m.found.node[l.To]]
		case l.To == role && m.found.node[l.From] >= 0:
			candidates = m.g.out[m.found.node[l.From]]
		default:
			continue
		}
		if via < 0 || len(candidates) < len(edges) {
			edges, via = candidates, li
		}
	}
	return edges, via
}
