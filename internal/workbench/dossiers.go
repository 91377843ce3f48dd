package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Dossier is all documents of a revision in one zip. A job makes it; it can be fetched until it expires.
type Dossier struct {
	ID       string     `json:"id"`
	Project  ProjectID  `json:"project"`
	Revision RevisionID `json:"revision"`
	Number   int64      `json:"number"`  // of the revision
	Day      string     `json:"day"`     // on the documents, YYYY-MM-DD
	Formats  []string   `json:"formats"` // ends of file names
	By       AccountID  `json:"by"`
	Created  time.Time  `json:"created"`
	Job      int64      `json:"job"`
	Ready    time.Time  `json:"ready,omitzero"`
	Expires  time.Time  `json:"expires,omitzero"`
	Hash     string     `json:"hash,omitempty"` // of the zip
	Bytes    int64      `json:"bytes,omitempty"`
	Files    int        `json:"files,omitempty"`
	Version  int64      `json:"-"`
}

const (
	kindDossier Kind = "dossier" // owner project
	// DossierLife is how long a zip can be fetched; Retain deletes it then.
	DossierLife = 7 * 24 * time.Hour
	// DossierMost is the largest zip that is kept, in bytes.
	DossierMost = 256 << 20
	// dossiersAtOnce is how many of one project may be waited for.
	dossiersAtOnce = 5
	// dossiersKept is how many of one project may be there to be fetched: each may be large, and whoever may read a project can ask for them.
	dossiersKept = 20
	// dossierWait is after how long one that never came is no longer waited for.
	dossierWait = time.Hour
)

func (d *Dossier) record() (Kind, string, string, string) {
	return kindDossier, d.ID, string(d.Project), ""
}
func (d *Dossier) version() *int64 { return &d.Version }

// DossierJob is what the job that makes a dossier gets.
type DossierJob struct{ Dossier string }

// AskDossier asks for all documents of a revision; "" is the head. Whoever may read a project may have its documents.
func (w *Workbench) AskDossier(ctx context.Context, a Actor, id ProjectID, rev RevisionID, day string, formats []string) (Dossier, error) {
	var d Dossier
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		if rev == "" {
			rev = acc.Project.Head
		}
		r, err := tx.Revision(ctx, id, rev)
		if err != nil {
			return hidden(err, "revision")
		}
		if err := w.mayWait(ctx, tx, id); err != nil {
			return err
		}
		d = Dossier{ID: w.NewID(), Project: id, Revision: r.ID, Number: r.Number, Day: day, Formats: formats, By: a.Account, Created: w.now()}
		args, err := json.Marshal(DossierJob{d.ID})
		if err != nil {
			return err
		}
		if d.Job, err = w.Jobs.Enqueue(ctx, tx, Job{Kind: "dossier", Args: args, Organisation: acc.Project.Organisation, Project: id, Account: a.Account}); err != nil {
			return err
		}
		if err := put(ctx, tx, &d); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "dossier.asked", About: d.ID, New: string(r.ID)})
	})
	return d, err
}

// mayWait refuses more dossiers of a project than are made at once, or kept.
func (w *Workbench) mayWait(ctx context.Context, tx Tx, id ProjectID) error {
	all, err := listOf[Dossier](ctx, tx, string(id), "", most)
	if err != nil {
		return err
	}
	waiting, kept := 0, 0
	for _, d := range all {
		if !d.Ready.IsZero() && !d.ended(w.now()) {
			kept++
		}
		if d.Ready.IsZero() && w.now().Sub(d.Created) < dossierWait {
			waiting++
		}
	}
	if waiting >= dossiersAtOnce {
		return Errorf(TooMany, "%d dossiers of this project are being made already", waiting).WithHint("wait for them, or stop one")
	}
	if kept+waiting >= dossiersKept {
		return Errorf(TooMany, "%d dossiers of this project are kept already", kept+waiting).WithHint("take one away that nobody fetches any more; each ends after %d days", int(DossierLife.Hours())/24)
	}
	return nil
}

// ended tells whether a dossier can no longer be fetched. One that never came ends as if it had come at once.
func (d *Dossier) ended(now time.Time) bool {
	if d.Expires.IsZero() {
		return now.After(d.Created.Add(DossierLife))
	}
	return now.After(d.Expires)
}

