package bench

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"cordon/internal/engine/options"
)

func TestControlChoiceIsTheSameEachTime(t *testing.T) {
	p := ControlChoice(250, 1500, 1)
	if !reflect.DeepEqual(p, ControlChoice(250, 1500, 1)) {
		t.Error("the same arguments give another problem")
	}
	if len(p.Controls) != 250 || len(p.Arcs) != 1500 || len(p.Limits) == 0 {
		t.Errorf("%d controls, %d threats, %d limits", len(p.Controls), len(p.Arcs), len(p.Limits))
	}
}

func BenchmarkControls250(b *testing.B)  { choose(b, 250, 1500) }
func BenchmarkControls1000(b *testing.B) { choose(b, 1000, 6000) }

// BenchmarkFront250 asks of one problem after the other how cheaply each group of its harms can be held down, for a minute at most.
func BenchmarkFront250(b *testing.B) {
	var whole []float64 // s
	fewest, proved, seed := math.Inf(1), 0, uint64(0)
	for b.Loop() {
		p := ControlChoice(250, 1500, seed)
		seed++
		axes := []options.Axis{{Cost: 0}, {}, {}, {}, {}}
		for i, l := range p.Limits {
			group := 1 + i%4
			axes[group].Residual = append(axes[group].Residual, l.Node)
		}
		p.Limits = nil
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		start := time.Now()
		f, err := options.Front(ctx, p, axes, options.Options{})
		cancel()
		if err != nil {
			b.Fatal(err)
		}
		whole = append(whole, time.Since(start).Seconds())
		fewest = min(fewest, float64(len(f.Points)))
		if f.Complete {
			proved++
		}
	}
	slices.Sort(whole)
	b.ReportMetric(whole[len(whole)/2], "p50-s")
	b.ReportMetric(whole[len(whole)-1], "max-s")
	b.ReportMetric(float64(proved), "proved")
	b.ReportMetric(float64(len(whole)), "problems")
	b.ReportMetric(fewest, "points")
}

// choose searches the best set of one problem after the other, for ten seconds at most, and measures when the first set was found and
// when the search ended.
func choose(b *testing.B, controls, threats int) {
	var first, whole []float64 // s
	var gap float64            // largest, as a share of the objective
	proved, seed := 0, uint64(0)
	for b.Loop() {
		p := ControlChoice(controls, threats, seed)
		seed++
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		start := time.Now()
		found := 0.0
		a, err := options.Best(ctx, p, options.Options{Weights: []int{1, 0}, Progress: func(options.Progress) {
			if found == 0 {
				found = time.Since(start).Seconds()
			}
		}})
		cancel()
		if err != nil {
			b.Fatal(err)
		}
		if a.Outcome != options.Found {
			b.Fatalf("problem %d: outcome %d", seed-1, a.Outcome)
		}
		first, whole = append(first, found), append(whole, time.Since(start).Seconds())
		gap = max(gap, float64(a.Gap())/float64(a.Value))
		if a.Optimal {
			proved++
		}
	}
	slices.Sort(whole)
	b.ReportMetric(slices.Max(first), "first-s")
	b.ReportMetric(whole[len(whole)/2], "p50-s")
	b.ReportMetric(whole[len(whole)-1], "max-s")
	b.ReportMetric(float64(proved), "proved")
	b.ReportMetric(float64(len(whole)), "problems")
	b.ReportMetric(gap, "gap")
}
