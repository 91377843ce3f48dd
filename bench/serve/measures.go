package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"text/tabwriter"
	"time"
)

// Measures are the times of requests by kind, and what went wrong. The zero value is ready; it may be used from several goroutines.
type Measures struct {
	mu     sync.Mutex
	times  map[string][]time.Duration
	bytes  map[string]int64
	errors map[string]int
}

func (m *Measures) took(kind string, d time.Duration, bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.times == nil {
		m.times, m.bytes = map[string][]time.Duration{}, map[string]int64{}
	}
	m.times[kind] = append(m.times[kind], d)
	m.bytes[kind] += bytes
}

func (m *Measures) failed(kind string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.errors == nil {
		m.errors = map[string]int{}
	}
	m.errors[kind+": "+err.Error()]++
}

// quantile is the value that a part of sorted values does not exceed.
func quantile(sorted []time.Duration, part float64) time.Duration {
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}

func (m *Measures) print(out io.Writer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "request\tnumber\tp50 ms\tp95 ms\tp99 ms\tmost ms\tKB each\t")
	for _, kind := range slices.Sorted(maps.Keys(m.times)) {
		t := slices.Sorted(slices.Values(m.times[kind]))
		ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", kind, len(t), ms(quantile(t, 0.5)), ms(quantile(t, 0.95)), ms(quantile(t, 0.99)), ms(t[len(t)-1]), float64(m.bytes[kind])/1000/float64(len(t)))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nerrors: %d kinds\n", len(m.errors))
	for _, what := range slices.Sorted(maps.Keys(m.errors)) {
		fmt.Fprintf(out, "%6d  %s\n", m.errors[what], what)
	}
	return nil
}
