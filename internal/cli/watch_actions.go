package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/knowledge"
	"cordon/internal/postmarket/weigh"
)

func watchActionsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "actions PATH",
		Short: "List what a role may do against the harms as they are now",
		Long: `Actions tries out what a role may do now: switch a control on, or install a release that the record has. It ranks by what is left for patients,
then side effects on care, cost, and the time until it works. Nothing is applied: a person decides, two where care is affected; the event
that says so names them under decided.`,
		Example: `  cordon watch actions examples/wearable-monitor --role operator`,
		Args:    args(cobra.ExactArgs(1)),
	}
	at := instantFlag(c, "time for which it is tried")
	role := addChoice(c, "role", "what this role may do; all roles where absent", "", knowledge.Applier("").Words()...)
	most := c.Flags().Int("n", 10, "how many to list in text")
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		now, err := at()
		if err != nil {
			return err
		}
		if *most < 1 {
			return usageError{fmt.Errorf("--n %d: list at least one", *most)}
		}
		a, err := openAfter(c, paths[0])
		if err != nil {
			return err
		}
		list, err := a.Actions(&a.Inputs, a.StateAt(&a.Inputs, now), role.value, c.Context().Err)
		if err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, list)
		}
		return printActions(newText(c.OutOrStdout()), list, *most)
	}
	return c
}

func printActions(t *text, list []weigh.Action, most int) error {
	for i, a := range list {
		if i == most {
			t.printf("%d more; --n lists them\n", len(list)-most)
			break
		}
		t.heading("%s", a.Title)
		t.item("%s; by %s", a.ID, strings.Join(a.By, ", "))
		printHarmChanges(t, a.Better)
		for _, id := range a.Closes {
			t.item("closes %s", id)
		}
		for j := range a.Worse {
			h := &a.Worse[j]
			t.item("side effect: %s: likelihood %s -> %s", h.Title, h.Before.Likelihood, h.After.Likelihood)
		}
		for _, s := range a.Opens {
			t.item("opens: %s", s)
		}
		people := "one person decides"
		if a.Deciders == 2 {
			people = "two people decide"
		}
		if a.Kind == "install" {
			t.item("cost and burden are not known; works within %s; %s", a.Time, people)
			continue
		}
		t.item("cost class %d, yearly %d; burden on care %d of 4; works within %s; %s", a.Cost, a.Yearly, a.Burden, a.Time, people)
	}
	if len(list) == 0 {
		t.printf("nothing that lowers a harm\n")
	}
	return t.err
}
