// Package memo keeps what was computed for a while, for many who ask at once.
package memo

import (
	"container/list"
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Of keeps values by key. The same key is computed once, however many ask at once; whoever goes away does not stop the others. The values
// used last are kept. A bound must be set before the first use; it is safe for use by several goroutines then.
type Of[V any] struct {
	// Most is how many values are kept; 0 is no bound.
	Most int
	// Bytes is about what a value takes in memory; nil if that does not matter. The values used last are kept whose bytes fit into Room, and one anyway.
	Bytes func(V) int64
	Room  int64

	mu    sync.Mutex
	by    map[string]*list.Element // of *slot[V]
	order list.List
	held  int64 // bytes of all
}

type slot[V any] struct {
	key    string
	done   chan struct{}
	value  V
	err    error
	users  int
	bytes  int64 // once it is computed
	cancel context.CancelFunc
}

// Get gives the value of a key, computed unless it is kept. Errors are not kept.
func (m *Of[V]) Get(ctx context.Context, key string, compute func(context.Context) (V, error)) (V, error) {
	m.mu.Lock()
	if m.by == nil {
		m.by = map[string]*list.Element{}
	}
	e, ok := m.by[key]
	if ok {
		m.order.MoveToFront(e)
	} else {
		run, cancel := context.WithCancel(context.WithoutCancel(ctx))
		s := &slot[V]{key: key, done: make(chan struct{}), cancel: cancel}
		e = m.order.PushFront(s)
		m.by[key] = e
		for m.Most > 0 && m.order.Len() > m.Most {
			m.forget(m.order.Back())
		}
		go func() {
			defer cancel()
			defer close(s.done)
			s.value, s.err = guarded(run, compute)
			// Before anybody is told, so that whoever asks again is not given the error of before.
			m.mu.Lock()
			defer m.mu.Unlock()
			if s.err != nil {
				m.forget(e)
			} else {
				m.weigh(e)
			}
		}()
	}
	s := e.Value.(*slot[V])
	s.users++
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		s.users--
		m.mu.Unlock()
	}()
	select {
	case <-s.done:
		return s.value, s.err
	case <-ctx.Done():
		m.mu.Lock()
		if s.users == 1 { // nobody else waits for it
			s.cancel()
			m.forget(e)
		}
		m.mu.Unlock()
		return *new(V), ctx.Err()
	}
}

// Kept gives the value of a key if it was computed and is kept. It is no use that keeps it longer: who compares with what was before does not need it again.
func (m *Of[V]) Kept(key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.by[key]; ok {
		s := e.Value.(*slot[V])
		select {
		case <-s.done:
			return s.value, s.err == nil
		default:
		}
	}
	return *new(V), false
}

// guarded makes a panic an error: no server stands above the goroutine to keep one bad text from ending the program for all.
func guarded[V any](ctx context.Context, compute func(context.Context) (V, error)) (v V, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("compute: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return compute(ctx)
}

// weigh counts what a new value takes, and makes room for it.
func (m *Of[V]) weigh(e *list.Element) {
	s := e.Value.(*slot[V])
	if m.Bytes == nil || m.by[s.key] != e {
		return
	}
	s.bytes = m.Bytes(s.value)
	m.held += s.bytes
	for last := m.order.Back(); m.held > m.Room && last != e; last = m.order.Back() {
		m.forget(last)
	}
}

// forget takes a slot out unless another has its place.
func (m *Of[V]) forget(e *list.Element) {
	s := e.Value.(*slot[V])
	if m.by[s.key] == e {
		delete(m.by, s.key)
		m.order.Remove(e)
		m.held -= s.bytes
	}
}
