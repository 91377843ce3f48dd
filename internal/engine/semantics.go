package engine

// Semantics says in which way the rules of a base are read.
//
// Parity gives what Spyderisk gives, number for number, so that its users can check us and bring their results along. All that
// it does differently from Correct is in this file.
type Semantics uint8

const (
	Correct Semantics = iota
	Parity
)

// coverageCounts: a control that covers a part holds a threat down only so far. Spyderisk reads the coverage of a control and
// does not use it.
func (s Semantics) coverageCounts() bool { return s == Correct }

// reachesAll: a threat to something single that acts on a population reaches every member. Spyderisk raises the average
// member alone, so that the least and the most likely one can lie on one side of it.
func (s Semantics) reachesAll() bool { return s == Correct }

// takesPart tells whether a trust attribute with a weakness (the inverse of its level) is a cause of a threat with a likelihood,
// both above 0. It is if it is weak enough to let the threat come so far; Spyderisk counts from the wrong end of its scale and also
// names attributes that are one level too strong.
func (s Semantics) takesPart(weakness, likelihood uint8) bool {
	if s == Parity {
		weakness++
	}
	return weakness >= likelihood
}

// spyderiskTable is the table of risk by impact and likelihood that Spyderisk has in its program for scales of these sizes; it does
// not look at the one of its base. The rows of the two highest impacts are equal.
var spyderiskTable = [][]int{
	{0, 0, 0, 0, 0, 0},
	{0, 0, 0, 0, 1, 1},
	{0, 0, 0, 1, 1, 2},
	{0, 0, 1, 2, 3, 3},
	{0, 1, 2, 3, 4, 4},
	{0, 1, 2, 3, 4, 4},
}

// riskTable is the table that counts.
func (s Semantics) riskTable(ofBase [][]int) [][]int {
	if s == Parity {
		return spyderiskTable
	}
	return ofBase
}

// mayRename: an inferred element whose id is already that of another one gets an id of its own. Spyderisk's ids are short hashes;
// where two meet it takes the two elements for one.
func (s Semantics) mayRename() bool { return s == Correct }
