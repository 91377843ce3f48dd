package jobs

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"cordon/internal/workbench"

	"github.com/google/go-cmp/cmp"
)

// addKind are records that shards add to, so that one that commits twice is seen.
const addKind workbench.Kind = "test-sum"

// add adds to a sum kept as the version of a record for each shard: version 1 means once.
func add(s Shard) Commit {
	return func(ctx context.Context, tx workbench.Tx) error {
		id := fmt.Sprintf("%d-%d", s.Job, s.Index)
		r, err := tx.Get(ctx, addKind, id)
		if err != nil && workbench.FaultOf(err) != workbench.NotFound {
			return err
		}
		_, err = tx.Put(ctx, workbench.Record{Kind: addKind, ID: id, Owner: splitID(s.Job), Version: r.Version, Doc: []byte(strconv.Itoa(s.To - s.From))})
		return err
	}
}

// added gives how many items were added up, and tells of shards that were added twice.
func (b *bed) added(t testing.TB, id int64) (items int) {
	t.Helper()
	b.write(t, func(tx workbench.Tx) error {
		items = 0
		records, err := tx.List(t.Context(), addKind, splitID(id), "", MaxShards)
		for _, r := range records {
			n := 0
			fmt.Sscan(string(r.Doc), &n)
			items += n
			if r.Version != 1 {
				t.Errorf("shard %s was added %d times", r.ID, r.Version)
			}
		}
		return err
	})
	return items
}

func (b *bed) split(t testing.TB, q *Queue, items, size int) (id int64) {
	t.Helper()
	b.write(t, func(tx workbench.Tx) (err error) {
		id, err = q.Split(t.Context(), tx, Split{Job: workbench.Job{Kind: "reduce", Args: []byte(`{"of":"all"}`), Organisation: org, Unique: true}, Shard: "shard", Items: items, Size: size})
		return err
	})
	return id
}

func (b *bed) outcome(t testing.TB, q *Queue, id int64) (o Outcome, err error) {
	err = b.Read(t.Context(), func(tx workbench.Tx) (err error) {
		o, err = q.Outcome(t.Context(), tx, id)
		return err
	})
	return o, err
}

