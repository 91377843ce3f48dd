package live

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// Levels are how likely and how bad what can happen is. Words are those of the scales of the knowledge base.
type Levels struct {
	Mode     engine.Mode    `json:"mode"`
	Elements []ElementLevel `json:"elements"` // by id; only elements that something can happen to
	Harms    []HarmLevel    `json:"harms"`    // by id
	Threats  []ThreatLevel  `json:"threats"`  // by id; only those that an element names as its worst
	Totals   Totals         `json:"totals"`
}

// ElementLevel is the worst that can happen at an element. What is inside of it counts for itself.
type ElementLevel struct {
	ID         string   `json:"id"`
	Likelihood string   `json:"likelihood"` // highest of its consequences
	Impact     string   `json:"impact"`     // highest of its consequences
	Risk       string   `json:"risk"`       // highest of its consequences by themselves
	LeadsTo    string   `json:"leads-to"`   // highest risk that its consequences lead to, anywhere
	Threats    int      `json:"threats"`    // that can happen and cause something here
	Worst      []string `json:"worst"`      // up to worstThreats ids of those, by risk and likelihood

	rank [4]int // the four levels as numbers
}

// HarmLevel is the judgement of a harm.
type HarmLevel struct {
	ID            string         `json:"id"`
	Title         string         `json:"title"`
	Likelihood    string         `json:"likelihood"` // of the hazardous situation
	Severity      string         `json:"severity"`   // of the worst group
	Probability   string         `json:"probability"`
	Acceptability string         `json:"acceptability"` // of the worst group
	Groups        []safety.Group `json:"groups"`        // severity and acceptability for each group of patients
	Contexts      []string       `json:"contexts"`      // contexts of use of the functions it arises from; levels are the same in each

	judged safety.Harm
}

// ThreatLevel is a threat in short.
type ThreatLevel struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Likelihood string `json:"likelihood"`
	Risk       string `json:"risk"` // highest that it leads to
}

// Totals are the result in numbers.
type Totals struct {
	Elements      int            `json:"elements"` // in the text, with each use of data by a function
	Inferred      int            `json:"inferred"` // that the text implies
	Threats       int            `json:"threats"`
	ThreatsActive int            `json:"threats-active"` // likelihood above negligible
	Consequences  int            `json:"consequences"`
	Risk          []RiskTotal    `json:"risk"` // consequences by risk, lowest first
	Acceptability map[string]int `json:"acceptability"`
	Questions     int            `json:"questions"`
	Verified      bool           `json:"verified"` // the independent checker agrees with all levels
}

// RiskTotal is the number of consequences of one level of risk.
type RiskTotal struct {
	Risk  string `json:"risk"`
	Count int    `json:"count"`
}

// worstThreats is how many threats an element names.
const worstThreats = 3

func levelsOf(m *model.Model, ix *knowledge.Index, run *engine.Run, res *engine.Result) (*Levels, error) {
	harms, err := safety.Judge(m, ix, func(harm string) uint8 {
		l, _ := run.Likelihood(engine.ConsequenceID(harm, "occurs"))
		return l
	})
	if err != nil {
		return nil, err
	}
	l := &Levels{Mode: res.Mode, Harms: harmLevels(m, harms)}
	l.elements(m, &ix.Base.Scales, res)
	l.totals(&ix.Base.Scales, res)
	return l, nil
}

func harmLevels(m *model.Model, harms []safety.Harm) []HarmLevel {
	contexts := map[string][]string{}
	for i := range m.Functions {
		for _, w := range m.Functions[i].Value.Context {
			contexts[m.Functions[i].ID] = append(contexts[m.Functions[i].ID], w.Text)
		}
	}
	out := make([]HarmLevel, 0, len(harms))
	for i, h := range harms { // in the order of the model
		l := HarmLevel{ID: h.ID, Title: h.Title, Likelihood: h.Likelihood, Severity: h.Severity, Probability: h.Level,
			Acceptability: h.Acceptability, Groups: h.Groups, Contexts: []string{}, judged: h}
		for _, w := range m.Harms[i].Value.From {
			l.Contexts = append(l.Contexts, contexts[w.Text]...)
		}
		slices.Sort(l.Contexts)
		l.Contexts = slices.Compact(l.Contexts)
		out = append(out, l)
	}
	return out
}

