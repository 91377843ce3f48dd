package engine

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// Base is a knowledge base made ready for matching: names are dense integers, hierarchies are closed, patterns are parsed.
// It is immutable and may serve many models at once.
type Base struct {
	Knowledge *knowledge.Base

	kinds     *names
	relations *names
	facts     *names
	trust     *names
	conseqs   *names
	controls  *names

	kindIs     [][]bool   // kindIs[k][s]: k is s or below s
	kindUp     [][]uint16 // the kinds that k is, itself first, nearest first
	relationUp [][]uint16 // the relations that r is, itself first
	factOn     [][]bool   // factOn[f][k]: the fact applies to the kind
	values     [][]string // words of a fact; code i+1 stands for values[i], 0 for unknown

	trustOn   [][]bool   // trustOn[t][k]
	trustInit [][]uint8  // default level of attribute t at kind k
	setters   [][]setter // facts that imply a level of attribute t
	undermine []int16    // consequence that undermines attribute t, or -1
	conseqOn  [][]bool   // conseqOn[c][k]
	controlOn [][]bool   // controlOn[c][k]

	rules      []rule
	threats    []threat
	strategies []strategy // of all blocked-by and triggered-by items, shared between threats
	onlyBuild  []bool     // kinds that exist only during construction
	onlyBuildR []bool     // relations that exist only during construction
}

// setter says that a fact with certain values implies a level of a trust attribute.
type setter struct {
	guard
	level uint8
}

type names struct {
	list []string
	at   map[string]int
}

func newNames(n int) *names { return &names{at: make(map[string]int, n)} }

func (n *names) add(s string) { n.at[s] = len(n.list); n.list = append(n.list, s) }

type pattern struct {
	roles    []role
	roleAt   map[string]int
	links    []patternLink
	distinct [][]int
	roots    []int // roles bound one to one
	others   []int // roles that collect
}

type role struct {
	name    string
	kind    int
	binding knowledge.Binding
	guards  []guard
}

// guard is a condition on a fact: bit v of allowed is set for each value code v that fulfils it.
type guard struct {
	fact    int
	allowed uint64
}

type patternLink struct {
	from, relation, to int
	not                bool
}

type rule struct {
	*knowledge.ConstructionRule
	pattern
	infers []inferred
	adds   []patternLink // roles beyond the pattern's are the inferred ones
	repeat bool
}

type inferred struct {
	kind  int
	title string
	of    []int
}

type threat struct {
	*knowledge.Threat
	pattern
	causes, effects []term
	frequency       uint8
	future, current bool
	blockedBy       []int // strategies
	triggeredBy     []int
}

type term struct {
	role, name int
	low        bool
}

// strategy is a set of controls at roles of a threat. A single control is the strategy of one.
type strategy struct {
	id              string
	needs           []need
	effect          uint8
	future, current bool
}

type need struct {
	control int
	role    int // of the threat that names the strategy
}

// Compile makes a knowledge base ready. It fails on entries that the lint would reject.
func Compile(k *knowledge.Base) (*Base, error) {
	b := &Base{Knowledge: k}
	if err := checkScales(&k.Scales); err != nil {
		return nil, fmt.Errorf("compile scales: %w", err)
	}
	if err := b.vocabulary(); err != nil {
		return nil, err
	}
	for i := range k.Rules {
		if k.Rules[i].Status == knowledge.Withdrawn {
			continue
		}
		r, err := b.rule(&k.Rules[i])
		if err != nil {
			return nil, fmt.Errorf("compile rule %s: %w", k.Rules[i].ID, err)
		}
		b.rules = append(b.rules, r)
	}
	for i := range k.Threats {
		if k.Threats[i].Status == knowledge.Withdrawn {
			continue
		}
		t, err := b.threat(&k.Threats[i])
		if err != nil {
			return nil, fmt.Errorf("compile threat %s: %w", k.Threats[i].ID, err)
		}
		b.threats = append(b.threats, t)
	}
	return b, nil
}

// checkScales refuses tables in which a level could not be looked up.
func checkScales(s *knowledge.Scales) error {
	if len(s.Likelihood) != Top+1 || len(s.Trust) != Top+1 || len(s.Impact) != Top+1 || len(s.RiskTable) != Top+1 || len(s.Risk) != 5 {
		return fmt.Errorf("likelihood, trust, impact and risk-table need %d levels, risk 5", Top+1)
	}
	for _, row := range s.RiskTable {
		if len(row) != Top+1 || slices.Max(row) >= len(s.Risk) || slices.Min(row) < 0 {
			return fmt.Errorf("each row of risk-table needs %d levels of risk", Top+1)
		}
	}
	return nil
}

