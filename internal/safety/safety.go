// Package safety joins the engine's likelihoods to clinical harm: it reads the likelihood of a hazardous situation as P1,
// rates P2 from clinical inputs, and looks up whether the risk is acceptable (ISO 14971). It does not find threats, and it
// never merges the two scales: each figure says from which table it was read.
package safety

import (
	"fmt"
	"slices"
	"strconv"

	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Harm is the judgement of one harm.
type Harm struct {
	ID            string   `json:"id"`
	Title         string   `json:"title"`
	Kind          string   `json:"kind"`
	Class         string   `json:"class"`
	Situation     string   `json:"situation,omitempty"`
	To            string   `json:"to,omitempty"`
	Likelihood    string   `json:"likelihood"` // of the hazardous situation, from the engine
	P1            Interval `json:"p1"`         // probability per device-year of the hazardous situation
	P2            P2       `json:"p2"`         // probability that the situation leads to harm
	Probability   Interval `json:"probability"`
	Level         string   `json:"probability-level"` // by the upper end of the interval
	Groups        []Group  `json:"groups"`
	Acceptability string   `json:"acceptability"` // of the worst group
	Severity      string   `json:"severity"`      // of the worst group

	Rank Rank `json:"rank"`
}

// Rank holds the levels as numbers, so that two judgements can be compared whatever the levels are called.
type Rank struct {
	Likelihood    int `json:"likelihood"`    // 0-5
	Severity      int `json:"severity"`      // 1-5
	Probability   int `json:"probability"`   // 1-5
	Acceptability int `json:"acceptability"` // 0 acceptable, 1 reduce, 2 unacceptable
}

// Interval is a range of probabilities from 0 to 1.
type Interval struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
}

// P2 is the probability that the hazardous situation leads to harm, with what was taken into account.
type P2 struct {
	Interval
	Level   int      `json:"level"` // 1 improbable to 5 nearly certain
	Because []string `json:"because"`
	Missing []string `json:"missing,omitempty"` // clinical inputs that are not given and so do not lower it
}

// Group is the risk for one group of patients.
type Group struct {
	Group         string `json:"group"`
	Severity      string `json:"severity"`
	Acceptability string `json:"acceptability"`
}

// Judge rates the harms of a model. Likelihood gives the level 0-5 at which a harm can occur.
func Judge(m *model.Model, ix *knowledge.Index, likelihood func(harm string) uint8) ([]Harm, error) {
	t, err := readTables(&ix.Base.Scales)
	if err != nil {
		return nil, fmt.Errorf("read scales: %w", err)
	}
	fallBacks := map[string]*model.FallBack{}
	for _, f := range m.Functions {
		fallBacks[f.ID] = f.Value.FallBack
	}
	var out []Harm
	for _, e := range m.Harms {
		h := Harm{ID: e.ID, Title: e.Value.Title, Kind: e.Value.Kind.Text, Situation: e.Value.Situation, To: e.Value.To.Text}
		if h.Title == "" {
			h.Title = e.ID
		}
		if k := ix.Kinds[h.Kind]; k != nil && k.Harm != nil {
			h.Class = string(k.Harm.Class)
		}
		h.P2 = t.p2(&e.Value, fallBacks)
		t.rate(&h, &e.Value, likelihood(e.ID))
		out = append(out, h)
	}
	return out, nil
}

// tables are the scales with numbers read.
type tables struct {
	scales  *knowledge.Scales
	p1, p2s []Interval
	bounds  []float64
}

func readTables(s *knowledge.Scales) (*tables, error) {
	t := &tables{scales: s}
	var err error
	if t.p1, err = intervals(s.P1, 6); err != nil {
		return nil, fmt.Errorf("p1: %w", err)
	}
	if t.p2s, err = intervals(s.P2, 5); err != nil {
		return nil, fmt.Errorf("p2: %w", err)
	}
	for _, b := range s.Bounds {
		v, err := strconv.ParseFloat(b, 64)
		if err != nil {
			return nil, fmt.Errorf("probability-bounds: %w", err)
		}
		t.bounds = append(t.bounds, v)
	}
	if len(t.bounds) != 4 || len(s.HarmTable) != 5 || len(s.Severity) != 5 || len(s.Probability) != 5 {
		return nil, fmt.Errorf("severity, probability and harm-table need 5 levels, probability-bounds 4")
	}
	for _, row := range s.HarmTable {
		if len(row) != 5 {
			return nil, fmt.Errorf("each row of harm-table needs 5 columns")
		}
	}
	return t, nil
}

