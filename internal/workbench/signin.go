package workbench

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"cordon/internal/people"
)

// Credential is how an account shows who it is. Its password is kept apart from the account, so that no list can hold it.
type Credential struct {
	Account AccountID `json:"account"`
	// Password is the argon2id hash; "" for those who have none.
	Password string `json:"password"`
	Version  int64  `json:"-"`
}

const (
	kindCredential Kind = "credential" // id account, owner "all"
)

func (c *Credential) record() (Kind, string, string, string) {
	return kindCredential, string(c.Account), everything, ""
}
func (c *Credential) version() *int64 { return &c.Version }

// refused makes what package people says a fault of ours.
func refused(f Fault, field string, err error) error {
	var r *people.Refused
	if !errors.As(err, &r) {
		return err
	}
	e := &Error{Fault: f, Text: r.Text, Hint: r.Hint, cause: r.Cause}
	if field != "" {
		e.Fields = []Field{{field, r.Text}}
	}
	return e
}

// Newcomer is who an account is made for.
type Newcomer struct {
	Email, Name, Password, Language string
}

// newcomer judges a person and makes account and credential, which are not kept yet.
func (w *Workbench) newcomer(ctx context.Context, n Newcomer) (Account, Credential, error) {
	email, errEmail := people.FoldEmail(n.Email)
	name, errName := checkName("name", n.Name)
	var errPassword error
	if n.Password != "" {
		errPassword = people.CheckPassword(n.Password, n.Name, n.Email)
	}
	var fields []Field
	for _, f := range []struct {
		field string
		err   error
	}{{"email", errEmail}, {"name", errName}, {"password", errPassword}} {
		if f.err != nil {
			fields = append(fields, Field{f.field, f.err.Error()})
		}
	}
	if fields != nil {
		e := Errorf(Invalid, "the account cannot be made")
		e.Fields = fields
		return Account{}, Credential{}, e
	}
	acc := Account{ID: AccountID(w.NewID()), Email: email, Name: name, Language: n.Language, Created: w.now()}
	c := Credential{Account: acc.ID}
	if n.Password != "" {
		hash, err := w.Hasher.Hash(ctx, n.Password)
		if err != nil {
			return acc, c, err
		}
		c.Password = hash
	}
	return acc, c, nil
}

// FirstRun tells whether nobody has an account yet.
func (w *Workbench) FirstRun(ctx context.Context) (bool, error) {
	var none bool
	err := w.Store.Read(ctx, func(tx Tx) error {
		all, err := tx.List(ctx, kindAccount, everything, "", 1)
		none = len(all) == 0
		return err
	})
	return none, err
}

// SetUp makes the first account, which runs the installation, and its organisation.
func (w *Workbench) SetUp(ctx context.Context, n Newcomer, organisation, address string) (Account, Organisation, error) {
	organisation, err := checkName("organisation", organisation)
	if err != nil {
		return Account{}, Organisation{}, err
	}
	if n.Password == "" {
		e := Errorf(Invalid, "choose a password")
		e.Fields = []Field{{"password", e.Text}}
		return Account{}, Organisation{}, e
	}
	acc, cred, err := w.newcomer(ctx, n)
	if err != nil {
		return acc, Organisation{}, err
	}
	acc.Operator = true
	o := Organisation{ID: OrganisationID(w.NewID()), Name: organisation, Created: w.now(), Autosave: true, TwoPeople: true}
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc.Version, cred.Version, o.Version = 0, 0, 0
		if all, err := tx.List(ctx, kindAccount, everything, "", 1); err != nil || len(all) > 0 {
			if err != nil {
				return err
			}
			return Errorf(Conflict, "the workbench is set up already").WithHint("sign in")
		}
		if err := w.makeLogKey(ctx, tx, &logKey{}); err != nil {
			return err
		}
		for _, v := range []kept{&acc, &cred, &o} {
			if err := put(ctx, tx, v); err != nil {
				return err
			}
		}
		if err := w.join(ctx, tx, o.ID, acc.ID, Owner); err != nil {
			return err
		}
		return w.note(ctx, tx, Actor{Account: acc.ID, Name: acc.Name, Address: address}, Note{Organisation: o.ID, Action: "workbench.set-up", About: string(o.ID), New: organisation})
	})
	return acc, o, err
}

