package engine

// The views below give an analysis by place, for formats that write everything down. Kinds, relations, rules and so on are the
// places in the base's set of rules; elements are places in the analysis, the model's first, in its order.

// ElementView is an element.
type ElementView struct {
	ID, Title  string
	Kind       int
	Population int
	Inferred   bool
	Dropped    bool    // existed only while rules ran
	Rule       int     // construction that made an inferred element
	Of         []int   // elements an inferred one was made for
	Made       []int32 // elements of the match that made it, by role of the construction's pattern (-1 where a role collects), then all it made
}

// Elements is the number of elements, dropped ones included.
func (an *Analysis) Elements() int { return len(an.g.nodes) }

// Element is the element at a place.
func (an *Analysis) Element(n int) ElementView {
	at := &an.g.nodes[n]
	v := ElementView{
		ID: at.id, Title: at.title, Kind: int(at.kind), Population: int(at.population),
		Inferred: at.inferred, Dropped: at.dropped, Rule: int(at.rule), Made: at.made,
	}
	for _, o := range at.of {
		v.Of = append(v.Of, int(o))
	}
	return v
}

// Fact is what the analysis knows of an element, asserted or by its kind: the value of a fact, or Unknown.
func (r *Run) Fact(element, fact string) string {
	n, okN := r.an.g.byID[element]
	f, okF := r.an.base.facts.at[fact]
	if !okN || !okF {
		return Unknown
	}
	v := r.an.g.fact(n, f)
	if v == 0 {
		return Unknown
	}
	return r.an.base.set.Facts[f].Values[v-1]
}

// EachLink gives every link, from element to element.
func (an *Analysis) EachLink(see func(from, relation, to int, inferred bool)) {
	for n, edges := range an.g.out {
		for _, e := range edges {
			see(n, int(e.relation), int(e.node), e.inferred)
		}
	}
}

// MatchView is a place where a pattern holds.
type MatchView struct{ at *match }

// Pattern is the pattern's place among the patterns of the rules.
func (m MatchView) Pattern() int { return m.at.pattern.number }

// Population is the highest population of the elements that the match is of.
func (m MatchView) Population() int { return int(m.at.population) }

// Role lists the elements that play a role, by the role's place in the pattern.
func (m MatchView) Role(role int) []int32 { return m.at.at(role) }

// Matches are the places where patterns of threats hold, also those where all threats were dropped.
func (an *Analysis) Matches() []MatchView {
	out := make([]MatchView, len(an.matches))
	for i, m := range an.matches {
		out[i] = MatchView{m}
	}
	return out
}

// Member says which of a population is meant. A single element has only an average one.
type Member uint8

const (
	Least   Member = iota // with the lowest likelihood
	Average               // or the only one
	Most                  // with the highest likelihood
)

// ThreatView is a threat found.
type ThreatView struct {
	MatchView
	an *Analysis
	in *instance
}

// Threats is the number of threats found.
func (an *Analysis) Threats() int { return len(an.threats) }

// Threat is the threat at a place.
func (an *Analysis) Threat(i int) ThreatView {
	in := &an.threats[i]
	return ThreatView{MatchView{in.match}, an, in}
}

// Rule is the threat's place among the threats of the rules.
func (t ThreatView) Rule() int { return int(t.in.rule) }

// Members are those the threat acts on: the average one alone, or all three.
func (t ThreatView) Members() []Member { return membersOf(t.in.population) }

func membersOf(population uint8) []Member {
	if population == 0 {
		return []Member{Average}
	}
	return []Member{Least, Average, Most}
}

// Arc is the causal arc of the threat for a member; false where it has no causes.
func (t ThreatView) Arc(m Member) (int, bool) {
	switch {
	case len(t.in.arcs) == 0:
		return 0, false
	case t.in.population == 0:
		return int(t.in.arcs[0]), true
	}
	return int(t.in.arcs[m]), true
}

// Effects lists the causal nodes that the threat raises at a member, also where it has no causes and so raises nothing.
func (t ThreatView) Effects(m Member) []uint32 {
	return t.an.heads(&t.an.base.threats[t.in.rule], t.in, int(m))
}

