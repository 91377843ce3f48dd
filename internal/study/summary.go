package study

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Summarise computes the summary of the newest revision of a system and keeps it.
func (s *Study) Summarise(ctx context.Context, id workbench.ProjectID) error {
	sum, err := s.summary(ctx, id)
	if err != nil || sum == nil {
		return err
	}
	return s.Workbench.KeepSummary(ctx, *sum)
}

// summary computes the summary of the newest revision; nil for what is no system, and where other packs were put into use meanwhile: that change has asked for
// a summary of its own, which may be made already.
func (s *Study) summary(ctx context.Context, id workbench.ProjectID) (*workbench.Summary, error) {
	as := workbench.ByProgram()
	acc, err := s.Workbench.Inspect(ctx, as, id)
	if err != nil || acc.Project.Sort != workbench.System {
		return nil, err
	}
	a, r, err := s.Assess(ctx, as, id, "", engine.Future)
	if err != nil {
		return nil, err
	}
	sum := summaryOf(id, r, a)
	if a.Assessed != nil {
		if sum.Fallen, err = s.fallen(ctx, r, a); err != nil {
			return nil, err
		}
	}
	now, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil || now.Index.Base.Digest != sum.Knowledge {
		return nil, err
	}
	return &sum, nil
}

// summariseFor is Summarise for a revision that asks for it, and nothing if there is a newer one: that has asked too.
func (s *Study) summariseFor(ctx context.Context, id workbench.ProjectID, rev workbench.RevisionID) error {
	acc, err := s.Workbench.Inspect(ctx, workbench.ByProgram(), id)
	if err != nil || rev != "" && acc.Project.Head != rev {
		return err
	}
	return s.Summarise(ctx, id)
}

// fallen counts the decisions that somebody has to look at again.
func (s *Study) fallen(ctx context.Context, r workbench.Revision, a *Assessed) (int, error) {
	if !slices.ContainsFunc(r.Tree, func(f workbench.File) bool { return strings.HasPrefix(f.Path, decisions.Folder+"/") }) {
		return 0, nil // most systems of a large portfolio; they need not be written to disk
	}
	dir, release, err := s.Workbench.CheckoutOf(ctx, r)
	if err != nil {
		return 0, err
	}
	defer release()
	var ds diag.List
	day := s.Workbench.Now().UTC().Format(time.DateOnly)
	reviews, err := project.Decided(ctx, dir, a.Model, a.Knowledge, a.Assessed, day, &ds)
	n := 0
	for i := range reviews {
		if !reviews[i].Stands() {
			n++
		}
	}
	return n, err
}

func summaryOf(id workbench.ProjectID, r workbench.Revision, a *Assessed) workbench.Summary {
	out := workbench.Summary{Project: id, Revision: r.ID, Number: r.Number, Knowledge: a.Knowledge.Index.Base.Digest, Risk: map[string]int{}}
	for _, d := range a.Diagnostics {
		if d.Severity == diag.Error {
			out.Errors++
		}
	}
	if a.Assessed == nil {
		return out
	}
	sum := a.Summary
	out.System, out.Elements, out.Threats, out.Questions = a.Assessed.Assessment.Model.Name, sum.AssetsAsserted, sum.ThreatsActive, sum.Questions
	for _, risk := range sum.Risk { // from the lowest level to the highest
		if out.Risk[risk.Risk] = risk.Count; risk.Count > 0 {
			out.Worst = risk.Risk
		}
	}
	return out
}

// Progress is told by work that takes long.
type Progress interface {
	At(ctx context.Context, done, total int64, stage string, figures map[string]int64)
	Result(v any) error
}

// Kinds are the kinds of jobs in the order in which they are listed.
var Kinds = []string{"summary", "sync", "dossier", "numbers", "options"}

// Work is the background work that this package does, by kind of job. Each may run twice: the second time changes nothing.
func (s *Study) Work() map[string]func(ctx context.Context, args []byte, p Progress) error {
	return map[string]func(context.Context, []byte, Progress) error{
		"dossier": s.dossier,
		"summary": func(ctx context.Context, args []byte, _ Progress) error {
			var in struct {
				Project  workbench.ProjectID
				Revision workbench.RevisionID // the one that asks for it; "" if none does
			}
			if err := json.Unmarshal(args, &in); err != nil {
				return err
			}
			err := s.summariseFor(ctx, in.Project, in.Revision)
			if workbench.FaultOf(err) == workbench.NotFound {
				return nil // deleted meanwhile
			}
			return err
		},
		"sync": func(ctx context.Context, args []byte, p Progress) error {
			var in struct{ Organisation workbench.OrganisationID }
			if err := json.Unmarshal(args, &in); err != nil {
				return err
			}
			out, err := s.SyncFeeds(ctx, in.Organisation, func(read int) { p.At(ctx, int64(read), 0, "reading-records", nil) })
			if err != nil {
				return err
			}
			return p.Result(out)
		},
		"numbers": s.workNumbers,
		"options": s.workOptions,
	}
}
