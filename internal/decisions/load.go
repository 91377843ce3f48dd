package decisions

import (
	"io/fs"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Parse reads one file. The result holds what could be understood; whether anything is wrong with it alone is in ds.
func Parse(name string, src []byte, ds *diag.List) *File {
	f := &File{}
	if n := yamltext.Parse(name, src, ds); n != nil {
		yamltext.Decode(name, n, f, ds)
		f.validate(ds)
	}
	return f
}

// Load reads all `*.yaml` files directly in a folder. A folder that does not exist holds no decisions. Names in diagnostics
// begin with shown, the path of the folder as the user knows it. The set is complete only when ds has no errors.
func Load(fsys fs.FS, folder, shown string, ds *diag.List) *Set {
	var files []*File
	var names []string
	yamltext.Folder(fsys, folder, shown, ds, func(name, at string, src []byte) {
		files, names = append(files, Parse(at, src, ds)), append(names, name)
	})
	return join(files, names, ds)
}

// join puts files together. The names are those below the folder.
func join(files []*File, names []string, ds *diag.List) *Set {
	s := &Set{}
	first := map[string]diag.Pos{}
	for i, f := range files {
		for _, e := range f.Decisions {
			if at, taken := first[e.Key]; taken {
				ds.Add(e.At, diag.DuplicateID, "rename one of the two", "id %q is taken; it is first used at %s", e.Key, at)
				continue
			}
			first[e.Key] = e.At
			s.Entries = append(s.Entries, Entry{ID: e.Key, File: names[i], At: e.At, Decision: e.Value})
		}
		s.Moved = append(s.Moved, f.Moved...)
	}
	slices.SortFunc(s.Entries, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	s.checkReplaced(ds)
	s.checkMoved(ds)
	return s
}
