// Command portfolio measures how fast workers assess many systems: it starts PostgreSQL, fills it with small systems that all differ, measures the steps of
// some parts alone, lets worker processes (cordon serve --worker) do all of them, and prints systems a second. It judges nothing. What it measured is
// written for bench/scaling, which says what more workers on as many cores would do:
//
//	go run ./bench/portfolio -systems 10000 -workers 2 -out /tmp/portfolio.json
//	go run ./bench/scaling /tmp/portfolio.json
//
// A shard is a part of 50 systems.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"cordon/internal/cli"
	"cordon/internal/store/postgres/pgtest"
)

// working holds the arguments, one a line, in a process that works.
const working = "CORDON_BENCH_WORK"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if args := os.Getenv(working); args != "" {
		os.Exit(cli.Main(ctx, strings.Split(args, "\n"), strings.NewReader(""), os.Stdout, os.Stderr))
	}
	systems := flag.Int("systems", 10_000, "systems of the portfolio")
	workers := flag.Int("workers", 2, "worker processes")
	alone := flag.Int("alone", 20, "parts of which the steps are measured alone, before")
	out := flag.String("out", "", "file for what was measured, for bench/scaling")
	flag.Parse()
	if err := run(ctx, *systems, *workers, *alone, *out); err != nil {
		fmt.Fprintln(os.Stderr, "portfolio:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, systems, workers, alone int, out string) (err error) {
	server, err := pgtest.New()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Remove()) }()
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	b, err := open(ctx, server.Address())
	if err != nil {
		return err
	}
	defer b.store.Close()
	begun := time.Now()
	if err := b.fill(ctx, systems); err != nil {
		return fmt.Errorf("fill the portfolio: %w", err)
	}
	fmt.Printf("%d systems of 15 to 25 assets made in %s\n", systems, time.Since(begun).Round(time.Second))
	work, write, err := b.alone(ctx, alone)
	if err != nil {
		return err
	}
	fmt.Printf("one part alone, mean of %d: %.0f ms to assess, %.0f ms to write; load average %s\n", len(work), 1000*mean(work), 1000*mean(write), loadAverage())
	took, cpu, err := b.together(ctx, server.Address(), workers)
	if err != nil {
		return err
	}
	shards := (systems + size - 1) / size
	fmt.Printf("%d workers: %d systems in %s, %.1f systems/s, %.2f parts/s; the workers took %.0f s of processor (%.1f ms a system); load average %s\n",
		workers, systems, took.Round(time.Millisecond), float64(systems)/took.Seconds(), float64(shards)/took.Seconds(), cpu.Seconds(), 1000*cpu.Seconds()/float64(systems), loadAverage())
	if out == "" {
		return nil
	}
	type step struct {
		Name    string    `json:"name"`
		On      string    `json:"on"`
		Seconds []float64 `json:"seconds"`
	}
	data, err := json.MarshalIndent(map[string]any{
		"name":  fmt.Sprintf("parts of %d systems of 15 to 25 assets, on PostgreSQL", size),
		"steps": []step{{"assess", "core", work}, {"write, which writers do one at a time", "writer", write}}, "servers": map[string]int{"writer": 1},
		"throughput": map[int]float64{workers: float64(shards) / took.Seconds()},
	}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}
