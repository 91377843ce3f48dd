package project

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	exampleDir = "../../examples/wearable-monitor"
	goldenFile = exampleDir + "/expected/assessment.json"
)

// shipped is the shipped knowledge, compiled once for all tests.
func shipped(t testing.TB) *Knowledge {
	t.Helper()
	var ds diag.List
	k, err := OpenKnowledge(nil, &ds)
	if err != nil || k == nil {
		t.Fatalf("open the shipped knowledge: %v, %v", err, ds.Sorted())
	}
	return k
}

// assess gives the assessment of a directory as the command line writes it.
func assess(t testing.TB, k *Knowledge, dir string) []byte {
	t.Helper()
	var ds diag.List
	m := OpenModel(dir, k, &ds)
	if ds.HasErrors() {
		t.Fatalf("open %s: %v", dir, ds.Sorted())
	}
	a, err := Assess(context.Background(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := a.Engine.Certificate; !c.Verified || c.Nodes == 0 {
		t.Fatalf("the certificate does not hold: %+v", c)
	}
	var b bytes.Buffer
	if err := a.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExampleAssessment(t *testing.T) {
	got := assess(t, shipped(t), exampleDir)
	if *update {
		if err := os.MkdirAll(filepath.Dir(goldenFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatalf("the expected assessment is missing (%v); make it with: go test ./internal/project -run TestExampleAssessment -update", err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the assessment of the example changed; if that is meant, run with -update and commit it with the change.\n%s", firstDifference(want, got))
	}
}

// firstDifference shows the first line that differs: an assessment has one item a line.
func firstDifference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d (-want +got):\n%s", i+1, cmp.Diff(w[i], g[i]))
		}
	}
	return fmt.Sprintf("%d lines wanted, %d got", len(w), len(g))
}

func TestAssessmentIsTheSameEachTime(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	var first []byte
	for i := range 20 {
		runtime.GOMAXPROCS(i%2 + 1)
		// The knowledge is opened each time: compiling it must not depend on anything else either.
		got := assess(t, shipped(t), exampleDir)
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Fatalf("run %d differs; %s", i, firstDifference(first, got))
		}
	}
}

// The order of blocks in files, and of files in the directory, says nothing.
func TestAssessmentDoesNotDependOnTheOrderOfFilesAndBlocks(t *testing.T) {
	k := shipped(t)
	shuffled := reordered(t, exampleDir)
	if want, got := assess(t, k, exampleDir), assess(t, k, shuffled); !bytes.Equal(want, got) {
		t.Errorf("another order gives another assessment; %s", firstDifference(want, got))
	}
}

// reordered copies a system with the blocks of each file in reverse order, and the files of its top directory named so that
// they are read in reverse order. Files that are imported keep their names.
func reordered(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(names) < 2 {
		t.Fatalf("%d files in %s: %v", len(names), dir, err)
	}
	slices.Sort(names)
	for i, name := range names {
		copyReversed(t, name, filepath.Join(to, fmt.Sprintf("%03d.yaml", len(names)-i)))
	}
	parts, err := filepath.Glob(filepath.Join(dir, "parts", "*.yaml"))
	if err != nil || len(parts) == 0 {
		t.Fatalf("no parts in %s: %v", dir, err)
	}
	if err := os.Mkdir(filepath.Join(to, "parts"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range parts {
		copyReversed(t, name, filepath.Join(to, "parts", filepath.Base(name)))
	}
	return to
}

// copyReversed splits a file where a line begins with a key.
func copyReversed(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for line := range strings.Lines(string(raw)) {
		if len(blocks) == 0 || line[0] >= 'a' && line[0] <= 'z' {
			blocks = append(blocks, "")
		}
		blocks[len(blocks)-1] += line
	}
	if len(blocks) < 2 {
		t.Fatalf("%s has %d blocks", from, len(blocks))
	}
	slices.Reverse(blocks)
	if err := os.WriteFile(to, []byte(strings.Join(blocks, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}
