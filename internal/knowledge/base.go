// Package knowledge is what Cordon knows of devices, threats, controls and harms: the types of its entries, reading them
// from files, and checking that they are well written. It does not apply them to a model; the engine does.
package knowledge

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Base is a whole knowledge base: the shipped one, with the user's packs on top. Entries are sorted by id.
type Base struct {
	Packs          []Pack // what it is made of: the shipped base, then packs
	Scales         Scales
	Kinds          []Kind
	Relations      []Relation
	Facts          []Fact
	Trust          []TrustAttribute
	Consequences   []Consequence
	Rules          []ConstructionRule
	Threats        []Threat
	Controls       []Control
	Strategies     []Strategy
	Checks         []ModelCheck
	Weaknesses     []Weakness
	Properties     []Property
	Documents      []Document
	Criteria       []Criterion
	Crosswalks     []Crosswalk
	Terms          []GlossaryTerm
	Duties         []Duty
	Questionnaires []Questionnaire
	Templates      []Template
	Indicators     []Indicator
	Clocks         []ReportingClock
	Vectors        Vectors
	Ageing         Ageing
	Digest         string `json:"-"` // SHA-256 over all entries in canonical form, in hexadecimal
}

// Pack says, in pack.yaml, what a knowledge base or a pack of entries is called, and of which version it is.
type Pack struct {
	ID      string   `yaml:"id" need:"yes" doc:"Short name, stable for its life." json:"id"`
	Title   string   `yaml:"title" need:"yes" doc:"What it is, in a line." json:"title"`
	Version string   `yaml:"version" need:"yes" doc:"Three numbers: the first is raised when entries change their meaning or are withdrawn, the second when there are new ones, the third for better words." json:"version"`
	At      diag.Pos `json:"-"`
}

// Entry is what all entries have.
type Entry struct {
	ID         string   `yaml:"id" need:"yes" doc:"Permanent id; equals the file name."`
	Title      string   `yaml:"title" need:"yes" doc:"One line; in rules and threats with roles in braces."`
	Version    int      `yaml:"version" range:"1-999" doc:"Raised when the meaning changes; 1 where absent." json:",omitempty"`
	Status     Status   `yaml:"status" doc:"draft (the default: written and linted), reviewed (a second person checked pattern and sources) or withdrawn." json:",omitempty"`
	ReplacedBy string   `yaml:"replaced-by" doc:"Entry to use instead of a withdrawn one." json:",omitempty"`
	At         diag.Pos `json:"-"`
}

// IsEntry marks entries for the formatter.
func (Entry) IsEntry() {}

// Source names a document and a place in it.
type Source struct {
	Document string `yaml:"document" need:"yes" doc:"Title, with edition or date."`
	Part     string `yaml:"part" doc:"Section, page or item." json:",omitempty"`
}

