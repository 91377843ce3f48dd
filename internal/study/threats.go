package study

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// ThreatFilter chooses threats. The zero value of a field chooses all.
type ThreatFilter struct {
	Query      string // words that all stand in title, rule or elements
	Element    string // id of an element that plays a role
	Category   string
	Cause      string // attack, misuse, failure or side-effect
	Likelihood string // at least this level
	Risk       string // leads at least to this level
	Primary    bool   // no mere consequence of others
	Mode       engine.Mode
}

// ListedThreat is a threat in a list.
type ListedThreat struct {
	*engine.Threat
	Cause knowledge.Cause
	Ways  int // listed ways to harms that it is on
}

// Threats lists threats of a revision, those that matter most first: by the risk they lead to, ways to harms, and likelihood; those that only
// pass consequences on, and those that cannot happen now, come behind.
func (s *Study) Threats(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, f ThreatFilter) ([]ListedThreat, *Assessed, error) {
	as, _, err := s.Assess(ctx, a, id, rev, f.Mode)
	if err != nil {
		return nil, nil, err
	}
	if err := as.Whole(); err != nil {
		return nil, nil, err
	}
	scales := &as.Knowledge.Index.Base.Scales
	risk, likelihood := ranks(scales.Risk), ranks(scales.Likelihood)
	words := strings.Fields(strings.ToLower(f.Query))
	out := []ListedThreat{}
	for _, x := range as.listed() {
		t := x.Threat
		switch {
		case f.Element != "" && !plays(t, f.Element),
			f.Category != "" && string(t.Category) != f.Category,
			f.Cause != "" && string(x.Cause) != f.Cause,
			f.Primary && t.Secondary,
			f.Likelihood != "" && likelihood[t.Likelihood] < likelihood[f.Likelihood],
			f.Risk != "" && risk[t.Risk] < risk[f.Risk],
			!has(t, words):
			continue
		}
		out = append(out, x)
	}
	return out, as, nil
}

// listed are all threats in the order of Threats, put in order once.
func (a *Assessed) listed() []ListedThreat {
	a.listing.Do(func() {
		scales, ways := &a.Knowledge.Index.Base.Scales, a.ways()
		risk, likelihood := ranks(scales.Risk), ranks(scales.Likelihood)
		type ranked struct {
			ListedThreat
			risk, likelihood int
		}
		all := make([]ranked, len(a.Threats))
		for i := range a.Threats {
			t := &a.Threats[i]
			all[i] = ranked{ListedThreat{t, a.Knowledge.Index.Threats[t.Rule].CausedBy(), ways[t.ID]}, risk[t.Risk], likelihood[t.Likelihood]}
		}
		slices.SortFunc(all, func(x, y ranked) int {
			return cmp.Or(order(x.likelihood == 0, y.likelihood == 0), order(x.Secondary, y.Secondary), cmp.Compare(y.risk, x.risk),
				cmp.Compare(y.Ways, x.Ways), cmp.Compare(y.likelihood, x.likelihood), strings.Compare(x.ID, y.ID))
		})
		a.inOrder = make([]ListedThreat, len(all))
		for i := range all {
			a.inOrder[i] = all[i].ListedThreat
		}
	})
	return a.inOrder
}

// ways counts the listed ways to harms that each threat is on.
func (a *Assessed) ways() map[string]int {
	out := map[string]int{}
	for _, h := range a.Harms {
		for _, p := range h.Paths {
			for _, step := range p.Steps {
				out[step.Threat]++
			}
		}
	}
	return out
}

// Categories are those of the threats, sorted.
func (a *Assessed) Categories() []string {
	all := map[string]bool{}
	for i := range a.Threats {
		all[string(a.Threats[i].Category)] = true
	}
	return append([]string{}, slices.Sorted(maps.Keys(all))...)
}

