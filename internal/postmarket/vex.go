package postmarket

import (
	"cmp"
	"strings"

	"cordon/internal/diag"
)

// VEX is a document that says for products whether vulnerabilities matter in them: a Vulnerability Exploitability eXchange. It is what the formats
// OpenVEX, CycloneDX and CSAF have in common and more; each of them says in its package what it cannot hold.
//
// Source: CISA, Minimum Requirements for Vulnerability Exploitability eXchange (VEX), April 2023. Points in time are texts of RFC 3339.
type VEX struct {
	ID        string    `json:"id,omitempty"`      // what names the document, from its first version on
	Version   int       `json:"version,omitempty"` // from 1, one more with each change
	Title     string    `json:"title,omitempty"`
	Author    string    `json:"author,omitempty"` // who answers for the statements; the publisher where empty
	Role      string    `json:"authorRole,omitempty"`
	Publisher Publisher `json:"publisher,omitzero"`
	TLP       TLP       `json:"tlp,omitempty"` // with whom it may be shared; with everybody where empty
	Issued    string    `json:"issued,omitempty"`
	Updated   string    `json:"updated,omitempty"` // when this version was made; Issued where empty
	History   []Edition `json:"history,omitempty"` // the versions, oldest first; of a document with one or two it may be empty
	Tooling   string    `json:"tooling,omitempty"` // the program that wrote it
	Notes     []string  `json:"notes,omitempty"`   // about the document as a whole, in plain language

	Statements []Statement `json:"statements"`
}

// Publisher is who issues a document.
type Publisher struct {
	Name      string            `json:"name,omitempty"`
	Namespace string            `json:"namespace,omitempty"` // URL that is the publisher's own
	Contact   string            `json:"contact,omitempty"`
	Category  PublisherCategory `json:"category,omitempty"` // vendor where empty
}

// PublisherCategory is the role of a publisher.
type PublisherCategory string

// The roles, which are those of CSAF.
const (
	Vendor           PublisherCategory = "vendor"
	CoordinatorParty PublisherCategory = "coordinator"
	DiscovererParty  PublisherCategory = "discoverer"
	MultiplierParty  PublisherCategory = "multiplier"
	TranslatorParty  PublisherCategory = "translator"
	UserParty        PublisherCategory = "user"
	OtherParty       PublisherCategory = "other"
)

// TLP is a label of the Traffic Light Protocol, version 2.
type TLP string

// The labels.
const (
	TLPClear       TLP = "CLEAR"
	TLPGreen       TLP = "GREEN"
	TLPAmber       TLP = "AMBER"
	TLPAmberStrict TLP = "AMBER+STRICT"
	TLPRed         TLP = "RED"
)

// Edition is one version of a document.
type Edition struct {
	Version int    `json:"version"`
	Date    string `json:"date"`
	Summary string `json:"summary,omitempty"` // what changed
}

// Statement says what one vulnerability is to one product.
type Statement struct {
	Vulnerability VulnerabilityRef `json:"vulnerability"`
	Product       ProductRef       `json:"product"`
	Component     *ProductRef      `json:"component,omitempty"` // the part of the product that has the vulnerability; nil where it is the product itself

	Status        VEXStatus     `json:"status"`
	Justification Justification `json:"justification,omitempty"` // of not_affected
	// Reason is the justification in the coarser words of OpenVEX and CSAF, where it was read from one of them; Coarse gives it for any statement.
	Reason Reason `json:"reason,omitempty"`
	Impact string `json:"impact,omitempty"` // of not_affected: the argument, as text

	Action     string     `json:"action,omitempty"`   // of affected: what who has the product should do
	Response   []Response `json:"response,omitempty"` // what the supplier does
	Remedies   []Remedy   `json:"remedies,omitempty"`
	Exploited  string     `json:"exploited,omitempty"` // what is known of attacks, in words
	Harm       string     `json:"patientHarm,omitempty"`
	Notes      string     `json:"notes,omitempty"` // about the status, for people
	By         string     `json:"by,omitempty"`    // who decided
	Issued     string     `json:"firstIssued,omitempty"`
	Updated    string     `json:"lastUpdated,omitempty"`
	ActionDate string     `json:"actionDate,omitempty"` // of Action

	At diag.Pos `json:"-"` // where it was read from
}

