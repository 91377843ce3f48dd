// Package numbers puts numbers beside levels: how often harm is expected, as intervals, and which inputs move that most. It is an aid for ranking,
// not the record of risk: the tables that turn levels into probabilities are wide, and what is known of their inputs is no more than a level.
package numbers

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"cordon/internal/engine"
	"cordon/internal/engine/worlds"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// Options say how to sample.
type Options struct {
	Worlds   int    // 0: a million
	Seed     uint64 // the same seed gives the same numbers
	Bars     int    // how many inputs to name
	Sample   bool   // do not look for exact numbers first
	Progress func(done, total int)
}

// Result is what is expected, per 1,000 device-years. Each interval encloses the truth for every choice of inputs within the tables; where it is
// sampled, the error of that is counted in at 95 % for each number by itself.
type Result struct {
	Worlds     int        `json:"worlds"`
	Exact      bool       `json:"exact"` // the harms are computed by decision diagrams and not sampled
	Seed       uint64     `json:"seed"`
	Severities []Severity `json:"severities"` // the gravest first
	Harms      []Harm     `json:"harms"`      // in the order of the model
	Moves      Moves      `json:"moves"`
}

// Severity adds up the harms whose worst group has a severity.
type Severity struct {
	Severity string          `json:"severity"`
	Harms    []string        `json:"harms"`
	Per1000  safety.Interval `json:"per-1000-device-years"`
}

// Harm is what is expected of one harm.
type Harm struct {
	Harm      string          `json:"harm"`
	Title     string          `json:"title"`
	Severity  string          `json:"severity"`
	Situation safety.Interval `json:"situation-per-device-year"` // sampled probability of the hazardous situation
	P1        safety.Interval `json:"p1"`                        // what the level says of the same: that of the likeliest way alone
	P2        safety.Interval `json:"p2"`
	Per1000   safety.Interval `json:"per-1000-device-years"`
}

// Moves are the inputs that move the expected number of harms to health most, one at a time, with all others in the middle of their intervals.
type Moves struct {
	Middle float64 `json:"middle"` // per 1,000 device-years
	Bars   []Bar   `json:"bars"`   // the longest first
	Rest   float64 `json:"rest"`   // no other input moves it by more, by what was sampled
}

// Bar is an input: a threat, or an assumption about an element.
type Bar struct {
	Threat string          `json:"threat,omitempty"`
	Trust  string          `json:"trust,omitempty"` // attribute@element
	Title  string          `json:"title"`
	P      safety.Interval `json:"probability-per-device-year"`
	From   float64         `json:"from"` // expected harms with the input at its low end
	To     float64         `json:"to"`   // and at its high end
}

// Compute samples the system as the run has it.
func Compute(ctx context.Context, m *model.Model, ix *knowledge.Index, run *engine.Run, o Options) (*Result, error) {
	harms, err := safety.Judge(m, ix, func(harm string) uint8 {
		l, _ := run.Likelihood(engine.ConsequenceID(harm, "occurs"))
		return l
	})
	if err != nil {
		return nil, err
	}
	odds, err := oddsOf(&ix.Base.Scales)
	if err != nil {
		return nil, err
	}
	p := run.Worlds(odds)
	c := &counter{ix: ix, run: run, harms: harms, problem: p, o: worlds.Options{Worlds: o.Worlds, Seed: o.Seed, Progress: o.Progress}}
	res := &Result{Seed: o.Seed, Severities: []Severity{}, Harms: []Harm{}, Moves: Moves{Bars: []Bar{}}}
	if err := c.sample(ctx, res); err != nil {
		return nil, err
	}
	if !o.Sample {
		if err := c.sharpen(ctx, res); err != nil {
			return nil, err
		}
	}
	return res, c.moves(ctx, res, o.Bars)
}

// oddsOf reads the table of P1.
func oddsOf(s *knowledge.Scales) (engine.Odds, error) {
	var odds engine.Odds
	if len(s.P1) != len(odds) {
		return odds, fmt.Errorf("the table p1 has %d intervals, not %d", len(s.P1), len(odds))
	}
	for i, x := range s.P1 {
		low, err := strconv.ParseFloat(x.From, 64)
		if err != nil {
			return odds, fmt.Errorf("table p1: %w", err)
		}
		high, err := strconv.ParseFloat(x.To, 64)
		if err != nil {
			return odds, fmt.Errorf("table p1: %w", err)
		}
		odds[i] = worlds.Interval{Low: low, High: high}
	}
	return odds, nil
}

type counter struct {
	ix      *knowledge.Index
	run     *engine.Run
	harms   []safety.Harm
	problem *worlds.Problem
	o       worlds.Options
}

func (c *counter) node(h *safety.Harm) int32 {
	n, _ := c.run.WorldsNode(engine.ConsequenceID(h.ID, "occurs")) // every harm has this consequence
	return n
}

