package project

import (
	"context"
	"fmt"
	"slices"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// exampleDay is the day on which examples of criteria are judged.
const exampleDay = "2027-01-01"

// tryCriteria runs the examples of criteria, and reports where one does not give what it says.
func tryCriteria(ctx context.Context, own *knowledge.Base, k *Knowledge, ds *diag.List) error {
	for i := range own.Criteria {
		c := &own.Criteria[i]
		for j := range c.Examples {
			e := &c.Examples[j]
			if c.Status == knowledge.Withdrawn || e.Model == nil || e.Expects == "" {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := tryCriterion(ctx, k, c, e, ds); err != nil {
				return fmt.Errorf("example of %s: %w", c.ID, err)
			}
		}
	}
	return nil
}

func tryCriterion(ctx context.Context, k *Knowledge, c *knowledge.Criterion, e *knowledge.CriterionExample, ds *diag.List) error {
	var found diag.List
	m := model.Fragment(e.At.File, e.Model, &found)
	k.Index.Check(m, &found)
	if found.HasErrors() {
		ds.Append(found.Sorted())
		return nil
	}
	j, err := exampleCase(ctx, m, k, c, exampleDecisions(e.Decided))
	if err != nil {
		return err
	}
	f, err := j.Examine(c)
	if err != nil {
		return err
	}
	if f.Outcome != e.Expects {
		because := "nothing to look at"
		if len(f.Subjects) > 0 {
			because = f.Subjects[0].ID + ": " + f.Subjects[0].Because
		}
		ds.Add(e.At, diag.EntryExample, "correct the criterion or the example", "%s: example %q expects %s and gives %s (%s)", c.ID, e.Says, e.Expects, f.Outcome, because)
	}
	return nil
}

// exampleCase assesses an example; only tests of the whole assessment need all of it.
func exampleCase(ctx context.Context, m *model.Model, k *Knowledge, c *knowledge.Criterion, decided []decisions.Review) (*Judged, error) {
	if c.Test == "" {
		a, err := Assess(ctx, m, k, engine.Future, nil)
		if err != nil {
			return nil, err
		}
		return &Judged{caseFrom(ctx, k, nil, a, nil, decided, exampleDay), a, k}, nil
	}
	return OpenCase(ctx, m, k, func(*Assessed) ([]decisions.Review, error) { return decided, nil }, exampleDay, nil)
}

func exampleDecisions(all []knowledge.ExampleDecision) []decisions.Review {
	var out []decisions.Review
	for i, d := range all {
		r := decisions.Review{
			ID: fmt.Sprintf("decision-%d", i+1), About: d.About, Now: []string{d.About}, Choice: decisions.Choice(d.Choice), Who: "A. Lindgren", Role: "clinical lead",
			When: "2026-12-01", Why: "Example.", Evidence: slices.Concat([]string{}, d.Evidence), State: decisions.Current, Because: []string{}, Changes: []decisions.Change{}, Signed: []decisions.Signed{},
		}
		if d.State != "" {
			r.State = decisions.State(d.State)
		}
		if d.Signed == knowledge.Yes {
			r.Signed = append(r.Signed, decisions.Signed{Key: "example", Fits: true})
		}
		out = append(out, r)
	}
	return out
}
