package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
)

func complyExplainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain PATH CLAUSE",
		Short: "What a clause asks, of whom, why it binds the system or does not, and how far it is met",
		Args:  args(cobra.ExactArgs(2)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	texts := c.Flags().String("texts", "", "folder with texts of documents that you have a licence for; docs/user/comply.md says how they look")
	_ = c.MarkFlagDirname("texts")
	c.RunE = func(c *cobra.Command, a []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		j, err := openCase(c, a[0], on, func(*knowledge.Index) error { return nil })
		if err != nil {
			return err
		}
		at, known := j.Index.Clauses[a[1]]
		if !known {
			return refuse(c, "comply explain: no clause %q; cordon comply PATH --document ID lists those of a document", a[1])
		}
		text, err := licensed(c, j.Index, *texts, a[1])
		if err != nil {
			return err
		}
		all, err := j.Comply(compliance.Request{Day: on, Documents: []string{at.Document.ID}})
		if err != nil {
			return err
		}
		x := &all.Clauses[slices.IndexFunc(all.Clauses, func(x compliance.Clause) bool { return x.ID == a[1] })]
		related := j.Index.Related(x.ID)
		if format.value == "json" {
			return writeJSON(c, struct {
				*compliance.Clause
				Text    *knowledge.LicensedText   `json:"text,omitempty"`
				Related []knowledge.RelatedClause `json:"related"`
			}{x, text, append([]knowledge.RelatedClause{}, related...)})
		}
		return explainClause(newText(c.OutOrStdout()), j.Index, x, text, related)
	}
	return c
}

// licensed reads the user's own text of a clause; nil where there is none.
func licensed(c *cobra.Command, ix *knowledge.Index, dir, clause string) (*knowledge.LicensedText, error) {
	if dir == "" {
		return nil, nil
	}
	var ds diag.List
	texts := project.OpenTexts(dir, ix, &ds)
	if err := sound(c, &ds); err != nil {
		return nil, err
	}
	if t, ok := texts[clause]; ok {
		return &t, nil
	}
	return nil, nil
}

func explainClause(t *text, ix *knowledge.Index, x *compliance.Clause, text *knowledge.LicensedText, related []knowledge.RelatedClause) error {
	t.heading("%s %s", x.ID, x.Title)
	t.item("%s", ix.Documents[x.Document].Title)
	t.item("%s", x.Says)
	if text != nil {
		t.item("text (%s): %s", text.Rights, text.Text)
	}
	t.item("who: %s; when: %s; certainty %s", joined(x.Who), joined(x.Stages), x.Certainty)
	t.item("what decides: %s", x.Decides)
	because := x.Because
	if because == "" {
		because = "it has no conditions"
	}
	t.item("%s: %s", map[compliance.Verdict]string{compliance.Applies: "it binds this system", compliance.Not: "it does not bind this system", compliance.Asked: "it may bind this system"}[x.Verdict], because)
	if x.Verdict != compliance.Not {
		t.item("%s: %s", t.status(x.Status), x.Why)
	}
	for i := range x.Findings {
		printFinding(t, &x.Findings[i])
	}
	if len(related) > 0 {
		t.heading("Related clauses")
	}
	for _, r := range related {
		other := ix.Clauses[r.Clause]
		t.item("%s %s, %s", r.Relation, r.Clause, other.Clause.Title)
		t.sub("%s", r.Because)
	}
	return t.err
}

// subjectsShown bounds what is listed of a criterion in text; JSON has all.
const subjectsShown = 8

func printFinding(t *text, f *compliance.Finding) {
	t.heading("%s %s: %s", f.Criterion, f.Title, f.Outcome)
	shown := 0
	for _, s := range f.Subjects {
		if s.Outcome == knowledge.Met && f.Outcome != knowledge.Met {
			continue
		}
		if shown++; shown > subjectsShown {
			continue
		}
		t.item("%s (%s): %s", s.ID, s.Outcome, s.Because)
	}
	if shown > subjectsShown {
		t.item("and %d more", shown-subjectsShown)
	}
	if f.Hint != "" {
		t.item("to do: %s", f.Hint)
	}
}
