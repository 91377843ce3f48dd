package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

// Session is who is signed in, and what the pages need before anything else.
type Session struct {
	Account       *Me        `json:"account,omitempty" doc:"absent if nobody is signed in"`
	Organisations []MyPlace  `json:"organisations"`
	FirstRun      bool       `json:"first-run" doc:"nobody has an account yet"`
	Providers     []Provider `json:"providers" doc:"identity providers for single sign-on"`
	Local         bool       `json:"local" doc:"people sign in with passwords and passkeys of this installation; if not, only with the set-up code besides"`
	Passkeys      bool       `json:"passkeys" doc:"passkeys work at the address by which the browser came"`
	Version       string     `json:"version" doc:"of the program"`
}

// Me is the account of the person who asks.
type Me struct {
	ID       string `json:"id"`
	Email    string `json:"email"`
	Name     string `json:"name"`
	Language string `json:"language" enum:"en,de"`
	Operator bool   `json:"operator" doc:"runs the installation"`
}

// MyPlace is an organisation with the role of the person who asks.
type MyPlace struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Role     string   `json:"role" doc:"empty for those who have single projects only"`
	May      []string `json:"may" doc:"actions that the role allows"`
	Autosave bool     `json:"autosave" doc:"drafts are kept while people type"`
}

// Provider is an identity provider.
type Provider struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func meOf(acc workbench.Account) *Me {
	return &Me{string(acc.ID), acc.Email, acc.Name, acc.Language, acc.Operator}
}

func allowed(may func(workbench.Action) bool) []string {
	out := []string{}
	for _, a := range workbench.Actions {
		if may(a) {
			out = append(out, string(a))
		}
	}
	return out
}

// withCookie is an answer that sets the cookie of a session.
type withCookie struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Session
}

func (a *API) sessionOperations() {
	add(a, operation{method: "GET", path: "/session", id: "session", summary: "Who is signed in", needs: anybody, tag: "people"},
		func(ctx context.Context, _ workbench.Actor, _ *none) (*body[Session], error) {
			return answer(a.session(ctx, callerOf(ctx)))
		})
	add(a, operation{method: "POST", path: "/session", id: "sign-in", summary: "Sign in with a password", needs: anybody, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Email    string `json:"email" maxLength:"1016"`
				Password string `json:"password" maxLength:"1024"`
				Code     string `json:"code,omitempty" maxLength:"100" doc:"set-up code, where people sign in by a provider only"`
			}
		}) (*withCookie, error) {
			if err := a.locally(in.Body.Code); err != nil {
				return nil, err
			}
			acc, err := a.Workbench.CheckPassword(ctx, in.Body.Email, in.Body.Password, who.Address)
			if err != nil {
				return nil, err
			}
			return a.begin(ctx, acc, workbench.ByPassword)
		})
	add(a, operation{method: "DELETE", path: "/session", id: "sign-out", summary: "Sign out", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*struct {
			SetCookie http.Cookie `header:"Set-Cookie"`
		}, error) {
			c := callerOf(ctx)
			if who.Token != "" {
				return nil, workbench.Errorf(workbench.Invalid, "a token has no session").WithHint("take the token back instead")
			}
			if err := a.Workbench.End(ctx, who, c.Session); err != nil {
				return nil, err
			}
			return &struct {
				SetCookie http.Cookie `header:"Set-Cookie"`
			}{cookie(c.Secure, "", -1)}, nil
		})
	add(a, operation{method: "POST", path: "/session/prove", id: "prove", summary: "Show the password or a passkey again, for signing", needs: signed, tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Password string `json:"password,omitempty" maxLength:"1024"`
				Answered
			}
		}) (*none, error) {
			return nil, a.prove(ctx, who, in.Body.Password, in.Body.Answered)
		})
	add(a, operation{method: "POST", path: "/setup", id: "set-up", summary: "Make the first account and organisation", needs: anybody, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Code         string `json:"code" maxLength:"100" doc:"shown where the program was started"`
				Email        string `json:"email" maxLength:"1016"`
				Name         string `json:"name" maxLength:"500"`
				Password     string `json:"password" maxLength:"1024"`
				Organisation string `json:"organisation" maxLength:"500"`
				Language     string `json:"language" enum:"en,de"`
			}
		}) (*withCookie, error) {
			if !a.Setup(in.Body.Code) {
				return nil, workbench.Errorf(workbench.Forbidden, "this is not the set-up code").WithHint("it is shown where cordon serve was started")
			}
			acc, _, err := a.Workbench.SetUp(ctx, workbench.Newcomer{Email: in.Body.Email, Name: in.Body.Name, Password: in.Body.Password, Language: in.Body.Language}, in.Body.Organisation, who.Address)
			if err != nil {
				return nil, err
			}
			return a.begin(ctx, acc, workbench.ByPassword)
		})
	add(a, operation{method: "POST", path: "/invitation", id: "accept", summary: "Choose the first password of an invited account", needs: anybody, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Secret   string `json:"secret" maxLength:"200"`
				Password string `json:"password" maxLength:"1024"`
			}
		}) (*withCookie, error) {
			secret, err := people.ParseSecret(people.Setup, in.Body.Secret)
			if err != nil {
				return nil, workbench.Errorf(workbench.NotFound, "this invitation does not count any more").WithHint("ask for another one")
			}
			acc, err := a.Workbench.Accept(ctx, secret, in.Body.Password, who.Address)
			if err != nil {
				return nil, err
			}
			return a.begin(ctx, acc, workbench.ByPassword)
		})
}

