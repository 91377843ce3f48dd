package workbench

import (
	"context"
	"fmt"
	"time"
)

// Publication is a document that was published for others, such as VEX. It is never changed: a later version is a publication of its own.
type Publication struct {
	ID       string     `json:"id"`
	Project  ProjectID  `json:"project"`
	Revision RevisionID `json:"revision"` // that it was made from
	Number   int64      `json:"number"`   // of the revision
	// Document names the document in all its versions and formats: tremor-2026-001.
	Document   string    `json:"document"`
	Format     string    `json:"format"`
	Edition    int       `json:"edition"` // version of the document in this format, from 1
	File       string    `json:"file"`    // name of the file
	Hash       string    `json:"hash"`    // SHA-256
	Bytes      int64     `json:"bytes"`
	Statements int       `json:"statements"`
	By         AccountID `json:"by"`
	At         time.Time `json:"at"` // as the document says it
	Version    int64     `json:"-"`
}

const (
	kindPublication Kind = "publication" // owner project; key: one for each version of a document in a format
	// publicationsMost is how many a project may have.
	publicationsMost = 5000
)

func (p *Publication) record() (Kind, string, string, string) {
	return kindPublication, p.ID, string(p.Project), fmt.Sprintf("%s %s %s %d", p.Project, p.Document, p.Format, p.Edition)
}
func (p *Publication) version() *int64 { return &p.Version }

// Publish keeps a document that goes to others, made from the newest revision. Conflict if there is a newer one, or this version of the document, by now.
func (w *Workbench) Publish(ctx context.Context, a Actor, id ProjectID, p Publication, data []byte) (Publication, error) {
	p.Project, p.By, p.Hash, p.Bytes = id, a.Account, Hash(data), int64(len(data))
	if p.Bytes > w.limits().FileBytes {
		return p, Errorf(TooLarge, "the document has %d bytes; at most %d are kept", p.Bytes, w.limits().FileBytes)
	}
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Publish)
		if err != nil {
			return err
		}
		if acc.Project.Head != p.Revision {
			return Errorf(Conflict, "somebody changed the system while the document was made").WithHint("look at it again and publish it then")
		}
		all, err := listOf[Publication](ctx, tx, string(id), "", publicationsMost)
		if err != nil {
			return err
		}
		if len(all) == publicationsMost {
			return Errorf(TooMany, "a system has at most %d publications", publicationsMost)
		}
		p.ID, p.Version = w.NewID(), 0
		if err := tx.PutBlob(ctx, p.Hash, data); err != nil {
			return err
		}
		if err := put(ctx, tx, &p); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{
			Organisation: acc.Project.Organisation, Project: id, Action: "vex.published", About: "vex:" + p.Document,
			New:   fmt.Sprintf("version %d as %s, SHA-256 %s", p.Edition, p.Format, p.Hash),
			Event: true, Data: map[string]any{"document": p.Document, "format": p.Format, "edition": p.Edition, "publication": p.ID},
		})
	})
	return p, err
}

// Publications lists what was published of a project, oldest first.
func (w *Workbench) Publications(ctx context.Context, a Actor, id ProjectID) ([]Publication, error) {
	var out []Publication
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		var err error
		out, err = listOf[Publication](ctx, tx, string(id), "", publicationsMost)
		return err
	})
	return out, err
}

// Publication gives one with its document.
func (w *Workbench) Publication(ctx context.Context, a Actor, id ProjectID, publication string) (p Publication, data []byte, err error) {
	err = w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		if p, err = get[Publication](ctx, tx, publication); err != nil && FaultOf(err) != NotFound {
			return err
		}
		if err != nil || p.Project != id {
			return Errorf(NotFound, "there is no such publication")
		}
		data, err = tx.Blob(ctx, p.Hash)
		return err
	})
	return p, data, err
}
