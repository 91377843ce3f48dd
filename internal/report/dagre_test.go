package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func TestDagreIsWhatTheReadmeSays(t *testing.T) {
	readme, err := os.ReadFile("dagre/README.md")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(dagreSource))
	if want := "| SHA-256 of `dagre.min.js` | `" + hex.EncodeToString(sum[:]) + "` |"; !strings.Contains(string(readme), want) {
		t.Errorf("dagre/README.md does not have the line %s", want)
	}
}

func TestNoticeHasTheLicencesOfDagre(t *testing.T) {
	plain := func(file string) string {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
	notice := plain("../../NOTICE")
	for _, file := range []string{"dagre/LICENSE", "dagre/LICENSE.graphlib"} {
		if !strings.Contains(notice, plain(file)) {
			t.Errorf("NOTICE does not hold %s", file)
		}
	}
}

// A layout that would take long must end soon after its context does, and say why.
func TestDagreIsInterrupted(t *testing.T) {
	s := System(large(layoutBoxes))
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := runDagre(ctx, graphOf(&s, arrangement{flow: Downward, ranker: "network-simplex"}))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("ended after %v", took)
	}
}

func TestDagreSaysWhatIsWrong(t *testing.T) {
	_, err := runDagre(context.Background(), &dagreGraph{Groups: []int{}, Boxes: []dagreBox{}, Edges: []dagreEdge{{From: 0, To: 1}}})
	if err == nil || !strings.HasPrefix(err.Error(), "run dagre: ") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkLayoutOfExample(b *testing.B) {
	x := wearable(b)
	s := System(x.m, x.a)
	for b.Loop() {
		if err := layGraph(context.Background(), &s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPicturesOfExample(b *testing.B) {
	x := wearable(b)
	for b.Loop() {
		if _, err := Pictures(context.Background(), x.m, x.a); err != nil {
			b.Fatal(err)
		}
	}
}

// wearable is the example of the handbook with the real knowledge base.
func wearable(t testing.TB) example {
	t.Helper()
	return assess(t, os.DirFS("../../content"), os.DirFS("../../examples/wearable-monitor"))
}
