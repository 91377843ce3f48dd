package report

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
)

// example is a model with what the engine says of it.
type example struct {
	m  *model.Model
	ix *knowledge.Index
	a  *assessment.Assessment
	d  *layers.Defence
}

// small is the model and knowledge base of testdata/small.txt: every sort of shape, and names made to break things.
func small(t testing.TB) example {
	t.Helper()
	files := fstest.MapFS{}
	src, err := os.ReadFile("testdata/small.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split("\n"+string(src), "\n-- ")[1:] {
		name, body, _ := strings.Cut(part, " --\n")
		files[name] = &fstest.MapFile{Data: []byte(body + "\n")}
	}
	base, err := fs.Sub(files, "base")
	if err != nil {
		t.Fatal(err)
	}
	system, err := fs.Sub(files, "model")
	if err != nil {
		t.Fatal(err)
	}
	return assess(t, base, system)
}

func (x example) subject() *Subject {
	return &Subject{Model: x.m, Index: x.ix, Assessment: x.a, Defence: x.d}
}

// assess runs a model through the engine.
func assess(t testing.TB, base, system fs.FS) example {
	t.Helper()
	var ds diag.List
	k := knowledge.Load(base, "base", &ds)
	m := model.Load(system, ".", "model", &ds)
	knowledge.NewIndex(k).Check(m, &ds)
	if ds.HasErrors() {
		t.Fatalf("diagnostics: %v", ds.Sorted())
	}
	k, err := k.Sealed()
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := engine.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	an, err := engine.Analyze(context.Background(), compiled, engine.Lower(m))
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(engine.Future)
	if err != nil {
		t.Fatal(err)
	}
	ix := knowledge.NewIndex(k)
	a, err := assessment.Make(m, ix, run)
	if err != nil {
		t.Fatal(err)
	}
	d, err := layers.Make(context.Background(), m, ix, run, a, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return example{m, ix, a, d}
}
