package workbench

import (
	"context"
	"fmt"
	"time"
)

// An organisation says for how many days what is of use for a while only is kept. That is: drafts that nobody went on with, messages to webhooks that are
// settled, and events, which tell people at work what just happened. All else is kept, whatever is set: revisions and their files, for each is named in the audit log
// and may be signed, released or shared; what was said, decided and signed; links, for they tell what was given to others; archived projects; and the audit log.
// Whatever an organisation says, the zip of a dossier goes when it can no longer be fetched, for its documents can be made again; and so does what jobs told
// of themselves a day ago, which whoever waited has heard, and which would soon be most of the database.

// The days that may be set; 0 keeps everything.
const (
	RetainLeast = 30
	RetainMost  = 36500
)

func checkRetainDays(days int) error {
	if days == 0 || days >= RetainLeast && days <= RetainMost {
		return nil
	}
	e := Errorf(Invalid, "what is of use for a while is kept for %d to %d days, or for ever", RetainLeast, RetainMost).WithHint("0 is for ever")
	e.Fields = []Field{{"retain-days", e.Text}}
	return e
}

// Retain deletes what organisations no longer want to keep, and zips that have ended, and notes in the audit log of each how much that was. It can be broken off and done again.
func (w *Workbench) Retain(ctx context.Context) error {
	return each(ctx, w.Store, everything, func(o Organisation) error {
		if err := w.dropNews(ctx, o.ID); err != nil {
			return err
		}
		if err := each(ctx, w.Store, string(o.ID), func(p Project) error { return w.retainDossiers(ctx, o, p.ID) }); err != nil || o.RetainDays == 0 {
			return err
		}
		before := w.now().AddDate(0, 0, -o.RetainDays)
		if err := each(ctx, w.Store, string(o.ID), func(p Project) error {
			return w.retain(ctx, o, p.ID, "drafts", o.RetainDays, func(tx Tx) (int64, error) {
				return dropOld(ctx, tx, string(p.ID), func(d *Draft) bool { return d.Changed.Before(before) })
			})
		}); err != nil {
			return err
		}
		if err := each(ctx, w.Store, string(o.ID), func(h Webhook) error {
			return w.retain(ctx, o, "", "messages to "+loggedWebhook(h.URL), o.RetainDays, func(tx Tx) (int64, error) {
				return dropOld(ctx, tx, h.ID, func(d *Delivery) bool { return d.State != Underway && d.Made.Before(before) })
			})
		}); err != nil {
			return err
		}
		return w.retain(ctx, o, "", "events", o.RetainDays, func(tx Tx) (int64, error) { return tx.DropEvents(ctx, o.ID, "", before) })
	})
}

// JobTopic is the kind of the events by which jobs tell of themselves, and JobNews how long such an event is kept.
const (
	JobTopic = "job"
	JobNews  = 24 * time.Hour
)

func (w *Workbench) dropNews(ctx context.Context, o OrganisationID) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		_, err := tx.DropEvents(ctx, o, JobTopic, w.now().Add(-JobNews))
		return err
	})
}

// retain deletes what was kept for a number of days, and notes that in the same transaction.
func (w *Workbench) retain(ctx context.Context, o Organisation, id ProjectID, what string, days int, drop func(Tx) (int64, error)) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		n, err := drop(tx)
		if err != nil || n == 0 {
			return err
		}
		return w.note(ctx, tx, ByProgram(), Note{
			Organisation: o.ID, Project: id, Action: "organisation.retained", About: string(o.ID), Old: fmt.Sprintf("%s: %d", what, n), Reason: fmt.Sprintf("older than %d days", days),
		})
	})
}

// dropOld deletes the records of an owner that are old, and gives their number.
func dropOld[T any, P pointer[T]](ctx context.Context, tx Tx, owner string, old func(P) bool) (n int64, err error) {
	all, err := listOf[T, P](ctx, tx, owner, "", most)
	if err != nil {
		return 0, err
	}
	for i := range all {
		if v := P(&all[i]); old(v) {
			if err := drop(ctx, tx, v); err != nil {
				return 0, err
			}
			n++
		}
	}
	return n, nil
}

// each calls f with all values of an owner, outside of transactions.
func each[T any, P pointer[T]](ctx context.Context, s Store, owner string, f func(T) error) error {
	const page = 500
	for after := ""; ; {
		var all []T
		if err := s.Read(ctx, func(tx Tx) (err error) {
			all, err = listOf[T, P](ctx, tx, owner, after, page)
			return err
		}); err != nil {
			return err
		}
		for i := range all {
			if err := f(all[i]); err != nil {
				return err
			}
			_, after, _, _ = P(&all[i]).record()
		}
		if len(all) < page {
			return nil
		}
	}
}
