package spyderisk

// Model is a system model: what the user asserted and, if the file holds it, what Spyderisk inferred and computed. Slices are
// sorted by URI (asserted assets and links first), so that files with the same statements give the same Model.
type Model struct {
	URI           string // of the model and of its asserted graph; stored results are in the graph URI + "/inf"
	Label         string
	Comment       string
	Base          *Base
	DomainVersion string // of the base that gave the results; the tables of a base do not tell theirs
	Mode          string // "CURRENT" or "FUTURE": of the stored results, else as asserted; may be empty
	Valid         bool   // the inferred graph belongs to the asserted one
	RisksValid    bool   // the results belong to the inferred graph
	Validating    bool   // the server was at work when the model was exported
	Calculating   bool
	Risk          int // of the whole system, or NoLevel
	Created       string
	Modified      string
	HasResults    bool // there is an inferred graph
	Unexpanded    bool // made with a base that was not expanded for populations

	Assets []*Asset
	Links  []*AssetLink

	// What the user set. It may concern assets that only construction brings about, and therefore names them by id.
	Proposals    []Proposal
	TrustLevels  []TrustSetting
	ImpactLevels []ImpactSetting

	// Stored results.
	Nodes         []*BoundNode
	Matches       []*Match
	Threats       []*ThreatAt
	Strategies    []*StrategyAt
	ControlSets   []*ControlSet
	Misbehaviours []*MisbehaviourSet
	TrustSets     []*TrustSet
	ImpactSets    []*ImpactSet

	Quads   []Quad         // everything, for a round trip without loss
	Unknown map[string]int // statements that were kept as quads only, by predicate (rdf:type: by class)

	byURI map[Term]any
	byID  map[string]*Asset
}

// Asset is an asset. Its id is what names of sets and matches are made of; for an asserted asset it is whatever the file says.
type Asset struct {
	URI        string
	ID         string
	Label      string
	Class      *Class
	Population int // on the base's scale of population; 0 is a single asset
	Asserted   bool

	// Of inferred assets.
	CreatedBy                      *ConstructionPattern
	MinCardinality, MaxCardinality int       // 1 and 1 in every known model
	DisplayedAt                    *Asset    // the asset that stands for it in the user's picture,
	DisplayedFrom, DisplayedTo     *Asset    // or the two ends
	DisplayedOn                    *Relation // of a link

	// Of asserted assets, in the user's picture.
	X, Y    int
	Visible bool
}

// AssetLink is a link between assets. An inferred cardinality is 1 or -1 for many; 0 means that none is given.
type AssetLink struct {
	From              *Asset
	Relation          *Relation
	To                *Asset
	Asserted          bool
	URI               string // of the statement of cardinalities; empty without one
	SourceCardinality int
	TargetCardinality int
}

// Proposal is a control the user set, or a coverage the user gave it.
type Proposal struct {
	URI      string
	Control  *Control
	Variant  Variant
	AssetID  string
	Proposed bool
	Coverage int // on the scale of trust, or NoLevel
}

// TrustSetting is a level the user assumed.
type TrustSetting struct {
	URI       string
	Attribute *TrustAttribute
	Variant   Variant
	AssetID   string
	Level     int
}

// ImpactSetting is an impact the user gave.
type ImpactSetting struct {
	URI          string
	Misbehaviour *Misbehaviour
	Variant      Variant
	AssetID      string
	Level        int
}

// BoundNode is a role played by an asset.
type BoundNode struct {
	URI   string
	Role  *Role
	Asset *Asset
}

// Match is a place where a pattern matches.
type Match struct {
	URI        string
	Label      string
	Pattern    *MatchingPattern
	Population int
	Nodes      []*BoundNode // all; the lists below part them
	Unique     []*BoundNode // root nodes
	Necessary  []*BoundNode // mandatory, not sufficient
	Sufficient []*BoundNode
	Optional   []*BoundNode
}

// Cause is a *TrustSet or a *MisbehaviourSet.
type Cause interface{ causeURI() string }

// ThreatAt is a threat at a match.
type ThreatAt struct {
	URI        string
	Label      string
	Comment    string
	Threat     *Threat
	Variant    Variant
	Min, Max   *ThreatAt // of the average threat in a population
	Of         *ThreatAt // of the other two
	Match      *Match
	Threatens  *Asset
	Frequency  int // or NoLevel
	Effects    []*MisbehaviourSet
	Entry      []*TrustSet
	Conditions []*MisbehaviourSet

	// Flags; an absent flag is false.
	NormalOperation, Secondary, Triggered bool

	Likelihood      int // "prior"; NoLevel if the threat is not considered (no causes, or triggered by nothing that is on)
	Risk            int
	RootCause       bool
	InitialCause    bool
	CausedBy        []Cause
	DirectEffects   []*MisbehaviourSet
	IndirectEffects []*MisbehaviourSet
	IndirectThreats []*ThreatAt

	BlockedBy, MitigatedBy, TriggeredBy []*StrategyAt
}

// StrategyAt is a strategy with the control sets it consists of.
type StrategyAt struct {
	URI                         string
	Comment                     string
	Strategy                    *Strategy
	Coverage                    int // the blocking effect if enabled, else 0
	Enabled                     bool
	NotCurrent                  bool // isCurrentRisk is false
	Mandatory, Optional         []*ControlSet
	Blocks, Mitigates, Triggers []*ThreatAt
}

// ControlSet is a control at an asset.
type ControlSet struct {
	URI      string
	Control  *Control
	Variant  Variant
	Min, Max *ControlSet
	Of       *ControlSet
	Asset    *Asset
	Proposed bool
	Coverage int
}

// MisbehaviourSet is a misbehaviour at an asset.
type MisbehaviourSet struct {
	URI               string
	Misbehaviour      *Misbehaviour
	Variant           Variant
	Min, Max          *MisbehaviourSet
	Of                *MisbehaviourSet
	Asset             *Asset
	Impact            int // the default, whatever the user asserted; see ImpactLevels
	Likelihood        int
	Risk              int
	NormalOperation   bool
	CausedBy, Threats []*ThreatAt // that cause it, and that it causes
}

// TrustSet is a trust attribute at an asset.
type TrustSet struct {
	URI       string
	Attribute *TrustAttribute
	Variant   Variant
	Min, Max  *TrustSet
	Of        *TrustSet
	Asset     *Asset
	Asserted  int // what the user assumed, else the default
	Inferred  int
	External  bool
	Threats   []*ThreatAt // that it causes
}

func (s *TrustSet) causeURI() string        { return s.URI }
func (s *MisbehaviourSet) causeURI() string { return s.URI }

// ImpactSet pairs a trust attribute with the misbehaviour that undermines it at an asset.
type ImpactSet struct {
	URI          string
	Misbehaviour *MisbehaviourSet
	Attribute    *TrustSet
}

// AssetByID finds an asset by its id.
func (m *Model) AssetByID(id string) *Asset { return m.byID[id] }

// Find returns the object with a URI: an *Asset, *BoundNode, *Match, *ThreatAt, *StrategyAt, *ControlSet, *MisbehaviourSet, *TrustSet
// or *ImpactSet; or nil.
func (m *Model) Find(uri string) any {
	x := m.byURI[IRITerm(uri)]
	if _, hidden := x.(*cardinality); hidden {
		return nil
	}
	return x
}
