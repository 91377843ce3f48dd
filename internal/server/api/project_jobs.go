package api

import (
	"context"

	"cordon/internal/jobs"
	"cordon/internal/workbench"
)

// InProjectJob names a job of a project.
type InProjectJob struct {
	InProject
	Job int64 `path:"job" minimum:"1"`
}

func (a *API) projectJobOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/jobs", id: "project-jobs", summary: "Background work on a project, newest first", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[Job]], error) {
			if _, err := a.Workbench.Inspect(ctx, who, in.Project); err != nil {
				return nil, err
			}
			var out []jobs.Job
			err := a.Workbench.Store.Read(ctx, func(tx workbench.Tx) (err error) {
				out, err = a.Jobs.List(ctx, tx, jobs.Filter{Project: in.Project, Limit: 50})
				return err
			})
			var rows []Job
			for _, j := range out {
				rows = append(rows, jobRow(j))
			}
			return answer(whole(rows), err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/jobs/{job}", id: "project-job", summary: "How far a job is", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InProjectJob) (*body[Job], error) {
			_, j, err := a.projectJob(ctx, who, in)
			return answer(jobRow(j), err)
		})
	add(a, operation{method: "POST", path: "/projects/{project}/jobs/{job}/cancel", id: "cancel-project-job", summary: "Stop a job: one's own, or any for those who may edit", needs: needs(workbench.Read), tag: "jobs"},
		func(ctx context.Context, who workbench.Actor, in *InProjectJob) (*body[Job], error) {
			acc, j, err := a.projectJob(ctx, who, in)
			if err != nil {
				return nil, err
			}
			if err := who.MayChange(); err != nil {
				return nil, err
			}
			if j.Account != who.Account && !acc.May(workbench.Edit) {
				return nil, workbench.Errorf(workbench.Forbidden, "somebody else asked for this work").WithHint("whoever asked for it, and those who may edit the project, can stop it")
			}
			err = a.Workbench.Store.Write(ctx, func(tx workbench.Tx) (err error) {
				j, err = a.Jobs.Cancel(ctx, tx, in.Job)
				return err
			})
			return answer(jobRow(j), err)
		})
}

// projectJob gives a job of a project to somebody who may read that.
func (a *API) projectJob(ctx context.Context, who workbench.Actor, in *InProjectJob) (workbench.Access, jobs.Job, error) {
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
}
