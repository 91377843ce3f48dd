// Package papers makes the documents of a system from its folder: which kinds fit, and what all of them are made from. How a document is assembled
// from templates and facts is in package dossier, and how it looks in package document.
package papers

import (
	"context"

	"cordon/internal/additions"
	"cordon/internal/compliance"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/report/document"
	"cordon/internal/report/document/riskreport"
	"cordon/internal/report/dossier"
)

// RiskFileKind is the kind of the risk management file, which is no template.
const RiskFileKind = "risk-management-file"

// Formats are the formats that documents are written in, in the words of their file names. CSV and JSON are for programs.
func Formats() []string { return []string{"docx", "pdf", "xlsx", "html", "md"} }

// Fitting are the kinds of documents that make sense for a system, in the order of their ids.
func Fitting(j *project.Judged) []*knowledge.Template {
	var out []*knowledge.Template
	for i := range j.Index.Base.Templates {
		if t := &j.Index.Base.Templates[i]; t.Status != knowledge.Withdrawn && dossier.Fits(t, j.Model, j.Index) {
			out = append(out, t)
		}
	}
	return out
}

// Facts gathers what documents are made from, but for the time after release, see [After], and what people added, see [Added].
func Facts(ctx context.Context, j *project.Judged, day, version string) (*dossier.Facts, error) {
	clauses, err := j.Comply(compliance.Request{Day: day})
	if err != nil {
		return nil, err
	}
	filled, err := j.FillAll()
	if err != nil {
		return nil, err
	}
	picture := report.Draw(ctx, report.System(j.Model, j.Assessment))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &dossier.Facts{
		Model: j.Model, Index: j.Index, File: j.File, Assessment: j.Assessment, Defence: j.Defence, Fact: j.Run.Fact, Reviews: j.Reviews,
		Clauses: clauses, Filled: filled, Diagram: string(picture), Day: day, Version: version,
	}, nil
}

// RiskFile makes the risk management file.
func RiskFile(j *project.Judged, day, version string) *document.Document {
	return riskreport.Make(j.Model, j.Index, j.File, riskreport.Options{Version: version, Date: day, Decisions: j.Reviews})
}

// Added reads what people added to documents of the system at a path. Own is a template that is not of the knowledge base; it may be nil. The set is
// usable only when ds has no errors.
func Added(path string, ix *knowledge.Index, own *knowledge.Template, ds *diag.List) *additions.Set {
	set := project.OpenAdditions(path, ds)
	for _, k := range set.Kinds() {
		t := ix.Templates[k.Kind]
		if own != nil && own.ID == k.Kind {
			t = own
		}
		var places []additions.Place
		if t != nil {
			places = dossier.PlacesOf(t)
		}
		for _, x := range k.Unasked(places) {
			ds.Add(x.At, diag.AdditionPlace, "", "the document %s asks for no %q in a section %q", k.Kind, x.Asked, x.Section)
		}
	}
	return set
}
