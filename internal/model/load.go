package model

import (
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Limits of one system, all files together.
const (
	MaxFiles      = 10_000
	MaxTotalBytes = 256 << 20
)

// Parse reads one file. The result holds what could be understood; whether anything is wrong is in ds.
func Parse(name string, src []byte, ds *diag.List) *File {
	return decode(name, yamltext.Parse(name, src, ds), ds)
}

// decode reads a tree, which may be nil, and does not change it.
func decode(name string, n *yaml.Node, ds *diag.List) *File {
	f := &File{At: diag.Pos{File: name}}
	if n != nil && supported(name, n.Content[0], ds) {
		yamltext.Decode(name, n, f, ds)
	}
	return f
}

// supported checks the version before anything else: a file in another version would be full of errors that are none.
func supported(name string, n *yaml.Node, ds *diag.List) bool {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		v := n.Content[i+1]
		if version, err := strconv.Atoi(v.Value); n.Content[i].Value == "cordon" && err == nil && version != Version {
			at := diag.Pos{File: name, Line: v.Line, Column: v.Column}
			ds.Add(at, diag.WrongVersion, "write `cordon: 1`, or use a newer Cordon", "version %d of the language is not supported", version)
			return false
		}
	}
	return true
}

// Load reads a system: a file, or all `*.yaml` files directly in a directory, and what they import. Names in diagnostics
// begin with shown, the path of fsys as the user knows it. The model is complete only when ds has no errors.
func Load(fsys fs.FS, name, shown string, ds *diag.List) *Model {
	return (*Trees)(nil).Load(fsys, name, shown, ds)
}

// FromFile makes a model of a single file that imports nothing.
func FromFile(f *File, ds *diag.List) *Model {
	return resolve([]space{{files: []*File{f}, at: diag.Pos{File: f.At.File}}}, ds)
}

// Fragment makes a model of a tree without header, as the examples of the knowledge base have it.
func Fragment(file string, n *yaml.Node, ds *diag.List) *Model {
	f := &File{Cordon: Version, System: &System{Name: "example"}}
	header := []*yaml.Node{{Kind: yaml.ScalarNode, Value: "cordon"}, {Kind: yaml.ScalarNode, Value: "1", Tag: "!!int"}}
	whole := *n
	whole.Content = append(header, n.Content...)
	yamltext.Decode(file, &whole, f, ds)
	return FromFile(f, ds)
}

// space is the content of one import: the files that share a prefix.
type space struct {
	prefix string
	files  []*File
	at     diag.Pos
}

var aliasForm = regexp.MustCompile(yamltext.IDPattern)

type loader struct {
	fsys   fs.FS
	shown  string
	ds     *diag.List
	trees  *Trees
	spaces []space
	files  int
	bytes  int64
}

func (l *loader) display(name string) string {
	if l.shown == "" || l.shown == "." {
		return name
	}
	return path.Join(l.shown, name)
}

func (l *loader) namespace(prefix, name string, at diag.Pos, within []string) {
	names, ok := l.filesOf(name, at)
	if !ok {
		return
	}
	sp := space{prefix: prefix, at: at}
	within = append(slices.Clone(within), name)
	l.spaces = append(l.spaces, sp)
	self := len(l.spaces) - 1
	for _, n := range names {
		src, ok := l.read(n, at)
		if !ok {
			l.spaces[self].files = append(l.spaces[self].files, &File{At: diag.Pos{File: l.display(n)}})
			continue
		}
		f := decode(l.display(n), l.trees.Parse(l.display(n), src, l.ds), l.ds)
		l.spaces[self].files = append(l.spaces[self].files, f)
		for _, imp := range f.Imports {
			l.importFile(prefix, n, imp, within)
		}
	}
}

func (l *loader) importFile(prefix, from string, imp Import, within []string) {
	if imp.File.Text == "" || imp.As.Text == "" {
		return // the missing key is already reported
	}
	target := path.Join(path.Dir(from), imp.File.Text)
	switch {
	case !aliasForm.MatchString(imp.As.Text):
		l.ds.Add(imp.As.At, diag.BadID, "use lower-case letters, digits and single hyphens, beginning with a letter", "%q is not an id", imp.As.Text)
	case !fs.ValidPath(target) || path.IsAbs(imp.File.Text) || strings.Contains(imp.File.Text, `\`):
		l.ds.Add(imp.File.At, diag.ImportOutside, "copy the file below the system's directory", "import %q leaves the system's directory", imp.File.Text)
	case slices.Contains(within, target) || slices.Contains(within, path.Dir(target)) && !l.isDir(target):
		l.ds.Add(imp.File.At, diag.CyclicImport, "move what both need into a third file", "import of %q leads back to itself: %s", imp.File.Text, strings.Join(append(within, target), " -> "))
	default:
		l.namespace(prefix+imp.As.Text+"/", target, imp.File.At, within)
	}
}

func (l *loader) isDir(name string) bool {
	info, err := fs.Stat(l.fsys, name)
	return err == nil && info.IsDir()
}

// filesOf lists the model files behind a name, sorted. Sidecars with the layout of drawings are left out.
func (l *loader) filesOf(name string, at diag.Pos) ([]string, bool) {
	info, err := fs.Stat(l.fsys, name)
	if err != nil {
		l.ds.Add(at, diag.FileUnreadable, "check the path", "cannot read %s: %s", l.display(name), diag.Cause(err))
		return nil, false
	}
	if !info.IsDir() {
		return []string{name}, true
	}
	entries, err := fs.ReadDir(l.fsys, name)
	if err != nil {
		l.ds.Add(at, diag.FileUnreadable, "check the permissions", "cannot list %s: %s", l.display(name), diag.Cause(err))
		return nil, false
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); !e.IsDir() && strings.HasSuffix(n, ".yaml") && !strings.HasSuffix(n, ".layout.yaml") {
			names = append(names, path.Join(name, n))
		}
	}
	if len(names) == 0 {
		l.ds.Add(at, diag.FileUnreadable, "a system is a directory with `*.yaml` files, or one file", "no `*.yaml` file in %s", l.display(name))
		return nil, false
	}
	return names, true
}

func (l *loader) read(name string, at diag.Pos) ([]byte, bool) {
	if l.files++; l.files > MaxFiles || l.bytes > MaxTotalBytes {
		if l.files == MaxFiles+1 || l.bytes > MaxTotalBytes {
			l.ds.Add(at, diag.ImportsTooMany, "import fewer or smaller files", "more than %d files or %d MiB", MaxFiles, MaxTotalBytes>>20)
			l.files, l.bytes = MaxFiles+2, 0
		}
		return nil, false
	}
	f, err := l.fsys.Open(name)
	if err != nil {
		l.ds.Add(diag.Pos{File: l.display(name)}, diag.FileUnreadable, "check the path and the permissions", "cannot read the file: %s", diag.Cause(err))
		return nil, false
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, yamltext.MaxBytes+1))
	if err != nil {
		l.ds.Add(diag.Pos{File: l.display(name)}, diag.FileUnreadable, "check the permissions", "cannot read the file: %s", diag.Cause(err))
		return nil, false
	}
	if int64(len(src)) > yamltext.MaxBytes {
		size := int64(len(src))
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		l.ds.Add(diag.Pos{File: l.display(name)}, diag.FileTooLarge, "split it: a directory of files is one system",
			"file has %d bytes; at most %d are read", size, yamltext.MaxBytes)
		return nil, false
	}
	l.bytes += int64(len(src))
	return src, true
}
