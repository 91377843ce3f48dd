package study

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"cordon/internal/additions"
	"cordon/internal/diag"
	"cordon/internal/papers"
	"cordon/internal/project"
	"cordon/internal/report/dossier"
	"cordon/internal/workbench"
)

// added is what people added to the documents of a case.
func (s *Study) added(ctx context.Context, a workbench.Actor, id workbench.ProjectID, c *Case) (out *additions.Set, err error) {
	err = s.Workbench.Inside(ctx, a, id, c.Revision.ID, func(dir string, _ workbench.Revision) error {
		var ds diag.List
		out = papers.Added(dir, c.Index, nil, &ds)
		return wholeAdditions(dir, &ds)
	})
	return out, err
}

func wholeAdditions(dir string, ds *diag.List) error {
	return faultOf(below(dir, ds.Sorted()), "the texts that were added to documents have errors", "mend what is marked in the folder "+additions.Folder)
}

// Left is what a kind of document leaves to people.
type Left struct {
	Places  []dossier.Place
	Unasked []additions.Text // texts that stand at none of the places any more, so that no document has them
}

// Left gives what a document of a revision leaves to people, with what they wrote.
func (s *Study) Left(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, kind string) (*Case, Left, error) {
	all, err := s.papers(ctx, a, id, rev, "")
	if err != nil {
		return nil, Left{}, err
	}
	p, err := all.paper(kind)
	if err != nil {
		return nil, Left{}, err
	}
	out := Left{Places: p.Places}
	if t := all.of.Index.Templates[kind]; t != nil {
		out.Unasked = all.facts.Added.Of(kind).Unasked(dossier.PlacesOf(t))
	}
	return all.of, out, nil
}

// Add writes what stands at a place of a kind of document; an empty text takes it out. It is the next revision.
func (s *Study) Add(ctx context.Context, a workbench.Actor, id workbench.ProjectID, base workbench.RevisionID, kind, section, asked, says string) (workbench.Made, error) {
	p := additions.Place{Section: section, Asked: asked}
	if _, err := s.Workbench.Permit(ctx, a, id, workbench.Edit); err != nil {
		return workbench.Made{}, err
	}
	c, left, err := s.Left(ctx, a, id, base, kind)
	if err != nil {
		return workbench.Made{}, err
	}
	known := slices.ContainsFunc(left.Places, func(x dossier.Place) bool { return x.Place == p }) || slices.ContainsFunc(left.Unasked, func(x additions.Text) bool { return x.Place == p })
	if !known {
		return workbench.Made{}, workbench.Errorf(workbench.NotFound, "the document %s leaves no %q to people in a section %q", kind, p.Asked, p.Section).WithHint("read its places again: the template may have changed")
	}
	if base == "" {
		base = c.Revision.ID
	}
	return s.Workbench.Work(ctx, a, id, base, workbench.Edit, "text for "+kind+": "+p.Section, func(dir string) error {
		name := kind + ".yaml"
		file := filepath.Join(project.AdditionsFolder(dir), name)
		src, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		var ds diag.List
		out, err := additions.Put(path.Join(additions.Folder, name), src, p, says, &ds)
		if err != nil {
			return workbench.Errorf(workbench.Invalid, "%s", err)
		}
		if err := wholeAdditions(dir, &ds); err != nil {
			return err
		}
		if len(out) == 0 {
			return os.RemoveAll(file)
		}
		return writeFile(file, out)
	})
}
