package server

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// policy lets pages load what this server sends and nothing else. Styles may stand in elements, because the canvas places nodes so.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
	"manifest-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"

// headers are on every answer.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if s.overTLS(r) {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/auth/") {
			// What one person may see must stay in no cache that others read.
			h.Set("Cache-Control", "private, no-cache")
			h.Add("Vary", "Cookie")
			h.Add("Vary", "Authorization")
		}
		next.ServeHTTP(w, r)
	})
}

// proxied gives a request the address that the proxy in front has seen: the last in X-Forwarded-For. Those before it are what the sender says.
func (s *Server) proxied(next http.Handler) http.Handler {
	if !s.Options.Proxy {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil {
			r.RemoteAddr = netip.AddrPortFrom(a, 0).String()
		}
		next.ServeHTTP(w, r)
	})
}

// host refuses names that are not ours. Probes of health come by address.
func (s *Server) host(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts[strings.ToLower(r.Host)] && r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
			api.WriteProblem(w, workbench.Errorf(workbench.Invalid, "this server does not go by that name").WithHint("whoever runs it can add the address with --origin"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limiter bounds how often one person, token or address asks.
type limiter struct {
	rate float64
	mu   sync.Mutex
	by   map[string]*bucket
}

type bucket struct {
	*rate.Limiter
	last time.Time
}

// mostBuckets bounds the memory; beyond it those idle longest are forgotten.
const mostBuckets = 20000

func newLimiter(perSecond float64) *limiter {
	return &limiter{rate: perSecond, by: map[string]*bucket{}}
}

func (l *limiter) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.allow(whoOf(r), time.Now()) {
			w.Header().Set("Retry-After", "1")
			api.WriteProblem(w, workbench.Errorf(workbench.TooMany, "too many requests").WithHint("wait a second"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (l *limiter) allow(who string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.by[who]
	if !ok {
		if len(l.by) >= mostBuckets {
			for k, old := range l.by {
				// A bucket that is full again says no more than none.
				if now.Sub(old.last) > 10*time.Second {
					delete(l.by, k)
				}
			}
		}
		b = &bucket{Limiter: rate.NewLimiter(rate.Limit(l.rate), int(4*l.rate))}
		l.by[who] = b
	}
	b.last = now
	return b.AllowN(now, 1)
}

// whoOf names who is counted, before anybody is looked up: a secret that has the form of one, or the network an address is in. Many behind one address
// of a hospital have a session each.
func whoOf(r *http.Request) string {
	if text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		if s, err := people.ParseSecret(people.Token, text); err == nil {
			return s.Hash()
		}
	}
	for _, secure := range []bool{true, false} {
		if c, err := r.Cookie(api.CookieName(secure)); err == nil {
			if s, err := people.ParseSecret(people.Session, c.Value); err == nil {
				return s.Hash()
			}
		}
	}
	return network(r.RemoteAddr)
}

// network is what an address with a port is counted as.
func network(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	return people.Network(host)
}

// log writes a line for each request: no query, no body, no header, for all may hold secrets.
func (s *Server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil {
				if p != http.ErrAbortHandler {
					slog.Error("a request crashed", "method", r.Method, "path", r.URL.Path, "panic", p)
				}
				panic(http.ErrAbortHandler)
			}
			slog.Debug("request", "method", r.Method, "path", r.URL.Path, "status", seen.status, "bytes", seen.bytes, "took", time.Since(begun).Round(time.Microsecond))
		}()
		next.ServeHTTP(seen, r)
	})
}

type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
