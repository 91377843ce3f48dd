package api

import (
	"context"
<<<<<<< HEAD
	"encoding/json"
	"net/http"
	"strconv"
	"time"
=======
>>>>>>> c65d679 (workbench, study, server/api: numbers and options are computed by jobs and kept; jobs are seen and stopped)

	"cordon/internal/jobs"
	"cordon/internal/workbench"
)

<<<<<<< HEAD
// Job is work in the background and what has become of it.
type Job struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind"`
	State    jobs.State      `json:"state" enum:"waiting,retrying,running,done,failed,cancelled"`
	Project  string          `json:"project,omitempty"`
	Account  string          `json:"account,omitempty" doc:"who asked for it"`
	Created  time.Time       `json:"created"`
	Started  time.Time       `json:"started,omitzero" doc:"last try"`
	Finished time.Time       `json:"finished,omitzero"`
	Attempt  int             `json:"attempt" doc:"tries so far"`
	Done     int64           `json:"done"`
	Total    int64           `json:"total" doc:"0 while nobody knows"`
	Stage    string          `json:"stage,omitempty"`
	Result   json.RawMessage `json:"result,omitempty"`
	Error    string          `json:"error,omitempty" doc:"why the last try failed"`
}

func jobRow(j jobs.Job) Job {
	return Job{j.ID, j.Kind, j.State, string(j.Project), string(j.Account), j.Created, j.Started, j.Finished, j.Attempt, j.Done, j.Total, j.Stage, j.Result, j.Error}
}

// InJob names a job of an organisation.
type InJob struct {
	InOrganisation
=======
// InJob names a job of a project.
type InJob struct {
	InProject
>>>>>>> c65d679 (workbench, study, server/api: numbers and options are computed by jobs and kept; jobs are seen and stopped)
	Job int64 `path:"job" minimum:"1"`
}

func (a *API) jobOperations() {
<<<<<<< HEAD
	const path = "/organisations/{organisation}/jobs"
	add(a, operation{method: "GET", path: path, id: "jobs", summary: "Background work of an organisation, newest first; finished jobs are kept for seven days", needs: needs(workbench.Manage), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
			Open bool   `query:"open" doc:"only those that are not finished"`
			Kind string `query:"kind" maxLength:"100"`
		}) (*body[Page[Job]], error) {
			before := int64(0)
			if in.Cursor != "" {
				var err error
				if before, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil || before < 1 {
					return nil, workbench.Errorf(workbench.Invalid, "the cursor is none of ours")
				}
			}
			if err := a.Workbench.Manages(ctx, who, in.Organisation); err != nil {
				return nil, err
			}
			var items []Job
			err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) error {
				items = nil
				all, err := a.Jobs.List(ctx, tx, jobs.Filter{Organisation: in.Organisation, Kind: in.Kind, Open: in.Open, Before: before, Limit: in.Limit + 1})
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
			if err := a.mayJob(ctx, who, in.Organisation, j, err); err != nil {
				return nil, err
			}
=======
	add(a, operation{method: "GET", path: "/projects/{project}/jobs", id: "jobs", summary: "Background work on a project, newest first", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[jobs.Job]], error) {
			if _, err := a.Workbench.Inspect(ctx, who, in.Project); err != nil {
				return nil, err
			}
			var out []jobs.Job
			err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
				out, err = a.Jobs.List(ctx, tx, jobs.Filter{Project: in.Project, Limit: 50})
				return err
			})
			return answer(whole(out), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/jobs/{job}", id: "job", summary: "How far a job is", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InJob) (*body[jobs.Job], error) {
			_, j, err := a.job(ctx, who, in)
			return answer(j, err)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/jobs/{job}/cancel", id: "cancel-job", summary: "Stop a job: one's own, or any for those who may edit", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InJob) (*body[jobs.Job], error) {
			acc, j, err := a.job(ctx, who, in)
			if err != nil {
				return nil, err
			}
			if j.Account != who.Account && !acc.May(workbench.Edit) {
				return nil, workbench.Errorf(workbench.Forbidden, "somebody else asked for this work").WithHint("whoever asked for it, and those who may edit the project, can stop it")
			}
>>>>>>> c65d679 (workbench, study, server/api: numbers and options are computed by jobs and kept; jobs are seen and stopped)
			err = a.Workbench.Store.Write(ctx, func(tx workbench.Tx) (err error) {
				j, err = a.Jobs.Cancel(ctx, tx, in.Job)
				return err
			})
<<<<<<< HEAD
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

// mayJob wants who asked for a job or manages its organisation; for everybody else there is none. err is that of reading it.
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
	if j.Account != who.Account && a.Workbench.Manages(ctx, who, org) != nil {
		return none
	}
	return nil
=======
			return answer(j, err)
		})
}

// job gives a job of a project to somebody who may read that.
func (a *API) job(ctx context.Context, who workbench.Actor, in *InJob) (workbench.Access, jobs.Job, error) {
	acc, err := a.Workbench.Inspect(ctx, who, in.Project)
	if err != nil {
		return acc, jobs.Job{}, err
	}
	var j jobs.Job
	err = a.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
		j, err = a.Jobs.Get(ctx, tx, in.Job)
		return err
	})
	if workbench.FaultOf(err) == workbench.NotFound || err == nil && j.Project != in.Project {
		return acc, jobs.Job{}, workbench.Errorf(workbench.NotFound, "there is no such job")
	}
	return acc, j, err
>>>>>>> c65d679 (workbench, study, server/api: numbers and options are computed by jobs and kept; jobs are seen and stopped)
}
