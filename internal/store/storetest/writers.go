package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"cordon/internal/workbench"
)

var writers = map[string]func(*testing.T, Open){
	"of two writers with the same version exactly one wins": func(t *testing.T, open Open) {
		a, b := open(t), open(t) // as two processes
		put(t, a, record("a", "1", "", "", `0`))
		for version := int64(1); version <= 100; version++ {
			var won, lost atomic.Int32
			together(t, 4, func(i int) error {
				s := []workbench.Store{a, b}[i%2]
				err := s.Write(t.Context(), func(tx workbench.Tx) error {
					_, err := tx.Put(t.Context(), versioned(record("a", "1", "", "", fmt.Sprint(i)), version))
					return err
				})
				switch {
				case err == nil:
					won.Add(1)
				case workbench.FaultOf(err) == workbench.Conflict:
					lost.Add(1)
				default:
					return err
				}
				return nil
			})
			same(t, fmt.Sprintf("version %d: won and lost", version), [2]int32{won.Load(), lost.Load()}, [2]int32{1, 3})
		}
	},
	"of two who take a key, a number or a leaf exactly one gets it": func(t *testing.T, open Open) {
		a, b := open(t), open(t)
		for name, take := range map[string]func(tx workbench.Tx, who int, n int64) error{
			"key": func(tx workbench.Tx, who int, n int64) error {
				_, err := tx.Put(t.Context(), record("a", fmt.Sprintf("%d-%d", n, who), "", fmt.Sprint(n), `1`))
				return err
			},
			"number": func(tx workbench.Tx, who int, n int64) error {
				r := revision("p", n)
				r.ID = workbench.RevisionID(fmt.Sprintf("%d-%d", n, who))
				return tx.AddRevision(t.Context(), r)
			},
			"leaf": func(tx workbench.Tx, _ int, n int64) error { return tx.AppendLeaf(t.Context(), n, nil, nil) },
		} {
			t.Run(name, func(t *testing.T) {
				for n := range int64(50) {
					var won atomic.Int32
					together(t, 4, func(i int) error {
						err := []workbench.Store{a, b}[i%2].Write(t.Context(), func(tx workbench.Tx) error { return take(tx, i, n) })
						if err == nil {
							won.Add(1)
						} else if workbench.FaultOf(err) != workbench.Conflict {
							return err
						}
						return nil
					})
					same(t, "won", won.Load(), 1)
				}
			})
		}
	},
	"a count that each reads and writes loses none": func(t *testing.T, open Open) {
		a, b := open(t), open(t)
		put(t, a, record("count", "1", "", "", `0`))
		together(t, 8, func(i int) error {
			for range 25 {
				err := []workbench.Store{a, b}[i%2].Write(t.Context(), func(tx workbench.Tx) error {
					r, err := tx.Get(t.Context(), "count", "1")
					if err != nil {
						return err
					}
					var n int
					if _, err := fmt.Sscan(string(r.Doc), &n); err != nil {
						return err
					}
					r.Doc = fmt.Append(nil, n+1)
					_, err = tx.Put(t.Context(), r)
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		got := read(t, a, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) { return tx.Get(ctx, "count", "1") })
		same(t, "count", string(got.Doc), "200")
	},
	"two who each look before they leave do not both leave": func(t *testing.T, open Open) {
		// Each removes itself if the other is there: were they to see the same state, none would be left.
		a, b := open(t), open(t)
		for round := range 30 {
			owner := fmt.Sprint(round)
			put(t, a, record("member", owner+"-0", owner, "", `1`), record("member", owner+"-1", owner, "", `1`))
			together(t, 2, func(i int) error {
				return []workbench.Store{a, b}[i].Write(t.Context(), func(tx workbench.Tx) error {
					there, err := tx.List(t.Context(), "member", owner, "", 10)
					if err != nil || len(there) < 2 {
						return err
					}
					return tx.Delete(t.Context(), "member", fmt.Sprintf("%s-%d", owner, i), 0)
				})
			})
			same(t, "left", len(list(t, a, "member", owner, 10)), 1)
		}
	},
	"sixteen writers lose nothing, and no smaller number appears later": func(t *testing.T, open Open) {
		const people = 16
		each := 500
		if testing.Short() {
			each = 50
		}
		a, b := open(t), open(t) // others see the same, as in a second process
		done := make(chan struct{})
		var watching sync.WaitGroup
		for _, s := range []workbench.Store{a, b} {
			watching.Go(func() { watch(t, s, int64(people*each), done) })
		}
		together(t, people, func(i int) error {
			for n := range each {
				err := a.Write(t.Context(), func(tx workbench.Tx) error {
					if _, err := tx.Put(t.Context(), record("a", fmt.Sprintf("%02d-%03d", i, n), fmt.Sprint(i), "", `1`)); err != nil {
						return err
					}
					next, err := tx.LogSize(t.Context())
					if err != nil {
						return err
					}
					if err := tx.AppendLeaf(t.Context(), next, fmt.Append(nil, i, n), map[int64][32]byte{next: hashOf(next)}); err != nil {
						return err
					}
					_, err = tx.AddEvent(t.Context(), workbench.Event{Organisation: "o"})
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		close(done)
		watching.Wait()
		for i := range people {
			same(t, fmt.Sprintf("records of writer %d", i), len(list(t, a, "a", fmt.Sprint(i), each)), each)
		}
		same(t, "leaves", size(t, b), int64(people*each))
	},
}

// together runs f n times at once.
func together(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := f(i); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// watch follows events as a page would, and wants each number once, in order, without a hole. When done is closed there must be last.
func watch(t *testing.T, s workbench.Store, last int64, done <-chan struct{}) {
	var seen int64
	for over := false; ; {
		var page []workbench.Event
		err := s.Read(t.Context(), func(tx workbench.Tx) (err error) {
			page, err = tx.Events(t.Context(), "o", seen, 100)
			return err
		})
		if err != nil {
			t.Errorf("watch: %v", err)
			return
		}
		for _, e := range page {
			if e.Number != seen+1 {
				t.Errorf("after event %d came %d", seen, e.Number)
				return
			}
			seen = e.Number
		}
		if over && len(page) == 0 {
			if seen != last {
				t.Errorf("saw %d events; want %d", seen, last)
			}
			return
		}
		select {
		case <-done:
			over = true
		default:
		}
	}
}
