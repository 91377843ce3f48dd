// Package spyderisk reads and writes the formats of the Spyderisk System Modeller: a knowledge base as a folder of CSV tables, and
// a system model as N-Quads. It knows the formats and how identifiers are built (FORMAT.md); it computes no risk.
package spyderisk

// Base is a knowledge base with its references resolved. Slices are in file order, and each object has its place in its
// slice as Index. Names are without prefix: "Server" for domain#Server. A Base is not changed after reading.
type Base struct {
	Name    string // label of the base: "NETWORK"
	Comment string
	URI     string // of the domain ontology
	Graph   string // URI of the graph a model names as its base
	Digest  string // SHA-256 over the tables, in hexadecimal

	Features map[string]bool // declared features of the format; a base that was read has all those we rely on
	Packages []*Package

	Classes       []*Class
	Relations     []*Relation
	Roles         []*Role
	Roots         []*RootPattern
	Patterns      []*MatchingPattern
	Rules         []*ConstructionPattern // in file order; Priority orders them
	Misbehaviours []*Misbehaviour
	Attributes    []*TrustAttribute
	Controls      []*Control
	Categories    []*Category
	Threats       []*Threat
	Strategies    []*Strategy
	Compliance    []*ComplianceSet
	Impacts       []TrustImpact // misbehaviour that undermines a trust attribute (TWIS)
	Inhibited     []Inhibition  // empty in every published base

	Likelihood, Impact, Trust, Risk, Population, Cost, Performance Scale

	RiskTable [][]int // [impact][likelihood] -> risk

	OldNames []OldName // empty in every published base

	classes       map[string]*Class
	relations     map[string]*Relation
	roles         map[string]*Role // by URI, with the prefix Role_
	roleNames     map[string]*Role
	roots         map[string]*RootPattern
	patterns      map[string]*MatchingPattern
	rules         map[string]*ConstructionPattern
	misbehaviours map[string]*Misbehaviour
	attributes    map[string]*TrustAttribute
	controls      map[string]*Control
	categories    map[string]*Category
	threats       map[string]*Threat
	strategies    map[string]*Strategy
	packages      map[string]*Package
}

// Package groups entries; it has no meaning for the risk.
type Package struct {
	ID, Label, Comment, PresentedAs string
	Rank                            int
	DependsOn                       []*Package
}

// Class is a class of assets.
type Class struct {
	Index              int
	ID, Label, Comment string
	Icon, Package      string
	Parents            []*Class
	Assertable         bool // the user may place it
	Constructed        bool // a rule may infer it
	Visible            bool
	ConstructionState  bool // exists during construction only, and is dropped afterwards
	Palette            bool // a heading in the user's palette
	DefaultImpacts     []DefaultImpact
	DefaultTrust       []DefaultTrust
	ControlSettings    []ControlSetting
}

// DefaultImpact says that assets of exactly this class have a misbehaviour, and its impact. There is no inheritance: the
// published bases have a row for each class that can occur.
type DefaultImpact struct {
	ID           string // "MADS-<misbehaviour>-<class>"
	Misbehaviour *Misbehaviour
	Level        int
}

// DefaultTrust says that assets of exactly this class have a trust attribute, and its level.
type DefaultTrust struct {
	ID          string
	Attribute   *TrustAttribute
	Level       int
	Independent bool // in a population the members' levels vary independently
}

// ControlSetting says whether a control can be placed on assets of exactly this class.
type ControlSetting struct {
	ID          string
	Control     *Control
	Assertable  bool // FALSE: no control set is made
	Level       int  // coverage, on the scale of trust
	Independent bool
}

// Relation is a type of directed link.
type Relation struct {
	Index                            int
	ID, Label, Comment, Package      string
	Parents                          []*Relation
	Domains, Ranges                  []*Class
	Assertable, Constructed, Visible bool
	Hidden, Loopback                 bool
	ConstructionState                bool // exists during construction only
}

// Role is the part an asset plays in a pattern. Its name is without the prefix Role_.
type Role struct {
	Index                       int
	ID, Label, Comment, Package string
	Classes                     []*Class // assets that can play it
}

// Node is a role in a pattern, with the class the asset must belong to: Node-<role>-<class>.
type Node struct {
	Role  *Role
	Class *Class
}

// Link is a relation between two roles: Link-<role>-<relation>-<role>.
type Link struct {
	From     *Role
	Relation *Relation
	To       *Role
}

// RootNode is bound to exactly one asset. A match is named after all root nodes; its label and population come from the key
// nodes alone.
type RootNode struct {
	Node
	Key bool
}

// RootPattern is the part of a pattern whose nodes are bound one to one.
type RootPattern struct {
	Index                       int
	ID, Label, Comment, Package string
	Nodes                       []RootNode
	Links                       []Link
	Loopback, Parallel          bool
}

// PatternNode collects all matching assets. Without a flag it is optional.
type PatternNode struct {
	Node
	Mandatory, Prohibited, Sufficient bool
}

// PatternLink ties a node to the root pattern, or must be absent.
type PatternLink struct {
	Link
	Prohibited bool
}

// DistinctGroup lists nodes that must be bound to different assets.
type DistinctGroup struct {
	ID, Label string
	Nodes     []Node
}

// MatchingPattern extends a root pattern.
type MatchingPattern struct {
	Index                       int
	ID, Label, Comment, Package string
	Root                        *RootPattern
	Nodes                       []PatternNode
	Links                       []PatternLink
	Distinct                    []DistinctGroup
	Loopback, Parallel          bool
}

