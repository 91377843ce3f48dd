package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine/certify"
	"cordon/internal/knowledge"
)

// Result is what a run says, with levels in words. All lists are sorted by id unless said otherwise.
type Result struct {
	Mode         Mode          `json:"mode"`
	Assets       []AssetResult `json:"-"`
	Threats      []Threat      `json:"-"`
	Consequences []Consequence `json:"-"`
	Controls     []Control     `json:"-"`
	Questions    []Question    `json:"-"`
	Counts       Counts        `json:"-"`
	Certificate  Certificate   `json:"certificate"`
}

// Counts are sizes of the whole result, including what is not listed.
type Counts struct {
	AssetsAsserted, AssetsInferred, Links int
	Threats, ThreatsActive                int // active: likelihood above negligible
	Consequences                          int
	Risk                                  [5]int // consequences by risk, from very low to very high
}

// Certificate is the verdict of the independent checker on this result.
type Certificate struct {
	Verified bool   `json:"verified"`
	Nodes    int    `json:"nodes"` // causal nodes checked
	Arcs     int    `json:"arcs"`  // causal arcs checked
	Reason   string `json:"reason,omitempty"`
}

// AssetResult is one element as the engine sees it.
type AssetResult struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Kind     string  `json:"kind"`
	Inferred bool    `json:"inferred,omitempty"`
	Trust    []Trust `json:"trust,omitempty"`
}

// Trust is a trust attribute of an element: what is assumed, and what is left of it.
type Trust struct {
	Attribute string `json:"attribute"`
	Assumed   string `json:"assumed"`
	Left      string `json:"left"`
}

// Event names a consequence at an element, or, where Low is set, a trust attribute whose level is low.
type Event struct {
	Element     string `json:"element"`
	Consequence string `json:"consequence,omitempty"`
	Low         string `json:"low,omitempty"`
	Level       string `json:"level"` // likelihood of the consequence, or assumed level of trust
}

// Threat is one threat found.
type Threat struct {
	ID         string             `json:"id"`
	Rule       string             `json:"rule"`
	Title      string             `json:"title"`
	Category   knowledge.Category `json:"category"`
	Elements   []Bound            `json:"elements"`
	Likelihood string             `json:"likelihood"`
	Risk       string             `json:"risk"` // highest risk that it leads to
	Secondary  bool               `json:"secondary,omitempty"`
	Root       bool               `json:"root,omitempty"`   // begins chains: all its causes are external
	Opened     bool               `json:"opened,omitempty"` // opened by a control that is in place
	Causes     []Event            `json:"causes"`
	Effects    []Event            `json:"effects"`
	Blocking   []Blocking         `json:"blocking,omitempty"`

	risk, likelihood uint8
}

// Bound is a role with the elements bound to it.
type Bound struct {
	Role     string   `json:"role"`
	Elements []string `json:"elements"`
}

// Blocking is a strategy that answers a threat: its controls and whether they are in place.
type Blocking struct {
	Strategy string   `json:"strategy"` // a control's own id where it stands alone
	Controls []string `json:"controls"` // as CTL-0001@element
	On       bool     `json:"on"`
	Effect   string   `json:"effect"` // trust it gives, or would give
}

// Consequence is a bad state of an element with a likelihood above negligible.
type Consequence struct {
	ID          string   `json:"id"` // element#consequence
	Element     string   `json:"element"`
	Consequence string   `json:"consequence"`
	Says        string   `json:"says"`
	Likelihood  string   `json:"likelihood"`      // of the worst member where the element stands for many
	Least       string   `json:"least,omitempty"` // of the best member, where it differs
	Impact      string   `json:"impact"`
	Risk        string   `json:"risk"`
	LeadsTo     string   `json:"leads-to"` // highest risk that it leads to, itself included
	CausedBy    []string `json:"caused-by"`

	likelihood, risk, leads uint8
}

// Control is a control on an element, placed by the author or possible there.
type Control struct {
	ID       string   `json:"id"` // CTL-0001@element
	Control  string   `json:"control"`
	Title    string   `json:"title"`
	Element  string   `json:"element"`
	State    string   `json:"state"` // absent, planned or present; possible where the author does not name it
	Coverage string   `json:"coverage,omitempty"`
	Blocks   []string `json:"blocks"`          // threats it answers, alone or with others
	Opens    []string `json:"opens,omitempty"` // threats it opens
	Risk     string   `json:"risk"`            // highest risk that the threats it answers lead to now
}

