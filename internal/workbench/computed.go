package workbench

import (
	"context"
	"slices"
	"time"
)

const kindComputed Kind = "computed" // id project:key, owner project

// Computed is the result of long work on a revision, kept by what it was computed from and what was asked, so that the same question is
// answered at once. Whatever is lost of it can be computed again.
type Computed struct {
	Project ProjectID `json:"project"`
	Key     string    `json:"key"`
	Hash    string    `json:"hash"` // of the result, which is a blob
	At      time.Time `json:"at"`
	Version int64     `json:"-"`
}

func (c *Computed) record() (Kind, string, string, string) {
	return kindComputed, pair(c.Project, c.Key), string(c.Project), ""
}
func (c *Computed) version() *int64 { return &c.Version }

// mostComputed is how many results a project keeps; the oldest go first.
const mostComputed = 100

// Computed gives a result that is kept; NotFound if there is none.
func (w *Workbench) Computed(ctx context.Context, a Actor, id ProjectID, key string) ([]byte, error) {
	var data []byte
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		c, err := get[Computed](ctx, tx, pair(id, key))
		if err != nil {
			return hidden(err, "result")
		}
		data, err = tx.Blob(ctx, c.Hash)
		return err
	})
	return data, err
}

// KeepComputed keeps a result. A result that is there already stays: equal questions have equal answers.
func (w *Workbench) KeepComputed(ctx context.Context, id ProjectID, key string, data []byte) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		if _, err := get[Project](ctx, tx, string(id)); err != nil {
			return hidden(err, "project")
		}
		if _, err := get[Computed](ctx, tx, pair(id, key)); FaultOf(err) != NotFound {
			return err
		}
		all, err := listOf[Computed](ctx, tx, string(id), "", mostComputed+1)
		if err != nil {
			return err
		}
		slices.SortFunc(all, func(x, y Computed) int { return x.At.Compare(y.At) })
		for i := range max(0, len(all)+1-mostComputed) {
			if err := drop(ctx, tx, &all[i]); err != nil {
				return err
			}
		}
		c := Computed{Project: id, Key: key, Hash: Hash(data), At: w.now()}
		if err := tx.PutBlob(ctx, c.Hash, data); err != nil {
			return err
		}
		return put(ctx, tx, &c)
	})
}

// ComputationsMost is how much work that is not finished one person may have asked for in an organisation.
const ComputationsMost = 20

// Compute asks for long work on a project; the same work is asked for once while it waits or runs.
func (w *Workbench) Compute(ctx context.Context, a Actor, id ProjectID, kind string, args []byte) (int64, error) {
	var job int64
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		org := acc.Project.Organisation
		if job, err = w.Jobs.Enqueue(ctx, tx, Job{Kind: kind, Args: args, Unique: true, Organisation: org, Project: id, Account: a.Account}); err != nil {
			return err
		}
		// Counted after, when the same question asked again has made no job.
		if n, err := w.Jobs.Open(ctx, tx, org, a.Account); err != nil || n <= ComputationsMost {
			return err
		}
		return Errorf(TooMany, "%d computations of yours are waiting already", ComputationsMost).WithHint("wait for them, or stop some")
	})
	return job, err
}
