package project

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cordon/content"
	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Knowledge is a knowledge base ready for use: the shipped one, with packs on top.
type Knowledge struct {
	Index  *knowledge.Index
	engine *engine.Base
}

// OpenKnowledge reads the shipped base and the packs in the given directories. What is wrong with a pack is in ds; the
// knowledge is nil then.
func OpenKnowledge(packs []string, ds *diag.List) (*Knowledge, error) {
	base, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		return nil, err
	}
	for _, dir := range packs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			ds.Add(diag.Pos{File: dir}, diag.FileUnreadable, "a pack is a directory with folders as in content/FORMAT.md", "cannot read the pack")
			return nil, nil
		}
		base = base.With(knowledge.Load(os.DirFS(dir), dir, ds), ds)
	}
	if len(packs) > 0 {
		if knowledge.LintReferences(base, ds); ds.HasErrors() {
			return nil, nil
		}
		if base, err = base.Sealed(); err != nil {
			return nil, err
		}
	}
	compiled, err := engine.Compile(base)
	if err != nil {
		return nil, fmt.Errorf("compile the knowledge base: %w", err)
	}
	return &Knowledge{knowledge.NewIndex(base), compiled}, nil
}

// OpenModel reads the system at a path, a file or a directory, and checks it against the knowledge base. The model is
// usable only when ds has no errors.
func OpenModel(path string, k *Knowledge, ds *diag.List) *model.Model {
	dir, name := filepath.Split(filepath.Clean(path))
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		dir, name = path, "."
	}
	if dir == "" {
		dir = "."
	}
	// A root keeps symbolic links from leading out of the system's directory.
	root, err := os.OpenRoot(dir)
	if err != nil {
		ds.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path", "cannot read %s: %s", path, diag.Cause(err))
		return nil
	}
	defer root.Close()
	return ReadModel(root.FS(), name, filepath.ToSlash(dir), k, ds)
}

// ReadModel is OpenModel for the file or directory of a name in any file system, a tree in memory too. Names in diagnostics begin with
// shown, the path of fsys as the user knows it.
func ReadModel(fsys fs.FS, name, shown string, k *Knowledge, ds *diag.List) *model.Model {
	return ReadAgain(nil, fsys, name, shown, k, ds)
}

// ReadAgain is ReadModel for who reads the same files often: trees, which may be nil, keeps what is made of them.
func ReadAgain(trees *model.Trees, fsys fs.FS, name, shown string, k *Knowledge, ds *diag.List) *model.Model {
	var found diag.List
	m := trees.Load(fsys, name, shown, &found)
	k.Index.Check(m, &found)
	for _, d := range found.Sorted() {
		// Warnings wait until the errors are gone: most of them only follow from one, such as a misspelt reference.
		if d.Severity == diag.Error || !found.HasErrors() {
			ds.Append([]diag.Diagnostic{d})
		}
	}
	return m
}

// Examined is a model without errors with what the engine finds in it. Nothing is explained or rendered yet.
type Examined struct {
	Gaps []engine.Gap // where the model is likely incomplete, by the modelling checks of the knowledge base
	Run  *engine.Run
}

// Examine finds gaps, threats and levels in one pass.
func Examine(ctx context.Context, m *model.Model, k *Knowledge, mode engine.Mode) (*Examined, error) {
	an, err := engine.Analyze(ctx, k.engine, engine.Lower(m))
	if err != nil {
		return nil, fmt.Errorf("assess %s: %w", m.System.ID.Text, err)
	}
	gaps, err := an.Gaps(ctx.Err)
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", m.System.ID.Text, err)
	}
	run, err := an.Run(mode)
	if err != nil {
		return nil, fmt.Errorf("assess %s: %w", m.System.ID.Text, err)
	}
	return &Examined{gaps, run}, nil
}

// FindGaps reports where a model without errors is likely incomplete, by the modelling checks of the knowledge base.
func FindGaps(ctx context.Context, m *model.Model, k *Knowledge, ds *diag.List) error {
	an, err := engine.Analyze(ctx, k.engine, engine.Lower(m))
	if err != nil {
		return fmt.Errorf("check %s: %w", m.System.ID.Text, err)
	}
	gaps, err := an.Gaps(ctx.Err)
	if err != nil {
		return fmt.Errorf("check %s: %w", m.System.ID.Text, err)
	}
	AddGaps(gaps, m, k, ds)
	return nil
}

// AddGaps puts gaps into words.
func AddGaps(gaps []engine.Gap, m *model.Model, k *Knowledge, ds *diag.List) {
	for _, g := range gaps {
		ds.Add(m.At(g.Element), diag.ModelGap, k.Index.Checks[g.Check].Hint, "%s: %s", g.Check, g.Title)
	}
}

// Assessed is an assessment with what it was made from, for explanations.
type Assessed struct {
	*assessment.Assessment
	Model *model.Model
	Run   *engine.Run
}

// Assess finds threats and computes levels. Stage is called with what is being done; it may be nil.
func Assess(ctx context.Context, m *model.Model, k *Knowledge, mode engine.Mode, stage func(string)) (*Assessed, error) {
	if stage == nil {
		stage = func(string) {}
	}
	stage("finding threats")
	an, err := engine.Analyze(ctx, k.engine, engine.Lower(m))
	if err != nil {
		return nil, fmt.Errorf("assess %s: %w", m.System.ID.Text, err)
	}
	stage("computing levels")
	run, err := an.Run(mode)
	if err != nil {
		return nil, fmt.Errorf("assess %s: %w", m.System.ID.Text, err)
	}
	stage("explaining harms")
	a, err := assessment.Make(m, k.Index, run)
	if err != nil {
		return nil, fmt.Errorf("assess %s: %w", m.System.ID.Text, err)
	}
	return &Assessed{a, m, run}, nil
}
