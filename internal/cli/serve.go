package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cordon/internal/deliver"
	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/server"
	"cordon/internal/server/api"
	"cordon/internal/server/signon"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// serving is what the flags of serve say.
type serving struct {
	dir, addr, store string // dir is "" where there is none
	oidc             string
	origins          []string
	proxy, worker    bool
	webhooksLocal    bool
	jobs             int
}

// feeds is the folder for indexes of advisories, and whether it outlives this process. Work is the one that does not.
func (o serving) feeds(work string) (dir string, lasts bool) {
	if o.dir == "" {
		return filepath.Join(work, "feeds"), false
	}
	return filepath.Join(o.dir, "feeds"), true
}

// works tells whether this process works jobs of a kind. One that answers no requests and has no folder of its own makes no index of advisories: nobody
// would look into it.
func (o serving) works(kind string) bool { return kind != "sync" || !o.worker || o.dir != "" }

func serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Open the workbench in a browser",
		Long: `Serve opens the workbench: the same models, assessments and documents as pages, for one person or an organisation.
Everything is kept in DIR, by default ./` + workbenchDir + `, which is made if it is missing: a database (SQLite) and nothing else that matters.
With --store it is kept in PostgreSQL instead, and several servers and workers may use it at once; DIR, if one is given, then holds the index of
advisories, and all of them should be given the same.

It listens on this machine only, unless --addr says otherwise; others must then reach it through TLS, at the address that --origin names.
The first start shows a set-up code: with it, the first account is made in the browser. Ctrl-C ends it; nothing that was saved is lost.`,
		Args: args(cobra.MaximumNArgs(1)),
		Example: `  cordon serve
  cordon serve /var/lib/cordon --addr 0.0.0.0:8080 --origin https://cordon.hospital.example --proxy
  cordon serve --store postgres://cordon@db/cordon --worker`,
	}
	var o serving
	f := c.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	f.StringVar(&o.store, "store", "", "postgres:// address of a database, instead of a file in DIR; a password is better in PGPASSWORD or a password file")
	f.StringArrayVar(&o.origins, "origin", nil, "address by which browsers reach the server, such as https://cordon.hospital.example; may be repeated")
	f.BoolVar(&o.proxy, "proxy", false, "a proxy in front ends TLS and sets X-Forwarded-For and X-Forwarded-Proto; believe them")
	f.StringVar(&o.oidc, "oidc", "", "YAML `FILE` that names identity providers for single sign-on (OpenID Connect); docs/user/people.md says how")
	f.BoolVar(&o.webhooksLocal, "webhooks-local", false, "let webhooks go to this machine and network, and without TLS; otherwise they go to public https:// addresses only")
	f.BoolVar(&o.worker, "worker", false, "only work on background jobs of the store; answer no requests")
	f.IntVar(&o.jobs, "jobs", 1, "background jobs of a kind that this process works on at once; 0 leaves them to workers")
	c.RunE = func(c *cobra.Command, dirs []string) error {
		switch {
		case len(dirs) == 1:
			o.dir = dirs[0]
		case o.store == "":
			o.dir = workbenchDir
		}
		return serve(c, o)
	}
	return c
}

// workbenchDir is the folder of a workbench where nobody names one.
const workbenchDir = "cordon-workbench"

func serve(c *cobra.Command, o serving) error {
	ctx := c.Context()
	if o.jobs < 0 || o.worker && o.jobs == 0 {
		return usageError{errors.New("--jobs is 1 or more for a worker, and never less than 0")}
	}
	if err := checkFolder(o); err != nil {
		return err
	}
	limitMemory()
	l, origins, err := listen(o)
	if err != nil {
		return err
	}
	if l != nil {
		defer l.Close()
	}
	store, db, err := openStore(ctx, o)
	if err != nil {
		return err
	}
	defer store.Close()
	work, remove, err := workFolder()
	if err != nil {
		return err
	}
	defer remove()
	checkouts, err := workbench.OpenCheckouts(filepath.Join(work, "checkouts"), 50)
	if err != nil {
		return err
	}
	defer checkouts.Close()
	w := &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Hasher: people.NewHasher(people.HasherOptions{}), Checkouts: checkouts, Temp: work,
		Sender: deliver.New(deliver.Options{Local: o.webhooksLocal})}
	if w.Feeds, w.FeedsLast = o.feeds(work); !w.FeedsLast && !o.worker {
		slog.Warn("the index of advisories is kept as long as this process runs, and for it alone: with --store, give a folder for it")
	}
	if o.store == "" {
		w.BackupDir = filepath.Join(o.dir, "backups")
	}
	s, err := study.New(w)
	if err != nil {
		return err
	}
	runner, err := openJobs(ctx, db, store, s, o)
	if err != nil {
		return err
	}
	w.Jobs = runner
	return run(c, o, l, origins, w, s, runner)
}

