package model

import (
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// TestKeptTreesGiveTheSameModel reads files again and again, with errors and without, and compares with reading them anew.
func TestKeptTreesGiveTheSameModel(t *testing.T) {
	example := os.DirFS("../../examples/wearable-monitor")
	broken := fstest.MapFS{"a.yaml": {Data: []byte("cordon: 1\nassets: {a: {on: [b}\n")}, "b.yaml": {Data: []byte("cordon: 1\nzones: {z: {titel: x}}\n")}}
	trees := NewTrees(1 << 20)
	for name, fsys := range map[string]fs.FS{"example": example, "broken": broken} {
		var want diag.List
		fresh := Load(fsys, ".", name, &want)
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				var ds diag.List
				m := trees.Load(fsys, ".", name, &ds)
				if m.Digest() != fresh.Digest() {
					t.Errorf("%s, reading %d: another model", name, i)
				}
				if d := cmp.Diff(want.Sorted(), ds.Sorted()); d != "" {
					t.Errorf("%s, reading %d (-anew +again):\n%s", name, i, d)
				}
			})
		}
		all.Wait()
	}
	if len(trees.kept) < 5 {
		t.Errorf("%d trees are kept: the test shows nothing", len(trees.kept))
	}
}

func TestTreesForgetWhatWasNotUsedForLongest(t *testing.T) {
	trees := NewTrees(30) // two texts of 13 bytes
	read := func(n int) {
		var ds diag.List
		trees.Parse("a.yaml", fmt.Appendf(nil, "cordon: 1 # %d", n), &ds)
	}
	for _, n := range []int{0, 1, 0, 2} {
		read(n)
	}
	var kept []string
	for at := trees.recent.Front(); at != nil; at = at.Next() {
		kept = append(kept, at.Value.(*tree).root.Content[0].Content[1].LineComment)
	}
	if d := cmp.Diff([]string{"# 2", "# 0"}, kept); d != "" || trees.bytes != 26 || len(trees.kept) != 2 {
		t.Errorf("kept %v, %d bytes, %d keys", kept, trees.bytes, len(trees.kept))
	}
}