// Has tells whether a role is a node of the pattern.
func (p *MatchingPattern) Has(r *Role) bool {
	for _, n := range p.Root.Nodes {
		if n.Role == r {
			return true
		}
	}
	for _, n := range p.Nodes {
		if n.Role == r {
			return true
		}
	}
	return false
}

// InferredNode is an asset that a rule adds, with the nodes whose ids make up its own.
type InferredNode struct {
	Node
	Setting     string // "INS-..."
	Includes    []Node // in file order, which is the order in the id
	DisplayedAt *Node  // the asset that stands for it in the user's picture,
	DisplayedOn *Link  // or the link; at most one of the two is set
}

// ConstructionPattern is a rule that adds assets and links.
type ConstructionPattern struct {
	Index                       int
	ID, Label, Comment, Package string
	Priority                    int // rules run in ascending order
	Iterate                     bool
	MaxIterations               int
	Loopback, Parallel          bool
	Pattern                     *MatchingPattern
	Links                       []Link
	Nodes                       []InferredNode
	Predecessors, Successors    []*ConstructionPattern // empty in every published base
}

// Misbehaviour is a consequence.
type Misbehaviour struct {
	Index                               int
	ID, Label, Comment, Package, Abbrev string
	Visible                             bool
	Locations                           []*Class
}

// TrustAttribute is an assumption about an asset.
type TrustAttribute struct {
	Index                       int
	ID, Label, Comment, Package string
	Visible                     bool
	Locations                   []*Class
}

// TrustImpact pairs a misbehaviour with the trust attribute it undermines.
type TrustImpact struct {
	ID           string
	Misbehaviour *Misbehaviour
	Attribute    *TrustAttribute
}

// Inhibition pairs misbehaviours; no published base uses it, and its meaning is not known to us.
type Inhibition struct {
	ID          string
	Inhibited   *Misbehaviour
	InhibitedBy *Misbehaviour
}

// Control is a security control.
type Control struct {
	Index                       int
	ID, Label, Comment, Package string
	Visible                     bool
	Cost, Performance           int
	Locations                   []*Class
	Parents                     []*Control // empty in every published base
}

// Category groups threats.
type Category struct {
	ID, Label, Comment string
}

// MisbehaviourAt is a misbehaviour at every asset of a role: MS-<misbehaviour>-<role>.
type MisbehaviourAt struct {
	Misbehaviour *Misbehaviour
	Role         *Role
}

// TrustAt is a trust attribute at every asset of a role: TWAS-<attribute>-<role>.
type TrustAt struct {
	Attribute *TrustAttribute
	Role      *Role
}

// ControlAt is a control at every asset of a role: CS-<control>-<role>.
type ControlAt struct {
	Control  *Control
	Role     *Role
	Optional bool
}

// NoLevel stands for a level that is not given.
const NoLevel = -1

// Threat leads from causes (entry points, conditions) to effects at roles of a pattern.
type Threat struct {
	Index                       int
	ID, Label, Comment, Package string
	Category                    *Category // may be nil
	Pattern                     *MatchingPattern
	Threatens                   *Role
	Secondary, NormalOperation  bool
	Current, Future             bool
	Frequency                   int              // likelihood that caps the threat, or NoLevel
	Effects                     []MisbehaviourAt // ThreatEffects
	EntryPoints                 []TrustAt        // ThreatEntryPoints
	Conditions                  []MisbehaviourAt // ThreatSEC: causes that are misbehaviours
	BlockedBy, MitigatedBy      []*Strategy
	TriggeredBy                 []*Strategy
}

// Strategy is a set of controls that blocks, mitigates or triggers threats.
type Strategy struct {
	Index                       int
	ID, Label, Comment, Package string
	Effect                      int // blocking effect on the scale of trust
	Current, Future             bool
	Controls                    []ControlAt
	Blocks, Mitigates, Triggers []*Threat
}

// ComplianceSet lists threats that a rule demands to be treated.
type ComplianceSet struct {
	ID, Label, Comment, Package string
	Threats                     []*Threat
}

// OldName gives the name of a matching pattern in version 5.
type OldName struct {
	Pattern        *MatchingPattern
	Name5, Comment string
}

// Level is a step of a scale.
type Level struct {
	Value              int
	ID, Label, Comment string
}

// Scale is an ascending list of levels; a level's value is its place.
type Scale struct {
	Levels []Level
	index  map[string]int
}

// Value is the place of a named level.
func (s *Scale) Value(id string) (int, bool) {
	v, ok := s.index[id]
	return v, ok
}

// Top is the highest value.
func (s *Scale) Top() int { return len(s.Levels) - 1 }

// The lookups return nil for a name the base does not have.

func (b *Base) Class(id string) *Class               { return b.classes[id] }
func (b *Base) Relation(id string) *Relation         { return b.relations[id] }
func (b *Base) Role(id string) *Role                 { return b.roleNames[id] }
func (b *Base) Root(id string) *RootPattern          { return b.roots[id] }
func (b *Base) Pattern(id string) *MatchingPattern   { return b.patterns[id] }
func (b *Base) Rule(id string) *ConstructionPattern  { return b.rules[id] }
func (b *Base) Misbehaviour(id string) *Misbehaviour { return b.misbehaviours[id] }
func (b *Base) Attribute(id string) *TrustAttribute  { return b.attributes[id] }
func (b *Base) Control(id string) *Control           { return b.controls[id] }
func (b *Base) Threat(id string) *Threat             { return b.threats[id] }
func (b *Base) Strategy(id string) *Strategy         { return b.strategies[id] }
