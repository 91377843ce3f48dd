package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/folder"
	"cordon/internal/project"
)

func TestSameContentIsLookedAtOnce(t *testing.T) {
	e, k := NewEditor(Options{}), knowledgeOf(t)
	got := make([]*Viewed, 8)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			v, err := e.View(context.Background(), k, folder.Files{"system.yaml": []byte(small)}, ".")
			if err != nil {
				t.Error(err)
			}
			got[i] = v
		})
	}
	all.Wait()
	if got[0] == nil || slices.ContainsFunc(got, func(v *Viewed) bool { return v != got[0] }) {
		t.Error("requests for the same content got different values")
	}
	if kept, ok := e.Kept(got[0].Digest); !ok || kept != got[0] {
		t.Error("the view is not kept")
	}
	for what, files := range map[string]folder.Files{
		"another text": {"system.yaml": []byte(small + "# a word\n")},
		"another file": {"system.yaml": []byte(small), "more.yaml": []byte("cordon: 1\n")},
		"another path": {"systems.yaml": []byte(small)},
	} {
		if v, err := e.View(context.Background(), k, files, "."); err != nil || v == got[0] || v.Digest == got[0].Digest {
			t.Errorf("%s: the same view, %v", what, err)
		}
	}
	if _, ok := e.Kept("unknown"); ok {
		t.Error("a view that nobody made is kept")
	}
}

func TestEditorForgetsWhatWasNotUsedForLongest(t *testing.T) {
	k := knowledgeOf(t)
	text := func(n int) folder.Files { return folder.Files{"system.yaml": fmt.Appendf(nil, "%s# %d\n", small, n)} }
	e := NewEditor(Options{})
	first, err := e.View(context.Background(), k, text(0), ".")
	if err != nil {
		t.Fatal(err)
	}
	e = NewEditor(Options{Bytes: 2*int64(len(first.JSON)) + 2})
	var digests []string
	for _, n := range []int{0, 1, 0, 2} {
		v, err := e.View(context.Background(), k, text(n), ".")
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, v.Digest)
	}
	for i, want := range map[int]bool{0: true, 1: false, 3: true} {
		if _, ok := e.Kept(digests[i]); ok != want {
			t.Errorf("view %d kept: %v", i, ok)
		}
	}
}

func TestTurnsComeInOrderAndCancelledOnesLeave(t *testing.T) {
	turns := newTurns(1)
	if err := turns.take(context.Background()); err != nil {
		t.Fatal(err)
	}
	came := make(chan int)
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error)
	enter := func(n int, ctx context.Context) {
		go func() {
			err := turns.take(ctx)
			if n == 1 {
				gone <- err
				return
			}
			came <- n
		}()
		for queued(turns) <= n {
			runtime.Gosched()
		}
	}
	enter(0, context.Background())
	enter(1, ctx)
	enter(2, context.Background())
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who left the queue got %v", err)
	}
	turns.give()
	if n := <-came; n != 0 {
		t.Errorf("request %d came first", n)
	}
	turns.give()
	if n := <-came; n != 2 {
		t.Errorf("request %d came second", n)
	}
	turns.give()
	if turns.free != 1 || turns.waiting.Len() != 0 {
		t.Errorf("%d turns are free, %d wait", turns.free, turns.waiting.Len())
	}
	done, end := context.WithCancel(context.Background())
	end()
	if err := turns.take(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := turns.take(done); !errors.Is(err, context.Canceled) || turns.free != 0 || turns.waiting.Len() != 0 {
		t.Errorf("a cancelled request: %v, %d free, %d wait", err, turns.free, turns.waiting.Len())
	}
}

func TestACalculationGoesOnWhileSomebodyWaits(t *testing.T) {
	e, k := NewEditor(Options{AtOnce: 1}), knowledgeOf(t)
	if err := e.turns.take(context.Background()); err != nil { // so that calculations wait
		t.Fatal(err)
	}
	files := folder.Files{"system.yaml": []byte(small)}
	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() { _, err := e.View(ctx, k, files, "."); first <- err }()
	second := make(chan *Viewed)
	go func() { v, _ := e.View(context.Background(), k, files, "."); second <- v }()
	for queued(e.turns) == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the request that was cancelled got %v", err)
	}
	e.turns.give()
	if v := <-second; v == nil || v.View.Levels == nil {
		t.Error("the other request got no view")
	}
}

func TestACalculationNobodyWaitsForLeavesTheQueue(t *testing.T) {
	e, k := NewEditor(Options{AtOnce: 1}), knowledgeOf(t)
	if err := e.turns.take(context.Background()); err != nil {
		t.Fatal(err)
	}
	files := folder.Files{"system.yaml": []byte(small)}
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error)
	go func() { _, err := e.View(ctx, k, files, "."); gone <- err }()
	for queued(e.turns) == 0 {
		runtime.Gosched()
	}
	cancel()
	<-gone
	for queued(e.turns) > 0 {
		runtime.Gosched()
	}
	e.turns.give()
	if v, err := e.View(context.Background(), k, files, "."); err != nil || v.View.Levels == nil {
		t.Errorf("a later request: %v", err)
	}
}

// queued is how many wait for a turn.
func queued(t *turns) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.waiting.Len()
}

func TestAPanicIsAnErrorOfTheRequest(t *testing.T) {
	e := NewEditor(Options{AtOnce: 1})
	broken := &project.Knowledge{Index: knowledgeOf(t).Index} // without what the engine needs
	files := folder.Files{"system.yaml": []byte(small)}
	if _, err := e.View(context.Background(), broken, files, "."); err == nil || !strings.HasPrefix(err.Error(), "view .: compute: panic: ") {
		t.Errorf("got %v", err)
	}
	if _, err := e.View(context.Background(), knowledgeOf(t), files, "."); err != nil {
		t.Errorf("the next request: %v", err)
	}
}

func TestAViewIsWrittenAsJSON(t *testing.T) {
	v, err := NewEditor(Options{}).View(t.Context(), knowledgeOf(t), folder.Files{"system.yaml": []byte(small)}, ".")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(v.View)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(whole), string(v.JSON)); d != "" {
		t.Error(d)
	}
}
