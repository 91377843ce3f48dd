package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
	"cordon/internal/riskfile"
)

// Judged is a system with everything that clauses are judged on and documents are made from. All of it comes from one assessment.
type Judged struct {
	*compliance.Case
	Planned *Assessed
}

// OpenCase assesses a system in every way that clauses and documents need. The reviews are those of the decisions about it as planned.
// Stage is called with what is being done; it may be nil.
func OpenCase(ctx context.Context, m *model.Model, k *Knowledge, reviews func(*Assessed) ([]decisions.Review, error), day string, stage func(string)) (*Judged, error) {
	file, planned, err := RiskFile(ctx, m, k, stage)
	if err != nil {
		return nil, err
	}
	return caseOf(ctx, k, file, planned, reviews, day, stage)
}

func caseOf(ctx context.Context, k *Knowledge, file *riskfile.File, planned *Assessed, reviews func(*Assessed) ([]decisions.Review, error), day string, stage func(string)) (*Judged, error) {
	defence, err := Layers(ctx, planned, k, stage)
	if err != nil {
		return nil, err
	}
	decided, err := reviews(planned)
	if err != nil {
		return nil, err
	}
	return &Judged{caseFrom(ctx, k, file, planned, defence, decided, day), planned}, nil
}

func caseFrom(ctx context.Context, k *Knowledge, file *riskfile.File, a *Assessed, defence *layers.Defence, decided []decisions.Review, day string) *compliance.Case {
	return &compliance.Case{
		Model: a.Model, Index: k.Index, Run: a.Run, Assessment: a.Assessment, File: file, Defence: defence, Reviews: decided, Day: day, Stop: ctx.Err,
	}
}

// Comply says which clauses bind a system, and how far each is met.
func (j *Judged) Comply(q compliance.Request) (*compliance.Answer, error) {
	a := compliance.Apply(j.Model, j.Index, q)
	if err := j.Judge(a); err != nil {
		return nil, fmt.Errorf("judge the clauses of %s: %w", j.Model.System.ID.Text, err)
	}
	return a, nil
}

// OpenTexts reads a folder with texts of documents that the user has a licence for.
func OpenTexts(dir string, ix *knowledge.Index, ds *diag.List) knowledge.Texts {
	root, err := os.OpenRoot(dir)
	if err != nil {
		ds.Add(diag.Pos{File: dir}, diag.FileUnreadable, "check the path", "cannot read %s: %s", dir, diag.Cause(err))
		return nil
	}
	defer root.Close()
	return ix.LoadTexts(root.FS(), filepath.ToSlash(dir), ds)
}
