// Command scaling says how many shards a second more workers on more cores would do than this machine has. It takes what was measured
// here, checks the model against the throughputs that were measured here, and prints both:
//
//	CORDON_MEASURE=/tmp go test ./internal/jobs -count 1 -v -run TestMeasureScaling
//	go run ./bench/scaling /tmp/computing.json
//	go run ./bench/scaling /tmp/waiting.json
//
// The model leaves out that a database becomes slower itself when more workers ask it at once, and that workers which share cores, or
// cores with other programs, compute more slowly: what "error" shows beyond a few per cent comes from there.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// Measured is what was measured with one worker, and the throughputs to check the model against.
type Measured struct {
	// Name says on what it was measured.
	Name string `json:"name"`
	// Steps are what a worker does for each shard, in order.
	Steps []MeasuredStep `json:"steps"`
	// Servers is how many workers at once a resource serves. One that is not here has one for each worker, as cores have.
	Servers map[string]int `json:"servers"`
	// Throughput is shards a second, by number of workers.
	Throughput map[int]float64 `json:"throughput"`
}

// MeasuredStep is a step with the seconds it took, at least one, while nobody else was in the way.
type MeasuredStep struct {
	Name    string    `json:"name"`
	On      string    `json:"on,omitempty"` // the resource it holds; "" holds none
	Seconds []float64 `json:"seconds"`
}

// workers are the numbers for which throughput is printed.
var workers = []int{1, 2, 4, 8, 16}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "scaling:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("give one file of measurements, as internal/jobs writes it")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	m, err := parse(data)
	if err != nil {
		return fmt.Errorf("read measurements %s: %w", args[0], err)
	}
	return print(out, m)
}

// parse reads measurements and refuses what no worker can have taken.
func parse(data []byte) (Measured, error) {
	var m Measured
	if err := json.Unmarshal(data, &m); err != nil {
		return m, err
	}
	total := 0.0
	for _, s := range m.Steps {
		if len(s.Seconds) == 0 {
			return m, fmt.Errorf("step %q has no measured seconds", s.Name)
		}
		for _, x := range s.Seconds {
			if x < 0 || x > 1e6 {
				return m, fmt.Errorf("step %q took %g seconds; 0 to 1e6 are possible", s.Name, x)
			}
			total += x
		}
	}
	if total == 0 {
		return m, errors.New("the steps together took no time")
	}
	for name, n := range m.Servers {
		if n < 1 {
			return m, fmt.Errorf("resource %q serves %d at once; it must be 1 or more", name, n)
		}
	}
	return m, nil
}

// model makes a model with a number of workers on as many cores.
func (m Measured) model(workers int) Model {
	out := Model{Workers: workers, Servers: map[string]int{}}
	for _, s := range m.Steps {
		out.Steps = append(out.Steps, Step{On: s.On, Draw: From(s.Seconds)})
		if s.On != "" {
			out.Servers[s.On] = workers
			if n, ok := m.Servers[s.On]; ok {
				out.Servers[s.On] = n
			}
		}
	}
	return out
}

func print(out io.Writer, m Measured) error {
	fmt.Fprintf(out, "%s: expected throughput, each worker on a core of its own\n\n", m.Name)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "workers\tshards/s\t± 95 %\tspeed-up\tbusiest\tmeasured\terror\t")
	one := 0.0
	for _, n := range workers {
		r := Replicate(m.model(n), 20_000, 10)
		if n == 1 {
			one = r.Throughput
		}
		busiest := "none shared"
		if r.Busiest != "" {
			busiest = fmt.Sprintf("%s %.0f %%", r.Busiest, 100*r.Busy)
		}
		measured, off := "-", "-"
		if t, ok := m.Throughput[n]; ok {
			measured, off = fmt.Sprintf("%.1f", t), fmt.Sprintf("%+.0f %%", 100*(r.Throughput/t-1))
		}
		fmt.Fprintf(w, "%d\t%.1f\t%.1f\t%.2f\t%s\t%s\t%s\t\n", n, r.Throughput, r.Error, r.Throughput/one, busiest, measured, off)
	}
	return w.Flush()
}
