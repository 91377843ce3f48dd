package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/watch"
)

func watchFleetLoadCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "load DIR",
		Short: "Record releases with their bills of materials, and devices",
		Long: `Load takes a list of releases (YAML or CSV: release, bom, product, date) and a list of devices (CSV: serial, release, since, and if you have them
site, udi, changes, support-end) into the fleet in DIR, which is made where there is none. What is known already is not recorded twice, so whole
lists can be loaded again and again. A line that is wrong is told and left out; all others are taken, and the exit code is 2 then.`,
		Example: `  cordon watch fleet load fleet --releases releases.yaml --devices devices.csv`,
		Args:    args(cobra.ExactArgs(1)),
	}
	devices := c.Flags().String("devices", "", "list of devices")
	releases := c.Flags().String("releases", "", "list of releases")
	on, format := recordFlag(c), formatFlag(c)
	_ = c.MarkFlagFilename("devices", "csv")
	_ = c.MarkFlagFilename("releases", "yaml", "csv")
	c.RunE = func(c *cobra.Command, a []string) error {
		if *devices == "" && *releases == "" {
			return usageError{errors.New("watch fleet load: give --devices, --releases or both")}
		}
		day, err := on()
		if err != nil {
			return err
		}
		s, err := openFleet(c, a[0], day)
		if err != nil {
			return err
		}
		defer s.Close() //nolint:errcheck // what was written is on the disk by then
		var ds diag.List
		out, err := loadFleet(c, s, *releases, *devices, &ds)
		if err != nil {
			return err
		}
		if err := s.Commit(); err != nil {
			return err
		}
		problems := sound(c, &ds)
		if format.value == "json" {
			return errors.Join(writeJSON(c, out), problems)
		}
		t := newText(c.OutOrStdout())
		for _, x := range []struct {
			what  string
			taken *watch.Taken
		}{{"release", out.Releases}, {"device", out.Devices}} {
			if x.taken != nil {
				t.item("%s: %d lines, %d changes, %d left out", x.what+"s", x.taken.Lines, x.taken.Changed, x.taken.Wrong)
			}
		}
		n := out.Fleet
		t.item("%s of %s at %s; %s of %s", count(n.Devices, "device"), count(n.Releases, "release"), count(n.Sites, "site"), count(n.Components, "component version"), count(n.Packages, "package"))
		return errors.Join(t.err, problems)
	}
	return c
}

// loaded is what loading gave.
type loaded struct {
	Releases *watch.Taken `json:"releases,omitempty"`
	Devices  *watch.Taken `json:"devices,omitempty"`
	Fleet    fleet.Sizes  `json:"fleet"`
}

func loadFleet(c *cobra.Command, s *watch.FleetStore, releases, devices string, ds *diag.List) (*loaded, error) {
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	out := &loaded{}
	if releases != "" {
		t, err := s.LoadReleases(c.Context(), releases, ds, func(n int) { p.stage(fmt.Sprintf("reading bills of materials: %d", n)) })
		if err != nil {
			return nil, err
		}
		out.Releases = &t
	}
	if devices != "" {
		f, err := os.Open(devices)
		if err != nil {
			return nil, refuse(c, "load: cannot read the list of devices %s: %s", devices, diag.Cause(err))
		}
		defer f.Close()
		t, err := s.LoadDevices(c.Context(), filepath.ToSlash(devices), f, ds, func(n int) { p.stage(fmt.Sprintf("reading devices: %d", n)) })
		if err != nil {
			return nil, err
		}
		out.Devices = &t
	}
	out.Fleet = s.Fleet.Sizes()
	return out, nil
}
