package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/report"
	"cordon/internal/report/dossier"
)

func complyFeedbackCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "feedback PATH...",
		Short: "What one or many projects show of the guidance itself, without names, to send to those who revise it",
		Long: `Feedback judges the clauses for each system and lists what the documents themselves leave open: flaws, clauses that nothing can decide, clauses
stated as met where the description shows otherwise, words with several meanings, and obligations that nothing in a description, an assessment or a
list of evidence could carry. Each line has the number of projects that it concerns. No system, element, person or decision is named.`,
		Example: `  cordon comply feedback examples/wearable-monitor --document mdcg-2019-16`,
		Args:    args(cobra.MinimumNArgs(1)),
	}
	q := addComplyFlags(c)
	format := formatFlag(c)
	out := c.Flags().String("out", "", "also write it to this file, to send; its name ends in "+list(extensions(), " or "))
	version := c.Flags().String("file-version", "", "version on the file")
	_ = c.MarkFlagFilename("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		as, err := formatOf(*out)
		if err != nil {
			return usageError{err}
		}
		var answers []*compliance.Answer
		var ix *knowledge.Index
		for _, path := range paths {
			a, j, err := q.judge(c, path)
			if err != nil {
				return err
			}
			answers, ix = append(answers, a), j.Index
		}
		remarks := compliance.Feedback(ix, answers)
		if as != nil {
			d := dossier.Feedback(ix, remarks, len(answers), answers[0].Day, *version)
			if err := report.ReplaceFile(*out, report.Shared, func(w io.Writer) error { return as.Render(w, d) }); err != nil {
				return fmt.Errorf("write %s: %w", *out, err)
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %s\n", *out)
		}
		if format.value == "json" {
			return writeJSON(c, struct {
				Knowledge string              `json:"knowledge"`
				Day       string              `json:"day"`
				Projects  int                 `json:"projects"`
				Remarks   []compliance.Remark `json:"remarks"`
			}{ix.Base.Digest, answers[0].Day, len(answers), remarks})
		}
		return printRemarks(newText(c.OutOrStdout()), remarks, len(answers))
	}
	return c
}

var remarkHeadings = map[compliance.RemarkKind]string{
	compliance.FlawRemark: "Flaws of documents", compliance.UndecidableRemark: "Clauses that nothing can decide", compliance.DisputedRemark: "Stated as met, and not shown",
	compliance.TermRemark: "Words with several meanings", compliance.AskedRemark: "Clauses of which nobody could say whether they bind", compliance.UncarriedRemark: "Obligations that nothing carries",
}

func printRemarks(t *text, remarks []compliance.Remark, projects int) error {
	last := compliance.RemarkKind("")
	for i := range remarks {
		r := &remarks[i]
		if r.Kind != last {
			t.heading("%s", remarkHeadings[r.Kind])
			last = r.Kind
		}
		t.item("%s %s (%s)", r.Of, r.Title, ofProjects(r.Projects, projects))
		t.sub("%s", r.Says)
	}
	if len(remarks) == 0 {
		t.item("nothing to say")
	}
	return t.err
}

func ofProjects(n, all int) string {
	if all == 1 {
		return "1 project"
	}
	return fmt.Sprintf("%d of %d projects", n, all)
}
