// Package engine turns a system model and a knowledge base into threats, consequences and their levels. It is a pure
// calculation: it reads no files, keeps no clock, and gives the same result for the same input on every machine.
//
// The way of the data: Lower (model to typed graph), construct (infer elements), match (find threats), build (causal
// graph), propagate (levels), then attribution and explanation read the result.
package engine

// Input is a system as the engine sees it: typed assets and typed links, whatever language it was written in.
type Input struct {
	Assets []Asset
	Links  []Link
	Placed []Placed
}

// Asset is a node of the typed graph. Every element of a model is one: a device as well as a flow or a harm.
type Asset struct {
	ID         string
	Title      string
	Kind       string
	Population int              // 0 one, 1 few, 2 some, 3 many, 4 very many
	Facts      []FactValue      // what is known; what is missing is unknown
	Trust      []TrustLevel     // asserted levels
	Impacts    map[string]uint8 // impact 0-5 by consequence, where it is not 0
}

// FactValue is what the author says of a fact: one of its values, or Unknown, which takes a kind's default away.
type FactValue struct{ Fact, Value string }

// Unknown is the value of a fact that the author does not know.
const Unknown = "unknown"

// TrustLevel is an asserted level 0 (very low) to 5 (safe).
type TrustLevel struct {
	Attribute string
	Level     uint8
}

// Link is a typed directed link between assets, by index.
type Link struct {
	From     int
	Relation string
	To       int
}

// ControlState is how far a control is in place.
type ControlState uint8

const (
	ControlAbsent ControlState = iota
	ControlPlanned
	ControlPresent
)

// Placed is a control on an asset.
type Placed struct {
	Control  string
	Asset    int
	State    ControlState
	Coverage uint8 // trust level 0-5 that the control reaches at most, for its incomplete coverage; 5 where complete
}

// Mode says what counts: at design time planned controls do, at run time only present ones.
type Mode string

const (
	Future  Mode = "future"
	Current Mode = "current"
)
