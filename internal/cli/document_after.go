package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/papers"
	"cordon/internal/project"
	"cordon/internal/report/dossier"
)

// since gives the period that documents report on: to the end of their day, from a day or from a year before.
func (w *documents) since() (from, to civil.Instant, err error) {
	day, err := civil.Parse(w.day)
	if err != nil {
		return 0, 0, err
	}
	to = day + civil.Day - 1
	if w.from == "" {
		return day.AddMonths(-12), to, nil
	}
	if from, err = civil.Parse(w.from); err != nil {
		return 0, 0, usageError{fmt.Errorf("--since: %w", err)}
	}
	if from >= day {
		return 0, 0, usageError{fmt.Errorf("--since %s: it does not lie before the day of the documents, %s", w.from, w.day)}
	}
	return from, to, nil
}

// after is what documents say of the time after release; nil where nothing is kept of it.
func (w *documents) after(c *cobra.Command, j *project.Judged) (*dossier.After, error) {
	from, to, err := w.since()
	if err != nil {
		return nil, err
	}
	var ds diag.List
	a, err := papers.After(c.Context(), w.path, j, from, to, &ds)
	if err != nil {
		return nil, err
	}
	if err := sound(c, &ds); err != nil || a == nil {
		return nil, err
	}
	a.About = w.about
	return a, nil
}
