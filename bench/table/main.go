// Command table runs the benchmarks of package bench and prints what matters of them as one table. It judges nothing: a
// figure depends on the machine, and the target stands beside it.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"text/tabwriter"
)

// row is one benchmark of the table, in the order in which it is printed.
type row struct {
	benchmark string
	work      string
	size      string
	target    string // from the issue that names the benchmark
	time      func(metrics) string
}

// metrics are the figures of one benchmark by unit, as `go test -bench` prints them.
type metrics map[string]float64

var rows = []row{
	{"WholeExample", "assess the example, start-up included", "wearable monitor", "150 ms", processor},
	{"Assess1000", "assess to JSON", "1,000 assets", "0.5 s, 100 MB", processor},
	{"Assess5000", "assess to JSON", "5,000 assets", "3 s, 400 MB", processor},
	{"Repropagate5000", "all levels from the inputs", "5,000 assets", "5 ms", elapsed},
	{"OneControl5000", "place or remove one control", "5,000 assets", "p99 0.2 ms", single},
	{"OneTrust5000", "change one trust level", "5,000 assets", "p99 0.2 ms", single},
	{"Propagate1M", "solve a random causal graph", "1,000,000 nodes, 3.7 M links", "100 ms", elapsed},
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	var names []string
	for _, r := range rows {
		names = append(names, r.benchmark)
	}
	pattern := "^Benchmark(" + strings.Join(names, "|") + ")$"
	fmt.Fprintln(os.Stderr, "running the benchmarks; this takes about a minute")
	cmd := exec.Command("go", "test", "cordon/bench", "-run", "^$", "-bench", pattern, "-benchmem", "-benchtime", "5x", "-timeout", "10m")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("run the benchmarks: %w\n%s", err, out)
	}
	found := parse(out)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "work\tsize\ttime\ttarget\tallocations\tmemory")
	for _, r := range rows {
		m, ok := found[r.benchmark]
		if !ok {
			return fmt.Errorf("benchmark %s gave no result", r.benchmark)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.work, r.size, r.time(m), r.target, allocations(m), memory(m))
	}
	return t.Flush()
}

// parse reads lines like "BenchmarkAssess1000-2  5  254987589 ns/op  40.09 MB  0.2536 cpu-s".
func parse(out []byte) map[string]metrics {
	found := map[string]metrics{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(words[0], "Benchmark"), "-")
		found[name] = metrics{}
		for i := 2; i+1 < len(words); i += 2 {
			if v, err := strconv.ParseFloat(words[i], 64); err == nil {
				found[name][words[i+1]] = v
			}
		}
	}
	return found
}

func processor(m metrics) string { return fmt.Sprintf("%.3g s CPU", m["cpu-s"]) }
func elapsed(m metrics) string   { return fmt.Sprintf("%.3g ms", m["ns/op"]/1e6) }
func single(m metrics) string {
	return fmt.Sprintf("p50 %.2g ms, p99 %.2g ms", m["p50-ms"], m["p99-ms"])
}

// allocations are those of one operation; those of another process are not seen.
func allocations(m metrics) string {
	switch {
	case m["cpu-s"] > 0:
		return "-"
	case m["changes"] > 0:
		return fmt.Sprintf("%.2g per change", m["allocs/op"]/m["changes"])
	}
	return fmt.Sprintf("%.0f", m["allocs/op"])
}

// memory is the largest resident memory of a process, or what one operation allocates.
func memory(m metrics) string {
	switch {
	case m["cpu-s"] > 0:
		return fmt.Sprintf("%.0f MB resident", m["MB"])
	case m["changes"] > 0:
		return fmt.Sprintf("%.0f B per change", m["B/op"]/m["changes"])
	}
	return fmt.Sprintf("%.1f MB allocated", m["B/op"]/1e6)
}
