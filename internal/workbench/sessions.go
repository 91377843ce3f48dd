package workbench

import (
	"context"
	"time"

	"cordon/internal/people"
)

// Session is a person in one browser. It is kept by the hash of its secret.
type Session struct {
	Hash    string    `json:"hash"`
	Account AccountID `json:"account"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`   // to within SeenStep
	Proved  time.Time `json:"proved"` // when a password or passkey was last shown
	Method  string    `json:"method"` // one of the ways below
	Agent   string    `json:"agent"`  // what the browser says it is, cut short
	Address string    `json:"address"`
	Version int64     `json:"-"`
}

const kindSession Kind = "session" // id hash of the secret, owner account

func (s *Session) record() (Kind, string, string, string) {
	return kindSession, s.Hash, string(s.Account), ""
}
func (s *Session) version() *int64 { return &s.Version }

// The ways to show who one is.
const (
	ByPassword = "password"
	ByPasskey  = "passkey"
	BySignOn   = "single-sign-on"
)

// How long sessions last.
const (
	SessionIdle = 12 * time.Hour       // without use
	SessionMost = 7 * 24 * time.Hour   // in all
	SeenStep    = 5 * time.Minute      // how exactly Seen is kept
	ProvedFor   = 5 * time.Minute      // how long showing a password or passkey counts for signing
	maxAgent    = 200                  // bytes
	maxTokens   = 50                   // of one person
	TokenMost   = 366 * 24 * time.Hour // the longest life of a token
)

// Begin makes a session for an account that has shown who it is. Every sign-in makes a new secret, so that none can be planted before, and ends
// the session that the browser was in, if any: old is its secret. Who came by single sign-on has shown no password or passkey to this program,
// and signs nothing before that.
func (w *Workbench) Begin(ctx context.Context, who AccountID, method, agent, address string, old people.Secret) (people.Secret, error) {
	secret, err := people.NewSecret(people.Session, nil)
	if err != nil {
		return secret, err
	}
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc, err := get[Account](ctx, tx, string(who))
		if err != nil {
			return err
		}
		if !acc.Disabled.IsZero() {
			return Errorf(Unauthenticated, "this account is disabled").WithHint("ask an administrator")
		}
		if err := tx.Delete(ctx, kindSession, old.Hash(), 0); err != nil && FaultOf(err) != NotFound {
			return err
		}
		now := w.now()
		proved := now
		if method == BySignOn {
			proved = time.Time{}
		}
		s := Session{Hash: secret.Hash(), Account: who, Created: now, Seen: now, Proved: proved, Method: method, Agent: agent[:min(len(agent), maxAgent)], Address: address}
		if err := put(ctx, tx, &s); err != nil {
			return err
		}
		return w.note(ctx, tx, Actor{Account: who, Name: acc.Name, Address: address}, Note{Action: "session.begun", About: string(who), New: method})
	})
	return secret, err
}

// InSession finds who is in the session of a secret; Unauthenticated if nobody. Only what a person does is use of a session, which keeps it: not what a page
// that was left open asks by itself.
func (w *Workbench) InSession(ctx context.Context, secret people.Secret, use bool) (Actor, Account, error) {
	var s Session
	var acc Account
	none := Errorf(Unauthenticated, "nobody is signed in").WithHint("sign in again")
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if s, err = get[Session](ctx, tx, secret.Hash()); err != nil {
			if FaultOf(err) == NotFound {
				return none
			}
			return err
		}
		acc, err = get[Account](ctx, tx, string(s.Account))
		return err
	})
	if err != nil {
		return Actor{}, acc, err
	}
	now := w.now()
	if s.over(now) || !acc.Disabled.IsZero() {
		_ = w.Store.Write(ctx, func(tx Tx) error { return tx.Delete(ctx, kindSession, s.Hash, 0) })
		return Actor{}, acc, none
	}
	if use && now.Sub(s.Seen) > SeenStep {
		s.Seen = now
		// Of two requests at once one may lose; the other has said the same.
		if err := w.Store.Write(ctx, func(tx Tx) error { return put(ctx, tx, &s) }); err != nil && FaultOf(err) != Conflict {
			return Actor{}, acc, err
		}
	}
	return Actor{Account: acc.ID, Name: acc.Name, Proved: s.Proved, Begun: s.Created}, acc, nil
}

// Counts tells whether the session or token by which somebody came still counts: Unauthenticated if not. To ask is no use of it.
func (w *Workbench) Counts(ctx context.Context, a Actor, session people.Secret) error {
	return w.Store.Read(ctx, func(tx Tx) error {
		acc, err := get[Account](ctx, tx, string(a.Account))
		ended := err == nil && !acc.Disabled.IsZero()
		if err == nil && a.Token != "" {
			var t Token
			t, err = get[Token](ctx, tx, a.Token)
			ended = ended || w.now().After(t.Expires)
		} else if err == nil {
			var s Session
			s, err = get[Session](ctx, tx, session.Hash())
			ended = ended || s.over(w.now())
		}
		if FaultOf(err) == NotFound || err == nil && ended {
			return Errorf(Unauthenticated, "nobody is signed in").WithHint("sign in again")
		}
		return err
	})
}

// over tells whether a session has run out.
func (s *Session) over(now time.Time) bool {
	return now.Sub(s.Seen) > SessionIdle || now.Sub(s.Created) > SessionMost
}

// Prove notes that the person in a session has just shown a password or passkey again.
func (w *Workbench) Prove(ctx context.Context, secret people.Secret, method string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		s, err := get[Session](ctx, tx, secret.Hash())
		if err != nil {
			return hidden(err, "session")
		}
		s.Proved, s.Method = w.now(), method
		return put(ctx, tx, &s)
	})
}

// End ends the session of a secret.
func (w *Workbench) End(ctx context.Context, a Actor, secret people.Secret) error {
	return w.EndSession(ctx, a, secret.Hash())
}

// EndSession ends one session of the actor, by the hash of its secret.
func (w *Workbench) EndSession(ctx context.Context, a Actor, hash string) error {
	if err := personally(a); err != nil {
		return err
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		s, err := get[Session](ctx, tx, hash)
		if err != nil || s.Account != a.Account {
			return Errorf(NotFound, "there is no such session")
		}
		if err := drop(ctx, tx, &s); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "session.ended", About: string(a.Account)})
	})
}

// Sessions lists the sessions of the actor.
func (w *Workbench) Sessions(ctx context.Context, a Actor) ([]Session, error) {
	if err := personally(a); err != nil {
		return nil, err
	}
	var out []Session
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		out, err = listOf[Session](ctx, tx, string(a.Account), "", most)
		return err
	})
	return out, err
}

// endAll ends all sessions of an account but one: after a new password, or when it is disabled.
func endAll(ctx context.Context, tx Tx, who AccountID, but string) error {
	all, err := listOf[Session](ctx, tx, string(who), "", most)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Hash != but {
			if err := drop(ctx, tx, &s); err != nil {
				return err
			}
		}
	}
	return nil
}