// dropDossier deletes a dossier and its zip, unless another dossier has the same zip.
func dropDossier(ctx context.Context, tx Tx, d *Dossier) error {
	if err := drop(ctx, tx, d); err != nil || d.Hash == "" {
		return err
	}
	return tx.DropBlob(ctx, d.Hash)
}

// retainDossiers deletes the dossiers of a project that have ended, each in a transaction of its own, for zips are large.
func (w *Workbench) retainDossiers(ctx context.Context, o Organisation, id ProjectID) error {
	return each(ctx, w.Store, string(id), func(d Dossier) error {
		if !d.ended(w.now()) {
			return nil
		}
		return w.retain(ctx, o, id, fmt.Sprintf("documents of revision %d as a zip", d.Number), int(DossierLife.Hours())/24, func(tx Tx) (int64, error) {
			switch err := dropDossier(ctx, tx, &d); FaultOf(err) {
			case NotFound, Conflict: // somebody has taken it away, or it came just now
				return 0, nil
			default:
				return 1, err
			}
		})
	})
}

// Dossiers lists those that were asked for and have not expired.
func (w *Workbench) Dossiers(ctx context.Context, a Actor, id ProjectID) ([]Dossier, error) {
	var out []Dossier
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		all, err := listOf[Dossier](ctx, tx, string(id), "", most)
		for _, d := range all {
			if !d.ended(w.now()) {
				out = append(out, d)
			}
		}
		return err
	})
	return out, err
}

// Dossier gives one, with its zip if it is ready.
func (w *Workbench) Dossier(ctx context.Context, a Actor, id ProjectID, dossier string) (d Dossier, data []byte, err error) {
	err = w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		if d, err = get[Dossier](ctx, tx, dossier); err != nil {
			return hidden(err, "dossier")
		}
		if d.Project != id || d.ended(w.now()) {
			return Errorf(NotFound, "there is no such dossier")
		}
		if d.Hash != "" {
			data, err = tx.Blob(ctx, d.Hash)
		}
		return err
	})
	return d, data, err
}

// DropDossier forgets one. Whoever made the job stop cancels it apart.
func (w *Workbench) DropDossier(ctx context.Context, a Actor, id ProjectID, dossier string) error {
	if err := a.MayChange(); err != nil {
		return err
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		d, err := get[Dossier](ctx, tx, dossier)
		if err != nil || d.Project != id {
			return Errorf(NotFound, "there is no such dossier")
		}
		if d.By != a.Account && !acc.May(Manage) {
			return Errorf(Forbidden, "somebody else asked for this dossier").WithHint("they can take it away, or somebody who manages the project")
		}
		if err := dropDossier(ctx, tx, &d); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "dossier.dropped", About: dossier})
	})
}

// AskedDossier gives a dossier to the job that makes it; NotFound where nobody wants it any more.
func (w *Workbench) AskedDossier(ctx context.Context, dossier string) (d Dossier, err error) {
	err = w.Store.Read(ctx, func(tx Tx) error {
		if d, err = get[Dossier](ctx, tx, dossier); err != nil {
			return hidden(err, "dossier")
		}
		return nil
	})
	return d, err
}

// KeepDossier keeps the zip of a dossier. A second zip of the same dossier changes nothing.
func (w *Workbench) KeepDossier(ctx context.Context, dossier string, data []byte, files int) error {
	if len(data) > DossierMost {
		return Errorf(TooLarge, "the documents have %d bytes together; at most %d are kept", len(data), int64(DossierMost)).WithHint("ask for fewer formats")
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		d, err := get[Dossier](ctx, tx, dossier)
		if err != nil {
			return hidden(err, "dossier")
		}
		if d.Hash != "" {
			return nil
		}
		d.Hash, d.Bytes, d.Files, d.Ready = Hash(data), int64(len(data)), files, w.now()
		d.Expires = d.Ready.Add(DossierLife)
		if err := tx.PutBlob(ctx, d.Hash, data); err != nil {
			return err
		}
		return put(ctx, tx, &d)
	})
}
