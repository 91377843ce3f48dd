package proportion

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/engine/options"
	"cordon/internal/knowledge"
	"cordon/internal/safety"
)

// ask makes the problem: limits of harms, what may be proposed, budgets.
func (s *search) ask(p *Proposal) error {
	s.choices, s.most = s.run.Choices(), map[string]uint8{}
	wanted := s.q.Verdict
	if wanted == "" {
		wanted = "reduce"
	}
	for id := range s.q.Most {
		if _, ok := s.ladder[id]; !ok {
			return refuse("%q is no harm of the model", id)
		}
	}
	for i := range s.m.Harms {
		id := s.m.Harms[i].ID
		steps := s.ladder[id]
		most := highest(steps, slices.Index(wanted.Words(), string(wanted)))
		if asked, ok := s.q.Most[id]; ok {
			most = int(asked)
		}
		l := Limit{Harm: id, Title: steps[0].Title, Never: most < 0}
		at := steps[max(0, most)]
		l.Most, l.Verdict = at.Likelihood, at.Acceptability
		p.Limits = append(p.Limits, l)
		if l.Never {
			p.Reason = append(p.Reason, fmt.Sprintf("%s is %s at any likelihood: severity and P2 decide, and no control of security can", l.Title, l.Verdict))
			continue
		}
		if err := s.choices.Limit(occurs(id), uint8(most)); err != nil {
			return err
		}
		s.harms, s.most[id] = append(s.harms, id), uint8(most)
	}
	if err := s.known(); err != nil {
		return err
	}
	s.allow()
	s.oblige()
	s.bear()
	return nil
}

func occurs(harm string) string { return engine.ConsequenceID(harm, "occurs") }

// highest is the highest likelihood at which a harm is no worse than a verdict; -1 where it always is.
func highest(steps [6]safety.Harm, verdict int) int {
	for level := 5; level >= 0; level-- {
		if steps[level].Rank.Acceptability <= verdict {
			return level
		}
	}
	return -1
}

// known refuses controls that the knowledge base or the system does not have.
func (s *search) known() error {
	for _, id := range s.q.Without {
		control, _, at := strings.Cut(id, "@")
		if s.ix.Controls[control] == nil || at && s.place(id) < 0 {
			return refuse(unknownControl, id)
		}
	}
	for _, o := range s.q.With {
		if len(o.AnyOf) == 0 || slices.ContainsFunc(o.AnyOf, func(set []string) bool { return len(set) == 0 }) {
			return refuse("%s: no controls meet it", o.Title)
		}
		for _, id := range slices.Concat(o.AnyOf...) {
			switch {
			case !strings.Contains(id, "@"):
				return refuse("%q: say where the control is wished, as %s@element", id, id)
			case s.place(id) < 0:
				return refuse(unknownControl, id)
			}
		}
	}
	return nil
}

const unknownControl = "%q answers no threat of this system; cordon assess PATH --format json lists all controls"

// place is the number of a control at an element, or -1.
func (s *search) place(id string) int {
	return slices.IndexFunc(s.choices.Places, func(p engine.Place) bool { return p.Control+"@"+p.Element == id })
}

// oblige adds what the set must contain to the limits.
func (s *search) oblige() {
	for _, o := range s.q.With {
		var sets [][]int
		for _, ids := range o.AnyOf {
			var set []int
			for _, id := range ids {
				set = append(set, s.place(id))
			}
			sets = append(sets, set)
		}
		s.choices.Oblige(sets)
	}
}

// allow marks what may be proposed, adds the axis of cost over the years, and sets budgets.
func (s *search) allow() {
	p := s.choices.Problem
	p.Axes = costYears + 1
	inPlace := make([]int, p.Axes)
	for i := range p.Controls {
		c := &p.Controls[i]
		c.Costs = append(slices.Clone(c.Costs), c.Costs[engine.CostOneOff]+years*c.Costs[engine.CostYearly])
		at := s.choices.Places[i]
		id := at.Control + "@" + at.Element
		switch {
		case c.Use == options.Forced:
			for axis, cost := range c.Costs {
				inPlace[axis] += cost
			}
		case slices.Contains(s.q.Without, id) || slices.Contains(s.q.Without, at.Control) || !s.may(at.Control):
			c.Use = options.Forbidden
		}
	}
	s.already = inPlace[costYears]
	for _, b := range []struct{ axis, most int }{{engine.CostOneOff, s.q.OneOff}, {engine.CostYearly, s.q.Yearly}} {
		if b.most > 0 {
			p.Budgets = append(p.Budgets, options.Budget{Axis: b.axis, Most: b.most + inPlace[b.axis]})
		}
	}
}

