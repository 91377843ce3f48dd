package workbench

import "context"

// Draft gives what the actor has changed and not saved; NotFound if nothing.
func (w *Workbench) Draft(ctx context.Context, a Actor, id ProjectID) (Draft, error) {
	var d Draft
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Edit); err != nil {
			return err
		}
		var err error
		d, err = get[Draft](ctx, tx, pair(id, a.Account))
		return hidden(err, "draft")
	})
	return d, err
}

// SaveDraft keeps what the actor has changed, where the organisation allows that. Drafts are a person's own: they are in no log.
func (w *Workbench) SaveDraft(ctx context.Context, a Actor, id ProjectID, base RevisionID, files map[string]*string) (Draft, error) {
	var changes []File
	for path, text := range files {
		if text != nil {
			changes = append(changes, File{path, Hash([]byte(*text)), int64(len(*text))})
		}
	}
	if err := CheckTree(Tree(nil).With(changes), w.limits()); err != nil {
		return Draft{}, err
	}
	var d Draft
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Edit)
		if err != nil {
			return err
		}
		o, err := get[Organisation](ctx, tx, string(acc.Project.Organisation))
		if err != nil {
			return err
		}
		if !o.Autosave {
			return Errorf(Unsupported, "this organisation keeps no drafts").WithHint("save a revision, or ask an administrator to switch drafts on")
		}
		if _, err := tx.Revision(ctx, id, base); err != nil {
			return hidden(err, "revision")
		}
		if d, err = maybe[Draft](ctx, tx, pair(id, a.Account)); err != nil {
			return err
		}
		d.Project, d.Account, d.Base, d.Files, d.Changed = id, a.Account, base, files, w.now()
		return put(ctx, tx, &d)
	})
	return d, err
}

// DropDraft forgets what the actor has not saved.
func (w *Workbench) DropDraft(ctx context.Context, a Actor, id ProjectID) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Edit); err != nil {
			return err
		}
		err := tx.Delete(ctx, kindDraft, pair(id, a.Account), 0)
		if FaultOf(err) == NotFound {
			return nil
		}
		return err
	})
}
