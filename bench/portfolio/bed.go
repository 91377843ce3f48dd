package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"cordon/bench"
	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/store/postgres"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// bed is a workbench on PostgreSQL.
type bed struct {
	store *postgres.Store
	queue *jobs.Queue
	w     *workbench.Workbench
	owner workbench.Actor
	org   workbench.OrganisationID
}

func open(ctx context.Context, address string) (*bed, error) {
	store, err := postgres.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	db := jobs.PostgreSQL(store.Pool())
	if err := jobs.Migrate(ctx, db); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return &bed{store: store, queue: queue, w: &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Hasher: people.NewHasher(people.HasherOptions{})}}, nil
}

// fill makes the systems, without asking for their summaries: the workbench has no queue for that here. Some are made at once, so that commits share
// their way to the disk.
func (b *bed) fill(ctx context.Context, systems int) error {
	acc, org, err := b.w.SetUp(ctx, workbench.Newcomer{Email: "owner@bench.example", Name: "Owner", Password: "violet lamp seven rivers", Language: "en"}, "Bench", "")
	if err != nil {
		return err
	}
	b.org, b.owner = org.ID, workbench.Actor{Account: acc.ID, Name: acc.Name}
	numbers, failed := make(chan int), make(chan error, 4)
	var wg sync.WaitGroup
	for range cap(failed) {
		wg.Go(func() {
			for n := range numbers {
				name := fmt.Sprintf("System %d", n)
				text := bytes.Replace(bench.Hospital(15+n%11), []byte("Generated hospital"), []byte(name), 1)
				if _, _, err := b.w.CreateProject(ctx, b.owner, b.org, workbench.System, name, map[string][]byte{"system.yaml": text}, "generated"); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	for n := range systems {
		select {
		case numbers <- n:
		case err := <-failed:
			return err
		}
	}
	close(numbers)
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// size is how many systems a part has, learnt when the work is asked for.
var size int

// ask asks for the summaries as the interface does, with what is done with the job.
func (b *bed) ask(ctx context.Context, do func(ctx context.Context, tx workbench.Tx, s jobs.Split) (int64, error)) (int64, error) {
	return b.w.SummariseAll(ctx, b.owner, b.org, func(ctx context.Context, tx workbench.Tx, job workbench.Job, part string, items, of int) (int64, error) {
		size = of
		return do(ctx, tx, jobs.Split{Job: job, Shard: part, Items: items, Size: of})
	})
}

// alone measures the steps of the first parts, in seconds, with nobody else in the way.
func (b *bed) alone(ctx context.Context, parts int) (work, write []float64, err error) {
	var args []byte
	if _, err := b.ask(ctx, func(_ context.Context, _ workbench.Tx, s jobs.Split) (int64, error) {
		args, parts = s.Job.Args, min(parts, (s.Items+s.Size-1)/s.Size)
		return 0, nil
	}); err != nil {
		return nil, nil, err
	}
	s, err := study.New(b.w)
	if err != nil {
		return nil, nil, err
	}
	for i := range parts {
		begun := time.Now()
		commit, err := s.SummarisePart(ctx, args, i)
		if err != nil {
			return nil, nil, err
		}
		assessed := time.Now()
		if err := b.store.Write(ctx, func(tx workbench.Tx) error { return commit(ctx, tx) }); err != nil {
			return nil, nil, err
		}
		work, write = append(work, assessed.Sub(begun).Seconds()), append(write, time.Since(assessed).Seconds())
	}
	return work, write, nil
}

// together lets worker processes do all parts. The time is from the request to the end of the job, with the workers waiting for it; the processor time, that of
// the workers.
func (b *bed) together(ctx context.Context, address string, workers int) (took, cpu time.Duration, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	dir, err := os.MkdirTemp("", "bench-portfolio-")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(dir)
	var all []*exec.Cmd
	for i := range workers {
		temp := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(temp, 0o700); err != nil {
			return 0, 0, err
		}
		c := exec.CommandContext(ctx, self)
		c.Env = append(os.Environ(), working+"="+strings.Join([]string{"serve", "--worker", "--store", address}, "\n"), "TMPDIR="+temp)
		if err := c.Start(); err != nil {
			return 0, 0, err
		}
		all = append(all, c)
	}
	time.Sleep(5 * time.Second) // they read the knowledge base
	begun := time.Now()
	err = b.wait(ctx)
	took = time.Since(begun)
	for _, c := range all {
		err = errors.Join(err, c.Process.Signal(syscall.SIGTERM), c.Wait())
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	return took, cpu, err
}

// wait asks for the work and waits until it is done.
func (b *bed) wait(ctx context.Context) error {
	id, err := b.ask(ctx, b.queue.Split)
	if err != nil {
		return err
	}
	for {
		var j jobs.Job
		if err := b.store.Read(ctx, func(tx workbench.Tx) (err error) {
			j, err = b.queue.Get(ctx, tx, id)
			return err
		}); err != nil {
			return err
		}
		switch j.State {
		case jobs.Done:
			var o jobs.Outcome
			if err := json.Unmarshal(j.Result, &o); err != nil {
				return err
			}
			if len(o.Failed) > 0 || o.Done != o.Shards {
				return fmt.Errorf("parts ended as %+v", o)
			}
			return nil
		case jobs.Failed, jobs.Cancelled:
			return fmt.Errorf("the job is %s: %s", j.State, j.Error)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
