package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"cordon/internal/diag"
	"cordon/internal/interop/bom"
	"cordon/internal/postmarket"
)

// OpenIndex reads the index in a directory.
func OpenIndex(dir string) (*postmarket.Index, error) {
	data, err := os.ReadFile(filepath.Join(dir, IndexFile))
	if err != nil {
		return nil, err
	}
	ix, err := postmarket.OpenIndex(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.ToSlash(filepath.Join(dir, IndexFile)), err)
	}
	return ix, nil
}

// Match reads a bill of materials and looks its components up. It is nil where the file could not be read; the reasons are in ds.
func Match(ctx context.Context, ix *postmarket.Index, file string, merge bool, ds *diag.List) (*postmarket.Matched, error) {
	f, err := os.Open(file)
	if err != nil {
		ds.Add(diag.Pos{File: file}, diag.FileUnreadable, "check the path", "cannot read the bill of materials: %s", diag.Cause(err))
		return nil, nil
	}
	defer f.Close()
	b := bom.Read(filepath.ToSlash(file), f, ds)
	if b == nil {
		return nil, nil
	}
	return ix.Match(b, merge, ctx.Err)
}
