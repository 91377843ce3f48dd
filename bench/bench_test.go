package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"cordon/content"
	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/propagate"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
)

// work is where the built program and the generated models lie; TestMain removes it.
var work string

func TestMain(m *testing.M) {
	var err error
	if work, err = os.MkdirTemp("", "cordon-bench"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(work)
	os.Exit(code)
}

var buildOnce = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(work, "cordon")
	out, err := exec.Command("go", "build", "-trimpath", "-o", binary, "../cmd/cordon").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return binary, nil
})

// The generated model must be one that the program accepts: a benchmark of refusing it would be fast.
func TestHospitalIsAModelWithThreats(t *testing.T) {
	an, m, err := analyze(60)
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(engine.Future)
	if err != nil {
		t.Fatal(err)
	}
	res := run.Result()
	if len(m.Assets) < 50 || res.Counts.ThreatsActive == 0 || len(m.Harms) == 0 || !res.Certificate.Verified {
		t.Errorf("%d assets, %d threats that can happen, %d harms, verified %t", len(m.Assets), res.Counts.ThreatsActive, len(m.Harms), res.Certificate.Verified)
	}
}

// Controls that hold nothing would make the judgement of layers fast.
func TestGuardedHospitalIsGuarded(t *testing.T) {
	an, m, err := analyzeText(GuardedHospital(60))
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(engine.Future)
	if err != nil {
		t.Fatal(err)
	}
	base, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	ix := knowledge.NewIndex(base.Knowledge)
	a, err := assessment.Make(m, ix, run)
	if err != nil {
		t.Fatal(err)
	}
	d, err := layers.Make(t.Context(), m, ix, run, a, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	// The entrance of the ward and the signed start of the device hold the way of a stranger.
	if len(d.Harms) == 0 {
		t.Fatal("no harms")
	}
	if _, most, _ := d.Harms[0].Range(); most != 2 {
		t.Errorf("%d independent layers on the best held path, want 2", most)
	}
}

func TestHospitalIsTheSameEachTime(t *testing.T) {
	if !slices.Equal(Hospital(500), Hospital(500)) {
		t.Error("the same number of assets gives another model")
	}
}

// BenchmarkWholeExample assesses the example with the built program, start-up included.
func BenchmarkWholeExample(b *testing.B) { assess(b, "../examples/wearable-monitor") }

func BenchmarkAssess1000(b *testing.B) { assess(b, generated(b, 1000)) }
func BenchmarkAssess5000(b *testing.B) { assess(b, generated(b, 5000)) }

// BenchmarkLayers5000 judges the layers of a hospital full of controls, the assessment and the start-up included.
func BenchmarkLayers5000(b *testing.B) {
	name := filepath.Join(work, "guarded-5000.yaml")
	if err := os.WriteFile(name, GuardedHospital(5000), 0o644); err != nil {
		b.Fatal(err)
	}
	execute(b, "layers", name, "--format", "json")
}

// BenchmarkDocuments makes every document of the example in every format.
func BenchmarkDocuments(b *testing.B) { documents(b, "--all", "../examples/wearable-monitor") }

// BenchmarkRiskFile100 makes the risk management file of a hospital in three formats.
func BenchmarkRiskFile100(b *testing.B) {
	documents(b, "risk-management-file", generated(b, 100), "--format", "pdf", "--format", "docx", "--format", "xlsx")
}

// documents makes documents into a directory that is emptied before each run.
func documents(b *testing.B, args ...string) {
	out := filepath.Join(work, "documents")
	executeAfter(b, func() {
		if err := os.RemoveAll(out); err != nil {
			b.Fatal(err)
		}
	}, append([]string{"document", "--on", "2026-11-26", "--out", out}, args...)...)
}

// feeds are real data beside the project.
const feeds = "../../shared/data/feeds"

// BenchmarkWatchMatch matches a bill of materials of Go packages with the advisories on Go, the start and the index included.
func BenchmarkWatchMatch(b *testing.B) {
	match(b, filepath.Join(feeds, "cyclonedx", "large-go-4489.cdx15.json"))
}

// BenchmarkWatchMatch10k matches one of 10,000 components.
func BenchmarkWatchMatch10k(b *testing.B) {
	match(b, filepath.Join(feeds, "cyclonedx", "large-10k-mixed.cdx15.json"))
}

func match(b *testing.B, bom string) {
	advisories, err := filepath.Glob(filepath.Join(feeds, "osv-go", "*.zip"))
	if err != nil || len(advisories) == 0 {
		b.Skipf("needs %s beside the project", feeds)
	}
	binary, err := buildOnce()
	if err != nil {
		b.Fatal(err)
	}
	index := filepath.Join(work, "index")
	if out, err := exec.Command(binary, append([]string{"watch", "sync", "--index", index}, advisories...)...).CombinedOutput(); err != nil {
		b.Fatalf("%s: %s", err, out)
	}
	execute(b, "watch", "match", "--index", index, "--format", "tsv", bom)
}

// BenchmarkWatchProducts finds the advisories on medical devices that may concern each of 10,000 products, by name.
func BenchmarkWatchProducts(b *testing.B) {
	advisories := filepath.Join(feeds, "csaf-icsma")
	list, err := Products(advisories, 10_000)
	if err != nil {
		b.Skipf("needs %s beside the project: %v", advisories, err)
	}
	name := filepath.Join(work, "products.yaml")
	if err := os.WriteFile(name, list, 0o644); err != nil {
		b.Fatal(err)
	}
	execute(b, "watch", "products", name, "--advisories", advisories, "--format", "tsv")
}

func assess(b *testing.B, path string) { execute(b, "assess", path, "--format", "json") }

// generated writes a model of a size to a file.
func generated(b *testing.B, assets int) string {
	b.Helper()
	name := filepath.Join(work, fmt.Sprintf("hospital-%d.yaml", assets))
	if err := os.WriteFile(name, Hospital(assets), 0o644); err != nil {
		b.Fatal(err)
	}
	return name
}

// execute runs the built program and measures what the system says it used: processor time and the largest memory.
func execute(b *testing.B, args ...string) { executeAfter(b, func() {}, args...) }

// executeAfter prepares each run first.
func executeAfter(b *testing.B, prepare func(), args ...string) {
	binary, err := buildOnce()
	if err != nil {
		b.Fatal(err)
	}
	var cpu time.Duration
	var memory int64 // KiB
	for b.Loop() {
		prepare()
		c := exec.Command(binary, args...)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			b.Fatal(err)
		}
		used, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			b.Skip("this system does not say what a process used")
		}
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		memory = max(memory, used.Maxrss)
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(memory)/1024, "MB")
}

