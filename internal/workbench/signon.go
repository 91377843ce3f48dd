package workbench

import (
	"context"
	"crypto/subtle"
	"net/url"
	"slices"
	"time"

	"cordon/internal/people"
)

// SignOn says what becomes of people who come by an identity provider.
type SignOn struct {
	// Role in the organisation for who comes for the first time; "" leaves them pending: they have an account and see nothing until somebody
	// who manages people gives them a role.
	Role Role
	// Organisation they come to; "" is the only one there is.
	Organisation OrganisationID
}

// identity is who an account is at a provider.
type identity struct {
	ID      string          `json:"id"`
	Account AccountID       `json:"account"`
	Is      people.Identity `json:"identity"`
	Since   time.Time       `json:"since"`
	Version int64           `json:"-"`
}

// flow is a people.Flow that waits for its browser to come back.
type flow struct {
	ID      string      `json:"id"`
	Browser string      `json:"browser"` // hash of its secret
	Return  string      `json:"return"`  // path of ours
	Sent    people.Flow `json:"sent"`
	Version int64       `json:"-"`
}

const (
	kindIdentity Kind = "identity" // owner account; key: issuer and subject
	kindFlow     Kind = "flow"     // id hash of the state, owner "all"
)

func (i *identity) record() (Kind, string, string, string) {
	return kindIdentity, i.ID, string(i.Account), i.Is.Key()
}
func (i *identity) version() *int64                    { return &i.Version }
func (f *flow) record() (Kind, string, string, string) { return kindFlow, f.ID, everything, "" }
func (f *flow) version() *int64                        { return &f.Version }

// flowID hashes the state, because a state is a secret of the browser.
func flowID(state string) string { return Hash([]byte(state)) }

// SendAway begins to sign in at a provider: it gives the address there. back is the path of ours where the browser goes afterwards.
func (w *Workbench) SendAway(ctx context.Context, p *people.Provider, browser people.Secret, back string) (address string, err error) {
	if !people.LocalPath(back) {
		back = "/"
	}
	address, sent, err := p.Begin()
	if err != nil {
		return "", err
	}
	f := flow{ID: flowID(sent.State), Browser: browser.Hash(), Return: back, Sent: sent}
	return address, w.Store.Write(ctx, func(tx Tx) error { f.Version = 0; return put(ctx, tx, &f) })
}

// ComeBack takes the query with which a browser comes back from a provider, and gives the account and the path where the browser wanted to go.
func (w *Workbench) ComeBack(ctx context.Context, p *people.Provider, s SignOn, browser people.Secret, query url.Values, address string) (Account, string, error) {
	var f flow
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if f, err = get[flow](ctx, tx, flowID(query.Get("state"))); err != nil {
			return err
		}
		return drop(ctx, tx, &f)
	})
	if FaultOf(err) == NotFound || FaultOf(err) == Conflict || err == nil && subtle.ConstantTimeCompare([]byte(f.Browser), []byte(browser.Hash())) != 1 {
		return Account{}, "", Errorf(Unauthenticated, "this browser was not sent to sign in, or has come back already").WithHint("try again")
	}
	if err != nil {
		return Account{}, "", err
	}
	id, err := p.Finish(ctx, f.Sent, query)
	if err != nil {
		return Account{}, "", refused(Unauthenticated, "", err)
	}
	acc, err := w.accountOf(ctx, id, s, address)
	return acc, f.Return, err
}

// accountOf finds the account of an identity. The first time it is linked to the account with its address, or an account is made; both only if the
// provider has verified the address, for otherwise anybody could take another's.
func (w *Workbench) accountOf(ctx context.Context, id people.Identity, s SignOn, address string) (Account, error) {
	var acc Account
	err := w.Store.Write(ctx, func(tx Tx) error {
		r, err := tx.Find(ctx, kindIdentity, id.Key())
		if err == nil {
			known, err := decode[identity](r)
			if err != nil {
				return err
			}
			acc, err = get[Account](ctx, tx, string(known.Account))
			return err
		}
		if FaultOf(err) != NotFound {
			return err
		}
		email, ok := id.LinkEmail()
		if !ok {
			return Errorf(Forbidden, "your organisation's sign-on does not vouch for your e-mail address").WithHint("ask those who run it to verify addresses (email_verified)")
		}
		if acc, err = accountOf(ctx, tx, email); FaultOf(err) == NotFound {
			acc, err = w.arrive(ctx, tx, id, email, s, address)
		}
		if err != nil {
			return err
		}
		if err := put(ctx, tx, &identity{ID: w.NewID(), Account: acc.ID, Is: id, Since: w.now()}); err != nil {
			return err
		}
		return w.note(ctx, tx, Actor{Account: acc.ID, Name: acc.Name, Address: address}, Note{Action: "identity.linked", About: string(acc.ID), New: id.Issuer})
	})
	return acc, err
}

// arrive makes an account for somebody who comes for the first time.
func (w *Workbench) arrive(ctx context.Context, tx Tx, id people.Identity, email string, s SignOn, address string) (Account, error) {
	orgs, err := listOf[Organisation](ctx, tx, everything, "", most)
	if err != nil {
		return Account{}, err
	}
	if len(orgs) == 0 {
		return Account{}, Errorf(Conflict, "the workbench is not set up yet").WithHint("whoever runs it makes the first account with the set-up code")
	}
	name, err := checkName("name", id.Name)
	if err != nil {
		name = email
	}
	acc := Account{ID: AccountID(w.NewID()), Email: email, Name: name, Created: w.now()}
	if err := put(ctx, tx, &acc); err != nil {
		return acc, err
	}
	if err := put(ctx, tx, &Credential{Account: acc.ID}); err != nil {
		return acc, err
	}
	n := Note{Action: "account.arrived", About: string(acc.ID), New: string(s.Role)}
	at := slices.IndexFunc(orgs, func(o Organisation) bool { return o.ID == s.Organisation || s.Organisation == "" && len(orgs) == 1 })
	if s.Role != "" {
		if at < 0 {
			return acc, Errorf(Conflict, "it is not said which organisation people come to").WithHint("whoever runs the workbench names one in the file of --oidc")
		}
		n.Organisation = orgs[at].ID
		if err := w.join(ctx, tx, orgs[at].ID, acc.ID, s.Role); err != nil {
			return acc, err
		}
	}
	return acc, w.note(ctx, tx, Actor{Account: acc.ID, Name: acc.Name, Address: address}, n)
}
