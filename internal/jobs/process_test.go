package jobs

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"cordon/internal/store/postgres/pgtest"
	"cordon/internal/workbench"

	"github.com/riverqueue/river"
)

func openShards() *river.JobListParams {
	return river.NewJobListParams().Kinds("shard").States(open...).First(10_000)
}

// asChild names the bed that a process started by a test works on, and how.
const asChild = "CORDON_JOBS_TEST_CHILD"

func TestMain(m *testing.M) {
	if how := os.Getenv(asChild); how != "" {
		if err := child(how); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(pgtest.Main(m))
}

// child works jobs until it is killed.
func child(how string) error {
	mode, name, _ := strings.Cut(how, " ")
	b, err := openBed(context.Background(), name)
	if err != nil {
		return err
	}
	kinds := slowKinds
	if mode == "die" {
		kinds = []Kind{{Name: "work", Attempts: 2, Work: func(context.Context, []byte, *Progress) error { os.Exit(3); return nil }}}
	}
	r, err := NewRunner(b.db, b.Store, kinds, quick)
	if err != nil {
		return err
	}
	return r.Run(context.Background())
}

// quick makes tests of killed processes short.
var quick = Options{Beat: 200 * time.Millisecond}

var slowKinds = []Kind{
	{Name: "work", Limit: 4, Work: func(_ context.Context, _ []byte, p *Progress) error { time.Sleep(60 * time.Millisecond); return nil }},
	{Name: "shard", Limit: 4, Shard: func(_ context.Context, s Shard) (Commit, error) {
		time.Sleep(10 * time.Millisecond)
		return add(s), nil
	}},
	{Name: "reduce", Work: func(context.Context, []byte, *Progress) error { return nil }},
}

func (b *bed) spawn(t *testing.T, mode string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), asChild+"="+mode+" "+b.name)
	c.Stderr = testLog{t}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c
}

func killed(t *testing.T, b *bed) {
	q := b.queue(t)
	var ids []int64
	for range 60 {
		ids = append(ids, b.enqueue(t, q, "work", `{}`))
	}
	parts := b.split(t, q, 400, 2)
	victim := b.spawn(t, "work")
	count := func(s State) (n int) {
		for _, id := range ids {
			if b.get(t, q, id).State == s {
				n++
			}
		}
		return n
	}
	until(t, "the process that is to be killed works", func() bool {
		o, err := b.outcome(t, q, parts)
		return err == nil && o.Done > 5 && count(Done) > 5
	})
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()
	left := count(Running)
	if left == 0 {
		t.Log("no job of the list ran when the process was killed; its shards may have")
	}
	b.spawn(t, "work")
	for _, id := range ids {
		b.ends(t, q, id, Done)
	}
	b.ends(t, q, parts, Done)
	if n := b.added(t, parts); n != 400 {
		t.Errorf("%d items were added, want 400", n)
	}
	twice := 0
	for _, id := range ids {
		if b.get(t, q, id).Attempt > 1 {
			twice++
		}
	}
	if twice < left {
		t.Errorf("%d jobs ran when the process was killed, and only %d were begun twice", left, twice)
	}
	until(t, "the dead process is forgotten", func() bool {
		var n []workbench.Record
		b.write(t, func(tx workbench.Tx) (err error) { n, err = tx.List(t.Context(), beatKind, "", "", 10); return err })
		return len(n) == 1
	})
}

func poison(t *testing.T, b *bed) {
	q := b.queue(t)
	id := b.enqueue(t, q, "work", `{}`)
	for range 2 {
		if err := b.spawn(t, "die").Wait(); err == nil || !strings.Contains(err.Error(), "exit status 3") {
			t.Fatal(err)
		}
	}
	b.spawn(t, "die")
	j := b.ends(t, q, id, Failed)
	if want := "it was given up after 2 tries, the last of which ended with their process"; j.Error != want {
		t.Errorf("got %q, want %q", j.Error, want)
	}
}

func periodicOnce(t *testing.T, b *bed) {
	q := b.queue(t)
	o := Options{Periodic: []Periodic{{Job: workbench.Job{Kind: "work", Args: []byte(`{"p":1}`)}, Every: 24 * time.Hour}}}
	kind := Kind{Name: "work", Work: func(context.Context, []byte, *Progress) error { return nil }}
	list := func() (out []Job) {
		b.write(t, func(tx workbench.Tx) (err error) { out, err = q.List(t.Context(), tx, Filter{}); return err })
		return out
	}
	_, stop := b.start(t, o, kind)
	until(t, "the periodic job", func() bool { l := list(); return len(l) == 1 && l[0].State == Done })
	stop()
	o.Periodic = append(o.Periodic, Periodic{Job: workbench.Job{Kind: "work", Args: []byte(`{"p":2}`)}, Every: 24 * time.Hour})
	b.start(t, o, kind)
	// The job that only the second process knows shows that it has asked for all of its jobs.
	until(t, "the second periodic job", func() bool { l := list(); return len(l) > 1 && l[0].State == Done })
	if l := list(); len(l) != 2 {
		t.Errorf("%d jobs, want each periodic one once: %+v", len(l), l)
	}
	for _, every := range []time.Duration{time.Second, 8 * 24 * time.Hour} {
		_, err := NewRunner(b.db, b.Store, []Kind{kind}, Options{Periodic: []Periodic{{Job: workbench.Job{Kind: "work"}, Every: every}}})
		if want := fmt.Sprintf("periodic job work: a period is a minute or more and less than the 168h0m0s that finished jobs are kept, not %s", every); fmt.Sprint(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
