package engine

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine/rules"
	"cordon/internal/knowledge"
)

// Compile makes a knowledge base ready. It fails on entries that the lint would reject.
func Compile(k *knowledge.Base) (*Base, error) {
	if err := checkScales(&k.Scales); err != nil {
		return nil, fmt.Errorf("compile scales: %w", err)
	}
	c := &compiler{k: k, set: &rules.Set{Scales: scales(&k.Scales)}}
	if err := c.vocabulary(); err != nil {
		return nil, err
	}
	for i := range k.Rules {
		if k.Rules[i].Status == knowledge.Withdrawn {
			continue
		}
		if err := c.rule(&k.Rules[i]); err != nil {
			return nil, fmt.Errorf("compile rule %s: %w", k.Rules[i].ID, err)
		}
	}
	for i := range k.Threats {
		if k.Threats[i].Status == knowledge.Withdrawn {
			continue
		}
		if err := c.threat(&k.Threats[i]); err != nil {
			return nil, fmt.Errorf("compile threat %s: %w", k.Threats[i].ID, err)
		}
	}
	for i := range k.Checks {
		e := &k.Checks[i]
		if e.Status == knowledge.Withdrawn {
			continue
		}
		p, _, err := c.pattern(&e.Pattern)
		if err != nil {
			return nil, fmt.Errorf("compile check %s: %w", e.ID, err)
		}
		c.set.Checks = append(c.set.Checks, rules.Check{Name: e.ID, Title: e.Title, Pattern: p})
	}
	if err := c.looks(); err != nil {
		return nil, err
	}
	b := NewBase(c.set, Correct)
	b.Knowledge = k
	return b, nil
}

// looks compiles the patterns of criteria and of items of questionnaires.
func (c *compiler) looks() error {
	add := func(name string, each *knowledge.Pattern) error {
		if each == nil {
			return nil
		}
		p, _, err := c.pattern(each)
		if err != nil {
			return fmt.Errorf("compile %s: %w", name, err)
		}
		c.set.Looks = append(c.set.Looks, rules.Look{Name: name, Pattern: p})
		return nil
	}
	for i := range c.k.Criteria {
		if err := add(c.k.Criteria[i].ID, c.k.Criteria[i].Each); err != nil {
			return err
		}
	}
	for i := range c.k.Questionnaires {
		q := &c.k.Questionnaires[i]
		for j := range q.Items {
			if err := add(q.LookOf(&q.Items[j]), q.Items[j].Each); err != nil {
				return err
			}
		}
	}
	return nil
}

// compiler turns entries, which speak in names, into rules, which speak in numbers.
type compiler struct {
	k   *knowledge.Base
	set *rules.Set

	kinds, relations, facts, trust, conseqs, controls map[string]int

	kindUp [][]uint16
	on     func(kinds []string) []bool
}

