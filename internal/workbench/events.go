package workbench

import (
	"context"
)

// Events gives what happened in an organisation after a number, in order: only what the actor may read. Last is the number of the last event that
// was looked at, also where the actor may not see it.
func (w *Workbench) Events(ctx context.Context, a Actor, org OrganisationID, after int64, limit int) (events []Event, last int64, err error) {
	err = w.Store.Read(ctx, func(tx Tx) error {
		events, last = nil, after
		m, err := maybe[Member](ctx, tx, pair(org, a.Account))
		if err != nil {
			return err
		}
		all, err := tx.Events(ctx, org, after, limit)
		if err != nil {
			return err
		}
		reads := map[ProjectID]bool{}
		for _, e := range all {
			last = e.Number
			may := m.Role != "" && may(a, []Role{m.Role}, Read)
			if e.Project != "" && !may {
				ok, known := reads[e.Project]
				if !known {
					_, err := open(ctx, tx, a, e.Project, Read)
					ok = err == nil
					reads[e.Project] = ok
				}
				may = ok
			}
			if may {
				events = append(events, e)
			}
		}
		return nil
	})
	return events, last, err
}
