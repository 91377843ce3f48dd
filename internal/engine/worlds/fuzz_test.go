package worlds

import (
	"context"
	"math"
	"testing"
)

// FuzzSample puts a problem together from bytes as they come. What Validate lets through must be sampled without a crash, and give
// estimates within their intervals and their range.
func FuzzSample(f *testing.F) {
	f.Add([]byte{3, 2, 0, 255, 9, 9, 0, 10, 200, 255, 0, 1, 2, 0, 1, 2, 0, 1}, uint64(1))
	f.Add([]byte{}, uint64(0))
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		next := func() int {
			if len(text) == 0 {
				return 0
			}
			b := text[0]
			text = text[1:]
			return int(b)
		}
		var p Problem
		events := func(n int) (out []Event) {
			for range n {
				out = append(out, Event{uint64(next())<<8 + uint64(next()), Interval{float64(next()) / 250, float64(next()) / 250}})
			}
			return out
		}
		list := func(n int) (out []int32) {
			for range n {
				out = append(out, int32(next())-1)
			}
			return out
		}
		p.Nodes, p.Rules = events(next()%8), events(next()%8)
		p.Tails, p.Heads = Lists{list(next() % 10), list(next() % 10)}, Lists{list(next() % 10), list(next() % 10)}
		for len(text) > 0 && next()%2 == 0 { // a chance of well-formed lists
			p.Tails, p.Heads = Lists{}, Lists{}
			for range p.Rules {
				p.Tails.Append(list(next() % 3)...)
				p.Heads.Append(list(next() % 3)...)
			}
		}
		q := Query{Nodes: list(2), Sums: []Sum{{{int32(next()), float64(next())}, {int32(next()), float64(next())}}}}
		opt := Options{Worlds: 1, Seed: seed, Threads: 2}
		res, err := Sample(context.Background(), &p, q, opt)
		if err != nil {
			return
		}
		for i, r := range append(res.Nodes, res.Sums...) {
			most := 1.0
			if i >= len(res.Nodes) {
				most = q.Sums[0].most()
			}
			for _, e := range []Estimate{r.Low, r.High} {
				if !(0 <= e.From && e.From <= e.Value && e.Value <= e.To && e.To <= most) || math.IsNaN(most) {
					t.Errorf("%+v is no estimate within 0 to %v", e, most)
				}
			}
			if r.Low.Value > r.High.Value {
				t.Errorf("%+v: low inputs give more than high ones", r)
			}
		}
		got, err := Sensitivity(context.Background(), &p, q.Sums[0], 3, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range got.Bars {
			if !(b.Fall.From <= b.Fall.Value && b.Fall.Value <= b.Fall.To && 0 <= b.Fall.From && b.length() <= q.Sums[0].most()+1e-9) {
				t.Errorf("%+v is no bar", b)
			}
		}
	})
}
