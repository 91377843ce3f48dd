package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"cordon/internal/workbench"
)

const revisionColumns = `project, id, number, parent, merged, author, made_at, message, tree`

func scanRevision(r Row) (out workbench.Revision, err error) {
	var project, id, parent, merged, author, tree string
	var at int64
	if err := r.Scan(&project, &id, &out.Number, &parent, &merged, &author, &at, &out.Message, &tree); err != nil {
		return out, err
	}
	out.Project, out.ID, out.Author = workbench.ProjectID(project), workbench.RevisionID(id), workbench.AccountID(author)
	out.Parent, out.Merged, out.At = workbench.RevisionID(parent), workbench.RevisionID(merged), fromMillis(at)
	return out, json.Unmarshal([]byte(tree), &out.Tree)
}

// fromMillis is the time of a number in the database, in milliseconds since 1970 UTC.
func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// AddRevision keeps a revision.
func (t *Tx) AddRevision(ctx context.Context, r workbench.Revision) error {
	what := fmt.Sprintf("keep revision %d of project %q", r.Number, r.Project)
	if err := checkNames(what, text{"project", string(r.Project)}, text{"id", string(r.ID)}, text{"parent", string(r.Parent)},
		text{"merged", string(r.Merged)}, text{"author", string(r.Author)}); err != nil {
		return err
	}
	texts := []text{{"message", r.Message}}
	for _, f := range r.Tree {
		texts = append(texts, text{"a path", f.Path}, text{"a hash", f.Hash}) // JSON would replace what is not UTF-8
	}
	if err := checkTexts(what, texts...); err != nil {
		return err
	}
	tree, err := json.Marshal(r.Tree)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	n, err := t.exec(ctx, what, `INSERT INTO revisions (`+revisionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		string(r.Project), string(r.ID), r.Number, string(r.Parent), string(r.Merged), string(r.Author), r.At.UnixMilli(), r.Message, string(tree))
	if err == nil && n == 0 {
		return workbench.Errorf(workbench.Conflict, "the project has a revision %d, or one of the same id, already", r.Number)
	}
	return err
}

// Revision gives one revision of the project.
func (t *Tx) Revision(ctx context.Context, p workbench.ProjectID, id workbench.RevisionID) (workbench.Revision, error) {
	missing := workbench.Errorf(workbench.NotFound, "the project has no such revision")
	if !storable(string(p), string(id)) {
		return workbench.Revision{}, missing
	}
	found, err := rows(ctx, t, scanRevision, "read revision "+string(id), `SELECT `+revisionColumns+` FROM revisions WHERE project = $1 AND id = $2`, string(p), string(id))
	switch {
	case err != nil:
		return workbench.Revision{}, err
	case len(found) == 0:
		return workbench.Revision{}, missing
	}
	return found[0], nil
}

// Revisions gives the revisions of a project, newest first.
func (t *Tx) Revisions(ctx context.Context, p workbench.ProjectID, before int64, limit int) ([]workbench.Revision, error) {
	if limit <= 0 || !storable(string(p)) {
		return nil, nil
	}
	if before == 0 {
		before = math.MaxInt64
	}
	return rows(ctx, t, scanRevision, "list revisions of project "+string(p),
		`SELECT `+revisionColumns+` FROM revisions WHERE project = $1 AND number < $2 ORDER BY number DESC LIMIT $3`, string(p), before, limit)
}
