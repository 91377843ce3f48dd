package spyderisk

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/rules"
)

// Lower turns a base into rules of the engine. Shown is the folder of its tables as the user knows it. What Cordon cannot run as Spyderisk would is a diagnostic; then the result is nil.
func (b *Base) Lower(shown string, ds *diag.List) *rules.Set {
	l := &lowering{b: b, ds: ds, shown: shown, set: &rules.Set{
		AverageImpact: true,
		ID:            func(class string, of []string) string { return HashID(systemNS + InferredAssetName(class, of)) },
		Title:         func(class int, of []string) string { return InferredAssetLabel(b.Classes[class].Label, of) },
		Threat:        func(threat int, elements []string) string { return b.Threats[threat].at(elements) },
	}}
	l.refuse()
	l.vocabulary()
	l.patterns()
	l.constructions()
	l.threats()
	if l.bad {
		return nil
	}
	return l.set
}

// at is the name of the threat at a match, by the ids of its root nodes in the order of the table.
func (t *Threat) at(ids []string) string {
	all, _ := RolesInName(t.Pattern.Root)
	ordered := make([]string, len(all))
	for i, role := range all {
		ordered[i] = ids[slices.IndexFunc(t.Pattern.Root.Nodes, func(n RootNode) bool { return n.Role == role })]
	}
	return ThreatName(t.ID, Average, MatchName(t.Pattern.ID, ordered))
}

type lowering struct {
	b     *Base
	set   *rules.Set
	shown string
	ds    *diag.List
	bad   bool

	pattern map[*MatchingPattern]*loweredPattern
}

// loweredPattern is the number of a pattern and the places of its roles.
type loweredPattern struct {
	number int
	roleAt map[*Role]int
}

func (l *lowering) cannot(format string, args ...any) {
	l.bad = true
	l.ds.Add(diag.Pos{File: l.shown}, diag.ForeignUnsupported, "no published base does this; take it out of the table", format, args...)
}

// refuse names what no published base uses, so that its meaning cannot be known from results.
func (l *lowering) refuse() {
	b, want := l.b, engine.Top+1
	for _, s := range []struct {
		name  string
		scale *Scale
		want  int
	}{{"Likelihood", &b.Likelihood, want}, {"ImpactLevel", &b.Impact, want}, {"TrustworthinessLevel", &b.Trust, want}, {"RiskLevel", &b.Risk, want - 1}} {
		if n := len(s.scale.Levels); n != s.want {
			l.cannot("%s has %d levels; Cordon runs bases with %d", s.name, n, s.want)
		}
	}
	if len(b.Inhibited) > 0 {
		l.cannot("MIS has rows: misbehaviours that inhibit others")
	}
	undermined := map[*TrustAttribute]bool{}
	for _, x := range b.Impacts {
		if undermined[x.Attribute] {
			l.cannot("TWIS lets two misbehaviours undermine the attribute %s", x.Attribute.ID)
		}
		undermined[x.Attribute] = true
	}
	for _, c := range b.Controls {
		if len(c.Parents) > 0 {
			l.cannot("the control %s has parents", c.ID)
		}
	}
	for _, r := range b.Rules {
		if len(r.Predecessors)+len(r.Successors) > 0 {
			l.cannot("the construction pattern %s has predecessors or successors", r.ID)
		}
	}
	for _, s := range b.Strategies {
		if len(s.Triggers) > 0 && slices.ContainsFunc(s.Controls, func(c ControlAt) bool { return c.Optional }) {
			l.cannot("the control strategy %s has optional controls and triggers threats", s.ID)
		}
	}
}