// Invite makes an account for somebody and gives it a role in the organisation; who has come in before only gets the role.
// The new account has no password; the secret, shown once to who invites, lets the person choose one. Who never came can be invited again, and the links before
// count no more; but not where another organisation has let the person in, for whoever has the link can take the account.
func (w *Workbench) Invite(ctx context.Context, a Actor, org OrganisationID, n Newcomer, role Role) (Account, people.Secret, error) {
	if !role.Valid() {
		e := Errorf(Invalid, "there is no role %q", role)
		e.Fields = []Field{{"role", e.Text}}
		return Account{}, people.Secret{}, e
	}
	n.Password = ""
	acc, cred, err := w.newcomer(ctx, n)
	if err != nil {
		return acc, people.Secret{}, err
	}
	secret, err := people.NewSecret(people.Setup, nil)
	if err != nil {
		return acc, secret, err
	}
	var linked bool
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc.Version, cred.Version = 0, 0
		if _, err := enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		there, err := accountOf(ctx, tx, acc.Email)
		var old Member
		switch {
		case err == nil:
			acc = there
			if old, linked, err = invitable(ctx, tx, org, acc); err != nil {
				return err
			}
		case FaultOf(err) != NotFound:
			return err
		default:
			linked = true
			if err := put(ctx, tx, &acc); err != nil {
				return err
			}
			if err := put(ctx, tx, &cred); err != nil {
				return err
			}
		}
		if role == Owner || old.Role == Owner {
			if me, err := get[Member](ctx, tx, pair(org, a.Account)); err != nil || me.Role != Owner {
				return Errorf(Forbidden, "only an owner makes or unmakes an owner")
			}
		}
		if linked {
			if _, err := dropOld(ctx, tx, string(acc.ID), func(*invitation) bool { return true }); err != nil {
				return err
			}
			if err := put(ctx, tx, &invitation{Hash: secret.Hash(), Account: acc.ID, Expires: w.now().Add(inviteLife)}); err != nil {
				return err
			}
		}
		if err := w.join(ctx, tx, org, acc.ID, role); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "member.invited", About: string(acc.ID), Old: string(old.Role), New: string(role)})
	})
	if !linked {
		secret = people.Secret{}
	}
	return acc, secret, err
}

// invitable tells what an account that is there is in an organisation, and whether it is invited with a link: it never came, and nobody else let it in.
func invitable(ctx context.Context, tx Tx, org OrganisationID, acc Account) (old Member, linked bool, err error) {
	if old, err = maybe[Member](ctx, tx, pair(org, acc.ID)); err != nil {
		return old, false, err
	}
	came, err := comesIn(ctx, tx, acc)
	if err != nil {
		return old, false, err
	}
	others, err := elsewhere(ctx, tx, org, acc.ID)
	if err != nil {
		return old, false, err
	}
	if old.Role != "" && (came || others) {
		return old, false, Errorf(Conflict, "%s is in the organisation already", acc.Email)
	}
	return old, !came && !others, nil
}

// elsewhere tells whether an account is in another organisation, or has a project of one.
func elsewhere(ctx context.Context, tx Tx, org OrganisationID, who AccountID) (bool, error) {
	ms, err := listOf[membership](ctx, tx, string(who), "", most)
	if err != nil || slices.ContainsFunc(ms, func(m membership) bool { return m.Organisation != org }) {
		return err == nil, err
	}
	gs, err := listOf[grantOf](ctx, tx, string(who), "", most)
	for _, g := range gs {
		p, err := get[Project](ctx, tx, string(g.Project))
		if err != nil || p.Organisation != org {
			return err == nil, err
		}
	}
	return false, err
}