// Question is an unknown fact and the rules that wait for it.
type Question struct {
	ID       string   `json:"id"` // element?fact
	Element  string   `json:"element"`
	Fact     string   `json:"fact"`
	Question string   `json:"question"`
	Why      string   `json:"why"`
	Answers  []string `json:"answers"`
	Decides  []string `json:"decides"` // rules of the knowledge base
}

// Result reads the run and has it certified.
func (r *Run) Result() *Result {
	at := r.Origins()
	res := &Result{Mode: r.mode, Certificate: r.Certificate()}
	ids := make([]string, len(r.an.threats))
	for i := range r.an.threats {
		ids[i] = r.an.threatID(&r.an.threats[i])
	}
	r.assetResults(res)
	order := byID(ids)
	r.threatResults(res, at, ids, order)
	r.consequenceResults(res, at, ids)
	r.controlResults(res, at, ids, order)
	r.questionResults(res)
	return res
}

// Certificate has the levels checked by code that shares nothing with the solver.
func (r *Run) Certificate() Certificate {
	g := r.an.causal
	c := certify.Claim{
		Init: make([]uint8, g.Nodes()), Level: make([]uint8, g.Nodes()), Support: make([]int32, g.Nodes()),
		Cap: make([]uint8, g.Arcs()), Tails: make([][]uint32, g.Arcs()), Heads: make([][]uint32, g.Arcs()),
	}
	for n := range g.Nodes() {
		c.Init[n], c.Level[n], c.Support[n] = r.state.Init(n), r.state.Level(n), int32(r.state.Support(n))
	}
	for a := range g.Arcs() {
		c.Cap[a], c.Tails[a], c.Heads[a] = r.state.Cap(a), g.Tails(a), g.Heads(a)
	}
	verdict := Certificate{Nodes: g.Nodes(), Arcs: g.Arcs(), Verified: true}
	if err := certify.Check(c); err != nil {
		verdict.Verified, verdict.Reason = false, err.Error()
	}
	return verdict
}

func (r *Run) likelihood(l uint8) string { return r.an.base.set.Scales.Likelihood[l] }
func (r *Run) risk(l uint8) string       { return r.an.base.set.Scales.Risk[l] }
func (r *Run) trustName(l uint8) string  { return r.an.base.set.Scales.Trust[l] }

func (r *Run) assetResults(res *Result) {
	an := r.an
	for n, node := range an.g.nodes {
		if node.dropped {
			continue
		}
		a := AssetResult{ID: node.id, Title: node.title, Kind: an.base.kinds.list[node.kind], Inferred: node.inferred}
		for t, name := range an.base.trust.list {
			first := an.trust[n*len(an.base.trust.list)+t]
			if first < 0 {
				continue
			}
			avg := int(first)
			if node.population > 0 {
				avg++
			}
			a.Trust = append(a.Trust, Trust{name, r.trustName(Top - r.state.Init(avg)), r.trustName(Top - r.state.Level(avg))})
		}
		res.Assets = append(res.Assets, a)
	}
	res.Counts.AssetsAsserted, res.Counts.AssetsInferred, res.Counts.Links = an.asserted, len(res.Assets)-an.asserted, an.g.links
	slices.SortFunc(res.Assets, func(a, b AssetResult) int { return strings.Compare(a.ID, b.ID) })
}

// worst is the arc of a threat for the worst member of a population.
func (in *instance) worst() (int32, bool) {
	if len(in.arcs) == 0 {
		return 0, false
	}
	return in.arcs[len(in.arcs)-1], true
}

func (r *Run) threatResults(res *Result, at *Origins, ids []string, order []int32) {
	an := r.an
	res.Counts.Threats = len(an.threats)
	res.Threats = make([]Threat, 0, len(an.threats))
	for _, i := range order {
		in := &an.threats[i]
		arc, ok := in.worst()
		t := Threat{ID: ids[i]}
		if ok {
			t.likelihood, t.risk, t.Root = r.state.ArcLevel(int(arc)), at.Risk[arc], at.IsRoot(int(arc))
			t.Causes, t.Effects = r.events(an.causal.Tails(int(arc))), r.events(an.causal.Heads(int(arc)))
		}
		if t.likelihood > 0 {
			res.Counts.ThreatsActive++
		}
		r.describe(&t, in)
		res.Threats = append(res.Threats, t)
	}
}

// byID is the order of ids as positions.
func byID(ids []string) []int32 {
	order := make([]int32, len(ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(strings.Compare(ids[a], ids[b]), cmp.Compare(a, b)) })
	return order
}