func splitOnce(t *testing.T, b *bed) {
	q := b.queue(t)
	id := b.split(t, q, 1003, 5)
	if again := b.split(t, q, 1003, 5); again != id {
		t.Errorf("the same work was split twice: %d and %d", id, again)
	}
	if j := b.get(t, q, id); j.State != Running {
		t.Errorf("before any shard it is %s", j.State)
	}
	var reduced atomic.Int32
	var seen Outcome
	kinds := []Kind{
		{Name: "shard", Limit: 4, Shard: func(_ context.Context, s Shard) (Commit, error) {
			if string(s.Args) != `{"of":"all"}` || s.Organisation != org {
				return nil, workbench.Errorf(workbench.Invalid, "wrong shard %+v", s)
			}
			return add(s), nil
		}},
		{Name: "reduce", Work: func(ctx context.Context, _ []byte, p *Progress) (err error) {
			reduced.Add(1)
			seen, err = b.outcome(t, q, p.Job.ID)
			return errors.Join(err, p.Result("brought together"))
		}},
	}
	b.start(t, Options{}, kinds...)
	b.start(t, Options{}, kinds...)
	j := b.ends(t, q, id, Done)
	if d := cmp.Diff(Output{Done: 201, Total: 201, Result: []byte(`"brought together"`)}, j.Output); d != "" {
		t.Error(d)
	}
	if reduced.Load() != 1 {
		t.Errorf("reduced %d times", reduced.Load())
	}
	if d := cmp.Diff(Outcome{Shards: 201, Done: 201}, seen); d != "" {
		t.Error(d)
	}
	if n := b.added(t, id); n != 1003 {
		t.Errorf("%d items were added, want 1003", n)
	}
	if _, err := b.outcome(t, q, id); workbench.FaultOf(err) != workbench.NotFound {
		t.Errorf("the counts are kept after the end: %v", err)
	}
	if err := b.Write(t.Context(), func(tx workbench.Tx) error { _, err := q.Again(t.Context(), tx, id, who); return err }); fmt.Sprint(err) != fmt.Sprintf("job %d was split into shards and cannot be done again by itself", id) {
		t.Error(err)
	}
	var all []Job
	b.write(t, func(tx workbench.Tx) (err error) { all, err = q.List(t.Context(), tx, Filter{}); return err })
	if len(all) != 1 {
		t.Errorf("%d jobs are listed, want the one without its shards", len(all))
	}
	for _, s := range []Split{{Items: 0, Size: 1}, {Items: 1, Size: 0}, {Items: MaxShards + 1, Size: 1}} {
		err := b.Write(t.Context(), func(tx workbench.Tx) error { _, err := q.Split(t.Context(), tx, s); return err })
		if want := fmt.Sprintf("work is split into 1 to 20000 shards; %d items in shards of %d are not", s.Items, s.Size); fmt.Sprint(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func splitFailed(t *testing.T, b *bed) {
	q := b.queue(t)
	id := b.split(t, q, 70, 1)
	var seen Outcome
	b.start(t, Options{},
		Kind{Name: "shard", Limit: 4, Attempts: 2, Wait: time.Millisecond, Shard: func(_ context.Context, s Shard) (Commit, error) {
			switch s.Index {
			case 3:
				return nil, workbench.Errorf(workbench.Invalid, "a bad system")
			case 66:
				return nil, errors.New("always")
			}
			return add(s), nil
		}},
		Kind{Name: "reduce", Work: func(_ context.Context, _ []byte, p *Progress) (err error) {
			seen, err = b.outcome(t, q, p.Job.ID)
			return err
		}})
	b.ends(t, q, id, Done)
	if d := cmp.Diff(Outcome{Shards: 70, Done: 70, Failed: []int{3, 66}}, seen); d != "" {
		t.Error(d)
	}
	if n := b.added(t, id); n != 68 {
		t.Errorf("%d items were added, want 68", n)
	}
}

func splitCancelled(t *testing.T, b *bed) {
	q := b.queue(t)
	id := b.split(t, q, 50, 1)
	begun, ended := make(chan bool, 100), make(chan bool, 100)
	r, _ := b.start(t, quick,
		Kind{Name: "shard", Limit: 2, Shard: func(ctx context.Context, s Shard) (Commit, error) {
			begun <- true
			<-ctx.Done()
			ended <- true
			return nil, ctx.Err()
		}},
		Kind{Name: "reduce", Work: func(context.Context, []byte, *Progress) error {
			t.Error("a cancelled job was brought together")
			return nil
		}})
	<-begun
	<-begun
	b.cancel(t, q, id)
	<-ended
	<-ended
	until(t, "all shards are gone", func() bool {
		open := -1
		b.write(t, func(tx workbench.Tx) error {
			rows, err := r.engine.list(t.Context(), tx, openShards())
			open = len(rows)
			return err
		})
		return open == 0
	})
	if len(begun) > 0 {
		t.Errorf("%d more shards were begun", len(begun))
	}
	if s := b.get(t, q, id).State; s != Cancelled {
		t.Errorf("it is %s", s)
	}
	until(t, "its count is removed", func() bool {
		_, err := b.outcome(t, q, id)
		return workbench.FaultOf(err) == workbench.NotFound
	})
}

func shardTwice(t *testing.T, b *bed) {
	r, _ := b.start(t, Options{}, Kind{Name: "reduce", Work: func(context.Context, []byte, *Progress) error { return nil }})
	id := b.split(t, r.Queue, 2, 1)
	for range 3 {
		s := Shard{Job: id, Index: 0, From: 0, To: 1}
		if err := r.counted(t.Context(), b.Store, s, false, add(s)); err != nil {
			t.Fatal(err)
		}
	}
	o, err := b.outcome(t, r.Queue, id)
	if d := cmp.Diff(Outcome{Shards: 2, Done: 1}, o); d != "" || err != nil {
		t.Fatal(err, d)
	}
	if n := b.added(t, id); n != 1 {
		t.Errorf("added %d", n)
	}
	s := Shard{Job: id, Index: 1, From: 1, To: 2}
	no := errors.New("no")
	if err := r.counted(t.Context(), b.Store, s, false, func(context.Context, workbench.Tx) error { return no }); !errors.Is(err, no) {
		t.Error(err)
	}
	if err := r.counted(t.Context(), b.Store, s, false, add(s)); err != nil {
		t.Fatal(err)
	}
	b.ends(t, r.Queue, id, Done)
	if err := r.counted(t.Context(), b.Store, s, false, add(s)); err != nil {
		t.Errorf("a shard that comes after the end: %v", err)
	}
	if n := b.added(t, id); n != 2 {
		t.Errorf("added %d", n)
	}
}

func TestMaskHoldsEachShardOnce(t *testing.T) {
	for _, n := range []int{1, 7, 8, 9, 10_000, MaxShards} {
		m := newMask(n)
		for i := range n {
			if m.has(i) {
				t.Fatalf("of %d shards, %d is there before it was set", n, i)
			}
			m.set(i)
			if !m.has(i) {
				t.Fatalf("of %d shards, %d is not there", n, i)
			}
		}
	}
}

func TestWaitsDoubleUpToTenMinutes(t *testing.T) {
	k := Kind{Wait: 2 * time.Second}
	got := []time.Duration{k.wait(1), k.wait(2), k.wait(5), k.wait(9), k.wait(10), k.wait(1000)}
	want := []time.Duration{2 * time.Second, 4 * time.Second, 32 * time.Second, 512 * time.Second, 10 * time.Minute, 10 * time.Minute}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