// elements collects consequences and threats by element.
func (l *Levels) elements(m *model.Model, s *knowledge.Scales, res *engine.Result) {
	likelihood, impact, risk := ranks(s.Likelihood), ranks(s.Impact), ranks(s.Risk)
	at := map[string]*ElementLevel{}
	for i := range res.Consequences {
		c := &res.Consequences[i]
		if m.BlockOf(c.Element) == "" {
			continue // inferred, or the use of data by a function: nothing that is drawn
		}
		e := at[c.Element]
		if e == nil {
			e = &ElementLevel{ID: c.Element, Worst: []string{}}
			at[c.Element] = e
		}
		for i, r := range [4]int{likelihood[c.Likelihood], impact[c.Impact], risk[c.Risk], risk[c.LeadsTo]} {
			e.rank[i] = max(e.rank[i], r)
		}
	}
	acting := threatsByElement(res, s.Likelihood[0].Name, at)
	named := map[string]*engine.Threat{}
	for id, e := range at {
		e.Likelihood, e.Impact, e.Risk, e.LeadsTo = s.Likelihood[e.rank[0]].Name, s.Impact[e.rank[1]].Name, s.Risk[e.rank[2]].Name, s.Risk[e.rank[3]].Name
		list := acting[id]
		e.Threats = len(list)
		slices.SortFunc(list, func(x, y *engine.Threat) int {
			return cmp.Or(cmp.Compare(risk[y.Risk], risk[x.Risk]), cmp.Compare(likelihood[y.Likelihood], likelihood[x.Likelihood]), strings.Compare(x.ID, y.ID))
		})
		for _, t := range list[:min(len(list), worstThreats)] {
			e.Worst = append(e.Worst, t.ID)
			named[t.ID] = t
		}
	}
	l.Elements, l.Threats = make([]ElementLevel, 0, len(at)), make([]ThreatLevel, 0, len(named))
	for _, e := range at {
		l.Elements = append(l.Elements, *e)
	}
	for _, t := range named {
		l.Threats = append(l.Threats, ThreatLevel{t.ID, t.Title, t.Likelihood, t.Risk})
	}
	slices.SortFunc(l.Elements, func(a, b ElementLevel) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.Threats, func(a, b ThreatLevel) int { return strings.Compare(a.ID, b.ID) })
}

// threatsByElement lists, for each element of a set, the threats that can happen and have an effect there.
func threatsByElement(res *engine.Result, never string, at map[string]*ElementLevel) map[string][]*engine.Threat {
	acting := make(map[string][]*engine.Threat, len(at))
	for i := range res.Threats {
		t := &res.Threats[i]
		if t.Likelihood == never {
			continue
		}
		for j, e := range t.Effects {
			if at[e.Element] != nil && !slices.ContainsFunc(t.Effects[:j], func(o engine.Event) bool { return o.Element == e.Element }) {
				acting[e.Element] = append(acting[e.Element], t)
			}
		}
	}
	return acting
}

func ranks(levels []knowledge.LevelName) map[string]int {
	out := make(map[string]int, len(levels))
	for i, l := range levels {
		out[l.Name] = i
	}
	return out
}

func (l *Levels) totals(s *knowledge.Scales, res *engine.Result) {
	c := res.Counts
	l.Totals = Totals{
		Elements: c.AssetsAsserted, Inferred: c.AssetsInferred, Threats: c.Threats, ThreatsActive: c.ThreatsActive, Consequences: c.Consequences,
		Risk: []RiskTotal{}, Acceptability: map[string]int{}, Questions: len(res.Questions), Verified: res.Certificate.Verified,
	}
	for r, n := range c.Risk {
		l.Totals.Risk = append(l.Totals.Risk, RiskTotal{s.Risk[r].Name, n})
	}
	for _, w := range knowledge.HarmCell("").Words() {
		l.Totals.Acceptability[w] = 0
	}
	for _, h := range l.Harms {
		l.Totals.Acceptability[h.Acceptability]++
	}
}
