package live

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"
	"syscall"
	"testing"

	"cordon/bench"
	"cordon/internal/folder"
	"cordon/internal/project"
)

// hospital is the generated hospital as a folder with a file for each block, as a team would keep it.
func hospital(assets int) folder.Files {
	out := folder.Files{}
	for block := range strings.SplitSeq(strings.TrimPrefix(string(bench.Hospital(assets)), "cordon: 1\n\n"), "\n\n") {
		name, _, _ := strings.Cut(block, ":")
		out[name+".yaml"] = []byte("cordon: 1\n\n" + block + "\n")
	}
	return out
}

// edited is a hospital after a small edit: an element more at the end of a file, named by a number.
func edited(fsys folder.Files, file, element string, n int) folder.Files {
	out := maps.Clone(fsys)
	out[file] = append(bytes.Clone(fsys[file]), fmt.Sprintf("  extra-%d: %s\n", n, element)...)
	return out
}

// BenchmarkEdit1000 is a view of 1,000 assets after one small edit, as JSON, through an editor that knows the folder. cpu-ms is processor time
// of the whole process, collecting garbage included: it means something on a busy machine too.
func BenchmarkEdit1000(b *testing.B) {
	fsys, k := hospital(1000), knowledgeOf(b)
	for _, c := range []struct{ name, file, element string }{
		{"LargestFile", "assets.yaml", "{kind: device.workstation, zone: zone-0, on: [lan-0]}"},
		{"SmallFile", "zones.yaml", "{title: Another}"},
	} {
		b.Run(c.name, func(b *testing.B) {
			e, n, size := NewEditor(Options{}), 0, 0
			show(b, e, k, fsys)
			begun := processorTime(b)
			b.ReportAllocs()
			for b.Loop() {
				n++
				size = len(show(b, e, k, edited(fsys, c.file, c.element, n)).JSON)
			}
			b.ReportMetric(float64(processorTime(b)-begun)/1e6/float64(n), "cpu-ms/op")
			b.ReportMetric(float64(size), "json-bytes")
		})
	}
}

func show(b *testing.B, e *Editor, k *project.Knowledge, files folder.Files) *Viewed {
	v, err := e.View(context.Background(), k, files, ".")
	if err != nil || v.View.Levels == nil {
		b.Fatal(err)
	}
	return v
}

// processorTime is what this process has used, in nanoseconds.
func processorTime(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// BenchmarkSince1000 is what makes a view of 1,000 assets of one before a small edit.
func BenchmarkSince1000(b *testing.B) {
	e, k := NewEditor(Options{}), knowledgeOf(b)
	text := string(bench.Hospital(1000))
	look := func(text string) *Viewed {
		v, err := e.View(context.Background(), k, folder.Files{"system.yaml": []byte(text)}, ".")
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
	before := look(text)
	for _, c := range []struct{ name, from, to string }{{"Title", "title:", "title: X"}, {"Fact", "listens: yes", "listens: no"}} {
		now := look(strings.Replace(text, c.from, c.to, 1))
		b.Run(c.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = len(now.Since(before))
			}
			b.ReportMetric(float64(n), "patches")
		})
	}
}
