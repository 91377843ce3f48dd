package model

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/diag"
)

// seeds gives a fuzz test what people write and what has been wrong before.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds in testdata: %v", err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, s := range []string{
		"cordon: 1\nassets: {a: {kind: k, runs: {b: {kind: k, runs: {c: {kind: k}}}}}}\n",
		"# h\n\ncordon: 1 # l\nflows:\n- # x\n  a: >-\n    b\n\n    c\n # foot\n...\n# end\n",
		"? a\n: - |2\n    b\n  -\n  - ~\n'c''d': \"e\\n\"\n[]: x\n",
		"a: [b, {c: d}, # e\n  # f\n  ] # g\n",
		"- a: b # c\n",
		": 1# xd\nflows:\n   #    a: >c\n\n\n --",
		"x:\n- a: b # c\n- - d # e\n",
		": [b, {c: d}, # e\n? # f\n  ] #",
		"n: d}, # e\n# e\n? ? f  \n##",
		"cordon: 1\nasset0: {:{! 00, { {0000, {0, {0000}}}}}}",
	} {
		f.Add([]byte(s))
	}
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		m := FromFile(Parse("f.yaml", src, &ds), &ds)
		if m == nil {
			t.Fatal("no model")
		}
		for _, d := range ds.Sorted() {
			if d.File == "" {
				t.Errorf("diagnostic without a file: %s", d)
			}
		}
	})
}

func FuzzFormat(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		once, err := Format("f.yaml", src, &ds)
		if err != nil && !strings.Contains(err.Error(), "not a block of keys") && !strings.Contains(err.Error(), "a key is not a word") {
			t.Fatal(err)
		}
		if once == nil {
			return
		}
		twice, err := Format("f.yaml", once, &ds)
		if err != nil {
			t.Fatalf("format the result: %v\n%s", err, once)
		}
		if !bytes.Equal(once, twice) {
			t.Fatalf("not stable: %s\nonce:\n%s\ntwice:\n%s", cmp.Diff(string(once), string(twice)), once, twice)
		}
		before, after := Parse("f.yaml", src, &diag.List{}), Parse("f.yaml", once, &diag.List{})
		if diff := cmp.Diff(before, after, cmpopts.IgnoreTypes(diag.Pos{})); diff != "" {
			t.Fatalf("the file has another meaning: %s\n%s", diff, once)
		}
	})
}
