package jobs

import (
	"encoding/json"
	"time"

	"cordon/internal/workbench"

	"github.com/riverqueue/river/rivertype"
)

// State is what has become of a job.
type State string

// The states. Done, Failed and Cancelled are final.
const (
	Waiting   State = "waiting"   // for a worker that is free
	Retrying  State = "retrying"  // it failed and waits for its next try
	Running   State = "running"   // somebody works it, or its shards
	Done      State = "done"      //
	Failed    State = "failed"    // it was given up; Error says why
	Cancelled State = "cancelled" // somebody did not want it any more
)

// Job is a request for work and what has become of it.
type Job struct {
	ID           int64                    `json:"id"`
	Kind         string                   `json:"kind"`
	State        State                    `json:"state"`
	Organisation workbench.OrganisationID `json:"organisation,omitempty"`
	Project      workbench.ProjectID      `json:"project,omitempty"`
	Account      workbench.AccountID      `json:"account,omitempty"`
	Created      time.Time                `json:"created"`
	Started      time.Time                `json:"started,omitzero"` // of the last try
	Finished     time.Time                `json:"finished,omitzero"`
	Attempt      int                      `json:"attempt"` // tries so far; an end of the process that tells the job to stop is none
	Output
	// Error is why the last try failed, in words that hold nothing from inside.
	Error string `json:"error,omitempty"`
}

// Output is what a job says of itself while it runs and when it ends.
type Output struct {
	Done  int64  `json:"done"`
	Total int64  `json:"total"`           // 0 while nobody knows
	Stage string `json:"stage,omitempty"` // a code, not a text
	// Figures are what a stage found on the way, by names of its own.
	Figures map[string]int64 `json:"figures,omitempty"`
	Result  json.RawMessage  `json:"result,omitempty"`
}

// envelope is what River keeps as arguments. Jobs are compared by all of it, so that no organisation gets the job of another. Args is
// text here, because PostgreSQL would write JSON in its own way.
type envelope struct {
	kind         string
	Organisation workbench.OrganisationID `json:"organisation,omitempty"`
	Project      workbench.ProjectID      `json:"project,omitempty"`
	Args         string                   `json:"args,omitempty"`
	Shard        *Shard                   `json:"shard,omitempty"`
}

// Kind implements river.JobArgs.
func (e envelope) Kind() string { return e.kind }

// meta is our part of what River keeps beside a job.
type meta struct {
	Account workbench.AccountID `json:"account,omitempty"`
	Output  Output              `json:"output,omitzero"` // as River names it
	Split   bool                `json:"split,omitempty"` // it waits for shards
	// Wanted is set by River when somebody cancels the job.
	Wanted string `json:"cancel_attempted_at,omitempty"`
}

func metaOf(row *rivertype.JobRow) meta {
	var m meta
	_ = json.Unmarshal(row.Metadata, &m) // what is not ours stays zero
	return m
}

func wasCancelled(row *rivertype.JobRow) bool { return metaOf(row).Wanted != "" }

func jobOf(row *rivertype.JobRow) Job {
	var e envelope
	_ = json.Unmarshal(row.EncodedArgs, &e) // a job of another program has no owner
	m := metaOf(row)
	j := Job{
		ID: row.ID, Kind: row.Kind, State: stateOf(row), Organisation: e.Organisation, Project: e.Project, Account: m.Account,
		Created: millis(row.CreatedAt), Attempt: row.Attempt, Output: m.Output,
	}
	if row.AttemptedAt != nil {
		j.Started = millis(*row.AttemptedAt)
	}
	if row.FinalizedAt != nil {
		j.Finished = millis(*row.FinalizedAt)
	}
	if n := len(row.Errors); n > 0 && (j.State == Failed || j.State == Retrying) {
		j.Error = row.Errors[n-1].Error
	}
	return j
}

// stateOf translates River's states. We end a job that must not be tried again with its state "cancelled", as River has no other
// way; what tells the two apart is whether somebody asked for it.
func stateOf(row *rivertype.JobRow) State {
	switch row.State {
	case rivertype.JobStateCompleted:
		return Done
	case rivertype.JobStateRunning, rivertype.JobStatePending: // pending: its shards are worked
		return Running
	case rivertype.JobStateCancelled:
		if wasCancelled(row) {
			return Cancelled
		}
		return Failed
	case rivertype.JobStateDiscarded:
		return Failed
	case rivertype.JobStateRetryable:
		return Retrying
	}
	if len(row.Errors) > 0 {
		return Retrying
	}
	return Waiting
}

func millis(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
