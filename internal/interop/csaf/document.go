package csaf

import (
	"iter"
	"time"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

// Document is an advisory as the standard lays it out. The types have the members of both versions; those that one version lacks are empty
// in its documents. Their order is that of the alphabet, in which the standard wants members to be written.
//
// The tag csaf says what a member has to be like, and Read checks it: need (of a version, where one is given), in (the version that has it),
// form (see forms), min (of a list), unique (no item twice); on the blank field of a type, how many members it has at least and at most.
// Texts and lists that are there are never empty.
type Document struct {
	Schema          string          `json:"$schema,omitempty" csaf:"need=2.1 in=2.1 form=schema"`
	Document        Meta            `json:"document" csaf:"need"`
	ProductTree     *Tree           `json:"product_tree,omitempty"`
	Vulnerabilities []Vulnerability `json:"vulnerabilities,omitempty"`

	src  *source // where it was read from; nil where it was made here
	root *jsontext.Value
}

// Version is the version of the standard that the document is written in.
func (d *Document) Version() Version { return d.Document.CSAFVersion }

// Place is where a value stands in the file that the document was read from, by its JSON pointer. It is the zero place in a document that was
// not read, and the place around the value where that is missing.
func (d *Document) Place(pointer string) diag.Pos {
	if d.src == nil {
		return diag.Pos{}
	}
	return d.src.Place(d.root.Find(pointer).At)
}

// Meta is what a document says of itself.
type Meta struct {
	Acknowledgments   []Acknowledgment `json:"acknowledgments,omitempty"`
	AggregateSeverity *Aggregate       `json:"aggregate_severity,omitempty"`
	Category          string           `json:"category" csaf:"need form=name"`
	CSAFVersion       Version          `json:"csaf_version" csaf:"need"`
	Distribution      *Distribution    `json:"distribution,omitempty" csaf:"need=2.1"`
	Lang              string           `json:"lang,omitempty" csaf:"form=lang"`
	LicenseExpression string           `json:"license_expression,omitempty" csaf:"in=2.1"`
	Notes             []Note           `json:"notes,omitempty"`
	Publisher         Publisher        `json:"publisher" csaf:"need"`
	References        []Reference      `json:"references,omitempty"`
	SourceLang        string           `json:"source_lang,omitempty" csaf:"form=lang"`
	Title             string           `json:"title" csaf:"need"`
	Tracking          Tracking         `json:"tracking" csaf:"need"`
}

// Acknowledgment thanks somebody.
type Acknowledgment struct {
	_            struct{} `csaf:"least=1"`
	Names        []string `json:"names,omitempty"`
	Organization string   `json:"organization,omitempty"`
	Summary      string   `json:"summary,omitempty"`
	URLs         []string `json:"urls,omitempty" csaf:"form=uri"`
}

// Aggregate is the severity of all vulnerabilities of a document together, in the author's own words.
type Aggregate struct {
	Namespace string `json:"namespace,omitempty" csaf:"form=uri"`
	Text      string `json:"text" csaf:"need"`
}

// Distribution says with whom a document may be shared.
type Distribution struct {
	_            struct{}      `csaf:"least=1"`
	SharingGroup *SharingGroup `json:"sharing_group,omitempty" csaf:"in=2.1"`
	Text         string        `json:"text,omitempty"`
	TLP          *TLP          `json:"tlp,omitempty" csaf:"need=2.1"`
}

// SharingGroup is a closed group of readers.
type SharingGroup struct {
	ID   string `json:"id" csaf:"need form=uuid"`
	Name string `json:"name,omitempty"`
}

// TLP is a label of the Traffic Light Protocol.
type TLP struct {
	Label Label  `json:"label" csaf:"need"`
	URL   string `json:"url,omitempty" csaf:"form=uri"`
}

// Label is a word of the Traffic Light Protocol: of its version 1 in CSAF 2.0, of its version 2 in CSAF 2.1.
type Label string

// The labels.
const (
	Clear       Label = "CLEAR" // 2.1; White in 2.0
	White       Label = "WHITE"
	Green       Label = "GREEN"
	Amber       Label = "AMBER"
	AmberStrict Label = "AMBER+STRICT" // 2.1
	Red         Label = "RED"
)

// Note is a text about a document or a vulnerability.
type Note struct {
	Audience   string       `json:"audience,omitempty"`
	Category   NoteCategory `json:"category" csaf:"need"`
	GroupIDs   []GroupID    `json:"group_ids,omitempty" csaf:"unique in=2.1"`
	ProductIDs []ProductID  `json:"product_ids,omitempty" csaf:"unique in=2.1"`
	Text       string       `json:"text" csaf:"need"`
	Title      string       `json:"title,omitempty"`
}

// NoteCategory is the sort of a note.
type NoteCategory string

// The sorts of notes.
const (
	Description     NoteCategory = "description"
	Details         NoteCategory = "details"
	FAQ             NoteCategory = "faq"
	General         NoteCategory = "general"
	LegalDisclaimer NoteCategory = "legal_disclaimer"
	OtherNote       NoteCategory = "other"
	Summary         NoteCategory = "summary"
)

// Publisher is who issues a document.
type Publisher struct {
	Category         PublisherCategory `json:"category" csaf:"need"`
	ContactDetails   string            `json:"contact_details,omitempty"`
	IssuingAuthority string            `json:"issuing_authority,omitempty"`
	Name             string            `json:"name" csaf:"need"`
	Namespace        string            `json:"namespace" csaf:"need form=uri"`
}

// PublisherCategory is the role of a publisher.
type PublisherCategory string

// The roles.
const (
	Coordinator    PublisherCategory = "coordinator"
	Discoverer     PublisherCategory = "discoverer"
	Multiplier     PublisherCategory = "multiplier" // 2.1
	OtherPublisher PublisherCategory = "other"
	Translator     PublisherCategory = "translator"
	User           PublisherCategory = "user"
	Vendor         PublisherCategory = "vendor"
)

// Reference leads to another document.
type Reference struct {
	Category ReferenceCategory `json:"category,omitempty"`
	Summary  string            `json:"summary" csaf:"need"`
	URL      string            `json:"url" csaf:"need form=uri"`
}

// ReferenceCategory says whether a reference leads to the document itself. Empty stands for External.
type ReferenceCategory string

// Where references lead.
const (
	External ReferenceCategory = "external"
	Self     ReferenceCategory = "self"
)

// Tracking is the history of a document.
type Tracking struct {
	Aliases            []string       `json:"aliases,omitempty" csaf:"unique"`
	CurrentReleaseDate Moment         `json:"current_release_date" csaf:"need"`
	Generator          *Generator     `json:"generator,omitempty"`
	ID                 string         `json:"id" csaf:"need form=trimmed"`
	InitialReleaseDate Moment         `json:"initial_release_date" csaf:"need"`
	RevisionHistory    []Revision     `json:"revision_history" csaf:"need"`
	Status             DocumentStatus `json:"status" csaf:"need"`
	Version            string         `json:"version" csaf:"need form=version"`
}

// Generator is the program that wrote a document.
type Generator struct {
	Date   Moment `json:"date,omitempty"`
	Engine Engine `json:"engine" csaf:"need"`
}

// Engine is a program with its version.
type Engine struct {
	Name    string `json:"name" csaf:"need"`
	Version string `json:"version,omitempty"`
}

// Revision is one version of a document.
type Revision struct {
	Date          Moment `json:"date" csaf:"need"`
	LegacyVersion string `json:"legacy_version,omitempty"`
	Number        string `json:"number" csaf:"need form=version"`
	Summary       string `json:"summary" csaf:"need"`
}

// DocumentStatus says how finished a document is.
type DocumentStatus string

// How finished a document is.
const (
	Draft   DocumentStatus = "draft"
	Final   DocumentStatus = "final"
	Interim DocumentStatus = "interim"
)

// Moment is a date with time and zone as it stands in a document.
type Moment string

// Time is the point in time; false where the text is none that both RFC 3339 and the standard allow.
func (m Moment) Time() (time.Time, bool) {
	if !strictMoment.MatchString(string(m)) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, string(m))
	return t, err == nil
}

