package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
)

func complyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "comply PATH",
		Short: "List the clauses of laws, guidance and standards that bind a system, and why",
		Long: `Comply goes through the clauses of the knowledge base and says of each whether it binds the described system: by markets, device class,
the kinds of element there are, and the day. What the description does not say is asked. It prints a line for each document; with --document, --role
or --stage the clauses themselves. Whether a clause is met is not judged. The clauses are in our own words: read the text before you rely on one, above
all where its certainty is general.`,
		Example: `  cordon comply examples/wearable-monitor
  cordon comply examples/wearable-monitor --document mdcg-2019-16 --role operator
  cordon comply explain examples/wearable-monitor mdcg-2019-16:r1/3.6#4`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	q := compliance.Request{}
	c.Flags().BoolVar(&q.Drafts, "drafts", false, "count drafts and proposals as if they were in force")
	c.Flags().StringArrayVar(&q.Documents, "document", nil, "only this document, with the edition or without: mdcg-2019-16; may be repeated")
	who := c.Flags().StringArray("role", nil, "only clauses for one of: "+strings.Join(knowledge.Holder("").Words(), ", ")+"; may be repeated")
	stages := c.Flags().StringArray("stage", nil, "only clauses of one of: "+strings.Join(knowledge.Stage("").Words(), ", ")+"; may be repeated")
	c.RunE = func(c *cobra.Command, paths []string) (err error) {
		if q.Day, err = day(); err != nil {
			return err
		}
		if q.Holders, err = flagWords[knowledge.Holder]("role", *who); err != nil {
			return usageError{err}
		}
		if q.Stages, err = flagWords[knowledge.Stage]("stage", *stages); err != nil {
			return usageError{err}
		}
		k, m, err := open(c, paths[0])
		if err != nil {
			return err
		}
		if err := knownDocuments(k.Index, q.Documents); err != nil {
			return usageError{err}
		}
		a := compliance.Apply(m, k.Index, q)
		if format.value == "json" {
			return writeJSON(c, a)
		}
		narrow := len(q.Documents)+len(q.Holders)+len(q.Stages) > 0
		return printClauses(newText(c.OutOrStdout()), a, narrow)
	}
	c.AddCommand(complyExplainCommand())
	return c
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

func printClauses(t *text, a *compliance.Answer, narrow bool) error {
	t.heading("Documents on %s", a.Day)
	t.printf("  %s %s %s %s %s\n", pad("", 26), pad("applies", 8), pad("not", 6), pad("asked", 6), "because")
	for _, d := range a.Documents {
		if d.Because == "" {
			d.Because = "it has no conditions"
		}
		t.printf("  %s %s %s %s %s\n", pad(d.ID, 26), pad(fmt.Sprint(d.Applies), 8), pad(fmt.Sprint(d.Not), 6), pad(fmt.Sprint(d.Asked), 6), d.Because)
	}
	for _, q := range a.Questions {
		t.item("%s", q)
	}
	if !narrow {
		t.item("with --document, --role or --stage the clauses are listed")
	} else {
		for i := range a.Clauses {
			printClause(t, &a.Clauses[i])
		}
	}
	t.item("whether a clause is met is not judged here")
	return t.err
}

func printClause(t *text, c *compliance.Clause) {
	if c.Verdict == compliance.Not {
		return
	}
	t.heading("%s %s", c.ID, c.Title)
	t.item("%s", c.Says)
	asked := ""
	if c.Verdict == compliance.Asked {
		asked = "; asked: " + c.Because
	}
	t.item("%s; %s; certainty %s%s", joined(c.Who), joined(c.Stages), c.Certainty, asked)
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

func complyExplainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain PATH CLAUSE",
		Short: "Say what a clause asks, of whom, and why it binds the system or does not",
		Args:  args(cobra.ExactArgs(2)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	c.RunE = func(c *cobra.Command, a []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		k, m, err := open(c, a[0])
		if err != nil {
			return err
		}
		all := compliance.Apply(m, k.Index, compliance.Request{Day: on})
		i := slices.IndexFunc(all.Clauses, func(x compliance.Clause) bool { return x.ID == a[1] })
		if i < 0 {
			return refuse(c, "comply explain: no clause %q; cordon comply PATH --document ID lists those of a document", a[1])
		}
		x := &all.Clauses[i]
		if format.value == "json" {
			return writeJSON(c, x)
		}
		t := newText(c.OutOrStdout())
		t.heading("%s %s", x.ID, x.Title)
		t.item("%s", k.Index.Documents[x.Document].Title)
		t.item("%s", x.Says)
		t.item("who: %s; when: %s; certainty %s", joined(x.Who), joined(x.Stages), x.Certainty)
		t.item("what decides: %s", x.Decides)
		because := x.Because
		if because == "" {
			because = "it has no conditions"
		}
		t.item("%s: %s", map[compliance.Verdict]string{compliance.Applies: "it binds this system", compliance.Not: "it does not bind this system", compliance.Asked: "it may bind this system"}[x.Verdict], because)
		return t.err
	}
	return c
}
