package live

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/folder"
)

// TestAViewAfterEditsEqualsAViewFromNothing edits the example at random, by lines and words, mostly so that it stays a system, and compares
// what an editor shows that has seen all versions with what is made from the files alone, byte by byte.
func TestAViewAfterEditsEqualsAViewFromNothing(t *testing.T) {
	k := knowledgeOf(t)
	start := folder.Files{}
	for _, name := range []string{"system.yaml", "home.yaml", "clinic.yaml", "clinical.yaml", "controls.yaml", "parts/cloud.yaml"} {
		src, err := os.ReadFile("../../examples/wearable-monitor/" + name)
		if err != nil {
			t.Fatal(err)
		}
		start[name] = src
	}
	e, good, broken := NewEditor(Options{Bytes: 1 << 20}), 0, 0
	rapid.Check(t, func(t *rapid.T) {
		files := maps.Clone(start)
		for range rapid.IntRange(1, 3).Draw(t, "edits") {
			editOnce(t, files)
			got, err := e.View(context.Background(), k, files, ".")
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := Make(context.Background(), k, files, ".")
			if err != nil {
				t.Fatal(err)
			}
			want, err := json.Marshal(fresh)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(got.JSON)); d != "" {
				t.Fatalf("(-from nothing +after edits):\n%.2000s", d)
			}
			if fresh.Levels != nil {
				good++
			} else {
				broken++
			}
		}
	})
	if good == 0 || broken == 0 {
		t.Errorf("%d texts with levels, %d with errors: the test shows too little", good, broken)
	}
}

// editOnce changes one line of one file.
func editOnce(t *rapid.T, files folder.Files) {
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(files))).Draw(t, "file")
	lines := strings.Split(string(files[name]), "\n")
	at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
	switch rapid.IntRange(0, 4).Draw(t, "how") {
	case 0:
		lines[at] += " # a word"
	case 1:
		lines = slices.Insert(lines, at, "")
	case 2:
		lines = slices.Delete(lines, at, at+1)
	case 3:
		for _, swap := range [][2]string{{": yes", ": no"}, {": no", ": yes"}, {"state: present", "state: planned"}, {"high", "low"}} {
			if strings.Contains(lines[at], swap[0]) {
				lines[at] = strings.Replace(lines[at], swap[0], swap[1], 1)
				break
			}
		}
	case 4:
		lines = slices.Insert(lines, at, lines[at])
	}
	files[name] = []byte(strings.Join(lines, "\n"))
}
