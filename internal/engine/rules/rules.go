// Package rules is a knowledge base in the terms of the engine: names by number, patterns of roles, causes and effects. What
// knowledge is written in (our own entries, the tables of Spyderisk) is compiled to a Set; the engine knows nothing else.
package rules

// Set is a whole knowledge base. Things refer to each other by their place in these lists. All levels are 0 to 5.
type Set struct {
	Kinds         []Kind
	Relations     []Relation
	Facts         []Fact
	Attributes    []Attribute // trust attributes
	Consequences  []Consequence
	Controls      []Control
	Patterns      []Pattern
	Constructions []Construction // in the order in which they run
	Threats       []Threat
	Checks        []Check
	Looks         []Look
	Scales        Scales

	// ID names an inferred element after its kind and the ids of the elements it is made for; nil gives kind(id,id).
	ID func(kind string, of []string) string
	// Title is the title of an inferred element; nil leaves it to the title of its construction.
	Title func(kind int, of []string) string
	// Threat names a threat after the ids of the elements bound one to one, in the order of the pattern's roles; nil gives a hash.
	Threat func(threat int, elements []string) string
	// AverageImpact says that the impact of a consequence counts for the average member of a population alone.
	AverageImpact bool
}

// Kind is a type of element.
type Kind struct {
	Name         string
	Up           []int // more general kinds
	Construction bool  // elements exist only while rules run
	Facts        []Known
}

// Known is the value of a fact that holds for a kind unless the model says otherwise.
type Known struct {
	Fact  int
	Value uint8
}

// Relation is a type of directed link.
type Relation struct {
	Name         string
	Up           []int // more general relations
	Construction bool  // links exist only while rules run
}

// Fact can be known of an element. The values are numbered from 1; 0 is unknown.
type Fact struct {
	Name, Question, Why string
	Values              []string
	On                  []bool // by kind
}

// NotHere marks a kind at which an attribute or a consequence does not exist.
const NotHere = -1

// Attribute is an assumption about an element.
type Attribute struct {
	Name         string
	At           []int8   // default level by kind, or NotHere
	Shared       []bool   // by kind: all members of a population have the same level; nil where none
	Setters      []Setter // facts that imply another level
	UnderminedBy int      // consequence at the same element that takes the trust away, or NotHere
}

// Setter says that a fact with certain values implies a level.
type Setter struct {
	Guard
	Level uint8
}

// Consequence is a bad state of an element.
type Consequence struct {
	Name, Says string
	At         []int8 // default impact by kind, or NotHere
}

// Control can be placed on elements.
type Control struct {
	Name, Title string
	At          []bool // by kind
	Shared      []bool // by kind: it covers all members of a population alike; nil where none
}

// Pattern is a small graph of roles that is looked for in a system.
type Pattern struct {
	Roles    []Role
	Links    []Link
	Distinct [][]int // groups of roles that must be different elements
}

// Binding says how many elements play a role.
type Binding uint8

const (
	One        Binding = iota // exactly one
	Necessary                 // all that fit, at least one; the threat needs all of them
	Sufficient                // all that fit, at least one; one of them is enough for the threat
	Optional                  // all that fit
	Absent                    // none may fit
)

// Role is one node of a pattern.
type Role struct {
	Name    string
	Kind    int
	Binding Binding
	Aside   bool // bound to one, but a match is not of it: its population does not count
	Guards  []Guard
}

// Guard is a condition on a fact: bit v of Allowed is set for each value v that fulfils it.
type Guard struct {
	Fact    int
	Allowed uint64
}

// Link is a relation between two roles, or, with Not, its absence. In a construction, roles beyond the pattern's are the
// inferred ones.
//
// At a role that collects, Not leaves out elements that have the link; with Whole, one of them spoils the whole match.
type Link struct {
	From, Relation, To int
	Not, Whole         bool
}

// Construction infers elements and links wherever its pattern matches.
type Construction struct {
	Name    string
	Pattern int
	Infers  []Infer
	Adds    []Link
	Rounds  int // how often it may run; 0 until nothing is new
}

// Infer is an element that a construction adds: one for each binding of the roles in Of.
type Infer struct {
	Kind  int
	Title string // with roles in braces
	Of    []int
}

// Check finds places where a system is likely described incompletely. It has no effect on levels.
type Check struct {
	Name, Title string // title with roles in braces
	Pattern     int
}

// Look is a pattern that others ask about by name. It has no effect on levels.
type Look struct {
	Name    string
	Pattern int
}

// Threat leads from causes to effects.
type Threat struct {
	Name            string
	Title           string // with roles in braces
	Category        string
	Cause           string // sort of cause that it begins with
	Version         int
	Pattern         int
	Causes, Effects []Term
	Frequency       uint8 // highest likelihood
	Future, Current bool  // modes in which it counts
	Secondary       bool  // only passes consequences on
	Normal          bool  // belongs to normal operation
	BlockedBy       []Strategy
	MitigatedBy     []Strategy // as if blocked, at design time only
	TriggeredBy     []Strategy // one of them must be on; always open where there are none
}

// Term is a consequence at a role, or with Low the weakness of a trust attribute.
type Term struct {
	Role, Name int
	Low        bool
}

// Strategy is a set of controls at roles of a threat's pattern; it is on when all of them are in place.
type Strategy struct {
	Name            string
	Needs           []Need
	Effect          uint8 // trust it gives
	Future, Current bool  // modes in which it counts
}

// Need is a control at every element of a role.
type Need struct {
	Control, Role int
	IfBound       bool // a role that nothing plays needs nothing; else the strategy does not exist there
}

// Scales are the words for levels, and the table of risk.
type Scales struct {
	Likelihood, Trust, Impact, Risk []string
	RiskTable                       [][]int // by impact and likelihood
}

// Above lists, for each of n things, itself and all above it, nearest first.
func Above(n int, up func(i int) []int) [][]uint16 {
	out := make([][]uint16, n)
	seen := make([]int, n) // the thing for which another one was last met, from 1
	for i := range n {
		list := []uint16{uint16(i)}
		seen[i] = i + 1
		for j := 0; j < len(list); j++ {
			for _, p := range up(int(list[j])) {
				if seen[p] != i+1 {
					seen[p] = i + 1
					list = append(list, uint16(p))
				}
			}
		}
		out[i] = list
	}
	return out
}
