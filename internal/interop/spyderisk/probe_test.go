package spyderisk

import (
	"cordon/internal/diag"
	"os"
	"testing"
	"time"
)

func TestProbe(t *testing.T) {
	for _, n := range []string{"network-v6a6-1-2", "network-patient-harms-e5cfa54", "network-ai-harms"} {
		var ds diag.List
		s := time.Now()
		b := ReadBase(os.DirFS("/work/shared/data/spyderisk/kb/"+n), n, &ds)
		t.Log(n, time.Since(s), b != nil, ds.Len())
		for i, d := range ds.Sorted() {
			if i < 40 {
				t.Log(d)
			}
		}
	}
}
