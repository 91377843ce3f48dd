package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// MaxArgs bounds the arguments of a job, in bytes: jobs name what they are about, and read it from the store.
const MaxArgs = 256 << 10

// Queue takes and shows jobs. Each method works in the transaction it is given, and takes no connection.
type Queue struct {
	engine engine
	now    func() time.Time
}

var _ workbench.Jobs = (*Queue)(nil)

// NewQueue gives a queue that works no jobs itself.
func NewQueue(db Database) (*Queue, error) {
	e, err := db.open(&river.Config{})
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return &Queue{e, time.Now}, nil
}

// Enqueue implements workbench.Jobs. If a unique job is there already, it gives that one's id.
func (q *Queue) Enqueue(ctx context.Context, tx workbench.Tx, job workbench.Job) (int64, error) {
	row, _, err := q.add(ctx, tx, job, false)
	if err != nil {
		return 0, err
	}
	return row.ID, nil
}

// add inserts a job, and tells whether it is new. A job that waits for shards is pending: nobody works it before it is released.
func (q *Queue) add(ctx context.Context, tx workbench.Tx, job workbench.Job, pending bool) (*rivertype.JobRow, bool, error) {
	params, err := paramsOf(job)
	if err != nil {
		return nil, false, err
	}
	if pending {
		params.InsertOpts.Pending = true
		params.InsertOpts.Metadata = metadata(meta{Account: job.Account, Split: true})
	}
	res, err := q.engine.insert(ctx, tx, []river.InsertManyParams{params})
	if err != nil {
		return nil, false, fmt.Errorf("enqueue a job of kind %s: %w", job.Kind, err)
	}
	fresh := !res[0].UniqueSkippedAsDuplicate
	if fresh {
		err = q.tell(ctx, tx, jobOf(res[0].Job))
	}
	return res[0].Job, fresh, err
}

// attempts is River's own limit, which is never met: a Kind has its own.
const attempts = 1000

func paramsOf(job workbench.Job) (river.InsertManyParams, error) {
	var none river.InsertManyParams
	if len(job.Args) > MaxArgs {
		return none, workbench.Errorf(workbench.TooLarge, "a job of kind %s takes at most %d bytes; it was given %d", job.Kind, MaxArgs, len(job.Args))
	}
	var args bytes.Buffer
	if len(job.Args) > 0 {
		if err := json.Compact(&args, job.Args); err != nil {
			return none, workbench.Errorf(workbench.Invalid, "the arguments of a job of kind %s are no JSON", job.Kind).Because(err)
		}
	}
	opts := &river.InsertOpts{Queue: job.Kind, MaxAttempts: attempts, Metadata: metadata(meta{Account: job.Account}), Tags: tags(job.Organisation, job.Project)}
	if job.Unique {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: open}
	}
	return river.InsertManyParams{Args: envelope{kind: job.Kind, Organisation: job.Organisation, Project: job.Project, Args: args.String()}, InsertOpts: opts}, nil
}

func metadata(m meta) []byte {
	out, _ := json.Marshal(m) // text and numbers cannot fail
	return out
}

// open are the states of jobs that are not final.
var open = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}

// listed is the tag of all jobs but shards.
const listed = "job"

// tags are what jobs are listed by.
func tags(o workbench.OrganisationID, p workbench.ProjectID) []string {
	out := []string{listed}
	if o != "" {
		out = append(out, "organisation-"+string(o))
	}
	if p != "" {
		out = append(out, "project-"+string(p))
	}
	return out
}

// Get gives a job; NotFound if there is none, or none any more.
func (q *Queue) Get(ctx context.Context, tx workbench.Tx, id int64) (Job, error) {
	row, err := q.engine.get(ctx, tx, id)
	if err != nil {
		return Job{}, err
	}
	return jobOf(row), nil
}

// Filter chooses jobs. The zero value of a field chooses all.
type Filter struct {
	Organisation workbench.OrganisationID
	Project      workbench.ProjectID
	Kind         string
	Open         bool  // only those that are not finished
	Before       int64 // only jobs with smaller ids, to continue a list
	Limit        int   // 1 to 1000; 0 means 100
}

// List gives jobs, newest first. Shards are not listed.
func (q *Queue) List(ctx context.Context, tx workbench.Tx, f Filter) ([]Job, error) {
	limit := min(f.Limit, 1000)
	if limit <= 0 {
		limit = 100
	}
	params := river.NewJobListParams().OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(limit).TagsAll(tags(f.Organisation, f.Project)...)
	if f.Kind != "" {
		params = params.Kinds(f.Kind)
	}
	if f.Open {
		params = params.States(open...)
	}
	if f.Before > 0 {
		params = params.Where("id < @before", river.NamedArgs{"before": f.Before})
	}
	rows, err := q.engine.list(ctx, tx, params)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	out := []Job{}
	for _, row := range rows {
		out = append(out, jobOf(row))
	}
	return out, nil
}

// Open implements workbench.Jobs. Of very many that others wait for as well, only the newest are looked at.
func (q *Queue) Open(ctx context.Context, tx workbench.Tx, org workbench.OrganisationID, who workbench.AccountID) (int, error) {
	all, err := q.List(ctx, tx, Filter{Organisation: org, Open: true, Limit: 1000})
	n := 0
	for _, j := range all {
		if j.Account == who {
			n++
		}
	}
	return n, err
}

// Cancel ends a job: one that waits is never begun; one that runs, in whatever process, has its context ended within a second or two
// and is cancelled when its handler returns. A finished job stays as it is.
func (q *Queue) Cancel(ctx context.Context, tx workbench.Tx, id int64) (Job, error) {
	row, err := q.engine.cancel(ctx, tx, id)
	if err != nil {
		return Job{}, err
	}
	j := jobOf(row)
	if j.State == Cancelled {
		err = q.tell(ctx, tx, j)
	}
	return j, err
}

// Again asks for the work of a finished job once more, as a new job for the account. Conflict if it is not finished, or was split:
// what split it must be asked again.
func (q *Queue) Again(ctx context.Context, tx workbench.Tx, id int64, by workbench.AccountID) (int64, error) {
	row, err := q.engine.get(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if row.FinalizedAt == nil {
		return 0, workbench.Errorf(workbench.Conflict, "job %d is not finished", id).WithHint("cancel it first")
	}
	if metaOf(row).Split {
		return 0, workbench.Errorf(workbench.Conflict, "job %d was split into shards and cannot be done again by itself", id).WithHint("ask again for what it was made for")
	}
	var e envelope
	if err := json.Unmarshal(row.EncodedArgs, &e); err != nil {
		return 0, fmt.Errorf("read the arguments of job %d: %w", id, err)
	}
	return q.Enqueue(ctx, tx, workbench.Job{Kind: row.Kind, Args: []byte(e.Args), Organisation: e.Organisation, Project: e.Project, Account: by, Unique: true})
}

// Topic is the kind of the events that jobs make, which are kept for a day; their data is the Job. Progress comes at most twice a second from each job. What ends a
// job is told after it was written: a process that is killed in between tells nothing, so who waits asks for the job now and then.
const Topic = workbench.JobTopic

// tell adds an event for the organisation that owns the job.
func (q *Queue) tell(ctx context.Context, tx workbench.Tx, j Job) error {
	if j.Organisation == "" {
		return nil
	}
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = tx.AddEvent(ctx, workbench.Event{Organisation: j.Organisation, Project: j.Project, Kind: Topic, At: millis(q.now()), By: j.Account, Data: data})
	return err
}