// StrategyView is a strategy that answers or opens a threat.
type StrategyView struct {
	an *Analysis
	s  *strategyInstance
}

func (t ThreatView) views(list []strategyInstance) []StrategyView {
	out := make([]StrategyView, len(list))
	for i := range list {
		out[i] = StrategyView{t.an, &list[i]}
	}
	return out
}

// BlockedBy are the strategies that block or mitigate the threat, in the order of the rules.
func (t ThreatView) BlockedBy() []StrategyView { return t.views(t.in.strategies) }

// TriggeredBy are the strategies that open it.
func (t ThreatView) TriggeredBy() []StrategyView { return t.views(t.in.triggers) }

// Name is the strategy's name.
func (s StrategyView) Name() string { return s.an.base.strategies[s.s.strategy].Name }

// Controls lists what the strategy needs: controls at elements, and which member's control counts for a member of the threat.
func (s StrategyView) Controls(see func(control int, element int, counts func(Member) Member)) {
	for _, u := range s.s.slots {
		at := s.an.slots[u.slot]
		single := s.an.g.nodes[at.node].population == 0
		see(int(at.control), int(at.node), func(m Member) Member {
			if single {
				return Average
			}
			return u.reading.member(m)
		})
	}
}

// On tells whether a strategy counts in the run's mode and all its controls are in place.
func (r *Run) On(s StrategyView) bool { return r.isOn(s.s) }

// Node is a place in the causal graph: a consequence, or with Trust a trust attribute, of a member of an element.
type Node struct {
	Element int
	Name    int
	Trust   bool
	Member  Member
}

// CausalNode finds the place of a consequence or trust attribute at a member of an element.
func (an *Analysis) CausalNode(n Node) (int, bool) {
	width, first := len(an.base.set.Consequences), an.conseq
	if n.Trust {
		width, first = len(an.base.set.Attributes), an.trust
	}
	at := int(first[n.Element*width+n.Name])
	if at >= 0 && an.g.nodes[n.Element].population > 0 {
		at += int(n.Member)
	}
	return at, at >= 0
}

// Causes lists what a threat's arc rests on. The members of a sufficient role are all listed, though one is enough.
func (an *Analysis) Causes(arc int) []uint32 {
	var out []uint32
	for _, t := range an.causal.Tails(arc) {
		if an.owner[t].node >= 0 {
			out = append(out, t)
			continue
		}
		for _, a := range an.causal.In(int(t)) {
			out = append(out, an.causal.Tails(int(a))...)
		}
	}
	return out
}

// Level is the likelihood of a consequence, or the weakness (the inverse of the level) of a trust attribute.
func (r *Run) Level(node int) uint8 { return r.state.Level(node) }

// Assumed is the weakness that was assumed of a trust attribute.
func (r *Run) Assumed(node int) uint8 { return r.state.Init(node) }

// ArcLevel is the likelihood of a threat.
func (r *Run) ArcLevel(arc int) uint8 { return r.state.ArcLevel(arc) }

// Considered tells whether a threat takes part: it has causes, the mode counts it, and nothing needs to open it or something does.
func (r *Run) Considered(t ThreatView) bool { return len(t.in.arcs) > 0 && r.open(t.in) }

// Find is the place of an element by its id.
func (an *Analysis) Find(id string) (int, bool) {
	n, ok := an.g.byID[id]
	return int(n), ok && !an.g.nodes[n].dropped
}

// Levels are the levels of all causal nodes, as a copy.
func (r *Run) Levels() []uint8 {
	out := make([]uint8, r.an.causal.Nodes())
	for n := range out {
		out[n] = r.state.Level(n)
	}
	return out
}

// EachConsequence gives the causal node of every consequence at every element, that of the worst member where the element stands for many.
func (r *Run) EachConsequence(see func(node int, element, consequence string)) {
	names := r.an.base.conseqs.list
	for n := range r.an.g.nodes {
		for c, name := range names {
			if first := r.an.conseq[n*len(names)+c]; first >= 0 {
				see(int(first)+r.an.variants(int32(n))-1, r.an.g.nodes[n].id, name)
			}
		}
	}
}