var compiled = sync.OnceValues(func() (*engine.Base, error) {
	k, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		return nil, err
	}
	return engine.Compile(k)
})

// analyze finds the threats of a generated hospital.
func analyze(assets int) (*engine.Analysis, *model.Model, error) {
	return analyzeText(Hospital(assets))
}

func analyzeText(text []byte) (*engine.Analysis, *model.Model, error) {
	base, err := compiled()
	if err != nil {
		return nil, nil, err
	}
	var ds diag.List
	m := model.FromFile(model.Parse("hospital.yaml", text, &ds), &ds)
	knowledge.NewIndex(base.Knowledge).Check(m, &ds)
	if ds.HasErrors() {
		return nil, nil, fmt.Errorf("the generated model is wrong: %s", ds.Sorted()[0])
	}
	an, err := engine.Analyze(context.Background(), base, engine.Lower(m))
	return an, m, err
}

// BenchmarkProfile5000 assesses in this process, for `make profile`.
func BenchmarkProfile5000(b *testing.B) {
	base, err := compiled()
	if err != nil {
		b.Fatal(err)
	}
	ix := knowledge.NewIndex(base.Knowledge)
	for b.Loop() {
		an, m, err := analyze(5000)
		if err != nil {
			b.Fatal(err)
		}
		run, err := an.Run(engine.Future)
		if err != nil {
			b.Fatal(err)
		}
		a, err := assessment.Make(m, ix, run)
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Encode(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

var hospital5000 = sync.OnceValues(func() (*engine.Analysis, error) {
	an, _, err := analyze(5000)
	return an, err
})

func run5000(b *testing.B) *engine.Run {
	b.Helper()
	an, err := hospital5000()
	if err != nil {
		b.Fatal(err)
	}
	run, err := an.Run(engine.Future)
	if err != nil {
		b.Fatal(err)
	}
	return run
}

// BenchmarkRepropagate5000 makes a run from the analysis: all inputs, all caps, all levels.
func BenchmarkRepropagate5000(b *testing.B) {
	an, err := hospital5000()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := an.Run(engine.Future); err != nil {
			b.Fatal(err)
		}
	}
}

// changes is how many single changes one measurement makes, spread over the model.
const changes = 2000

// BenchmarkOneControl5000 places a control and takes it away again, each a change of its own.
func BenchmarkOneControl5000(b *testing.B) {
	run := run5000(b)
	controls := run.Result().Controls
	measure(b, len(controls), func(i int, back bool) bool {
		state := engine.ControlPresent
		if back {
			state = engine.ControlAbsent
		}
		return run.SetControl(controls[i].Control, controls[i].Element, state, engine.Top)
	})
}

// BenchmarkOneTrust5000 lowers a trust attribute and puts it back.
func BenchmarkOneTrust5000(b *testing.B) {
	run := run5000(b)
	type at struct {
		attribute, element string
		assumed            uint8
	}
	var all []at
	for _, a := range run.Result().Assets {
		for _, t := range a.Trust {
			all = append(all, at{t.Attribute, a.ID, uint8(max(0, knowledge.Level(t.Assumed).Rank()))})
		}
	}
	measure(b, len(all), func(i int, back bool) bool {
		level := all[i].assumed
		if !back {
			level = (level + 3) % (engine.Top + 1) // a fall for high levels, a rise for low ones
		}
		return run.SetTrust(all[i].attribute, all[i].element, level)
	})
}

// measure times single changes one by one: a mean would hide the slow ones.
func measure(b *testing.B, n int, change func(i int, back bool) bool) {
	if n == 0 {
		b.Fatal("nothing to change")
	}
	stride := max(1, n/(changes/2))
	var times []time.Duration
	for b.Loop() {
		for k := range changes / 2 {
			i := k * stride % n
			for _, back := range []bool{false, true} {
				start := time.Now()
				changed := change(i, back)
				if took := time.Since(start); changed {
					times = append(times, took)
				}
			}
		}
	}
	if len(times) < changes {
		b.Fatalf("only %d changes were made", len(times))
	}
	quantiles(b, times)
}

// BenchmarkPropagate1M solves a random causal graph of a million nodes and 3.7 million links.
func BenchmarkPropagate1M(b *testing.B) {
	const nodes, links = 1_000_000, 3_700_000
	g, init, caps, made := randomGraph(nodes, links)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		i, c := slices.Clone(init), slices.Clone(caps)
		b.StartTimer()
		propagate.Solve(g, i, c)
	}
	b.ReportMetric(float64(nodes), "nodes")
	b.ReportMetric(float64(made), "links")
}

// randomGraph has arcs of one to three causes and one to three effects, mostly between neighbours, a quarter of them
// capped, and one node in ten with a level of its own. The same sizes give the same graph.
func randomGraph(nodes, links int) (g *propagate.Graph, init, caps []uint8, made int) {
	r := rand.New(rand.NewPCG(1, 2))
	var build propagate.Builder
	init = make([]uint8, nodes)
	for n := range init {
		if r.IntN(10) == 0 {
			init[n] = uint8(1 + r.IntN(engine.Top))
		}
	}
	near := func(n int) uint32 {
		if r.IntN(20) == 0 {
			return uint32(r.IntN(nodes))
		}
		return uint32(min(nodes-1, max(0, n+r.IntN(101)-50)))
	}
	var tails, heads []uint32
	for made < links {
		at := r.IntN(nodes)
		tails, heads = tails[:0], heads[:0]
		for range 1 + r.IntN(3) {
			tails = append(tails, near(at))
		}
		for range 1 + r.IntN(3) {
			heads = append(heads, near(at))
		}
		build.Arc(tails, heads)
		cap := uint8(engine.Top)
		if r.IntN(4) == 0 {
			cap = uint8(r.IntN(engine.Top))
		}
		caps = append(caps, cap)
		made += len(tails) + len(heads)
	}
	return build.Build(nodes), init, caps, made
}
