package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Split is work on many items, done in shards by whoever is free, and then brought together once.
type Split struct {
	// Job brings together what the shards have left in the store. It is the job that people see, cancel and wait for.
	Job workbench.Job
	// Shard is the kind of the shards.
	Shard string
	// Items is how many there are, 1 or more; Size, how many a shard gets at most.
	Items, Size int
}

// Shard is a part of a Split: the items From to before To.
type Shard struct {
	Job   int64 `json:"job"` // of Split.Job
	Index int   `json:"index"`
	From  int   `json:"from"`
	To    int   `json:"to"`
	// Args are those of Split.Job; Organisation and Project too.
	Args         []byte                   `json:"-"`
	Organisation workbench.OrganisationID `json:"-"`
	Project      workbench.ProjectID      `json:"-"`
}

// ShardWork works a shard, perhaps twice, and returns what is to be written. Errors are as those of Work. A shard that was given up
// counts as failed, and the others go on.
type ShardWork func(ctx context.Context, s Shard) (Commit, error)

// Commit writes in the transaction that counts the shard: exactly once for each shard. It may be run again when that transaction meets
// another, so it must have no effect but through tx.
type Commit func(ctx context.Context, tx workbench.Tx) error

// MaxShards bounds a Split: one transaction inserts them all, and one record counts them.
const MaxShards = 20_000

// Split enqueues the shards in the transaction, and the job, which is worked when all are counted. If Job is unique and there already,
// that one's id is given and nothing is enqueued.
func (q *Queue) Split(ctx context.Context, tx workbench.Tx, s Split) (int64, error) {
	if s.Items < 1 || s.Size < 1 || (s.Items-1)/s.Size+1 > MaxShards {
		return 0, workbench.Errorf(workbench.TooLarge, "work is split into 1 to %d shards; %d items in shards of %d are not", MaxShards, s.Items, s.Size)
	}
	row, fresh, err := q.add(ctx, tx, s.Job, true)
	if err != nil || !fresh {
		return idOf(row), err
	}
	var e envelope
	if err := json.Unmarshal(row.EncodedArgs, &e); err != nil {
		return 0, err
	}
	n := (s.Items-1)/s.Size + 1
	if _, err := tx.Put(ctx, count{Shards: n, Done: newMask(n)}.record(row.ID, 0)); err != nil {
		return 0, err
	}
	params := make([]river.InsertManyParams, 0, min(n, batch))
	for i := range n {
		e.kind, e.Shard = s.Shard, &Shard{Job: row.ID, Index: i, From: i * s.Size, To: min((i+1)*s.Size, s.Items)}
		params = append(params, river.InsertManyParams{Args: e, InsertOpts: &river.InsertOpts{Queue: s.Shard, MaxAttempts: attempts}})
		if len(params) == batch || i == n-1 {
			if err := q.engine.insertFast(ctx, tx, params); err != nil {
				return 0, fmt.Errorf("enqueue %d shards of kind %s: %w", len(params), s.Shard, err)
			}
			params = params[:0]
		}
	}
	return row.ID, nil
}

// batch is how many shards one statement inserts.
const batch = 500

func idOf(row *rivertype.JobRow) int64 {
	if row == nil {
		return 0
	}
	return row.ID
}

// Outcome is how the shards of a job ended.
type Outcome struct {
	Shards int   `json:"shards"`
	Done   int   `json:"done"`             // counted, those that failed too
	Failed []int `json:"failed,omitempty"` // indexes of the shards that were given up, rising
}

// Outcome tells how far the shards of a job are; NotFound if it was not split, or is done.
func (q *Queue) Outcome(ctx context.Context, tx workbench.Tx, id int64) (Outcome, error) {
	c, _, err := countOf(ctx, tx, id)
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Shards: c.Shards, Done: c.Counted}
	for i := range c.Shards {
		if c.Failed.has(i) {
			o.Failed = append(o.Failed, i)
		}
	}
	return o, nil
}

// splitKind is the kind of the records that count shards. There is one for each Split until it is done, or is no longer kept.
const splitKind workbench.Kind = "job-split"