// inviteLife is how long an invitation can be taken.
const inviteLife = 7 * 24 * time.Hour

// invitation lets a person without password choose one, or, where it recovers an account, one who has lost it.
type invitation struct {
	Hash     string    `json:"hash"`
	Account  AccountID `json:"account"`
	Expires  time.Time `json:"expires"`
	Recovers bool      `json:"recovers,omitempty"`
	Version  int64     `json:"-"`
}

const kindInvitation Kind = "invitation" // id hash, owner account

func (i *invitation) record() (Kind, string, string, string) {
	return kindInvitation, i.Hash, string(i.Account), ""
}
func (i *invitation) version() *int64 { return &i.Version }

// Accept sets the first password of an invited account, or a new one of an account that is recovered, which ends all that it is signed in with.
func (w *Workbench) Accept(ctx context.Context, secret people.Secret, password, address string) (Account, error) {
	var acc Account
	none := Errorf(NotFound, "this invitation does not count any more").WithHint("ask for another one")
	find := func(tx Tx) (invitation, error) {
		i, err := get[invitation](ctx, tx, secret.Hash())
		if err != nil || w.now().After(i.Expires) {
			return i, none
		}
		if acc, err = get[Account](ctx, tx, string(i.Account)); err != nil {
			return i, err
		}
		// Who has come in another way since, by single sign-on, must not get a password from whoever has the link.
		if came, err := comesIn(ctx, tx, acc); err != nil || came && !i.Recovers || !acc.Disabled.IsZero() {
			return i, cmp.Or(err, error(none))
		}
		return i, nil
	}
	if err := w.Store.Read(ctx, func(tx Tx) error { _, err := find(tx); return err }); err != nil {
		return acc, err
	}
	if err := people.CheckPassword(password, acc.Name, acc.Email); err != nil {
		return acc, refused(Invalid, "password", err)
	}
	hash, err := w.Hasher.Hash(ctx, password)
	if err != nil {
		return acc, err
	}
	err = w.Store.Write(ctx, func(tx Tx) error {
		i, err := find(tx)
		if err != nil {
			return err
		}
		c, err := get[Credential](ctx, tx, string(acc.ID))
		if err != nil {
			return err
		}
		c.Password = hash
		if err := put(ctx, tx, &c); err != nil {
			return err
		}
		if err := drop(ctx, tx, &i); err != nil {
			return err
		}
		if _, err := dropOld(ctx, tx, string(acc.ID), func(*Session) bool { return true }); err != nil {
			return err
		}
		return w.note(ctx, tx, Actor{Account: acc.ID, Name: acc.Name, Address: address}, Note{Action: "password.set", About: string(acc.ID)})
	})
	return acc, err
}

// wrong is the one answer to all failed sign-ins, whatever failed.
var wrong = Errorf(Unauthenticated, "e-mail address and password do not fit together").WithHint("check both; after several failures you have to wait")

// CheckPassword finds the account of an address and password. It slows down who tries many: each try is counted before it is looked at.
func (w *Workbench) CheckPassword(ctx context.Context, email, password, address string) (Account, error) {
	email, malformed := people.FoldEmail(email)
	if malformed != nil {
		email = ""
	}
	t, err := w.try(ctx, email, address)
	if err != nil {
		return Account{}, err
	}
	acc, cred, known, err := w.withPassword(ctx, email)
	if err != nil {
		return Account{}, err
	}
	ok, stale := false, false
	if known {
		ok, stale, err = w.Hasher.Verify(ctx, password, cred.Password)
	} else {
		err = w.Hasher.VerifyNobody(ctx, password)
	}
	if err != nil {
		return Account{}, err
	}
	if !ok {
		return Account{}, w.failed(ctx, acc, known, email, address)
	}
	return acc, w.succeeded(ctx, t, cred, stale, password)
}

// accountOf finds the account of a folded address; NotFound if there is none.
func accountOf(ctx context.Context, tx Tx, email string) (Account, error) {
	r, err := tx.Find(ctx, kindAccount, email)
	if err != nil {
		return Account{}, err
	}
	return decode[Account](r)
}

