package jobs

import (
	"context"
	"errors"
	"log/slog"
	"testing"
)

// A job whose result was lost must not be taken for done. Its progress may be lost: it is not the work.
func TestAResultThatIsNotWrittenIsAnError(t *testing.T) {
	var kept Output
	fails := true
	p := &Progress{log: slog.New(slog.DiscardHandler), write: func(_ context.Context, j Job) error {
		if fails {
			return errors.New("the disk is full")
		}
		kept = j.Output
		return nil
	}}
	p.At(t.Context(), 1, 2, "half", nil)
	if err := p.end(t.Context()); err != nil {
		t.Errorf("progress that was not written: %v", err)
	}
	if err := p.Result("found"); err != nil {
		t.Fatal(err)
	}
	if err := p.end(t.Context()); err == nil {
		t.Error("a result that was not written is no error")
	}
	fails = false
	if err := p.end(t.Context()); err != nil || string(kept.Result) != `"found"` || kept.Done != 1 {
		t.Errorf("written at last: %+v, %v", kept, err)
	}
}
