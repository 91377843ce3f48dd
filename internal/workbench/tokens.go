package workbench

import (
	"context"
	"slices"
	"time"

	"cordon/internal/people"
)

// Token lets a program act for a person within scopes. It is kept by the hash of its secret.
type Token struct {
	ID      string    `json:"id"`
	Account AccountID `json:"account"`
	Name    string    `json:"name"`
	Scopes  []Scope   `json:"scopes"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Used    time.Time `json:"used,omitzero"` // to within SeenStep
	Hash    string    `json:"hash"`
	Version int64     `json:"-"`
}

const kindToken Kind = "token" // owner account; key: hash

func (t *Token) record() (Kind, string, string, string) {
	return kindToken, t.ID, string(t.Account), t.Hash
}
func (t *Token) version() *int64 { return &t.Version }

// MakeToken makes a token of the actor. Its secret is shown once. A token cannot make another.
func (w *Workbench) MakeToken(ctx context.Context, a Actor, name string, scopes []Scope, life time.Duration) (Token, people.Secret, error) {
	name, err := checkName("name", name)
	if err != nil {
		return Token{}, people.Secret{}, err
	}
	if err := personally(a); err != nil {
		return Token{}, people.Secret{}, err
	}
	e := Errorf(Invalid, "the token cannot be made")
	if len(scopes) == 0 {
		e.Fields = append(e.Fields, Field{"scopes", "name at least one scope"})
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes, s) {
			e.Fields = append(e.Fields, Field{"scopes", "there is no scope " + string(s)})
		}
	}
	if life < time.Hour || life > TokenMost {
		e.Fields = append(e.Fields, Field{"days", "a token lives between an hour and 366 days"})
	}
	if e.Fields != nil {
		return Token{}, people.Secret{}, e
	}
	secret, err := people.NewSecret(people.Token, nil)
	if err != nil {
		return Token{}, secret, err
	}
	now := w.now()
	t := Token{ID: w.NewID(), Account: a.Account, Name: name, Scopes: scopes, Created: now, Expires: now.Add(life), Hash: secret.Hash()}
	err = w.Store.Write(ctx, func(tx Tx) error {
		t.Version = 0
		others, err := listOf[Token](ctx, tx, string(a.Account), "", most)
		if err != nil {
			return err
		}
		if len(others) >= maxTokens {
			return Errorf(Conflict, "you have %d tokens; nobody may have more", maxTokens).WithHint("take back those you do not use")
		}
		if err := put(ctx, tx, &t); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "token.made", About: t.ID, New: name})
	})
	return t, secret, err
}

// personally refuses what a token may not do: only a person in a session may.
func personally(a Actor) error {
	if a.Token != "" {
		return Errorf(Forbidden, "a token cannot do this").WithHint("sign in and do it yourself")
	}
	return nil
}

// reads refuses a token that has not the scope to read: what everybody in an organisation may see is no exception.
func reads(a Actor) error {
	if a.Scopes != nil && !slices.Contains(a.Scopes, ScopeRead) {
		return Errorf(Forbidden, "this token does not read").WithHint("make one with the scope %s", ScopeRead)
	}
	return nil
}

// MayChange refuses a token that has not the scope to write, where a right of its person alone would let it change something.
func (a Actor) MayChange() error {
	if a.Scopes != nil && !slices.Contains(a.Scopes, ScopeWrite) {
		return Errorf(Forbidden, "this token changes nothing").WithHint("make one with the scope %s", ScopeWrite)
	}
	return nil
}

// recently wants that the person has just shown a password or passkey.
func (w *Workbench) recently(a Actor) error {
	if err := personally(a); err != nil {
		return err
	}
	if w.now().Sub(a.Proved) > ProvedFor {
		return Errorf(Stale, "show your password or passkey again").WithHint("it counts for %d minutes", int(ProvedFor.Minutes()))
	}
	return nil
}

// Tokens lists the tokens of the actor, also those that have expired.
func (w *Workbench) Tokens(ctx context.Context, a Actor) ([]Token, error) {
	var out []Token
	if err := personally(a); err != nil {
		return nil, err
	}
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		out, err = listOf[Token](ctx, tx, string(a.Account), "", most)
		return err
	})
	return out, err
}

// DropToken takes a token back at once. A token may take itself back.
func (w *Workbench) DropToken(ctx context.Context, a Actor, id string) error {
	if id != a.Token {
		if err := personally(a); err != nil {
			return err
		}
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		t, err := get[Token](ctx, tx, id)
		if err != nil || t.Account != a.Account {
			return Errorf(NotFound, "there is no such token")
		}
		if err := drop(ctx, tx, &t); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "token.ended", About: id})
	})
}

// ByToken finds whom a token acts for; Unauthenticated if nobody.
func (w *Workbench) ByToken(ctx context.Context, secret people.Secret) (Actor, Account, error) {
	var t Token
	var acc Account
	none := Errorf(Unauthenticated, "this token does not count any more").WithHint("make another one on your profile page")
	err := w.Store.Read(ctx, func(tx Tx) error {
		r, err := tx.Find(ctx, kindToken, secret.Hash())
		if err != nil {
			if FaultOf(err) == NotFound {
				return none
			}
			return err
		}
		if t, err = decode[Token](r); err != nil {
			return err
		}
		acc, err = get[Account](ctx, tx, string(t.Account))
		return err
	})
	if err != nil {
		return Actor{}, acc, err
	}
	now := w.now()
	if now.After(t.Expires) || !acc.Disabled.IsZero() {
		return Actor{}, acc, none
	}
	if now.Sub(t.Used) > SeenStep {
		t.Used = now
		if err := w.Store.Write(ctx, func(tx Tx) error { return put(ctx, tx, &t) }); err != nil && FaultOf(err) != Conflict && FaultOf(err) != NotFound {
			return Actor{}, acc, err
		}
	}
	return Actor{Account: acc.ID, Name: acc.Name, Scopes: t.Scopes, Token: t.ID}, acc, nil
}