func (l *lowering) vocabulary() {
	b, set := l.b, l.set
	set.Scales = rules.Scales{Likelihood: labels(&b.Likelihood), Trust: labels(&b.Trust), Impact: labels(&b.Impact), Risk: labels(&b.Risk), RiskTable: b.RiskTable}
	for _, c := range b.Classes {
		k := rules.Kind{Name: c.ID, Construction: c.ConstructionState}
		for _, p := range c.Parents {
			k.Up = append(k.Up, p.Index)
		}
		set.Kinds = append(set.Kinds, k)
	}
	for _, r := range b.Relations {
		x := rules.Relation{Name: r.ID, Construction: r.ConstructionState}
		for _, p := range r.Parents {
			x.Up = append(x.Up, p.Index)
		}
		set.Relations = append(set.Relations, x)
	}
	nowhere := slices.Repeat([]int8{rules.NotHere}, len(b.Classes))
	for _, m := range b.Misbehaviours {
		set.Consequences = append(set.Consequences, rules.Consequence{Name: m.ID, Says: m.Label, At: slices.Clone(nowhere)})
	}
	for _, a := range b.Attributes {
		set.Attributes = append(set.Attributes, rules.Attribute{Name: a.ID, At: slices.Clone(nowhere), Shared: make([]bool, len(b.Classes)), UnderminedBy: rules.NotHere})
	}
	for _, c := range b.Controls {
		set.Controls = append(set.Controls, rules.Control{Name: c.ID, Title: c.Label, At: make([]bool, len(b.Classes)), Shared: make([]bool, len(b.Classes))})
	}
	for _, x := range b.Impacts {
		set.Attributes[x.Attribute.Index].UnderminedBy = x.Misbehaviour.Index
	}
	for _, c := range b.Classes {
		for _, d := range c.DefaultImpacts {
			set.Consequences[d.Misbehaviour.Index].At[c.Index] = int8(d.Level)
		}
		for _, d := range c.DefaultTrust {
			set.Attributes[d.Attribute.Index].At[c.Index] = int8(d.Level)
			set.Attributes[d.Attribute.Index].Shared[c.Index] = !d.Independent
		}
		for _, s := range c.ControlSettings {
			set.Controls[s.Control.Index].At[c.Index] = s.Assertable
			set.Controls[s.Control.Index].Shared[c.Index] = !s.Independent
		}
	}
}

func labels(s *Scale) []string {
	out := make([]string, len(s.Levels))
	for i, l := range s.Levels {
		out[i] = l.Label
	}
	return out
}

func (l *lowering) patterns() {
	l.pattern = make(map[*MatchingPattern]*loweredPattern, len(l.b.Patterns))
	for i, p := range l.b.Patterns {
		out, at := rules.Pattern{}, &loweredPattern{i, make(map[*Role]int, len(p.Root.Nodes)+len(p.Nodes))}
		enter := func(n Node, b rules.Binding, aside bool) {
			at.roleAt[n.Role] = len(out.Roles)
			out.Roles = append(out.Roles, rules.Role{Name: n.Role.ID, Kind: n.Class.Index, Binding: b, Aside: aside})
		}
		for _, n := range p.Root.Nodes {
			enter(n.Node, rules.One, !n.Key)
		}
		for _, n := range p.Nodes {
			enter(n.Node, n.binding(), false)
		}
		link := func(k Link, not bool) {
			out.Links = append(out.Links, rules.Link{From: at.roleAt[k.From], Relation: k.Relation.Index, To: at.roleAt[k.To], Not: not, Whole: not})
		}
		for _, k := range p.Root.Links {
			link(k, false)
		}
		for _, k := range p.Links {
			one := [2]bool{out.Roles[at.roleAt[k.From]].Binding == rules.One, out.Roles[at.roleAt[k.To]].Binding == rules.One}
			switch {
			case !k.Prohibited && one[0] && one[1]:
				// Spyderisk binds root nodes by the links of the root pattern alone (FORMAT.md 3.3).
			case !k.Prohibited && !one[0] && !one[1]:
				l.cannot("the matching pattern %s has the link %s between two nodes that collect assets", p.ID, k.name())
			default:
				link(k.Link, k.Prohibited)
			}
		}
		for _, g := range p.Distinct {
			group := make([]int, len(g.Nodes))
			for j, n := range g.Nodes {
				group[j] = at.roleAt[n.Role]
			}
			out.Distinct = append(out.Distinct, group)
		}
		l.pattern[p] = at
		l.set.Patterns = append(l.set.Patterns, out)
	}
}

func (k Link) name() string {
	return "Link-" + k.From.ID + "-" + k.Relation.ID + "-" + k.To.ID
}

func (n PatternNode) binding() rules.Binding {
	switch {
	case n.Prohibited:
		return rules.Absent
	case n.Sufficient:
		return rules.Sufficient
	case n.Mandatory:
		return rules.Necessary
	}
	return rules.Optional
}

