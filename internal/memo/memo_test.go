package memo

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestMemoKeepsWhatFits(t *testing.T) {
	var computed []string
	m := Of[string]{Most: 4, Bytes: func(v string) int64 { return int64(len(v)) }, Room: 10}
	get := func(key string) {
		t.Helper()
		got, err := m.Get(t.Context(), key, func(context.Context) (string, error) {
			computed = append(computed, key)
			return key, nil
		})
		if err != nil || got != key {
			t.Fatalf("%s: %q, %v", key, got, err)
		}
		settle(&m)
	}
	for _, key := range []string{"aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb", "longer than the room", "longer than the room", "d", "d"} {
		get(key)
	}
	// b had to go for c, for a was used after it; c for b; everything for what fills the room alone, and that for d.
	if want := []string{"aaaa", "bbbb", "cccc", "bbbb", "longer than the room", "d"}; !slices.Equal(computed, want) {
		t.Errorf("computed %q, want %q", computed, want)
	}
	if v, ok := m.Kept("d"); !ok || v != "d" {
		t.Errorf("kept is %q, %v", v, ok)
	}
	if v, ok := m.Kept("aaaa"); ok {
		t.Errorf("what had to go is kept: %q", v)
	}
	if m.held != 1 || m.order.Len() != 1 {
		t.Errorf("%d bytes are held in %d values", m.held, m.order.Len())
	}
}

func TestAPanicIsAnErrorOfWhoAsked(t *testing.T) {
	m := Of[string]{Most: 4}
	bad := func(context.Context) (string, error) { panic("a text nobody thought of") }
	if _, err := m.Get(t.Context(), "a", bad); err == nil || !strings.Contains(err.Error(), "a text nobody thought of") {
		t.Errorf("got %v", err)
	}
	got, err := m.Get(t.Context(), "a", func(context.Context) (string, error) { return "mended", nil })
	if err != nil || got != "mended" {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

// settle waits until all values that are there have been weighed.
func settle(m *Of[string]) {
	for {
		m.mu.Lock()
		all := true
		for e := m.order.Front(); e != nil; e = e.Next() {
			all = all && e.Value.(*slot[string]).bytes > 0
		}
		m.mu.Unlock()
		if all {
			return
		}
	}
}
