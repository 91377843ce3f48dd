package live

import (
	"container/list"
	"context"
	"sync"
)

// turns lets a number of calculations run at once, others in the order in which they came.
type turns struct {
	mu      sync.Mutex
	free    int
	waiting *list.List // of chan struct{}, each closed when its turn has come
}

func newTurns(n int) *turns { return &turns{free: n, waiting: list.New()} }

// take waits for a turn, which give ends. It returns the error of ctx if that ends first; the place in the queue is free then.
func (t *turns) take(ctx context.Context) error {
	t.mu.Lock()
	if t.free > 0 {
		t.free--
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	place := t.waiting.PushBack(mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-mine: // the turn came at the same moment: it goes to the next
		t.pass()
	default:
		t.waiting.Remove(place)
	}
	return ctx.Err()
}

func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pass()
}

// pass gives a turn to the first who waits. The mutex is held.
func (t *turns) pass() {
	if first := t.waiting.Front(); first != nil {
		close(t.waiting.Remove(first).(chan struct{}))
		return
	}
	t.free++
}
