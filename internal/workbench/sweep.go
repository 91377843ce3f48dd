package workbench

import (
	"context"
	"time"

	"cordon/internal/people"
)

// Sweep deletes what has run out and would only take up room: questions that nobody answered, failed sign-ins
// that count no more, answers kept for who asks again, sessions, invitations and tokens.
func (w *Workbench) Sweep(ctx context.Context) error {
	for _, sweep := range sweeps {
		if err := w.Store.Write(ctx, func(tx Tx) error { return sweep(ctx, tx, w.now()) }); err != nil {
			return err
		}
	}
	return w.sweepAccounts(ctx)
}

// sweeps has one function for each kind of record that runs out.
var sweeps = []func(ctx context.Context, tx Tx, now time.Time) error{
	sweepOut(func(c *ceremony) time.Time { return c.Asked.Expires }),
	sweepOut(func(f *flow) time.Time { return f.Sent.Expires }),
	sweepOut(func(o *once) time.Time { return o.Begun.Add(OnceFor) }),
	sweepOut(func(t *tries) time.Time { return t.Last.Add(people.AccountBrake.Forget) }),
}

// sweepOut deletes the records of one kind, of the whole installation, whose end has come.
func sweepOut[T any, P pointer[T]](end func(P) time.Time) func(context.Context, Tx, time.Time) error {
	return func(ctx context.Context, tx Tx, now time.Time) error {
		const page = 500
		for after := ""; ; {
			all, err := listOf[T, P](ctx, tx, everything, after, page)
			if err != nil {
				return err
			}
			for i := range all {
				v := P(&all[i])
				_, after, _, _ = v.record()
				if !now.After(end(v)) {
					continue
				}
				if err := drop(ctx, tx, v); err != nil {
					return err
				}
			}
			if len(all) < page {
				return nil
			}
		}
	}
}

// tokenShown is how long a token that ran out stands in the list of its owner, who may wonder why a program is refused.
const tokenShown = 30 * 24 * time.Hour

// sweepAccounts deletes what has run out of each account: sessions, invitations and tokens.
func (w *Workbench) sweepAccounts(ctx context.Context) error {
	now := w.now()
	return each(ctx, w.Store, everything, func(a Account) error {
		return w.Store.Write(ctx, func(tx Tx) error {
			owner := string(a.ID)
			if _, err := dropOld(ctx, tx, owner, func(s *Session) bool { return s.over(now) }); err != nil {
				return err
			}
			if _, err := dropOld(ctx, tx, owner, func(i *invitation) bool { return now.After(i.Expires) }); err != nil {
				return err
			}
			_, err := dropOld(ctx, tx, owner, func(t *Token) bool { return now.After(t.Expires.Add(tokenShown)) })
			return err
		})
	})
}
