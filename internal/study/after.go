package study

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/memo"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// After is a revision with what is kept of the system after release. Its methods may be used from several goroutines.
type After struct {
	Knowledge *project.Knowledge
	Revision  workbench.Revision

	mu    sync.Mutex // a weighed system belongs to one goroutine
	after *project.After
	set   *decisions.Set
	known memo.Of[*project.Known]

	replays   memo.Of[[]weigh.Point]
	forecasts memo.Of[[]weigh.Forecast]
}

// kept is an After, or what is wrong with the files of the revision.
type kept struct {
	*After
	wrong []diag.Diagnostic
}

func (k *kept) bytes() int64 {
	if k.After == nil {
		return bytesOf(nil)
	}
	return bytesOf(k.after.Assessed)
}

// After opens what is kept of a system after release; "" is the head. Files with errors are a fault that names them.
func (s *Study) After(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID) (*After, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err != nil {
		return nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, err
	}
	out, err := s.afters.Get(ctx, r.Tree.Digest()+" "+k.Index.Base.Digest, func(ctx context.Context) (*kept, error) {
		var out *kept
		err := s.Workbench.Inside(ctx, a, id, r.ID, func(dir string, r workbench.Revision) (err error) {
			out, err = openAfter(ctx, dir, k, r)
			return err
		})
		return out, err
	})
	if err != nil {
		return nil, err
	}
	if out.wrong != nil {
		return nil, flawed(out.wrong)
	}
	return out.After, nil
}

func openAfter(ctx context.Context, dir string, k *project.Knowledge, r workbench.Revision) (*kept, error) {
	var ds diag.List
	m := project.ReadModel(os.DirFS(dir), Main, ".", k, &ds)
	if ds.HasErrors() {
		return &kept{wrong: ds.Sorted()}, nil
	}
	// Verdicts are looked up later, when the context of this call is over.
	a, err := project.OpenAfter(context.WithoutCancel(ctx), dir, m, k, &ds, nil)
	if err != nil {
		return nil, err
	}
	if ds.HasErrors() {
		return &kept{wrong: below(dir, ds.Sorted())}, nil
	}
	out := &After{Knowledge: k, Revision: r, after: a, set: project.OpenDecisions(dir, &ds)}
	out.known.Most, out.replays.Most, out.forecasts.Most = 4, 4, 4
	return &kept{After: out}, nil
}

// Instant reads a point in time or a day. Without one it is now, to the end of the minute, so that what was written just now is known.
func (s *Study) Instant(field, text string) (civil.Instant, error) {
	if text == "" {
		now := s.Workbench.Now().UTC().Add(time.Minute - 1).Truncate(time.Minute)
		return civil.Parse(now.Format(time.RFC3339))
	}
	at, err := civil.Parse(text)
	if err != nil {
		e := workbench.Errorf(workbench.Invalid, "%s is no point in time", field).WithHint("write 2026-11-26T14:30:00Z, or a day")
		e.Fields = []workbench.Field{{Path: field, Text: err.Error()}}
		return 0, e
	}
	return at, nil
}

// Use lends the system and its decisions to f, which must not keep them.
func (a *After) Use(f func(*project.After, *decisions.Set) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return f(a.after, a.set)
}

// Known weighs what is known at an instant. Nobody may change what it gives.
func (a *After) Known(ctx context.Context, at civil.Instant) (*project.Known, error) {
	return a.known.Get(ctx, at.String(), func(ctx context.Context) (k *project.Known, err error) {
		err = a.Use(func(p *project.After, _ *decisions.Set) error {
			k, err = p.Known(at, ctx.Err)
			return err
		})
		return k, err
	})
}

// Found is what looking the parts of a system up gave.
type Found struct {
	News     watch.News
	Warnings []string
	Made     workbench.Made
}

// Find looks the parts of a system up in the index of its organisation, and makes a revision with what was found.
func (s *Study) Find(ctx context.Context, a workbench.Actor, id workbench.ProjectID) (*Found, error) {
	acc, err := s.Workbench.Permit(ctx, a, id, workbench.Triage)
	if err != nil {
		return nil, err
	}
	index, err := s.indexOf(acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	out := &Found{Warnings: []string{}}
	out.Made, err = s.Workbench.Work(ctx, a, id, "", workbench.Triage, "parts were looked up in the index of advisories", func(dir string) error {
		var ds diag.List
		m := project.ReadModel(os.DirFS(dir), Main, ".", k, &ds)
		if ds.HasErrors() {
			return flawed(ds.Sorted())
		}
		r, before := project.OpenRecord(dir, m, k, &ds)
		if ds.HasErrors() {
			return flawed(below(dir, ds.Sorted()))
		}
		if len(r.Inventory) == 0 {
			return workbench.Errorf(workbench.Conflict, "the record of this system names no bill of materials").WithHint("upload one, and name it under inventory in a file of the folder watch")
		}
		now := s.Workbench.Now().UTC().Format(time.RFC3339)
		f, err := watch.Find(ctx, index, project.RecordFolder(dir), now, nil, r, before, &ds)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, postmarket.ErrIndex) {
			return workbench.Errorf(workbench.Conflict, "your organisation has no index of advisories yet").WithHint("take feeds in first")
		}
		if err != nil {
			return err
		}
		for _, d := range below(dir, ds.Sorted()) {
			out.Warnings = append(out.Warnings, d.Pos.File+": "+d.Message)
		}
		out.News = watch.NewsOf(before, f)
		return project.WriteFindings(dir, f, func(file string, write func(io.Writer) error) error {
			return report.ReplaceFile(file, report.Shared, write)
		})
	})
	return out, err
}