func (b *Base) vocabulary() error {
	k := b.Knowledge
	b.kinds, b.relations, b.facts = newNames(len(k.Kinds)), newNames(len(k.Relations)), newNames(len(k.Facts))
	b.trust, b.conseqs, b.controls = newNames(len(k.Trust)), newNames(len(k.Consequences)), newNames(len(k.Controls))
	for _, e := range k.Kinds {
		b.kinds.add(e.ID)
		b.onlyBuild = append(b.onlyBuild, e.Construction == knowledge.Yes)
	}
	for _, e := range k.Relations {
		b.relations.add(e.ID)
		b.onlyBuildR = append(b.onlyBuildR, e.Construction == knowledge.Yes)
	}
	for _, e := range k.Controls {
		b.controls.add(e.ID)
	}
	var err error
	if b.kindUp, err = closure(b.kinds, func(i int) []string { return k.Kinds[i].Is }); err != nil {
		return fmt.Errorf("compile kinds: %w", err)
	}
	if b.relationUp, err = closure(b.relations, func(i int) []string { return k.Relations[i].Is }); err != nil {
		return fmt.Errorf("compile relations: %w", err)
	}
	b.kindIs = make([][]bool, len(k.Kinds))
	for i, up := range b.kindUp {
		b.kindIs[i] = make([]bool, len(k.Kinds))
		for _, s := range up {
			b.kindIs[i][s] = true
		}
	}
	for _, f := range k.Facts {
		b.facts.add(f.ID)
		b.values = append(b.values, f.Words())
		b.factOn = append(b.factOn, b.on(f.On))
	}
	for _, c := range k.Consequences {
		b.conseqs.add(c.ID)
		b.conseqOn = append(b.conseqOn, b.on(c.On))
	}
	for _, t := range k.Trust {
		b.trust.add(t.ID)
		b.trustOn = append(b.trustOn, b.on(t.On))
		b.trustInit = append(b.trustInit, b.defaults(t))
		under := int16(-1)
		if t.UnderminedBy != "" {
			c, ok := b.conseqs.at[t.UnderminedBy]
			if !ok {
				return fmt.Errorf("compile trust attribute %s: no consequence %q", t.ID, t.UnderminedBy)
			}
			under = int16(c)
		}
		b.undermine = append(b.undermine, under)
	}
	b.setters = make([][]setter, len(k.Trust))
	for _, f := range k.Facts {
		for _, s := range f.Sets {
			at, ok := b.trust.at[s.Trust]
			if !ok {
				return fmt.Errorf("compile fact %s: no trust attribute %q", f.ID, s.Trust)
			}
			g, err := b.guard(f.ID, s.When)
			if err != nil {
				return fmt.Errorf("compile fact %s: %w", f.ID, err)
			}
			b.setters[at] = append(b.setters[at], setter{g, uint8(max(0, s.Level.Rank()))})
		}
	}
	for _, c := range k.Controls {
		b.controlOn = append(b.controlOn, b.on(c.On))
	}
	return nil
}

// closure lists, for each name, itself and everything above it, nearest first.
func closure(n *names, parents func(int) []string) ([][]uint16, error) {
	out := make([][]uint16, len(n.list))
	for i := range n.list {
		up := []uint16{uint16(i)}
		for j := 0; j < len(up); j++ {
			for _, p := range parents(int(up[j])) {
				at, ok := n.at[p]
				if !ok {
					return nil, fmt.Errorf("%s is a %q, which does not exist", n.list[up[j]], p)
				}
				if !slices.Contains(up, uint16(at)) {
					up = append(up, uint16(at))
				}
			}
		}
		out[i] = up
	}
	return out, nil
}

// on spreads a list of kinds over everything below them.
func (b *Base) on(kinds []string) []bool {
	out := make([]bool, len(b.kinds.list))
	for i := range out {
		for _, k := range kinds {
			if at, ok := b.kinds.at[k]; ok && b.kindIs[i][at] {
				out[i] = true
			}
		}
	}
	return out
}

