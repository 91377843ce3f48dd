package project

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// FuzzPack reads arbitrary text as a threat, a control and a rule of a pack: whatever it says, the lint ends, and what it
// finds no fault with can be compiled.
func FuzzPack(f *testing.F) {
	for _, pattern := range []string{"threats/*/THR-00[0-6]?.yaml", "controls/CTL-000?.yaml", "rules/*.yaml"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "content", pattern))
		if err != nil || len(files) == 0 {
			f.Fatalf("no seed in content/%s: %v", pattern, err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	var ds diag.List
	k, err := OpenKnowledge(nil, &ds)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, name := range []string{"threats/x/THR-9001.yaml", "controls/CTL-9001.yaml", "rules/RUL-9001.yaml"} {
			var ds diag.List
			pack := knowledge.Load(fstest.MapFS{name: {Data: src}}, "pack", &ds)
			if ds.HasErrors() {
				continue
			}
			base := k.Index.Base.With(pack, &ds)
			knowledge.LintReferences(base, &ds)
			if ds.HasErrors() {
				continue
			}
			if _, err := engine.Compile(base); err != nil {
				t.Fatalf("the lint finds no fault, and the base cannot be compiled: %v", err)
			}
		}
	})
}
