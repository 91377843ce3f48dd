package engine

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// oracle says the same as the engine, slowly: threats by trying every combination of elements, levels by applying every
// threat again and again until nothing changes. It works on the words of the knowledge base and on trust (not weakness),
// as the rules of the design are written, and uses nothing of the engine but the elements and links, which it is given.
type oracle struct {
	base  *knowledge.Base
	ix    *knowledge.Index
	in    *Input
	mode  Mode
	nodes []oracleNode
	links map[string]bool // "from relation to", without what sub-relations imply
	found []oracleThreat

	trust map[string]*[3]int // "node attribute": of the worst, the average and the best member
	likes map[string]*[3]int // "node#consequence": of the best, the average and the worst member
}

type oracleNode struct {
	id, kind   string
	population int
	facts      map[string]string
	inferred   bool
}

type oracleThreat struct {
	*knowledge.Threat
	bound      map[string][]int // elements by role
	population int
	open       []oracleStrategy
	blocks     []oracleStrategy
}

type oracleStrategy struct {
	effect int
	counts []knowledge.Mode
	slots  []oracleSlot
}

type oracleSlot struct {
	control string
	node    int
	binding knowledge.Binding
}

// newOracle takes over elements and links, the inferred ones included.
func newOracle(r *Run) *oracle {
	k := r.an.base.Knowledge
	o := &oracle{
		base: k, ix: knowledge.NewIndex(k), in: r.an.input, mode: r.mode,
		links: map[string]bool{}, trust: map[string]*[3]int{}, likes: map[string]*[3]int{},
	}
	for i, n := range r.an.g.nodes {
		node := oracleNode{id: n.id, kind: r.an.base.kinds.list[n.kind], population: int(n.population), inferred: n.inferred, facts: map[string]string{}}
		o.defaults(node.kind, node.facts)
		if i < len(o.in.Assets) {
			for _, f := range o.in.Assets[i].Facts {
				node.facts[f.Fact] = f.Value
			}
		}
		o.nodes = append(o.nodes, node)
		for _, e := range r.an.g.out[i] {
			o.links[n.id+" "+r.an.base.relations.list[e.relation]+" "+r.an.g.nodes[e.node].id] = true
		}
	}
	o.match()
	o.solve()
	return o
}

// defaults collects the facts of a kind, its own before those of the kinds above it.
func (o *oracle) defaults(kind string, into map[string]string) {
	queue := []string{kind}
	for len(queue) > 0 {
		k := o.ix.Kinds[queue[0]]
		for _, f := range k.Facts {
			if _, nearer := into[f.Key]; !nearer {
				into[f.Key] = f.Value.Text
			}
		}
		queue = append(queue[1:], k.Is...)
	}
}

func (o *oracle) linked(from int, relation string, to int) bool {
	if o.links[o.nodes[from].id+" "+relation+" "+o.nodes[to].id] {
		return true
	}
	for _, below := range o.base.Relations {
		if slices.Contains(below.Is, relation) && o.linked(from, below.ID, to) {
			return true
		}
	}
	return false
}

// fits tells whether an element is of a role's kind and has its facts: yes, no or unknown.
func (o *oracle) fits(n int, r knowledge.Role) string {
	node := o.nodes[n]
	if !o.ix.Is(node.kind, r.Kind) {
		return "no"
	}
	verdict := "yes"
	for _, f := range r.Facts {
		switch value, known := node.facts[f.Key]; {
		case known && !slices.Contains(f.Value, value), !known && !o.ix.IsAny(node.kind, o.ix.Facts[f.Key].On):
			return "no"
		case !known:
			verdict = "unknown"
		}
	}
	return verdict
}

func one(b knowledge.Binding) bool { return b == knowledge.One || b == "one" }

