package names

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/vers"
	"cordon/internal/yamltext"
)

// FormVersion is the version of the form that a file states as `cordon: 1`.
const FormVersion = 1

// File is a list of products: the devices and software of a hospital, or the parts of a manufacturer's product.
type File struct {
	Cordon   int                   `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Products yamltext.Map[Product] `yaml:"products" need:"yes" doc:"Products, each under an id of its own."`
	At       diag.Pos
}

// Product is a product that somebody has.
type Product struct {
	Vendor    string         `yaml:"vendor" need:"yes" doc:"Who makes it, as on the label; former names and common short forms are known."`
	Product   string         `yaml:"product" need:"yes" doc:"Name of the product."`
	Model     string         `yaml:"model" doc:"Model or type, as on the label: MX40, 8015."`
	Models    []string       `yaml:"models" doc:"Further numbers that it goes by: article, reference or part numbers."`
	Version   string         `yaml:"version" doc:"Version of its software or firmware, as it shows it."`
	Scheme    *Scheme        `yaml:"scheme" doc:"How its versions are ordered; in general words and numbers by their value where absent."`
	Element   yamltext.Word  `yaml:"element" doc:"Element of the model that it is."`
	UDI       yamltext.Word  `yaml:"udi" doc:"Device identifier of its UDI: the part that is the same for all of the model (UDI-DI)."`
	Note      string         `yaml:"note" doc:"What else matters, in words; nothing is computed from it."`
	Confirmed []Confirmation `yaml:"confirmed" doc:"What people said of advisories; written by cordon watch confirm."`
	At        diag.Pos
}

// Confirmation is what a person said of an advisory. It holds as long as the product has the version and the advisory the text that were judged.
type Confirmation struct {
	Advisory yamltext.Word `yaml:"advisory" need:"yes" doc:"Id of the advisory."`
	As       string        `yaml:"as" need:"yes" doc:"The product of the advisory that was judged, in the advisory's words."`
	Version  string        `yaml:"version" doc:"The version that the product had then."`
	Is       Answer        `yaml:"is" need:"yes" doc:"Whether the advisory concerns the product: yes or no."`
	Who      string        `yaml:"who" need:"yes" doc:"Person who says so."`
	When     yamltext.Word `yaml:"when" need:"yes" doc:"Day, YYYY-MM-DD."`
	Why      string        `yaml:"why" need:"yes" doc:"Reason, in words that convince somebody who was not there."`
	At       diag.Pos
}

// Answer is yes or no.
type Answer string

// The answers.
const (
	IsYes Answer = "yes"
	IsNo  Answer = "no"
)

func (Answer) Words() []string { return []string{string(IsYes), string(IsNo)} }

// Scheme is the order of the versions of a product line. It has like or forms.
type Scheme struct {
	Like  string `yaml:"like" doc:"An order that is known by name, such as semver, deb or generic."`
	Forms []Form `yaml:"forms" doc:"The ways in which versions were written over the years, oldest first."`
	At    diag.Pos
}

// Form is one way of writing versions.
type Form struct {
	Pattern string              `yaml:"pattern" need:"yes" doc:"Text of a version with {name} in the place of each part; what stands in [brackets] may be missing."`
	Parts   yamltext.Map[VPart] `yaml:"parts" need:"yes" doc:"The parts in the pattern, by name."`
	By      []string            `yaml:"by" doc:"Parts that order versions, heaviest first; as in the pattern where absent."`
}

// VPart is one part of a version.
type VPart struct {
	Kind   PartKind `yaml:"kind" need:"yes" doc:"What it is made of: number, letters, word, date or skipped."`
	Width  int      `yaml:"width" range:"1-64" doc:"Exact number of characters of a number or letters."`
	Words  []string `yaml:"words" doc:"Words of a word, oldest first."`
	Layout string   `yaml:"layout" doc:"Layout of a date, such as YYYY-MM-DD."`
}

// PartKind is what a part of a version is made of.
type PartKind string

func (PartKind) Words() []string {
	return []string{string(vers.Number), string(vers.Letters), string(vers.Word), string(vers.Date), string(vers.Skipped)}
}

// ParseFile reads a list of products. The result holds what could be understood; what is wrong is in ds.
func ParseFile(name string, src []byte, ds *diag.List) *File {
	f := &File{}
	n := yamltext.Parse(name, src, ds)
	if n == nil {
		return f
	}
	yamltext.Decode(name, n, f, ds)
	for i := range f.Products {
		f.Products[i].Value.Validate(f.Products[i].Key, ds)
	}
	return f
}

// Is tells a list of products from other files in YAML: it has the block products, which no other form has.
func Is(src []byte) bool {
	for line := range bytes.Lines(src) {
		if bytes.HasPrefix(line, []byte("products:")) {
			return true
		}
	}
	return false
}

// Format writes a list of products in its canonical form. See [yamltext.Format].
func Format(name string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(name, src, &File{}, ds)
}

// Schema is the JSON Schema of a list of products, for editors.
func Schema() []byte { return yamltext.Schema("Cordon products", &File{}) }

// identifier is the form of a device identifier: GS1 (GTIN-8 to 14), HIBCC, ICCBBA.
var identifier = regexp.MustCompile(`^[0-9A-Z+=/$%.-]{6,25}$`)

// Validate reports what is wrong with a product whose keys were read.
func (p *Product) Validate(id string, ds *diag.List) {
	if p.Scheme != nil && p.Scheme.At.Line > 0 {
		if _, err := p.Scheme.Keyer(id); err != nil {
			ds.Add(p.Scheme.At, diag.ProductScheme, "docs/user/products.md shows schemes that work", "product %q: %s", id, err)
		}
	}
	if p.UDI.Text != "" && !identifier.MatchString(p.UDI.Text) {
		ds.Add(p.UDI.At, diag.WrongValue, "give the device identifier without serial number and dates", "%q is no device identifier of a UDI", p.UDI.Text)
	}
	seen := map[string]bool{}
	for _, c := range p.Confirmed {
		if c.When.Text != "" && !isDay(c.When.Text) {
			ds.Add(c.When.At, diag.WrongValue, "write it as YYYY-MM-DD", "%q is not a day", c.When.Text)
		}
		if c.Advisory.Text != "" && seen[c.Advisory.Text] {
			ds.Add(c.Advisory.At, diag.RepeatedReference, "keep the one that holds", "product %q says twice whether %s concerns it", id, c.Advisory.Text)
		}
		seen[c.Advisory.Text] = true
	}
}

// Keyer is the scheme, ready for use. Name is what messages call it by.
func (s *Scheme) Keyer(name string) (vers.Keyer, error) {
	switch {
	case s == nil:
		return vers.Generic, nil
	case (s.Like == "") == (len(s.Forms) == 0):
		return nil, fmt.Errorf("a scheme has either like or forms")
	case s.Like != "":
		k, ok := vers.Of(s.Like)
		if !ok {
			return nil, fmt.Errorf("no order of versions is known as %q", s.Like)
		}
		return k, nil
	}
	o := vers.Order{Name: name}
	for _, f := range s.Forms {
		form := vers.Form{Pattern: f.Pattern, By: slices.Clone(f.By)}
		for _, p := range f.Parts {
			form.Parts = append(form.Parts, vers.Part{Name: p.Key, Kind: vers.PartKind(p.Value.Kind), Width: p.Value.Width, Words: p.Value.Words, Layout: p.Value.Layout})
		}
		o.Forms = append(o.Forms, form)
	}
	return o.Compile()
}
