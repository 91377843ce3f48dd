// Package oscal writes clauses, and what was found about them, as documents of the Open Security Controls Assessment Language, and reads
// such documents. It judges nothing: what it writes was decided elsewhere, and what it reads stays what its author said.
//
// Written is OSCAL 1.2.2 in JSON, one document for each file:
//
//	catalog                         an edition of a law, guidance or standard, its clauses as controls
//	profile                         the clauses that apply to a system
//	component-definition            what parts of a product do about clauses
//	assessment-results              what was found for each clause
//	plan-of-action-and-milestones   what is open, with what to do about it
//	mapping-collection              how clauses of several documents relate
//
// All but the catalogs refer to catalogs by the names that CatalogName gives; put the files into one directory. Nothing reads a clock: the
// same input gives the same bytes.
//
// Read takes each of these models of OSCAL 1.x in JSON, whoever wrote it.
package oscal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"
)

// Namespace marks what OSCAL has no word for. It is a name, not an address.
const Namespace = "urn:cordon:oscal"

// format is the version of what stands under Namespace; a document of ours says it in its metadata.
const format = "1"

// Version is the version of OSCAL that is written.
const Version = types.Version

// The models, as the one member of a document is called.
const (
	CatalogModel    = "catalog"
	ProfileModel    = "profile"
	ComponentsModel = "component-definition"
	ResultsModel    = "assessment-results"
	PlanModel       = "plan-of-action-and-milestones"
	MappingModel    = "mapping-collection"
)

// ErrEmpty says that there is nothing to write: OSCAL has no document without content.
var ErrEmpty = errors.New("there is nothing to write")

// About says where a document comes from.
type About struct {
	Date   string // day of the export, YYYY-MM-DD
	Tool   string // program with its version: cordon 0.9.0; "cordon" where empty
	Base   string // version of the knowledge base: 1.4.0; "0" where empty
	Digest string // SHA-256 of the knowledge base in hexadecimal; left out where empty
}

// System is the system that was looked at.
type System struct {
	ID      string // its id in the description
	Name    string
	Version string
	Digest  string // SHA-256 of the description in hexadecimal; left out where empty
	// Elements gives names and types to elements that findings name. An element that is not here is called by its id.
	Elements []Element
}

// Element is a part of the description of a system.
type Element struct {
	ID   string
	Name string
	Type string // a component type of OSCAL: system, network, software, hardware, service, physical, policy and so on; "system" where empty
}

// Status is what was found for a clause.
type Status string

// The statuses. OSCAL knows satisfied and not satisfied only; a property keeps the word.
const (
	Met           Status = "met"
	Partly        Status = "partly"
	Open          Status = "open"
	NotApplicable Status = "not-applicable"
	Undecidable   Status = "undecidable" // nothing in a description can show it
	Asked         Status = "asked"       // the description does not say what decides it
)

// Words lists the statuses.
func (Status) Words() []string {
	return []string{string(Met), string(Partly), string(Open), string(NotApplicable), string(Undecidable), string(Asked)}
}

// Result is what was found for one clause.
type Result struct {
	Clause   string // full id: mdcg-2019-16:r1/3.6#7
	Title    string // of the clause; the id where empty
	Status   Status
	Because  string
	Findings []Finding
	// Statement is what a person said of the clause; nil where nobody has.
	Statement *Statement
}

// Finding is what one criterion said.
type Finding struct {
	Criterion string
	Title     string // of the criterion; may be empty
	Outcome   string // a word of the criterion's own list: met, partly, open, asked, nothing
	Subjects  []Subject
	Hint      string // what to do where it does not hold
}

// Subject is an element that a criterion looked at.
type Subject struct {
	ID      string
	Outcome string // as of the criterion; may be empty
	Because string
}

// Statement is what a person said of a clause, as a decision records it.
type Statement struct {
	Decision string // id of the record
	Who      string
	Role     string
	When     string // YYYY-MM-DD
	Why      string
	Evidence []string
	Signed   bool
}

// day is the date as a moment.
func (a About) day() (time.Time, error) {
	t, err := time.Parse(time.DateOnly, a.Date)
	if err != nil || t.Year() < 1900 {
		return time.Time{}, fmt.Errorf("the date %q is not of the form YYYY-MM-DD", a.Date)
	}
	return t, nil
}

func (a About) tool() string { return cmp.Or(line(a.Tool), "cordon") }

// metadata is the head that all documents have.
func (a About) metadata(title, version string, props ...types.Property) (types.Metadata, error) {
	day, err := a.day()
	if err != nil {
		return types.Metadata{}, err
	}
	all := ours("format", format)
	all = append(all, ours("tool", a.tool())...)
	all = append(all, ours("knowledge-base", a.Base)...)
	all = append(all, ours("knowledge-base-sha-256", a.Digest)...)
	return types.Metadata{
		Title: titled(title), LastModified: day, Version: version, OscalVersion: Version, Props: list(append(all, props...)),
	}, nil
}

func (s System) props() []types.Property {
	var all []types.Property
	all = append(all, ours("system", s.ID)...)
	all = append(all, ours("system-name", s.Name)...)
	all = append(all, ours("system-version", s.Version)...)
	return append(all, ours("system-sha-256", s.Digest)...)
}

func (s System) name() string { return cmp.Or(line(s.Name), line(s.ID), "the system") }

func (s System) version() string { return cmp.Or(line(s.Version), "0") }

// ours is a property of ours for each value that says something.
func ours[T ~string](name string, values ...T) []types.Property {
	var out []types.Property
	for _, v := range values {
		if text := line(string(v)); text != "" {
			out = append(out, types.Property{Name: name, Ns: Namespace, Value: text})
		}
	}
	return out
}

// list is a list as go-oscal has it: absent where empty.
func list[T any](all []T) *[]T {
	if len(all) == 0 {
		return nil
	}
	return &all
}

// render writes a document. Its own UUID is made from all that it says, for OSCAL wants another one whenever the content changes.
func render(model string, doc any, id *string) ([]byte, error) {
	body, err := encode(doc)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", model, err)
	}
	*id = uuid(model, string(body))
	return encode(map[string]any{model: doc})
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
