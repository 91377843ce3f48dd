package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/watch"
)

func watchFleetCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fleet",
		Short: "Devices in the field: which ones a vulnerability concerns, and how far a fix has come",
		Long: `A fleet is a folder that knows devices with their sites and installed releases, and releases with their components. Vulnerabilities are found in
components, once for each distinct version, and followed to releases and devices when asked. Nothing is overwritten: --as-of asks how the fleet
was on a day, --known by what had been recorded until a day.`,
	}
	c.AddCommand(watchFleetLoadCommand(), watchFleetLearnCommand(), watchFleetAffectedCommand(), watchFleetTopCommand(), watchFleetUpdateCommand(), watchFleetRolloutCommand(), watchFleetMeasuresCommand())
	return c
}

// openFleet opens the fleet in a folder; what is wrong with it goes to standard error. With a day it is opened to record something on that day.
func openFleet(c *cobra.Command, dir string, known fleet.Day) (*watch.FleetStore, error) {
	// A fleet is large and lives as long as the process; room for as much garbage again would only be asked for and never used.
	debug.SetGCPercent(25)
	var ds diag.List
	s, err := watch.OpenFleet(dir, known != 0, &ds)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse(c, "%s: there is no fleet in %s; make one with cordon watch fleet load", c.Name(), dir)
	case errors.Is(err, watch.ErrBusy):
		return nil, refuse(c, "%s: %s: %s; wait until it has ended", c.Name(), dir, err)
	case err != nil:
		return nil, err
	}
	if err := sound(c, &ds); err != nil {
		return nil, err
	}
	if known != 0 {
		if err := s.Fleet.Begin(known); err != nil {
			_ = s.Close()
			return nil, refuse(c, "%s: --on %s: %s", c.Name(), known, err)
		}
	}
	return s, nil
}

// recordFlag is the day on which something is recorded.
func recordFlag(c *cobra.Command) func() (fleet.Day, error) {
	day := dayFlag(c, "on", "day on which this is recorded")
	return func() (fleet.Day, error) {
		text, err := day()
		if err != nil {
			return 0, err
		}
		return fleet.ParseDay(text)
	}
}

// whenFlags are the two times of a question.
func whenFlags(c *cobra.Command) func() (fleet.When, error) {
	asOf := c.Flags().String("as-of", "", "how the fleet was on this day, YYYY-MM-DD; the newest state where absent")
	known := c.Flags().String("known", "", "by what had been recorded until the end of this day, YYYY-MM-DD; by all where absent")
	return func() (w fleet.When, err error) {
		for _, x := range []struct {
			name, text string
			to         *fleet.Day
		}{{"as-of", *asOf, &w.Day}, {"known", *known, &w.Known}} {
			if x.text == "" {
				continue
			}
			if *x.to, err = fleet.ParseDay(x.text); err != nil {
				return w, usageError{fmt.Errorf("--%s: %w", x.name, err)}
			}
		}
		return w, nil
	}
}

// openIndex opens an index of advisories.
func openIndex(c *cobra.Command, dir string) (*postmarket.Index, error) {
	ix, err := watch.OpenIndex(dir)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, postmarket.ErrIndex) {
		return nil, refuse(c, "%s: there is no index in %s that can be read; make it with cordon watch sync", c.Name(), dir)
	}
	return ix, err
}
