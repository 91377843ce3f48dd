package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

// PasskeyRow is one passkey of the person who asks.
type PasskeyRow struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
}

func passkeyRow(p workbench.Passkey) PasskeyRow {
	return PasskeyRow{p.ID, p.Passkey.Name, p.Passkey.Added, p.Passkey.Used}
}

// Asked is a question to a passkey.
type Asked struct {
	Options json.RawMessage `json:"options" doc:"for navigator.credentials, as parseRequestOptionsFromJSON and parseCreationOptionsFromJSON take them"`
	State   string          `json:"state" doc:"comes back with the answer; it counts once, in this browser, for five minutes"`
}

// Answered is the answer of a browser.
type Answered struct {
	State      string          `json:"state,omitempty" maxLength:"64"`
	Credential json.RawMessage `json:"credential,omitempty" doc:"what navigator.credentials gave, as toJSON writes it"`
}

// withBrowser is a question that sets the cookie of the browser it is for.
type withBrowser struct {
	SetCookie string `header:"Set-Cookie"`
	Body      Asked
}

func (a *API) passkeyOperations() {
	add(a, operation{method: "POST", path: "/session/passkey/begin", id: "ask-passkey", summary: "Ask for a passkey, to sign in or to show again who one is", needs: anybody, tag: "people"},
		func(ctx context.Context, _ workbench.Actor, _ *none) (*withBrowser, error) {
			return a.ask(ctx, func(k *people.Passkeys, browser people.Secret) (json.RawMessage, string, error) {
				return a.Workbench.AskPasskey(ctx, k, browser)
			})
		})
	add(a, operation{method: "POST", path: "/session/passkey/finish", id: "sign-in-with-passkey", summary: "Sign in with a passkey", needs: anybody, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct{ Body Answered }) (*withCookie, error) {
			if err := a.locally(""); err != nil {
				return nil, err
			}
			c := callerOf(ctx)
			k, err := a.passkeys(c)
			if err != nil {
				return nil, err
			}
			acc, err := a.Workbench.CheckPasskey(ctx, k, c.asked(), in.Body.State, in.Body.Credential, who.Address)
			if err != nil {
				return nil, err
			}
			return a.begin(ctx, acc, workbench.ByPasskey)
		})
	add(a, operation{method: "GET", path: "/account/passkeys", id: "passkeys", summary: "Your passkeys", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*body[Page[PasskeyRow]], error) {
			all, err := a.Workbench.Passkeys(ctx, who)
			out := Page[PasskeyRow]{Items: []PasskeyRow{}}
			for _, p := range all {
				out.Items = append(out.Items, passkeyRow(p))
			}
			return answer(out, err)
		})
	add(a, operation{method: "POST", path: "/account/passkeys/begin", id: "ask-new-passkey", summary: "Ask the browser for a new passkey", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*withBrowser, error) {
			return a.ask(ctx, func(k *people.Passkeys, browser people.Secret) (json.RawMessage, string, error) {
				return a.Workbench.AskNewPasskey(ctx, who, k, browser)
			})
		})
	add(a, operation{method: "POST", path: "/account/passkeys/finish", id: "add-passkey", summary: "Add the passkey that the browser gave", needs: signed, tag: "people", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Name string `json:"name" maxLength:"500"`
				Answered
			}
		}) (*body[PasskeyRow], error) {
			c := callerOf(ctx)
			k, err := a.passkeys(c)
			if err != nil {
				return nil, err
			}
			p, err := a.Workbench.AddPasskey(ctx, who, k, c.asked(), in.Body.State, in.Body.Credential, in.Body.Name)
			return answer(passkeyRow(p), err)
		})
	add(a, operation{method: "DELETE", path: "/account/passkeys/{id}", id: "delete-passkey", summary: "Delete a passkey", needs: signed, tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			ID string `path:"id" maxLength:"64"`
		}) (*none, error) {
			return nil, a.Workbench.DropPasskey(ctx, who, in.ID)
		})
}

// passkeys holds ceremonies for the address by which somebody came.
func (a *API) passkeys(c caller) (*people.Passkeys, error) {
	if k := a.Passkeys[c.Origin]; k != nil {
		return k, nil
	}
	return nil, workbench.Errorf(workbench.Unsupported, "browsers have no passkeys for %s", c.Origin).WithHint("open the workbench by its name with https, or at http://localhost on the same machine")
}

// ask puts a question to a browser, which gets a cookie for it if it is in no session.
func (a *API) ask(ctx context.Context, question func(*people.Passkeys, people.Secret) (json.RawMessage, string, error)) (*withBrowser, error) {
	c := callerOf(ctx)
	k, err := a.passkeys(c)
	if err != nil {
		return nil, err
	}
	browser, cookie, err := c.bind(c.asked())
	if err != nil {
		return nil, err
	}
	out := &withBrowser{}
	if cookie != nil {
		out.SetCookie = cookie.String()
	}
	out.Body.Options, out.Body.State, err = question(k, browser)
	return out, err
}

// bind gives the secret that a question is bound to: the one the browser has, or a new one with the cookie to be set.
func (c caller) bind(have people.Secret) (people.Secret, *http.Cookie, error) {
	if have != (people.Secret{}) {
		return have, nil, nil
	}
	made, err := people.NewSecret(people.Browser, nil)
	if err != nil {
		return made, nil, err
	}
	// Lax, for it must come along when a provider sends the browser back.
	return made, &http.Cookie{
		Name: hosted(browserCookie, c.Secure), Value: made.Reveal(), Path: "/", MaxAge: int((time.Hour).Seconds()), HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	}, nil
}