// run works and serves until the context ends.
func run(c *cobra.Command, o serving, l net.Listener, origins []string, w *workbench.Workbench, s *study.Study, runner *jobs.Runner) error {
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	var parts []func(context.Context) error // begun when nothing can be refused any more, and all waited for: no job is begun and left
	if o.jobs > 0 {
		parts = append(parts, runner.Run)
	}
	if o.worker {
		fmt.Fprintln(c.ErrOrStderr(), "working on background jobs; Ctrl-C ends it")
	} else {
		code, err := newCode()
		if err != nil {
			return err
		}
		on := signon.None()
		if o.oidc != "" {
			if on, err = signon.Open(o.oidc, nil, time.Now); err != nil {
				return usageError{err}
			}
		}
		a := &api.API{Workbench: w, Study: s, Jobs: runner, SignOn: on, Program: version(), Setup: func(given string) bool {
			secret, err := people.ParseSecret(people.Setup, given)
			return err == nil && secret.Is(code.Hash())
		}}
		h, err := server.New(a, server.Options{Origins: origins, Proxy: o.proxy})
		if err != nil {
			return usageError{err}
		}
		if err := greet(ctx, c, w, origins[0], code, on.LocalToo); err != nil {
			return err
		}
		parts = append(parts, func(ctx context.Context) error { return h.Serve(ctx, l) })
	}
	done := make(chan error, len(parts))
	for _, part := range parts {
		go func() { done <- part(ctx) }()
	}
	var first error
	for range parts {
		err := <-done
		cancel() // one part that ends, ends the other
		first = errors.Join(first, err)
	}
	if first == nil && c.Context().Err() != nil {
		fmt.Fprintln(c.ErrOrStderr(), "stopped; everything that was saved is kept")
	}
	return first
}

// serveMemory is above what the server holds with the caches full. Up to it memory grows, so that it is collected seldom; near it, it is collected
// more often instead of growing. GOMEMLIMIT and GOGC say otherwise.
const serveMemory = 800 << 20

func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(serveMemory)
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(300)
		}
	}
}

func newCode() (people.Secret, error) { return people.NewSecret(people.Setup, nil) }

// greet says where the workbench is. The code stands behind #, which browsers send to nobody.
func greet(ctx context.Context, c *cobra.Command, w *workbench.Workbench, origin string, code people.Secret, local bool) error {
	first, err := w.FirstRun(ctx)
	if err != nil {
		return err
	}
	if first {
		fmt.Fprintf(c.OutOrStdout(), "first start: open %s/set-up#%s\n", origin, code.Reveal())
	} else if !local {
		fmt.Fprintf(c.OutOrStdout(), "if single sign-on fails, sign in with a password at %s/sign-in#%s\n", origin, code.Reveal())
	}
	fmt.Fprintf(c.OutOrStdout(), "the workbench is at %s\n", origin)
	return nil
}

// checkFolder refuses a folder that is something else than a workbench's, above all a system description.
func checkFolder(o serving) error {
	if o.dir == "" {
		return nil
	}
	entries, err := os.ReadDir(o.dir)
	if err != nil {
		return nil // openStore makes it, or says why not
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".yaml") {
			return usageError{fmt.Errorf("%s holds %s: it looks like a system description, and DIR is where the workbench keeps its own data. "+
				"Start it with another folder, and bring the description in with Import on the first page", o.dir, e.Name())}
		}
	}
	return nil
}

// listen opens the address before anything else, so that a wrong one is told at once. It gives the addresses browsers use.
func listen(o serving) (net.Listener, []string, error) {
	if o.worker {
		return nil, nil, nil
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return nil, nil, usageError{fmt.Errorf("listen on %s: %w", o.addr, err)}
	}
	at, err := netip.ParseAddrPort(l.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	if at.Addr().Unmap().IsLoopback() {
		origins := []string{fmt.Sprintf("http://localhost:%d", at.Port()), "http://" + at.String()}
		return l, append(o.origins, origins...), nil
	}
	if len(o.origins) == 0 {
		l.Close()
		return nil, nil, usageError{errors.New("others can reach this address: say with --origin by which https:// address they do, and let a proxy with TLS stand in front (--proxy)")}
	}
	for _, origin := range o.origins {
		if strings.HasPrefix(origin, "http://") {
			slog.Warn("sessions are not encrypted on the way", "origin", origin)
		}
	}
	return l, o.origins, nil
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
