package study

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/model/edit"
	"cordon/internal/safety"
	"cordon/internal/workbench"
)

// Tried are changes to try out. Controls and trust are tried on the run that is kept, in thousandths of a second; facts decide which threats
// there are, so that with them the changed text is assessed, once for each set of facts.
type Tried struct {
	Controls []TriedControl
	Trust    []TriedTrust
	Facts    []TriedFact
}

// TriedControl is a control in another state.
type TriedControl struct {
	Control string // CTL-0001@element
	State   string // absent, planned or present
}

// TriedTrust is another level of what is assumed.
type TriedTrust struct{ Element, Attribute, Level string }

// TriedFact is another answer.
type TriedFact struct{ Element, Fact, Value string }

// WhatIf is what changes would do, as planned.
type WhatIf struct {
	Harms   []HarmIf
	Changed []ChangedState // the largest changes first
	More    int            // further states that change
}

// HarmIf is a harm before and after.
type HarmIf struct {
	Harm     string        `json:"harm"`
	Title    string        `json:"title"`
	Severity string        `json:"severity"`
	Before   HarmJudgement `json:"before"`
	After    HarmJudgement `json:"after"`
}

// HarmJudgement is how a harm stands.
type HarmJudgement struct {
	Likelihood    string `json:"likelihood"` // of the hazardous situation
	Probability   string `json:"probability-level"`
	Acceptability string `json:"acceptability"`
}

// ChangedState is a bad state of an element that becomes likelier or less likely.
type ChangedState struct {
	Element string `json:"element"`
	Text    string `json:"text"`
	Before  string `json:"before"`
	After   string `json:"after"`
}

// changesShown bounds the states that a what-if lists.
const changesShown = 50

// Try says what changes would do. Nothing is kept of them.
func (s *Study) Try(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, t Tried) (*WhatIf, error) {
	now, r, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, err
	}
	if err := now.Whole(); err != nil {
		return nil, err
	}
	trial, err := t.trial(now)
	if err != nil {
		return nil, err
	}
	then := now
	if len(t.Facts) > 0 {
		if then, err = s.withFacts(ctx, a, id, r.ID, now, t.Facts); err != nil {
			return nil, err
		}
	}
	var before, after state
	if err := now.Try(func() (err error) { before, err = stateOf(now); return err }); err != nil {
		return nil, err
	}
	err = then.Try(func() error {
		undo, err := then.Run.Try(trial)
		if err != nil {
			return workbench.Errorf(workbench.Invalid, "%s", err)
		}
		defer undo()
		after, err = stateOf(then)
		return err
	})
	if err != nil {
		return nil, err
	}
	return compare(now, then, before, after), nil
}

// trial reads the words of a question.
func (t Tried) trial(a *Assessed) (engine.Trial, error) {
	var out engine.Trial
	states := map[string]engine.ControlState{"absent": engine.ControlAbsent, "planned": engine.ControlPlanned, "present": engine.ControlPresent}
	for _, c := range t.Controls {
		state, ok := states[c.State]
		if !ok {
			return out, workbench.Errorf(workbench.Invalid, "%s cannot be %q: a control is absent, planned or present", c.Control, c.State)
		}
		out.Set = append(out.Set, engine.StateAt{Control: c.Control, State: state, Coverage: engine.Top})
	}
	levels := ranks(a.Knowledge.Index.Base.Scales.Trust)
	for _, x := range t.Trust {
		level, ok := levels[x.Level]
		if !ok {
			return out, workbench.Errorf(workbench.Invalid, "%q is no level of trust", x.Level)
		}
		out.Trust = append(out.Trust, engine.TrustAt{Element: x.Element, Attribute: x.Attribute, Level: uint8(level)})
	}
	return out, nil
}

