// Command serve measures the workbench as many people use it at once: it starts the server as a process of its own on an empty SQLite file, makes
// accounts and one system of a stated size, and lets people browse and edit it for a while. It prints times by kind of request, errors, and what the
// server took. It judges nothing: the figures depend on the machine, and on what else runs on it, so the load average stands beside them.
//
//	go run ./bench/serve
//	go run ./bench/serve -browsers 200 -editors 20 -assets 1000 -for 60s -profile /tmp/cpu.pprof
//
// A browsing person looks at a page, thinks, and looks at the next: the portfolio, the page of the project, the system on the canvas, a file, threats.
// A page is the requests that the page in the browser sends, with the ETags and digests it has. An editing person draws something, thinks, draws,
// and saves now and then; each person edits other elements. Times to think are drawn evenly between half and one and a half of what is stated.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"cordon/bench"
)

// Load is what is asked of the server.
type Load struct {
	Browsers, Editors, Assets int
	For, Think, Draw, Save    time.Duration
	Profile                   string
}

func main() {
	if args := os.Getenv(serving); args != "" {
		os.Exit(serve(args))
	}
	var l Load
	flag.IntVar(&l.Browsers, "browsers", 200, "people who browse")
	flag.IntVar(&l.Editors, "editors", 20, "people who edit")
	flag.IntVar(&l.Assets, "assets", 1000, "assets of the system")
	flag.DurationVar(&l.For, "for", time.Minute, "how long")
	flag.DurationVar(&l.Think, "think", 5*time.Second, "between two pages of a person")
	flag.DurationVar(&l.Draw, "draw", 3*time.Second, "between two things that a person draws")
	flag.DurationVar(&l.Save, "save", 30*time.Second, "between two revisions that a person saves")
	flag.StringVar(&l.Profile, "profile", "", "file for the server's CPU profile; what it holds in memory stands beside it, in .heap")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, l); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, l Load) (err error) {
	dir, err := os.MkdirTemp("", "bench-serve-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	place, err := furnish(ctx, dir, bench.Hospital(l.Assets), l.Browsers+l.Editors)
	if err != nil {
		return fmt.Errorf("furnish the workbench: %w", err)
	}
	s, err := start(ctx, dir, l.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.kill()) }()
	m := &Measures{}
	people := make([]*Person, 0, len(place.Sessions))
	for i, session := range place.Sessions {
		people = append(people, newPerson(i, s.address, session, place, m))
	}
	// The first view of a system after a start reads the knowledge base: it is told by itself.
	begun := time.Now()
	if err := people[0].open(ctx); err != nil {
		return err
	}
	fmt.Printf("first view of the system after the start: %s\n", time.Since(begun).Round(time.Millisecond))
	*m = Measures{}
	before, err := s.used()
	if err != nil {
		return err
	}
	during, end := context.WithTimeout(ctx, l.For)
	defer end()
	var wg sync.WaitGroup
	for i, p := range people {
		wg.Go(func() {
			if i < l.Browsers {
				p.browse(during, l)
			} else {
				p.edit(during, l)
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	after, err := s.used()
	if err != nil {
		return err
	}
	fmt.Printf("%d people browse (a page every %s), %d edit (%s from drawing to drawing, %s from saving to saving), %d assets, %s\n\n", l.Browsers, l.Think, l.Editors, l.Draw, l.Save, l.Assets, l.For)
	if err := m.print(os.Stdout); err != nil {
		return err
	}
	fmt.Printf("\nserver: %.1f s of processor in %s, at most %d MiB resident; load average of the machine %s\n", (after.cpu - before.cpu).Seconds(), l.For, after.peak>>20, loadAverage())
	return s.stop()
}
