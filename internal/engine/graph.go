package engine

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine/rules"
)

// graph is the typed graph while it is built and searched: the asserted elements and links, then the inferred ones.
type graph struct {
	base   *Base
	nodes  []node
	added  []bool  // by construction rule: it added something
	facts  []uint8 // value of fact f at node n: facts[n*len(base.set.Facts)+f]; 0 unknown
	out    [][]edge
	in     [][]edge
	extent [][]int32 // nodes of a kind or below it, rising
	byID   map[string]int32
	links  int
	rels   []relationCount
}

type node struct {
	id, title  string
	kind       uint16
	population uint8
	inferred   bool
	dropped    bool    // was needed only during construction
	rule       int32   // construction that made an inferred node
	of         []int32 // nodes an inferred node was made for
	made       []int32 // all nodes of the match that made it, by role, and the other nodes it made
}

type edge struct {
	node     int32
	relation uint16
	inferred bool
}

// relationCount estimates how many links a node has, for choosing the order of a search.
type relationCount struct{ links, froms, tos int }

func newGraph(b *Base, in *Input) (*graph, error) {
	g := &graph{
		base: b, added: make([]bool, len(b.rules)), byID: make(map[string]int32, len(in.Assets)*2),
		extent: make([][]int32, len(b.kinds.list)), rels: make([]relationCount, len(b.relations.list)),
		nodes: make([]node, 0, len(in.Assets)*2),
	}
	for _, a := range in.Assets {
		kind, ok := b.kinds.at[a.Kind]
		if !ok {
			return nil, fmt.Errorf("element %s: no kind %q", a.ID, a.Kind)
		}
		if _, twice := g.byID[a.ID]; twice {
			return nil, fmt.Errorf("element %s is given twice", a.ID)
		}
		n := g.addNode(node{id: a.ID, title: a.Title, kind: uint16(kind), population: uint8(a.Population)})
		for _, f := range a.Facts {
			if err := g.assert(n, f); err != nil {
				return nil, fmt.Errorf("element %s: %w", a.ID, err)
			}
		}
	}
	for _, l := range in.Links {
		rel, ok := b.relations.at[l.Relation]
		if !ok {
			return nil, fmt.Errorf("link from %s: no relation %q", in.Assets[l.From].ID, l.Relation)
		}
		g.addLink(int32(l.From), uint16(rel), int32(l.To), false)
	}
	return g, nil
}

func (g *graph) addNode(n node) int32 {
	i := int32(len(g.nodes))
	g.nodes = append(g.nodes, n)
	g.out, g.in = append(g.out, nil), append(g.in, nil)
	g.byID[n.id] = i
	for _, k := range g.base.kindUp[n.kind] {
		g.extent[k] = append(g.extent[k], i)
	}
	facts := len(g.base.set.Facts)
	g.facts = append(g.facts, make([]uint8, facts)...)
	// From the most general kind to the most specific one, so that the nearest default stands.
	for _, k := range slices.Backward(g.base.kindUp[n.kind]) {
		for _, f := range g.base.set.Kinds[k].Facts {
			g.facts[int(i)*facts+f.Fact] = f.Value
		}
	}
	return i
}

// code is the number of a fact's value; 0 for unknown.
func code(f *rules.Fact, value string) uint8 { return uint8(slices.Index(f.Values, value) + 1) }

func (g *graph) assert(n int32, f FactValue) error {
	at, ok := g.base.facts.at[f.Fact]
	if !ok {
		return fmt.Errorf("no fact %q", f.Fact)
	}
	value := code(&g.base.set.Facts[at], f.Value)
	if value == 0 && f.Value != Unknown {
		return fmt.Errorf("fact %q has no value %q", f.Fact, f.Value)
	}
	g.facts[int(n)*len(g.base.set.Facts)+at] = value
	return nil
}

// addLink adds a link unless it is there, and tells whether it was new. A link of a more special relation stands for it.
func (g *graph) addLink(from int32, relation uint16, to int32, inferred bool) bool {
	if g.has(from, relation, to) {
		return false
	}
	g.out[from] = append(g.out[from], edge{to, relation, inferred})
	g.in[to] = append(g.in[to], edge{from, relation, inferred})
	g.links++
	for _, r := range g.base.relationUp[relation] {
		g.rels[r].links++
		g.rels[r].froms += g.first(g.out[from], int(r))
		g.rels[r].tos += g.first(g.in[to], int(r))
	}
	return true
}

// first is 1 if the last edge is the only one of its relation. It looks at few edges: an estimate is enough.
func (g *graph) first(edges []edge, relation int) int {
	if len(edges) > 16 {
		return 0
	}
	for _, e := range edges[:len(edges)-1] {
		if g.base.relationIs[e.relation][relation] {
			return 0
		}
	}
	return 1
}

// has tells whether a link of the relation, or of one below it, leads from one node to the other.
func (g *graph) has(from int32, relation uint16, to int32) bool {
	if len(g.out[from]) <= len(g.in[to]) {
		for _, e := range g.out[from] {
			if e.node == to && g.base.relationIs[e.relation][relation] {
				return true
			}
		}
		return false
	}
	for _, e := range g.in[to] {
		if e.node == from && g.base.relationIs[e.relation][relation] {
			return true
		}
	}
	return false
}

// fact is the code of a fact at a node.
func (g *graph) fact(n int32, f int) uint8 { return g.facts[int(n)*len(g.base.set.Facts)+f] }

func (g *graph) isKind(n int32, kind int) bool { return g.base.kindIs[g.nodes[n].kind][kind] }

// maxRounds bounds rules that add elements: each round can make elements for those of the round before, without end. Rules
// that only add links end by themselves, and a long chain of elements can take them many rounds.
const maxRounds = 64

