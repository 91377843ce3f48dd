package workbench

import (
	"context"
	"encoding/json"
)

// Tag names what a draft holds, so that a window does not overwrite what the same person changed in another.
func (d Draft) Tag() string {
	// Strings in a map, which is written in the order of its keys, always have a text.
	text, _ := json.Marshal([]any{d.Base, d.Files})
	return Hash(text)
}

// Seen is the draft that a change of it was made from: any, none, or the one with a tag.
type Seen struct {
	Any bool
	Tag string // empty for none
}

func (s Seen) check(now Draft) error {
	there := now.Base != ""
	if s.Any || !there && s.Tag == "" || there && s.Tag == now.Tag() {
		return nil
	}
	return Errorf(Conflict, "your draft of this was changed in another window").WithHint("save a revision, which merges both, or read the draft again")
}

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

// SaveDraft keeps what the actor has changed in the place of the draft that was seen, where the organisation allows that; Conflict if there is
// another by now. Drafts are a person's own: they are in no log.
func (w *Workbench) SaveDraft(ctx context.Context, a Actor, id ProjectID, base RevisionID, files map[string]*string, seen Seen) (Draft, error) {
	if err := w.checkCount(files); err != nil {
		return Draft{}, err
	}
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
		if err := seen.check(d); err != nil {
			return err
		}
		d.Project, d.Account, d.Base, d.Files, d.Changed = id, a.Account, base, files, w.now()
		return put(ctx, tx, &d)
	})
	return d, err
}

// DropDraft forgets what the actor has not saved; Conflict if that is not the draft that was seen.
func (w *Workbench) DropDraft(ctx context.Context, a Actor, id ProjectID, seen Seen) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Edit); err != nil {
			return err
		}
		d, err := get[Draft](ctx, tx, pair(id, a.Account))
		if FaultOf(err) == NotFound {
			return nil
		}
		if err == nil {
			err = seen.check(d)
		}
		if err != nil {
			return err
		}
		return tx.Delete(ctx, kindDraft, pair(id, a.Account), d.Version)
	})
}
