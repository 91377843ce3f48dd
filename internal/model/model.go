// Package model is the description of a connected medical device and its surroundings, as its author writes it.
// It says what a description means and whether it is whole; it knows nothing of threats.
package model

import (
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Version is the version of the language that a file states as `cordon: 1`.
const Version = 1

// File is one file of a system description. Only one file of a directory has the System block.
type File struct {
	Cordon           int                          `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the language: 1."`
	System           *System                      `yaml:"system" doc:"What is described; in exactly one file of a directory."`
	Imports          []Import                     `yaml:"imports" doc:"Other descriptions, each brought in under a name of its own."`
	Contexts         yamltext.Map[Context]        `yaml:"contexts" doc:"Contexts of use: home, ward, clinic, ambulance."`
	Zones            yamltext.Map[Zone]           `yaml:"zones" doc:"Zones of trust; they may be nested."`
	Places           yamltext.Map[Place]          `yaml:"places" doc:"Physical places; they may be nested."`
	Networks         yamltext.Map[Network]        `yaml:"networks" doc:"Networks that assets are on."`
	Organisations    yamltext.Map[Organisation]   `yaml:"organisations" doc:"Organisations with a duty: manufacturer, integrator, operator, supplier."`
	People           yamltext.Map[Person]         `yaml:"people" doc:"People by role, with their abilities."`
	Assets           yamltext.Map[Asset]          `yaml:"assets" doc:"Devices, hardware, software and services, with their interfaces, parts and software inside."`
	Data             yamltext.Map[Data]           `yaml:"data" doc:"Data with its class and sensitivity, where it is kept and how it is made."`
	Flows            yamltext.Map[Flow]           `yaml:"flows" doc:"Movements of data from one asset to another over networks or interfaces."`
	Functions        yamltext.Map[Function]       `yaml:"functions" doc:"Clinical functions: diagnosis, monitoring, treatment, self-care."`
	Benefits         yamltext.Map[Benefit]        `yaml:"benefits" doc:"Clinical benefits and the functions that deliver them."`
	Hazards          yamltext.Map[Hazard]         `yaml:"hazards" doc:"Potential sources of harm (ISO 14971)."`
	Harms            yamltext.Map[Harm]           `yaml:"harms" doc:"Injury or damage to people, with severity per patient group."`
	Controls         []Control                    `yaml:"controls" doc:"Risk controls placed on elements, with their state."`
	Assumptions      yamltext.Map[Assumption]     `yaml:"assumptions" doc:"What the description relies on in its surroundings."`
	Responsibilities yamltext.Map[Responsibility] `yaml:"responsibilities" doc:"Who does what for which element."`
	OpenFacts        yamltext.Map[OpenFact]       `yaml:"open-facts" doc:"Facts that somebody still has to find out."`
	Evidence         []Evidence                   `yaml:"evidence" doc:"Documents that show what the description claims."`
	Answers          []Answer                     `yaml:"answers" doc:"Answers to items of questionnaires that the description alone does not give."`
	At               diag.Pos                     `json:"-"` // Line is 0 if the file could not be read as YAML
}

// System identifies what is described and states its intended purpose and regulatory frame.
type System struct {
	ID              yamltext.Word `yaml:"id" need:"yes" doc:"Id of the system, stable for its life."`
	Name            string        `yaml:"name" need:"yes" doc:"Name as on the label."`
	Version         string        `yaml:"version" doc:"Version or release described."`
	IntendedPurpose string        `yaml:"intended-purpose" need:"yes" doc:"Intended purpose in the manufacturer's words (MDR Article 2(12))."`
	Users           []string      `yaml:"users" doc:"Intended users, in words."`
	Regulation      *Regulation   `yaml:"regulation" doc:"Regulatory frame."`
	Support         *Support      `yaml:"support" doc:"Support period and update rhythm."`
	Note            string        `yaml:"note" doc:"Anything a reader should know."`
	At              diag.Pos
}

// Regulation is the regulatory frame as the author claims it.
type Regulation struct {
	Markets       []Market    `yaml:"markets" doc:"Markets the device is meant for."`
	DeviceClass   DeviceClass `yaml:"device-class" doc:"Risk class under MDR or IVDR."`
	Rule          string      `yaml:"rule" doc:"Classification rule applied, for instance 11."`
	SoftwareClass SafetyClass `yaml:"software-safety-class" doc:"Software safety class (IEC 62304)."`
	FDAClass      FDAClass    `yaml:"fda-class" doc:"Class of the United States."`
	At            diag.Pos
}

// Support is the period in which security updates are supplied.
type Support struct {
	From    Month  `yaml:"from" doc:"First month of support, YYYY-MM."`
	Until   Month  `yaml:"until" doc:"Last month of support, YYYY-MM."`
	Updates Rhythm `yaml:"updates" doc:"How often security updates are published."`
	At      diag.Pos
}

// Import brings another description in; its elements are then named `as/id`.
type Import struct {
	File yamltext.Word `yaml:"file" need:"yes" doc:"Path of a file or directory, relative to this file, below the system's directory."`
	As   yamltext.Word `yaml:"as" need:"yes" doc:"Name that stands before the imported ids."`
	At   diag.Pos
}

// Common is what every element of a kind has.
type Common struct {
	Kind  yamltext.Word               `yaml:"kind" doc:"Kind of element, from the knowledge base; may be left out for zones, flows, benefits and hazards."`
	Title string                      `yaml:"title" doc:"Name shown in reports; the id where absent."`
	Note  string                      `yaml:"note" doc:"Anything a reader should know."`
	Facts yamltext.Map[yamltext.Word] `yaml:"facts" doc:"What is known of the element: yes, no, unknown, or a word the fact allows."`
	Trust yamltext.Map[Level]         `yaml:"trust" doc:"Trust levels that differ from the kind's default, from very-low to safe."`
	At    diag.Pos
}

// Context is a context of use.
type Context struct {
	Common `yaml:",inline"`
	Place  yamltext.Word `yaml:"place" ref:"places" doc:"Place where this use happens."`
}

// Zone groups elements that share a level of trust and an owner.
type Zone struct {
	Common       `yaml:",inline"`
	Within       yamltext.Word `yaml:"within" ref:"zones" doc:"Zone around this one."`
	ControlledBy yamltext.Word `yaml:"controlled-by" ref:"organisations,people" doc:"Organisation or person in charge."`
}

// Place is a physical place.
type Place struct {
	Common       `yaml:",inline"`
	Within       yamltext.Word `yaml:"within" ref:"places" doc:"Place around this one."`
	Zone         yamltext.Word `yaml:"zone" ref:"zones" doc:"Zone the place belongs to."`
	ControlledBy yamltext.Word `yaml:"controlled-by" ref:"organisations,people" doc:"Organisation or person in charge."`
}

// Network is a network that assets can be on.
type Network struct {
	Common       `yaml:",inline"`
	Place        yamltext.Word   `yaml:"place" ref:"places" doc:"Place it can be joined from."`
	Zone         yamltext.Word   `yaml:"zone" ref:"zones" doc:"Zone it belongs to."`
	Joins        []yamltext.Word `yaml:"joins" ref:"networks" doc:"Networks it passes traffic to and from."`
	ControlledBy yamltext.Word   `yaml:"controlled-by" ref:"organisations,people" doc:"Organisation or person in charge."`
}

// Organisation is a company, hospital or supplier.
type Organisation struct {
	Common  `yaml:",inline"`
	Duty    Duty   `yaml:"duty" doc:"Which of the duty holders it is."`
	Contact string `yaml:"contact" doc:"Where it is told of security matters: a page or a mail address."`
}

// Person is a role that people take, not a named individual.
type Person struct {
	Common   `yaml:",inline"`
	Place    yamltext.Word   `yaml:"place" ref:"places" doc:"Where the person usually is."`
	WorksFor yamltext.Word   `yaml:"works-for" ref:"organisations" doc:"Organisation of the person."`
	Uses     []yamltext.Word `yaml:"uses" ref:"assets" doc:"Assets the person works with."`
	Manages  []yamltext.Word `yaml:"manages" ref:"assets" doc:"Assets the person administers, maintains or services."`
}

// Asset is a device, a part, a piece of software or a service.
type Asset struct {
	Common     `yaml:",inline"`
	Place      yamltext.Word           `yaml:"place" ref:"places" doc:"Where it stands; parts inherit it."`
	Zone       yamltext.Word           `yaml:"zone" ref:"zones" doc:"Zone it belongs to; parts inherit it."`
	On         []yamltext.Word         `yaml:"on" ref:"networks" doc:"Networks it is connected to; software inside shares them."`
	Population Population              `yaml:"population" doc:"How many there are in one deployment; single where absent."`
	WornBy     yamltext.Word           `yaml:"worn-by" ref:"people" doc:"Person who wears, carries or bears it."`
	Supplier   yamltext.Word           `yaml:"supplier" ref:"organisations" doc:"Organisation that supplies it."`
	Release    string                  `yaml:"release" doc:"Version of the product or component."`
	SBOM       string                  `yaml:"sbom" doc:"Path of its software bill of materials."`
	Until      Month                   `yaml:"supported-until" doc:"Last month with security updates, YYYY-MM."`
	Interfaces yamltext.Map[Interface] `yaml:"interfaces" doc:"Radios, ports, buses, media and user interfaces."`
	Parts      yamltext.Map[Asset]     `yaml:"parts" doc:"Hardware inside."`
	Runs       yamltext.Map[Asset]     `yaml:"runs" doc:"Software inside: firmware, operating system, applications, services, models."`
}

// Interface is a way into an asset.
type Interface struct {
	Common   `yaml:",inline"`
	Connects []yamltext.Word `yaml:"connects" ref:"networks,assets,interfaces" doc:"Networks, assets or interfaces at the other end."`
}

// Data is a class of data, not one record.
type Data struct {
	Common      `yaml:",inline"`
	About       yamltext.Word   `yaml:"about" ref:"people" doc:"Person the data is about."`
	Sensitivity Sensitivity     `yaml:"sensitivity" doc:"How much disclosure hurts; the kind's usual level where absent."`
	StoredOn    []yamltext.Word `yaml:"stored-on" ref:"assets" doc:"Assets that keep a copy."`
	MadeBy      yamltext.Word   `yaml:"made-by" ref:"assets" doc:"Asset that measures, enters or computes it."`
	MadeFrom    []yamltext.Word `yaml:"made-from" ref:"data" doc:"Data it is computed from, at the asset that makes it."`
}

// Flow is a movement of data.
type Flow struct {
	Common   `yaml:",inline"`
	From     yamltext.Word   `yaml:"from" ref:"assets" need:"yes" doc:"Asset that sends."`
	To       yamltext.Word   `yaml:"to" ref:"assets" need:"yes" doc:"Asset that receives."`
	Carries  []yamltext.Word `yaml:"carries" ref:"data" doc:"Data that moves."`
	Over     []yamltext.Word `yaml:"over" ref:"networks,interfaces" doc:"Networks and interfaces on the way, in order."`
	Protocol string          `yaml:"protocol" doc:"Protocol in use, in words; what matters for security is said in facts."`
}

// Function is a clinical function: what is done for a patient with data.
type Function struct {
	Common   `yaml:",inline"`
	By       yamltext.Word     `yaml:"by" ref:"people,assets" need:"yes" doc:"Person or actuator that carries it out."`
	For      yamltext.Word     `yaml:"for" ref:"people" need:"yes" doc:"Patient it is done for."`
	Uses     yamltext.Map[Use] `yaml:"uses" keyref:"data" doc:"Data it depends on, and how much."`
	FallBack *FallBack         `yaml:"fall-back" doc:"What is done when the function is not available."`
	Context  []yamltext.Word   `yaml:"contexts" ref:"contexts" doc:"Contexts of use in which it happens."`
}

// Use is the dependence of a function on one class of data.
type Use struct {
	Reads        yamltext.Word `yaml:"at" ref:"assets" doc:"Asset on which the actor reads or receives it; needed where there are several copies."`
	Integrity    Need          `yaml:"integrity" doc:"Need for correct data: none, low, medium, high."`
	Availability Need          `yaml:"availability" doc:"Need for the data to be there: none, low, medium, high."`
	Timeliness   Timeliness    `yaml:"timeliness" doc:"How fresh it must be: seconds, minutes, hours, days, or any."`
	WhenStale    WhenStale     `yaml:"when-stale" doc:"What the actor does with data that is too old: acts (the default) or waits."`
	At           diag.Pos
}

// FallBack is what is done without the function.
type FallBack struct {
	Says  string `yaml:"says" need:"yes" doc:"The procedure, in words."`
	Takes Delay  `yaml:"takes" need:"yes" doc:"How long until it works: seconds, minutes, hours, days."`
	At    diag.Pos
}

// Benefit is a clinical benefit (MDR Article 2(53)).
type Benefit struct {
	Common      `yaml:",inline"`
	From        []yamltext.Word `yaml:"from" ref:"functions" need:"yes" doc:"Functions that deliver it."`
	Group       string          `yaml:"group" doc:"Patients who have it."`
	Magnitude   int             `yaml:"magnitude" range:"1-5" doc:"Size, 1 (slight) to 5 (life-saving)."`
	Probability int             `yaml:"probability" range:"1-5" doc:"How many of the group have it, 1 (few) to 5 (nearly all)."`
	Duration    string          `yaml:"duration" doc:"How long it lasts, in words."`
	Evidence    string          `yaml:"evidence" doc:"Where it is shown, for instance a section of the clinical evaluation."`
}

// Hazard is a potential source of harm.
type Hazard struct {
	Common `yaml:",inline"`
	From   []yamltext.Word `yaml:"from" ref:"assets,functions,data" doc:"Assets or functions it comes from."`
}

// Harm is injury or damage to the health of people (ISO 14971 3.3, without property and the environment), and, kept
// apart, harm to their rights.
type Harm struct {
	Common       `yaml:",inline"`
	From         []yamltext.Word   `yaml:"from" ref:"functions,assets,data" need:"yes" doc:"Functions, actuators or data whose failure leads to it."`
	Hazard       yamltext.Word     `yaml:"hazard" ref:"hazards" doc:"Hazard behind it."`
	To           yamltext.Word     `yaml:"to" ref:"people" doc:"Person harmed."`
	Situation    string            `yaml:"situation" doc:"The hazardous situation, in words."`
	Plain        string            `yaml:"plain" doc:"What can happen, in words for patients."`
	Severity     yamltext.Map[int] `yaml:"severity" need:"yes" range:"1-5" doc:"Severity per patient group, 1 (negligible) to 5 (catastrophic)."`
	DetectableBy []yamltext.Word   `yaml:"detectable-by" ref:"people" doc:"People who would notice in time to act."`
	TimeToHarm   Delay             `yaml:"time-to-harm" doc:"How long from the hazardous situation to the harm: seconds, minutes, hours, days."`
	Exposure     Exposure          `yaml:"exposure" doc:"How often a patient is in the situation where it matters: rare, occasional, frequent, continuous."`
}

// Control places a control of the knowledge base on elements.
type Control struct {
	Control  yamltext.Word   `yaml:"control" need:"yes" doc:"Id of the control in the knowledge base."`
	On       []yamltext.Word `yaml:"on" ref:"*" need:"yes" doc:"Elements it is placed on."`
	State    ControlState    `yaml:"state" need:"yes" doc:"absent (considered, not applied), planned, or present."`
	Coverage Level           `yaml:"coverage" doc:"How much of the element it covers, very-low to safe (all of it, the default)."`
	Evidence []string        `yaml:"evidence" doc:"Where its presence is shown."`
	Note     string          `yaml:"note" doc:"Anything a reader should know."`
	At       diag.Pos
}

// Assumption is something the description relies on and does not control.
type Assumption struct {
	Says  string          `yaml:"says" need:"yes" doc:"The assumption, in words."`
	About []yamltext.Word `yaml:"about" ref:"*" doc:"Elements it concerns."`
	Owner yamltext.Word   `yaml:"owner" ref:"organisations,people" doc:"Organisation or person who must make it true."`
	IfNot string          `yaml:"if-not" doc:"What follows when it does not hold."`
	At    diag.Pos
}

// Responsibility says who does what.
type Responsibility struct {
	Says     string          `yaml:"says" need:"yes" doc:"The task, in words."`
	Owner    yamltext.Word   `yaml:"owner" ref:"organisations,people" need:"yes" doc:"Organisation or person in charge."`
	About    []yamltext.Word `yaml:"about" ref:"*" doc:"Elements it concerns."`
	Accepted string          `yaml:"accepted" doc:"Where the owner has accepted it: a contract, an agreement or a record."`
	At       diag.Pos
}

// OpenFact is a fact that somebody still has to find out.
type OpenFact struct {
	Says  string          `yaml:"says" need:"yes" doc:"The question, in words."`
	About []yamltext.Word `yaml:"about" ref:"*" doc:"Elements it concerns."`
	Owner yamltext.Word   `yaml:"owner" ref:"organisations,people" doc:"Organisation or person who can answer."`
	At    diag.Pos
}

// Evidence is a document that shows something; controls and decisions name it by its id.
type Evidence struct {
	ID          yamltext.Word `yaml:"id" need:"yes" doc:"Id as controls name it: TR-NET-01."`
	Title       string        `yaml:"title" need:"yes" doc:"What it is."`
	Sort        EvidenceSort  `yaml:"sort" need:"yes" doc:"test, penetration-test, inspection, analysis, certificate, clinical or record."`
	When        Month         `yaml:"when" need:"yes" doc:"Month in which it was made, YYYY-MM."`
	Until       Month         `yaml:"until" doc:"Last month in which it counts, YYYY-MM."`
	Release     string        `yaml:"release" doc:"Version of the system that it was made on."`
	By          yamltext.Word `yaml:"by" ref:"organisations,people" doc:"Who made it."`
	Independent YesNo         `yaml:"independent" doc:"yes where who made it did not develop what was looked at."`
	At          diag.Pos
}

// Answer is an answer to an item of a questionnaire, such as the disclosure statement MDS2.
type Answer struct {
	To   yamltext.Word `yaml:"to" need:"yes" doc:"Questionnaire: mds2."`
	Item yamltext.Word `yaml:"item" need:"yes" doc:"Number of the item."`
	Is   string        `yaml:"is" need:"yes" doc:"yes, no, n-a, see-note, or the text that the item asks for."`
	Note string        `yaml:"note" doc:"Note on it; needed with see-note."`
	At   diag.Pos
}