// Kind is a type of element; kinds form a hierarchy with several parents.
type Kind struct {
	Entry        `yaml:",inline"`
	Is           []string                    `yaml:"is" doc:"More general kinds." json:",omitempty"`
	Block        string                      `yaml:"block" doc:"Block of the model language in which elements of this kind stand; inherited." json:",omitempty"`
	Abstract     Flag                        `yaml:"abstract" doc:"yes where only the kinds below it are used in models." json:",omitempty"`
	Says         string                      `yaml:"says" need:"yes" doc:"What it is, in a sentence."`
	Facts        yamltext.Map[yamltext.Word] `yaml:"facts" doc:"Facts that hold for every element of this kind unless the author says otherwise." json:",omitempty"`
	Construction Flag                        `yaml:"construction-only" doc:"yes where elements exist only while rules run." json:",omitempty"`
	Harm         *HarmGuide                  `yaml:"harm" doc:"For kinds of harm: what is typical." json:",omitempty"`
	Sources      []Source                    `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// HarmGuide tells an author what is typical of a kind of harm.
type HarmGuide struct {
	Class    HarmClass         `yaml:"class" need:"yes" doc:"direct, indirect, psychological, privacy or third-party."`
	Severity yamltext.Map[int] `yaml:"severity" need:"yes" range:"1-5" doc:"Typical severity per patient group."`
	Time     string            `yaml:"time-to-harm" need:"yes" doc:"Typical time from the situation to the harm: seconds, minutes, hours, days."`
	Hazards  []string          `yaml:"hazards" doc:"Kinds of hazard that typically lead to it." json:",omitempty"`
	Cues     []string          `yaml:"cues" need:"yes" doc:"What a person would notice."`
	At       diag.Pos          `json:"-"`
}

// Relation is a type of directed link.
type Relation struct {
	Entry        `yaml:",inline"`
	Is           []string `yaml:"is" doc:"More general relations." json:",omitempty"`
	From         string   `yaml:"from" need:"yes" doc:"Kind at the start."`
	To           string   `yaml:"to" need:"yes" doc:"Kind at the end."`
	Says         string   `yaml:"says" need:"yes" doc:"What it means, in a sentence."`
	Construction Flag     `yaml:"construction-only" doc:"yes where links exist only while rules run." json:",omitempty"`
	Sources      []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Fact is something that may be known of an element: yes, no, or one of a few words; unknown where nobody said.
type Fact struct {
	Entry    `yaml:",inline"`
	On       []string   `yaml:"on" need:"yes" doc:"Kinds it applies to."`
	Values   []string   `yaml:"values" doc:"Words it can take; yes and no where absent. unknown is always allowed." json:",omitempty"`
	Question string     `yaml:"question" need:"yes" doc:"The question put to the author; {it} is the element."`
	Why      string     `yaml:"why" need:"yes" doc:"What depends on the answer."`
	Sets     []FactSets `yaml:"sets" doc:"Trust levels that an answer implies." json:",omitempty"`
	Sources  []Source   `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// FactSets says which trust level an answer implies.
type FactSets struct {
	When  []string `yaml:"when" need:"yes" doc:"Values of the fact."`
	Trust string   `yaml:"trust" need:"yes" doc:"Trust attribute at the same element."`
	Level Level    `yaml:"level" need:"yes" doc:"Its level."`
	At    diag.Pos `json:"-"`
}

// TrustAttribute is an assumption at an element. Where its level is low, some threats are likely.
type TrustAttribute struct {
	Entry        `yaml:",inline"`
	On           []string    `yaml:"on" need:"yes" doc:"Kinds it applies to."`
	Default      Level       `yaml:"default" need:"yes" doc:"Level where nothing better is known."`
	ByKind       []KindLevel `yaml:"by-kind" doc:"Levels that differ for some kinds; the most specific kind counts." json:",omitempty"`
	Says         string      `yaml:"says" need:"yes" doc:"What is assumed, in a sentence."`
	UnderminedBy string      `yaml:"undermined-by" doc:"Consequence at the same element that takes the trust away." json:",omitempty"`
	Sources      []Source    `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// KindLevel is a level for a kind.
type KindLevel struct {
	Kind  string   `yaml:"kind" need:"yes" doc:"Kind of element."`
	Level Level    `yaml:"level" need:"yes" doc:"Level of the attribute there."`
	At    diag.Pos `json:"-"`
}

// Consequence is a bad state or behaviour at an element.
type Consequence struct {
	Entry   `yaml:",inline"`
	On      []string `yaml:"on" need:"yes" doc:"Kinds it applies to."`
	Says    string   `yaml:"says" need:"yes" doc:"The state as a phrase after the element's name: 'is controlled by an attacker'."`
	Sources []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// ConstructionRule infers elements and links from a pattern.
type ConstructionRule struct {
	Entry    `yaml:",inline"`
	Order    int  `yaml:"order" need:"yes" range:"1-99" doc:"Rules run by rising order."`
	Repeat   Flag `yaml:"repeat" doc:"yes where the rule runs until nothing new appears." json:",omitempty"`
	Pattern  `yaml:",inline"`
	Infers   yamltext.Map[InferredNode] `yaml:"infers" doc:"Elements to add, by role." json:",omitempty"`
	Adds     []string                   `yaml:"adds" doc:"Links to add, as 'role relation role'." json:",omitempty"`
	Says     string                     `yaml:"says" need:"yes" doc:"Why the inference is right."`
	Sources  []Source                   `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	Examples []Example                  `yaml:"examples" doc:"Small models in which the rule must add something, and in which it must not." json:"-"`
}

// InferredNode is an element that a rule adds: one for each binding of the named roles.
type InferredNode struct {
	Kind  string   `yaml:"kind" need:"yes" doc:"Kind of the new element."`
	Title string   `yaml:"title" need:"yes" doc:"Name of the new element, with roles in braces."`
	Of    []string `yaml:"of" need:"yes" doc:"Roles whose elements identify it."`
	At    diag.Pos `json:"-"`
}

// Pattern is a small graph of roles that is looked for in a model.
type Pattern struct {
	Where    yamltext.Map[Role] `yaml:"where" need:"yes" doc:"Roles: what each must be."`
	Links    []string           `yaml:"links" doc:"Links that must be there, as 'role relation role'; with 'not' before it, must not." json:",omitempty"`
	Distinct [][]string         `yaml:"distinct" doc:"Groups of roles that must be different elements." json:",omitempty"`
}

// Role is one node of a pattern.
type Role struct {
	Kind  string                 `yaml:"kind" need:"yes" doc:"Kind of element."`
	Role  Binding                `yaml:"role" doc:"one (the default), necessary, sufficient, optional or absent." json:",omitempty"`
	Facts yamltext.Map[[]string] `yaml:"facts" doc:"Values that a fact must have; while it is unknown the author is asked." json:",omitempty"`
	At    diag.Pos               `json:"-"`
}

// Threat is a rule from causes to effects.
type Threat struct {
	Entry          `yaml:",inline"`
	Category       Category `yaml:"category" need:"yes" doc:"Kind of threat."`
	Cause          Cause    `yaml:"cause" doc:"attack, misuse (reasonably foreseeable) or failure, where the category alone says otherwise: human is misuse; accident, data-quality and clinical are failure; all others attack." json:",omitempty"`
	Pattern        `yaml:",inline"`
	Causes         []string   `yaml:"causes" need:"yes" doc:"What must hold: 'low role.trust' or 'role.consequence'; all of them."`
	Effects        []string   `yaml:"effects" need:"yes" doc:"What then holds, as 'role.consequence'."`
	Frequency      Frequency  `yaml:"frequency" need:"yes" doc:"Highest likelihood the threat can have, from negligible to very-high."`
	Secondary      Flag       `yaml:"secondary" doc:"yes where it only passes consequences on." json:",omitempty"`
	Normal         Flag       `yaml:"normal" doc:"yes where it belongs to normal operation." json:",omitempty"`
	Counts         []Mode     `yaml:"counts" doc:"Modes in which it counts; both where absent." json:",omitempty"`
	BlockedBy      []string   `yaml:"blocked-by" doc:"Controls as 'CTL-0001 at role', and strategies." json:",omitempty"`
	TriggeredBy    []string   `yaml:"triggered-by" doc:"Controls or strategies whose presence opens it." json:",omitempty"`
	Unanswered     string     `yaml:"unanswered" doc:"Why no control answers it." json:",omitempty"`
	Story          string     `yaml:"story" need:"yes" doc:"What happens and why, in a few sentences."`
	Check          string     `yaml:"check" doc:"How to find out whether it applies." json:",omitempty"`
	FalsePositives string     `yaml:"false-positives" doc:"When it does not apply although the pattern matches." json:",omitempty"`
	References     References `yaml:"references" doc:"Entries of public catalogues." json:",omitzero"`
	Sources        []Source   `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	Examples       []Example  `yaml:"examples" doc:"Small models that must match, and that must not." json:"-"`
}

// CausedBy is the sort of cause that the threat begins with.
func (t *Threat) CausedBy() Cause {
	switch {
	case len(t.TriggeredBy) > 0 || t.Category == "side-effect":
		return SideEffect
	case t.Cause != "":
		return t.Cause
	case t.Category == "human":
		return Misuse
	case t.Category == "accident" || t.Category == "data-quality" || t.Category == "clinical":
		return Failure
	}
	return Attack
}

// References are ids in public catalogues.
type References struct {
	CWE     []string `yaml:"cwe" doc:"CWE ids, as CWE-287." json:",omitempty"`
	CAPEC   []string `yaml:"capec" doc:"CAPEC ids, as CAPEC-94." json:",omitempty"`
	Attack  []string `yaml:"attack" doc:"ATT&CK technique ids, as T0830." json:",omitempty"`
	EMB3D   []string `yaml:"emb3d" doc:"EMB3D threat ids, as TID-411." json:",omitempty"`
	Atlas   []string `yaml:"atlas" doc:"ATLAS technique ids, as AML.T0020." json:",omitempty"`
	OWASP   []string `yaml:"owasp" doc:"Items of the OWASP top tens for mobile, IoT and language models, as M1:2024, I1:2018, LLM01:2025." json:",omitempty"`
	LINDDUN []string `yaml:"linddun" doc:"LINDDUN threat types: L, I, Nr, D, DD, U or Nc." json:",omitempty"`
	At      diag.Pos `json:"-"`
}

// All lists the ids, each such that one sees of which catalogue it is.
func (r References) All() []string {
	out := slices.Concat(r.CWE, r.CAPEC, r.Attack, r.EMB3D, r.Atlas)
	for _, id := range r.OWASP {
		out = append(out, "OWASP "+id)
	}
	for _, id := range r.LINDDUN {
		out = append(out, "LINDDUN "+id)
	}
	return out
}

// Example is a claim about a threat, rule or check: that it applies to a small model, does not, or, for a threat, that it asks.
type Example struct {
	Says    string      `yaml:"says" need:"yes" doc:"What the example shows."`
	Expects Expectation `yaml:"expects" need:"yes" doc:"match, no-match or question."`
	Model   *yaml.Node  `yaml:"model" need:"yes" doc:"A model without its header."`
	At      diag.Pos
}

// Control is a measure that can be placed on elements of some kinds.
type Control struct {
	Entry         `yaml:",inline"`
	On            []string    `yaml:"on" need:"yes" doc:"Kinds it can be placed on."`
	Says          string      `yaml:"says" need:"yes" doc:"What it is and what it achieves."`
	Configure     string      `yaml:"configure" need:"yes" doc:"How it is done on typical platforms."`
	Plain         string      `yaml:"plain" doc:"What a patient or lay user does, in plain words; needed where a patient can apply it." json:",omitempty"`
	Layer         Layer       `yaml:"layer" need:"yes" doc:"Layer of defence."`
	AppliedBy     []Applier   `yaml:"applied-by" need:"yes" doc:"Who can apply it."`
	Effectiveness Level       `yaml:"effectiveness" need:"yes" doc:"Trust it gives against the threats it blocks, from very-low to safe."`
	Because       string      `yaml:"because" need:"yes" doc:"Why the effectiveness is not higher, and not lower."`
	Counts        []Mode      `yaml:"counts" doc:"Modes in which it counts; both where absent." json:",omitempty"`
	Cost          Cost        `yaml:"cost" need:"yes" doc:"Cost classes."`
	Burden        Burden      `yaml:"burden" doc:"What it asks of care, each 0 (none) to 4 (severe)." json:",omitzero"`
	NoBurden      string      `yaml:"no-burden-because" doc:"Required where no burden is named: why there is none." json:",omitempty"`
	Verify        Verify      `yaml:"verify" need:"yes" doc:"How its presence and effect are shown."`
	References    ControlRefs `yaml:"references" doc:"Entries of public catalogues." json:",omitzero"`
	Sources       []Source    `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Cost is given in classes: 0 none, 1 up to 100, 2 up to 1,000, 3 up to 10,000, 4 above 10,000 euro per element.
type Cost struct {
	OneOff int      `yaml:"one-off" need:"yes" range:"0-4" doc:"Cost class of introducing it."`
	Yearly int      `yaml:"yearly" need:"yes" range:"0-4" doc:"Cost class of a year."`
	At     diag.Pos `json:"-"`
}

// Burden is what a control asks of care, each 0 none to 4 severe; content/FORMAT.md gives the unit of each step.
type Burden struct {
	Latency          int      `yaml:"latency" range:"0-4" doc:"Delay of data or commands." json:",omitempty"`
	Availability     int      `yaml:"availability" range:"0-4" doc:"Ways in which it can stop the function." json:",omitempty"`
	TaskTime         int      `yaml:"task-time" range:"0-4" doc:"Time it adds to a clinical task." json:",omitempty"`
	Emergency        int      `yaml:"emergency-access" range:"0-4" doc:"Hindrance of access in an emergency." json:",omitempty"`
	Battery          int      `yaml:"battery" range:"0-4" doc:"Energy and computing power." json:",omitempty"`
	Interoperability int      `yaml:"interoperability" range:"0-4" doc:"Other products it shuts out." json:",omitempty"`
	Maintenance      int      `yaml:"maintenance" range:"0-4" doc:"Work to keep it going." json:",omitempty"`
	Revalidation     int      `yaml:"re-validation" range:"0-4" doc:"Clinical or technical validation to repeat." json:",omitempty"`
	Accessibility    int      `yaml:"accessibility" range:"0-4" doc:"Users it shuts out." json:",omitempty"`
	At               diag.Pos `json:"-"`
}

// Verify says how a control's presence and effect are shown.
type Verify struct {
	Method    string   `yaml:"method" need:"yes" doc:"Test, inspection, analysis or demonstration, in words."`
	Criterion string   `yaml:"criterion" need:"yes" doc:"What must be seen."`
	At        diag.Pos `json:"-"`
}

// ControlRefs are ids in public catalogues of controls.
type ControlRefs struct {
	IEC62443 []string `yaml:"iec-62443-4-2" doc:"Component requirements, as CR 1.1." json:",omitempty"`
	IEC80001 []string `yaml:"iec-80001-2-2" doc:"Security capabilities, as PAUT." json:",omitempty"`
	EMB3D    []string `yaml:"emb3d" doc:"EMB3D mitigation ids, as MID-018." json:",omitempty"`
	At       diag.Pos `json:"-"`
}

// Strategy is a set of controls that block a threat only together.
type Strategy struct {
	Entry         `yaml:",inline"`
	Needs         []string `yaml:"needs" need:"yes" doc:"Controls as 'CTL-0001 at role'; all must be present."`
	Effectiveness Level    `yaml:"effectiveness" need:"yes" doc:"Trust it gives against the threats it blocks."`
	Because       string   `yaml:"because" need:"yes" doc:"Why the effectiveness is not higher, and not lower."`
	Counts        []Mode   `yaml:"counts" doc:"Modes in which it counts; both where absent." json:",omitempty"`
	Says          string   `yaml:"says" need:"yes" doc:"Why the controls work only together."`
	Sources       []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// ModelCheck finds a place where a description is likely incomplete. What it finds is said to the author and changes no level.
type ModelCheck struct {
	Entry    `yaml:",inline"`
	Pattern  `yaml:",inline"`
	Hint     string    `yaml:"hint" need:"yes" doc:"What to write, in the language of models."`
	Why      string    `yaml:"why" need:"yes" doc:"What stays unseen while it is missing."`
	Sources  []Source  `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	Examples []Example `yaml:"examples" doc:"Small models that must match, and that must not." json:"-"`
}

// Scales are the levels and tables that turn likelihood into risk; they are policy, and stated.
type Scales struct {
	Likelihood  []LevelName  `yaml:"likelihood" need:"yes" doc:"Six levels, negligible to very-high."`
	Trust       []LevelName  `yaml:"trust" need:"yes" doc:"Six levels, very-low to safe."`
	Impact      []LevelName  `yaml:"impact" need:"yes" doc:"Six levels of impact of a consequence."`
	Risk        []LevelName  `yaml:"risk" need:"yes" doc:"Five levels of risk."`
	RiskTable   [][]int      `yaml:"risk-table" need:"yes" range:"0-4" doc:"Risk by impact (rows 0-5) and likelihood (columns 0-5)."`
	Severity    []LevelName  `yaml:"severity" need:"yes" doc:"Five levels of severity of harm (ISO 14971)."`
	P1          []Interval   `yaml:"p1" need:"yes" doc:"Probability per device-year that the hazardous situation occurs, by likelihood."`
	P2          []Interval   `yaml:"p2" need:"yes" doc:"Probability that the situation leads to harm, by level 1-5."`
	Probability []LevelName  `yaml:"probability" need:"yes" doc:"Five levels of probability of harm."`
	Bounds      []string     `yaml:"probability-bounds" need:"yes" doc:"Upper bounds per device-year of the first four levels of probability of harm."`
	HarmTable   [][]HarmCell `yaml:"harm-table" need:"yes" doc:"Acceptability by severity (rows 1-5) and probability of harm (columns 1-5)."`
	At          diag.Pos     `json:"-"`
}

// LevelName names a level and says what it means.
type LevelName struct {
	Name      string   `yaml:"name" need:"yes" doc:"Word used in models and reports."`
	Says      string   `yaml:"says" need:"yes" doc:"Meaning."`
	Plain     string   `yaml:"plain" doc:"What it means, in words for patients; needed for each severity, there of harm to health." json:",omitempty"`
	PlainLoss string   `yaml:"plain-loss" doc:"The same of harm to rights and to others; needed for each severity." json:",omitempty"`
	At        diag.Pos `json:"-"`
}

// Interval is a range of probabilities, written as decimal numbers.
type Interval struct {
	From string   `yaml:"from" need:"yes" doc:"Lower end, 0 to 1."`
	To   string   `yaml:"to" need:"yes" doc:"Upper end, 0 to 1."`
	At   diag.Pos `json:"-"`
}

// Words are the values the fact can take, without unknown.
func (f Fact) Words() []string {
	if len(f.Values) == 0 {
		return []string{"yes", "no"}
	}
	return f.Values
}
