package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
)

func complyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "comply PATH",
		Short: "Which clauses of laws, guidance and standards bind a system, and how far each is met",
		Long: `Comply goes through the clauses of the knowledge base. Of each it says whether it binds the described system (by markets, device class, the
kinds of element there are, and the day), and how far it is met: met, where criteria show all of it or somebody has stated and signed it; partly;
open; or undecidable, where it is too vague for anything to show it. It prints a line for each document; with --document, --role, --stage or
--status the clauses themselves. The clauses are in our own words: read the text before you rely on one, above all where its certainty is
general.`,
		Example: `  cordon comply examples/wearable-monitor
  cordon comply examples/wearable-monitor --document mdcg-2019-16 --status open
  cordon comply gaps examples/wearable-monitor --role manufacturer
  cordon comply explain examples/wearable-monitor mdcg-2019-16:r1/3.6#4`,
		Args: args(cobra.ExactArgs(1)),
	}
	q := addComplyFlags(c)
	format := formatFlag(c)
	by := addChoice(c, "by", "what the lines are for", "document", "document", "role", "stage")
	statuses := c.Flags().StringArray("status", nil, "only clauses that are one of: "+strings.Join(compliance.Status("").Words(), ", ")+"; may be repeated")
	c.RunE = func(c *cobra.Command, paths []string) error {
		only, err := flagWords[compliance.Status]("status", *statuses)
		if err != nil {
			return usageError{err}
		}
		a, _, err := q.judge(c, paths[0])
		if err != nil {
			return err
		}
		if len(only) > 0 {
			a.Clauses = a.WithStatus(only)
		}
		if format.value == "json" {
			return writeJSON(c, a)
		}
		t := newText(c.OutOrStdout())
		printCoverage(t, a, by.value, *q.drafts)
		if q.narrow() || len(only) > 0 {
			for i := range a.Clauses {
				printClause(t, &a.Clauses[i])
			}
		} else {
			t.item("with --document, --role, --stage or --status the clauses are listed; cordon comply gaps says what to do")
		}
		return t.err
	}
	c.AddCommand(complyExplainCommand(), complyGapsCommand(), complyDiffCommand(), complyFeedbackCommand(), complyExportCommand(), complyImportCommand(), complySiteCommand())
	return c
}

// complyFlags say which clauses are looked at.
type complyFlags struct {
	documents, who, stages *[]string
	drafts                 *bool
	day                    func() (string, error)
}

func addComplyFlags(c *cobra.Command) *complyFlags {
	return &complyFlags{
		day:       dayFlag(c, "on", "day for which to judge"),
		drafts:    c.Flags().Bool("drafts", false, "count drafts and proposals as if they were in force"),
		documents: c.Flags().StringArray("document", nil, "only this document, with the edition or without: mdcg-2019-16; may be repeated"),
		who:       c.Flags().StringArray("role", nil, "only clauses for one of: "+strings.Join(knowledge.Holder("").Words(), ", ")+"; may be repeated"),
		stages:    c.Flags().StringArray("stage", nil, "only clauses of one of: "+strings.Join(knowledge.Stage("").Words(), ", ")+"; may be repeated"),
	}
}

// narrow tells whether only some clauses are looked at.
func (f *complyFlags) narrow() bool { return len(*f.documents)+len(*f.who)+len(*f.stages) > 0 }

func (f *complyFlags) request() (q compliance.Request, err error) {
	q.Drafts, q.Documents = *f.drafts, *f.documents
	if q.Day, err = f.day(); err != nil {
		return q, err
	}
	if q.Holders, err = flagWords[knowledge.Holder]("role", *f.who); err != nil {
		return q, usageError{err}
	}
	if q.Stages, err = flagWords[knowledge.Stage]("stage", *f.stages); err != nil {
		return q, usageError{err}
	}
	return q, nil
}

// judge reads a system and judges the clauses that are asked for.
func (f *complyFlags) judge(c *cobra.Command, path string) (*compliance.Answer, *project.Judged, error) {
	q, err := f.request()
	if err != nil {
		return nil, nil, err
	}
	j, err := openCase(c, path, q.Day, func(ix *knowledge.Index) error { return knownDocuments(ix, q.Documents) })
	if err != nil {
		return nil, nil, err
	}
	a, err := j.Comply(q)
	return a, j, err
}