// VulnerabilityRef names a vulnerability, with what readers want to see without looking it up. Statements of one document about one
// vulnerability describe it in the same way.
type VulnerabilityRef struct {
	ID         string   `json:"id"` // CVE where there is one
	Aliases    []string `json:"aliases,omitempty"`
	Title      string   `json:"title,omitempty"`
	Summary    string   `json:"summary,omitempty"`
	CWEs       []string `json:"cwes,omitempty"`    // CWE-787
	Vectors    []string `json:"vectors,omitempty"` // CVSS, with the prefix of their version; those of version 2 have none
	Published  string   `json:"published,omitempty"`
	References []string `json:"references,omitempty"` // URLs
}

// ProductRef names a product or a part of one.
type ProductRef struct {
	ID           string   `json:"id,omitempty"` // within the document; Key where empty
	Name         string   `json:"name,omitempty"`
	Supplier     string   `json:"supplier,omitempty"`
	Version      string   `json:"version,omitempty"`
	Range        string   `json:"range,omitempty"` // several versions instead of one: vers:generic/>=1.0|<2.1
	PURL         string   `json:"purl,omitempty"`
	CPE          string   `json:"cpe,omitempty"`
	ModelNumbers []string `json:"modelNumbers,omitempty"`
	Serials      []string `json:"serials,omitempty"`
	UDI          string   `json:"udi,omitempty"` // device identifier (UDI-DI)
	BOM          string   `json:"bom,omitempty"` // its place in a bill of materials of CycloneDX: urn:cdx:serial/1#ref
}

// Key is what names the product within the document.
func (p *ProductRef) Key() string {
	return cmp.Or(p.ID, p.PURL, p.CPE, p.BOM, strings.Join(strings.Fields(p.Supplier+" "+p.Name+" "+cmp.Or(p.Version, p.Range)), " "))
}

// Label is what a person calls the product.
func (p *ProductRef) Label() string {
	if p.Name == "" {
		return p.Key()
	}
	return strings.Join(strings.Fields(p.Supplier+" "+p.Name+" "+cmp.Or(p.Version, p.Range)), " ")
}

