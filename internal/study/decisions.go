package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

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

// Titles gives the titles of what is named by ids, as far as there are any.
func (d *Decided) Titles(named []string) map[string]string {
	if d.found == nil {
		return map[string]string{}
	}
	return d.found.Titles(named)
}

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

// NeedsOf is what one must be allowed to do to decide on something: on vulnerabilities decides who handles advisories, on all else who may edit.
func NeedsOf(about string) workbench.Action {
	if decisions.OnVulnerability(about) {
		return workbench.Triage
	}
	return workbench.Edit
}

// Decide records the same decision about one or several things, each in a file of its own, as cordon decide new does: the next revision. It gives
// the ids of the decisions in the order of about. Without Who the person is the actor, without When the day is today.
func (s *Study) Decide(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, about []string, q decisions.Request) ([]string, workbench.Made, error) {
	if len(about) == 0 {
		return nil, workbench.Made{}, workbench.Errorf(workbench.Invalid, "say what is decided on")
	}
	if q.ID != "" && len(about) > 1 {
		return nil, workbench.Made{}, workbench.Errorf(workbench.Invalid, "an id names one decision, and these are %d", len(about)).WithHint("leave the id out")
	}
	q.Who = cmp.Or(q.Who, a.Name)
	q.When = cmp.Or(q.When, s.Workbench.Now().UTC().Format(time.DateOnly))
	asked := about[0] // a vulnerability, if there is one: only then are those looked at that nobody decided on yet
	var needs workbench.Action
	for _, x := range about {
		if needs = NeedsOf(x); needs == workbench.Triage {
			asked = x
		}
		if _, err := s.Workbench.Permit(ctx, a, id, needs); err != nil {
			return nil, workbench.Made{}, err
		}
	}
	d, r, err := s.decided(ctx, a, id, base, asked, q.When)
	if err != nil {
		return nil, workbench.Made{}, err
	}
	if err := d.Whole(); err != nil {
		return nil, workbench.Made{}, err
	}
	var ids []string
	made, err := s.Workbench.Work(ctx, a, id, r.ID, needs, "decided: "+q.Choice+" ("+several(about)+")", func(dir string) (err error) {
		ids, err = d.write(dir, about, q)
		return err
	})
	return ids, made, err
}

// several names things for a message, and says how many more there are where they are many.
func several(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// write makes the records of decisions and writes them into the folder of a system.
func (d *Decided) write(dir string, about []string, q decisions.Request) ([]string, error) {
	set := d.set
	var ids []string
	for _, q.About = range about {
		id, decision, err := set.New(d.found, q)
		if err != nil {
			return nil, wrongs(err)
		}
		src, err := decisions.Encode(id, decision)
		if err != nil {
			return nil, workbench.Errorf(workbench.Invalid, "the decision on %s cannot be recorded: %s", q.About, err)
		}
		file := filepath.Join(project.DecisionsFolder(dir), id+".yaml")
		if _, err := os.Lstat(file); err == nil {
			e := workbench.Errorf(workbench.Invalid, "there is a file %s already", path.Join(decisions.Folder, id+".yaml")).WithHint("choose another id")
			e.Fields = []workbench.Field{{Path: "id", Text: e.Text}}
			return nil, e
		}
		if err := writeFile(file, src); err != nil {
			return nil, err
		}
		var ds diag.List
		if set = project.OpenDecisions(dir, &ds); ds.HasErrors() {
			return nil, broken(below(dir, ds.Sorted()))
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Reword corrects what a person says in the record of a decision. What it rested on stays, and so do Who and When where they are empty.
func (s *Study) Reword(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, name string, q decisions.Request) (workbench.Made, error) {
	var entry *decisions.Entry
	err := s.Workbench.Inside(ctx, a, id, base, func(dir string, r workbench.Revision) error {
		var ds diag.List
		if entry = project.OpenDecisions(dir, &ds).Get(name); entry == nil {
			return workbench.Errorf(workbench.NotFound, "there is no decision %q", name)
		}
		base = r.ID
		return nil
	})
	if err != nil {
		return workbench.Made{}, err
	}
	q.Who, q.When = cmp.Or(q.Who, entry.Who), cmp.Or(q.When, entry.When.Text)
	return s.Workbench.Work(ctx, a, id, base, NeedsOf(entry.About.Text), "decision reworded: "+name, func(dir string) error {
		var ds diag.List
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