func scales(s *knowledge.Scales) rules.Scales {
	words := func(levels []knowledge.LevelName) []string {
		out := make([]string, len(levels))
		for i, l := range levels {
			out[i] = l.Name
		}
		return out
	}
	return rules.Scales{Likelihood: words(s.Likelihood), Trust: words(s.Trust), Impact: words(s.Impact), Risk: words(s.Risk), RiskTable: s.RiskTable}
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

// places numbers entries by id.
func places[T any](all []T, id func(*T) string) map[string]int {
	at := make(map[string]int, len(all))
	for i := range all {
		at[id(&all[i])] = i
	}
	return at
}

func (c *compiler) vocabulary() error {
	k := c.k
	c.kinds = places(k.Kinds, func(e *knowledge.Kind) string { return e.ID })
	c.relations = places(k.Relations, func(e *knowledge.Relation) string { return e.ID })
	c.facts = places(k.Facts, func(e *knowledge.Fact) string { return e.ID })
	c.trust = places(k.Trust, func(e *knowledge.TrustAttribute) string { return e.ID })
	c.conseqs = places(k.Consequences, func(e *knowledge.Consequence) string { return e.ID })
	c.controls = places(k.Controls, func(e *knowledge.Control) string { return e.ID })
	if err := c.hierarchies(); err != nil {
		return err
	}
	for _, f := range k.Facts {
		c.set.Facts = append(c.set.Facts, rules.Fact{Name: f.ID, Question: f.Question, Why: f.Why, Values: f.Words(), On: c.on(f.On)})
	}
	for i := range k.Kinds {
		for _, f := range k.Kinds[i].Facts {
			if at, ok := c.facts[f.Key]; ok {
				c.set.Kinds[i].Facts = append(c.set.Kinds[i].Facts, rules.Known{Fact: at, Value: code(&c.set.Facts[at], f.Value.Text)})
			}
		}
	}
	for _, e := range k.Consequences {
		c.set.Consequences = append(c.set.Consequences, rules.Consequence{Name: e.ID, Says: e.Says, At: levelsOn(c.on(e.On), func(int) int8 { return 0 })})
	}
	for _, e := range k.Controls {
		c.set.Controls = append(c.set.Controls, rules.Control{Name: e.ID, Title: e.Title, At: c.on(e.On)})
	}
	return c.attributes()
}

func (c *compiler) hierarchies() error {
	k := c.k
	var err error
	up := func(id string, is []string, at map[string]int) (out []int) {
		for _, p := range is {
			n, ok := at[p]
			if !ok && err == nil {
				err = fmt.Errorf("%s is a %q, which does not exist", id, p)
			}
			out = append(out, n)
		}
		return out
	}
	for _, e := range k.Kinds {
		c.set.Kinds = append(c.set.Kinds, rules.Kind{Name: e.ID, Up: up(e.ID, e.Is, c.kinds), Construction: e.Construction == knowledge.Yes})
	}
	if err != nil {
		return fmt.Errorf("compile kinds: %w", err)
	}
	for _, e := range k.Relations {
		c.set.Relations = append(c.set.Relations, rules.Relation{Name: e.ID, Up: up(e.ID, e.Is, c.relations), Construction: e.Construction == knowledge.Yes})
	}
	if err != nil {
		return fmt.Errorf("compile relations: %w", err)
	}
	c.kindUp = rules.Above(len(k.Kinds), func(i int) []int { return c.set.Kinds[i].Up })
	is := matrix(c.kindUp)
	// on spreads a list of kinds over everything below them.
	c.on = func(kinds []string) []bool {
		out := make([]bool, len(is))
		for i := range out {
			for _, name := range kinds {
				if at, ok := c.kinds[name]; ok && is[i][at] {
					out[i] = true
				}
			}
		}
		return out
	}
	return nil
}

// levelsOn gives a level to each kind that something is on.
func levelsOn(on []bool, level func(kind int) int8) []int8 {
	out := make([]int8, len(on))
	for i := range out {
		out[i] = rules.NotHere
		if on[i] {
			out[i] = level(i)
		}
	}
	return out
}

func (c *compiler) attributes() error {
	for _, t := range c.k.Trust {
		under := rules.NotHere
		if t.UnderminedBy != "" {
			at, ok := c.conseqs[t.UnderminedBy]
			if !ok {
				return fmt.Errorf("compile trust attribute %s: no consequence %q", t.ID, t.UnderminedBy)
			}
			under = at
		}
		at := levelsOn(c.on(t.On), func(kind int) int8 { return c.assumed(t, kind) })
		c.set.Attributes = append(c.set.Attributes, rules.Attribute{Name: t.ID, At: at, UnderminedBy: under})
	}
	for _, f := range c.k.Facts {
		for _, s := range f.Sets {
			at, ok := c.trust[s.Trust]
			if !ok {
				return fmt.Errorf("compile fact %s: no trust attribute %q", f.ID, s.Trust)
			}
			g, err := c.guard(f.ID, s.When)
			if err != nil {
				return fmt.Errorf("compile fact %s: %w", f.ID, err)
			}
			a := &c.set.Attributes[at]
			a.Setters = append(a.Setters, rules.Setter{Guard: g, Level: uint8(max(0, s.Level.Rank()))})
		}
	}
	return nil
}

// assumed is the default level of a trust attribute at a kind: that of the nearest kind above, the lowest among equally near
// ones being met first in the order of `by-kind`.
func (c *compiler) assumed(t knowledge.TrustAttribute, kind int) int8 {
	for _, s := range c.kindUp[kind] {
		for _, kl := range t.ByKind {
			if kl.Kind == c.k.Kinds[s].ID {
				return int8(max(0, kl.Level.Rank()))
			}
		}
	}
	return int8(max(0, t.Default.Rank()))
}

var bindings = map[knowledge.Binding]rules.Binding{
	knowledge.One: rules.One, "one": rules.One, knowledge.Necessary: rules.Necessary, knowledge.Sufficient: rules.Sufficient,
	knowledge.Optional: rules.Optional, knowledge.Absent: rules.Absent,
}

// pattern adds a pattern to the set and returns its number and roles.
func (c *compiler) pattern(p *knowledge.Pattern) (int, map[string]int, error) {
	out, roleAt, bound := rules.Pattern{}, map[string]int{}, false
	for _, e := range p.Where {
		r := rules.Role{Name: e.Key, Binding: bindings[e.Value.Role]}
		var ok bool
		if r.Kind, ok = c.kinds[e.Value.Kind]; !ok {
			return 0, nil, fmt.Errorf("role %s: no kind %q", e.Key, e.Value.Kind)
		}
		for _, g := range e.Value.Facts {
			compiled, err := c.guard(g.Key, g.Value)
			if err != nil {
				return 0, nil, fmt.Errorf("role %s: %w", e.Key, err)
			}
			r.Guards = append(r.Guards, compiled)
		}
		bound = bound || r.Binding == rules.One
		roleAt[e.Key] = len(out.Roles)
		out.Roles = append(out.Roles, r)
	}
	if !bound {
		return 0, nil, fmt.Errorf("no role is bound one to one")
	}
	for _, s := range p.Links {
		l, err := c.link(s, roleAt)
		if err != nil {
			return 0, nil, err
		}
		out.Links = append(out.Links, l)
	}
	for _, group := range p.Distinct {
		var g []int
		for _, name := range group {
			at, ok := roleAt[name]
			if !ok {
				return 0, nil, fmt.Errorf("distinct: no role %q", name)
			}
			g = append(g, at)
		}
		out.Distinct = append(out.Distinct, g)
	}
	c.set.Patterns = append(c.set.Patterns, out)
	return len(c.set.Patterns) - 1, roleAt, nil
}

func (c *compiler) guard(fact string, allowed []string) (rules.Guard, error) {
	f, ok := c.facts[fact]
	if !ok {
		return rules.Guard{}, fmt.Errorf("no fact %q", fact)
	}
	g := rules.Guard{Fact: f}
	for _, v := range allowed {
		i := slices.Index(c.set.Facts[f].Values, v)
		if i < 0 {
			return rules.Guard{}, fmt.Errorf("fact %q has no value %q", fact, v)
		}
		g.Allowed |= 1 << (i + 1)
	}
	return g, nil
}

func (c *compiler) link(s string, roles map[string]int) (rules.Link, error) {
	l, err := knowledge.ParseLink(s)
	if err != nil {
		return rules.Link{}, err
	}
	from, okF := roles[l.From]
	rel, okR := c.relations[l.Relation]
	to, okT := roles[l.To]
	switch {
	case !okF:
		return rules.Link{}, fmt.Errorf("link %q: no role %q", s, l.From)
	case !okR:
		return rules.Link{}, fmt.Errorf("link %q: no relation %q", s, l.Relation)
	case !okT:
		return rules.Link{}, fmt.Errorf("link %q: no role %q", s, l.To)
	}
	return rules.Link{From: from, Relation: rel, To: to, Not: l.Not}, nil
}

func (c *compiler) rule(r *knowledge.ConstructionRule) error {
	p, all, err := c.pattern(&r.Pattern)
	if err != nil {
		return err
	}
	out := rules.Construction{Name: r.ID, Pattern: p, Rounds: 1}
	if r.Repeat == knowledge.Yes {
		out.Rounds = 0
	}
	roles := c.set.Patterns[p].Roles
	for _, e := range r.Infers {
		kind, ok := c.kinds[e.Value.Kind]
		if !ok {
			return fmt.Errorf("infers %s: no kind %q", e.Key, e.Value.Kind)
		}
		inf := rules.Infer{Kind: kind, Title: e.Value.Title}
		for _, name := range e.Value.Of {
			at, ok := all[name]
			if !ok || at >= len(roles) || roles[at].Binding != rules.One {
				return fmt.Errorf("infers %s: %q is not a role bound one to one", e.Key, name)
			}
			inf.Of = append(inf.Of, at)
		}
		all[e.Key] = len(roles) + len(out.Infers)
		out.Infers = append(out.Infers, inf)
	}
	for _, s := range r.Adds {
		l, err := c.link(s, all)
		if err != nil {
			return err
		}
		out.Adds = append(out.Adds, l)
	}
	c.set.Constructions = append(c.set.Constructions, out)
	return nil
}

func (c *compiler) threat(t *knowledge.Threat) error {
	p, roleAt, err := c.pattern(&t.Pattern)
	if err != nil {
		return err
	}
	at := func(name string) (int, rules.Binding, bool) {
		i, ok := roleAt[name]
		if !ok {
			return 0, 0, false
		}
		return i, c.set.Patterns[p].Roles[i].Binding, true
	}
	out := rules.Threat{
		Name: t.ID, Title: t.Title, Category: string(t.Category), Cause: string(t.CausedBy()), Version: t.Version, Pattern: p, Frequency: uint8(max(0, t.Frequency.Rank())),
		Secondary: t.Secondary == knowledge.Yes, Normal: t.Normal == knowledge.Yes,
	}
	out.Future, out.Current = counts(t.Counts)
	if out.Causes, err = c.terms(t.Causes, at, true); err != nil {
		return fmt.Errorf("causes: %w", err)
	}
	if out.Effects, err = c.terms(t.Effects, at, false); err != nil {
		return fmt.Errorf("effects: %w", err)
	}
	if out.BlockedBy, err = c.answers(t.BlockedBy, at); err != nil {
		return fmt.Errorf("blocked-by: %w", err)
	}
	if out.TriggeredBy, err = c.answers(t.TriggeredBy, at); err != nil {
		return fmt.Errorf("triggered-by: %w", err)
	}
	c.set.Threats = append(c.set.Threats, out)
	return nil
}

// roleFinder finds a role of a pattern by name.
type roleFinder func(name string) (role int, b rules.Binding, ok bool)

// counts reads the modes of an entry; both where none is named.
func counts(modes []knowledge.Mode) (future, current bool) {
	return len(modes) == 0 || slices.Contains(modes, knowledge.Future), len(modes) == 0 || slices.Contains(modes, knowledge.Current)
}

func (c *compiler) terms(list []string, at roleFinder, causes bool) ([]rules.Term, error) {
	var out []rules.Term
	for _, s := range list {
		t, err := knowledge.ParseTerm(s)
		if err != nil {
			return nil, err
		}
		role, binding, ok := at(t.Role)
		if !ok {
			return nil, fmt.Errorf("%q: no role %q", s, t.Role)
		}
		if binding == rules.Absent {
			return nil, fmt.Errorf("%q: role %q must be absent", s, t.Role)
		}
		vocabulary, what := c.conseqs, "consequence"
		if t.Low {
			vocabulary, what = c.trust, "trust attribute"
			if !causes {
				return nil, fmt.Errorf("%q: only consequences can be effects", s)
			}
		}
		name, ok := vocabulary[t.Name]
		if !ok {
			return nil, fmt.Errorf("%q: no %s %q", s, what, t.Name)
		}
		out = append(out, rules.Term{Role: role, Name: name, Low: t.Low})
	}
	return out, nil
}

func (c *compiler) answers(list []string, at roleFinder) ([]rules.Strategy, error) {
	var out []rules.Strategy
	for _, s := range list {
		a, err := knowledge.ParseAnswer(s)
		if err != nil {
			return nil, err
		}
		st, err := c.strategy(a, at)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", s, err)
		}
		out = append(out, st)
	}
	return out, nil
}

