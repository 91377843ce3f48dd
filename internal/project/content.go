// Package project holds the use cases: what the command line, the programming interface and the pages do, they do through
// it. It reads files, calls the reasoning packages in order, and returns values; it prints nothing.
package project

import (
	"context"
	"fmt"
	"io/fs"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// LintContent checks a knowledge base, its examples included, or a pack on top of a base. Base is nil for a whole base.
func LintContent(ctx context.Context, fsys fs.FS, shown string, base *knowledge.Base, ds *diag.List) (*knowledge.Base, error) {
	k := knowledge.Load(fsys, shown, ds)
	own := k
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
			return k, nil // the diagnostics say why
		}
	}
	compiled, err := engine.Compile(k)
	if err != nil {
		return nil, fmt.Errorf("compile the knowledge base: %w", err)
	}
	index := knowledge.NewIndex(k)
	for i := range own.Threats {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, e := range own.Threats[i].Examples {
			if err := tryExample(ctx, compiled, index, &own.Threats[i], e, ds); err != nil {
				return nil, err
			}
		}
	}
	return k, nil
}

// tryExample runs one example of a threat and reports where it does not do what it says.
func tryExample(ctx context.Context, base *engine.Base, index *knowledge.Index, t *knowledge.Threat, e knowledge.Example, ds *diag.List) error {
	if e.Model == nil || e.Expects == "" || t.Status == knowledge.Withdrawn {
		return nil
	}
	var found diag.List
	m := model.Fragment(e.At.File, e.Model, &found)
	index.Check(m, &found)
	if found.HasErrors() {
		ds.Append(found.Sorted())
		return nil
	}
	an, err := engine.Analyze(ctx, base, engine.Lower(m))
	if err != nil {
		return fmt.Errorf("run example of %s: %w", t.ID, err)
	}
	if got := an.Finds(t.ID); got != e.Expects {
		ds.Add(e.At, diag.EntryExample, "correct the pattern or the example", "%s: example %q expects %s and gives %s", t.ID, e.Says, e.Expects, got)
	}
	return nil
}