// inOrder brings large values into the order of their ids, moving each once.
func inOrder[T any](all []T, id func(*T) string) []T {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = id(&all[i])
	}
	out := slices.Clone(all)
	for i, from := range byID(ids) {
		out[i] = all[from]
	}
	return out
}

func (r *Run) describe(t *Threat, in *instance) {
	an := r.an
	rule := &an.base.threats[in.rule]
	t.Rule, t.Category, t.Secondary = rule.Name, knowledge.Category(rule.Category), rule.Secondary
	t.Title = an.title(in)
	t.Likelihood, t.Risk = r.likelihood(t.likelihood), r.risk(t.risk)
	t.Elements = make([]Bound, 0, len(rule.pattern.Roles))
	for role := range rule.pattern.Roles {
		elements := in.at(role)
		if len(elements) == 0 {
			continue
		}
		b := Bound{Role: rule.pattern.Roles[role].Name}
		for _, n := range elements {
			b.Elements = append(b.Elements, an.g.nodes[n].id)
		}
		t.Elements = append(t.Elements, b)
	}
	for i := range in.triggers {
		t.Opened = t.Opened || r.isOn(&in.triggers[i])
	}
	for i := range in.strategies {
		t.Blocking = append(t.Blocking, r.blocking(&in.strategies[i]))
	}
}

func (r *Run) blocking(s *strategyInstance) Blocking {
	st := &r.an.base.strategies[s.strategy]
	b := Blocking{Strategy: st.Name, On: r.isOn(s), Effect: r.trustName(st.Effect)}
	if b.On {
		b.Effect = r.trustName(r.effect(s, 2))
	}
	for _, u := range s.slots {
		b.Controls = append(b.Controls, r.an.slotID(u.slot))
	}
	return b
}

func (an *Analysis) slotID(s int32) string {
	return an.base.controls.list[an.slots[s].control] + "@" + an.g.nodes[an.slots[s].node].id
}

// title fills the roles of a threat's title with the titles of its elements.
func (an *Analysis) title(in *instance) string {
	rule := &an.base.threats[in.rule]
	return fill(rule.Title, func(role string) string { return an.roleTitle(in, rule.roleAt[role]) })
}

func (an *Analysis) roleTitle(in *instance, role int) string {
	group := in.at(role)
	switch len(group) {
	case 0:
		return "nothing"
	case 1:
		return an.g.nodes[group[0]].title
	}
	return fmt.Sprintf("%s and %d more", an.g.nodes[group[0]].title, len(group)-1)
}

// standsFor calls see with what a causal node stands for: itself, or for a helper node what it gathers.
func (r *Run) standsFor(n uint32, see func(n uint32)) {
	if r.an.owner[n].name >= 0 {
		see(n)
		return
	}
	for _, a := range r.an.causal.In(int(n)) {
		for _, t := range r.an.causal.Tails(int(a)) {
			r.standsFor(t, see)
		}
	}
}

// events names causal nodes; helper nodes are resolved to what they stand for.
func (r *Run) events(nodes []uint32) []Event {
	out := make([]Event, 0, len(nodes))
	seen := make(map[Event]bool, len(nodes))
	for _, n := range nodes {
		r.standsFor(n, func(n uint32) {
			o := r.an.owner[n]
			e := Event{Element: r.an.g.nodes[o.node].id}
			if o.trust {
				e.Low, e.Level = r.an.base.trust.list[o.name], r.trustName(Top-r.state.Level(int(n)))
			} else {
				e.Consequence, e.Level = r.an.base.conseqs.list[o.name], r.likelihood(r.state.Level(int(n)))
			}
			if !seen[e] {
				seen[e] = true
				out = append(out, e)
			}
		})
	}
	return out
}