func (c *compiler) strategy(a knowledge.Answer, at roleFinder) (rules.Strategy, error) {
	if a.Strategy == "" {
		n, err := c.need(a, at)
		if err != nil {
			return rules.Strategy{}, err
		}
		e := c.k.Controls[n.Control]
		st := rules.Strategy{Name: e.ID, Needs: []rules.Need{n}, Effect: uint8(max(0, e.Effectiveness.Rank()))}
		st.Future, st.Current = counts(e.Counts)
		return st, nil
	}
	i, ok := slices.BinarySearchFunc(c.k.Strategies, a.Strategy, func(s knowledge.Strategy, id string) int {
		return strings.Compare(s.ID, id)
	})
	if !ok {
		return rules.Strategy{}, fmt.Errorf("no strategy %q", a.Strategy)
	}
	src := c.k.Strategies[i]
	st := rules.Strategy{Name: src.ID, Effect: uint8(max(0, src.Effectiveness.Rank()))}
	st.Future, st.Current = counts(src.Counts)
	for _, s := range src.Needs {
		a, err := knowledge.ParseAnswer(s)
		if err != nil {
			return st, err
		}
		n, err := c.need(a, at)
		if err != nil {
			return st, err
		}
		st.Needs = append(st.Needs, n)
	}
	return st, nil
}

func (c *compiler) need(a knowledge.Answer, at roleFinder) (rules.Need, error) {
	control, ok := c.controls[a.Control]
	if !ok {
		return rules.Need{}, fmt.Errorf("no control %q", a.Control)
	}
	role, binding, ok := at(a.Role)
	if !ok || binding == rules.Absent {
		return rules.Need{}, fmt.Errorf("no role %q to place the control on", a.Role)
	}
	return rules.Need{Control: control, Role: role}, nil
}
