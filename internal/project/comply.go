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
	Planned   *Assessed
	Knowledge *Knowledge
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
	return &Judged{caseFrom(ctx, k, file, planned, defence, decided, day), planned, k}, nil
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

// FillAll answers the questionnaires of the knowledge base, by id.
func (j *Judged) FillAll() (map[string][]compliance.Filled, error) {
	out := map[string][]compliance.Filled{}
	for i := range j.Index.Base.Questionnaires {
		q := &j.Index.Base.Questionnaires[i]
		if q.Status == knowledge.Withdrawn {
			continue
		}
		var err error
		if out[q.ID], err = j.Fill(q); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// OpenTemplate reads a template of a user from a file, and checks it against the knowledge base.
func OpenTemplate(file string, ix *knowledge.Index, ds *diag.List) *knowledge.Template {
	src, err := os.ReadFile(file)
	if err != nil {
		ds.Add(diag.Pos{File: file}, diag.FileUnreadable, "check the path", "cannot read the template: %s", diag.Cause(err))
		return nil
	}
	return ix.ParseTemplate(file, src, ds)
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
