package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cordon/internal/workbench"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const (
	org   = workbench.OrganisationID("01JCORG0000000000000000000")
	other = workbench.OrganisationID("01JCORG0000000000000000001")
	proj  = workbench.ProjectID("01JCPRJ0000000000000000000")
	who   = workbench.AccountID("01JCACC0000000000000000000")
)

// bed is a store with its job queue, on one of the databases.
type bed struct {
	workbench.Store
	db   Database
	name string // for a child process
}

var suite = map[string]func(*testing.T, *bed){
	"a job of a transaction that is rolled back is none":        rolledBack,
	"a unique job is there once":                                unique,
	"jobs are compared and listed by organisation":              organisations,
	"a job is listed with what it said":                         listedJobs,
	"a waiting job that is cancelled is never begun":            cancelWaiting,
	"a running job is cancelled":                                cancelRunning,
	"a failed try is repeated":                                  retried,
	"what cannot be cured is not tried again":                   permanentFailure,
	"a job is given up after its tries":                         givenUp,
	"a panic and a timeout say nothing from inside":             panicAndTimeout,
	"progress is seen by others while the job runs":             progressSeen,
	"a stopped process gives its jobs back":                     gracefulStop,
	"no more than the limit of a kind runs at once":             limited,
	"arguments and results are bounded":                         bounded,
	"a job that is done again is a new one":                     again,
	"shards are counted once and brought together once":         splitOnce,
	"shards that were given up are named":                       splitFailed,
	"shards of a cancelled job end":                             splitCancelled,
	"a shard that runs twice commits once":                      shardTwice,
	"a periodic job comes once in its period":                   periodicOnce,
	"a job that ended is not taken for lost when it runs again": endedIsNotLost,
	"a killed process loses nothing":                            killed,
	"migrating twice, at once, is fine":                         migrateTwice,
	"a job that kills its process is given up":                  poison,
	"the pool of another database is refused with an error":     foreign,
}

func run(t *testing.T, open func(testing.TB) *bed) {
	for name, f := range suite {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, open(t))
		})
	}
}

