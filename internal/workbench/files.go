package workbench

import (
	"context"

	"cordon/internal/folder"
)

// File gives the content of one file of a revision.
func (w *Workbench) File(ctx context.Context, a Actor, id ProjectID, rev RevisionID, name string) ([]byte, File, error) {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, File{}, err
	}
	f, ok := r.Tree.Get(name)
	if !ok {
		return nil, File{}, Errorf(NotFound, "there is no file %q in revision %d", name, r.Number)
	}
	var data []byte
	err = w.Store.Read(ctx, func(tx Tx) (err error) {
		data, err = tx.Blob(ctx, f.Hash)
		return err
	})
	return data, f, err
}

// Files gives all files of a revision in memory.
func (w *Workbench) Files(ctx context.Context, a Actor, id ProjectID, rev RevisionID) (folder.Files, Revision, error) {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, r, err
	}
	out := folder.Files{}
	err = w.Store.Read(ctx, func(tx Tx) error {
		for _, f := range r.Tree {
			data, err := tx.Blob(ctx, f.Hash)
			if err != nil {
				return err
			}
			out[f.Path] = data
		}
		return nil
	})
	return out, r, err
}

// Overlay gives the files of a revision with some changed and, where nil, taken out. It is judged like a change, and kept nowhere.
func (w *Workbench) Overlay(ctx context.Context, a Actor, id ProjectID, base RevisionID, changes map[string]*string) (folder.Files, error) {
	r, err := w.Revision(ctx, a, id, base)
	if err != nil {
		return nil, err
	}
	tree, err := w.treeOf(r.Tree, changes)
	if err != nil {
		return nil, err
	}
	out := make(folder.Files, len(tree))
	err = w.Store.Read(ctx, func(tx Tx) error {
		for _, f := range tree {
			if text := changes[f.Path]; text != nil {
				out[f.Path] = []byte(*text)
				continue
			}
			data, err := tx.Blob(ctx, f.Hash)
			if err != nil {
				return err
			}
			out[f.Path] = data
		}
		return nil
	})
	return out, err
}