// sample estimates each harm, and the sum for each severity: at the low end with the low end of P2, at the high end with the high one.
func (c *counter) sample(ctx context.Context, res *Result) error {
	var q worlds.Query
	bySeverity := map[int][]*safety.Harm{}
	for i := range c.harms {
		h := &c.harms[i]
		q.Nodes = append(q.Nodes, c.node(h))
		bySeverity[h.Rank.Severity] = append(bySeverity[h.Rank.Severity], h)
	}
	var ranks []int
	for s := range bySeverity {
		ranks = append(ranks, s)
	}
	slices.Sort(ranks)
	slices.Reverse(ranks)
	for _, s := range ranks {
		var low, high worlds.Sum
		for _, h := range bySeverity[s] {
			low = append(low, worlds.Term{Node: c.node(h), Weight: 1000 * h.P2.From})
			high = append(high, worlds.Term{Node: c.node(h), Weight: 1000 * h.P2.To})
		}
		q.Sums = append(q.Sums, low, high)
	}
	got, err := worlds.Sample(ctx, c.problem, q, c.o)
	if err != nil {
		return fmt.Errorf("sample worlds: %w", err)
	}
	res.Worlds = got.Worlds
	for i := range c.harms {
		h, r := &c.harms[i], got.Nodes[i]
		x := Harm{Harm: h.ID, Title: h.Title, Severity: h.Severity, Situation: safety.Interval{From: r.Low.From, To: r.High.To}, P1: h.P1, P2: h.P2.Interval}
		x.Per1000 = safety.Interval{From: 1000 * x.Situation.From * x.P2.From, To: 1000 * x.Situation.To * x.P2.To}
		res.Harms = append(res.Harms, x)
	}
	for i, s := range ranks {
		x := Severity{Harms: []string{}, Per1000: safety.Interval{From: got.Sums[2*i].Low.From, To: got.Sums[2*i+1].High.To}}
		for _, h := range bySeverity[s] {
			x.Severity = h.Severity
			x.Harms = append(x.Harms, h.ID)
		}
		res.Severities = append(res.Severities, x)
	}
	return nil
}

// sharpen puts exact numbers in the place of sampled ones, where the system is small enough. Expected values add up whether or not harms come
// together, so that sums are those of the harms.
func (c *counter) sharpen(ctx context.Context, res *Result) error {
	var asked []int32
	for i := range c.harms {
		asked = append(asked, c.node(&c.harms[i]))
	}
	situations, err := exact(ctx, c.problem, asked)
	if err != nil || situations == nil {
		return err
	}
	res.Exact = len(situations) > 0
	at := map[string]safety.Interval{}
	for i := range res.Harms {
		h := &res.Harms[i]
		h.Situation = situations[i]
		h.Per1000 = safety.Interval{From: 1000 * h.Situation.From * h.P2.From, To: 1000 * h.Situation.To * h.P2.To}
		at[h.Harm] = h.Per1000
	}
	for i := range res.Severities {
		s := &res.Severities[i]
		s.Per1000 = safety.Interval{}
		for _, id := range s.Harms {
			s.Per1000.From += at[id].From
			s.Per1000.To += at[id].To
		}
	}
	return nil
}

// moves finds the inputs that move the expected number of harms to health most, with P2 in the middle of its interval.
func (c *counter) moves(ctx context.Context, res *Result, n int) error {
	var sum worlds.Sum
	for i := range c.harms {
		if h := &c.harms[i]; h.Class != "privacy" && h.Class != "third-party" {
			sum = append(sum, worlds.Term{Node: c.node(h), Weight: 1000 * (h.P2.From + h.P2.To) / 2})
		}
	}
	if len(sum) == 0 || n == 0 {
		return nil
	}
	t, err := worlds.Sensitivity(ctx, c.problem, sum, n, c.o)
	if err != nil {
		return fmt.Errorf("look what moves the numbers: %w", err)
	}
	titles := map[string]string{}
	of := c.run.Result()
	for _, x := range of.Threats {
		titles[x.ID] = x.Title
	}
	for _, x := range of.Assets {
		titles[x.ID] = x.Title
	}
	res.Moves.Middle, res.Moves.Rest = t.Middle.Value, t.Rest
	for _, b := range t.Bars {
		cause, ok := c.run.WorldsCause(b.Rule, int(b.Index))
		if !ok {
			continue
		}
		x := Bar{
			Threat: cause.Threat, P: safety.Interval{From: b.P.Low, To: b.P.High}, Title: titles[cause.Threat],
			From: t.Middle.Value - b.Fall.Value, To: t.Middle.Value + b.Rise.Value,
		}
		if cause.Threat == "" {
			x.Trust = cause.Attribute + "@" + cause.Element
			x.Title = fmt.Sprintf("At %s it is not so: “%s”", titles[cause.Element], c.ix.Trust[cause.Attribute].Says)
		}
		res.Moves.Bars = append(res.Moves.Bars, x)
	}
	return nil
}