// constructions orders the rules by priority; where two have the same one, by the order of the table.
func (l *lowering) constructions() {
	for _, r := range l.b.OrderedRules() {
		p := l.pattern[r.Pattern]
		c := rules.Construction{Name: r.ID, Pattern: p.number, Rounds: 1}
		if r.Iterate {
			c.Rounds = max(1, r.MaxIterations)
		}
		at := func(role *Role) int {
			for i, n := range r.Nodes {
				if n.Role == role {
					return len(l.set.Patterns[p.number].Roles) + i
				}
			}
			return p.roleAt[role]
		}
		for _, n := range r.Nodes {
			inf := rules.Infer{Kind: n.Class.Index}
			for _, part := range n.Includes {
				at, ok := p.roleAt[part.Role]
				if !ok || l.set.Patterns[p.number].Roles[at].Binding != rules.One {
					l.cannot("the construction pattern %s names an asset after the node %s, which is no root node", r.ID, part.Role.ID)
				}
				inf.Of = append(inf.Of, at)
			}
			c.Infers = append(c.Infers, inf)
		}
		for _, k := range r.Links {
			c.Adds = append(c.Adds, rules.Link{From: at(k.From), Relation: k.Relation.Index, To: at(k.To)})
		}
		l.set.Constructions = append(l.set.Constructions, c)
	}
}

// OrderedRules are the construction patterns in the order in which they run.
func (b *Base) OrderedRules() []*ConstructionPattern {
	ordered := slices.Clone(b.Rules)
	slices.SortStableFunc(ordered, func(x, y *ConstructionPattern) int { return x.Priority - y.Priority })
	return ordered
}

func (l *lowering) threats() {
	for _, t := range l.b.Threats {
		p := l.pattern[t.Pattern]
		x := rules.Threat{
			Name: t.ID, Title: titleOf(t), Version: 1, Pattern: p.number, Frequency: engine.Top,
			Future: t.Future, Current: t.Current, Secondary: t.Secondary, Normal: t.NormalOperation,
			BlockedBy: l.strategies(t.BlockedBy, p), MitigatedBy: l.strategies(t.MitigatedBy, p), TriggeredBy: l.strategies(t.TriggeredBy, p),
		}
		if t.Category != nil {
			x.Category = t.Category.ID
		}
		if t.Frequency != NoLevel {
			x.Frequency = uint8(t.Frequency)
		}
		for _, c := range t.EntryPoints {
			x.Causes = append(x.Causes, rules.Term{Role: p.roleAt[c.Role], Name: c.Attribute.Index, Low: true})
		}
		for _, c := range t.Conditions {
			x.Causes = append(x.Causes, rules.Term{Role: p.roleAt[c.Role], Name: c.Misbehaviour.Index})
		}
		for _, e := range t.Effects {
			x.Effects = append(x.Effects, rules.Term{Role: p.roleAt[e.Role], Name: e.Misbehaviour.Index})
		}
		l.set.Threats = append(l.set.Threats, x)
	}
}

// titleOf is the threat's description up to its reasons, with its roles in braces.
func titleOf(t *Threat) string {
	text, _, _ := strings.Cut(t.Comment, ":")
	text = strings.TrimRight(text, ". ")
	text = strings.NewReplacer("{", "(", "}", ")").Replace(text)
	return Describe(text, func(role string) ([]string, bool) {
		if slices.ContainsFunc(t.Pattern.Root.Nodes, func(n RootNode) bool { return n.Role.ID == role }) ||
			slices.ContainsFunc(t.Pattern.Nodes, func(n PatternNode) bool { return n.Role.ID == role && !n.Prohibited }) {
			return []string{"{" + role + "}"}, true
		}
		return nil, false
	})
}

// strategies places strategies on the roles of a threat's pattern. Controls at roles that the pattern lacks are not needed there, and
// optional ones nowhere: a strategy is on when its mandatory controls are in place.
func (l *lowering) strategies(list []*Strategy, p *loweredPattern) []rules.Strategy {
	var out []rules.Strategy
	for _, s := range list {
		x := rules.Strategy{Name: s.ID, Effect: uint8(s.Effect), Future: s.Future, Current: s.Current}
		for _, c := range s.Controls {
			if at, ok := p.roleAt[c.Role]; ok && !c.Optional {
				x.Needs = append(x.Needs, rules.Need{Control: c.Control.Index, Role: at, IfBound: true})
			}
		}
		out = append(out, x)
	}
	return out
}

// Input is the asserted part of a model for the engine. Settings are not in it: they can concern assets that construction brings
// about.
func (m *Model) Input() *engine.Input {
	in := &engine.Input{}
	at := make(map[*Asset]int, len(m.Assets))
	for _, a := range m.Assets {
		if a.Asserted {
			at[a] = len(in.Assets)
			in.Assets = append(in.Assets, engine.Asset{ID: a.ID, Title: a.Label, Kind: a.Class.ID, Population: a.Population})
		}
	}
	for _, l := range m.Links {
		if l.Asserted {
			in.Links = append(in.Links, engine.Link{From: at[l.From], Relation: l.Relation.ID, To: at[l.To]})
		}
	}
	return in
}
