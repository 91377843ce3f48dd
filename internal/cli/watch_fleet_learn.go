package cli

import (
	"github.com/spf13/cobra"

	"cordon/internal/postmarket/fleet"
)

func watchFleetLearnCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "learn DIR --index DIR",
		Short: "Record which vulnerabilities an index finds in components, and tell what is new",
		Long: `Learn looks every distinct version of a component up in an index of advisories, compares what it finds with what is recorded, and records the
difference: what is new, what has become unsure or sure, and what was taken back. Questions about other days rest on this record.`,
		Example: `  cordon watch fleet learn fleet --index advisories`,
		Args:    args(cobra.ExactArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	on, format := recordFlag(c), formatFlag(c)
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, a []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		day, err := on()
		if err != nil {
			return err
		}
		ix, err := openIndex(c, *dir)
		if err != nil {
			return err
		}
		s, err := openFleet(c, a[0], day)
		if err != nil {
			return err
		}
		defer s.Close() //nolint:errcheck // what was written is on the disk by then
		d, err := s.Learn(c.Context(), ix)
		if err != nil {
			return err
		}
		if err := s.Commit(); err != nil {
			return err
		}
		return printNews(c, s.Fleet, d, format.value)
	}
	return c
}

// learned is a vulnerability of which something is new.
type learned struct {
	fleet.News
	Devices int `json:"devices"`
}

// maxNews is how many vulnerabilities text tells one by one.
const maxNews = 40

func printNews(c *cobra.Command, f *fleet.Fleet, d *fleet.Delta, format string) error {
	if format == "json" {
		out := []learned{}
		for _, n := range f.News(d) {
			out = append(out, learned{n, f.Devices(n.Vulnerability, fleet.Query{})})
		}
		return writeJSON(c, out)
	}
	t := newText(c.OutOrStdout())
	all := d.Vulnerabilities()
	for i, v := range all {
		if i == maxNews {
			t.item("and %d more; --format json gives all", len(all)-i)
			break
		}
		t.item("%s: %s", v, count(f.Devices(v, fleet.Query{}), "device"))
	}
	t.item("%s with something new, %s", count(len(all), "vulnerability"), count(d.Len(), "finding"))
	return t.err
}
