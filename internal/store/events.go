package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"cordon/internal/workbench"
)

const eventColumns = `number, organisation, project, kind, made_at, made_by, data`

func scanEvent(r Row) (out workbench.Event, err error) {
	var organisation, project, by, data string
	var at int64
	err = r.Scan(&out.Number, &organisation, &project, &out.Kind, &at, &by, &data)
	out.Organisation, out.Project, out.By = workbench.OrganisationID(organisation), workbench.ProjectID(project), workbench.AccountID(by)
	out.At = fromMillis(at)
	if data != "" {
		out.Data = json.RawMessage(data)
	}
	return out, err
}

// AddEvent keeps an event. The row of the last number stays locked until the transaction ends, so that numbers rise as transactions
// become visible, and the number of one that is rolled back is given again.
func (t *Tx) AddEvent(ctx context.Context, e workbench.Event) (workbench.Event, error) {
	const what = "keep event"
	if err := checkNames(what, text{"organisation", string(e.Organisation)}, text{"project", string(e.Project)}, text{"kind", e.Kind}, text{"by", string(e.By)}); err != nil {
		return workbench.Event{}, err
	}
	if err := checkTexts(what, text{"data", string(e.Data)}); err != nil {
		return workbench.Event{}, err
	}
	at := e.At.UnixMilli()
	err := t.row(ctx, what, `UPDATE last_event SET number = number + 1 RETURNING number`, nil, &e.Number)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return workbench.Event{}, t.fail(what, errors.New("the store has lost the last number"))
	case err != nil:
		return workbench.Event{}, err
	}
	_, err = t.exec(ctx, what, `INSERT INTO events (`+eventColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Number, string(e.Organisation), string(e.Project), e.Kind, at, string(e.By), string(e.Data))
	e.At = fromMillis(at)
	return e, err
}

// Events gives events of an organisation after a number, in order.
func (t *Tx) Events(ctx context.Context, o workbench.OrganisationID, after int64, limit int) ([]workbench.Event, error) {
	if limit <= 0 || !storable(string(o)) {
		return nil, nil
	}
	return rows(ctx, t, scanEvent, "list events",
		`SELECT `+eventColumns+` FROM events WHERE organisation = $1 AND number > $2 ORDER BY number LIMIT $3`, string(o), after, limit)
}

// DropEvents deletes events of an organisation and of a kind ("": of all kinds) before a time and gives their number. Numbers are not given again.
func (t *Tx) DropEvents(ctx context.Context, o workbench.OrganisationID, kind string, before time.Time) (int64, error) {
	if !storable(string(o), kind) {
		return 0, nil
	}
	return t.exec(ctx, "delete old events", `DELETE FROM events WHERE organisation = $1 AND made_at < $2 AND (kind = $3 OR $3 = '')`, string(o), before.UnixMilli(), kind)
}