// write runs f in a transaction that must commit.
func (b *bed) write(t testing.TB, f func(workbench.Tx) error) {
	t.Helper()
	if err := b.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func (b *bed) queue(t testing.TB) *Queue {
	t.Helper()
	q, err := NewQueue(b.db)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// enqueue asks for a job of the organisation.
func (b *bed) enqueue(t testing.TB, q *Queue, kind, args string) int64 {
	t.Helper()
	var id int64
	b.write(t, func(tx workbench.Tx) (err error) {
		id, err = q.Enqueue(t.Context(), tx, workbench.Job{Kind: kind, Args: []byte(args), Organisation: org, Project: proj, Account: who})
		return err
	})
	return id
}

func (b *bed) get(t testing.TB, q *Queue, id int64) Job {
	t.Helper()
	var j Job
	err := b.Read(t.Context(), func(tx workbench.Tx) (err error) {
		j, err = q.Get(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (b *bed) cancel(t testing.TB, q *Queue, id int64) {
	t.Helper()
	b.write(t, func(tx workbench.Tx) error {
		_, err := q.Cancel(t.Context(), tx, id)
		return err
	})
}

// until waits for something, for as long as a loaded machine may need.
func until(t testing.TB, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !f(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came: %s", what)
		}
	}
}

// ends waits until a job is in a state.
func (b *bed) ends(t testing.TB, q *Queue, id int64, s State) Job {
	t.Helper()
	var j Job
	until(t, fmt.Sprintf("job %d is %s", id, s), func() bool {
		j = b.get(t, q, id)
		return j.State == s
	})
	return j
}

// start works kinds until the test ends, or the function is called.
func (b *bed) start(t testing.TB, o Options, kinds ...Kind) (*Runner, func()) {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(testLog{t}, nil))
	r, err := NewRunner(b.db, b.Store, kinds, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return r, stop
}

// testLog keeps the log of a test with it.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func rolledBack(t *testing.T, b *bed) {
	var done atomic.Int32
	r, _ := b.start(t, Options{}, Kind{Name: "work", Work: func(context.Context, []byte, *Progress) error { done.Add(1); return nil }})
	no := errors.New("no")
	if err := b.Write(t.Context(), func(tx workbench.Tx) error {
		if _, err := r.Enqueue(t.Context(), tx, workbench.Job{Kind: "work", Args: []byte(`{"lost":true}`), Organisation: org}); err != nil {
			return err
		}
		return no
	}); !errors.Is(err, no) {
		t.Fatal(err)
	}
	b.ends(t, r.Queue, b.enqueue(t, r.Queue, "work", `{}`), Done)
	if n := done.Load(); n != 1 {
		t.Errorf("%d jobs were done, want only the one that was committed", n)
	}
}

func unique(t *testing.T, b *bed) {
	q := b.queue(t)
	job := func(args string, unique bool) (id int64) {
		b.write(t, func(tx workbench.Tx) (err error) {
			id, err = q.Enqueue(t.Context(), tx, workbench.Job{Kind: "work", Args: []byte(args), Organisation: org, Unique: unique, Account: workbench.AccountID(t.Name())})
			return err
		})
		return id
	}
	first := job(`{"a": 1, "b": 2}`, true)
	if got := job(`{"a":1,"b":2}`, true); got != first {
		t.Errorf("the same work again is job %d, want %d", got, first)
	}
	if got := job(`{"a":1,"b":3}`, true); got == first {
		t.Error("work with other arguments is the same job")
	}
	if got := job(`{"a":1,"b":2}`, false); got == first {
		t.Error("work that is not unique is the same job")
	}
	b.start(t, Options{}, Kind{Name: "work", Work: func(context.Context, []byte, *Progress) error { return nil }})
	b.ends(t, q, first, Done)
	if got := job(`{"a":1,"b":2}`, true); got == first {
		t.Error("work that was done cannot be asked for again")
	}
}

func organisations(t *testing.T, b *bed) {
	q := b.queue(t)
	var ids []int64
	for _, j := range []workbench.Job{{Kind: "work", Organisation: org, Unique: true}, {Kind: "work", Organisation: other, Unique: true}, {Kind: "work", Organisation: org, Project: proj, Unique: true}, {Kind: "work", Unique: true}} {
		b.write(t, func(tx workbench.Tx) error {
			id, err := q.Enqueue(t.Context(), tx, j)
			ids = append(ids, id)
			return err
		})
	}
	list := func(f Filter) (out []int64) {
		b.write(t, func(tx workbench.Tx) error {
			out = nil
			jobs, err := q.List(t.Context(), tx, f)
			for _, j := range jobs {
				out = append(out, j.ID)
			}
			return err
		})
		return out
	}
	got := map[string][]int64{
		"organisation": list(Filter{Organisation: org}), "other": list(Filter{Organisation: other}), "project": list(Filter{Project: proj}),
		"project of other": list(Filter{Organisation: other, Project: proj}), "all": list(Filter{}), "first": list(Filter{Limit: 2}), "next": list(Filter{Limit: 2, Before: ids[2]}),
		"kind": list(Filter{Kind: "none"}), "open": list(Filter{Open: true, Project: proj}),
	}
	want := map[string][]int64{
		"organisation": {ids[2], ids[0]}, "other": {ids[1]}, "project": {ids[2]}, "project of other": nil, "all": {ids[3], ids[2], ids[1], ids[0]},
		"first": {ids[3], ids[2]}, "next": {ids[1], ids[0]}, "kind": nil, "open": {ids[2]},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func listedJobs(t *testing.T, b *bed) {
	r, _ := b.start(t, Options{}, Kind{Name: "work", Work: func(ctx context.Context, args []byte, p *Progress) error {
		p.At(ctx, 1, 4, "reading", nil)
		p.At(ctx, 4, 4, "done-reading", map[string]int64{"lines": 12})
		return p.Result(map[string]string{"of": string(args)})
	}})
	id := b.enqueue(t, r.Queue, "work", `{"n": 7}`)
	b.ends(t, r.Queue, id, Done)
	var jobs []Job
	b.write(t, func(tx workbench.Tx) (err error) {
		jobs, err = r.List(t.Context(), tx, Filter{Project: proj})
		return err
	})
	want := []Job{{
		ID: id, Kind: "work", State: Done, Organisation: org, Project: proj, Account: who, Attempt: 1,
		Output: Output{Done: 4, Total: 4, Stage: "done-reading", Figures: map[string]int64{"lines": 12}, Result: json.RawMessage(`{"of":"{\"n\":7}"}`)},
	}}
	same := cmp.Transformer("json", func(r json.RawMessage) (v any) { _ = json.Unmarshal(r, &v); return v })
	if d := cmp.Diff(want, jobs, cmpopts.IgnoreTypes(time.Time{}), same); d != "" {
		t.Fatal(d)
	}
	if j := jobs[0]; j.Created.IsZero() || j.Started.Before(j.Created.Add(-time.Second)) || j.Finished.Before(j.Started) {
		t.Errorf("created %s, started %s, finished %s", j.Created, j.Started, j.Finished)
	}
	var states []State
	until(t, "the end is told", func() bool {
		states = b.told(t, id)
		return slices.Contains(states, Done)
	})
	if d := cmp.Diff([]State{Waiting, Running, Running, Done}, states); d != "" {
		t.Error(d)
	}
}

// told gives the states that events told of a job.
func (b *bed) told(t *testing.T, id int64) (out []State) {
	t.Helper()
	if err := b.Read(t.Context(), func(tx workbench.Tx) error {
		events, err := tx.Events(t.Context(), org, 0, 1000)
		for _, e := range events {
			var j Job
			if err := json.Unmarshal(e.Data, &j); err != nil {
				return err
			}
			if e.Kind == Topic && j.ID == id {
				out = append(out, j.State)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func cancelWaiting(t *testing.T, b *bed) {
	q := b.queue(t)
	id := b.enqueue(t, q, "work", `{"no":true}`)
	b.cancel(t, q, id)
	if s := b.get(t, q, id).State; s != Cancelled {
		t.Errorf("it is %s", s)
	}
	if d := cmp.Diff([]State{Waiting, Cancelled}, b.told(t, id)); d != "" {
		t.Error(d)
	}
	b.start(t, Options{}, Kind{Name: "work", Work: func(_ context.Context, args []byte, _ *Progress) error {
		if strings.Contains(string(args), "no") {
			t.Error("the cancelled job was begun")
		}
		return nil
	}})
	b.ends(t, q, b.enqueue(t, q, "work", `{}`), Done)
}

func cancelRunning(t *testing.T, b *bed) {
	begun := make(chan bool)
	b.start(t, Options{}, Kind{Name: "work", Work: func(ctx context.Context, _ []byte, _ *Progress) error {
		begun <- true
		<-ctx.Done()
		return ctx.Err()
	}})
	q := b.queue(t) // as another process has one
	id := b.enqueue(t, q, "work", `{}`)
	<-begun
	b.cancel(t, q, id)
	if j := b.ends(t, q, id, Cancelled); j.Error != "" || j.Attempt != 1 {
		t.Errorf("%+v", j)
	}
}

func retried(t *testing.T, b *bed) {
	var tries atomic.Int32
	r, _ := b.start(t, Options{}, Kind{Name: "work", Wait: time.Millisecond, Work: func(ctx context.Context, _ []byte, p *Progress) error {
		switch tries.Add(1) {
		case 1:
			return errors.New("password=hunter2")
		case 2:
			return workbench.Errorf(workbench.TooMany, "the feed is busy").Because(errors.New("password=hunter2")).WithHint("wait")
		}
		return nil
	}})
	id := b.enqueue(t, r.Queue, "work", `{}`)
	if j := b.ends(t, r.Queue, id, Done); j.Attempt != 3 || j.Error != "" {
		t.Errorf("%+v", j)
	}
	var jobs []string
	until(t, "the end is told", func() bool { return slices.Contains(b.told(t, id), Done) })
	b.write(t, func(tx workbench.Tx) error {
		events, err := tx.Events(t.Context(), org, 0, 1000)
		jobs = nil
		for _, e := range events {
			var j Job
			if err := json.Unmarshal(e.Data, &j); err != nil {
				return err
			}
			jobs = append(jobs, string(j.State)+" "+j.Error)
		}
		return err
	})
	want := []string{"waiting ", "retrying it failed for a reason inside the system, which the log of the server names", "retrying the feed is busy; wait", "done "}
	if d := cmp.Diff(want, jobs); d != "" {
		t.Error(d)
	}
}

func permanentFailure(t *testing.T, b *bed) {
	var tries atomic.Int32
	r, _ := b.start(t, Options{}, Kind{Name: "work", Wait: time.Millisecond, Work: func(context.Context, []byte, *Progress) error {
		tries.Add(1)
		return fmt.Errorf("work: %w", workbench.Errorf(workbench.NotFound, "there is no such project"))
	}})
	j := b.ends(t, r.Queue, b.enqueue(t, r.Queue, "work", `{}`), Failed)
	if j.Error != "there is no such project" || j.Attempt != 1 || tries.Load() != 1 {
		t.Errorf("%d tries: %+v", tries.Load(), j)
	}
}

func givenUp(t *testing.T, b *bed) {
	var tries atomic.Int32
	r, _ := b.start(t, Options{}, Kind{Name: "work", Wait: time.Millisecond, Attempts: 3, Work: func(context.Context, []byte, *Progress) error {
		tries.Add(1)
		return errors.New("no")
	}})
	j := b.ends(t, r.Queue, b.enqueue(t, r.Queue, "work", `{}`), Failed)
	if j.Attempt != 3 || tries.Load() != 3 || j.Error != "it failed for a reason inside the system, which the log of the server names" {
		t.Errorf("%d tries: %+v", tries.Load(), j)
	}
}

func panicAndTimeout(t *testing.T, b *bed) {
	r, _ := b.start(t, Options{},
		Kind{Name: "panic", Attempts: 1, Work: func(context.Context, []byte, *Progress) error { panic("password=hunter2") }},
		Kind{Name: "slow", Attempts: 1, Timeout: 50 * time.Millisecond, Work: func(ctx context.Context, _ []byte, _ *Progress) error {
			<-ctx.Done()
			return ctx.Err()
		}})
	one, two := b.enqueue(t, r.Queue, "panic", `{}`), b.enqueue(t, r.Queue, "slow", `{}`)
	got := []string{b.ends(t, r.Queue, one, Failed).Error, b.ends(t, r.Queue, two, Failed).Error}
	want := []string{"it failed for a reason inside the system, which the log of the server names", "it took longer than 50ms and was ended"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	var raw string
	b.write(t, func(tx workbench.Tx) error {
		row, err := r.engine.get(t.Context(), tx, one)
		raw = fmt.Sprint(row)
		return err
	})
	if strings.Contains(raw, "hunter2") {
		t.Error("the database has what only the log may have:", raw)
	}
}

func progressSeen(t *testing.T, b *bed) {
	release := make(chan bool)
	b.start(t, Options{}, Kind{Name: "work", Work: func(ctx context.Context, _ []byte, p *Progress) error {
		p.At(ctx, 3, 10, "weighing", nil)
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil
	}})
	q := b.queue(t)
	id := b.enqueue(t, q, "work", `{}`)
	var j Job
	until(t, "progress", func() bool { j = b.get(t, q, id); return j.Total > 0 })
	if d := cmp.Diff(Output{Done: 3, Total: 10, Stage: "weighing"}, j.Output); d != "" || j.State != Running {
		t.Error(j.State, d)
	}
	close(release)
	b.ends(t, q, id, Done)
}

func gracefulStop(t *testing.T, b *bed) {
	begun := make(chan bool, 10)
	_, stop := b.start(t, Options{}, Kind{Name: "work", Limit: 2, Work: func(ctx context.Context, _ []byte, _ *Progress) error {
		begun <- true
		<-ctx.Done()
		return fmt.Errorf("query: %w", ctx.Err())
	}})
	q := b.queue(t)
	var ids []int64
	for range 5 {
		ids = append(ids, b.enqueue(t, q, "work", `{}`))
	}
	<-begun
	<-begun
	stop()
	for _, id := range ids {
		if j := b.get(t, q, id); j.State != Waiting || j.Attempt != 0 {
			t.Errorf("after the stop: %+v", j)
		}
	}
	var runners []workbench.Record
	b.write(t, func(tx workbench.Tx) (err error) {
		runners, err = tx.List(t.Context(), beatKind, "", "", 10)
		return err
	})
	if len(runners) > 0 {
		t.Error("the process that stopped is still said to live")
	}
	b.start(t, Options{}, Kind{Name: "work", Work: func(context.Context, []byte, *Progress) error { return nil }})
	for _, id := range ids {
		if j := b.ends(t, q, id, Done); j.Attempt != 1 {
			t.Errorf("%+v", j)
		}
	}
}

func limited(t *testing.T, b *bed) {
	var mu sync.Mutex
	now, most := map[string]int{}, map[string]int{}
	limits := map[string]int{"heavy": 1, "light": 3}
	count := func(kind string, by int) bool {
		mu.Lock()
		defer mu.Unlock()
		now[kind] += by
		most[kind] = max(most[kind], now[kind])
		return most[kind] >= limits[kind]
	}
	work := func(kind string) Work {
		return func(ctx context.Context, _ []byte, _ *Progress) error {
			for full := count(kind, 1); !full && ctx.Err() == nil; full = count(kind, 0) { // until as many as may run at once do
				time.Sleep(time.Millisecond)
			}
			time.Sleep(2 * time.Millisecond)
			count(kind, -1)
			return nil
		}
	}
	q := b.queue(t)
	var ids []int64
	for range 30 {
		ids = append(ids, b.enqueue(t, q, "heavy", `{}`), b.enqueue(t, q, "light", `{}`))
	}
	b.start(t, Options{}, Kind{Name: "heavy", Work: work("heavy")}, Kind{Name: "light", Limit: 3, Work: work("light")})
	for _, id := range ids {
		b.ends(t, q, id, Done)
	}
	mu.Lock()
	defer mu.Unlock()
	if d := cmp.Diff(limits, most); d != "" {
		t.Error(d)
	}
}

func bounded(t *testing.T, b *bed) {
	var result error
	r, _ := b.start(t, Options{}, Kind{Name: "work", Work: func(_ context.Context, _ []byte, p *Progress) error {
		result = p.Result(strings.Repeat("x", MaxResult))
		return result
	}})
	b.ends(t, r.Queue, b.enqueue(t, r.Queue, "work", `{}`), Failed)
	var got []string
	for _, j := range []workbench.Job{{Kind: "work", Args: []byte(`"` + strings.Repeat("x", MaxArgs) + `"`)}, {Kind: "work", Args: []byte(`{`)}} {
		err := b.Write(t.Context(), func(tx workbench.Tx) error {
			_, err := r.Enqueue(t.Context(), tx, j)
			return err
		})
		got = append(got, err.Error())
	}
	_, err := paramsOf(workbench.Job{Kind: "work", Args: []byte(`[1]`)})
	got = append(got, result.Error(), fmt.Sprint(err))
	want := []string{
		"a job of kind work takes at most 262144 bytes; it was given 262146", "the arguments of a job of kind work are no JSON: unexpected end of JSON input",
		"the result of a job has at most 65536 bytes; this one has 65538", "<nil>",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func again(t *testing.T, b *bed) {
	ok := atomic.Bool{}
	r, _ := b.start(t, Options{}, Kind{Name: "work", Work: func(_ context.Context, args []byte, _ *Progress) error {
		if !ok.Load() || string(args) != `{"n":1}` {
			return workbench.Errorf(workbench.Invalid, "not yet")
		}
		return nil
	}})
	id := b.enqueue(t, r.Queue, "work", `{"n":1}`)
	b.ends(t, r.Queue, id, Failed)
	ok.Store(true)
	var next int64
	b.write(t, func(tx workbench.Tx) (err error) {
		next, err = r.Again(t.Context(), tx, id, who)
		return err
	})
	if j := b.ends(t, r.Queue, next, Done); next == id || j.Organisation != org || j.Project != proj || j.Account != who {
		t.Errorf("%+v", j)
	}
	waiting := b.enqueue(t, r.Queue, "nobody", `{}`)
	var got []string
	for _, id := range []int64{waiting, 999} {
		err := b.Write(t.Context(), func(tx workbench.Tx) error {
			_, err := r.Again(t.Context(), tx, id, who)
			return err
		})
		got = append(got, fmt.Sprint(workbench.FaultOf(err), " ", err))
	}
	want := []string{fmt.Sprintf("%d job %d is not finished", workbench.Conflict, waiting), fmt.Sprintf("%d there is no job 999", workbench.NotFound)}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func migrateTwice(t *testing.T, b *bed) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := Migrate(t.Context(), b.db); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// strange is a transaction of something else.
type strange struct{ workbench.Tx }

func (strange) Unwrap() any { return os.Stdin }

func foreign(t *testing.T, b *bed) {
	_, err := b.queue(t).Enqueue(t.Context(), strange{}, workbench.Job{Kind: "work"})
	if got, want := fmt.Sprint(err), "enqueue a job of kind work: the transaction is of another database than the job queue"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Between the end of a handler and the writing of that end, a job looks lost for a moment.
func endedIsNotLost(t *testing.T, b *bed) {
	r, err := NewRunner(b.db, b, []Kind{{Name: "work", Work: func(context.Context, []byte, *Progress) error { return nil }}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	watch, id := newBeat(r), b.enqueue(t, r.Queue, "work", `{}`)
	if watch.lost(id) {
		t.Fatal("lost at first sight")
	}
	watch.orphan[id] = time.Now().Add(-time.Hour)
	if err := watch.watch(t.Context()); err != nil { // it does not run any more
		t.Fatal(err)
	}
	if watch.lost(id) {
		t.Error("it is taken for lost as soon as it runs again")
	}
}
