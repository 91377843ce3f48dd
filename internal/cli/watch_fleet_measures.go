package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/postmarket/fleet"
)

func watchFleetMeasuresCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "measures DIR",
		Short: "What is in the field, and how quickly it is patched: figures for a PSUR",
		Long: `Measures counts the devices in the field by release and by site and those out of support, and gives the three measures of the FDA guidance on
postmarket cybersecurity: the share of identified vulnerabilities that are patched, the time from identification to the patch, and the time from the
patch to the last device.`,
		Example: `  cordon watch fleet measures fleet --on 2026-12-31`,
		Args:    args(cobra.ExactArgs(1)),
	}
	on := recordFlag(c)
	c.Flags().Lookup("on").Usage = "day for which the end of support is judged, YYYY-MM-DD; today where absent"
	when, format := whenFlags(c), formatFlag(c)
	c.RunE = func(c *cobra.Command, a []string) error {
		w, err := when()
		if err != nil {
			return err
		}
		day, err := on()
		if err != nil {
			return err
		}
		s, err := openFleet(c, a[0], 0)
		if err != nil {
			return err
		}
		census, m := s.Fleet.Census(w, day), s.Fleet.Measures(fleet.Query{When: w})
		if format.value == "json" {
			return writeJSON(c, struct {
				*fleet.Census
				Measures *fleet.Measures `json:"measures"`
			}{census, m})
		}
		return printMeasures(newText(c.OutOrStdout()), census, m, day)
	}
	return c
}

func printMeasures(t *text, census *fleet.Census, m *fleet.Measures, day fleet.Day) error {
	t.heading("In the field: %s", count(census.Devices, "device"))
	for _, r := range census.Releases {
		t.item("%s: %s", strings.TrimSpace(r.Product+" "+r.Release), count(r.Devices, "device"))
	}
	t.item("%s out of support on %s; of %d the end of support is not given", count(census.OutOfSupport, "device"), day, census.NoSupportEnd)
	t.heading("Sites")
	for _, s := range census.Sites {
		t.item("%s: %s", siteName(s.Site), count(s.Devices, "device"))
	}
	t.heading("Vulnerabilities: %d found in components", m.Found)
	t.item("%d were on a device after they were identified; %d on none, %d decided", m.Identified, m.NoDevice, m.Decided)
	if m.Identified > 0 {
		t.item("on no device any more: %d (%d %%); a fix can be had for %d", m.Patched, 100*m.Patched/m.Identified, m.Available)
	}
	t.item("from identified to the fix, per vulnerability: %s", measureWords(m.ToFix))
	t.item("from the fix to the last device, per vulnerability: %s", measureWords(m.ToDeployed))
	t.item("%s with one or more that are open", count(m.Devices, "device"))
	return t.err
}

func measureWords(s fleet.Spread) string {
	if s.Devices == 0 {
		return "none"
	}
	return spreadWords(s)
}
