package knowledge

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// TextFile holds the words of a document that a user has a licence for. It stays with the user: nothing that Cordon writes for others has them.
type TextFile struct {
	Cordon   int           `yaml:"cordon" need:"yes" range:"1-1" doc:"Version of the form: 1."`
	Document yamltext.Word `yaml:"document" need:"yes" doc:"Document with its edition: iec-62443-4-2-2019."`
	Rights   string        `yaml:"rights" need:"yes" doc:"On what ground the text may be used, for instance the number of the licence."`
	Texts    []ClauseText  `yaml:"texts" need:"yes" doc:"The text of clauses."`
	At       diag.Pos
}

// ClauseText is the text of one clause.
type ClauseText struct {
	Clause yamltext.Word `yaml:"clause" need:"yes" doc:"Place of the clause in the document: CR-1.2."`
	Text   string        `yaml:"text" need:"yes" doc:"The words of the document."`
	At     diag.Pos
}

// Texts are the users' texts by full id of the clause.
type Texts map[string]LicensedText

// LicensedText is a text with the ground on which it may be used.
type LicensedText struct {
	Text   string `json:"text"`
	Rights string `json:"rights"`
}

// ParseTexts reads a file of texts.
func ParseTexts(name string, src []byte, ds *diag.List) *TextFile {
	f := &TextFile{}
	if n := yamltext.Parse(name, src, ds); n != nil {
		yamltext.Decode(name, n, f, ds)
	}
	return f
}

// LoadTexts reads all files of texts in a folder, and ties them to the clauses of the base. Names in diagnostics begin with shown.
func (ix *Index) LoadTexts(fsys fs.FS, shown string, ds *diag.List) Texts {
	out := Texts{}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		ds.Add(diag.Pos{File: shown}, diag.FileUnreadable, "texts are `*.yaml` files in a folder", "cannot list the folder: %s", diag.Cause(err))
		return out
	}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".yaml") {
			continue
		}
		file := path.Join(shown, e.Name())
		src, err := fs.ReadFile(fsys, e.Name())
		if err != nil {
			ds.Add(diag.Pos{File: file}, diag.FileUnreadable, "", "cannot read the file: %s", diag.Cause(err))
			continue
		}
		ix.addTexts(out, ParseTexts(file, src, ds), ds)
	}
	return out
}

func (ix *Index) addTexts(out Texts, f *TextFile, ds *diag.List) {
	d := ix.Documents[f.Document.Text]
	if d == nil {
		if f.Document.Text != "" {
			var ids []string
			for i := range ix.Base.Documents {
				ids = append(ids, ix.Base.Documents[i].ID)
			}
			ds.Add(f.Document.At, diag.UnknownClause, yamltext.Suggest(f.Document.Text, ids), "no document %q", f.Document.Text)
		}
		return
	}
	for _, t := range f.Texts {
		at := slices.IndexFunc(d.Clauses, func(c Clause) bool { return c.ID == t.Clause.Text })
		switch {
		case t.Clause.Text == "":
		case at < 0:
			var ids []string
			for i := range d.Clauses {
				ids = append(ids, d.Clauses[i].ID)
			}
			ds.Add(t.Clause.At, diag.UnknownClause, yamltext.Suggest(t.Clause.Text, ids), "%s has no clause %q", d.ID, t.Clause.Text)
		default:
			full := d.Full(&d.Clauses[at])
			if _, twice := out[full]; twice {
				ds.Add(t.Clause.At, diag.DuplicateID, "keep one of the two", "clause %s has a text already", full)
				continue
			}
			out[full] = LicensedText{strings.TrimSpace(t.Text), f.Rights}
		}
	}
}