// defaults gives the default level of a trust attribute at each kind: that of the nearest kind above, the lowest among
// equally near ones being met first in the order of `by-kind`.
func (b *Base) defaults(t knowledge.TrustAttribute) []uint8 {
	out := make([]uint8, len(b.kinds.list))
	for i := range out {
		out[i] = uint8(max(0, t.Default.Rank()))
	up:
		for _, s := range b.kindUp[i] {
			for _, kl := range t.ByKind {
				if kl.Kind == b.kinds.list[s] {
					out[i] = uint8(max(0, kl.Level.Rank()))
					break up
				}
			}
		}
	}
	return out
}

func (b *Base) pattern(p *knowledge.Pattern) (pattern, error) {
	out := pattern{roleAt: map[string]int{}}
	for _, e := range p.Where {
		r := role{name: e.Key, binding: e.Value.Role}
		if r.binding == "one" {
			r.binding = knowledge.One
		}
		var ok bool
		if r.kind, ok = b.kinds.at[e.Value.Kind]; !ok {
			return out, fmt.Errorf("role %s: no kind %q", e.Key, e.Value.Kind)
		}
		for _, g := range e.Value.Facts {
			compiled, err := b.guard(g.Key, g.Value)
			if err != nil {
				return out, fmt.Errorf("role %s: %w", e.Key, err)
			}
			r.guards = append(r.guards, compiled)
		}
		if r.binding == knowledge.One {
			out.roots = append(out.roots, len(out.roles))
		} else {
			out.others = append(out.others, len(out.roles))
		}
		out.roleAt[e.Key] = len(out.roles)
		out.roles = append(out.roles, r)
	}
	if len(out.roots) == 0 {
		return out, fmt.Errorf("no role is bound one to one")
	}
	for _, s := range p.Links {
		l, err := b.link(s, out.roleAt)
		if err != nil {
			return out, err
		}
		out.links = append(out.links, l)
	}
	for _, group := range p.Distinct {
		var g []int
		for _, name := range group {
			at, ok := out.roleAt[name]
			if !ok {
				return out, fmt.Errorf("distinct: no role %q", name)
			}
			g = append(g, at)
		}
		out.distinct = append(out.distinct, g)
	}
	return out, nil
}

func (b *Base) guard(fact string, allowed []string) (guard, error) {
	f, ok := b.facts.at[fact]
	if !ok {
		return guard{}, fmt.Errorf("no fact %q", fact)
	}
	g := guard{fact: f}
	for _, v := range allowed {
		i := slices.Index(b.values[f], v)
		if i < 0 {
			return guard{}, fmt.Errorf("fact %q has no value %q", fact, v)
		}
		g.allowed |= 1 << (i + 1)
	}
	return g, nil
}

func (b *Base) link(s string, roles map[string]int) (patternLink, error) {
	l, err := knowledge.ParseLink(s)
	if err != nil {
		return patternLink{}, err
	}
	from, okF := roles[l.From]
	rel, okR := b.relations.at[l.Relation]
	to, okT := roles[l.To]
	switch {
	case !okF:
		return patternLink{}, fmt.Errorf("link %q: no role %q", s, l.From)
	case !okR:
		return patternLink{}, fmt.Errorf("link %q: no relation %q", s, l.Relation)
	case !okT:
		return patternLink{}, fmt.Errorf("link %q: no role %q", s, l.To)
	}
	return patternLink{from, rel, to, l.Not}, nil
}

func (b *Base) rule(r *knowledge.ConstructionRule) (rule, error) {
	p, err := b.pattern(&r.Pattern)
	if err != nil {
		return rule{}, err
	}
	out := rule{ConstructionRule: r, pattern: p, repeat: r.Repeat == knowledge.Yes}
	all := map[string]int{}
	for name, at := range p.roleAt {
		all[name] = at
	}
	for _, e := range r.Infers {
		kind, ok := b.kinds.at[e.Value.Kind]
		if !ok {
			return out, fmt.Errorf("infers %s: no kind %q", e.Key, e.Value.Kind)
		}
		inf := inferred{kind: kind, title: e.Value.Title}
		for _, name := range e.Value.Of {
			at, ok := p.roleAt[name]
			if !ok || p.roles[at].binding != knowledge.One {
				return out, fmt.Errorf("infers %s: %q is not a role bound one to one", e.Key, name)
			}
			inf.of = append(inf.of, at)
		}
		all[e.Key] = len(p.roles) + len(out.infers)
		out.infers = append(out.infers, inf)
	}
	for _, s := range r.Adds {
		l, err := b.link(s, all)
		if err != nil {
			return out, err
		}
		out.adds = append(out.adds, l)
	}
	return out, nil
}

