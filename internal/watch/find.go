package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"cordon/internal/diag"
	"cordon/internal/interop/bom"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
)

// Find looks every bill of materials of a record up in the index in a directory, and brings what was found before up to date. At is the time, RFC
// 3339 in UTC; folder is where the record lies. A bill that cannot be read is reported in ds, and what was found in it before stays.
func Find(ctx context.Context, dir, folder, at string, r *record.Record, before *record.Findings, ds *diag.List) (*record.Findings, error) {
	data, err := os.ReadFile(filepath.Join(dir, IndexFile))
	if err != nil {
		return nil, err
	}
	ix, err := postmarket.OpenIndex(data)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder) // keeps symbolic links from leading out of the folder of the record
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var asked []string
	var found []record.Finding
	for i := range r.Inventory {
		e := &r.Inventory[i]
		list, ok, err := findIn(ctx, ix, root, folder, e, ds)
		if err != nil {
			return nil, err
		}
		if ok {
			asked, found = append(asked, e.ID), append(found, list...)
		}
	}
	sum := sha256.Sum256(data)
	return before.Update(at, hex.EncodeToString(sum[:]), asked, found, ix.Facts)
}

func findIn(ctx context.Context, ix *postmarket.Index, root *os.Root, folder string, e *record.InventoryEntry, ds *diag.List) (list []record.Finding, ok bool, err error) {
	f, err := root.Open(filepath.FromSlash(e.File.Text))
	if err != nil {
		ds.Add(e.File.At, diag.FileUnreadable, "check the path, from the folder of the record", "cannot read the bill of materials: %s", diag.Cause(err))
		return nil, false, nil
	}
	defer f.Close()
	b := bom.Read(filepath.ToSlash(filepath.Join(folder, e.File.Text)), f, ds)
	if b == nil {
		return nil, false, nil
	}
	m, err := ix.Match(b, true, ctx.Err)
	if err != nil {
		return nil, false, err
	}
	parts := b.Refs()
	for _, x := range m.Matches {
		label := x.Name()
		if c := parts[x.Ref]; c != nil {
			label = c.Label()
		}
		list = append(list, record.Finding{Vulnerability: x.Advisory, Inventory: e.ID, Ref: x.Ref, Component: label, Name: x.Name(), Versions: x.Because, Unsure: x.Unsure})
	}
	return list, true, nil
}
