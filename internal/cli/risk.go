package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/report/document"
	"cordon/internal/report/document/riskreport"
	"cordon/internal/riskfile"
)

func riskCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "risk PATH",
		Short: "The record of risks: each harm without controls, today, and as planned",
		Long: `Risk lists each harm with its hazard and the kind of hazard, the likeliest sequence of events, the judgement without controls, with those
that are present, and with those that are planned as well; what attacks, misuse, failures and side effects of security contribute; the
controls that hold it down, with where they are shown; and the benefits of the same functions. Harm to rights and to others stands
apart. With --format csv it writes a table for a spreadsheet. With --out it also writes the risk management file, in the form that the
name of the file asks for.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "csv")
	out := c.Flags().String("out", "", "write the risk management file to this file; its name ends in "+list(extensions(), " or "))
	date := dayFlag(c, "date", "date on the file, for which decisions are judged")
	version := c.Flags().String("file-version", "", "version on the file")
	_ = c.MarkFlagFilename("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		as, err := formatOf(*out)
		if err != nil {
			return usageError{err}
		}
		day, err := date()
		if err != nil {
			return err
		}
		k, m, err := open(c, paths[0])
		if err != nil {
			return err
		}
		p := newProgress(c.ErrOrStderr())
		f, a, err := project.RiskFile(c.Context(), m, k, p.stage)
		p.done()
		if err != nil {
			return err
		}
		if as != nil {
			reviews, err := decided(c, paths[0], k, a, day)
			if err != nil {
				return err
			}
			d := riskreport.Make(m, k.Index, f, riskreport.Options{Version: *version, Date: day, Decisions: reviews})
			if err := report.ReplaceFile(*out, report.Shared, func(w io.Writer) error { return as.Render(w, d) }); err != nil {
				return fmt.Errorf("write %s: %w", *out, err)
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %s\n", *out)
		}
		switch format.value {
		case "json":
			return writeJSON(c, f)
		case "csv":
			return f.WriteCSV(c.OutOrStdout())
		}
		return printRisks(newText(c.OutOrStdout()), f)
	}
	return c
}

// formatOf is the format that a file's name asks for; nil where there is no name.
func formatOf(file string) (*document.Format, error) {
	if file == "" {
		return nil, nil
	}
	for i, f := range document.Formats {
		if strings.EqualFold(filepath.Ext(file), f.Extension) {
			return &document.Formats[i], nil
		}
	}
	return nil, fmt.Errorf("--out %s: the name must end in %s", file, list(extensions(), " or "))
}

func extensions() []string {
	var out []string
	for _, f := range document.Formats {
		out = append(out, f.Extension)
	}
	return out
}

// list joins words with commas, and the last one with another word.
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + last + words[len(words)-1]
}

func printRisks(t *text, f *riskfile.File) error {
	for i := range f.Risks {
		printRisk(t, &f.Risks[i])
	}
	if len(f.Risks) == 0 {
		t.heading("No harm to health is described")
		t.item("add a `harms` block to follow threats to the patient")
	}
	if len(f.Apart) > 0 {
		t.heading("Harm to rights, and to others than the patient")
	}
	for i := range f.Apart {
		printRisk(t, &f.Apart[i])
	}
	t.heading("Benefits")
	for _, b := range f.Benefits {
		t.item("%s (%s): magnitude %d of 5, probability %d of 5; risks of the same functions: %s", b.Title, b.Benefit, b.Magnitude, b.Probability, strings.Join(b.Risks, ", "))
		t.sub("lost (a function absent, late or misled): likelihood %s; without side effects of security %s", b.Lost, b.LostWithoutSideEffects)
		for _, x := range b.TakenBy {
			t.sub("taken away by %s %s: without it %s", x.Control, x.Title, x.Without)
		}
	}
	if len(f.Benefits) == 0 {
		t.item("none described: a risk that is not acceptable by itself cannot be weighed")
	}
	return t.err
}

func printRisk(t *text, r *riskfile.Risk) {
	t.heading("%s  %s", r.Harm, r.Title)
	switch r.HazardKind {
	case "":
	case "hazard": // of which sort is not said
		t.item("hazard: %s", r.Hazard)
	default:
		t.item("hazard: %s (%s)", r.Hazard, r.HazardKind)
	}
	if r.Situation != "" {
		t.item("situation: %s", r.Situation)
	}
	t.item("%s; severity %s", r.Relation, r.Planned.Severity)
	for _, s := range []struct {
		name string
		of   riskfile.Judgement
	}{{"without controls", r.Without}, {"today", r.Today}, {"as planned", r.Planned}} {
		t.printf("  %s likelihood %s P of harm %s %s\n", pad(s.name, 18), pad(s.of.Likelihood, 12), pad(probability(s.of.Probability.From, s.of.Probability.To), 18), t.level(s.of.Acceptability))
	}
	t.item("how: %s", r.Reading)
	for _, x := range r.Causes {
		t.printf("    %s alone %s without it %s\n", pad(string(x.Cause), 12), pad(x.Alone, 12), x.Without)
	}
	for _, x := range r.Controls {
		removal := "by itself its removal changes nothing"
		if x.Removal != "" {
			removal = "without it the likelihood would be " + x.Removal
		}
		t.sub("%s %s, %s; %s", x.ID, x.Title, x.State, removal)
	}
}
