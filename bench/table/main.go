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
	kind      kind
}

// kind says what was measured, and so which figures count.
type kind int

const (
	process  kind = iota // a whole process: its processor time and largest resident memory
	work                 // an operation: its time and what it allocates
	changes              // single changes: their times one by one
	searches             // searches that may be cut off: when each had a first result and when it ended
	fronts               // searches for many results that may be cut off
)

// metrics are the figures of one benchmark by unit, as `go test -bench` prints them.
type metrics map[string]float64

var rows = []row{
	{"WholeExample", "assess the example, start-up included", "wearable monitor", "150 ms", process},
	{"Assess1000", "assess to JSON", "1,000 assets", "0.5 s, 100 MB", process},
	{"Assess5000", "assess to JSON", "5,000 assets", "3 s, 400 MB", process},
	{"Layers5000", "layers to JSON, 5,000 controls taken away one by one", "5,000 assets", "3 s", process},
	{"Documents", "every document in every format", "wearable monitor", "10 s, 400 MB", process},
	{"RiskFile100", "risk management file as PDF, DOCX and XLSX", "100 assets", "3 s, 200 MB", process},
	{"WatchMatch", "match a bill of materials with advisories, index included", "4,489 components, 4,274 advisories", "0.35 s, 200 MB", process},
	{"WatchMatch10k", "the same", "10,000 components", "0.5 s", process},
	{"WatchMatch50k", "the same", "50,000 components, generated", "2 s, 250 MB", process},
	{"WatchProducts", "find advisories by the names of products, reading both included", "10,000 products, 134 advisories", "-", process},
	{"Weigh", "weigh 5,000 findings through the model", "wearable monitor", "1 s", work},
	{"FleetLoad", "take devices from a list into a fleet, all on the disk", "1,000,000 devices, 20,000 releases of 500", "10 s, 500 MB", process},
	{"FleetLearn", "open that fleet, match all components, record what is found", "300,000 advisories", "10 s, 500 MB", process},
	{"FleetAdvisory", "from a new advisory to the exact devices", "the same fleet", "p99 150 ms", changes},
	{"FleetTop", "the first 100 after all EPSS scores changed", "the same fleet", "0.5 s", work},
	{"FleetUpdate", "record 10,000 patched devices, and ask", "the same fleet", "-", work},
	{"Repropagate5000", "all levels from the inputs", "5,000 assets", "5 ms", work},
	{"OneControl5000", "place or remove one control", "5,000 assets", "p99 0.2 ms", changes},
	{"OneTrust5000", "change one trust level", "5,000 assets", "p99 0.2 ms", changes},
	{"Propagate1M", "solve a random causal graph", "1,000,000 nodes, 3.7 M links", "100 ms", work},
	{"FaultTrees", "exact probability and all minimal cut sets", "23 Aralia trees, 2,638 events", "30 s", work},
	{"LeastOfRings", "exact probability with cycles", "12 rings, 144 uncertain rules", "-", work},

	{"WorldsExample", "sample 1,000,000 worlds at each end of the inputs", "wearable monitor, 747 active threats", "1 s", work},
	{"WorldsInsulinPump", "sample 1,000,000 worlds at each end of the inputs", "insulin pump, 1,636 threats", "1 s", work},
	{"WorldsTornado", "find the 10 inputs that move harm most, 100,000 worlds", "wearable monitor", "-", work},
	{"Controls250", "cheapest controls of hard problems", "250 controls, 1,500 threats", "first 0.1 s, proved 5 s", searches},
	{"Front250", "front over cost and four groups of harms", "250 controls, 1,500 threats", "60 s", fronts},
	{"Controls1000", "cheapest controls of hard problems", "1,000 controls, 6,000 threats", "10 s, gap 10 %", searches},

	{"SpyderiskStar10", "assess a Spyderisk model, base included", "star-10, 2,573 threats", "0.6 s, 150 MB", process},
	{"SpyderiskInsulinPump", "assess a Spyderisk model, base included", "insulin pump, 1,636 threats", "0.6 s, 150 MB", process},
	{"Star10Analyze", "construct and find threats, base ready", "star-10, 2,573 threats", "30 ms", work},
	{"Star10Risk", "all levels from the settings", "star-10", "0.3 ms", work},
	{"Star10Control", "place or remove one control", "star-10", "p99 0.1 ms", changes},
	{"PumpControls", "smallest set of controls, proved", "insulin pump, 499 free places", "0.1 s", work},
	{"PumpFront", "front over controls and three groups of consequences", "insulin pump", "2 s", work},
	{"StarOf5", "assess a Spyderisk model, base included", "star of 5, 23 assets", "-", process},
	{"StarOf10", "assess a Spyderisk model, base included", "star of 10, 38 assets", "-", process},
	{"StarOf20", "assess a Spyderisk model, base included", "star of 20, 68 assets", "-", process},
	{"StarOf40", "assess a Spyderisk model, base included", "star of 40, 128 assets", "-", process},
	{"StarOf80", "assess a Spyderisk model, base included", "star of 80, 248 assets", "5 s", process},
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	fmt.Fprintln(os.Stderr, "running the benchmarks; this takes some minutes")
	// The system counts the size of the process that starts another one as the least size of that, so those that start processes have
	// a test process of their own, which is small.
	found := map[string]metrics{}
	for _, processes := range []bool{true, false} {
		if err := benchmark(processes, found); err != nil {
			return err
		}
	}
	var missing []string
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "work\tsize\ttime\ttarget\tallocations\tmemory")
	for _, r := range rows {
		m, ok := found[r.benchmark]
		if !ok {
			missing = append(missing, r.benchmark)
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.work, r.size, r.kind.time(m), r.target, r.kind.allocations(m), r.kind.memory(m))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(missing) > 0 {
		fmt.Fprintf(w, "no figures (`go test ./bench -bench NAME -v` says why): %s\n", strings.Join(missing, ", "))
	}
	return nil
}

