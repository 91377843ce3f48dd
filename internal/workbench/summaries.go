package workbench

import (
	"context"
	"encoding/json"
)

// JobSummaries is the kind of the job that computes the summaries of all systems of an organisation anew, in parts of the kind PartSummaries. A new
// knowledge base, or a new release of the program, is a reason.
const (
	JobSummaries  = "summaries"
	PartSummaries = "summaries-part"
)

// partSystems is how many projects a part has: some seconds of work for small systems.
const partSystems = 50

// Parts are the arguments of such a job. Part i is the projects with ids above After[i], and not above After[i+1], where there is one.
type Parts struct {
	Organisation OrganisationID `json:"organisation"`
	After        []ProjectID    `json:"after"`
}

// Splitter enqueues a job and its parts in a transaction: items in parts of a size, of a kind. It gives the id of the job.
type Splitter func(ctx context.Context, tx Tx, job Job, part string, items, size int) (int64, error)

// SummariseAll asks for the summaries of all systems of an organisation. If that is asked for already, it gives the id of that job.
func (w *Workbench) SummariseAll(ctx context.Context, a Actor, org OrganisationID, split Splitter) (int64, error) {
	var id int64
	err := w.Store.Write(ctx, func(tx Tx) error {
		if _, err := enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		parts, items := Parts{Organisation: org}, 0
		for after := ""; ; {
			step, err := listOf[Project](ctx, tx, string(org), after, partSystems)
			if err != nil {
				return err
			}
			if len(step) == 0 {
				break
			}
			parts.After, items, after = append(parts.After, ProjectID(after)), items+len(step), string(step[len(step)-1].ID)
		}
		if items == 0 {
			return Errorf(Conflict, "the organisation has no system yet").WithHint("make one first")
		}
		args, err := json.Marshal(parts)
		if err != nil {
			return err
		}
		job := Job{Kind: JobSummaries, Args: args, Unique: true, Organisation: org, Account: a.Account}
		id, err = split(ctx, tx, job, PartSummaries, items, partSystems)
		return err
	})
	return id, err
}

// Part gives the projects of a part. Those made since the job was asked for are in the last.
func (w *Workbench) Part(ctx context.Context, p Parts, i int) ([]Project, error) {
	var out []Project
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		for after := string(p.After[i]); ; {
			step, err := listOf[Project](ctx, tx, string(p.Organisation), after, partSystems)
			if err != nil || len(step) == 0 {
				return err
			}
			for _, project := range step {
				if i+1 < len(p.After) && project.ID > p.After[i+1] {
					return nil
				}
				out = append(out, project)
			}
			after = string(step[len(step)-1].ID)
		}
	})
	return out, err
}

// KeepSummaries keeps summaries in a transaction, each as KeepSummary does. Those of projects that are gone are left out.
func (w *Workbench) KeepSummaries(ctx context.Context, tx Tx, all []Summary) error {
	for _, s := range all {
		if err := w.keepSummary(ctx, tx, s); err != nil && FaultOf(err) != NotFound {
			return err
		}
	}
	return nil
}
