package workbench

import (
	"context"
	"fmt"
)

// Restore makes the next revision with the files of an old one. Signatures stay: what was signed since was signed.
func (w *Workbench) Restore(ctx context.Context, a Actor, id ProjectID, old RevisionID, message string) (Made, error) {
	head, err := w.Revision(ctx, a, id, "")
	if err != nil {
		return Made{}, err
	}
	was, err := w.Revision(ctx, a, id, old)
	if err != nil {
		return Made{}, err
	}
	files := map[string]*string{}
	for _, f := range head.Tree {
		if _, ok := was.Tree.Get(f.Path); !ok && !ofSignatures(f.Path) {
			files[f.Path] = nil
		}
	}
	for _, f := range was.Tree {
		if now, ok := head.Tree.Get(f.Path); ofSignatures(f.Path) || ok && now.Hash == f.Hash {
			continue
		}
		data, err := w.blob(ctx, f.Hash)
		if err != nil {
			return Made{}, fmt.Errorf("read %s: %w", f.Path, err)
		}
		text := string(data)
		files[f.Path] = &text
	}
	if len(files) == 0 {
		return Made{}, Errorf(Conflict, "the newest revision is as revision %d was", was.Number)
	}
	return w.Change(ctx, a, id, Change{Base: head.ID, Files: files, Message: message})
}
