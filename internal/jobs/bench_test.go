package jobs

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/workbench"
)

// many is how many jobs or shards a benchmark does in one round.
const many = 10_000

// workers is how many a benchmark works at once.
const workers = 8

func BenchmarkOnSQLite(b *testing.B) { benchmarks(b, onSQLite) }

func BenchmarkOnPostgreSQL(b *testing.B) {
	pgtest.Needed(b)
	benchmarks(b, onPostgreSQL)
}

func benchmarks(b *testing.B, open func(testing.TB) *bed) {
	b.Run("insert and work 10,000 jobs", func(b *testing.B) { benchJobs(b, open) })
	b.Run("latency", func(b *testing.B) { benchLatency(b, open) })
	b.Run("10,000 empty shards, 8 at once", func(b *testing.B) { benchShards(b, open, many, workers, 0) })
	for _, n := range []int{1, 2, 8} {
		b.Run(fmt.Sprintf("1,000 shards of 5 ms that wait, %d at once", n), func(b *testing.B) { benchShards(b, open, 1000, n, 5*time.Millisecond) })
	}
}

func benchJobs(b *testing.B, open func(testing.TB) *bed) {
	var inserting, working time.Duration
	for b.Loop() {
		bed := open(b)
		var done atomic.Int64
		all := make(chan bool)
		q := bed.queue(b)
		start := time.Now()
		for range many / 500 {
			bed.write(b, func(tx workbench.Tx) error {
				for range 500 {
					if _, err := q.Enqueue(b.Context(), tx, workbench.Job{Kind: "work", Args: []byte(`{"n":1}`)}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		inserting += time.Since(start)
		start = time.Now()
		_, stop := bed.start(b, Options{}, Kind{Name: "work", Limit: workers, Work: func(context.Context, []byte, *Progress) error {
			if done.Add(1) == many {
				close(all)
			}
			return nil
		}})
		<-all
		working += time.Since(start)
		stop()
	}
	b.ReportMetric(float64(b.N*many)/inserting.Seconds(), "inserted/s")
	b.ReportMetric(float64(b.N*many)/working.Seconds(), "worked/s")
}

func benchLatency(b *testing.B, open func(testing.TB) *bed) {
	bed := open(b)
	begun := make(chan time.Time)
	r, _ := bed.start(b, Options{}, Kind{Name: "work", Limit: workers, Work: func(context.Context, []byte, *Progress) error {
		begun <- time.Now()
		return nil
	}})
	bed.enqueue(b, r.Queue, "work", `{}`)
	<-begun
	var took []time.Duration
	for b.Loop() {
		bed.write(b, func(tx workbench.Tx) error {
			_, err := r.Enqueue(b.Context(), tx, workbench.Job{Kind: "work"})
			return err
		})
		start := time.Now() // the transaction that asked has committed
		took = append(took, (<-begun).Sub(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func benchShards(b *testing.B, open func(testing.TB) *bed, shards, limit int, wait time.Duration) {
	var splitting, working time.Duration
	for b.Loop() {
		bed := open(b)
		q := bed.queue(b)
		start := time.Now()
		bed.split(b, q, shards, 1)
		splitting += time.Since(start)
		all := make(chan bool)
		start = time.Now()
		_, stop := bed.start(b, Options{},
			Kind{Name: "shard", Limit: limit, Shard: func(context.Context, Shard) (Commit, error) {
				time.Sleep(wait)
				return nil, nil
			}},
			Kind{Name: "reduce", Work: func(context.Context, []byte, *Progress) error { close(all); return nil }})
		<-all
		working += time.Since(start)
		stop()
	}
	b.ReportMetric(float64(b.N*shards)/splitting.Seconds(), "split/s")
	b.ReportMetric(float64(b.N*shards)/working.Seconds(), "shards/s")
}
