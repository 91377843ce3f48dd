package model

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

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
	src, err := fs.ReadFile(broken, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if kept := parsed(trees, "broken/a.yaml", string(src)); parsed(trees, "broken/a.yaml", string(src)) != kept {
		t.Error("no tree is kept: the test shows nothing")
	}
}

// parsed gives the tree of a text; one that is kept is the same again.
func parsed(trees *Trees, name, text string) *yaml.Node {
	var ds diag.List
	return trees.Parse(name, []byte(text), &ds)
}

func TestTreesForgetWhatWasNotUsedForLongest(t *testing.T) {
	trees := NewTrees(2*(treeLeast+13) + 4) // two texts of 13 bytes
	read := func(n int) *yaml.Node { return parsed(trees, "a.yaml", fmt.Sprintf("cordon: 1 # %d", n)) }
	zero, one := read(0), read(1)
	if read(0) != zero {
		t.Fatal("of two texts that fit one is forgotten")
	}
	two := read(2) // for which the one goes that was not used for longest
	if read(0) != zero || read(2) != two {
		t.Error("what was used last is forgotten")
	}
	if read(1) == one {
		t.Error("more is kept than fits")
	}
}

func TestTreesKeepNeitherWhatIsTooLargeNorWithoutEndWhatIsEmpty(t *testing.T) {
	trees := NewTrees(10 * treeLeast)
	large := "a: " + strings.Repeat("x", 10*treeLeast)
	if before := parsed(trees, "a.yaml", large); parsed(trees, "a.yaml", large) == before {
		t.Error("a text that does not fit is kept")
	}
	first := parsed(trees, "0.yaml", "{}")
	for i := range 11 {
		parsed(trees, fmt.Sprint(i+1, ".yaml"), "{}")
	}
	if parsed(trees, "0.yaml", "{}") == first {
		t.Error("files with next to nothing in them are kept without end")
	}
}
