package workbench

import (
	"context"

	"cordon/internal/auditlog"
)

// log writes into the audit log.
func (w *Workbench) log(ctx context.Context, tx Tx, a Actor, n Note) error {
	e := auditlog.Entry{
		About: n.About, Account: string(a.Account), Action: n.Action, Address: a.Address, At: w.now(), Name: a.Name,
		Organisation: string(n.Organisation), Project: string(n.Project), Reason: n.Reason,
	}
	e.Token = a.Token
	if n.Organisation != "" {
		// Numbered per organisation, so that an export of one organisation shows that none in between was kept back.
		c, err := maybe[entries](ctx, tx, string(n.Organisation))
		if err != nil {
			return err
		}
		c.Organisation, c.Count = n.Organisation, c.Count+1
		if err := put(ctx, tx, &c); err != nil {
			return err
		}
		e.Number = c.Count
	}
	for _, v := range []struct {
		text string
		into *[]byte
	}{{n.Old, (*[]byte)(&e.Old)}, {n.New, (*[]byte)(&e.New)}} {
		if v.text == "" {
			continue
		}
		raw, err := auditlog.Value(v.text)
		if err != nil {
			return err
		}
		*v.into = raw
	}
	_, err := auditlog.Append(ctx, tx, e)
	return err
}

// entries counts what the audit log holds of an organisation.
type entries struct {
	Organisation OrganisationID `json:"organisation"`
	Count        int64          `json:"count"`
	Version      int64          `json:"-"`
}

const kindEntries Kind = "entries" // id organisation, owner "all"

func (e *entries) record() (Kind, string, string, string) {
	return kindEntries, string(e.Organisation), everything, ""
}
func (e *entries) version() *int64 { return &e.Version }
