package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// Difference is what changed between two assessments.
type Difference struct {
	Elements  Changed    `json:"elements"`
	Threats   Threats    `json:"threats"`
	Harms     []HarmMove `json:"harms"`
	Controls  []string   `json:"controls"` // state changes, in words
	Questions Changed    `json:"questions"`
	Verdict   Verdict    `json:"verdict"`
	Knowledge bool       `json:"knowledge-changed"` // the knowledge bases differ, which can be a reason of its own
}

// Changed lists ids that are new and ids that are gone.
type Changed struct {
	New  []string `json:"new"`
	Gone []string `json:"gone"`
}

// Threats are the threats that are new, gone, or rated otherwise.
type Threats struct {
	New     []Named   `json:"new"`
	Gone    []Named   `json:"gone"`
	ReRated []ReRated `json:"re-rated"`
}

// Named is a threat by id and title.
type Named struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Likelihood string `json:"likelihood"`
	Risk       string `json:"risk"`
}

// ReRated is a threat whose likelihood or risk changed, with the reason.
type ReRated struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	From    string   `json:"from"` // likelihood, risk
	To      string   `json:"to"`
	Because []string `json:"because"`
}

// HarmMove is a harm that came, went, or changed.
type HarmMove struct {
	ID   string `json:"id"`
	From string `json:"from"` // "" where it is new
	To   string `json:"to"`   // "" where it is gone
}

// Verdict says whether the second assessment is better, worse, both or the same, by its harms.
type Verdict string

const (
	Same   Verdict = "same"
	Better Verdict = "better"
	Worse  Verdict = "worse"
	Mixed  Verdict = "mixed"
)

// Diff compares two assessments by permanent ids.
func Diff(a, b *Assessment) *Difference {
	d := &Difference{Controls: []string{}, Harms: []HarmMove{}, Knowledge: a.Knowledge.Digest != b.Knowledge.Digest}
	d.Elements = changed(ids(a.Assets, func(x engine.AssetResult) string { return x.ID }), ids(b.Assets, func(x engine.AssetResult) string { return x.ID }))
	d.Questions = changed(ids(a.Questions, func(x engine.Question) string { return x.ID }), ids(b.Questions, func(x engine.Question) string { return x.ID }))
	d.threats(a, b)
	d.controls(a, b)
	d.harms(a, b)
	return d
}

func ids[T any](s []T, id func(T) string) []string {
	out := make([]string, len(s))
	for i, v := range s {
		out[i] = id(v)
	}
	slices.Sort(out)
	return out
}

func changed(a, b []string) Changed {
	return Changed{New: minus(b, a), Gone: minus(a, b)}
}

// minus lists what is in a and not in b; both are sorted.
func minus(a, b []string) []string {
	out := []string{}
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); !found {
			out = append(out, s)
		}
	}
	return out
}

func (d *Difference) threats(a, b *Assessment) {
	d.Threats = Threats{New: []Named{}, Gone: []Named{}, ReRated: []ReRated{}}
	before := make(map[string]*engine.Threat, len(a.Threats))
	for i := range a.Threats {
		before[a.Threats[i].ID] = &a.Threats[i]
	}
	name := func(t *engine.Threat) Named { return Named{t.ID, t.Title, t.Likelihood, t.Risk} }
	for i := range b.Threats {
		t := &b.Threats[i]
		old, was := before[t.ID]
		delete(before, t.ID)
		switch {
		case !was:
			d.Threats.New = append(d.Threats.New, name(t))
		case old.Likelihood != t.Likelihood || old.Risk != t.Risk:
			d.Threats.ReRated = append(d.Threats.ReRated, ReRated{
				t.ID, t.Title, old.Likelihood + ", risk " + old.Risk, t.Likelihood + ", risk " + t.Risk, reasons(old, t),
			})
		}
	}
	for i := range a.Threats {
		if t := &a.Threats[i]; before[t.ID] != nil {
			d.Threats.Gone = append(d.Threats.Gone, name(t))
		}
	}
}

