package api

import (
	"errors"
	"html/template"
	"log/slog"
	"net/http"

	"cordon/internal/workbench"
)

// SignOnPaths answers browsers that go to an identity provider and come back. These are pages, not operations: browsers are sent here.
func (a *API) SignOnPaths(mux *http.ServeMux) {
	mux.HandleFunc("GET /auth/oidc/{provider}/start", func(w http.ResponseWriter, r *http.Request) {
		a.orPage(w, a.sendAway(w, r))
	})
	mux.HandleFunc("GET /auth/oidc/{provider}/callback", func(w http.ResponseWriter, r *http.Request) {
		a.orPage(w, a.comeBack(w, r))
	})
}

func (a *API) sendAway(w http.ResponseWriter, r *http.Request) error {
	c := callerOf(r.Context())
	p, _, err := a.SignOn.Get(r.Context(), r.PathValue("provider"), c.Origin)
	if err != nil {
		return err
	}
	// Whoever is in a session comes back into another one, so the session cannot be what binds the way there and back.
	browser, cookie, err := c.bind(c.Browser)
	if err != nil {
		return err
	}
	address, err := a.Workbench.SendAway(r.Context(), p, browser, r.URL.Query().Get("return"))
	if err != nil {
		return err
	}
	if cookie != nil {
		http.SetCookie(w, cookie)
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

func (a *API) comeBack(w http.ResponseWriter, r *http.Request) error {
	c := callerOf(r.Context())
	p, on, err := a.SignOn.Get(r.Context(), r.PathValue("provider"), c.Origin)
	if err != nil {
		return err
	}
	acc, back, err := a.Workbench.ComeBack(r.Context(), p, on, c.Browser, r.URL.Query(), c.Address)
	if err != nil {
		return err
	}
	in, err := a.begin(r.Context(), acc, workbench.BySignOn)
	if err != nil {
		return err
	}
	http.SetCookie(w, &in.SetCookie)
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// failed is shown where a provider or browser did something wrong. It needs no script: whatever broke the way here must not break this.
var failed = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not signed in</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>Not signed in</h1><p>{{.Detail}}.</p>{{with .Hint}}<p>{{.}}.</p>{{end}}<p><a href="/">Back to the workbench</a></p></html>
`))

// orPage shows an error as a page. The cause is for the log: it says which check failed.
func (a *API) orPage(w http.ResponseWriter, err error) {
	if err == nil {
		return
	}
	if cause := errors.Unwrap(err); cause != nil {
		slog.Warn("single sign-on", "error", cause)
	}
	p := problemOf(err)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Status)
	_ = failed.Execute(w, p)
}
