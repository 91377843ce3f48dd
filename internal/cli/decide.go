package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/project"
)

func decideCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "decide",
		Short: "Record decisions about risks, and see which still stand",
		Long: `Decide keeps decisions in files: decisions/*.yaml beside the model. Each says what was decided about a harm, a threat, a
control at an element or the whole (overall), by whom, when and why, and records the facts it rested on. So a later run can
say which decisions are still current, and what has changed for the others.`,
	}
	c.AddCommand(decideListCommand(), decideNewCommand(), decideSignCommand(), decideVerifyCommand())
	return c
}

// today is the only place where decisions meet the clock.
func today() string { return time.Now().Format(time.DateOnly) }

// nowUTC is the time, to the second.
func nowUTC() string { return time.Now().UTC().Format(time.RFC3339) }

// dayFlag adds a flag for a day, and returns what reads it: today where it is absent.
func dayFlag(c *cobra.Command, name, says string) func() (string, error) {
	day := c.Flags().String(name, "", says+", YYYY-MM-DD; today where absent")
	return func() (string, error) {
		switch {
		case *day == "":
			return today(), nil
		case !decisions.IsDate(*day):
			return "", usageError{fmt.Errorf("--%s %q: write a day as YYYY-MM-DD", name, *day)}
		}
		return *day, nil
	}
}

// reviewed is what decisions are and rest on.
type reviewed struct {
	set      *decisions.Set
	found    *decisions.Found
	assessed *project.Assessed // as planned
	reviews  []decisions.Review
}

// review reads the decisions about a system and compares them with it as planned. What is wrong with it or with them goes to standard error.
// About is what a new decision is to be about; empty where there is none.
func review(c *cobra.Command, path, about, day string) (*reviewed, error) {
	set, err := openDecisions(c, path)
	if err != nil {
		return nil, err
	}
	k, a, err := assess(c, path, string(engine.Future))
	if err != nil {
		return nil, err
	}
	var ds diag.List
	found, err := project.FoundAfter(c.Context(), path, a.Model, k, set, about, day, &ds)
	if err != nil {
		return nil, err
	}
	on := project.RestingOn(a, k, found)
	r := &reviewed{set, on, a, project.ReviewDecisions(set, on, day, &ds)}
	return r, sound(c, &ds)
}

// decided compares the decisions about a system with an assessment of it; what is wrong with the records goes to standard error.
func decided(c *cobra.Command, path string, k *project.Knowledge, a *project.Assessed, day string) ([]decisions.Review, error) {
	var ds diag.List
	reviews, err := project.Decided(c.Context(), path, a.Model, k, a, day, &ds)
	if err != nil {
		return nil, err
	}
	return reviews, sound(c, &ds)
}

// openDecisions reads the decisions about a system; what is wrong with them goes to standard error.
func openDecisions(c *cobra.Command, path string) (*decisions.Set, error) {
	var ds diag.List
	s := project.OpenDecisions(path, &ds)
	return s, sound(c, &ds)
}

// sound prints diagnostics, and ends the command if there is an error among them.
func sound(c *cobra.Command, ds *diag.List) error {
	all := ds.Sorted()
	printDiagnostics(c.ErrOrStderr(), all)
	if ds.HasErrors() {
		fmt.Fprintf(c.ErrOrStderr(), "%s\n", verdict(all))
		return exit{exitInvalid}
	}
	return nil
}

// refuse ends a command that asks for what cannot be done.
func refuse(c *cobra.Command, format string, a ...any) error {
	fmt.Fprintf(c.ErrOrStderr(), "cordon: "+format+"\n", a...)
	return exit{exitInvalid}
}

// given makes sure that flags are there.
func given(c *cobra.Command, names ...string) error {
	var missing []string
	for _, n := range names {
		if !c.Flags().Changed(n) {
			missing = append(missing, "--"+n)
		}
	}
	if len(missing) > 0 {
		return usageError{fmt.Errorf("%s: give %s", c.CommandPath(), strings.Join(missing, ", "))}
	}
	return nil
}

// standing finds a decision by its id; without one, the overall judgement that no other decision replaces.
func standing(s *decisions.Set, ids []string) (*decisions.Entry, error) {
	if len(ids) > 0 {
		if e := s.Get(ids[0]); e != nil {
			return e, nil
		}
		return nil, fmt.Errorf("there is no decision %s; cordon decide list shows all", ids[0])
	}
	replaced := map[string]bool{}
	for _, e := range s.Entries {
		replaced[e.Replaces.Text] = true
	}
	var found *decisions.Entry
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.About.Text != decisions.Overall || replaced[e.ID] {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("decisions %s and %s are both overall judgements; name one", found.ID, e.ID)
		}
		found = e
	}
	if found == nil {
		return nil, fmt.Errorf("there is no overall judgement; make one with cordon decide new PATH --about overall, or name a decision")
	}
	return found, nil
}
