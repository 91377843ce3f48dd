package workbench

import (
	"context"
	"time"

	"cordon/internal/people"
)

// tries is a people.Tries that is kept, of an account or address.
type tries struct {
	Of string `json:"of"`
	people.Tries
	Version int64 `json:"-"`
}

const kindTries Kind = "tries" // id account:… or address:… (see people.Network), owner "all"

func (t *tries) record() (Kind, string, string, string) { return kindTries, t.Of, everything, "" }
func (t *tries) version() *int64                        { return &t.Version }

// try is one attempt to sign in with a password. It counts as a failure until it is taken back, so that many that are sent at once wait for each
// other's outcome instead of passing together.
type try struct {
	account, address counted
}

// counted is what a try changed of an account or address: before is what was kept, version what was written.
type counted struct {
	before  tries
	version int64
}

// try counts an attempt in one transaction with the question whether it may be made: TooMany if not. A text that is no e-mail address ("") is
// counted for the network alone.
func (w *Workbench) try(ctx context.Context, email, address string) (try, error) {
	var out try
	err := w.Store.Write(ctx, func(tx Tx) error {
		out = try{}
		// The network address comes first: what waits there is not counted for the account, so that nobody is shut out by it.
		if err := w.count(ctx, tx, "address:"+people.Network(address), people.AddressBrake, &out.address); err != nil || email == "" {
			return err
		}
		return w.count(ctx, tx, "account:"+email, people.AccountBrake, &out.account)
	})
	return out, err
}

func (w *Workbench) count(ctx context.Context, tx Tx, of string, brake people.Brake, into *counted) error {
	t, err := maybe[tries](ctx, tx, of)
	if err != nil {
		return err
	}
	t.Of = of
	if wait := brake.Wait(t.Tries, w.now()); wait > 0 {
		return Errorf(TooMany, "too many failed sign-ins").WithHint("try again in %s", max(wait.Round(time.Second), time.Second))
	}
	into.before = t
	t.Tries = brake.Failed(t.Tries, w.now())
	err = put(ctx, tx, &t)
	into.version = t.Version
	return err
}

// takeBack forgets the failures of the account, and this one attempt of the network address: somebody with an account of their own could
// otherwise guess at those of others as often as they sign in.
func (t try) takeBack(ctx context.Context, tx Tx) error {
	if err := tx.Delete(ctx, kindTries, t.account.before.Of, 0); err != nil && FaultOf(err) != NotFound {
		return err
	}
	now, err := get[tries](ctx, tx, t.address.before.Of)
	switch {
	case FaultOf(err) == NotFound:
		return nil
	case err != nil:
		return err
	case now.Version == t.address.version:
		now.Tries = t.address.before.Tries // nobody tried since: as if this one had not been
	default:
		now.Failures = max(0, now.Failures-1)
	}
	return put(ctx, tx, &now)
}
