package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/workbench"
)

// Job is work in the background and what has become of it.
type Job struct {
	ID       int64            `json:"id"`
	Kind     string           `json:"kind"`
	State    jobs.State       `json:"state" enum:"waiting,retrying,running,done,failed,cancelled"`
	Project  string           `json:"project,omitempty"`
	Account  string           `json:"account,omitempty" doc:"who asked for it"`
	Created  time.Time        `json:"created"`
	Started  time.Time        `json:"started,omitzero" doc:"last try"`
	Finished time.Time        `json:"finished,omitzero"`
	Attempt  int              `json:"attempt" doc:"tries so far"`
	Done     int64            `json:"done"`
	Total    int64            `json:"total" doc:"0 while nobody knows"`
	Stage    string           `json:"stage,omitempty" doc:"a code"`
	Figures  map[string]int64 `json:"figures,omitempty" doc:"what the stage found on the way"`
	Result   json.RawMessage  `json:"result,omitempty"`
	Error    string           `json:"error,omitempty" doc:"why the last try failed"`
}

func jobRow(j jobs.Job) Job {
	return Job{j.ID, j.Kind, j.State, string(j.Project), string(j.Account), j.Created, j.Started, j.Finished, j.Attempt, j.Done, j.Total, j.Stage, j.Figures, j.Result, j.Error}
}

// InJob names a job of an organisation.
type InJob struct {
	InOrganisation
	Job int64 `path:"job" minimum:"1"`
}

func (a *API) jobOperations() {
	const path = "/organisations/{organisation}/jobs"
	add(a, operation{method: "GET", path: path, id: "jobs", summary: "Background work of an organisation, newest first; finished jobs are kept for seven days", needs: needs(workbench.Manage), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
			Open bool   `query:"open" doc:"only those that are not finished"`
			Kind string `query:"kind" maxLength:"100"`
		}) (*body[Page[Job]], error) {
			before, err := in.number()
			if err != nil {
				return nil, err
			}
			if err := a.Workbench.Manages(ctx, who, in.Organisation); err != nil {
				return nil, err
			}
			var items []Job
			err = a.Workbench.Store.Read(ctx, func(tx workbench.Tx) error {
				items = nil
				all, err := a.Jobs.List(ctx, tx, jobs.Filter{Organisation: in.Organisation, Kind: in.Kind, Open: in.Open, Before: int64(before), Limit: in.Limit + 1})
				for _, j := range all {
					items = append(items, jobRow(j))
				}
				return err
			})
			return answer(page(items, in.Limit, func(j Job) string { return strconv.FormatInt(j.ID, 10) }), err)
		})
	add(a, operation{method: "GET", path: path + "/{job}", id: "job", summary: "One job; for who asked for it, and those who manage", needs: signed, tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InJob) (*body[Job], error) {
			var j jobs.Job
			err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
				j, err = a.Jobs.Get(ctx, tx, in.Job)
				return err
			})
			return answer(jobRow(j), a.mayJob(ctx, who, in.Organisation, j, err))
		})
	add(a, operation{method: "POST", path: path + "/{job}/cancel", id: "cancel-job", summary: "End a job", needs: signed, tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InJob) (*body[Job], error) {
			var j jobs.Job
			err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
				j, err = a.Jobs.Get(ctx, tx, in.Job)
				return err
			})
			if err := cmp.Or(a.mayJob(ctx, who, in.Organisation, j, err), who.MayChange()); err != nil {
				return nil, err
			}
			err = a.Workbench.Store.Write(ctx, func(tx workbench.Tx) (err error) {
				j, err = a.Jobs.Cancel(ctx, tx, in.Job)
				return err
			})
			return answer(jobRow(j), err)
		})
	add(a, operation{method: "POST", path: "/backup", id: "back-up", summary: "Back the whole installation up; for those who run it", needs: signed, tag: "trust", status: http.StatusAccepted},
		func(ctx context.Context, who workbench.Actor, _ *none) (*body[JobAsked], error) {
			id, err := a.Workbench.AskBackup(ctx, who)
			return answer(JobAsked{id}, err)
		})
	add(a, operation{method: "GET", path: "/backups", id: "backups", summary: "Backups of the installation, newest first, and what makes them", needs: signed, tag: "trust"},
		func(ctx context.Context, who workbench.Actor, _ *none) (*body[Backups], error) {
			all, err := a.Workbench.Backups(ctx, who)
			if err != nil {
				return nil, err
			}
			out := Backups{Page[Backup]{Items: []Backup{}}, []Job{}}
			for _, b := range all {
				out.Items = append(out.Items, Backup(b))
			}
			err = a.Workbench.Store.Read(ctx, func(tx workbench.Tx) error {
				out.Jobs = []Job{}
				js, err := a.Jobs.List(ctx, tx, jobs.Filter{Kind: workbench.JobBackup, Limit: 5})
				for _, j := range js {
					out.Jobs = append(out.Jobs, jobRow(j))
				}
				return err
			})
			return answer(out, err)
		})
}

// JobAsked is a job that was asked for.
type JobAsked struct {
	Job int64 `json:"job"`
}

// Backup is a file with a copy of the database, in the folder backups of the workbench.
type Backup struct {
	Name string    `json:"name"`
	Size int64     `json:"size" doc:"bytes"`
	Made time.Time `json:"made"`
}

// Backups are the files, and the newest jobs that make them.
type Backups struct {
	Page[Backup]
	Jobs []Job `json:"jobs"`
}

// mayJob wants who asked for a job, and may read the project that it is of, or manages its organisation; for everybody else there is none. err is that of reading it.
func (a *API) mayJob(ctx context.Context, who workbench.Actor, org workbench.OrganisationID, j jobs.Job, err error) error {
	none := workbench.Errorf(workbench.NotFound, "there is no such job").WithHint("finished jobs are kept for seven days")
	if workbench.FaultOf(err) == workbench.NotFound || err == nil && (j.Organisation != org || org == "") {
		return none
	}
	if err != nil {
		return err
	}
	if err := a.Workbench.Belongs(ctx, who, org); err != nil {
		return err
	}
	if a.Workbench.Manages(ctx, who, org) == nil {
		return nil
	}
	if j.Account != who.Account || j.Project != "" && a.Workbench.Allowed(ctx, who, j.Project, workbench.Read) != nil {
		return none
	}
	return nil
}
