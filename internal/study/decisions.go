package study

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Decided is the decisions about a revision, compared with it as planned.
type Decided struct {
	Reviews []decisions.Review
	Wanted  []decisions.Wanted
	// Diagnostics is what is wrong with the records; if there are errors, there is nothing else.
	Diagnostics []diag.Diagnostic

	set   *decisions.Set
	found *decisions.Found
}

// Entry gives the record of a decision; nil if there is none.
func (d *Decided) Entry(id string) *decisions.Entry { return d.set.Get(id) }

// Whole wants records without errors, as [Assessed.Whole] does of a description.
func (d *Decided) Whole() error { return broken(d.Diagnostics) }

// Decisions judges the decisions about a revision ("" is the head) for a day as YYYY-MM-DD.
func (s *Study) Decisions(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day string) (*Decided, workbench.Revision, error) {
	return s.decided(ctx, a, id, rev, "", day)
}

func (s *Study) decided(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, about, day string) (*Decided, workbench.Revision, error) {
	if !decisions.IsDate(day) {
		return nil, workbench.Revision{}, workbench.Errorf(workbench.Invalid, "%.20q is no day", day).WithHint("write it as YYYY-MM-DD")
	}
	as, r, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, r, err
	}
	if err := as.Whole(); err != nil {
		return nil, r, err
	}
	out := &Decided{}
	err = s.Workbench.Inside(ctx, a, id, r.ID, func(dir string, _ workbench.Revision) error {
		var ds diag.List
		defer func() { out.Diagnostics = below(dir, ds.Sorted()) }()
		out.set = project.OpenDecisions(dir, &ds)
		if ds.HasErrors() {
			return nil
		}
		after, err := project.FoundAfter(ctx, dir, as.Model, as.Knowledge, out.set, about, day, &ds)
		if err != nil || ds.HasErrors() {
			return err
		}
		out.found = project.RestingOn(as.Assessed, as.Knowledge, after)
		if out.Reviews = project.ReviewDecisions(out.set, out.found, day, &ds); !ds.HasErrors() {
			out.Wanted = decisions.FindWanted(out.found, out.Reviews)
		}
		return nil
	})
	return out, r, err
}

// Decidable lists what can be decided on in a revision and holds all words of a text, at most most.
func (s *Study) Decidable(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, text string, most int) ([]decisions.Wanted, error) {
	as, _, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, err
	}
	if err := as.Whole(); err != nil {
		return nil, err
	}
	return project.RestingOn(as.Assessed, as.Knowledge, nil).Search(text, most), nil
}

// below names files as the folder does, wherever it lies on this machine.
func below(dir string, ds []diag.Diagnostic) []diag.Diagnostic {
	prefix := filepath.ToSlash(dir) + "/"
	for i := range ds {
		ds[i].File = strings.TrimPrefix(ds[i].File, prefix)
		ds[i].Message = strings.ReplaceAll(ds[i].Message, prefix, "")
	}
	return ds
}

// broken says that records have errors; nil if they have none.
func broken(ds []diag.Diagnostic) error {
	return faultOf(ds, "the files of the decisions have errors", "mend what is marked in the folder decisions")
}

// Decide writes a new decision into a file of its own, as cordon decide new does: the next revision.
func (s *Study) Decide(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, q decisions.Request) (string, workbench.Made, error) {
	d, r, err := s.decided(ctx, a, id, base, q.About, q.When)
	if err != nil {
		return "", workbench.Made{}, err
	}
	if err := d.Whole(); err != nil {
		return "", workbench.Made{}, err
	}
	name, decision, err := d.set.New(d.found, q)
	if err != nil {
		return "", workbench.Made{}, wrongs(err)
	}
	src, err := decisions.Encode(name, decision)
	if err != nil {
		return "", workbench.Made{}, workbench.Errorf(workbench.Invalid, "%s", err)
	}
	made, err := s.Workbench.Work(ctx, a, id, r.ID, workbench.Edit, "decision: "+name, func(dir string) error {
		file := filepath.Join(project.DecisionsFolder(dir), name+".yaml")
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if _, err := os.Lstat(file); err == nil {
			e := workbench.Errorf(workbench.Invalid, "there is a file %s already", path.Join(decisions.Folder, name+".yaml")).WithHint("choose another id")
			e.Fields = []workbench.Field{{Path: "id", Text: e.Text}}
			return e
		}
		return os.WriteFile(file, src, 0o600)
	})
	return name, made, err
}

// Reword corrects what a person says in the record of a decision. What it rested on stays.
func (s *Study) Reword(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, name string, q decisions.Request) (workbench.Made, error) {
	return s.Workbench.Work(ctx, a, id, base, workbench.Edit, "decision reworded: "+name, func(dir string) error {
		var ds diag.List
		set := project.OpenDecisions(dir, &ds)
		entry := set.Get(name)
		if entry == nil {
			return workbench.Errorf(workbench.NotFound, "there is no decision %q", name)
		}
		file := filepath.Join(project.DecisionsFolder(dir), entry.File)
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		out, err := decisions.Reword(path.Join(decisions.Folder, entry.File), src, name, q, &ds)
		if err != nil {
			return wrongs(err)
		}
		if err := broken(below(dir, ds.Sorted())); err != nil {
			return err
		}
		return os.WriteFile(file, out, 0o600)
	})
}

// wrongs makes what is wrong with a request a fault that names its fields.
func wrongs(err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return workbench.Errorf(workbench.Invalid, "%s", err)
	}
	e := workbench.Errorf(workbench.Invalid, "the decision cannot be kept so")
	for _, one := range joined.Unwrap() {
		var w decisions.Wrong
		if errors.As(one, &w) {
			e.Fields = append(e.Fields, workbench.Field{Path: w.Field, Text: w.Text})
		}
	}
	return e
}