// MomentOf writes a point in time, in UTC.
func MomentOf(t time.Time) Moment { return Moment(t.UTC().Format(time.RFC3339Nano)) }

// ProductID names a product within one document.
type ProductID string

// GroupID names a group of products within one document.
type GroupID string

// Tree defines the products that a document is about.
type Tree struct {
	_                struct{}          `csaf:"least=1"`
	Branches         []Branch          `json:"branches,omitempty"`
	FullProductNames []FullProductName `json:"full_product_names,omitempty"`
	ProductGroups    []ProductGroup    `json:"product_groups,omitempty"`
	Relationships    []Relationship    `json:"relationships,omitempty"`
}

// Branch is a step on the way to a product. It has either branches or a product.
type Branch struct {
	_        struct{}         `csaf:"least=3 most=3"`
	Branches []Branch         `json:"branches,omitempty"`
	Category BranchCategory   `json:"category" csaf:"need"`
	Name     string           `json:"name" csaf:"need"`
	Product  *FullProductName `json:"product,omitempty"`
}

// BranchCategory is the sort of a step.
type BranchCategory string

// The sorts of steps.
const (
	Architecture        BranchCategory = "architecture"
	HostName            BranchCategory = "host_name"
	ProductLanguage     BranchCategory = "language"
	Legacy              BranchCategory = "legacy" // drafts after 2.1 CSD02 are without it
	PatchLevel          BranchCategory = "patch_level"
	Platform            BranchCategory = "platform" // 2.1
	ProductFamily       BranchCategory = "product_family"
	ProductName         BranchCategory = "product_name"
	ProductVersion      BranchCategory = "product_version"
	ProductVersionRange BranchCategory = "product_version_range"
	ServicePack         BranchCategory = "service_pack"
	Specification       BranchCategory = "specification"
	VendorName          BranchCategory = "vendor"
)