// match tries every combination of elements for the roles bound one to one.
func (o *oracle) match() {
	for i := range o.base.Threats {
		t := &o.base.Threats[i]
		var roots []string
		for _, r := range t.Where {
			if one(r.Value.Role) {
				roots = append(roots, r.Key)
			}
		}
		bound := map[string][]int{}
		var try func(k int)
		try = func(k int) {
			if k == len(roots) {
				o.collect(t, bound)
				return
			}
			role, _ := t.Where.Get(roots[k])
			for n := range o.nodes {
				if o.fits(n, role) == "yes" {
					bound[roots[k]] = []int{n}
					try(k + 1)
				}
			}
			delete(bound, roots[k])
		}
		try(0)
	}
}

// collect checks links and distinctness, and gathers the members of the other roles.
func (o *oracle) collect(t *knowledge.Threat, roots map[string][]int) {
	if !o.holds(t, roots, "") {
		return
	}
	bound := map[string][]int{}
	for role, n := range roots {
		bound[role] = n
	}
	for _, r := range t.Where {
		if one(r.Value.Role) {
			continue
		}
		members, unknown := []int{}, 0
		for n := range o.nodes {
			bound[r.Key] = []int{n}
			if fits := o.fits(n, r.Value); fits != "no" && o.holds(t, bound, r.Key) {
				if fits == "yes" {
					members = append(members, n)
				} else {
					unknown++
				}
			}
		}
		bound[r.Key] = members
		switch r.Value.Role {
		case knowledge.Necessary, knowledge.Sufficient:
			if len(members) == 0 {
				return
			}
		case knowledge.Absent:
			if len(members)+unknown > 0 {
				return
			}
		}
	}
	found := oracleThreat{Threat: t, bound: bound}
	for role, n := range roots {
		_ = role
		found.population = max(found.population, o.nodes[n[0]].population)
	}
	found.open, found.blocks = o.strategies(t, bound, t.TriggeredBy), o.strategies(t, bound, t.BlockedBy)
	if len(t.TriggeredBy) == 0 || len(found.open) > 0 {
		o.found = append(o.found, found)
	}
}

// holds checks the links between roles bound one to one, or, for a collecting role, those between it and them.
func (o *oracle) holds(t *knowledge.Threat, bound map[string][]int, member string) bool {
	at := func(role string) (int, bool) {
		r, _ := t.Where.Get(role)
		if !one(r.Role) && role != member {
			return 0, false
		}
		return bound[role][0], true
	}
	for _, s := range t.Links {
		l, err := knowledge.ParseLink(s)
		if err != nil {
			panic(err)
		}
		from, okF := at(l.From)
		to, okT := at(l.To)
		if okF && okT && (member == "" || l.From == member || l.To == member) && o.linked(from, l.Relation, to) == l.Not {
			return false
		}
	}
	for _, group := range t.Distinct {
		for i, a := range group {
			for _, b := range group[:i] {
				x, okX := at(a)
				y, okY := at(b)
				if okX && okY && x == y {
					return false
				}
			}
		}
	}
	return true
}

// strategies lists those that exist: each control can stand on each element of its role.
func (o *oracle) strategies(t *knowledge.Threat, bound map[string][]int, list []string) []oracleStrategy {
	var out []oracleStrategy
	for _, s := range list {
		a, err := knowledge.ParseAnswer(s)
		if err != nil {
			panic(err)
		}
		needs, st := []string{s}, oracleStrategy{}
		if a.Strategy != "" {
			e := o.ix.Strategies[a.Strategy]
			needs, st.effect, st.counts = e.Needs, e.Effectiveness.Rank(), e.Counts
		} else {
			e := o.ix.Controls[a.Control]
			st.effect, st.counts = e.Effectiveness.Rank(), e.Counts
		}
		exists := true
		for _, need := range needs {
			a, _ := knowledge.ParseAnswer(need)
			role, _ := t.Where.Get(a.Role)
			exists = exists && len(bound[a.Role]) > 0
			for _, n := range bound[a.Role] {
				exists = exists && o.ix.IsAny(o.nodes[n].kind, o.ix.Controls[a.Control].On)
				binding := role.Role
				if o.oneForEachRoot(t, bound, a.Role, n) {
					binding = knowledge.One // each member of the root has a control of its own
				}
				st.slots = append(st.slots, oracleSlot{a.Control, n, binding})
			}
		}
		if exists {
			out = append(out, st)
		}
	}
	return out
}

