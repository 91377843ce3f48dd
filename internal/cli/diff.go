package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/assessment"
)

func diffCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "diff A B",
		Short: "Say what changed between two states of a system, and why",
		Long: `Diff compares two systems, or two assessments that were written as JSON (a name that ends in .json): elements, threats
that are new, gone or rated otherwise with the reason, harms, controls, questions, and the verdict. Ids are permanent, so
that order and wording do not matter.`,
		Args: args(cobra.ExactArgs(2)),
	}
	format, mode := formatFlag(c), modeFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		var both [2]*assessment.Assessment
		for i, path := range paths {
			a, err := readOrAssess(c, path, mode.value)
			if err != nil {
				return err
			}
			both[i] = a
		}
		d := assessment.Diff(both[0], both[1])
		if format.value == "json" {
			return writeJSON(c, d)
		}
		return printDifference(newText(c.OutOrStdout()), d)
	}
	return c
}

// maxAssessment bounds the size of an assessment that is read: some hundred times that of a large hospital.
const maxAssessment = 1 << 30

func readOrAssess(c *cobra.Command, path, mode string) (*assessment.Assessment, error) {
	if !strings.HasSuffix(path, ".json") {
		_, a, err := assess(c, path, mode)
		if err != nil {
			return nil, err
		}
		return a.Assessment, nil
	}
	f, err := os.Open(path)
	if err != nil {
		fmt.Fprintf(c.ErrOrStderr(), "cordon: %s\n", err)
		return nil, exit{exitInvalid}
	}
	defer f.Close()
	a, err := assessment.Decode(io.LimitReader(f, maxAssessment))
	if err != nil {
		fmt.Fprintf(c.ErrOrStderr(), "cordon: %s: %s\n    hint: write one with cordon assess PATH --format json\n", path, err)
		return nil, exit{exitInvalid}
	}
	return a, nil
}

func printDifference(t *text, d *assessment.Difference) error {
	t.heading("Verdict: %s", d.Verdict)
	if d.Knowledge {
		t.item("the two were assessed with different knowledge bases")
	}
	list := func(heading string, lines []string) {
		if len(lines) > 0 {
			t.heading("%s (%d)", heading, len(lines))
			for _, l := range lines {
				t.wrapped("  ", "    ", l)
			}
		}
	}
	var harms, fresh, gone, moved []string
	for _, h := range d.Harms {
		switch {
		case h.From == "":
			harms = append(harms, h.ID+" is new: "+h.To)
		case h.To == "":
			harms = append(harms, h.ID+" is gone: "+h.From)
		default:
			harms = append(harms, fmt.Sprintf("%s: %s -> %s", h.ID, h.From, h.To))
		}
	}
	for _, n := range d.Threats.New {
		fresh = append(fresh, fmt.Sprintf("%s %s (likelihood %s, risk %s)", n.ID, n.Title, n.Likelihood, n.Risk))
	}
	for _, n := range d.Threats.Gone {
		gone = append(gone, fmt.Sprintf("%s %s", n.ID, n.Title))
	}
	for _, r := range d.Threats.ReRated {
		moved = append(moved, fmt.Sprintf("%s %s: %s -> %s, because %s", r.ID, r.Title, r.From, r.To, strings.Join(r.Because, "; ")))
	}
	list("Harms", harms)
	list("Controls", d.Controls)
	list("New elements", d.Elements.New)
	list("Elements gone", d.Elements.Gone)
	list("New threats", fresh)
	list("Threats gone", gone)
	list("Threats rated otherwise", moved)
	list("New questions", d.Questions.New)
	list("Questions answered or gone", d.Questions.Gone)
	return t.err
}
