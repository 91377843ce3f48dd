package decisions

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Limits of one folder, all files together.
const (
	MaxFiles      = 10_000
	MaxTotalBytes = 256 << 20
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
	entries, err := fs.ReadDir(fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return &Set{}
	}
	if err != nil {
		ds.Add(diag.Pos{File: shown}, diag.FileUnreadable, "decisions are `*.yaml` files in a folder named decisions", "cannot list the folder: %s", diag.Cause(err))
		return &Set{}
	}
	var files []*File
	var names []string
	total := 0
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ".yaml") {
			continue
		}
		if len(files) == MaxFiles || total > MaxTotalBytes {
			ds.Add(diag.Pos{File: shown}, diag.ImportsTooMany, "", "more than %d files or %d MiB of decisions", MaxFiles, MaxTotalBytes>>20)
			break
		}
		at := path.Join(shown, name)
		src, err := readFile(fsys, path.Join(folder, name))
		if err != nil {
			ds.Add(diag.Pos{File: at}, diag.FileUnreadable, "check the permissions", "cannot read the file: %s", diag.Cause(err))
			continue
		}
		total += len(src)
		files, names = append(files, Parse(at, src, ds)), append(names, name)
	}
	return join(files, names, ds)
}

// readFile reads a file, but no more than one byte beyond what Parse accepts.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, yamltext.MaxBytes+1))
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
