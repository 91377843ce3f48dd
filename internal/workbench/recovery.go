package workbench

import (
	"context"
	"time"

	"cordon/internal/people"
)

// Who has the database helps people who cannot come in any more, and keeps others out. Nobody else can: an administrator of an organisation who could do so would
// be able to sign as somebody else.

// recoverLife is how long a link to a new password can be taken.
const recoverLife = 24 * time.Hour

// Recover gives the secret by which the person of an address chooses a new password, once, until the time. Links of before count no more.
func (w *Workbench) Recover(ctx context.Context, email string) (secret people.Secret, until time.Time, err error) {
	if secret, err = people.NewSecret(people.Setup, nil); err != nil {
		return secret, until, err
	}
	until = w.now().Add(recoverLife)
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc, err := addressed(ctx, tx, email)
		if err != nil {
			return err
		}
		if !acc.Disabled.IsZero() {
			return Errorf(Conflict, "the account of %s is disabled", acc.Email).WithHint("let it in first: cordon account enable")
		}
		if _, err := dropOld(ctx, tx, string(acc.ID), func(*invitation) bool { return true }); err != nil {
			return err
		}
		if err := put(ctx, tx, &invitation{Hash: secret.Hash(), Account: acc.ID, Expires: until, Recovers: true}); err != nil {
			return err
		}
		return w.note(ctx, tx, ByProgram(), Note{Action: "account.helped", About: string(acc.ID)})
	})
	return secret, until, err
}

// Disable keeps the person of an address out: it ends all that the person is signed in with, and neither a password, a passkey, single sign-on nor a token
// counts until Enable. What the person did stays.
func (w *Workbench) Disable(ctx context.Context, email string) error {
	return w.setDisabled(ctx, email, w.now(), "account.disabled")
}

// Enable lets in again who was kept out.
func (w *Workbench) Enable(ctx context.Context, email string) error {
	return w.setDisabled(ctx, email, time.Time{}, "account.enabled")
}

func (w *Workbench) setDisabled(ctx context.Context, email string, at time.Time, action string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		acc, err := addressed(ctx, tx, email)
		if err != nil {
			return err
		}
		if acc.Disabled.IsZero() == at.IsZero() {
			return nil // it is so already
		}
		acc.Disabled = at
		if err := put(ctx, tx, &acc); err != nil {
			return err
		}
		if _, err := dropOld(ctx, tx, string(acc.ID), func(*Session) bool { return true }); err != nil {
			return err
		}
		return w.note(ctx, tx, ByProgram(), Note{Action: action, About: string(acc.ID)})
	})
}

// addressed finds the account of an e-mail address as somebody writes it.
func addressed(ctx context.Context, tx Tx, email string) (acc Account, err error) {
	folded, err := people.FoldEmail(email)
	if err != nil {
		return acc, refused(Invalid, "email", err)
	}
	acc, err = accountOf(ctx, tx, folded)
	if FaultOf(err) == NotFound {
		return acc, Errorf(NotFound, "there is no account of %s", folded).WithHint("the address is the one the person signs in with")
	}
	return acc, err
}
