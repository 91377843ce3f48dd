package proportion

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/engine/options"
	"cordon/internal/knowledge"
)

// option says what a set does: it is put in place in a run of its own, and the engine says what follows.
func (s *search) option(on []int, needs []options.Need) (*Option, error) {
	r, err := s.an.Run(engine.Future)
	if err != nil {
		return nil, err
	}
	var fresh []string
	for _, c := range on {
		if at := s.choices.Places[c]; !s.inPlace(c) {
			r.SetControl(at.Control, at.Element, engine.ControlPresent, engine.Top)
			fresh = append(fresh, at.Control+"@"+at.Element)
		}
	}
	cost := s.costs(on)
	o := &Option{OneOff: cost[engine.CostOneOff], Yearly: cost[engine.CostYearly], Burden: cost[engine.CostBurden], Harms: []Move{}, SideEffects: []SideEffect{}, Measures: []Measure{}}
	for i := range s.m.Harms {
		id := s.m.Harms[i].ID
		before, _ := s.run.Likelihood(occurs(id))
		after, _ := r.Likelihood(occurs(id))
		b, a := s.ladder[id][before], s.ladder[id][after]
		o.Harms = append(o.Harms, Move{id, b.Title, b.Likelihood, a.Likelihood, b.Acceptability, a.Acceptability})
	}
	res := r.Result()
	o.SideEffects = append(o.SideEffects, s.sideEffects(res)...)
	o.Clinical = s.likeliest(o.SideEffects)
	held, asked := map[string][]string{}, map[string]string{}
	for _, n := range needs {
		if i := n.Limit - len(s.harms); i >= 0 {
			asked[s.id(n.Control)] = s.q.With[i].Title
		}
		held[s.id(n.Control)] = s.told(n.Attack)
	}
	for _, c := range on {
		m, err := s.measure(r, res, c, slices.Contains(fresh, s.id(c)), held[s.id(c)])
		if err != nil {
			return nil, err
		}
		if title := asked[m.ID]; title != "" {
			m.Because += "; it is there because " + title + " is asked for"
		}
		o.Measures = append(o.Measures, *m)
	}
	return o, nil
}

func (s *search) id(control int) string {
	at := s.choices.Places[control]
	return at.Control + "@" + at.Element
}

// sideEffects lists threats that are open now and were not, the worst first.
func (s *search) sideEffects(res *engine.Result) []SideEffect {
	was := map[string]bool{}
	for i := range s.before.Threats {
		if t := &s.before.Threats[i]; t.Opened {
			was[t.ID] = true
		}
	}
	negligible := s.ix.Base.Scales.Likelihood[0].Name
	var out []SideEffect
	for i := range res.Threats {
		if t := &res.Threats[i]; t.Opened && !was[t.ID] && t.Likelihood != negligible {
			out = append(out, SideEffect{t.ID, t.Title, t.Likelihood, t.Risk, s.clinical(t.ID)})
		}
	}
	risk := map[string]int{}
	for i, l := range s.ix.Base.Scales.Risk {
		risk[l.Name] = i
	}
	slices.SortStableFunc(out, func(a, b SideEffect) int { return risk[b.Risk] - risk[a.Risk] })
	return out
}

// likeliest is the highest likelihood among clinical side effects.
func (s *search) likeliest(list []SideEffect) string {
	words := s.ix.Base.Scales.Likelihood[:]
	most := 0
	for _, e := range list {
		if e.Clinical {
			most = max(most, slices.IndexFunc(words, func(l knowledge.LevelName) bool { return l.Name == e.Likelihood }))
		}
	}
	return words[most].Name
}

// measure says what a control of a set is there for: what happens when it alone goes.
func (s *search) measure(r *engine.Run, res *engine.Result, control int, fresh bool, holds []string) (*Measure, error) {
	at, cost := s.choices.Places[control], s.choices.Problem.Controls[control].Costs
	k := s.ix.Controls[at.Control]
	m := &Measure{
		ID: s.id(control), Title: k.Title, At: at.Element, Layer: string(k.Layer), State: "proposed", OneOff: cost[engine.CostOneOff], Yearly: cost[engine.CostYearly],
		Burden: cost[engine.CostBurden], Holds: []string{},
	}
	if e := slices.IndexFunc(res.Assets, func(x engine.AssetResult) bool { return x.ID == at.Element }); e >= 0 {
		m.At = cmp.Or(res.Assets[e].Title, m.At)
	}
	var effects []string
	i := slices.IndexFunc(res.Controls, func(c engine.Control) bool { return c.ID == m.ID })
	if i >= 0 {
		if !fresh {
			m.State = res.Controls[i].State
		}
		effects = effectsOf(res, res.Controls[i].Blocks)
	}
	ids := make([]string, len(s.harms))
	for i, h := range s.harms {
		ids[i] = occurs(h)
	}
	changes, err := r.WithControl(m.ID, false, ids)
	if err != nil {
		return nil, err
	}
	m.Class, m.Because = s.classOf(changes)
	if m.Class == Ineffective {
		changes, err := r.WithControl(m.ID, false, effects)
		if err != nil {
			return nil, err
		}
		if len(changes) > 0 {
			m.Class, m.Because = BackStop, fmt.Sprintf("without it no harm changes; %d states on the way become likelier, and other controls hold them", len(changes))
		}
	}
	if m.Class == Primary {
		m.Holds = append(m.Holds, holds...)
	}
	return m, nil
}

// effectsOf lists what threats lead to, as ids of consequences.
func effectsOf(res *engine.Result, threats []string) []string {
	blocked := map[string]bool{}
	for _, t := range threats {
		blocked[t] = true
	}
	var out []string
	for i := range res.Threats {
		if t := &res.Threats[i]; blocked[t.ID] {
			for _, e := range t.Effects {
				if id := engine.ConsequenceID(e.Element, e.Consequence); !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}

// classOf reads the class from the harms that change when a control goes.
func (s *search) classOf(changes []engine.Change) (Class, string) {
	level := map[string]uint8{}
	for i, l := range s.ix.Base.Scales.Likelihood {
		level[l.Name] = uint8(i)
	}
	var beyond, likelier, rarer []string
	for _, c := range changes {
		harm := strings.TrimSuffix(c.Consequence, "#occurs")
		said := fmt.Sprintf("%s goes from %s to %s", s.ladder[harm][0].Title, c.Before, c.After)
		switch {
		case level[c.After] > s.most[harm]:
			beyond = append(beyond, said)
		case level[c.After] > level[c.Before]:
			likelier = append(likelier, said)
		default:
			rarer = append(rarer, said)
		}
	}
	switch {
	case len(beyond) > 0:
		return Primary, "without it " + strings.Join(beyond, "; ") + ", which is more than asked"
	case len(likelier) > 0:
		return OverEffective, "without it " + strings.Join(likelier, "; ") + ", which is still within what is asked"
	case len(rarer) > 0:
		return Harmful, "without it " + strings.Join(rarer, "; ")
	}
	return Ineffective, "without it nothing changes: what it answers cannot happen here, or is held by others before"
}