func (b *Base) threat(t *knowledge.Threat) (threat, error) {
	p, err := b.pattern(&t.Pattern)
	if err != nil {
		return threat{}, err
	}
	out := threat{Threat: t, pattern: p, frequency: uint8(max(0, t.Frequency.Rank()))}
	out.future, out.current = counts(t.Counts)
	if out.causes, err = b.terms(t.Causes, p, true); err != nil {
		return out, fmt.Errorf("causes: %w", err)
	}
	if out.effects, err = b.terms(t.Effects, p, false); err != nil {
		return out, fmt.Errorf("effects: %w", err)
	}
	if out.blockedBy, err = b.answers(t.BlockedBy, p); err != nil {
		return out, fmt.Errorf("blocked-by: %w", err)
	}
	if out.triggeredBy, err = b.answers(t.TriggeredBy, p); err != nil {
		return out, fmt.Errorf("triggered-by: %w", err)
	}
	return out, nil
}

// counts reads the modes of an entry; both where none is named.
func counts(modes []knowledge.Mode) (future, current bool) {
	return len(modes) == 0 || slices.Contains(modes, knowledge.Future), len(modes) == 0 || slices.Contains(modes, knowledge.Current)
}

func (b *Base) terms(list []string, p pattern, causes bool) ([]term, error) {
	var out []term
	for _, s := range list {
		t, err := knowledge.ParseTerm(s)
		if err != nil {
			return nil, err
		}
		at, ok := p.roleAt[t.Role]
		if !ok {
			return nil, fmt.Errorf("%q: no role %q", s, t.Role)
		}
		if p.roles[at].binding == knowledge.Absent {
			return nil, fmt.Errorf("%q: role %q must be absent", s, t.Role)
		}
		vocabulary, what := b.conseqs, "consequence"
		if t.Low {
			vocabulary, what = b.trust, "trust attribute"
			if !causes {
				return nil, fmt.Errorf("%q: only consequences can be effects", s)
			}
		}
		name, ok := vocabulary.at[t.Name]
		if !ok {
			return nil, fmt.Errorf("%q: no %s %q", s, what, t.Name)
		}
		out = append(out, term{at, name, t.Low})
	}
	return out, nil
}

func (b *Base) answers(list []string, p pattern) ([]int, error) {
	var out []int
	for _, s := range list {
		a, err := knowledge.ParseAnswer(s)
		if err != nil {
			return nil, err
		}
		st, err := b.strategy(a, p)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s, err)
		}
		out = append(out, len(b.strategies))
		b.strategies = append(b.strategies, st)
	}
	return out, nil
}

func (b *Base) strategy(a knowledge.Answer, p pattern) (strategy, error) {
	if a.Strategy == "" {
		n, err := b.need(a, p)
		if err != nil {
			return strategy{}, err
		}
		c := b.Knowledge.Controls[n.control]
		st := strategy{id: c.ID, needs: []need{n}, effect: uint8(max(0, c.Effectiveness.Rank()))}
		st.future, st.current = counts(c.Counts)
		return st, nil
	}
	i, ok := slices.BinarySearchFunc(b.Knowledge.Strategies, a.Strategy, func(s knowledge.Strategy, id string) int {
		return strings.Compare(s.ID, id)
	})
	if !ok {
		return strategy{}, fmt.Errorf("no strategy %q", a.Strategy)
	}
	src := b.Knowledge.Strategies[i]
	st := strategy{id: src.ID, effect: uint8(max(0, src.Effectiveness.Rank()))}
	st.future, st.current = counts(src.Counts)
	for _, s := range src.Needs {
		a, err := knowledge.ParseAnswer(s)
		if err != nil {
			return st, err
		}
		n, err := b.need(a, p)
		if err != nil {
			return st, err
		}
		st.needs = append(st.needs, n)
	}
	return st, nil
}

func (b *Base) need(a knowledge.Answer, p pattern) (need, error) {
	c, ok := b.controls.at[a.Control]
	if !ok {
		return need{}, fmt.Errorf("no control %q", a.Control)
	}
	at, ok := p.roleAt[a.Role]
	if !ok || p.roles[at].binding == knowledge.Absent {
		return need{}, fmt.Errorf("no role %q to place the control on", a.Role)
	}
	return need{c, at}, nil
}