// FullProductName defines a product.
type FullProductName struct {
	Name                        string    `json:"name" csaf:"need"`
	ProductID                   ProductID `json:"product_id" csaf:"need"`
	ProductIdentificationHelper *Helper   `json:"product_identification_helper,omitempty"`
}

// Helper holds other names of a product, by which it is found in a list of devices or components.
type Helper struct {
	_             struct{}     `csaf:"least=1"`
	CPE           string       `json:"cpe,omitempty" csaf:"form=cpe"`
	Hashes        []Hashes     `json:"hashes,omitempty"`
	ModelNumbers  []string     `json:"model_numbers,omitempty" csaf:"unique"`
	PURL          string       `json:"purl,omitempty" csaf:"in=2.0 form=purl"`
	PURLs         []string     `json:"purls,omitempty" csaf:"in=2.1 form=purl unique"`
	SBOMURLs      []string     `json:"sbom_urls,omitempty" csaf:"form=uri"`
	SerialNumbers []string     `json:"serial_numbers,omitempty" csaf:"unique"`
	SKUs          []string     `json:"skus,omitempty"`
	GenericURIs   []GenericURI `json:"x_generic_uris,omitempty"`
}

// AllPURLs are the package URLs, whichever version the document is of.
func (h *Helper) AllPURLs() []string {
	switch {
	case h == nil:
		return nil
	case h.PURL != "":
		return append([]string{h.PURL}, h.PURLs...)
	}
	return h.PURLs
}

// Hashes are the hashes of one file.
type Hashes struct {
	FileHashes []FileHash `json:"file_hashes" csaf:"need"`
	Filename   string     `json:"filename" csaf:"need"`
}

// FileHash is one hash of a file.
type FileHash struct {
	Algorithm string `json:"algorithm" csaf:"need"`
	Value     string `json:"value" csaf:"need form=hash"`
}

// GenericURI is a name in a system that the standard does not know, such as a UDI.
type GenericURI struct {
	Namespace string `json:"namespace" csaf:"need form=uri"`
	URI       string `json:"uri" csaf:"need form=uri"`
}

// ProductGroup is several products under one name.
type ProductGroup struct {
	GroupID    GroupID     `json:"group_id" csaf:"need"`
	ProductIDs []ProductID `json:"product_ids" csaf:"need min=2 unique"`
	Summary    string      `json:"summary,omitempty"`
}

// Relationship defines a product as the combination of two others.
type Relationship struct {
	Category                  RelationshipCategory `json:"category" csaf:"need"`
	FullProductName           FullProductName      `json:"full_product_name" csaf:"need"`
	ProductReference          ProductID            `json:"product_reference" csaf:"need"`
	RelatesToProductReference ProductID            `json:"relates_to_product_reference" csaf:"need"`
}

// RelationshipCategory says how two products belong together.
type RelationshipCategory string

