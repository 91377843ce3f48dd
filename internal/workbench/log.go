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
	if a.Token != "" {
		e.Name += " (by a token)"
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