// inPlace tells whether a control is present or planned in the description.
func (s *search) inPlace(control int) bool {
	return s.choices.Problem.Controls[control].Use == options.Forced
}

// bear finds the side effects that bear upon care: a harm, or a clinical function that is not served, served late or misled.
func (s *search) bear() {
	var ids []string
	for i := range s.m.Harms {
		ids = append(ids, occurs(s.m.Harms[i].ID))
	}
	for i := range s.m.Functions {
		for _, c := range []string{"absent", "late", "misled"} {
			ids = append(ids, engine.ConsequenceID(s.m.Functions[i].ID, c))
		}
	}
	s.effects = s.choices.SideEffects(ids)
}

func (s *search) clinical(threat string) bool {
	return slices.ContainsFunc(s.effects, func(e engine.SideEffect) bool { return e.Threat == threat })
}

// may tells whether somebody who acts can apply a control.
func (s *search) may(control string) bool {
	return len(s.q.Roles) == 0 || slices.ContainsFunc(s.ix.Controls[control].AppliedBy, func(a knowledge.Applier) bool { return slices.Contains(s.q.Roles, a) })
}

// front finds the sets between the cheapest, the one that asks least of care and the one with the rarest side effects on care; where it is asked
// for, also those that leave less harm than the limits allow. The levels of harms do not add up, so that the highest one counts, of the gravest harms and of the others apart.
func (s *search) front(ctx context.Context, stage func(Stage)) (*options.FrontAnswer, error) {
	axes := []options.Axis{{Cost: costYears}, {Cost: engine.CostBurden}}
	if len(s.effects) > 0 {
		side := options.Axis{}
		for _, e := range s.effects {
			side.Residual = append(side.Residual, e.Node)
		}
		axes = append(axes, side)
	}
	if s.q.Lower {
		axes = append(axes, s.residual()...)
	}
	f, err := options.Front(ctx, s.choices.Problem, axes, options.Options{Effort: s.q.Effort, Progress: func(g options.Progress) {
		stage(Stage{ComparingSets, map[string]int64{"sets": int64(g.Points)}})
	}})
	if err != nil {
		return nil, fmt.Errorf("compare sets: %w", err)
	}
	return f, nil
}

// residual makes an axis of the harms of the gravest severity, and one of the others.
func (s *search) residual() []options.Axis {
	worst := 0
	for _, h := range s.harms {
		worst = max(worst, s.ladder[h][0].Rank.Severity)
	}
	var gravest, others []int
	for i, h := range s.harms {
		if n := s.choices.Problem.Limits[i].Node; s.ladder[h][0].Rank.Severity == worst {
			gravest = append(gravest, n)
		} else {
			others = append(others, n)
		}
	}
	var axes []options.Axis
	for _, nodes := range [][]int{gravest, others} {
		if len(nodes) > 0 {
			axes = append(axes, options.Axis{Residual: nodes})
		}
	}
	return axes
}

// explain says why no set meets all limits.
func (s *search) explain(p *Proposal, r *options.Reason) {
	if r == nil {
		return
	}
	for _, b := range r.Limits {
		if o := b.Limit - len(s.harms); o >= 0 {
			said := s.q.With[o].Title + " is asked for"
			if b.Always {
				said += ", and no control that is allowed meets it"
			}
			p.Reason = append(p.Reason, said)
			continue
		}
		how := "no control that is allowed blocks "
		if !b.Always {
			how = "while the other limits are met, nothing blocks "
		}
		p.Reason = append(p.Reason, fmt.Sprintf("%s cannot be held at %s: %s“%s”", s.ladder[s.harms[b.Limit]][0].Title,
			s.ladder[s.harms[b.Limit]][s.most[s.harms[b.Limit]]].Likelihood, how, strings.Join(s.told(b.Attack), "” and then “")))
	}
	for _, b := range r.Budgets {
		p.Reason = append(p.Reason, "the budget "+map[int]string{engine.CostOneOff: "once", engine.CostYearly: "each year"}[s.choices.Problem.Budgets[b].Axis]+" is too small")
	}
}

// told gives the titles of the threats of an attack, without those that only pass on what is there already.
func (s *search) told(attack []int) []string {
	at := map[string]*engine.Threat{}
	for i := range s.before.Threats {
		at[s.before.Threats[i].ID] = &s.before.Threats[i]
	}
	out := []string{}
	for _, id := range s.choices.Threats(attack) {
		if t := at[id]; t != nil && !t.Secondary {
			out = append(out, t.Title)
		}
	}
	return out
}
