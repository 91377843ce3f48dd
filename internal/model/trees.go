package model

import (
	"context"
	"crypto/sha256"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/memo"
	"cordon/internal/yamltext"
)

// Trees keeps the trees of YAML of files that were read, so that of a system in which one file changed, one file is parsed. A tree is never
// changed after it was made, and takes about twenty times the memory of its text. Trees is safe for use by several goroutines; a nil one keeps nothing.
type Trees struct{ kept memo.Of[tree] }

type tree struct {
	bytes int64
	root  *yaml.Node
	found []diag.Diagnostic
}

// treeLeast is what a tree counts for beside its text, in bytes of text: its name, its place and its first nodes, which an empty one has as well.
const treeLeast = 100

// NewTrees keeps trees of texts of so many bytes together.
func NewTrees(bytes int) *Trees {
	return &Trees{memo.Of[tree]{Bytes: func(t tree) int64 { return t.bytes }, Room: int64(bytes)}}
}

// Load is the function of this name, with trees that are kept.
func (t *Trees) Load(fsys fs.FS, name, shown string, ds *diag.List) *Model {
	l := loader{fsys: fsys, shown: shown, ds: ds, trees: t}
	l.namespace("", name, diag.Pos{File: l.display(name)}, nil)
	return resolve(l.spaces, ds)
}

// Parse is the function of this name in yamltext, with trees that are kept. Nobody may change the tree.
func (t *Trees) Parse(name string, src []byte, ds *diag.List) *yaml.Node {
	bytes := int64(treeLeast + len(src))
	if t == nil || bytes > t.kept.Room {
		return yamltext.Parse(name, src, ds)
	}
	sum := sha256.Sum256(src)
	// The name is in the diagnostics of a tree. It ends where the digest begins, which has one length.
	made, err := t.kept.Get(context.Background(), name+string(sum[:]), func(context.Context) (tree, error) {
		var found diag.List
		root := yamltext.Parse(name, src, &found)
		return tree{bytes, root, found.Sorted()}, nil
	})
	if err != nil {
		panic(err) // the parser did, which a memo makes an error
	}
	ds.Append(made.found)
	return made.root
}