// solve repeats the definition of the levels until nothing changes. Index 0, 1, 2 of a trust level is the worst, average
// and best member, of a likelihood the best, average and worst: so equal indices of threats use opposite trust.
func (o *oracle) solve() {
	for i, n := range o.nodes {
		for _, t := range o.base.Trust {
			if o.ix.IsAny(n.kind, t.On) {
				average := o.assumed(i, t)
				lowest, highest := Spread(uint8(average), uint8(n.population))
				o.trust[n.id+" "+t.ID] = &[3]int{int(lowest), average, int(highest)}
			}
		}
		for _, c := range o.base.Consequences {
			if o.ix.IsAny(n.kind, c.On) {
				o.likes[n.id+"#"+c.ID] = &[3]int{}
			}
		}
	}
	for again := true; again; {
		again = false
		lower := func(at *int, to int) {
			if to < *at {
				*at, again = to, true
			}
		}
		for i := range o.found {
			t := &o.found[i]
			for v := range 3 {
				o.cause(t, v, o.likelihood(t, v), &again)
			}
		}
		for _, t := range o.base.Trust {
			for _, n := range o.nodes {
				trust, likes := o.trust[n.id+" "+t.ID], o.likes[n.id+"#"+t.UnderminedBy]
				if trust == nil || likes == nil {
					continue
				}
				for v := range 3 {
					lower(&trust[v], 5-likes[2-v])
				}
			}
		}
	}
}

// assumed is what the author asserts, or what facts imply, or the kind's default.
func (o *oracle) assumed(n int, t knowledge.TrustAttribute) int {
	if n < len(o.in.Assets) {
		for _, a := range slices.Backward(o.in.Assets[n].Trust) {
			if a.Attribute == t.ID {
				return int(a.Level)
			}
		}
	}
	implied := -1
	for _, f := range o.base.Facts {
		for _, s := range f.Sets {
			if s.Trust == t.ID && slices.Contains(s.When, o.nodes[n].facts[f.ID]) && (implied < 0 || s.Level.Rank() < implied) {
				implied = s.Level.Rank()
			}
		}
	}
	if implied >= 0 {
		return implied
	}
	queue := []string{o.nodes[n].kind}
	for len(queue) > 0 {
		for _, kl := range t.ByKind {
			if kl.Kind == queue[0] {
				return kl.Level.Rank()
			}
		}
		queue = append(queue[1:], o.ix.Kinds[queue[0]].Is...)
	}
	return t.Default.Rank()
}

// likelihood is that of a threat for one variant: what its causes allow, what blocks it, its frequency.
func (o *oracle) likelihood(t *oracleThreat, v int) int {
	single := t.population == 0
	if single {
		v = 1
	}
	if !o.countsNow(t.Counts) || len(t.TriggeredBy) > 0 && !slices.ContainsFunc(t.open, o.on) {
		return 0
	}
	hold := -1 // the causes' resistance: the highest over roles; -1 while no cause is found
	for _, r := range t.Where {
		resist, some := -1, false
		for _, n := range t.bound[r.Key] {
			a := o.resistance(t, r.Key, r.Value.Role, n, v)
			if a < 0 {
				continue
			}
			switch {
			case !some:
				resist = a
			case r.Value.Role == knowledge.Sufficient:
				resist = min(resist, a)
			default:
				resist = max(resist, a)
			}
			some = true
		}
		hold = max(hold, resist)
	}
	if hold < 0 {
		return 0
	}
	block := 0
	for _, s := range t.blocks {
		if o.on(s) {
			block = max(block, o.effect(s, v))
		}
	}
	return min(5-max(hold, block), t.Frequency.Rank())
}

