package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/report"
	"cordon/internal/watch"
)

// fleetMaker is set where this program runs as the one that makes the fleet: the process that starts others must stay small.
const fleetMaker = "CORDON_BENCH_FLEET"

// TestMakeFleet writes the files of the large fleet into a folder.
func TestMakeFleet(t *testing.T) {
	dir := os.Getenv(fleetMaker)
	if dir == "" {
		t.Skip("runs only as a part of the benchmarks, with " + fleetMaker)
	}
	f, err := Million.Fleet()
	if err != nil {
		t.Fatal(err)
	}
	index, err := Million.Index()
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{
		filepath.Join("releases", watch.FleetSnapshot): func(w io.Writer) error { return f.WriteSnapshot(w, 0) },
		"devices.csv":   Million.WriteDevices,
		watch.IndexFile: func(w io.Writer) error { _, err := w.Write(index); return err },
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := report.ReplaceFile(path, report.Shared, write); err != nil {
			t.Fatal(err)
		}
	}
}

// madeFleet is the folder with the files of the large fleet.
var madeFleet = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(work, "fleet")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	c := exec.Command(os.Args[0], "-test.run=^TestMakeFleet$")
	c.Env = append(os.Environ(), fleetMaker+"="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("make the fleet: %w\n%s", err, out)
	}
	return dir, nil
})

// inField gives the made fleet a folder with nothing but its releases.
func inField(b *testing.B, dir string) string {
	b.Helper()
	to := filepath.Join(dir, "field")
	if err := os.RemoveAll(to); err != nil {
		b.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(filepath.Join(dir, "releases"))); err != nil {
		b.Fatal(err)
	}
	return to
}

// BenchmarkFleetLoad takes a million devices from a list into a fleet whose releases are there, and puts all of it on the disk.
func BenchmarkFleetLoad(b *testing.B) {
	dir, err := madeFleet()
	if err != nil {
		b.Fatal(err)
	}
	executeAfter(b, func() { inField(b, dir) }, "watch", "fleet", "load", filepath.Join(dir, "field"), "--devices", filepath.Join(dir, "devices.csv"), "--on", "2026-11-26")
}

// BenchmarkFleetLearn reads the fleet and the index, and matches every version of a component with every advisory.
func BenchmarkFleetLearn(b *testing.B) {
	dir, err := madeFleet()
	if err != nil {
		b.Fatal(err)
	}
	loaded := filepath.Join(dir, "loaded")
	binary, err := buildOnce()
	if err != nil {
		b.Fatal(err)
	}
	if out, err := exec.Command(binary, "watch", "fleet", "load", inField(b, dir), "--devices", filepath.Join(dir, "devices.csv"), "--on", "2026-11-26").CombinedOutput(); err != nil {
		b.Fatalf("%s: %s", err, out)
	}
	executeAfter(b, func() {
		if err := os.RemoveAll(loaded); err != nil {
			b.Fatal(err)
		}
		if err := os.CopyFS(loaded, os.DirFS(filepath.Join(dir, "field"))); err != nil {
			b.Fatal(err)
		}
	}, "watch", "fleet", "learn", loaded, "--index", dir, "--on", "2026-11-26")
}

// learnedFleet is the large fleet in this process, with everything that its index finds.
var learnedFleet = sync.OnceValues(func() (*fleet.Fleet, error) {
	dir, err := madeFleet()
	if err != nil {
		return nil, err
	}
	var ds diag.List
	s, err := watch.OpenFleet(filepath.Join(dir, "releases"), true, &ds)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if err := s.Fleet.Begin(20_500); err != nil {
		return nil, err
	}
	list, err := os.Open(filepath.Join(dir, "devices.csv"))
	if err != nil {
		return nil, err
	}
	defer list.Close()
	taken, err := s.LoadDevices(context.Background(), "devices.csv", list, &ds, func(int) {})
	if err != nil || taken.Changed != Million.Devices {
		return nil, fmt.Errorf("%+v: %w", taken, err)
	}
	ix, err := watch.OpenIndex(dir)
	if err != nil {
		return nil, err
	}
	if _, err := s.Learn(context.Background(), ix); err != nil {
		return nil, err
	}
	// As it is when a process opens it: written and read.
	var image bytes.Buffer
	if err := s.Fleet.WriteSnapshot(&image, 0); err != nil {
		return nil, err
	}
	f, _, err := fleet.ReadSnapshot(image.Bytes())
	return f, err
})

