package weigh

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/postmarket/record"
)

// Action is something that a role may do, with what it does for patients. Nothing is applied: a person decides.
type Action struct {
	ID       string       `json:"id"` // a control at an element, or install RELEASE of ELEMENT
	Title    string       `json:"title"`
	Kind     string       `json:"kind"`           // control or install
	By       []string     `json:"by"`             // roles that may do it
	Better   []HarmChange `json:"better"`         // harms that it lowers, the gravest first
	Worse    []HarmChange `json:"worse"`          // harms that it raises
	Opens    []string     `json:"opens"`          // threats to care that come with it
	Closes   []string     `json:"closes"`         // vulnerabilities that an installed release does not have
	Cost     int          `json:"cost"`           // class 0 to 4 of introducing it
	Yearly   int          `json:"yearly"`         // class 0 to 4
	Burden   int          `json:"burden"`         // on care: the worst of its axes, 0 to 4
	Time     string       `json:"time"`           // hours, days, weeks or months until it works
	Deciders int          `json:"deciders"`       // people who have to decide: 1, or 2 where it has clinical side effects
	Left     string       `json:"left,omitempty"` // verdict on the gravest harm that is left
}

// Times in which a measure works, from the fastest.
var times = []string{"hours", "days", "weeks", "months"}

// timeOf is how long a control takes until it works, by its layer and its cost: what people and places do differently takes hours or days, a
// setting of a host or a network days, a change of a product weeks where an operator can make it and months where only its maker can.
func timeOf(c *knowledge.Control) string {
	maker := !slices.ContainsFunc(c.AppliedBy, func(a knowledge.Applier) bool { return a != "manufacturer" })
	switch {
	case maker:
		return "months"
	case c.Cost.OneOff >= 3:
		return "weeks"
	case c.Cost.OneOff >= 1:
		return "days"
	}
	return "hours"
}

// Actions lists what a role may do against the harms as they are, ranked by what is left for patients, then side effects, cost and time. Role is a
// word of AppliedBy; all roles where it is empty. What lowers no harm is left out. An operator may not change a device against its maker's
// instructions: releases are installed where the record has them, and controls that only the maker applies are not listed for others.
func (s *System) Actions(in *Inputs, st *State, role string, stop func() error) ([]Action, error) {
	before, err := s.Try(st.Changes, nil)
	if err != nil {
		return nil, err
	}
	out := []Action{}
	add := func(a Action, changes []Change) error {
		after, err := s.Try(changes, nil)
		if err != nil {
			return err
		}
		a.Better, a.Worse = []HarmChange{}, []HarmChange{}
		for _, c := range s.Compare(before, after) {
			if c.Worse() {
				a.Worse = append(a.Worse, c)
			} else {
				a.Better = append(a.Better, c)
			}
		}
		if len(a.Better) == 0 {
			return nil
		}
		a.Left = gravest(after)
		a.Deciders = 1
		if len(a.Opens)+len(a.Worse) > 0 {
			a.Deciders = 2
		}
		out = append(out, a)
		return nil
	}
	for i := range s.Controls {
		if err := stop(); err != nil {
			return nil, err
		}
		c := &s.Controls[i]
		k := s.Index.Controls[c.Control]
		switched := slices.ContainsFunc(st.Changes, func(x Change) bool { return x.Control == c.Control && x.Element == c.Element })
		if c.State == "present" && !switched || k == nil || role != "" && !slices.Contains(k.AppliedBy, knowledge.Applier(role)) {
			continue
		}
		a := Action{ID: c.ID, Title: c.Title, Kind: "control", Opens: orEmpty(s.opens(c.ID)), Closes: []string{}, Cost: k.Cost.OneOff, Yearly: k.Cost.Yearly, Burden: k.Burden.Heaviest(), Time: timeOf(k)}
		for _, by := range k.AppliedBy {
			a.By = append(a.By, string(by))
		}
		on := Change{Control: c.Control, Element: c.Element, State: "present", Level: 5, From: "action", Since: st.At}
		if err := add(a, append(slices.Clone(st.Changes), on)); err != nil {
			return nil, err
		}
	}
	for i := range in.Record.Inventory {
		bill := &in.Record.Inventory[i]
		a, next := s.install(in, st, bill)
		if a == nil || role != "" && !slices.Contains(a.By, role) {
			continue
		}
		if err := add(*a, next.Changes); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, compareActions)
	return out, nil
}

// install is the action to install the release of a bill, with the state after it; nil where that release is in use, or is older.
func (s *System) install(in *Inputs, st *State, bill *record.InventoryEntry) (*Action, *State) {
	described := ""
	for _, a := range s.Model.Assets {
		if a.ID == bill.Of.Text {
			described = a.Value.Release
		}
	}
	release, _, used := in.Record.InUse(bill.Of.Text, described, st.At)
	if release == bill.Release || used != nil && bill.Released.Text <= used.Released.Text || bill.Released.Text > st.At.Day() {
		return nil, nil
	}
	then := *in
	then.Record = in.Record.Installed(bill.Of.Text, bill.Release, st.At)
	next := s.StateAt(&then, st.At)
	a := &Action{
		ID: "install " + bill.Release + " of " + bill.Of.Text, Title: "Install release " + bill.Release + " of " + s.Title(bill.Of.Text), Kind: "install",
		By: []string{"manufacturer", "integrator", "operator"}, Opens: []string{}, Closes: []string{}, Time: "days",
	}
	for i := range st.Places {
		if id := st.Places[i].ID(); !slices.ContainsFunc(next.Places, func(p Place) bool { return p.ID() == id }) {
			a.Closes = append(a.Closes, id)
		}
	}
	return a, next
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// gravest is the verdict on the worst harm of a situation.
func gravest(sit *Situation) string {
	worst := &sit.Harms[0]
	for i := range sit.Harms {
		if compareHarms(&sit.Harms[i], worst) > 0 {
			worst = &sit.Harms[i]
		}
	}
	return worst.Title + ": " + worst.Acceptability
}

// compareActions puts first what lowers graver harms further, then what has fewer side effects, less cost, less time.
func compareActions(a, b Action) int {
	gain := func(x *Action) (acceptability, severity, likelihood int) {
		for i := range x.Better {
			c := &x.Better[i]
			acceptability += (c.Before.Rank.Acceptability - c.After.Rank.Acceptability) * c.Before.Rank.Severity
			severity = max(severity, c.Before.Rank.Severity)
			likelihood += (c.Before.Rank.Likelihood - c.After.Rank.Likelihood) * c.Before.Rank.Severity
		}
		return
	}
	a1, a2, a3 := gain(&a)
	b1, b2, b3 := gain(&b)
	return cmp.Or(cmp.Compare(b1, a1), cmp.Compare(b2, a2), cmp.Compare(b3, a3), cmp.Compare(len(a.Worse)+len(a.Opens), len(b.Worse)+len(b.Opens)),
		cmp.Compare(a.Burden, b.Burden), cmp.Compare(a.Cost+a.Yearly, b.Cost+b.Yearly), cmp.Compare(slices.Index(times, a.Time), slices.Index(times, b.Time)), strings.Compare(a.ID, b.ID))
}
