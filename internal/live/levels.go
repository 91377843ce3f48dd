package live

import (
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

	likelihood, leadsTo uint8
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

func levelsOf(m *model.Model, ix *knowledge.Index, run *engine.Run, questions int) (*Levels, error) {
	harms, err := safety.Judge(m, ix, func(harm string) uint8 {
		l, _ := run.Likelihood(engine.ConsequenceID(harm, "occurs"))
		return l
	})
	if err != nil {
		return nil, err
	}
	l := &Levels{Mode: Mode, Harms: harmLevels(m, harms), Elements: []ElementLevel{}, Threats: []ThreatLevel{}}
	worst, counts := run.Worst(worstThreats)
	l.elements(m, &ix.Base.Scales, worst)
	l.totals(&ix.Base.Scales, counts)
	l.Totals.Questions, l.Totals.Verified = questions, run.Certificate().Verified
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

// elements puts levels into words, and lists each threat that is named once.
func (l *Levels) elements(m *model.Model, s *knowledge.Scales, worst []engine.Worst) {
	l.Elements, l.Threats = slices.Grow(l.Elements, len(worst)), slices.Grow(l.Threats, worstThreats*len(worst))
	for _, w := range worst {
		if m.BlockOf(w.Element) == "" {
			continue // the use of data by a function, which is not drawn
		}
		e := ElementLevel{
			ID: w.Element, Likelihood: s.Likelihood[w.Likelihood].Name, Impact: s.Impact[w.Impact].Name, Risk: s.Risk[w.Risk].Name,
			LeadsTo: s.Risk[w.LeadsTo].Name, Threats: w.Threats, Worst: []string{}, likelihood: w.Likelihood, leadsTo: w.LeadsTo,
		}
		for _, t := range w.First {
			e.Worst = append(e.Worst, t.ID)
			l.Threats = append(l.Threats, ThreatLevel{t.ID, t.Title, s.Likelihood[t.Likelihood].Name, s.Risk[t.Risk].Name})
		}
		l.Elements = append(l.Elements, e)
	}
	slices.SortFunc(l.Threats, func(a, b ThreatLevel) int { return strings.Compare(a.ID, b.ID) })
	l.Threats = slices.Compact(l.Threats)
}

func (l *Levels) totals(s *knowledge.Scales, c engine.Counts) {
	l.Totals = Totals{
		Elements: c.AssetsAsserted, Inferred: c.AssetsInferred, Threats: c.Threats, ThreatsActive: c.ThreatsActive, Consequences: c.Consequences,
		Risk: []RiskTotal{}, Acceptability: map[string]int{},
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
