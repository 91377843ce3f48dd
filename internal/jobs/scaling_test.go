package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/workbench"
)

// TestMeasureScaling measures what bench/scaling needs, on PostgreSQL: how long the steps of a shard take with one worker, and how many
// shards a second more workers do. Two kinds of shards are measured. One computes, so that it needs a core: its second worker is as good
// as the machine has a second core free. The other waits as long as computing took, as if each worker had a core of its own: it
// shows how workers are in each other's way at the database, with more workers than the machine has cores.
func TestMeasureScaling(t *testing.T) {
	dir := os.Getenv("CORDON_MEASURE")
	if dir == "" {
		t.Skip("it measures and asserts nothing; set CORDON_MEASURE to the folder that bench/scaling is to read from")
	}
	pgtest.Needed(t)
	compute := func() {
		sum := [32]byte{}
		for range 300_000 {
			sum = sha256.Sum256(sum[:])
		}
	}
	computing, took := measureScaling(t, "computing", []int{1, 2}, compute)
	write(t, filepath.Join(dir, "computing.json"), computing)
	wait := time.Duration(took * float64(time.Second))
	waiting, _ := measureScaling(t, "waiting", []int{1, 2, 4, 8}, func() { time.Sleep(wait) })
	write(t, filepath.Join(dir, "waiting.json"), waiting)
}

// measureScaling gives what bench/scaling reads, and the mean seconds of work with one worker.
func measureScaling(t *testing.T, name string, workers []int, work func()) (m map[string]any, took float64) {
	type step map[string]any
	var steps []step
	throughput := map[int]float64{}
	for _, n := range workers {
		r := workShards(t, n, 100*n, work)
		throughput[n] = r.perSecond
		t.Logf("%s, %d workers: %.2f shards/s, work %.1f ms, writing transaction %.1f ms with its wait", name, n, r.perSecond, 1000*mean(r.work), 1000*mean(r.writes))
		if n == 1 {
			rest := max(0, 1/r.perSecond-mean(r.work)-mean(r.writes))
			took = mean(r.work)
			steps = []step{
				{"name": "work", "on": "core", "seconds": r.work},
				{"name": "count, which writers do one at a time", "on": "writer", "seconds": r.writes},
				{"name": "fetch, look and complete", "seconds": []float64{rest}},
			}
		}
	}
	return map[string]any{"name": "shards that are " + name + ", on PostgreSQL", "steps": steps, "servers": map[string]int{"writer": 1}, "throughput": throughput}, took
}

type rates struct {
	perSecond    float64
	work, writes []float64 // seconds
}

// workShards has shards worked by some runners with one worker each, as so many processes would.
func workShards(t *testing.T, runners, shards int, work func()) rates {
	b := onPostgreSQL(t)
	b.split(t, b.queue(t), shards, 1)
	var mu sync.Mutex
	var out rates
	shard := func(context.Context, Shard) (Commit, error) {
		start := time.Now()
		work()
		mu.Lock()
		defer mu.Unlock()
		out.work = append(out.work, time.Since(start).Seconds())
		return nil, nil
	}
	all := make(chan bool)
	stores := make([]*timed, runners)
	var stops []func()
	start := time.Now()
	for i := range stores {
		own, err := openBed(t.Context(), b.name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = own.Close() })
		stores[i] = &timed{Store: own.Store}
		own.Store = stores[i]
		kinds := []Kind{{Name: "shard", Shard: shard}}
		if i == 0 {
			kinds = append(kinds, Kind{Name: "reduce", Work: func(context.Context, []byte, *Progress) error { close(all); return nil }})
		}
		_, stop := own.start(t, Options{}, kinds...)
		stops = append(stops, stop)
	}
	<-all
	out.perSecond = float64(shards) / time.Since(start).Seconds()
	for i, stop := range stops {
		stop()
		out.writes = append(out.writes, stores[i].times...)
	}
	return out
}

// timed is a store that keeps how long its writing transactions took.
type timed struct {
	workbench.Store
	mu    sync.Mutex
	times []float64 // seconds
}

func (s *timed) Write(ctx context.Context, f func(workbench.Tx) error) error {
	start := time.Now()
	err := s.Store.Write(ctx, f)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.times = append(s.times, time.Since(start).Seconds())
	return err
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

func write(t *testing.T, file string, v any) {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
