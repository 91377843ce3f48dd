package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// The threats that matter most in each example have been judged by hand, all and no others, and most of them are right.
func TestTopTwentyAreJudged(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join("..", "..", "examples", "*", "system.yaml"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("%d examples: %v", len(dirs), err)
	}
	row := regexp.MustCompile(`(?m)^\| (T-[A-Z0-9]+) \| ([^|]+) \| (right|arguable|wrong) \| [^|]+ \|$`)
	k := shipped(t)
	for _, file := range dirs {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			var ds diag.List
			m := OpenModel(dir, k, &ds)
			if ds.HasErrors() {
				t.Fatal(ds.Sorted())
			}
			a, err := Assess(context.Background(), m, k, engine.Future, nil)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for _, x := range a.Top(&k.Index.Base.Scales, 20) {
				want = append(want, x.ID+" "+x.Title)
			}
			text, err := os.ReadFile(filepath.Join(dir, "expected", "review.md"))
			if err != nil {
				t.Fatal(err)
			}
			count := map[string]int{}
			for _, m := range row.FindAllSubmatch(text, -1) {
				got = append(got, fmt.Sprintf("%s %s", m[1], m[2]))
				count[string(m[3])]++
			}
			if !slices.Equal(want, got) {
				t.Errorf("judge what is new, and take out what is gone (-assessed +judged):\n%s", cmp.Diff(want, got))
			}
			sum := fmt.Sprintf("%d right, %d arguable, %d wrong.", count["right"], count["arguable"], count["wrong"])
			if !regexp.MustCompile(regexp.QuoteMeta(sum)).Match(text) {
				t.Errorf("the rows say: %s", sum)
			}
			if 10*count["right"] < 8*len(got) {
				t.Errorf("fewer than 8 of 10 are right: %s", sum)
			}
		})
	}
}
