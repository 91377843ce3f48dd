package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/postmarket/fleet"
	"cordon/internal/watch"
)

func watchFleetAffectedCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "affected DIR ID",
		Short: "List the devices that a vulnerability concerns",
		Long: `Affected lists the devices that have a component in which a vulnerability is found, with their releases and sites. It rests on what was learned; with
--index it asks the index instead, which knows the present only. text lists releases and sites; json and csv give every device.`,
		Example: `  cordon watch fleet affected fleet CVE-2026-1234 --as-of 2026-06-30 --known 2026-07-02
  cordon watch fleet affected fleet CVE-2026-1234 --index advisories --format csv`,
		Args: args(cobra.ExactArgs(2)),
	}
	dir := c.Flags().String("index", "", "directory of an index to ask instead of what was learned")
	when := whenFlags(c)
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "csv")
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, a []string) error {
		w, err := when()
		if err != nil {
			return err
		}
		if *dir != "" && w.Known != 0 {
			return usageError{errors.New("affected: an index knows the present only; leave --index or --known out")}
		}
		s, err := openFleet(c, a[0], 0)
		if err != nil {
			return err
		}
		found, err := affected(c, s.Fleet, a[1], *dir, fleet.Query{When: w})
		if err != nil {
			return err
		}
		switch format.value {
		case "json":
			return affectedJSON(c, s.Fleet, found)
		case "csv":
			return affectedCSV(c, s.Fleet, found)
		}
		return printAffected(newText(c.OutOrStdout()), found)
	}
	return c
}

func affected(c *cobra.Command, f *fleet.Fleet, id, index string, q fleet.Query) (*fleet.Affected, error) {
	if index == "" {
		if a := f.Affected(id, q); a != nil {
			return a, nil
		}
		return nil, refuse(c, "affected: %s was never found in a component of this fleet; if its advisory is new, cordon watch fleet learn records it", id)
	}
	ix, err := openIndex(c, index)
	if err != nil {
		return nil, err
	}
	a, err := watch.AffectedNow(f, ix, id, q)
	if err == nil && a == nil {
		return nil, refuse(c, "affected: the index has no advisory on %s", id)
	}
	return a, err
}

func printAffected(t *text, a *fleet.Affected) error {
	since := ""
	if a.Identified != 0 {
		since = ", identified on " + a.Identified.String()
	}
	t.heading("%s: %s%s", a.Vulnerability, count(a.Devices, "device"), since)
	if a.Unsure > 0 {
		t.item("of %d of them nobody can tell", a.Unsure)
	}
	for _, x := range a.Components {
		if x.Unsure {
			t.item("in %s, unsure", x.PURL)
			continue
		}
		t.item("in %s", x.PURL)
	}
	if len(a.Releases) > 0 {
		t.heading("Releases")
	}
	for _, r := range a.Releases {
		t.item("%s: %s", strings.TrimSpace(r.Product+" "+r.Release), count(r.Devices, "device"))
	}
	if len(a.Sites) > 0 {
		t.heading("Sites")
	}
	for _, s := range a.Sites {
		t.item("%s: %s", siteName(s.Site), count(s.Devices, "device"))
	}
	return t.err
}

func siteName(s string) string {
	if s == "" {
		return "(no site given)"
	}
	return s
}

// affectedJSON writes the answer with its devices one after the other: there may be a million of them.
func affectedJSON(c *cobra.Command, f *fleet.Fleet, a *fleet.Affected) error {
	w := bufio.NewWriter(c.OutOrStdout())
	head, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	w.Write(head[:len(head)-len("\n}")]) //nolint:errcheck // Flush tells
	w.WriteString(",\n  \"list\": [")    //nolint:errcheck // Flush tells
	before := "\n    "
	for d := range f.Of(a) {
		line, err := json.Marshal(d)
		if err != nil {
			return err
		}
		w.WriteString(before) //nolint:errcheck // Flush tells
		w.Write(line)         //nolint:errcheck // Flush tells
		before = ",\n    "
	}
	w.WriteString("\n  ]\n}\n") //nolint:errcheck // Flush tells
	return w.Flush()
}

func affectedCSV(c *cobra.Command, f *fleet.Fleet, a *fleet.Affected) error {
	w := csv.NewWriter(c.OutOrStdout())
	w.Write([]string{"serial", "udi", "site", "release", "since", "changes"}) //nolint:errcheck // Error tells
	for d := range f.Of(a) {
		w.Write([]string{d.Serial, d.UDI, d.Site, d.Release, d.Since.String(), strings.Join(d.Changes, "; ")}) //nolint:errcheck // Error tells
	}
	w.Flush()
	return w.Error()
}