// resistance of an element in a role: all its causes are needed, so the highest decides.
func (o *oracle) resistance(t *oracleThreat, role string, binding knowledge.Binding, n, v int) int {
	if !one(binding) && !o.oneForEachRoot(t.Threat, t.bound, role, n) {
		switch binding {
		case knowledge.Necessary:
			v = 0
		case knowledge.Sufficient:
			v = 2
		}
	}
	a := -1
	for _, s := range t.Causes {
		c, err := knowledge.ParseTerm(s)
		if err != nil {
			panic(err)
		}
		if c.Role != role {
			continue
		}
		if c.Low {
			if x := o.trust[o.nodes[n].id+" "+c.Name]; x != nil {
				a = max(a, x[2-v])
			}
		} else if x := o.likes[o.nodes[n].id+"#"+c.Name]; x != nil {
			a = max(a, 5-x[v])
		}
	}
	return a
}

// oneForEachRoot: an element linked to a root of at least its population is one for each of them, as if bound itself.
func (o *oracle) oneForEachRoot(t *knowledge.Threat, bound map[string][]int, role string, n int) bool {
	for _, s := range t.Links {
		l, _ := knowledge.ParseLink(s)
		other := l.To
		if l.To == role {
			other = l.From
		}
		r, _ := t.Where.Get(other)
		if !l.Not && (l.From == role || l.To == role) && one(r.Role) && o.nodes[n].population <= o.nodes[bound[other][0]].population {
			return true
		}
	}
	return false
}

func (o *oracle) countsNow(modes []knowledge.Mode) bool {
	return len(modes) == 0 || slices.Contains(modes, knowledge.Mode(o.mode))
}

func (o *oracle) placed(s oracleSlot) (Placed, bool) {
	for _, p := range o.in.Placed {
		if p.Control == s.control && p.Asset == s.node {
			return p, p.State == ControlPresent || p.State == ControlPlanned && o.mode == Future
		}
	}
	return Placed{}, false
}

func (o *oracle) on(s oracleStrategy) bool {
	for _, slot := range s.slots {
		if _, on := o.placed(slot); !on {
			return false
		}
	}
	return o.countsNow(s.counts)
}

// effect: a strategy gives what its least covering control leaves of it.
func (o *oracle) effect(s oracleStrategy, v int) int {
	effect := s.effect
	for _, slot := range s.slots {
		p, _ := o.placed(slot)
		lowest, highest := Spread(p.Coverage, uint8(o.nodes[slot.node].population))
		covers := []uint8{highest, p.Coverage, lowest}[v]
		switch slot.binding {
		case knowledge.Sufficient:
			covers = lowest
		case knowledge.Necessary:
			covers = highest
		}
		effect = min(effect, int(covers))
	}
	return effect
}

// cause raises the effects of a threat. What acts on single elements acts on all members of a population.
func (o *oracle) cause(t *oracleThreat, v, level int, again *bool) {
	for _, s := range t.Effects {
		e, err := knowledge.ParseTerm(s)
		if err != nil {
			panic(err)
		}
		for _, n := range t.bound[e.Role] {
			x := o.likes[o.nodes[n].id+"#"+e.Name]
			if x == nil {
				continue
			}
			for w := range 3 {
				// A singleton has one level, which every variant raises.
				if (w == v || o.nodes[n].population == 0 || t.population == 0) && x[w] < level {
					x[w], *again = level, true
				}
			}
		}
	}
}

// levels lists all likelihoods as "hub#taken 2 3 4".
func (o *oracle) levels() []string {
	var out []string
	for id, l := range o.likes {
		out = append(out, fmt.Sprintf("%s %d %d %d", id, l[0], l[1], l[2]))
	}
	slices.Sort(out)
	return out
}

func (o *oracle) threats() []string {
	out := []string{}
	for _, t := range o.found {
		line := t.ID
		for _, r := range t.Where {
			if len(t.bound[r.Key]) == 0 {
				continue
			}
			var ids []string
			for _, n := range t.bound[r.Key] {
				ids = append(ids, o.nodes[n].id)
			}
			line += " " + r.Key + "=" + strings.Join(ids, "+")
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}