func intervals(list []knowledge.Interval, want int) ([]Interval, error) {
	if len(list) != want {
		return nil, fmt.Errorf("%d intervals instead of %d", len(list), want)
	}
	var out []Interval
	for _, i := range list {
		from, err := strconv.ParseFloat(i.From, 64)
		if err != nil {
			return nil, err
		}
		to, err := strconv.ParseFloat(i.To, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, Interval{from, to})
	}
	return out, nil
}

// p2 rates how surely the situation leads to harm. It begins at 5, nearly certain, and each clinical circumstance that the
// author states takes one level away:
//
//	somebody named would notice, and harm takes minutes or longer    1
//	a fall-back works before harm is done, and somebody notices      1
//	patients are in the situation only occasionally; rarely          1; 2
//
// What is not stated takes nothing away.
func (t *tables) p2(h *model.Harm, fallBacks map[string]*model.FallBack) P2 {
	p := P2{Level: 5, Because: []string{}}
	lower := func(by int, because string, args ...any) {
		p.Level = max(1, p.Level-by)
		p.Because = append(p.Because, fmt.Sprintf(because, args...))
	}
	time := model.Rank(h.TimeToHarm)
	noticed := len(h.DetectableBy) > 0 && time > model.Rank(model.Delay("seconds"))
	switch {
	case len(h.DetectableBy) == 0:
		p.Missing = append(p.Missing, "detectable-by")
	case noticed:
		lower(1, "noticed by %s before harm, which takes %s", h.DetectableBy[0].Text, h.TimeToHarm)
	}
	if time < 0 {
		p.Missing = append(p.Missing, "time-to-harm")
	}
	fb := slowest(h, fallBacks)
	switch {
	case fb == nil:
		p.Missing = append(p.Missing, "fall-back")
	case noticed && model.Rank(fb.Takes) < time:
		lower(1, "fall-back (%s) works within %s", fb.Says, fb.Takes)
	}
	switch h.Exposure {
	case "rare":
		lower(2, "patients are rarely in the situation")
	case "occasional":
		lower(1, "patients are occasionally in the situation")
	case "":
		p.Missing = append(p.Missing, "exposure")
	}
	p.Interval = t.p2s[p.Level-1]
	return p
}

// slowest is the fall-back that counts for a harm of several functions: nil if one of them has none.
func slowest(h *model.Harm, fallBacks map[string]*model.FallBack) *model.FallBack {
	var worst *model.FallBack
	for _, w := range h.From {
		fb := fallBacks[w.Text]
		if fb == nil {
			return nil
		}
		if worst == nil || model.Rank(fb.Takes) > model.Rank(worst.Takes) {
			worst = fb
		}
	}
	return worst
}

// rate combines P1 and P2 as intervals and looks the result up for each group.
func (t *tables) rate(h *Harm, m *model.Harm, likelihood uint8) {
	h.Likelihood, h.Rank.Likelihood = t.scales.Likelihood[likelihood].Name, int(likelihood)
	h.P1 = t.p1[likelihood]
	h.Probability = Interval{round(h.P1.From * h.P2.From), round(h.P1.To * h.P2.To)}
	level := 0
	for level < len(t.bounds) && h.Probability.To > t.bounds[level] {
		level++
	}
	h.Level = t.scales.Probability[level].Name
	h.Rank.Probability = level + 1
	h.Groups = []Group{}
	for _, s := range m.Severity {
		if s.Value < 1 || s.Value > 5 {
			continue
		}
		cell := t.scales.HarmTable[s.Value-1][level]
		h.Groups = append(h.Groups, Group{s.Key, t.scales.Severity[s.Value-1].Name, string(cell)})
		h.Rank.Severity = max(h.Rank.Severity, s.Value)
		h.Rank.Acceptability = max(h.Rank.Acceptability, slices.Index(cell.Words(), string(cell)))
	}
	if h.Rank.Severity > 0 {
		h.Severity = t.scales.Severity[h.Rank.Severity-1].Name
	}
	h.Acceptability = knowledge.HarmCell("").Words()[h.Rank.Acceptability]
}

// round keeps three significant digits: the tables have no more, and products of decimals should not show binary noise.
func round(p float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(p, 'g', 3, 64), 64)
	if err != nil {
		return p
	}
	return v
}
