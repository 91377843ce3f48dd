package report

import (
	"fmt"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// topThreats is how many threats the page tells in full.
const topThreats = 25

type threatView struct {
	ID, Rule, Title, Category string
	Likelihood, Risk          string
	Elements                  []bound
	Causes, Effects           []string
	Story, Check, Unless      string
	Answers                   []answer
	Unanswered                string
	References, Sources       []string
	Opened                    bool
	RiskRank, MoreCauses      int
}

type bound struct{ Role, Elements string }

// answer is a control or a set of controls against a threat.
type answer struct {
	Controls []string // with their elements and states
	Together bool
	On       bool
	Effect   string
}

type threatRow struct{ ID, Title, Likelihood, Risk string }

// few is how many items of a list are named in a running text.
const few = 6

func (k *maker) topThreats() []threatView {
	states := map[string]*engine.Control{}
	for i := range k.a.Controls {
		states[k.a.Controls[i].ID] = &k.a.Controls[i]
	}
	var out []threatView
	for _, t := range k.a.Top(k.scales, topThreats) {
		out = append(out, k.threat(t, states))
	}
	return out
}

func (k *maker) threat(t *engine.Threat, states map[string]*engine.Control) threatView {
	v := threatView{
		ID: t.ID, Rule: t.Rule, Title: t.Title, Category: words(string(t.Category)), Likelihood: words(t.Likelihood), Risk: words(t.Risk),
		RiskRank: rank(k.scales.Risk, t.Risk), Opened: t.Opened,
	}
	for _, b := range t.Elements {
		v.Elements = append(v.Elements, bound{words(b.Role), k.named(b.Elements)})
	}
	for _, c := range t.Causes {
		v.Causes = append(v.Causes, k.event(c))
	}
	v.MoreCauses = max(0, len(v.Causes)-few)
	v.Causes = v.Causes[:len(v.Causes)-v.MoreCauses]
	for _, e := range t.Effects {
		v.Effects = append(v.Effects, k.event(e))
	}
	for _, b := range t.Blocking {
		v.Answers = append(v.Answers, k.answer(&b, states))
	}
	if rule := k.ix.Threats[t.Rule]; rule != nil {
		v.Story, v.Check, v.Unless, v.Unanswered = rule.Story, rule.Check, rule.FalsePositives, rule.Unanswered
		v.References = rule.References.All()
		v.Sources = sources(rule.Sources)
	}
	return v
}

// named lists elements by name, the first few of many.
func (k *maker) named(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	var out []string
	for _, id := range ids[:min(few, len(ids))] {
		out = append(out, k.names.of(id))
	}
	s := strings.Join(out, ", ")
	if more := len(ids) - few; more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

func (k *maker) answer(b *engine.Blocking, states map[string]*engine.Control) answer {
	v := answer{On: b.On, Effect: words(b.Effect), Together: len(b.Controls) > 1}
	for _, id := range b.Controls {
		if c := states[id]; c != nil {
			v.Controls = append(v.Controls, fmt.Sprintf("%s on %s (%s, %s)", c.Title, k.names.of(c.Element), c.Control, stateWords(c.State)))
		} else {
			v.Controls = append(v.Controls, id)
		}
	}
	return v
}

func sources(list []knowledge.Source) []string {
	var out []string
	for _, s := range list {
		if s.Part != "" {
			out = append(out, s.Document+", "+s.Part)
		} else {
			out = append(out, s.Document)
		}
	}
	return out
}

func (k *maker) allThreats() []threatRow {
	var out []threatRow
	for _, t := range k.a.Threats {
		out = append(out, threatRow{t.ID, t.Title, words(t.Likelihood), words(t.Risk)})
	}
	return out
}
