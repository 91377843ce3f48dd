// Package study is what is computed of revisions: assessments, views for editors, documents. It keeps results by what they were computed from,
// so that the same question is computed once, and checks through workbench that whoever asks may know. It decides nothing.
package study

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/live"
	"cordon/internal/memo"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/riskfile"
	"cordon/internal/slug"
	"cordon/internal/workbench"
)

// Study computes. It may be used from several goroutines.
type Study struct {
	Workbench *workbench.Workbench

	editor    *live.Editor
	shipped   *project.Knowledge
	bases     memo.Of[*project.Knowledge]
	listed    memo.Of[*Catalogue]
	assessed  memo.Of[*Assessed]
	afters    memo.Of[*kept]
	recorded  memo.Of[*riskfile.File]
	cases     memo.Of[*Case]
	assembled memo.Of[*papersOf]
	rendered  memo.Of[[]byte]
	layered   memo.Of[*Layers]
}

// treeBytes is the text of files whose trees are kept: what thirty people have on their screens who edit a system of 1,000 assets.
const treeBytes = 3 << 20

// New opens the shipped knowledge base.
func New(w *workbench.Workbench) (*Study, error) {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		return nil, err
	}
	w.Trees = model.NewTrees(treeBytes)
	s := &Study{Workbench: w, shipped: k, editor: live.NewEditor(live.Options{Trees: w.Trees})}
	s.bases.Most = 20
	s.listed.Most = 5
	// Together these stay far below what the server may hold.
	s.assessed.Bytes, s.assessed.Room = func(a *Assessed) int64 { return bytesOf(a.Assessed) }, 96<<20
	s.afters.Bytes, s.afters.Room = (*kept).bytes, 48<<20
	s.cases.Bytes, s.cases.Room = (*Case).bytes, 48<<20
	s.assembled.Bytes, s.assembled.Room = (*papersOf).bytes, 128<<20
	s.rendered.Bytes, s.rendered.Room = func(b []byte) int64 { return int64(len(b)) }, 48<<20
	s.recorded.Most = 20
	s.layered.Most = 20
	w.DocumentHash = s.documentHash
	return s, nil
}

// Assessed is an assessment of a revision, or what is wrong with its text.
type Assessed struct {
	*project.Assessed // nil if Diagnostics has errors
	Knowledge         *project.Knowledge
	Diagnostics       []diag.Diagnostic

	listing sync.Once
	inOrder []ListedThreat // set by listing; nobody changes it

	trying sync.Mutex // the run is shared, and a what-if changes it until it is taken back
}

// Try runs f while nobody else changes the run. Whatever calls what tries things out (explanations, layers, numbers) does so in here.
func (a *Assessed) Try(f func() error) error {
	a.trying.Lock()
	defer a.trying.Unlock()
	return f()
}

// bytesOf is about what an assessment, which may be nil, takes in memory. Estimates like this one are compared with what is really taken by
// TestEstimatesOfMemory.
func bytesOf(a *project.Assessed) int64 {
	const least, threat = 150_000, 2_000
	if a == nil {
		return least
	}
	return least + threat*int64(len(a.Threats))
}

// Tag names everything that follows from an assessment in a short word, for ETags.
func (a *Assessed) Tag() string {
	sum := sha256.Sum256([]byte(a.from()))
	return hex.EncodeToString(sum[:12])
}

// from names what an assessment was made from: equal texts with equal knowledge have equal results.
func (a *Assessed) from() string {
	return a.Assessment.Model.Digest + " " + a.Assessment.Knowledge.Digest + " " + a.Assessment.Engine.Digest
}

// Main is the path of a system in its folder: all YAML files of the folder are one system.
const Main = "."

// Assess assesses a revision; "" is the head.
func (s *Study) Assess(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, mode engine.Mode) (*Assessed, workbench.Revision, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err != nil {
		return nil, workbench.Revision{}, err
	}
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, r, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, r, err
	}
	out, err := s.assessWith(ctx, a, id, r, k, mode)
	return out, r, err
}

// assessWith assesses a revision with a knowledge base.
func (s *Study) assessWith(ctx context.Context, a workbench.Actor, id workbench.ProjectID, r workbench.Revision, k *project.Knowledge, mode engine.Mode) (*Assessed, error) {
	key := fmt.Sprintf("%s %s %s", r.Tree.Digest(), k.Index.Base.Digest, mode)
	return s.assessed.Get(ctx, key, func(ctx context.Context) (*Assessed, error) {
		files, _, err := s.Workbench.Files(ctx, a, id, r.ID)
		if err != nil {
			return nil, err
		}
		return s.assess(ctx, k, files, mode)
	})
}

func (s *Study) assess(ctx context.Context, k *project.Knowledge, files fs.FS, mode engine.Mode) (*Assessed, error) {
	var ds diag.List
	m := project.ReadAgain(s.Workbench.Trees, files, Main, ".", k, &ds)
	out := &Assessed{Knowledge: k, Diagnostics: ds.Sorted()}
	if ds.HasErrors() {
		return out, nil
	}
	var err error
	out.Assessed, err = project.Assess(ctx, m, k, mode, nil)
	return out, err
}

// Whole wants an assessment: a text with errors is a fault that names them.
func (a *Assessed) Whole() error {
	if a.Assessed != nil {
		return nil
	}
	return flawed(a.Diagnostics)
}

// flawed says that a description has errors; nil if it has none.
func flawed(ds []diag.Diagnostic) error {
	return faultOf(ds, "the description has errors, so that nothing can be computed from it", "open the system and mend what is marked")
}

// faultOf makes the errors among diagnostics a fault that names them; nil if there are none.
func faultOf(ds []diag.Diagnostic, text, hint string) error {
	e := workbench.Errorf(workbench.Conflict, "%s", text).WithHint("%s", hint)
	for _, d := range ds {
		if d.Severity == diag.Error {
			e.Fields = append(e.Fields, workbench.Field{Path: fmt.Sprintf("%s:%d:%d", d.Pos.File, d.Pos.Line, d.Pos.Column), Text: d.Message})
		}
	}
	if e.Fields == nil {
		return nil
	}
	return e
}

// Example is a system that comes with the program.
type Example struct{ ID, Title, Text string }

// Starter gives the files that a new project begins with.
func (s *Study) Starter(sort workbench.Sort, example, name string) (map[string][]byte, error) {
	if example != "" {
		return exampleFiles(example)
	}
	if sort == workbench.Pack {
		return map[string][]byte{"pack.yaml": fmt.Appendf(nil, "id: %s\ntitle: %q\nversion: 0.1.0\n", idOf(name), name)}, nil
	}
	return map[string][]byte{"system.yaml": fmt.Appendf(nil, "cordon: 1\n\nsystem:\n  id: %s\n  name: %q\n  intended-purpose: To be written.\n", idOf(name), name)}, nil
}

// idOf makes an id of a name.
func idOf(name string) string {
	id := cmp.Or(slug.ID(name), "system")
	return id[:min(len(id), 40)]
}