// openCase assesses a system in every way that clauses and documents need. Known checks words of flags against the knowledge base first.
func openCase(c *cobra.Command, path, day string, known func(*knowledge.Index) error) (*project.Judged, error) {
	k, m, err := open(c, path)
	if err != nil {
		return nil, err
	}
	if err := known(k.Index); err != nil {
		return nil, usageError{err}
	}
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	return project.OpenCase(c.Context(), m, k, func(a *project.Assessed) ([]decisions.Review, error) {
		var ds diag.List
		reviews, err := project.Decided(c.Context(), path, m, k, a, day, &ds)
		if err != nil {
			return nil, err
		}
		if ds.Len() > 0 {
			p.done()
		}
		return reviews, sound(c, &ds)
	}, day, p.stage)
}

// flagWords checks words of a closed list.
func flagWords[T interface {
	~string
	Words() []string
}](flag string, list []string) ([]T, error) {
	var out []T
	for _, w := range list {
		if !slices.Contains(T("").Words(), w) {
			return nil, fmt.Errorf("--%s %q: one of %s", flag, w, strings.Join(T("").Words(), ", "))
		}
		out = append(out, T(w))
	}
	return out, nil
}

func knownDocuments(ix *knowledge.Index, asked []string) error {
	for _, id := range asked {
		known := func(d knowledge.Document) bool { return d.ID == id || d.Document == id }
		if !slices.ContainsFunc(ix.Base.Documents, known) {
			return fmt.Errorf("--document %q: the knowledge base has no such document; cordon content list --type document lists them", id)
		}
	}
	return nil
}

// printCoverage prints a line for each document, role or stage; drafts tells whether drafts are counted as if they were in force.
func printCoverage(t *text, a *compliance.Answer, by string, drafts bool) {
	t.heading("Clauses on %s", a.Day)
	t.printf("  %s %s %s %s %s %s\n", pad("", 26), pad("met", 5), pad("partly", 7), pad("open", 5), pad("undecidable", 12), "does not bind")
	row := func(c compliance.Coverage, because string) {
		n := func(s compliance.Status, width int) string { return pad(fmt.Sprint(c.Statuses[s]), width) }
		t.printf("  %s %s %s %s %s %s", pad(c.Of, 26), n(compliance.Met, 5), n(compliance.Partly, 7), n(compliance.Open, 5), n(compliance.Undecidable, 12), n(compliance.NotApplicable, 4))
		t.printf("%s\n", because)
	}
	switch by {
	case "role":
		for _, c := range a.ByRole() {
			row(c, "")
		}
	case "stage":
		for _, c := range a.ByStage() {
			row(c, "")
		}
	default:
		for i, c := range a.ByDocument() {
			because := ""
			if c.Binding() == 0 {
				because = " " + a.Documents[i].Because
				if a.Documents[i].Standing == knowledge.Draft && !drafts {
					because += "; --drafts counts it as if it were in force"
				}
			}
			row(c, because)
		}
	}
	for _, q := range a.Questions {
		t.item("%s", q)
	}
}

func printClause(t *text, c *compliance.Clause) {
	if c.Verdict == compliance.Not {
		return
	}
	t.heading("%s %s: %s", c.ID, c.Title, t.status(c.Status))
	t.item("%s", c.Says)
	t.item("%s; %s; certainty %s", joined(c.Who), joined(c.Stages), c.Certainty)
	t.item("%s", c.Why)
}

// status colours a word by how bad it is; the word itself says it as well.
func (t *text) status(s compliance.Status) string {
	switch s {
	case compliance.Met:
		return t.style(green, string(s))
	case compliance.Open:
		return t.style(red, string(s))
	case compliance.Partly, compliance.Undecidable:
		return t.style(yellow, string(s))
	}
	return string(s)
}

// words are those of a closed list as plain text.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

func joined[T ~string](list []T) string { return strings.Join(words(list), ", ") }
