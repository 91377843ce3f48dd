package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/workbench"
)

// SessionRow is one session of the person who asks.
type SessionRow struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Method  string    `json:"method"`
	Agent   string    `json:"agent"`
	Address string    `json:"address"`
	Current bool      `json:"current"`
}

// TokenRow is one token of the person who asks.
type TokenRow struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Scopes  []workbench.Scope `json:"scopes"`
	Created time.Time         `json:"created"`
	Expires time.Time         `json:"expires"`
	Used    time.Time         `json:"used,omitzero"`
	Secret  string            `json:"secret,omitempty" doc:"shown once, when the token is made"`
}

func tokenRow(t workbench.Token) TokenRow {
	return TokenRow{t.ID, t.Name, t.Scopes, t.Created, t.Expires, t.Used, ""}
}

func (a *API) accountOperations() {
	add(a, operation{method: "PATCH", path: "/account", id: "set-account", summary: "Change your name or language", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Name     string `json:"name" maxLength:"500"`
				Language string `json:"language" enum:"en,de"`
			}
		}) (*body[*Me], error) {
			acc, err := a.Workbench.SetMe(ctx, who, in.Body.Name, in.Body.Language)
			return answer(meOf(acc), err)
		})
	add(a, operation{method: "POST", path: "/account/password", id: "set-password", summary: "Change your password; all other sessions end", needs: signed, tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Old string `json:"old" maxLength:"1024"`
				New string `json:"new" maxLength:"1024"`
			}
		}) (*none, error) {
			c := callerOf(ctx)
			if _, err := a.Workbench.CheckPassword(ctx, c.Account.Email, in.Body.Old, who.Address); err != nil {
				return nil, err
			}
			who.Proved = a.Workbench.Now()
			return nil, a.Workbench.NewPassword(ctx, who, c.Session.Hash(), in.Body.New)
		})
	add(a, operation{method: "GET", path: "/account/sessions", id: "sessions", summary: "Where you are signed in", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*body[Page[SessionRow]], error) {
			all, err := a.Workbench.Sessions(ctx, who)
			out := Page[SessionRow]{Items: []SessionRow{}}
			for _, s := range all {
				// The hash of a secret is no secret, but there is no need to show all of it.
				out.Items = append(out.Items, SessionRow{s.Hash[:26], s.Created, s.Seen, s.Method, s.Agent, s.Address, s.Hash == callerOf(ctx).Session.Hash()})
			}
			return answer(out, err)
		})
	add(a, operation{method: "DELETE", path: "/account/sessions/{session}", id: "end-session", summary: "End one of your sessions", needs: signed, tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Session string `path:"session" maxLength:"64"`
		}) (*none, error) {
			all, err := a.Workbench.Sessions(ctx, who)
			if err != nil {
				return nil, err
			}
			for _, s := range all {
				if s.Hash[:26] == in.Session {
					return nil, a.Workbench.EndSession(ctx, who, s.Hash)
				}
			}
			return nil, workbench.Errorf(workbench.NotFound, "there is no such session")
		})
	add(a, operation{method: "GET", path: "/account/tokens", id: "tokens", summary: "Your tokens", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*body[Page[TokenRow]], error) {
			all, err := a.Workbench.Tokens(ctx, who)
			out := Page[TokenRow]{Items: []TokenRow{}}
			for _, t := range all {
				out.Items = append(out.Items, tokenRow(t))
			}
			return answer(out, err)
		})
	add(a, operation{method: "POST", path: "/account/tokens", id: "make-token", summary: "Make a token; its secret is shown once", needs: signed, tag: "people", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Body struct {
				Name   string            `json:"name" maxLength:"500"`
				Scopes []workbench.Scope `json:"scopes" maxItems:"10"`
				Days   int               `json:"days" minimum:"1" maximum:"366"`
			}
		}) (*body[TokenRow], error) {
			t, secret, err := a.Workbench.MakeToken(ctx, who, in.Body.Name, in.Body.Scopes, time.Duration(in.Body.Days)*24*time.Hour)
			row := tokenRow(t)
			row.Secret = secret.Reveal()
			return answer(row, err)
		})
	add(a, operation{method: "DELETE", path: "/account/tokens/{token}", id: "end-token", summary: "Take a token back", needs: signed, tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			Token string `path:"token" maxLength:"64"`
		}) (*none, error) {
			return nil, a.Workbench.DropToken(ctx, who, in.Token)
		})
}
