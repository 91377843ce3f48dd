package study

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/report/document/wording"
	"cordon/internal/workbench"
)

// Case is a revision with everything that clauses are judged on and documents are made from, for a day.
type Case struct {
	Revision workbench.Revision
	Day      string // YYYY-MM-DD
	Index    *knowledge.Index
	Names    wording.Names // titles of the elements

	key string

	mu     sync.Mutex // what follows is not made for several at once
	judged *project.Judged
	answer map[bool]*compliance.Answer // by whether drafts count
}

func newCase(k *project.Knowledge, r workbench.Revision, day, key string) *Case {
	return &Case{Revision: r, Day: day, Index: k.Index, key: key, answer: map[bool]*compliance.Answer{}}
}

// bytes is about what a case takes in memory when it has answered.
func (c *Case) bytes() int64 { return 1_000_000 + bytesOf(c.judged.Planned) }

// Case judges a revision for a day; "" is the head. A text with errors, and records of decisions with errors, are faults that name them.
func (s *Study) Case(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day string) (*Case, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err != nil {
		return nil, err
	}
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%s %s %s %s", r.ID, r.Tree.Digest(), k.Index.Base.Digest, day)
	return s.cases.Get(ctx, key, func(ctx context.Context) (*Case, error) {
		out := newCase(k, r, day, key)
		files, _, err := s.Workbench.Files(ctx, a, id, r.ID)
		if err != nil {
			return nil, err
		}
		var ds diag.List
		m := project.ReadModel(files, Main, ".", k, &ds)
		if ds.HasErrors() {
			return nil, flawed(ds.Sorted())
		}
		err = s.Workbench.Inside(ctx, a, id, r.ID, func(dir string, _ workbench.Revision) (err error) {
			out.judged, err = project.OpenCase(ctx, m, k, func(p *project.Assessed) ([]decisions.Review, error) {
				var ds diag.List
				reviews, err := project.Decided(ctx, dir, m, k, p, day, &ds)
				if err == nil {
					err = recordsWhole(dir, &ds)
				}
				return reviews, err
			}, day, nil)
			return err
		})
		if err != nil {
			return nil, err
		}
		out.Names = wording.NamesOf(m, out.judged.Assessment)
		return out, nil
	})
}

// recordsWhole wants records beside the description without errors.
func recordsWhole(dir string, ds *diag.List) error {
	if !ds.HasErrors() {
		return nil
	}
	e := workbench.Errorf(workbench.Conflict, "the records beside the description have errors, so that nothing can be computed from them").WithHint("open the decisions and the time after release, and mend what is marked")
	for _, d := range ds.Sorted() {
		if d.Severity == diag.Error {
			e.Fields = append(e.Fields, workbench.Field{Path: fmt.Sprintf("%s:%d:%d", strings.TrimPrefix(filepath.ToSlash(d.Pos.File), filepath.ToSlash(dir)+"/"), d.Pos.Line, d.Pos.Column), Text: d.Message})
		}
	}
	return e
}

// Comply says which clauses bind the system, and how far each is met.
func (c *Case) Comply(ctx context.Context, drafts bool) (*compliance.Answer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a := c.answer[drafts]; a != nil {
		return a, nil
	}
	c.judged.Stop = ctx.Err
	a, err := c.judged.Comply(compliance.Request{Day: c.Day, Drafts: drafts})
	if err == nil {
		c.answer[drafts] = a
	}
	return a, err
}