// How two products belong together.
const (
	DefaultComponentOf  RelationshipCategory = "default_component_of"
	ExternalComponentOf RelationshipCategory = "external_component_of"
	InstalledOn         RelationshipCategory = "installed_on"
	InstalledWith       RelationshipCategory = "installed_with"
	OptionalComponentOf RelationshipCategory = "optional_component_of"
)

// Vulnerability is one vulnerability and what it means for the products.
type Vulnerability struct {
	_                           struct{}         `csaf:"least=1"`
	Acknowledgments             []Acknowledgment `json:"acknowledgments,omitempty"`
	CVE                         string           `json:"cve,omitempty" csaf:"form=cve"`
	CWE                         *CWE             `json:"cwe,omitempty" csaf:"in=2.0"`
	CWEs                        []CWE            `json:"cwes,omitempty" csaf:"in=2.1 unique"`
	DisclosureDate              Moment           `json:"disclosure_date,omitempty" csaf:"in=2.1"`
	DiscoveryDate               Moment           `json:"discovery_date,omitempty"`
	FirstKnownExploitationDates []Exploitation   `json:"first_known_exploitation_dates,omitempty" csaf:"in=2.1 unique"`
	Flags                       []Flag           `json:"flags,omitempty" csaf:"unique"`
	IDs                         []ID             `json:"ids,omitempty" csaf:"unique"`
	Involvements                []Involvement    `json:"involvements,omitempty" csaf:"unique"`
	Metrics                     []Metric         `json:"metrics,omitempty" csaf:"in=2.1 unique"`
	Notes                       []Note           `json:"notes,omitempty"`
	ProductStatus               *ProductStatus   `json:"product_status,omitempty"`
	References                  []Reference      `json:"references,omitempty"`
	ReleaseDate                 Moment           `json:"release_date,omitempty" csaf:"in=2.0"`
	Remediations                []Remediation    `json:"remediations,omitempty"`
	Scores                      []Score          `json:"scores,omitempty" csaf:"in=2.0"`
	Threats                     []Threat         `json:"threats,omitempty"`
	Title                       string           `json:"title,omitempty"`
}

// AllCWEs are the weaknesses, whichever version the document is of.
func (v *Vulnerability) AllCWEs() []CWE {
	if v.CWE != nil {
		return append([]CWE{*v.CWE}, v.CWEs...)
	}
	return v.CWEs
}

// AllMetrics are the metrics, whichever version the document is of: each score of 2.0 as a metric of the author.
func (v *Vulnerability) AllMetrics() []Metric {
	if len(v.Scores) == 0 {
		return v.Metrics
	}
	var out []Metric
	for _, s := range v.Scores {
		out = append(out, Metric{Content: Content{CVSS2: s.CVSS2, CVSS3: s.CVSS3}, Products: s.Products})
	}
	return append(out, v.Metrics...)
}

// Published is when the vulnerability became public, whichever version the document is of.
func (v *Vulnerability) Published() Moment {
	if v.ReleaseDate != "" {
		return v.ReleaseDate
	}
	return v.DisclosureDate
}

// CWE is a weakness of the Common Weakness Enumeration.
type CWE struct {
	ID      string `json:"id" csaf:"need form=cwe"`
	Name    string `json:"name" csaf:"need form=cwename"`
	Version string `json:"version,omitempty" csaf:"need=2.1 in=2.1 form=cweversion"`
}

// Exploitation is when a vulnerability was first known to be used against products.
type Exploitation struct {
	_                struct{}    `csaf:"least=3"`
	Date             Moment      `json:"date" csaf:"need"`
	ExploitationDate Moment      `json:"exploitation_date" csaf:"need"`
	GroupIDs         []GroupID   `json:"group_ids,omitempty" csaf:"unique"`
	ProductIDs       []ProductID `json:"product_ids,omitempty" csaf:"unique"`
}

// Flag says why products are not affected.
type Flag struct {
	Date       Moment        `json:"date,omitempty"`
	GroupIDs   []GroupID     `json:"group_ids,omitempty" csaf:"unique"`
	Label      Justification `json:"label" csaf:"need"`
	ProductIDs []ProductID   `json:"product_ids,omitempty" csaf:"unique"`
}

// Justification is a reason why a product is not affected.
type Justification string

// The reasons.
const (
	ComponentNotPresent      Justification = "component_not_present"
	InlineMitigationsExist   Justification = "inline_mitigations_already_exist"
	CannotBeControlled       Justification = "vulnerable_code_cannot_be_controlled_by_adversary"
	VulnerableCodeNotInPath  Justification = "vulnerable_code_not_in_execute_path"
	VulnerableCodeNotPresent Justification = "vulnerable_code_not_present"
)

