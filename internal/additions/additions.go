// Package additions is the texts that people add to documents at the places that a template leaves to them. They are kept in files beside the
// description, one for each kind of document. It knows no template: which places there are is told to it.
package additions

import (
	"io/fs"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Folder is the name of the directory beside a description in which additions are kept, as KIND.yaml.
const Folder = "additions"

// Version is the version of the form that a file states as `cordon: 1`.
const Version = 1

// File is the additions to one kind of document.
type File struct {
	Cordon int                `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Texts  yamltext.Map[Text] `yaml:"texts" doc:"Texts, each under an id of its own."`
}

// Place is where a template leaves something to people.
type Place struct {
	Section string `yaml:"section" need:"yes" doc:"Heading of the section, as the template has it."`
	Asked   string `yaml:"asked" need:"yes" doc:"What is to be added, as the template says it."`
}

// Text is what somebody wrote at a place.
type Text struct {
	Place `yaml:",inline"`
	Says  string `yaml:"says" need:"yes" doc:"What stands there in the document; an empty line parts paragraphs."`
	At    diag.Pos
}

// Kept is the texts for one kind of document, in the order of the file.
type Kept struct {
	Kind string
	yamltext.Map[Text]
}

// Set is all texts of a folder, by kinds in order. A nil Set has none.
type Set struct{ kinds []Kept }

// Kinds lists the kinds that have texts.
func (s *Set) Kinds() []Kept {
	if s == nil {
		return nil
	}
	return s.kinds
}

// Of gives the texts for a kind of document.
func (s *Set) Of(kind string) Kept {
	for _, k := range s.Kinds() {
		if k.Kind == kind {
			return k
		}
	}
	return Kept{Kind: kind}
}

// Says is what stands at a place; empty where nothing was written.
func (k Kept) Says(p Place) string {
	for _, x := range k.Map {
		if x.Value.at(p) {
			return strings.TrimSpace(x.Value.Says)
		}
	}
	return ""
}

// at ignores a full stop at the end, as documents do.
func (t Text) at(p Place) bool {
	return t.Section == p.Section && strings.TrimSuffix(t.Asked, ".") == strings.TrimSuffix(p.Asked, ".")
}

// Unasked lists the texts at none of the places.
func (k Kept) Unasked(places []Place) []Text {
	var out []Text
	for _, x := range k.Map {
		if !slices.ContainsFunc(places, x.Value.at) {
			out = append(out, x.Value)
		}
	}
	return out
}

// Parse reads one file. What is wrong with it is in ds.
func Parse(name string, src []byte, ds *diag.List) *File {
	f := &File{}
	n := yamltext.Parse(name, src, ds)
	if n == nil {
		return f
	}
	yamltext.Decode(name, n, f, ds)
	for i, x := range f.Texts {
		for _, before := range f.Texts[:i] {
			if x.Value.at(before.Value.Place) {
				ds.Add(x.At, diag.AdditionTwice, "keep one of the two", "the texts %q and %q stand at the same place", before.Key, x.Key)
			}
		}
	}
	return f
}

// Load reads all `*.yaml` files directly in a folder. A folder that does not exist has no texts. Names in diagnostics begin with shown, the path of
// the folder as the user knows it. The set is complete only when ds has no errors.
func Load(fsys fs.FS, folder, shown string, ds *diag.List) *Set {
	s := &Set{}
	yamltext.Folder(fsys, folder, shown, ds, func(name, at string, src []byte) {
		s.kinds = append(s.kinds, Kept{strings.TrimSuffix(name, ".yaml"), Parse(at, src, ds).Texts})
	})
	return s
}

// Format writes a file in its canonical form. See [yamltext.Format].
func Format(name string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(name, src, &File{}, ds)
}
