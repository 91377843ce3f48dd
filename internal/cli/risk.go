package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/project"
	"cordon/internal/riskfile"
)

func riskCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "risk PATH",
		Short: "The record of risks: each harm without controls, today, and as planned",
		Long: `Risk lists each harm with its hazard and the kind of hazard, the likeliest sequence of events, the judgement without controls, with those
that are present, and with those that are planned as well; what attacks, misuse, failures and side effects of security contribute; the
controls that hold it down, with where they are shown; and the benefits of the same functions. Harm to rights and to others stands
apart. With --format csv it writes a table for a spreadsheet.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "csv")
	c.RunE = func(c *cobra.Command, paths []string) error {
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		m, err := openModel(c, paths[0], k)
		if err != nil {
			return err
		}
		p := newProgress(c.ErrOrStderr())
		f, err := project.RiskFile(c.Context(), m, k, p.stage)
		p.done()
		if err != nil {
			return err
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
