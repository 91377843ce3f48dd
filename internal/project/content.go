// Package project holds the use cases: what the command line, the programming interface and the pages do, they do through
// it. It reads files, calls the reasoning packages in order, and returns values; it prints nothing.
package project

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// FindCopies reports entries of a base or pack that have the words of a text in the folder of sources. It returns how many texts there are.
func FindCopies(ctx context.Context, b *knowledge.Base, sources fs.FS, ds *diag.List) (int, error) {
	c, texts := knowledge.NewCopies(b), 0
	err := fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".csv", ".html", ".json", ".md", ".txt", ".xml", ".yaml", ".yml"}, path.Ext(name)) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := sources.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		texts++
		return c.Look(name, f)
	})
	if err != nil {
		return 0, fmt.Errorf("compare with sources: %w", err)
	}
	c.Report(ds)
	return texts, nil
}

// LintContent checks a knowledge base, its examples included, or a pack on top of a base, and returns it. Base is nil for a whole base.
func LintContent(ctx context.Context, fsys fs.FS, shown string, base *knowledge.Base, ds *diag.List) (*knowledge.Base, error) {
	k := knowledge.Load(fsys, shown, ds)
	own := k
	if len(own.Packs) == 0 {
		ds.Add(diag.Pos{File: shown}, diag.PackName, "write pack.yaml with id, title and version", "the pack does not say what it is and of which version")
	}
	if base != nil {
		k = base.With(k, ds)
	}
	var lint diag.List
	knowledge.Lint(k, &lint)
	for _, d := range lint.Sorted() {
		// What the base says of itself has no place in a file here, and is not for the author of a pack.
		if base == nil || d.File != "" {
			ds.Append([]diag.Diagnostic{d})
		}
	}
	if ds.HasErrors() {
		if _, err := engine.Compile(k); err != nil {
			return own, nil // the diagnostics say why
		}
	}
	compiled, err := engine.Compile(k)
	if err != nil {
		return nil, fmt.Errorf("compile the knowledge base: %w", err)
	}
	index := knowledge.NewIndex(k)
	for _, c := range claims(own) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := try(ctx, compiled, index, c, ds); err != nil {
			return nil, err
		}
	}
	if err := tryCriteria(ctx, own, &Knowledge{index, compiled}, ds); err != nil {
		return nil, err
	}
	return own, nil
}

// claim is an example of an entry, with the way to find out what is so.
type claim struct {
	entry   *knowledge.Entry
	example *knowledge.Example
	gives   func(an *engine.Analysis, id string) knowledge.Expectation
}

// claims lists the examples of all entries that are in force.
func claims(b *knowledge.Base) []claim {
	var out []claim
	add := func(e *knowledge.Entry, examples []knowledge.Example, gives func(*engine.Analysis, string) knowledge.Expectation) {
		for i := range examples {
			if e.Status != knowledge.Withdrawn && examples[i].Model != nil && examples[i].Expects != "" {
				out = append(out, claim{e, &examples[i], gives})
			}
		}
	}
	for i := range b.Rules {
		add(&b.Rules[i].Entry, b.Rules[i].Examples, (*engine.Analysis).Infers)
	}
	for i := range b.Threats {
		add(&b.Threats[i].Entry, b.Threats[i].Examples, (*engine.Analysis).Finds)
	}
	for i := range b.Checks {
		add(&b.Checks[i].Entry, b.Checks[i].Examples, (*engine.Analysis).Misses)
	}
	return out
}

// try runs one example and reports where it does not do what it says.
func try(ctx context.Context, base *engine.Base, index *knowledge.Index, c claim, ds *diag.List) error {
	var found diag.List
	m := model.Fragment(c.example.At.File, c.example.Model, &found)
	index.Check(m, &found)
	if found.HasErrors() {
		ds.Append(found.Sorted())
		return nil
	}
	an, err := engine.Analyze(ctx, base, engine.Lower(m))
	if err != nil {
		return fmt.Errorf("run example of %s: %w", c.entry.ID, err)
	}
	if got := c.gives(an, c.entry.ID); got != c.example.Expects {
		ds.Add(c.example.At, diag.EntryExample, "correct the pattern or the example", "%s: example %q expects %s and gives %s", c.entry.ID, c.example.Says, c.example.Expects, got)
	}
	return nil
}
