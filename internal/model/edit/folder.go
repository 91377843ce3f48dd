package edit

import (
	"path"
	"reflect"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Folder is a description that is open for operations. What was read stays read, so that one who applies operation after
// operation pays for the changed files only. A folder belongs to one goroutine.
type Folder struct {
	files  map[string][]byte
	drafts map[string]*yamltext.Draft   // nil where a file cannot be changed
	wrong  map[string][]diag.Diagnostic // why not
	spaces []space                      // nil when they must be found anew
	trees  *model.Trees
}

// space is the files that share the beginning of their ids: empty for the folder itself, `cloud/` for an import.
type space struct {
	prefix string
	files  []string
}

// Open takes the files of a folder. It does not change the map.
func Open(files map[string][]byte) *Folder { return OpenAgain(nil, files) }

// OpenAgain is Open for who opens the same files often: trees, which may be nil, keeps what is made of them.
func OpenAgain(trees *model.Trees, files map[string][]byte) *Folder {
	f := &Folder{files: make(map[string][]byte, len(files)), drafts: map[string]*yamltext.Draft{}, wrong: map[string][]diag.Diagnostic{}, trees: trees}
	for name, src := range files {
		f.files[name] = src
	}
	return f
}

var fileShape = reflect.TypeFor[model.File]()

// draft is an open file; nil where it is not there or cannot be changed.
func (f *Folder) draft(name string) *yamltext.Draft {
	if d, known := f.drafts[name]; known {
		return d
	}
	src, there := f.files[name]
	if !there {
		return nil
	}
	var ds diag.List
	d := yamltext.Parser(f.trees.Parse).Open(name, src, fileShape, &ds)
	f.drafts[name], f.wrong[name] = d, ds.Sorted()
	return d
}

// isModel tells whether a file right in a folder is part of the description.
func isModel(name string) bool {
	return strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".layout.yaml")
}

// within lists the files of the description right in a folder, sorted.
func (f *Folder) within(dir string) []string {
	var out []string
	for name := range f.files {
		if path.Dir(name) == dir && isModel(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// maxSpaces bounds imports that import each other in many ways.
const maxSpaces = 1000

// all lists the spaces, the folder itself first.
func (f *Folder) all() []space {
	if f.spaces == nil {
		f.space("", f.within("."), nil)
	}
	return f.spaces
}

func (f *Folder) space(prefix string, files, around []string) {
	if len(f.spaces) >= maxSpaces {
		return
	}
	f.spaces = append(f.spaces, space{prefix, files})
	for _, name := range files {
		d := f.draft(name)
		if d == nil {
			continue
		}
		imports := d.Root().Get("imports")
		if imports == nil {
			continue
		}
		for _, imp := range imports.Places() {
			file, as := imp.Get("file"), imp.Get("as")
			if file == nil || as == nil || as.Scalar() == "" {
				continue
			}
			target := path.Join(path.Dir(name), file.Scalar())
			if slices.Contains(around, target) {
				continue
			}
			inside := f.within(target)
			if _, is := f.files[target]; is {
				inside = []string{target}
			}
			f.space(prefix+as.Scalar()+"/", inside, append(slices.Clone(around), target))
		}
	}
}

// element is one with an id of its own.
type element struct {
	space space
	file  string
	at    *yamltext.Place
	block string // the language's word: `assets` for parts and software too
}

// find is the element of a full id, or nil.
func (f *Folder) find(id string) *element {
	for _, sp := range f.all() {
		local, ok := strings.CutPrefix(id, sp.prefix)
		if !ok || local == "" {
			continue
		}
		steps := strings.Split(local, "/")
		for _, name := range sp.files {
			if d := f.draft(name); d != nil {
				if at, block := descend(d.Root(), fileBlocks, steps); at != nil {
					return &element{sp, name, at, block}
				}
			}
		}
	}
	return nil
}

// descend follows the steps of an id through blocks that hold elements.
func descend(in *yamltext.Place, blocks []blockOf, steps []string) (*yamltext.Place, string) {
	for _, b := range blocks {
		block := in.Get(b.name)
		if block == nil || block.Kind() != yamltext.Block {
			continue
		}
		at := block.Get(steps[0])
		if at == nil {
			continue
		}
		if len(steps) == 1 {
			return at, b.is
		}
		if at, is := descend(at, b.inside(), steps[1:]); at != nil {
			return at, is
		}
	}
	return nil, ""
}

// broken lists what is wrong with files that cannot be changed.
func (f *Folder) broken() []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, sp := range f.all() {
		for _, name := range sp.files {
			if f.draft(name) == nil {
				out = append(out, f.wrong[name]...)
			}
		}
	}
	return out
}
