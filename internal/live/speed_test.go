package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"cordon/bench"
)

// hospital is the generated hospital as a folder with a file for each block, as a team would keep it.
func hospital(assets int) fstest.MapFS {
	out := fstest.MapFS{}
	for block := range strings.SplitSeq(strings.TrimPrefix(string(bench.Hospital(assets)), "cordon: 1\n\n"), "\n\n") {
		name, _, _ := strings.Cut(block, ":")
		out[name+".yaml"] = &fstest.MapFile{Data: []byte("cordon: 1\n\n" + block + "\n")}
	}
	return out
}

// edited is a hospital after a small edit of its largest file: an asset more on a ward, named by a number.
func edited(fsys fstest.MapFS, n int) fstest.MapFS {
	out := fstest.MapFS{}
	for name, f := range fsys {
		out[name] = f
	}
	line := fmt.Appendf(nil, "  extra-%d: {kind: device.workstation, zone: zone-0, on: [lan-0]}\n", n)
	out["assets.yaml"] = &fstest.MapFile{Data: bytes.Join([][]byte{fsys["assets.yaml"].Data, line}, nil)}
	return out
}

// BenchmarkEdit1000 is a view of 1,000 assets after one small edit, as JSON.
func BenchmarkEdit1000(b *testing.B) {
	fsys, k, size := hospital(1000), knowledgeOf(b), 0
	for i := 0; b.Loop(); i++ {
		v, err := Make(context.Background(), k, edited(fsys, i), ".")
		if err != nil {
			b.Fatal(err)
		}
		raw, err := json.Marshal(v)
		if err != nil || v.Levels == nil {
			b.Fatal(err, v.Diagnostics)
		}
		size = len(raw)
	}
	b.ReportMetric(float64(size), "json-bytes")
}