// loadedFleet is the large fleet for one benchmark.
func loadedFleet(b *testing.B) *fleet.Fleet {
	b.Helper()
	f, err := learnedFleet()
	if err != nil {
		b.Fatal(err)
	}
	return f
}

// BenchmarkFleetAdvisory finds the exact devices of an advisory that nobody has seen, a thousand times. Every tenth is on one of the packages that
// most releases have.
func BenchmarkFleetAdvisory(b *testing.B) {
	f := loadedFleet(b)
	r := rand.New(rand.NewPCG(7, 8))
	var times []time.Duration
	devices := 0
	for b.Loop() {
		for k := range 1000 {
			n := r.IntN(Million.Names)
			if k%10 == 0 {
				n = r.IntN(20)
			}
			a, err := AdvisoryOn(r, "NEW", n)
			if err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			found := f.AffectedBy(&a, fleet.Query{})
			times = append(times, time.Since(start))
			devices = max(devices, found.Devices)
		}
	}
	if devices < 10_000 {
		b.Fatalf("at most %d devices are concerned: that is no work", devices)
	}
	quantiles(b, times)
}

// quantiles reports the times of single pieces of work.
func quantiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	ms := func(share float64) float64 { return times[int(share*float64(len(times)-1))].Seconds() * 1000 }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(ms(1), "max-ms")
	b.ReportMetric(float64(len(times))/float64(b.N), "changes")
}

// BenchmarkFleetTop ranks the vulnerabilities of the fleet after all scores of EPSS have changed, with a clinical rank for each product.
func BenchmarkFleetTop(b *testing.B) {
	f := loadedFleet(b)
	ids := f.Vulnerabilities()
	r := rand.New(rand.NewPCG(9, 10))
	for b.Loop() {
		epss := make([]float32, len(ids))
		for i := range epss {
			epss[i] = r.Float32()
		}
		top := f.Top(100, fleet.Ranking{Ratings: fleet.Ratings{EPSS: epss}, Clinical: func(v, p uint32) int { return int(v*31+p*7) % 1000 }})
		if len(top) != 100 || top[0].Devices == 0 {
			b.Fatalf("%d vulnerabilities", len(top))
		}
	}
}

// BenchmarkFleetUpdate records that 10,000 devices were patched, and asks then.
func BenchmarkFleetUpdate(b *testing.B) {
	f := loadedFleet(b)
	r := rand.New(rand.NewPCG(11, 12))
	a, err := AdvisoryOn(r, "NEW", 0)
	if err != nil {
		b.Fatal(err)
	}
	day := fleet.Day(20_600)
	for b.Loop() {
		day++
		for range 10_000 {
			if _, _, err := f.Put(fleet.Device{Serial: fmt.Sprintf("SN%08d", r.IntN(Million.Devices)), Since: day, Release: releaseID(r.IntN(Million.Releases))}); err != nil {
				b.Fatal(err)
			}
		}
		f.AffectedBy(&a, fleet.Query{})
	}
}

// A generated fleet that no advisory concerns would make all of this fast.
func TestGeneratedFleetIsConcerned(t *testing.T) {
	size := FleetSize{2000, 100, 50, 300, 5, 3000}
	f, err := size.Fleet()
	if err != nil {
		t.Fatal(err)
	}
	again, err := size.Fleet()
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if f.WriteSnapshot(&a, 0) != nil || again.WriteSnapshot(&b, 0) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same size gives another fleet")
	}
	if n := f.Sizes(); n.Releases != size.Releases || n.Components < 500 {
		t.Errorf("%+v", n)
	}
	r := rand.New(rand.NewPCG(1, 1))
	concerned := 0
	for n := range 100 {
		x, err := AdvisoryOn(r, "NEW", n)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.AffectedBy(&x, fleet.Query{}).Releases) > 0 {
			concerned++
		}
	}
	if concerned < 20 {
		t.Errorf("%d of 100 advisories concern a release", concerned)
	}
}