// prove takes a password or the answer of a passkey, of the person whose session it is.
func (a *API) prove(ctx context.Context, who workbench.Actor, password string, answer Answered) error {
	c := callerOf(ctx)
	if who.Token != "" {
		return workbench.Errorf(workbench.Forbidden, "a token cannot do this").WithHint("sign in and do it yourself")
	}
	if answer.State == "" {
		if _, err := a.Workbench.CheckPassword(ctx, c.Account.Email, password, who.Address); err != nil {
			return err
		}
		return a.Workbench.Prove(ctx, c.Session, workbench.ByPassword)
	}
	k, err := a.passkeys(c)
	if err != nil {
		return err
	}
	acc, err := a.Workbench.CheckPasskey(ctx, k, c.asked(), answer.State, answer.Credential, who.Address)
	if err != nil {
		return err
	}
	if acc.ID != who.Account {
		return workbench.Errorf(workbench.Unauthenticated, "this passkey is another person's").WithHint("use one of yours")
	}
	return a.Workbench.Prove(ctx, c.Session, workbench.ByPasskey)
}

// locally tells whether somebody may sign in without an identity provider.
func (a *API) locally(code string) error {
	if a.SignOn.LocalToo || code != "" && a.Setup(code) {
		return nil
	}
	return workbench.Errorf(workbench.Forbidden, "people sign in here with their organisation's sign-on").WithHint("whoever runs the workbench can sign in with the set-up code, which is shown where it was started")
}

// begin makes a session and its cookie.
func (a *API) begin(ctx context.Context, acc workbench.Account, method string) (*withCookie, error) {
	c := callerOf(ctx)
	secret, err := a.Workbench.Begin(ctx, acc.ID, method, c.Agent, c.Address, c.Session)
	if err != nil {
		return nil, err
	}
	c.Actor.Account, c.Actor.Name, c.Account = acc.ID, acc.Name, acc
	s, err := a.session(ctx, c)
	return &withCookie{cookie(c.Secure, secret.Reveal(), int(workbench.SessionMost/time.Second)), s}, err
}

// cookie is the session's cookie. Lax lets links from mails lead to pages; what changes anything is guarded by the check of origins.
func cookie(secure bool, value string, age int) http.Cookie {
	return http.Cookie{Name: CookieName(secure), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
}

func (a *API) session(ctx context.Context, c caller) (Session, error) {
	s := Session{Organisations: []MyPlace{}, Providers: []Provider{}, Local: a.SignOn.LocalToo, Passkeys: a.Passkeys[c.Origin] != nil, Version: a.Program}
	for _, p := range a.SignOn.Offered {
		s.Providers = append(s.Providers, Provider{p.ID, p.Title})
	}
	if c.Actor.Account == "" {
		var err error
		s.FirstRun, err = a.Workbench.FirstRun(ctx)
		return s, err
	}
	s.Account = meOf(c.Account)
	places, err := a.Workbench.Belongings(ctx, c.Actor)
	for _, p := range places {
		s.Organisations = append(s.Organisations, MyPlace{string(p.ID), p.Name, string(p.Role), allowed(p.Role.May), p.Autosave})
	}
	return s, err
}
