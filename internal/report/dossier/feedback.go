package dossier

import (
	"fmt"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/report/document"
)

// feedbackParts are the headings of remarks by kind, with what each table is about.
var feedbackParts = []struct {
	kind          compliance.RemarkKind
	heading, says string
}{
	{compliance.FlawRemark, "Flaws of documents", "A wrong reference, a contradiction, or a word without meaning, and what is done about it meanwhile."},
	{compliance.UndecidableRemark, "Clauses that nothing can decide", "No description, evidence or record could show that such a clause is met. A measure, or a statement of what counts, would help."},
	{compliance.DisputedRemark, "Stated as met, and not shown", "Somebody has stated and signed that the clause is met, and what is described does not show it. Either the reading of the clause or the description is wrong."},
	{compliance.TermRemark, "Words with several meanings", "A word of the clauses has other meanings in other documents that bind the same product."},
	{compliance.AskedRemark, "Clauses of which it could not be said whether they bind", "What decides was not known to those who described the product."},
	{compliance.UncarriedRemark, "Obligations that nothing carries", "What would show that such a clause is met lies outside of what a description, an assessment or a list of evidence holds."},
}

// Feedback is what projects show of the guidance itself, as a document to send to those who revise it. It names no project.
func Feedback(ix *knowledge.Index, remarks []compliance.Remark, projects int, day, version string) *document.Document {
	d := &document.Document{
		Title: "Remarks on laws, guidance and standards from their use", Subtitle: "Without names of products, people or organisations",
		System: count(projects, "project"), Version: version, Date: day, Language: "en-GB", Contents: true,
		Digests: []document.Digest{{Of: "knowledge base", Value: ix.Base.Digest}},
	}
	add := func(b document.Block) { d.Blocks = append(d.Blocks, b) }
	add(document.Block{Paragraph: &document.Paragraph{Spans: document.Text(fmt.Sprintf("The clauses were judged for %s. Each line says how many of them it concerns. "+
		"Clauses are named by document, edition and place, and told in words of the knowledge base, not in those of the documents.", count(projects, "project")))}})
	for _, p := range feedbackParts {
		t := &document.Table{ID: string(p.kind), Caption: p.heading, Columns: []document.Column{{Head: "Place", Share: 3}, {Head: "Subject", Share: 3}, {Head: "Remark", Share: 7}, {Head: "Projects", Share: 1, Align: document.Right}}}
		var from []string
		for _, r := range remarks {
			if r.Kind == p.kind {
				t.Rows = append(t.Rows, append(document.TextCells(r.Of, r.Title, r.Says), document.NumberCell(float64(r.Projects))))
				from = append(from, r.Of)
			}
		}
		if len(t.Rows) == 0 {
			continue
		}
		add(document.Block{Heading: &document.Heading{Level: 1, ID: "remarks-" + string(p.kind), Text: p.heading}})
		add(document.Block{Paragraph: &document.Paragraph{Spans: document.Text(p.says)}})
		add(document.Block{Table: t, From: facts(from)})
	}
	return d
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
