package model

import (
	"container/list"
	"crypto/sha256"
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Trees keeps the trees of YAML of files that were read, so that of a system in which one file changed, one file is parsed. A tree is never
// changed after it was made, and takes about twenty times the memory of its text. Trees is safe for use by several goroutines; a nil one keeps nothing.
type Trees struct {
	size int // most bytes of text of kept trees

	mu     sync.Mutex
	kept   map[treeKey]*list.Element // of *tree
	recent *list.List                // of *tree, the latest used first
	bytes  int
}

// treeKey is a name, which the diagnostics of a tree have, and content.
type treeKey struct {
	name string
	sum  [sha256.Size]byte
}

type tree struct {
	key   treeKey
	bytes int
	root  *yaml.Node
	found []diag.Diagnostic
}

// NewTrees keeps trees of texts of so many bytes together.
func NewTrees(bytes int) *Trees {
	return &Trees{size: bytes, kept: map[treeKey]*list.Element{}, recent: list.New()}
}

// Load is the function of this name, with trees that are kept.
func (t *Trees) Load(fsys fs.FS, name, shown string, ds *diag.List) *Model {
	l := loader{fsys: fsys, shown: shown, ds: ds, trees: t}
	l.namespace("", name, diag.Pos{File: l.display(name)}, nil)
	return resolve(l.spaces, ds)
}

// Parse is the function of this name in yamltext, with trees that are kept. Nobody may change the tree.
func (t *Trees) Parse(name string, src []byte, ds *diag.List) *yaml.Node {
	if t == nil {
		return yamltext.Parse(name, src, ds)
	}
	key := treeKey{name, sha256.Sum256(src)}
	t.mu.Lock()
	at, ok := t.kept[key]
	if ok {
		t.recent.MoveToFront(at)
	}
	t.mu.Unlock()
	if !ok {
		var found diag.List
		root := yamltext.Parse(name, src, &found)
		at = t.keep(&tree{key, len(src), root, found.Sorted()})
	}
	ds.Append(at.Value.(*tree).found)
	return at.Value.(*tree).root
}

// keep puts a tree in front, and forgets those that were not used for longest.
func (t *Trees) keep(made *tree) *list.Element {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at, ok := t.kept[made.key]; ok { // somebody else was faster
		return at
	}
	at := t.recent.PushFront(made)
	t.kept[made.key] = at
	for t.bytes += made.bytes; t.bytes > t.size; {
		last := t.recent.Back()
		t.recent.Remove(last)
		t.bytes -= last.Value.(*tree).bytes
		delete(t.kept, last.Value.(*tree).key)
	}
	return at
}
