package report

import (
	"context"
	"github.com/dop251/goja"
	"os"
	"testing"
)

func exampleX(t testing.TB) example {
	return assess(t, os.DirFS("../../content"), os.DirFS("../../examples/wearable-monitor"))
}
func TestProf(t *testing.T) {
	x := exampleX(t)
	s := System(x.m, x.a)
	f, _ := os.Create("/tmp/js.prof")
	goja.StartProfile(f)
	for range 5 {
		if _, err := runDagre(context.Background(), graphOf(&s, arrangement{flow: Downward, ranker: "network-simplex"})); err != nil {
			t.Fatal(err)
		}
	}
	goja.StopProfile()
	f.Close()
}