// ID is the name of a vulnerability in another system than CVE.
type ID struct {
	SystemName string `json:"system_name" csaf:"need"`
	Text       string `json:"text" csaf:"need"`
}

// Involvement is what somebody does about a vulnerability.
type Involvement struct {
	Contact    string            `json:"contact,omitempty" csaf:"in=2.1"`
	Date       Moment            `json:"date,omitempty"`
	GroupIDs   []GroupID         `json:"group_ids,omitempty" csaf:"unique in=2.1"`
	Party      Party             `json:"party" csaf:"need"`
	ProductIDs []ProductID       `json:"product_ids,omitempty" csaf:"unique in=2.1"`
	Status     InvolvementStatus `json:"status" csaf:"need"`
	Summary    string            `json:"summary,omitempty"`
}

// Party is the role of somebody involved.
type Party string

// InvolvementStatus is how far somebody involved has come.
type InvolvementStatus string

// Metric is a rating of a vulnerability for products, in 2.1.
type Metric struct {
	Content  Content     `json:"content" csaf:"need"`
	Products []ProductID `json:"products" csaf:"need unique"`
	Source   string      `json:"source,omitempty" csaf:"form=uri"` // who rated; the author where empty
}

// Content holds the ratings of a metric.
type Content struct {
	_                         struct{} `csaf:"least=1"`
	CVSS2                     CVSS     `json:"cvss_v2,omitempty"`
	CVSS3                     CVSS     `json:"cvss_v3,omitempty"`
	CVSS4                     CVSS     `json:"cvss_v4,omitempty"`
	EPSS                      *EPSS    `json:"epss,omitempty"`
	QualitativeSeverityRating Rating   `json:"qualitative_severity_rating,omitempty"`
	SSVC2                     SSVC     `json:"ssvc_v2,omitempty"`
}

// Vectors goes through the CVSS objects that are there, with the member that each stands in.
func (c Content) Vectors() iter.Seq2[string, CVSS] {
	return func(yield func(string, CVSS) bool) {
		_ = (c.CVSS2 == nil || yield("cvss_v2", c.CVSS2)) && (c.CVSS3 == nil || yield("cvss_v3", c.CVSS3)) && (c.CVSS4 == nil || yield("cvss_v4", c.CVSS4))
	}
}

// Score is a rating of a vulnerability for products, in 2.0.
type Score struct {
	_        struct{}    `csaf:"least=2"`
	CVSS2    CVSS        `json:"cvss_v2,omitempty"`
	CVSS3    CVSS        `json:"cvss_v3,omitempty"`
	Products []ProductID `json:"products" csaf:"need unique"`
}

// CVSS is an object of the Common Vulnerability Scoring System. It is kept as it stands, for the tests 6.1.8 to 6.1.10 are about its members.
type CVSS map[string]any

// Vector is its vector; empty where it is missing.
func (c CVSS) Vector() string {
	s, _ := c["vectorString"].(string)
	return s
}

// Version is its version as it says it: 2.0, 3.0, 3.1 or 4.0; empty where it is missing.
func (c CVSS) Version() string {
	s, _ := c["version"].(string)
	return s
}

// BaseScore is its base score; false where it is missing.
func (c CVSS) BaseScore() (float64, bool) {
	f, ok := c["baseScore"].(float64)
	return f, ok
}

// EPSS is a probability of exploitation.
type EPSS struct {
	Percentile  string `json:"percentile" csaf:"need form=probability"`
	Probability string `json:"probability" csaf:"need form=probability"`
	Timestamp   Moment `json:"timestamp" csaf:"need"`
}

// Rating is a severity in words.
type Rating string

// SSVC is a list of selections of Stakeholder-Specific Vulnerability Categorization. It is kept as it stands, for test 6.1.46 is about its form.
type SSVC map[string]any