// withFacts assesses the text with facts changed.
func (s *Study) withFacts(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, now *Assessed, facts []TriedFact) (*Assessed, error) {
	var ops []edit.Operation
	for _, f := range facts {
		value, err := json.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		ops = append(ops, edit.Operation{Do: edit.Set, ID: f.Element, Path: []string{"facts", f.Fact}, Value: value})
	}
	key := fmt.Sprintf("%s %x", now.from(), sha256.Sum256([]byte(fmt.Sprintf("%q", facts))))
	out, err := s.assessed.Get(ctx, key, func(ctx context.Context) (*Assessed, error) {
		files, err := s.Workbench.Overlay(ctx, a, id, rev, nil)
		if err != nil {
			return nil, err
		}
		made, wrong := edit.OpenAgain(s.Workbench.Trees, files).Apply(ops)
		if len(wrong) > 0 {
			return nil, workbench.Errorf(workbench.Invalid, "%s", wrong[0].Message).WithHint("%s", wrong[0].Hint)
		}
		for path, data := range made.Files {
			files[path] = data
		}
		return s.assess(ctx, now.Knowledge, files, engine.Future)
	})
	if err != nil {
		return nil, err
	}
	if out.Assessed == nil {
		return nil, workbench.Errorf(workbench.Invalid, "with these facts: %s", out.Diagnostics[0].Message).WithHint("%s", out.Diagnostics[0].Hint)
	}
	return out, nil
}

// state is what a run says at a moment.
type state struct {
	harms  []safety.Harm
	levels map[string]uint8 // above negligible, by element#consequence
}

func stateOf(a *Assessed) (state, error) {
	out := state{levels: map[string]uint8{}}
	a.Run.EachConsequence(func(node int, element, consequence string) {
		if l := a.Run.Level(node); l > 0 {
			out.levels[engine.ConsequenceID(element, consequence)] = l
		}
	})
	var err error
	out.harms, err = safety.Judge(a.Model, a.Knowledge.Index, func(harm string) uint8 { return out.levels[engine.ConsequenceID(harm, "occurs")] })
	return out, err
}

func compare(now, then *Assessed, before, after state) *WhatIf {
	out := &WhatIf{Harms: []HarmIf{}, Changed: []ChangedState{}}
	was := map[string]safety.Harm{}
	for _, h := range before.harms {
		was[h.ID] = h
	}
	for _, h := range after.harms {
		b := was[h.ID]
		out.Harms = append(out.Harms, HarmIf{h.ID, h.Title, h.Severity, HarmJudgement{b.Likelihood, b.Level, b.Acceptability}, HarmJudgement{h.Likelihood, h.Level, h.Acceptability}})
	}
	rank := map[string]int{}
	for i, h := range now.Harms { // the worst first, as everywhere
		rank[h.ID] = i
	}
	slices.SortStableFunc(out.Harms, func(x, y HarmIf) int { return rank[x.Harm] - rank[y.Harm] })

	type change struct {
		id string
		by int
	}
	var all []change
	add := func(id string, by int) {
		if by != 0 && !strings.HasSuffix(id, "#occurs") { // harms are listed above
			all = append(all, change{id, by})
		}
	}
	for id, l := range before.levels {
		add(id, int(after.levels[id])-int(l))
	}
	for id, l := range after.levels {
		if before.levels[id] == 0 {
			add(id, int(l))
		}
	}
	slices.SortFunc(all, func(x, y change) int {
		if d := max(y.by, -y.by) - max(x.by, -x.by); d != 0 {
			return d
		}
		return strings.Compare(x.id, y.id)
	})
	names := now.Knowledge.Index.Base.Scales.Likelihood
	for i, c := range all {
		if len(out.Changed) == changesShown {
			out.More = len(all) - i
			break
		}
		element, _, _ := strings.Cut(c.id, "#")
		out.Changed = append(out.Changed, ChangedState{element, words{then}.consequence(c.id), names[before.levels[c.id]].Name, names[after.levels[c.id]].Name})
	}
	return out
}