// maxElements bounds what construction can add up to.
const maxElements = 1_000_000

// construct runs the construction rules in order; stop may end it early with an error.
func (g *graph) construct(stop func() error) error {
	m := newMatcher(g, stop)
	for i := range g.base.rules {
		r := &g.base.rules[i]
		for round := 1; ; round++ {
			if err := stop(); err != nil {
				return err
			}
			fresh, err := g.apply(m, r, int32(i))
			if err != nil {
				return err
			}
			g.added[i] = g.added[i] || fresh
			if !fresh || round == r.Rounds {
				break
			}
			if r.Rounds == 0 && round > maxRounds && len(r.Infers) > 0 {
				return fmt.Errorf("rule %s does not come to an end", r.Name)
			}
		}
	}
	g.dropScaffold()
	return nil
}

// dropScaffold takes away what exists only during construction: inferred nodes of such kinds, links of such relations, and
// links to such nodes.
func (g *graph) dropScaffold() {
	for i := range g.nodes {
		g.nodes[i].dropped = g.nodes[i].inferred && g.base.set.Kinds[g.nodes[i].kind].Construction
	}
	gone := func(n int32) bool { return g.nodes[n].dropped }
	for k := range g.extent {
		g.extent[k] = slices.DeleteFunc(g.extent[k], gone)
	}
	g.links = 0
	for n := range g.nodes {
		drop := func(e edge) bool {
			return g.nodes[n].dropped || gone(e.node) || g.base.set.Relations[e.relation].Construction
		}
		g.out[n] = slices.DeleteFunc(g.out[n], drop)
		g.in[n] = slices.DeleteFunc(g.in[n], drop)
		g.links += len(g.out[n])
	}
}

// apply runs a rule once and tells whether anything is new. All matches are found before anything is added, so that the
// order of matches cannot matter.
func (g *graph) apply(m *matcher, r *rule, number int32) (bool, error) {
	var places []ends
	err := m.match(r.pattern, false, func(found *binding) {
		if len(places) == MaxThreats {
			m.err = fmt.Errorf("rule %s matches more than %d times: the model is too large to assess as one; assess its parts", r.Name, MaxThreats)
			return
		}
		places = append(places, r.ends(found))
	})
	if err != nil {
		return false, err
	}
	fresh, roles := false, len(r.pattern.Roles)
	for _, at := range places {
		for i := range r.Infers {
			n, added, err := g.infer(r, number, &r.Infers[i], at.node)
			if err != nil {
				return false, fmt.Errorf("rule %s: %w", r.Name, err)
			}
			at.node[roles+i] = n
			fresh = fresh || added
		}
		for _, l := range r.Adds {
			for _, from := range at.of(l.From) {
				for _, to := range at.of(l.To) {
					fresh = g.addLink(from, uint16(l.Relation), to, true) || fresh
				}
			}
		}
	}
	return fresh, nil
}

// ends are the elements of one match of a rule: by role, those to infer at the end.
type ends struct {
	node  []int32
	group [][]int32 // of roles that collect, where the rule adds links to them
}

func (r *rule) ends(found *binding) ends {
	e := ends{node: make([]int32, len(r.pattern.Roles)+len(r.Infers))}
	copy(e.node, found.node)
	if r.collects {
		e.group = make([][]int32, len(found.group))
		for i, g := range found.group {
			e.group[i] = slices.Clone(g)
		}
	}
	return e
}

func (e ends) of(role int) []int32 {
	if role < len(e.group) && e.node[role] < 0 {
		return e.group[role]
	}
	return e.node[role : role+1]
}

// infer finds or adds the element of a kind for the given nodes. Its id is made of the kind and their ids.
func (g *graph) infer(r *rule, number int32, inf *rules.Infer, ends []int32) (at int32, added bool, err error) {
	ids := make([]string, 0, 4)
	n := node{kind: uint16(inf.Kind), inferred: true, rule: number, made: ends}
	for _, at := range inf.Of {
		o := ends[at]
		ids = append(ids, g.nodes[o].id)
		n.population = max(n.population, g.nodes[o].population)
		n.of = append(n.of, o)
	}
	n.id = g.base.inferredID(inf.Kind, ids)
	for twice := 2; ; twice++ {
		at, ok := g.byID[n.id]
		switch {
		case !ok && len(g.nodes) >= maxElements:
			return 0, false, fmt.Errorf("more than %d elements: the model is too large to assess as one; assess its parts", maxElements)
		case !ok && g.base.set.Title == nil:
			n.title = fill(inf.Title, func(role string) string { return g.nodes[ends[r.roleAt[role]]].title })
			return g.addNode(n), true, nil
		case !ok:
			titles := make([]string, 0, 4)
			for _, o := range n.of {
				titles = append(titles, g.nodes[o].title)
			}
			n.title = g.base.set.Title(inf.Kind, titles)
			return g.addNode(n), true, nil
		case g.nodes[at].inferred && g.nodes[at].kind == n.kind && slices.Equal(g.nodes[at].of, n.of):
			return at, false, nil
		case !g.base.semantics.mayRename():
			return 0, false, fmt.Errorf("the ids of two elements meet in %s", n.id)
		}
		n.id = fmt.Sprintf("%s-%d", g.base.inferredID(inf.Kind, ids), twice)
	}
}

func (b *Base) inferredID(kind int, of []string) string {
	if b.set.ID != nil {
		return b.set.ID(b.kinds.list[kind], of)
	}
	return b.kinds.list[kind] + "(" + strings.Join(of, ",") + ")"
}

// fill replaces the roles in braces in a title.
func fill(title string, name func(role string) string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(title, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		role, rest, _ := strings.Cut(after, "}")
		b.WriteString(name(role))
		title = rest
	}
}