// count is the document of such a record.
type count struct {
	Shards  int  `json:"shards"`
	Counted int  `json:"counted"` // those in Done
	Done    mask `json:"done"`
	Failed  mask `json:"failed,omitempty"` // of those in Done; absent if there is none
}

// mask has a bit for each shard.
type mask []byte

func newMask(shards int) mask { return make(mask, (shards+7)/8) }

func (m mask) has(i int) bool { return i/8 < len(m) && m[i/8]&(1<<(i%8)) != 0 }
func (m mask) set(i int)      { m[i/8] |= 1 << (i % 8) }

func splitID(id int64) string { return fmt.Sprintf("%019d", id) }

func (c count) record(id, version int64) workbench.Record {
	doc, _ := json.Marshal(c) // numbers and bytes cannot fail
	return workbench.Record{Kind: splitKind, ID: splitID(id), Version: version, Doc: doc}
}

func countOf(ctx context.Context, tx workbench.Tx, id int64) (count, workbench.Record, error) {
	var c count
	r, err := tx.Get(ctx, splitKind, splitID(id))
	if err != nil {
		return c, r, err
	}
	if err := json.Unmarshal(r.Doc, &c); err != nil {
		return c, r, fmt.Errorf("read the shards of job %d: %w", id, err)
	}
	return c, r, nil
}

// counted marks a shard as done or failed, once, with what it writes; the last of all releases the job. A shard whose job is not there
// any more counts nothing.
func (q *Queue) counted(ctx context.Context, store workbench.Store, s Shard, failed bool, commit Commit) error {
	err := store.Write(ctx, func(tx workbench.Tx) error {
		c, r, err := countOf(ctx, tx, s.Job)
		if workbench.FaultOf(err) == workbench.NotFound || err == nil && c.Done.has(s.Index) {
			return nil
		}
		if err != nil {
			return err
		}
		if commit != nil {
			if err := commit(ctx, tx); err != nil {
				return err
			}
		}
		c.Done.set(s.Index)
		c.Counted++
		if failed {
			c.Failed = append(c.Failed, newMask(c.Shards)[len(c.Failed):]...)
			c.Failed.set(s.Index)
		}
		if _, err := tx.Put(ctx, c.record(s.Job, r.Version)); err != nil || c.Counted < c.Shards {
			return err
		}
		row, err := q.engine.get(ctx, tx, s.Job)
		if err != nil || isOver(row) {
			return err
		}
		if err := q.engine.output(ctx, tx, s.Job, Output{Done: int64(c.Shards), Total: int64(c.Shards)}); err != nil {
			return err
		}
		return q.engine.release(ctx, tx, s.Job)
	})
	if err != nil {
		return fmt.Errorf("count shard %d of job %d: %w", s.Index, s.Job, err)
	}
	return nil
}

// uncount removes the count of a job.
func uncount(ctx context.Context, tx workbench.Tx, id string) error {
	err := tx.Delete(ctx, splitKind, id, 0)
	if workbench.FaultOf(err) == workbench.NotFound {
		return nil
	}
	return err
}

// tidy removes the counts of jobs that ended before they were brought together.
func (q *Queue) tidy(ctx context.Context, store workbench.Store) error {
	var over []string
	err := store.Read(ctx, func(tx workbench.Tx) error {
		over = nil
		records, err := tx.List(ctx, splitKind, "", "", 1000)
		if err != nil {
			return err
		}
		for _, r := range records {
			id, err := strconv.ParseInt(r.ID, 10, 64)
			if err != nil {
				return fmt.Errorf("read the id of split job %q: %w", r.ID, err)
			}
			row, err := q.engine.get(ctx, tx, id)
			switch {
			case workbench.FaultOf(err) == workbench.NotFound, err == nil && row.FinalizedAt != nil:
				over = append(over, r.ID)
			case err != nil:
				return err
			}
		}
		return nil
	})
	if err != nil || len(over) == 0 {
		return err
	}
	return store.Write(ctx, func(tx workbench.Tx) error {
		for _, id := range over {
			if err := uncount(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