// withPassword finds who may sign in with a password.
func (w *Workbench) withPassword(ctx context.Context, email string) (acc Account, cred Credential, known bool, err error) {
	if email == "" {
		return acc, cred, false, nil
	}
	err = w.Store.Read(ctx, func(tx Tx) (err error) {
		if acc, err = accountOf(ctx, tx, email); err != nil {
			return err
		}
		cred, err = get[Credential](ctx, tx, string(acc.ID))
		return err
	})
	if FaultOf(err) == NotFound {
		return acc, cred, false, nil
	}
	return acc, cred, err == nil && cred.Password != "" && acc.Disabled.IsZero(), err
}

// failed writes a failed try into the audit log.
func (w *Workbench) failed(ctx context.Context, acc Account, known bool, email, address string) error {
	a := Actor{Address: address}
	if known {
		a.Account, a.Name = acc.ID, acc.Name
	}
	err := w.Store.Write(ctx, func(tx Tx) error {
		return w.note(ctx, tx, a, Note{Action: "sign-in.failed", About: email})
	})
	if err != nil {
		return err
	}
	return wrong
}

// succeeded takes the try back, and keeps a new hash where the old one was made with less work.
func (w *Workbench) succeeded(ctx context.Context, t try, cred Credential, stale bool, password string) error {
	if stale {
		hash, err := w.Hasher.Hash(ctx, password)
		if err != nil {
			return err
		}
		cred.Password = hash
	}
	err := w.Store.Write(ctx, func(tx Tx) error {
		if err := t.takeBack(ctx, tx); err != nil {
			return err
		}
		if stale {
			return put(ctx, tx, &cred)
		}
		return nil
	})
	if FaultOf(err) == Conflict {
		return nil // another sign-in did the same
	}
	return err
}

// NewPassword changes the password of the actor and ends all other sessions.
func (w *Workbench) NewPassword(ctx context.Context, a Actor, session, password string) error {
	if err := w.recently(a); err != nil {
		return err
	}
	var acc Account
	if err := w.Store.Read(ctx, func(tx Tx) (err error) {
		acc, err = get[Account](ctx, tx, string(a.Account))
		return err
	}); err != nil {
		return err
	}
	if err := people.CheckPassword(password, acc.Name, acc.Email); err != nil {
		return refused(Invalid, "new", err)
	}
	hash, err := w.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return w.Store.Write(ctx, func(tx Tx) error {
		c, err := get[Credential](ctx, tx, string(a.Account))
		if err != nil {
			return err
		}
		c.Password = hash
		if err := put(ctx, tx, &c); err != nil {
			return err
		}
		if err := endAll(ctx, tx, a.Account, session); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Action: "password.changed", About: string(a.Account)})
	})
}

// Me gives the account of the actor; SetMe changes its name and language.
func (w *Workbench) Me(ctx context.Context, a Actor) (Account, error) {
	var acc Account
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		acc, err = get[Account](ctx, tx, string(a.Account))
		return err
	})
	return acc, err
}

// SetMe changes name and language of the actor. The name is printed beside signatures from then on; those made before keep theirs.
func (w *Workbench) SetMe(ctx context.Context, a Actor, name, language string) (Account, error) {
	if err := personally(a); err != nil {
		return Account{}, err
	}
	name, err := checkName("name", name)
	if err != nil {
		return Account{}, err
	}
	var acc Account
	err = w.Store.Write(ctx, func(tx Tx) error {
		if acc, err = get[Account](ctx, tx, string(a.Account)); err != nil {
			return err
		}
		old := acc.Name
		acc.Name, acc.Language = name, language
		if err := put(ctx, tx, &acc); err != nil {
			return err
		}
		if old == name {
			return nil
		}
		return w.note(ctx, tx, a, Note{Action: "account.renamed", About: string(acc.ID), Old: old, New: name})
	})
	return acc, err
}
