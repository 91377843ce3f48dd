package study

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"cordon/bench"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/folder"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// taken gives what make leaves in memory, in bytes. What it makes once for all has been made before.
func taken(t *testing.T, make func() any) (any, int64) {
	t.Helper()
	make()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	v := make()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return v, int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

// The server bounds what it keeps by estimates. One that is too low lets it take memory without end, one that is too high makes it forget too early.
func TestEstimatesOfMemory(t *testing.T) {
	ctx := t.Context()
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	example, err := exampleFiles("wearable-monitor")
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, files := range map[string]folder.Files{
		"the example": example, "20 assets": {"a.yaml": bench.Hospital(20)}, "60 assets": {"a.yaml": bench.Hospital(60)},
	} {
		dir := t.TempDir()
		for file, data := range files {
			must(os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o700))
			must(os.WriteFile(filepath.Join(dir, file), data, 0o600))
		}
		near := func(what string, estimate, real int64) {
			t.Logf("%s: %s takes %d bytes, estimated %d", name, what, real, estimate)
			if estimate < real*2/3 || estimate > real*2 {
				t.Errorf("%s: %s takes %d bytes and is estimated to take %d", name, what, real, estimate)
			}
		}
		v, real := taken(t, func() any {
			out, err := (&Study{Workbench: &workbench.Workbench{}}).assess(ctx, k, files, engine.Future)
			must(err)
			return out
		})
		near("an assessment", bytesOf(v.(*Assessed).Assessed), real)

		v, real = taken(t, func() any {
			out, err := openAfter(ctx, dir, k, workbench.Revision{})
			must(err)
			must(flawed(out.wrong))
			return out
		})
		near("the time after release", v.(*kept).bytes(), real)

		open := func() *Case {
			m := project.ReadModel(files, Main, ".", k, &ds)
			c := newCase(k, workbench.Revision{}, "2026-11-26", "")
			c.judged, err = project.OpenCase(ctx, m, k, func(*project.Assessed) ([]decisions.Review, error) { return nil, nil }, c.Day, nil)
			must(err)
			return c
		}
		v, real = taken(t, func() any {
			c := open()
			for _, drafts := range []bool{false, true} {
				_, err := c.Comply(ctx, drafts)
				must(err)
			}
			return c
		})
		near("a case with what it answered", v.(*Case).bytes(), real)

		v, real = taken(t, func() any {
			p, err := open().assemble(context.WithoutCancel(ctx), nil, nil)
			must(err)
			return p
		})
		near("a case with its documents", v.(*papersOf).bytes(), real)
	}
}
