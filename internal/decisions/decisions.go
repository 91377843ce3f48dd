// Package decisions is what people decided about risks, kept in files beside the model, and whether each decision still
// stands on the facts it rested on. It takes no decision itself, and it finds and rates nothing: the assessment does.
package decisions

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Folder is the name of the directory beside a model in which decisions are kept.
const Folder = "decisions"

// Version is the version of the form that a file states as `cordon: 1`.
const Version = 1

// File is one file of decisions. All `*.yaml` files of the folder are read together.
type File struct {
	Cordon    int                    `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Decisions yamltext.Map[Decision] `yaml:"decisions" doc:"Decisions, each under an id of its own."`
	Moved     []Move                 `yaml:"moved" doc:"Elements that got another id, so that decisions follow them."`
	At        diag.Pos
}

// Decision is one decision with the facts it rested on.
type Decision struct {
	About      yamltext.Word `yaml:"about" need:"yes" doc:"What was decided on: a harm, a threat (T-…), a control at an element (CTL-0001@element), a clause (mdcg-2019-16:r1/3.6#7), a vulnerability at an element (CVE-2026-1234@element), or overall: the overall benefit-risk judgement."`
	Choice     Choice        `yaml:"choice" need:"yes" doc:"What was decided: treat, accept, avoid, transfer, or not-applicable; of a clause: met, partly, or not-applicable; of a vulnerability: affected, not-affected, fixed, or under-investigation."`
	Who        string        `yaml:"who" need:"yes" doc:"Person who decided."`
	Role       string        `yaml:"role" need:"yes" doc:"In which role, for instance clinical lead."`
	When       yamltext.Word `yaml:"when" need:"yes" doc:"Day of the decision, YYYY-MM-DD."`
	Why        string        `yaml:"why" need:"yes" doc:"Reason, in words that convince somebody who was not there."`
	Evidence   []string      `yaml:"evidence" doc:"Documents that support it."`
	Because    Justification `yaml:"justification" doc:"Vulnerability: why the product is not affected, in the words of CycloneDX."`
	Action     string        `yaml:"action" doc:"Vulnerability: what who has the product should do; needed where it is affected."`
	Until      yamltext.Word `yaml:"until" doc:"Last day on which it holds, YYYY-MM-DD; without end where absent."`
	Replaces   yamltext.Word `yaml:"replaces" doc:"Id of the earlier decision that this one replaces."`
	RestedOn   *RestedOn     `yaml:"rested-on" need:"yes" doc:"What the assessment said when it was decided; written by cordon decide new."`
	Signatures []Signature   `yaml:"signatures" doc:"Signatures over the record; written by cordon decide sign."`
	At         diag.Pos
}

// Choice is what was decided.
type Choice string

// Choices about clauses.
const (
	Met           Choice = "met"
	Partly        Choice = "partly"
	NotApplicable Choice = "not-applicable"
)

// Choices about vulnerabilities.
const (
	Affected           Choice = "affected"
	NotAffected        Choice = "not-affected"
	Fixed              Choice = "fixed"
	UnderInvestigation Choice = "under-investigation"
)

func (Choice) Words() []string {
	return []string{"treat", "accept", "avoid", "transfer", "not-applicable", "met", "partly", "affected", "not-affected", "fixed", "under-investigation"}
}

// Justification says why a product is not affected by a vulnerability.
type Justification string

// Words of Justification are those of CycloneDX.
func (Justification) Words() []string {
	return []string{"code_not_present", "code_not_reachable", "requires_configuration", "requires_dependency", "requires_environment", "protected_by_compiler",
		"protected_at_runtime", "protected_at_perimeter", "protected_by_mitigating_control"}
}

// Signature is an Ed25519 signature (RFC 8032) over the record it stands in, see [Message].
type Signature struct {
	Key   yamltext.Word `yaml:"key" need:"yes" doc:"Public key: 32 bytes in base64."`
	Value yamltext.Word `yaml:"value" need:"yes" doc:"Ed25519 signature: 64 bytes in base64."`
}

// Move says that an element has got another id, or was split into several. It holds for everything inside as well.
type Move struct {
	From yamltext.Word   `yaml:"from" need:"yes" doc:"Old id."`
	To   []yamltext.Word `yaml:"to" need:"yes" doc:"New id, or the ids of the parts it was split into."`
	At   diag.Pos
}

// RestedOn is what the assessment said about the thing decided on. Only what matters to the decision is kept, so that
// other changes leave it current. Which keys are used depends on what the decision is about.
type RestedOn struct {
	Rule       string                 `yaml:"rule" doc:"Threat: rule of the knowledge base that finds it."`
	Version    int                    `yaml:"version" range:"1-999" doc:"Threat: version of the rule."`
	Elements   yamltext.Map[[]string] `yaml:"elements" doc:"Threat: elements by role in the rule."`
	Facts      []FactOf               `yaml:"facts" doc:"Threat: facts that its pattern asks for."`
	Trust      []TrustIn              `yaml:"trust" doc:"Threat: levels of trust that are among its causes."`
	Controls   []Placed               `yaml:"controls" doc:"Threat: controls in place that answer it."`
	State      string                 `yaml:"state" doc:"Control: possible, absent, planned or present."`
	Coverage   string                 `yaml:"coverage" doc:"Control: how much of the element it covers; all of it where absent."`
	Severity   yamltext.Map[string]   `yaml:"severity" doc:"Harm: severity per patient group."`
	Verdict    string                 `yaml:"verdict" doc:"Harm: acceptable, reduce or unacceptable."`
	P1         string                 `yaml:"p1" doc:"Harm: probability per device-year of the hazardous situation."`
	P2         string                 `yaml:"p2" doc:"Harm: probability that the situation leads to harm."`
	P          string                 `yaml:"probability" doc:"Harm: probability of harm per device-year."`
	Likely     string                 `yaml:"likelihood" doc:"Threat: its likelihood."`
	Risk       string                 `yaml:"risk" doc:"Threat: highest risk it leads to. Control: highest risk of the threats it answers."`
	Ways       []Way                  `yaml:"ways" doc:"Harm: its likeliest ways."`
	Harms      yamltext.Map[string]   `yaml:"harms" keyref:"harms" doc:"Overall: verdict on each harm. Vulnerability: likelihood and verdict of each harm that it makes worse."`
	Benefits   yamltext.Map[string]   `yaml:"benefits" keyref:"benefits" doc:"Overall: size of each benefit."`
	Clause     string                 `yaml:"clause" doc:"Clause: SHA-256 of what the knowledge base says it asks."`
	Components []string               `yaml:"components" doc:"Vulnerability: components that have it, with the versions concerned."`
	Weakness   []string               `yaml:"weakness" doc:"Vulnerability: its weaknesses and the vector that counts."`
	Exploited  string                 `yaml:"exploited" doc:"Vulnerability: what is known of exploitation: none, likely (EPSS of 0.1 or more) or known."`
	HeldBy     []string               `yaml:"held-by" doc:"Vulnerability: controls in place without which it would make more worse."`
	Digests    *Digests               `yaml:"digests" doc:"Overall: what the assessment was made from. Recorded, not compared."`
	At         diag.Pos
}

// FactOf is a fact of an element.
type FactOf struct {
	Of   string `yaml:"of" need:"yes" doc:"Element."`
	Fact string `yaml:"fact" need:"yes" doc:"Fact."`
	Is   string `yaml:"is" need:"yes" doc:"Its value."`
}

// TrustIn is a level of trust at an element.
type TrustIn struct {
	In    string `yaml:"in" need:"yes" doc:"Element."`
	Trust string `yaml:"trust" need:"yes" doc:"Trust attribute."`
	Is    string `yaml:"is" need:"yes" doc:"What is left of it."`
}

// Placed is a control in place at an element.
type Placed struct {
	Control  string `yaml:"control" need:"yes" doc:"CTL-0001@element."`
	State    string `yaml:"state" need:"yes" doc:"planned or present."`
	Coverage string `yaml:"coverage" doc:"How much of the element it covers; all of it where absent."`
}

// Way is one way to a harm, with the threats on it that are not mere consequences.
type Way struct {
	Likelihood string `yaml:"likelihood" need:"yes" doc:"How likely it is."`
	Steps      []Step `yaml:"steps" doc:"Threats, in order."`
}

// Step is a threat on a way. Rule and elements find it again when its id has changed with that of an element.
type Step struct {
	Threat   string   `yaml:"threat" need:"yes" doc:"Id of the threat."`
	Rule     string   `yaml:"rule" need:"yes" doc:"Rule that finds it."`
	Elements []string `yaml:"elements" need:"yes" doc:"Elements bound one to one, in the order of the rule."`
}

// Digests identify what an assessment was made from (SHA-256).
type Digests struct {
	Model     string `yaml:"model" need:"yes" doc:"Digest of the model."`
	Knowledge string `yaml:"knowledge" need:"yes" doc:"Digest of the knowledge base."`
	Engine    string `yaml:"engine" need:"yes" doc:"Digest of the engine."`
}

// Entry is a decision with its id and file.
type Entry struct {
	ID   string
	File string // name below the folder
	At   diag.Pos
	Decision
}

// Set is all decisions of a folder, sorted by id. The zero Set has none.
type Set struct {
	Entries []Entry
	Moved   []Move
}

// Get finds a decision by its id; nil if there is none.
func (s *Set) Get(id string) *Entry {
	i, ok := slices.BinarySearchFunc(s.Entries, id, func(e Entry, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return nil
	}
	return &s.Entries[i]
}
