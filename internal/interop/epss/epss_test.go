package epss

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const head = "#model_version:v2025.03.14,score_date:2026-01-09T00:00:00+0000\ncve,epss,percentile\n"

func TestRead(t *testing.T) {
	var ds diag.List
	got := Read("epss.csv", []byte(head+"CVE-2026-1,0.00043,0.08425\r\nCVE-2026-2,0.97,1.0\n"), &ds)
	want := Scores{Model: "v2025.03.14", Day: "2026-01-09", List: []postmarket.Score{
		{ID: "CVE-2026-1", EPSS: postmarket.EPSS{Probability: 0.00043, Percentile: 0.08425, Day: "2026-01-09"}},
		{ID: "CVE-2026-2", EPSS: postmarket.EPSS{Probability: 0.97, Percentile: 1, Day: "2026-01-09"}},
	}}
	if d := cmp.Diff(want, got); d != "" || ds.Len() > 0 || !Is([]byte(head)) {
		t.Errorf("(-want +got):\n%s%v", d, ds.Sorted())
	}
}

// Lines that are wrong are named, twenty of them, and the others count; a file without a day has no scores.
func TestReadSaysWhatIsWrong(t *testing.T) {
	var ds diag.List
	got := Read("epss.csv", []byte(head+"CVE-2026-1,2,0.1\nCVE-2026-2,0.5,0.5\nX,0,0\n"), &ds)
	if list := ds.Sorted(); len(got.List) != 1 || len(list) != 2 || !strings.Contains(list[0].String(), `epss.csv:3:1: C790: "CVE-2026-1,2,0.1" is no score`) {
		t.Errorf("%+v, %v", got, list)
	}
	ds = diag.List{}
	Read("epss.csv", []byte(head+strings.Repeat("no\n", 50)), &ds)
	if list := ds.Sorted(); len(list) != 21 || !strings.Contains(list[0].String(), "30 more lines are no scores") {
		t.Errorf("%v", list)
	}
	ds = diag.List{}
	got = Read("epss.csv", []byte("cve,epss,percentile\nCVE-2026-1,0.1,0.1\n"), &ds)
	if list := ds.Sorted(); len(got.List) != 0 || len(list) != 1 || !strings.Contains(list[0].Message, "does not say of which day") {
		t.Errorf("%+v, %v", got, list)
	}
}

// BenchmarkRead reads the scores of 300,000 vulnerabilities.
func BenchmarkRead(b *testing.B) {
	var src strings.Builder
	src.WriteString(head)
	for i := range 300_000 {
		fmt.Fprintf(&src, "CVE-%d-%05d,0.%05d,0.%05d\n", 1999+i/12000, i%12000, i%100000, (i*7)%100000)
	}
	for b.Loop() {
		var ds diag.List
		if got := Read("epss.csv", []byte(src.String()), &ds); len(got.List) != 300_000 {
			b.Fatal(len(got.List))
		}
	}
}

// FuzzRead reads anything without a crash; each score is a probability of a named vulnerability on a day.
func FuzzRead(f *testing.F) {
	f.Add([]byte(head + "CVE-2026-1,0.00043,0.08425\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		Is(src)
		for _, s := range Read("epss.csv", src, &ds).List {
			if s.ID == "" || s.Day == "" || !(s.Probability >= 0 && s.Probability <= 1) {
				t.Fatalf("%+v", s)
			}
		}
	})
}
