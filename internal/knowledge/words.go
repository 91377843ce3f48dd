package knowledge

import "slices"

// The closed word lists of knowledge entries.
type (
	Status      string
	Flag        string
	Level       string
	Frequency   string
	Mode        string
	Binding     string
	Category    string
	Layer       string
	Applier     string
	Expectation string
	HarmClass   string
	Cause       string
	HarmCell    string
	Form        string
	Standing    string
	Certainty   string
	Holder      string
	Stage       string
)

const (
	Withdrawn Status = "withdrawn"
	Yes       Flag   = "yes"

	Future  Mode = "future"
	Current Mode = "current"

	One        Binding = "" // also written "one"
	Necessary  Binding = "necessary"
	Sufficient Binding = "sufficient"
	Optional   Binding = "optional"
	Absent     Binding = "absent"

	ExpectMatch    Expectation = "match"
	ExpectNoMatch  Expectation = "no-match"
	ExpectQuestion Expectation = "question"
)

func (Status) Words() []string { return []string{"draft", "reviewed", "withdrawn"} }
func (Flag) Words() []string   { return []string{"yes", "no"} }
func (Level) Words() []string {
	return []string{"very-low", "low", "medium", "high", "very-high", "safe"}
}

func (Frequency) Words() []string {
	return []string{"negligible", "very-low", "low", "medium", "high", "very-high"}
}
func (Mode) Words() []string { return []string{"future", "current"} }
func (Binding) Words() []string {
	return []string{"one", "necessary", "sufficient", "optional", "absent"}
}

func (Category) Words() []string {
	return []string{
		"access", "spoofing", "tampering", "disclosure", "denial", "elevation", "physical", "supply-chain", "update",
		"wireless", "human", "data-quality", "clinical", "side-effect", "accident",
	}
}

func (Layer) Words() []string {
	return []string{"device", "interface", "host", "network", "site", "cloud", "organisation", "person"}
}

func (Applier) Words() []string {
	return []string{"manufacturer", "integrator", "operator", "patient", "supplier"}
}

// The sorts of causes that risk management keeps apart (ISO 14971 5.2 for misuse, AAMI TIR57 for attacks and side effects).
const (
	Attack     Cause = "attack"      // somebody means to
	Misuse     Cause = "misuse"      // reasonably foreseeable misuse: slips, short cuts, too much reliance
	Failure    Cause = "failure"     // what fails, drifts or lapses without anybody meaning to
	SideEffect Cause = "side-effect" // of a control
)

// Causes lists the sorts in the order in which they are shown.
func Causes() []Cause { return []Cause{Attack, Misuse, Failure, SideEffect} }

func (Cause) Words() []string { return []string{"attack", "misuse", "failure"} }

func (Expectation) Words() []string { return []string{"match", "no-match", "question"} }
func (HarmClass) Words() []string {
	return []string{"direct", "indirect", "psychological", "privacy", "third-party"}
}
func (HarmCell) Words() []string { return []string{"acceptable", "reduce", "unacceptable"} }

// Rank is the level as a number 0 to 5; -1 where nothing was said.
func (l Level) Rank() int { return slices.Index(l.Words(), string(l)) }

// Rank is the frequency as a likelihood 0 to 5; -1 where nothing was said.
func (f Frequency) Rank() int { return slices.Index(f.Words(), string(f)) }

// The standing of a document.
const (
	InForce    Standing = "in-force"
	Draft      Standing = "draft"
	Superseded Standing = "superseded"
)

func (Form) Words() []string      { return []string{"law", "guidance", "standard", "proposal"} }
func (Standing) Words() []string  { return []string{"in-force", "draft", "superseded"} }
func (Certainty) Words() []string { return []string{"checked", "secondary", "general"} }

// Words of Holder: who has a duty.
func (Holder) Words() []string {
	return []string{"manufacturer", "integrator", "operator", "professional", "patient", "notified-body", "authority", "economic-operator", "deployer"}
}

// Words of Stage, in the order of the life of a device.
func (Stage) Words() []string {
	return []string{
		"organisation", "plan", "risk", "requirements", "design", "implementation", "verification", "release", "deployment", "operation",
		"monitoring", "response", "end-of-life",
	}
}
