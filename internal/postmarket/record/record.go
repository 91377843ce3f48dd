// Package record is what is kept of a system after release, in files beside its description: bills of materials by release, which component is
// which element, and events. It weighs nothing; package weigh does.
package record

import (
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/names"
	"cordon/internal/yamltext"
)

// Folder is the name of the directory beside a description in which its record is kept.
const Folder = "watch"

// Version is the version of the form that a file states as `cordon: 1`.
const Version = 1

// File is one file of a record. All `*.yaml` files of the folder are read together.
type File struct {
	Cordon    int                         `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Inventory yamltext.Map[Inventory]     `yaml:"inventory" doc:"Bills of materials, one for each release of an element."`
	Products  yamltext.Map[names.Product] `yaml:"products" doc:"Products and parts of others that advisories name in words; see docs/user/products.md."`
	Bind      []Bind                      `yaml:"bind" doc:"Which components are which elements; the first that fits counts, the element of the bill where none does."`
	Lifetimes []Lifetime                  `yaml:"lifetimes" doc:"Days until which something can be relied on: support, algorithms, keys, certificates."`
	Events    yamltext.Map[Event]         `yaml:"events" doc:"What has happened since release, each under an id of its own."`
	Readings  []indicators.Reading        `yaml:"readings" doc:"Readings of indicators, in any order."`
	At        diag.Pos
}

// Inventory is what a release of an element is made of.
type Inventory struct {
	Of       yamltext.Word `yaml:"of" need:"yes" doc:"Element of the description."`
	Release  string        `yaml:"release" need:"yes" doc:"Release of it that the bill of materials describes."`
	File     yamltext.Word `yaml:"file" need:"yes" doc:"Bill of materials (CycloneDX, SPDX), as a path from the folder of the record."`
	Released yamltext.Word `yaml:"released" doc:"Day of release, YYYY-MM-DD."`
	Until    yamltext.Word `yaml:"supported-until" doc:"Last day on which the release gets security updates, YYYY-MM-DD."`
	At       diag.Pos
}

// Bind says which components of the bills of an element are which element inside it.
type Bind struct {
	Of         yamltext.Word `yaml:"of" need:"yes" doc:"Element whose bills of materials are meant."`
	Components []string      `yaml:"components" need:"yes" doc:"Package URLs, CPE names or names of components; a * stands for any text."`
	To         yamltext.Word `yaml:"to" need:"yes" doc:"Element that these components are part of."`
	At         diag.Pos
}

// Lifetime is how long something can be relied on.
type Lifetime struct {
	Of      yamltext.Word `yaml:"of" need:"yes" doc:"Element that it belongs to."`
	What    Lasting       `yaml:"what" need:"yes" doc:"What ends: support, algorithm, key or certificate."`
	Says    string        `yaml:"says" need:"yes" doc:"What it is, such as RSA with 2048 bits."`
	Until   yamltext.Word `yaml:"until" need:"yes" doc:"Last day on which it can be relied on, YYYY-MM-DD."`
	Control yamltext.Word `yaml:"control" doc:"Control that rests on it, as CTL-0001; needed for algorithm, key and certificate."`
	Source  string        `yaml:"source" need:"yes" doc:"Who says so."`
	At      diag.Pos
}

// Lasting is something that ends.
type Lasting string

// What ends.
const (
	Support     Lasting = "support"
	Algorithm   Lasting = "algorithm"
	Key         Lasting = "key"
	Certificate Lasting = "certificate"
)

func (Lasting) Words() []string {
	return []string{string(Support), string(Algorithm), string(Key), string(Certificate)}
}

// Event is something that happened, and what it changes for as long as it holds.
type Event struct {
	Kind            EventKind        `yaml:"kind" need:"yes" doc:"What sort of event it is."`
	Title           string           `yaml:"title" need:"yes" doc:"What happened, in words."`
	When            yamltext.Word    `yaml:"when" need:"yes" doc:"When it became known: 2026-11-26T14:30:00Z, or a day."`
	From            string           `yaml:"from" need:"yes" doc:"Who or what says so: a person, a system, a document."`
	Why             string           `yaml:"why" doc:"Why it changes what it changes."`
	About           []yamltext.Word  `yaml:"about" doc:"Elements that it is about."`
	Vulnerabilities []yamltext.Word  `yaml:"vulnerabilities" doc:"Vulnerabilities that it is about."`
	Trust           []TrustChange    `yaml:"trust" doc:"Trust that it raises or lowers."`
	Controls        []ControlChange  `yaml:"controls" doc:"Controls that it switches on or off."`
	Impacts         []ImpactChange   `yaml:"impacts" doc:"Impacts of consequences that it changes."`
	Clinical        []ClinicalChange `yaml:"clinical" doc:"Clinical circumstances that it changes, by harm."`
	Installs        []Install        `yaml:"installs" doc:"Releases that are installed from now on."`
	Ends            []yamltext.Word  `yaml:"ends" doc:"Events that are over with this one."`
	Until           yamltext.Word    `yaml:"until" doc:"When it stops to hold; without end where neither this nor for is given."`
	For             yamltext.Word    `yaml:"for" doc:"How long it holds: 12h, 30d, 6mo, 1y."`
	Newest          yamltext.Word    `yaml:"newest" doc:"Label of a series; only the newest event with the label holds."`
	Decided         []Approval       `yaml:"decided" doc:"People who decided on a change to a device in use; two where it has clinical side effects."`
	At              diag.Pos
}

// EventKind is a sort of event.
type EventKind string

// Sorts of events.
const (
	VulnerabilityEvent EventKind = "vulnerability"
	Alert              EventKind = "alert"
	LogFinding         EventKind = "log-finding"
	Anomaly            EventKind = "network-anomaly"
	PatchApplied       EventKind = "patch-applied"
	Drift              EventKind = "configuration-drift"
	ClinicalContext    EventKind = "clinical-context"
	SupplierNotice     EventKind = "supplier-notice"
	Incident           EventKind = "incident"
	Measure            EventKind = "measure" // somebody switched a control on or off
)

func (EventKind) Words() []string {
	return []string{"vulnerability", "alert", "log-finding", "network-anomaly", "patch-applied", "configuration-drift", "clinical-context", "supplier-notice", "incident", "measure"}
}

// TrustChange raises or lowers trust.
type TrustChange struct {
	Of    yamltext.Word      `yaml:"of" need:"yes" doc:"Element."`
	Trust yamltext.Word      `yaml:"trust" need:"yes" doc:"Trust attribute of it."`
	Op    knowledge.Operator `yaml:"op" need:"yes" doc:"is, at-most (lowers only) or at-least (raises only)."`
	Level knowledge.Level    `yaml:"level" need:"yes" doc:"Level, from very-low to safe."`
	At    diag.Pos
}

// ControlChange switches a control.
type ControlChange struct {
	Control  yamltext.Word      `yaml:"control" need:"yes" doc:"Control as CTL-0001."`
	On       yamltext.Word      `yaml:"on" need:"yes" doc:"Element it stands on."`
	State    model.ControlState `yaml:"state" need:"yes" doc:"absent, planned or present."`
	Coverage knowledge.Level    `yaml:"coverage" doc:"How much of the element it covers; all of it where absent."`
	At       diag.Pos
}

// ImpactChange changes what a consequence means.
type ImpactChange struct {
	Of          yamltext.Word `yaml:"of" need:"yes" doc:"Element."`
	Consequence yamltext.Word `yaml:"consequence" need:"yes" doc:"Consequence at it."`
	Is          int           `yaml:"is" need:"yes" range:"0-5" doc:"Impact, 0 (none) to 5."`
	At          diag.Pos
}

// ClinicalChange changes the circumstances of a harm.
type ClinicalChange struct {
	Harm       yamltext.Word     `yaml:"harm" need:"yes" doc:"Harm."`
	Severity   yamltext.Map[int] `yaml:"severity" range:"1-5" doc:"Severity by patient group, where it is another."`
	Exposure   model.Exposure    `yaml:"exposure" doc:"How often patients are in the situation now."`
	TimeToHarm model.Delay       `yaml:"time-to-harm" doc:"How long from the situation to the harm now."`
	FallBack   model.YesNo       `yaml:"fall-back" doc:"no where the fall-backs of the functions do not work at present."`
	At         diag.Pos
}

// Install says which release of an element is in use.
type Install struct {
	Of      yamltext.Word `yaml:"of" need:"yes" doc:"Element."`
	Release string        `yaml:"release" need:"yes" doc:"Release that is in use from now on."`
	At      diag.Pos
}

// Approval is a person who decided.
type Approval struct {
	Who  string        `yaml:"who" need:"yes" doc:"Person."`
	Role string        `yaml:"role" need:"yes" doc:"In which role."`
	When yamltext.Word `yaml:"when" need:"yes" doc:"When: 2026-11-26T14:30:00Z, or a day."`
	At   diag.Pos
}
