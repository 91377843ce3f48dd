package api

import (
	"context"
	"net"
	"net/http"
	"strings"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

// Cookie is the name of the session's cookie. Behind TLS it has the prefix by which browsers make sure that no other host set it.
const Cookie = "cordon_session"

// CookieName is the name on a connection with or without TLS.
func CookieName(secure bool) string {
	if secure {
		return "__Host-" + Cookie
	}
	return Cookie
}

// caller is who sent a request.
type caller struct {
	workbench.Actor
	Account workbench.Account
	Session people.Secret // zero for tokens and nobody
	Secure  bool          // came over TLS, here or at a proxy in front
	Agent   string
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// Identify finds out who sends a request, from its token or cookie, and passes it on. Who sends a wrong token is told so; a cookie
// that does not count any more is nobody.
func (a *API) Identify(secure func(*http.Request) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := caller{Secure: secure(r), Agent: r.UserAgent()}
		address, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			address = r.RemoteAddr
		}
		if header := r.Header.Get("Authorization"); header != "" {
			text, ok := strings.CutPrefix(header, "Bearer ")
			secret, err := people.ParseSecret(people.Token, text)
			if !ok || err != nil {
				writeProblem(w, problemOf(workbench.Errorf(workbench.Unauthenticated, "the Authorization header holds no token of ours").WithHint("send Authorization: Bearer cordon_…")))
				return
			}
			if c.Actor, c.Account, err = a.Workbench.ByToken(r.Context(), secret); err != nil {
				writeProblem(w, problemOf(err))
				return
			}
		} else if cookie, err := r.Cookie(CookieName(c.Secure)); err == nil {
			if secret, err := people.ParseSecret(people.Session, cookie.Value); err == nil {
				actor, acc, err := a.Workbench.InSession(r.Context(), secret)
				switch {
				case err == nil:
					c.Actor, c.Account, c.Session = actor, acc, secret
				case workbench.FaultOf(err) != workbench.Unauthenticated:
					writeProblem(w, problemOf(err))
					return
				}
			}
		}
		c.Address = address
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}