func (r *Run) consequenceResults(res *Result, at *Origins, ids []string) {
	an := r.an
	for n, node := range an.g.nodes {
		for c, name := range an.base.conseqs.list {
			first := an.conseq[n*len(an.base.conseqs.list)+c]
			if first < 0 {
				continue
			}
			res.Counts.Consequences++
			worst := int(first) + an.variants(int32(n)) - 1
			level, impact := r.state.Level(worst), r.Impact(worst)
			risk := r.RiskOf(worst)
			res.Counts.Risk[risk]++
			if level == 0 {
				continue
			}
			q := Consequence{
				ID: node.id + "#" + name, Element: node.id, Consequence: name, Says: an.base.set.Consequences[c].Says,
				Likelihood: r.likelihood(level), Impact: an.base.set.Scales.Impact[impact], Risk: r.risk(risk),
				LeadsTo: r.risk(at.LeadsTo[worst]), likelihood: level, risk: risk, leads: at.LeadsTo[worst],
			}
			if least := r.state.Level(int(first)); least != level {
				q.Least = r.likelihood(least)
			}
			for _, a := range an.causal.In(worst) {
				if t := an.arcOf[a]; t >= 0 && r.state.ArcLevel(int(a)) == level {
					q.CausedBy = append(q.CausedBy, ids[t])
				}
			}
			slices.Sort(q.CausedBy)
			res.Consequences = append(res.Consequences, q)
		}
	}
	res.Consequences = inOrder(res.Consequences, func(c *Consequence) string { return c.ID })
}

var stateNames = [...]string{ControlAbsent: "absent", ControlPlanned: "planned", ControlPresent: "present"}

func (r *Run) controlResults(res *Result, at *Origins, ids []string, order []int32) {
	an := r.an
	named := map[int32]bool{} // slots that the author names
	for _, p := range an.input.Placed {
		if s, ok := an.slotAt[slot{int32(an.base.controls.at[p.Control]), int32(p.Asset)}]; ok {
			named[s] = true
		} else {
			res.Controls = append(res.Controls, r.unused(p))
		}
	}
	out := make([]Control, len(an.slots))
	best := make([]uint8, len(an.slots))
	for s, slot := range an.slots {
		c := &an.base.set.Controls[slot.control]
		out[s] = Control{ID: an.slotID(int32(s)), Control: c.Name, Title: c.Title, Element: an.g.nodes[slot.node].id, State: "possible", Blocks: []string{}}
		if now := r.slots[s]; named[int32(s)] || now.state != ControlAbsent {
			out[s].State = stateNames[now.state]
			if now.coverage < Top {
				out[s].Coverage = r.trustName(now.coverage)
			}
		}
	}
	for _, i := range order {
		in := &an.threats[i]
		risk := uint8(0)
		if a, ok := in.worst(); ok {
			risk = at.Risk[a]
		}
		for _, s := range in.strategies {
			for _, u := range s.slots {
				out[u.slot].Blocks = append(out[u.slot].Blocks, ids[i])
				best[u.slot] = max(best[u.slot], risk)
			}
		}
		for _, s := range in.triggers {
			for _, u := range s.slots {
				out[u.slot].Opens = append(out[u.slot].Opens, ids[i])
			}
		}
	}
	for s := range out {
		out[s].Risk = r.risk(best[s])
		out[s].Blocks, out[s].Opens = slices.Compact(out[s].Blocks), slices.Compact(out[s].Opens)
	}
	res.Controls = append(res.Controls, out...)
	res.Controls = inOrder(res.Controls, func(c *Control) string { return c.ID })
}

// unused is a control that the author placed where it answers no threat.
func (r *Run) unused(p Placed) Control {
	c := &r.an.base.set.Controls[r.an.base.controls.at[p.Control]]
	element := r.an.input.Assets[p.Asset].ID
	return Control{
		ID: c.Name + "@" + element, Control: c.Name, Title: c.Title, Element: element,
		State: stateNames[p.State], Blocks: []string{}, Risk: r.risk(0),
	}
}

func (r *Run) questionResults(res *Result) {
	an := r.an
	res.Questions = slices.Grow(res.Questions, len(an.questions))
	for _, q := range an.questions {
		f := &an.base.set.Facts[q.fact]
		n := an.g.nodes[q.node]
		out := Question{
			ID: n.id + "?" + f.Name, Element: n.id, Fact: f.Name, Why: f.Why,
			Question: strings.ReplaceAll(f.Question, "{it}", n.title), Answers: f.Values,
		}
		for _, t := range q.threats {
			out.Decides = append(out.Decides, an.base.threats[t].Name)
		}
		res.Questions = append(res.Questions, out)
	}
	slices.SortFunc(res.Questions, func(a, b Question) int {
		return cmp.Or(strings.Compare(a.Element, b.Element), strings.Compare(a.Fact, b.Fact))
	})
}

// isOn tells whether all controls of a strategy are in place and the strategy counts in this mode.
func (r *Run) isOn(s *strategyInstance) bool {
	st := &r.an.base.strategies[s.strategy]
	if !r.counts(st.Future, st.Current) {
		return false
	}
	for _, u := range s.slots {
		if !r.slots[u.slot].on(r.mode) {
			return false
		}
	}
	return true
}
