package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func exponential(mean float64) Draw {
	return func(r *rand.Rand) float64 { return mean * r.ExpFloat64() }
}

func exactly(seconds float64) Draw { return func(*rand.Rand) float64 { return seconds } }

// near tells whether two numbers differ by at most a part of the second.
func near(got, want, part float64) bool { return math.Abs(got-want) <= part*want }

// repairman is the throughput of the M/M/c//N queue: N workers think for a mean time and then need one of c servers for a mean time
// (Gross, Shortle, Thompson, Harris: Fundamentals of Queueing Theory, 5th ed., section 3.6, finite-source queues).
func repairman(workers, servers int, think, service float64) float64 {
	a := service / think
	p, sum, busy := 1.0, 1.0, 0.0
	for n := 1; n <= workers; n++ {
		p *= float64(workers-n+1) * a / float64(min(n, servers))
		sum += p
		busy += p * float64(min(n, servers))
	}
	return busy / sum / service
}

func TestClosedNetworkIsTheMachineRepairmanQueue(t *testing.T) {
	for _, k := range []struct {
		workers, servers int
		think, service   float64
	}{{1, 1, 1, 1}, {2, 1, 1, 0.5}, {8, 1, 1, 0.1}, {16, 1, 1, 0.2}, {16, 2, 1, 0.2}, {10, 4, 0.3, 0.7}} {
		m := Model{Workers: k.workers, Servers: map[string]int{"db": k.servers}, Steps: []Step{{Draw: exponential(k.think)}, {On: "db", Draw: exponential(k.service)}}}
		got, want := Replicate(m, 40_000, 5), repairman(k.workers, k.servers, k.think, k.service)
		if !near(got.Throughput, want, 0.02) {
			t.Errorf("%+v: throughput %.4f, want %.4f", k, got.Throughput, want)
		}
		if k.workers > k.servers && !near(got.Busy, want*k.service/float64(k.servers), 0.02) {
			t.Errorf("%+v: busy %.4f, want %.4f", k, got.Busy, want*k.service/float64(k.servers))
		}
	}
}

// erlangC is the mean wait in an M/M/c queue: Erlang's second formula over the free capacity.
func erlangC(servers int, arrivals, service float64) float64 {
	a := arrivals * service
	term, sum := 1.0, 0.0
	for n := range servers {
		sum += term
		term *= a / float64(n+1)
	}
	full := term * float64(servers) / (float64(servers) - a)
	return full / (sum + full) / (float64(servers)/service - arrivals)
}

func TestOpenQueueWaitsAsErlangSays(t *testing.T) {
	for _, k := range []struct {
		servers           int
		arrivals, service float64
	}{{1, 0.5, 1}, {1, 0.8, 1}, {2, 1.5, 1}, {4, 3, 1}, {8, 7, 1}} {
		r := rand.New(rand.NewPCG(8, 8))
		var c calendar
		q := &resource{c: &c, servers: k.servers}
		const customers = 400_000
		waited, done := 0.0, 0
		var arrive func()
		arrive = func() {
			came, s := c.now, k.service*r.ExpFloat64()
			q.use(s, func() { waited += c.now - came - s; done++ })
			c.after(r.ExpFloat64()/k.arrivals, arrive)
		}
		arrive()
		for done < customers {
			c.next()
		}
		if got, want := waited/customers, erlangC(k.servers, k.arrivals, k.service); !near(got, want, 0.06) {
			t.Errorf("%+v: mean wait %.4f, want %.4f", k, got, want)
		}
	}
}

func TestKnownCases(t *testing.T) {
	steps := []Step{{On: "core", Draw: exactly(0.1)}, {On: "writer", Draw: exactly(0.02)}}
	got := map[string]string{}
	for _, k := range []struct {
		name           string
		workers, cores int
	}{{"one alone", 1, 1}, {"two do not meet", 2, 2}, {"two on one core", 2, 1}, {"the writer is full", 16, 16}} {
		r := Run(Model{Workers: k.workers, Steps: steps, Servers: map[string]int{"core": k.cores, "writer": 1}}, 1000, rand.New(rand.NewPCG(1, 1)))
		got[k.name] = fmt.Sprintf("%.2f/s %s %.2f", r.Throughput, r.Busiest, r.Busy)
	}
	want := map[string]string{"one alone": "8.33/s  0.00", "two do not meet": "16.67/s writer 0.33", "two on one core": "10.00/s core 1.00", "the writer is full": "50.00/s writer 1.00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "m.json")
	text := `{"name":"a test","steps":[{"name":"work","on":"core","seconds":[0.1]},{"name":"count","on":"writer","seconds":[0.01]}],"servers":{"writer":1},"throughput":{"1":9,"2":20}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run([]string{file}, &out); err != nil {
		t.Fatal(err)
	}
	want := `a test: expected throughput, each worker on a core of its own

  workers  shards/s  ± 95 %  speed-up       busiest  measured  error
        1       9.1     0.0      1.00   none shared       9.0   +1 %
        2      18.2     0.0      2.00   writer 18 %      20.0   -9 %
        4      36.4     0.0      4.00   writer 36 %         -      -
        8      72.7     0.0      8.00   writer 73 %         -      -
       16     100.0     0.0     11.00  writer 100 %         -      -
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Error(d)
	}
}

func TestMeasurementsThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                        "unexpected end of JSON input",
		`{}`:                       "the steps together took no time",
		`{"steps":[{"name":"a"}]}`: `step "a" has no measured seconds`,
		`{"steps":[{"name":"a","seconds":[-1]}]}`:                  `step "a" took -1 seconds; 0 to 1e6 are possible`,
		`{"steps":[{"name":"a","seconds":[1]}],"servers":{"w":0}}`: `resource "w" serves 0 at once; it must be 1 or more`,
	} {
		if _, err := parse([]byte(text)); fmt.Sprint(err) != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
	if err := run(nil, nil); fmt.Sprint(err) != "give one file of measurements, as internal/jobs writes it" {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"name":"a","steps":[{"name":"work","on":"core","seconds":[0.1,0.2]}],"servers":{"core":2},"throughput":{"1":9}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parse(data)
		if err != nil || len(m.Steps) > 10 {
			return
		}
		if r := Run(m.model(3), 20, rand.New(rand.NewPCG(1, 1))); !(r.Throughput > 0) || r.Busy < 0 {
			t.Errorf("%+v", r)
		}
	})
}
