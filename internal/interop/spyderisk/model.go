package spyderisk

// Model is a system model: what the user asserted, and, when the file holds it, what Spyderisk inferred and computed. Slices of
// asserted things are in file order with assets first by URI, those of stored results sorted by URI, so that two files with the
// same statements give the same Model.
type Model struct {
	URI           string // of the model, which is also its asserted graph; the stored results are in URI + "/inf"
	Label         string
	Comment       string
	Base          *Base
	DomainGraph   string // the base the model names
	DomainVersion string // of the base that gave the results; the CSV tables of a base do not tell theirs
	Mode          string // "CURRENT" or "FUTURE", of the stored results; else what was asserted; may be empty
	Valid         bool   // the inferred graph belongs to the asserted one
	RisksValid    bool   // the results belong to the inferred graph
	Risk          int    // of the whole system, or NoLevel
	Created       string
	Modified      string
	HasResults    bool // there is an inferred graph

	Assets []*Asset // asserted first, each part sorted by URI
	Links  []*Link1

	// What the user set. It can name assets that only construction brings about.
	Proposals []Proposal
	Levels    []TrustSetting
	Wishes    []ImpactSetting

	Nodes         []*BoundNode
	Matches       []*Match
	Threats       []*ThreatAt
	Strategies    []*StrategyAt
	ControlSets   []*ControlSet
	Misbehaviours []*MisbehaviourSet
	TrustSets     []*TrustSet
	ImpactSets    []*ImpactSet

	Quads   []Quad         // everything, for a round trip without loss
	Unknown map[string]int // statements that were only kept as quads, by predicate (for rdf:type: by predicate and object)

	byURI map[Term]any
	byID  map[string]*Asset
}
