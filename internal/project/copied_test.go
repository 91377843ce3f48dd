package project

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"cordon/internal/diag"
)

// No prose of the shipped entries stands word by word in the catalogues and advisories they refer to.
func TestNothingIsCopied(t *testing.T) {
	if testing.Short() {
		t.Skip("compares with whole catalogues; run without -short")
	}
	for _, name := range []string{"feeds/capec", "feeds/cwe", "feeds/attack", "feeds/atlas", "feeds/csaf-icsma", "interop/emb3d", "interop/threagile", "spyderisk/kb"} {
		dir := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name))
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(dir); err != nil {
				t.Skipf("SKIPPED: %s is absent; put the catalogue there to compare with it", dir)
			}
			var ds diag.List
			texts, err := FindCopies(context.Background(), loadContent(t), os.DirFS(dir), &ds)
			if err != nil {
				t.Fatal(err)
			}
			if texts == 0 {
				t.Errorf("%s holds no texts", dir)
			}
			for _, d := range ds.Sorted() {
				t.Error(d)
			}
		})
	}
}
