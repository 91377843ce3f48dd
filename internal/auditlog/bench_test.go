package auditlog

import (
	"os"
	"path/filepath"
	"testing"
)

const million = 1_000_000

// With a store that costs nothing, this is what hashing and proving cost.
func BenchmarkAppend1M(b *testing.B) {
	for b.Loop() {
		grow(b, &memory{}, million)
	}
}

func BenchmarkVerify1M(b *testing.B) {
	m := logOf(b, million)
	for name, f := range map[string]Filter{"all": {}, "organisation": {Organisation: "clinic", Since: million / 2}} {
		file := filepath.Join(b.TempDir(), "log.jsonl")
		out, err := os.Create(file)
		if err != nil {
			b.Fatal(err)
		}
		if err := Write(b.Context(), out, m, testKey(b), f); err != nil {
			b.Fatal(err)
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				in, err := os.Open(file)
				if err != nil {
					b.Fatal(err)
				}
				r, err := Verify(in, Against{Key: testKey(b).Verifier()})
				if err != nil || len(r.Problems) > 0 || r.Proved != r.Shown || r.Shown < million/3 {
					b.Fatal(err, r)
				}
				in.Close()
			}
		})
	}
}

func BenchmarkExport1M(b *testing.B) {
	m := logOf(b, million)
	b.ResetTimer()
	for b.Loop() {
		out, err := os.Create(filepath.Join(b.TempDir(), "log.jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		if err := Write(b.Context(), out, m, testKey(b), Filter{}); err != nil {
			b.Fatal(err)
		}
		out.Close()
	}
}
