package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"cordon/internal/workbench"
)

// PutBlob keeps content by its SHA-256. A name that is not that of the content is an error, for content is never changed afterwards.
func (t *Tx) PutBlob(ctx context.Context, hash string, data []byte) error {
	if hash != workbench.Hash(data) {
		return fmt.Errorf("keep content %q: that is not its SHA-256", hash)
	}
	if data == nil {
		data = []byte{} // nil would be NULL
	}
	_, err := t.exec(ctx, "keep content "+hash, `INSERT INTO blobs (hash, data) VALUES ($1, $2) ON CONFLICT DO NOTHING`, hash, data)
	return err
}

// DropBlob deletes content that nothing names any more. What names content is the tree of a revision or the document of a record: their text is looked
// through, so that content of one thing that happens to be that of another stays, whatever will name content one day.
func (t *Tx) DropBlob(ctx context.Context, hash string) error {
	if !storable(hash) {
		return nil
	}
	_, err := t.exec(ctx, "delete content "+hash, `DELETE FROM blobs WHERE hash = $1
		AND NOT EXISTS (SELECT 1 FROM records WHERE doc LIKE '%' || $1 || '%') AND NOT EXISTS (SELECT 1 FROM revisions WHERE tree LIKE '%' || $1 || '%')`, hash)
	return err
}

// Blob gives content back, and an error if it is no longer what its name says.
func (t *Tx) Blob(ctx context.Context, hash string) ([]byte, error) {
	missing := workbench.Errorf(workbench.NotFound, "there is no content %q", hash)
	if !storable(hash) {
		return nil, missing
	}
	data := []byte{}
	err := t.row(ctx, "read content "+hash, `SELECT data FROM blobs WHERE hash = $1`, []any{hash}, &data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, missing
	case err != nil:
		return nil, err
	case workbench.Hash(data) != hash:
		return nil, t.fail("read content "+hash, errors.New("the store holds other bytes than were kept"))
	case data == nil:
		data = []byte{}
	}
	return data, nil
}
