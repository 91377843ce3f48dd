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
func CookieName(secure bool) string { return hosted(Cookie, secure) }

// browserCookie is the name of the cookie of a browser that signs in.
const browserCookie = "cordon_browser"

func hosted(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// caller is who sent a request.
type caller struct {
	workbench.Actor
	Account workbench.Account
	Session people.Secret // zero for tokens and nobody
	Browser people.Secret // of a browser that signs in; zero if it has none
	Secure  bool          // came over TLS, here or at a proxy in front
	Origin  string        // by which the browser reaches the server: https://cordon.hospital.example
	Agent   string
}

// asked is what binds a question to the browser that it was sent to: its session, or the cookie made for this.
func (c caller) asked() people.Secret {
	if c.Session != (people.Secret{}) {
		return c.Session
	}
	return c.Browser
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// ActorOf gives who sent a request that came through Identify.
func ActorOf(ctx context.Context) workbench.Actor { return callerOf(ctx).Actor }

// unattendedHeader says that nobody has touched the page that asks, for a while; streams are opened again and again by themselves.
const unattendedHeader = "X-Cordon-Unattended"

func unattended(r *http.Request) bool {
	return r.Header.Get(unattendedHeader) != "" || strings.HasSuffix(r.URL.Path, "/events/stream")
}

// Identify finds out who sends a request, from its token or cookie, and passes it on. Who sends a wrong token is told so; a cookie
// that does not count any more is nobody.
func (a *API) Identify(secure func(*http.Request) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := caller{Secure: secure(r), Agent: r.UserAgent(), Origin: "http://" + strings.ToLower(r.Host)}
		if c.Secure {
			c.Origin = "https://" + strings.ToLower(r.Host)
		}
		if cookie, err := r.Cookie(hosted(browserCookie, c.Secure)); err == nil {
			c.Browser, _ = people.ParseSecret(people.Browser, cookie.Value) // another one is none
		}
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
				actor, acc, err := a.Workbench.InSession(r.Context(), secret, !unattended(r))
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
