// Package postmarket is what is known of a product after it was released, and what follows from it: the parts it is made of, and whether they are
// still looked after. It reads no files and knows no clock; foreign formats are read at the edge, in internal/interop.
package postmarket

import (
	"iter"
	"strings"
)

// Format is the kind of document that a bill of materials was read from.
type Format string

// The formats.
const (
	CycloneDX Format = "CycloneDX"
	SPDX      Format = "SPDX"
)

// BOM is a bill of materials as its author wrote it, of which only that is kept which matching, end of support and quality need.
type BOM struct {
	Format  Format   `json:"format"`
	Version string   `json:"version,omitempty"` // of the format: 1.5, 2.3, 3.0.1
	Serial  string   `json:"serial,omitempty"`  // what names the document in the world: a serial number, or a namespace; may be empty
	Name    string   `json:"name,omitempty"`    // of the document; that of the root where the format has none
	Created string   `json:"created,omitempty"` // when, as the document says it; empty where it does not
	Authors []string `json:"authors,omitempty"` // people and organisations who made the document
	Tools   []string `json:"tools,omitempty"`   // programs that made it, with their versions

	// Root is what the document is about; nil where it does not say, or names several things. It does not stand in Components.
	Root *Component `json:"root,omitempty"`
	// Components are in the order of the document.
	Components []Component `json:"components"`
	// Depends are in the order of the document, and speak of the root and of components only.
	Depends []Dependency `json:"depends,omitempty"`
}

// Component is a part of a product.
type Component struct {
	// Ref names the component in the document. Where the document gives no name it is the place, as #/components/3.
	Ref     string        `json:"ref"`
	Type    ComponentType `json:"type,omitempty"`
	Group   string        `json:"group,omitempty"` // a name space before the name, as the document has it; often empty
	Name    string        `json:"name,omitempty"`
	Version string        `json:"version,omitempty"`
	PURL    string        `json:"purl,omitempty"` // package URL as the document has it; ParsePURL reads it
	CPE     []string      `json:"cpe,omitempty"`  // as the document has them: cpe:2.3:… or cpe:/…
	IDs     []string      `json:"ids,omitempty"`  // other identifiers, as kind:value: swid, swhid, omnibor, gitoid, gtin, and further package URLs

	Supplier string   `json:"supplier,omitempty"` // who supplies it
	Maker    string   `json:"maker,omitempty"`    // who made it: manufacturer, publisher, originator or author, in this order
	Licenses []string `json:"licenses,omitempty"`
	Hashes   []Hash   `json:"hashes,omitempty"`
	Scope    string   `json:"scope,omitempty"` // required, optional or excluded (not part of what is delivered), where the document says it

	Support      SupportLevel `json:"support,omitempty"`      // as the document says it; another text than the known words where it has one
	EndOfSupport string       `json:"endOfSupport,omitempty"` // YYYY-MM-DD
	EndOfLife    string       `json:"endOfLife,omitempty"`    // YYYY-MM-DD
	SupportNote  string       `json:"supportNote,omitempty"`  // why the document does not say the level
	EndNote      string       `json:"endNote,omitempty"`      // why it does not say the end of support

	Parent string `json:"parent,omitempty"` // Ref of the component that this one is part of; empty where it stands by itself
}

// Hash is a checksum of a component.
type Hash struct {
	Alg   string `json:"alg"` // as CycloneDX writes it: SHA-256
	Value string `json:"value"`
}

// Dependency says what a component depends on.
type Dependency struct {
	Ref string   `json:"ref"`
	On  []string `json:"on,omitempty"` // empty where the document says that there is nothing
}

// ComponentType is what sort of part a component is. Documents may have other words than these; they are kept, in small letters.
type ComponentType string

// The types, most of which are those of CycloneDX.
const (
	Application        ComponentType = "application"
	Framework          ComponentType = "framework"
	Library            ComponentType = "library"
	Container          ComponentType = "container"
	Platform           ComponentType = "platform"
	OperatingSystem    ComponentType = "operating-system"
	Device             ComponentType = "device"
	DeviceDriver       ComponentType = "device-driver"
	Firmware           ComponentType = "firmware"
	File               ComponentType = "file"
	Data               ComponentType = "data"
	MachineLearning    ComponentType = "machine-learning-model"
	CryptographicAsset ComponentType = "cryptographic-asset"
	Hardware           ComponentType = "hardware"
)

// Software tells whether a component is something that is installed, has versions and is looked after by somebody. Components of unknown type are.
func (t ComponentType) Software() bool {
	switch t {
	case Device, Hardware, File, Data, CryptographicAsset:
		return false
	}
	return true
}

// SupportLevel says how far a component is still looked after by its maker.
type SupportLevel string

// The levels, which are those of SPDX 3.
const (
	SupportDevelopment SupportLevel = "development" // not yet released
	SupportFull        SupportLevel = "support"
	SupportLimited     SupportLevel = "limited"
	SupportEnded       SupportLevel = "end-of-support" // it was supported once
	SupportNone        SupportLevel = "none"           // nobody looks after it
	SupportUnknown     SupportLevel = "unknown"        // the document says that it does not know
)

// supportWords are the words of documents, without what is no letter. FDA: premarket guidance on cybersecurity, section V.A.4(b).
var supportWords = map[string]SupportLevel{
	"development": SupportDevelopment,
	"support":     SupportFull, "supported": SupportFull, "deployed": SupportFull, "activelymaintained": SupportFull, "maintained": SupportFull,
	"limitedsupport": SupportLimited, "limited": SupportLimited,
	"endofsupport": SupportEnded, "nolongermaintained": SupportEnded,
	"nosupport": SupportNone, "none": SupportNone, "abandoned": SupportNone, "unsupported": SupportNone,
	"noassertion": SupportUnknown, "unknown": SupportUnknown,
}

// ParseSupport gives the level that a text of SPDX 3 or of the FDA guidance stands for, or the text itself.
func ParseSupport(text string) SupportLevel {
	letters := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(text))
	if l, ok := supportWords[letters]; ok {
		return l
	}
	return SupportLevel(text)
}

// ParseDate gives the day of a date, or of a point in time, of ISO 8601.
func ParseDate(text string) (string, bool) {
	if len(text) < 10 || len(text) > 10 && text[10] != 'T' {
		return "", false
	}
	for i, c := range []byte(text[:10]) {
		if dash := i == 4 || i == 7; dash != (c == '-') || !dash && (c < '0' || c > '9') {
			return "", false
		}
	}
	if month, day := text[5:7], text[8:10]; month < "01" || month > "12" || day < "01" || day > "31" {
		return "", false
	}
	return text[:10], true
}

// All goes through the root, if there is one, and the components.
func (b *BOM) All() iter.Seq[*Component] {
	return func(yield func(*Component) bool) {
		if b.Root != nil && !yield(b.Root) {
			return
		}
		for i := range b.Components {
			if !yield(&b.Components[i]) {
				return
			}
		}
	}
}

// Refs are the root and the components by what names them. Of several with one name it is the first.
func (b *BOM) Refs() map[string]*Component {
	m := make(map[string]*Component, len(b.Components)+1)
	for c := range b.All() {
		if _, twice := m[c.Ref]; !twice {
			m[c.Ref] = c
		}
	}
	return m
}

// Label is what a person calls a component: its name with group and version, or what names it in the document.
func (c *Component) Label() string {
	s := c.Name
	if s == "" {
		s = c.Ref
	} else if c.Group != "" {
		s = c.Group + "/" + s
	}
	if c.Version != "" {
		s += " " + c.Version
	}
	return s
}
