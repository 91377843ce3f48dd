// Package indicators turns readings of indicators into what they change: levels of trust, of impact, and of what controls cover. It reads no
// device and keeps no clock: readings and the time are given to it. Applying the changes to a system is for others.
package indicators

import (
	"slices"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

// Reading is one answer to an indicator, about one element.
type Reading struct {
	Indicator string   `yaml:"indicator" need:"yes" doc:"Indicator of the knowledge base: IND-0001."`
	Element   string   `yaml:"element" need:"yes" doc:"Element of the description."`
	Value     string   `yaml:"value" need:"yes" doc:"Number, with or without its unit, or the word of the answer."`
	When      string   `yaml:"at" need:"yes" doc:"When it was read: 2026-11-26T14:30:00Z, or a day."`
	By        string   `yaml:"by" need:"yes" doc:"Who or what gave it."`
	Source    string   `yaml:"source" doc:"Where it can be looked up: report, ticket, log."`
	Note      string   `yaml:"note" doc:"Anything a reader should know."`
	At        diag.Pos `json:"-"`
}

// Element is an element of a system with its kind.
type Element struct{ ID, Kind string }

// Effect is what a reading, or another report, changes at an element: one of trust, impact and control.
type Effect struct {
	Element string             `json:"element"`
	Trust   string             `json:"trust,omitempty"`   // trust attribute
	Impact  string             `json:"impact,omitempty"`  // consequence
	Control string             `json:"control,omitempty"` // control, of which Level is what it covers
	State   State              `json:"state,omitempty"`   // of a control that is switched
	Op      knowledge.Operator `json:"op,omitempty"`
	Level   string             `json:"level,omitempty"` // very-low to safe; of impact none to very-high; absent where a control is only switched

	Because   string `json:"because"`
	Indicator string `json:"indicator,omitempty"`
	Value     string `json:"value,omitempty"` // of the reading
	By        string `json:"by,omitempty"`
	Source    string `json:"source,omitempty"`

	Since string   `json:"since,omitempty"` // from when it counts
	Until string   `json:"until,omitempty"` // when time changes it; without end where absent
	Due   string   `json:"due,omitempty"`   // when a new reading should be there
	Aged  bool     `json:"aged"`            // that time has passed
	At    diag.Pos `json:"-"`
}

// State is whether a control is in place.
type State string

// States of a control.
const (
	Present State = "present"
	Absent  State = "absent"
)

// Rank is the level as a number 0 to 5; -1 where there is none.
func (e *Effect) Rank() int {
	if e.Impact != "" {
		return slices.Index(knowledge.ImpactLevel("").Words(), e.Level)
	}
	return knowledge.Level(e.Level).Rank()
}

// Level is what several effects on one thing come to, beginning with the rank 0 to 5 that holds without them: what was read last decides, what
// only raises or only lowers counts after that, and the worst of these has the last word.
func Level(rank int, effects []Effect) int {
	decided := ""
	for _, e := range effects {
		if e.Op == knowledge.Is && e.Rank() >= 0 && e.Since >= decided {
			rank, decided = e.Rank(), e.Since
		}
	}
	bound := func(op knowledge.Operator) {
		for _, e := range effects {
			switch {
			case e.Op != op || e.Rank() < 0:
			case op == knowledge.AtLeast:
				rank = max(rank, e.Rank())
			default:
				rank = min(rank, e.Rank())
			}
		}
	}
	order := []knowledge.Operator{knowledge.AtLeast, knowledge.AtMost}
	if len(effects) > 0 && effects[0].Impact != "" {
		slices.Reverse(order) // more impact is worse
	}
	for _, op := range order {
		bound(op)
	}
	return rank
}
