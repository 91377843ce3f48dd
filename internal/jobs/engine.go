package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// engine is River's client without the type of its transactions. Methods with a transaction work in it; the others take a connection.
type engine interface {
	insert(ctx context.Context, tx workbench.Tx, jobs []river.InsertManyParams) ([]*rivertype.JobInsertResult, error)
	// insertFast is insert for jobs that are not unique and whose ids nobody needs.
	insertFast(ctx context.Context, tx workbench.Tx, jobs []river.InsertManyParams) error
	get(ctx context.Context, tx workbench.Tx, id int64) (*rivertype.JobRow, error)
	list(ctx context.Context, tx workbench.Tx, params *river.JobListParams) ([]*rivertype.JobRow, error)
	cancel(ctx context.Context, tx workbench.Tx, id int64) (*rivertype.JobRow, error)
	// release makes a job that does not run available at once.
	release(ctx context.Context, tx workbench.Tx, id int64) error
	// rescue takes a running job from its process and makes it available at once, or cancelled if somebody wanted that.
	rescue(ctx context.Context, tx workbench.Tx, row *rivertype.JobRow, reason string) error
	output(ctx context.Context, tx workbench.Tx, id int64, out any) error
	// complete ends the job that runs in ctx.
	complete(ctx context.Context, tx workbench.Tx, job *river.Job[envelope]) error

	id() string
	start(ctx context.Context) error
	stop(ctx context.Context) error    // waits for running jobs
	stopNow(ctx context.Context) error // ends their contexts, and waits
	subscribe() (<-chan *river.Event, func())
}

type client[T any] struct{ *river.Client[T] }

// in gives the transaction of the database.
func (c *client[T]) in(tx workbench.Tx) (T, error) {
	t, ok := tx.Unwrap().(T)
	if !ok {
		return t, errors.New("the transaction is of another database than the job queue")
	}
	return t, nil
}

func (c *client[T]) insert(ctx context.Context, tx workbench.Tx, jobs []river.InsertManyParams) ([]*rivertype.JobInsertResult, error) {
	t, err := c.in(tx)
	if err != nil {
		return nil, err
	}
	return c.InsertManyTx(ctx, t, jobs)
}

func (c *client[T]) insertFast(ctx context.Context, tx workbench.Tx, jobs []river.InsertManyParams) error {
	t, err := c.in(tx)
	if err != nil {
		return err
	}
	_, err = c.InsertManyFastTx(ctx, t, jobs)
	return err
}

func (c *client[T]) get(ctx context.Context, tx workbench.Tx, id int64) (*rivertype.JobRow, error) {
	t, err := c.in(tx)
	if err != nil {
		return nil, err
	}
	return found(id)(c.JobGetTx(ctx, t, id))
}

func (c *client[T]) list(ctx context.Context, tx workbench.Tx, params *river.JobListParams) ([]*rivertype.JobRow, error) {
	t, err := c.in(tx)
	if err != nil {
		return nil, err
	}
	res, err := c.JobListTx(ctx, t, params)
	if err != nil {
		return nil, err
	}
	return res.Jobs, nil
}

func (c *client[T]) cancel(ctx context.Context, tx workbench.Tx, id int64) (*rivertype.JobRow, error) {
	t, err := c.in(tx)
	if err != nil {
		return nil, err
	}
	return found(id)(c.JobCancelTx(ctx, t, id))
}

func (c *client[T]) release(ctx context.Context, tx workbench.Tx, id int64) error {
	t, err := c.in(tx)
	if err != nil {
		return err
	}
	_, err = found(id)(c.JobRetryTx(ctx, t, id))
	return err
}

func (c *client[T]) rescue(ctx context.Context, tx workbench.Tx, row *rivertype.JobRow, reason string) error {
	t, err := c.in(tx)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	attempt, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: row.Attempt, Error: reason})
	if err != nil {
		return err
	}
	state, finalized := rivertype.JobStateAvailable, (*time.Time)(nil)
	if wasCancelled(row) {
		state, finalized = rivertype.JobStateCancelled, &now
	}
	_, err = c.Driver().UnwrapExecutor(t).JobRescueMany(ctx, &riverdriver.JobRescueManyParams{
		ID: []int64{row.ID}, Error: [][]byte{attempt}, FinalizedAt: []*time.Time{finalized}, ScheduledAt: []time.Time{now}, State: []string{string(state)}, StuckHorizon: now,
	})
	return err
}

func (c *client[T]) output(ctx context.Context, tx workbench.Tx, id int64, out any) error {
	t, err := c.in(tx)
	if err != nil {
		return err
	}
	_, err = c.JobUpdateTx(ctx, t, id, &river.JobUpdateParams{Output: out})
	return err
}

func (c *client[T]) complete(ctx context.Context, tx workbench.Tx, job *river.Job[envelope]) error {
	t, err := c.in(tx)
	if err != nil {
		return err
	}
	_, err = river.JobCompleteTx[riverdriver.Driver[T]](ctx, t, job)
	return err
}

func (c *client[T]) id() string                        { return c.ID() }
func (c *client[T]) start(ctx context.Context) error   { return c.Start(ctx) }
func (c *client[T]) stop(ctx context.Context) error    { return c.Stop(ctx) }
func (c *client[T]) stopNow(ctx context.Context) error { return c.StopAndCancel(ctx) }

func (c *client[T]) subscribe() (<-chan *river.Event, func()) {
	return c.SubscribeConfig(&river.SubscribeConfig{ChanSize: 10_000, Kinds: []river.EventKind{river.EventKindJobCompleted, river.EventKindJobCancelled, river.EventKindJobFailed}})
}

// found says in our words that there is no such job.
func found(id int64) func(*rivertype.JobRow, error) (*rivertype.JobRow, error) {
	return func(row *rivertype.JobRow, err error) (*rivertype.JobRow, error) {
		if errors.Is(err, rivertype.ErrNotFound) {
			return nil, workbench.Errorf(workbench.NotFound, "there is no job %d", id).WithHint("finished jobs are removed after some days")
		}
		return row, err
	}
}