// order puts what is not so first.
func order(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

func ranks(levels []knowledge.LevelName) map[string]int {
	out := make(map[string]int, len(levels))
	for i, l := range levels {
		out[l.Name] = i
	}
	return out
}

func plays(t *engine.Threat, element string) bool {
	return slices.ContainsFunc(t.Elements, func(b engine.Bound) bool { return slices.Contains(b.Elements, element) })
}

// has tells whether all words stand in the threat.
func has(t *engine.Threat, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(t.ID + " " + t.Rule + " " + t.Title)
	for _, b := range t.Elements {
		text += " " + strings.ToLower(strings.Join(b.Elements, " "))
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// Threat is one threat: why it is there, what it rests on, what follows, and what answers it.
type Threat struct {
	ListedThreat
	Rule     *knowledge.Threat // in place of its id
	Found    []Role
	Assumes  []Assumed // low trust that it rests on
	Causes   []Fact    // what must have happened before
	Origins  []Path    // the likeliest way to each cause
	Effects  []Fact
	Leads    []Lead
	Answers  []Answer
	OpenedBy []string // titles of controls of which it is a side effect
}

// Role is a part in a threat with the elements that play it, and what is known of them that makes it so.
type Role struct {
	Role     string      `json:"role"`
	Kind     string      `json:"kind"` // title of the kind of the knowledge base
	Elements []Placed    `json:"elements"`
	Facts    []KnownFact `json:"facts"`
}

// Placed is an element with its title.
type Placed struct {
	Element string `json:"element"`
	Title   string `json:"title"`
}

// KnownFact is a fact with the values that the rule asks for.
type KnownFact struct {
	Fact   string   `json:"fact"`
	Title  string   `json:"title"`
	Values []string `json:"values"`
}

// Answer is a control, or controls that work only together, that answers a threat.
type Answer struct {
	Title    string          `json:"title"`
	Controls []Named         `json:"controls"`
	On       bool            `json:"on"`
	Effect   string          `json:"effect"`  // trust that it gives, or would give
	Without  []engine.Change `json:"without"` // what follows becomes likelier if a control that is on goes
}

// Threat explains one threat of a revision as planned; NotFound if there is none with this id.
func (s *Study) Threat(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, threat string) (*Threat, *Assessed, error) {
	as, _, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, nil, err
	}
	if err := as.Whole(); err != nil {
		return nil, nil, err
	}
	at, found := slices.BinarySearchFunc(as.Threats, threat, func(t engine.Threat, id string) int { return strings.Compare(t.ID, id) })
	if !found {
		return nil, nil, workbench.Errorf(workbench.NotFound, "there is no threat %q in this revision", threat)
	}
	t, w := &as.Threats[at], words{as}
	rule := as.Knowledge.Index.Threats[t.Rule]
	out := &Threat{ListedThreat: ListedThreat{t, rule.CausedBy(), as.ways()[t.ID]}, Rule: rule, Found: w.found(t, rule), Assumes: []Assumed{}, Causes: w.facts(t.Causes), Effects: w.facts(t.Effects), Leads: w.leads(t), OpenedBy: []string{}}
	for _, c := range t.Causes {
		if c.Low != "" {
			out.Assumes = append(out.Assumes, w.assumed(c))
		}
	}
	for _, by := range rule.TriggeredBy {
		control, _, _ := strings.Cut(by, " ")
		out.OpenedBy = append(out.OpenedBy, w.strategy(control))
	}
	err = as.Try(func() error {
		x, err := project.Explain(as.Assessed, as.Knowledge, t.ID)
		if err != nil {
			return err
		}
		out.Origins = w.paths(x.Paths)
		out.Answers, err = w.answers(t)
		return err
	})
	return out, as, err
}

func (w words) found(t *engine.Threat, rule *knowledge.Threat) []Role {
	out := []Role{}
	for _, b := range t.Elements {
		pattern, _ := rule.Where.Get(b.Role)
		r := Role{Role: b.Role, Kind: string(pattern.Kind), Elements: []Placed{}, Facts: []KnownFact{}}
		if k := w.a.Knowledge.Index.Kinds[r.Kind]; k != nil {
			r.Kind = k.Title
		}
		for _, e := range b.Elements {
			r.Elements = append(r.Elements, Placed{e, w.element(e)})
		}
		for _, f := range pattern.Facts {
			k := KnownFact{Fact: f.Key, Title: f.Key, Values: f.Value}
			if fact := w.a.Knowledge.Index.Facts[f.Key]; fact != nil {
				k.Title = fact.Title
			}
			r.Facts = append(r.Facts, k)
		}
		out = append(out, r)
	}
	return out
}

// strategy is the title of a control or strategy.
func (w words) strategy(id string) string {
	if c := w.a.Knowledge.Index.Controls[id]; c != nil {
		return c.Title
	}
	if s := w.a.Knowledge.Index.Strategies[id]; s != nil {
		return s.Title
	}
	return id
}

// answers tries the run; see Assessed.Try.
func (w words) answers(t *engine.Threat) ([]Answer, error) {
	var effects []string
	for _, e := range t.Effects {
		effects = append(effects, engine.ConsequenceID(e.Element, e.Consequence))
	}
	out := []Answer{}
	for _, b := range t.Blocking {
		x := Answer{Title: w.strategy(b.Strategy), Controls: w.controls(b.Controls), On: b.On, Effect: b.Effect, Without: []engine.Change{}}
		if b.On {
			for _, c := range b.Controls {
				changes, err := w.a.Run.WithControl(c, false, effects)
				if err != nil {
					return nil, err
				}
				for _, ch := range changes {
					ch.Consequence = w.consequence(ch.Consequence)
					x.Without = append(x.Without, ch)
				}
			}
		}
		out = append(out, x)
	}
	// What is in place comes first.
	slices.SortStableFunc(out, func(x, y Answer) int { return order(!x.On, !y.On) })
	return out, nil
}

// consequence puts element#consequence into words.
func (w words) consequence(id string) string {
	i := strings.LastIndexByte(id, '#')
	if i < 0 {
		return id
	}
	text := id[i+1:]
	if c := w.a.Knowledge.Index.Consequences[text]; c != nil {
		text = c.Says
	}
	return w.element(id[:i]) + " " + text
}
