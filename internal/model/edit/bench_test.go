package edit

import (
	"testing"

	"cordon/bench"
)

// hospital is a generated description of 1,000 assets in one file: the worst case, for people spread theirs over several.
func hospital() map[string][]byte { return map[string][]byte{"system.yaml": bench.Hospital(1000)} }

var setPlace = []Operation{{Do: Set, ID: "device-7", Path: []string{"title"}, Value: []byte(`"Bed 7"`)}}

// BenchmarkOperation1000 opens the files and makes one operation.
func BenchmarkOperation1000(b *testing.B) {
	files := hospital()
	for b.Loop() {
		if _, ds := Apply(files, setPlace); len(ds) > 0 {
			b.Fatal(ds)
		}
	}
}

// BenchmarkOperationOpen1000 makes one operation on files that are open.
func BenchmarkOperationOpen1000(b *testing.B) {
	f := Open(hospital())
	titles := []string{`"Bed 7"`, `"Bed 8"`}
	for i := 0; b.Loop(); i++ {
		op := setPlace[0]
		op.Value = []byte(titles[i%2])
		if _, ds := f.Apply([]Operation{op}); len(ds) > 0 {
			b.Fatal(ds)
		}
	}
}

// BenchmarkRename1000 renames an element that is named in several places.
func BenchmarkRename1000(b *testing.B) {
	files := hospital()
	for b.Loop() {
		if _, ds := Apply(files, []Operation{{Do: Rename, ID: "core", To: "backbone"}}); len(ds) > 0 {
			b.Fatal(ds)
		}
	}
}

// BenchmarkMerge1000 merges two versions of the same file.
func BenchmarkMerge1000(b *testing.B) {
	base := hospital()
	ours, _ := Apply(base, setPlace)
	theirs, _ := Apply(base, []Operation{{Do: Set, ID: "device-8", Path: []string{"title"}, Value: []byte(`"Bed 8"`)}})
	for b.Loop() {
		if m := Merge(base, ours.Files, theirs.Files, nil); len(m.Conflicts) > 0 {
			b.Fatal(m.Conflicts)
		}
	}
}
