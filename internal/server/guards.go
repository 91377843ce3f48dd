package server

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
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

// limiter bounds how often one person, token or network asks. Whose a secret is shows only when it is looked up, and one that was made up must buy nothing:
// requests of nobody count for their network, whatever they bring.
type limiter struct {
	rate float64
	mu   sync.Mutex
	by   map[string]*bucket
	// known are secrets by which somebody asked lately, by their hashes: who has one is let through to be counted, though others use their network up.
	known map[string]time.Time
}

type bucket struct {
	*rate.Limiter
	last time.Time
}

const (
	// mostKept bounds the memory of each map; beyond it what was idle for idleKept is forgotten.
	mostKept = 20000
	// idleKept fills a bucket, which then says no more than none.
	idleKept = 10 * time.Second
)

func newLimiter(perSecond float64) *limiter {
	return &limiter{rate: perSecond, by: map[string]*bucket{}, known: map[string]time.Time{}}
}

// counting tells whether a request was counted.
type counting struct{ done bool }

type countingKey struct{}

// limit stands before it is known who asks, and count after.
func (l *limiter) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := network(r.RemoteAddr)
		if l.spent(from, secretOf(r), time.Now()) {
			tooMany(w)
			return
		}
		c := &counting{}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), countingKey{}, c)))
		if !c.done { // refused before anybody was found
			l.allow(from, time.Now())
		}
	})
}

func (l *limiter) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(countingKey{}).(*counting); ok {
			c.done = true
		}
		now, who := time.Now(), network(r.RemoteAddr)
		if a := api.ActorOf(r.Context()); a.Account != "" {
			who = cmp.Or(a.Token, string(a.Account))
			l.know(secretOf(r), now)
		}
		if !l.allow(who, now) {
			tooMany(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	api.WriteProblem(w, workbench.Errorf(workbench.TooMany, "too many requests").WithHint("wait a second"))
}

// spent tells whether a network has used up what it may ask, and a request from it is of nobody who is known.
func (l *limiter) spent(from, secret string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.by[from]
	if _, known := l.known[secret]; !ok || known {
		return false
	}
	return b.TokensAt(now) < 1
}

func (l *limiter) know(secret string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) >= mostKept {
		maps.DeleteFunc(l.known, func(_ string, last time.Time) bool { return now.Sub(last) > idleKept })
	}
	l.known[secret] = now
}

func (l *limiter) allow(who string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.by[who]
	if !ok {
		if len(l.by) >= mostKept {
			maps.DeleteFunc(l.by, func(_ string, b *bucket) bool { return now.Sub(b.last) > idleKept })
		}
		b = &bucket{Limiter: rate.NewLimiter(rate.Limit(l.rate), int(4*l.rate))}
		l.by[who] = b
	}
	b.last = now
	return b.AllowN(now, 1)
}

// secretOf gives the hash of what a request brings that has the form of a secret of somebody; empty if there is none.
func secretOf(r *http.Request) string {
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
	return ""
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
