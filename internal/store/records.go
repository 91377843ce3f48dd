package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"cordon/internal/workbench"
)

const recordColumns = `kind, id, owner, key, version, doc`

func scanRecord(r Row) (out workbench.Record, err error) {
	var kind, doc string
	err = r.Scan(&kind, &out.ID, &out.Owner, &out.Key, &out.Version, &doc)
	out.Kind, out.Doc = workbench.Kind(kind), json.RawMessage(doc)
	return out, err
}

// Get gives a record.
func (t *Tx) Get(ctx context.Context, kind workbench.Kind, id string) (workbench.Record, error) {
	return t.oneRecord(ctx, string(kind), id, `SELECT `+recordColumns+` FROM records WHERE kind = $1 AND id = $2`)
}

// Find gives the record of a kind with a key. The empty key is nobody's.
func (t *Tx) Find(ctx context.Context, kind workbench.Kind, key string) (workbench.Record, error) {
	return t.oneRecord(ctx, string(kind), key, `SELECT `+recordColumns+` FROM records WHERE kind = $1 AND key = $2 AND key <> ''`)
}

func (t *Tx) oneRecord(ctx context.Context, kind, name, query string) (workbench.Record, error) {
	if !storable(kind, name) {
		return workbench.Record{}, workbench.Errorf(workbench.NotFound, "there is no such %q", kind)
	}
	found, err := rows(ctx, t, scanRecord, "read "+kind, query, kind, name)
	switch {
	case err != nil:
		return workbench.Record{}, err
	case len(found) == 0:
		return workbench.Record{}, workbench.Errorf(workbench.NotFound, "there is no such %s", kind)
	}
	return found[0], nil
}

// List gives records of a kind and owner by rising id.
func (t *Tx) List(ctx context.Context, kind workbench.Kind, owner, after string, limit int) ([]workbench.Record, error) {
	if limit <= 0 || !storable(string(kind), owner, after) {
		return nil, nil
	}
	return rows(ctx, t, scanRecord, "list "+string(kind),
		`SELECT `+recordColumns+` FROM records WHERE kind = $1 AND owner = $2 AND id > $3 ORDER BY id LIMIT $4`, string(kind), owner, after, limit)
}

// Put keeps a record.
func (t *Tx) Put(ctx context.Context, r workbench.Record) (workbench.Record, error) {
	what := "keep " + string(r.Kind)
	if err := checkNames(what, text{"kind", string(r.Kind)}, text{"id", r.ID}, text{"owner", r.Owner}, text{"key", r.Key}); err != nil {
		return workbench.Record{}, err
	}
	if err := checkTexts(what, text{"the document", string(r.Doc)}); err != nil {
		return workbench.Record{}, err
	}
	put := t.change
	if r.Version == 0 {
		put = t.insert
	}
	if err := put(ctx, what, r); err != nil {
		return workbench.Record{}, err
	}
	r.Version++
	return r, nil
}

// insert makes a record. That another has its id or key is no error of the database, after which PostgreSQL would end the transaction.
func (t *Tx) insert(ctx context.Context, what string, r workbench.Record) error {
	n, err := t.exec(ctx, what, `INSERT INTO records (kind, id, owner, key, version, doc) VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT DO NOTHING`,
		string(r.Kind), r.ID, r.Owner, r.Key, string(r.Doc))
	if err == nil && n == 0 {
		return workbench.Errorf(workbench.Conflict, "a %s with this id or key exists already", r.Kind)
	}
	return err
}

// change replaces a record that has the version. Writers are alone (see README.md), so that the key stays free until it is taken.
func (t *Tx) change(ctx context.Context, what string, r workbench.Record) error {
	n, err := t.exec(ctx, what, `UPDATE records SET owner = $3, key = $4, version = version + 1, doc = $5
		WHERE kind = $1 AND id = $2 AND version = $6
		AND NOT EXISTS (SELECT 1 FROM records AS other WHERE other.kind = $1 AND other.key = $4 AND other.key <> '' AND other.id <> $2)`,
		string(r.Kind), r.ID, r.Owner, r.Key, string(r.Doc), r.Version)
	if err != nil || n == 1 {
		return err
	}
	kept, err := t.version(ctx, r.Kind, r.ID)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case err != nil:
		return workbench.Errorf(workbench.Conflict, "this %s is no longer there", r.Kind)
	case kept != r.Version:
		return workbench.Errorf(workbench.Conflict, "this %s has been changed by somebody else", r.Kind)
	}
	return workbench.Errorf(workbench.Conflict, "another %s has the same key", r.Kind)
}

// Delete removes a record.
func (t *Tx) Delete(ctx context.Context, kind workbench.Kind, id string, version int64) error {
	missing := workbench.Errorf(workbench.NotFound, "there is no such %q", kind)
	if !storable(string(kind), id) {
		return missing
	}
	kept, err := t.version(ctx, kind, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return missing
	case err != nil:
		return err
	case version != 0 && version != kept:
		return workbench.Errorf(workbench.Conflict, "this %s has been changed by somebody else", kind)
	}
	_, err = t.exec(ctx, "delete "+string(kind), `DELETE FROM records WHERE kind = $1 AND id = $2`, string(kind), id)
	return err
}

func (t *Tx) version(ctx context.Context, kind workbench.Kind, id string) (kept int64, err error) {
	err = t.row(ctx, "read "+string(kind), `SELECT version FROM records WHERE kind = $1 AND id = $2`, []any{string(kind), id}, &kept)
	return kept, err
}