// reasons says which causes and controls of a threat changed.
func reasons(old, now *engine.Threat) []string {
	out := []string{}
	level := map[string]string{}
	key := func(e engine.Event) string {
		if e.Low != "" {
			return "trust " + e.Low + " in " + e.Element
		}
		return e.Element + "#" + e.Consequence
	}
	for _, c := range old.Causes {
		level[key(c)] = c.Level
	}
	for _, c := range now.Causes {
		if was, ok := level[key(c)]; !ok {
			out = append(out, key(c)+" is a new cause")
		} else if was != c.Level {
			out = append(out, fmt.Sprintf("%s went from %s to %s", key(c), was, c.Level))
		}
	}
	for _, c := range old.Causes {
		if !slices.ContainsFunc(now.Causes, func(n engine.Event) bool { return key(n) == key(c) }) {
			out = append(out, key(c)+" is no longer a cause")
		}
	}
	before := map[string]engine.Blocking{}
	for _, b := range old.Blocking {
		before[strings.Join(b.Controls, " with ")] = b
	}
	for _, b := range now.Blocking {
		c := strings.Join(b.Controls, " with ")
		if was := before[c]; was.On != b.On {
			out = append(out, c+map[bool]string{true: " is now in place", false: " is no longer in place"}[b.On])
		} else if b.On && was.Effect != b.Effect {
			out = append(out, fmt.Sprintf("%s went from %s to %s", c, was.Effect, b.Effect))
		}
	}
	if old.Opened != now.Opened {
		out = append(out, "a control that opens it "+map[bool]string{true: "is now in place", false: "is no longer in place"}[now.Opened])
	}
	switch {
	case len(out) == 0 && old.Likelihood != now.Likelihood:
		out = append(out, "its rule or the mode has changed")
	case len(out) == 0:
		out = append(out, "what it leads to has changed")
	}
	return out
}

func (d *Difference) controls(a, b *Assessment) {
	before := map[string]string{}
	for _, c := range a.Controls {
		before[c.ID] = c.State
	}
	for _, c := range b.Controls {
		was, known := before[c.ID]
		if !known {
			was = "possible"
		}
		if was != c.State {
			d.Controls = append(d.Controls, fmt.Sprintf("%s: %s -> %s", c.ID, was, c.State))
		}
		delete(before, c.ID)
	}
	for _, c := range a.Controls {
		if was, gone := before[c.ID]; gone && was != "possible" {
			d.Controls = append(d.Controls, fmt.Sprintf("%s: %s -> gone", c.ID, was))
		}
	}
}

func (d *Difference) harms(a, b *Assessment) {
	state := func(h *Harm) string {
		return fmt.Sprintf("%s, severity %s, probability %s", h.Acceptability, h.Severity, h.Level)
	}
	before := map[string]*Harm{}
	for i := range a.Harms {
		before[a.Harms[i].ID] = &a.Harms[i]
	}
	better, worse := false, false
	for i := range b.Harms {
		h := &b.Harms[i]
		old := before[h.ID]
		delete(before, h.ID)
		switch {
		case old == nil:
			d.Harms = append(d.Harms, HarmMove{h.ID, "", state(h)})
			worse = true
		case state(old) != state(h) || old.Likelihood != h.Likelihood:
			d.Harms = append(d.Harms, HarmMove{h.ID, state(old) + ", likelihood " + old.Likelihood, state(h) + ", likelihood " + h.Likelihood})
			for _, c := range []int{
				cmp.Compare(h.Rank.Likelihood, old.Rank.Likelihood), cmp.Compare(h.Rank.Severity, old.Rank.Severity),
				cmp.Compare(h.Rank.Probability, old.Rank.Probability), cmp.Compare(h.Rank.Acceptability, old.Rank.Acceptability),
			} {
				worse, better = worse || c > 0, better || c < 0
			}
		}
	}
	for i := range a.Harms {
		if h := &a.Harms[i]; before[h.ID] != nil {
			d.Harms = append(d.Harms, HarmMove{h.ID, state(h), ""})
			better = true
		}
	}
	switch {
	case better && worse:
		d.Verdict = Mixed
	case better:
		d.Verdict = Better
	case worse:
		d.Verdict = Worse
	default:
		d.Verdict = Same
	}
}
