package workbench

import (
	"context"
	"encoding/json"
	"errors"

	"cordon/internal/people"
)

// Passkey is a passkey of an account.
type Passkey struct {
	ID      string         `json:"id"`
	Account AccountID      `json:"account"`
	Passkey people.Passkey `json:"passkey"`
	Version int64          `json:"-"`
}

const kindPasskey Kind = "passkey" // owner account; key: id of the credential, so that no two accounts have the same

func (p *Passkey) record() (Kind, string, string, string) {
	return kindPasskey, p.ID, string(p.Account), p.Passkey.ID
}
func (p *Passkey) version() *int64 { return &p.Version }

// maxPasskeys is how many one person may have.
const maxPasskeys = 20

// Passkeys lists the passkeys of the actor.
func (w *Workbench) Passkeys(ctx context.Context, a Actor) ([]Passkey, error) {
	if err := personally(a); err != nil {
		return nil, err
	}
	var out []Passkey
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		out, err = listOf[Passkey](ctx, tx, string(a.Account), "", most)
		return err
	})
	return out, err
}

// DropPasskey deletes a passkey of the actor.
func (w *Workbench) DropPasskey(ctx context.Context, a Actor, id string) error {
	if err := w.recently(a); err != nil {
		return err
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		p, err := get[Passkey](ctx, tx, id)
		if err != nil || p.Account != a.Account {
			return Errorf(NotFound, "there is no such passkey")
		}
		if err := drop(ctx, tx, &p); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "passkey.deleted", About: p.ID, Old: p.Passkey.Name})
	})
}

// AskNewPasskey begins to add a passkey. The options go to the browser, the state comes back with its answer.
func (w *Workbench) AskNewPasskey(ctx context.Context, a Actor, k *people.Passkeys, browser people.Secret) (options json.RawMessage, state string, err error) {
	p, err := w.mayAddPasskey(ctx, a)
	if err != nil {
		return nil, "", err
	}
	options, asked, err := k.BeginRegistration(p)
	if err != nil {
		return nil, "", refused(Invalid, "", err)
	}
	state, err = w.keepCeremony(ctx, browser, asked)
	return options, state, err
}

// AddPasskey takes the answer to AskNewPasskey.
func (w *Workbench) AddPasskey(ctx context.Context, a Actor, k *people.Passkeys, browser people.Secret, state string, answer []byte, name string) (Passkey, error) {
	name, err := checkName("name", name)
	if err != nil {
		return Passkey{}, err
	}
	p, err := w.mayAddPasskey(ctx, a)
	if err != nil {
		return Passkey{}, err
	}
	asked, err := w.takeCeremony(ctx, browser, state)
	if err != nil {
		return Passkey{}, err
	}
	made, err := k.FinishRegistration(p, asked, answer, name)
	if err != nil {
		return Passkey{}, refused(Invalid, "", err)
	}
	out := Passkey{ID: w.NewID(), Account: a.Account, Passkey: made}
	err = w.Store.Write(ctx, func(tx Tx) error {
		out.Version = 0
		if _, err := tx.Find(ctx, kindPasskey, made.ID); FaultOf(err) != NotFound {
			if err != nil {
				return err
			}
			return Errorf(Conflict, "this passkey is in use already").WithHint("choose another device")
		}
		if err := put(ctx, tx, &out); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "passkey.added", About: out.ID, New: name})
	})
	return out, err
}

// mayAddPasskey wants that the person has just shown who it is; a sign-on at the organisation's provider counts here, for its people would never get
// a first passkey otherwise.
func (w *Workbench) mayAddPasskey(ctx context.Context, a Actor) (people.Person, error) {
	if w.now().Sub(a.Begun) > ProvedFor {
		if err := w.recently(a); err != nil {
			return people.Person{}, err
		}
	}
	if err := personally(a); err != nil {
		return people.Person{}, err
	}
	p, _, err := w.personOf(ctx, a.Account)
	if err == nil && len(p.Passkeys) >= maxPasskeys {
		err = Errorf(Conflict, "you have %d passkeys; nobody may have more", maxPasskeys).WithHint("delete those you do not use")
	}
	return p, err
}

// personOf gives an account as package people knows it.
func (w *Workbench) personOf(ctx context.Context, id AccountID) (people.Person, Account, error) {
	var p people.Person
	var acc Account
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if acc, err = get[Account](ctx, tx, string(id)); err != nil {
			return err
		}
		p = people.Person{Account: string(acc.ID), Email: acc.Email, Name: acc.Name}
		all, err := listOf[Passkey](ctx, tx, string(id), "", most)
		for _, k := range all {
			p.Passkeys = append(p.Passkeys, k.Passkey)
		}
		return err
	})
	return p, acc, err
}

// AskPasskey asks whoever is at the browser for a passkey.
func (w *Workbench) AskPasskey(ctx context.Context, k *people.Passkeys, browser people.Secret) (options json.RawMessage, state string, err error) {
	options, asked, err := k.BeginSignIn()
	if err != nil {
		return nil, "", err
	}
	state, err = w.keepCeremony(ctx, browser, asked)
	return options, state, err
}

// CheckPasskey takes the answer to AskPasskey and finds out whose it is. Passkeys cannot be guessed, so that nobody waits here for failures of others.
func (w *Workbench) CheckPasskey(ctx context.Context, k *people.Passkeys, browser people.Secret, state string, answer []byte, address string) (Account, error) {
	asked, err := w.takeCeremony(ctx, browser, state)
	if err != nil {
		return Account{}, err
	}
	var acc Account
	_, used, err := k.FinishSignIn(asked, answer, func(id string) (people.Person, error) {
		p, found, err := w.personOf(ctx, AccountID(id))
		if FaultOf(err) == NotFound || err == nil && !found.Disabled.IsZero() {
			return people.Person{}, &people.Refused{Text: "there is no such account"}
		}
		acc = found
		return p, err
	})
	if err != nil {
		return Account{}, w.passkeyRefused(ctx, Actor{Account: acc.ID, Name: acc.Name, Address: address}, Unauthenticated, err)
	}
	return acc, w.usePasskey(ctx, acc.ID, used)
}

// passkeyRefused is the fault where a passkey of somebody was refused, and logs one that was copied.
func (w *Workbench) passkeyRefused(ctx context.Context, who Actor, f Fault, err error) error {
	if errors.Is(err, people.ErrCloned) {
		if err := w.Store.Write(ctx, func(tx Tx) error {
			return w.note(ctx, tx, who, Note{Action: "passkey.copied", About: string(who.Account)})
		}); err != nil {
			return err
		}
	}
	return refused(f, "", err)
}

// usePasskey keeps the count of a passkey that was used.
func (w *Workbench) usePasskey(ctx context.Context, of AccountID, used people.Passkey) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		r, err := tx.Find(ctx, kindPasskey, used.ID)
		if err != nil {
			return hidden(err, "passkey") // deleted meanwhile
		}
		kept, err := decode[Passkey](r)
		if err != nil {
			return err
		}
		if kept.Account != of {
			return Errorf(NotFound, "there is no such passkey")
		}
		if kept.Passkey.Credential.Authenticator.SignCount > used.Credential.Authenticator.SignCount {
			return Errorf(Conflict, "this passkey was used twice at once").WithHint("try again")
		}
		kept.Passkey = used
		return put(ctx, tx, &kept)
	})
}
