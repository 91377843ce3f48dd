package study

import (
	"context"
	"fmt"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Knowledge gives the knowledge base of an organisation: the shipped one with the organisation's packs. It does not ask who wants to know: an
// assessment that somebody may read was made with it.
func (s *Study) Knowledge(ctx context.Context, org workbench.OrganisationID) (*project.Knowledge, error) {
	packs, err := s.Workbench.PacksOf(ctx, org)
	if err != nil {
		return nil, err
	}
	return s.base(ctx, packs)
}

// base gives the shipped knowledge base with packs on top.
func (s *Study) base(ctx context.Context, packs []workbench.Revision) (*project.Knowledge, error) {
	if len(packs) == 0 {
		return s.shipped, nil
	}
	return s.bases.Get(ctx, digests(packs), func(ctx context.Context) (*project.Knowledge, error) {
		var dirs []string
		for _, p := range packs {
			dir, release, err := s.Workbench.CheckoutOf(ctx, p)
			if err != nil {
				return nil, err
			}
			defer release()
			dirs = append(dirs, dir)
		}
		var ds diag.List
		k, err := project.OpenKnowledge(dirs, &ds)
		if err != nil {
			return nil, err
		}
		found := ds.Sorted()
		for i := range found { // where the checkouts are is nobody's business
			for _, dir := range dirs {
				found[i].File = strings.TrimPrefix(found[i].File, dir+"/")
			}
		}
		return k, faultOf(found, "the organisation's own packs of knowledge have errors", "open the packs in the knowledge pages")
	})
}

func digests(packs []workbench.Revision) string {
	var out []string
	for _, p := range packs {
		out = append(out, p.Tree.Digest())
	}
	return strings.Join(out, " ")
}

// PackLint is what is wrong with a pack, and what is in it.
type PackLint struct {
	Diagnostics []diag.Diagnostic
	Entries     []knowledge.Listed
}

// LintPack says what `cordon content lint` says of a revision of a pack with some files changed, on top of the shipped base and the
// organisation's other packs in use. Nothing is kept.
func (s *Study) LintPack(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, changes map[string]*string) (*PackLint, error) {
	acc, err := s.pack(ctx, a, id)
	if err != nil {
		return nil, err
	}
	files, err := s.Workbench.Overlay(ctx, a, id, rev, changes)
	if err != nil {
		return nil, err
	}
	used, err := s.Workbench.PacksOf(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	k, err := s.base(ctx, without(used, id))
	if err != nil {
		return nil, err
	}
	var ds diag.List
	own, err := project.LintContent(ctx, files, ".", k.Index.Base, &ds)
	if err != nil {
		return nil, err
	}
	return &PackLint{ds.Sorted(), own.List()}, nil
}

// pack gives a project that is a pack.
func (s *Study) pack(ctx context.Context, a workbench.Actor, id workbench.ProjectID) (workbench.Access, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err == nil && acc.Project.Sort != workbench.Pack {
		err = workbench.Errorf(workbench.Invalid, "the project %s is no pack of knowledge", acc.Project.Name)
	}
	return acc, err
}

func without(packs []workbench.Revision, id workbench.ProjectID) []workbench.Revision {
	var out []workbench.Revision
	for _, p := range packs {
		if p.Project != id {
			out = append(out, p)
		}
	}
	return out
}

// SetPacks puts packs into use in an organisation. Packs with errors are refused with what is wrong.
func (s *Study) SetPacks(ctx context.Context, a workbench.Actor, org workbench.OrganisationID, packs []workbench.PackInUse, reason string) error {
	revisions, err := s.Workbench.PackRevisions(ctx, a, org, packs)
	if err != nil {
		return err
	}
	for i, r := range revisions {
		if err := s.usable(ctx, revisions[:i], r); err != nil {
			return err
		}
		packs[i].Revision = r.ID // what was looked at is what is put into use
	}
	if _, err := s.base(ctx, revisions); err != nil {
		return err
	}
	return s.Workbench.SetPacks(ctx, a, org, packs, reason)
}

// usable wants that a pack has no errors on top of others.
func (s *Study) usable(ctx context.Context, below []workbench.Revision, r workbench.Revision) error {
	k, err := s.base(ctx, below)
	if err != nil {
		return err
	}
	dir, release, err := s.Workbench.CheckoutOf(ctx, r)
	if err != nil {
		return err
	}
	defer release()
	var ds diag.List
	if _, err := project.LintContent(ctx, folderAt(dir), ".", k.Index.Base, &ds); err != nil {
		return err
	}
	return faultOf(ds.Sorted(), fmt.Sprintf("revision %d of the pack has errors, and was not put into use", r.Number), "open the pack and mend what is marked")
}

// Effect says what the newest revision of a pack changes for a system: the assessment with it against the one without it, all else as it is
// in the organisation.
func (s *Study) Effect(ctx context.Context, a workbench.Actor, system, pack workbench.ProjectID) (*Comparison, error) {
	acc, err := s.Workbench.Inspect(ctx, a, system)
	if err != nil {
		return nil, err
	}
	p, err := s.pack(ctx, a, pack)
	if err != nil {
		return nil, err
	}
	if p.Project.Organisation != acc.Project.Organisation {
		return nil, workbench.Errorf(workbench.NotFound, "there is no such pack")
	}
	r, err := s.Workbench.Revision(ctx, a, system, "")
	if err != nil {
		return nil, err
	}
	newest, err := s.Workbench.Revision(ctx, a, pack, "")
	if err != nil {
		return nil, err
	}
	used, err := s.Workbench.PacksOf(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	before := without(used, pack)
	var both [2]*assessment.Assessment
	for i, packs := range [][]workbench.Revision{before, append(without(before, ""), newest)} {
		k, err := s.base(ctx, packs)
		if err != nil {
			return nil, err
		}
		as, err := s.assessWith(ctx, a, system, r, k, engine.Future)
		if err != nil {
			return nil, err
		}
		if err := as.Whole(); err != nil {
			return nil, err
		}
		both[i] = as.Assessed.Assessment
	}
	return compared(both), nil
}
