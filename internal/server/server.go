// Package server is the workbench as a web server: the interface under /api/v1, the embedded pages, and the guards around both. Which store, which
// address, is decided by whoever starts it.
package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/server/mcp"
	"cordon/internal/server/signon"
	"cordon/internal/server/web"
	"cordon/internal/workbench"
)

// Options are what an operator may set.
type Options struct {
	// Origins are the addresses by which browsers reach the server: https://cordon.hospital.example. Requests for any other host are
	// refused, so that no page elsewhere can point its own name at this server (DNS rebinding).
	Origins []string
	// Proxy tells that a proxy in front ends TLS and sets X-Forwarded-For and X-Forwarded-Proto; only then are they believed.
	Proxy bool
	// HeadTimeout is how long the head of a request may take; 0 is ten seconds.
	HeadTimeout time.Duration
	// Rate is how many requests a second one person, token or address may send in the long run; 0 is 50.
	Rate float64
}

// Server answers requests.
type Server struct {
	API     *api.API
	Options Options

	handler http.Handler
	spec    *huma.OpenAPI
	hosts   map[string]bool
	secure  bool
}

// New puts interface and pages together.
func New(a *api.API, o Options) (*Server, error) {
	s := &Server{API: a, Options: o, hosts: map[string]bool{}}
	for _, origin := range o.Origins {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" && u.Path != "/" {
			return nil, fmt.Errorf("origin %q is no address such as https://cordon.hospital.example", origin)
		}
		s.hosts[strings.ToLower(u.Host)] = true
		s.secure = s.secure || u.Scheme == "https"
	}
	if err := passkeys(a, o.Origins); err != nil {
		return nil, err
	}
	if a.SignOn == nil {
		a.SignOn = signon.None()
	}
	mux := http.NewServeMux()
	s.spec = a.Register(mux)
	a.SignOnPaths(mux)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		api.WriteProblem(w, workbench.Errorf(workbench.NotFound, "there is no such operation").WithHint("GET /api/v1/openapi.json lists all"))
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("/mcp", mcp.Handler(mcp.Options{
		Workbench: a.Workbench, Study: a.Study, Program: a.Program, Refuse: api.WriteProblem,
		Actor: func(r *http.Request) workbench.Actor { return api.ActorOf(r.Context()) },
	}))
	mux.Handle("/", web.Handler())
	guard := http.NewCrossOriginProtection()
	for _, origin := range o.Origins {
		if err := guard.AddTrustedOrigin(strings.TrimSuffix(origin, "/")); err != nil {
			return nil, err
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		api.WriteProblem(w, workbench.Errorf(workbench.Forbidden, "the request comes from a page of another site").WithHint("use the pages of the workbench, or a token"))
	}))
	rate := o.Rate
	if rate == 0 {
		rate = 50
	}
	limiter := newLimiter(rate)
	s.handler = s.proxied(s.log(s.headers(s.host(limiter.limit(guard.Handler(a.Identify(s.overTLS, limiter.count(mux))))))))
	return s, nil
}

// passkeys prepares ceremonies for each origin; browsers have none for some, such as http://127.0.0.1.
func passkeys(a *api.API, origins []string) error {
	a.Passkeys = map[string]*people.Passkeys{}
	for _, origin := range origins {
		origin = strings.ToLower(strings.TrimSuffix(origin, "/"))
		k, err := people.NewPasskeys(people.PasskeyOptions{Origin: origin, Now: a.Workbench.Now})
		if r := (*people.Refused)(nil); errors.As(err, &r) {
			continue
		}
		if err != nil {
			return err
		}
		a.Passkeys[origin] = k
	}
	return nil
}

// Spec is the description of the interface.
func (s *Server) Spec() *huma.OpenAPI { return s.spec }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers on a listener until the context ends; then it lets requests end for up to ten seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s,
		// Whoever sends or reads slowly is cut off (slowloris): heads in ten seconds, uploads and answers in two minutes.
		ReadHeaderTimeout: cmp.Or(s.Options.HeadTimeout, 10*time.Second),
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	done := make(chan error, 1)
	go func() { done <- h.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := h.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		return h.Close() // streams of events never end by themselves
	}
	return err
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := s.API.Workbench.Store.Ready(ctx); err != nil {
		slog.Error("not ready", "error", err)
		plain(w, http.StatusServiceUnavailable, "the store does not answer")
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// overTLS tells whether the browser's connection is encrypted.
func (s *Server) overTLS(r *http.Request) bool {
	return r.TLS != nil || s.Options.Proxy && r.Header.Get("X-Forwarded-Proto") == "https"
}
