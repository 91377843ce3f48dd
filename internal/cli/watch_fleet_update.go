package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
)

func watchFleetUpdateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "update DIR",
		Short: "Record that devices were patched, moved, changed or retired",
		Long: `Update records what holds of a device from a day on: its release, or - for one that is not in the field any more, its site, or changes of its
configuration (removed PURL, off PURL, replaced PURL with PURL), which belong to the release they are given with. What is not given stays as it was.
--list takes a CSV file of many, with the columns of cordon watch fleet load.`,
		Example: `  cordon watch fleet update fleet --device SN-00017 --release pump-2.1 --at 2026-07-03
  cordon watch fleet update fleet --list installed.csv`,
		Args: args(cobra.ExactArgs(1)),
	}
	var x fleet.Device
	c.Flags().StringVar(&x.Serial, "device", "", "serial of the device")
	c.Flags().StringVar(&x.Release, "release", "", "release that is installed, or -")
	c.Flags().StringVar(&x.Site, "site", "", "site where it stands")
	c.Flags().StringArrayVar(&x.Changes, "change", nil, "change of its configuration; may be repeated")
	at := c.Flags().String("at", "", "day from which on this holds, YYYY-MM-DD")
	list := c.Flags().String("list", "", "CSV file of devices")
	on := recordFlag(c)
	_ = c.MarkFlagFilename("list", "csv")
	c.RunE = func(c *cobra.Command, a []string) error {
		if *list != "" == (x.Serial != "") {
			return usageError{errors.New("watch fleet update: give --device with --at, or --list")}
		}
		day, err := on()
		if err != nil {
			return err
		}
		if *list == "" {
			if err := given(c, "at"); err != nil {
				return err
			}
			if x.Since, err = fleet.ParseDay(*at); err != nil {
				return usageError{err}
			}
		}
		s, err := openFleet(c, a[0], day)
		if err != nil {
			return err
		}
		defer s.Close() //nolint:errcheck // what was written is on the disk by then
		var ds diag.List
		changed := 0
		if *list == "" {
			is, err := s.Update(x)
			if err != nil {
				return refuse(c, "update: %s", err)
			}
			if is {
				changed = 1
			}
		} else {
			f, err := os.Open(*list)
			if err != nil {
				return refuse(c, "update: cannot read %s: %s", *list, diag.Cause(err))
			}
			defer f.Close()
			t, err := s.LoadDevices(c.Context(), filepath.ToSlash(*list), f, &ds, func(int) {})
			if err != nil {
				return err
			}
			changed = t.Changed
		}
		if err := s.Commit(); err != nil {
			return err
		}
		t := newText(c.OutOrStdout())
		t.item("%s recorded", count(changed, "change"))
		return errors.Join(t.err, sound(c, &ds))
	}
	return c
}