// ProductStatus says which products are affected.
type ProductStatus struct {
	_                  struct{}    `csaf:"least=1"`
	FirstAffected      []ProductID `json:"first_affected,omitempty" csaf:"unique"`
	FirstFixed         []ProductID `json:"first_fixed,omitempty" csaf:"unique"`
	Fixed              []ProductID `json:"fixed,omitempty" csaf:"unique"`
	KnownAffected      []ProductID `json:"known_affected,omitempty" csaf:"unique"`
	KnownNotAffected   []ProductID `json:"known_not_affected,omitempty" csaf:"unique"`
	LastAffected       []ProductID `json:"last_affected,omitempty" csaf:"unique"`
	Recommended        []ProductID `json:"recommended,omitempty" csaf:"unique"`
	UnderInvestigation []ProductID `json:"under_investigation,omitempty" csaf:"unique"`
	Unknown            []ProductID `json:"unknown,omitempty" csaf:"unique in=2.1"`
}

// Status is a word of ProductStatus.
type Status string

// The words.
const (
	FirstAffected      Status = "first_affected"
	FirstFixed         Status = "first_fixed"
	Fixed              Status = "fixed"
	KnownAffected      Status = "known_affected"
	KnownNotAffected   Status = "known_not_affected"
	LastAffected       Status = "last_affected"
	Recommended        Status = "recommended"
	UnderInvestigation Status = "under_investigation"
	Unknown            Status = "unknown" // 2.1
)

// All goes through the lists that are there, in the order of their names. A nil status has none.
func (s *ProductStatus) All() iter.Seq2[Status, []ProductID] {
	return func(yield func(Status, []ProductID) bool) {
		if s == nil {
			return
		}
		for _, status := range statuses {
			if list := *s.list(status); len(list) > 0 && !yield(status, list) {
				return
			}
		}
	}
}

var statuses = []Status{FirstAffected, FirstFixed, Fixed, KnownAffected, KnownNotAffected, LastAffected, Recommended, UnderInvestigation, Unknown}

// list is the list of a status, to be read or added to.
func (s *ProductStatus) list(status Status) *[]ProductID {
	return map[Status]*[]ProductID{
		FirstAffected: &s.FirstAffected, FirstFixed: &s.FirstFixed, Fixed: &s.Fixed, KnownAffected: &s.KnownAffected, KnownNotAffected: &s.KnownNotAffected,
		LastAffected: &s.LastAffected, Recommended: &s.Recommended, UnderInvestigation: &s.UnderInvestigation, Unknown: &s.Unknown,
	}[status]
}

// Remediation says what can be done about a vulnerability.
type Remediation struct {
	Category        RemediationCategory `json:"category" csaf:"need"`
	Date            Moment              `json:"date,omitempty"`
	Details         string              `json:"details" csaf:"need"`
	Entitlements    []string            `json:"entitlements,omitempty"`
	GroupIDs        []GroupID           `json:"group_ids,omitempty" csaf:"unique"`
	ProductIDs      []ProductID         `json:"product_ids,omitempty" csaf:"unique"`
	RestartRequired *Restart            `json:"restart_required,omitempty"`
	URL             string              `json:"url,omitempty" csaf:"form=uri"`
}

// RemediationCategory is the sort of a remediation.
type RemediationCategory string

// The sorts of remediations.
const (
	FixPlanned    RemediationCategory = "fix_planned" // 2.1
	Mitigation    RemediationCategory = "mitigation"
	NoFixPlanned  RemediationCategory = "no_fix_planned"
	NoneAvailable RemediationCategory = "none_available"
	OptionalPatch RemediationCategory = "optional_patch" // 2.1
	VendorFix     RemediationCategory = "vendor_fix"
	Workaround    RemediationCategory = "workaround"
)

// Restart says what has to be started again.
type Restart struct {
	Category RestartCategory `json:"category" csaf:"need"`
	Details  string          `json:"details,omitempty"`
}

// RestartCategory is what has to be started again.
type RestartCategory string

// Threat is what is known about attacks or their effects.
type Threat struct {
	Category   ThreatCategory `json:"category" csaf:"need"`
	Date       Moment         `json:"date,omitempty"`
	Details    string         `json:"details" csaf:"need"`
	GroupIDs   []GroupID      `json:"group_ids,omitempty" csaf:"unique"`
	ProductIDs []ProductID    `json:"product_ids,omitempty" csaf:"unique"`
}

// ThreatCategory is the sort of a threat.
type ThreatCategory string

// The sorts of threats.
const (
	ExploitStatus ThreatCategory = "exploit_status"
	Impact        ThreatCategory = "impact"
	TargetSet     ThreatCategory = "target_set"
)