// benchmark runs the benchmarks that start processes, or the others.
func benchmark(processes bool, found map[string]metrics) error {
	var names []string
	for _, r := range rows {
		if (r.kind == process) == processes {
			names = append(names, r.benchmark)
		}
	}
	pattern := "^Benchmark(" + strings.Join(names, "|") + ")$"
	cmd := exec.Command("go", "test", "cordon/bench", "-run", "^$", "-bench", pattern, "-benchmem", "-benchtime", "5x", "-timeout", "20m")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("run the benchmarks: %w\n%s", err, out)
	}
	parse(out, found)
	return nil
}

// parse reads lines like "BenchmarkAssess1000-2  5  254987589 ns/op  40.09 MB  0.2536 cpu-s".
func parse(out []byte, found map[string]metrics) {
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
}

func (k kind) time(m metrics) string {
	switch k {
	case process:
		return fmt.Sprintf("%.3g s CPU", m["cpu-s"])
	case changes:
		return fmt.Sprintf("p50 %.2g ms, p99 %.2g ms", m["p50-ms"], m["p99-ms"])
	case searches:
		return fmt.Sprintf("first %.2g s, p50 %.2g s, max %.2g s, proved %.0f of %.0f, gap %.0f %%", m["first-s"], m["p50-s"], m["max-s"], m["proved"], m["problems"], 100*m["gap"])
	case fronts:
		return fmt.Sprintf("p50 %.2g s, max %.2g s, complete %.0f of %.0f, at least %.0f points", m["p50-s"], m["max-s"], m["proved"], m["problems"], m["points"])
	}
	return fmt.Sprintf("%.3g ms", m["ns/op"]/1e6)
}

// allocations are those of one operation; those of another process are not seen.
func (k kind) allocations(m metrics) string {
	switch k {
	case process:
		return "-"
	case changes:
		return fmt.Sprintf("%.2g per change", m["allocs/op"]/m["changes"])
	}
	return fmt.Sprintf("%.0f", m["allocs/op"])
}

// memory is the largest resident memory of a process, or what one operation allocates.
func (k kind) memory(m metrics) string {
	switch k {
	case process:
		return fmt.Sprintf("%.0f MB resident", m["MB"])
	case changes:
		return fmt.Sprintf("%.0f B per change", m["B/op"]/m["changes"])
	}
	return fmt.Sprintf("%.1f MB allocated", m["B/op"]/1e6)
}