// ActionText is what those who have the product should do, in one text: the action, or else the remedies.
func (s *Statement) ActionText() string {
	if s.Action != "" {
		return s.Action
	}
	var out []string
	for _, r := range s.Remedies {
		if text := r.Text(); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}

// VEXStatus is what a vulnerability is to a product.
type VEXStatus string

// The statuses.
const (
	StatusAffected           VEXStatus = "affected"
	StatusNotAffected        VEXStatus = "not_affected"
	StatusFixed              VEXStatus = "fixed"
	StatusUnderInvestigation VEXStatus = "under_investigation"
)

// VEXStatuses lists the statuses.
var VEXStatuses = []VEXStatus{StatusAffected, StatusNotAffected, StatusFixed, StatusUnderInvestigation}

// Justification says why a product is not affected, in the words of CycloneDX.
type Justification string

// The justifications.
const (
	CodeNotPresent               Justification = "code_not_present"
	CodeNotReachable             Justification = "code_not_reachable"
	RequiresConfiguration        Justification = "requires_configuration"
	RequiresDependency           Justification = "requires_dependency"
	RequiresEnvironment          Justification = "requires_environment"
	ProtectedByCompiler          Justification = "protected_by_compiler"
	ProtectedAtRuntime           Justification = "protected_at_runtime"
	ProtectedAtPerimeter         Justification = "protected_at_perimeter"
	ProtectedByMitigatingControl Justification = "protected_by_mitigating_control"
)

// Reason says why a product is not affected, in the words of OpenVEX and CSAF.
type Reason string

// The reasons.
const (
	ReasonComponentNotPresent Reason = "component_not_present"
	ReasonCodeNotPresent      Reason = "vulnerable_code_not_present"
	ReasonNotInPath           Reason = "vulnerable_code_not_in_execute_path"
	ReasonNotControlled       Reason = "vulnerable_code_cannot_be_controlled_by_adversary"
	ReasonMitigated           Reason = "inline_mitigations_already_exist"
)

// Reasons lists the reasons.
var Reasons = []Reason{ReasonComponentNotPresent, ReasonCodeNotPresent, ReasonNotInPath, ReasonNotControlled, ReasonMitigated}

// Correspondence is how a justification is said in the coarser words.
type Correspondence struct {
	Justification Justification
	Reason        Reason
	Exact         bool // both say the same
}

// Correspondences has every justification once. Nine words become five, so that most lose something on the way. Where the coarser words have none
// that means the same, the reason is the one that promises least: a missing condition (configuration, environment) leaves the code there and run,
// and the attacker without a way to use it.
var Correspondences = []Correspondence{
	{CodeNotPresent, ReasonCodeNotPresent, true},
	{CodeNotReachable, ReasonNotInPath, true},
	{RequiresConfiguration, ReasonNotControlled, false},
	{RequiresDependency, ReasonComponentNotPresent, false},
	{RequiresEnvironment, ReasonNotControlled, false},
	{ProtectedByCompiler, ReasonMitigated, false},
	{ProtectedAtRuntime, ReasonMitigated, false},
	{ProtectedAtPerimeter, ReasonMitigated, false},
	{ProtectedByMitigatingControl, ReasonMitigated, false},
}

// nearest are the reasons that no justification says, and what comes nearest: code that belongs to a component which is not there is not there
// either, and mitigations are controls. That an adversary cannot control the code follows from none of the nine.
var nearest = map[Reason]Justification{ReasonComponentNotPresent: CodeNotPresent, ReasonMitigated: ProtectedByMitigatingControl}

// Coarse is the justification in the words of OpenVEX and CSAF. Exact is false where that says less, or other, than the statement.
func (s *Statement) Coarse() (r Reason, exact bool) {
	for _, c := range Correspondences {
		if c.Justification == s.Justification {
			r, exact = cmp.Or(s.Reason, c.Reason), c.Exact
			return r, exact && r == c.Reason
		}
	}
	return s.Reason, s.Justification == ""
}

// Fine is the justification in the words of CycloneDX. Of a statement that has the coarser word only it is the nearest one; exact is false where that
// says other than the statement, or where there is none.
func (s *Statement) Fine() (j Justification, exact bool) {
	if s.Reason == "" || s.Justification != "" {
		return s.Justification, true
	}
	for _, c := range Correspondences {
		if c.Reason == s.Reason && c.Exact {
			return c.Justification, true
		}
	}
	return nearest[s.Reason], false
}

// Response is what a supplier does about a vulnerability, in the words of CycloneDX.
type Response string

// The responses.
const (
	CanNotFix           Response = "can_not_fix"
	WillNotFix          Response = "will_not_fix"
	Update              Response = "update"
	Rollback            Response = "rollback"
	WorkaroundAvailable Response = "workaround_available"
)

// Responses lists the responses.
var Responses = []Response{CanNotFix, WillNotFix, Update, Rollback, WorkaroundAvailable}

// Remedy is what can be done about a vulnerability in a product.
type Remedy struct {
	Category RemedyCategory `json:"category"`
	Details  string         `json:"details"`
	Fixed    string         `json:"fixedVersion,omitempty"` // the version that has the fix
	URL      string         `json:"url,omitempty"`
	Date     string         `json:"date,omitempty"` // from when on it is there
}

// Text is the remedy as one text, with the version that has the fix and the URL where they are given.
func (r Remedy) Text() string {
	text := r.Details
	if r.Fixed != "" && text != "" {
		text += " (fixed in version " + r.Fixed + ")"
	}
	if r.URL != "" && text != "" {
		text += " " + r.URL
	}
	return text
}

// RemedyCategory is the sort of a remedy.
type RemedyCategory string

// The sorts, which are those of CSAF 2.1.
const (
	FixPlanned    RemedyCategory = "fix_planned"
	Mitigation    RemedyCategory = "mitigation"
	NoFixPlanned  RemedyCategory = "no_fix_planned"
	NoneAvailable RemedyCategory = "none_available"
	OptionalPatch RemedyCategory = "optional_patch"
	VendorFix     RemedyCategory = "vendor_fix"
	Workaround    RemedyCategory = "workaround"
)

// RemedyCategories lists the sorts of remedies.
var RemedyCategories = []RemedyCategory{FixPlanned, Mitigation, NoFixPlanned, NoneAvailable, OptionalPatch, VendorFix, Workaround}
