package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"cordon/internal/workbench"
)

// Benchmarks measures what people wait for: one change with all its parts, one record, one page of fifty, each one by one and from many
// at once. Open gives an empty store.
func Benchmarks(b *testing.B, open func(b *testing.B) workbench.Store) {
	s := open(b)
	ctx := b.Context()
	err := s.Write(ctx, func(tx workbench.Tx) error {
		for i := range 10_000 {
			doc := fmt.Sprintf(`{"name": "record %d", "text": %q}`, i, workbench.Hash(fmt.Append(nil, i)))
			if _, err := tx.Put(ctx, record("a", fmt.Sprintf("%05d", i), fmt.Sprint(i%20), fmt.Sprint(i), doc)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	var n atomic.Int64
	for _, bench := range []struct {
		name string
		run  func() error
	}{
		{"write", func() error {
			return s.Write(ctx, func(tx workbench.Tx) error { _, err := commitOne(ctx, tx); return err })
		}},
		{"get", func() error {
			return s.Read(ctx, func(tx workbench.Tx) error {
				_, err := tx.Get(ctx, "a", fmt.Sprintf("%05d", n.Add(7919)%10_000))
				return err
			})
		}},
		{"page", func() error {
			return s.Read(ctx, func(tx workbench.Tx) error {
				page, err := tx.List(ctx, "a", fmt.Sprint(n.Add(1)%20), fmt.Sprintf("%05d", n.Add(7919)%9000), 50)
				if err == nil && len(page) != 50 {
					err = fmt.Errorf("a page of %d", len(page))
				}
				return err
			})
		}},
	} {
		b.Run(bench.name+"/one by one", func(b *testing.B) {
			for b.Loop() {
				if err := bench.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-second")
		})
		b.Run(bench.name+"/at once", func(b *testing.B) {
			b.SetParallelism(8)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					if err := bench.run(); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-second")
		})
	}
}
