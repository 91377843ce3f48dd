package workbench

import (
	"context"
	"crypto/subtle"

	"cordon/internal/people"
)

// ceremony is a people.Ceremony that waits for its answer, from the browser that was asked and no other.
type ceremony struct {
	ID string `json:"id"`
	// Browser is the hash of a secret that only this browser has: that of its session, or one made for this.
	Browser string          `json:"browser"`
	Asked   people.Ceremony `json:"asked"`
	Version int64           `json:"-"`
}

const kindCeremony Kind = "ceremony" // owner "all"

func (c *ceremony) record() (Kind, string, string, string) {
	return kindCeremony, c.ID, everything, ""
}
func (c *ceremony) version() *int64 { return &c.Version }

// keepCeremony keeps a question and gives the state by which its answer finds it.
func (w *Workbench) keepCeremony(ctx context.Context, browser people.Secret, asked people.Ceremony) (state string, err error) {
	c := ceremony{ID: w.NewID(), Browser: browser.Hash(), Asked: asked}
	err = w.Store.Write(ctx, func(tx Tx) error { c.Version = 0; return put(ctx, tx, &c) })
	return c.ID, err
}

// takeCeremony gives a question that was kept, once: the first answer uses it up, whatever the answer is.
func (w *Workbench) takeCeremony(ctx context.Context, browser people.Secret, state string) (people.Ceremony, error) {
	var c ceremony
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if c, err = get[ceremony](ctx, tx, state); err != nil {
			return err
		}
		return drop(ctx, tx, &c)
	})
	if err == nil && subtle.ConstantTimeCompare([]byte(c.Browser), []byte(browser.Hash())) == 1 {
		return c.Asked, nil
	}
	if err != nil && FaultOf(err) != NotFound && FaultOf(err) != Conflict {
		return people.Ceremony{}, err
	}
	return people.Ceremony{}, Errorf(Unauthenticated, "this browser was not asked for a passkey, or has answered already").WithHint("try again")
}
